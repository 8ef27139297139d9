"""The selected layer enlarged: the shape of its values, in units of their own deviation, beside the bell that theory
assumes."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ....flow.layer_rows import layer_names
from ....pictures.frame import limits, style_axes, ticks
from ....pictures.scales import Spans
from ....pictures.selected_layer import layer_words
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told, share
from ....text import in_words
from ..histogram import REACH
from ..settings import NAMES

BELL = np.exp(-np.linspace(-REACH, REACH, 81) ** 2 / 2) / np.sqrt(2 * np.pi)


class OneLayer:
    """Bars as high as the density of the values, the tallest as high as the axes; dashed, the normal density on the
    same scale.

    Both ends of the axis hold what lies further out.
    """

    margins = (16, 14, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="x", x_label="std. deviations from the mean")
        self.axes, self.style = axes, style
        limits(axes, (-REACH, REACH), (0, 1.05))
        places = range(-int(REACH), int(REACH) + 1, 2)
        ticks(axes.xaxis, list(places), [str(place) for place in places])
        ticks(axes.yaxis, [], [])
        self.bars = PolyCollection([], edgecolors=style.ground, linewidths=0.3)
        axes.add_collection(self.bars, autolim=False)
        self.bell, = axes.plot([], [], color=style.ink, lw=1.2, ls=(0, (4, 3)))
        self.name = axes.text(0, 1, "", transform=axes.transAxes, color=style.here, fontsize=TEXT, ha="left",
                              va="bottom")
        self.moving = (self.bars, self.bell, self.name)

    @staticmethod
    def spans(settings, result) -> Spans:
        """The densities of the selected layer."""
        if not settings.layer:
            return {}
        shape = result.of(settings.quantity).shape[settings.layer - 1]
        return {"density": (0.0, float(_density(shape).max()))}

    def draw(self, settings, result, spans) -> None:
        self.bars.set_visible(settings.layer > 0)
        self.bell.set_visible(settings.layer > 0)
        self.name.set_text(f"layer {layer_names(settings.depth)[settings.layer - 1]}"
                           if settings.layer else "no layer selected")
        if settings.layer:
            self._draw_shape(settings.quantity, result.of(settings.quantity).shape[settings.layer - 1],
                             spans["density"][1] or 1.0)

    def _draw_shape(self, quantity: str, shape: np.ndarray, tallest: float) -> None:
        edges, density = _edges(shape), _density(shape)
        corners = ((edges[:-1], 0), (edges[1:], 0), (edges[1:], density / tallest), (edges[:-1], density / tallest))
        self.bars.set_verts(np.stack([np.stack(np.broadcast_arrays(*corner), axis=-1) for corner in corners], axis=1))
        self.bars.set_facecolor(getattr(self.style, quantity))
        self.bell.set_data(np.linspace(-REACH, REACH, len(BELL)), np.minimum(BELL / tallest, 1.05))

    def told(self, settings, result, at) -> Told | None:
        """The part of the values that the bar under the pointer stands for."""
        if not settings.layer or not abs(at[0]) <= REACH:
            return None
        seen, k = result.of(settings.quantity), settings.layer - 1
        if not np.isfinite([seen.mean[k], seen.deviation[k]]).all():
            return None
        bins = seen.shape.shape[1]
        bin = min(int((at[0] + REACH) / (2 * REACH) * bins), bins - 1)
        ends = -REACH + 2 * REACH * np.array([bin, bin + 1]) / bins
        low, high = (in_words(value) for value in seen.mean[k] + ends * seen.deviation[k])
        where = f"below {high}" if bin == 0 else f"above {low}" if bin == bins - 1 else f"from {low} to {high}"
        return Told(f"{layer_words(settings.layer, settings.depth)}: {share(seen.shape[k, bin])} of "
                    f"{NAMES[settings.quantity]} are {where}", float(ends.mean()))


def _edges(shape: np.ndarray) -> np.ndarray:
    """Of the bars, in standard deviations."""
    return np.linspace(-REACH, REACH, len(shape) + 1)


def _density(shape: np.ndarray) -> np.ndarray:
    """Of the values in each bar, by standard deviation."""
    edges = _edges(shape)
    return shape / (edges[1] - edges[0])
