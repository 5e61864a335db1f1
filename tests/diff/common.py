"""What the differential tests share."""

import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = Path(os.environ.get("HQEMU_CACHE") or
             Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hqemu-aot")
TRANSLATE_TIMEOUT = 900


class Failure(Exception):
    pass


def command(argv, **more):
    """Runs a tool that has to succeed."""
    r = subprocess.run([str(a) for a in argv], capture_output=True, **more)
    if r.returncode:
        raise Failure(" ".join(map(str, argv)) + "\n" + r.stderr.decode(errors="replace")[-2000:])
    return r


def reference_folder():
    """The newest build of QEMU in the cache, or None."""
    builds = sorted(CACHE.glob("qemu-*/build"), key=lambda d: d.stat().st_mtime)
    return builds[-1] if builds else None
