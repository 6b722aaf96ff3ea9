"""A quantized model (QuantizeLinear and DequantizeLinear round float operators) computes in real Keras what onnxruntime does.

Its constants are computed while converting and are trainable weights; activations become arithmetic. onnxruntime runs the
nodes as they are written, without fusing them into integer ones. Needs the built program in $TAO_BYOM_BUILD.
"""
import os
import re
import subprocess
import sys
import textwrap

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

import small_models


def quantized_network():
    """Activations with one scale and, as wide as they have channels, with one for each; a Conv and a MatMul of int8 weights."""
    random = np.random.default_rng(3)
    constants = {
        "x_scale": np.float32(0.0173), "x_zero": np.uint8(121),
        "kernel": random.integers(-127, 128, (8, 3, 3, 3)).astype(np.int8),
        "kernel_scales": random.uniform(0.001, 0.01, 8).astype(np.float32), "kernel_zeros": np.zeros(8, np.int8),
        "bias": random.integers(-500, 500, 8).astype(np.int32), "bias_scales": random.uniform(2e-5, 2e-4, 8).astype(np.float32),
        "r_scale": np.float32(0.0291), "r_zero": np.int8(-7),
        "c_scales": random.uniform(0.01, 0.03, 8).astype(np.float32), "c_zeros": random.integers(-5, 5, 8).astype(np.int8),
        "matrix": random.integers(-127, 128, (512, 5)).astype(np.int8), "matrix_scale": np.float32(0.02)}

    def there_and_back(name, scale, zero, **axis):
        return [helper.make_node("QuantizeLinear", [name, scale, zero], [name + "_integers"], **axis),
                helper.make_node("DequantizeLinear", [name + "_integers", scale, zero], [name + "_real"], **axis)]

    nodes = [*there_and_back("x", "x_scale", "x_zero"),
             helper.make_node("DequantizeLinear", ["kernel", "kernel_scales", "kernel_zeros"], ["w"], axis=0),
             helper.make_node("DequantizeLinear", ["bias", "bias_scales"], ["b"], axis=0),
             helper.make_node("Conv", ["x_real", "w", "b"], ["c"], pads=[1, 1, 1, 1]), helper.make_node("Relu", ["c"], ["r"]),
             *there_and_back("r", "r_scale", "r_zero"), *there_and_back("r_real", "c_scales", "c_zeros", axis=1),
             helper.make_node("Flatten", ["r_real_real"], ["flat"]),
             helper.make_node("DequantizeLinear", ["matrix", "matrix_scale"], ["m"]),
             helper.make_node("MatMul", ["flat", "m"], ["y"])]
    graph = helper.make_graph(nodes, "quantized", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 3, 8, 8])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 5])],
                              [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """The folder of the written files, and the finished process."""
    folder = tmp_path_factory.mktemp("quantized")
    onnx.save(quantized_network(), str(folder / "net.onnx"))
    process = small_models.run(["-m", "net.onnx", "-k", "k", "-r", ".", "-n", "net", "--format", "tltb,keras,h5", "--check-with",
                                sys.executable], folder, TF_ENABLE_ONEDNN_OPTS="1")
    return folder, process


def test_every_format_gives_the_numbers_of_the_original(converted):
    _, process = converted
    assert process.returncode == 0, process.stderr
    assert len(re.findall(r"in real Keras \(.*\) gives the numbers of the original", process.stderr)) == 3, process.stderr


def test_keras_agrees_with_onnxruntime_and_has_trainable_weights(converted):
    folder, _ = converted
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(str(folder / "net.onnx"), options, providers=["CPUExecutionProvider"])
    x = np.random.default_rng(4).uniform(-2, 2, (3, 3, 8, 8)).astype(np.float32)
    np.savez(folder / "probe.npz", x=x, y=session.run(None, {"x": x})[0])
    judge = textwrap.dedent("""
        import keras, numpy as np
        model, probe = keras.saving.load_model("net.keras"), np.load("probe.npz")
        assert np.allclose(model.predict(probe["x"], verbose=0), probe["y"], rtol=1e-5, atol=1e-4)
        print(sorted(tuple(w.shape) for w in model.trainable_weights))
    """)
    environment = {**os.environ, "KERAS_BACKEND": "jax"}
    told = subprocess.run([sys.executable, "-c", judge], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert told.stdout.strip().splitlines()[-1] == "[(3, 3, 3, 8), (8,), (512, 5)]"
