"""The activation of the selected unit: f and f', and the tangent where z is now."""
from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, round_ticks, style_axes, ticks
from ....pictures.style import PIXELS_PER_INCH, SMALL, TEXT, Style
from ....pictures.telling import Told
from ....text import in_words, number
from ..chain import place_of, unit_words
from ..verdict import is_flat

POINTS, NEAREST, FARTHEST = 161, 4.0, 1e6
# How high above the axes the title stands, in px: above the numbers of the present z.
TITLE = 24


class ActivationCurve:
    """Two curves over z. The point on f has the tangent, the point on f' the number by which dL/da is multiplied; each
    is there from the moment on that computes it."""

    margins = (44, 14, 42, 44)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="z")
        self.axes = axes
        self.value, = axes.plot([], [], color=style.activation, lw=2.2)
        self.slope, = axes.plot([], [], color=style.slope, lw=1.8, ls=(0, (5, 2)))
        self.tangent, = axes.plot([], [], color=style.here, lw=1.4, ls="-.")
        self.down, = axes.plot([], [], color=style.muted, lw=0.9, ls=(0, (2, 2)))
        self.at_slope, = axes.plot([], [], "s", color=style.slope, ms=7, mec=style.ground, mew=1)
        self.here, = axes.plot([], [], "o", color=style.here, ms=9, mec=style.ground, mew=1.2)
        of_axes = {"transform": axes.transAxes, "va": "bottom", "clip_on": False}
        tall = axes.bbox.height * PIXELS_PER_INCH / axes.figure.dpi
        self.title = axes.text(0, 1 + TITLE / tall, "", color=style.ink, fontsize=TEXT, **of_axes)
        self.says_value = axes.text(0, 1.01, "", color=style.activation, fontsize=SMALL, **of_axes)
        self.says_slope = axes.text(1, 1.01, "", color=style.slope, fontsize=SMALL, ha="right", **of_axes)
        self.moving = (self.down, self.value, self.slope, self.tangent, self.at_slope, self.here, self.title,
                       self.says_value, self.says_slope)
        self.ghosted, self.unit = (self.tangent,), None

    def draw(self, settings, result) -> None:
        layer, z, a, slope = _present(settings, result)
        knows = {kind: result.moment(settings.moment).knows(kind, layer) for kind in ("z", "a", "slope")}
        place, activation = place_of(settings.selected), result.network.layers[layer - 1].activation
        reach = _reach(z)
        x = np.linspace(-reach, reach, POINTS)
        with np.errstate(all="ignore"):
            values, slopes = activation.function(x), activation.slope(x)
        low, high = _ends(values, slopes)
        limits(self.axes, (-reach, reach), (low, high))
        across, up = round_ticks(-reach, reach, most=5), round_ticks(low, high, most=5)
        ticks(self.axes.xaxis, across, [number(v) for v in across])
        ticks(self.axes.yaxis, up, [number(v) for v in up])
        self.value.set_data(x, values)
        self.slope.set_data(x, slopes)
        inside = math.isfinite(z) and abs(z) <= reach
        seen = {kind: inside and known for kind, known in knows.items()}
        self.here.set_data(([z], [a]) if seen["a"] else ([], []))
        self.at_slope.set_data(([z], [slope]) if seen["slope"] else ([], []))
        ends = [a if knows["a"] else high, slope if knows["slope"] else low]
        self.down.set_data(([z, z], ends) if seen["z"] else ([], []))
        ends = np.array([z - 0.22 * reach, z + 0.22 * reach])
        self.tangent.set_data((ends, a + slope * (ends - z)) if seen["slope"] else ([], []))
        end = (", z not yet known" if not knows["z"] else
               ", flat here" if knows["slope"] and is_flat(slope, activation) else "")
        layers = len(result.network.layers)
        name = activation.title or activation.name.replace("_", " ")
        self.title.set_text(f"{unit_words(layer, place.target, layers)}: {name}{end}")
        self.says_value.set_text(f"f(z) = {in_words(a)}" if knows["a"] else "")
        self.says_slope.set_text(f"f′(z) = {in_words(slope)}" if knows["slope"] else "")

    def told(self, settings, result, at) -> Told:
        """Value and slope at the z under the pointer."""
        layer = place_of(settings.selected).layer
        activation, z = result.network.layers[layer - 1].activation, float(f"{at[0]:.3g}")
        with np.errstate(all="ignore"):
            value, slope = (float(f(np.array([z]))[0]) for f in (activation.function, activation.slope))
        return Told(f"z {in_words(z)}: f(z) {in_words(value)}, f′(z) {in_words(slope)}", z, value)


def _present(settings, result) -> tuple[int, float, float, float]:
    """Layer, z, a and slope of the unit to which the selected parameter leads, at the moment shown."""
    place = place_of(settings.selected)
    passes = result.at(result.moment(settings.moment).update)
    z, a, slope = (float(passes.shown(kind, place.layer)[place.target]) for kind in ("z", "a", "slope"))
    return place.layer, z, a, slope


def _reach(z: float) -> float:
    """Half the width of the window: it holds z, in steps, so that it stays put while z moves a little."""
    if not math.isfinite(z):
        return NEAREST
    return NEAREST * 2.0 ** math.ceil(math.log2(min(max(abs(z) / (0.9 * NEAREST), 1.0), FARTHEST)))


def _ends(*curves: np.ndarray) -> tuple[float, float]:
    """Limits with some room around both curves."""
    numbers = np.concatenate([curve[np.isfinite(curve)] for curve in curves])
    low, high = float(min(numbers.min(initial=0), 0)), float(max(numbers.max(initial=0), 0.1))
    return low - 0.08 * (high - low), high + 0.08 * (high - low)
