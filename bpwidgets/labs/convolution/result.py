"""A convolutional net and a dense one at every epoch, and what the convolutional one makes of an image, both ways."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from ... import engine
from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .data import DATA, Images
from .nets import images, shifted
from .settings import ConvolutionSettings
from .shares import Passes, passes, with_weights

# How far the test images are moved to the right for the picture of both nets.
SHIFTS = tuple(range(-2, 3))
CONVOLUTIONAL, DENSE = "convolutional net", "dense net"


class Shown(NamedTuple):
    """The image: pixels (64,), and the number of what is asked for."""

    pixels: np.ndarray
    meant: int


@dataclass(frozen=True, eq=False)
class Labelled:
    """Images (N, 64), and what they were meant as, (N,)."""

    pixels: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True, eq=False)
class Learned:
    """A net at every epoch that is known: weights (known + 1, n), share read correctly (known + 1,), both of the images
    for training and of the test."""

    network: engine.Network
    thetas: np.ndarray
    train_accuracy: np.ndarray
    test_accuracy: np.ndarray


@dataclass(frozen=True, eq=False)
class ConvolutionResult:
    """What both nets learned, and the image that is looked at.

    learned: by name. stopped: why the run of the convolutional net ended early, '' if it did not. shown: the image.
    test: the test images as the nets get them; still: the same before they were moved. data: the name of the set.
    verdict: how well both read.
    """

    learned: Mapping[str, Learned]
    stopped: str
    shown: Shown
    test: Labelled
    still: Labelled
    data: str = "digits"
    verdict: str = ""
    memo: InitVar[Computing] = compute

    def __post_init__(self, memo: Computing) -> None:
        object.__setattr__(self, "learned", MappingProxyType(dict(self.learned)))
        object.__setattr__(self, "_memo", memo)     # no part of the result: it only spares what was computed before

    @property
    def images(self) -> Images:
        """The set of images."""
        return DATA[self.data]

    @property
    def net(self) -> Learned:
        """The convolutional one."""
        return self.learned[CONVOLUTIONAL]

    @property
    def known(self) -> int:
        """The last epoch that is computed of both."""
        return min(len(one.thetas) for one in self.learned.values()) - 1

    def at(self, epoch: int) -> int:
        """This epoch, or the last one there is."""
        return min(epoch, self.known)

    def theta(self, settings: ConvolutionSettings) -> np.ndarray:
        """The weights of the convolutional net at the epoch that is looked at, with those that were set by hand."""
        learned = self.net.thetas[self.at(settings.epoch)]
        return with_weights(self.net.network, learned, settings.f, dict(settings.by_hand))

    def passes(self, settings: ConvolutionSettings) -> Passes:
        """Forward and back with the image, with these weights."""
        return self._memo(passes, self.net.network, self.theta(settings), self.shown.pixels, self.shown.meant, keep=8)

    def wrong(self, settings: ConvolutionSettings) -> np.ndarray:
        """Which of the test images are misread."""
        return np.flatnonzero(self._memo(answers, self.net.network, self.theta(settings), self.test.pixels)
                              != self.test.labels)

    def by_shift(self, epoch: int) -> dict[str, list[float]]:
        """The share of test images that each net reads after all were moved by each of `SHIFTS`."""
        return {name: self._memo(_by_shift, one.network, one.thetas[self.at(epoch)], self.still, keep=24)
                for name, one in self.learned.items()}


@on_one_thread
def answers(network: engine.Network, theta: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """The number of what a net reads in each image, (N,)."""
    x = images(pixels) if isinstance(network.layers[0], engine.Conv2D) else pixels
    with np.errstate(all="ignore"):
        return network.forward(theta, x).output.argmax(axis=-1)


def _by_shift(network: engine.Network, theta: np.ndarray, still: Labelled) -> list[float]:
    return [float((answers(network, theta, shifted(still.pixels, by, 0)) == still.labels).mean()) for by in SHIFTS]
