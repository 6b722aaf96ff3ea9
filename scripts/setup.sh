#!/usr/bin/env bash
# Installs what the build needs from Debian 12; with --python also makes .venv, the environment of the end-to-end tests.
# usage: scripts/setup.sh [--python]      (does nothing when everything is there; root only if a package is missing)
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  g++ cmake ninja-build make ccache pkg-config
  libboost-dev libboost-filesystem-dev libboost-program-options-dev libboost-system-dev
  libprotobuf-dev protobuf-compiler libonnx-dev libonnx-testdata
  libeigen3-dev libhdf5-dev libssl-dev nlohmann-json3-dev libdeflate-dev libdnnl-dev doctest-dev
  python3 python3-venv python3-torch python3-torchvision python3-onnx
  clang-format clang-tidy unzip
)

# Prints those of the packages above that are not installed.
missing_packages() {
  dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "${packages[@]}" 2>/dev/null | sed -n 's/^ii *//p' |
    sort | comm -13 - <(printf '%s\n' "${packages[@]}" | sort)
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    echo "setup: missing packages; run as root: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  echo "setup: installing ${#missing[@]} Debian packages"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The environment is whole when its stamp equals the list of pinned versions.
make_venv() {
  local stamp=.venv/requirements.installed
  cmp -s scripts/requirements.txt "$stamp" && return 0
  echo "setup: making .venv from scripts/requirements.txt"
  rm -rf .venv
  /usr/bin/python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check --no-deps -r scripts/requirements.txt
  cp scripts/requirements.txt "$stamp"
}

install_packages
case "${1:-}" in
  "") ;;
  --python) make_venv ;;
  *) sed -n '2,3p' "$0" >&2; exit 2 ;;
esac
