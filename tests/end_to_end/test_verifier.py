"""The verifier sees twelve faults of translators, names the node, and raises no false alarm.

The faults are those of the fixture plugin broken_translators, chosen by TAO_BYOM_BREAK. Each has a model of three
nodes made here: 'before', 'broken' (the operator with the fault) and 'after'. Needs the built program and fixtures in
$TAO_BYOM_BUILD (default: build/).
"""
import json
import os
import pathlib
import subprocess

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

BUILD = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build"))
FIXTURE = BUILD / "fixture_plugins" / "broken_translators.json"
RANDOM = np.random.default_rng(4711)


def weights(*shape):
    return RANDOM.uniform(-1, 1, shape).astype(np.float32)


def constants(*arrays):
    return [np.asarray(a, np.float32) for a in arrays]


IMAGE = [1, 3, 7, 8]
# fault -> operator, shape of its input, its constant inputs (None: absent), its attributes
CASES = {
    "pad_side": ("Conv", IMAGE, [weights(4, 3, 3, 3)], {"pads": [0, 0, 1, 1], "strides": [2, 2]}),
    "strides_swapped": ("Conv", [1, 3, 4, 4], [weights(4, 3, 1, 1)], {"strides": [2, 3]}),
    "bias_forgotten": ("Conv", IMAGE, [weights(4, 3, 3, 3), weights(4)], {}),
    "epsilon": ("BatchNormalization", IMAGE, [weights(3) + 2, weights(3), weights(3), np.full(3, 0.04, np.float32)],
                {"epsilon": 1e-5}),
    "square_weight_transposed": ("Gemm", [1, 5], [weights(5, 5), weights(5)], {"transB": 1}),
    "softmax_axis": ("Softmax", IMAGE, [], {"axis": 1}),
    "half_pixel": ("Resize", IMAGE, [None, constants([1, 1, 2, 2])[0]],
                   {"mode": "linear", "coordinate_transformation_mode": "asymmetric"}),
    "count_include_pad": ("AveragePool", IMAGE, [], {"kernel_shape": [3, 3], "pads": [1] * 4, "count_include_pad": 1}),
    "max_pool_zero_padding": ("MaxPool", IMAGE, [], {"kernel_shape": [2, 2], "pads": [1, 1, 0, 0]}),
    "leaky_slope": ("LeakyRelu", IMAGE, [], {"alpha": 0.1}),
    "concat_order": ("Concat", IMAGE, [], {"axis": 1}),
    "clip_bound": ("Clip", IMAGE, constants(-0.5, 0.25), {}),
}


def write_model(path, operator, shape, arrays, attributes):
    """x -> Tanh 'before' -> the operator 'broken' -> Neg 'after'; Concat joins x and what Tanh makes."""
    names = ["" if a is None else f"constant{i}" for i, a in enumerate(arrays)]
    inputs = ["x", "t"] if operator == "Concat" else ["t"]
    nodes = [helper.make_node("Tanh", ["x"], ["t"], name="before"),
             helper.make_node(operator, [*inputs, *names], ["u"], name="broken", **attributes),
             helper.make_node("Neg", ["u"], ["y"], name="after")]
    graph = helper.make_graph(
        nodes, "model", [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None)],
        [numpy_helper.from_array(a, n) for a, n in zip(arrays, names) if a is not None])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    for fault, case in CASES.items():
        write_model(folder / f"{fault}.onnx", *case)
    return folder


def convert(model, results, fault=None, *options, fixture=True):
    """The finished process; its standard output is the outcome as JSON."""
    environment = {k: v for k, v in os.environ.items() if k != "TAO_BYOM_BREAK"}
    if fault:
        environment["TAO_BYOM_BREAK"] = fault
    plugin = ["-c", str(FIXTURE)] if fixture else []
    return subprocess.run(
        [str(BUILD / "bin" / "tao_byom"), "-m", str(model), "-k", "k", "-r", str(results), "-n", "net", "--json",
         "--format", "keras", *plugin, *options], env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("fault", CASES)
def test_a_broken_translator_is_flagged_with_its_node(fault, models, tmp_path):
    process = convert(models / f"{fault}.onnx", tmp_path / "results", fault)
    assert process.returncode == 0, process.stderr
    outcome = json.loads(process.stdout)
    assert outcome["within"] is False
    assert outcome["difference"] > 1e-4
    first = outcome["departures"][0]
    assert first["node"] == f"{CASES[fault][0]} node 'broken' (output 'u')"
    assert first["plugin"] == "org.tao-byom.test.broken-translators 1.0"
    assert "LAYER_1" in first["layer"]
    lines = process.stderr.splitlines()
    verdict = [
        "INFO: Difference between the original ONNX and converted Keras model is larger than the set threshold 0.0001 "
        f"with error of {outcome['difference']:.6f}.",
        "INFO: This may be due to difference in deep learning frameworks. If the error is not far from the threshold, "
        "you may proceed with",
        "INFO: training with TAO. If difference is large, please post an issue on the forum and link your original "
        "model.",
    ]
    start = lines.index(verdict[0])
    assert lines[start:start + 3] == verdict
    assert (tmp_path / "results" / "net.keras").exists(), "a difference keeps no one from the result"


@pytest.mark.parametrize("fault", CASES)
def test_strict_writes_nothing(fault, models, tmp_path):
    (tmp_path / "net.keras").write_bytes(b"an older result")
    for results in (tmp_path, tmp_path / "new" / "folder"):
        process = convert(models / f"{fault}.onnx", results, fault, "--strict")
        assert process.returncode == 6, process.stderr
        assert json.loads(process.stdout)["exit"] == 6
        assert "node 'broken'" in process.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["net.keras"]
    assert (tmp_path / "net.keras").read_bytes() == b"an older result"


@pytest.mark.parametrize("fixture", [False, True], ids=["built-in", "fixture without a fault"])
@pytest.mark.parametrize("fault", CASES)
def test_no_false_alarm(fault, fixture, models, tmp_path):
    process = convert(models / f"{fault}.onnx", tmp_path, None, "--strict", fixture=fixture)
    assert process.returncode == 0, process.stderr
    outcome = json.loads(process.stdout)
    assert outcome["within"] is True and outcome["departures"] == [] and outcome["difference"] <= 1e-4
    assert outcome["batches"] == [1, 3]
    assert "larger than the set threshold" not in process.stderr
