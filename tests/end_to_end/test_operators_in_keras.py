"""Every operator that becomes layers, judged by real Keras: ONNX's node tests, converted, must give what ONNX expects.

The program converts each case of operator_cases.py to .keras and .h5; operators_judge.py loads them, one process a Keras
(Keras 3 on JAX and on TensorFlow, Keras 2, and the .h5 again in Keras 3 on JAX, as open_tltb builds it), and compares with
the outputs in ONNX's test data: not with our kernels.
By default every operator is judged by some of its tests (see `sampled`); with TAO_BYOM_ALL_OPERATOR_CASES=1 by all.
Needs the built program in $TAO_BYOM_BUILD (default: build/).
"""
import ast
import collections
import fnmatch
import json
import os
import subprocess
import sys

import pytest

import operator_cases
from operator_cases import NODES

ALL = os.environ.get("TAO_BYOM_ALL_OPERATOR_CASES") == "1"
BACKENDS = {  # name of the verdicts -> backend, format of the files
    "jax": ("jax", "keras"),
    "tensorflow": ("tensorflow", "keras"),
    "tf_keras": ("tf_keras", "h5"),
    "h5_in_jax": ("jax", "h5"),
}
PER_OPERATOR = 4
# Judged always: a Reshape that JAX can infer from Keras's own operation alone, a diagonal that TensorFlow refuses as it is.
ALWAYS = ("test_layer_normalization_default_axis_expanded.first", "test_tril_out_pos.floating")

# Pattern of case names -> {backend, or "*" -> why the results may differ}. A case that agrees after all must leave the table.
FRACTIONAL_LENGTH = "ONNX's reference scales by the fractional length, onnxruntime (and we) by whole cells"
KNOWN = {
    "test_resize_downsample_scales_cubic_align_corners.*": {"*": FRACTIONAL_LENGTH},
    "test_resize_downsample_scales_linear_align_corners.*": {"*": FRACTIONAL_LENGTH},
}

# Patterns of cases whose output is the same for every input.
CONSTANT = ("test_eyelike_*", "test_tril_out_neg.floating", "test_triu_out_pos.floating")

pytestmark = pytest.mark.skipif(not NODES.exists(), reason="libonnx-testdata is not installed")


def known(name, backend):
    """The reason why a case may differ; empty when it may not."""
    for pattern, reasons in KNOWN.items():
        if fnmatch.fnmatchcase(name, pattern):
            return reasons.get(backend, reasons.get("*", ""))
    return ""


def sampled(cases):
    """The first and the last of an operator's cases and some between: PER_OPERATOR in all, models of several nodes left out."""
    by_operator = collections.defaultdict(list)
    for case in cases:
        if len(case.operators) == 1:
            by_operator[case.operators[0]].append(case)
    chosen = []
    for of_operator in by_operator.values():
        last = len(of_operator) - 1
        places = {round(i * last / (PER_OPERATOR - 1)) for i in range(PER_OPERATOR)}
        chosen += [of_operator[i] for i in sorted(places)]
    return chosen + [case for case in cases if case.name in ALWAYS and case not in chosen]


@pytest.fixture(scope="session")
def cases(tmp_path_factory):
    made = operator_cases.make(tmp_path_factory.mktemp("operators"))
    chosen = made if ALL else sampled(made)
    operator_cases.convert(chosen)
    return chosen


@pytest.fixture(scope="session")
def verdicts(cases, tmp_path_factory):
    """Runs the judges side by side: backend -> {case name: problem}."""
    folder = tmp_path_factory.mktemp("verdicts")
    judges = {}
    for judge, (backend, kind) in BACKENDS.items():
        jobs = [{"name": case.name, "model": str(case.folder / kind / f"m.{kind}"), "data": str(case.folder / "data.npz")}
                for case in cases if case.processes[kind].returncode == 0]
        (folder / f"{judge}.json").write_text(json.dumps(jobs))
        command = [sys.executable, str(operator_cases.HERE / "operators_judge.py"), backend, str(folder / f"{judge}.json"),
                   str(folder / f"{judge}.results.json")]
        log = (folder / f"{judge}.log").open("w")
        judges[judge] = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    for process in judges.values():
        process.wait(timeout=1500)
    return {judge: json.loads((folder / f"{judge}.results.json").read_text()) for judge in BACKENDS}


def test_each_case_is_converted_or_refused_with_a_reason(cases):
    wrong = [f"{case.name} ({kind}): exit {process.returncode}: {process.stderr[-300:]}"
             for case in cases for kind, process in case.processes.items()
             if process.returncode not in (0, 1) or (process.returncode == 1 and not process.stderr.strip())]
    assert wrong == []


def test_the_programs_own_verdict_is_that_nothing_differs(cases):
    wrong = [f"{case.name} ({kind}): {process.stderr[-300:]}" for case in cases for kind, process in case.processes.items()
             if process.returncode == 0 and "larger than the set threshold" in process.stderr]
    assert wrong == []


def test_the_verdict_shows_something_wherever_an_output_can_change(cases):
    doubted = {case.name for case in cases for process in case.processes.values()
               if process.returncode == 0 and "WARNING: The check shows" in process.stderr}
    constant = {case.name for case in cases for pattern in CONSTANT if fnmatch.fnmatchcase(case.name, pattern)}
    assert doubted == constant


def test_the_layers_python_is_read_by_the_version_that_the_archive_names(cases):
    """Its metadata says python_version 3.8."""
    sources = {path.read_text(encoding="utf-8") for case in cases for path in case.folder.glob("*/m_custom_layers.py")}
    assert len(sources) > 50
    for source in sources:
        ast.parse(source, feature_version=(3, 8))


@pytest.mark.parametrize("backend", BACKENDS)
def test_real_keras_gives_what_onnx_expects(backend, verdicts):
    wrong = [f"{name}: {problem}" for name, problem in verdicts[backend].items() if problem and not known(name, backend)]
    assert wrong == []
    assert len(verdicts[backend]) > 200


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_is_known_to_differ_differs(backend, verdicts):
    agrees = [name for name, problem in verdicts[backend].items() if not problem and known(name, backend)]
    assert agrees == []
