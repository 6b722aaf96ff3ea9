#!/usr/bin/env bash
# Runs clang-tidy with .clang-tidy's checks and ends with 1 where it finds something.
# usage: scripts/tidy.sh --all | --changed | FILE...   (configures build-develop/, builds nothing)
# --changed: the sources, at most 20, that this branch changed since it left origin/main, or on main the last 10 commits.
set -euo pipefail
cd "$(dirname "$0")/.."

most=20
commits=10

changed_since() {
  git log --format= --name-only --diff-filter=d "$1..HEAD" -- '*.cpp' | awk '!seen[$0]++'
}

changed() {
  local base
  base="$(git merge-base HEAD origin/main 2>/dev/null || true)"
  if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then
    base="$(git rev-list --max-count=$((commits + 1)) HEAD | tail -n 1)"
  fi
  changed_since "$base"
}

case "${1:-}" in
  --all) mapfile -t files < <(git ls-files 'host/*.cpp' 'sdk/*.cpp' 'plugins/*.cpp' 'tests/*.cpp') ;;
  --changed) mapfile -t files < <(changed) ;;
  "" | -*) sed -n '2,4p' "$0" >&2; exit 2 ;;
  *) files=("$@") ;;
esac

# clang reads GCC's commands, file by file as the preset develop has them, but for GCC's own options and precompiled
# headers. What has no command is not of this build.
cmake --preset develop >/dev/null
database="$(mktemp -d)"
trap 'rm -rf "$database"' EXIT
sed -E 's/ -(fpch-preprocess|fno-gnu-unique|Wno-restrict|Winvalid-pch|Werror)\b//g; s/ -include [^ ]*cmake_pch\.hxx//g' \
  build-develop/compile_commands.json >"$database/compile_commands.json"
existing=()
for file in "${files[@]}"; do
  [ -f "$file" ] && grep -q "\"file\": \"$PWD/$file\"" "$database/compile_commands.json" && existing+=("$file")
done
if [ "${1:-}" = --changed ] && [ ${#existing[@]} -gt $most ]; then
  echo "tidy: ${#existing[@]} sources changed; the $most changed last are looked at (all: scripts/tidy.sh --all)"
  existing=("${existing[@]:0:$most}")
fi
[ ${#existing[@]} -gt 0 ] || exit 0
echo "tidy: ${#existing[@]} sources"

# clang 14 does not understand some of the ranges in GCC 12's library: a source that it cannot parse is only named.
tidy_one() {
  local found
  if found="$(clang-tidy -p "$1" --quiet --extra-arg=-Wno-everything "$2" 2>/dev/null)"; then return 0; fi
  if grep -q 'clang-diagnostic-error' <<<"$found"; then echo "tidy: $2 is beyond this clang" && return 0; fi
  echo "$found"
  return 1
}
export -f tidy_one
printf '%s\0' "${existing[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'tidy_one "$@"' bash "$database"
