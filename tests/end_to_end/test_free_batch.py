"""A model exported for one sample, or for any number, serves any number, wherever the batch goes inside it.

Networks of networks/export_batches.py are converted and judged by real Keras with three samples against onnxruntime running
each sample alone (judge.py, one process a backend); small models show where the batch stays fixed, and why. Needs the built
program in $TAO_BYOM_BUILD (default: build/).
"""
import json
import pathlib
import re
import subprocess
import sys

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import small_models

HERE = pathlib.Path(__file__).resolve().parent
EXPORT = ["/usr/bin/python3", str(HERE / "networks" / "export_batches.py")]  # Debian's Python, which has torch
BACKENDS = {"tensorflow": ".keras", "jax": ".keras", "tf_keras": ".tltb"}
CASES = subprocess.run([*EXPORT, "--list"], check=True, capture_output=True, text=True).stdout.split()
JUDGED = [name for name in CASES if name.endswith((".fixed_plain.op13", ".dynamic.op13"))]


def convert(folder, name, *options):
    arguments = ("-m", folder / f"{name}.onnx", "-k", "k", "-r", folder / "out", "-n", name.replace(".", "_"), *options)
    return small_models.run(arguments, folder, TF_ENABLE_ONEDNN_OPTS="1", KERAS_BACKEND="jax")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("free_batch")
    subprocess.run([*EXPORT, str(path)], check=True, stdout=subprocess.DEVNULL)
    return path


@pytest.fixture(scope="module")
def converted(folder):
    return {name: convert(folder, name, "--format", "tltb,keras") for name in CASES}


@pytest.fixture(scope="module")
def verdicts(folder, converted):
    """Runs the judges side by side: backend -> {case: record}."""
    judges = {}
    for backend, suffix in BACKENDS.items():
        cases = [{"name": name, "onnx": str(folder / f"{name}.onnx"), "key": "k", "quick": True, "train": "op13" in name,
                  "model": str(folder / "out" / (name.replace(".", "_") + suffix))}
                 for name, process in converted.items() if process.returncode == 0 and name in JUDGED]
        path, results = folder / f"{backend}.json", folder / f"{backend}_results.json"
        path.write_text(json.dumps(cases))
        judges[backend] = subprocess.Popen([sys.executable, str(HERE / "judge.py"), backend, str(path), str(results)]), results
    for process, _ in judges.values():
        process.wait(timeout=1800)
    return {backend: {record["name"]: record for record in json.loads(results.read_text())}
            for backend, (_, results) in judges.items()}


@pytest.mark.parametrize("name", CASES)
def test_the_batch_stays_free(name, converted):
    process = converted[name]
    assert process.returncode == 0, process.stderr
    assert "stays fixed" not in process.stderr
    assert "gives the numbers of the original (batch 1 and 3" in process.stderr


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", JUDGED)
def test_three_samples_are_three_runs_of_the_original(name, backend, verdicts):
    record = verdicts[backend][name]
    assert record["problems"] == []
    assert set(record["differences"]) == {"predict 3"}


def save(folder, name, nodes, shapes, constants, output=None):
    """A model of float inputs and constants {name: array} at opset 13."""
    made = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info(i, TensorProto.FLOAT, dims) for i, dims in shapes.items()],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, output)],
        [numpy_helper.from_array(np.asarray(value), key) for key, value in constants.items()])
    onnx.save(helper.make_model(made, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), folder / f"{name}.onnx")


def test_an_output_of_rows_in_blocks_is_compared_row_by_row(tmp_path):
    save(tmp_path, "rows", [helper.make_node("Transpose", ["x"], ["t"], perm=[1, 0, 2]),
                            helper.make_node("Reshape", ["t", "rows"], ["r"]),
                            helper.make_node("MatMul", ["r", "w"], ["y"])],
         {"x": [1, 5, 4]}, {"rows": [5, 4], "w": np.random.default_rng(1).standard_normal((4, 3)).astype(np.float32)})
    process = convert(tmp_path, "rows", "--format", "keras,tltb", "--check-with", sys.executable)
    assert process.returncode == 0, process.stderr
    assert "stays fixed" not in process.stderr
    assert len(re.findall(r"in real Keras \(.*\) gives the numbers of the original", process.stderr)) == 2, process.stderr


def test_a_reshape_that_mixes_samples_keeps_the_batch_and_says_so(tmp_path):
    save(tmp_path, "mixed", [helper.make_node("Transpose", ["x"], ["t"], perm=[1, 0, 2]),
                             helper.make_node("Shape", ["x"], ["s"]), helper.make_node("Gather", ["s", "first"], ["n"]),
                             helper.make_node("Concat", ["n", "rest"], ["rows"], axis=0),
                             helper.make_node("Reshape", ["t", "rows"], ["y"], "the_reshape")],
         {"x": ["n", 5, 4]}, {"first": [0], "rest": [20]})
    process = convert(tmp_path, "mixed", "--format", "keras")
    assert process.returncode == 0, process.stderr
    assert ("WARNING: The batch stays fixed at 1: Reshape node 'the_reshape' (output 'y'): it puts parts of different samples "
            "into one row: it mixes samples") in process.stderr


def test_a_shape_that_no_layer_follows_keeps_the_batch_and_says_so(tmp_path):
    save(tmp_path, "one_more", [helper.make_node("Shape", ["x"], ["s"]), helper.make_node("Gather", ["s", "first"], ["n"]),
                                helper.make_node("Add", ["n", "one"], ["m"]), helper.make_node("Concat", ["m", "rest"], ["rows"], axis=0),
                                helper.make_node("ConstantOfShape", ["rows"], ["zeros"], "the_zeros"),
                                helper.make_node("MatMul", ["zeros", "z"], ["y"])],
         {"x": ["n", 4], "z": [5, 3]}, {"first": [0], "one": [1], "rest": [5]})
    process = convert(tmp_path, "one_more", "--format", "keras", "--check-with", sys.executable, "-fn", "the_zeros")
    assert process.returncode == 0, process.stderr
    assert ("WARNING: The batch stays fixed at 1: ConstantOfShape node 'the_zeros' (output 'zeros'): its extents depend on the "
            "batch, but not as multiples of it") in process.stderr
    assert "-fn the_zeros freezes nothing: ConstantOfShape node 'the_zeros' (output 'zeros') is computed while converting" in process.stderr
    assert "in real Keras" in process.stderr
    explained = small_models.run(("plugins", "explain", tmp_path / "one_more.onnx"), tmp_path)
    assert explained.returncode == 0, explained.stdout + explained.stderr


def test_integers_and_truth_values_are_repeated_for_every_sample(tmp_path):
    sevens = numpy_helper.from_array(np.array([7], np.int64))
    save(tmp_path, "types", [helper.make_node("Shape", ["x"], ["s"]), helper.make_node("ConstantOfShape", ["s"], ["n"], value=sevens),
                             helper.make_node("Cast", ["n"], ["f"], to=TensorProto.FLOAT),
                             helper.make_node("Expand", ["mask", "s"], ["m"]), helper.make_node("Where", ["m", "x", "f"], ["y"])],
         {"x": ["n", 4]}, {"mask": [[True, False, False, True]]})
    process = convert(tmp_path, "types", "--format", "keras,tltb", "--check-with", sys.executable)
    assert process.returncode == 0, process.stderr
    assert "stays fixed" not in process.stderr
    assert len(re.findall(r"in real Keras \(.*\) gives the numbers of the original", process.stderr)) == 2, process.stderr


def test_sums_that_keras_would_take_for_a_bias(tmp_path):
    """An outer sum, and a token along a batch that is not the first axis, with as many numbers as there are samples."""
    save(tmp_path, "sums", [helper.make_node("Unsqueeze", ["x", "two"], ["rows"]), helper.make_node("Unsqueeze", ["x", "one"], ["columns"]),
                            helper.make_node("Add", ["rows", "columns"], ["table"]),
                            helper.make_node("Transpose", ["table"], ["t"], perm=[1, 0, 2]), helper.make_node("Shape", ["t"], ["s"]),
                            helper.make_node("Gather", ["s", "one"], ["n"]), helper.make_node("Concat", ["one", "n", "three"], ["target"], axis=0),
                            helper.make_node("Expand", ["token", "target"], ["tokens"]),
                            helper.make_node("Concat", ["tokens", "t"], ["y"], axis=0)],
         {"x": ["n", 3]}, {"one": [1], "two": [2], "three": [3], "token": np.array([[[0.5, 0.25, -1]]], np.float32)})
    process = convert(tmp_path, "sums", "--format", "keras,h5", "--check-with", sys.executable)
    assert process.returncode == 0, process.stderr
    assert "stays fixed" not in process.stderr
    assert len(re.findall(r"in real Keras \(.*\) gives the numbers of the original", process.stderr)) == 2, process.stderr
