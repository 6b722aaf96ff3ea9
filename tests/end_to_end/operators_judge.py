"""Runs converted node tests in one real Keras and compares with the outputs that ONNX's test data expect.

usage: operators_judge.py BACKEND CASES.json RESULTS.json        (BACKEND: tensorflow, jax, or tf_keras for Keras 2)

CASES is a list of {"name", "model": path of a .keras or .h5 (which Keras 3 reads as open_tltb does), "data": .npz with
in_0 ... and out_0 ...}; RESULTS gets {name: problem}, an empty text where shapes and types agree and
|a-b| <= 1e-4 + 1e-5 |b| holds everywhere (integers: equal). float16 results may be one more unit in the last place away:
the expected ones are rounded, too.
"""
import json
import os
import pathlib
import runpy
import sys

ABSOLUTE, RELATIVE = 1e-4, 1e-5

# Keras reads its settings when it is imported.
if len(sys.argv) != 4 or sys.argv[1] not in ("tensorflow", "jax", "tf_keras"):
    sys.exit(__doc__)
BACKEND = sys.argv[1]
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1"  # without it TensorFlow refuses channels_first on many processors
if BACKEND == "tf_keras":
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
else:
    os.environ["KERAS_BACKEND"] = BACKEND

import numpy as np  # noqa: E402
if BACKEND == "tf_keras":
    import tf_keras as keras  # noqa: E402
else:
    import keras  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python"))
import open_tltb  # noqa: E402

# JAX has no types of 64 bits unless the whole program asks for them.
NARROWED = {"int64": "int32", "uint64": "uint32", "float64": "float32"} if BACKEND == "jax" else {}


def load(path):
    """The model as a user opens it, with the classes of the Python file beside it."""
    layers = path.with_name(path.stem + "_custom_layers.py")
    if layers.exists():
        runpy.run_path(str(layers))  # its classes register themselves
    if BACKEND == "tf_keras":
        return keras.models.load_model(str(path), compile=False)
    if path.suffix == ".h5":  # the same bytes as in a .tltb
        return open_tltb._build(*open_tltb._read_hdf5(path.read_bytes()), keras)
    return keras.saving.load_model(str(path), compile=False, safe_mode=True)


def difference(got, want):
    """Why two arrays differ; empty when they do not."""
    expected_type = NARROWED.get(want.dtype.name, want.dtype.name)
    if got.dtype.name != expected_type or got.shape != want.shape:
        return f"{got.dtype.name}{list(got.shape)} instead of {expected_type}{list(want.shape)}"
    if want.dtype.kind != "f":
        return "" if np.array_equal(got, want) else f"{int(np.sum(got != want))} of {want.size} elements differ"
    a, b = got.astype(np.float64), want.astype(np.float64)
    last_place = np.finfo(np.float16).eps * np.abs(b) if want.dtype == np.float16 else 0.0
    with np.errstate(invalid="ignore"):
        near = (np.abs(a - b) <= ABSOLUTE + RELATIVE * np.abs(b) + last_place) | (a == b) | (np.isnan(a) & np.isnan(b))
    if near.all():
        return ""
    worst = tuple(np.argwhere(~near)[0])
    return f"{a[worst]:.9g} instead of {b[worst]:.9g} at {list(map(int, worst))}, {int(np.sum(~near))} of {b.size} elements differ"


def call(model, inputs):
    """Eagerly; compiled by XLA where TensorFlow and oneDNN have no channels_first kernel for processors (in large graphs its optimizer
    turns the layout, in these of one layer it does not)."""
    try:
        return model(inputs)
    except Exception as error:
        if BACKEND == "jax" or not any(text in str(error) for text in ("NHWC", "NDHWC")):
            raise
        import tensorflow
        return tensorflow.function(lambda given: model(given), jit_compile=True)(inputs)


def judge(case):
    data = np.load(case["data"])
    inputs = [data[f"in_{i}"] for i in range(sum(name.startswith("in_") for name in data))]
    expected = [data[f"out_{i}"] for i in range(sum(name.startswith("out_") for name in data))]
    model = load(pathlib.Path(case["model"]))
    outputs = call(model, inputs[0] if len(inputs) == 1 else inputs)
    outputs = [np.asarray(out) for out in (outputs if isinstance(outputs, (list, tuple)) else [outputs])]
    if len(outputs) != len(expected):
        return f"{len(outputs)} outputs instead of {len(expected)}"
    return "; ".join(filter(None, map(difference, outputs, expected)))


def main(cases_path, results_path):
    results = {}
    for case in json.loads(pathlib.Path(cases_path).read_text()):
        keras.backend.clear_session()
        try:
            results[case["name"]] = judge(case)
        except Exception as error:  # one case must not hide the others
            results[case["name"]] = f"{type(error).__name__}: {' '.join(str(error).split())}"[:400]
        print(BACKEND, case["name"], results[case["name"]] or "ok", flush=True)
    pathlib.Path(results_path).write_text(json.dumps(results, indent=1))


main(sys.argv[2], sys.argv[3])
