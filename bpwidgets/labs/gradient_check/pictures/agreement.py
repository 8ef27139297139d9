"""Gradient against central differences, parameter by parameter: how far apart they are, and what the step can tell."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ....pictures.boxes import Box
from ....pictures.frame import limits, log_ticks, style_axes, ticks
from ....pictures.spots import Spot
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told, place_under
from ....text import in_words

# Decades that are shown, and half the width of a column.
LOWEST, HIGHEST, WIDE = -13, 2, 0.36
NOWHERE = np.empty((0, 2))


class AgreementByParameter:
    """A sign for each parameter at its relative difference; a pale column as high as the step leaves in doubt. A dot in
    its column agrees as far as can be told, a cross above it is wrong, a diamond has a kink within the step."""

    margins = (52, 18, 26, 24)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, y_label="relative difference")
        self.axes = axes
        self.columns = PolyCollection([], facecolor=style.hairline, edgecolor="none")
        axes.add_collection(self.columns, autolim=False)
        self.borders, = axes.plot([], [], color=style.muted, lw=0.6, alpha=0.7)
        self.agree, = axes.plot([], [], "o", color=style.safe, ms=7, mec=style.ground, mew=0.8)
        self.at_kink, = axes.plot([], [], "D", mfc="none", mec=style.slope, mew=1.6, ms=7)
        self.wrong, = axes.plot([], [], "X", color=style.danger, ms=9.5, mec=style.ground, mew=0.8)
        self.chosen, = axes.plot([], [], "o", mfc="none", mec=style.weight, mew=1.6, ms=14)
        self.legend = axes.text(1, 1, "", transform=axes.transAxes, color=style.muted, fontsize=SMALL, ha="right",
                                va="bottom")
        self.moving = (self.columns, self.borders, self.chosen, self.agree, self.at_kink, self.wrong, self.legend)

    def draw(self, settings, result) -> None:
        found, names = result.agreement, result.names
        limits(self.axes, (-0.8, len(names) - 0.2), (LOWEST, HIGHEST))
        log_ticks(self.axes.yaxis, -12, 0, 4)
        self._name_groups(names)
        height, doubt = _logs(found.relative), _logs(found.doubt)
        self.columns.set_verts([[(k - WIDE, LOWEST), (k - WIDE, top), (k + WIDE, top), (k + WIDE, LOWEST)]
                                for k, top in enumerate(doubt)])
        k = np.arange(len(names))
        for line, which in ((self.agree, ~found.wrong & ~found.at_kink), (self.at_kink, found.at_kink),
                            (self.wrong, found.wrong)):
            line.set_data(k[which], height[which])
        self.chosen.set_data([result.at], [height[result.at]])
        self.legend.set_text("column: in doubt at this step")

    def _name_groups(self, names: tuple[str, ...]) -> None:
        """W1, b1, ... below the middle of their parameters, and a line between two of them."""
        groups = [name.partition("[")[0] for name in names]
        first = [k for k in range(len(groups)) if k == 0 or groups[k] != groups[k - 1]]
        ends = [*first[1:], len(groups)]
        ticks(self.axes.xaxis, [(a + b - 1) / 2 for a, b in zip(first, ends)], [groups[k] for k in first])
        x = [part for k in first[1:] for part in (k - 0.5, k - 0.5, np.nan)]
        self.borders.set_data(x, [part for _ in first[1:] for part in (LOWEST, HIGHEST, np.nan)])

    def spots(self, settings, result) -> list[Spot]:
        """An element for each parameter, in the order of theta."""
        return [Spot(name, _words(result, k), Box(k - 0.5, LOWEST, k + 0.5, HIGHEST), k == result.at)
                for k, name in enumerate(result.names)]

    def touch(self, settings, result, name: str) -> Mapping[str, str]:
        """Look at this parameter from near by."""
        return {"selected": name}

    def told(self, settings, result, at) -> Told | None:
        """The numbers of the parameter under the pointer."""
        k = place_under(at[0], 0, len(result.names) - 1)
        return None if k is None else Told(_words(result, k), k, float(_logs(result.agreement.relative)[k]))


def _words(result, k: int) -> str:
    found = result.agreement
    verdict = "at a kink" if found.at_kink[k] else "wrong" if found.wrong[k] else "agrees"
    return (f"{result.names[k]}: gradient {in_words(found.gradient[k], 6)}, central difference "
            f"{in_words(found.central[k], 6)}, relative difference {in_words(found.relative[k], 1)}, in doubt up to "
            f"{in_words(found.doubt[k], 1)}: {verdict}")


def _logs(parts: np.ndarray) -> np.ndarray:
    """Heights within the axes; what is not finite stands at the top."""
    with np.errstate(divide="ignore"):
        return np.clip(np.log10(np.nan_to_num(parts, nan=np.inf)), LOWEST + 0.3, HIGHEST - 1.2)
