"""Each folder of plugins/examples as a stranger uses it: copied, built against the installed package alone, run.

The commands are those of the example's README, and so is the custom_meta.json that they make; real Keras (judge.py, one
process a version) opens what they wrote, compares it with the original and trains it one step. Needs a finished build in
$TAO_BYOM_BUILD (default: build/). With -k only the examples that the selected tests name are built. With
TAO_BYOM_WHOLE_NETWORKS=1 ConvNeXt-tiny has all its blocks, which takes real Keras minutes.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import pytest

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
STORIES = SOURCE / "plugins" / "examples"
BUILD = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", SOURCE / "build"))
# example -> the Python classes of its own that the result brings along
CLASSES = {
    "dnnl_conv": [],
    "erf_and_reduce_prod": ["ERFLayer", "ProdLayer"],
    "hard_sigmoid": ["HardSigmoidLayer"],
    "mish": ["MishLayer"],
    "plain_c": [],
    "swish": ["SwishLayer"],
}
EXAMPLES = sorted(CLASSES)
BACKENDS = {"jax": ".keras", "tf_keras": ".tltb"}
AGREES = "INFO: The converted model gives the numbers of the original"


def block(example, language):
    """The first fenced block of that language in the example's README."""
    text = (STORIES / example / "README.md").read_text(encoding="utf-8")
    return re.search(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL).group(1)


def conversion(example):
    """The command of the README that converts, as a list."""
    return shlex.split(next(line for line in block(example, "sh").splitlines() if line.startswith("tao_byom ")))


def model_name(example):
    command = conversion(example)
    return command[command.index("-n") + 1]


def overrides(example):
    """What the example's CMakeLists.txt claims against the built-in plugin."""
    text = (STORIES / example / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.findall(r"ai\.onnx::\w+", text)


@pytest.fixture(scope="session")
def selected(request):
    """The examples that this run of pytest asks about."""
    wanted = {item.callspec.params.get("example") for item in request.session.items if hasattr(item, "callspec")}
    return [example for example in EXAMPLES if example in wanted]


class Workshop:
    """A folder with the installed program, the networks, and a copy of each selected example."""

    def __init__(self, folder, examples):
        self.folder = folder
        prefix = folder / "prefix"
        self.environment = {**os.environ, "CMAKE_PREFIX_PATH": str(prefix), "PATH": f"{prefix / 'bin'}:{os.environ['PATH']}"}
        subprocess.run(["cmake", "--install", str(BUILD), "--prefix", str(prefix)], check=True, stdout=subprocess.DEVNULL)
        export = ["/usr/bin/python3", str(HERE / "networks" / "export_examples.py"), str(folder), *examples]
        export += ["--whole"] if os.environ.get("TAO_BYOM_WHOLE_NETWORKS") else []
        subprocess.run(export, check=True, stdout=subprocess.DEVNULL)
        for example in examples:
            shutil.copytree(STORIES / example, folder / example, dirs_exist_ok=True)

    def run(self, example, command, **variables):
        """The finished process of a command in the example's folder."""
        return subprocess.run(command, cwd=self.folder / example, env={**self.environment, **variables}, capture_output=True,
                              text=True, timeout=600, check=False)

    def convert(self, example, *more, **variables):
        """The README's conversion anew, with more options, into a folder of its own."""
        command = conversion(example)
        command[command.index("-r") + 1] = "again"
        return self.run(example, [*command, *more], **variables)

    def original(self, example):
        reference = self.folder / f"{example}.reference.onnx"
        return reference if reference.exists() else self.folder / example / f"{model_name(example)}.onnx"


@pytest.fixture(scope="session")
def workshop(selected):
    with tempfile.TemporaryDirectory(prefix="tao_byom_examples.") as folder:
        yield Workshop(pathlib.Path(folder), selected)


@pytest.fixture(scope="session")
def converted(workshop, selected):
    """Example -> the finished shell that ran its README's commands."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        processes = pool.map(lambda example: workshop.run(example, ["bash", "-e", "-c", block(example, "sh")]), selected)
        return dict(zip(selected, processes))


@pytest.fixture(scope="session")
def verdicts(workshop, converted):
    """Runs the judges side by side: backend -> {example: record}."""
    judges = {}
    for backend, suffix in BACKENDS.items():
        cases, results = workshop.folder / f"cases_{backend}.json", workshop.folder / f"results_{backend}.json"
        cases.write_text(json.dumps([
            {"name": example, "onnx": str(workshop.original(example)), "key": "my_key", "quick": True,
             "model": str(workshop.folder / example / "results" / (model_name(example) + suffix))}
            for example, process in converted.items() if process.returncode == 0]))
        command = [sys.executable, str(HERE / "judge.py"), backend, str(cases), str(results)]
        with results.with_suffix(".log").open("w") as log:
            judges[backend] = results, subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    verdicts = {}
    for backend, (results, process) in judges.items():
        process.wait(timeout=1500)
        print(f"judge.py {backend} ended with {process.returncode}:", results.with_suffix(".log").read_text()[-3000:])
        verdicts[backend] = {r["name"]: r for r in json.loads(results.read_text())} if results.exists() else {}
    return verdicts


def classes_beside(folder, name):
    """The classes of NAME_custom_layers.py but those that stand for operations of Keras 3."""
    path = folder / f"{name}_custom_layers.py"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [found for found in re.findall(r"^class (\w+)", text, re.MULTILINE) if not found.startswith("Ops")]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_commands_of_the_readme_work(example, workshop, converted):
    process = converted[example]
    assert process.returncode == 0, process.stdout + process.stderr
    assert AGREES in process.stderr
    assert "WARNING" not in process.stderr
    assert classes_beside(workshop.folder / example / "results", model_name(example)) == CLASSES[example]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_readme_shows_the_custom_meta_that_the_build_writes(example, workshop, converted):
    manifest = workshop.folder / example / "build" / f"{example}.json"
    assert block(example, "json") == manifest.read_text(encoding="utf-8")


@pytest.mark.parametrize("example", [example for example in EXAMPLES if overrides(example)])
def test_an_override_is_told(example, workshop, converted):
    manifest = workshop.folder / example / "build" / f"{example}.json"
    plugin = json.loads(manifest.read_text(encoding="utf-8"))["PLUGIN"]["id"]
    for claim in overrides(example):
        assert (f"INFO: operator {claim} is taken from plugin '{plugin}' ({manifest}), which overrides that of "
                "'org.tao-byom.builtin'.") in converted[example].stderr


@pytest.mark.parametrize("example", [example for example in EXAMPLES if overrides(example)])
def test_without_an_override_the_user_chooses(example, workshop, converted):
    """Two plugins offer the operator: an error that says how to choose, and the way that it says first works."""
    build = workshop.folder / example / "build"
    meta = json.loads((build / f"{example}.json").read_text(encoding="utf-8"))
    meta["PLUGIN"]["overrides"] = []
    (build / "no_overrides.json").write_text(json.dumps(meta), encoding="utf-8")
    choice = ["-c", "build/no_overrides.json"]
    operators = [claim.removeprefix("ai.onnx::") for claim in overrides(example)]
    undecided = workshop.run(example, [*conversion(example)[:-2], *choice])
    assert undecided.returncode == 5
    assert f"or start with --without-builtin {operators[0]}." in undecided.stderr
    without = [word for operator in operators for word in ("--without-builtin", operator)]
    command = [*conversion(example)[:-2], *choice, *without]
    command[command.index("-r") + 1] = "chosen"
    chosen = workshop.run(example, command)
    assert chosen.returncode == 0, chosen.stderr
    assert AGREES in chosen.stderr
    for claim in overrides(example):
        assert f"INFO: the built-in operator {claim} is not used (--without-builtin)." in chosen.stderr
    results = workshop.folder / example
    for name in (f"{model_name(example)}_mapping.json", f"{model_name(example)}_custom_layers.py"):
        either = [results / folder / name for folder in ("chosen", "results")]
        assert either[0].exists() == either[1].exists()
        assert not either[0].exists() or either[0].read_bytes() == either[1].read_bytes()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_real_keras_agrees_and_learns(example, backend, verdicts):
    record = verdicts[backend].get(example)
    assert record is not None, f"no verdict of {backend} on {example}: not converted, or the judge failed"
    assert record["problems"] == []
    assert max(record["differences"].values()) <= 1e-4


@pytest.mark.parametrize("example", ["dnnl_conv"])
def test_the_second_kernel_is_chosen_by_tier_or_by_name(example, workshop, converted):
    """oneDNN says on request what it computes: every convolution of one group, or none of them."""
    def computed(process):
        assert process.returncode == 0, process.stderr
        assert AGREES in process.stderr
        return set(re.findall(r"^(?:onednn|dnnl)_verbose,exec,cpu,convolution,.*,(\w+),[\d.]+$", process.stdout, re.MULTILINE))

    by_tier = workshop.convert(example, DNNL_VERBOSE="1")
    by_name = workshop.convert(example, "--kernels", "dnnl", DNNL_VERBOSE="1")
    builtin = workshop.convert(example, "--kernels", "reference", DNNL_VERBOSE="1")
    assert computed(by_tier) and computed(by_tier) == computed(by_name)
    assert not [shape for shape in computed(by_tier) if shape.startswith("g")]
    assert not computed(builtin)
    reason = "it knows convolutions of one group only"
    assert reason in by_tier.stderr and reason in by_name.stderr and reason not in builtin.stderr


def test_examples_are_small():
    for example in EXAMPLES:
        text = (STORIES / example / "CMakeLists.txt").read_text(encoding="utf-8")
        assert len([line for line in text.splitlines() if not line.startswith("#")]) <= 5, example
    assert len((STORIES / "dnnl_conv" / "conv.cpp").read_text(encoding="utf-8").splitlines()) <= 60


def test_the_index_names_every_example():
    index = (STORIES / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| \[`(\w+)/`\]\(\1/README\.md\)", index, re.MULTILINE)) == EXAMPLES
