"""custom_meta.json: what the schema in meta/ says and what the program says of the same files, and the program's texts.

The texts are in snapshots/custom_meta.txt; TAO_BYOM_UPDATE_SNAPSHOTS=1 writes that file anew. Needs $TAO_BYOM_BUILD.
"""
import json
import re

import pytest

import small_models
from small_models import ROOT

SCHEMA = json.loads((ROOT / "meta" / "custom_meta.schema.json").read_text(encoding="utf-8"))
FILES, NODES = '"FILE_NAMES": {"conversion": "a.so"}', '"ONNX_NODES": {"Erf": "Erf"}'
WHOLE = FILES + ", " + NODES


def plugin(members):
    return "{%s, \"PLUGIN\": {%s}}" % (WHOLE, members)


# The file, and whether it is right.
RIGHT = {
    "the least": "{%s}" % WHOLE,
    "NVIDIA's folders": '{"TOP_DIR": "x", "ABS_TOP_DIR": "/no/such/folder", %s}' % WHOLE,
    "keys of somebody else": '{"$schema": "custom_meta.schema.json", "x-note": [1], %s}' % WHOLE,
    "every key": plugin('"id": "com.acme-ops_1", "version": "2", "abi": {"major": 1, "built": 0, "needed": 0}, "cpu": ["avx2"],'
                        '"operators": [{"domain": "acme", "type": "Warp"}, {"type": "Erf"}], "patterns": true,'
                        '"kernels": [{"type": "Erf", "backend": "x", "tier": -3}], "layers": [{"module": "m", "class": "C"}],'
                        '"overrides": ["ai.onnx::Erf"]'),
    "no Python file": '{"FILE_NAMES": {"conversion": "a.so", "custom_layer": null}, %s}' % NODES,
    "only a kernel": '{%s, "PLUGIN": {"kernels": [{"type": "Erf"}]}}' % FILES,
    "only patterns": '{%s, "PLUGIN": {"patterns": true}}' % FILES,
}
WRONG = {
    "not an object": "[]",
    "no files": "{%s}" % NODES,
    "files as a list": '{"FILE_NAMES": ["a.so"], %s}' % NODES,
    "a library that is a number": '{"FILE_NAMES": {"conversion": 7}, %s}' % NODES,
    "a library without name": '{"FILE_NAMES": {"conversion": ""}, %s}' % NODES,
    "a conversion in Python": '{"FILE_NAMES": {"conversion": "conversion.py"}, %s}' % NODES,
    "nothing claimed": "{%s}" % FILES,
    "nodes as a list": '{%s, "ONNX_NODES": ["Erf"]}' % FILES,
    "a node that stands for a number": '{%s, "ONNX_NODES": {"Erf": 1}}' % FILES,
    "a node that stands for nothing": '{%s, "ONNX_NODES": {"Erf": ""}}' % FILES,
    "classes as a text": '{%s, "CUSTOM_OBJS": "ERFLayer"}' % WHOLE,
    "a folder that is a number": '{"TOP_DIR": 1, %s}' % WHOLE,
    "a plugin that is a text": '{%s, "PLUGIN": "com.acme"}' % WHOLE,
    "an id with a space": plugin('"id": "my ops"'),
    "a version that is a number": plugin('"version": 2'),
    "an interface that is a number": plugin('"abi": 1'),
    "an interface below zero": plugin('"abi": {"needed": -1}'),
    "operators as texts": plugin('"operators": ["Erf"]'),
    "an operator without type": plugin('"operators": [{"domain": "acme"}]'),
    "a tier that is no number": plugin('"kernels": [{"type": "Erf", "tier": "high"}]'),
    "a layer without class": plugin('"layers": [{"module": "keras.layers"}]'),
    "patterns that are counted": plugin('"patterns": 2'),
    "an override that is a number": plugin('"overrides": [7]'),
    "processors as a text": plugin('"cpu": "avx2"'),
}
# What only the program sees: texts that are no JSON, keys that are nearly right, several faults at once.
SEEN_BY_THE_PROGRAM = {
    "a comma too many": '{\n  "FILE_NAMES": {"conversion": "a.so",}\n}',
    "a comment": "{\n  // my plugin\n  %s}" % WHOLE,
    "single quotes": "{'FILE_NAMES': {}}",
    "cut off": '{"FILE_NAMES": {"conversion": "a.so"',
    "a key twice": '{%s,\n %s}' % (WHOLE, NODES),
    "a key with a letter missing": '{"FILE_NAMES": {"conversion": "a.so", "custom_layers": "a.py"}, %s}' % NODES,
    "a key of PLUGIN with a letter missing": plugin('"override": ["ai.onnx::Erf"]'),
    "several faults": '{\n  "FILE_NAMES": {"conversion": 7},\n  "ONNX_NODES": {"Erf": ""},\n  "PLUGIN": {"patterns": 1}\n}',
    "several faults, some required": '{\n  "PLUGIN": {"cpu": [""], "kernels": [{"type": ""}]},\n  "FILE_NAMES": {"conversion": ""}\n}',
    "a Python file that is not there": '{"FILE_NAMES": {"conversion": "a.so", "custom_layer": "layer.py"}, %s}' % NODES,
}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def has_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def fits(value, schema):
    """JSON Schema as far as ours goes; an unknown word in it is an error of this test."""
    words = {
        "type": lambda want: any(has_type(value, name) for name in ([want] if isinstance(want, str) else want)),
        "required": lambda names: not isinstance(value, dict) or all(name in value for name in names),
        "properties": lambda inner: not isinstance(value, dict) or all(fits(value[k], s) for k, s in inner.items() if k in value),
        "additionalProperties": lambda s: not isinstance(value, dict) or all(fits(v, s) for v in value.values()),
        "propertyNames": lambda s: not isinstance(value, dict) or all(fits(k, s) for k in value),
        "minProperties": lambda n: not isinstance(value, dict) or len(value) >= n,
        "items": lambda s: not isinstance(value, list) or all(fits(v, s) for v in value),
        "minItems": lambda n: not isinstance(value, list) or len(value) >= n,
        "minLength": lambda n: not isinstance(value, str) or len(value) >= n,
        "pattern": lambda p: not isinstance(value, str) or re.search(p, value) is not None,
        "minimum": lambda n: not has_type(value, "integer") or value >= n,
        "not": lambda s: not fits(value, s),
        "anyOf": lambda all_: any(fits(value, s) for s in all_),
        "const": lambda want: value == want,
        "$ref": lambda where: fits(value, SCHEMA["$defs"][where.rpartition("/")[2]]),
    }
    return all(words[word](argument) for word, argument in schema.items() if word not in ("description", "title", "$schema", "$defs"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("custom_meta")
    small_models.save(path, good=small_models.conv_relu())
    (path / "a.so").write_text("This is a text.\n", encoding="utf-8")
    (path / "conversion.py").write_text("def convert_erf(): pass\n", encoding="utf-8")
    return path


def convert(folder, text):
    """The program's exit code and messages. A text in the place of the library does no harm: no node needs it."""
    (folder / "meta.json").write_text(text, encoding="utf-8")
    result = small_models.run(("-m", "good.onnx", "-r", "out", "-n", "net", "--format", "keras", "-c", "meta.json"), folder)
    return result.returncode, "".join(line + "\n" for line in result.stderr.replace(str(folder), "<tmp>").splitlines()
                                      if line.startswith("ERROR"))


@pytest.mark.parametrize("name", RIGHT)
def test_the_schema_and_the_program_take_it(folder, name):
    assert fits(json.loads(RIGHT[name]), SCHEMA)
    code, text = convert(folder, RIGHT[name])
    # Plugins with patterns are mapped in every conversion; this one is a text.
    assert code == (5 if '"patterns": true' in RIGHT[name] else 0), text


@pytest.mark.parametrize("name", WRONG)
def test_the_schema_and_the_program_refuse_it(folder, name):
    assert not fits(json.loads(WRONG[name]), SCHEMA)
    assert convert(folder, WRONG[name])[0] == 2


@pytest.mark.parametrize("name", {**WRONG, **SEEN_BY_THE_PROGRAM})
def test_what_the_program_says(folder, snapshot, name):
    text = {**WRONG, **SEEN_BY_THE_PROGRAM}[name]
    code, said = convert(folder, text)
    assert code == 2, said
    assert re.match(r"ERROR: (meta\.json:\d+:\d+|<tmp>/meta\.json): ", said), said
    snapshot.check(name, f"{text}\n{said}")


def test_the_template_fits_the_schema():
    assert fits(json.loads((ROOT / "meta" / "custom_meta.template.json").read_text(encoding="utf-8")), SCHEMA)


def test_the_manifest_that_the_build_writes_fits_the_schema():
    assert fits(json.loads((ROOT / "meta" / "builtin_ops.json").read_text(encoding="utf-8")), SCHEMA)
