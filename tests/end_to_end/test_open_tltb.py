"""python/open_tltb.py, and archives of the C++ writer in the hands of other programs."""
import hashlib
import hmac
import io
import json
import os
import pathlib
import subprocess
import sys
import zipfile
from base64 import b64encode

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))
pytest.importorskip("cryptography")
pyrage = pytest.importorskip("pyrage")
import open_tltb  # noqa: E402
from cryptography.hazmat.primitives import hashes  # noqa: E402
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: E402
from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: E402

TOOL = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", "build")) / "bin" / "age_tool"
GOLDEN = pathlib.Path(os.environ.get("TAO_BYOM_SHARED", ROOT.parent / "shared")) / "data" / "keras-golden"
needs_tool = pytest.mark.skipif(not TOOL.exists(), reason="age_tool is not built; set TAO_BYOM_BUILD")
FILES = {"a.txt": b"abc", "m.hdf5": bytes(range(256)) * 1000, "empty": b""}

CUSTOM_LAYERS = '''
try:
    import tensorflow as tf
    keras = tf.keras
except ImportError:
    import keras

class Scale(keras.layers.Layer):
    def build(self, shape):
        self.factor = self.add_weight(name="factor", shape=(3,), initializer="ones")
    def call(self, x):
        return x * self.factor
'''


def zip_of(files, manifest=None, extra=(), attributes=None):
    entries = {name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest(), **(attributes or {}).get(name, {})}
               for name, data in files.items()}
    if manifest is None:
        manifest = {"format": "open-tltb", "format_version": 1, "metadata": {"model_name": "m"}, "artifacts": entries}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.open-tltb+zip")
        for name, data in files.items():
            archive.writestr(f"artifacts/{name}", data)
        for name, data in extra:
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    return buffer.getvalue()


def age_of(plain, key):
    """An age file by the letter of the specification, with a work factor of 2^4, which pyrage would not choose."""
    def hkdf(salt, info):
        return HKDF(hashes.SHA256(), 32, salt, info).derive(file_key)

    def base64(data):
        return b64encode(data).rstrip(b"=")

    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrap_key = hashlib.scrypt(key.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=16, r=8, p=1, dklen=32)
    body = ChaCha20Poly1305(wrap_key).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt " + base64(salt) + b" 4\n" + base64(body) + b"\n---"
    mac = hmac.digest(hkdf(None, b"header"), header, "sha256")
    cipher = ChaCha20Poly1305(hkdf(nonce, b"payload"))
    parts = [plain[at:at + 65536] for at in range(0, len(plain), 65536)] or [b""]
    sealed = [cipher.encrypt(i.to_bytes(11, "big") + bytes([i == len(parts) - 1]), part, None)
              for i, part in enumerate(parts)]
    return header + b" " + base64(mac) + b"\n" + nonce + b"".join(sealed)


def put(path, data, key=None):
    path.write_bytes(age_of(data, key) if key else data)
    return path


def test_a_file_of_pyrage_opens(tmp_path):
    (tmp_path / "x.tltb").write_bytes(pyrage.passphrase.encrypt(zip_of(FILES), "k\u00e9y"))
    assert open_tltb.artifacts(tmp_path / "x.tltb", "k\u00e9y") == FILES


def pack(tmp_path, key, files):
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    subprocess.run([TOOL, "pack", key, tmp_path / "x.tltb", *[tmp_path / name for name in files]], check=True)
    return tmp_path / "x.tltb"


@needs_tool
@pytest.mark.parametrize("key", ["", "k\u00e9y"])
def test_archives_of_the_writer_open_here(tmp_path, key):
    path = pack(tmp_path, key, FILES)
    assert open_tltb.artifacts(path, key or None) == FILES
    assert open_tltb.manifest(path, key or None)["metadata"] == {"model_name": "packed"}


@needs_tool
def test_archives_of_the_writer_satisfy_age_and_zip_programs(tmp_path):
    """`age -d x.tltb > x.zip && unzip x.zip` is what we promise."""
    plain = pyrage.passphrase.decrypt(pack(tmp_path, "key", FILES).read_bytes(), "key")
    (tmp_path / "x.zip").write_bytes(plain)
    assert subprocess.run(["unzip", "-tq", tmp_path / "x.zip"], stdout=subprocess.DEVNULL, check=False).returncode == 0
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        assert archive.testzip() is None
        names = ["mimetype", *[f"artifacts/{name}" for name in FILES], "manifest.json"]
        assert archive.namelist() == names
        assert all(entry.external_attr >> 16 == 0o100644 for entry in archive.infolist())
        assert {name: archive.read(f"artifacts/{name}") for name in FILES} == FILES
        offset = archive.getinfo("artifacts/m.hdf5").header_offset
        with archive.open("artifacts/m.hdf5"):
            start = offset + 30 + sum(int.from_bytes(plain[offset + at:offset + at + 2], "little") for at in (26, 28))
    assert start % 64 == 0 and plain[start:start + 256] == bytes(range(256))


@needs_tool
@pytest.mark.parametrize("key", ["", "key"])
def test_the_reader_in_cpp_opens_what_python_wrote(tmp_path, key):
    path = put(tmp_path / "x.tltb", zip_of(FILES), key)
    (tmp_path / "out").mkdir()
    subprocess.run([TOOL, "unpack", key, path, tmp_path / "out"], check=True)
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == FILES


def test_a_wrong_or_missing_key_is_a_permission_error(tmp_path):
    path = put(tmp_path / "x.tltb", zip_of(FILES), "key")
    with pytest.raises(PermissionError) as caught:
        open_tltb.artifacts(path, "kez")
    assert str(caught.value) == "wrong key or damaged file"
    with pytest.raises(PermissionError, match="give its key"):
        open_tltb.artifacts(path)
    with pytest.raises(PermissionError, match="not encrypted"):
        open_tltb.artifacts(put(tmp_path / "y.tltb", zip_of(FILES)), "key")
    assert open_tltb.artifacts(path, "key") == FILES


def test_damage_anywhere_is_an_error(tmp_path):
    good = age_of(zip_of({"m.hdf5": bytes(200_000)}), "key")
    chunk = good.index(b"\n--- ") + 49 + 16
    for at in (0, 30, 60, chunk - 60, chunk - 1, chunk, chunk + 65552, len(good) - 1):
        bad = bytearray(good)
        bad[at] ^= 1
        with pytest.raises((ValueError, PermissionError)):
            open_tltb.artifacts(put(tmp_path / "x", bytes(bad)), "key")
    first, second = slice(chunk, chunk + 65552), slice(chunk + 65552, chunk + 131104)
    swapped = good[:chunk] + good[second] + good[first] + good[second.stop:]
    for bad in (good[:-1], good[:chunk + 65552], good[:chunk + 2 * 65552], good + b"x", swapped, good[:100], good[:chunk]):
        with pytest.raises((ValueError, PermissionError)):
            open_tltb.artifacts(put(tmp_path / "x", bad), "key")


def test_a_large_work_factor_is_refused_at_once(tmp_path):
    good = age_of(b"", "key")
    lines = good.split(b"\n", 2)
    lines[1] = lines[1].rsplit(b" ", 1)[0] + b" 21"
    with pytest.raises(ValueError, match="work factor 21"):
        open_tltb.artifacts(put(tmp_path / "x", b"\n".join(lines)), "key")


@pytest.mark.parametrize("manifest", [
    {"format": "other"}, {"format": "open-tltb", "format_version": 2, "artifacts": {}}, [], {},
    {"format": "open-tltb", "format_version": 1, "artifacts": {}},
    {"format": "open-tltb", "format_version": 1, "artifacts": {"a.txt": {}}},
    {"format": "open-tltb", "format_version": 1, "artifacts": {"a.txt": {"size": 4, "sha256": ""}}},
    {"format": "open-tltb", "format_version": 1,
     "artifacts": {"a.txt": {"size": 3, "sha256": hashlib.sha256(b"abd").hexdigest()}}},
])
def test_a_manifest_that_says_something_else_is_refused(tmp_path, manifest):
    with pytest.raises(ValueError):
        open_tltb.artifacts(put(tmp_path / "x", zip_of({"a.txt": b"abc"}, manifest)))


def test_members_that_leave_the_folder_or_are_not_named_are_refused(tmp_path):
    for name in ("../a", "a/b", "..", "a\\b"):
        with pytest.raises(ValueError):
            open_tltb.artifacts(put(tmp_path / "x", zip_of({name: b"abc"})))
    for extra in ([("extra", b"")], [("artifacts/b", b"")]):
        with pytest.raises(ValueError):
            open_tltb.artifacts(put(tmp_path / "x", zip_of({"a": b"abc"}, extra=extra)))


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b\x08", b"PK\3\4", b"\x89HDF\r\n\x1a\n"])
def test_other_files_are_refused(tmp_path, data):
    with pytest.raises(ValueError):
        open_tltb.artifacts(put(tmp_path / "x", data))


def run_script(*arguments, **environment):
    return subprocess.run([sys.executable, ROOT / "python" / "open_tltb.py", *arguments], capture_output=True,
                          text=True, check=False, env={**os.environ, **environment})


def test_the_command_line_lists_and_extracts(tmp_path):
    path = put(tmp_path / "x.tltb", zip_of(FILES), "key")
    listed = run_script(path, "--key-env", "K", "--list", K="key")
    assert [line.split()[-1] for line in listed.stdout.splitlines()] == list(FILES)
    assert hashlib.sha256(b"abc").hexdigest() in listed.stdout
    assert run_script(path, "--key-env", "K", "--extract", tmp_path / "out", K="key").returncode == 0
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == FILES
    again = run_script(path, "--key-env", "K", "--extract", tmp_path / "out", K="key")
    assert again.returncode == 1 and "exists" in again.stderr.lower()
    wrong = run_script(path, "--key-env", "K", K="kez")
    assert wrong.returncode == 1 and wrong.stderr == f"open_tltb: {path}: wrong key or damaged file\n"
    assert "is not set" in run_script(path, "--key-env", "NOT_THERE").stderr


def hdf5_of(layers, weights, split=False):
    """A legacy .h5 of a chain of layers: [(class, config)], {layer: [(name, array)]}."""
    h5py = pytest.importorskip("h5py")
    names = [config["name"] for _, config in layers]
    described = [{"class_name": kind, "config": config, "name": config["name"],
                  "inbound_nodes": [[[names[i - 1], 0, 0, {}]]] if i else []}
                 for i, (kind, config) in enumerate(layers)]
    model = {"class_name": "Functional", "config": {"name": "m", "layers": described,
             "input_layers": [[names[0], 0, 0]], "output_layers": [[names[-1], 0, 0]]}, "keras_version": "2.9.0"}
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as h5:
        h5.attrs["model_config"] = json.dumps(model)
        group = h5.create_group("model_weights")
        if split:
            group.attrs["layer_names0"], group.attrs["layer_names1"] = names[:1], names[1:]
        else:
            group.attrs["layer_names"] = names
        for name in names:
            layer = group.create_group(name)
            layer.attrs["weight_names"] = [f"{name}/{weight}" for weight, _ in weights.get(name, [])]
            for weight, array in weights.get(name, []):
                layer[f"{name}/{weight}"] = array
    return buffer.getvalue()


INPUT = ("InputLayer", {"batch_input_shape": [None, 3], "dtype": "float32", "sparse": False, "ragged": False, "name": "x"})

# What a process of its own does, since one process cannot hold two Keras.
PREDICT = '''
import importlib, sys
import numpy as np
sys.path.insert(0, sys.argv[1])
import open_tltb
keras = importlib.import_module(sys.argv[3]) if sys.argv[3] else None
model = open_tltb.load(sys.argv[2], trust=sys.argv[4] == "trust", keras=keras)
np.save(sys.argv[6], model(np.load(sys.argv[5])))
print(type(model).__module__)
'''


def predict(tmp_path, path, keras, x, trust="", **environment):
    np = pytest.importorskip("numpy")
    if keras:
        pytest.importorskip(keras)
    np.save(tmp_path / "in.npy", x)
    command = [sys.executable, "-c", PREDICT, ROOT / "python", path, keras, trust, tmp_path / "in.npy", tmp_path / "out.npy"]
    result = subprocess.run(command, capture_output=True, text=True, check=False,
                            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "1", **environment})
    assert result.returncode == 0, result.stderr[-3000:]
    assert "doesn't match the expected structure" not in result.stderr
    return np.load(tmp_path / "out.npy"), result.stdout.strip()


@pytest.mark.parametrize(("keras", "environment"), [("", {}), ("keras", {"KERAS_BACKEND": "jax"})])
def test_load_gives_the_model_that_keras_29_wrote(tmp_path, keras, environment):
    np = pytest.importorskip("numpy")
    pytest.importorskip("tf_keras")
    if not GOLDEN.is_dir():
        pytest.skip("golden files not present")
    path = put(tmp_path / "x.tltb", zip_of({"m.hdf5": (GOLDEN / "tiny_k29.h5").read_bytes()}))
    golden = np.load(GOLDEN / "tiny_k29_io.npz")
    y, module = predict(tmp_path, path, keras, golden["x"], **environment)
    np.testing.assert_allclose(y, golden["y"], rtol=1e-5, atol=2e-4)
    assert module.startswith(keras or "tf_keras")


@pytest.mark.parametrize(("keras", "environment", "split"),
                         [("", {}, True), ("keras", {"KERAS_BACKEND": "tensorflow"}, False)])
def test_load_runs_custom_layers_when_they_are_trusted(tmp_path, keras, environment, split):
    np = pytest.importorskip("numpy")
    pytest.importorskip("tf_keras")
    rng = np.random.default_rng(1)
    factor, kernel, bias = (rng.standard_normal(shape, "float32") for shape in ((3,), (3, 2), (2,)))
    layers = [INPUT, ("Scale", {"name": "s"}), ("Dense", {"name": "d", "units": 2})]
    weights = {"s": [("factor:0", factor)], "d": [("kernel:0", kernel), ("bias:0", bias)]}
    files = {"custom_layers.py": CUSTOM_LAYERS.encode(), "m.hdf5": hdf5_of(layers, weights, split)}
    path = put(tmp_path / "x.tltb", zip_of(files, attributes={"custom_layers.py": {"class_names": ["Scale"]}}))
    x = rng.standard_normal((4, 3), "float32")
    y, _ = predict(tmp_path, path, keras, x, "trust", **environment)
    np.testing.assert_allclose(y, x * factor @ kernel + bias, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("keras", "environment"), [("", {}), ("keras", {"KERAS_BACKEND": "jax"})])
def test_load_keeps_a_list_of_axes(tmp_path, keras, environment):
    np = pytest.importorskip("numpy")
    pytest.importorskip("tf_keras")
    layers = [INPUT, ("Reshape", {"name": "r", "target_shape": [3, 1]}),
              ("LayerNormalization", {"name": "n", "axis": [1, 2], "center": False, "scale": False, "epsilon": 0.001})]
    path = put(tmp_path / "x.tltb", zip_of({"m.hdf5": hdf5_of(layers, {})}))
    x = np.random.default_rng(1).standard_normal((4, 3), "float32")
    y, _ = predict(tmp_path, path, keras, x, **environment)
    expected = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 0.001)
    np.testing.assert_allclose(y[..., 0], expected, rtol=1e-4, atol=1e-4)


def test_load_does_not_run_custom_layers_that_are_not_trusted(tmp_path):
    marker = tmp_path / "ran"
    source = f"open({str(marker)!r}, 'w')\n".encode()
    files = {"custom_layers.py": source, "m.hdf5": hdf5_of([INPUT, ("Scale", {"name": "s"})], {})}
    path = put(tmp_path / "x.tltb", zip_of(files, attributes={"custom_layers.py": {"class_names": ["Scale", "Other"]}}))
    with pytest.raises(PermissionError) as caught:
        open_tltb.load(path)
    assert "Scale, Other" in str(caught.value)
    assert hashlib.sha256(source).hexdigest() in str(caught.value)
    assert "trust=True" in str(caught.value)
    assert not marker.exists()


@pytest.mark.parametrize("config", [
    ("Lambda", {"name": "l", "function": "code"}), ("TFOpLambda", {"name": "l", "function": "io.write_file"}),
    ("Activation", {"name": "l", "activation": {"module": "os", "class_name": "function", "config": "system"}}),
])
def test_load_refuses_layers_that_are_programs(tmp_path, config):
    path = put(tmp_path / "x.tltb", zip_of({"m.hdf5": hdf5_of([INPUT, config], {})}))
    with pytest.raises(PermissionError, match="can run any code"):
        open_tltb.load(path)


def test_load_wants_one_model(tmp_path):
    with pytest.raises(ValueError, match="expected one .hdf5"):
        open_tltb.load(put(tmp_path / "x.tltb", zip_of({"a.txt": b""})))
