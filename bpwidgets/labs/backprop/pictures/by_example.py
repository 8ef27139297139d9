"""What each example adds to the gradient of the selected parameter, and beside them the sum that an update uses."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box
from ....pictures.frame import limits, round_ticks, style_axes, ticks
from ....pictures.spots import Spot
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told, place_under
from ....text import in_words, number
from ..chain import place_of
from ..elements import touched

WIDE = 0.34
MOST_NUMBERED = 12


class GradientByExample:
    """A bar for each example, and one for the batch; the example that is shown is full, the others pale."""

    margins = (66, 14, 34, 30)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="example")
        self.axes, self.style = axes, style
        self.bars = PolyCollection([], linewidths=1.2)
        axes.add_collection(self.bars, autolim=False)
        self.zero, = axes.plot([], [], color=style.muted, lw=0.9)
        self.name = axes.text(0, 1.02, "", transform=axes.transAxes, color=style.weight_gradient, fontsize=SMALL,
                              va="bottom", clip_on=False)
        # Not a number of the axis: letters are higher than numbers, and the name of the axis would be moved.
        self.batch = axes.annotate("batch", (0, 0), xytext=(0, -6), xycoords=("data", "axes fraction"),
                                   textcoords="offset points", color=style.muted, fontsize=SMALL, ha="center", va="top")
        self.moving = (self.bars, self.zero, self.name, self.batch)

    def draw(self, settings, result) -> None:
        values, total, known, shown = _present(settings, result)
        count = len(values)
        heights = np.append(values, total)
        numbers = heights[np.isfinite(heights)] if known else np.zeros(1)
        low, high = min(float(numbers.min(initial=0)), 0), max(float(numbers.max(initial=0)), 0)
        room = 0.1 * (high - low) or 1.0
        limits(self.axes, (-0.6, count + 0.9), (low - room, high + room))
        marks = round_ticks(low - room, high + room, most=5)
        ticks(self.axes.yaxis, marks, [number(v) for v in marks])
        every = max(1, -(-count // MOST_NUMBERED))
        named = [*range(0, count, every)]
        if count - named[-1] < every * 0.6 and len(named) > 1:
            named = named[:-1]
        ticks(self.axes.xaxis, named, [*map(str, named)])
        self.batch.xy = (count + 0.3, 0)
        places = [*range(count), count + 0.3]
        drawn = [(x, h) for x, h in zip(places, heights) if known and np.isfinite(h)]
        self.bars.set_verts([[(x - WIDE, 0), (x - WIDE, h), (x + WIDE, h), (x + WIDE, 0)] for x, h in drawn])
        color = self.style.weight_gradient
        self.bars.set_edgecolor(color)
        self.bars.set_facecolor([color if x in (shown, count + 0.3) else to_rgba(color, 0.25) for x, _ in drawn])
        self.zero.set_data([-0.6, count + 0.9], [0, 0])
        self.name.set_text(f"dL/d{settings.selected}" + ("" if known else ", not yet known"))

    def spots(self, settings, result) -> list[Spot]:
        """An element for each example."""
        values, _, known, shown = _present(settings, result)
        low, high = self.axes.get_ylim()
        return [Spot(f"example {k}", f"example {k}" + (f": gradient {in_words(v)}" if known else ""),
                     Box(k - 0.5, low, k + 0.5, high), k == shown) for k, v in enumerate(values)]

    def touch(self, settings, result, name: str) -> Mapping[str, int]:
        """Show the pass of this example."""
        return touched(settings, result, name)

    def told(self, settings, result, at) -> Told | None:
        """What the example under the pointer adds, or what all of them come to."""
        values, total, known, _ = _present(settings, result)
        k = place_under(at[0], 0, len(values))
        if k is None or not known:
            return None
        if k == len(values):
            return Told(f"batch: gradient {in_words(total)}", k + 0.3, float(total))
        return Told(f"example {k}: gradient {in_words(values[k])}", k, float(values[k]))


def _present(settings, result) -> tuple[np.ndarray, float, bool, int]:
    """The gradients of all examples and their sum, whether they are known by now, and which example is shown."""
    moment = result.moment(settings.moment)
    passes, k = result.at(moment.update), result.names.index(settings.selected)
    known = moment.knows("gradient", place_of(settings.selected).layer)
    return passes.by_example[:, k], float(passes.gradient[k]), known, passes.row
