"""What the tests of the newcomer's path share: the installed program, documents whose blocks are run, and the judge."""
import json
import os
import pathlib
import re
import subprocess
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", ROOT / "build"))
BACKENDS = {"jax": ".keras", "tf_keras": ".tltb"}


def install(folder):
    """The prefix of a fresh installation."""
    subprocess.run(["cmake", "--install", str(BUILD), "--prefix", str(folder / "prefix")], check=True,
                   stdout=subprocess.DEVNULL)
    return folder / "prefix"


def shell(commands, folder, prefix):
    """The finished bash, which had the installed program on its PATH and no variable of ours."""
    environment = {"PATH": f"{prefix / 'bin'}:/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C"}
    return subprocess.run(["bash", "-e", "-c", commands], cwd=folder, env=environment, capture_output=True, text=True,
                          timeout=900, check=False)


def blocks(document, language):
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def apply_edit(diff, folder):
    """Replaces each run of "-" lines by the "+" lines behind it; every old text must stand once. Gives the new lines."""
    lines = diff.splitlines()
    file = folder / lines[0].removeprefix("--- ")
    text, written = file.read_text(encoding="utf-8"), []
    for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", "\n".join(lines[1:]) + "\n", re.MULTILINE):
        before, after = (re.sub(r"^.", "", part, flags=re.MULTILINE) for part in (old, new))
        assert text.count(before) == 1, f"{file.name} has {text.count(before)} times\n{before}"
        text = text.replace(before, after)
        written += after.splitlines()
    file.write_text(text, encoding="utf-8")
    return written


def save_network(folder, unknown):
    """net.onnx: a dense layer, the operator `unknown` (a node with input "c" and output "m"), another dense layer;
    reference.onnx: the same where that operator, x * tanh(log(1 + exp(x))), is said in operators that onnxruntime knows."""
    random = np.random.default_rng(11)
    weights = [numpy_helper.from_array(random.standard_normal(shape, dtype=np.float32), name)
               for name, shape in {"w": (6, 8), "b": (8,), "v": (8, 5), "d": (5,)}.items()]
    known = [helper.make_node("Softplus", ["c"], ["s"]), helper.make_node("Tanh", ["s"], ["t"]),
             helper.make_node("Mul", ["c", "t"], ["m"])]
    for name, middle in (("net", [unknown]), ("reference", known)):
        nodes = [helper.make_node("Gemm", ["x", "w", "b"], ["c"], "first"), *middle,
                 helper.make_node("Gemm", ["m", "v", "d"], ["y"], "last")]
        graph = helper.make_graph(nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 6])],
                                  [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 5])], weights)
        opsets = [helper.make_opsetid("", 13), *([helper.make_opsetid(unknown.domain, 1)] if unknown.domain else [])]
        onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=7), str(folder / f"{name}.onnx"))


def judge(folder, results):
    """Verdicts {backend: record} of real Keras on results/net.*, which it opens with nothing but what the archive carries."""
    verdicts = {}
    for backend, suffix in BACKENDS.items():
        case = {"name": "net", "onnx": str(folder / "reference.onnx"), "key": "my_key", "model": str(results / f"net{suffix}")}
        (folder / "cases.json").write_text(json.dumps([case]), encoding="utf-8")
        verdict = folder / f"verdict_{backend}.json"
        subprocess.run([sys.executable, str(HERE / "judge.py"), backend, str(folder / "cases.json"), str(verdict)], timeout=900, check=False)
        verdicts[backend] = json.loads(verdict.read_text(encoding="utf-8"))[0]
    return verdicts
