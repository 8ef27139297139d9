"""The error of the small nets of all ten seeds, sweep by sweep: which learn, when, and which stay on the plateau."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from ....pictures.frame import limits, log_ticks, number_ticks, style_axes
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told, closest
from ....text import in_words
from ..settings import EVERY, SEEDS, SWEEPS

LOW, HIGH = -3, 1


class SmallRuns:
    """A line for each seed, dashed where it has not learned by the sweep shown; the shown seed is thick. Dragging, or
    left and right, move the sweep; up and down go from seed to seed."""

    margins = (44, 14, 42, 24)
    handle = "sweep and seed shown: drag the line, or use the arrow keys"
    published = 0

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="after sweep", y_label="error E")
        self.axes, self.style = axes, style
        limits(axes, (-0.02 * SWEEPS, 1.02 * SWEEPS), (LOW - 0.1, HIGH + 0.25))
        log_ticks(axes.yaxis, LOW, HIGH, 1)
        number_ticks(axes.xaxis, 0, SWEEPS)
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.lines = LineCollection([])
        axes.add_collection(self.lines, autolim=False)
        self.dot, = axes.plot([], [], "o", color=style.here, ms=8, mec=style.ground, mew=1.2)
        if self.published:
            axes.axvline(self.published, color=style.hairline, lw=1.4)
            axes.text(self.published, HIGH + 0.25, f" paper: {self.published:,}", color=style.muted, fontsize=SMALL,
                      va="bottom", ha="left")
        self.moving = (self.cursor, self.lines, self.dot)
        self._drawn: Any = None

    def nets(self, result):
        """The nets that are shown."""
        raise NotImplementedError

    def draw(self, settings, result) -> None:
        nets, style = self.nets(result), self.style
        if self._drawn is not nets:
            self._drawn, x = nets, np.arange(0, SWEEPS + 1, EVERY)
            self.lines.set_segments([np.column_stack([x, _height(nets.losses[::EVERY, seed])])
                                     for seed in range(SEEDS)])
        learned = nets.learned(settings.sweep)
        self.lines.set_color([style.safe if one else style.danger for one in learned])
        self.lines.set_linestyle(["-" if one else (0, (4, 2)) for one in learned])
        self.lines.set_linewidth([3.0 if seed == settings.draw else 1.1 for seed in range(SEEDS)])
        self.cursor.set_xdata([settings.sweep] * 2)
        self.dot.set_data([settings.sweep], [_height(nets.losses[settings.sweep, settings.draw])])

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The sweep under the pointer is shown."""
        return {"sweep": _moment(at[0])}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """Forward or back; the next seed or the one before."""
        return {"sweep": _moment(settings.sweep + EVERY * int(right)),
                "draw": int(np.clip(settings.draw + int(up), 0, SEEDS - 1))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the sweep shown."""
        return settings.sweep, float("nan")

    def told(self, settings, result, at) -> Told | None:
        """The seed whose curve is nearest to the pointer."""
        sweep = _moment(at[0])
        heights = _height(self.nets(result).losses[sweep])
        seed = closest(heights, at[1])
        return Told(f"seed {seed}, sweep {sweep}: error {in_words(self.nets(result).losses[sweep, seed])}", sweep,
                    float(heights[seed]))


class SymmetryRuns(SmallRuns):
    """Those for six bits; the one run of the paper took 1,425 sweeps."""

    published = 1425

    def nets(self, result):
        """Those for six bits."""
        return result.symmetry


class EncoderRuns(SmallRuns):
    """Those for eight patterns."""

    def nets(self, result):
        """Those for eight patterns."""
        return result.encoder


def _height(losses: np.ndarray) -> np.ndarray:
    return np.log10(np.maximum(losses, 10.0 ** LOW))


def _moment(sweep: float) -> int:
    return int(np.clip(EVERY * round(float(sweep) / EVERY), 0, SWEEPS))
