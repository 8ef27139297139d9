"""The off-plane meter: the loss along the path, and what the map shows of it; the gap between the two is filled."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from ....pictures.frame import decades, limits, log_ticks, round_span, round_ticks, style_axes, ticks
from ....pictures.scales import Spans, ends, known
from ....pictures.step_axis import held_step
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told, named, place_under
from ....text import number

# Below this part of the loss at the start a loss counts as zero here (rounding, not learning): it is drawn on the
# border.
FLOOR = 1e-12
LOG_LOSS = "log10 loss"


class OffPlaneGap:
    """Step by step the loss, and the loss at the nearest point of the plane; on a log axis, unless some are
    negative."""

    margins = (58, 18, 42, 26)
    handle, held = "step shown: click or drag along the steps, or use the arrow keys", held_step

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="step")
        self.axes = axes
        for word, color, right in (("loss", style.loss, 0), ("on the plane", style.plane, 36)):
            axes.annotate(word, (0, 1), xytext=(right, 0), xycoords="axes fraction", textcoords="offset points",
                          color=color,
                          fontsize=TEXT, ha="left", va="bottom")
        self.gap = Polygon(np.zeros((1, 2)), closed=True, facecolor=style.plane, edgecolor="none", alpha=0.25)
        axes.add_patch(self.gap)
        self.loss, = axes.plot([], [], color=style.loss, lw=2.2)
        self.plane, = axes.plot([], [], color=style.plane, lw=1.6, ls=(0, (3, 2)))
        self.zero, = axes.plot([], [], ls="", marker="v", color=style.loss, mfc="none", mew=1.2, ms=5)
        self.cursor, = axes.plot([], [], color=style.here, lw=1.2, ls=":")
        self.here, = axes.plot([], [], "o", color=style.here, ms=10, mec=style.ground, mew=1.5)
        self.moving = (self.gap, self.loss, self.plane, self.zero, self.cursor, self.here)
        self.ghosted, self.unit = (self.loss, self.plane), None

    @staticmethod
    def measure(settings, result) -> np.ndarray:
        """The losses of the path and of the map, (2, steps + 1); nan where there is no number."""
        losses = np.stack([result.path.values[:], result.plane_values])
        return np.where(np.isfinite(losses), losses, np.nan)

    @staticmethod
    def spans(settings, result, losses) -> Spans:
        """The steps; the losses, or their logarithms from what counts as zero on."""
        if (losses < 0).any():
            found = known("loss", ends(losses))
        else:
            found = known(LOG_LOSS, ends(np.maximum(losses, _floor(losses)), log=True))
        return {"step": (0, losses.shape[1] - 1), **found}

    def draw(self, settings, result, spans, losses) -> None:
        self.unit = bool((losses < 0).any())
        heights, zero = (self._linear(losses, spans["loss"]) if self.unit
                         else self._log(losses, spans.get(LOG_LOSS, (-1, 0))))
        steps = np.arange(len(heights[0]))
        self._limit(spans["step"][1])
        for line, height in zip((self.loss, self.plane), np.where(zero, np.nan, heights)):
            line.set_data(steps, height)
        self.zero.set_data(steps[zero[0]], heights[0, zero[0]])
        both = np.isfinite(heights).all(axis=0)
        there, back = np.column_stack([steps, heights[0]])[both], np.column_stack([steps, heights[1]])[both][::-1]
        self.gap.set_xy(np.concatenate([there, back]) if both.any() else np.zeros((1, 2)))
        self.cursor.set_data([settings.step, settings.step], self.axes.get_ylim())
        self.here.set_data([settings.step], [heights[0, settings.step]])

    def _log(self, losses: np.ndarray, span: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
        """Heights of the losses (2, steps + 1) on a log axis with ticks around them; True for those that count as
        zero."""
        floor = _floor(losses)
        logs = np.log10(np.maximum(losses, floor))
        low, high, step = decades(*span, most=5)
        self._frame(low, high)
        log_ticks(self.axes.yaxis, low, high, step)
        zero = losses < floor
        return np.where(zero, low, logs), zero

    def _linear(self, losses: np.ndarray, span: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
        """The losses (2, steps + 1) as they are, with ticks around them; none counts as zero."""
        low, high = round_span(np.array(span))
        self._frame(low, high)
        places = round_ticks(low, high, most=5)
        ticks(self.axes.yaxis, places, [number(place) for place in places])
        return losses, np.zeros(losses.shape, dtype=bool)

    def _frame(self, low: float, high: float) -> None:
        """Limits in which a point at the end has room."""
        limits(self.axes, self.axes.get_xlim(), (low - 0.06 * (high - low), high + 0.06 * (high - low)))

    def _limit(self, steps: int) -> None:
        """Limits and ticks of the steps; the end stays put while the number of steps changes a little."""
        grid = max(1, 5 * 10 ** (len(str(steps)) - 2))
        last = grid * math.ceil(steps / grid)
        limits(self.axes, (-0.02 * last, 1.02 * last), self.axes.get_ylim())
        ticks(self.axes.xaxis, round_ticks(0, last), [number(mark) for mark in round_ticks(0, last)])

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The step shown is the one nearest to the pointer."""
        return {"step": self._step(at[0], result)}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The step shown moves on by `right` or by `up`."""
        return {"step": self._step(settings.step + right + up, result)}

    def _step(self, place: float, result) -> int:
        return int(np.clip(round(place), 0, len(result.plane_values) - 1))

    def told(self, settings, result, at) -> Told | None:
        """Both losses at the step under the pointer."""
        step = place_under(at[0], 0, len(result.plane_values) - 1)
        if step is None:
            return None
        losses = named((("loss", result.path.values[step]), ("on the plane", result.plane_values[step])))
        return Told(f"step {step}: {losses}", step)


def _floor(losses: np.ndarray) -> float:
    """What counts as zero."""
    known = losses[np.isfinite(losses)]
    return FLOOR * float(known[0] if known.size else 0.0) or FLOOR
