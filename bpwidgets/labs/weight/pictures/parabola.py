"""The loss of one weight: the parabola, where we stand, the slope there, the next step, and the way so far."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from ....pictures.frame import limits, px_to_data, px_upwards, round_ticks, style_axes, ticks
from ....pictures.scales import Spans
from ....pictures.style import MARKS, SMALL, TEXT, Style
from ....pictures.telling import Told, nearest
from ....text import in_words, number, spoken, typeset
from ..result import NOISE

# px that a letter takes, and from the best weight to its label, clear of the mark.
LETTER, ABOVE = 7, 9
# The number of presses of an arrow key that lead along the whole curve.
PRESSES = 50


class Parabola:
    """Loss over weight.

    What lies outside the axes is shown by an open triangle at the border, never dropped in silence. The point is
    dragged along the curve: where it is dropped is the new start.
    """

    margins = (62, 16, 42, 26)
    handle = "weight: click or drag to put the point elsewhere, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="weight", y_label="loss")
        self.axes = axes
        marker, line = MARKS["path"]
        self.curve, = axes.plot([], [], color=style.loss, lw=2)
        self.best, = axes.plot([], [], "|", color=style.muted, ms=14, mew=1.5)
        self.tangent, = axes.plot([], [], color=style.here, lw=1.5, ls=(0, (5, 3)))
        self.path, = axes.plot([], [], color=style.path, lw=1, ls=line, marker=marker, ms=5, mec=style.ground, mew=0.6)
        self.here, = axes.plot([], [], "o", color=style.here, ms=11, mec=style.ground, mew=1.5)
        self.outside, = axes.plot([], [], "^", mfc="none", mec=style.here, mew=1.8, ms=11, clip_on=False)
        self.arrow = FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=14, color=style.next, lw=1.8,
                                     shrinkA=0, shrinkB=0, connectionstyle="arc3,rad=0")
        axes.add_patch(self.arrow)
        self.label = axes.text(0, 0, "", color=style.here, fontsize=TEXT, ha="center", va="bottom")
        self.best_label = axes.text(0, 0, "", color=style.muted, fontsize=SMALL, ha="center", va="bottom")
        self.moving = (self.curve, self.tangent, self.path, self.best, self.best_label, self.arrow, self.here,
                       self.outside, self.label)
        self.ghosted, self.unit = (self.curve, self.tangent, self.path), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The whole curve."""
        return {"weight": (float(result.curve_weights[0]), float(result.curve_weights[-1])),
                "loss": (0.0, float(result.curve_losses.max()))}

    def draw(self, settings, result, spans) -> None:
        x, (_, height) = spans["weight"], spans["loss"]
        # Room below the curve for the mark of the best weight, above it for the label of the point.
        y = -0.07 * height, 1.12 * height
        limits(self.axes, x, y)
        ticks(self.axes.xaxis, round_ticks(*x, most=9), [number(v) for v in round_ticks(*x, most=9)])
        ticks(self.axes.yaxis, round_ticks(0, y[1]), [number(v) for v in round_ticks(0, y[1])])
        self.curve.set_data(result.curve_weights, result.curve_losses)
        self.best.set_data([result.best_weight], [result.best_loss])
        self.best_label.set_position((result.best_weight, result.best_loss + px_upwards(self.axes, ABOVE)))
        self.best_label.set_text(f"best {in_words(result.best_weight, 4)}"
                                 if self._has_room(settings.step, result, x, y) else "")
        self._draw_run(settings.step, result, x, y)

    def _draw_run(self, step: int, result, x, y) -> None:
        weights, losses, slope = result.weights, result.losses, float(result.gradients[step])
        w, loss = float(weights[step]), float(losses[step])
        inside = x[0] <= w <= x[1] and loss <= y[1]
        self.path.set_data(*_drawable(weights[: step + 1], losses[: step + 1]))
        self.here.set_data(([w], [loss]) if inside else ([], []))
        at = np.clip(w, *x) if np.isfinite(w) else x[1]
        self.outside.set_data(([], []) if inside else ([at], [y[1]]))
        reach = 0.18 * (x[1] - x[0])
        ends = np.array([w - reach, w + reach])
        self.tangent.set_data(*((ends, loss + slope * (ends - w)) if inside else ([], [])))
        self._draw_arrow(step, result, inside, y)
        self._draw_label(w, loss, at, inside, result.best_weight, x, y)

    def _has_room(self, step: int, result, x, y) -> bool:
        """True unless the point and its label stand where the best weight has its label."""
        near = abs(result.weights[step] - result.best_weight) < px_to_data(self.axes, 120)
        return not (near and result.losses[step] - result.best_loss < max(0.2 * y[1], px_upwards(self.axes, 28)))

    def _draw_label(self, w: float, loss: float, at: float, inside: bool, best: float, x, y) -> None:
        """Outside the bowl beside the point, unless the border is near; for a point that is out of sight beside its
        mark."""
        words = f"weight {in_words(w, 4)}"
        room = px_to_data(self.axes, min(90, LETTER * len(words) + 14))
        if not inside:
            # Above the axes, where no path is drawn; the word "loss" keeps the left end.
            side = 1 if at < (x[0] + x[1]) / 2 else -1
            said = f"weight {in_words(w, 4)} is outside" if np.isfinite(w) else "the weight overflowed"
            self.label.set(text=said, ha="left" if side > 0 else "right", va="bottom",
                           position=(max(at, x[0] + 0.4 * room) + side * px_to_data(self.axes, 12), y[1]))
            return
        side = 1 if w >= best else -1
        if not x[0] + room < w < x[1] - room:
            side = -side
        self.label.set(text=words, ha="left" if side > 0 else "right", va="top",
                       position=(w + side * 0.02 * (x[1] - x[0]), max(loss - 0.02 * y[1], y[0] + 0.09 * (y[1] - y[0]))))

    def _draw_arrow(self, step: int, result, inside: bool, y) -> None:
        """Along the weight axis, from here to the next weight, at the height of this loss."""
        w, loss = float(result.weights[step]), float(result.losses[step])
        # Computed from the rule itself, so that the last step of the run has its arrow too.
        after = w - result.learning_rate * float(result.gradients[step])
        self.arrow.set_visible(inside and abs(after - w) > 1e-12 * max(abs(w), 1))
        if inside:
            span = self.axes.get_xlim()[1] - self.axes.get_xlim()[0]
            self.arrow.set_positions((w, loss), (float(np.clip(after, w - 9 * span, w + 9 * span)), loss))

    def drag(self, pressed, result, start, at) -> Mapping[str, float]:
        """The weight starts where the pointer is."""
        return _start_at(at[0], result)

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, float]:
        """The weight starts some fiftieths of the curve further on."""
        reach = float(result.curve_weights[-1] - result.curve_weights[0]) / PRESSES
        return _start_at(settings.weight + (right + up) * reach, result) if right or up else {"weight": settings.weight}

    def held(self, settings, result) -> tuple[float, float]:
        """At the step shown."""
        return float(result.weights[settings.step]), float(result.losses[settings.step])

    def told(self, settings, result, at) -> Told | None:
        """The step whose dot is under the pointer, else loss and slope of the curve at this weight."""
        step = nearest(self.axes, at, result.weights[:settings.step + 1], result.losses[:settings.step + 1])
        if step is not None:
            weight, loss, slope = (typeset(spoken(text)) for text in result.text_at(step))
            return Told(f"step {step}: weight {weight}, loss {loss}, slope {slope}", float(result.weights[step]),
                        float(result.losses[step]))
        if not result.curve_weights[0] <= at[0] <= result.curve_weights[-1]:
            return None
        # Rounded first: so the words are those of one point of the curve.
        weight = float(f"{at[0]:.3g}")
        loss, slope = result.on_curve(weight)
        height = in_words(loss, 3, NOISE**2 * float(result.curve_losses.max()))
        return Told(f"weight {in_words(weight)}: loss {height}, slope {in_words(slope)}", weight, loss)


def _start_at(weight: float, result) -> dict[str, float]:
    """A weight on the curve that is drawn, to three digits."""
    within = np.clip(weight, result.curve_weights[0], result.curve_weights[-1])
    return {"weight": float(f"{within:.3g}")}


def _drawable(x: np.ndarray, y: np.ndarray, most: float = 1e30) -> tuple[np.ndarray, np.ndarray]:
    """Points whose coordinates a renderer can take; a diverging run soon leaves every screen."""
    keep = np.isfinite(x) & np.isfinite(y) & (np.abs(x) < most) & (np.abs(y) < most)
    return x[keep], y[keep]
