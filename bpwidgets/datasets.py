"""Data sets: frozen, compared by content, ready for a lab."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from .engine.arguments import refusal
from .engine.arrays import digest, read_only


@dataclass(frozen=True, repr=False)
class Dataset:
    """Inputs x with their desired outputs y: read-only copies that compare by content.

    The shapes are kept as given. The one-weight lab needs plain lists of numbers, x (N,) and y (N,); a network needs tables,
    x (N, inputs) and y (N, outputs), where a single column is `x[:, None]`.

    Parameters
    ----------
    x : (N,) or (N, inputs)
        One example per row.
    y : (N,) or (N, outputs)
        The desired output of each example.
    name
        What menus call it; it counts in a comparison.

    Raises
    ------
    ValueError
        For anything but finite numbers, an empty array, x and y of different lengths, or more than two axes.

    Examples
    --------
    >>> mine = Dataset([1, 2, 3], [2, 4, 6], name="mine")
    >>> mine
    Dataset('mine', x (3,), y (3,))
    >>> mine == Dataset([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], name="mine")
    True
    """

    x: np.ndarray = field(compare=False)
    y: np.ndarray = field(compare=False)
    name: str = "own data"
    content: str = field(init=False, default="")

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name.strip():
            raise refusal("name", "Dataset", "a text that is not empty", self.name)
        x, y = read_only(self.x, "x", "Dataset"), read_only(self.y, "y", "Dataset")
        if len(x) != len(y):
            raise refusal("y", "Dataset", f"{len(x)} rows, as many as x has", y, "Each input needs one desired output.")
        for name, value in dict(x=x, y=y, content=digest(x, y)).items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, x {self.x.shape}, y {self.y.shape})"

    def __len__(self) -> int:
        return len(self.x)


def weight_table() -> Dataset:
    """The one-weight table: inputs 0, 3, 9, 27 and desired outputs 0, 6, 18, 54, so that the best weight is 2.

    Examples
    --------
    >>> weight_table().x.tolist(), weight_table().y.tolist()
    ([0.0, 3.0, 9.0, 27.0], [0.0, 6.0, 18.0, 54.0])
    """
    return ONE_WEIGHT["weight table"]


_ONE_WEIGHT = (
    Dataset([0, 3, 9, 27], [0, 6, 18, 54], "weight table"),
    # no weight fits all rows: the best one, 1.5, leaves a sum of squared errors of 1.5
    Dataset([1, 2, 3, 4], [2, 2, 5, 6], "noisy line"),
    # the best weight is -1.5: from a positive start the step must go down through 0
    Dataset([1, 2, 3, 4], [-1.5, -3, -4.5, -6], "negative slope"),
)

ONE_WEIGHT = MappingProxyType({data.name: data for data in _ONE_WEIGHT})
