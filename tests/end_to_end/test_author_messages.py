"""Every message that the author of a plugin can meet, with its exact text: of the program, of byom-manifest and of CMake.

author_cases.py holds the cases. What test_plugins_commands.py, test_plugins_check.py, test_plugin_faults.py and
test_custom_meta.py keep is not repeated. The texts are in snapshots/author_messages.txt; TAO_BYOM_UPDATE_SNAPSHOTS=1
writes that file anew. Needs $TAO_BYOM_BUILD.
"""
import os
import pathlib
import platform
import re
import shlex
import shutil
import subprocess

import pytest

import author_cases
import small_models
from author_cases import to
from small_models import BUILD

CASES = author_cases.cases()
X86 = platform.machine() == "x86_64"
SANITIZED = (BUILD / "CMakeCache.txt").exists() and re.search(r"TAO_BYOM_SANITIZE:STRING=.", (BUILD / "CMakeCache.txt").read_text())
# A sanitizer's own allocator ends the program.
ALLOCATES = {"mistake: MoreThanMemory", "mistake: LargeScratch"}
# byom-manifest: exit code, arguments, the fault of the fixture `tables`.
MANIFEST_TOOL = {
    "nothing": (2, (), ""), "two libraries": (2, ("libtables.so", "more.so"), ""), "an unknown option": (2, ("libtables.so", "--pyton", "a"), ""),
    "no argument": (2, ("libtables.so", "--output"), ""), "a text": (5, ("text.so",), ""), "no plugin": (5, ("no_symbol.so",), ""),
    "a folder that is not there": (7, ("libtables.so", "--output", "none/tables.json"), ""),
    **{fault: (5, ("libtables.so",), fault) for fault in ("silent", "refuses", "small", "nameless", "no_ops", "sizeless_op",
                                                          "no_kernels", "sizeless_kernel", "form")}}
CMAKE = {
    "unknown arguments": "tao_byom_add_plugin(acme plugin.c NOCHECK)",
    "nothing behind a word": "tao_byom_add_plugin(acme SOURCES plugin.c OVERRIDES)",
    "no Python file": "tao_byom_add_plugin(acme SOURCES plugin.c PYTHON layers.py)",
    "fast math": "tao_byom_add_plugin(acme SOURCES plugin.c)\ntarget_compile_options(acme PRIVATE -ffast-math)",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("author_messages")
    author_cases.write_all(path)
    shutil.copy(BUILD / "fixture_plugins" / "no_symbol.so", path)
    return path


@pytest.fixture(scope="module", autouse=True)
def waiting(folder):
    """A conversion whose plugin does not come back: the program says so after half a minute, while the other tests run."""
    process = subprocess.Popen([BUILD / "bin" / "tao_byom", *to("Scale", "faults")], cwd=folder, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "TAO_BYOM_FAULT": "run:hang"})
    yield process
    process.kill()
    process.wait()


def normalised(text, folder):
    """Without this run's folders, this system's libraries, the built-in plugin and what every conversion says."""
    text = small_models.without_folders(text, folder)
    text = re.sub(r"^org\.tao-byom\.builtin.*?\n\n", "", text, flags=re.DOTALL)
    text = re.sub(r"\S*/libc\.so\.6: version `GLIBC_9\.[0-9.]*'", "<libc>: version `GLIBC_9'", text)
    text = re.sub("Supported operators: .*", "Supported operators: ...", text)
    text = re.sub(r"bytes and needs \d+;", "bytes and needs <n>;", text)
    usual = ("Wrote|The converted|The Python of|Difference between|This may be|training with|The first tensor|A number counts|"
             "From an earlier")
    return re.sub(rf"^INFO: ({usual}).*\n", "", text, flags=re.MULTILINE)


def check(snapshot, folder, name, exit_code, arguments, environment, **options):
    environment = {variable: value.replace("<tmp>", str(folder)) for variable, value in environment.items()}
    snapshot.check_command(name, folder, exit_code, arguments, normalised, **environment, **options)


@pytest.mark.parametrize("name", CASES)
def test_the_message_has_its_text(name, folder, snapshot):
    if not X86 and name.startswith("library"):
        pytest.skip("the libraries' machines are told from x86-64")
    if SANITIZED and name in ALLOCATES:
        pytest.skip("a sanitizer's allocator ends the program")
    check(snapshot, folder, name, *CASES[name])


def test_a_processor_feature_that_is_lacking(folder, snapshot):
    flags = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").split()
    lacking = [name for name in ("xop", "fma4", "avx512f", "avx2") if name not in flags]
    if not X86 or not lacking:
        pytest.skip("this processor has every feature that the program knows")
    author_cases.manifest(folder, "lacking", "libtables.so", {"cpu": [lacking[0]]})
    result = small_models.run(to("Twice", "lacking"), folder)
    assert result.returncode == 5
    snapshot.check("manifest: a processor feature that is lacking",
                   normalised(result.stderr, folder).replace(lacking[0], "<feature>") + "-> 5")


@pytest.mark.skipif(not X86, reason="denormal numbers are switched off by the x86 linker's object")
def test_a_library_that_changes_the_arithmetic(folder, snapshot):
    shutil.copy(BUILD / "fixture_plugins" / "broken" / "libfast_math.so", folder)
    shutil.copy(BUILD / "fixture_plugins" / "broken" / "broken_fast_math.json", folder / "fast_math.json")
    check(snapshot, folder, "library: fast math", 0, to("Scale", "fast_math"), {})


def test_files_that_may_not_be_read(folder, snapshot):
    # Root may read everything; without these capabilities it is a user like others.
    prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    if prefix and subprocess.run([*prefix, "true"], check=False).returncode != 0:
        pytest.skip("root cannot give up its right to read everything here")
    shutil.copy(folder / "libtables.so", folder / "closed.so")
    shutil.copy(folder / "layers.py", folder / "closed.py")
    author_cases.manifest(folder, "closed", "closed.so", {})
    text = (folder / "with_python.json").read_text(encoding="utf-8")
    (folder / "closed_python.json").write_text(text.replace("layers.py", "closed.py"), encoding="utf-8")
    for name in ("closed.so", "closed.py"):
        (folder / name).chmod(0)
    check(snapshot, folder, "library: it may not be read", 5, to("Twice", "closed"), {}, prefix=prefix)
    check(snapshot, folder, "layers: the Python file may not be read", 2, to("NoClass", "closed_python"), {}, prefix=prefix)


def test_an_installed_plugin_with_patterns_is_passed_over(folder, snapshot):
    place = folder / "broken" / "tao_byom" / "plugins"
    place.mkdir(parents=True)
    shutil.copy(folder / "text.so", place)
    author_cases.manifest(place, "patterns", "text.so", {"patterns": True})
    check(snapshot, folder, "patterns: passed over", 0, to("leaky"), {"XDG_DATA_HOME": "<tmp>/broken"})


def test_a_program_without_its_templates(folder, snapshot):
    (folder / "alone" / "bin").mkdir(parents=True)
    program = shutil.copy(BUILD / "bin" / "tao_byom", folder / "alone" / "bin")
    prefix = ("sh", "-c", f"exec {program} \"$@\"")  # the program that is built becomes $0
    check(snapshot, folder, "new: no templates", 7, ("plugins", "new", "acme", "--op", "Erf"), {}, prefix=prefix)


@pytest.mark.parametrize("name", MANIFEST_TOOL)
def test_byom_manifest(name, folder, snapshot):
    code, arguments, fault = MANIFEST_TOOL[name]
    result = subprocess.run([BUILD / "bin" / "byom-manifest", *arguments], cwd=folder, capture_output=True, text=True, check=False,
                            env={**os.environ, "TAO_BYOM_FAULT": fault})
    assert (result.returncode, result.stdout) == (code, ""), result.stderr
    said = normalised(result.stderr, folder)
    if arguments:
        said = said.partition("usage:")[0]
    command = shlex.join(([f"TAO_BYOM_FAULT={fault}"] if fault else []) + ["byom-manifest", *arguments])
    snapshot.check(f"byom-manifest: {name}", f"$ {command}\n{said}-> {code}")


@pytest.fixture(scope="module")
def sdk(tmp_path_factory):
    prefix = tmp_path_factory.mktemp("sdk")
    subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix, "--component", "sdk"], check=True, stdout=subprocess.DEVNULL)
    return prefix


@pytest.mark.parametrize("name", CMAKE)
def test_cmake(name, tmp_path, sdk, snapshot):
    (tmp_path / "plugin.c").write_text("", encoding="utf-8")
    (tmp_path / "CMakeLists.txt").write_text(
        f"cmake_minimum_required(VERSION 3.25)\nproject(acme LANGUAGES C CXX)\nfind_package(TaoByomSdk REQUIRED)\n{CMAKE[name]}\n",
        encoding="utf-8")
    result = subprocess.run(["cmake", "-S", ".", "-B", "build", f"-DCMAKE_PREFIX_PATH={sdk}"], cwd=tmp_path, capture_output=True,
                            text=True, check=False)
    assert result.returncode == 1, result.stdout
    said = re.search(r"CMake Error at .*?:\d+ \(message\):\n(.*?)\nCall Stack", result.stderr, re.DOTALL)[1]
    snapshot.check(f"CMake: {name}", CMAKE[name] + "\n" + said.replace(str(tmp_path), "<tmp>"))


def test_a_plugin_that_takes_its_time_is_named(waiting, folder, snapshot):
    snapshot.check("watch: a plugin that takes its time", normalised(waiting.stderr.readline(), folder))


def test_the_snapshot_has_no_case_that_is_gone(snapshot):
    elsewhere = {"manifest: a processor feature that is lacking", "library: fast math", "library: it may not be read",
                 "layers: the Python file may not be read", "patterns: passed over", "new: no templates",
                 "watch: a plugin that takes its time"}
    known = {*CASES, *elsewhere, *(f"byom-manifest: {name}" for name in MANIFEST_TOOL), *(f"CMake: {name}" for name in CMAKE)}
    assert snapshot.updating or set(snapshot.texts) == known
