"""Each folder of plugins/examples as a stranger uses it: copied, built against the installed package alone, run.

The commands are those of the example's README, and so is the custom_meta.json that they make; real Keras (judge.py, one
process a version) opens the result and compares it with the original. Needs a finished build in $TAO_BYOM_BUILD
(default: build/). With -k only the examples that the selected tests name are built.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", SOURCE / "build"))
EXAMPLES = sorted(p.name for p in (SOURCE / "plugins" / "examples").iterdir() if (p / "CMakeLists.txt").exists())
# example -> the Python classes that its result brings along
CLASSES = {
    "dnnl_conv": [],
    "erf_and_reduce_prod": ["ERFLayer", "ProdLayer"],
    "hard_sigmoid": ["HardSigmoidLayer"],
    "plain_c": [],
    "swish": ["SwishLayer"],
}
BACKENDS = {"jax": ".keras", "tf_keras": ".tltb"}


def block(example, language):
    """The first fenced block of that language in the example's README."""
    text = (SOURCE / "plugins" / "examples" / example / "README.md").read_text()
    return re.search(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL).group(1)


def model_name(example):
    return re.search(r"-n (\w+)", block(example, "sh")).group(1)


@pytest.fixture(scope="session")
def selected(request):
    """The examples that this run of pytest asks about."""
    wanted = {item.callspec.params.get("example") for item in request.session.items if hasattr(item, "callspec")}
    return [e for e in EXAMPLES if e in wanted]


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The installed program, the models, and a copy of every example."""
    folder = tmp_path_factory.mktemp("examples")
    subprocess.run(["cmake", "--install", str(BUILD), "--prefix", str(folder / "prefix")], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["/usr/bin/python3", str(HERE / "networks" / "export_examples.py"), str(folder)], check=True,
                   stdout=subprocess.DEVNULL)
    for example in EXAMPLES:
        shutil.copytree(SOURCE / "plugins" / "examples" / example, folder / example, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def converted(folder, selected):
    """Example -> the finished shell that ran its README's commands."""
    environment = {**os.environ, "CMAKE_PREFIX_PATH": str(folder / "prefix"),
                   "PATH": f"{folder / 'prefix' / 'bin'}:{os.environ['PATH']}"}
    return {example: subprocess.run(["bash", "-e", "-c", block(example, "sh")], cwd=folder / example, env=environment,
                                    capture_output=True, text=True, timeout=900) for example in selected}


@pytest.fixture(scope="session")
def verdicts(folder, converted):
    """Backend -> {example: record of the judge}."""
    verdicts = {}
    for backend, suffix in BACKENDS.items():
        cases = []
        for example, process in converted.items():
            reference = folder / f"{example}.reference.onnx"
            name = model_name(example)
            original = reference if reference.exists() else folder / example / f"{name}.onnx"
            if process.returncode == 0:
                cases.append({"name": example, "onnx": str(original), "key": "my_key",
                              "model": str(folder / example / "results" / (name + suffix))})
        (folder / "cases.json").write_text(json.dumps(cases))
        results = folder / f"results_{backend}.json"
        subprocess.run([sys.executable, str(HERE / "judge.py"), backend, str(folder / "cases.json"), str(results)],
                       timeout=1500)
        verdicts[backend] = {r["name"]: r for r in json.loads(results.read_text())} if results.exists() else {}
    return verdicts


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_commands_of_the_readme_work(example, folder, converted):
    process = converted[example]
    assert process.returncode == 0, process.stdout + process.stderr
    assert "INFO: The converted model gives the numbers of the original" in process.stderr
    assert "WARNING" not in process.stderr
    name = model_name(example)
    layers = folder / example / "results" / f"{name}_custom_layers.py"
    text = layers.read_text() if layers.exists() else ""
    assert [c for c in re.findall(r"^class (\w+)", text, re.MULTILINE) if not c.startswith("Ops")] == CLASSES[example]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_readme_shows_the_custom_meta_that_the_build_writes(example, folder, converted):
    manifest = folder / example / "build" / f"{example}.json"
    assert block(example, "json").strip() == manifest.read_text().strip()


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_small(example):
    text = (SOURCE / "plugins" / "examples" / example / "CMakeLists.txt").read_text()
    assert len([line for line in text.splitlines() if not line.startswith("#")]) <= 5


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_real_keras_agrees(example, backend, verdicts):
    record = verdicts[backend].get(example)
    assert record is not None, f"no verdict of {backend} on {example}: not converted, or the judge failed"
    assert record["problems"] == []
    assert max(record["differences"].values()) <= 1e-4
