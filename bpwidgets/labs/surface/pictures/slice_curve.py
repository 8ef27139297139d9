"""The loss along one weight through the start of the path, and its tangent there: the slope that the first step
uses."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, limits, log_ticks, round_span, round_ticks, style_axes, ticks
from ....pictures.scales import Spans, ends
from ....pictures.style import Style
from ....pictures.telling import Told, closest, nearest
from ....text import in_words, number

# On a log axis the curve is drawn so far down from its top; below there is a minimum of 0.
DECADES = 6


class SliceCurve:
    """A cut through the loss along one weight; on a log axis where the colors of the map are logarithms, too."""

    margins = (58, 18, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label=" ", y_label="loss")
        self.axes = axes
        self.curve, = axes.plot([], [], color=style.loss, lw=2)
        self.tangent, = axes.plot([], [], color=style.here, lw=1.5, ls=(0, (5, 3)))
        self.start, = axes.plot([], [], "o", color=style.ink, mfc="none", mew=2, ms=13)
        self.moving = (self.curve, self.tangent, self.start)
        self.ghosted, self.unit = (self.curve, self.tangent), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The weight by its name; the losses, on a log axis as far down as the curve is drawn."""
        found = {result.slice_name: (float(result.slice_weights[0]), float(result.slice_weights[-1]))}
        log = _is_log(settings, result.slice_losses)
        if known := ends(result.slice_losses, log=log):
            low, high = known
            found[_loss_axis(log)] = (max(low, high - DECADES), high) if log else known
        return found

    def draw(self, settings, result, spans) -> None:
        weights, losses = result.slice_weights, np.where(np.isfinite(result.slice_losses), result.slice_losses, np.nan)
        left, right = spans[result.slice_name]
        log = _is_log(settings, losses)
        self.unit = settings.objective, result.slice_name, log
        self.axes.xaxis.label.set_text(result.slice_name)
        up = spans.get(_loss_axis(log), (0.0, 1.0))
        limits(self.axes, (left, right), self._log_limits(*up) if log else self._linear_limits(*up))
        ticks(self.axes.xaxis, round_ticks(left, right), [number(place) for place in round_ticks(left, right)])
        self.curve.set_data(weights, _height(losses, log))
        # Straight in the loss; so on a log axis it is a curve.
        near = np.linspace(-0.2, 0.2, 41) * float(weights[-1] - weights[0])
        with np.errstate(all="ignore"):
            tangent = result.slice_loss + result.slice_slope * near
        self.tangent.set_data(result.slice_at + near, _height(tangent, log))
        self.start.set_data([result.slice_at], _height(np.array([result.slice_loss]), log))

    def _log_limits(self, lowest: float, highest: float) -> tuple[float, float]:
        """Decades around the losses, with room for the point; ticks at them."""
        low, high, step = decades(lowest, highest, most=5)
        log_ticks(self.axes.yaxis, low, high, step)
        return low - 0.06 * (high - low), high + 0.06 * (high - low)

    def _linear_limits(self, lowest: float, highest: float) -> tuple[float, float]:
        """Round numbers around the losses, with room for the point; ticks at some of them."""
        low, high = round_span(np.array([lowest, highest]))
        places = round_ticks(low, high, most=5)
        ticks(self.axes.yaxis, places, [number(place) for place in places])
        return low - 0.06 * (high - low), high + 0.06 * (high - low)

    def told(self, settings, result, at) -> Told:
        """The loss at the weight under the pointer, and at the start of the path the slope."""
        if nearest(self.axes, at, *self.start.get_data()) is not None:
            words = f"{result.slice_name} {in_words(result.slice_at)}: loss {in_words(result.slice_loss)}, slope"
            return Told(f"{words} {in_words(result.slice_slope)}", result.slice_at, float(self.start.get_ydata()[0]))
        k = closest(result.slice_weights, at[0])
        weight, loss = float(result.slice_weights[k]), result.slice_losses[k]
        return Told(f"{result.slice_name} {in_words(weight)}: loss {in_words(loss)}", weight,
                    float(self.curve.get_ydata()[k]))


def _is_log(settings, losses: np.ndarray) -> bool:
    """The axis is logarithmic where the colors of the map are, unless no loss has a place there or one is negative."""
    known = losses[np.isfinite(losses)]
    return bool(settings.log_color and (known > 0).any() and not (known < 0).any())


def _loss_axis(log: bool) -> str:
    return "log10 loss" if log else "loss"


def _height(losses: np.ndarray, log: bool) -> np.ndarray:
    """Where a loss stands on the axis; nan for one that has no place there."""
    known = np.where(np.isfinite(losses), losses, np.nan)
    return np.log10(np.where(known > 0, known, np.nan)) if log else known
