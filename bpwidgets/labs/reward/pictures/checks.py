"""Backpropagation against central differences, weight by weight."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, number_ticks, round_span, style_axes
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told, nearest
from ....text import in_words

# Gradients that are all smaller are none.
NONE = 1e-8


class _Check:
    """Each weight a point: its central difference across, its gradient by backpropagation upwards. Where both agree it
    lies on the line."""

    margins = (56, 22, 40, 40)
    title = ""

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="both", x_label="by central differences", y_label="by backpropagation")
        self.axes = axes
        self.diagonal, = axes.plot([], [], color=style.muted, lw=1.2)
        self.moved, = axes.plot([], [], "s", color=style.delta, mfc="none", ms=6, mew=1.2)
        self.points, = axes.plot([], [], "o", color=style.activation, ms=5, mec=style.ground, mew=0.8)
        self.heading = axes.text(0, 1, "", transform=axes.transAxes, color=style.ink, fontsize=TEXT, va="bottom")
        self.heading.set_position((0.0, 1.07))
        self.moving = (self.diagonal, self.moved, self.points, self.heading)

    def compared(self, settings, result):
        """What is shown."""
        raise NotImplementedError

    def draw(self, settings, result) -> None:
        found = self.compared(settings, result)
        shown = [part for part in (found.backward, found.differences, found.moving) if part is not None]
        largest = max((float(np.abs(part[np.isfinite(part)]).max(initial=0.0)) for part in shown), default=0.0)
        low, high = round_span(*shown) if largest > NONE else (-1.0, 1.0)
        limits(self.axes, (low, high), (low, high))
        for axis in (self.axes.xaxis, self.axes.yaxis):
            number_ticks(axis, low, high)
        self.diagonal.set_data((low, high), (low, high))
        self.points.set_data(found.differences, found.backward)
        self.moved.set_data(*(((), ()) if found.moving is None else (found.moving, found.backward)))
        self.heading.set_text(f"{self.title}: {in_words(found.check.relative_error, 1)}")

    def told(self, settings, result, at) -> Told | None:
        """The weight under the pointer."""
        found = self.compared(settings, result)
        k = nearest(self.axes, at, found.differences, found.backward)
        if k is None:
            return None
        names = self.names(result)
        return Told(f"{names[k]}: backpropagation {in_words(found.backward[k], 6)}, difference "
                    f"{in_words(found.differences[k], 6)}", float(found.differences[k]), float(found.backward[k]))


class PolicyCheck(_Check):
    """The exact gradient of the expected return."""

    title = "policy, expected return"

    def compared(self, settings, result):
        """At the episode shown."""
        return result.policy_check(settings.episode)

    @staticmethod
    def names(result) -> tuple[str, ...]:
        """Of the weights of the policy."""
        return result.learning.model.network.names


class QCheck(_Check):
    """The gradient of half the squared TD error of the net at the next stored move; squares: the differences with a
    target that moves along."""

    title = "Q net, δ²/2 (squares: target moves)"

    def compared(self, settings, result):
        """At the episode shown."""
        return result.q_check(settings.episode)

    @staticmethod
    def names(result) -> tuple[str, ...]:
        """Of the weights of the net."""
        return result.model("net").network.names
