"""An autoencoder that learned digits without labels, with what its layers hold at each moment."""
from __future__ import annotations

from dataclasses import InitVar, dataclass
from typing import NamedTuple

import numpy as np

from ... import engine
from .autoencoder import ENCODER, decode
from .inside import Inside, Weights
from .layers import LayerMap, Neighborhood
from .settings import MIDDLE
from .small_nets import SmallNets, encoder, symmetry
from .units import UnitAnswers

# The epochs at which layers are measured for the curves: all at first, then fewer and fewer.
MEASURED = (0, 1, 2, 3, 5, 8, 12, 18, 27, 40, 60, 90, 130, 150)


class Hand(NamedTuple):
    """What is under the hand on the plane. drawn: (64,), what the decoder makes of the place. digit: the digit that
    lies nearest, None where there are no numbers. by_pixels: its nearest neighbors in the pixels, the nearest first;
    on_plane: which of these are also among its nearest on the plane."""

    code: tuple[float, float]
    drawn: np.ndarray
    digit: int | None
    by_pixels: np.ndarray
    on_plane: np.ndarray


@dataclass(frozen=True, eq=False)
class RepresentationResult:
    """The run, and what there is to look at.

    network: the autoencoder, without weights. thetas: (known + 1, n), its weights after each epoch that is known.
    errors: (known + 1,), the mean squared error by pixel of the digits that are looked at, on which it is not trained.
    stopped: why the run ended before, "" if it did not. labeled_thetas: the weights of the net that learns to say the
    digit, None if none was asked for. neighbors: k of the maps. pca_error: the mean squared error of the same digits on
    the plane of the first two principal components of those for training.
    """

    network: engine.Network
    thetas: np.ndarray
    errors: np.ndarray
    stopped: str
    labeled_network: engine.Network | None
    labeled_thetas: np.ndarray | None
    neighbors: int
    pca_error: float
    verdict: str = ""
    inside: InitVar[tuple[Inside, ...]] = ()

    def __post_init__(self, inside: tuple[Inside, ...]) -> None:
        # No part of the result: they compute what is looked at, and spare what was computed before.
        object.__setattr__(self, "_inside", inside)

    @property
    def labeled(self) -> bool:
        """Whether there is a net with labels, too."""
        return self.labeled_thetas is not None

    @property
    def pixels(self) -> np.ndarray:
        """The digits that are looked at, (N, 64)."""
        return self._inside[0].pixels

    @property
    def labels(self) -> np.ndarray:
        """Which digits these are meant as, (N,)."""
        return self._inside[0].labels

    @property
    def known(self) -> int:
        """The last epoch that is computed."""
        return len(self.thetas) - 1

    def at(self, epoch: int) -> int:
        """This epoch, or the last one there is."""
        return min(epoch, self.known)

    def check(self, epoch: int) -> engine.GradientCheck:
        """Backpropagation against differences, for the net after an epoch."""
        return self._inside[0].check(self._weights(), self.at(epoch))

    @property
    def in_pixels(self) -> Neighborhood:
        """The digits with their nearest neighbors in 64 numbers."""
        return self._inside[0].in_pixels(self.neighbors)

    def layers(self, epoch: int) -> tuple[np.ndarray, ...]:
        """What each of `LAYERS` holds after an epoch, (N, units) each."""
        return self._inside[0].layers(self._weights(), self.at(epoch))

    def codes(self, epoch: int) -> np.ndarray:
        """The two numbers of each digit, (N, 2)."""
        return self.layers(epoch)[ENCODER]

    def map(self, epoch: int, layer: str) -> LayerMap:
        """The map of a layer, with what it keeps."""
        return self._inside[0].map(self._weights(), self.at(epoch), layer, self.neighbors)

    def trust(self, epoch: int, layer: str) -> float:
        """The trustworthiness of that map, against the activations."""
        return self._inside[0].trust(self._weights(), self.at(epoch), layer, self.neighbors)

    def on_plane(self, epoch: int) -> Neighborhood:
        """The digits with their nearest neighbors on the plane."""
        return self._inside[0].on_plane(self._weights(), self.at(epoch), self.neighbors)

    def hand(self, epoch: int, code: tuple[float, float]) -> Hand:
        """What is under the hand at this place of the plane."""
        plane, theta = self.on_plane(epoch), self.thetas[self.at(epoch)]
        drawn = decode(self.network, theta, np.array([code]))[0]
        if not plane.finite:
            return Hand(code, drawn, None, np.zeros(0, int), np.zeros(0, bool))
        digit = int(((plane.points - code) ** 2).sum(axis=1).argmin())
        by_pixels = self.in_pixels.nearest_to(digit)
        return Hand(code, drawn, digit, by_pixels, plane.table[digit, by_pixels])

    def probed(self, epoch: int, labeled: bool = False) -> tuple[float, ...]:
        """The accuracy of a linear probe on each of `LAYERS`; labeled: of the net with labels."""
        weights = self._weights(labeled)
        return self._inside[labeled].probed(weights, min(epoch, weights.known))

    def measured(self, labeled: bool = False) -> tuple[int, ...]:
        """The epochs of the curves that are known."""
        last = self._weights(labeled).known
        return tuple(sorted({*(epoch for epoch in MEASURED if epoch <= last), last}))

    def units(self, epoch: int, layer: str) -> UnitAnswers:
        """What the units of a layer say."""
        return self._inside[0].units(self._weights(), self.at(epoch), layer)

    def unit(self, settings) -> int:
        """The place of the unit that is looked at, from 0."""
        count = 2 if settings.layer == MIDDLE else self.network.layers[0].outputs
        return min(settings.unit, count) - 1

    @property
    def symmetry(self) -> SmallNets:
        """The nets for six bits, computed when they are looked at."""
        return symmetry()

    @property
    def encoder(self) -> SmallNets:
        """The nets for eight patterns."""
        return encoder()

    def _weights(self, labeled: bool = False) -> Weights:
        return (Weights(self.labeled_network, self.labeled_thetas) if labeled else
                Weights(self.network, self.thetas))
