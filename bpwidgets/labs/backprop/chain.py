"""The chain rule of one parameter, factor by factor, for the example that is shown."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ... import engine
from .passes import Passes
from .substeps import SubStep

NAME = re.compile(r"([Wb])(\d+)\[(\d+)(?:,(\d+))?\]")


@dataclass(frozen=True)
class Place:
    """Where a parameter stands. layer: counted from 1; source: the unit it comes from, None for a bias; target: the
    unit it leads to; both counted from 0."""

    layer: int
    source: int | None
    target: int

    @property
    def is_bias(self) -> bool:
        """A bias comes from no unit."""
        return self.source is None


@lru_cache(maxsize=512)
def place_of(name: str) -> Place:
    """Where the parameter of this name stands.

    >>> place_of("W2[1,0]"), place_of("b1[3]")
    (Place(layer=2, source=1, target=0), Place(layer=1, source=None, target=3))
    """
    kind, layer, first, second = NAME.fullmatch(name).groups()
    return Place(int(layer), int(first) if kind == "W" else None, int(second if kind == "W" else first))


def unit_words(layer: int, unit: int, layers: int) -> str:
    """What a unit is called; layers count from 1, units from 0 as in names of weights.

    >>> unit_words(1, 0, 2), unit_words(1, 1, 3), unit_words(2, 0, 2)
    ('hidden unit 1', 'unit 2 of layer 1', 'output 1')
    """
    if layer == 0:
        return f"input {unit + 1}"
    if layer == layers:
        return f"output {unit + 1}"
    return f"hidden unit {unit + 1}" if layers == 2 else f"unit {unit + 1} of layer {layer}"


@dataclass(frozen=True)
class Factor:
    """One factor. kind, layer: the sub-step that computes it; letter: as in the formulas; units: the numbers behind
    it; value: of the example that is shown."""

    kind: str
    layer: int
    letter: str
    units: tuple[int, ...]
    value: float

    @property
    def known_from(self) -> SubStep:
        """The sub-step from which on it is known; weights are known from the start."""
        return SubStep("input" if self.kind == "weight" else self.kind, 0 if self.kind == "weight" else self.layer)


@dataclass(frozen=True)
class Chain:
    """dL/dw of one parameter as input times slope times error; error: one factor at the output, else the pairs (delta
    of the next layer, weight that leads there), whose products are added.

    gradient: for the example that is shown; of_all: the sum over all examples of the update.
    """

    name: str
    place: Place
    error: tuple[tuple[Factor, ...], ...]
    slope: Factor
    input: Factor | None
    gradient: float
    of_all: float

    @property
    def value(self) -> float:
        """The product of the factors."""
        error = sum(np.prod([factor.value for factor in path]) for path in self.error)
        return float(error * self.slope.value * (1.0 if self.input is None else self.input.value))


def chain_of(network: engine.Network, passes: Passes, name: str) -> Chain:
    """The chain rule of the parameter of this name.

    >>> from .settings import BackpropSettings
    >>> from .study import backprop
    >>> result = backprop(BackpropSettings())
    >>> chain = chain_of(result.network, result.first, "W1[0,0]")
    >>> len(chain.error), round(chain.value, 12) == round(chain.gradient, 12)
    (2, True)
    """
    place, k = place_of(name), network.names.index(name)
    layer, unit = place.layer, place.target
    slope = Factor("slope", layer, "f'(z)", (unit,), float(passes.shown("slope", layer)[unit]))
    given = None if place.is_bias else _input(passes, layer, place.source)
    return Chain(name, place, _error(network, passes, layer, unit), slope, given,
                 float(passes.by_example[passes.row, k]), float(passes.gradient[k]))


def _input(passes: Passes, layer: int, source: int) -> Factor:
    value = float(passes.input_of(layer)[source])
    return Factor("input", 0, "x", (source,), value) if layer == 1 else Factor("a", layer - 1, "a", (source,), value)


def _error(network: engine.Network, passes: Passes, layer: int, unit: int) -> tuple[tuple[Factor, ...], ...]:
    if layer == len(network.layers):
        return ((Factor("error", layer, "dL/da", (unit,), float(passes.shown("error", layer)[unit])),),)
    weights, deltas = network.unpack(passes.theta)[layer]["W"][unit], passes.shown("delta", layer + 1)
    return tuple((Factor("delta", layer + 1, "δ", (k,), float(delta)),
                  Factor("weight", layer + 1, "W", (unit, k), float(weight)))
                 for k, (delta, weight) in enumerate(zip(deltas, weights)))
