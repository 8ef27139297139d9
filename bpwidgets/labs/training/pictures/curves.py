"""Loss and accuracy, epoch by epoch: training and test in one picture, with a line at the moment shown."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import (
    limits,
    most_across,
    px_to_data,
    px_upwards,
    round_ticks,
    spread_labels,
    style_axes,
    ticks,
)
from ....pictures.scales import Spans
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, place_under
from ....pictures.texts import Texts, Written
from ....spacing import round_up
from ....text import in_words, number

# Room for the names at the ends of the curves; losses above this multiple of the usual ones leave the axes.
RIGHT, ASIDE, BELOW, USUAL = 58, 10, 6, 4.0


def drag_epoch(pressed, result, start, at) -> Mapping[str, Any]:
    """The epoch under the pointer is shown."""
    return {"epoch": min(max(round(float(at[0])), 0), pressed.stop_at), "update": 0}


def nudge_epoch(settings, result, right: int, up: int) -> Mapping[str, Any]:
    """Forward or back, so many epochs."""
    return {"epoch": min(max(settings.epoch + int(right), 0), settings.stop_at)}


def held_epoch(settings, result) -> tuple[float, float]:
    """At the epoch shown."""
    return float(result.run.place(settings.epoch)[0]), np.nan


def epochs_below(axes: Axes, last: float, y: tuple[float, float]) -> None:
    """Room for all epochs, whole numbers below them, and these limits upwards."""
    limits(axes, (-0.015 * last, 1.015 * last), y)
    places = [place for place in round_ticks(0, last, most=most_across(axes, 6)) if place == round(place)]
    ticks(axes.xaxis, places, [number(place) for place in places])


class Curves:
    """Two curves over the epochs. The line at the moment shown can be dragged."""

    margins = (44, RIGHT, 40, 24)
    handle = "epoch shown: drag the line, or move it with the arrow keys"
    what: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="epoch", y_label=self.title)
        self.axes, self.style = axes, style
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.ghost, = axes.plot([], [], color=style.muted, lw=1.2, ls=(0, (1, 1.5)))
        self.test, = axes.plot([], [], color=style.weight, lw=2, ls=(0, (4, 1.6)))
        self.train, = axes.plot([], [], color=style.loss, lw=2.2)
        self.dots = tuple(axes.plot([], [], sign, color=color, ms=size, mec=style.ground, mew=1.3)[0]
                          for color, sign, size in ((style.weight, "D", 7), (style.loss, "o", 8)))
        self.dots[0].set(markerfacecolor=style.ground, markeredgecolor=style.weight, markeredgewidth=2)
        self.names = Texts(axes, fontsize=TEXT)
        self.nothing = axes.text(0.5, 0.5, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="center")
        self.ghosted, self.unit = (self.test, self.train), None

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (self.nothing, self.cursor, self.ghost, self.test, self.train, *self.dots, *self.names)

    @classmethod
    def measure(cls, settings, result) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Test and training, (epochs + 1,) each."""
        return tuple(getattr(result.run, f"{part}_{cls.what}") for part in ("test", "train"))

    @classmethod
    def spans(cls, settings, result, curves) -> Spans:
        """All epochs that are planned; the numbers from 0 on."""
        return {"epoch": (0, max(settings.stop_at, 1)), cls.title: (0.0, cls.top(curves))}

    @staticmethod
    def top(curves) -> float:
        """The highest number that is drawn."""
        raise NotImplementedError

    def draw(self, settings, result, spans, curves) -> None:
        last, (low, high) = spans["epoch"][1], spans[self.title]
        epochs_below(self.axes, last, (low - 0.03 * (high - low), high + 0.03 * (high - low)))
        heights = round_ticks(low, high, most=4)
        ticks(self.axes.yaxis, heights, [self.label(height) for height in heights])
        epoch, update = result.run.place(settings.epoch, settings.update)
        at = epoch + update / result.run.per_epoch
        self.cursor.set_xdata([at, at])
        self.nothing.set_text("" if curves[1] is not None else "no classes")
        self._draw_ghost(result)
        moment = result.moment(settings)
        numbers = [getattr(moment, f"{part}_{self.what}") for part in ("test", "train")]
        for line, dot, curve, now in zip((self.test, self.train), self.dots, curves, numbers):
            line.set_data(*((np.arange(len(curve)), curve) if curve is not None else ([], [])))
            dot.set_data(*(([at], [now]) if now is not None and np.isfinite(now) else ([], [])))
        self._name(curves, low, high)

    def _draw_ghost(self, result) -> None:
        before = result.run.before and getattr(result.run.before, f"train_{self.what}")
        self.ghost.set_data(*((np.arange(len(before)), before) if before is not None else ([], [])))

    def _name(self, curves, low: float, high: float) -> None:
        """The names of both at their ends."""
        known = {k: float(np.clip(np.nan_to_num(curve[-1], nan=high), low, high)) for k, curve in enumerate(curves)
                 if curve is not None}
        spread = spread_labels(known, px_upwards(self.axes, LINE), low, high - px_upwards(self.axes, BELOW))
        right = max((len(curve) - 1 for curve in curves if curve is not None), default=0)
        looks = (("test", self.style.weight), ("training", self.style.loss))
        self.names.write([Written(right + px_to_data(self.axes, ASIDE), spread[k], *looks[k], "left") for k in known])

    @staticmethod
    def label(height: float) -> str:
        """A number of the axis."""
        return number(height)

    drag, nudge, held = staticmethod(drag_epoch), staticmethod(nudge_epoch), staticmethod(held_epoch)

    def told(self, settings, result, at) -> Told | None:
        """Both numbers after the epoch under the pointer."""
        epoch = place_under(at[0], 0, result.known)
        if epoch is None:
            return None
        test, train = self.measure(settings, result)
        said = [f"{self.title} {self.said(curve[epoch])} in {name}"
                for curve, name in ((train, "training"), (test, "testing")) if curve is not None]
        return Told(f"epoch {epoch}: {', '.join(said)}", epoch) if said else None

    @staticmethod
    def said(value: float) -> str:
        """A number of the curve in a sentence."""
        return in_words(value)


class LossCurves(Curves):
    """The loss of the data, of both sets."""

    what, title = "loss", "loss"

    @staticmethod
    def top(curves) -> float:
        """Above the start, and above nearly all that comes later."""
        known = [curve[np.isfinite(curve)] for curve in curves if curve is not None]
        known = [curve for curve in known if curve.size]
        if not known:
            return 1.0
        usual = max(float(np.quantile(curve, 0.97)) for curve in known)
        highest = max(*(min(float(curve[0]), USUAL * usual) for curve in known), usual, 1e-300)
        step = round_up(highest / 12)
        return step * float(np.ceil(1.02 * highest / step))


class AccuracyCurves(Curves):
    """The share of the points that the net tells apart rightly."""

    what, title = "accuracy", "accuracy"

    @staticmethod
    def top(curves) -> float:
        """All of them."""
        return 1.0

    @staticmethod
    def label(height: float) -> str:
        """In percent."""
        return f"{100 * height:g}%"

    @staticmethod
    def said(value: float) -> str:
        """In percent."""
        return f"{in_words(100 * value)}%"
