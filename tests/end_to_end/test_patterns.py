"""A plugin's pattern on a network as torch exports it: LayerNormalization in nine nodes becomes one layer.

The plugin is the fixture exercise_layer_normalization; onnxruntime runs the original, real Keras the result. Needs the
built program and fixtures in $TAO_BYOM_BUILD (default: build/).
"""
import json
import os
import pathlib
import subprocess
import sys
import zipfile

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", HERE.parents[1] / "build"))
FIXTURE = BUILD / "fixture_plugins" / "exercise_layer_normalization.json"
INSIDE = ["mean", "centred", "square", "variance", "shifted", "deviation", "normal", "scaled"]


def decomposed(path, outputs=("y",), scale_shape=(6,)):
    """x -> Relu 'before' -> LayerNormalization as torch writes it below opset 17 -> Relu 'after'."""
    random = np.random.default_rng(7)
    scale = random.uniform(0.5, 1.5, scale_shape).astype(np.float32)
    constants = {"two": np.float32(2), "epsilon": np.float32(1e-2), "scale": scale,
                 "bias": random.uniform(-1, 1, scale_shape).astype(np.float32)}
    steps = [("Relu", ["x"], "t", {}), ("ReduceMean", ["t"], "mean", {"axes": [-1]}),
             ("Sub", ["t", "mean"], "centred", {}), ("Pow", ["centred", "two"], "square", {}),
             ("ReduceMean", ["square"], "variance", {"axes": [-1], "keepdims": 1}),
             ("Add", ["variance", "epsilon"], "shifted", {}), ("Sqrt", ["shifted"], "deviation", {}),
             ("Div", ["centred", "deviation"], "normal", {}), ("Mul", ["normal", "scale"], "scaled", {}),
             ("Add", ["scaled", "bias"], "u", {}), ("Relu", ["u"], "y", {})]
    nodes = [helper.make_node(kind, inputs, [made], name=made, **attributes) for kind, inputs, made, attributes in steps]
    graph = helper.make_graph(
        nodes, "model", [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1, 4, 6])],
        [helper.make_tensor_value_info(o, onnx.TensorProto.FLOAT, None) for o in outputs],
        [numpy_helper.from_array(a, n) for n, a in constants.items()])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
    return path


def convert(model, results, *options, plugin=True):
    command = [str(BUILD / "bin" / "tao_byom"), "-m", str(model), "-k", "k", "-r", str(results), "-n", "net", "--format",
               "keras", *options]
    return subprocess.run(command + (["-c", str(FIXTURE)] if plugin else []), capture_output=True, text=True, timeout=120)


def classes(results):
    with zipfile.ZipFile(results / "net.keras") as archive:
        return [layer["class_name"] for layer in json.loads(archive.read("config.json"))["config"]["layers"]]


def test_a_decomposed_normalization_becomes_one_layer(tmp_path):
    """The comparison runs the original's nine nodes: what the pattern makes of them has no kernel."""
    model = decomposed(tmp_path / "net.onnx")
    process = convert(model, tmp_path / "results", "--strict")
    assert process.returncode == 0, process.stderr
    assert ("INFO: acme::FusedLayerNormalization stands for 9 nodes by the pattern 'mean = ReduceMean(x)"
            in process.stderr)
    assert "of plugin exercise.layer-normalization 1.0.0, up to Add node 'u' (output 'u')." in process.stderr
    assert classes(tmp_path / "results") == ["InputLayer", "ReLU", "LayerNormalization", "ReLU"]
    mapping = (tmp_path / "results" / "net_mapping.json").read_text()
    assert '"LAYER_9"' in mapping and "exercise.layer-normalization" in mapping
    assert not any(f'"{name}"' in mapping for name in INSIDE)
    cases = [{"name": "net", "onnx": str(model), "model": str(tmp_path / "results" / "net.keras"), "key": "k"}]
    (tmp_path / "cases.json").write_text(json.dumps(cases))
    subprocess.run([sys.executable, str(HERE / "judge.py"), "jax", str(tmp_path / "cases.json"),
                    str(tmp_path / "verdicts.json")], timeout=600, check=True)
    record, = json.loads((tmp_path / "verdicts.json").read_text())
    assert record["problems"] == []
    assert max(record["differences"].values()) <= 1e-4


def test_dump_prints_the_graph_after_the_patterns(tmp_path):
    process = convert(decomposed(tmp_path / "net.onnx"), tmp_path / "results", "--dump", "after:patterns")
    assert process.returncode == 0, process.stderr
    assert "u: float[N,4,6] = acme.FusedLayerNormalization(t, epsilon, scale, bias)  # u" in process.stdout
    assert "ReduceMean" not in process.stdout


@pytest.mark.parametrize("outputs", [("y", "normal"), ("y", "mean")])
def test_a_tensor_inside_that_is_wanted_keeps_the_nodes(outputs, tmp_path):
    process = convert(decomposed(tmp_path / "net.onnx", outputs), tmp_path / "results", "--strict")
    assert process.returncode == 0, process.stderr
    assert "FusedLayerNormalization" not in process.stderr
    assert "LayerNormalization" not in classes(tmp_path / "results")


def test_an_operator_that_declines_keeps_the_nodes_and_says_why(tmp_path):
    process = convert(decomposed(tmp_path / "net.onnx", scale_shape=(4, 1)), tmp_path / "results", "--strict")
    assert process.returncode == 0, process.stderr
    assert "INFO: Left alone in 1 place: the pattern 'mean = ReduceMean(x)" in process.stderr
    assert "scale and bias are not one number for each element of the last axis" in process.stderr
    assert "LayerNormalization" not in classes(tmp_path / "results")


def test_freezing_a_node_inside_freezes_the_layer(tmp_path):
    process = convert(decomposed(tmp_path / "net.onnx"), tmp_path / "results", "-fn", "variance")
    assert process.returncode == 0, process.stderr
    with zipfile.ZipFile(tmp_path / "results" / "net.keras") as archive:
        layers = json.loads(archive.read("config.json"))["config"]["layers"]
    assert [layer["config"]["trainable"] for layer in layers if layer["class_name"] == "LayerNormalization"] == [False]


def test_without_the_plugin_nothing_is_replaced(tmp_path):
    process = convert(decomposed(tmp_path / "net.onnx"), tmp_path / "results", "--strict", plugin=False)
    assert process.returncode == 0, process.stderr
    assert "LayerNormalization" not in classes(tmp_path / "results")
