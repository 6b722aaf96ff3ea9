"""`tao_byom run`: what it computes, against onnxruntime; what it prints and writes; every text about a wrong input.

The texts are in snapshots/run.txt; TAO_BYOM_UPDATE_SNAPSHOTS=1 writes that file anew. Needs $TAO_BYOM_BUILD (default:
build/).
"""
import json
import os
import pathlib
import re
import shutil
import subprocess

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

import operator_cases
import small_models
from small_models import BUILD, ROOT, contents

ABSOLUTE, RELATIVE = 1e-4, 1e-5
PLUGINS = BUILD / "fixture_plugins"
PLAIN_C = ROOT / "plugins" / "examples" / "plain_c"
NETWORKS = {"vgg_narrow.folded.op13": 1, "squeezenet1_1.folded.op11": 1, "unet_bilinear.dynamic.op11": 3}  # the batch given
# Tests of ONNX's own, every input fed from a file; the shapes of the first ones depend on data.
NODES = ["nonzero_example", "range_int32_type_negative_delta", "reshape_negative_dim", "expand_dim_unchanged", "slice_neg_steps",
         "constantofshape_float_ones", "top_k", "onehot_with_axis", "tile", "conv_with_strides_padding", "batchnorm_epsilon",
         "gather_elements_0", "reduce_mean_default_axes_keepdims_random", "argmax_default_axis_example", "and2d", "mod_uint16",
         "cast_FLOAT_to_FLOAT16", "split_equal_parts_1d", "where_long_example", "einsum_batch_matmul"]
SCALE = ("-c", "scale.json")
SMALL = ("run", "small.onnx")
# Case: exit code and arguments. What the small models compute is exact on every machine.
CASES = {
    "help": (0, ("run", "--help")),
    "every type": (0, ("run", "types.onnx", "--input", "x=x.npy")),
    "as JSON": (0, ("run", "types.onnx", "--input", "x=x.npy", "--json", "--node", "bool", "--node", "log", "--node", "strings",
                    "--node", "nothing", "--node", "/deep/../scalar:0")),
    "more than a few elements": (0, (*SMALL, "--input", "x=large.npy")),
    "more than a few elements, as JSON": (0, (*SMALL, "--input", "x=large.npy", "--json")),
    "nothing but NaN": (0, (*SMALL, "--input", "x=nan.npy")),
    "an input that is drawn": (0, (*SMALL, "--seed", "7", "--node", "x")),
    "strings": (0, ("run", "strings.onnx", "--input", "x=strings.npy")),
    "many strings": (0, ("run", "strings.onnx", "--input", "x=many.npy")),
    "nodes": (0, (*SMALL, "--input", "x=x.npy", "--node", "first", "--node", "y", "--node", "x", "--node", "r", "--node", "first")),
    "a node whose first output is left out": (0, ("run", "halves.onnx", "--node", "halves", "--input", "x=halves.npy")),
    "an operator of the user's": (0, ("run", "scale.onnx", *SCALE, "--input", "x=x.npy")),
    "extents from a file": (0, ("run", "shared.onnx", "--input", "b=x.npy", "--node", "a", "--node", "b")),
    "extents given": (0, ("run", "shared.onnx", "--input-shape", "a:2,1", "--node", "a", "--node", "b")),
    "no model": (2, ("run",)),
    "wrong options": (2, (*SMALL, "--inputs", "x=x.npy", "--seed", "--json=1")),
    "wrong arguments": (2, (*SMALL, "--input", "x", "--seed", "a", "--input-shape", "x", "--plugin-deadline=-1", "--node", "",
                            "--output", "", "-c", "")),
    "no such model": (3, ("run", "smal.onnx")),
    "a model that is none": (3, ("run", "x.npy")),
    "no such file": (3, (*SMALL, "--input", "x=absent.npy")),
    "no .npy file": (3, (*SMALL, "--input", "x=small.onnx")),
    "numbers of another type": (0, (*SMALL, "--input", "x=doubles.npy")),
    "another type": (3, (*SMALL, "--input", "x=strings.npy")),
    "another rank": (3, (*SMALL, "--input", "x=halves.npy")),
    "another extent": (3, ("run", "halves.onnx", "--input", "x=x.npy")),
    "two files that do not fit": (3, ("run", "two.onnx", "--input", "a=strings.npy", "--input", "b=x.npy")),
    "extents that contradict each other": (1, ("run", "shared.onnx", "--input", "a=x.npy", "--input", "b=large.npy")),
    "no such input": (2, (*SMALL, "--input", "X=x.npy", "--input", "z=x.npy")),
    "no such node": (2, (*SMALL, "--node", "frist")),
    "a node far from any": (2, (*SMALL, "--node", "backbone")),
    "extents left free": (1, ("run", "free.onnx")),
    "an input of a type that NumPy lacks": (1, ("run", "float8_input.onnx")),
    "a type that NumPy lacks is shown": (0, ("run", "float8.onnx", "--node", "e")),
    "a type that NumPy lacks is not written": (1, ("run", "float8.onnx", "--node", "e", "--output", "new")),
    "strings that cannot be drawn": (1, ("run", "strings.onnx")),
    "a sequence": (1, ("run", "sequence.onnx")),
    "unknown operators": (1, ("run", "unknown.onnx")),
    "unknown operators, as JSON": (1, ("run", "unknown.onnx", "--json")),
    "an operator that the user hides": (1, (*SMALL, "--without-builtin", "Relu")),
    "shapes that do not fit": (1, ("run", "mismatch.onnx", "--input", "x=x.npy")),
    "a file where the folder should be": (7, (*SMALL, "--output", "x.npy")),
    "a folder below a file": (7, (*SMALL, "--output", "x.npy/new")),
    "no such plugin": (2, ("run", "scale.onnx", "-c", "scales.json")),
}
CRASHES = ("load:crash", "infer:locale", "prepare:exit", "run:crash", "run:hang", "run:unwritten", "shutdown:crash")


def model(nodes, inputs, outputs, constants=()):
    """inputs: name -> (type, extents); outputs: names, whose types are left to the program."""
    values = [helper.make_tensor_value_info(name, kind, extents) for name, (kind, extents) in inputs.items()]
    graph = helper.make_graph(nodes, "small", values, [onnx.ValueInfoProto(name=name) for name in outputs], list(constants))
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("acme", 1)], ir_version=8)


def every_type():
    node = helper.make_node
    strings = helper.make_tensor("s", TensorProto.STRING, [2, 2], ["a", "größe", "it's \"so\"\n", "🙂"])
    numbers = {"zero": np.float32(0), "one": np.array([1], np.int64), "empty": np.zeros((0, 3), np.float32)}
    kinds = ("FLOAT16", "BFLOAT16", "DOUBLE", "INT8", "INT16", "INT32", "INT64", "BOOL")
    outputs = [kind.lower() for kind in kinds]
    nodes = [node("Cast", ["x"], [kind.lower()], to=getattr(TensorProto, kind)) for kind in kinds]
    nodes += [node("Abs", ["x"], ["a"]), *(node("Cast", ["a"], [kind.lower()], to=getattr(TensorProto, kind))
                                          for kind in ("UINT8", "UINT16", "UINT32", "UINT64")),
              node("NonZero", ["x"], ["found"]), node("ReduceMax", ["x"], ["/deep/../scalar:0"], keepdims=0),
              node("Log", ["x"], ["log"]),
              node("Identity", ["s"], ["strings"]), node("Concat", ["empty", "empty"], ["nothing"], axis=0)]
    outputs += ["uint8", "uint16", "uint32", "uint64", "found", "/deep/../scalar:0", "log", "strings", "nothing"]
    return model(nodes, {"x": (TensorProto.FLOAT, ["N", 2])}, outputs,
                 [strings, *(numpy_helper.from_array(np.asarray(array), name) for name, array in numbers.items())])


def write_models(folder):
    node, floats = helper.make_node, TensorProto.FLOAT
    sequence = model([node("Identity", ["x"], ["y"])], {"x": (floats, [2])}, ["y"])
    sequence.graph.input[0].CopyFrom(helper.make_tensor_sequence_value_info("x", floats, [2]))
    small_models.save(
        folder, types=every_type(), sequence=sequence, free=small_models.conv_relu(("N", 3, "height", "width")),
        unknown=small_models.unknown_operators(),
        small=model([node("Relu", ["x"], ["r"], "first"), node("Neg", ["r"], ["y"], "last")], {"x": (floats, ["N", 2])}, ["y"]),
        strings=model([node("Identity", ["x"], ["y"])], {"x": (TensorProto.STRING, ["N"])}, ["y"]),
        float8_input=model([node("Identity", ["x"], ["y"])], {"x": (TensorProto.FLOAT8E4M3FN, [2])}, ["y"]),
        float8=model([node("Identity", ["f"], ["e"])], {}, ["e"], [helper.make_tensor("f", TensorProto.FLOAT8E4M3FN, [2], [1, 2])]),
        halves=model([node("Split", ["x"], ["", "b"], "halves", axis=0), node("Relu", ["b"], ["y"])], {"x": (floats, [4])}, ["y"]),
        shared=model([node("Add", ["a", "b"], ["y"], "sum")], {"a": (floats, ["N", "T"]), "b": (floats, ["N", "T"])}, ["y"]),
        two=model([node("Add", ["a", "b"], ["y"], "sum")], {"a": (floats, [2, 2]), "b": (floats, [2])}, ["y"]),
        mismatch=model([node("Add", ["x", "w"], ["a"], "sum"), node("Relu", ["a"], ["y"])], {"x": (floats, [2, 2])}, ["y"],
                       [numpy_helper.from_array(np.ones(3, np.float32), "w")]),
        scale=model([node("Scale", ["x"], ["y"], "scaled", domain="acme", factor=3.0)], {"x": (floats, [2, 2])}, ["y"]),
        softsign=model([node("Softsign", ["x"], ["y"], "soft")], {"x": (floats, ["N", 2])}, ["y"]))


def write_inputs(folder):
    for name, array in {
            "x": np.float32([[1.5, -2], [0, 0.25]]), "doubles": np.ones((2, 2)), 
            "halves": np.float32([1, 2, 3, 4]), "large": np.float32([[1, 2]] * 7 + [[-np.inf, np.nan], [-8, 0]]),
            "nan": np.full((9, 2), np.nan, np.float32), "strings": np.array(["a", "größe", "🙂"]),
            "many": np.array(["a"] * 17)}.items():
        np.save(folder / f"{name}.npy", array)


def write_plugins(folder):
    for source, name in (("broken/broken_faultless", "scale"), ("faults", "faults")):
        manifest = json.loads((PLUGINS / f"{source}.json").read_text(encoding="utf-8"))
        shutil.copy((PLUGINS / source).parent / manifest["FILE_NAMES"]["conversion"], folder)
        (folder / f"{name}.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("run")
    write_models(path)
    write_inputs(path)
    write_plugins(path)
    return path


def run(folder, *arguments, code=0, **options):
    result = small_models.run(("run", *arguments), folder, **options)
    assert result.returncode == code, result.stdout + result.stderr
    return result


def written(results):
    return {path.stem: np.load(path) for path in results.iterdir()}


def assert_near(computed, expected):
    assert computed.dtype == expected.dtype and computed.shape == expected.shape
    if computed.dtype.kind != "f":
        assert np.array_equal(computed, expected)
        return
    difference = np.abs(computed.astype(np.float64) - expected.astype(np.float64))
    assert np.all(difference <= ABSOLUTE + RELATIVE * np.abs(expected))


def by_onnxruntime(model_bytes, inputs):
    session = onnxruntime.InferenceSession(model_bytes, providers=["CPUExecutionProvider"])
    return dict(zip((value.name for value in session.get_outputs()), session.run(None, inputs), strict=True))


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_gives_onnxruntimes_values(name, tmp_path):
    """Drawn inputs with the batch of the model, or those of a file with a batch of its own."""
    networks = pathlib.Path(os.environ.get("TAO_BYOM_NETWORKS", tmp_path))
    if not (networks / f"{name}.onnx").exists():
        subprocess.run(["/usr/bin/python3", str(ROOT / "tests/end_to_end/networks/export.py"), str(tmp_path), name], check=True,
                       stdout=subprocess.DEVNULL)
        networks = tmp_path
    path, results = networks / f"{name}.onnx", tmp_path / "results"
    graph = onnx.load(path).graph
    entry, end, inner = graph.input[0], graph.output[0].name, graph.node[len(graph.node) // 2].output[0]
    given = ()
    if NETWORKS[name] > 1:
        extents = [NETWORKS[name], *(dim.dim_value for dim in entry.type.tensor_type.shape.dim[1:])]
        np.save(tmp_path / "given.npy", np.random.default_rng(3).standard_normal(extents, np.float32))
        given = ("--input", f"{entry.name}=given.npy")
    told = json.loads(run(tmp_path, path, "--output", results, "--json", *given, "--node", entry.name, "--node", inner,
                          "--node", end).stdout)
    values = {one["name"]: np.load(one["file"]) for one in told["outputs"]}
    assert values[entry.name].shape[0] == NETWORKS[name] and np.std(values[entry.name]) > 0.3
    with_inner = onnx.load(path)
    with_inner.graph.output.append(onnx.ValueInfoProto(name=inner))
    expected = by_onnxruntime(with_inner.SerializeToString(), {entry.name: values[entry.name]})
    for value in (inner, end):
        assert_near(values[value], expected[value])
    for one in told["outputs"]:
        array = values[one["name"]].astype(np.float64)
        assert one["shape"] == list(array.shape) and one["nan"] == 0
        assert np.allclose([one["min"], one["max"], one["mean"]], [array.min(), array.max(), array.mean()])
    assert written(results).keys() == {re.sub("[^A-Za-z0-9._+-]", "_", name) for name in values}


@pytest.mark.parametrize("name", NODES)
def test_an_operator_gives_onnxruntimes_values(name, tmp_path):
    _, test, arrays, _ = next(operator_cases.variants(operator_cases.NODES / f"test_{name}"))
    onnx.save(test, tmp_path / "node.onnx")
    inputs = dict(zip((value.name for value in test.graph.input), arrays, strict=True))
    for key, array in inputs.items():
        np.save(tmp_path / f"{key}.npy", array)
    run(tmp_path, "node.onnx", "--output", "results", *(word for key in inputs for word in ("--input", f"{key}={key}.npy")))
    expected = by_onnxruntime(test.SerializeToString(), inputs)
    found = written(tmp_path / "results")
    assert found.keys() == expected.keys()
    for key, array in expected.items():
        assert_near(found[key], array)


def test_every_type_is_written(folder, tmp_path):
    """NumPy has no bfloat16; what a bfloat16 can hold is exact in float32."""
    result = run(folder, "types.onnx", "--input", "x=x.npy", "--output", tmp_path)
    assert "INFO: NumPy has no type bfloat16: 'bfloat16' is written as float32.\n" in result.stderr
    found, x = written(tmp_path), np.load(folder / "x.npy")
    assert found.pop("strings").tolist() == [["a", "größe"], ["it's \"so\"\n", "🙂"]]
    assert found.pop("nothing").shape == (0, 3)
    assert np.array_equal(found.pop("found"), np.nonzero(x))
    scalar = found.pop("_deep_.._scalar_0")
    assert scalar.shape == () and scalar == 1.5
    assert np.allclose(found.pop("log"), np.log(x, where=x > 0, out=np.where(x == 0, -np.inf, np.nan)), equal_nan=True)
    for name, array in found.items():
        kind = np.float32 if name == "bfloat16" else np.dtype(name)
        assert array.dtype == kind and np.array_equal(array, (np.abs(x) if name.startswith("u") else x).astype(kind)), name


def test_drawn_inputs_change_with_the_seed_alone(folder, tmp_path):
    drawn = []
    for seed in (0, 0, 1):
        run(folder, "small.onnx", "--seed", seed, "--node", "x", "--output", tmp_path)
        drawn.append(written(tmp_path)["x"].tobytes())
    assert drawn[0] == drawn[1] != drawn[2]


def test_an_example_plugin_computes_in_place_of_the_built_in_one(folder, tmp_path):
    manifest = re.search(r"^```json\n(.*?)^```", (PLAIN_C / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "plain_c.json").write_text(manifest.group(1), encoding="utf-8")
    subprocess.run(["cc", "-std=c11", "-O2", "-shared", "-fPIC", "-fvisibility=hidden", "-I", str(ROOT / "sdk" / "include"), "-o",
                    str(tmp_path / "libplain_c.so"), str(PLAIN_C / "softsign.c"), "-lm"], check=True)
    run(folder, "softsign.onnx", "-c", tmp_path / "plain_c.json", "--without-builtin", "Softsign", "--input", "x=x.npy",
        "--output", tmp_path / "results")
    x = np.load(folder / "x.npy")
    assert_near(written(tmp_path / "results")["y"], x / (1 + np.abs(x)))


def normalised(text, folder):
    return re.sub(r"Supported operators: [\w ]*", "Supported operators: ...", small_models.without_folders(text, folder))


def check(snapshot, folder, name, exit_code, arguments, **options):
    before = contents(folder)
    result = snapshot.check_command(name, folder, exit_code, arguments, normalised, **options)
    assert contents(folder) == before
    assert exit_code == 0 or "--json" in arguments or result.stdout == ""
    if "--json" in arguments:
        assert json.loads(result.stdout)["ok"] is (exit_code == 0)


@pytest.mark.parametrize("name", CASES)
def test_the_command_has_its_text(name, folder, snapshot):
    check(snapshot, folder, name, *CASES[name])


@pytest.mark.skipif("ASAN_OPTIONS" in os.environ, reason="the sanitizer has a text of its own for a crash")
@pytest.mark.parametrize("fault", CRASHES)
def test_a_plugin_at_fault_is_named_and_nothing_is_written(fault, folder, snapshot):
    arguments = ("run", "scale.onnx", "-c", "faults.json", "--input", "x=x.npy", "--output", "new/deep", "--json",
                 "--plugin-deadline", "0.5")
    check(snapshot, folder, fault, 5, arguments, TAO_BYOM_FAULT=fault)


def test_a_folder_without_permission(folder, snapshot):
    (folder / "locked").mkdir(mode=0o555)
    # Root may write everywhere; without this capability it is a user like others.
    prefix = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()
    if prefix and subprocess.run([*prefix, "true"], check=False).returncode != 0:
        pytest.skip("root cannot give up its right to write everywhere here")
    for name, target in (("a folder that may not be written", "locked"), ("a folder that may not be made", "locked/new")):
        check(snapshot, folder, name, 7, (*SMALL, "--input", "x=x.npy", "--output", target), prefix=prefix)


def test_results_are_replaced_whole_or_stay(folder, tmp_path, snapshot):
    run(folder, "small.onnx", "--input", "x=x.npy", "--output", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["y.npy"]
    before = contents(tmp_path)
    np.save(folder / "long.npy", np.ones((4096, 2), np.float32))
    result = run(folder, "small.onnx", "--input", "x=long.npy", "--node", "x", "--node", "y", "--output", tmp_path, code=7,
                 prefix=("prlimit", "--fsize=2000"))  # stands for a disk that is full
    snapshot.check("writing fails", normalised(result.stderr, tmp_path))
    assert contents(tmp_path) == before
    run(folder, "small.onnx", "--input", "x=long.npy", "--output", tmp_path)
    assert written(tmp_path)["y"].shape == (4096, 2)
    (folder / "long.npy").unlink()


def test_the_snapshot_has_no_case_that_is_gone(snapshot):
    known = {*CASES, *CRASHES, "a folder that may not be written", "a folder that may not be made", "writing fails"}
    assert snapshot.updating or set(snapshot.texts) == known
