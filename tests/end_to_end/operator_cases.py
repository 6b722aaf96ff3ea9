"""ONNX's backend node tests (Debian's libonnx-testdata) as models to convert: one operator, inputs and expected outputs.

A node test feeds everything at run time; exporters do not. So each test makes up to three models: every input fed; the
floating ones fed and the integers constant; only the first one fed. What is constant becomes an initializer, and
optional outputs, which exporters leave out, are left out in a further model (".one"). The expected outputs are those of the
test, computed by ONNX's own reference code.
"""
import concurrent.futures
import dataclasses
import pathlib
import subprocess

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper

from small_models import BUILD

HERE = pathlib.Path(__file__).resolve().parent
NODES = pathlib.Path("/usr/share/libonnx-testdata/data/node")
OLDEST_OPSET = 7
FORMATS = ("keras", "h5")
FED = {
    "all": lambda index, array: True,
    "floating": lambda index, array: index == 0 or array.dtype.kind == "f",
    "first": lambda index, array: index == 0,
}


@dataclasses.dataclass
class Case:
    """A model that is converted: folder / model.onnx, data.npz (in_0 ..., out_0 ...), then m.keras and m.h5."""
    name: str  # "test_add.all"
    operators: list
    folder: pathlib.Path
    processes: dict = dataclasses.field(default_factory=dict)  # format -> the finished process of tao_byom


def read_tensors(folder, kind, values):
    """The arrays of the test, None where it holds something else (sequences, strings, types NumPy lacks)."""
    arrays = []
    for index, value in enumerate(values):
        if value.type.WhichOneof("value") != "tensor_type":
            return None
        tensor = TensorProto()
        tensor.ParseFromString((folder / f"{kind}_{index}.pb").read_bytes())
        array = numpy_helper.to_array(tensor)
        if array.dtype.kind not in "fiub" or tensor.data_type != value.type.tensor_type.elem_type:
            return None
        arrays.append(array)
    return arrays


def as_exported(model):
    """A copy with an opset that is read (the oldest tests say that of their operator's first version)."""
    result = onnx.ModelProto()
    result.CopyFrom(model)
    for opset in result.opset_import:
        if opset.domain == "":
            opset.version = max(opset.version, OLDEST_OPSET)
    return result


def without_optional_outputs(model):
    """How many outputs are left of a model of one node when its optional ones go."""
    if len(model.graph.node) == 1:
        node = model.graph.node[0]
        formals = onnx.defs.get_schema(node.op_type, model.opset_import[0].version, node.domain).outputs
        wanted = [i for i in range(len(node.output))
                  if i >= len(formals) or formals[i].option != onnx.defs.OpSchema.FormalParameterOption.Optional]
        if wanted == list(range(len(wanted))) and len(wanted) < len(node.output):
            del node.output[len(wanted):]
            del model.graph.output[len(wanted):]
    return len(model.graph.output)


def with_constants(model, inputs, is_fed):
    """A copy of the model in which the inputs that are not fed are initializers, and the arrays that are left."""
    result = onnx.ModelProto()
    result.CopyFrom(model)
    del result.graph.input[:]
    left = []
    for index, (value, array) in enumerate(zip(model.graph.input, inputs)):
        if is_fed(index, array):
            result.graph.input.append(value)
            left.append(array)
        else:
            result.graph.initializer.append(numpy_helper.from_array(array, value.name))
    return result, left


def variants(test):
    """(which inputs are fed, model, arrays fed, expected outputs) of a test's folder; none where it has no tensors."""
    model = as_exported(onnx.load(str(test / "model.onnx")))
    data = test / "test_data_set_0"
    inputs, outputs = (read_tensors(data, "input", model.graph.input), read_tensors(data, "output", model.graph.output))
    if not inputs or outputs is None:
        return
    seen = set()
    for which, is_fed in FED.items():
        fed = tuple(is_fed(i, array) for i, array in enumerate(inputs))
        if fed not in seen:
            seen.add(fed)
            made, left = with_constants(model, inputs, is_fed)
            yield which, made, left, outputs
            few = onnx.ModelProto()
            few.CopyFrom(made)
            count = without_optional_outputs(few)
            if 0 < count < len(outputs):
                yield which + ".one", few, left, outputs[:count]


def make(folder, wanted=lambda name: True):
    """Writes the models of the tests whose names are wanted into folders of their own."""
    cases = []
    for test in sorted(NODES.iterdir()):
        if not wanted(test.name):
            continue
        for which, model, fed, outputs in variants(test):
            case = Case(f"{test.name}.{which}", [node.op_type for node in model.graph.node], folder / f"{test.name}.{which}")
            case.folder.mkdir()
            onnx.save(model, str(case.folder / "model.onnx"))
            np.savez(case.folder / "data.npz", **{f"in_{i}": array for i, array in enumerate(fed)},
                     **{f"out_{i}": array for i, array in enumerate(outputs)})
            cases.append(case)
    return cases


def convert(cases):
    """Runs the program on every case and format, as a user would."""
    def one(job):
        case, kind = job
        case.processes[kind] = subprocess.run(
            [str(BUILD / "bin" / "tao_byom"), "-m", "model.onnx", "-r", kind, "-n", "m", "--format", kind],
            cwd=case.folder, capture_output=True, text=True, timeout=120, check=False)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(one, [(case, kind) for case in cases for kind in FORMATS]))
