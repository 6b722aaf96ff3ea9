"""Every operator of a plugin, onnx/x.cpp or keras/x.cpp, has its x_test.cpp beside it."""
import re

import source_tree

OPERATOR = re.compile(r"plugins/builtin_ops/(onnx|ml|keras)/(?!\w+_test\.cpp)\w+\.cpp$")


def check(root):
    found = source_tree.Violations("CONTRIBUTING.md says what the test is for")
    names = set(source_tree.files(root, ".cpp"))
    for name in names:
        test = name.removesuffix(".cpp") + "_test.cpp"
        if OPERATOR.match(name) and test not in names:
            found.add(name, 1, f"there is no {test}")
        if name.endswith("_test.cpp") and OPERATOR.match(name.replace("_test.cpp", ".cpp")):
            if name.replace("_test.cpp", ".cpp") not in names:
                found.add(name, 1, "it tests an operator that does not exist", "delete it or rename it")
    return found


if __name__ == "__main__":
    source_tree.run(check)
