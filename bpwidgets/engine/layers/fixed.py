"""What layers without parameters have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from ...errors import whole_number
from ..activations import ACTIVATIONS, Activation
from ..initializers import Initializer
from .protocol import call_of


@dataclass(frozen=True, repr=False)
class Fixed:
    """A layer with nothing to learn, as many features out as in, and a = z.

    Parameters
    ----------
    features
        The number of features, in and out.

    Raises
    ------
    ArgumentError
        If `features` is not a whole number of at least 1.
    """

    features: int

    activation: ClassVar[Activation] = ACTIVATIONS["identity"]
    depends_on_step: ClassVar[bool] = False
    inputs = outputs = property(attrgetter("features"))
    shapes: ClassVar[Mapping[str, tuple[int, ...]]] = MappingProxyType({})
    __repr__ = call_of

    def __post_init__(self) -> None:
        object.__setattr__(self, "features", whole_number(self.features, "features", type(self).__name__, 1))

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> dict[str, np.ndarray]:
        """No parameters, and no random numbers drawn."""
        return {}
