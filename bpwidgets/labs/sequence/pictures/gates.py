"""The gates of one net while it reads one sequence, and what is kept of its memory from each step to the output."""
from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from ....pictures.cells import Cells
from ....pictures.frame import limits, log_ticks, px_to_data, px_upwards, round_ticks, spread_labels, style_axes, ticks
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import in_words
from ..cells import CELLS
from .reach import BELOW, LOWEST, heights_of

LEFT, ASIDE, MOST, HIGHEST = 144, 8, 64, 2
NAMES = {"most": "best unit", "middle": "median", "gradient": "gradient"}


class Kept:
    """The product of the forget gates of each unit over all later steps, beside the gradient of the output."""

    margins = (LEFT, 44, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="steps back from the output")
        axes.yaxis.tick_right()
        axes.tick_params(axis="y", length=0)
        self.axes, self.style = axes, style
        self.title = axes.text(1, 1, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="right",
                               va="bottom")
        self.units = [axes.plot([], [], color=style.muted, lw=0.7, alpha=0.7)[0] for _ in range(MOST)]
        self.curves = {"most": axes.plot([], [], color=style.safe, lw=2.4)[0],
                       "middle": axes.plot([], [], color=style.slope, lw=1.8, ls=(0, (5, 2)))[0],
                       "gradient": axes.plot([], [], color=style.delta, lw=1.8, ls=(0, (1, 1.2)), marker="o", ms=4)[0]}
        self.names = {name: axes.text(0, 0, "", color=curve.get_color(), fontsize=TEXT, va="center", ha="right",
                                      clip_on=False) for name, curve in self.curves.items()}
        self.moving = (*self.units, *self.curves.values(), *self.names.values(), self.title)
        self.ghosted, self.unit = tuple(self.curves.values()), None

    def draw(self, settings, result) -> None:
        self.unit = settings.gates_of
        limits(self.axes, (0.5 - result.length, 0.6), (LOWEST - 0.2, HIGHEST + 0.2))
        back = [place for place in round_ticks(0, max(result.length - 1, 1)) if place == int(place)]
        ticks(self.axes.xaxis, [-place for place in back], [str(int(place)) for place in back])
        log_ticks(self.axes.yaxis, LOWEST, HIGHEST, 2)
        cell, sight = CELLS[settings.gates_of], result.sight(settings.gates_of, settings)
        self.title.set_text(f"product of the {cell.gates[cell.keep]}s, {cell.title}")
        lines = kept_lines(sight, settings.asked)
        for k, line in enumerate(self.units):
            known = sight.kept[:, k] if k < sight.kept.shape[1] else np.empty(0)
            line.set_data(*_drawn(known, settings.asked))
        first = {}
        for name, curve in self.curves.items():
            steps, height = _drawn(lines[name], settings.asked)
            curve.set_data(steps, height)
            size = lines[name][0]
            first[name] = float(np.clip(math.log10(size), LOWEST, HIGHEST)) if size > 0 else float(LOWEST)
        at = self.axes.get_xlim()[0] - px_to_data(self.axes, ASIDE)
        top = HIGHEST - px_upwards(self.axes, BELOW)
        for name, place in spread_labels(first, px_upwards(self.axes, LINE), LOWEST, top).items():
            self.names[name].set(position=(at, place), text=f"{NAMES[name]} {in_words(lines[name][0], 2)}")

    def told(self, settings, result, at) -> Told | None:
        """What is kept from this step on."""
        back = place_under(-at[0], 0, settings.asked - 1)
        if back is None:
            return None
        t = settings.asked - 1 - back
        lines = kept_lines(result.sight(settings.gates_of, settings), settings.asked)
        return Told(f"{back} back, step {t + 1}: {in_words(lines['most'][t])} is kept in the best unit, "
                    f"{in_words(lines['middle'][t])} in the median one; gradient {in_words(lines['gradient'][t])} "
                    "times that of the last step", -back)


def kept_lines(sight, asked: int) -> dict[str, np.ndarray]:
    """What is kept in the best unit and in the median one, and the gradient as a part of that at the step that is
    asked, each (length,)."""
    last = sight.one[asked - 1]
    with np.errstate(all="ignore"):
        return {"most": sight.kept.max(axis=1), "middle": np.median(sight.kept, axis=1),
                "gradient": sight.one / last if last > 0 else np.full(len(sight.one), np.nan)}


def _drawn(sizes: np.ndarray, asked: int) -> tuple[np.ndarray, np.ndarray]:
    if not len(sizes):
        return np.empty(0), np.empty(0)
    steps, height = heights_of(sizes, asked)
    return steps, np.where(height >= LOWEST, height, np.nan)


class Gates:
    """Every gate of every unit at every step: pale is closed, full color is open."""

    margins = (LEFT - 48, 54, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="step")
        self.axes, self.style = axes, style
        self.image = axes.add_artist(Cells(style, (style.ground, style.weight)))
        self.title = axes.text(0, 1, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, va="bottom")
        self.moving = (self.image, self.title)

    def draw(self, settings, result) -> None:
        cell, sight = CELLS[settings.gates_of], result.sight(settings.gates_of, settings)
        gates, units = list(cell.gates), next(iter(sight.gates.values())).shape[1]
        limits(self.axes, (0.5, result.length + 0.5), (0.0, float(len(gates))))
        places = [place for place in round_ticks(1, result.length) if place == int(place) and place >= 1]
        ticks(self.axes.xaxis, places, [str(int(place)) for place in places])
        ticks(self.axes.yaxis, [len(gates) - k - 0.5 for k in range(len(gates))], [cell.gates[name] for name in gates])
        gap = 0.04
        rows, borders = [], []
        for k, name in enumerate(reversed(gates)):
            rows += [*sight.gates[name].T[::-1], np.full(result.length, 0.0)]
            borders += [*(k + np.linspace(gap, 1 - gap, units + 1))]
        self.image.show(np.array(rows[:-1]), np.arange(result.length + 1) + 0.5,
                        np.array(borders))
        self.title.set_text(f"gates, {cell.title}: pale 0, full color 1")

    def told(self, settings, result, at) -> Told | None:
        """The gate under the pointer."""
        cell, sight = CELLS[settings.gates_of], result.sight(settings.gates_of, settings)
        t = place_under(at[0], 1, settings.asked)
        gates = list(cell.gates)
        if t is None or not 0 <= at[1] < len(gates):
            return None
        name = gates[len(gates) - 1 - int(at[1])]
        gate = sight.gates[name][t - 1]
        unit = int(np.clip((1 - at[1] % 1 - 0.04) / 0.92 * len(gate), 0, len(gate) - 1))
        return Told(f"{cell.gates[name]} of unit {unit + 1} at step {t}: {in_words(gate[unit])}", t, at[1])


