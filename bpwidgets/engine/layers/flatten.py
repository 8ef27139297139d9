"""From images to rows: what a dense layer can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from operator import attrgetter
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from ...errors import argument_error, whole_number
from ..activations import ACTIVATIONS, Activation
from ..initializers import Initializer
from ..trace import LayerBack, LayerTrace
from .checks import Axes
from .context import Context
from .protocol import call_of

Parameters = Mapping[str, np.ndarray]


@dataclass(frozen=True, repr=False)
class Flatten:
    """All numbers of an image in one row, (..., batch, height, width, channels) -> (..., batch, features); a = z.

        z[(p width + q) channels + c] = x[p, q, c],    features = height width channels

    Nothing is computed: backward, each delta goes back to its pixel.

    Parameters
    ----------
    height, width, channels
        The size of the images, which decides how many weights the `Dense` after it has. After a convolution height is
        (height + 2 padding - size) // stride + 1, after pooling (height - size) // stride + 1, and likewise width.

    Raises
    ------
    ArgumentError
        If a number is not whole, or below 1; in forward, if the images have another size.

    Examples
    --------
    Eight filters over images of 8 by 8 pixels, then ten classes:

    >>> from bpwidgets.engine import Conv2D, Dense, MaxPool2D, Network
    >>> net = Network((Conv2D(1, 8, 3, "relu"), MaxPool2D(8), Flatten(3, 3, 8), Dense(72, 10)))
    >>> net.forward(net.initialize(), np.ones((5, 8, 8, 1))).output.shape
    (5, 10)
    """

    height: int
    width: int
    channels: int

    activation: ClassVar[Activation] = ACTIVATIONS["identity"]
    axes: ClassVar[Axes] = (3, 1)
    depends_on_step: ClassVar[bool] = False
    shapes: ClassVar[Mapping[str, tuple[int, ...]]] = MappingProxyType({})
    inputs = property(attrgetter("channels"))
    __repr__ = call_of

    def __post_init__(self) -> None:
        for name in ("height", "width", "channels"):
            object.__setattr__(self, name, whole_number(getattr(self, name), name, "Flatten", 1))

    @property
    def outputs(self) -> int:
        """The number of features: height times width times channels."""
        return prod(self._shape)

    @property
    def _shape(self) -> tuple[int, int, int]:
        return self.height, self.width, self.channels

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> dict[str, np.ndarray]:
        """No parameters, and no random numbers drawn."""
        return {}

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, height, width, channels)."""
        if x.ndim < 4 or x.shape[-3:] != self._shape:
            size = ", ".join(map(str, self._shape))
            raise argument_error("x", "Flatten", f"shape (batch, {size})", x,
                                 "Flatten(height, width, channels) must say the size of these images.")

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> LayerTrace:
        """z = x with its last three axes as one, a view where that is possible."""
        self.check_input(x)
        z = x.reshape((*x.shape[:-3], self.outputs))
        return LayerTrace(x, z, z)

    def backward(self, parameters: Parameters, trace: LayerTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """dx = da in the shape of the images."""
        dx = da.reshape((*da.shape[:-1], *self._shape))
        return LayerBack(da, {}, dx)
