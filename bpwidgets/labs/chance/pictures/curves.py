"""Reconstruction and KL, epoch by epoch; where beta changed, a line stands."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import (
    drawable,
    number_ticks,
    px_to_data,
    px_upwards,
    round_span,
    spread_labels,
    style_axes,
)
from ....pictures.moments import EPOCHS
from ....pictures.scales import Spans
from ....pictures.style import LINE, SMALL, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import in_words
from ..result import COLLAPSED

RIGHT, ASIDE = 152, 8


class Curve:
    """Curves over the epoch; the line at the epoch shown is dragged."""

    margins = (44, RIGHT, 40, 24)
    handle, drag, nudge, held = EPOCHS.hand
    label: ClassVar[str]
    looks: ClassVar[Mapping[str, tuple[str, Any]]]      # name -> role of the color, line style

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="after epoch", y_label=self.label)
        self.axes = axes
        self.change = axes.axvline(0, color=style.muted, lw=1, ls=(0, (2, 2)))
        self.changed = axes.text(0, 0, "", color=style.muted, fontsize=SMALL, va="bottom", clip_on=False)
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.curves = {name: axes.plot([], [], color=getattr(style, role), ls=line, lw=2)[0]
                       for name, (role, line) in self.looks.items()}
        self.dots = {name: axes.plot([], [], ls="", marker=marker, color=getattr(style, role), ms=8, mec=style.ground,
                                     mew=1.2)[0] for marker, (name, (role, _)) in zip("os", self.looks.items())}
        self.names = {name: axes.text(0, 0, "", color=getattr(style, role), fontsize=TEXT, va="center", clip_on=False)
                      for name, (role, _) in self.looks.items()}
        self.moving = (self.change, self.changed, self.cursor, *self.curves.values(), *self.dots.values(),
                       *self.names.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def of(result) -> dict[str, np.ndarray]:
        """The curves by name, (known + 1,) each."""
        raise NotImplementedError

    def words(self, result, name: str, epoch: int) -> str:
        """What stands at the end of a curve."""
        value = self.of(result)[name][epoch]
        return f"{name} {in_words(value) if np.isfinite(value) else 'lost'}"

    def show(self, settings, result, low: float, high: float) -> None:
        """On an axis from low to high."""
        EPOCHS.below(self.axes, settings, (low - 0.04 * (high - low), high))
        number_ticks(self.axes.yaxis, low, high)
        at, curves = result.at(settings.epoch), self.of(result)
        self.cursor.set_xdata([at, at])
        self._mark_change(settings, result, high)
        ends = {name: float(np.clip(np.nan_to_num(curve[at], nan=high), low, high)) for name, curve in curves.items()}
        spread = spread_labels(ends, px_upwards(self.axes, LINE), low, high)
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for name, curve in curves.items():
            known = np.where(drawable(curve), curve, np.nan)
            self.curves[name].set_data(np.arange(len(curve)), known)
            self.dots[name].set_data([at], known[at:at + 1])
            self.names[name].set(text=self.words(result, name, at), position=(right, spread[name]))

    def _mark_change(self, settings, result, high: float) -> None:
        changes = result.task.trunk is not None and settings.since < settings.epochs
        self.change.set_xdata([settings.since] * 2)
        self.change.set_visible(changes)
        words = f"β {in_words(settings.first_beta)} → {in_words(settings.beta)}" if changes else ""
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        self.changed.set(text=words, position=(right, high + px_upwards(self.axes, 6)))

    def told(self, settings, result, at) -> Told | None:
        """The numbers at the epoch under the pointer."""
        epoch = place_under(at[0], 0, result.known)
        if epoch is None:
            return None
        said = ", ".join(f"{name} {in_words(curve[epoch])}" for name, curve in self.of(result).items())
        return Told(f"epoch {epoch}, β {in_words(result.task.beta_in(epoch))}: {said} nats", epoch)


class ErrorCurve(Curve):
    """What the test digits cost to reconstruct."""

    label = "nats"
    looks: ClassVar = {"reconstruction": ("loss", "-")}

    @staticmethod
    def of(result) -> dict[str, np.ndarray]:
        return {"reconstruction": result.run.error}

    @staticmethod
    def spans(settings, result) -> Spans:
        """From the lowest on; the error of the fresh net may leave the axis."""
        later = result.run.error[1:] if result.known else result.run.error
        return {"error": round_span(later)}

    def draw(self, settings, result, spans) -> None:
        self.show(settings, result, *spans["error"])


class KLCurves(Curve):
    """How much each latent number tells of a digit."""

    label = "KL in nats"
    looks: ClassVar = {"z₁": ("weight_gradient", "-"), "z₂": ("delta", (0, (5, 2)))}

    @staticmethod
    def of(result) -> dict[str, np.ndarray]:
        return {name: result.run.kl[:, k] for k, name in enumerate(("z₁", "z₂"))}

    def words(self, result, name: str, epoch: int) -> str:
        kl = float(self.of(result)[name][epoch])
        return f"{name} collapsed" if kl < COLLAPSED else f"KL {name} {in_words(kl, 2)}"

    @staticmethod
    def spans(settings, result) -> Spans:
        """From 0 on."""
        return {"KL": (0.0, round_span(np.array([0.0]), result.run.kl[1:].ravel())[1])}

    def draw(self, settings, result, spans) -> None:
        self.show(settings, result, *spans["KL"])
