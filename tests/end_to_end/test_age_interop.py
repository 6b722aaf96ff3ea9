"""Our age files against pyrage, an independent implementation in Rust, in both directions."""
import os
import pathlib
import subprocess

import pytest

pyrage = pytest.importorskip("pyrage")

TOOL = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", "build")) / "bin" / "age_tool"
pytestmark = pytest.mark.skipif(not TOOL.exists(), reason="age_tool is not built; set TAO_BYOM_BUILD")

SIZES = [0, 1, 65535, 65536, 65537, 131072, 5_000_000]
KEY = "nvidia-tao \u00fc\u4e2d\U0001f511"


def tool(*arguments):
    return subprocess.run([TOOL, *arguments], capture_output=True, text=True, check=False)


def content(size):
    return bytes((i * i >> 3) & 255 for i in range(min(size, 65521))) * (size // 65521 + 1)


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_what_we_write(tmp_path, size):
    plain = content(size)[:size]
    (tmp_path / "plain").write_bytes(plain)
    assert tool("encrypt", KEY, tmp_path / "plain", tmp_path / "age").returncode == 0
    sealed = (tmp_path / "age").read_bytes()
    assert pyrage.passphrase.decrypt(sealed, KEY) == plain
    assert len(sealed) == 150 + 16 + size + 16 * max(1, -(-size // 65536))
    assert (tmp_path / "age").stat().st_mode & 0o777 == 0o600


# Fewer sizes: pyrage chooses a work factor that costs it seconds.
@pytest.mark.parametrize("size", [0, 65536, 5_000_000])
def test_we_open_what_pyrage_writes(tmp_path, size):
    plain = content(size)[:size]
    sealed = pyrage.passphrase.encrypt(plain, KEY)
    (tmp_path / "age").write_bytes(sealed)
    result = tool("decrypt", KEY, tmp_path / "age", tmp_path / "plain")
    if int(sealed.split(b"\n")[1].split()[-1]) > 20:  # on a very fast machine
        assert result.returncode == 4 and "work factor above 20" in result.stderr
        return
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "plain").read_bytes() == plain


def test_a_wrong_key_says_so_and_leaves_no_file(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    assert tool("encrypt", KEY, tmp_path / "secret", tmp_path / "age").returncode == 0
    for key in (KEY + "\n", "nvidia-tao u\u0308\u4e2d\U0001f511"):
        result = tool("decrypt", key, tmp_path / "age", tmp_path / "plain")
        assert result.returncode == 3
        assert result.stderr == f"{tmp_path / 'age'}: wrong key or damaged file\n"
    assert {path.name for path in tmp_path.iterdir()} == {"age", "secret"}


def test_a_file_for_public_keys_is_named_as_such(tmp_path):
    recipient = pyrage.x25519.Identity.generate().to_public()
    (tmp_path / "age").write_bytes(pyrage.encrypt(b"secret", [recipient]))
    result = tool("decrypt", KEY, tmp_path / "age", tmp_path / "plain")
    assert result.returncode == 3
    assert "it is encrypted for public keys" in result.stderr
