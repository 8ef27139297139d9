"""Where the pictures of a sheet stand: rows from top to bottom, in each some columns, in a column one picture or
several."""
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# A row: its height in px and its columns, each with its share of the width: a picture, or a tuple of pictures that
# stand below each other and share the height.
Names = str | tuple[str, ...]
Row = tuple[float, Mapping[Names, float]]
Margins = tuple[float, float, float, float]

# A sheet narrower than this, in px, has one column. The axes of a square picture that is alone in its row are so wide
# and high, where the sheet has room for it. In compact rows it is as high as its row says on sheets up to ROOMY, and on
# wider ones by half as much more as they are wider.
NARROW, ALONE, ROOMY = 680, 350, 425


class Place(NamedTuple):
    """The place of a picture on a sheet, margins included, in px from the lower left corner."""

    left: float
    bottom: float
    width: float
    height: float


def stacked(names: Names) -> tuple[str, ...]:
    """The pictures of a column, from top to bottom."""
    return (names,) if isinstance(names, str) else names


def rows_with(rows: Sequence[Row], views: Sequence[str]) -> list[Row]:
    """The rows with only the named pictures left in; columns and rows that become empty go.

    >>> rows_with([(300, {"map": 2, ("slice", "gap"): 1}), (100, {"loss": 1})], ("map", "gap"))
    [(300, {'map': 2, 'gap': 1})]
    """
    kept = []
    for height, columns in rows:
        left = {tuple(name for name in stacked(names) if name in views): share for names, share in columns.items()}
        left = {names[0] if len(names) == 1 else names: share for names, share in left.items() if names}
        if left:
            kept.append((height, left))
    return kept


def one_column(rows: Sequence[Row]) -> list[Row]:
    """Each column as a row of its own."""
    return [(height, {names: 1.0}) for height, columns in rows for names in columns]


def places(rows: Sequence[Row], width: float, square: Mapping[str, Margins],
           compact: bool = False) -> tuple[dict[str, Place], float]:
    """The place of each picture and the height of the sheet.

    square: pictures whose axes are as wide as high, with their margins; they take the width that this needs, the others
    share the rest. One that is alone in its row is as large as `ALONE` says, and stands in the middle. compact: the
    rows are meant for a narrow sheet, and nearly as high as they say.
    """
    if width < NARROW and not compact:
        rows = one_column(rows)
    most = {name: _height_alone(margins, width) for name, margins in square.items()}
    more = max(width - ROOMY, 0) / 2 if compact else math.inf
    rows = [(min(height + more, most[name]) if len(columns) == 1 and (name := next(iter(columns))) in most else height,
             columns) for height, columns in rows]
    height = sum(height for height, _ in rows)
    found, top = {}, height
    for row_height, columns in rows:
        widths = _widths(columns, row_height, width, square)
        left = (width - sum(widths)) / 2
        for names, column in zip(columns, widths):
            each = row_height / len(stacked(names))
            for k, name in enumerate(stacked(names)):
                found[name] = Place(left, top - (k + 1) * each, column, each)
            left += column
        top -= row_height
    return found, height


def _height_alone(margins: Margins, width: float) -> float:
    """The height of a row with nothing but a square picture."""
    left, right, bottom, top = margins
    return min(width - left - right, ALONE) + bottom + top


def _widths(columns: Mapping[Names, float], height: float, width: float,
            square: Mapping[str, Margins]) -> list[float]:
    """The width of each column: what its square picture needs, or its share of what is left."""
    needed = {}
    for names in columns:
        for name in set(stacked(names)) & set(square):
            left, right, bottom, top = square[name]
            needed[names] = min(height / len(stacked(names)) - bottom - top + left + right, width)
    left, total = width - sum(needed.values()), sum(share for names, share in columns.items() if names not in needed)
    return [needed[names] if names in needed else left * share / total for names, share in columns.items()]
