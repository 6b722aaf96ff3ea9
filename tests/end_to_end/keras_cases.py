"""Graphs that keras_files_tool writes, and the same models as real Keras builds them; for test_keras_files.py."""
import glob
import json
import os
import pickle
import random
import subprocess
import sys

import numpy as np
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
GOLDEN = os.environ.get("TAO_BYOM_SHARED_DATA", os.path.join(os.path.dirname(ROOT), "shared", "data")) + "/keras-golden"
LIST, KERNEL = 1, 3
AS_LIST, ARGUMENT, OMIT = 1, 2, 4


def find_tool():
    found = [os.environ.get("KERAS_FILES_TOOL", "")] + sorted(glob.glob(ROOT + "/build*/**/keras_files_tool", recursive=True))
    return next((path for path in found if path and os.access(path, os.X_OK)), None)


TOOL = find_tool()


def both(name, weights=(), flags=0, keys=(), keys2=None):
    """A class that both versions of Keras have."""
    forms = [{"dialect": d, "module": "keras.layers", "class": name, "flags": flags,
              "keys": list(keys if d == 3 or keys2 is None else keys2)} for d in (3, 2)]
    return {"forms": forms, "weights": list(weights)}


def custom(name, python, weights=(), flags=0):
    forms = [{"dialect": d, "kind": 2, "class": name, "flags": flags} for d in (3, 2)]
    return {"forms": forms, "weights": list(weights), "python": python}


def operation(name, module="keras.src.ops.numpy", keys=()):
    return {"forms": [{"dialect": 3, "kind": 1, "module": module, "class": name, "keys": list(keys)}]}


KERNEL_BIAS = [{"name": "kernel", "initializer": "kernel_initializer", "flags": KERNEL},
               {"name": "bias", "enabled_by": "use_bias", "initializer": "bias_initializer"}]
CELL = [{"name": "cell/" + n} for n in ("kernel", "recurrent_kernel", "bias")]
SCALE = '''
class AffineScale(layers.Layer):
    """x * table * gain + offset, offset not trained."""

    def __init__(self, table, bounds, **kwargs):
        super().__init__(**kwargs)
        self.table = table
        self.bounds = bounds

    def build(self, shape):
        self.gain = self.add_weight(name="gain", shape=(4,), initializer="ones", trainable=True)
        self.offset = self.add_weight(name="offset", shape=(4,), initializer="zeros", trainable=False)

    def call(self, x):
        lowest = array(self.bounds)[0]
        assert lowest == -np.inf and np.isnan(array(self.bounds)[1])
        return x * array(self.table) * self.gain + self.offset

    def get_config(self):
        return {**super().get_config(), "table": self.table, "bounds": self.bounds}
'''
HALVES = '''
class Halves(layers.Layer):
    def call(self, x):
        n = x.shape[-1] // 2
        return [x[:, :n], x[:, n:]]
'''
WEIGHTED = '''
class WeightedSum(layers.Layer):
    def __init__(self, factors, names, **kwargs):
        super().__init__(**kwargs)
        self.factors = factors
        self.names = names

    def call(self, tensors):
        return sum(f * t for f, t in zip(self.factors, tensors))

    def get_config(self):
        return {**super().get_config(), "factors": self.factors, "names": self.names}
'''
LAYERS = {
    "Conv2D": both("Conv2D", KERNEL_BIAS),
    "Dense": both("Dense", KERNEL_BIAS),
    "BatchNormalization": both("BatchNormalization", [{"name": "gamma", "enabled_by": "scale"}, {"name": "beta", "enabled_by": "center"},
                               {"name": "moving_mean", "flags": 0}, {"name": "moving_variance", "flags": 0}],
                               keys2=[{"key": "axis", "flags": AS_LIST}]),
    "ReLU": both("ReLU"), "Add": both("Add", flags=LIST), "Concatenate": both("Concatenate", flags=LIST),
    "ZeroPadding2D": both("ZeroPadding2D"), "Reshape": both("Reshape"), "Flatten": both("Flatten"),
    "MaxPooling2D": both("MaxPooling2D"), "Activation": both("Activation"),
    "LeakyReLU": both("LeakyReLU", keys2=[{"key": "negative_slope", "written": "alpha"}]),
    "Embedding": both("Embedding", [{"name": "embeddings", "initializer": "embeddings_initializer"}]),
    "LSTM": both("LSTM", CELL),
    "Bidirectional": both("Bidirectional", [{"name": f"{d}_layer/{w['name']}"} for d in ("forward", "backward") for w in CELL]),
    "Scale": custom("AffineScale", SCALE, [{"name": "gain"}, {"name": "offset", "flags": 0}]),
    "Halves": custom("Halves", HALVES), "WeightedSum": custom("WeightedSum", WEIGHTED, flags=LIST),
    "Multiply": operation("Multiply", keys=[{"key": "x2", "flags": ARGUMENT}]),
    "Pad": operation("Pad", keys=[{"key": "constant_values", "flags": ARGUMENT}, {"key": "unwritten", "flags": OMIT}]),
    "Split": operation("Split"), "Exp": operation("Exp"), "Divide": operation("Divide"),
}


def array(nested, dtype="float32"):
    return {"class_name": "__numpy__", "config": {"value": nested, "dtype": dtype}}


class Graph:
    def __init__(self, name="m", **options):
        self.json = {"name": name, "inputs": [], "nodes": [], "outputs": []}
        self.options, self.seed = options, 0

    def input(self, name, shape, dtype="float32", **more):
        self.json["inputs"].append({"name": name, "shape": shape, "dtype": dtype, **more})
        return name

    def layer(self, type, name, inputs, shapes=(), outputs=None, shape=(), weights=None, trainable=True, like=None, dtype="float32", **attributes):
        """`shapes` are those of the weights, `shape` that of the output."""
        if like:
            weights, attributes, type, name = like["weights"], like["attributes"], like["type"], like["name"]
        if weights is None:
            weights = []
            for s in shapes:
                self.seed += 1
                weights.append({"shape": list(s), "seed": self.seed})
        calls = sum(node["name"] == name for node in self.json["nodes"])
        outputs = outputs or [f"{name}:{calls}"]
        node = {"type": type, "name": name, "attributes": attributes, "inputs": list(inputs), "weights": weights, "trainable": trainable,
                "dtype": dtype, "outputs": [o and {"name": o, "shape": [None, *shape], "dtype": dtype} for o in outputs]}
        self.json["nodes"].append(node)
        self.last = node
        return outputs[0] if len(outputs) == 1 else outputs

    def case(self, *outputs):
        self.json["outputs"] = list(outputs)
        used = {node["type"] for node in self.json["nodes"]}
        return {"layers": {t: LAYERS[t] for t in LAYERS if t in used}, "graph": self.json, **self.options}


def chain_of_convolutions():
    g = Graph("tiny", h5_in_keras3=True)
    x = g.input("x", [None, 3, 8, 8])
    x = g.layer("ZeroPadding2D", "p", [x], shape=(3, 9, 9), padding=[[0, 1], [1, 0]], data_format="channels_first")
    x = g.layer("Conv2D", "c", [x], [(3, 3, 3, 4), (4,)], shape=(4, 7, 7), filters=4, kernel_size=[3, 3], data_format="channels_first", use_bias=True)
    x = g.layer("BatchNormalization", "bn", [x], shape=(4, 7, 7), axis=1, epsilon=1e-05, trainable=False,
                weights=[{"shape": [4], "seed": 9}, {"shape": [4], "seed": 8}, {"shape": [4], "seed": 7}, {"values": [0.5, 1, 2, 3]}])
    x = g.layer("ReLU", "r", [x], shape=(4, 7, 7), max_value=6.0)
    x = g.layer("MaxPooling2D", "mp", [x], shape=(4, 3, 3), pool_size=[2, 2], data_format="channels_first")
    x = g.layer("Reshape", "f", [x], shape=(36,), target_shape=[-1])
    return g.case(g.layer("Dense", "d", [x], [(36, 5)], shape=(5,), units=5, use_bias=False))


def shared_and_many_ends():
    g = Graph()
    a, b = g.input("left", [None, 4]), g.input("right/in:0", [None, 4])
    one = g.layer("Dense", "shared", [b], [(4, 4), (4,)], shape=(4,), units=4)
    like = g.last
    g.layer("LeakyReLU", "leak", [one], shape=(4,), negative_slope=0.2)
    two = g.layer(None, None, ["leak:0"], like=like, shape=(4,))
    three = g.layer(None, None, [a], like=like, shape=(4,))
    cat = g.layer("Concatenate", "cat", [two, three, a], shape=(12,), axis=-1)
    out = g.layer("Dense", "head", [cat], [(12, 2), (2,)], shape=(2,), units=2)
    return g.case(g.layer("Add", "sum", [one, three], shape=(4,)), out, out)


def custom_layers():
    g = Graph()
    x = g.input("x", [None, 4])
    x = g.layer("Scale", "L_1", [x], [(4,), (4,)], shape=(4,), table=array([[1.5, -2.0, 0.1, 4.0]]), bounds=array(["-inf", "nan"]))
    low, high = g.layer("Halves", "L_2", [x], outputs=["low", "high"], shape=(2,))
    y = g.layer("WeightedSum", "L_3", [high, low, high], shape=(2,), factors=[0.5, 2.0, -1.0], names=["a", "b"])
    z = g.layer("Halves", "L_4", [y], outputs=[None, "last"], shape=(1,))[1]
    return g.case(y, z)


def operations():
    g = Graph()
    x, y = g.input("x", [None, 4]), g.input("y", [None, 4])
    p = g.layer("Pad", "pad", [x], shape=(6,), pad_width=[[0, 0], [2, 0]], mode="constant", constant_values=-1.5, unwritten="x")
    s = g.layer("Split", "split", [p], outputs=["s0", None, "s2"], shape=(2,), indices_or_sections=3, axis=1)
    m = g.layer("Multiply", "mul", [s[0]], shape=(2,), x2=array([2.0, "inf"]))
    d = g.layer("Divide", "div", [s[2], m], shape=(2,))
    k = g.layer("Dense", "dense", [y], [(4, 2), (2,)], shape=(2,), units=2)
    return g.case(g.layer("Add", "add", [d, k], shape=(2,)), g.layer("Exp", "exp", [k], shape=(2,)))


def recurrent():
    g = Graph()
    x = g.input("x", [None, 6, 3])
    b = g.layer("Bidirectional", "both", [x], [(3, 8), (2, 8), (8,)] * 2, shape=(6, 4),
                layer={"module": "keras.layers", "class_name": "LSTM", "registered_name": None,
                       "config": {"units": 2, "return_sequences": True}})
    return g.case(g.layer("LSTM", "lstm", [b], [(4, 20), (5, 20), (20,)], shape=(5,), units=5))


def embedding_of_free_length():
    g = Graph()
    x = g.input("tokens", [None, None], "int64")
    e = g.layer("Embedding", "table", [x], [(4, 3)], shape=(None, 3), input_dim=4, output_dim=3)
    return g.case(g.layer("Dense", "d", [e], [(3, 2), (2,)], shape=(None, 2), units=2))


def odd_names():
    g = Graph("my model/v1", no_twin=True, renamed=True)
    x = g.input("/conv/Conv_output_0", [None, 4])
    a = g.layer("Dense", "LAYER_1", [x], [(4, 4), (4,)], shape=(4,), units=4)
    b = g.layer("Dense", "layer_1", [a], [(4, 4), (4,)], shape=(4,), units=4)
    c = g.layer("Dense", "top_level_model_weights", [b], [(4, 4), (4,)], shape=(4,), units=4)
    return g.case(g.layer("Dense", "conv.Conv_output_0", [c], [(4, 3), (3,)], shape=(3,), units=3))


def half():
    g = Graph(no_list=True)
    x = g.input("x", [None, 4], "float16")
    weights = [{"values": [[0.5, 1.0, 65504.0, 6e-8]] * 4, "dtype": "float16"}, {"values": [1.0, 2.0, -3.0, 0.25], "dtype": "float16"}]
    return g.case(g.layer("Dense", "d", [x], shape=(4,), weights=weights, units=4, dtype="float16"))


def bfloat():
    g = Graph(no_twin=True, no_resave=True)  # which Keras 2 cannot
    x = g.input("x", [None, 2], "bfloat16")
    weights = [{"values": [[0.5, -3.0], [1.0078125, 256.0]], "dtype": "bfloat16"}]
    return g.case(g.layer("Dense", "d", [x], shape=(2,), weights=weights, units=2, dtype="bfloat16", use_bias=False))


def deep(length=300):
    g = Graph(no_resave=True)
    x = g.input("x", [None, 4])
    for i in range(length):
        x = g.layer("Dense", f"d{i}", [x], [(4, 4)], shape=(4,), units=4, use_bias=False) if i % 30 == 0 else \
            g.layer("ReLU", f"r{i}", [x], shape=(4,))
    return g.case(x)


def many_layers(count=4200):
    g = Graph(no_resave=True, no_twin=True)
    x = g.input("x", [None, 2])
    outs = [g.layer("Dense", f"a_layer_with_a_rather_long_name_{i}", [x], [(2, 1)], shape=(1,), units=1, use_bias=False) if i % 500 == 7
            else g.layer("ReLU", f"a_layer_with_a_rather_long_name_{i}", [x], shape=(2,)) for i in range(count)]
    return g.case(*outs)


def initializer(name):
    g = Graph(no_resave=True)
    x = g.input("x", [None, 4, 4, 3])
    x = g.layer("Conv2D", "c", [x], [(1, 1, 3, 3), (3,)], shape=(4, 4, 3), filters=3, kernel_size=[1, 1])
    case = g.case(g.layer("Dense", "d", [x], [(3, 3), (3,)], shape=(4, 4, 3), units=3))
    return {**case, "kernel_initializer": name}


def floats():
    g = Graph()
    rng = np.random.default_rng(5)
    numbers = np.frombuffer(rng.bytes(4000), "float32")
    numbers = [float(n) for n in numbers if np.isfinite(n)]
    x, y = g.input("x", [None, 2]), g.input("y", [None, 2])
    return g.case(g.layer("WeightedSum", "w", [x, y], shape=(2,), factors=[0.1, *numbers], names=["a"]))


def random_graph(seed):
    """Shared layers, several inputs and outputs, a custom class, in any order."""
    rng = random.Random(seed)
    g = Graph(f"r{seed}", no_resave=True, eager=True)
    tensors = [g.input(f"in{i}", [None, 4]) for i in range(rng.randint(1, 3))]
    shareable = []
    for i in range(rng.randint(3, 14)):
        kind, name = rng.random(), f"n{rng.randint(0, 99)}_{i}"
        picked = rng.choice(tensors[-5:])
        if kind < 0.35:
            tensors.append(g.layer("Dense", name, [picked], [(4, 4)] + [(4,)] * (i % 2), shape=(4,), units=4, use_bias=bool(i % 2), trainable=rng.random() < 0.8))
            shareable.append(g.last)
        elif kind < 0.5 and shareable:
            tensors.append(g.layer(None, None, [picked], like=(like := rng.choice(shareable)), shape=(4,), trainable=like["trainable"]))
        elif kind < 0.85:
            tensors.append(g.layer("Add", name, rng.choices(tensors, k=rng.randint(2, 3)), shape=(4,)))
        elif kind < 0.93:
            tensors.append(g.layer("Scale", name, [picked], [(4,), (4,)], shape=(4,), table=array([[1.0, 0.5, 2.0, 1.0]]), bounds=array(["-inf", "nan"])))
        else:
            tensors.append(g.layer("ReLU", name, [picked], shape=(4,)))
    return g.case(*rng.sample(tensors, rng.randint(1, min(3, len(tensors)))))


CASES = {
    "chain": chain_of_convolutions(), "shared": shared_and_many_ends(), "custom": custom_layers(), "operations": operations(),
    "recurrent": recurrent(), "embedding": embedding_of_free_length(), "odd_names": odd_names(), "half": half(), "bfloat": bfloat(),
    "deep": deep(), "many": many_layers(), "floats": floats(),
    **{f"initializer_{name}": initializer(name) for name in
       "glorot_uniform glorot_normal he_uniform he_normal zeros random_uniform random_normal constant ones identity".split()},
    **{f"random_{seed}": random_graph(seed) for seed in range(60)},
}
NAMES = list(CASES)
