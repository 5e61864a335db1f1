#!/usr/bin/env bash
# build-qemu.sh [SOURCE_DIR]
#
# Builds the linux-user QEMUs that hqemu-aot embeds, from Debian's unmodified
# source package (or from SOURCE_DIR), into a cache folder that is keyed by
# version, configuration and compiler. The last line printed is that folder:
#   DIR/src    the source      DIR/build  objects, qemu-<guest>, build.ninja
. "$(dirname "$0")/common.sh"

suite=trixie
targets=aarch64-linux-user,riscv64-linux-user
configure=(--python=/usr/bin/python3 --static --enable-pie
  --target-list="$targets" --disable-system --disable-tools --disable-docs
  --disable-capstone --disable-plugins --disable-install-blobs
  --disable-download --disable-werror)
export PATH="$cache/meson/usr/bin:$PATH"
export PYTHONPATH="$cache/meson/usr/lib/python3/dist-packages"
mkdir -p "$cache"

if [ $# -gt 0 ] && [ -n "$1" ]; then
  src=$(cd "$1" && pwd)
else
  src=$(ls -d "$cache"/qemu-source/qemu-*/ 2>/dev/null | head -n 1 || true)
  if [ -z "$src" ]; then
    say "fetching QEMU's source package ($suite)" >&2
    tmp=$(mktemp -d "$cache/qemu-source.XXXXXX")
    trap 'rm -rf "$tmp"' EXIT
    "$repo/scripts/private-apt.sh" "$tmp/apt" "deb-src $suite" >&2
    # --download-only and an own unpack: the packaging's patches are Debian's
    # build rules' business; the upstream tree is what is wanted, unmodified.
    (cd "$tmp" && APT_CONFIG="$tmp/apt/apt.conf" apt-get source -q --download-only qemu) >&2
    (cd "$tmp" && dpkg-source --no-check -x qemu_*.dsc) >&2
    mkdir -p "$tmp/out"
    mv "$tmp"/qemu-*/ "$tmp/out/"
    rm -rf "$cache/qemu-source"
    mv "$tmp/out" "$cache/qemu-source"
    src=$(ls -d "$cache"/qemu-source/qemu-*/ | head -n 1)
  fi
  src=${src%/}
fi
[ -f "$src/VERSION" ] || die "$src is not a QEMU source tree"
version=$(cat "$src/VERSION")
key=$(printf '%s\n' "$src" "$version" "${configure[@]}" "$(cc --version | head -n 1)" | sha256sum | cut -c1-12)
out=$cache/qemu-$version-$key
if [ ! -e "$out/.complete" ]; then
  say "configuring QEMU $version in $out" >&2
  rm -rf "$out"
  mkdir -p "$out/build"
  ln -s "$src" "$out/src"
  (cd "$out/build" && "$src/configure" "${configure[@]}" > configure.log 2>&1) ||
    { tail -n 30 "$out/build/configure.log" >&2; die "QEMU's configure failed; see $out/build/configure.log"; }
  say "building QEMU $version (a few minutes, once)" >&2
  (cd "$out/build" && NINJA_STATUS='[qemu %f/%t %es] ' ninja -j "$jobs" qemu-aarch64 qemu-riscv64) >&2
  touch "$out/.complete"
fi
echo "$out"
