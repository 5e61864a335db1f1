# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables of the project's README, between its two benchmark marks."""

import statistics

from . import programs, systems, table

BEGIN = "<!-- BENCHMARKS BEGIN -->\n"
END = "<!-- BENCHMARKS END -->"


def plain(value):
    return f"{value:.2f}" if value else "-"


def columns(results):
    heads, keys = [], []
    for g in results["guests"]:
        for s, title in (("qemu", f"qemu-{g}"), ("ours", "ours")):
            heads.append(f"{systems.GUESTS[g].short} {title}" if s == "ours" else title)
            keys.append(f"{g}/{s}")
    return heads, keys


def row(cells):
    return "| " + " | ".join(cells) + " |"


def grid(heads, rows):
    return "\n".join([row(heads), "|" + "---|" * len(heads), *map(row, rows)]) + "\n"


def means(results):
    heads, keys = columns(results)
    rows = []
    for cls in [*programs.CLASSES, None]:
        values, count = table.class_means(results, cls)
        if count:
            faster = [plain(values[f"{g}/faster"]) for g in results["guests"]]
            rows.append([cls or "all", str(count), *(plain(values[k]) for k in keys), *faster])
    gain = [f"{systems.GUESTS[g].short} faster than qemu" for g in results["guests"]]
    return grid(["geometric mean", "programs", *heads, *gain], rows)


def each(results):
    heads, keys = columns(results)
    rows = [[r["name"], r["class"], *(table.cell(r, k).rstrip("x") for k in keys)]
            for r in results["programs"]]
    return grid(["program", "class", *heads], rows)


def startup(results):
    start = results.get("startup") or {}
    parts = [f"{key.replace('/', ' ')} {value * 1000:.1f}" for key, value in start.items()
             if isinstance(value, float)]
    return f"Start-up and end of an empty program, ms: {', '.join(parts)}.\n" if parts else ""


def translation(results):
    text = ""
    for g in results["guests"]:
        all_t = [r["translation"][g] for r in results["programs"] if g in r["translation"]]
        if all_t:
            growth = table.geomean([table.growth(t)[0] for t in all_t])
            code = statistics.median(t["guest_text"] for t in all_t) / 1024
            text += (f"Translation, {g}: {statistics.median(t['seconds'] for t in all_t):.1f} s"
                     f" for {code:.0f} KiB of code (medians), translated code {growth:.1f} times"
                     f" the guest's.\n")
    return text


def block(results, chart):
    m = results["machine"]
    rounds = f"{results['repeat']} round{'s' if results['repeat'] > 1 else ''}"
    parts = [f"Run time as a multiple of the native build's (`gcc -O2`, baseline x86-64): "
             f"{rounds} on {m['cores']} cores of {m['cpu']}. Less is faster; 1.00 is native.\n",
             means(results), startup(results), translation(results)]
    if chart:
        parts.append(f"![ratios to native]({chart})\n")
    parts += ["<details><summary>Each program</summary>\n", each(results), "</details>\n",
              "Remade by `bench/run --json r.json --chart docs/bench.svg --readme README.md`;"
              " what is measured: [bench/README.md](bench/README.md).\n"]
    return "\n".join(p for p in parts if p)


def write(results, path, chart):
    text = path.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(before + BEGIN + block(results, chart) + END + after)
