"""docs/tutorial.md and the newcomer's path: the page's commands and edits are run as they stand, with the installed package only.

The numbers are onnxruntime's, running the same network in operators that it knows. Needs a finished build in $TAO_BYOM_BUILD.
"""
import re

import pytest
from onnx import helper

import newcomer

PAGE = "docs/tutorial.md"
# What a plugin's author needs no header of.
NOT_FOR_AUTHORS = re.compile(r"/(boost|google|Eigen|eigen3|hdf5|onnx|nlohmann|openssl)/")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The page followed from top to bottom: {"folder", "lines": written by hand, "shells": one for each block of commands}."""
    folder = tmp_path_factory.mktemp("newcomer")
    prefix = newcomer.install(folder)
    newcomer.save_network(folder, helper.make_node("Mish", ["c"], ["m"], "act", domain="acme"))
    commands, lines = newcomer.blocks(PAGE, "sh"), []
    shells = [newcomer.shell(block, folder, prefix) for block in commands[:2]]
    untouched = [newcomer.shell(f"tao_byom {command} -c mish_ops/build/mish_ops.json", folder, prefix)
                 for command in ("-m mish_ops/example.onnx -r untouched -n example --format keras", "plugins explain mish_ops/example.onnx")]
    for edit in newcomer.blocks(PAGE, "diff"):
        lines += newcomer.apply_edit(edit, folder)
    shells += [newcomer.shell(block, folder, prefix) for block in commands[2:]]
    return {"folder": folder, "lines": lines, "shells": shells, "untouched": untouched, "prefix": prefix}


def test_every_command_works(path):
    for process in path["shells"]:
        assert process.returncode == 0, process.stdout + process.stderr


def test_the_unknown_operator_is_named_first(path):
    assert "acme::Mish (1 node)" in path["shells"][0].stderr


def test_the_untouched_project_passes_its_check_and_converts_a_model(path):
    assert "100% tests passed, 0 tests failed out of 2" in path["shells"][1].stdout


def test_whoever_uses_the_untouched_operator_is_warned(path):
    for process in path["untouched"]:
        assert "acme::Mish is a draft, says plugin" in process.stderr


def test_the_converted_model_has_the_numbers_of_the_original(path):
    assert "The converted model gives the numbers of the original" in path["shells"][-1].stderr
    assert "WARNING" not in path["shells"][-1].stderr


def test_at_most_ten_commands_and_forty_lines(path):
    commands = [line for block in newcomer.blocks(PAGE, "sh") for line in block.splitlines() if line.strip()]
    commands += [block for block in newcomer.blocks(PAGE, "python")]
    assert len(commands) <= 10
    assert len(path["lines"]) <= 40


def test_the_author_needs_nothing_but_the_sdk(path):
    dependencies = list((path["folder"] / "mish_ops" / "build").rglob("*.d"))
    assert dependencies
    for file in dependencies:
        text = file.read_text(encoding="utf-8")
        assert not NOT_FOR_AUTHORS.search(text)
        assert str(newcomer.ROOT) not in text


def test_real_keras_agrees_with_what_the_archive_carries(path):
    for backend, record in newcomer.judge(path["folder"], path["folder"] / "results").items():
        assert record["problems"] == [], backend
        assert max(record["differences"].values()) <= 1e-4


def test_the_installation_has_what_the_documents_name(path):
    share = path["prefix"] / "share" / "tao_byom"
    for name in ("plugins/builtin_ops.json", "meta/custom_meta.schema.json", "meta/custom_meta.template.json", "python/open_tltb.py",
                 "template/operator.cpp.in"):
        assert (share / name).is_file(), name
    assert (path["prefix"] / "share" / "doc" / "tao_byom" / "docs" / "porting.md").is_file()
