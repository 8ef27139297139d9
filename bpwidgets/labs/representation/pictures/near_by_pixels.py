"""The nearest neighbors, by their pixels, of the digit at the hand: which of them the plane has kept near; and a meter
that says so of the whole plane."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box
from ....pictures.in_px import sized_in_px
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....pictures.tiles import Grid, Tiles, ink_colors
from ..settings import MIDDLE
from ..verdict import share_in_words

# px: the head, from picture to picture, the words below, the side of a picture at most, the left edge; the meter.
HEAD, ACROSS, WORDS, SIDE, LEFT = 24, 20, 20, 44, 14
METER, BAR, LONG = 34, 9, 88
MOST = 5
NEAR, FAR = "near", "far"


class NearByPixels:
    """Each in a frame that says whether it is near on the plane, too: a round sign and a solid line, or dashes."""

    margins = (10, 4, 2, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.title = text_on(axes, LEFT, self.height - HEAD / 2 + 1, fontsize=TEXT, color=style.ink)
        self.tiles, self.texts = Tiles(axes, style, ink_colors(style)), Texts(axes)
        self.frames = PolyCollection([], facecolor="none", linewidths=2, zorder=4)
        axes.add_collection(self.frames, autolim=False)
        side = min(self.height - HEAD - WORDS - METER, (self.width - LEFT - (MOST - 1) * ACROSS) / MOST, SIDE)
        self.grid = Grid(MOST, side, ACROSS, WORDS, LEFT, self.height - HEAD)
        middle = self.height - HEAD - side - WORDS - METER / 2 - 2
        self.meter = Box(LEFT, middle - BAR / 2, LEFT + LONG, middle + BAR / 2)
        self.room, self.bar = (PolyCollection([], linewidths=0, zorder=z) for z in (2, 3))
        for collection in (self.room, self.bar):
            axes.add_collection(collection, autolim=False)
        self.room.set(facecolor=to_rgba(style.muted, 0.16))
        self.bar.set(facecolor=style.weight_gradient)
        self.room.set_verts([self.meter.corners])

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (*self.tiles.moving, self.frames, self.room, self.bar, self.title, *self.texts)

    def draw(self, settings, result) -> None:
        hand = result.hand(settings.epoch, settings.code)
        rows, near = hand.by_pixels[:MOST], hand.on_plane[:MOST]
        boxes = self.tiles.show(result.pixels[rows], self.grid)
        self.frames.set_verts([box.corners for box in boxes])
        self.frames.set_edgecolor([self._color(one) for one in near])
        self.frames.set_linestyle(["-" if one else (0, (2.5, 1.5)) for one in near] or ["-"])
        self.title.set_text(self._title(hand))
        words = [Written(box.middle[0], box.bottom - WORDS / 2 + 1, self._words(settings, result, row, one),
                         self._color(one)) for box, row, one in zip(boxes, rows.tolist(), near)]
        self.texts.write([*words, self._draw_meter(result.map(settings.epoch, MIDDLE).by_net)])

    def _draw_meter(self, share: float) -> Written:
        """The bar of the whole plane, and what stands beside it."""
        part = share if np.isfinite(share) else 0.0
        self.bar.set_verts([self.meter._replace(right=LEFT + part * LONG).corners])
        return Written(self.meter.right + 8, self.meter.middle[1], f"near, of all neighbors: {share_in_words(share)}",
                       self.style.ink, "left")

    @staticmethod
    def _title(hand) -> str:
        if hand.digit is None:
            return "no neighbors: the numbers overflowed"
        k, near = len(hand.by_pixels), int(hand.on_plane.sum())
        shown = f" ({MOST} shown)" if k > MOST else ""
        return f"its {k} nearest by pixels: {near} near{shown}"

    def _color(self, near: bool) -> str:
        return self.style.safe if near else self.style.danger

    @staticmethod
    def _words(settings, result, row: int, near: bool) -> str:
        place = NEAR if near else FAR
        return f"{result.labels[row]} {place}" if settings.labeled else place

    def told(self, settings, result, at) -> Told | None:
        """The neighbor under the pointer: how far it is by pixels, and its rank on the plane."""
        hand = result.hand(settings.epoch, settings.code)
        rows = hand.by_pixels[:MOST].tolist()
        k = next((k for k in range(len(rows)) if self.grid.box(k).holds(*at)), None)
        if k is None:
            return None
        squares = result.on_plane(settings.epoch).squares[hand.digit]
        nearer = int(np.sum(squares < squares[rows[k]]))
        return Told(f"number {k + 1} by pixels; on the plane {nearer} other digits are nearer",
                    *self.grid.box(k).middle)
