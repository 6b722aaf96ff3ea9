"""The host knows no operator: with every operator renamed, plugin and model alike, the same bytes are written.

The plugin is the built-in one behind tests/support/plugins/renamed_ops, the only one beside a copy of the program.
Needs a finished build in $TAO_BYOM_BUILD (default: build/).
"""
import json
import shutil
import subprocess

import onnx
import pytest
from onnx import helper

import small_models
from small_models import BUILD

PREFIX = "Renamed"
FORMATS = ("keras", "h5")


def mixed():
    """Weights of every kind, a folded shape, several outputs, layers that Keras 2 lacks."""
    return small_models.model([
        helper.make_node("Conv", ["x", "w"], ["c"], "conv", pads=[1, 1, 1, 1]),
        helper.make_node("Clip", ["c", "", "most"], ["limited"], "clip"),
        helper.make_node("Shape", ["limited"], ["shape"], "shape"),
        helper.make_node("Reshape", ["limited", "shape"], ["same"], "reshape"),
        helper.make_node("Split", ["same"], ["left", "right"], "split", axis=1),
        helper.make_node("Mul", ["left", "scale"], ["scaled"], "mul"),
        helper.make_node("Add", ["scaled", "right"], ["sum"], "add"),
        helper.make_node("GlobalAveragePool", ["sum"], ["pooled"], "pool"),
        helper.make_node("Flatten", ["pooled"], ["flat"], "flatten"),
        helper.make_node("Gemm", ["flat", "dense"], ["logits"], "gemm"),
        helper.make_node("Softmax", ["logits"], ["y"], "softmax")], {"x": [1, 3, 8, 8]},
        {"w": (4, 3, 3, 3), "most": (), "scale": (2, 1, 1), "dense": (2, 5)})


MODELS = {"conv_relu": small_models.conv_relu, "conv_norm_conv": small_models.conv_norm_conv, "mixed": mixed}


def renamed(model):
    for node in model.graph.node:
        node.op_type = PREFIX + node.op_type
    return model


def convert(program, folder, name):
    return subprocess.run([str(program), "-m", f"{name}.onnx", "-r", name, "-n", "m", "--format", ",".join(FORMATS), "--strict"],
                          cwd=folder, capture_output=True, text=True, timeout=120, check=False, env={"HOME": str(folder)})


@pytest.fixture(scope="session")
def renamed_program(tmp_path_factory):
    prefix = tmp_path_factory.mktemp("renamed")
    (prefix / "bin").mkdir()
    shutil.copy2(BUILD / "bin" / "tao_byom", prefix / "bin")
    (prefix / "share").symlink_to(BUILD / "renamed" / "share")
    return prefix / "bin" / "tao_byom"


@pytest.mark.parametrize("name", MODELS)
def test_renamed_model_and_plugin_give_the_same_files(name, renamed_program, tmp_path):
    small_models.save(tmp_path, plain=MODELS[name](), renamed=renamed(MODELS[name]()))
    for which, program in (("plain", BUILD / "bin" / "tao_byom"), ("renamed", renamed_program)):
        process = convert(program, tmp_path, which)
        assert process.returncode == 0, process.stderr
    files = sorted(path.name for path in (tmp_path / "plain").iterdir())
    assert sorted(path.name for path in (tmp_path / "renamed").iterdir()) == files
    for file in files:
        if file != "m_mapping.json":
            assert (tmp_path / "renamed" / file).read_bytes() == (tmp_path / "plain" / file).read_bytes(), file
    mapping = json.loads((tmp_path / "renamed" / "m_mapping.json").read_text())
    assert "org.tao-byom.test.renamed" in json.dumps(mapping)


def test_the_renamed_plugin_knows_no_operator_by_its_old_name(renamed_program, tmp_path):
    onnx.save(small_models.conv_relu(), str(tmp_path / "old.onnx"))
    process = convert(renamed_program, tmp_path, "old")
    assert process.returncode == 1
    assert "Conv" in process.stderr and "Relu" in process.stderr
