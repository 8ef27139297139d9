"""What a unit answers to: the digits for which it is highest and lowest, and what it says of all the others."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

TOP = 12


@dataclass(frozen=True, eq=False)
class UnitAnswers:
    """What the units of a layer say of the digits that are looked at. activations: (N, units); labels: (N,)."""

    activations: np.ndarray
    labels: np.ndarray

    @cached_property
    def order(self) -> np.ndarray:
        """The digits of each unit, the one that it answers most to first, (units, N)."""
        return np.argsort(-self.activations, axis=0, kind="stable").T

    def top(self, unit: int) -> np.ndarray:
        """The digits that it answers most to."""
        return self.order[unit, :TOP]

    def bottom(self, unit: int) -> np.ndarray:
        """Those for which it is lowest, the lowest first."""
        return self.order[unit, ::-1][:TOP]

    def favorite(self, unit: int) -> tuple[int, int]:
        """The label that is most frequent among its top digits, and how often it is."""
        counts = np.bincount(self.labels[self.top(unit)], minlength=10)
        return int(counts.argmax()), int(counts.max())

    def upper_half(self, unit: int) -> np.ndarray:
        """The digits for which it is in the upper half of its range, True or False for each, (N,)."""
        said = self.activations[:, unit]
        return said > (said.min() + said.max()) / 2

    def selective(self, unit: int) -> float:
        """Of the digits in the upper half of its range the share that has the label of its top digits."""
        upper = self.upper_half(unit)
        return float((self.labels[upper] == self.favorite(unit)[0]).mean()) if upper.any() else float("nan")

    def seen(self, unit: int, pixels: np.ndarray) -> np.ndarray:
        """The mean of its top digits, (64,)."""
        return pixels[self.top(unit)].mean(axis=0)
