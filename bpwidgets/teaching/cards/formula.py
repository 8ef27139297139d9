"""Formulas as MathML, from the letters as people type them: `dL/dW₁`, `2/n`, `f′(z)`, `Wᵀδ`.

A fraction is written with one `/`, lower and upper letters are those of Unicode. Nothing else is known: no macros.

>>> expression("2/n")
'<mfrac><mn>2</mn><mi>n</mi></mfrac>'
>>> expression("W₁")
'<msub><mi>W</mi><mn>1</mn></msub>'
"""
from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# The d of a derivative stands before one letter; the other runs of letters are names, such as "loss".
PIECE = re.compile(r"(?P<mn>\d+(?:\.\d+)?)|(?P<mi>[d∂](?=[^\W\d_](?:$|[^a-zA-Z]))|[a-zA-Z]+|[^\W\d_])|(?P<mo>\S)")
PRIME = "′"


class Glyph(NamedTuple):
    """A letter or sign at one height: "" on the line, "sub" below it, "super" above it."""

    sign: str
    height: str


def math(text: str) -> str:
    """A whole formula, to stand in a line of words. Its accessible name is the text as it was typed."""
    return f'<math displaystyle="true" aria-label="{html.escape(text)}">{row(expression(text))}</math>'


def expression(text: str) -> str:
    """Letters and signs, with one fraction if there is one `/` outside of parentheses."""
    cuts = [k for k, sign in enumerate(text) if sign == "/" and text[:k].count("(") == text[:k].count(")")]
    if len(cuts) != 1:
        return line(text)
    return fraction(line(text[:cuts[0]]), line(text[cuts[0] + 1:]))


def fraction(above: str, below: str) -> str:
    """One over the other."""
    return f"<mfrac>{row(above)}{row(below)}</mfrac>"


def row(inner: str) -> str:
    """One node, of one or of several.

    >>> row("<mi>x</mi>"), row("<mi>x</mi><mi>y</mi>")
    ('<mi>x</mi>', '<mrow><mi>x</mi><mi>y</mi></mrow>')
    """
    one = re.fullmatch(r"<(m\w+)>(?:(?!</?\1>).)*</\1>", inner)
    return inner if one else f"<mrow>{inner}</mrow>"


def line(text: str) -> str:
    """Letters and signs in a row, some of them lowered or raised.

    >>> line("f′(z)")
    '<mi>f</mi><mo lspace="0" rspace="0">′</mo><mo>(</mo><mi>z</mi><mo>)</mo>'
    """
    nodes: list[str] = []
    for height, run in runs(text):
        if not height or not nodes:
            nodes += pieces(run)
        else:
            nodes.append(f"<m{height[:3]}>{nodes.pop()}{row(''.join(pieces(run)))}</m{height[:3]}>")
    return "".join(nodes)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The text in runs of one height, lowered and raised letters as plain ones: ("sub", "1") for `₁`."""
    height, run = "", ""
    for glyph in map(at_height, text):
        if glyph.height != height and run:
            yield height, run
            run = ""
        height, run = glyph.height, run + glyph.sign
    if run:
        yield height, run


def at_height(sign: str) -> Glyph:
    """What a sign of Unicode is on the line, and where it stands."""
    kind = unicodedata.decomposition(sign).partition(" ")[0]
    if kind in ("<sub>", "<super>"):
        return Glyph(unicodedata.normalize("NFKC", sign), kind.strip("<>"))
    return Glyph(sign, "")


def pieces(run: str) -> list[str]:
    """Numbers, names and signs, each in its node."""
    return [_node(found.lastgroup or "mo", found[0]) for found in PIECE.finditer(run)]


def _node(kind: str, sign: str) -> str:
    """One node. The prime of a font is raised already, and belongs to the letter before it."""
    tight = ' lspace="0" rspace="0"' if sign == PRIME else ""
    return f"<{kind}{tight}>{html.escape(sign)}</{kind}>"
