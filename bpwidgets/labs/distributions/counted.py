"""The histograms of all quantities, each counted when somebody first looks at it: a key shows one of four."""
from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ...flow.rests import Rests, finished
from .histogram import TOGETHER, Histogram, histogram_with_rests

Values = list[np.ndarray]


class Counted(Mapping[str, Histogram]):
    """Quantity -> histogram. values: quantity -> of each layer an array; dropped as soon as all are counted."""

    def __init__(self, values: Mapping[str, Values], bins: int):
        self._names, self._values, self._bins = tuple(values), dict(values), bins
        self._found: dict[str, Histogram] = {}

    def __getitem__(self, quantity: str) -> Histogram:
        if quantity in self._names:
            finished(self.count(quantity))
        return self._found[quantity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    @property
    def large(self) -> bool:
        """So many values that whoever looks would wait."""
        return sum(array.size for values in self._values.values() for array in values) > TOGETHER

    def count(self, quantity: str) -> Rests[None]:
        """Count one quantity, with rests."""
        values = self._values.get(quantity)
        if values is not None and quantity not in self._found:
            self._found[quantity] = yield from histogram_with_rests(values, self._bins)
        self._values.pop(quantity, None)

    def beyond(self, quantity: str) -> np.ndarray:
        """True for each layer with values that are infinite or no number, (layers,)."""
        values = self._values.get(quantity)
        if values is None:
            return self._found[quantity].beyond > 0
        return np.array([not np.isfinite(array).all() for array in values])
