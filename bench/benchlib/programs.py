# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark programs, as their own "// bench: key=value" lines describe them.

class=C     one of CLASSES
n=N         the size that takes about 0.4 s natively
quick=N     also in the --quick subset, with this size
cflags=...  more compiler flags (replaces the defaults where they conflict)
differs=... why the output may differ between instruction sets; it is then
            compared with the reference emulator's only, not the native one
source=PKG  needs the source package PKG, in cflags and files as {src}
files=...   that package's files to compile along, as globs
args=...    arguments after the size, as globs relative to the programs' folder
"""

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

CLASSES = ("int", "fp", "simd", "mem", "thread")
FOLDER = Path(__file__).resolve().parent.parent / "programs"


@dataclass
class Program:
    path: Path
    name: str
    about: str
    cls: str
    size: int
    quick: int | None = None
    cflags: list = field(default_factory=list)
    differs: str = ""
    source: str = ""
    files: list = field(default_factory=list)
    args: list = field(default_factory=list)


def load(path):
    about, keys = "", {}
    for line in path.read_text().splitlines():
        if not line.startswith("//"):
            break
        text = line[2:].strip()
        if text.startswith("bench:"):
            try:
                words = shlex.split(text[len("bench:"):])
            except ValueError as e:
                raise SystemExit(f"bench: {path.name}: {e} in: {line}") from None
            for word in words:
                key, _, value = word.partition("=")
                keys[key] = keys[key] + " " + value if key in keys else value
        elif not about and not text.startswith("SPDX"):
            about = text
    args = [str(p) for pattern in keys.get("args", "").split()
            for p in sorted(FOLDER.glob(pattern))]
    try:
        return Program(path, path.stem, about, keys.pop("class"), int(keys.pop("n")),
                       int(keys["quick"]) if "quick" in keys else None,
                       keys.get("cflags", "").split(), keys.get("differs", ""),
                       keys.get("source", ""), keys.get("files", "").split(), args)
    except KeyError as e:
        raise SystemExit(f"bench: {path.name}: no {e} in its bench: line") from None


def all_programs():
    paths = [p for p in FOLDER.iterdir() if p.suffix in (".c", ".cc")]
    return sorted((load(p) for p in paths),
                  key=lambda p: (CLASSES.index(p.cls) if p.cls in CLASSES else -1, p.name))


def startup():
    return next(p for p in all_programs() if p.cls == "startup")


def select(classes, pattern, quick):
    chosen = []
    for p in all_programs():
        if p.cls not in (classes or CLASSES):
            continue
        if pattern and not re.search(pattern, p.name):
            continue
        if quick:
            if p.quick is None:
                continue
            p.size = p.quick
        chosen.append(p)
    return chosen
