"""Times a conversion beside onnxruntime's session creation and one inference, interleaved in one run.

usage: .venv/bin/python bench/conversion.py [--runs N] [MODEL.onnx]      (7 runs of ResNet-18; build/ holds the program)
MODEL has fixed extents, but for a batch. Prints medians, the stages of the conversion, peak memory, and the ratios the project aims at: without key derivation
at most 4 times onnxruntime's figure, at most 3 times the model file in memory.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
TOOL = ROOT / "build" / "bin" / "tao_byom"
SESSION = """
import sys, time, numpy, onnxruntime
options = onnxruntime.SessionOptions(); options.intra_op_num_threads = 2
start = time.perf_counter()
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
random = numpy.random.default_rng(0)
inputs = {i.name: random.standard_normal([n if isinstance(n, int) else 1 for n in i.shape]).astype("float32")
          for i in session.get_inputs()}
session.run(None, inputs)
print(time.perf_counter() - start)
"""


def convert(model, folder, output_format):
    """Wall seconds of the whole process, its peak memory in bytes, and what --json says."""
    start = time.perf_counter()
    process = subprocess.Popen([str(TOOL), "-m", str(model), "-k", "bench", "-r", folder, "-n", "model", "--format", output_format,
                                "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    report = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"tao_byom failed: {report.decode()}")
    return time.perf_counter() - start, usage.ru_maxrss * 1024, json.loads(report)["seconds"]


def resnet18(folder):
    subprocess.run(["/usr/bin/python3", str(ROOT / "tests/end_to_end/networks/export.py"), folder, "resnet18.folded.op13"],
                   check=True, stdout=subprocess.DEVNULL)
    return pathlib.Path(folder) / "resnet18.folded.op13.onnx"


def main():
    parser = argparse.ArgumentParser(add_help=False, usage=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("model", type=pathlib.Path, nargs="?")
    arguments = parser.parse_args()
    runs = arguments.runs
    with tempfile.TemporaryDirectory() as folder:
        model = arguments.model or resnet18(folder)
        figures = {"onnxruntime": [], "keras": [], "tltb": []}
        memory, stages = [], []
        for _ in range(runs):
            figures["onnxruntime"].append(float(subprocess.run([sys.executable, "-c", SESSION, str(model)], check=True,
                                                               capture_output=True, text=True).stdout))
            wall, peak, seconds = convert(model, folder, "keras")
            figures["keras"].append(wall)
            memory.append(peak)
            stages.append(seconds)
            figures["tltb"].append(convert(model, folder, "tltb")[0])
        size = model.stat().st_size
    print(f"{model.name}: {size / 1e6:.1f} MB, {runs} runs, medians")
    print(f"onnxruntime session + one inference  {statistics.median(figures['onnxruntime']):.3f} s")
    print(f"tao_byom --format keras (no key)     {statistics.median(figures['keras']):.3f} s, whole process")
    for stage in stages[0]:
        print(f"  {stage:<10} {statistics.median(s[stage] for s in stages):.3f} s")
    print(f"tao_byom --format tltb               {statistics.median(figures['tltb']):.3f} s; key derivation and sealing add "
          f"{statistics.median(t - k for t, k in zip(figures['tltb'], figures['keras'])):.3f} s")
    ratio = statistics.median(k / o for k, o in zip(figures["keras"], figures["onnxruntime"]))
    print(f"ratio to onnxruntime   {ratio:.2f}   (aim: at most 4)")
    print(f"peak memory            {statistics.median(memory) / 1e6:.0f} MB, {statistics.median(memory) / size:.2f} times the model file   (aim: at most 3)")


main()
