"""Parts of a card that are read only: a table, a drawing."""
from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Table:
    """A small table; the first cell of a row says what the row is about. Cells are shown as they are, letter by letter.

    >>> print(Table("Right", ("said", "right"), (("sure", "3 of 4"), ("guess", "1 of 5"))).text())
    Right
    said   right
    sure   3 of 4
    guess  1 of 5
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def sent(self) -> dict[str, Any]:
        return {"kind": "table", "caption": self.caption, "head": list(self.head), "rows": list(map(list, self.rows))}

    def text(self) -> str:
        lines = (self.head, *self.rows)
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        said = ("  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths)).rstrip() for line in lines)
        return "\n".join([self.caption, *said])

    def page(self) -> str:
        head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in self.head)
        rows = "".join(_page_row(row) for row in self.rows)
        return (f"<table><caption>{html.escape(self.caption)}</caption><thead><tr>{head}</tr></thead>"
                f"<tbody>{rows}</tbody></table>")


@dataclass(frozen=True)
class Drawing:
    """A drawing as SVG, made by this package. alt: what it shows; as text nothing, since a table beside it says all."""

    svg: str
    alt: str

    def sent(self) -> dict[str, Any]:
        return {"kind": "drawing", "svg": self.svg, "alt": self.alt}

    def text(self) -> str:
        return ""

    def page(self) -> str:
        return f'<div role="img" aria-label="{html.escape(self.alt)}">{self.svg}</div>'


def _page_row(row: Sequence[str]) -> str:
    first, *others = map(html.escape, row)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'
