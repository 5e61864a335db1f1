# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws the ratios to native as an SVG: one panel per guest, one row per program."""

import math
from xml.sax.saxutils import escape

from . import programs, systems, table

NAME_WIDTH, PANEL_WIDTH, GAP, ROW, TOP = 110, 380, 84, 15, 76
LOWEST, HIGHEST = 0.5, 128
COLOURS = {"qemu": "#c9ced6", "ours": "#2f6fb2", "faster": "#2e8b57", "bad": "#b3261e"}

STYLE = """
text { font: 11px sans-serif; fill: #222 }
.title { font-size: 15px; font-weight: bold }
.head, .mean { font-weight: bold }
.tick, .value { font-size: 9px; fill: #555 }
.grid { stroke: #e4e4e4 } .one { stroke: #444 }
"""


class Drawing:
    """SVG elements by absolute position."""

    def __init__(self):
        self.parts = []

    def text(self, x, y, text, cls="", anchor="start", fill=""):
        colour = f' style="fill:{fill}"' if fill else ""
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" class="{cls}" text-anchor="{anchor}"'
                          f'{colour}>{escape(text)}</text>')

    def line(self, x1, y1, x2, y2, cls):
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
                          f' class="{cls}"/>')

    def bar(self, x1, x2, y, height, colour):
        left, width = min(x1, x2), max(abs(x2 - x1), 0.8)
        self.parts.append(f'<rect x="{left:.1f}" y="{y:.1f}" width="{width:.1f}"'
                          f' height="{height:.1f}" fill="{colour}"/>')


def position(panel, ratio):
    """The x of a ratio on the panel's logarithmic axis."""
    ratio = min(max(ratio, LOWEST), HIGHEST)
    return panel + PANEL_WIDTH * math.log(ratio / LOWEST) / math.log(HIGHEST / LOWEST)


def draw_row(d, panel, y, qemu, ours, failed, bold=""):
    """Bars start at the native time: to the right is slower, to the left faster."""
    one = position(panel, 1)
    if qemu:
        d.bar(one, position(panel, qemu), y - 10, 11, COLOURS["qemu"])
    if ours:
        d.bar(one, position(panel, ours), y - 7.5, 6, COLOURS["ours" if ours >= 1 else "faster"])
    x = max(one, *(position(panel, r) for r in (qemu, ours) if r)) if qemu or ours else one
    label = f"{ours:.2f}" if ours else failed
    if qemu:
        label = f"{label} / {qemu:.1f}" if label else f"{qemu:.1f}"
    bad = not ours and failed
    d.text(x + 4, y - 1, label, bold or "value", fill=COLOURS["bad"] if bad else "")


def draw_axis(d, panel, name, bottom):
    d.text(panel + PANEL_WIDTH / 2, TOP - 22, name, "head", "middle")
    tick = LOWEST
    while tick <= HIGHEST:
        x = position(panel, tick)
        d.line(x, TOP - 4, x, bottom, "one" if tick == 1 else "grid")
        d.text(x, TOP - 8, f"{tick:g}x", "tick", "middle")
        tick *= 2


def draw_legend(d):
    d.text(8, 20, "Time relative to the native build (logarithmic; shorter is better)", "title")
    x = 8
    for colour, text in (("ours", "hqemu-aot"), ("faster", "hqemu-aot, faster than native"),
                         ("qemu", "qemu-user")):
        d.bar(x, x + 12, 30, 9, COLOURS[colour])
        d.text(x + 16, 39, text)
        x += 40 + 7 * len(text)
    d.text(x, 39, "labels: hqemu-aot / qemu-user", "tick")


def rows_of(results):
    """(label, class-mean?, {column key: ratio}, {column key: FAIL or DIFF})."""
    for cls in programs.CLASSES:
        rows = [r for r in results["programs"] if r["class"] == cls]
        if not rows:
            continue
        means, count = table.class_means(results, cls)
        yield f"{cls} ({count})", True, means, {}
        for r in rows:
            keys = [f"{g}/{s}" for g in results["guests"] for s in ("qemu", "ours")]
            yield (r["name"], False, {k: table.ratio(r, k) for k in keys},
                   {k: e.split()[0] for k, e in r["errors"].items()})


def write(results, path):
    d = Drawing()
    rows = list(rows_of(results))
    bottom = TOP + ROW * len(rows) + 8
    panels = {g: NAME_WIDTH + i * (PANEL_WIDTH + GAP) for i, g in enumerate(results["guests"])}
    draw_legend(d)
    for guest, panel in panels.items():
        draw_axis(d, panel, systems.GUESTS[guest].name, bottom)
    for i, (label, is_mean, ratios, failed) in enumerate(rows):
        y = TOP + ROW * (i + 1)
        d.text(NAME_WIDTH - 8, y - 1, label, "mean" if is_mean else "", "end")
        for guest, panel in panels.items():
            draw_row(d, panel, y, ratios.get(f"{guest}/qemu"), ratios.get(f"{guest}/ours"),
                     failed.get(f"{guest}/ours", ""), "mean" if is_mean else "")
    width = NAME_WIDTH + len(panels) * (PANEL_WIDTH + GAP)
    height = bottom + 12
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}">\n<style>{STYLE}</style>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(d.parts) + "\n</svg>\n")
