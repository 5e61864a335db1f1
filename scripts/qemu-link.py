#!/usr/bin/env python3
"""qemu-link.py QEMU_DIR GUEST OUT_DIR

Writes, for one guest of a built QEMU tree, what our own build needs of it:
  OUT_DIR/cflags.rsp    compiler flags of its per-target objects
  OUT_DIR/objects.rsp   the objects of its link step; libs.rsp: the archives,
                        libqemu.rsp: those of them that are QEMU's own
  OUT_DIR/opcodes.def   OP(name, outputs, inputs, constants) from tcg-opc.h
Files are only rewritten when they change, so that a rebuild stays small.
"""
import json
import os
import shlex
import subprocess
import sys


def write(path, text):
    if os.path.exists(path) and open(path).read() == text:
        return
    with open(path, "w") as f:
        f.write(text)


def main():
    qemu, guest, out = sys.argv[1:4]
    build = os.path.realpath(os.path.join(qemu, "build"))
    os.makedirs(out, exist_ok=True)

    flags = None
    for e in json.load(open(os.path.join(build, "compile_commands.json"))):
        if e["output"] == f"libqemu-{guest}-linux-user.a.p/linux-user_main.c.o":
            flags = shlex.split(e["command"])[1:]
    if flags is None:
        sys.exit(f"qemu-link: no {guest}-linux-user in {build}")
    keep, it = [], iter(flags)
    for f in it:
        if f in ("-MF", "-MQ", "-o", "-c"):
            next(it)
        elif f == "-MD":
            pass
        elif f in ("-isystem", "-iquote", "-I"):
            keep += [f, os.path.normpath(os.path.join(build, next(it)))]
        elif f.startswith("-I"):
            keep.append("-I" + os.path.normpath(os.path.join(build, f[2:])))
        elif f.startswith("-isystem"):
            keep += ["-isystem", os.path.normpath(os.path.join(build, f[8:]))]
        elif f.startswith("-W") or f.startswith("-fdiagnostics"):
            pass
        else:
            keep.append(f)
    write(os.path.join(out, "cflags.rsp"), "\n".join(shlex.quote(f) for f in keep) + "\n")

    # the frontend's own opcode list, through the preprocessor
    probe = '#define DEF(n, o, i, c, f) OP(n, o, i, c)\n#include "qemu/osdep.h"\n' \
            '#define TCG_TARGET_REG_BITS 64\n@@\n#include "tcg/tcg-opc.h"\n'
    text = subprocess.run(["cc", *keep, "-E", "-P", "-x", "c", "-"], input=probe, text=True,
                          stdout=subprocess.PIPE, check=True).stdout
    ops = [l.strip() for l in text.split("@@")[1].replace(") OP(", ")\nOP(").splitlines()
           if l.strip().startswith("OP(")]
    write(os.path.join(out, "opcodes.def"), "\n".join(ops) + "\n")

    cmds = subprocess.run(["ninja", "-C", build, "-t", "commands", f"qemu-{guest}"], text=True,
                          stdout=subprocess.PIPE, check=True).stdout.strip().splitlines()
    link = shlex.split(cmds[-1])
    objs, libs = [], []
    for a in link:
        if a.endswith(".o"):
            objs.append(os.path.join(build, a))
        elif a.endswith(".a"):
            libs.append(os.path.normpath(os.path.join(build, a)))
    write(os.path.join(out, "objects.rsp"), "\n".join(objs) + "\n")
    write(os.path.join(out, "libs.rsp"), "\n".join(libs) + "\n")
    # QEMU's own archives alone, for a program that has the others as shared libraries
    own = [l for l in libs if l.startswith(build)]
    write(os.path.join(out, "libqemu.rsp"), "\n".join(own) + "\n")


if __name__ == "__main__":
    main()
