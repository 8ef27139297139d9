"""The data of a run: points drawn anew for noise and seed, a part of them kept for testing, and what a net takes of
them."""
from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from ..datasets import CURVES, DATASETS, Dataset
from ..errors import argument_error
from .features import columns, usual
from .neighbors import explained_by_neighbors
from .spread import deviation
from .targets import Targets, looks_like_classes

DATA = MappingProxyType({name: make() for name, make in DATASETS.items()})
# Numbers are asked for by the curves, and by these.
NUMBERS = (*CURVES, "playground_reg-plane", "playground_reg-gauss")
# Noise is told in percent of the unit, in which the Playground has it already.
PERCENT = 100.0


def maker_of(data: Dataset) -> Callable[..., Dataset] | None:
    """The function that draws this set of `DATA`, None for data of the user's own."""
    return DATASETS[data.name] if DATA.get(data.name) == data else None


def parameters_of(data: Dataset) -> dict[str, Any]:
    """What the function that draws this set takes, with its defaults; nothing for data of the user's own.

    >>> parameters_of(DATA["moons"])
    {'n': 200, 'noise': 0.1, 'seed': 0}
    """
    maker = maker_of(data)
    known = inspect.signature(maker).parameters.values() if maker else ()
    return {one.name: one.default for one in known}


def natural_noise(data: Dataset) -> float:
    """In percent."""
    noise = parameters_of(data).get("noise", 0.0)
    return noise if data.name.startswith("playground") else PERCENT * noise


def is_classes(data: Dataset) -> bool:
    """Whether the data ask for classes."""
    named = maker_of(data) is not None and data.name in NUMBERS
    return not named and looks_like_classes(data.y)


def drawn(data: Dataset, n: int, noise: float, seed: int) -> Dataset:
    """The data with so many points, so much noise in percent, and another draw.

    Of sets whose points are fixed, and of the user's own, `n` of them are chosen, and the noise, N(0, sigma^2), moves
    each input of these in units of its own deviation.
    """
    maker, known = maker_of(data), parameters_of(data)
    asked = {"n": n, "seed": seed, "noise": noise if data.name.startswith("playground") else noise / PERCENT}
    made = maker(**{name: value for name, value in asked.items() if name in known}) if maker else data
    rng = np.random.default_rng([seed, 1])
    rows = np.sort(rng.permutation(len(made))[:n]) if n < len(made) else slice(None)
    x, y = _table(made.x)[rows], _table(made.y)[rows]
    if "noise" not in known and noise:
        x = x + noise / PERCENT * deviation(x) * rng.standard_normal(x.shape)
    return Dataset(x, y, made.name, made.title, made.summary)


def _table(a: np.ndarray) -> np.ndarray:
    return a.reshape(len(a), -1)


@dataclass(frozen=True, eq=False)
class Examples:
    """points (N, inputs) and y (N, columns) as the data have them, x (N, features) and desired (N, outputs) as the net
    takes them; numbers: the class of each, (N,), None where numbers are asked for."""

    points: np.ndarray
    y: np.ndarray
    x: np.ndarray
    desired: np.ndarray
    numbers: np.ndarray | None

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True, eq=False)
class Parts:
    """The examples for training, those for testing if there are any, and how both were made.

    features: names of the columns. shift, scale: what is taken off and what is divided by, (features,).
    """

    train: Examples
    test: Examples | None
    targets: Targets
    features: tuple[str, ...]
    shift: np.ndarray
    scale: np.ndarray

    def inputs(self, points: np.ndarray) -> np.ndarray:
        """Points (N, inputs), of a grid for instance, as the net takes them, (N, features)."""
        return (columns(self.features, points) - self.shift) / self.scale

    @cached_property
    def by_neighbors(self) -> float | None:
        """How much of the training examples their nearest neighbors explain; see `neighbors`."""
        train = self.train
        return explained_by_neighbors(train.points, train.desired, train.numbers, self.targets)


# By row of the training examples: what stands there instead (inputs, then the target), or None if it is taken away.
# Rows beyond the last one are added.
ByHand = tuple[tuple[int, tuple[float, ...] | None], ...]


def parts_of(data: Dataset, targets: Callable[[tuple[float, ...], int], Targets], *, classes: bool | None = None,
             test_share: float = 0.5, seed: int = 0, features: tuple[str, ...] = (), scaled: bool = False,
             by_hand: ByHand = ()) -> Parts:
    """Examples for training and testing of a data set.

    targets: (labels, columns of y) -> what the net is asked for. classes: None for what the data look like.
    test_share: of the examples that are kept for testing. features: () for the inputs as they are.
    scaled: whether each feature is brought to mean 0 and deviation 1, by the examples for training.

    >>> from bpwidgets import engine
    >>> ask = lambda labels, columns: Targets.of(labels, columns, engine.LOSSES["binary_cross_entropy"],
    ...                                          engine.ACTIVATIONS["identity"])
    >>> parts = parts_of(DATA["moons"], ask, test_share=0.25)
    >>> parts.train.x.shape, parts.test.desired.shape
    ((150, 2), (50, 1))
    """
    x, y = _table(data.x), _table(data.y)
    train, test = _split(len(data), test_share, seed)
    points, desired = _with_changes(x[train], y[train], by_hand)
    features = features or usual(x.shape[1])
    classes = is_classes(data) if classes is None else classes
    asked = targets(tuple(np.unique(np.concatenate([y, desired])).tolist()) if classes else (), y.shape[1])
    made = columns(features, points)
    shift, scale = _scaling(made) if scaled else (np.zeros(made.shape[1]), np.ones(made.shape[1]))
    parts = Parts(None, None, asked, features, shift, scale)

    def examples(points: np.ndarray, y: np.ndarray) -> Examples:
        return Examples(points, y, parts.inputs(points), asked.desired(y), asked.numbers(y) if asked.labels else None)
    tested = examples(x[test], y[test]) if len(test) else None
    return Parts(examples(points, desired), tested, asked, features, shift, scale)


def _split(n: int, test_share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows for training, and those for testing; the same as those of `Dataset.split`."""
    tested = round(test_share * n)
    if not tested:
        return np.arange(n), np.arange(0)
    order = np.random.default_rng(seed).permutation(n)
    return order[:n - tested], order[n - tested:]


def _with_changes(x: np.ndarray, y: np.ndarray, by_hand: ByHand) -> tuple[np.ndarray, np.ndarray]:
    both = np.hstack([x, y])
    changed = {row: numbers for row, numbers in by_hand if row < len(both)}
    for row, numbers in changed.items():
        if numbers is not None:
            both[row] = numbers
    kept = [row for row in range(len(both)) if changed.get(row, ()) is not None]
    added = [numbers for row, numbers in by_hand if row >= len(x) and numbers is not None]
    both = np.vstack([both[kept], *(np.array([numbers]) for numbers in added)])
    if not len(both):
        raise argument_error("points", "the data", "at least one point for training", by_hand)
    return both[:, :x.shape[1]], both[:, x.shape[1]:]


def _scaling(made: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spread = deviation(made)
    return made.mean(axis=0), np.where(spread > 0, spread, 1.0)
