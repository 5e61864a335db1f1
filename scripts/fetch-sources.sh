#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fetch-sources.sh NAME...
#
# Makes sure that the distribution's source packages NAME... (lua5.4, zlib, ...)
# are unpacked in the cache, and prints one line for each: the folder. Nothing
# is downloaded for those that are there. Signatures are checked by apt.
. "$(dirname "$0")/common.sh"

[ $# -gt 0 ] || die "usage: fetch-sources.sh NAME..."
sources=$cache/sources
mkdir -p "$sources"
exec 9> "$sources/.lock"   # two callers may ask at once
flock 9

# "sqlite3.c" is written by Tcl scripts. If the machine has no tclsh, one from
# the distribution is unpacked beside the sources, not installed.
find_tclsh() {
  if command -v tclsh > /dev/null; then
    tclsh=$(command -v tclsh)
    return
  fi
  if [ ! -e "$sources/tcl/.complete" ]; then
    rm -rf "$sources/tcl"
    mkdir -p "$sources/tcl"
    "$repo/scripts/private-apt.sh" "$tmp/apt-deb" "deb $VERSION_CODENAME" >&2
    (cd "$tmp" && APT_CONFIG="$tmp/apt-deb/apt.conf" apt-get download -q tcl8.6 libtcl8.6) >&2
    for deb in "$tmp"/*tcl8.6_*.deb; do dpkg-deb -x "$deb" "$sources/tcl"; done
    touch "$sources/tcl/.complete"
  fi
  tclsh=$sources/tcl/usr/bin/tclsh8.6
  export TCL_LIBRARY=$sources/tcl/usr/share/tcltk/tcl8.6
  # Its modules (clock needs msgcat): Debian's tclsh looks for them in the system's folder.
  TCL8_6_TM_PATH=$(dirname "$(find "$sources/tcl" -name 'msgcat-*.tm' | head -n 1)")
  export TCL8_6_TM_PATH
  LD_LIBRARY_PATH=$(dirname "$(find "$sources/tcl" -name 'libtcl8.6.so*' | head -n 1)")
  export LD_LIBRARY_PATH
}

# The one-file form of SQLite that its users build: DIR/sqlite3.c and sqlite3.h.
amalgamate_sqlite() {
  [ ! -e "$1/sqlite3.c" ] || return 0
  find_tclsh
  (cd "$1" && ./configure --disable-tcl --disable-readline ac_cv_prog_TCLSH_CMD="$tclsh" &&
    make -j1 TCLSH_CMD="$tclsh" sqlite3.c) > "$tmp/sqlite.log" 2>&1 ||
    { tail -n 20 "$tmp/sqlite.log" >&2; rm -f "$1/sqlite3.c"; die "cannot make sqlite3.c"; }
}

# What the package's own build writes, and building without it needs.
prepare() {
  case $1 in
    sqlite3) amalgamate_sqlite "$2" ;;
    lua5.4)
      [ -e "$2/src/lua5.4-deb-multiarch.h" ] ||
        echo '#define DEB_HOST_MULTIARCH "none"' > "$2/src/lua5.4-deb-multiarch.h" ;;
  esac
}

. /etc/os-release
tmp=$(mktemp -d "$sources/.fetch.XXXXXX")
trap 'rm -rf "$tmp"' EXIT

for name; do
  if [ ! -e "$sources/$name/.complete" ]; then
    say "fetching the source of $name ($VERSION_CODENAME)" >&2
    if [ ! -e "$tmp/apt/apt.conf" ]; then
      "$repo/scripts/private-apt.sh" "$tmp/apt" "deb-src $VERSION_CODENAME" >&2
    fi
    mkdir -p "$tmp/$name"
    (cd "$tmp/$name" && APT_CONFIG="$tmp/apt/apt.conf" apt-get source -q --download-only "$name") >&2
    rm -rf "${sources:?}/$name"
    (cd "$tmp/$name" && dpkg-source --no-check --no-copy -x ./*.dsc "$sources/$name") >&2
    touch "$sources/$name/.complete"
  fi
  prepare "$name" "$sources/$name"
  echo "$sources/$name"
done
