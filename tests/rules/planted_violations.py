"""Each rule, on small trees with one planted violation each: it must name the file and line, and be content without it.

usage: planted_violations.py
"""
import importlib
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
LINKS = "# The host.\nhost_library(support x)\nhost_library(ir host_support)\nhost_library(run host_ir)\nhost_library(cli host_run)\n"
NAMES = ["Conv", "MaxPool", "LayerNormalization", "Shape", "ops.Sum", "Relu"]
MANIFEST = json.dumps({"PLUGIN": {"operators": [{"domain": "", "type": name} for name in NAMES]}, "CUSTOM_OBJS": {}})
OPENING = "// What it is.\n"


def lines(count):
    return OPENING + "int x;\n" * (count - 1)


def function(count, head="int f() {"):
    return OPENING + "namespace a {\n" + head + "\n" + "  g();\n" * (count - 2) + "}\n}  // namespace a\n"


class Rules(unittest.TestCase):
    def test_the_exit_status(self):
        with tempfile.TemporaryDirectory() as root:
            for text, status in (("int x;\n", 1), (OPENING, 0)):
                pathlib.Path(root, "a.cpp").write_text(text, encoding="utf-8")
                rule = subprocess.run([sys.executable, "-B", str(HERE / "first_line.py"), root], stdout=subprocess.PIPE, check=False)
                self.assertEqual((rule.returncode, bool(rule.stdout)), (status, bool(status)))

    def verdict(self, rule, files, manifest):
        with tempfile.TemporaryDirectory() as root:
            for name, text in {"host/CMakeLists.txt": LINKS, **files}.items():
                path = pathlib.Path(root, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            arguments = [root]
            if manifest is not None:
                pathlib.Path(root, "made.json.in").write_text(manifest, encoding="utf-8")
                arguments.append(f"{root}/made.json.in")
            return sorted(text for _, _, text in importlib.import_module(rule.removesuffix(".py")).check(*arguments).lines)

    def refuses(self, rule, place, text, files, manifest=None):
        found = self.verdict(rule, files, manifest)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(place + ": "), found)
        self.assertIn(text, found[0])

    def accepts(self, rule, files, manifest=None):
        self.assertEqual(self.verdict(rule, files, manifest), [])

    def test_include_order(self):
        rule = "include_order.py"
        up = '#include "host/run/execute.hpp"\n'
        self.refuses(rule, "host/ir/a.cpp:2", "host/ir includes host/run", {"host/ir/a.cpp": OPENING + up})
        self.refuses(rule, "host/main.cpp:1", "host/cli only", {"host/main.cpp": up})
        self.refuses(rule, "host/ir/a.cpp:1", "known in", {"host/ir/a.cpp": "#include <openssl/evp.h>\n"})
        self.refuses(rule, "host/ir/a.hpp:1", "neither the SDK", {"host/ir/a.hpp": '#include "tests/support/x.hpp"\n'})
        self.refuses(rule, "plugins/builtin_ops/onnx/a.cpp:1", "neither the SDK", {"plugins/builtin_ops/onnx/a.cpp": up})
        self.refuses(rule, "plugins/builtin_ops/onnx/a.cpp:1", "nlohmann",
                     {"plugins/builtin_ops/onnx/a.cpp": "#include <nlohmann/json.hpp>\n"})
        self.refuses(rule, "plugins/builtin_ops/onnx/a.cpp:1", "Eigen", {"plugins/builtin_ops/onnx/a.cpp": "#include <Eigen/Core>\n"})
        self.refuses(rule, "plugins/examples/x/a.cpp:1", "neither the SDK",
                     {"plugins/examples/x/a.cpp": '#include "plugins/builtin_ops/shared/unary.hpp"\n'})
        self.refuses(rule, "sdk/include/byom/a.hpp:1", "the SDK includes", {"sdk/include/byom/a.hpp": up})
        self.accepts(rule, {"host/run/a.cpp": '#include "host/support/x.hpp"\n#include <vector>\n', "host/ir/a_test.cpp": up,
                            "host/ir/b.cpp": "// " + up, "plugins/builtin_ops/onnx/a.cpp": "#include <byom/op.hpp>\n"})

    def test_budgets(self):
        rule = "budgets.py"
        self.refuses(rule, "host/ir/a.cpp:401", "401 lines, 400", {"host/ir/a.cpp": lines(401)})
        self.refuses(rule, "plugins/builtin_ops/onnx/a.cpp:151", "151 lines, 150", {"plugins/builtin_ops/onnx/a.cpp": lines(151)})
        self.refuses(rule, "host/main.cpp:31", "31 lines, 30", {"host/main.cpp": lines(31)})
        self.refuses(rule, "host/ir/a.cpp:3", "int f() has 51 lines", {"host/ir/a.cpp": function(51)})
        self.refuses(rule, "host/ir/a.cpp:3", "has 51 lines", {"host/ir/a.cpp": function(51, "T f(int a = 1) const noexcept {")})
        self.refuses(rule, "tests/a.py:1", "f has 51 lines", {"tests/a.py": "def f():\n" + "    g()\n" * 50})
        self.accepts(rule, {"host/ir/a.cpp": lines(400), "host/ir/b.cpp": function(50), "host/main.cpp": lines(30),
                            "host/ir/c.cpp": function(60, 'struct A {\n  const char* brace() { return "{"; }  // {'),
                            "plugins/builtin_ops/onnx/a.cpp": lines(150), "plugins/builtin_ops/onnx/a_test.cpp": lines(151)})

    def test_no_operator_in_host(self):
        rule = "no_operator_in_host.py"
        for code, name in (('is("Conv")', "Conv"), ('is("max_pool")', "MaxPool"), ("bool layer_normalization;", "LayerNormalization"),
                           ('say("after a MaxPool node")', "MaxPool"), ('is("ai.onnx::Shape")', "Shape"), ('is("Sum")', "Sum"),
                           ('is("RELU")', "Relu"), ('R"x("Conv")x"', "Conv")):
            self.refuses(rule, "host/ir/a.cpp:2", f"the operator {name}", {"host/ir/a.cpp": OPENING + code}, MANIFEST)
        self.refuses(rule, "host/ir/a.cpp:1", "file format", {"host/ir/a.cpp": 'is("InputLayer")'}, MANIFEST)
        self.accepts(rule, {"host/ir/a.cpp": '// Conv\nis("shape", "Shape of", sum, Shape()); #include <functional>',
                            "host/ir/a_test.cpp": 'is("Conv")', "host/keras/a.cpp": 'is("InputLayer")'}, MANIFEST)
        with self.assertRaises(SystemExit):  # a manifest of another plugin would let everything pass
            self.verdict(rule, {}, '{"PLUGIN": {"operators": []}, "CUSTOM_OBJS": {}}')

    def test_operator_tests(self):
        rule = "operator_tests.py"
        for folder in ("builtin_ops/onnx", "builtin_ops/keras"):
            self.refuses(rule, f"plugins/{folder}/a.cpp:1", "a_test.cpp", {f"plugins/{folder}/a.cpp": OPENING})
        self.refuses(rule, "plugins/builtin_ops/onnx/a_test.cpp:1", "does not exist", {"plugins/builtin_ops/onnx/a_test.cpp": OPENING})
        self.accepts(rule, {f"plugins/builtin_ops/onnx/{name}.cpp": OPENING for name in ("a", "a_test")})

    def test_generated_fresh(self):
        rule = "generated_fresh.py"
        self.refuses(rule, "meta/builtin_ops.json:1", "update_meta.sh", {}, MANIFEST)
        self.refuses(rule, "meta/builtin_ops.json:2", "'' where", {"meta/builtin_ops.json": "{\n"}, "{\n}\n")
        self.refuses(rule, "meta/builtin_ops.json:2", "where it should be ''", {"meta/builtin_ops.json": "{\n}\n"}, "{\n")
        self.accepts(rule, {"meta/builtin_ops.json": MANIFEST}, MANIFEST)

    def test_no_workplace(self):
        rule = "no_workplace.py"
        for text in ("/home/me/x", "/work/me", "/tmp/mine/x", "https://registry.internal/simple", "http://localhost:8080/",
                     "10.1.2.3", "https://github.com:8443/x"):
            self.refuses(rule, "a.md:2", text.split("//")[-1].split("/")[0].split(":")[0], {"a.md": "\n" + text + "\n"})
        self.accepts(rule, {"a.md": "https://github.com/a/b $HOME/x ../work/x mktemp /tmp/x.XXXXXX version 3.10.2.1 build/home/x"})

    def test_first_line(self):
        rule = "first_line.py"
        for name, text in (("a.cpp", "#include <x>\n"), ("a.cpp", "// Short\n\nint x;"), ("a.py", "import os\n"), ("a.cpp", ""),
                           ("CMakeLists.txt", "project(a)\n"), ("a.hpp", "#pragma once\n// What it is.\n")):
            self.refuses(rule, name + ":1", "no sentence", {name: text})
        self.refuses(rule, "a.sh:2", "no sentence", {"a.sh": "#!/bin/sh\nset -e\n"})
        self.accepts(rule, {"a.cpp": OPENING, "b.cpp": "// What it is, which goes on\n// here.\n", "a.c": "/* What it is. */\n",
                            "a.py": '"""What it is."""\n', "run": "#!/bin/sh\n# What it does.\n", "a.md": "x"})

    def test_abi_grows(self):
        rule, header, record = "abi_grows.py", "sdk/include/byom/plugin.h", "sdk/abi_v1.txt"
        kept = "byom_a\n  int x\nbyom_t\n  uint32_t size\n  int y\nBYOM_ONE\n  1\n"

        def tree(leaf="int x;", table="uint32_t size; int y;", constant="1"):
            return {header: f"#define BYOM_ONE {constant}\ntypedef struct {{ {leaf} }} byom_a;\ntypedef struct {{\n{table}\n}} byom_t;\n",
                    record: kept}

        self.accepts(rule, tree())
        self.accepts(rule, tree(table="uint32_t size; /* bytes */ int y; int z;"))
        self.refuses(rule, header + ":2", "byom_a has grown, but is frozen", tree(leaf="int x; int z;"))
        self.refuses(rule, header + ":3", "byom_t has lost or moved 'int y'", tree(table="uint32_t size; int z; int y;"))
        self.refuses(rule, header + ":3", "byom_t has lost or moved 'int y'", tree(table="uint32_t size;"))
        self.refuses(rule, header + ":1", "BYOM_ONE has lost or moved '1'", tree(constant="2"))
        self.refuses(rule, header + ":1", "byom_t has lost", {header: "#define BYOM_ONE 1\ntypedef struct { int x; } byom_a;\n", record: kept})


if __name__ == "__main__":
    unittest.main()
