#!/usr/bin/env bash
# Installs the Debian packages that building, testing and benchmarking need.
# Does nothing, quickly, when they are there. Needs root only if one is missing.
. "$(dirname "$0")/common.sh"

build_packages=(
  build-essential cmake ninja-build pkg-config git ca-certificates dpkg-dev
  python3 python3-venv llvm-19-dev lld-19 clang-19 libelf-dev
  libglib2.0-dev libpcre2-dev zlib1g-dev libzstd-dev
  flex bison)
test_packages=(
  gcc-aarch64-linux-gnu g++-aarch64-linux-gnu
  gcc-riscv64-linux-gnu g++-riscv64-linux-gnu
  gfortran-aarch64-linux-gnu gfortran-riscv64-linux-gnu golang-go
  clang-format)

want=("${build_packages[@]}")
if [ "${1:-}" = --tests ]; then want+=("${test_packages[@]}"); fi

missing=()
for p in "${want[@]}"; do
  dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
if [ ${#missing[@]} -gt 0 ]; then
  say "installing ${#missing[@]} packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

# QEMU 10 wants meson >= 1.5; Debian 12 has that in its backports. It is
# unpacked beside the other built things so that the system's own stays.
if [ ! -x "$cache/meson/usr/bin/meson" ]; then
  say "fetching meson from the distribution's backports"
  mkdir -p "$cache"
  tmp=$(mktemp -d "$cache/meson.XXXXXX")
  trap 'rm -rf "$tmp"' EXIT
  . /etc/os-release
  "$repo/scripts/private-apt.sh" "$tmp/apt" "deb ${VERSION_CODENAME}-backports"
  (cd "$tmp" && APT_CONFIG="$tmp/apt/apt.conf" apt-get download -q "meson/${VERSION_CODENAME}-backports")
  mkdir "$tmp/root"
  dpkg-deb -x "$tmp"/meson_*.deb "$tmp/root"
  rm -rf "$cache/meson"
  mv "$tmp/root" "$cache/meson"
fi
