"""Right and random labels: how many of the digits for training get their label, and how many others get the right
one."""
from __future__ import annotations

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
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import number, percent
from ..labels import KINDS, shares_of

RIGHT, ASIDE = 150, 8
# A mark after so many epochs.
EVERY = 8
LOOKS = {("right", "training"): ("activation", "-"), ("right", "others"): ("activation", (0, (4, 2.5))),
         ("random", "training"): ("here", "-"), ("random", "others"): ("here", (0, (4, 2.5)))}


class LabelCurves:
    """Shares over the epochs: of the digits for training, and of others."""

    margins = (44, RIGHT, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="epoch", y_label="right or random labels: share of digits that get theirs")
        self.axes = axes
        self.curves = {key: axes.plot([], [], color=getattr(style, role), ls=line, lw=2.2, ms=5, markevery=EVERY,
                                      marker="s" if key[0] == "random" else "")[0]
                       for key, (role, line) in LOOKS.items()}
        self.names = {key: axes.text(0, 0, "", color=getattr(style, role), fontsize=TEXT, va="center", clip_on=False)
                      for key, (role, _) in LOOKS.items()}
        self.nothing = axes.text(0.5, 0.5, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="center")
        self.moving = (*self.curves.values(), *self.names.values(), self.nothing)
        self.ghosted, self.unit = tuple(self.curves.values()), None

    def draw(self, settings, result) -> None:
        last = max(settings.digit_epochs, 10)
        limits(self.axes, (-0.02 * last, 1.02 * last), (-0.04, 1.06))
        places = [place for place in round_ticks(0, last, most=most_across(self.axes, 6)) if place == int(place)]
        ticks(self.axes.xaxis, places, [number(place) for place in places])
        ticks(self.axes.yaxis, (0.0, 0.5, 1.0), ("0", "50%", "100%"))
        shares = shares_of(result.labels)
        trained = bool(settings.digit_epochs)
        spread = spread_labels({str(key): float(share[-1]) for key, share in shares.items()},
                               px_upwards(self.axes, LINE), 0.0, 1.04)
        at = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for key, share in shares.items():
            self.curves[key].set_data(*((np.arange(len(share)), share) if trained else ([], [])))
            self.names[key].set(text=f"{key[0]}, {key[1]} {percent(share[-1])}" if trained else "",
                                position=(at, spread[str(key)]))
        self.nothing.set_text("" if trained else "not trained yet")

    def told(self, settings, result, at) -> Told | None:
        """All shares at the epoch under the pointer."""
        epoch = place_under(at[0], 0, min(result.labels.right.epochs, result.labels.random.epochs))
        if epoch is None or not settings.digit_epochs:
            return None
        said = "; ".join(f"{kind} labels {percent(shares[kind, 'training'][epoch])} in training, "
                         f"{percent(shares[kind, 'others'][epoch])} of others"
                         for shares in [shares_of(result.labels)] for kind in KINDS)
        return Told(f"epoch {epoch}: {said}", epoch)
