"""`tao_byom plugins list` and `plugins explain`: every text they print, as the author of a plugin reads it.

The texts are in snapshots/plugins_commands.txt; TAO_BYOM_UPDATE_SNAPSHOTS=1 writes that file anew. Needs
$TAO_BYOM_BUILD.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess

import onnx
import pytest
from onnx import helper

import small_models
from small_models import BUILD, ROOT
from test_patterns import decomposed

PLUGINS = BUILD / "fixture_plugins"
SCALE = ("-c", "scale.json")
PICKY = ("-c", "picky.json")
# Copies beside the models, so that lines stay short: file in fixture_plugins -> name.
COPIES = {"broken/broken_faultless": "scale", "picky": "picky", "fixture_good": "good_plugin", "exercise_if": "if",
          "broken/broken_translation_ignores_attribute": "forgetful", "broken/broken_claims_relu": "relu",
          "exercise_layer_normalization": "norm", "faults": "faults"}
CLAIM = {"operators": [{"domain": "acme", "type": "Scale"}]}
# Manifest -> its library and what it says.
WRITTEN = {
    "rival": ("libpython_differs.so", {"PLUGIN": CLAIM}),
    "overriding": ("libpython_differs.so", {"PLUGIN": {**CLAIM, "overrides": ["acme::Scale"], "id": "com.acme.scale"}}),
    "winning": ("libcopy.so", {"PLUGIN": {**CLAIM, "overrides": ["acme::Scale"]}}),
    "same_id": ("libcopy.so", {"PLUGIN": {**CLAIM, "id": "com.acme.scale"}}),
    "renaming": ("libcopy.so", {"ONNX_NODES": {"Scale": "acme::Scale"}}),
    "choosy": ("choosy.so", {"PLUGIN": {"id": "com.acme.choosy", "kernels": [
        {"domain": "acme", "type": "Scale", "backend": "picky", "tier": 5}]}}),
    "second": ("second.so", {"PLUGIN": {"id": "com.acme.second", "kernels": [
        {"domain": "acme", "type": "Scale", "backend": name, "tier": 0} for name in ("first", "second")]}}),
    "wrong_abi": ("wrong_abi.so", {"PLUGIN": CLAIM}),
    "needs_newer": ("needs_newer.so", {"PLUGIN": {**CLAIM, "abi": {"major": 1, "built": 99, "needed": 99}}}),
    "refuses": ("returns_null.so", {"PLUGIN": CLAIM}),
    "no_library": ("libscales.so", {"PLUGIN": CLAIM}),
    "processor": ("libcopy.so", {"PLUGIN": {**CLAIM, "cpu": ["abacus"]}}),
    "text": ("text.so", {"PLUGIN": CLAIM}),
}
# Case: exit code and arguments of `tao_byom plugins`.
CASES = {
    "no command": (2, ()),
    "the commands": (0, ("--help",)),
    "a command misspelled": (2, ("lst",)),
    "list": (0, ("list",)),
    "list: help": (0, ("list", "--help")),
    "list: plugins of -c": (0, ("list", *SCALE, *PICKY, "-c", "good_plugin.json")),
    "list: no such file": (2, ("list", "-c", "scales.json")),
    "list: JSON that is none": (2, ("list", "-c", "comma.json")),
    "list: no library": (2, ("list", "-c", "no_library.json")),
    "list: one id, two libraries": (2, ("list", *SCALE, "-c", "same_id.json")),
    "list: a plugin twice": (0, ("list", *SCALE, *SCALE)),
    "list: the built-in plugin, by -c": (0, ("list", "-c", str(BUILD / "share" / "tao_byom" / "plugins" / "builtin_ops.json"))),
    "list: a newer interface": (5, ("list", "-c", "needs_newer.json")),
    "list: a processor feature": (5, ("list", "-c", "processor.json")),
    "list: a text as library": (5, ("list", "-c", "text.json")),
    "list: wrong options": (2, ("list", "stray", "--jsn", "-c")),
    "list: -c of nothing": (2, ("list", "-c", "")),
    "explain: help": (0, ("explain", "--help")),
    "explain: built-in operators": (0, ("explain", "good.onnx")),
    "explain: a plugin that no node needs": (0, ("explain", "good.onnx", *SCALE)),
    "explain: every node": (0, ("explain", "scales.onnx", *SCALE, "--nodes")),
    "explain: a kernel that declines": (0, ("explain", "scales.onnx", *SCALE, *PICKY)),
    "explain: JSON": (0, ("explain", "scale.onnx", *SCALE, *PICKY, "--json")),
    "explain: nodes without layers": (0, ("explain", "layerless.onnx", "--nodes")),
    "explain: an ONNX function": (0, ("explain", "function.onnx", "--nodes")),
    "explain: a pattern": (0, ("explain", "norm.onnx", "-c", "norm.json")),
    "explain: bodies": (1, ("explain", "if.onnx", "-c", "if.json")),
    "explain: unknown operators": (1, ("explain", "unknown.onnx")),
    "explain: operators nearly known": (1, ("explain", "nearly.onnx", *SCALE)),
    "explain: the operator of another domain": (1, ("explain", "nearly.onnx", "-c", "renaming.json")),
    "explain: behind an unknown operator": (1, ("explain", "behind.onnx")),
    "explain: a kernel without its operator": (1, ("explain", "scale.onnx", *PICKY)),
    "explain: hidden": (1, ("explain", "good.onnx", "--without-builtin", "Relu")),
    "explain: hidden for another": (0, ("explain", "relu.onnx", "--without-builtin", "Relu", "-c", "relu.json")),
    "explain: two plugins, one operator": (5, ("explain", "scale.onnx", *SCALE, "-c", "rival.json")),
    "explain: a built-in operator claimed": (5, ("explain", "relu.onnx", "-c", "relu.json")),
    "explain: overridden": (0, ("explain", "scale.onnx", *SCALE, "-c", "winning.json")),
    "explain: kernels of one tier": (5, ("explain", "scale.onnx", *SCALE, *PICKY, "-c", "choosy.json")),
    "explain: kernels of one tier, one preferred": (0, ("explain", "scale.onnx", *SCALE, *PICKY, "-c", "choosy.json",
                                                        "--kernels", "com.acme.choosy")),
    "explain: kernels of one tier, one of the operator's plugin": (0, ("explain", "scale.onnx", *SCALE, "-c", "second.json")),
    "explain: two kernels of one plugin preferred": (0, ("explain", "scale.onnx", *SCALE, "-c", "second.json", "--kernels",
                                                         "com.acme.second")),
    "explain: kernels preferred": (0, ("explain", "scale.onnx", *SCALE, *PICKY, "--kernels", "reference")),
    "explain: an attribute that is not known": (1, ("explain", "attribute.onnx", *SCALE)),
    "explain: an attribute that is not translated": (1, ("explain", "scales.onnx", "-c", "forgetful.json")),
    "explain: older than the operator": (1, ("explain", "opset.onnx")),
    "explain: extents left free": (1, ("explain", "free.onnx")),
    "explain: extents given": (0, ("explain", "free.onnx", "--input-shape", "x:1,3,8,8")),
    "explain: extents of no input": (2, ("explain", "free.onnx", "--input-shape", "z:1,3,8,8")),
    "explain: extents that are none": (2, ("explain", "free.onnx", "--input-shape", "x:a", "--input-shape", "y")),
    "explain: another interface": (5, ("explain", "scale.onnx", "-c", "wrong_abi.json")),
    "explain: a newer interface": (5, ("explain", "scale.onnx", "-c", "needs_newer.json")),
    "explain: a plugin that refuses": (5, ("explain", "scale.onnx", "-c", "refuses.json")),
    "explain: a text as library": (5, ("explain", "scale.onnx", "-c", "text.json")),
    "explain: no library": (2, ("explain", "scale.onnx", "-c", "no_library.json")),
    "explain: no such plugin": (2, ("explain", "scale.onnx", "-c", "scales.json")),
    "explain: one id, two libraries": (2, ("explain", "scale.onnx", *SCALE, "-c", "overriding.json")),
    "explain: no such model": (3, ("explain", "sale.onnx")),
    "explain: no such model, as JSON": (3, ("explain", "sale.onnx", "--json")),
    "explain: a model that is none": (3, ("explain", "text.so")),
    "explain: no model": (2, ("explain", *SCALE)),
    "explain: two models": (2, ("explain", "good.onnx", "relu.onnx")),
    "explain: wrong options": (2, ("explain", "good.onnx", "--kernel", "picky", "--nodes=3")),
    "explain: kernels of nobody": (2, ("explain", "scale.onnx", *SCALE, "--kernels", "pickey")),
    "explain: kernels of a plugin that is refused": (2, ("explain", "scale.onnx", "-c", "no_library.json", "--kernels",
                                                         "com.acme.scale")),
    "explain: nothing to hide": (2, ("explain", "good.onnx", "--without-builtin", "GlobalAveragePol")),
    "explain: -c of nothing": (2, ("explain", "good.onnx", "-c", "")),
}
# Case: the environment that makes the fixture `faults` fail.
CRASHES = {"explain: a crash while loading": "load:crash", "explain: a crash in infer": "infer:crash",
           "explain: a crash in translate": "translate:crash", "explain: a crash of a kernel": "prepare:crash",
           "explain: a crash at the end": "shutdown:crash"}
# The same of faults that leave the program alive.
CHANGES = {"explain: the locale changed": "infer:locale", "explain: the locale changed by a translation": "translate:locale",
           "explain: the locale changed at the end": "shutdown:locale"}
ELSEWHERE = {"list: the user's folder", "list: nothing installed", "explain: nothing installed", "list: a plugin as JSON",
             "explain: the cheaper kernel"}


def node(kind, inputs, made, name, **attributes):
    domain = "acme" if kind.startswith("Scal") and not attributes.pop("onnx_own", False) else ""
    return helper.make_node(kind, [inputs] if isinstance(inputs, str) else inputs, [made], name, domain=domain, **attributes)


def branch(name, kind):
    return helper.make_graph([node(kind, "x", name, f"in_{name}")], name, [],
                             [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, 3])])


def write_models(folder):
    def model(*nodes, extents=(1, 3), **more):
        return small_models.model(nodes, {"x": list(extents)}, domains=["acme"], **more)

    small_models.save(
        folder, good=small_models.conv_relu(), free=small_models.conv_relu(("N", 3, "height", "width")),
        unknown=small_models.unknown_operators(), relu=model(node("Relu", "x", "y", "only")),
        scale=model(node("Scale", "x", "y", "twice", factor=2.0)),
        scales=model(node("Scale", "x", "a", "twice"), node("Scale", "a", "y", "thrice", factor=3.0)),
        attribute=model(node("Scale", "x", "y", "twice", facto=2.0)), opset=model(node("Gelu", "x", "y", "young")),
        nearly=model(node("GlobalAveragePol", "x", "a", "mean"), node("Scalee", "a", "b", "typo"),
                     node("Scale", "b", "y", "foreign", onnx_own=True)),
        behind=model(node("Wavelet", "x", "a", "wave"), node("Relu", "a", "y", "after")),
        layerless=model(node("Neg", "w", "c", "folded"), node("PRelu", ["x", "c"], "a", "slope"), node("Identity", "a", "b", "same"),
                        node("Shape", "b", "s", "extents"), node("Reshape", ["b", "s"], "y", "to_itself"),
                        node("Wavelet", "b", "u", "unused"), constants={"w": (3,)}),
        **{"if": model(node("ReduceSum", "x", "s", "sum", keepdims=0), node("Cast", "s", "c", "flag", to=onnx.TensorProto.BOOL),
                       node("If", "c", "y", "choice", then_branch=branch("a", "Relu"), else_branch=branch("b", "Wavelet")))})
    decomposed(folder / "norm.onnx")
    calling = small_models.model([helper.make_node("Bend", ["x"], ["y"], "call", domain="acme")], {"x": [1, 3]}, domains=["acme"])
    calling.functions.append(helper.make_function(
        "acme", "Bend", ["a"], ["c"], [node("Sigmoid", "a", "b", "first"), node("Relu", "b", "c", "second")],
        [helper.make_opsetid("", 13)]))
    calling.ir_version = 8
    small_models.save(folder, function=calling)


def write_plugins(folder):
    for source, name in COPIES.items():
        manifest = json.loads((PLUGINS / f"{source}.json").read_text(encoding="utf-8"))
        library = (PLUGINS / source).parent / manifest["FILE_NAMES"]["conversion"]
        shutil.copy(library, folder / library.name)
        (folder / f"{name}.json").write_text(json.dumps(manifest), encoding="utf-8")
    for library in ("wrong_abi.so", "needs_newer.so", "returns_null.so", "broken/libpython_differs.so"):
        shutil.copy(PLUGINS / library, folder)
    shutil.copy(PLUGINS / "broken" / "libfaultless.so", folder / "libcopy.so")
    (folder / "text.so").write_text("This is a text.\n", encoding="utf-8")
    (folder / "comma.json").write_text('{\n  "FILE_NAMES": {"conversion": "libscale.so",}\n}\n', encoding="utf-8")
    picky = (ROOT / "tests" / "support" / "plugins" / "picky.c").read_text(encoding="utf-8")
    (folder / "choosy.c").write_text(picky.replace("com.acme.picky", "com.acme.choosy"), encoding="utf-8")
    for name, source in (("choosy", folder / "choosy.c"), ("second", ROOT / "tests" / "support" / "plugins" / "second.c")):
        subprocess.run(["cc", "-shared", "-fPIC", "-fvisibility=hidden", "-I", str(ROOT / "sdk" / "include"), "-o",
                        str(folder / f"{name}.so"), str(source)], check=True)
    for name, (library, content) in WRITTEN.items():
        (folder / f"{name}.json").write_text(json.dumps({"FILE_NAMES": {"conversion": library}, **content}), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("plugins_commands")
    write_models(path)
    write_plugins(path)
    return path


def normalised(text, folder):
    """Without this run's folders and without what changes with every operator that is built in."""
    text = small_models.without_folders(text, folder)
    text = re.sub(r"org\.tao-byom\.builtin \d[\w.-]*", "org.tao-byom.builtin <version>", text)
    text = re.sub(r"\d+: \d+ of ai\.onnx, \d+ of keras", "<n>: <n> of ai.onnx, <n> of keras", text)
    text = re.sub(r'("id": "org\.tao-byom\.builtin",\s+"version": ")[^"]*', r"\1<version>", text)
    return re.sub(r"\d{3,}: reference \(tier 0\)\n  layers     \d+ classes", "<n>: reference (tier 0)\n  layers     <n> classes", text)


def check(snapshot, folder, name, exit_code, arguments, **options):
    return snapshot.check_command(name, folder, exit_code, ("plugins", *arguments), normalised, **options)


@pytest.mark.parametrize("name", CASES)
def test_the_command_has_its_text(name, folder, snapshot):
    check(snapshot, folder, name, *CASES[name])


@pytest.mark.skipif("ASAN_OPTIONS" in os.environ, reason="the sanitizer has a text of its own for a crash")
@pytest.mark.parametrize("name", CRASHES)
def test_a_crash_names_the_plugin(name, folder, snapshot):
    result = check(snapshot, folder, name, 5, ("explain", "scale.onnx", "-c", "faults.json"), TAO_BYOM_FAULT=CRASHES[name])
    assert result.stdout == ""


@pytest.mark.parametrize("name", CHANGES)
def test_a_plugin_that_changes_the_process_is_at_fault(name, folder, snapshot):
    check(snapshot, folder, name, 5, ("explain", "scale.onnx", "-c", "faults.json"), TAO_BYOM_FAULT=CHANGES[name])


def test_the_cheaper_kernel_computes(folder, snapshot):
    arguments = ("explain", "scale.onnx", *SCALE, "-c", "second.json")
    check(snapshot, folder, "explain: the cheaper kernel", 0, arguments, TAO_BYOM_COST="5")


def test_a_plugin_of_the_user_is_found_without_option(folder, snapshot):
    place = folder / "data" / "tao_byom" / "plugins"
    place.mkdir(parents=True)
    shutil.copy(folder / "scale.json", place)
    shutil.copy(folder / "libfaultless.so", place)
    (place / "damaged.json").write_text("{", encoding="utf-8")
    check(snapshot, folder, "list: the user's folder", 2, ("list",), XDG_DATA_HOME=str(folder / "data"))


def test_a_program_without_its_plugins_says_so(folder, snapshot):
    (folder / "alone" / "bin").mkdir(parents=True)
    program = shutil.copy(BUILD / "bin" / "tao_byom", folder / "alone" / "bin")
    prefix = ("sh", "-c", f"exec {program} \"$@\"")  # the program that is built becomes $0
    check(snapshot, folder, "list: nothing installed", 5, ("list",), prefix=prefix)
    check(snapshot, folder, "explain: nothing installed", 5, ("explain", "good.onnx"), prefix=prefix)


def test_the_list_as_json_says_what_the_text_says(folder, snapshot):
    result = small_models.run(("plugins", "list", *SCALE, "-c", "no_library.json", "--json"), folder)
    assert result.returncode == 2, result.stderr
    said = json.loads(result.stdout)
    assert set(said) == {"plugins", "refused", "replaced", "folders"}
    assert [plugin["id"] for plugin in said["plugins"]] == ["org.tao-byom.builtin", "com.acme.scale"]
    assert [pathlib.Path(place["path"]).name for place in said["refused"]] == ["no_library.json"]
    snapshot.check("list: a plugin as JSON", normalised(json.dumps(said["plugins"][1], indent=2), folder))


def test_a_served_node_is_converted_and_another_is_not(folder):
    """The exit code of explain is that of converting."""
    for name, (code, arguments) in CASES.items():
        if not name.startswith("explain: ") or code not in (0, 1, 5) or {"--json", "--nodes", "--help"} & set(arguments):
            continue
        model, *options = arguments[1:]
        converted = small_models.run(("-m", model, "-r", "out", "-n", "net", "--format", "keras", *options), folder)
        assert converted.returncode == code, (name, converted.stderr)


def test_the_snapshot_has_no_case_that_is_gone(snapshot):
    assert snapshot.updating or set(snapshot.texts) == {*CASES, *CRASHES, *CHANGES, *ELSEWHERE}
