"""Embedding: symbols, such as letters, become rows of features that are learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ...errors import Verbatim, argument_error, whole_number
from ..activations import ACTIVATIONS, Activation
from ..initializers import Initializer
from ..support.arrays import as_floats
from ..trace import LayerBack, LayerTrace
from .checks import Axes
from .context import Context
from .fans import draw
from .protocol import call_of
from .recurrence import check_sequences, flat

Parameters = Mapping[str, np.ndarray]


def one_hot(numbers: ArrayLike, symbols: int) -> np.ndarray:
    """Numbers of symbols, (...), as rows with a 1 in the place of the symbol and 0 elsewhere: (..., symbols).

    Raises
    ------
    ArgumentError
        If a number is not one of 0 to symbols - 1.

    Examples
    --------
    >>> one_hot([2, 0], symbols=3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    numbers, symbols = as_floats(numbers, "numbers", "one_hot"), whole_number(symbols, "symbols", "one_hot", 1)
    wrong = numbers[~np.isin(numbers, np.arange(symbols))]
    if wrong.size:
        raise argument_error("numbers", "one_hot", f"whole numbers from 0 to {symbols - 1}", Verbatim(f"{wrong[0]:g}"),
                             "Count the symbols from 0.")
    return np.eye(symbols)[numbers.astype(int)]


@dataclass(frozen=True, repr=False)
class Embedding:
    """A table with a row of features for each symbol, from which each step of a sequence takes its row; a = z.

        z_t = row k of E where x_t is symbol k,  that is  z_t = x_t E  with x_t one-hot

    Symbols arrive one-hot, (..., batch, time, symbols), as `one_hot` makes them. For a small vocabulary the product
    costs next to nothing, and with it a gradient reaches x: dx[t, k] says what a little of symbol k at step t would do
    to the loss. A row of E gets the sum of the deltas of all steps where its symbol stood, the others get 0.

    (Bengio, Ducharme, Vincent & Jauvin, 2003, whose C is E here.) In names "E1[4,2]" is feature 2 of symbol 4.

    Parameters
    ----------
    symbols
        The size of the vocabulary.
    features
        The number of features of each symbol; E is (..., symbols, features).

    Raises
    ------
    ArgumentError
        If a size is not a whole number of at least 1.

    Examples
    --------
    The word "abba", with a = 0 and b = 1:

    >>> layer, parameters = Embedding(2, 3), {"E": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])}
    >>> trace = layer.forward(parameters, one_hot([[0, 1, 1, 0]], symbols=2))
    >>> trace.z[0].tolist()
    [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [4.0, 5.0, 6.0], [1.0, 2.0, 3.0]]
    >>> delta = np.zeros((1, 4, 3))
    >>> delta[0, :, 0] = [1, 2, 3, 4]
    >>> layer.backward(parameters, trace, delta).gradients["E"].tolist()
    [[5.0, 0.0, 0.0], [5.0, 0.0, 0.0]]
    """

    symbols: int
    features: int

    activation: ClassVar[Activation] = ACTIVATIONS["identity"]
    axes: ClassVar[Axes] = (2, 2)
    depends_on_step: ClassVar[bool] = False
    inputs = property(attrgetter("symbols"))
    outputs = property(attrgetter("features"))
    __repr__ = call_of

    def __post_init__(self) -> None:
        object.__setattr__(self, "symbols", whole_number(self.symbols, "symbols", "Embedding", 1))
        object.__setattr__(self, "features", whole_number(self.features, "features", "Embedding", 1))

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter, in the order in which theta holds them."""
        return {"E": (self.symbols, self.features)}

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> dict[str, np.ndarray]:
        """First parameters: E drawn by the row, times gain; of all the symbols one at a time goes in, n_in = 1."""
        return {"E": gain * draw(row, weights, self.symbols, self.features, n_in=1, n_out=self.features)}

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, time, symbols)."""
        if x.ndim < 3:
            raise argument_error("x", "the network", f"shape (batch, time, {self.symbols}), one-hot", x,
                                 f"Of numbers of symbols, one_hot(x, {self.symbols}) makes that.")
        check_sequences(x, self.symbols)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> LayerTrace:
        """Compute z_t = x_t E."""
        z = x @ parameters["E"][..., None, :, :]
        return LayerTrace(x, z, z)

    def backward(self, parameters: Parameters, trace: LayerTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """Carry da back: delta = da,  dE = sum_t x_t^T delta_t over the batch too,  dx_t = delta_t E^T."""
        x, delta, E = trace.x, da, parameters["E"]
        dE = flat(x).mT @ flat(delta)
        dx = delta @ E.mT[..., None, :, :]
        return LayerBack(delta, {"E": dE}, dx)
