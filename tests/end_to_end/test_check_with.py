"""With --check-with real Keras opens every written file, custom layers included, and its verdict is in the log.

Needs $TAO_BYOM_BUILD and, as the Python with Keras, the one that runs this test.
"""
import json
import os
import re
import sys

import pytest
from onnx import helper

import small_models
from small_models import BUILD

FIXTURES = BUILD / "fixture_plugins"


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    small_models.save(folder, conv=small_models.conv_norm_conv(), scaled=small_models.model(
        [helper.make_node("Relu", ["x"], ["r"], "before"),
         helper.make_node("Scale", ["r"], ["s"], "scaled", domain="acme", factor=3.0),
         helper.make_node("Neg", ["s"], ["y"], "after")], {"x": [1, 3, 8, 8]}, domains=["acme"]))
    return folder


def convert(folder, model, *options):
    arguments = ("-m", model, "-k", "a key", "-r", folder / "out", "-n", "checked", *options)
    return small_models.run(arguments, folder, TF_ENABLE_ONEDNN_OPTS="1", KERAS_BACKEND=os.environ.get("KERAS_BACKEND", "tensorflow"))


def broken(name):
    return FIXTURES / "broken" / f"broken_{name}.json"


def test_every_format_is_run_in_real_keras(models, tmp_path):
    result = convert(tmp_path, models / "conv.onnx", "--format", "tltb,keras,h5", "--check-with", sys.executable, "--json")
    assert result.returncode == 0, result.stderr
    for file, generation in (("checked.keras", 3), ("checked.tltb", 2), ("checked.h5", 2)):
        assert re.search(rf"INFO: {file} in real Keras \(Keras {generation}\.[0-9.]+ on tensorflow\) gives the numbers of the original: "
                         r"largest difference [0-9.e-]+\.", result.stderr), result.stderr
    verdicts = json.loads(result.stdout)["real_keras"]
    assert len(verdicts) == 3 and all(verdict["within"] and verdict["difference"] < 1e-4 for verdict in verdicts)


def test_the_layers_own_python_is_run(models, tmp_path):
    result = convert(tmp_path, models / "scaled.onnx", "-c", broken("faultless"), "--format", "tltb,keras,h5", "--check-with",
                     sys.executable)
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("gives the numbers of the original: largest difference 0.") == 3, result.stderr


def test_classes_that_only_the_second_format_needs_are_run(tmp_path):
    small_models.save(tmp_path, angles=small_models.model([helper.make_node("Asin", ["x"], ["y"], "only")], {"x": [1, 3, 8, 8]}))
    options = ("--format", "keras,h5")
    checked = convert(tmp_path, tmp_path / "angles.onnx", *options, "--check-with", sys.executable)
    assert len(re.findall(r"in real Keras \(.*\) gives the numbers of the original", checked.stderr)) == 2, checked.stderr
    plain = convert(tmp_path, tmp_path / "angles.onnx", *options)
    assert re.search(r"The Python of the model's own layers \(\w+\) was not executed", plain.stderr), plain.stderr


def test_python_that_differs_from_the_kernel_is_told(models, tmp_path):
    options = ("-c", broken("python_differs"), "--format", "tltb,keras", "--check-with", sys.executable)
    result = convert(tmp_path, models / "scaled.onnx", *options)
    assert result.returncode == 0
    for file in ("checked.keras", "checked.tltb"):
        assert re.search(rf"WARNING: {file} in real Keras \(Keras [^)]*\): Keras computes \S+ at \[.*\] where the kernel has \S+\.",
                         result.stderr), result.stderr
    (tmp_path / "strict").mkdir()
    strict = convert(tmp_path / "strict", models / "scaled.onnx", *options, "--strict")
    assert strict.returncode == 6 and "nothing was written (--strict)" in strict.stderr
    assert not (tmp_path / "strict" / "out").exists()


def test_without_it_the_log_says_that_python_was_not_run(models, tmp_path):
    result = convert(tmp_path, models / "scaled.onnx", "-c", broken("faultless"), "--format", "keras")
    assert ("INFO: The Python of the model's own layers (ScaleLayer) was not executed; --check-with python3 runs it where that has "
            "Keras.") in result.stderr
    plain = convert(tmp_path, models / "conv.onnx", "--format", "keras")
    assert "was not executed" not in plain.stderr


def test_a_python_without_keras_is_told(models, tmp_path):
    bare = tmp_path / "bare_python"  # isolated from every installed package
    bare.write_text(f'#!/bin/sh\nexec "{os.path.realpath(sys.executable)}" -I -S "$@"\n', encoding="utf-8")
    bare.chmod(0o755)
    result = convert(tmp_path, models / "conv.onnx", "--format", "keras", "--check-with", bare)
    assert result.returncode == 0
    assert f"WARNING: checked.keras was not run in real Keras: {bare} has no Keras 3 (ModuleNotFoundError: " in result.stderr
    assert "install it there, or name another Python." in result.stderr


def test_what_is_no_program_is_refused(models, tmp_path):
    result = convert(tmp_path, models / "conv.onnx", "--format", "keras", "--check-with", "no_such_python")
    assert result.returncode == 2
    assert result.stderr == ("ERROR: 'no_such_python' cannot be run (No such file or directory); name a Python, such as "
                             "/usr/bin/python3.\n")
    assert not (tmp_path / "out").exists()


def test_the_key_is_on_no_disk_and_in_no_process_list(models, tmp_path):
    watcher = tmp_path / "watching_python"  # notes its arguments, environment and the scratch folder before Python starts
    watcher.write_text(f'#!/bin/sh\n{{ printf "%s\\n" "$@"; env; cat "$TMPDIR"/*/* "$TMPDIR"/*; }} >{tmp_path}/seen 2>/dev/null\n'
                       f'exec "{sys.executable}" "$@"\n', encoding="utf-8")
    watcher.chmod(0o755)
    (tmp_path / "scratch").mkdir()
    arguments = ("-m", models / "conv.onnx", "--key-from", "stdin", "-r", tmp_path / "out", "-n", "checked", "--check-with", watcher)
    result = small_models.run(arguments, tmp_path, stdin="quite secret\n", TF_ENABLE_ONEDNN_OPTS="1", TMPDIR=str(tmp_path / "scratch"))
    assert result.returncode == 0 and "checked.tltb in real Keras" in result.stderr, result.stderr
    assert b"quite secret" not in (tmp_path / "seen").read_bytes()
