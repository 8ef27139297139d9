"""What is inside a net at each moment of its run, computed when it is looked at and kept while others are."""
from __future__ import annotations

import numpy as np

from ... import engine
from ...memo import Memo
from .autoencoder import ENCODER, Task, check_of, labels_for, parts_for
from .layers import LAYERS, LayerMap, Neighborhood, activations, map_of, trust_of
from .probe import probe_accuracy
from .units import UnitAnswers

# So many moments are kept of what is small; of activations and distances, which are large, FEW.
MANY, FEW = 1024, 6


class Weights:
    """A net, and its weights after each epoch that is known, (known + 1, n). Which epochs these are is no part of a
    question about one of them: the weights of a task are the same as far as they go."""

    def __init__(self, network: engine.Network, thetas: np.ndarray):
        self.network, self.thetas = network, thetas

    @property
    def known(self) -> int:
        """The last epoch."""
        return len(self.thetas) - 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Weights)

    def __hash__(self) -> int:
        return 0


class Inside:
    """The digits that are looked at, and what the layers of the net of a task hold of them. The task decides each
    moment of its run, so that what is kept belongs to an epoch.

    pixels (N, 64), labels (N,): the digits that are looked at; train_pixels, train_labels: those for training, whose
    labels only probes get.
    """

    def __init__(self, task: Task):
        parts, (train_labels, labels) = parts_for(task.seed, False), labels_for(task.seed)
        self.pixels, self.labels = parts.test.x, labels
        self.train_pixels, self.train_labels = parts.train.x[:task.trained_on], train_labels[:task.trained_on]
        self._task, self._memo = task, Memo()

    def check(self, weights: Weights, epoch: int) -> engine.GradientCheck:
        """Backpropagation against differences, for the net after an epoch."""
        return self._memo(self._check, weights, epoch, keep=FEW)

    def _check(self, weights: Weights, epoch: int) -> engine.GradientCheck:
        return check_of(self._task, weights.thetas[epoch])

    def in_pixels(self, k: int) -> Neighborhood:
        """The digits with their k nearest neighbors in 64 numbers."""
        return self._memo(self._in_pixels, k, keep=FEW)

    def _in_pixels(self, k: int) -> Neighborhood:
        return Neighborhood(self.pixels, k)

    def layers(self, weights: Weights, epoch: int) -> tuple[np.ndarray, ...]:
        """What each of `LAYERS` holds after an epoch, (N, units) each."""
        return self._memo(self._layers, weights, epoch, keep=FEW)

    def _layers(self, weights: Weights, epoch: int) -> tuple[np.ndarray, ...]:
        return activations(weights.network, weights.thetas[epoch], self.pixels)

    def map(self, weights: Weights, epoch: int, layer: str, k: int) -> LayerMap:
        """The map of a layer, with what it keeps of k neighbors."""
        return self._memo(self._map, weights, epoch, layer, k, keep=MANY)

    def _map(self, weights: Weights, epoch: int, layer: str, k: int) -> LayerMap:
        points = self.layers(weights, epoch)[LAYERS.index(layer)]
        return map_of(points, self.in_pixels(k), self.labels)

    def trust(self, weights: Weights, epoch: int, layer: str, k: int) -> float:
        """The trustworthiness of that map, against the activations."""
        return self._memo(self._trust, weights, epoch, layer, k, keep=MANY)

    def _trust(self, weights: Weights, epoch: int, layer: str, k: int) -> float:
        points = self.layers(weights, epoch)[LAYERS.index(layer)]
        return trust_of(points, self.map(weights, epoch, layer, k), k)

    def on_plane(self, weights: Weights, epoch: int, k: int) -> Neighborhood:
        """The digits with their k nearest neighbors by the two numbers."""
        return self._memo(self._on_plane, weights, epoch, k, keep=FEW)

    def _on_plane(self, weights: Weights, epoch: int, k: int) -> Neighborhood:
        return Neighborhood(self.layers(weights, epoch)[ENCODER], k)

    def probed(self, weights: Weights, epoch: int) -> tuple[float, ...]:
        """The accuracy of a linear probe on each of `LAYERS`."""
        return self._memo(self._probed, weights, epoch, keep=MANY)

    def _probed(self, weights: Weights, epoch: int) -> tuple[float, ...]:
        train = activations(weights.network, weights.thetas[epoch], self.train_pixels)
        return tuple(probe_accuracy(a, self.train_labels, b, self.labels)
                     for a, b in zip(train, self.layers(weights, epoch)))

    def units(self, weights: Weights, epoch: int, layer: str) -> UnitAnswers:
        """What the units of a layer say."""
        return self._memo(self._units, weights, epoch, layer, keep=FEW)

    def _units(self, weights: Weights, epoch: int, layer: str) -> UnitAnswers:
        return UnitAnswers(self.layers(weights, epoch)[LAYERS.index(layer)], self.labels)
