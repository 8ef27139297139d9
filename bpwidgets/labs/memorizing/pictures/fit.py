"""The function that the net learned over the true one, at the epoch shown and at the one that early stopping keeps."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, number_ticks, px_to_data, px_upwards, round_span, spread_labels, style_axes
from ....pictures.scales import Spans
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, closest, nearest
from ....text import in_words
from .marks import NET, SETS

RIGHT, ASIDE, END = 92, 8, 1.04


class Fit:
    """The true curve, the points, and the net."""

    margins = (34, RIGHT, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="x", y_label="what the net learned")
        self.axes = axes
        self.truth, = axes.plot([], [], color=style.muted, lw=5, alpha=0.35, solid_capstyle="butt")
        self.unseen, = axes.plot([], [], color=SETS["validation"].color(style), ls="", marker="s", ms=3.2, mfc="none",
                                 mew=0.8, alpha=0.55)
        self.tested, = axes.plot([], [], color=SETS["test"].color(style), ls="", marker="^", ms=3.2, mfc="none",
                                 mew=0.8, alpha=0.4)
        self.lines = {name: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=width)[0]
                      for (name, mark), width in zip(NET.items(), (2.4, 1.6))}
        self.points, = axes.plot([], [], "o", color=SETS["training"].color(style), ms=7.5, mec=style.ground, mew=1.2)
        self.names = {name: axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
                      for name, color in (("shown", NET["shown"].color(style)), ("kept", NET["kept"].color(style)),
                                          ("truth", style.muted))}
        self.moving = (self.truth, self.unseen, self.tested, *self.lines.values(), self.points, *self.names.values())
        self.ghosted, self.unit = (self.lines["shown"],), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """All points for training, and the true curve."""
        return {"y": round_span(result.run.parts.train.y.ravel(), 1.15 * result.truth)}

    def draw(self, settings, result, spans) -> None:
        low, high = spans["y"]
        room = 0.04 * (high - low)
        limits(self.axes, (-END, END), (low - room, high + room))
        number_ticks(self.axes.xaxis, -1.0, 1.0)
        number_ticks(self.axes.yaxis, low, high)
        parts, shown = result.run.parts, result.at(settings.epoch)
        self.points.set_data(parts.train.x[:, 0], parts.train.y[:, 0])
        self.unseen.set_data(parts.test.x[:, 0], parts.test.y[:, 0])
        test = result.test
        self.tested.set_data(([], []) if test is None else (test.x[:, 0], test.y[:, 0]))
        curves = {"shown": result.learned(shown), "truth": result.truth}
        words = {"shown": f"epoch {shown}", "truth": "true curve"}
        if shown != result.kept:
            curves["kept"], words["kept"] = result.learned(result.kept), f"epoch {result.kept}"
        self.truth.set_data(result.x, result.truth)
        for name, line in self.lines.items():
            line.set_data(*((result.x, curves[name]) if name in curves else ([], [])))
        ends = {name: float(np.clip(curve[-1], low, high)) for name, curve in curves.items()}
        places = spread_labels(ends, px_upwards(self.axes, LINE), low, high)
        at = END + px_to_data(self.axes, ASIDE)
        for name, text in self.names.items():
            text.set(text=words.get(name, ""), position=(at, places.get(name, 0.0)))

    def told(self, settings, result, at) -> Told | None:
        """The point under the pointer, else the net and the true curve at this x."""
        train = result.run.parts.train
        k = nearest(self.axes, at, train.x[:, 0], train.y[:, 0])
        if k is not None:
            x, y = float(train.x[k, 0]), float(train.y[k, 0])
            return Told(f"point {k + 1} for training: x {in_words(x)}, y {in_words(y)}", x, y)
        if not -1 <= at[0] <= 1:
            return None
        k, epoch = closest(result.x, at[0]), result.at(settings.epoch)
        x = float(result.x[k])
        return Told(f"x {in_words(x)}: {in_words(result.learned(epoch)[k])} by the net after epoch {epoch}, "
                    f"{in_words(result.truth[k])} by the true curve", x)
