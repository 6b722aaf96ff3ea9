"""What authors of plugins do wrong, for test_author_messages.py: models, manifests, libraries, and the commands that meet them.

A case is its exit code, the arguments of tao_byom and the environment.
"""
import json
import os
import pathlib
import shutil
import struct

import onnx
from onnx import TensorProto, helper

import small_models
from small_models import BUILD

PLUGINS = BUILD / "fixture_plugins"
LIBRARIES = {"tables": "libtables.so", "mistakes": "libmistakes.so", "faults": "libfaults.so", "picky": "libpicky.so",
             "small_ops": "libsmall_ops.so", "if": "libexercise_if.so"}
# Machines of ELF files, by their number.
MACHINES = {"32-bit x86": 3, "32-bit ARM": 40, "64-bit ARM": 183, "RISC-V": 243, "64-bit PowerPC": 21, "s390": 22, "another": 4242}
FORMATS = {"an empty file": b"", "a static library": b"!<arch>\n", "a ZIP": b"PK\x03\x04", "a Windows library": b"MZ\x90",
           "a macOS library": b"\xcf\xfa\xed\xfe", "a script": b"#!/bin/sh\n", "a linker script": b"INPUT(libops.so.1)\n",
           "a linker script of GNU": b"/* GNU ld script\n",
           "unknown bytes": b"\x01\x02\x03\x04", "half a header": b"\x7fELF\x02\x01\x01"}
TABLES = ("small", "nameless", "no_ops", "no_kernels", "listed_twice", "no_type", "no_schema", "missing_schema", "disordered",
          "sizeless_op", "sizeless_kernel", "sizeless_pattern", "form", "no_run", "silent", "refuses", "parallel",
          "listed_twice no_schema no_run")
PATTERNS = {
    "nothing": "  # only a comment\n",
    "no statement": "Relu(x)", "no name": "= Relu(x)", "a number as name": "1 = Relu(x)", "no call": "y = x",
    "a bad name": "y.z = Relu(x)", "an underscore as name": "_ = Relu(x)", "no bracket": "y = Relu(x",
    "no comma": "y = Relu(x z)", "no input": "y = Relu(", "no domain": "y = test:Relu(x)", "no type": "y = test::(x)",
    "no term": "y = Relu(*)", "no name of an attribute": "y = LeakyRelu(x) {1=2}",
    "a question mark": "y = Relu(?)", "a constant that is made": "a = Relu(x)\ny = Add(a, ?a)",
    "a constant that is a tensor": "y = Add(x, ?x)", "made twice": "a = Relu(x)\na = Relu(a)", "made too late": "y = Relu(a)\na = Relu(x)",
    "read by nothing": "a = Relu(x)\ny = Relu(x)", "a name with a dot": "y = Relu(a.b)",
    "too deep": "y = " + "Relu(" * 70 + "x" + ")" * 70, "an attribute twice": "y = LeakyRelu(x) {alpha=1, alpha=2}",
    "an attribute without value": "y = LeakyRelu(x) {alpha}", "a value that is none": "y = LeakyRelu(x) {alpha=x}",
    "a number that is none": "y = LeakyRelu(x) {alpha=1.2.3}", "a string without end": "y = LeakyRelu(x) {alpha='a}",
    "a mixed list": "y = LeakyRelu(x) {alpha=[1, 'a']}", "an open list": "y = LeakyRelu(x) {alpha=[1",
    "attributes without comma": "y = LeakyRelu(x) {alpha=1 beta=2}",
    "an attribute that is unknown": "y = LeakyRelu(x) {alpah=0.5}", "an attribute of another type": "y = LeakyRelu(x) {alpha='a'}",
}
# Operator of the fixture `mistakes` -> exit code; its node has the inputs and attributes below.
MISTAKES = {
    "NoInfer": 5, "Declines": 1, "NegativeExtent": 1, "SaysNothing": 5, "ThrowsMemory": 4, "ThrowsNumber": 5,
    "ReadsUndeclared": 5, "ReadsAsInt": 5, "ReadsAsList": 5, "WantsAxis": 1, "WantsIntegers": 1, "WantsReals": 1, "Later": 1,
    "TwoVersions": 1, "Strict": 1, "NoKernel": 1, "LargeScratch": 4, "LargeOutput": 4, "InfersOnce": 5, "OutputTooMany": 5,
    "NegativeOutput": 1, "MoreThanMemory": 4, "OtherShape": 5, "ReadsUndeclaredLate": 5, "NoTranslation": 1, "AsksForInput": 5,
    "AsksForSecond": 1, "BuildsUnknown": 5, "TooManyWeights": 5, "WeightsOfNone": 5, "UsesNothing": 5, "OutputsNothing": 5,
    "DescribesNothing": 5, "MakesNoOutput": 5, "TurnsItsInput": 5, "MisspellsKey": 5, "LayerRefuses": 1, "LooksAtOne": 1,
    "ReadsUndeclaredInTranslate": 5, "NoNumber": 5, "Table": 5, "OtherClass": 5, "NoClass": 5, "NoForm": 1, "Weighty": 5,
}
KERAS2 = {"OnlyKeras3": 1, "TwoTensors": 5, "NoTensor": 5}
INPUTS = {"AsksForSecond": ["x", "w"], "LooksAtOne": ["x", "x"], "WantsIntegers": ["x", "x"], "WantsReals": ["x", "x"],
          "Strict": ["x", "", "x"]}
OUTPUTS = {"LooksAtOne": ["l", "z"]}
ATTRIBUTES = {"TwoVersions": {"sharpness": 2.0}, "Strict": {"alpha": 0.5, "alhpa": 3, "axis": [1]}}
PLACES = ("build->input", "build->call", "build->describe", "build->output", "run->output")


def to(model, *plugins, formats="keras"):
    options = [word for plugin in plugins for word in ("-c", f"{plugin}.json")]
    return ("-m", f"{model}.onnx", "-r", "out", "-n", "net", "--format", formats, *options)


def cases():
    found = {f"library: {name}": (5, to("Twice", name.replace(" ", "_")), {}) for name in FORMATS}
    found |= {f"library for {name}": (5, to("Twice", f"machine_{number}"), {}) for name, number in MACHINES.items()}
    found |= {f"tables: {name}": (5, to("Twice", "tables"), {"TAO_BYOM_FAULT": name}) for name in TABLES}
    found |= {f"pattern: {name}": (5, to("leaky", "tables", "small_ops"), {"TAO_BYOM_PATTERN": text, "TAO_BYOM_BECOMES": "Made"})
              for name, text in PATTERNS.items()}
    found |= {f"mistake: {name}": (code, to(name, "mistakes"), {}) for name, code in MISTAKES.items()}
    found |= {f"Keras 2: {name}": (code, to(name, "mistakes", formats="h5"), {}) for name, code in KERAS2.items()}
    found |= {f"out of place: {place}": (5, to(f"Misplaced_{i}", "mistakes"), {}) for i, place in enumerate(PLACES)}
    return found | MORE


MORE = {
    "library: an object file": (5, to("Twice", "object_file"), {}),
    "library: the end is missing": (5, to("Twice", "cut_off"), {}),
    "library: it needs another": (5, to("Twice", "needs_another"), {}),
    "library: it needs a newer system": (5, to("Twice", "needs_newer_system"), {}),
    "manifest: an older interface": (5, to("Twice", "older"), {}),
    "manifest: another plugin": (5, to("Twice", "another_id"), {}),
    "manifest: operators that are not there": (5, to("Twice", "absent_operators"), {}),
    "manifest: an operator misspelled": (5, to("Twice", "misspelled_operator"), {}),
    "manifest: too large": (2, to("Twice", "large"), {}),
    "manifest: too deep": (2, to("Twice", "deep"), {}),
    "manifest: a zero byte": (2, to("Twice", "zero"), {}),
    "manifest: a pipe": (2, to("Twice", "pipe"), {}),
    "manifest: processor features": (5, to("Twice", "processors"), {}),
    "claims: two plugins override": (5, to("Twice", "overriding", "overriding_too"), {}),
    "kernels: passed over": (0, to("Scale", "faults", "broken_kernel"), {}),
    "kernels: every one declines": (1, to("Scale", "faults"), {"TAO_BYOM_FAULT": "prepare:decline"}),
    "kernels: every one declines by its cost": (1, to("Scale", "faults"), {"TAO_BYOM_FAULT": "cost:decline"}),
    "kernels: one declines, another computes": (0, to("Scale", "faults", "picky"), {}),
    "kernels: the name of the file": (0, (*to("Scale", "faults_by_hand", "picky"), "--kernels", "faults_by_hand"), {}),
    "kernels: the name in the library": (0, (*to("Scale", "faults_by_hand", "picky"), "--kernels", "com.acme.scale"), {}),
    "kernels: names of nobody": (2, (*to("Scale", "faults_by_hand", "picky"), "--kernels", "pikcy,fast"), {}),
    "operators: names that are not built in": (2, (*to("Scale", "faults"), "--without-builtin", "Reul", "--without-builtin", "Warp"), {}),
    "operators: one unknown in a newer opset": (1, to("old", "mistakes"), {}),
    "mistake: inputs and attributes": (1, to("Misused", "mistakes"), {}),
    "mistake: attributes of other types": (1, to("Typed", "mistakes"), {}),
    "mistake: a second input that is a shape": (1, to("AsksForShape", "mistakes"), {}),
    "mistake: integers that are free": (0, to("WantsFreeIntegers", "mistakes"), {}),
    "mistake: reals that are integers": (1, to("WantsRealsOfIntegers", "mistakes"), {}),
    "mistake: a constant of a terabyte": (4, to("constant", "mistakes"), {}),
    "body: more inputs": (1, to("body_gives_2", "mistakes"), {}),
    "body: more outputs": (1, to("body_wants_2", "mistakes"), {}),
    "body: run in infer": (5, to("body_wants_0", "mistakes"), {}),
    "body: a node that is wrong": (1, to("body_is_wrong", "mistakes"), {}),
    "pattern: an operator of nobody": (5, to("leaky", "tables", "small_ops"),
                                       {"TAO_BYOM_PATTERN": "y = Relu(x)", "TAO_BYOM_BECOMES": "Mad"}),
    "pattern: too few inputs": (5, to("leaky", "tables", "small_ops"),
                                {"TAO_BYOM_PATTERN": "y = Relu(x)", "TAO_BYOM_BECOMES": "MadeOfTwo"}),
    "pattern: its operator infers otherwise": (0, to("leaky", "tables", "small_ops"),
                                               {"TAO_BYOM_PATTERN": "y = Relu(x)", "TAO_BYOM_BECOMES": "MadeWrong"}),
    "pattern: its operator declines": (0, to("leaky", "tables", "small_ops"),
                                       {"TAO_BYOM_PATTERN": "y = Relu(x)", "TAO_BYOM_BECOMES": "MadeOfOneAxis"}),
    "layers: two classes of one name": (5, to("namesakes", "mistakes", "faults"), {}),
    "kernels: one without a name declines": (0, to("Picked", "mistakes"), {}),
    "pattern: it is applied, to what has no translation": (1, to("leaky", "tables", "small_ops"),
                                                           {"TAO_BYOM_PATTERN": "y = Relu(LeakyRelu(x))", "TAO_BYOM_BECOMES": "Made"}),
    "layers: a weight of texts": (1, to("Wordy", "mistakes"), {}),
    "layers: one Keras class, two layers": (5, to("Borrowed", "mistakes"), {}),
    "layers: no class in the Python file": (5, to("NoClass", "with_python"), {}),
    "model: its output is a constant": (1, to("only_constants"), {}),
    "manifest: a library in none of its folders": (2, to("Twice", "folders"), {}),
    "list: a manifest by hand": (0, ("plugins", "list", "-c", "faults_by_hand.json"), {}),
    "list: two manifests of one library": (0, ("plugins", "list", "-c", "tables.json", "-c", "tables_too.json"), {}),
    "list: a plugin of the user's folder": (0, ("plugins", "list", "-c", "data/tao_byom/plugins/mine.json"), {"XDG_DATA_HOME": "<tmp>/data"}),
    "check: help": (0, ("plugins", "check", "--help"), {}),
    "new: help": (0, ("plugins", "new", "--help"), {}),
    "check: no file": (2, ("plugins", "check"), {}),
    "check: a file that is not there": (2, ("plugins", "check", "libtable.so"), {}),
    "check: wrong options": (2, ("plugins", "check", "libtables.so", "--seed", "x", "--deadline", "0"), {}),
    "check: an unknown law": (2, ("plugins", "check", "libtables.so", "--law", "schmea"), {}),
    "check: an unknown operator": (2, ("plugins", "check", "libtables.so", "--op", "Twic"), {}),
    "new: no name": (2, ("plugins", "new"), {}),
    "new: no operator": (2, ("plugins", "new", "acme"), {}),
    "new: names that cannot be": (2, ("plugins", "new", "Acme-ops", "--op", "a b", "--domain", "a b", "--dir", "full"), {}),
    "new: a target of CMake": (2, ("plugins", "new", "test", "--op", "Erf", "--dir", "text.so"), {}),
    "new: one file for two operators": (2, ("plugins", "new", "acme", "--op", "Warp", "acme::Warp"), {}),
    "new: a class that is not there": (2, ("plugins", "new", "acme", "--from", "python_conversion.json"), {}),
    "new: a class in no file": (2, ("plugins", "new", "acme", "--from", "python_no_classes.json"), {}),
    "new: from a plugin's own": (2, ("plugins", "new", "acme", "--from", "tables.json"), {}),
    "new: an operator nearly known": (0, ("plugins", "new", "hinted", "--op", "ReducePrd"), {}),
    "new: a class of no operator": (0, ("plugins", "new", "ported", "--from", "python_two_classes.json"), {}),
    "new: a file that is not there": (2, ("plugins", "new", "acme", "--from", "python_conversio.json"), {}),
    "new: no conversion functions": (2, ("plugins", "new", "acme", "--from", "python_no_functions.json"), {}),
    "new: a folder that cannot be": (7, ("plugins", "new", "acme", "--op", "Erf", "--dir", "text.so/new"), {}),
}
MANIFESTS = {
    "older": ("libtables.so", {"abi": {"major": 0}}), "another_id": ("libtables.so", {"id": "com.acme.other"}),
    "absent_operators": ("libtables.so", {"operators": [{"domain": "acme", "type": name} for name in ("Twice", "Warp", "Wave")]}),
    "processors": ("libtables.so", {"cpu": ["acx2", "abacus"]}),
    "overriding": ("libtables.so", {"overrides": ["acme::Twice"]}), "overriding_too": ("libcopy.so", {"overrides": ["acme::Twice"]}),
}


def manifest(folder, name, library, plugin=None, **more):
    claimed = {"operators": [{"domain": "acme", "type": "Twice"}], **plugin} if plugin is not None else None
    content = {"FILE_NAMES": {"conversion": library}, **({"PLUGIN": claimed} if claimed else {}), **more}
    (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def write_libraries(folder):
    for name, library in LIBRARIES.items():
        shutil.copy(PLUGINS / library, folder)
        shutil.copy(PLUGINS / ("exercise_if.json" if name == "if" else f"{name}.json"), folder / f"{name}.json")
    shutil.copy(folder / "libtables.so", folder / "libcopy.so")
    tables = folder / "tables.json"  # its pattern was not there when the build wrote it
    tables.write_text(tables.read_text(encoding="utf-8").replace('"patterns": false', '"patterns": true'), encoding="utf-8")
    whole = (folder / "libtables.so").read_bytes()
    libraries = {name.replace(" ", "_"): content for name, content in FORMATS.items()}
    for number in MACHINES.values():
        libraries[f"machine_{number}"] = whole[:18] + struct.pack("<H", number) + whole[20:]
    libraries["object_file"] = whole[:16] + struct.pack("<H", 1) + whole[18:]
    libraries["cut_off"] = whole[:2000]
    libraries["needs_another"] = whole.replace(b"libc.so.6", b"libq.so.6")
    libraries["needs_newer_system"] = whole.replace(b"GLIBC_2.", b"GLIBC_9.")
    for name, content in libraries.items():
        (folder / f"{name}.so").write_bytes(content)
        manifest(folder, name, f"{name}.so", {})
    for name, (library, plugin) in MANIFESTS.items():
        manifest(folder, name, library, plugin)
    manifest(folder, "misspelled_operator", "libtables.so", ONNX_NODES={"acme::Twice": "acme::Twise"})
    manifest(folder, "broken_kernel", "text.so", {"operators": [], "kernels": [{"domain": "acme", "type": "Scale"}]})
    manifest(folder, "faults_by_hand", "libfaults.so", ONNX_NODES={"acme::Scale": "acme::Scale", "acme::ScaleLayer": "acme::ScaleLayer"})
    content = json.loads((folder / "mistakes.json").read_text(encoding="utf-8"))
    content["FILE_NAMES"]["custom_layer"] = "layers.py"
    (folder / "with_python.json").write_text(json.dumps(content), encoding="utf-8")
    for name, classes, files in (("conversion", "Warp", {"conversion": "layers.py", "custom_layer": "layers.py"}),
                                 ("no_classes", "Warp", {"conversion": "layers.py"}),
                                 ("no_functions", "Other", {"conversion": "convert.py", "custom_layer": "layers.py"}),
                                 ("two_classes", "Other One", {"conversion": "layers.py", "custom_layer": "layers.py"})):
        (folder / f"python_{name}.json").write_text(json.dumps({
            "FILE_NAMES": files, "ONNX_NODES": {"Warp": "warp"}, "CUSTOM_OBJS": {name: name for name in classes.split()}}),
            encoding="utf-8")
    (folder / "large.json").write_bytes(b" " * ((16 << 20) + 1))
    (folder / "deep.json").write_text("[" * 70 + "]" * 70, encoding="utf-8")
    (folder / "zero.json").write_bytes(b"{}\0{}")
    os.mkfifo(folder / "pipe.json")
    manifest(folder, "folders", "libtabels.so", {}, TOP_DIR="full")
    shutil.copy(folder / "tables.json", folder / "tables_too.json")
    place = folder / "data" / "tao_byom" / "plugins"
    place.mkdir(parents=True)
    shutil.copy(folder / "libtables.so", place)
    shutil.copy(folder / "tables.json", place / "mine.json")
    for name, text in {"text.so": "This is a text.\n", "layers.py": "class Other:\n    pass\n\n\nclass One:\n    pass\n"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "full").mkdir()
    (folder / "full" / "mine.txt").write_text("mine", encoding="utf-8")


def node(kind, inputs=("x",), outputs=("y",), **attributes):
    return helper.make_node(kind, list(inputs), list(outputs), "n", domain="acme", **attributes)


def body(*nodes):
    value = helper.make_tensor_value_info
    return helper.make_graph(list(nodes) or [helper.make_node("Relu", ["a"], ["b"], "inner")], "body",
                             [value("a", TensorProto.FLOAT, [1, 3])], [value("b", TensorProto.FLOAT, [1, 3])])


def integers(name, *values):
    return helper.make_tensor(name, TensorProto.INT64, [len(values)], values)


def write_models(folder):
    def save(name, *nodes, extents=(1, 3), constants=(), integer=(), **more):
        made = small_models.model(nodes, {"x": list(extents)}, dict(constants), domains=["acme"], **more)
        made.graph.initializer.extend(integer)
        onnx.save(made, str(folder / f"{name}.onnx"))

    for kind in ("Twice", "Scale", "Borrowed", "Picked", "Wordy", *MISTAKES, *KERAS2):
        constants = {"w": (3,)} if "w" in INPUTS.get(kind, ()) else {}
        after = [helper.make_node("Add", ["l", "z"], ["y"], "add")] if "z" in OUTPUTS.get(kind, ()) else []
        save(kind, node(kind, INPUTS.get(kind, ["x"]), OUTPUTS.get(kind, ["y"]), **ATTRIBUTES.get(kind, {})), *after, constants=constants)
    for i, place in enumerate(PLACES):
        save(f"Misplaced_{i}", node("Misplaced", what=place))
    for name, attributes in {"gives_2": {"gives": 2}, "wants_2": {"wants": 2}, "wants_0": {"wants": 0}}.items():
        save(f"body_{name}", node("WithBody", body=body(), **attributes))
    wrong = [helper.make_node("Relu", ["a"], ["c"], "inner", slope=1.0), helper.make_node("Neg", ["c"], ["b"], "after")]
    save("body_is_wrong", node("WithBody", body=body(*wrong)))
    save("leaky", helper.make_node("LeakyRelu", ["x"], ["l"], "leaky"), helper.make_node("Relu", ["l"], ["y"], "relu"))
    save("Misused", node("NoInfer", ["x", "x", "x"], facotr=2.0))
    tensor = helper.make_tensor("t", TensorProto.FLOAT, [2], [0.0, 0.0])
    save("Typed", node("Typed", a_float=1, an_int="text", a_string=tensor, a_tensor=body(), a_graph=[0.5], floats=[1], ints=["a"],
                       strings=1.5))
    shape = helper.make_node("Shape", ["x"], ["s"], "shape")
    save("AsksForShape", shape, node("AsksForSecond", ["x", "s"]))
    save("WantsFreeIntegers", shape, node("WantsIntegers", ["x", "s"]))
    save("WantsRealsOfIntegers", node("WantsReals", ["x", "w"]), integer=[integers("w", 1, 2)])
    save("constant", node("LargeOutput", ["w"], ["l"]), helper.make_node("Add", ["x", "l"], ["y"], "add"), constants={"w": (1, 3)})
    save("namesakes", node("Scale", ["x"], ["s"]), node("Namesake", ["s"]))
    save("only_constants", helper.make_node("Neg", ["w"], ["y"], "neg"), constants={"w": (3,)})
    save("old", helper.make_node("Gelu", ["x"], ["y"], "young"), opset=13)


def write_all(folder):
    write_models(folder)
    write_libraries(folder)
