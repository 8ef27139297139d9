"""How wrong are differences, for each step? Two measured curves, each with its V, on the lines that theory draws."""
from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, limits, log_ticks, px_to_data, px_upwards, style_axes
from ....pictures.scales import Spans, ends, known
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told, closest, named
from ....text import in_words
from ..settings import LARGEST, SMALLEST

LOW, HIGH = math.log10(SMALLEST), math.log10(LARGEST)
# What one press of an arrow key moves the step, in decades; errors below these are none.
PRESS, NONE = 0.25, 1e-16
THEORY = (0, (4, 3))
# The names of the curves, from the lower left corner upwards: px above the axis, and the role of the color.
NAMES = MappingProxyType({"theory": (6, "muted"), "selected": (21, "weight"), "forward": (36, "activation"),
                          "central": (51, "weight_gradient")})
SAYS = MappingProxyType({"forward": "forward difference", "central": "central difference"})
SIGNS = MappingProxyType({"theory": "╌", "selected": "┈", "forward": "╌", "central": "─"})
# With an error above this at its best step a gradient is not that of the loss: no step is best.
PLATEAU = 1e-2
# From where both errors of theory meet each is drawn this many decades beyond.
BEYOND = 1.0
# px to the right that the names of the curves take, and that of a kink.
CORNER = 130


class StepErrors:
    """Relative error of the whole gradient over the step h, both in powers of ten. Thin and dashed what theory
    expects; a star at the best step, a triangle below it where theory expects it. A drag moves the step."""

    margins = (52, 18, 40, 26)
    handle = "step h: click or drag, or the arrow keys left and right"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="step h", y_label="relative error")
        self.axes = axes
        thin = {"lw": 0.9, "ls": THEORY, "color": style.muted}
        self.expected = {name: axes.plot([], [], **thin)[0] for name in ("central", "forward", "rounding")}
        self.kink, = axes.plot([], [], color=style.slope, lw=0.95, ls=(0, (1, 1.5)))
        self.selected, = axes.plot([], [], color=style.weight, lw=1.1, ls=(0, (1, 1)))
        self.forward, = axes.plot([], [], color=style.activation, lw=1.8, ls=(0, (5, 2)))
        self.central, = axes.plot([], [], color=style.weight_gradient, lw=2.4)
        self.step, = axes.plot([], [], color=style.here, lw=1.4)
        self.here, = axes.plot([], [], "o", color=style.here, ms=10, mec=style.ground, mew=1.4, clip_on=False)
        self.best, = axes.plot([], [], "*", color=style.ink, mec=style.ground, mew=0.8, ms=15)
        self.in_theory, = axes.plot([], [], "^", mfc="none", mec=style.muted, mew=1.4, ms=8, clip_on=False)
        text = {"fontsize": SMALL, "va": "bottom"}
        self.says = {name: axes.text(0, 0, f"{SIGNS[name]} {SAYS.get(name, name)}", color=getattr(style, role),
                                     ha="left", **text) for name, (_, role) in NAMES.items()}
        self.kink_label = axes.text(0, 0, "", color=style.slope, ha="right", **text)
        self.label = axes.text(1, 1, "", transform=axes.transAxes, color=style.here, fontsize=TEXT, ha="right",
                               va="bottom")
        self.moving = (*self.expected.values(), self.kink, self.selected, self.forward, self.central, self.step,
                       self.in_theory, self.best, self.here, *self.says.values(), self.kink_label, self.label)
        self.ghosted, self.unit = (self.forward, self.central), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """Logarithms of all errors, and of the least that theory expects."""
        sweep, theory = result.sweep, result.theory
        best = min(theory.best_central, LARGEST)
        errors = [np.maximum(one, NONE) for one in (sweep.forward_error, sweep.central_error)]
        return known("log10 relative error", ends(*errors, np.maximum(theory.rounded([best]), NONE), log=True))

    def draw(self, settings, result, spans) -> None:
        low, high, step = decades(*spans.get("log10 relative error", (-12.0, 0.0)), most=8)
        limits(self.axes, (LOW, HIGH), (low - 0.4, high + 0.2))
        log_ticks(self.axes.xaxis, round(LOW), round(HIGH), 2)
        log_ticks(self.axes.yaxis, low, high, step)
        sweep, h = result.sweep, np.log10(result.sweep.h)
        with np.errstate(all="ignore"):
            forward, central, alone = (np.log10(np.maximum(error, NONE)) for error in (
                sweep.forward_error, sweep.central_error, result.error_of_selected))
        self.forward.set_data(h, forward)
        self.central.set_data(h, central)
        self.selected.set_data(h, alone)
        self._draw_theory(result, low)
        self._draw_marks(settings, result, central, low)

    def _draw_theory(self, result, low: float) -> None:
        """What is missed of the bend, from a little below the best step on, and what rounding leaves, up to it."""
        theory = result.theory
        with np.errstate(all="ignore"):
            central, forward = (np.log10(best) for best in (theory.best_central, theory.best_forward))
        for name, error, ends_at in (("central", theory.central, (central - BEYOND, HIGH)),
                                     ("forward", theory.forward, (forward - BEYOND, HIGH)),
                                     ("rounding", theory.rounded, (LOW, min(central + BEYOND, HIGH)))):
            with np.errstate(all="ignore"):
                x = np.array(ends_at)
                y = np.log10(error(10.0 ** x))
            drawn = np.isfinite([*x, *y]).all() and x[0] < x[1]
            self.expected[name].set_data((x, y) if drawn else ([], []))
        self.in_theory.set_data(([central], [low - 0.4]) if LOW <= central <= HIGH else ([], []))

    def _draw_marks(self, settings, result, central: np.ndarray, low: float) -> None:
        at = min(max(math.log10(settings.step), LOW), HIGH)
        height = float(np.interp(at, np.log10(result.sweep.h), central))
        bottom, top = self.axes.get_ylim()
        self.step.set_data([at, at], [bottom, top])
        self.here.set_data(([at], [min(max(height, bottom), top)]) if math.isfinite(height) else ([], []))
        best, error = result.sweep.best_central
        self.best.set_data(([math.log10(best)], [math.log10(max(error, NONE))]) if error < PLATEAU else ([], []))
        kink = math.log10(result.kink) if 0 < result.kink < math.inf else math.inf
        self.kink.set_data(([kink, kink], [bottom, top]) if LOW <= kink <= HIGH else ([], []))
        self.label.set_text(f"step {in_words(settings.step)}")
        self.says["selected"].set_text(f"{SIGNS['selected']} {result.selected}")
        for name, (up, _) in NAMES.items():
            self.says[name].set_position((LOW + px_to_data(self.axes, 6), bottom + px_upwards(self.axes, up)))
        self._name_kink(kink, bottom)

    def _name_kink(self, kink: float, bottom: float) -> None:
        """To the left of its line; at the left end to the right of it, above the names of the curves."""
        self.kink_label.set_text("kink" if LOW <= kink <= HIGH else "")
        at_left = kink < LOW + px_to_data(self.axes, CORNER)
        self.kink_label.set(ha="left" if at_left else "right", position=(
            min(max(kink, LOW), HIGH) + px_to_data(self.axes, 4 if at_left else -4),
            bottom + px_upwards(self.axes, 70 if at_left else 6)))

    def drag(self, pressed, result, start, at) -> Mapping[str, float]:
        """The step follows the pointer, to three digits."""
        return {"step": float(f"{10.0 ** min(max(at[0], LOW), HIGH):.3g}")}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, float]:
        """The step goes some quarters of a decade to the right."""
        return self.drag(settings, result, (0, 0), (math.log10(settings.step) + PRESS * right, 0)) if right else {
            "step": settings.step}

    def held(self, settings, result) -> tuple[float, float]:
        """At the step of the settings."""
        return min(max(math.log10(settings.step), LOW), HIGH), 0.0

    def told(self, settings, result, at) -> Told:
        """Where the first kink is, or both errors at the step of the sweep that is nearest."""
        sweep = result.sweep
        kink = math.log10(result.kink) if 0 < result.kink < math.inf else math.inf
        if abs(at[0] - kink) < px_to_data(self.axes, 5):
            return Told(f"{result.selected} has a kink {in_words(result.kink)} away: larger steps reach it", kink)
        k = closest(np.log10(sweep.h), at[0])
        errors = named([("central", sweep.central_error[k]), ("forward", sweep.forward_error[k]),
                        (f"central for {result.selected} alone", result.error_of_selected[k])])
        return Told(f"step {in_words(sweep.h[k])}: relative error {errors}", float(np.log10(sweep.h[k])))
