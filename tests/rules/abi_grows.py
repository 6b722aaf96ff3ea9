"""The plugin interface only grows: what sdk/abi_v1.txt records of byom/plugin.h stands there still.

usage: abi_grows.py ROOT [--record]      (--record writes the file anew: with a new major, or to keep what has grown)
Frozen structs keep every member; tables that begin with their size keep theirs in order and may get more at the end;
constants keep their values, but for the minor number.
"""
import pathlib
import re

import source_tree

HEADER, RECORD = "sdk/include/byom/plugin.h", "sdk/abi_v1.txt"
STRUCT = re.compile(r"typedef struct(?: \w+)? \{(?P<body>.*?)\} (?P<name>byom_\w+);", re.DOTALL)
DEFINE = re.compile(r"^#define (?P<name>BYOM_\w+) (?P<value>\S.*?)\s*$", re.MULTILINE)
NOT_VALUES = {"BYOM_EXPORT", "BYOM_NX", "BYOM_ABI_MINOR"}


def members(body):
    """Each member of a struct with single blanks; what stands in braces belongs to its member."""
    depth, text, found = 0, "", []
    for character in body:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == ";" and depth == 0:
            found.append(re.sub(r"\s+", " ", text.replace("BYOM_NX", "")).strip())
            text = ""
        else:
            text += character
    return found


def interface(source):
    """Name -> (line, list of what has to stay)."""
    code = source_tree.blanked(source, keep_strings=True)
    found = {}
    for match in STRUCT.finditer(code):
        found[match["name"]] = (source.count("\n", 0, match.start()) + 1, members(match["body"]))
    for match in DEFINE.finditer(code):
        if match["name"] not in NOT_VALUES:
            found[match["name"]] = (source.count("\n", 0, match.start()) + 1, [match["value"]])
    return found


def recorded(text):
    """Name -> list of what has to stay, from blocks of a name and lines that are set in."""
    found, name = {}, None
    for line in text.splitlines():
        if line.startswith("  "):
            found[name].append(line.strip())
        elif line and not line.startswith("#"):
            name = line
            found[name] = []
    return found


def grows(entries):
    return entries[0].startswith("uint32_t size")


def check(root, option=None):
    header = (pathlib.Path(root) / HEADER).read_text(encoding="utf-8")
    now = interface(header)
    record = pathlib.Path(root) / RECORD
    if option == "--record":
        blocks = [name + "\n" + "".join(f"  {entry}\n" for entry in entries) for name, (_, entries) in now.items()]
        record.write_text("# What plugins of major 1 rely on; tests/rules/abi_grows.py compares.\n" + "".join(blocks), encoding="utf-8")
    found = source_tree.Violations("plugins that are built rely on it; add at the end of a table, or raise BYOM_ABI_MAJOR")
    for name, before in recorded(record.read_text(encoding="utf-8")).items():
        line, after = now.get(name, (1, []))
        kept = after[:len(before)] if before and grows(before) else after
        if kept == before:
            continue
        lost = next((entry for entry, ours in zip(before, kept + [None] * len(before)) if entry != ours), None)
        found.add(HEADER, line, f"{name} has lost or moved '{lost}'" if lost else f"{name} has grown, but is frozen")
    return found


if __name__ == "__main__":
    source_tree.run(check)
