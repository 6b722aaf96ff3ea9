"""Recurrent operators that begin with given states: onnxruntime, the kernels and real Keras compute the same.

ONNX's own tests of LSTM, GRU and RNN give no states. Needs the built program in $TAO_BYOM_BUILD.
"""
import re
import sys

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

import small_models

UNITS, INPUTS, STEPS = 3, 4, 5


def network():
    """LSTM, GRU and RNN in both directions; h comes from the input, c of the LSTM is a constant along the batch."""
    random = np.random.default_rng(6)
    constants = {"project": random.standard_normal((INPUTS, 2 * UNITS)), "cell": random.standard_normal((2, 1, UNITS))}
    integers = {"by_direction": [-1, 2, UNITS], "one": [1], "two": [2], "units": [UNITS], "zero": [0]}
    nodes = [helper.make_node("ReduceMean", ["x"], ["mean"], axes=[1], keepdims=0), helper.make_node("MatMul", ["mean", "project"], ["p"]),
             helper.make_node("Reshape", ["p", "by_direction"], ["states"]), helper.make_node("Transpose", ["states"], ["h"], perm=[1, 0, 2]),
             helper.make_node("Shape", ["x"], ["s"]), helper.make_node("Gather", ["s", "zero"], ["n"]),
             helper.make_node("Concat", ["two", "n", "units"], ["target"], axis=0), helper.make_node("Expand", ["cell", "target"], ["c"]),
             helper.make_node("Transpose", ["x"], ["steps_first"], perm=[1, 0, 2])]
    for kind, gates in (("LSTM", 4), ("GRU", 3), ("RNN", 1)):
        constants |= {f"{kind}_w": random.standard_normal((2, gates * UNITS, INPUTS)),
                      f"{kind}_r": random.standard_normal((2, gates * UNITS, UNITS)),
                      f"{kind}_b": random.standard_normal((2, 2 * gates * UNITS))}
        nodes.append(helper.make_node(
            kind, ["steps_first", f"{kind}_w", f"{kind}_r", f"{kind}_b", "", "h"] + ["c"] * (kind == "LSTM"),
            [f"{kind}_y"] + ["", "LSTM_c"] * (kind == "LSTM"), kind, hidden_size=UNITS, direction="bidirectional"))
    nodes += [helper.make_node("Concat", ["LSTM_y", "GRU_y", "RNN_y"], ["all"], axis=3),
              helper.make_node("Transpose", ["all"], ["y"], perm=[2, 0, 1, 3]), helper.make_node("Transpose", ["LSTM_c"], ["last"], perm=[1, 0, 2])]
    graph = helper.make_graph(
        nodes, "recurrent", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", STEPS, INPUTS])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("y", "last")],
        [numpy_helper.from_array(value.astype(np.float32), name) for name, value in constants.items()]
        + [numpy_helper.from_array(np.array(value, np.int64), name) for name, value in integers.items()])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("recurrent")
    onnx.save(network(), str(made / "net.onnx"))
    return made


def test_the_kernels_agree_with_onnxruntime(folder):
    x = np.random.default_rng(7).standard_normal((3, STEPS, INPUTS)).astype(np.float32)
    np.save(folder / "x.npy", x)
    expected = onnxruntime.InferenceSession(str(folder / "net.onnx"), providers=["CPUExecutionProvider"]).run(["y", "last"], {"x": x})
    result = small_models.run(("run", "net.onnx", "--input", "x=x.npy", "--output", "computed"), folder)
    assert result.returncode == 0, result.stderr
    for name, values in zip(("y", "last"), expected):
        assert np.abs(np.load(folder / "computed" / f"{name}.npy") - values).max() < 1e-5


def test_real_keras_agrees_in_every_format(folder):
    process = small_models.run(("-m", "net.onnx", "-k", "k", "-r", ".", "-n", "net", "--format", "tltb,keras,h5", "--check-with",
                                sys.executable), folder)
    assert process.returncode == 0, process.stderr
    assert "stays fixed" not in process.stderr
    assert len(re.findall(r"in real Keras \(.*\) gives the numbers of the original", process.stderr)) == 3, process.stderr
