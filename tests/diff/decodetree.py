"""Reads the instruction patterns of QEMU's decodetree files.

Only what a generator of encodings needs: for each pattern its fixed bits and where
its fields are. The language is described in QEMU's docs/devel/decodetree.rst.
"""

import re
from dataclasses import dataclass


@dataclass(eq=False)
class Field:
    segments: list          # (position, length), most significant first
    function: str = ""      # what QEMU's decoder applies to the value


@dataclass(eq=False)
class Pattern:
    name: str
    width: int
    mask: int               # the fixed bits
    value: int
    fields: dict            # name -> Field, or an int for a constant
    group: tuple = ()       # the file position of the enclosing braces: overlap is intended
    row: str = ""

    def matches(self, word):
        return word & self.mask == self.value


def logical_lines(text):
    whole = ""
    for line in text.splitlines():
        line = line.split("#")[0].rstrip()
        if line.endswith("\\"):
            whole += line[:-1] + " "
            continue
        whole += line
        if whole.strip():
            yield whole.strip()
        whole = ""


def segment(token):
    m = re.fullmatch(r"(\d+):s?(\d+)", token)
    return (int(m[1]), int(m[2])) if m else None


class Parser:
    def __init__(self):
        self.fields = {}
        self.formats = {}

    def named_field(self, tokens):
        f = Field([])
        for t in tokens:
            if t.startswith("!function="):
                f.function = t.split("=")[1]
            elif segment(t):
                f.segments.append(segment(t))
            # other parts (named fields of other formats) do not occur in encodings
        return f

    def body(self, tokens):
        """(width, mask, value, fields, format) of a format or pattern."""
        pos, mask, value, fields, fmt = 0, 0, 0, {}, None
        inline = []
        for t in tokens:
            if t[0] == "&":
                continue
            if t[0] == "@":
                fmt = self.formats[t[1:]]
            elif t[0] == "%":
                fields[t[1:]] = self.fields[t[1:]]
            elif "=" in t:
                k, v = t.split("=", 1)
                fields[k] = self.fields[v[1:]] if v[0] == "%" else int(v, 0)
            elif ":" in t:
                k, n = t.split(":")
                n = int(n.lstrip("s"))
                pos += n
                inline.append((k, pos, n))
            else:
                for c in t:
                    pos += 1
                    mask <<= 1
                    value <<= 1
                    if c in "01":
                        mask |= 1
                        value |= int(c)
                continue
            if ":" in t and "=" not in t:
                mask <<= n
                value <<= n
        for k, end, n in inline:
            fields[k] = Field([(pos - end, n)])
        if fmt:
            fields = {**fmt[3], **fields}
            mask, value = mask | fmt[1], value | fmt[2]
            pos = pos or fmt[0]
        return pos, mask, value, fields

    def parse(self, text):
        patterns, nesting = [], []
        for number, line in enumerate(logical_lines(text)):
            if line in "{[":
                nesting.append((line, number))
                continue
            if line in "}]":
                nesting.pop()
                continue
            head, *tokens = line.split()
            if head[0] == "&":
                continue
            if head[0] == "%":
                self.fields[head[1:]] = self.named_field(tokens)
            elif head[0] == "@":
                self.formats[head[1:]] = self.body(tokens)
            else:
                width, mask, value, fields = self.body(tokens)
                group = tuple(n for kind, n in nesting if kind == "{")
                patterns.append(Pattern(head, width, mask, value, fields, group, line))
        return patterns


def load(path):
    return Parser().parse(path.read_text())


def put(word, f, value):
    """word with field f set to value, scaled or signed as it is encoded."""
    for pos, n in reversed(f.segments):
        ones = (1 << n) - 1
        word = word & ~(ones << pos) | (value & ones) << pos
        value >>= n
    return word


def get(word, f):
    value = 0
    for pos, n in f.segments:
        value = value << n | word >> pos & (1 << n) - 1
    return value
