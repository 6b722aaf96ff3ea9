"""Writes docs/reference.md from the SDK's headers: each declaration with the comment that stands before it.

usage: scripts/make_reference.py [--print]      (--print: to standard output, for the test that compares)
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
HEADERS = ROOT / "sdk" / "include" / "byom"
PAGE = ROOT / "docs" / "reference.md"
ORDER = ("op.hpp", "schema.hpp", "node.hpp", "keras.hpp", "types.hpp", "result.hpp", "parallel.hpp", "bridge.hpp", "plugin.h")
NOISE = re.compile(r"#(pragma|include|ifndef|ifdef|if|endif|else|define BYOM_PLUGIN_H|define BYOM_NX)|extern \"C\"|namespace|using namespace")
SPECIAL = re.compile(r" *(\w+\((const \w+&( \w+)?|\w+&&( \w+)?)\)|~\w+\(\)|\w+& operator=\([^)]*\))( noexcept)?( = \w+)?;$")
HIDDEN = re.compile(r"^ *(private|protected):")


def without_private(lines):
    """Lines outside private and protected sections; a section ends at `public:` or with its class."""
    hidden = False
    for line in lines:
        if HIDDEN.match(line):
            hidden = True
        elif re.match(r" *public:", line) or line.startswith("}"):
            hidden = False
        if not hidden:
            yield line


def without_bodies(lines):
    """Declarations only: a body in braces, on one line or on several, becomes `;`."""
    skipping = None
    for line in lines:
        if skipping is not None:
            if line.startswith(skipping + "}"):
                skipping = None
            continue
        one_line = re.match(r"^( *[^/].*\)(?: const)?(?: noexcept)?) \{.*\}$", line)
        opens = re.match(r"^( *)([^/ ].*\)(?: const)?&?(?: noexcept)?) \{$", line)
        if one_line:
            yield one_line.group(1) + ";"
        elif opens and not re.match(r" *(struct|class|enum)", line):
            skipping = opens.group(1)
            yield opens.group(1) + opens.group(2) + ";"
        else:
            yield line


def parts(text):
    """(prose, code) pairs: a comment and the declarations behind it, up to the next blank line or comment."""
    text = re.sub(r"/\*(.*?)\*/$", lambda m: "\n".join("// " + l.strip(" *") for l in m.group(1).split("\n")), text,
                  flags=re.DOTALL | re.MULTILINE) if "/* byom" in text else text
    prose, code = [], []
    for line in without_bodies(without_private(text.split("\n"))):
        comment = re.match(r"^ *// ?(.*)", line)
        if comment or not line.strip():
            if code or not comment:
                yield " ".join(prose), code
                prose, code = [], []
            if comment:
                prose.append(comment.group(1))
        elif not SPECIAL.match(line) and not NOISE.match(line.strip()) and not re.match(r"^ *public:|^\};?$|^\} *//", line):
            code.append(line)
    yield " ".join(prose), code


def page():
    out = ["# Reference of the SDK", "", "Generated from the headers by `scripts/make_reference.py`. "
           "Operators are written against `<byom/op.hpp>`; `<byom/plugin.h>` is the C interface below it.", ""]
    for name in ORDER:
        text = (HEADERS / name).read_text(encoding="utf-8")
        out += [f"## `<byom/{name}>`", ""]
        for prose, code in parts(text):
            named = re.match(r"(class|struct) (?:\[\[nodiscard\]\] )?(\w+) .*\{$", code[0]) if code else None
            if named:
                out += [f"### {named.group(2)}", ""]
            if prose:
                out += [prose, ""]
            if not code:
                continue
            indent = min(len(line) - len(line.lstrip()) for line in code)
            out += ["```c" if name.endswith(".h") else "```cpp", *(line[indent:] for line in code), "```", ""]
    return "\n".join(out)


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        print(page(), end="")
    else:
        PAGE.write_text(page(), encoding="utf-8")
