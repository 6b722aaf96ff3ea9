"""What 200 installed plugins that nobody uses cost a start of tao_byom: at most 5 ms.

usage: startup.py [--plugins N] [--runs N]   Needs $TAO_BYOM_BUILD (default build/); the program runs with and without
them by turns, in a data folder of its own. Prints medians of CPU time and of wall time, in milliseconds.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import tempfile
import time

BUILD = pathlib.Path(os.environ.get("TAO_BYOM_BUILD", pathlib.Path(__file__).resolve().parents[1] / "build"))
# A conversion that ends at its missing model: everything is looked for, nothing is mapped.
COMMAND = ("-m", "absent.onnx", "-r", "out", "-n", "net", "--format", "keras")


def manifest(i):
    """As tao_byom_add_plugin writes it for a plugin of three operators with their layers."""
    ops = [f"Op{i}{letter}" for letter in "ABC"]
    claims = [{"domain": domain, "type": op} for op in ops for domain in ("ai.onnx", "keras")]
    return {"FILE_NAMES": {"conversion": f"libacme{i}.so"}, "ONNX_NODES": {op: op for op in ops},
            "CUSTOM_OBJS": {f"{op}Layer": f"{op}Layer" for op in ops},
            "PLUGIN": {"id": f"com.acme.ops{i}", "version": "1.0.0", "abi": {"major": 1, "built": 0, "needed": 0},
                       "operators": claims, "kernels": [{**claim, "backend": "reference", "tier": 0} for claim in claims],
                       "layers": [{"module": "tao_byom", "class": f"{op}Layer"} for op in ops],
                       "patterns": False, "overrides": [], "cpu": []}}


def install(folder, count):
    plugins = folder / "tao_byom" / "plugins"
    plugins.mkdir(parents=True)
    for i in range(count):
        (plugins / f"acme{i}.json").write_text(json.dumps(manifest(i), indent=2), encoding="utf-8")
        os.link(plugins / "libacme0.so", plugins / f"libacme{i}.so") if i else (plugins / "libacme0.so").write_bytes(b"\x7fELF")


def run(data):
    """CPU time and wall time of one start, in milliseconds."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(data), "XDG_DATA_HOME": str(data)}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([BUILD / "bin" / "tao_byom", *COMMAND], cwd=data, env=environment, capture_output=True, check=False)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 3, done.stderr.decode()
    return 1e3 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime), 1e3 * wall


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plugins", type=int, default=200)
    parser.add_argument("--runs", type=int, default=41)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        none, many = pathlib.Path(folder, "none"), pathlib.Path(folder, "many")
        none.mkdir()
        install(many, options.plugins)
        times = {none: [], many: []}
        for _ in range(options.runs):
            for data, list_ in times.items():
                list_.append(run(data))
    for name, column in (("CPU", 0), ("wall", 1)):
        without, with_ = (statistics.median(t[column] for t in times[data]) for data in (none, many))
        print(f"{name}: {without:.2f} ms without, {with_:.2f} ms with {options.plugins} plugins: {with_ - without:+.2f} ms")


if __name__ == "__main__":
    main()
