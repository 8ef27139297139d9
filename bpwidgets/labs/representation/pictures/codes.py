"""The hidden code of the 8-3-8 encoder: a row for each pattern, its three activations, and what they are as bits."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ....pictures.boxes import Box, over
from ....pictures.cells import Cells
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written
from ....text import in_words
from ..settings import SEEDS
from ..small_nets import codes_of, different_codes
from .seeds import HIGH, Seeds

PATTERNS, UNITS = 8, 3
HEAD, GAP = 22, 2
# How much of its color a cell has at 1, so that ink can be read on it.
PALE = 0.45
# The parts of the width: pattern in, the three units, bits.
PARTS = 0.28, 0.44, 0.28


class Codes:
    """Two patterns with the same bits are told apart by activations between 0 and 1; their bits are marked."""

    margins = (10, 8, 6, 2)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.seeds = Seeds(axes, style, self.width, self.height, "eight different rows of bits")
        self.cells = axes.add_artist(Cells(style, (style.ground, over(style.activation, PALE, style.ground))))
        self.frames = PolyCollection([], facecolor="none", edgecolor=style.muted, linewidths=0.8, zorder=3)
        axes.add_collection(self.frames, autolim=False)
        self.texts = Texts(axes, fontsize=TEXT, zorder=4)
        top, left = self.height - HIGH - GAP - HEAD, PARTS[0] * self.width
        self.tall, self.wide = (top - 1) / PATTERNS, PARTS[1] * self.width / UNITS
        self.top, self.left = top, left
        self.frames.set_verts([self.box(row, unit).corners for row in range(PATTERNS) for unit in range(UNITS)])

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (self.cells, self.frames, *self.texts, *self.seeds.moving)

    def box(self, row: int, unit: int) -> Box:
        """The cell of a unit in the row of a pattern."""
        left, top = self.left + unit * self.wide, self.top - row * self.tall
        return Box(left, top - self.tall, left + self.wide, top)

    def draw(self, settings, result) -> None:
        nets, style = result.encoder, self.style
        codes = codes_of(nets, settings.sweep, settings.draw)
        x = self.left + self.wide * np.arange(UNITS + 1)
        self.cells.show(codes[::-1], x, np.linspace(self.top - PATTERNS * self.tall, self.top, PATTERNS + 1))
        bits = ["".join("1" if one > 0.5 else "0" for one in row) for row in codes]
        middles = [self.box(row, 0).middle[1] for row in range(PATTERNS)]
        words = [Written(self.left - 14, middles[row], "".join("1" if k == row else "0" for k in range(PATTERNS)),
                         style.ink, "right") for row in range(PATTERNS)]
        words += [Written(*self.box(row, unit).middle, f"{codes[row, unit]:.2f}", style.ink)
                  for row in range(PATTERNS) for unit in range(UNITS)]
        words += [self._bits(bits, row, middles[row]) for row in range(PATTERNS)]
        self.texts.write([*words, *self._heads()])
        self.seeds.show(nets.learned(settings.sweep) & self._binary(settings, nets), settings.draw)

    def _bits(self, bits: list[str], row: int, y: float) -> Written:
        twice = bits.count(bits[row]) > 1
        x = self.left + UNITS * self.wide + 16
        return Written(x, y, bits[row] + (" (twice)" if twice else ""),
                       self.style.danger if twice else self.style.safe, "left", True)

    def _heads(self) -> list[Written]:
        y = self.top + HEAD / 2
        return [Written(self.left - 14, y, "pattern", self.style.muted, "right"),
                *(Written(self.box(0, unit).middle[0], y, f"unit {unit + 1}", self.style.muted)
                  for unit in range(UNITS)),
                Written(self.left + UNITS * self.wide + 16, y, "as bits", self.style.muted, "left")]

    @staticmethod
    def _binary(settings, nets) -> np.ndarray:
        return np.array([different_codes(codes_of(nets, settings.sweep, seed)) == PATTERNS for seed in range(SEEDS)])

    def spots(self, settings, result) -> list[Spot]:
        """Each seed."""
        nets = result.encoder
        return self.seeds.spots(nets.learned(settings.sweep) & self._binary(settings, nets), settings.draw)

    def touch(self, settings, result, name: str) -> Mapping[str, int]:
        """This seed is shown."""
        return {"draw": int(name)}

    def told(self, settings, result, at) -> Told | None:
        """The activation under the pointer, to three digits."""
        codes = codes_of(result.encoder, settings.sweep, settings.draw)
        for row in range(PATTERNS):
            for unit in range(UNITS):
                if self.box(row, unit).holds(*at):
                    return Told(f"pattern {row + 1}, unit {unit + 1}: {in_words(codes[row, unit])}",
                                *self.box(row, unit).middle)
        return None
