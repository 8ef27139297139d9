"""Examples as points: a sign and a color for each class, filled for training, hollow for testing."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.style import Style
from ....training.data import Parts
from ..hand import places_of
from .colors import class_colors, sign_of

# Sizes of a sign in px, with few points and with many.
LARGE, SMALL, MANY = 6.5, 4.2, 400


class Points:
    """All examples; those of a class are one artist, made when they are needed."""

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self._made: dict[tuple[int, bool], Any] = {}

    @property
    def moving(self) -> tuple[Any, ...]:
        """Test points first: those for training lie on them."""
        return tuple(self._made[key] for key in sorted(self._made, key=lambda key: (not key[1], key[0])))

    def draw(self, parts: Parts, flat: bool) -> None:
        """Where they are; flat: on a plane of two inputs, else over one."""
        count = len(parts.targets.labels) or 1
        size = LARGE if len(parts.train) + len(parts.test or ()) < MANY else SMALL
        for tested, examples in ((False, parts.train), (True, parts.test)):
            places = places_of(examples, flat) if examples else np.empty((0, 2))
            numbers = examples.numbers if examples and examples.numbers is not None else np.zeros(len(places), int)
            for k in range(max(count, 1 + max((made for made, _ in self._made), default=0))):
                self._one(k, tested, count, size).set_data(*places[numbers == k].T)

    def _one(self, k: int, tested: bool, count: int, size: float) -> Any:
        style = self.style
        color = class_colors(style, count)[k % count] if count > 1 else style.ink
        if (k, tested) not in self._made:
            self._made[k, tested], = self.axes.plot([], [], ls="")
            self._made[k, tested].set_animated(True)
        sign = sign_of(k, count) if count > 1 else "o"
        one = self._made[k, tested]
        look = (sign, color, size, tested)
        if getattr(one, "look", None) != look:
            one.set(marker=sign, color=color, markersize=size - (sign == "D") - 0.6 * tested,
                    markerfacecolor=style.ground if tested else color,
                    markeredgecolor=color if tested else style.ground, markeredgewidth=1.3 if tested else 0.8)
            one.look = look
        return one
