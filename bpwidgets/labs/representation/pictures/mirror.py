"""The weights from the six bits of the symmetry net, as bars about the middle of the row."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from ....pictures.boxes import Box
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written
from ....text import in_words, number
from ..small_nets import Mirror as Measured
from .seeds import HIGH, Seeds

BITS, UNITS = 6, 2
# px: below the chips, beside the bars, for what is measured below, for the numbers of bars.
GAP, LEFT, BELOW, NUMBERS = 2, 96, 40, 14


class MirrorWeights:
    """Equal and opposite about the middle, in the ratio 1 : 2 : 4: then only a symmetric row cancels in both units."""

    margins = (10, 8, 4, 2)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.seeds = Seeds(axes, style, self.width, self.height, "learned")
        self.bars = PolyCollection([], linewidths=0, zorder=2)
        self.lines = LineCollection([], colors=[style.muted] * UNITS + [style.hairline], linewidths=0.8, zorder=1)
        for collection in (self.bars, self.lines):
            axes.add_collection(collection, autolim=False)
        self.texts = Texts(axes, fontsize=TEXT)
        tall = (self.height - HIGH - GAP - BELOW) / UNITS
        top = self.height - HIGH - GAP
        self.rows = [Box(LEFT, top - (k + 1) * tall, self.width, top - k * tall) for k in range(UNITS)]
        self.lines.set_segments([*(((row.left, row.middle[1]), (row.right, row.middle[1])) for row in self.rows),
                                 (((LEFT + self.width) / 2, BELOW), ((LEFT + self.width) / 2, self.rows[0].top))])

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (self.lines, self.bars, *self.texts, *self.seeds.moving)

    def draw(self, settings, result) -> None:
        nets, style = result.symmetry, self.style
        first, second = nets.layers(settings.sweep, settings.draw)
        W = first["W"]
        most = float(np.abs(W).max())
        boxes = [self._bar(unit, bit, float(W[bit, unit]), most) for unit in range(UNITS) for bit in range(BITS)]
        self.bars.set_verts([box.corners for box in boxes])
        self.bars.set_facecolor([style.positive if w >= 0 else style.negative for w in W.T.ravel()])
        words = [Written(box.middle[0], box.top + 8 if w >= 0 else box.bottom - 8, number(w, 2), style.ink)
                 for box, w in zip(boxes, W.T.ravel().tolist())]
        for unit, row in enumerate(self.rows):
            said = f"unit {unit + 1}", f"bias {number(first['b'][unit], 2)}", f"out {number(second['W'][unit, 0], 2)}"
            words += [Written(0, row.middle[1] + 16 * (1 - line), text, style.ink if line == 0 else style.muted, "left",
                              line == 0) for line, text in enumerate(said)]
        self.texts.write([*words, *self._measured(W)])
        self.seeds.show(nets.learned(settings.sweep), settings.draw)

    def _measured(self, W: np.ndarray) -> list[Written]:
        found, style = Measured(W), self.style
        bits = [Written(self._middle(bit), BELOW - 8, f"bit {bit + 1}", style.muted) for bit in range(BITS)]
        ratios = " and ".join(" : ".join(number(one) for one in row) for row in found.ratios)
        return [*bits, Written(0, 8, f"magnitudes {ratios}; the paper: 1 : 2 : 4", style.ink, "left")]

    def _middle(self, bit: int) -> float:
        return LEFT + (bit + 0.5) * (self.width - LEFT) / BITS

    def _bar(self, unit: int, bit: int, w: float, most: float) -> Box:
        row, wide = self.rows[unit], 0.62 * (self.width - LEFT) / BITS
        room = (row.top - row.bottom) / 2 - NUMBERS - 4
        end = row.middle[1] + (w / most * room if most > 0 else 0.0)
        low, high = sorted((row.middle[1], end))
        return Box(self._middle(bit) - wide / 2, low, self._middle(bit) + wide / 2, high)

    def spots(self, settings, result) -> list[Spot]:
        """Each seed."""
        return self.seeds.spots(result.symmetry.learned(settings.sweep), settings.draw)

    def touch(self, settings, result, name: str) -> Mapping[str, int]:
        """This seed is shown."""
        return {"draw": int(name)}

    def told(self, settings, result, at) -> Told | None:
        """The weight of the bit under the pointer, and of the one opposite."""
        W = result.symmetry.layers(settings.sweep, settings.draw)[0]["W"]
        unit = next((k for k, row in enumerate(self.rows) if row.holds(*at)), None)
        if unit is None:
            return None
        bit = min(int((at[0] - LEFT) / (self.width - LEFT) * BITS), BITS - 1)
        other = BITS - 1 - bit
        return Told(f"unit {unit + 1}, bit {bit + 1}: {in_words(W[bit, unit])}; bit {other + 1}, opposite: "
                    f"{in_words(W[other, unit])}", self._middle(bit), self.rows[unit].middle[1])
