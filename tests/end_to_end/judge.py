"""Judges converted models by real Keras against onnxruntime running the originals.

usage: judge.py BACKEND CASES.json RESULTS.json        (BACKEND: tensorflow, jax, or tf_keras for Keras 2)

CASES is a list of {"name", "onnx": path, "model": path of a .keras, .h5 or .tltb, "key": of a .tltb, "train": bool,
"inputs": {name: .npy of three samples} (optional; else seeded values of both signs), "quick": true for `predict` with
three samples only}. RESULTS gets, for each case,
{"name", "differences": {way of running: largest |a-b|}, "problems": [text], "seconds"}; no problems means that
- called eagerly and by `predict`, with 1 and 3 samples, each sample agrees with the original run alone (batch 1):
  |a-b| <= 1e-4 + 1e-5 |b|;
- every float initializer of more than one element is a trainable weight, BatchNormalization's statistics one that
  is not;
- one training step (Adam, mean squared error to random targets) changes every trainable weight and keeps it finite.
Ends with exit code 1 if there is a problem.
"""
import collections
import json
import os
import pathlib
import runpy
import sys
import time
import traceback

ABSOLUTE, RELATIVE = 1e-4, 1e-5
SAMPLES = 3
BATCHES = (1, SAMPLES)
# (operator, input index) of float initializers that say where or how much, and are no weights
NOT_WEIGHTS = {("Resize", 1), ("Resize", 2), ("Upsample", 1), ("Clip", 1), ("Clip", 2), ("Pad", 2)}
STATISTICS = {("BatchNormalization", 3), ("BatchNormalization", 4)}

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
import onnx  # noqa: E402
import onnxruntime  # noqa: E402
if BACKEND == "tf_keras":
    import tf_keras as keras  # noqa: E402
else:
    import keras  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python"))


def make_inputs(session, case):
    """One array of SAMPLES samples for each input of the original."""
    random = np.random.default_rng(20240607)
    inputs = {}
    for value in session.get_inputs():
        if value.name in case.get("inputs", {}):
            inputs[value.name] = np.load(case["inputs"][value.name])
            continue
        assert value.type == "tensor(float)", f"give samples for input {value.name} of type {value.type}"
        inputs[value.name] = random.standard_normal((SAMPLES, *value.shape[1:])).astype(np.float32)
    return inputs


def run_original(session, inputs):
    """The outputs of the original, each sample run alone."""
    runs = [session.run(None, {name: value[i:i + 1] for name, value in inputs.items()}) for i in range(SAMPLES)]
    return [np.concatenate(parts) for parts in zip(*runs)]


def load(case):
    """The model as a user opens it: an archive by its reader, else with a NAME_custom_layers.py beside the file."""
    path = pathlib.Path(case["model"])
    if path.suffix == ".tltb":
        import open_tltb
        return open_tltb.load(str(path), case["key"], trust=True)
    layers = path.with_name(path.stem + "_custom_layers.py")
    if layers.exists():
        runpy.run_path(str(layers))  # its classes register themselves
    if BACKEND == "tf_keras":
        return keras.models.load_model(str(path))
    return keras.saving.load_model(str(path), safe_mode=True)


def as_list(outputs):
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    return [np.asarray(output) for output in outputs]


def check_outputs(model, inputs, expected, quick, record):
    """Runs the model in every way, or in the one that is quick, and notes the differences."""
    for batch in BATCHES[-1:] if quick else BATCHES:
        x = [value[:batch] for value in inputs.values()]
        x = x[0] if len(x) == 1 else x
        ways = {"predict": lambda: model.predict(x, verbose=0, batch_size=batch)}
        if BACKEND != "tf_keras" and not quick:
            ways["eager"] = lambda: model(x)
        for way, run in ways.items():
            label = f"{way} {batch}"
            got = as_list(run())
            want = [value[:batch] for value in expected]
            shapes = [g.shape for g in got], [w.shape for w in want]
            if shapes[0] != shapes[1]:
                record["problems"].append(f"{label}: shapes {shapes[0]} where the original has {shapes[1]}")
                continue
            worst = max(float(np.max(np.abs(g - w))) for g, w in zip(got, want))
            record["differences"][label] = worst
            if not all(np.all(np.abs(g - w) <= ABSOLUTE + RELATIVE * np.abs(w)) for g, w in zip(got, want)):
                record["problems"].append(f"{label}: differs by {worst:.3g}")


def fingerprint(array):
    """The values of a weight without regard to their order or shape."""
    values = np.sort(np.asarray(array, np.float32) + 0.0, axis=None)  # + 0.0 makes -0.0 equal to 0.0
    return values.size, values.tobytes()


def check_weights(path, model, record):
    """Looks for each initializer of the original among the weights of the model."""
    graph = onnx.load(path).graph
    arrays = {i.name: i for i in graph.initializer if i.data_type == onnx.TensorProto.FLOAT and np.prod(i.dims) > 1}
    uses = collections.defaultdict(set)
    for node in graph.node:
        for index, name in enumerate(node.input):
            uses[name].add((node.op_type, index))
    trainable = collections.Counter(fingerprint(w) for w in model.trainable_weights)
    fixed = collections.Counter(fingerprint(w) for w in model.non_trainable_weights)
    for name, tensor in arrays.items():
        if not uses[name] - NOT_WEIGHTS:
            continue
        is_statistic = uses[name] <= STATISTICS
        available = fixed if is_statistic else trainable
        key = fingerprint(onnx.numpy_helper.to_array(tensor))
        if available[key] == 0:
            kind = "non-trainable" if is_statistic else "trainable"
            record["problems"].append(f"initializer {name} {list(tensor.dims)} is no {kind} weight of the model")
        available[key] -= 1


def check_training(model, inputs, expected, record):
    """Takes one training step and looks at every trainable weight."""
    random = np.random.default_rng(7)
    targets = [random.standard_normal(value.shape).astype(np.float32) for value in expected]
    # Adam, since the true gradient of a bias in front of BatchNormalization is 0 and only its rounding moves it.
    # XLA is switched off: compiling a step takes longer than taking it.
    options = {} if BACKEND == "tf_keras" else {"jit_compile": BACKEND == "jax"}
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse", **options)
    x = list(inputs.values())
    before = [np.asarray(w).copy() for w in model.trainable_weights]
    model.train_on_batch(x[0] if len(x) == 1 else x, targets[0] if len(targets) == 1 else targets)
    for weight, old in zip(model.trainable_weights, before):
        new = np.asarray(weight)
        name = getattr(weight, "path", weight.name)
        if not np.all(np.isfinite(new)):
            record["problems"].append(f"training makes {name} {new.shape} infinite")
        elif np.array_equal(new, old):
            record["problems"].append(f"training leaves {name} {new.shape} as it was")


def judge(case):
    record = {"name": case["name"], "differences": {}, "problems": []}
    start = time.monotonic()
    try:
        session = onnxruntime.InferenceSession(case["onnx"], providers=["CPUExecutionProvider"])
        inputs = make_inputs(session, case)
        expected = run_original(session, inputs)
        model = load(case)
        check_outputs(model, inputs, expected, case.get("quick", False), record)
        check_weights(case["onnx"], model, record)
        if case.get("train", True):
            check_training(model, inputs, expected, record)
    except Exception as error:  # one case must not hide the others
        record["problems"].append(f"{type(error).__name__}: {error}")
        traceback.print_exc()
    record["seconds"] = round(time.monotonic() - start, 1)
    return record


def main(cases_path, results_path):
    cases = json.loads(pathlib.Path(cases_path).read_text())
    results = []
    for case in cases:
        keras.backend.clear_session()
        record = judge(case)
        results.append(record)
        worst = max(record["differences"].values(), default=float("nan"))
        verdict = "; ".join(record["problems"]) or "ok"
        print(f"{BACKEND:10s} {record['name']:28s} {worst:9.2e} {record['seconds']:6.1f} s  {verdict}", flush=True)
    pathlib.Path(results_path).write_text(json.dumps(results, indent=1))
    return 1 if any(record["problems"] for record in results) else 0


sys.exit(main(sys.argv[2], sys.argv[3]))
