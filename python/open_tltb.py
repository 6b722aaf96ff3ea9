"""Opens an open .tltb, an age file around a ZIP, and builds its Keras model. Needs cryptography, h5py and a Keras.

    model = load("model.tltb", key="nvidia-tao")
    files = artifacts("model.tltb", key="nvidia-tao")
    python open_tltb.py model.tltb --key-env VARIABLE [--list] [--extract FOLDER]

Wrong keys raise PermissionError("wrong key or damaged file"), other damage raises ValueError.
"""
import argparse
import base64
import hashlib
import hmac
import importlib
import io
import json
import os
import re
import sys
import types
import zipfile

CHUNK = 65536
TAG = 16
WRONG_KEY = "wrong key or damaged file"
FIRST_LINE = b"age-encryption.org/v1\n"
MIMETYPE = b"application/vnd.open-tltb+zip"
RUNS_CODE = {"Lambda", "SlicingOpLambda", "TFOpLambda", "TFSMLayer"}  # classes whose configuration is a program


def _hkdf(key, salt, info):
    extracted = hmac.new(salt or bytes(32), key, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\1", hashlib.sha256).digest()


def _unbase64(text, size):
    """The format wants base64 without padding, in the one canonical form."""
    if not re.fullmatch(rb"[A-Za-z0-9+/]*", text) or len(text) % 4 == 1:
        raise ValueError("damaged file: base64 in its age header")
    data = base64.b64decode(text + b"=" * (-len(text) % 4))
    if base64.b64encode(data).rstrip(b"=") != text or len(data) != size:
        raise ValueError("damaged file: base64 in its age header")
    return data


class AgeFile(io.RawIOBase):
    """The plaintext of an age v1 file with one passphrase, seekable. Only authenticated bytes come out."""

    def __init__(self, file, key, largest_work_factor=20):
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        self._file, self._cipher, self._bad_tag = file, ChaCha20Poly1305, InvalidTag
        salt, work_factor, body, mac, header = self._read_header()
        if work_factor > largest_work_factor:
            raise ValueError(f"the age header asks for work factor {work_factor}, more than {largest_work_factor}")
        label = b"age-encryption.org/v1/scrypt"
        wrap_key = Scrypt(salt=label + salt, length=32, n=1 << work_factor, r=8, p=1).derive(key)
        try:
            file_key = ChaCha20Poly1305(wrap_key).decrypt(bytes(12), body, None)
        except InvalidTag:
            raise PermissionError(WRONG_KEY) from None
        expected = hmac.new(_hkdf(file_key, b"", b"header"), header, hashlib.sha256).digest()
        if not hmac.compare_digest(mac, expected):
            raise PermissionError(WRONG_KEY)
        self._open_payload(file_key)

    def _read_header(self):
        lines = [self._file.readline(200) for _ in range(4)]
        match = re.fullmatch(
            rb"age-encryption\.org/v1\n-> scrypt ([^ \n]+) ([1-9][0-9]?)\n([^ \n]+)\n---( [^ \n]+)\n", b"".join(lines))
        if not match:
            raise ValueError("damaged file: its age header is not that of one passphrase")
        salt, work_factor, body, mac = match.groups()
        return (_unbase64(salt, 16), int(work_factor), _unbase64(body, 32), _unbase64(mac[1:], 32),
                b"".join(lines[:3]) + b"---")

    def _open_payload(self, file_key):
        nonce = self._file.read(16)
        self._payload = self._cipher(_hkdf(file_key, nonce, b"payload"))
        self._start = self._file.tell()
        sealed = self._file.seek(0, io.SEEK_END) - self._start
        self._chunks = max(1, -(-sealed // (CHUNK + TAG)))
        last = sealed - (self._chunks - 1) * (CHUNK + TAG)
        if len(nonce) != 16 or last < TAG or (last == TAG and self._chunks > 1):
            raise ValueError("damaged file: it was cut short or added to")
        self._size, self._position, self._held = sealed - TAG * self._chunks, 0, -1
        self._chunk(self._chunks - 1)  # the length is proven before anything is believed

    def _chunk(self, index):
        if index != self._held:
            self._file.seek(self._start + index * (CHUNK + TAG))
            nonce = index.to_bytes(11, "big") + bytes([index == self._chunks - 1])
            try:
                self._plain = self._payload.decrypt(nonce, self._file.read(CHUNK + TAG), None)
            except self._bad_tag:
                raise ValueError(f"damaged file: chunk {index} of {self._chunks}") from None
            self._held = index
        return self._plain

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self._position

    def seek(self, offset, whence=io.SEEK_SET):
        self._position = max(0, (0, self._position, self._size)[whence] + offset)
        return self._position

    def readinto(self, buffer):
        if self._position >= self._size:
            return 0
        start = self._position % CHUNK
        part = self._chunk(self._position // CHUNK)[start:start + len(buffer)]
        buffer[:len(part)] = part
        self._position += len(part)
        return len(part)


def _plain_file(file, key):
    """The file to read the ZIP from, decrypted where it is encrypted."""
    start = file.read(len(FIRST_LINE))
    file.seek(0)
    if start == FIRST_LINE:
        if key is None:
            raise PermissionError("the file is encrypted; give its key")
        return io.BufferedReader(AgeFile(file, key.encode() if isinstance(key, str) else key), CHUNK)
    if start.startswith(b"\x1f\x8b"):
        raise ValueError("compressed with gzip, as the archives of NVIDIA's EFF are: that format is not public")
    if not start.startswith(b"PK\3\4"):
        raise ValueError("not an open .tltb, which is an age file or a ZIP")
    if key is not None:
        raise PermissionError("the file is not encrypted, although a key was given; open it without one")
    return file


def _manifest(archive):
    """The manifest, after a check that it and the members say the same."""
    members = {entry.filename: entry for entry in archive.infolist()}
    if len(members) != len(archive.infolist()) or any(e.compress_type or e.flag_bits & ~0x800 for e in members.values()):
        raise ValueError("damaged file: members that an open .tltb does not have")
    if "mimetype" not in members or archive.read("mimetype") != MIMETYPE or "manifest.json" not in members:
        raise ValueError("damaged file: not the ZIP of an open .tltb")
    manifest = json.loads(archive.read("manifest.json"))
    if manifest.get("format") != "open-tltb" or manifest.get("format_version") != 1:
        raise ValueError("a manifest.json of another format or a newer version")
    expected = {"artifacts/" + name for name in manifest["artifacts"]} | {"mimetype", "manifest.json"}
    if set(members) != expected or any(re.search(r"[/\\\0]|^\.{0,2}$", name) for name in manifest["artifacts"]):
        raise ValueError("damaged file: manifest.json and members differ")
    return manifest


def _content(archive, manifest, name):
    entry = manifest["artifacts"][name]
    data = archive.read("artifacts/" + name)
    if len(data) != entry["size"] or hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise ValueError(f"damaged file: {name} is not what manifest.json says")
    return data


def _open(path, key, read):
    """Gives read(archive, manifest)."""
    with open(path, "rb") as file:
        try:
            with zipfile.ZipFile(_plain_file(file, key)) as archive:
                return read(archive, _manifest(archive))
        except (zipfile.BadZipFile, KeyError, AttributeError, TypeError, RuntimeError) as error:
            raise ValueError(f"damaged file: {error}") from error


def manifest(path, key=None):
    """The manifest: metadata, and the attributes of each artifact."""
    return _open(path, key, lambda archive, content: content)


def artifacts(path, key=None):
    """Name -> bytes of every artifact, checked against size and SHA-256."""
    return _open(path, key, lambda archive, content: {name: _content(archive, content, name)
                                                      for name in content["artifacts"]})


def _names(group, attribute):
    """layer_names or weight_names, which Keras splits into attribute0, attribute1, ... above 64 KB."""
    if attribute in group.attrs:
        parts = [group.attrs[attribute]]
    else:
        parts = []
        while f"{attribute}{len(parts)}" in group.attrs:
            parts.append(group.attrs[f"{attribute}{len(parts)}"])
    return [name.decode() if isinstance(name, bytes) else str(name) for part in parts for name in part]


def _read_hdf5(data):
    """The model's JSON and its weights in the order of set_weights, from a legacy .h5."""
    import h5py

    with h5py.File(io.BytesIO(data), "r") as h5:
        config = h5.attrs["model_config"]
        layers = h5["model_weights"]
        weights = [layers[layer][weight][()]
                   for layer in _names(layers, "layer_names") for weight in _names(layers[layer], "weight_names")]
    return config.decode() if isinstance(config, bytes) else config, weights


def _refuse_code(config):
    """A configuration can name code without any custom_layers.py."""
    if isinstance(config, dict):
        if config.get("class_name") in RUNS_CODE or not str(config.get("module") or "keras").startswith("keras"):
            raise PermissionError(f"the model has a layer {config.get('class_name')}, whose configuration can run any "
                                  "code; if you trust the file, load it with trust=True")
        config = list(config.values())
    if isinstance(config, list):
        for value in config:
            _refuse_code(value)


def _find_keras():
    """tf_keras, else tf.keras, else keras."""
    for module, attribute in (("tf_keras", None), ("tensorflow", "keras"), ("keras", None)):
        try:
            if module == "tf_keras":  # so that code which asks tensorflow for Keras gets the same one
                importlib.import_module(module)
                os.environ.setdefault("TF_USE_LEGACY_KERAS", "1")
            found = importlib.import_module(module)
            return getattr(found, attribute) if attribute else found
        except ImportError:
            continue
    raise ImportError("no Keras found; install tf-keras, tensorflow or keras")


def _custom_objects(source, class_names, keras):
    module = types.ModuleType("custom_layers")
    exec(compile(source, "custom_layers.py", "exec"), module.__dict__)
    objects = {name: getattr(module, name) for name in class_names}
    for name, value in objects.items():
        if isinstance(value, type) and not issubclass(value, keras.layers.Layer):
            raise TypeError(f"{name} of custom_layers.py is no layer of {keras.__name__}; set TF_USE_LEGACY_KERAS to 1 "
                            "(Keras 2) or 0 (Keras 3) before the program starts, or give the other module as keras=")
    return objects


def _build(config, weights, keras):
    model = _architecture(config, keras)
    model.set_weights(weights)
    return model


def _architecture(config, keras):
    if keras.__version__.startswith("2."):
        return keras.models.model_from_json(config)
    # model_from_json of Keras 3 does not know the outermost class of a Keras 2 configuration; the layers it does.
    content = json.loads(config)["config"]
    for ends in ("input_layers", "output_layers"):  # one tensor is no list of tensors to Keras 3
        if len(content[ends]) == 1:
            content[ends] = content[ends][0]
    for layer in content["layers"]:
        # Its reader of old configurations forgets an axis that is a list; a layer with a module is not an old one.
        if isinstance(layer["config"].get("axis"), list) and len(layer["config"]["axis"]) > 1:
            layer["module"] = "keras.layers" if hasattr(keras.layers, layer["class_name"]) else None
            layer["registered_name"] = layer["class_name"]
    return keras.Model.from_config(content)


def load(path, key=None, trust=False, keras=None):
    """The Keras model. `trust` lets the archive's own Python code run, where it has any. `keras` is the module to
    build with: keras, tf_keras or tf.keras; by default the first that is there of tf_keras, tf.keras, keras."""
    def read(archive, content):
        models = [name for name in content["artifacts"] if name.endswith(".hdf5")]
        if len(models) != 1:
            raise ValueError(f"expected one .hdf5 in the archive, found {len(models)}")
        layers = content["artifacts"].get("custom_layers.py", {})
        source = _content(archive, content, "custom_layers.py") if layers.get("class_names") else b""
        return _content(archive, content, models[0]), source, layers

    model_bytes, source, layers = _open(path, key, read)
    class_names = layers.get("class_names") or []
    if class_names and not trust:
        raise PermissionError(
            f"the model needs the classes {', '.join(class_names)} of the archive's custom_layers.py (sha256 "
            f"{layers['sha256']}), which is Python code that would run here; read it (python open_tltb.py FILE "
            "--extract FOLDER) and, if you trust it, load the file with trust=True")
    config, weights = _read_hdf5(model_bytes)
    if not trust:
        _refuse_code(json.loads(config))
    keras = keras or _find_keras()
    with keras.utils.custom_object_scope(_custom_objects(source, class_names, keras)):
        return _build(config, weights, keras)


def main():
    parser = argparse.ArgumentParser(description="Lists or unpacks an open .tltb.")
    parser.add_argument("file")
    parser.add_argument("--key-env", metavar="VARIABLE", help="the environment variable that holds the key")
    parser.add_argument("--list", action="store_true", help="list the artifacts (what it does by default)")
    parser.add_argument("--extract", metavar="FOLDER", help="write the artifacts there; existing files are kept")
    options = parser.parse_args()
    try:
        key = os.environ[options.key_env] if options.key_env else None
        if options.list or not options.extract:
            for name, entry in manifest(options.file, key)["artifacts"].items():
                print(f"{entry['size']:>12}  {entry['sha256']}  {name}")
        if options.extract:
            files = artifacts(options.file, key)
            os.makedirs(options.extract, exist_ok=True)
            for name, data in files.items():
                with open(os.path.join(options.extract, name), "xb") as out:
                    out.write(data)
    except KeyError as error:
        sys.exit(f"open_tltb: the environment variable {error} is not set")
    except (OSError, ValueError) as error:
        sys.exit(f"open_tltb: {options.file}: {error}")


if __name__ == "__main__":
    main()
