"""Examples as points: a sign and a color for each class, filled for training, hollow for testing."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from ....pictures.cells import SHADES, palette
from ....pictures.style import Style
from ....training.data import Examples, Parts
from ..hand import places_of
from .colors import class_colors, sign_of

# Sizes of a sign in px, with few points and with many.
LARGE, SMALL, MANY = 6.5, 4.2, 400
# Numbers have so many colors, from low to high.
GRADES = 9


class Points:
    """All examples; those of a class are one artist, made when they are needed."""

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self._made: dict[tuple[int, bool], Any] = {}

    @property
    def moving(self) -> tuple[Any, ...]:
        """Test points first: those for training lie on them."""
        return tuple(self._made[key] for key in sorted(self._made, key=lambda key: (not key[1], key[0])))

    def draw(self, parts: Parts, flat: bool, span: tuple[float, float]) -> None:
        """Where they are; flat: on a plane of two inputs, else over one. span: of the numbers that are asked for."""
        kinds = self._kinds(parts, flat)
        size = LARGE if len(parts.train) + len(parts.test or ()) < MANY else SMALL
        for tested, examples in ((False, parts.train), (True, parts.test)):
            places = places_of(examples, flat) if examples else np.empty((0, 2))
            numbers = _numbers(examples, len(kinds), span) if examples else np.empty(0, int)
            for k in range(max(len(kinds), 1 + max((made for made, _ in self._made), default=0))):
                self._one(k, tested, *kinds[k % len(kinds)], size).set_data(*places[numbers == k].T)

    def _kinds(self, parts: Parts, flat: bool) -> list[tuple[str, str]]:
        """The color and the sign of each kind of point: classes, or numbers from low to high."""
        style, count = self.style, len(parts.targets.labels)
        if count:
            return [(color, sign_of(k, count)) for k, color in enumerate(class_colors(style, count))]
        if not flat:
            return [(style.ink, "o")]
        ramp = palette([style.negative, style.muted, style.positive])
        return [(to_hex(color / 255), "o") for color in ramp[np.linspace(0, SHADES - 1, GRADES).astype(int)]]

    def _one(self, k: int, tested: bool, color: str, sign: str, size: float) -> Any:
        style = self.style
        if (k, tested) not in self._made:
            self._made[k, tested], = self.axes.plot([], [], ls="")
            self._made[k, tested].set_animated(True)
        one = self._made[k, tested]
        look = (sign, color, size)
        if getattr(one, "look", None) != look:
            one.set(marker=sign, color=color, markersize=size - (sign == "D") - 0.6 * tested,
                    markerfacecolor=style.ground if tested else color,
                    markeredgecolor=color if tested else style.ground, markeredgewidth=1.3 if tested else 0.8)
            one.look = look
        return one


def _numbers(examples: Examples, kinds: int, span: tuple[float, float]) -> np.ndarray:
    """The kind of each point: its class, or how high its number is."""
    if examples.numbers is not None:
        return examples.numbers
    low, high = span
    with np.errstate(all="ignore"):
        part = np.nan_to_num((examples.y[:, 0] - low) / (high - low))
    return np.clip((part * kinds).astype(int), 0, kinds - 1)
