"""Runs in a process of its own: real Keras loads the files that keras_files_tool wrote and says what it sees.

usage: keras_judge.py keras3|keras2 JOBS.json RESULTS.pickle
A job is {"name", "folder", "case"}. Beside the loaded model a twin is built from the case through Keras's own layer
calls, never through a configuration; both get the same input.
"""
import importlib.util
import json
import os
import pickle
import sys
import traceback

import numpy as np

if sys.argv[1] == "keras2":
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    import tensorflow as tf
    import tf_keras

    keras = tf.keras
    assert keras.layers.Layer is tf_keras.layers.Layer
else:
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

KERAS3 = sys.argv[1] == "keras3"
DIALECT = 3 if KERAS3 else 2
CUSTOM = 2


def values(weight):
    if "values" in weight:
        return np.array(weight["values"], dtype=weight.get("dtype", "float32"))
    i = np.arange(int(np.prod(weight["shape"])), dtype=np.int64)
    flat = (7919 * i + 104729 * weight["seed"]) % 2001 - 1000
    return (flat.astype("float32") / np.float32(1024)).reshape(weight["shape"])


def custom_module(folder):
    path = os.path.join(folder, f"custom_layers{DIALECT}.py")
    if not os.path.exists(path) or not open(path).read():
        return None
    spec = importlib.util.spec_from_file_location("custom_" + os.path.basename(folder).replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def form_of(case, node):
    return next(f for f in case["layers"][node["type"]]["forms"] if f["dialect"] == DIALECT)


def split_attributes(form, attributes):
    config, arguments = {}, {}
    keys = {key["key"]: key for key in form.get("keys", [])}
    for name, value in attributes.items():
        key = keys.get(name, {})
        written = key.get("written") or name
        if key.get("flags", 0) & 2:
            if isinstance(value, dict):
                value = np.array(value["config"]["value"], dtype=value["config"]["dtype"])
            arguments[written] = value
        elif not key.get("flags", 0) & 4:
            config[written] = [value] if key.get("flags", 0) & 1 else value
    return config, arguments


def live_nodes(graph):
    wanted, live = set(graph["outputs"]), []
    for node in reversed(graph["nodes"]):
        if wanted & {made["name"] for made in node["outputs"] if made}:
            wanted |= set(node["inputs"])
            live.insert(0, node)
    return live


def twin(case, module):
    """The case as a model that Keras builds itself."""
    graph, tensors, layers = case["graph"], {}, {}
    for given in graph["inputs"]:
        name = given["name"].replace("/", ".").replace(":", ".")
        tensors[given["name"]] = keras.Input(batch_shape=given["shape"], dtype=given.get("dtype", "float32"), name=name)
    for node in live_nodes(graph):
        form = form_of(case, node)
        config, arguments = split_attributes(form, node.get("attributes", {}))
        if node["name"] not in layers:
            if form.get("kind", 0) == 1:
                made = getattr(__import__(form["module"], fromlist=["x"]), form["class"])(name=node["name"], **config)
            else:
                home = module if form.get("kind", 0) == CUSTOM else keras.layers
                if form["class"] == "Bidirectional":
                    config["layer"] = keras.layers.LSTM(**config["layer"]["config"])
                made = getattr(home, form["class"])(
                    name=node["name"], trainable=node.get("trainable", True), dtype=node.get("dtype", "float32"), **config)
            layers[node["name"]] = made
        given = [tensors[name] for name in node["inputs"]]
        out = layers[node["name"]](given if form.get("flags", 0) & 1 else given[0], *([] if form.get("flags", 0) & 1 else given[1:]), **arguments)
        outs = out if isinstance(out, (list, tuple)) else [out]
        for made, tensor in zip(node["outputs"], outs):
            if made:
                tensors[made["name"]] = tensor
    inputs = [tensors[given["name"]] for given in graph["inputs"]]
    outputs = [tensors[name] for name in graph["outputs"]]
    model = keras.Model(inputs[0] if len(inputs) == 1 else inputs, outputs[0] if len(outputs) == 1 else outputs)
    for node in live_nodes(graph):
        if node.get("weights"):
            layers[node["name"]].set_weights([values(weight) for weight in node["weights"]])
    return model


def probe(case):
    random = np.random.default_rng(1)
    inputs = []
    for given in case["graph"]["inputs"]:
        shape = [given.get("free", 5) if extent is None else extent for extent in given["shape"]]
        if given["shape"] and given["shape"][0] is None:
            shape[0] = 3
        dtype = given.get("dtype", "float32")
        if dtype.startswith("int"):
            inputs.append(random.integers(0, 4, shape).astype(dtype))
        else:
            inputs.append(random.normal(size=shape).astype(dtype))
    return inputs


def run(model, inputs, case):
    given = inputs[0] if len(inputs) == 1 else inputs
    out = model(given) if case.get("eager") else model.predict(given, verbose=0)
    return [np.asarray(x) for x in (out if isinstance(out, (list, tuple)) else [out])]


def describe(model):
    text = []
    model.summary(print_fn=lambda line, **_: text.append(line), **({} if KERAS3 else {"positions": [.33, .55, .67, 1.]} if case_is_graph(model) else {}))
    return {
        "layers": [layer.name for layer in model.layers],
        "classes": {layer.name: type(layer).__name__ for layer in model.layers},
        "trainable": {layer.name: layer.trainable for layer in model.layers},
        "configs": {layer.name: json.loads(json.dumps(layer.get_config(), default=str)) for layer in model.layers},
        "weights": [np.array(weight) for weight in model.get_weights()],
        "trainable_weights": len(model.trainable_weights),
        "input_names": [t.name.split(":")[0] for t in model.inputs],
        "single_output": not isinstance(model.output, (list, tuple)),
        "summary": "\n".join(text) + "\n",
    }


def case_is_graph(model):
    lines = []
    model.summary(print_fn=lambda line, **_: lines.append(line))
    return any("Connected to" in line for line in lines)


def from_json_and_list(path, scope):
    """What the reader of an archive does: the architecture from its JSON, then the weights as one list."""
    import h5py

    with h5py.File(path) as file:
        def names(group, key):
            if key in group.attrs:
                return list(group.attrs[key])
            return [name for i in range(1000) if key + str(i) in group.attrs for name in group.attrs[key + str(i)]]

        root = file["model_weights"]
        weights = [np.array(root[layer][name]) for layer in names(root, "layer_names")
                   for name in names(root[layer], "weight_names")]
        with keras.utils.custom_object_scope(scope):
            model = keras.models.model_from_json(file.attrs["model_config"])
    model.set_weights(weights)
    return model


def judge(job):
    case, folder, result = job["case"], job["folder"], {}
    inputs = probe(case)
    module = custom_module(folder)
    path = os.path.join(folder, "m.keras" if KERAS3 else "m.h5")
    scope = {}
    if module:
        scope = {form["class"]: getattr(module, form["class"]) for entry in case["layers"].values()
                 for form in entry["forms"] if form.get("kind", 0) == CUSTOM and hasattr(module, form["class"])}
    if not case.get("no_twin"):
        built = twin(case, module)
        result["twin"] = describe(built)
        result["twin_out"] = run(built, inputs, case)
    keras.backend.clear_session()
    if os.path.exists(path):
        model = keras.models.load_model(path, **({} if KERAS3 else {"custom_objects": scope, "compile": False}))
        result["loaded"] = describe(model)
        result["out"] = run(model, inputs, case)
        again = os.path.join(folder, f"again{DIALECT}." + ("keras" if KERAS3 else "h5"))
        if not case.get("no_resave"):
            model.save(again)
            second = keras.models.load_model(again, **({} if KERAS3 else {"custom_objects": scope, "compile": False}))
            result["resaved_out"] = run(second, inputs, case)
        if not KERAS3 and not case.get("no_list"):
            result["list_out"] = run(from_json_and_list(path, scope), inputs, case)
    if KERAS3 and case.get("h5_in_keras3"):
        model = keras.models.load_model(os.path.join(folder, "m.h5"), compile=False)
        result["h5_out"] = run(model, inputs, case)
    result["inputs"] = inputs
    return result


def main():
    results = {}
    for job in json.load(open(sys.argv[2])):
        try:
            results[job["name"]] = judge(job)
        except Exception:
            results[job["name"]] = {"error": traceback.format_exc()}
    with open(sys.argv[3], "wb") as file:
        pickle.dump(results, file)


main()
