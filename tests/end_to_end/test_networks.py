"""Exports real networks, converts them, and has real Keras judge the results (one process of judge.py a backend).

A failure names the network's variant and the backend. Needs the built program in $TAO_BYOM_BUILD (default: build/).
With -k only the networks that the selected tests name are exported, converted and judged.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

import h5py
import pytest

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", HERE.parents[1] / "build"))
EXPORT = ["/usr/bin/python3", str(HERE / "networks" / "export.py")]  # Debian's Python, which has torch
KEY = "testkey"
BACKENDS = {"tensorflow": ".keras", "jax": ".keras", "tf_keras": ".tltb"}
SABOTAGED = "vgg_narrow.folded.op13"
VARIANTS = subprocess.run([*EXPORT, "--list"], check=True, capture_output=True, text=True).stdout.split()


def name_of(variant):
    return variant.replace(".", "_")


@pytest.fixture(scope="session")
def folder():
    with tempfile.TemporaryDirectory(prefix="tao_byom_networks.") as path:
        yield pathlib.Path(path)


@pytest.fixture(scope="session")
def selected(request):
    """The variants and the backends that this run of pytest asks about, in their order above."""
    parameters = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    wanted = {value for p in parameters for value in p.values() if isinstance(value, str)}  # other files' are more
    backends = [b for b in BACKENDS if b in wanted]
    return [v for v in VARIANTS if v in wanted or v == SABOTAGED], backends


@pytest.fixture(scope="session")
def converted(folder, selected):
    """Exports and converts: variant -> the finished process of tao_byom; the files are in folder / name_of(variant)."""
    variants, _ = selected
    subprocess.run([*EXPORT, str(folder), *variants], check=True, stdout=subprocess.DEVNULL)
    return {
        variant: subprocess.run(
            [str(BUILD / "bin" / "tao_byom"), "-m", str(folder / f"{variant}.onnx"), "-k", KEY,
             "-r", str(folder / name_of(variant)), "-n", name_of(variant), "--format", "tltb,keras,h5"],
            capture_output=True, text=True, timeout=300)
        for variant in variants
    }


def sabotage(path, result):
    """Writes a copy of a .keras file in which one value of the last layer's bias is changed."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(result, "w") as target:
        for member in ("metadata.json", "config.json"):
            target.writestr(member, source.read(member))
        weights = result.with_suffix(".h5")
        weights.write_bytes(source.read("model.weights.h5"))
        with h5py.File(weights, "r+") as file:
            file["layers/dense_2/vars/1"][0] += 0.01
        target.write(weights, "model.weights.h5")


def write_cases(folder, backend, converted):
    """The cases of a backend, as a file. The opset 11 variants are not trained: they have the layers of opset 13."""
    cases = []
    for variant, process in converted.items():
        model = folder / name_of(variant) / (name_of(variant) + BACKENDS[backend])
        if process.returncode == 0 and model.exists():
            cases.append({"name": variant, "onnx": str(folder / f"{variant}.onnx"), "model": str(model), "key": KEY,
                          "train": "op13" in variant or "dynamic" in variant})
            if variant == SABOTAGED and model.suffix == ".keras":
                broken = folder / f"sabotaged_{backend}.keras"
                sabotage(model, broken)
                cases.append({**cases[-1], "name": "sabotaged", "model": str(broken), "train": False})
    path = folder / f"cases_{backend}.json"
    path.write_text(json.dumps(cases))
    return path


@pytest.fixture(scope="session")
def verdicts(folder, converted, selected):
    """Runs the judges side by side: backend -> {case name: record}."""
    judges = {}
    for backend in selected[1]:
        cases, results = write_cases(folder, backend, converted), folder / f"results_{backend}.json"
        log = (folder / f"judge_{backend}.log").open("w+")
        command = [sys.executable, str(HERE / "judge.py"), backend, str(cases), str(results)]
        judges[backend] = (subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT), results, log)
    verdicts = {}
    for backend, (process, results, log) in judges.items():
        process.wait(timeout=3600)
        log.seek(0)
        print(log.read())
        verdicts[backend] = {r["name"]: r for r in json.loads(results.read_text())} if results.exists() else {}
    return verdicts


@pytest.mark.parametrize("variant", VARIANTS)
def test_converts(variant, folder, converted):
    process = converted[variant]
    assert process.returncode == 0, process.stderr
    assert "larger than the set threshold" not in process.stderr
    assert "The check shows" not in process.stderr and "INFO: Drawn" not in process.stderr
    name = name_of(variant)
    written = sorted(path.name for path in (folder / name).iterdir())
    expected = [f"{name}.h5", f"{name}.keras", f"{name}.tltb", f"{name}_mapping.json", f"{name}_summary.txt"]
    assert [w for w in written if not w.endswith("_custom_layers.py")] == expected
    assert json.loads((folder / name / f"{name}_mapping.json").read_text())
    assert name in (folder / name / f"{name}_summary.txt").read_text()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_real_keras_agrees(variant, backend, verdicts):
    record = verdicts[backend].get(variant)
    assert record is not None, f"no verdict of {backend} on {variant}: not converted, or the judge failed"
    assert record["problems"] == []
    ways = {"predict 1", "predict 3"} | ({"eager 1", "eager 3"} if backend != "tf_keras" else set())
    assert set(record["differences"]) == ways


@pytest.mark.parametrize("backend", [b for b, suffix in BACKENDS.items() if suffix == ".keras"])
def test_the_judge_sees_one_changed_weight(backend, verdicts):
    problems = verdicts[backend]["sabotaged"]["problems"]
    assert any("differs by" in problem for problem in problems)
    assert any("is no trainable weight" in problem for problem in problems)
