# SPDX-License-Identifier: GPL-2.0-or-later
"""The text that bench/run prints, and the numbers derived from the raw times."""

import math
import statistics

from . import programs, systems


def seconds(row, key):
    """Median time of a column, or None if it has no valid one."""
    if key in row["errors"] or not row["times"].get(key):
        return None
    return statistics.median(row["times"][key])


def ratio(row, key, base="native"):
    a, b = seconds(row, key), seconds(row, base)
    return a / b if a and b else None


def cell(row, key, base="native"):
    value = ratio(row, key, base)
    if value is not None:
        return f"{value:.2f}x"
    if seconds(row, key):  # nothing to compare with
        return f"{seconds(row, key):.3f}s"
    return row["errors"].get(key, "-").split()[0]


def geomean(values):
    values = [v for v in values if v]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def shown(value, suffix="x"):
    return f"{value:.2f}{suffix}" if value else "-"


def print_head(results):
    head = f"{'program':14} {'class':6} {'native':>8}"
    if results["native_march"]:
        head += f" {'march':>7}"
    for name in results["guests"]:
        short = systems.GUESTS[name].short
        head += f" | {short + ' qemu':>9} {short + ' ours':>9} {'faster':>7}"
    print(head)
    print("-" * len(head), flush=True)


def print_row(results, row, note=""):
    native = seconds(row, "native")
    if native:
        text = f"{native:7.3f}s"
    else:
        text = f"{cell(row, 'native'):>8}"
    line = f"{row['name']:14} {row['class']:6} {text}"
    if results["native_march"]:
        line += f" {cell(row, 'march'):>7}"
    for name in results["guests"]:
        faster = ratio(row, f"{name}/qemu", f"{name}/ours")
        line += (f" | {cell(row, name + '/qemu'):>9} {cell(row, name + '/ours'):>9}"
                 f" {shown(faster):>7}")
    print(f"{line}   {note}".rstrip(), flush=True)


def class_means(results, cls):
    """{column key: geometric mean}, and per guest the speed-up over the reference."""
    rows = [r for r in results["programs"] if cls in (None, r["class"])]
    keys = ["march"] + [f"{g}/{s}" for g in results["guests"] for s in ("qemu", "ours")]
    means = {key: geomean([ratio(r, key) for r in rows]) for key in keys}
    for g in results["guests"]:
        means[f"{g}/faster"] = geomean([ratio(r, f"{g}/qemu", f"{g}/ours") for r in rows])
    return means, len(rows)


def print_means(results):
    print("\ngeometric means")
    present = [c for c in programs.CLASSES if any(r["class"] == c for r in results["programs"])]
    for cls in [*present, None]:
        means, count = class_means(results, cls)
        line = f"{cls or 'all':14} {count:6} {'':8}"
        if results["native_march"]:
            line += f" {shown(means['march']):>7}"
        for g in results["guests"]:
            line += (f" | {shown(means[g + '/qemu']):>9} {shown(means[g + '/ours']):>9}"
                     f" {shown(means[g + '/faster']):>7}")
        print(f"{line}   {missing(results, cls)}".rstrip())


def missing(results, cls):
    """Which means leave programs out, because these failed."""
    rows = [r for r in results["programs"] if cls in (None, r["class"])]
    notes = []
    for g in results["guests"]:
        for s in ("qemu", "ours"):
            bad = sum(f"{g}/{s}" in r["errors"] for r in rows)
            if bad:
                notes.append(f"{systems.GUESTS[g].short} {s} without {bad}")
    return ", ".join(notes)


def growth(t):
    """(host bytes / guest bytes, what was compared)."""
    host = t["report"].get("host_text_bytes") or t["host_text"]
    if t["guest_text"] and host:
        return host / t["guest_text"], "text"
    return t["host_bytes"] / t["guest_bytes"], "file"


def print_translations(results):
    rows = [r for r in results["programs"] if r["translation"]]
    if not rows:
        return
    print("\ntranslation: time, output size, host/guest code")
    for r in rows:
        line = f"{r['name']:14}"
        for g in results["guests"]:
            t = r["translation"].get(g)
            if not t:
                line += f" | {systems.GUESTS[g].short:>5} {'-':>8} {'-':>9} {'-':>13}"
                continue
            value, what = growth(t)
            line += (f" | {systems.GUESTS[g].short:>5} {t['seconds']:7.2f}s"
                     f" {t['host_bytes'] / 1e6:7.2f}MB {value:7.2f}x {what}")
        print(line)
    for g in results["guests"]:
        all_t = [r["translation"][g] for r in rows if g in r["translation"]]
        if all_t:
            print(f"{g}: median {statistics.median(t['seconds'] for t in all_t):.2f} s,"
                  f" {statistics.median(t['host_bytes'] for t in all_t) / 1e6:.2f} MB,"
                  f" {geomean([growth(t)[0] for t in all_t]):.2f}x {growth(all_t[0])[1]}")


def print_startup(results):
    if not results.get("startup"):
        return
    print("\nstart-up of a program that does nothing (median wall time)")
    for key, value in results["startup"].items():
        text = f"{value * 1000:8.2f} ms" if isinstance(value, float) else value
        print(f"  {key:16} {text}")


def print_errors(results):
    bad = [(r["name"], key, text) for r in results["programs"]
           for key, text in r["errors"].items()]
    if bad:
        print("\nnot right")
    for name, key, text in bad:
        print(f"  {name} {key}: {text}")


def print_summary(results):
    print_means(results)
    print_translations(results)
    print_startup(results)
    print_errors(results)
    if results.get("seconds"):
        print(f"\n{len(results['programs'])} programs, {results['seconds']:.0f} s")
