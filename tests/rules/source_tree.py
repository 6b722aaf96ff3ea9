"""What the rules share: the files of the tree, C++ without its comments, and the way a rule ends.

A rule is a program `RULE.py ROOT [FILE...]`: it prints "file:line: what is wrong; the way out" and ends with 1, or with 0.
"""
import pathlib
import re
import subprocess
import sys

CPP = (".cpp", ".hpp", ".c", ".h")
NOT_OURS = re.compile(r"(^|/)(\.git|\.venv|build[^/]*|demo_out|__pycache__|\.pytest_cache)/")


class Violations:
    """Collects lines; `way_out` ends each."""

    def __init__(self, way_out):
        self.way_out = way_out
        self.lines = []

    def add(self, file, line, what, way_out=None):
        self.lines.append((str(file), line, f"{file}:{line}: {what}; {way_out or self.way_out}"))


def files(root, *suffixes):
    """Paths, relative to root, of what git tracks or could track; of everything where root is no checkout."""
    git = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                         capture_output=True, text=True, check=False)
    if git.returncode == 0 and (pathlib.Path(root) / ".git").exists():
        names = git.stdout.split("\0")
    else:
        names = [str(path.relative_to(root)) for path in pathlib.Path(root).rglob("*")]
    return sorted(name for name in set(names) if name.endswith(suffixes or "") and not NOT_OURS.search(name)
                  and (pathlib.Path(root) / name).is_file())


def text_of(root, name):
    return (pathlib.Path(root) / name).read_text(encoding="utf-8", errors="replace")


def is_test(name):
    """Tests, and the headers that only tests include, may reach anywhere."""
    stem = pathlib.PurePath(name).stem
    return stem.endswith(("_test", "_testing")) or stem.startswith("test_")


TOKENS = re.compile(r"""(?P<raw>R"(?P<d>[^()\\\s]{0,16})\(.*?\)(?P=d)")|(?P<string>"(?:\\.|[^"\\\n])*")"""
                    r"""|(?P<char>(?<![0-9a-fA-F])'(?:\\.[^']*|[^'\\\n])')|(?P<comment>//[^\n]*|/\*.*?\*/)""", re.DOTALL)


def blanked(source, keep_strings=False):
    """C++ without comments (and contents of strings), every line where it was."""
    def blank(match):
        if keep_strings and match.lastgroup != "comment":
            return match.group()
        edge = "" if match.group("comment") else '"'
        return edge + "".join(c if c == "\n" else " " for c in match.group()[len(edge):len(match.group()) - len(edge)]) + edge
    return TOKENS.sub(blank, source)


def strings(source):
    """(line, content) of each string literal outside comments; raw strings too."""
    for match in TOKENS.finditer(source):
        if match.group("raw") or match.group("string"):
            text = match.group()
            content = text[text.index("(") + 1:text.rindex(")")] if match.group("raw") else text[1:-1]
            yield source.count("\n", 0, match.start()) + 1, content


def run(check):
    """Ends the program with what check(root, *files) collected."""
    violations = check(*sys.argv[1:])
    for _, _, text in sorted(violations.lines):
        print(text)
    sys.exit(1 if violations.lines else 0)
