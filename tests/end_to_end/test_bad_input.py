"""What users do wrong: each case ends with its exit code and one clear text, and leaves nothing behind.

The texts are in snapshots/bad_input.txt; TAO_BYOM_UPDATE_SNAPSHOTS=1 writes that file anew. Needs $TAO_BYOM_BUILD.
"""
import gzip
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

import h5py
import numpy as np
import pytest
from onnx import TensorProto, helper

import small_models
from small_models import BUILD, ROOT, contents

sys.path.insert(0, str(ROOT / "python"))
MANIFEST = BUILD / "share" / "tao_byom" / "plugins" / "builtin_ops.json"
FIXTURES = ROOT / "tests" / "support" / "plugins"
GOOD = ("-m", "good.onnx")
TO = ("-r", "out/new", "-n", "net", "--format", "keras")
UNKNOWN = ("-m", "unknown.onnx", *TO)


def usage(*arguments):
    return 2, (*GOOD, *TO, *arguments)


def named(name):
    return 2, (*GOOD, "-r", "out/new", "--format", "keras", f"--model_name={name}")


def model_file(name):
    return 3, ("-m", name, *TO)


# Case: exit code and arguments. They run in a folder of the files that the fixture `folder` makes.
CASES = {
    "no such file": model_file("absent.onnx"),
    "a file misspelled": model_file("goof.onnx"),
    "a folder": model_file("out"),
    "empty": model_file("empty.onnx"),
    "cut in the middle": model_file("half.onnx"),
    "cut before the end": model_file("nearly_whole.onnx"),
    "a page of HTML": model_file("html.onnx"),
    "JSON": model_file("json.onnx"),
    "a pointer of Git LFS": model_file("lfs.onnx"),
    "HDF5": model_file("model.h5"),
    "a ZIP": model_file("zip.onnx"),
    "a Keras model": model_file("model.keras"),
    "gzip": model_file("model.onnx.gz"),
    "random bytes": model_file("random.onnx"),
    "an encrypted archive": model_file("model.tltb"),
    "unknown operators": (1, UNKNOWN),
    "an operator that the user hides": (1, (*GOOD, *TO, "--without-builtin", "Relu")),
    "element types that differ": (1, ("-m", "mixed.onnx", *TO)),
    "an input without element type": (1, ("-m", "typeless.onnx", *TO)),
    "shapes that do not fit": (1, ("-m", "unfit.onnx", *TO)),
    "a kernel larger than its input": (1, ("-m", "narrow.onnx", *TO)),
    "an output defined twice": (3, ("-m", "twice.onnx", *TO)),
    "attributes and constants that are no numbers": (1, ("-m", "infinite.onnx", *TO)),
    "inputs left out of many": (1, ("-m", "gap.onnx", *TO)),
    "free height and width": (1, ("-m", "free.onnx", *TO)),
    "two inputs with free extents": (1, ("-m", "free2.onnx", *TO)),
    "the width stays free": (1, ("-m", "free.onnx", *TO, "--input-shape", "x:1,3,8,-1")),
    "an extent too few": usage("--input-shape", "x:1,3,8"),
    "extents of no input": usage("--input-shape", "z:1,3,8,8"),
    "extents that are none": usage("--input-shape", "x:1,3,8,wide"),
    "-p misspelled": usage("-p", "relu_lats"),
    "-p with a name far from any": usage("-p", "backbone"),
    "-p with an input": usage("-p", "x"),
    "-p with a constant": (2, ("-m", "constant.onnx", *TO, "-p", "folded")),
    "-p without its argument": usage("-p"),
    "-fn misspelled": usage("-fn", "conv_frist", "relu_last", "rule_last"),
    "-n with a slash": named("a/b"),
    "-n empty": named(""),
    "-n is the folder itself": named("."),
    "-n is the folder above": named(".."),
    "-n ends with a space": named("net "),
    "-n begins with a dash": named("-net"),
    "-n with a line break": named("a\nb"),
    "-n too long": named("n" * 201),
    "-n followed by an option": (2, (*GOOD, "-r", "out/new", "-n", "-k", "key")),
    "the results folder is a file": (7, (*GOOD, "-r", "good.onnx", "-n", "net", "--format", "keras")),
    "the results folder is below a file": (7, (*GOOD, "-r", "good.onnx/new", "-n", "net", "--format", "keras")),
    "the results folder is below a file, with a key": (7, (*GOOD, "-r", "good.onnx/new", "-n", "net", "-k", "key")),
    "no custom_meta": (2, (*UNKNOWN, "-c", "custom_mta.json")),
    "custom_meta is a folder": (2, (*UNKNOWN, "-c", "out")),
    "custom_meta is empty": (2, (*UNKNOWN, "-c", "empty.json")),
    "custom_meta is not JSON": (2, (*UNKNOWN, "-c", "comma.json")),
    "custom_meta is a list": (2, (*UNKNOWN, "-c", "list.json")),
    "custom_meta names no library": (2, (*UNKNOWN, "-c", "nameless.json")),
    "the library is missing": (2, (*UNKNOWN, "-c", "missing.so.json")),
    "the library is a text": (5, (*UNKNOWN, "-c", "text.so.json")),
    "the library is no plugin": (5, (*UNKNOWN, "-c", "no_symbol.so.json")),
    "the plugin is for another interface": (5, (*UNKNOWN, "-c", "wrong_abi.so.json")),
    "the plugin needs a newer interface": (5, (*UNKNOWN, "-c", "needs_newer.so.json")),
    "the plugin throws at its start": (5, (*UNKNOWN, "-c", "throws_in_entry.so.json")),
    "the plugin refuses to start": (5, (*UNKNOWN, "-c", "returns_null.so.json")),
    "the conversion is a Python file": (2, (*UNKNOWN, "-c", "conversion.py.json")),
    "no arguments": (2, ()),
    "an unknown option": usage("--nonsense"),
    "a misspelled option": usage("--penultimate_nod", "c"),
    "a stray word": usage("stray"),
    "an unknown command": (2, ("convrt", *GOOD)),
    "an option twice": usage("--seed", "1", "--seed", "2"),
    "an unknown initializer": usage("-ki", "he_norml"),
    "no format": (2, (*GOOD, "-r", "out/new", "-n", "net", "--format", "")),
    "an unknown format": (2, (*GOOD, "-r", "out/new", "-n", "net", "--format", "keras,onnx")),
    "a tolerance that is none": usage("--tolerance", "small"),
    "a seed that is none": usage("--seed=-1"),
    "an unknown pass": usage("--dump", "after:infre"),
    "a dump without its pass": usage("--dump", "infer"),
    "kernels of nobody": usage("--kernels", "onednn9"),
    "kernels and built-in operators of nobody": usage("--kernels", "onednn9", "--without-builtin", "Rleu"),
    "a key twice": usage("-k", "key", "--key-from", "stdin"),
    "a key from nowhere": usage("--key-from", "somewhere"),
    "a key from a variable that is not set": usage("--key-from", "env:BYOM_NO_SUCH_VARIABLE"),
    "a key from no file": usage("--key-from", "file:absent.key"),
    "a key from an empty file": usage("--key-from", "file:empty.json"),
    "a key from an empty standard input": usage("--key-from", "stdin"),
    "values from no file": (3, (*GOOD, *TO, "--input", "x=absent.npy")),
    "values from a text": (3, (*GOOD, *TO, "--input", "x=text.so")),
    "values of another shape": (3, (*GOOD, *TO, "--input", "x=small.npy")),
    "values for no input": usage("--input", "z=small.npy"),
    "values of a type that the input cannot hold": (3, ("-m", "ids.onnx", *TO, "--input", "x=fractions.npy")),
    "values for different numbers of runs": (3, ("-m", "two.onnx", *TO, "--input", "p=two.npy", "--input", "q=three.npy")),
    "a network in float16": (1, ("-m", "float16.onnx", *TO)),
    "a network in double": (1, ("-m", "float64.onnx", *TO)),
    "a part in float16": (1, ("-m", "partly_half.onnx", *TO)),
}


def mixed_types():
    """Doubles beside floats: a Concat or Add that trusted its first input would read beyond the other one."""
    node = small_models.helper.make_node
    model = small_models.model([node("Concat", ["d", "x"], ["c"], "joined", axis=0), node("Add", ["x", "d"], ["z"], "sum"),
                                node("Mul", ["c", "z"], ["y"], "product")], {"x": [3, 8]}, {"d": (3, 8)})
    weight = model.graph.initializer[0]
    doubles = small_models.numpy_helper.to_array(weight).astype(np.float64)
    weight.CopyFrom(small_models.numpy_helper.from_array(doubles, "d"))
    return model


def in_type(model, dtype, onnx_type):
    """The same network with inputs, outputs and weights of another type."""
    for value in (*model.graph.input, *model.graph.output):
        value.type.tensor_type.elem_type = onnx_type
    for weight in model.graph.initializer:
        weight.CopyFrom(small_models.numpy_helper.from_array(small_models.numpy_helper.to_array(weight).astype(dtype), weight.name))
    return model


def partly_half():
    """Float in, float out, and between them a convolution in float16."""
    inner = small_models.model([helper.make_node("Cast", ["x"], ["h"], "to_half", to=TensorProto.FLOAT16),
                                helper.make_node("Conv", ["h", "w"], ["c"], "conv"),
                                helper.make_node("Cast", ["c"], ["y"], "back", to=TensorProto.FLOAT)],
                               {"x": [1, 3, 8, 8]}, {"w": (4, 3, 3, 3)})
    made = in_type(inner, np.float16, TensorProto.FLOAT16)
    for value in (*made.graph.input, *made.graph.output):
        value.type.tensor_type.elem_type = TensorProto.FLOAT
    return made


def ids():
    made = small_models.model([helper.make_node("Add", ["x", "x"], ["y"])], {"x": [1, 3]})
    return in_type(made, np.int32, TensorProto.INT32)


def typeless_input():
    model = small_models.conv_relu()
    model.graph.input[0].type.tensor_type.elem_type = 0
    return model


def infinite_numbers():
    """In two attributes and a constant."""
    helper = small_models.helper
    model = small_models.model([helper.make_node("LeakyRelu", ["x"], ["a"], "leaky", alpha=np.inf),
                                helper.make_node("ThresholdedRelu", ["a"], ["b"], alpha=np.nan),
                                helper.make_node("Clip", ["b", "", "top"], ["y"], "clip")], {"x": [1, 3]})
    model.graph.initializer.append(small_models.numpy_helper.from_array(np.float32(np.nan), "top"))
    return model


def unfit_shapes():
    """A convolution of other channels than its input's, and a Reshape to another number of elements."""
    node = small_models.helper.make_node
    model = small_models.model([node("Conv", ["x", "w"], ["c"], "conv"), node("Reshape", ["x", "shape"], ["r"], "rows"),
                                node("Relu", ["c"], ["y"]), node("Relu", ["r"], ["z"])],
                               {"x": [1, 3, 8, 8]}, {"w": (4, 5, 3, 3)})
    model.graph.initializer.append(small_models.numpy_helper.from_array(np.array([1, 100, -1]), "shape"))
    model.graph.output.append(small_models.helper.make_tensor_value_info("z", small_models.TensorProto.FLOAT, None))
    return model


def write_models(folder):
    small_models.save(folder, good=small_models.conv_relu(), unknown=small_models.unknown_operators(),
                      mixed=mixed_types(),
                      typeless=typeless_input(), ids=ids(), partly_half=partly_half(),
                      two=small_models.model([helper.make_node("Add", ["p", "q"], ["y"])], {"p": [1, 3], "q": [1, 3]}),
                      float16=in_type(small_models.conv_norm_conv(), np.float16, TensorProto.FLOAT16),
                      float64=in_type(small_models.conv_norm_conv(), np.float64, TensorProto.DOUBLE),
                      unfit=unfit_shapes(),
                      narrow=small_models.model([helper.make_node("Conv", ["x", "w"], ["y"], "wide")],
                                                {"x": [1, 3, 8, 4]}, {"w": (4, 3, 3, 7)}),
                      twice=small_models.model([helper.make_node("Relu", ["x"], ["y"], "r"),
                                                helper.make_node("Tanh", ["x"], ["y"], "t")], {"x": [1, 3]}),
                      constant=small_models.model([helper.make_node("Exp", ["w"], ["e"], "folded"),
                                                   helper.make_node("Add", ["x", "e"], ["y"])], {"x": [1, 3]}, {"w": (3,)}),
                      infinite=infinite_numbers(),
                      gap=small_models.model([small_models.helper.make_node("Max", ["", "x", "", "x", ""], ["y"])],
                                             {"x": [1, 3]}),
                      free=small_models.conv_relu(("N", 3, "height", "width")),
                      free2=small_models.model([small_models.helper.make_node("Add", ["p", "q"], ["y"])],
                                               {"p": ["N", 3, "h", 8], "q": [1, 3, "h", 8]}))
    good = (folder / "good.onnx").read_bytes()
    packed, keras = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("model.onnx", good)
    with zipfile.ZipFile(keras, "w") as archive:
        for name in ("metadata.json", "config.json", "model.weights.h5"):
            archive.writestr(name, "{}")
    with h5py.File(folder / "model.h5", "w") as file:
        file["x"] = np.zeros(3)
    contents = {
        "empty.onnx": b"", "half.onnx": good[:len(good) // 2], "nearly_whole.onnx": good[:-3],
        "html.onnx": b"<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n", "json.onnx": b'{"a": 1}\n',
        "lfs.onnx": b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n",
        "zip.onnx": packed.getvalue(), "model.keras": keras.getvalue(), "model.onnx.gz": gzip.compress(good),
        "random.onnx": np.random.default_rng(7).bytes(4096), "model.tltb": b"age-encryption.org/v1\n-> scrypt ",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    for name, values in {"small": np.zeros((1, 3, 4, 4), np.float32), "fractions": np.full((1, 3), 0.5), "two": np.ones((2, 3), np.float32),
                         "three": np.ones((3, 3), np.float32)}.items():
        np.save(folder / f"{name}.npy", values)


def write_plugins(folder):
    for name, text in {
            "empty.json": "", "list.json": "[]\n", "nameless.json": '{"FILE_NAMES": {}}\n', "conversion.py": "",
            "comma.json": '{\n  "FILE_NAMES": {"conversion": "text.so",}\n}\n', "text.so": "This is a text.\n",
            "custom_meta.json": "{}\n"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("no_symbol", "wrong_abi", "needs_newer", "returns_null"):
        hidden = () if name == "no_symbol" else ("-fvisibility=hidden",)
        subprocess.run(["cc", "-shared", "-fPIC", *hidden, "-I", str(ROOT / "sdk" / "include"), "-o", str(folder / f"{name}.so"),
                        str(FIXTURES / f"{name}.c")], check=True)
    shutil.copy(BUILD / "fixture_plugins" / "throws_in_entry.so", folder)
    for library in ("missing.so", "text.so", "no_symbol.so", "wrong_abi.so", "needs_newer.so", "returns_null.so", "throws_in_entry.so",
                    "conversion.py"):
        meta = {"FILE_NAMES": {"conversion": library}, "ONNX_NODES": {"Wavelet": "Wavelet", "acme::Warp": "Warp"}}
        (folder / f"{library}.json").write_text(json.dumps(meta), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("bad_input")
    write_models(path)
    write_plugins(path)
    (path / "out").mkdir()
    (path / "out" / "net.keras").write_bytes(b"an older result")
    return path


def normalised(text, folder):
    """Without this run's folder, and without the long list of operators, which has a test of its own."""
    return re.sub("Supported operators: .*", "Supported operators: ...", small_models.without_folders(text, folder))


def check(snapshot, folder, name, exit_code, arguments, **options):
    before = contents(folder)
    result = snapshot.check_command(name, folder, exit_code, arguments, normalised, **options)
    assert result.stdout == ""
    assert contents(folder) == before


@pytest.mark.parametrize("name", CASES)
def test_bad_input_has_its_text_and_leaves_nothing(folder, snapshot, name):
    check(snapshot, folder, name, *CASES[name])


@pytest.mark.parametrize("name,hidden", [("unknown operators", set()), ("an operator that the user hides", {"Relu"})])
def test_unknown_operators_come_with_all_that_are_known(folder, name, hidden):
    listed = small_models.run(CASES[name][1], folder).stderr.partition("Supported operators: ")[2].split()
    operators = json.loads(MANIFEST.read_text(encoding="utf-8"))["PLUGIN"]["operators"]
    assert set(listed) == {op["type"] for op in operators if op["domain"] == "ai.onnx"} - hidden
    assert len(set(listed)) == len(listed)


def test_a_folder_without_permission(folder, snapshot):
    locked = folder / "locked"
    locked.mkdir(mode=0o555)
    # Root may write everywhere; without this capability it is a user like others.
    prefix = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()
    if prefix and subprocess.run([*prefix, "true"], check=False).returncode != 0:
        pytest.skip("root cannot give up its right to write everywhere here")
    for name, target in (("a folder that may not be written", "locked"), ("a folder that may not be made", "locked/new/deeper")):
        check(snapshot, folder, name, 7, (*GOOD, "-r", target, "-n", "net", "--format", "keras"), prefix=prefix)


def test_a_disk_that_fills_leaves_the_older_result(folder, snapshot):
    """A limit for the size of files stands for the disk; writing fails in the middle."""
    prefix = ("prlimit", "--fsize=2000")
    check(snapshot, folder, "writing fails", 7, (*GOOD, "-r", "out", "-n", "net", "--format", "keras,h5"), prefix=prefix)


def test_a_model_that_is_cut_short_while_it_is_used(tmp_path):
    """It is told by whoever notices first: the one that reads the mapped file, or the look at its size at the end."""
    product = helper.make_node("MatMul", ["x", "w"], ["y"])
    small_models.save(tmp_path, large=small_models.model([product], {"x": [1, 4096]}, {"w": (4096, 4096)}))
    (tmp_path / "out").mkdir()
    command = [str(BUILD / "bin" / "tao_byom"), "-m", "large.onnx", "-r", "out", "-n", "net", "--format", "keras", "--json", "--verbose"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "Writing" in line:
            os.truncate(tmp_path / "large.onnx", 4096)
            break
    answer, said = process.communicate(timeout=120)
    assert process.returncode == 3
    error = said.splitlines()[-1].partition("ERROR: ")[2]
    assert re.search("large.onnx'? (became shorter or unreadable|was changed) while it was read; run again when it is complete", error)
    assert json.loads(answer) == {"ok": False, "exit": 3, "error": error}
    assert not list((tmp_path / "out").iterdir())


def test_a_model_that_is_cut_short_while_it_is_parsed(tmp_path):
    """Its nodes are so many that their parsing lasts much longer than a look whether the file is mapped."""
    small_models.save(tmp_path, long=small_models.model([helper.make_node("Relu", ["x"], ["y"])] * 500_000, {"x": [1]}))
    command = [str(BUILD / "bin" / "tao_byom"), "-m", "long.onnx", "-r", "out", "-n", "net", "--format", "keras"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and "long.onnx" not in pathlib.Path(f"/proc/{process.pid}/maps").read_text():
        pass
    os.truncate(tmp_path / "long.onnx", 4096)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 3
    assert said == ("ERROR: long.onnx became shorter or unreadable while it was read; run again when it is complete. "
                    "Nothing was written.\n")
    assert not (tmp_path / "out").exists()


def test_the_reader_says_that_a_key_is_wrong(folder, snapshot, tmp_path):
    import open_tltb

    assert small_models.run((*GOOD, "-r", tmp_path, "-n", "net", "-k", "right"), folder).returncode == 0
    with pytest.raises(PermissionError, match="^wrong key or damaged file$"):
        open_tltb.load(tmp_path / "net.tltb", key="wrong")
    before = contents(tmp_path)
    reader = subprocess.run(
        [sys.executable, str(ROOT / "python" / "open_tltb.py"), "net.tltb", "--key-env", "KEY", "--extract", "unpacked"],
        cwd=tmp_path, env={**os.environ, "KEY": "Right"}, capture_output=True, text=True, check=False)
    assert (reader.returncode, reader.stdout) == (1, "")
    assert contents(tmp_path) == before
    snapshot.check("a wrong key in the reader", "$ open_tltb.py net.tltb --key-env KEY --extract unpacked\n"
                   + reader.stderr.replace(str(tmp_path), "<tmp>") + "-> 1")


def test_the_snapshot_has_no_case_that_is_gone(snapshot):
    known = {*CASES, "a folder that may not be written", "a folder that may not be made", "writing fails",
             "a wrong key in the reader"}
    assert snapshot.updating or set(snapshot.texts) == known
