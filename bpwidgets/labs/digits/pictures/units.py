"""What each hidden unit looks at, and what it says of the digit on the board."""
from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ....pictures.boxes import Box
from ....pictures.in_px import sized_in_px
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import text_on
from ....pictures.tiles import Grid, Tiles, sign_colors
from ....text import in_words

HEAD, GAP, MOST = 24, 9, 58


class Units:
    """The weights of each hidden unit, as a picture; the bar below it is what it says of the digit."""

    margins = (4, 4, 6, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.tiles = Tiles(axes, style, sign_colors(style), blank=0.5)
        self.bars = PolyCollection([], linewidths=0, zorder=3)
        axes.add_collection(self.bars, autolim=False)
        self.title = text_on(axes, 0, self.height - HEAD / 2, fontsize=TEXT, color=style.ink, zorder=3)
        self.moving: tuple[Any, ...] = (*self.tiles.moving, self.bars, self.title)

    def draw(self, settings, result) -> None:
        weights = result.weights(settings.epoch).T
        most = np.abs(np.where(np.isfinite(weights), weights, 0.0)).max(axis=1, keepdims=True)
        parts = np.where(most > 0, 0.5 + 0.5 * weights / np.where(most > 0, most, 1.0), 0.5)
        boxes = self.tiles.show(parts, self.grid(len(weights)))
        said = result.reading(settings.epoch).hidden
        loud = float(np.abs(said[np.isfinite(said)]).max(initial=0.0))
        heights = np.where(np.isfinite(said), np.abs(said), 0.0) / loud if loud > 0 else np.zeros(len(said))
        self.bars.set_verts([_below(box, part).corners for box, part in zip(boxes, heights)])
        self.bars.set_facecolor([self.style.activation if value >= 0 else self.style.negative for value in said])
        self.title.set_text(f"weights of {len(weights)} hidden units: ink + or −; the bar is what each says")

    def grid(self, count: int) -> Grid:
        """As large as there is room for."""
        best = max(range(1, count + 1), key=lambda columns: self._side(columns, count))
        side = min(self._side(best, count), MOST)
        return Grid(best, side, GAP, GAP, 1, self.height - HEAD)

    def _side(self, columns: int, count: int) -> float:
        rows = math.ceil(count / columns)
        return min((self.width - 2 - (columns - 1) * GAP) / columns, (self.height - HEAD - rows * GAP) / rows)

    def told(self, settings, result, at) -> Told | None:
        """The unit under the pointer: what it says, and the digits that it speaks for and against."""
        outgoing = result.outgoing(settings.epoch)
        grid = self.grid(len(outgoing))
        k = next((k for k in range(len(outgoing)) if grid.box(k).holds(*at)), None)
        if k is None or not np.isfinite(outgoing[k]).all():
            return None
        most, least = int(outgoing[k].argmax()), int(outgoing[k].argmin())
        said = result.reading(settings.epoch).hidden[k]
        return Told(f"unit {k + 1} says {in_words(said)}: most for {most} ({in_words(outgoing[k, most])}), most "
                    f"against {least} ({in_words(outgoing[k, least])})", *grid.box(k).middle)


def _below(box: Box, part: float) -> Box:
    """A bar below a picture, this part of it long."""
    return Box(box.left, box.bottom - 6, box.left + part * (box.right - box.left), box.bottom - 2)
