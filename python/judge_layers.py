"""Has real Keras open model files and compares what they compute. tao_byom carries this text and runs it.

usage: judge_layers.py 3|2 < JOBS > VERDICTS     (Keras 3, or Keras 2: tf_keras or a TensorFlow whose keras is 2.x)

JOBS is {"absolute": 1e-4, "relative": 1e-5, "predict": false, "open_tltb": the text of open_tltb.py (for .tltb files),
"cases": [{"name", "model": path, "format": "keras", "h5" or "tltb" (default: the path's suffix), "key": of a .tltb,
"custom_layers": path (optional), "inputs": [.npy], "outputs": [.npy]}]}: a model is called eagerly, with "predict" also by model.predict, and |a-b| <= absolute + relative |b| must hold everywhere.
VERDICTS are lines of JSON: {"keras": version, "backend"}, or {"missing": why there is none}; then for each case {"name",
"difference": the largest |a-b| or null, "problem": text or null}. What Keras prints goes to stderr.
"""
import importlib.util
import json
import os
import pathlib
import runpy
import sys
import tempfile
import types

VERDICTS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)  # the libraries below print where they like


def say(verdict):
    print(json.dumps(verdict), file=VERDICTS, flush=True)


def find_keras(generation):
    """The module. It reads its settings when it is imported."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if generation == 2:
        os.environ["TF_USE_LEGACY_KERAS"] = "1"
        if importlib.util.find_spec("tf_keras"):
            import tf_keras as found
        else:
            import tensorflow
            found = tensorflow.keras
    else:
        if "KERAS_BACKEND" not in os.environ:
            there = [name for name in ("tensorflow", "jax", "torch") if importlib.util.find_spec(name)]
            os.environ["KERAS_BACKEND"] = there[0] if there else "numpy"
        import keras
        found = keras
    if not found.__version__.startswith(f"{generation}."):
        raise ImportError(f"this Python has Keras {found.__version__} and not Keras {generation}")
    return found


def load(keras, case, jobs):
    """The model as a user opens it, its own layers first: they register themselves."""
    if case.get("custom_layers"):
        runpy.run_path(case["custom_layers"])
    path = case["model"]
    kind = case.get("format") or pathlib.Path(path).suffix[1:]
    if kind == "tltb":
        opener = types.ModuleType("open_tltb")
        exec(compile(jobs["open_tltb"], "open_tltb.py", "exec"), opener.__dict__)
        return opener.load(path, case.get("key"), trust=True, keras=keras)
    if keras.__version__.startswith("2."):
        import h5py
        with open(path, "rb") as unfinished, h5py.File(unfinished, "r") as file:  # HDF5 would ask for the real name
            return keras.models.load_model(file, compile=False)
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "model." + kind)  # Keras goes by the name, which an unfinished file lacks
        os.symlink(os.path.abspath(path), name)
        return keras.saving.load_model(name, compile=False, safe_mode=True)


def difference(got, want, jobs):
    """The largest |a-b|, and what is wrong in words or None."""
    got = np.asarray(got)
    if got.shape != want.shape:
        return None, f"Keras gives the shape {list(got.shape)}, the kernel {list(want.shape)}"
    if want.size == 0:
        return 0.0, None
    a, b = got.astype(np.float64), want.astype(np.float64)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    with np.errstate(invalid="ignore"):  # infinity less infinity
        gaps = np.where(same, 0, np.abs(a - b))
        near = same | (np.isfinite(gaps) & (gaps <= jobs["absolute"] + jobs["relative"] * np.abs(b)))
    worst = float(np.max(np.where(np.isnan(gaps), np.inf, gaps)))
    if near.all():
        return worst, None
    place = tuple(int(i) for i in np.unravel_index(np.argmin(near), near.shape))
    return worst, f"Keras computes {a[place]:.7g} at {list(place)} where the kernel has {b[place]:.7g}"


def compare(keras, case, jobs):
    model = load(keras, case, jobs)
    inputs = [np.load(path) for path in case["inputs"]]
    wanted = [np.load(path) for path in case["outputs"]]
    x = inputs[0] if len(inputs) == 1 else inputs
    ways = {"called": lambda: model(x)}
    if jobs.get("predict"):
        ways["predict"] = lambda: model.predict(x, verbose=0, batch_size=max(1, len(inputs[0])))
    worst = 0.0
    for way, run in ways.items():
        outputs = run()
        outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
        if len(outputs) != len(wanted):
            return None, f"{way}: Keras gives {len(outputs)} outputs, not {len(wanted)}"
        for index, (got, want) in enumerate(zip(outputs, wanted)):
            largest, problem = difference(got, want, jobs)
            if problem:
                return largest, (f"output {index}: " if len(wanted) > 1 else "") + problem
            worst = max(worst, largest)
    return worst, None


def main():
    generation = int(sys.argv[1])
    jobs = json.load(sys.stdin)
    try:
        keras = find_keras(generation)
    except Exception as error:  # a half-installed TensorFlow raises many kinds
        say({"missing": f"{type(error).__name__}: {error}"})
        return
    backend = keras.backend.backend()
    say({"keras": keras.__version__, "backend": backend})
    for case in jobs["cases"]:
        keras.backend.clear_session()
        try:
            worst, problem = compare(keras, case, jobs)
        except Exception as error:  # one case must not hide the others
            lines = [line.strip() for line in str(error).splitlines() if line.strip()]
            worst, problem = None, f"Keras refuses: {type(error).__name__}: {' '.join(lines)[:400]}"
        finite = worst is not None and np.isfinite(worst)
        say({"name": case["name"], "difference": worst if finite else None, "problem": problem})


if len(sys.argv) != 2 or sys.argv[1] not in ("2", "3"):
    sys.exit(__doc__)
try:
    import numpy as np
except ImportError as error:
    say({"missing": f"{type(error).__name__}: {error}"})
else:
    main()
