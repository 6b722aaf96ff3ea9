"""What each option of the command line changes in the files and in the output. Needs $TAO_BYOM_BUILD (default: build/)."""
import json
import os
import pathlib
import re
import subprocess
import sys
import zipfile

import h5py
import numpy as np
import onnx
import pytest
from onnx import helper

import small_models
from small_models import BUILD, ROOT

sys.path.insert(0, str(ROOT / "python"))
FORMATS = ("keras", "h5")
# The classes behind Keras's names of initializers, as keras.initializers lists them.
INITIALIZERS = {
    "glorot_uniform": "GlorotUniform", "glorot_normal": "GlorotNormal", "he_uniform": "HeUniform", "he_normal": "HeNormal",
    "zeros": "Zeros", "random_uniform": "RandomUniform", "random_normal": "RandomNormal", "constant": "Constant",
    "ones": "Ones"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("options")
    small_models.save(path, small=small_models.conv_norm_conv(), free=small_models.conv_relu(("N", 3, "height", "width")))
    return path


def convert(folder, results, *arguments, model="small.onnx", formats="keras", code=0, **options):
    result = small_models.run(("-m", model, "-r", results, "-n", "net", "--format", formats, *arguments), folder, **options)
    assert result.returncode == code, result.stderr
    return result


def report(folder, results, *arguments, **options):
    return json.loads(convert(folder, results, "--json", *arguments, **options).stdout)


def config(results, form):
    """The model's configuration, read without Keras: {name of the layer: its object}."""
    if form == "keras":
        with zipfile.ZipFile(results / "net.keras") as archive:
            content = json.loads(archive.read("config.json"))
    else:
        with h5py.File(results / "net.h5") as file:
            content = json.loads(file.attrs["model_config"])
    return {layer["config"]["name"]: layer for layer in content["config"]["layers"]}


def frozen(results, form):
    return {name for name, layer in config(results, form).items() if layer["config"].get("trainable") is False}


def files_of(results):
    return {path.name: path.read_bytes() for path in results.iterdir()}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("arguments,expected", [
    ((), set()),
    (("-fn", "conv_a"), {"LAYER_0"}),  # a node's name
    (("-fn", "b"), {"LAYER_3"}),  # the name of a node's output
    (("-fn", "conv_a", "b"), {"LAYER_0", "LAYER_3"}),
    (("-fn", "conv_a", "-fn", "conv_b"), {"LAYER_0", "LAYER_3"}),
    (("-fb",), {"LAYER_1"}),
    (("-fb", "-fn", "conv_b"), {"LAYER_1", "LAYER_3"}),
])
def test_frozen_layers_are_not_trainable(folder, tmp_path, form, arguments, expected):
    convert(folder, tmp_path, *arguments, formats=form)
    assert frozen(tmp_path, form) == expected


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("node", ["first", "second"])
def test_a_layer_that_two_nodes_share_is_frozen_by_either(tmp_path, form, node):
    tied = small_models.model([helper.make_node("Conv", ["x", "w"], ["a"], "first"),
                               helper.make_node("Conv", ["a", "w"], ["y"], "second")], {"x": [1, 4, 8, 8]}, {"w": (4, 4, 3, 3)})
    small_models.save(tmp_path, tied=tied)
    convert(tmp_path, tmp_path, "-fn", node, model="tied.onnx", formats=form)
    assert frozen(tmp_path, form) == {"LAYER_0"}


def warnings_of(result):
    return [line.removeprefix("WARNING: ") for line in result.stderr.splitlines() if line.startswith("WARNING: ")]


@pytest.mark.parametrize("arguments,expected", [
    (("-fn", "relu_a", "-fn", "conv_a"), "-fn relu_a freezes nothing: Relu node 'relu_a' (output 'r') becomes no layer with weights."),
    (("-fn", "b", "-p", "r"), "-fn b freezes nothing: Conv node 'conv_b' (output 'b') is not among the nodes that -p r keeps."),
    (("-fb", "-p", "conv_a"), "-fb freezes nothing: the converted model has no batch normalization."),
    (("-fb", "-fn", "conv_a", "b"), None),
])
def test_what_freezes_nothing_is_told_once(folder, tmp_path, arguments, expected):
    result = convert(folder, tmp_path, *arguments, formats="keras,h5")
    assert warnings_of(result) == ([expected] if expected else [])


def test_nodes_that_are_not_converted_freeze_nothing(folder, tmp_path):
    """One that no output needs, and one that is computed while converting."""
    nodes = [helper.make_node("Conv", ["x", "w"], ["unread"], "unread"), helper.make_node("Exp", ["b"], ["c"], "folded"),
             helper.make_node("Conv", ["x", "w", "c"], ["y"], "conv")]
    small_models.save(folder, left=small_models.model(nodes, {"x": [1, 3, 8, 8]}, {"w": (4, 3, 3, 3), "b": (4,)}))
    result = convert(folder, tmp_path, "-fn", "unread", "folded", "conv", model="left.onnx")
    assert warnings_of(result) == [
        "-fn unread freezes nothing: Conv node 'unread' (output 'unread') serves no output of the model.",
        "-fn folded freezes nothing: Exp node 'folded' (output 'c') is computed while converting, or only what is computed then "
        "needs it."]
    assert frozen(tmp_path, "keras") == {"LAYER_2"}


def test_weights_that_are_not_shared_any_more_are_told(folder, tmp_path):
    """Two nodes of one weight become one layer where all else is equal, else two, and train apart."""
    def conv(name, source, weight, output, **attributes):
        return helper.make_node("Conv", [source, weight], [output], name, pads=[1, 1, 1, 1], **attributes)

    nodes = [conv("a", "x", "w", "ya"), conv("b", "ya", "w", "yb"), conv("c", "yb", "w", "yc", strides=[2, 2]),
             conv("d", "yc", "w", "yd", dilations=[2, 2]), conv("e", "yd", "v", "ye"), conv("f", "ye", "v", "y", strides=[2, 2])]
    weights = {"w": (4, 4, 3, 3), "v": (4, 4, 3, 3)}
    small_models.save(folder, tied=small_models.model(nodes[:1] + [conv("b", "ya", "w", "y")], {"x": [1, 4, 16, 16]}, weights),
                      untied=small_models.model(nodes, {"x": [1, 4, 16, 16]}, weights))
    assert "share" not in convert(folder, tmp_path, model="tied.onnx").stderr
    told = [line for line in convert(folder, tmp_path, model="untied.onnx", formats="keras,h5").stderr.splitlines() if "share" in line]
    assert told == [
        "INFO: Conv node 'a' (output 'ya') and Conv node 'c' (output 'yc') share the weight 'w', but become the layers LAYER_0 and "
        "LAYER_2, which train a copy of it each; so does the layer of 1 more node; so it is with 1 more weight."]


def test_freezing_is_in_the_metadata_of_the_archive(folder, tmp_path):
    import open_tltb

    convert(folder, tmp_path, "-fn", "conv_a", "-fb", "-ki", "ones", "-k", "key", formats="tltb")
    metadata = open_tltb.manifest(tmp_path / "net.tltb", "key")["metadata"]
    assert metadata["frozen_layers"] == ["LAYER_0", "LAYER_1"] and metadata["freeze_batchnorm"] is True
    assert metadata["kernel_initializer"] == "ones" and metadata["model_name"] == "net" and metadata["opset_version"] == 13
    assert metadata["python_version"] == "3.8" and metadata["gpus"] == 0  # test_operators_in_keras.py holds the former


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_initializer_is_in_the_configuration_and_the_weights_stay(folder, tmp_path, name):
    convert(folder, tmp_path, "-ki", name, formats="keras,h5")
    for form in FORMATS:
        layers = config(tmp_path, form)
        for layer in ("LAYER_0", "LAYER_3"):
            assert layers[layer]["config"]["kernel_initializer"]["class_name"] == INITIALIZERS[name], (form, layer)
    weights = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in onnx.load(folder / "small.onnx").graph.initializer}
    with h5py.File(tmp_path / "net.h5") as file:
        kernels = [np.array(file["model_weights"][layer][name]) for layer in ("LAYER_0", "LAYER_3")
                   for name in file["model_weights"][layer].attrs["weight_names"]]
    for kernel, name_in_onnx in zip(kernels, ("wa", "wb"), strict=True):
        assert np.array_equal(kernel, weights[name_in_onnx].transpose(2, 3, 1, 0))


def test_the_identity_is_for_matrices_only(folder, tmp_path):
    """Keras cannot build a convolution with it."""
    dense = small_models.model([helper.make_node("Gemm", ["x", "w"], ["y"])], {"x": [1, 6]}, {"w": (6, 5)})
    small_models.save(folder, dense=dense)
    assert warnings_of(convert(folder, tmp_path / "dense", "-ki", "identity", model="dense.onnx", formats="keras,h5")) == []
    assert warnings_of(convert(folder, tmp_path / "conv", "-ki", "identity", formats="keras,h5")) == [
        "-ki identity makes matrices only: the kernels of LAYER_0, LAYER_3 have other dimensions and keep Keras's default "
        "initializer; another -ki serves all."]
    for form in FORMATS:
        assert config(tmp_path / "dense", form)["LAYER_0"]["config"]["kernel_initializer"]["class_name"] == "Identity"
        assert "kernel_initializer" not in config(tmp_path / "conv", form)["LAYER_0"]["config"]


def test_input_shape_sets_free_extents(folder, tmp_path):
    for given, expected in (("x:1,3,16,24", [None, 3, 16, 24]), ("x:-1,-1,16,24", [None, 3, 16, 24])):
        convert(folder, tmp_path, "--input-shape", given, model="free.onnx", formats="keras,h5")
        assert config(tmp_path, "keras")["x"]["config"]["batch_shape"] == expected
        assert config(tmp_path, "h5")["x"]["config"]["batch_input_shape"] == expected


def test_an_extent_that_is_given_holds_for_all_inputs_that_have_it_by_name(folder, tmp_path):
    total = small_models.model([helper.make_node("Add", ["p", "q"], ["y"])], {"p": ["N", 3, "h"], "q": ["N", 3, "h"]})
    small_models.save(folder, total=total)
    convert(folder, tmp_path, "--input-shape", "p:-1,3,5", model="total.onnx")
    assert config(tmp_path, "keras")["q"]["config"]["batch_shape"] == [None, 3, 5]


def test_a_node_whose_first_output_is_left_out_can_be_the_last(folder, tmp_path):
    split = [helper.make_node("Split", ["x"], ["", "b"], "halves", axis=1), helper.make_node("Relu", ["b"], ["y"])]
    small_models.save(folder, halves=small_models.model(split, {"x": [1, 4]}))
    assert report(folder, tmp_path, "-p", "halves", model="halves.onnx")["nodes"] == 1


def test_input_values_come_from_a_file(folder, tmp_path):
    """Zeros through a convolution without bias are zeros in any arithmetic; random values are rounded."""
    np.save(folder / "zeros.npy", np.zeros((1, 3, 8, 8), np.float32))
    options = {"model": "free.onnx"}
    shape = ("--input-shape", "x:1,3,8,8")
    assert report(folder, tmp_path, *shape, **options)["difference"] > 0
    assert report(folder, tmp_path, *shape, "--input", "x=zeros.npy", **options)["difference"] == 0


def test_json_tells_of_files_whose_names_are_not_utf8(folder, tmp_path):
    told = report(folder, tmp_path / os.fsdecode(b"r\xff"))
    assert told["ok"] and all("/r\ufffd/" in name for name in told["files"])


def test_seed_changes_the_check_and_no_file(folder, tmp_path):
    results = {seed: tmp_path / seed for seed in ("0", "1", "2", "3")}  # two may meet the same difference by chance
    reports = [report(folder, path, "--seed", seed, formats="keras,h5") for seed, path in results.items()]
    assert all(files_of(path) == files_of(tmp_path / "0") for path in results.values())
    assert len({told["difference"] for told in reports}) > 1


def test_json_is_all_of_standard_output(folder, tmp_path):
    result = convert(folder, tmp_path, "--json", formats="keras,h5")
    told = json.loads(result.stdout)
    assert told["ok"] is True and told["within"] is True and told["batches"] == [1, 3] and told["departures"] == []
    assert told["nodes"] == 5 and told["layers"] == 5
    assert 0 < told["difference"] < told["tolerance"] == 1e-4 and told["relative_tolerance"] == 1e-5
    assert told["proven"] is True and told["doubts"] == []
    assert sorted(told["files"]) == sorted(str(path) for path in tmp_path.iterdir())
    assert "INFO: Wrote " in result.stderr


def test_json_of_a_failure(folder, tmp_path):
    result = convert(folder, tmp_path / "new", "--json", "-p", "nothing_like_it", code=2)
    told = json.loads(result.stdout)
    assert told["ok"] is False and told["exit"] == 2
    assert result.stderr == f"ERROR: {told['error']}\n"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("formats,last", [("keras,h5", "keras"), ("h5,keras", "h5"), ("h5,tltb,keras", "tltb"), ("h5,h5", "h5")])
def test_formats_are_written_and_the_main_one_last(folder, tmp_path, formats, last):
    files = report(folder, tmp_path, "-k", "key", formats=formats)["files"]
    expected = {f"net.{form}" for form in formats.split(",")} | {"net_summary.txt", "net_mapping.json"}
    assert {path.name for path in tmp_path.iterdir()} == expected
    assert {pathlib.Path(file).name for file in files} == expected
    assert files[-1].endswith(f"net.{last}")


@pytest.mark.parametrize("source", ["file", "env", "stdin"])
def test_the_key_is_read_from_elsewhere(folder, tmp_path, source):
    import open_tltb

    (folder / "key").write_text("secret of a file\n", encoding="utf-8")
    given, key, options = {
        "file": ("file:key", "secret of a file", {}),
        "env": ("env:BYOM_KEY", "secret of a variable", {"BYOM_KEY": "secret of a variable"}),
        "stdin": ("stdin", "typed secret", {"stdin": "typed secret\nmore\n"}),
    }[source]
    result = convert(folder, tmp_path, "--key-from", given, formats="tltb", **options)
    assert "WARNING" not in result.stderr and key not in result.stderr
    assert set(open_tltb.artifacts(tmp_path / "net.tltb", key)) == {
        "custom_layers.py", "net.hdf5", "net_summary.txt", "net_mapping.json"}


def test_dump_prints_the_graph_after_a_pass(folder, tmp_path):
    printed = {}
    for name in ("read", "prune", "infer", "translate", "read_back"):
        printed[name] = convert(folder, tmp_path, "--dump", f"after:{name}", "-p", "relu_a").stdout
        assert printed[name].startswith("graph 'net'\n  input x: float[")
    assert "Conv(r, wb)" in printed["read"] and "Conv(r, wb)" not in printed["prune"]
    assert "n: float[N,4,6,6] = BatchNormalization(a, gamma, beta, mean, variance)" in printed["infer"]
    assert "n: float[N,4,6,6]" not in printed["prune"]
    assert "Conv2D" in printed["translate"] and "Conv2D" in printed["read_back"]


def test_dump_leaves_standard_output_to_json(folder, tmp_path):
    graph = convert(folder, tmp_path, "--dump", "after:translate").stdout
    result = convert(folder, tmp_path, "--json", "--dump", "after:translate")
    assert json.loads(result.stdout)["ok"] is True and "Conv2D" in graph and graph in result.stderr


def test_files_of_an_earlier_conversion_are_told_and_stay(folder, tmp_path):
    told = "From an earlier conversion, and left as "
    first = convert(folder, tmp_path, "-k", "key", formats="keras,tltb")
    before = files_of(tmp_path)
    again = convert(folder, tmp_path, "-k", "key", formats="tltb,keras")
    assert told not in first.stderr + again.stderr
    result = convert(folder, tmp_path, "--json", "-fb", formats="h5")
    older = [str(tmp_path / f"net.{form}") for form in ("tltb", "keras")]
    assert f"INFO: {told}they are: {', '.join(older)}\n" in result.stderr
    assert json.loads(result.stdout)["older_files"] == older
    assert files_of(tmp_path)["net.keras"] == before["net.keras"]


def test_the_versions_are_those_of_the_project_and_of_the_interface(folder):
    project = re.search(r"project\(tao_byom VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")).group(1)
    header = (ROOT / "sdk/include/byom/plugin.h").read_text(encoding="utf-8")
    major, minor = (re.search(rf"^#define BYOM_ABI_{part} (\d+)", header, re.MULTILINE).group(1) for part in ("MAJOR", "MINOR"))
    result = small_models.run(["--version"], folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"tao_byom {project} (plugin interface {major}.{minor})\n"


def test_a_difference_above_the_tolerance_is_told_in_the_manuals_words(folder, tmp_path):
    """No arithmetic of floats meets this tolerance where outputs cancel to nearly nothing."""
    cancelling = small_models.model([helper.make_node("Conv", ["x", "w"], ["y"])], {"x": [1, 64, 16, 16]}, {"w": (8, 64, 3, 3)})
    small_models.save(folder, cancelling=cancelling)
    options = {"model": "cancelling.onnx"}
    result = convert(folder, tmp_path, "--tolerance", "1e-12", **options)
    lines = result.stderr.splitlines()
    assert lines[0].startswith("INFO: Difference between the original ONNX and converted Keras model is larger than the set "
                               "threshold 1e-12 with error of ")
    assert 0 < float(lines[0].rpartition(" ")[2].removesuffix(".")) < 1e-4
    assert lines[1:4] == [
        "INFO: This may be due to difference in deep learning frameworks. If the error is not far from the threshold, "
        "you may proceed with",
        "INFO: training with TAO. If difference is large, please post an issue on the forum and link your original model.",
        "INFO: A number counts as different when it is off by more than 1e-12 plus 1e-05 of the original's number."]
    assert (tmp_path / "net.keras").exists()
    strict = convert(folder, tmp_path / "new", "--tolerance", "1e-12", "--strict", code=6, **options)
    assert "more than the threshold; nothing was written (--strict)." in strict.stderr
    assert not (tmp_path / "new").exists()


def test_the_relative_part_of_the_threshold_is_told(folder, tmp_path):
    """Without it nobody would see why a difference above the threshold passes."""
    scaled = small_models.model([helper.make_node("Conv", ["x", "w"], ["c"]), helper.make_node("Abs", ["c"], ["a"]),
                                 helper.make_node("Add", ["a", "one"], ["y"])], {"x": [1, 3, 8, 8]}, {"w": (4, 3, 3, 3)})
    scaled.graph.initializer.append(onnx.numpy_helper.from_array(np.float32([1]), "one"))
    small_models.save(folder, scaled=scaled)
    result = convert(folder, tmp_path, "--tolerance", "1e-12", "--json", model="scaled.onnx")
    told = json.loads(result.stdout)
    assert told["within"] is True and told["difference"] > told["tolerance"] == 1e-12
    assert ", threshold 1e-12 plus 1e-05 of the original's number." in result.stderr


def test_verbose_tells_the_stages(folder, tmp_path):
    assert "DEBUG: Verifying net.keras" in convert(folder, tmp_path, "--verbose").stderr
    assert "DEBUG" not in convert(folder, tmp_path).stderr


def test_help_needs_nothing_and_names_the_manuals_options(folder):
    result = small_models.run(["-h"], folder)
    assert result.returncode == 0 and result.stderr == "" and result.stdout.startswith("usage: BYOM Converter [-h] -m ")
    for option in ("onnx_model_file", "key", "results_dir", "model_name", "penultimate_node", "custom_meta", "kernel_initializer",
                   "freeze_node", "freeze_bn", "verbose", "help"):
        assert f"--{option}" in result.stdout


def test_the_penultimate_node_of_resnet18_becomes_the_output(tmp_path):
    """By the node's name and by its output's; the model ends with the last Relu, 512 maps of 7 by 7."""
    networks = pathlib.Path(os.environ.get("TAO_BYOM_NETWORKS", tmp_path))
    if networks == tmp_path:
        subprocess.run(["/usr/bin/python3", str(ROOT / "tests/end_to_end/networks/export.py"), str(tmp_path), "resnet18.folded.op13"],
                       check=True, stdout=subprocess.DEVNULL)
    path = networks / "resnet18.folded.op13.onnx"
    nodes = onnx.load(path).graph.node
    index = max(i for i, node in enumerate(nodes) if node.op_type == "Relu")
    found = []
    for name in filter(None, (nodes[index].name, nodes[index].output[0])):
        results = tmp_path / f"cut_{len(found)}"
        result = convert(tmp_path, results, "-p", name, model=path)
        assert "The converted model gives the numbers of the original" in result.stderr
        found.append({name: layer for name, layer in files_of(results).items() if name != "net.keras"})
        layers = config(results, "keras")
        assert list(layers)[-1] == f"LAYER_{index}"
        assert not {"Dense", "GlobalAveragePooling2D"} & {layer["class_name"] for layer in layers.values()}
        with zipfile.ZipFile(results / "net.keras") as archive:
            assert json.loads(archive.read("config.json"))["config"]["output_layers"] == [f"LAYER_{index}", 0, 0]
    assert all(one == found[0] for one in found)
    tensors = json.loads(found[0]["net_mapping.json"])["tensors"]
    assert nodes[index].output[0] in tensors and not {o for node in nodes[index + 1:] for o in node.output} & set(tensors)
    assert "(None, 512, 7, 7)" in found[0]["net_summary.txt"].decode()
