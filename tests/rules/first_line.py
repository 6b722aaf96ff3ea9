"""The first line of every source is a comment that begins a sentence saying what the file is."""
import pathlib
import re

import source_tree

OPENINGS = {**{suffix: r"(//|/\*\*?) " for suffix in source_tree.CPP}, ".py": r'(r?"""|# )', ".sh": "# ", ".cmake": "# ", ".txt": "# "}
# Continues on further lines of the same comment; at least two words; ends like a sentence.
SENTENCE = re.compile(r"[\w\"'`.\[]\S* \S.*?[.:;!?]", re.DOTALL)


def opening(name, text):
    """The kind of file by its name, or by the line that names its interpreter; None for what is no source."""
    path = pathlib.PurePath(name)
    if path.suffix == ".txt" and path.name != "CMakeLists.txt":
        return None
    if path.suffix in OPENINGS:
        return OPENINGS[path.suffix]
    return "# " if text.startswith("#!") else None


def check(root):
    found = source_tree.Violations("begin the file with one sentence that says what it is")
    for name in source_tree.files(root):
        if name.endswith((".npy", ".onnx", ".h5", ".keras", ".tltb")):
            continue
        text = source_tree.text_of(root, name)
        pattern = opening(name, text[:2])
        if pattern is None:
            continue
        line = 2 if text.startswith("#!") else 1
        rest = text.partition("\n")[2] if line == 2 else text
        begun = re.match(pattern, rest)
        comment = re.match(r"[^\n]*(\n[ \t]*(//|#|\*)[^\n]*|\n(?!\n)[^\n]*)*", rest[begun.end():]).group() if begun else ""
        if not SENTENCE.match(comment):
            found.add(name, line, "no sentence opens this file")
    return found


if __name__ == "__main__":
    source_tree.run(check)
