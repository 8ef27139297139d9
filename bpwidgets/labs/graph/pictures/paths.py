"""All paths from a node as arrows that are added, one after the other, up to the gradient."""
from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from ....pictures.boxes import Box
from ....pictures.frame import drawable
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ..layout import LETTER
from ..rows import PATH, SUM, Row, rows_of

# In px: room above for the title, at the sides and below; the height of a row, of its arrow, and the length of a point.
TITLE, SIDE, BELOW, ROW, ARROW, POINT = 30, 14, 6, 36, 9, 7


class PathsPicture:
    """A row for each of the largest paths: the way, its factors, and below them an arrow as long as the product."""

    margins = (0, 0, 0, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.most = max(int((self.height - TITLE - BELOW) / ROW), 3)
        self.title = text_on(axes, 12, self.height - 4, va="top", fontsize=TEXT, color=style.ink, zorder=3)
        self.lines = LineCollection([], color=style.hairline, linewidth=1.4, zorder=1)
        self.arrows = PolyCollection([], edgecolor="none", zorder=2)
        for collection in (self.lines, self.arrows):
            axes.add_collection(collection, autolim=False)
        self.texts = Texts(axes, zorder=3)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (self.lines, self.arrows, self.title, *self.texts)

    def draw(self, settings, result) -> None:
        rows, known = rows_of(settings, result, self.most), _known(settings, result)
        name = f"Paths from {settings.selected} to {result.output}"
        self.title.set_text(name if known else f"{name}: their factors are not yet known")
        self._draw_arrows(rows if known else [])
        self._write(settings, rows, known)

    def spots(self, settings, result) -> list[Spot]:
        """The rows that are paths."""
        known = _known(settings, result)
        return [Spot(f"path {row.number}", row.words if known else row.words.partition(",")[0],
                     Box(0, self._top(k) - ROW, self.width, self._top(k)), row.number == settings.path)
                for k, row in enumerate(rows_of(settings, result, self.most)) if row.kind == PATH]

    def touch(self, settings, result, name: str) -> Mapping[str, Any]:
        """The choice of a path marks it; that of the marked one marks all again."""
        number = int(name.removeprefix("path "))
        return {"path": 0 if number == settings.path else number} if number <= len(result.paths.listed) else {}

    def told(self, settings, result, at) -> Told | None:
        """The row under the pointer."""
        rows = rows_of(settings, result, self.most)
        k = int((self.height - TITLE - at[1]) // ROW)
        if not 0 <= k < len(rows) or not _known(settings, result):
            return None
        return Told(rows[k].words, self.width / 2, self._top(k) - ROW / 2)

    # -- artists

    def _top(self, k: int) -> float:
        return self.height - TITLE - k * ROW

    def _draw_arrows(self, rows: list[Row]) -> None:
        """Arrows from where the last one ended; lines between them, and one at 0."""
        style, ends = self.style, np.array([0.0, *(row.end for row in rows), *(row.begin for row in rows)])
        if not rows or not drawable(ends).all():
            self.arrows.set_verts([])
            self.lines.set_segments([])
            return
        low, high = float(ends.min()), float(ends.max())
        unit = (self.width - 2 * SIDE) / (high - low) if high > low else 0.0
        x = {row: (SIDE + (row.begin - low) * unit, SIDE + (row.end - low) * unit) for row in rows}
        y = {row: self._top(k) - ROW + ARROW for k, row in enumerate(rows)}
        self.arrows.set_verts([_arrow(*x[row], y[row]) for row in rows])
        self.arrows.set_facecolor([style.delta if row.kind == SUM else style.negative if row.amount < 0
                                   else style.positive for row in rows])
        zero = SIDE - low * unit
        between = [[(x[row][1], y[row] + ARROW / 2 + 2), (x[row][1], y[after] - ARROW / 2 - 2)]
                   for row, after in pairwise(rows)]
        self.lines.set_segments([[(zero, y[rows[0]] + ARROW), (zero, y[rows[-1]] - ARROW)], *between])

    def _write(self, settings, rows: list[Row], known: bool) -> None:
        wanted = []
        for k, row in enumerate(rows):
            y, chosen = self._top(k) - 9, row.kind == SUM or (row.kind == PATH and row.number == settings.path)
            room = self.width - 2 * SIDE - 16
            product = _fitting([row.product, row.product.rpartition("= ")[2]], room * 0.62) if known else ""
            way = _fitting([row.way, *_shortened(row.way)], room - len(product) * LETTER)
            color = self.style.delta if row.kind == SUM else self.style.ink
            wanted += [Written(SIDE, y, way, color, "left", chosen),
                       Written(self.width - SIDE, y, product, color, "right", chosen)]
        self.texts.write(wanted)


def _known(settings, result) -> bool:
    """The gradient of the selected node is there, and so are all factors of its paths."""
    return result.moment(settings.moment).knows_gradient(result.graph.number(settings.selected))


def _fitting(options: list[str], room: float) -> str:
    return next((one for one in options if len(one) * LETTER <= room), options[-1])


def _shortened(way: str) -> list[str]:
    """The first and the last nodes of a way, fewer and fewer of them."""
    nodes = way.split(" → ")
    return [" → ".join([*nodes[:(kept + 1) // 2], "…", *nodes[-(kept // 2):]]) for kept in range(len(nodes) - 1, 1, -1)]


def _arrow(start: float, end: float, y: float) -> list[tuple[float, float]]:
    """A bar with a point; at least so long that its direction is seen."""
    way = 1 if end >= start else -1
    point = min(POINT, abs(end - start))
    neck, half = end - way * point, ARROW / 2
    return [(start, y - half), (neck, y - half), (end, y), (neck, y + half), (start, y + half)]
