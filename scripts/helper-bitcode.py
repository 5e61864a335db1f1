#!/usr/bin/env python3
"""helper-bitcode.py QEMU_DIR GUEST ASSERTS.c OUT.bc SOURCE...

Compiles QEMU's own files of helpers (SOURCE, relative to its source tree) for one guest to
one file of LLVM bitcode, with the compiler flags of the built tree. Loops stay loops: how often
they go round is known, and what becomes of them decided, where a helper is used. ASSERTS.c
says what becomes of QEMU's assertions.
"""
import json
import os
import shlex
import subprocess
import sys
import tempfile

CLANG = ["clang-19", "-w", "-O2", "-fno-vectorize", "-fno-slp-vectorize", "-fno-unroll-loops",
         "-Xclang", "-disable-lifetime-markers", "-emit-llvm", "-c"]
# of the other compiler, or of no use here
DROP = ("-O2", "-g", "-MD", "-c", "-fstack-protector-strong", "-ftrivial-auto-var-init=zero",
        "-fzero-call-used-regs=used-gpr")
# The asserts are inlined, and what each function then does with memory is found out.
PASSES = "always-inline,globaldce,function(simplifycfg,instcombine,simplifycfg,adce)," \
         "cgscc(function-attrs),rpo-function-attrs,function(instcombine),strip-dead-prototypes"


def flags_of(command):
    keep, it = [], iter(shlex.split(command)[1:])
    for f in it:
        if f in ("-MF", "-MQ", "-o"):
            next(it)
        elif f not in DROP and not f.startswith(("-W", "-fdiagnostics")) and not f.endswith(".c"):
            keep.append(f)
    return keep


def main():
    qemu, guest, asserts, out = sys.argv[1:5]
    build = os.path.realpath(os.path.join(qemu, "build"))
    source = os.path.realpath(os.path.join(qemu, "src"))
    asserts, out = os.path.abspath(asserts), os.path.abspath(out)
    commands = {}
    for e in json.load(open(os.path.join(build, "compile_commands.json"))):
        target = e["output"].split("/")[0]
        if target == f"libqemu-{guest}-linux-user.a.p" or not target.startswith("libqemu-"):
            path = os.path.realpath(os.path.join(e["directory"], e["file"]))
            commands.setdefault(path, e["command"])
    with tempfile.TemporaryDirectory() as tmp:
        parts = [os.path.join(tmp, "asserts.bc")]
        subprocess.run([*CLANG, asserts, "-o", parts[0]], check=True)
        for i, s in enumerate(sys.argv[5:]):
            path = os.path.join(source, s)
            command = commands.get(os.path.realpath(path))
            if not command:
                sys.exit(f"helper-bitcode: {s} is no part of {build}")
            parts.append(os.path.join(tmp, f"{i}.bc"))
            subprocess.run([*CLANG, *flags_of(command), path, "-o", parts[-1]],
                           cwd=build, check=True)
        linked = os.path.join(tmp, "linked.bc")
        subprocess.run(["llvm-link-19", *parts, "-o", linked], check=True)
        subprocess.run(["opt-19", f"-passes={PASSES}", linked, "-o", out + ".tmp"], check=True)
    os.rename(out + ".tmp", out)


if __name__ == "__main__":
    main()
