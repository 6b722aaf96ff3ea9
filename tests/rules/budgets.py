"""Sizes: a file 400 lines, an operator's file 150, a function 50, host/main.cpp 30."""
import ast
import re

import source_tree

FILE, OPERATOR, FUNCTION, MAIN = 400, 150, 50, 30
OPERATOR_FILE = re.compile(r"plugins/builtin_ops/(onnx|ml|keras)/[^/]+\.(cpp|hpp)$")
SCOPE = re.compile(r"\b(namespace|struct|class|union|enum)\b[^()=]*$|\bextern\s+\"\s*\"\s*$")


def cpp_functions(source):
    """(first line, last line, head) of each function that stands in a namespace or class, by counting braces."""
    code = source_tree.blanked(source)
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group()), code, flags=re.MULTILINE)
    scopes = []  # (kind, line of the head)
    head_start = 0
    for match in re.finditer(r"[{};]", code):
        at = match.start()
        if match.group() == "{":
            head = code[head_start:at]
            begun = head_start + len(head) - len(head.lstrip())
            shown = source[begun:at]
            inside = any(kind != "scope" for kind, _, _ in scopes)
            kind = "other"
            if SCOPE.search(head) and not inside:
                kind = "scope"
            elif ")" in head and not inside and not re.search(r"=\s*$", head):
                kind = "function"
            scopes.append((kind, begun, shown))
        elif match.group() == "}" and scopes:
            kind, begun, shown = scopes.pop()
            if kind == "function":
                yield code.count("\n", 0, begun) + 1, code.count("\n", 0, at) + 1, " ".join(shown.split())
        head_start = at + 1


def python_functions(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.end_lineno, node.name


def limit(name):
    if name == "host/main.cpp":
        return MAIN, "move it into host/cli"
    if OPERATOR_FILE.match(name) and not source_tree.is_test(name):
        return OPERATOR, "move what other operators need too to shared/ or kernels/"
    return FILE, "split it by concept"


def check(root):
    found = source_tree.Violations(f"functions have at most {FUNCTION}: give its steps names")
    for name in source_tree.files(root, *source_tree.CPP, ".py"):
        source = source_tree.text_of(root, name)
        lines = source.count("\n")
        most, way_out = limit(name)
        if lines > most:
            found.add(name, most + 1, f"the file has {lines} lines, {most} are allowed", way_out)
        if source_tree.is_test(name):
            continue  # a test is a list of facts; its length says nothing
        functions = python_functions if name.endswith(".py") else cpp_functions
        for first, last, head in functions(source):
            if last - first + 1 > FUNCTION:
                found.add(name, first, f"{head[:60].strip()} has {last - first + 1} lines")
    return found


if __name__ == "__main__":
    source_tree.run(check)
