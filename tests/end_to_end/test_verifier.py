"""The verifier sees twelve faults of translators, names the node, raises no false alarm, and says where it sees nothing.

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


# What the check cannot see in the usual way of drawing inputs. The texts are in snapshots/verifier.txt.
def write_nodes(path, nodes, arrays=(), extents=(1, 5), to=onnx.TensorProto.FLOAT, outputs=("y",), lone=()):
    """x[extents] -> y by nodes (type, inputs, output, name, attributes); arrays is {name: array}; lone inputs have no batch."""
    made = [helper.make_node(kind, inputs.split(), output.split(), name=name, **attributes)
            for kind, inputs, output, name, attributes in nodes]
    inputs = [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape) for name, shape in (("x", extents), *lone)]
    graph = helper.make_graph(made, "model", inputs, [helper.make_tensor_value_info(name, to, None) for name in outputs],
                              [numpy_helper.from_array(np.asarray(array, np.float32), name) for name, array in dict(arrays).items()])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


SQUARE = weights(5, 5)
SILENT = {  # always dead, undefined or saturated
    "a dead output": ([("Abs", "x", "a", "", {}), ("Neg", "a", "n", "", {}), ("Relu", "n", "y", "dead", {})], {}),
    "nothing but NaN": ([("Abs", "x", "a", "", {}), ("Neg", "a", "n", "", {}), ("Sub", "n one", "s", "", {}),
                         ("Log", "s", "y", "", {})], {"one": [1]}),
    "a saturated softmax": ([("Mul", "x small", "m", "", {}), ("Add", "m far", "a", "", {}), ("Softmax", "a", "y", "", {"axis": 1})],
                            {"small": [1e-6], "far": [0, 0, 1000, 0, 0]}),
    "one class for everything": ([("Mul", "x small", "m", "", {}), ("Add", "m far", "a", "", {}),
                                  ("ArgMax", "a", "y", "", {"axis": 1})], {"small": [1e-6], "far": [0, 0, 1000, 0, 0]}),
}


@pytest.mark.parametrize("name", SILENT)
def test_an_output_that_shows_nothing_is_told_and_not_proven(name, tmp_path, snapshot):
    nodes, arrays = SILENT[name]
    write_nodes(tmp_path / "net.onnx", nodes, arrays, to=onnx.TensorProto.INT64 if "class" in name else onnx.TensorProto.FLOAT)
    process = convert(tmp_path / "net.onnx", tmp_path / "out", fixture=False)
    assert process.returncode == 0, process.stderr
    outcome = json.loads(process.stdout)
    assert outcome["within"] is True and outcome["proven"] is False
    assert [doubt["output"] for doubt in outcome["doubts"]] == ["y"]
    told = [line for line in process.stderr.splitlines() if line.startswith("WARNING")]
    assert told == ["WARNING: " + outcome["doubts"][0]["text"]]
    strict = convert(tmp_path / "net.onnx", tmp_path / "strict", None, "--strict", fixture=False)
    assert strict.returncode == 6 and not (tmp_path / "strict").exists()
    snapshot.check(name, told[0] + "\n--strict:\n" + strict.stderr + f"-> {strict.returncode}")


def gemm_behind(*before):
    """Nodes before t, and a Gemm whose square weight the fault square_weight_transposed turns."""
    return [*before, ("Gemm", "t w", "y", "broken", {"transB": 1})]


WOKEN = {  # says something only where the inputs are drawn in another way
    "asleep below 5": gemm_behind(("Sub", "x five", "s", "", {}), ("Relu", "s", "t", "", {})),
    "undefined below 1": gemm_behind(("Acosh", "x", "t", "", {})),
}


@pytest.mark.parametrize("name", WOKEN)
def test_inputs_are_drawn_in_a_way_that_shows_something(name, tmp_path, snapshot):
    write_nodes(tmp_path / "net.onnx", WOKEN[name], {"w": SQUARE, "five": [5]})
    right = convert(tmp_path / "net.onnx", tmp_path / "right", None, "--strict")
    assert right.returncode == 0, right.stderr
    assert json.loads(right.stdout)["proven"] is True
    wrong = convert(tmp_path / "net.onnx", tmp_path / "wrong", "square_weight_transposed", "--strict")
    assert wrong.returncode == 6 and "node 'broken'" in wrong.stderr
    snapshot.check(name, "".join(line + "\n" for line in right.stderr.splitlines() if line.startswith("INFO: Drawn")))


def test_an_output_far_below_the_tolerance_is_compared_on_its_own_scale(tmp_path):
    write_nodes(tmp_path / "net.onnx", [*gemm_behind(("Tanh", "x", "t", "", {}))[:-1], ("Gemm", "t w", "u", "broken", {"transB": 1}),
                                        ("Mul", "u tiny", "y", "", {})], {"w": SQUARE, "tiny": [1e-6]})
    right = convert(tmp_path / "net.onnx", tmp_path / "right", None, "--strict")
    assert right.returncode == 0, right.stderr
    wrong = convert(tmp_path / "net.onnx", tmp_path / "wrong", "square_weight_transposed")
    assert wrong.returncode == 0 and json.loads(wrong.stdout)["within"] is True, wrong.stderr
    assert "WARNING: The check shows little of output 'y': the difference " in wrong.stderr
    assert "is within the threshold 0.0001, but more than a hundredth of what the input changes there" in wrong.stderr
    strict = convert(tmp_path / "net.onnx", tmp_path / "strict", "square_weight_transposed", "--strict")
    assert strict.returncode == 6 and "The check shows little of output 'y'" in strict.stderr


PROVEN = {  # outputs that need another way of drawing, or another run
    "is it NaN": ([("IsNaN", "x", "y", "", {})], onnx.TensorProto.BOOL, ()),
    "are they equal": ([("Equal", "x five", "y", "", {})], onnx.TensorProto.BOOL, ()),
    "of an input without batch": ([("Tanh", "c", "y", "", {}), ("Tanh", "x", "z", "", {})], onnx.TensorProto.FLOAT, [("c", [7])]),
    "a batch that is mixed": ([("ReduceMean", "x", "y", "", {"axes": [0]})], onnx.TensorProto.FLOAT, ()),
}


@pytest.mark.parametrize("name", PROVEN)
def test_no_doubt_where_there_is_no_reason(name, tmp_path):
    nodes, kind, lone = PROVEN[name]
    extents = (2, 5) if "mixed" in name else (1, 5)
    write_nodes(tmp_path / "net.onnx", nodes, {"five": [1, 1, 1, 1, 1]}, extents, kind, [n[2] for n in nodes if n[2] in "yz"], lone)
    process = convert(tmp_path / "net.onnx", tmp_path / "out", None, "--strict", fixture=False)
    assert process.returncode == 0, process.stderr
    outcome = json.loads(process.stdout)
    assert outcome["proven"] is True and outcome["doubts"] == []


def test_every_sample_of_a_file_is_compared(tmp_path):
    """Only the last of five samples reaches the bound that the fault moves."""
    write_model(tmp_path / "net.onnx", *CASES["clip_bound"])
    samples = np.linspace(-0.2, 0.2, 5 * 168, dtype=np.float32).reshape(5, 3, 7, 8)
    np.save(tmp_path / "harmless.npy", samples)
    samples[4] *= 5
    np.save(tmp_path / "telling.npy", samples)
    np.save(tmp_path / "one.npy", samples[3:4])
    for file, within in (("harmless", True), ("telling", False), ("one", True)):
        process = convert(tmp_path / "net.onnx", tmp_path / file, "clip_bound", "--input", f"x={tmp_path / file}.npy")
        outcome = json.loads(process.stdout)
        assert outcome["within"] is within and outcome["doubts"] == [], process.stderr
        assert outcome["batches"] == ([1, 3] if file == "one" else [1, 2, 3])


def test_one_sample_in_a_file_shows_that_samples_are_mixed(tmp_path):
    """The fault reverses the batch: with three equal samples nobody would see it."""
    write_nodes(tmp_path / "net.onnx", [("Clip", "x low high", "y", "broken", {})], {"low": -100, "high": 100})
    np.save(tmp_path / "one.npy", np.arange(5, dtype=np.float32).reshape(1, 5))
    for fault, within in ((None, True), ("samples_reversed", False)):
        process = convert(tmp_path / "net.onnx", tmp_path / "out", fault, "--input", f"x={tmp_path / 'one.npy'}")
        assert json.loads(process.stdout)["within"] is within, process.stderr


def test_one_sample_in_a_file_is_three_different_ones(tmp_path, snapshot):
    """Equal samples would show no change; a file of equal numbers does show none."""
    write_nodes(tmp_path / "net.onnx", [("Tanh", "x", "y", "", {})])
    np.save(tmp_path / "one.npy", np.arange(5, dtype=np.float32).reshape(1, 5))
    assert convert(tmp_path / "net.onnx", tmp_path / "out", None, "--strict", "--input", f"x={tmp_path / 'one.npy'}",
                   fixture=False).returncode == 0
    np.save(tmp_path / "flat.npy", np.ones((1, 5), np.float32))
    flat = convert(tmp_path / "net.onnx", tmp_path / "flat", None, "--strict", "--input", f"x={tmp_path / 'flat.npy'}", fixture=False)
    assert flat.returncode == 6
    snapshot.check("a file of equal numbers", flat.stderr + f"-> {flat.returncode}")


def test_the_snapshot_has_no_case_that_is_gone(snapshot):
    assert snapshot.updating or set(snapshot.texts) == {*SILENT, *WOKEN, "a file of equal numbers"}
