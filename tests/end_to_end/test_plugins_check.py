"""`tao_byom plugins check`: each broken plugin breaks the law that is meant for it, and no other; good ones break none.

The texts are in snapshots/plugins_check.txt; TAO_BYOM_UPDATE_SNAPSHOTS=1 writes that file anew. Needs $TAO_BYOM_BUILD.
"""
import json
import os
import platform
import re
import shutil
import sys

import pytest

import small_models
from small_models import BUILD

FIXTURES = BUILD / "fixture_plugins"
X86 = platform.machine() == "x86_64"

# Fixture: the law that its fault is meant to break. Those of `broken/` have one fault each.
BROKEN = {
    "exports_more": "exports",
    "unique_statics": "statics",
    "needs_protobuf": "libraries",
    "absolute_path": "paths",
    "executable_stack": "code",
    "not_for_ever": "nodelete",
    "claims_relu": "claims",
    "changes_rounding": "rounding",
    "changes_locale": "locale",
    "installs_handler": "signals",
    "changes_folder": "folder",
    "changes_environment": "environment",
    "leaks_descriptor": "files",
    "starts_thread": "threads",
    "prints": "silence",
    "undocumented_input": "schema",
    "wrong_example": "examples",
    "wrong_shape": "shapes",
    "ignores_attribute": "ledger",
    "translation_ignores_attribute": "ledger",
    "silent_error": "refusals",
    "right_on_examples_only": "random",
    "lies_about_layout": "layout",
    "writes_past_output": "bounds",
    "writes_input": "bounds",
    "remembers_last_call": "repeatable",
    "depends_on_threads": "repeatable",
}
# Fixture: further laws that the same fault may break.
COMPARES_CALLS = {"layout", "bounds", "random", "repeatable"}  # each compares the numbers of several calls
FOLLOWS = {
    "unique_statics": {"exports"},  # without the helper of CMake it exports its C++ parts, too
    "wrong_example": {"translation"},  # the layers compute what the kernel computes, not what the example says
    "wrong_shape": {"examples", "translation"} | COMPARES_CALLS,  # nobody writes the column too many
    "writes_input": {"examples", "translation"} | COMPARES_CALLS,  # the example's own tensor is changed for good
    "remembers_last_call": COMPARES_CALLS,
    "depends_on_threads": COMPARES_CALLS,
}
if X86:
    BROKEN["fast_math"] = "rounding"
# What ends the process or never ends is met by every law that calls it: one law is asked. The outcome is that word.
DEADLY = {
    "crashes": ("examples", "crash"),
    "hangs_in_run": ("examples", "hang"),
    "hangs_in_translate": ("translation", "hang"),
    "throws": ("examples", "fail"),
}
REFUSED = ("wrong_abi.so", "listed_twice.so", "undefined.so", "sizeless.so")
WITH_KERAS = {"refused_by_keras": "Scaling", "python_differs": "Keras computes"}


def library(name):
    return FIXTURES / "broken" / f"lib{name}.so"


def check(tmp_path, file, *options):
    return small_models.run(("plugins", "check", file, *options), tmp_path)


def failing(result):
    """Law -> its findings, skips left out."""
    laws = json.loads(result.stdout)["laws"]
    found = {law["law"]: [f for f in law["findings"] if f["outcome"] != "skip"] for law in laws}
    return {law: findings for law, findings in found.items() if findings}


def normalised(text):
    """Without what differs between builds and runs."""
    text = re.sub(r"libprotobuf\.so\.[0-9.]+", "libprotobuf.so", text.replace(str(BUILD), "<build>"))
    text = re.sub(r"the working directory was '[^']*'", "the working directory was '<folder>'", text)
    return re.sub(r"0x[0-9a-f]{6,}", "<address>", text)


def keep_text(snapshot, tmp_path, name, file, *options):
    result = check(tmp_path, file, *options)
    assert result.returncode == 5, result.stdout + result.stderr
    snapshot.check(name, normalised(result.stdout + result.stderr) + "-> 5")


@pytest.fixture(scope="module")
def without_keras(tmp_path_factory):
    """--law for every law but `keras`, which starts TensorFlow and has tests of its own."""
    listed = small_models.run(("plugins", "check", "--list"), tmp_path_factory.mktemp("laws")).stdout
    return [f"--law={line.split()[0]}" for line in listed.splitlines() if line.split()[0] != "keras"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_breaks_the_law_meant_for_it(name, tmp_path, snapshot, without_keras):
    result = check(tmp_path, library(name), "--json", *without_keras)
    assert result.returncode == 5, result.stdout + result.stderr
    broken = set(failing(result))
    assert BROKEN[name] in broken, json.dumps(failing(result), indent=1)
    assert broken <= {BROKEN[name]} | FOLLOWS.get(name, set()), json.dumps(failing(result), indent=1)
    counts_threads = name == "starts_thread" and "TSAN_OPTIONS" in os.environ  # one is the sanitizer's
    if name != "depends_on_threads" and not counts_threads:  # which call differs is left to chance
        keep_text(snapshot, tmp_path, name, library(name), f"--law={BROKEN[name]}")


@pytest.mark.parametrize("name", DEADLY)
def test_a_plugin_that_dies_or_hangs_is_named_with_its_operator(name, tmp_path, snapshot):
    law, outcome = DEADLY[name]
    options = (f"--law={law}", "--deadline=1")
    found = failing(check(tmp_path, library(name), "--json", *options))
    assert {finding["outcome"] for finding in found[law]} == {outcome}
    assert found[law][0]["operator"].startswith("acme::Scale")
    keep_text(snapshot, tmp_path, name, library(name), *options)


@pytest.mark.parametrize("name", REFUSED)
def test_a_plugin_that_cannot_be_loaded_says_why(name, tmp_path, snapshot):
    assert "load" in failing(check(tmp_path, FIXTURES / name, "--json"))
    keep_text(snapshot, tmp_path, name, FIXTURES / name, "--law=load")


def test_a_plugin_without_fault_breaks_no_law(tmp_path, without_keras):
    result = check(tmp_path, library("faultless"), "--json", *without_keras)
    assert failing(result) == {}
    assert result.returncode == 0


def test_a_plugin_may_lie_in_a_folder_whose_name_is_not_utf8(tmp_path):
    folder = tmp_path / os.fsdecode(b"p\xff")
    folder.mkdir()
    shutil.copy(library("faultless"), folder)
    result = check(tmp_path, folder / library("faultless").name, "--json", "--law=examples")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["passed"] > 0


def test_real_keras_judges_the_layers(tmp_path):
    """One test, for each question starts TensorFlow twice."""
    options = ("--json", "--law=keras", f"--python={sys.executable}", "--deadline=120")
    assert failing(check(tmp_path, library("faultless"), *options)) == {}
    for name, cause in WITH_KERAS.items():
        findings = failing(check(tmp_path, library(name), *options))["keras"]
        assert all(cause in finding["text"] and "acme::Scale" in finding["text"] for finding in findings)
        assert {generation for finding in findings for generation in re.findall("Keras [23],?", finding["text"])}


def test_without_a_keras_the_law_is_skipped_with_its_reason(tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho '{\"missing\": \"no module named keras\"}'\n")
    python.chmod(0o755)
    result = check(tmp_path, library("faultless"), "--json", "--law=keras", f"--python={python}")
    findings = json.loads(result.stdout)["laws"][0]["findings"]
    assert result.returncode == 0
    assert findings and all(finding["outcome"] == "skip" and "no module named keras" in finding["text"] for finding in findings)


def test_every_law_is_broken_by_some_fixture(tmp_path):
    """A law that no fixture breaks is a law that nobody has seen at work; unit tests break the ones left out here."""
    known = {line.split()[0] for line in small_models.run(("plugins", "check", "--list"), tmp_path).stdout.splitlines()}
    elsewhere = {"machine", "layer", "attributes", "empty", "extremes", "axes"}
    broken = set(BROKEN.values()).union({"load", "keras"}, {law for law, _ in DEADLY.values()})
    assert known - elsewhere == broken
