#!/usr/bin/env bash
# link-runtime.sh CC OUT OBJECTS.rsp LIBS.rsp ARG...
#
# Links QEMU's objects, ours (ARG: objects and linker options), and everything they
# need of the C library and compiler runtime into one relocatable object, so that the
# last link of a host.elf needs no development files.
set -euo pipefail
cc=$1 out=$2 objects=$3 libs=$4
shift 4
file() { "$cc" -print-file-name="$1"; }
# Scrt1.o: the other crt1.o has 32-bit absolute addresses, and host.elf is linked high.
"$cc" -r -nostdlib -static -o "$out.tmp" \
  -Wl,-u,__cxa_finalize,-u,__call_tls_dtors,-u,__mq_notify_fork_subprocess,-u,__glibc_tls_internal_free "$(file Scrt1.o)" "$(file crti.o)" "$(file crtbeginS.o)" \
  "$@" "@$objects" \
  -Wl,--start-group "@$libs" "$(file librt.a)" "$(file libm.a)" "$(file libpthread.a)" \
  "$(file libgcc.a)" "$(file libgcc_eh.a)" "$(file libc.a)" -Wl,--end-group \
  "$(file crtendS.o)" "$(file crtn.o)"
objcopy --strip-debug "$out.tmp" "$out"
rm -f "$out.tmp"
