"""Small ONNX models for the tests of the command line, and the way to run it."""
import os
import pathlib
import subprocess

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", ROOT / "build"))


def run(arguments, folder, stdin="", prefix=(), **variables):
    """The finished process of `tao_byom arguments`, begun in `folder` with an environment of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C", **variables}
    for name in ("ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "LD_PRELOAD"):
        if name in os.environ:
            environment[name] = os.environ[name]
    return subprocess.run([*prefix, str(BUILD / "bin" / "tao_byom"), *map(str, arguments)], cwd=folder, env=environment,
                          input=stdin, capture_output=True, text=True, errors="replace", timeout=120, check=False)


def contents(folder):
    """{path: bytes, None of a folder} of everything below a folder."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def without_folders(text, folder):
    """What the program says, without the folders of this run."""
    return text.replace(str(folder), "<tmp>").replace(str(BUILD), "<build>")


def model(nodes, shapes, constants=(), opset=13, domains=()):
    """A model of float inputs {name: extents} whose output is y; weights are seeded random values of {name: shape}."""
    random = np.random.default_rng(5)
    weights = [numpy_helper.from_array(random.standard_normal(shape, dtype=np.float32), name)
               for name, shape in dict(constants).items()]
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, extents) for name, extents in shapes.items()]
    graph = helper.make_graph(list(nodes), "small", inputs, [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], weights)
    opsets = [helper.make_opsetid("", opset), *(helper.make_opsetid(domain, 1) for domain in domains)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=7)


def conv_relu(extents=(1, 3, 8, 8)):
    """Conv (named conv_first, makes c) and Relu (relu_last)."""
    return model([helper.make_node("Conv", ["x", "w"], ["c"], "conv_first", pads=[1, 1, 1, 1]),
                  helper.make_node("Relu", ["c"], ["y"], "relu_last")], {"x": list(extents)}, {"w": (4, 3, 3, 3)})


def conv_norm_conv():
    """Conv conv_a (makes a), BatchNormalization norm, Relu, Conv conv_b (makes b), Relu. Its variances are squares."""
    result = model([helper.make_node("Conv", ["x", "wa"], ["a"], "conv_a"),
                    helper.make_node("BatchNormalization", ["a", "gamma", "beta", "mean", "variance"], ["n"], "norm"),
                    helper.make_node("Relu", ["n"], ["r"], "relu_a"),
                    helper.make_node("Conv", ["r", "wb"], ["b"], "conv_b"),
                    helper.make_node("Relu", ["b"], ["y"], "relu_b")], {"x": [1, 3, 8, 8]},
                   {"wa": (4, 3, 3, 3), "gamma": (4,), "beta": (4,), "mean": (4,), "variance": (4,), "wb": (5, 4, 3, 3)})
    variance = next(t for t in result.graph.initializer if t.name == "variance")
    variance.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(variance) ** 2 + np.float32(0.5), "variance"))
    return result


def unknown_operators():
    return model([helper.make_node("Wavelet", ["x"], ["a"], "wave_1"),
                  helper.make_node("Warp", ["a"], ["b"], "warp", domain="acme"),
                  helper.make_node("Wavelet", ["b"], ["y"], "wave_2")], {"x": [1, 3, 8, 8]}, domains=["acme"])


def save(folder, **models):
    for name, content in models.items():
        onnx.save(content, str(folder / f"{name}.onnx"))
