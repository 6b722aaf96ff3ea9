"""Folders of the host include only what host/CMakeLists.txt links; plugins include the SDK and themselves only."""
import pathlib
import re

import source_tree

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
# Libraries that one place alone may know, so that they can be replaced there.
HOMES = {
    r"onnx/|google/": ("host/onnx/",),
    r"hdf5": ("host/keras/",),
    r"openssl/|libdeflate": ("host/archive/",),
    r"boost/dll|dlfcn": ("host/registry/load_plugin.cpp", "host/support/process_state.cpp", "sdk/src/"),
    r"boost/program_options|boost/make_shared": ("host/cli/",),
    r"Eigen/": ("plugins/builtin_ops/kernels/",),
    r"dnnl": ("plugins/examples/dnnl_conv/",),
}
STANDARD = re.compile(r"[a-z_]+(\.h)?$|sys/[a-z]+\.h$")


def edges(root):
    """Folder -> the folders it links, directly or through others, as host/CMakeLists.txt says."""
    text = source_tree.text_of(root, "host/CMakeLists.txt")
    direct = {m.group(1): set(re.findall(r"host_(\w+)", m.group(2)))
              for m in re.finditer(r"^host_library\((\w+)([^)]*)\)", text, re.MULTILINE)}

    def closure(folder):
        return set().union({folder}, *(closure(next_one) for next_one in direct.get(folder, ())))
    return {folder: closure(folder) for folder in direct}


def host_problem(name, included, allowed):
    parts = pathlib.PurePath(name).parts
    if not included.startswith("host/"):
        return f"the host includes {included}, which is neither the SDK nor the host"
    target = pathlib.PurePath(included).parts[1]
    if len(parts) == 2:
        return None if target == "cli" else f"{parts[1]} includes host/{target}, it may include host/cli only"
    if target in allowed.get(parts[1], {parts[1]}):
        return None
    return f"host/{parts[1]} includes host/{target}, which it does not link"


def plugin_problem(root, name, quote, included):
    """A plugin's own folder is the whole of its plugin: plugins/builtin_ops, plugins/examples/x, ..."""
    parts = pathlib.PurePath(name).parts
    own = "/".join(parts[:3] if parts[1] == "examples" else parts[:2])
    if included.startswith("byom/"):
        return None
    if quote == "<":
        at_home = any(re.match(pattern, included) and name.startswith(homes) for pattern, homes in HOMES.items())
        return None if at_home or STANDARD.match(included) else f"a plugin includes <{included}>, which is neither C++'s nor the SDK's"
    beside = (pathlib.Path(root) / name).parent / included
    if included.startswith(own + "/") or beside.exists():
        return None
    return f"{own} includes {included}, which is neither the SDK nor its own"


def problem(root, name, quote, included, allowed):
    for pattern, homes in HOMES.items():
        if quote == "<" and re.match(pattern, included) and not name.startswith(homes):
            return f"<{included}> is known in {', '.join(homes)} only"
    if name.startswith("plugins/"):
        return plugin_problem(root, name, quote, included)
    if name.startswith("sdk/") and not included.startswith("byom/") and not STANDARD.match(included):
        return f"the SDK includes {included}, it may include only the standard library and itself"
    if name.startswith("host/") and quote == '"':
        return host_problem(name, included, allowed)
    return None


def check(root):
    found = source_tree.Violations("move the code to where it may be known, or link the folder in host/CMakeLists.txt "
                                   "if the order of the stages allows it")
    allowed = edges(root)
    for name in source_tree.files(root, *source_tree.CPP):
        if source_tree.is_test(name) or name.startswith("tests/"):
            continue
        code = source_tree.blanked(source_tree.text_of(root, name), keep_strings=True)
        for match in INCLUDE.finditer(code):
            what = problem(root, name, match.group(1), match.group(2), allowed)
            if what:
                found.add(name, code.count("\n", 0, match.start(1)) + 1, what)
    return found


if __name__ == "__main__":
    source_tree.run(check)
