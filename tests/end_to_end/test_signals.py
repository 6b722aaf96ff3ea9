"""SIGINT, SIGTERM and SIGHUP at any moment of a conversion: the folder is as it was, or has all that was asked for."""
import signal
import subprocess
import time

import pytest
from onnx import helper

import small_models
from small_models import BUILD

MOMENTS = 8
FILES = {f"net{end}" for end in (".tltb", ".keras", ".h5", "_summary.txt", "_mapping.json")}


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Ten products, so that every stage takes its time."""
    folder = tmp_path_factory.mktemp("model")
    names = ["x", *(f"p{i}" for i in range(9)), "y"]
    small_models.save(folder, deep=small_models.model(
        [helper.make_node("MatMul", [names[i], f"w{i}"], [names[i + 1]], f"product_{i}") for i in range(10)],
        {"x": [1, 500]}, {f"w{i}": (500, 500) for i in range(10)}))
    return folder / "deep.onnx"


def begin(model, folder):
    arguments = ["-m", str(model), "-k", "key", "-r", str(folder), "-n", "net", "--format", "tltb,keras,h5"]
    return subprocess.Popen([str(BUILD / "bin" / "tao_byom"), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name,older", [("SIGINT", False), ("SIGTERM", True), ("SIGHUP", False)])
def test_leaves_all_or_nothing(name, older, model, tmp_path):
    number = getattr(signal, name)
    start = time.monotonic()
    assert begin(model, tmp_path).wait(timeout=300) == 0
    whole = time.monotonic() - start
    if not older:
        for path in tmp_path.iterdir():
            path.unlink()
    stopped = 0
    for moment in range(MOMENTS):
        before = contents(tmp_path)
        process = begin(model, tmp_path)
        time.sleep(whole * moment / MOMENTS)
        process.send_signal(number)
        _, said = process.communicate(timeout=300)
        if process.returncode == 0:
            assert set(contents(tmp_path)) == FILES
        else:
            # Before the program is ready for signals they end it by themselves.
            assert process.returncode in (128 + number, -number), said
            assert contents(tmp_path) == before
            stopped += process.returncode > 0
        assert "ERROR" not in said
    assert stopped > 0
