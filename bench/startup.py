"""What 200 installed plugins that nobody uses cost a start of tao_byom: at most 5 ms.

usage: startup.py [--plugins N] [--runs N]   Needs $TAO_BYOM_BUILD (default build/); the program runs with and without
them by turns, whole processes in data folders of their own. Prints what the plugins add to the median and to the
shortest run, in CPU time and in wall time, and that as a ratio to the aim: read it beside the machine's load.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import tempfile
import time

BUILD = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", pathlib.Path(__file__).resolve().parents[1] / "build"))
AIM = 5  # ms, for 200 plugins
# A conversion that ends at its missing model: everything is looked for, nothing is mapped.
COMMAND = ("-m", "absent.onnx", "-r", "out", "-n", "net", "--format", "keras")


def block(opening, items, closing, depth):
    """As byom-manifest lays out a list or an object: an item a line."""
    indent = "  " * depth
    lines = ",\n".join(f"{indent}  {item}" for item in items)
    return f"{opening}\n{lines}\n{indent}{closing}" if items else opening + closing


def members(values, depth):
    return block("{", [f"{json.dumps(key)}: {value}" for key, value in values.items()], "}", depth)


def manifest(i):
    """What byom-manifest writes for an installed plugin of three ONNX operators, each with a layer of its own."""
    ops = [f"Op{i}{letter}" for letter in "ABC"]
    claims = [{"domain": domain, "type": op} for op in ops for domain in ("ai.onnx", "keras")]
    lists = {"operators": claims, "kernels": [{**claim, "backend": "reference", "tier": 0} for claim in claims],
             "layers": [{"module": "tao_byom", "class": f"{op}Layer"} for op in ops]}
    plugin = {"id": json.dumps(f"com.acme.ops{i}"), "version": '"1.0.0"', "abi": '{"major": 1, "built": 0, "needed": 0}',
              **{key: block("[", [json.dumps(item) for item in items], "]", 2) for key, items in lists.items()},
              "patterns": "false", "overrides": "[]", "cpu": "[]"}
    return members({"FILE_NAMES": members({"conversion": json.dumps(f"../../../lib/tao_byom/plugins/libacme{i}.so"),
                                           "custom_layer": json.dumps(f"acme{i}.py")}, 1),
                    "ONNX_NODES": members({op: json.dumps(op) for op in ops}, 1),
                    "CUSTOM_OBJS": members({f"{op}Layer": json.dumps(f"{op}Layer") for op in ops}, 1),
                    "PLUGIN": members(plugin, 1)}, 0) + "\n"


def install(folder, count):
    """As under ~/.local, which is `folder`: manifests and Python in share, libraries in lib."""
    manifests, libraries = folder / "share" / "tao_byom" / "plugins", folder / "lib" / "tao_byom" / "plugins"
    for place in (manifests, libraries):
        place.mkdir(parents=True)
    for i in range(count):
        (manifests / f"acme{i}.json").write_text(manifest(i), encoding="utf-8")
        (manifests / f"acme{i}.py").write_text("", encoding="utf-8")
        (libraries / f"libacme{i}.so").write_bytes(b"\x7fELF")


def environment(folder):
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_DATA_HOME": str(folder / "share")}


def check_install(folder, count):
    """That the program counts them all, and has nothing against one."""
    listed = subprocess.run([BUILD / "bin" / "tao_byom", "plugins", "list", "--json"], env=environment(folder),
                            capture_output=True, check=False)
    found = json.loads(listed.stdout)
    ours = [plugin for plugin in found["plugins"] if plugin["id"].startswith("com.acme.ops")]
    assert len(ours) == count and not found["refused"], found["refused"]
    assert all(len(plugin["operators"]) == 6 for plugin in ours)


def run(folder):
    """CPU time and wall time of one start, in milliseconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([BUILD / "bin" / "tao_byom", *COMMAND], cwd=folder, env=environment(folder), capture_output=True,
                          check=False)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 3, done.stderr.decode()
    return 1e3 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime), 1e3 * wall


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plugins", type=int, default=200)
    parser.add_argument("--runs", type=int, default=41)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        none, many = pathlib.Path(place, "none"), pathlib.Path(place, "many")
        install(none, 0)
        install(many, options.plugins)
        check_install(many, options.plugins)
        times = {none: [], many: []}
        for _ in range(options.runs):
            for folder, list_ in times.items():
                list_.append(run(folder))
    for name, column in (("CPU", 0), ("wall", 1)):
        for kind, pick in (("median", statistics.median), ("shortest", min)):
            without, with_ = (pick(t[column] for t in times[folder]) for folder in (none, many))
            print(f"{name}, {kind} of {options.runs}: {without:.2f} ms without, {with_:.2f} ms with {options.plugins} plugins: "
                  f"{with_ - without:+.2f} ms, {(with_ - without) / AIM:.2f} times the aim of {AIM} ms")
    print("load of the last minute: {:.2f}".format(os.getloadavg()[0]))


if __name__ == "__main__":
    main()
