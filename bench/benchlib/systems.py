# SPDX-License-Identifier: GPL-2.0-or-later
"""What is compared: builds for the host and the guests, qemu-user, hqemu-aot."""

import glob
import hashlib
import json
import os
import shutil
import struct
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Guest:
    name: str
    short: str
    cc: str
    cxx: str
    qemu_args: tuple = ()


# The CPU models are those that hqemu-aot itself chooses.
GUESTS = {g.name: g for g in (
    Guest("aarch64", "a64", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu-g++",
          ("-cpu", "max,sve=off,sme=off,pauth-impdef=on")),
    Guest("riscv64", "rv64", "riscv64-linux-gnu-gcc", "riscv64-linux-gnu-g++"),
)}
HOST = Guest("native", "native", "gcc", "g++")

CFLAGS = ["-O2", "-static", "-ffp-contract=off"]


class Failure(Exception):
    """A build or a translation did not work; its text is one line."""


def cache_dir():
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(os.environ.get("HQEMU_CACHE") or Path(base) / "hqemu-aot")


def find_qemu(where, guest):
    """qemu-<guest> in WHERE or WHERE/build, else in the cache, else in PATH."""
    name = f"qemu-{guest}"
    if where:
        found = [d / name for d in (where, where / "build") if (d / name).is_file()]
    else:
        found = sorted(cache_dir().glob(f"qemu-[0-9]*/build/{name}"),
                       key=lambda p: p.stat().st_mtime, reverse=True)
    if found:
        return str(found[0])
    if where is None and shutil.which(name):
        return shutil.which(name)
    raise SystemExit(f"bench: no {name}; build it with scripts/build-qemu.sh, or use --qemu")


_sources = {}


def source_dir(package):
    """The unpacked source package, downloaded the first time it is asked for."""
    if package not in _sources:
        done = subprocess.run([str(REPO / "scripts" / "fetch-sources.sh"), package],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise Failure(f"cannot fetch {package}: {last_line(done.stderr)}")
        _sources[package] = done.stdout.strip().splitlines()[-1]
    return _sources[package]


def last_line(text):
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no message"


def compile_flags(program, extra):
    flags = CFLAGS + list(extra)
    flags += ["-std=gnu++17"] if program.path.suffix == ".cc" else ["-std=gnu11"]
    src = source_dir(program.source) if program.source else ""
    return flags + [f.replace("{src}", src) for f in program.cflags]


def call(command, **kwargs):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, **kwargs)
    if done.returncode:
        error = next((line for line in done.stdout.splitlines() if "error" in line),
                     last_line(done.stdout))
        raise Failure(f"{Path(command[0]).name}: {error}")


_versions = {}


def compiler(program, target):
    cc = target.cxx if program.path.suffix == ".cc" else target.cc
    if cc not in _versions:
        if not shutil.which(cc):
            raise Failure(f"{cc} is not installed")
        _versions[cc] = subprocess.run([cc, "--version"], capture_output=True,
                                       text=True).stdout.splitlines()[0]
    return cc


def build(program, target, out, extra=()):
    """Builds PROGRAM for TARGET unless a build of the same sources and flags is there."""
    cc = compiler(program, target)
    flags = compile_flags(program, extra)
    key = hashlib.sha256()
    for part in [_versions[cc], *flags, program.source, *program.files]:
        key.update(part.encode() + b"\0")
    key.update(program.path.read_bytes())
    for header in sorted(program.path.parent.glob("*.h")):
        key.update(header.read_bytes())
    exe = out / "bin" / f"{program.name}-{target.name}-{key.hexdigest()[:16]}"
    if exe.exists():
        return exe
    exe.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=exe.parent) as tmp:
        objects = []
        if program.files:
            files = sorted(f for pattern in program.files for f in
                           glob.glob(pattern.replace("{src}", source_dir(program.source))))
            call([cc, *flags, "-w", "-c", *files], cwd=tmp)
            objects = sorted(str(p) for p in Path(tmp).glob("*.o"))
        call([cc, *flags, "-Wall", "-Wextra", "-o", f"{tmp}/exe", str(program.path), *objects,
              "-lm", "-pthread"])
        os.replace(f"{tmp}/exe", exe)
    return exe


def sections(path):
    """[(name, executable?, size)] of an ELF64 file's sections with contents."""
    data = Path(path).read_bytes()
    if data[:5] != b"\x7fELF\x02":
        return []
    offset, = struct.unpack_from("<Q", data, 40)
    entry, count, names_index = struct.unpack_from("<HHH", data, 58)
    headers = [struct.unpack_from("<IIQQQQ", data, offset + i * entry) for i in range(count)]
    if not headers:
        return []
    names = headers[names_index][4]
    found = []
    for name, kind, flags, _, _, size in headers:
        if kind == 1:  # SHT_PROGBITS
            start = names + name
            text = data[start:data.index(b"\0", start)].decode(errors="replace")
            found.append((text, bool(flags & 4), size))
    return found


def text_size(path):
    """The bytes in executable sections."""
    return sum(size for _, executable, size in sections(path) if executable)


def translated_size(path):
    """The bytes of translated code in a host.elf (see linker-scripts/host.ld), or 0."""
    return sum(size for name, _, size in sections(path) if name == ".text.hqemu")


def parse_report(text):
    """The JSON object in the translator's output, or {}."""
    start = text.find("{")
    while start >= 0:
        try:
            value, _ = json.JSONDecoder().raw_decode(text[start:])
            if isinstance(value, dict):
                return value
        except ValueError:
            pass
        start = text.find("\n{", start)
        start = start + 1 if start >= 0 else -1
    return {}


def translation_key(translator, guest_exe):
    """Stands for the guest program, the translator and the runtime beside it."""
    key = hashlib.sha256(str(guest_exe).encode())
    build = Path(translator).resolve().parent.parent
    for path in sorted([Path(translator), *build.glob("lib/hqemu-aot/*")]):
        if path.is_file():
            stat = path.stat()
            key.update(f"{path} {stat.st_size} {stat.st_mtime_ns}".encode())
    return key.hexdigest()


def translate(translator, guest_exe, host_exe, timeout, reuse):
    """Runs hqemu-aot; returns its time, sizes and report.

    With REUSE, an earlier translation of the same by the same is good enough.
    """
    facts_file = host_exe.with_name(host_exe.name + ".json")
    key = translation_key(translator, guest_exe)
    if reuse and host_exe.exists() and facts_file.exists():
        facts = json.loads(facts_file.read_text())
        if facts["key"] == key:
            return facts
    facts = {"key": key, **run_translator(translator, guest_exe, host_exe, timeout)}
    facts_file.write_text(json.dumps(facts))
    return facts


def run_translator(translator, guest_exe, host_exe, timeout):
    host_exe.parent.mkdir(parents=True, exist_ok=True)
    host_exe.unlink(missing_ok=True)
    started = time.perf_counter()
    try:
        done = subprocess.run([translator, "--report=json", str(guest_exe), "-o", str(host_exe)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              errors="replace", timeout=timeout)
    except subprocess.TimeoutExpired:
        raise Failure(f"translation took more than {timeout:.0f} s") from None
    except OSError as e:
        raise Failure(f"cannot run hqemu-aot: {e.strerror}") from None
    seconds = time.perf_counter() - started
    if done.returncode or not host_exe.exists():
        raise Failure(f"hqemu-aot exit {done.returncode}: {last_line(done.stderr)}")
    return {
        "seconds": seconds,
        "host_bytes": host_exe.stat().st_size,
        "guest_bytes": Path(guest_exe).stat().st_size,
        "guest_text": text_size(guest_exe),
        "host_text": translated_size(host_exe),
        "report": parse_report(done.stdout) or parse_report(done.stderr),
    }
