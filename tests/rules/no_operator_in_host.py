"""The host knows no operator: none of the built-in plugin's names stands in host/, in any spelling.

usage: no_operator_in_host.py ROOT MANIFEST. A name of one ordinary word (Shape, Constant) counts where a whole string
literal is it; every other name (Conv, MaxPool, LayerNormalization) also as a word of a string and as an identifier,
in CamelCase, snake_case or lower case. InputLayer and Functional are words of Keras's file format: host/keras only.
"""
import json
import re

import source_tree

FILE_FORMAT = {"InputLayer", "Functional"}
# Operators whose names are also words of plain English, of C++, or of what every graph has.
ORDINARY = set("""abs absolute activation add and average cast ceil clip compress concat concatenate constant cos dense divide
    dropout embedding equal erf exp expand extents flatten flip floor gather greater identity if less log loop max maximum
    mean min minimum mod multiply neg negative not or pad permute power prod range reciprocal rescaling reshape resize round
    scan scatter shape sign sin size slice split sqrt square squeeze subtract sub sum take tan tile transpose unique
    upsample where xor isnan isinf""".split())


def plain(name):
    return name.replace("_", "").lower()


def operator_names(manifest):
    with open(manifest, encoding="utf-8") as file:
        content = json.load(file)
    names = {op["type"].rpartition(".")[2] for op in content["PLUGIN"]["operators"]} | set(content["CUSTOM_OBJS"])
    if len(names) < 5:
        raise SystemExit(f"{manifest} lists {len(names)} operators; it is not the built-in plugin's manifest")
    ordinary = {name for name in names if plain(name) in ORDINARY}
    return ordinary, {plain(name): name for name in names - ordinary}


def words_with_lines(code):
    for match in re.finditer(r"[A-Za-z_][A-Za-z0-9_]*", code):
        yield code.count("\n", 0, match.start()) + 1, match.group()


def named(literal, ordinary):
    """The operator that a whole literal is: "Shape", "ai.onnx::Shape", "ops.Shape"."""
    bare = re.split(r"::|\.", literal)[-1]
    return bare if bare in ordinary else None


def check(root, manifest):
    found = source_tree.Violations("let the plugin say it through its tables (a flag, a facet); the host asks the registry")
    ordinary, distinctive = operator_names(manifest)
    for name in source_tree.files(root, *source_tree.CPP):
        if not name.startswith("host/") or source_tree.is_test(name):
            continue
        source = source_tree.text_of(root, name)
        for line, word in words_with_lines(source_tree.blanked(source, keep_strings=True)):
            if plain(word) in distinctive:
                found.add(name, line, f"'{word}' is the operator {distinctive[plain(word)]}")
        for line, literal in source_tree.strings(source):
            if named(literal, ordinary):
                found.add(name, line, f'"{literal}" is the operator {named(literal, ordinary)}')
            if FILE_FORMAT & set(re.findall(r"\w+", literal)) and not name.startswith("host/keras/"):
                found.add(name, line, f'"{literal}" has a word of Keras\'s file format', "it belongs to host/keras")
    return found


if __name__ == "__main__":
    source_tree.run(check)
