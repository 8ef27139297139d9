"""Training, validation and test loss of the same run; the test curve only once it is opened."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ....pictures.frame import (
    drawable,
    limits,
    number_ticks,
    px_to_data,
    px_upwards,
    round_span,
    spread_labels,
    style_axes,
    ticks,
)
from ....pictures.scales import Spans
from ....pictures.style import LINE, SMALL, TEXT, Style
from ....pictures.telling import Told
from ....text import in_words
from .marks import NET, SETS

RIGHT, ASIDE = 134, 8
# The axis reaches up to this multiple of the lowest validation loss at least, and a bit above the last one.
HIGH, ABOVE = 2.6, 1.2
# px that the word in the window of early stopping takes.
WORD = 60


class Curves:
    """The losses over the epoch, in logarithms; the window of early stopping is shaded. The line at the epoch shown is
    dragged."""

    margins = (50, RIGHT, 42, 26)
    handle = "epoch shown: drag the line, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="epoch", y_label="loss")
        self.axes, self.style = axes, style
        self.window = axes.add_patch(Rectangle((0, 0), 0, 0, color=style.muted, alpha=0.12, lw=0))
        self.word = axes.text(0, 0, "", color=style.muted, fontsize=SMALL, ha="center", va="top")
        self.noise, = axes.plot([], [], color=style.muted, lw=1.2, ls=(0, (2, 2)))
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.kept = axes.axvline(0, color=NET["kept"].color(style), lw=1.4, ls=NET["kept"].line)
        self.curves = {name: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=2.2)[0]
                       for name, mark in SETS.items()}
        self.dots = {name: axes.plot([], [], color=mark.color(style), ls="", marker=mark.marker, ms=9,
                                     mec=style.ground, mew=1.5)[0] for name, mark in SETS.items()}
        self.names = {name: axes.text(0, 0, "", color=mark.color(style), fontsize=TEXT, va="center", clip_on=False)
                      for name, mark in SETS.items()}
        self.level = axes.text(0, 0, "", color=style.muted, fontsize=TEXT, va="center", clip_on=False)
        self.moving = (self.window, self.word, self.noise, self.kept, self.cursor, *self.curves.values(),
                       *self.dots.values(), *self.names.values(), self.level)
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The losses from the lowest validation loss on; what is higher before may leave the axes."""
        validation = result.validation_loss
        top = [HIGH * validation[result.best], ABOVE * validation[-1], 1.5 * (result.noise or 0.0)]
        return {"loss": (0.0, round_span(np.array([0.0, *top]))[1])}

    def draw(self, settings, result, spans) -> None:
        top, end = spans["loss"][1], place_of(settings.epochs)
        limits(self.axes, (-0.02 * end, 1.02 * end), (-0.03 * top, top))
        decades = [0, *(10 ** k for k in range(1, 6) if 10 ** k <= settings.epochs)]
        ticks(self.axes.xaxis, [place_of(epoch) for epoch in decades], [str(epoch) for epoch in decades])
        number_ticks(self.axes.yaxis, 0.0, top)
        shown, losses = result.at(settings.epoch), losses_of(result)
        self.cursor.set_xdata([place_of(shown)] * 2)
        for name, line in self.curves.items():
            known = losses.get(name, np.empty(0))
            line.set_data(place_of(np.arange(len(known))), np.where(drawable(known), known, np.nan))
            dot = known[shown:shown + 1]
            self.dots[name].set_data(*(([place_of(shown)], dot) if len(dot) and dot[0] <= top else ([], [])))
        self._mark(result, top, end)
        self._name(result, losses, shown, top)

    def _mark(self, result, top: float, end: float) -> None:
        """Where early stopping would have ended the run, and the epoch that it keeps; the level of the noise."""
        kept, stop = place_of(result.kept), None if result.stopped_at is None else place_of(result.stopped_at)
        self.kept.set_xdata([kept] * 2)
        self.kept.set_visible(stop is not None)
        self.window.set_bounds(kept, -top, 0.0 if stop is None else stop - kept, 3 * top)
        wide = stop is not None and stop - kept > px_to_data(self.axes, WORD)
        self.word.set_text("patience" if wide else "")
        self.word.set_position(((kept + (stop or kept)) / 2, top - px_upwards(self.axes, 4)))
        noise = result.noise
        self.noise.set_data(*(([-1, 2 * end], [noise, noise]) if noise and noise <= top else ([], [])))

    def _name(self, result, losses: Mapping[str, np.ndarray], shown: int, top: float) -> None:
        values = {name: float(np.nan_to_num(known[shown], nan=top, posinf=top)) for name, known in losses.items()}
        words = {name: f"{name} {in_words(losses[name][shown], 2)}" for name in losses}
        values.setdefault("test", top)
        words.setdefault("test", "test: sealed")
        ends = {name: min(value, top) for name, value in values.items()}
        if result.noise and result.noise <= top:
            ends["noise"] = result.noise
        places = spread_labels(ends, px_upwards(self.axes, LINE), 0.0, top)
        at = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for name, text in self.names.items():
            text.set(text=words[name], position=(at, places[name]))
            text.set_color(SETS[name].color(self.style) if name in losses else self.style.muted)
        self.level.set(text="noise" if "noise" in ends else "", position=(at, places.get("noise", 0.0)))

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The epoch under the pointer is shown."""
        return {"epoch": epoch_at(at[0], pressed.epochs)}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """Forward or back, by a twentieth of what has passed."""
        return {"epoch": int(np.clip(settings.epoch + int(right) * max(settings.epoch // 20, 1), 0, settings.epochs))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the epoch shown."""
        return place_of(result.at(settings.epoch)), float("nan")

    def told(self, settings, result, at) -> Told | None:
        """The losses at the epoch under the pointer."""
        epoch = epoch_at(at[0], result.known)
        if not 0 <= at[0] <= place_of(result.known) + 1e-9:
            return None
        said = ", ".join(f"{name} {in_words(known[epoch])}" for name, known in losses_of(result).items())
        return Told(f"epoch {epoch}: {said}", place_of(epoch))


def losses_of(result) -> dict[str, np.ndarray]:
    """The curves that may be seen."""
    known = {"training": result.run.train_loss, "validation": result.validation_loss}
    return known if result.test_loss is None else {**known, "test": result.test_loss}


def place_of(epoch):
    """Where an epoch stands: log10(1 + epoch), so that the start has a place, too."""
    return np.log10(1.0 + epoch)


def epoch_at(place: float, last: int) -> int:
    """The epoch nearest to a place."""
    return int(np.clip(round(10 ** min(max(float(place), 0.0), 9.0) - 1), 0, last))
