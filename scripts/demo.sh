#!/usr/bin/env bash
# The demonstration: sets up, builds, exports ResNet-18, converts it, opens the result in Keras, trains it one step.
# usage: scripts/demo.sh      (on Debian 12; as root when packages are missing; the results stay in demo_out/)
set -euo pipefail
cd "$(dirname "$0")/.."

echo "1. Packages from Debian and a Python environment with Keras"
scripts/setup.sh --python

echo "2. Building tao_byom into build/"
mkdir -p demo_out
if ! { cmake --preset release && cmake --build --preset release --target tao_byom builtin_ops; } >demo_out/build.log 2>&1; then
  tail -n 40 demo_out/build.log >&2
  exit 1
fi

echo "3. Exporting ResNet-18 (seeded random weights) to demo_out/resnet18.bn.op13.onnx"
/usr/bin/python3 tests/end_to_end/networks/export.py demo_out resnet18.bn.op13 >/dev/null

echo "4. Converting: build/bin/tao_byom -m demo_out/resnet18.bn.op13.onnx -k demo -r demo_out -n resnet18"
build/bin/tao_byom -m demo_out/resnet18.bn.op13.onnx -k demo -r demo_out -n resnet18

echo "5. Opening demo_out/resnet18.tltb in Keras 2 and training it one step"
if ! .venv/bin/python scripts/train_one_step.py demo_out/resnet18.tltb demo 2>demo_out/keras.log; then
  cat demo_out/keras.log >&2
  exit 1
fi
