# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds, translates, runs and compares; fills the dictionary that --json writes."""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

from . import programs, systems, table

STARTUP_RUNS = 50


@dataclass
class Column:
    """One way to run one program, and what came of it."""
    key: str
    command: list
    times: list = field(default_factory=list)
    output: tuple | None = None
    error: str = ""


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def run_once(command, timeout, wall):
    """Returns (seconds, (exit status, output)); CPU time unless WALL."""
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out,
                                 stderr=subprocess.STDOUT)
        timer = threading.Timer(timeout, child.kill)
        timer.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        finally:
            timer.cancel()
        elapsed = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        output = out.read()
    if child.returncode == -signal.SIGKILL and elapsed >= timeout:
        raise systems.Failure(f"did not end in {timeout:.0f} s")
    return elapsed if wall else usage.ru_utime + usage.ru_stime, (child.returncode, output)


def describe(output):
    status, text = output
    lines = text.decode(errors="replace").strip().splitlines()
    how = f"signal {-status}" if status < 0 else f"exit {status}"
    return f"{how}, output {lines[-1][:60] if lines else 'empty'!r}"


def run_column(column, args, wall):
    try:
        seconds, output = run_once(column.command, args.timeout, wall)
    except (systems.Failure, OSError) as e:
        column.error = f"FAIL {e}"
        return
    if column.output is not None and column.output != output:
        column.error = f"DIFF between runs: {describe(output)}"
        return
    column.output = output
    column.times.append(seconds)
    if output[0] != 0:
        column.error = f"FAIL {describe(output)}"


def build_columns(args, program, translator, row):
    """The columns of one program, in the order in which they take turns."""
    arguments = [str(program.size), *program.args]
    columns = []

    def add(key, make):
        try:
            columns.append(Column(key, make() + arguments))
        except systems.Failure as e:
            columns.append(Column(key, [], error=f"FAIL {e}"))

    if "native" in args.systems:
        add("native", lambda: [str(systems.build(program, systems.HOST, args.out))])
        if args.native_march:
            add("march", lambda: [str(systems.build(program, systems.HOST, args.out,
                                                    ["-march=native"]))])
    for name in args.guest:
        guest = systems.GUESTS[name]
        if "qemu" in args.systems:
            add(f"{name}/qemu", lambda: [systems.find_qemu(args.qemu, name), *guest.qemu_args,
                                         str(systems.build(program, guest, args.out))])
        if "ours" in args.systems:
            def ours():
                exe = systems.build(program, guest, args.out)
                progress(f"{program.name}: translating for {name}")
                host = args.out / "translated" / f"{program.name}-{name}"
                row["translation"][name] = systems.translate(translator, exe, host,
                                                             args.translate_timeout, args.reuse)
                return [str(host)]
            add(f"{name}/ours", ours)
    return columns


def check(program, columns):
    """Marks what printed something else than the reference did."""
    by_key = {c.key: c for c in columns if c.output is not None}
    native = by_key.get("native")
    for c in columns:
        if c.error or c.output is None or c is native:
            continue
        reference = native
        if c.key == "march" and program.differs:
            continue
        if program.differs or native is None:
            reference = by_key.get(c.key.split("/")[0] + "/qemu")
        if reference and reference is not c and reference.output != c.output:
            c.error = f"DIFF {describe(c.output)}; expected {describe(reference.output)}"


def measure(args, program, translator):
    row = {"name": program.name, "class": program.cls, "size": program.size,
           "translation": {}, "times": {}, "errors": {}}
    columns = build_columns(args, program, translator, row)
    for turn in range(args.repeat):
        for c in columns:
            if not c.error:
                progress(f"{program.name}: round {turn + 1}/{args.repeat}, {c.key}")
                run_column(c, args, program.cls == "thread")
    check(program, columns)
    progress("")
    for c in columns:
        if c.times:
            row["times"][c.key] = c.times
        if c.error:
            row["errors"][c.key] = c.error
    return row


def measure_startup(args, translator):
    """Median wall time of a program that does nothing, per system."""
    program = programs.startup()
    row = {"translation": {}}
    columns = build_columns(args, program, translator, row)
    for _ in range(STARTUP_RUNS):
        for c in columns:
            if not c.error:
                run_column(c, args, True)
    return {c.key: statistics.median(c.times) if c.times and not c.error else c.error
            for c in columns}


def machine():
    model = "unknown"
    try:
        with open("/proc/cpuinfo") as f:
            model = next(line.split(":", 1)[1].strip() for line in f
                         if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return {"cpu": model, "cores": os.cpu_count(), "kernel": os.uname().release}


def run(args, chosen):
    translator = str(args.build / "bin" / "hqemu-aot")
    if "qemu" in args.systems:
        for name in args.guest:
            systems.find_qemu(args.qemu, name)
    results = {"machine": machine(), "guests": args.guest, "systems": args.systems,
               "native_march": args.native_march, "repeat": args.repeat, "quick": args.quick,
               "programs": []}
    started = time.perf_counter()
    table.print_head(results)
    for i, program in enumerate(chosen):
        progress(f"[{i + 1}/{len(chosen)}] {program.name}: building")
        row = measure(args, program, translator)
        results["programs"].append(row)
        table.print_row(results, row, f"{i + 1}/{len(chosen)}")
    progress("start-up")
    results["startup"] = measure_startup(args, translator)
    progress("")
    results["seconds"] = time.perf_counter() - started
    return results
