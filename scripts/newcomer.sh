#!/usr/bin/env bash
# The newcomer's path as one command: builds and installs tao_byom into a scratch folder, then follows docs/tutorial.md with that alone.
# usage: scripts/newcomer.sh      (on Debian 12; as root when packages are missing)
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh --python
cmake --preset release
cmake --build --preset release --target tao_byom builtin_ops byom-manifest
.venv/bin/python -m pytest -q --tb=short tests/end_to_end/test_tutorial.py tests/end_to_end/test_plugins_new.py
