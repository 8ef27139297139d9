"""Dropout: in each step of training some features are left out, so that no unit can rely on a single other one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from ...errors import argument_error, finite_number, whole_number
from ..trace import LayerBack
from .checks import check_features
from .context import Context
from .fixed import Fixed

Parameters = Mapping[str, np.ndarray]


class DropoutTrace(NamedTuple):
    """A `LayerTrace` with m, (batch, features): 0 for what was left out, else 1 / (1 - rate); None without a step."""

    x: np.ndarray
    z: np.ndarray
    a: np.ndarray
    m: np.ndarray | None


@dataclass(frozen=True, repr=False)
class Dropout(Fixed):
    """Each feature of each example is left out with the probability `rate` at a step of training; a = z.

        z = x o m,    m = 0 with probability rate, else 1 / (1 - rate)

    so that the mean of z is x (Srivastava et al., 2014; "inverted": they shrink the weights after training instead).
    Without a step, as for all that is measured, z = x. The same step, seed and place give the same m, which all
    settings of the parameters share.

    Parameters
    ----------
    features
        Their number, in and out.
    rate
        The probability, from 0 to below 1.
    seed
        Of what is left out.

    Examples
    --------
    >>> from bpwidgets.engine import Dense, Network
    >>> net, x = Network((Dropout(4, 0.5, seed=2),)), np.ones((1, 4))
    >>> net.forward([], x, step=0).output, net.forward([], x).output
    (array([[0., 0., 2., 0.]]), array([[1., 1., 1., 1.]]))
    """

    rate: float = 0.5
    seed: int = 0
    depends_on_step: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if finite_number(self.rate, "rate", "Dropout", 0) >= 1:
            raise argument_error("rate", "Dropout", "a number from 0 to below 1", self.rate, "1 leaves nothing over.")
        object.__setattr__(self, "seed", whole_number(self.seed, "seed", "Dropout"))

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, features)."""
        check_features(x, self.features)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> DropoutTrace:
        """Compute z = x o m."""
        if context is None or context.step is None or not self.rate:
            return DropoutTrace(x, x, x, None)
        u = np.random.default_rng([self.seed, context.step, *_numbers(context.layer)]).random(x.shape[-2:])
        m = ((u >= self.rate) / (1 - self.rate)).astype(x.dtype)
        z = x * m
        return DropoutTrace(x, z, z, m)

    def backward(self, parameters: Parameters, trace: DropoutTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """Carry da back: delta = da,  dx = delta o m."""
        return LayerBack(da, {}, da if trace.m is None else da * trace.m)


def _numbers(place: Any) -> Iterator[int]:
    """The place of a layer as numbers: (1, 0) for the first one inside the second."""
    for part in place if isinstance(place, tuple) else (place,):
        yield from _numbers(part) if isinstance(part, tuple) else (int(part),)
