"""A run of training, and what its net says of the ground at any of its moments."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...training.run import Moment, Run
from .ground import Ground, Window, ground_of

# So many moments that were looked at last are kept.
KEPT = 6


@dataclass(frozen=True, eq=False)
class TrainingResult:
    """run: kept whole, at any of its moments. window: the part of the plane that is drawn. verdict: in words."""

    run: Run
    window: Window
    verdict: str

    @property
    def known(self) -> int:
        """How many epochs there are."""
        return self.run.known

    @property
    def sliced(self) -> int:
        """How many inputs are not drawn: they stand at their mean, so that the plane is a slice."""
        return self.run.parts.train.points.shape[1] - len(self.window)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of units, from the inputs to the outputs; what dropout leaves out is no layer of units."""
        layers = self.run.network.layers
        return (layers[0].inputs, *(layers[l].outputs for l in self.run.layers))

    def weights(self, theta: np.ndarray) -> list[np.ndarray]:
        """The weights of each layer, (units before, units)."""
        parameters = self.run.network.unpack(theta)
        return [parameters[l]["W"] for l in self.run.layers]

    def moment(self, settings: Any) -> Moment:
        """The moment that the settings show, or the last one that is known."""
        return self.run.at(settings.epoch, settings.update)

    def ground(self, settings: Any) -> Ground:
        """What the net says of every place at this moment."""
        epoch, update = self.run.place(settings.epoch, settings.update)
        key = epoch * self.run.per_epoch + update
        if key not in self._seen:
            while len(self._seen) >= KEPT:
                del self._seen[next(iter(self._seen))]
            self._seen[key] = ground_of(self.run, self.run.theta(epoch, update), self.window)
        return self._seen[key]

    def gradient(self, settings: Any) -> np.ndarray:
        """That of the loss of the next batch, (n,)."""
        return self.run.gradient(settings.epoch, settings.update)

    @cached_property
    def _seen(self) -> dict[int, Ground]:
        """Of the moments that were looked at last."""
        return {}

    @cached_property
    def span(self) -> tuple[float, float]:
        """The lowest and the highest number that is asked for, where it is numbers."""
        examples = [part for part in (self.run.parts.train, self.run.parts.test) if part]
        low = min(float(part.desired.min()) for part in examples)
        high = max(float(part.desired.max()) for part in examples)
        return (low, high) if high > low else (low - 1.0, high + 1.0)
