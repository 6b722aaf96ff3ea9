"""`tao_byom operators`: the list and the description of operators, the built-in ones' and the user's.

The texts are in snapshots/operators_command.txt; TAO_BYOM_UPDATE_SNAPSHOTS=1 writes that file anew. Needs
$TAO_BYOM_BUILD.
"""
import json
import os
import re
import shutil
import subprocess

import numpy as np
import pytest

import small_models
import test_plugins_commands as plugins_commands
from small_models import BUILD, ROOT

SCALE, PICKY, GOOD = plugins_commands.SCALE, plugins_commands.PICKY, ("-c", "good_plugin.json")
# Case: exit code and arguments of `tao_byom operators`.
CASES = {
    "help": (0, ("--help",)),
    "list": (0, ()),
    "list: plugins of -c": (0, (*SCALE, *PICKY, *GOOD, "-c", "norm.json")),
    "list: two plugins, one operator": (0, (*SCALE, "-c", "rival.json")),
    "list: overridden": (0, (*SCALE, "-c", "winning.json")),
    "list: a manifest that names one operator of three": (0, ("-c", "renaming.json")),
    "list: a text as library": (5, ("-c", "text.json", *GOOD)),
    "list: no such file": (2, (*SCALE, "-c", "scales.json")),
    "built-in": (0, ("Clip",)),
    "a layer with weights": (0, ("keras::Dense",)),
    "layers whose keys differ": (0, ("keras::BatchNormalization", "ops.Add")),
    "several of one input, and texts": (0, ("Einsum",)),
    "a plugin's, with the kernel of another": (0, ("acme::Scale", *SCALE, *PICKY)),
    "one name in two domains": (0, ("Twice", *GOOD)),
    "named twice": (0, ("ScaleLayer", "acme::ScaleLayer", *SCALE)),
    "called otherwise by the plugin": (0, ("ai.onnx::Scale", "-c", "renaming.json")),
    "not in the manifest": (0, ("ScaleLayer", "-c", "renaming.json")),
    "two plugins, one operator": (0, ("Scale", *SCALE, "-c", "rival.json")),
    "overridden": (0, ("Scale", *SCALE, "-c", "winning.json")),
    "bodies": (0, ("If", "-c", "if.json")),
    "a text as library": (5, ("Scale", "-c", "text.json")),
    "a text as library before another": (5, ("Scale", "-c", "text.json", *SCALE)),
    "a manifest that is refused": (2, ("ScaleLayer", *SCALE, "-c", "no_library.json")),
    "unknown": (2, ("Clpi", "keras::Dens", "acme::Dense", "Clip", "Wavelet", "clip", "ReLu6", "ai.onnx::Dense")),
    "unknown, and a manifest that is refused": (2, ("Scalee", *SCALE, "-c", "scales.json")),
    "unknown, as JSON": (2, ("Clpi", "--json")),
    "only a kernel": (2, ("acme::Scale", *PICKY)),
    "JSON": (0, ("acme::Scale", *SCALE, *PICKY, "--json")),
    "-c of nothing": (2, ("Clip", "-c", "")),
    "wrong options": (2, ("Clip", "--jsn", "-c")),
}
CRASHES = {"a crash while loading": ("load:crash", ("Scale",)), "a crash at the end": ("shutdown:crash", ("Scale",)),
           "list: a crash": ("load:crash", ()), "JSON: a crash": ("load:crash", ("Scale", "--json")),
           "the locale changed at the end": ("shutdown:locale", ("Scale",))}
ELSEWHERE = {"nothing installed", "a crash of a description"}
SHOWN = ("Clip", "ops.Clip")  # of the built-in operators in a list


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("operators_command")
    plugins_commands.write_plugins(path)
    return path


def normalised(text, folder):
    """As that of the commands about plugins, and with few of the built-in operators in a list."""
    lines = []
    for paragraph in plugins_commands.normalised(text, folder).split("\n\n"):
        heading, *entries = paragraph.split("\n")
        counted = re.match(r"\d+( operators of \S+ in org\.tao-byom\.builtin .*:)$", heading)
        shown = [entry for entry in entries if entry.split()[:1] and entry.split()[0] in SHOWN]
        lines.append("\n".join([f"<n>{counted.group(1)}", *shown]) if counted else paragraph)
    return "\n\n".join(lines).rstrip("\n") + "\n" if text else ""


def check(snapshot, folder, name, exit_code, arguments, **options):
    return snapshot.check_command(name, folder, exit_code, ("operators", *arguments), normalised, **options)


@pytest.mark.parametrize("name", CASES)
def test_the_command_has_its_text(name, folder, snapshot):
    check(snapshot, folder, name, *CASES[name])


@pytest.mark.skipif("ASAN_OPTIONS" in os.environ, reason="the sanitizer has a text of its own for a crash")
@pytest.mark.parametrize("name", CRASHES)
def test_a_fault_names_the_plugin(name, folder, snapshot):
    fault, arguments = CRASHES[name]
    result = check(snapshot, folder, name, 5, (*arguments, "-c", "faults.json"), TAO_BYOM_FAULT=fault)
    if "crash" in fault:
        assert result.stdout == "" or json.loads(result.stdout)["exit"] == 5


def write_liar(folder):
    """Its description lies where there is no memory."""
    source = folder / "liar"
    source.mkdir()
    for name in ("fixture.h", "rival.c"):
        text = (ROOT / "tests" / "support" / "plugins" / name).read_text(encoding="utf-8")
        (source / name).write_text(text.replace('TEXT("the old one")', "{(const char*)16, 7}"), encoding="utf-8")
    subprocess.run(["cc", "-shared", "-fPIC", "-I", str(ROOT / "sdk" / "include"), "-o", str(folder / "liar.so"),
                    str(source / "rival.c")], check=True)
    (folder / "liar.json").write_text(json.dumps({"FILE_NAMES": {"conversion": "liar.so"}, "ONNX_NODES": {"Twice": "Twice"}}),
                                      encoding="utf-8")


@pytest.mark.skipif("ASAN_OPTIONS" in os.environ, reason="the sanitizer has a text of its own for a crash")
def test_a_description_that_cannot_be_read_names_the_plugin(folder, snapshot):
    write_liar(folder)
    check(snapshot, folder, "a crash of a description", 5, ("Twice", "-c", "liar.json"))
    for arguments in ((), ("--json",)):
        result = small_models.run(("operators", *arguments, "-c", "liar.json"), folder)
        assert result.returncode == 5 and "liar.so: the description of ai.onnx::Twice crashed" in result.stderr


def test_a_program_without_its_plugins_says_so(folder, snapshot):
    (folder / "alone" / "bin").mkdir(parents=True)
    program = shutil.copy(BUILD / "bin" / "tao_byom", folder / "alone" / "bin")
    prefix = ("sh", "-c", f"exec {program} \"$@\"")  # the program that is built becomes $0
    check(snapshot, folder, "nothing installed", 5, (), prefix=prefix)


def test_lines_of_the_list_fit_a_terminal(folder):
    result = small_models.run(("operators", *SCALE, *GOOD), folder)
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    manifest = json.loads((BUILD / "share" / "tao_byom" / "plugins" / "builtin_ops.json").read_text(encoding="utf-8"))
    named = {line.split()[0] for line in lines if line.startswith("  ")}
    assert named == {op["type"] for op in manifest["PLUGIN"]["operators"]} | {"Scale", "ScaleLayer", "Twice"}
    assert len([line for line in lines if line.startswith("  ")]) == len(manifest["PLUGIN"]["operators"]) + 4


def described(folder):
    result = small_models.run(("operators", "--json"), folder)
    assert result.returncode == 0, result.stderr
    return {entry["operator"]: entry for entry in json.loads(result.stdout)["operators"]}


def test_every_built_in_operator_is_described_whole(folder):
    for name, entry in described(folder).items():
        (plugin,) = entry["plugins"]
        assert plugin["serves"] and plugin["usable"] and plugin["facets"] and entry["kernels"], name
        assert name.startswith("keras::") == (plugin["layer"] is not None), name
        since = [version["since"] for version in plugin["versions"]]
        assert since == sorted(set(since)) and all(version["doc"] for version in plugin["versions"]), name
        assert sum(len(version["examples"]) for version in plugin["versions"]) > 0, name
        for version in plugin["versions"]:
            for example in version["examples"]:
                for tensor in filter(None, example["inputs"] + example["outputs"]):
                    assert tensor["name"], (name, example["name"])
                    assert np.size(tensor["elements"]) == np.prod(tensor["shape"]), (name, example["name"])


def test_the_text_says_what_the_json_says(folder):
    """Of every operator: its formals, forms, weights, kernels, examples."""
    everything = described(folder)
    text = small_models.run(("operators", *everything), folder).stdout
    assert not [line for line in text.splitlines() if len(line) > 100 and len(line.split()[-1]) < 50]
    for block in re.split(r"\n\n(?=[\w.]+::[\w.]+\n)", text):
        (plugin,) = everything.pop(block.split("\n", 1)[0])["plugins"]
        flat = " ".join(block.split())
        names = {formal["name"] for version in plugin["versions"] for kind in ("inputs", "attributes", "outputs")
                 for formal in version[kind]}
        names |= {example["name"] for version in plugin["versions"] for example in version["examples"]}
        names |= {plugin["layer"][keras]["class"] for keras in ("keras3", "keras2") if plugin["layer"] and plugin["layer"][keras]}
        for name in names:
            assert " ".join(name.split()) in flat, (block, name)
    assert not everything


def test_the_snapshot_has_no_case_that_is_gone(snapshot):
    assert snapshot.updating or set(snapshot.texts) == {*CASES, *CRASHES, *ELSEWHERE}
