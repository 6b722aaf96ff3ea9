#!/usr/bin/env bash
# Refreshes meta/builtin_ops.json, the kept copy of the manifest that the build generates from the operators' own tables.
# usage: scripts/update_meta.sh [BUILD_FOLDER]      (default: build; build first)
set -euo pipefail
cd "$(dirname "$0")/.."

made="${1:-build}/share/tao_byom/plugins/builtin_ops.json"
if [ ! -f "$made" ]; then
  echo "update_meta: there is no $made; build first (cmake --build --preset release)" >&2
  exit 1
fi
cp "$made" meta/builtin_ops.json
