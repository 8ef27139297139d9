"""The share of digits that is read, epoch by epoch, of the new task and of the old one, in all four ways."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ....pictures.frame import (
    px_to_data,
    px_upwards,
    spread_labels,
    style_axes,
    ticks,
)
from ....pictures.moments import EPOCHS
from ....pictures.style import LINE, SMALL, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import share
from ..ways import ORDER, WAYS
from .marks import MARKS

RIGHT, ASIDE = 152, 8
THICK, THIN = 2.8, 1.4


class Curves:
    """One task over both trainings; where the old task is learned is shaded. Dragging moves the epoch shown."""

    margins = (44, RIGHT, 42, 26)
    handle, drag, nudge, held = EPOCHS.hand
    digits = new_or_old = ""

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="epoch", y_label=f"{self.digits} that are read")
        self.axes, self.style = axes, style
        self.before = axes.add_patch(Rectangle((0, 0), 0, 0, color=style.muted, alpha=0.12, lw=0))
        self.words = [axes.text(0, 0, "", color=style.muted, fontsize=SMALL, va="bottom", ha="left") for _ in range(2)]
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.learned, = axes.plot([], [], color=style.ink, lw=2)
        self.old_net, = axes.plot([], [], color=style.ink, ls="", marker="o", ms=8, mec=style.ground, mew=1.2)
        self.old_name = axes.text(0, 0, "", color=style.ink, fontsize=TEXT, va="center", clip_on=False)
        self.curves = {way: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=THIN)[0]
                       for way, mark in MARKS.items()}
        self.dots = {way: axes.plot([], [], color=mark.color(style), ls="", marker=mark.marker, ms=8, mec=style.ground,
                                    mew=1.2)[0] for way, mark in MARKS.items()}
        self.names = {way: axes.text(0, 0, "", color=mark.color(style), fontsize=TEXT, va="center", clip_on=False)
                      for way, mark in MARKS.items()}
        self.moving = (self.before, *self.words, self.cursor, self.learned, self.old_net, self.old_name,
                       *self.curves.values(), *self.dots.values(), *self.names.values())
        self.ghosted, self.unit = (*self.curves.values(), self.learned), None

    def accuracy(self, result: Any, way: str) -> np.ndarray:
        """The curve of a way."""
        return getattr(result, f"{self.new_or_old}_accuracy")(way)

    def draw(self, settings, result) -> None:
        last = max(settings.epochs, 1)
        EPOCHS.below(self.axes, settings, (-0.03, 1.03))
        ticks(self.axes.yaxis, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), ("0", "20%", "40%", "60%", "80%", "100%"))
        at, begin = result.at(settings.epoch), result.old_epochs
        self.cursor.set_xdata([at, at])
        self._divide(min(begin, last), last)
        old = result.old.accuracy if self.new_or_old == "old" else np.empty(0)
        self.learned.set_data(np.arange(len(old)), old)
        self._draw_old_net(at, old[at] if at < len(old) and not result.is_new(at) else None)
        ends = {}
        for way in ORDER:
            curve = self.accuracy(result, way)
            self.curves[way].set_data(begin + np.arange(len(curve)), curve)
            self.curves[way].set_linewidth(THICK if way == settings.way else THIN)
            here = at - begin
            known = 0 <= here < len(curve)
            self.dots[way].set_data(*(([at], [curve[here]]) if known else ([], [])))
            if known:
                ends[way] = float(curve[here])
        self._name(settings, ends)

    def _draw_old_net(self, at: int, read: float | None) -> None:
        """The one net that there is before the new task begins."""
        self.old_net.set_data(*(([], []) if read is None else ([at], [read])))
        beside = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        self.old_name.set(text="" if read is None else f"the old net {share(read)}", position=(beside, read or 0.0))

    def _divide(self, begin: float, last: float) -> None:
        """The part in which the old task is learned, and the words for both parts, as far as there is room."""
        self.before.set_bounds(0, -1, begin, 3)
        up = -0.03 + px_upwards(self.axes, 4)
        aside = px_to_data(self.axes, 4)
        for text, start, end, words in zip(self.words, (0, begin), (begin, last), ("0 to 4", "5 to 9 begin")):
            room = (end - start) / px_to_data(self.axes, 1)
            text.set(position=(start + aside, up), text=words if room > 7 * len(words) + 8 else "")

    def _name(self, settings, ends: Mapping[str, float]) -> None:
        places = spread_labels(dict(ends), px_upwards(self.axes, LINE), 0.0, 1.0)
        at = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for way, text in self.names.items():
            text.set(text=f"{WAYS[way]} {share(ends[way])}" if way in ends else "", position=(at, places.get(way, 0.0)))
            text.set_weight("bold" if way == settings.way else "normal")

    def told(self, settings, result, at) -> Told | None:
        """All shares at the epoch under the pointer."""
        epoch = place_under(at[0], 0, result.known)
        if epoch is None:
            return None
        if result.is_new(epoch):
            e = epoch - result.old_epochs
            said = ", ".join(f"{WAYS[way]} {share(self.accuracy(result, way)[e])}" for way in ORDER)
        elif self.new_or_old == "old":
            said = f"the old net {share(result.old.accuracy[epoch])}"
        else:
            said = "the new task has not begun"
        return Told(f"epoch {epoch}, {self.digits}: {said}", epoch)


class NewDigits(Curves):
    """What is learned."""

    digits, new_or_old = "new digits", "new"


class OldDigits(Curves):
    """What is forgotten: the old digits, read with the old head on the body as it is now."""

    digits, new_or_old = "old digits", "old"
