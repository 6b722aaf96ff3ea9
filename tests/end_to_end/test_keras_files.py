"""Real Keras 3 and Keras 2 load what host/keras writes: structure, order, weights and numbers are Keras's own.

Needs keras_files_tool (KERAS_FILES_TOOL, else it is looked for in build*/bin) and the environment of the tests.
"""
import glob
import json
import os
import pickle
import random
import subprocess
import sys

import numpy as np
import pytest

from keras_cases import *  # noqa: F403
from keras_cases import GOLDEN, HERE, NAMES, ROOT, TOOL

pytestmark = pytest.mark.skipif(TOOL is None, reason="keras_files_tool is not built")


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """A folder with the files of each case; the tool reads them back, too."""
    folders, failures = {}, {}
    for name, case in CASES.items():
        folder = folders[name] = str(tmp_path_factory.mktemp(name))
        path = os.path.join(folder, "case.json")
        with open(path, "w") as file:
            json.dump(case, file)
        done = subprocess.run([TOOL, path, folder], capture_output=True, text=True)
        if done.returncode:
            failures[name] = done.stderr
    return folders, failures


def judged_by(written, engine, folder):
    jobs = [{"name": name, "folder": written[0][name], "case": CASES[name]} for name in NAMES]
    if engine == "keras2":  # it has no operations
        jobs = [job for job in jobs if job["name"] != "operations"]
    with open(folder / "jobs.json", "w") as file:
        json.dump(jobs, file)
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "1", "CUDA_VISIBLE_DEVICES": "",
                   "JAX_PLATFORMS": "cpu"}
    done = subprocess.run([sys.executable, HERE + "/keras_judge.py", engine, str(folder / "jobs.json"), str(folder / "results")],
                          env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with open(folder / "results", "rb") as file:
        return pickle.load(file)


@pytest.fixture(scope="session")
def keras3(written, tmp_path_factory):
    return judged_by(written, "keras3", tmp_path_factory.mktemp("keras3"))


@pytest.fixture(scope="session")
def keras2(written, tmp_path_factory):
    return judged_by(written, "keras2", tmp_path_factory.mktemp("keras2"))


@pytest.fixture(params=["keras3", "keras2"])
def engine(request):
    return request.param


def result(request, engine, name):
    results = request.getfixturevalue(engine)
    if name not in results:
        pytest.skip("Keras 2 has no operations")
    assert "error" not in results[name], results[name]["error"]
    return results[name]


def close(a, b):
    assert len(a) == len(b)
    for x, y in zip(a, b):
        np.testing.assert_allclose(x.astype("float32"), y.astype("float32"), rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_written_reads_back(written, name):
    assert name not in written[1], written[1][name]


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_those_of_a_model_that_keras_builds(request, engine, name):
    r = result(request, engine, name)
    if "twin_out" not in r:
        pytest.skip("only loaded")
    close(r["out"], r["twin_out"])


@pytest.mark.parametrize("name", NAMES)
def test_order_and_weights_are_keras_own(request, engine, written, name):
    r = result(request, engine, name)
    with open(f"{written[0][name]}/order{engine[-1]}.json") as file:
        order = json.load(file)
    assert r["loaded"]["layers"] == order
    if "twin" not in r:
        pytest.skip("only loaded")
    assert r["twin"]["layers"] == order
    assert r["loaded"]["trainable_weights"] == r["twin"]["trainable_weights"]
    assert len(r["loaded"]["weights"]) == len(r["twin"]["weights"])
    for loaded, built in zip(r["loaded"]["weights"], r["twin"]["weights"]):
        np.testing.assert_array_equal(loaded, built)


@pytest.mark.parametrize("name", NAMES)
def test_model_saved_again_gives_the_same(request, engine, name):
    r = result(request, engine, name)
    if "resaved_out" not in r:
        pytest.skip("not saved again")
    close(r["resaved_out"], r["out"])


@pytest.mark.parametrize("name", NAMES)
def test_weights_as_one_list_fit_the_json(request, name):
    r = result(request, "keras2", name)
    if "list_out" not in r:
        pytest.skip("no list")
    close(r["list_out"], r["out"])


def test_h5_of_native_layers_loads_in_keras3(keras3):
    close(keras3["chain"]["h5_out"], keras3["chain"]["out"])


def test_operations_are_refused_for_keras2(written):
    with open(written[0]["operations"] + "/h5.refused") as file:
        text = file.read()
    for name in ("pad", "split", "mul", "div", "exp"):
        assert f"'{name}'" in text
    assert text.startswith("1 ") and "'dense'" not in text


def test_one_output_is_one_array_in_keras3(keras3):
    assert keras3["chain"]["loaded"]["single_output"] and not keras3["shared"]["loaded"]["single_output"]


def test_frozen_layers_stay_frozen(request, engine):
    trainable = result(request, engine, "chain")["loaded"]["trainable"]
    assert [name for name, value in trainable.items() if not value] == ["bn"]


def test_names_are_made_safe_and_unique(request, engine):
    layers = result(request, engine, "odd_names")["loaded"]["layers"]
    assert layers == ["conv.Conv_output_0", "LAYER_1", "layer_1", "top_level_model_weights_1", "conv.Conv_output_0_1"]


def test_every_float32_survives_the_json(request, engine):
    loaded = result(request, engine, "floats")["loaded"]["configs"]["w"]["factors"]
    wanted = CASES["floats"]["graph"]["nodes"][0]["attributes"]["factors"]
    np.testing.assert_array_equal(np.array(loaded, "float32").view("uint32"), np.array(wanted, "float32").view("uint32"))
    assert loaded[0] == 0.1  # the shortest decimal


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("initializer_")])
def test_kernel_initializer_is_recorded(request, engine, name):
    configs = result(request, engine, name)["loaded"]["configs"]
    chosen = "".join(word.capitalize() for word in name.split("_")[1:])
    assert configs["d"]["kernel_initializer"]["class_name"] == chosen
    assert configs["d"]["bias_initializer"]["class_name"] == "Zeros"
    if chosen != "Identity":  # which Keras has for matrices only
        assert configs["c"]["kernel_initializer"]["class_name"] == chosen


def test_half_keeps_its_dtype(request, engine):
    r = result(request, engine, "half")
    assert r["loaded"]["weights"][0].dtype == np.float16 and r["out"][0].dtype == np.float16


def test_bfloat16_weights_are_exact(request, engine):
    weights = result(request, engine, "bfloat")["loaded"]["weights"]
    np.testing.assert_array_equal(weights[0].astype("float32"), np.array([[0.5, -3.0], [1.0078125, 256.0]], "float32"))


def summary_table(text):
    head, _, foot = text.rstrip("\n").rpartition("=\n")
    numbers = [line.split(":")[1].split("(")[0].replace(",", "").strip() for line in foot.splitlines() if "params" in line]
    return [line.rstrip() for line in head.splitlines()[1:]], numbers


# Keras 2.9 wraps a long name one letter later than the version here; and what nobody uses has no shape in our graph.
@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("odd_names", "many", "custom")])
def test_summary_is_keras_2s(request, written, name):
    r = result(request, "keras2", name)
    with open(written[0][name] + "/summary2.txt") as file:
        ours = summary_table(file.read())
    theirs = summary_table(r["loaded"]["summary"])
    assert ours == theirs


@pytest.mark.skipif(not os.path.isdir(GOLDEN), reason="no golden files here")
def test_golden_models_weights_in_our_file_give_golden_numbers(tmp_path):
    import h5py

    g = Graph("tiny")
    with h5py.File(GOLDEN + "/tiny_k29.h5") as file:
        stored = {}
        file["model_weights"].visititems(lambda path, item: stored.__setitem__(path.split("/", 1)[-1], np.array(item)) if isinstance(item, h5py.Dataset) else None)
        config = {layer["name"]: layer["config"] for layer in json.loads(file.attrs["model_config"])["config"]["layers"]}
    take = lambda *names: [{"values": stored[n].tolist()} for n in names]
    x = g.input("input", [None, 3, 8, 8])
    x = g.layer("ZeroPadding2D", "p", [x], padding=config["p"]["padding"], data_format="channels_first")
    x = g.layer("Conv2D", "c", [x], weights=take("c/kernel:0", "c/bias:0"), filters=4, kernel_size=[3, 3], strides=[2, 2], data_format="channels_first")
    x = g.layer("BatchNormalization", "bn", [x], weights=take("bn/gamma:0", "bn/beta:0", "bn/moving_mean:0", "bn/moving_variance:0"), axis=1, epsilon=0.001)
    x = g.layer("ReLU", "r", [x])
    x = g.layer("Add", "ad", [x, x])
    x = g.layer("Reshape", "rs", [x], target_shape=[-1])
    case = g.case(g.layer("Dense", "d", [x], weights=take("d/kernel:0", "d/bias:0"), units=5))
    (tmp_path / "case.json").write_text(json.dumps(case))
    subprocess.run([TOOL, str(tmp_path / "case.json"), str(tmp_path)], check=True)
    script = f"""
import sys, os, numpy as np
os.environ["KERAS_BACKEND"] = "jax"
import keras
io = np.load({GOLDEN + "/tiny_k29_io.npz"!r})
x, y = (io[k] for k in io.files)
for name in ("m.keras", "m.h5"):
    model = keras.models.load_model({str(tmp_path)!r} + "/" + name, compile=False)
    np.testing.assert_allclose(model.predict(x, verbose=0), y, rtol=1e-6, atol=1e-5)
"""
    subprocess.run([sys.executable, "-c", script], check=True)
