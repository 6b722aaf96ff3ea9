"""A plugin at fault is named with its operator and node, exit code 5, and nothing is left half-written.

The fixture plugin `faults` does at each place of its code what TAO_BYOM_FAULT says. The texts are in
snapshots/plugin_faults.txt; TAO_BYOM_UPDATE_SNAPSHOTS=1 writes that file anew. Needs $TAO_BYOM_BUILD.
"""
import json
import re
import shutil
import subprocess

import pytest
from onnx import helper

import small_models
from small_models import BUILD, ROOT

PLUGIN = BUILD / "fixture_plugins" / "faults.json"
PLACES = ("accept", "infer", "translate", "cost", "prepare", "run", "worker", "release", "shutdown")
ENDINGS = ("crash", "exit", "hang")
CHANGES = ("rounding", "locale", "handler", "block")
# Only some places return a code, or outputs.
MORE = ["load:crash", "load:exit", "load:hang", "run:abort", "run:throw", "run:divide", "run:bus", "run:overflow", "worker:abort",
        "accept:silence", "infer:silence", "translate:silence", "prepare:silence", "run:silence", "infer:code", "translate:code",
        "run:code", "infer:nothing", "run:unwritten", "run:long", "run:dynamic"]
# fenv of a thread and its signal mask are its own; a locale or a handler is everybody's.
FAULTS = [f"{place}:{fault}" for place in PLACES for fault in ENDINGS + CHANGES if (place, fault) != ("worker", "block")] + MORE
FACET = {"cost": "kernel", "prepare": "kernel", "run": "kernel", "worker": "kernel", "release": "kernel"}
SANITIZED = (BUILD / "CMakeCache.txt").exists() and re.search(r"TAO_BYOM_SANITIZE:STRING=.", (BUILD / "CMakeCache.txt").read_text())


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    small_models.save(folder, scaled=small_models.model(
        [helper.make_node("Relu", ["x"], ["r"], "before"),
         helper.make_node("Scale", ["r"], ["s"], "scaled", domain="acme", factor=3.0),
         helper.make_node("Neg", ["s"], ["y"], "after")], {"x": [1, 3, 8, 8]}, domains=["acme"]))
    return folder / "scaled.onnx"


def convert(model, folder, fault, *options, **variables):
    arguments = ("-c", PLUGIN, "-m", model, "-r", folder / "out" / "deep", "-n", "scaled", "--format", "keras", *options)
    return small_models.run(arguments, folder, TAO_BYOM_FAULT=fault, **variables)


def normalised(text):
    return re.sub(r"'0x[0-9a-f]+'", "'<number>'", text.replace(str(BUILD), "<build>"))


@pytest.mark.parametrize("fault", FAULTS)
def test_names_plugin_operator_and_node(fault, model, tmp_path, snapshot):
    place, kind = fault.split(":")
    if SANITIZED and kind == "overflow":
        pytest.skip("the sanitizer reports an overflown stack itself")
    deadline = ("--plugin-deadline", "0.5") if kind in ("hang", "long") else ()
    result = convert(model, tmp_path, fault, *deadline)
    error = "".join(line for line in result.stderr.splitlines(keepends=True) if line.startswith("ERROR"))
    assert result.returncode == 5, result.stderr
    assert "bug of tao_byom" not in error
    if place in ("load", "shutdown"):
        assert "libfaults.so" in error
    else:
        assert "com.acme.scale 1.0" in error and "Scale node 'scaled'" in error and f"facet {FACET.get(place, place)}" in error
    assert not (tmp_path / "out").exists()
    snapshot.check(fault, normalised(error))


@pytest.mark.parametrize("place", ["accept", "infer", "translate", "run"])
def test_a_model_that_is_cut_short_is_no_fault_of_the_plugin_that_reads_it(place, tmp_path):
    """Cut by a plugin, so that the next who reads weights meets it: the host, or the kernel of the built-in plugin."""
    small_models.save(tmp_path, large=small_models.model(
        [helper.make_node("Scale", ["x"], ["s"], "scaled", domain="acme", factor=3.0),
         helper.make_node("MatMul", ["s", "w"], ["y"], "product")], {"x": [1, 64]}, {"w": (64, 4096)}, domains=["acme"]))
    result = convert(tmp_path / "large.onnx", tmp_path, f"{place}:cut", TAO_BYOM_CUT=str(tmp_path / "large.onnx"))
    assert result.returncode == 3, result.stderr
    assert result.stderr.endswith(f"ERROR: {tmp_path}/large.onnx became shorter or unreadable while it was read; "
                                  "run again when it is complete. Nothing was written.\n")
    assert not (tmp_path / "out").exists()


def test_a_wrong_answer_has_the_name_of_its_plugin(model, tmp_path):
    result = convert(model, tmp_path, "run:wrong")
    assert result.returncode == 0, result.stderr  # as NVIDIA's converter: only --strict refuses to write
    assert "made by acme.Scale node 'scaled' (output 's') of plugin com.acme.scale 1.0" in result.stderr
    strict = convert(model, tmp_path, "run:wrong", "--strict")
    assert strict.returncode == 6 and "of plugin com.acme.scale 1.0" in strict.stderr


@pytest.mark.skipif(bool(SANITIZED), reason="the library is compiled with flags that the plugin would need as well")
@pytest.mark.parametrize("member,said", [("", None), ("std::string added_; ", "refused to start: it was compiled with the headers of "
                                          "one version of the SDK and linked with the libbyom_sdk.a of another")])
def test_headers_and_library_of_different_versions_are_told(member, said, tmp_path):
    """The headers of another version are ours with one more member."""
    shutil.copytree(ROOT / "sdk" / "include", tmp_path / "include")
    header = tmp_path / "include" / "byom" / "op.hpp"
    text = header.read_text(encoding="utf-8")
    assert text.count("  Schema schema_;") == 1
    header.write_text(text.replace("  Schema schema_;", f"  {member}Schema schema_;"), encoding="utf-8")
    subprocess.run(["c++", "-std=c++20", "-O1", "-fPIC", "-shared", "-fvisibility=hidden", "-I", str(tmp_path / "include"), "-o",
                    str(tmp_path / "mish.so"), str(ROOT / "plugins" / "examples" / "mish" / "mish.cpp"),
                    str(BUILD / "sdk" / "libbyom_sdk.a")], check=True)
    (tmp_path / "mish.json").write_text(json.dumps({
        "FILE_NAMES": {"conversion": "mish.so", "custom_layer": str(ROOT / "plugins" / "examples" / "mish" / "custom_layer.py")},
        "ONNX_NODES": {"acme::Mish": "acme::Mish"}}), encoding="utf-8")
    small_models.save(tmp_path, mish=small_models.model([helper.make_node("Mish", ["x"], ["y"], domain="acme")], {"x": [1, 3]},
                                                        domains=["acme"]))
    result = small_models.run(("-m", "mish.onnx", "-c", "mish.json", "-r", "out", "-n", "mish", "--format", "keras"), tmp_path)
    assert result.returncode == (5 if said else 0), result.stderr
    assert said is None or said in result.stderr


def test_json_tells_of_the_crash(model, tmp_path):
    result = convert(model, tmp_path, "run:crash", "--json")
    said = json.loads(result.stdout)
    assert said["ok"] is False and said["exit"] == 5
    assert "ERROR: " + said["error"] + "\n" in result.stderr


def test_without_a_fault_nothing_is_found(model, tmp_path):
    result = convert(model, tmp_path, "", "--plugin-deadline", "20")
    assert result.returncode == 0, result.stderr
    assert sorted(path.name for path in (tmp_path / "out" / "deep").iterdir()) == [
        "scaled.keras", "scaled_custom_layers.py", "scaled_mapping.json", "scaled_summary.txt"]


def test_earlier_results_stay_when_a_plugin_crashes(model, tmp_path):
    assert convert(model, tmp_path, "").returncode == 0
    files = {path: path.read_bytes() for path in (tmp_path / "out" / "deep").iterdir()}
    assert convert(model, tmp_path, "shutdown:crash").returncode == 5
    assert files == {path: path.read_bytes() for path in (tmp_path / "out" / "deep").iterdir()}
