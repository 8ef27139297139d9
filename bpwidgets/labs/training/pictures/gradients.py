"""How large the gradient is in each layer, epoch by epoch."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import (
    decades,
    log_ticks,
    px_to_data,
    px_upwards,
    spread_labels,
    style_axes,
)
from ....pictures.scales import Spans, ends, known
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, named, place_under
from .curves import ASIDE, drag_epoch, epochs_below, held_epoch, nudge_epoch

RIGHT, MOST = 58, 8
# The color and the sign of each layer; from one sign to the next, in parts of the axes.
LOOKS = (("weight_gradient", "o"), ("delta", "s"), ("activation", "^"), ("weight", "D"), ("slope", "v"), ("z", "P"),
         ("loss", "X"), ("path", "p"))
APART = 0.09
# Below this a gradient is none.
FLOOR = 1e-300


class GradientSizes:
    """log10 of the length of dW over the epochs, a curve for each layer."""

    margins = (52, RIGHT, 40, 24)
    handle = "epoch shown: drag the line, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="epoch", y_label="length of dW, layer by layer")
        self.axes, self.style = axes, style
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.curves = [axes.plot([], [], color=getattr(style, role), lw=1.8, marker=sign, ms=6, mec=style.ground,
                                 markevery=APART)[0] for role, sign in LOOKS]
        self.names = [axes.text(0, 0, "", color=getattr(style, role), fontsize=TEXT, va="center", clip_on=False)
                      for role, _ in LOOKS]
        self.moving = (self.cursor, *self.curves, *self.names)
        self.ghosted, self.unit = tuple(self.curves), None

    @staticmethod
    def measure(settings, result) -> np.ndarray:
        """Logarithms, (epochs + 1, layers); nan where there is no gradient."""
        sizes = result.run.gradient_sizes
        return np.log10(np.where(np.isfinite(sizes) & (sizes > FLOOR), sizes, np.nan))

    @staticmethod
    def spans(settings, result, heights) -> Spans:
        """All epochs that are planned; all sizes."""
        finite = heights[np.isfinite(heights)]
        return {"epoch": (0, max(settings.stop_at, 1)), **known("log10 |dW|", ends(finite) if finite.size else None)}

    def draw(self, settings, result, spans, heights) -> None:
        last = spans["epoch"][1]
        low, high, step = decades(*spans.get("log10 |dW|", (-1, 1)), most=6)
        epochs_below(self.axes, last, (low - 0.05 * (high - low), high + 0.05 * (high - low)))
        log_ticks(self.axes.yaxis, low, high, step)
        epoch, update = result.run.place(settings.epoch, settings.update)
        self.cursor.set_xdata([epoch + update / result.run.per_epoch] * 2)
        shown, now = heights.T[:MOST], np.arange(len(heights))
        for k, curve in enumerate(self.curves):
            curve.set_data(*((now, shown[k]) if k < len(shown) else ([], [])))
        self._name(shown, low, high, now[-1])

    def _name(self, shown: np.ndarray, low: float, high: float, last: int) -> None:
        there = {k: float(curve[np.isfinite(curve)][-1]) for k, curve in enumerate(shown) if np.isfinite(curve).any()}
        spread = spread_labels(there, px_upwards(self.axes, LINE), low, high)
        for k, name in enumerate(self.names):
            name.set_text(f"layer {k + 1}" if k in there else "")
            name.set_position((last + px_to_data(self.axes, ASIDE), spread.get(k, low)))

    drag, nudge, held = staticmethod(drag_epoch), staticmethod(nudge_epoch), staticmethod(held_epoch)

    def told(self, settings, result, at) -> Told | None:
        """All lengths of the epoch under the pointer."""
        epoch = place_under(at[0], 0, result.known)
        if epoch is None:
            return None
        sizes = result.run.gradient_sizes[epoch].tolist()
        return Told(f"epoch {epoch}: {named((f'layer {k + 1}', size) for k, size in enumerate(sizes))}", epoch)
