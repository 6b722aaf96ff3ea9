#!/usr/bin/env bash
# The whole test suite: installs what is needed, builds, runs the C++ tests, then the networks against real Keras.
# usage: scripts/test.sh      (on Debian 12; as root when packages are missing)
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh --python
cmake --preset release
cmake --build --preset release
ctest --preset release
.venv/bin/python -m pytest -q --tb=short -n 2 --dist loadfile tests/end_to_end
