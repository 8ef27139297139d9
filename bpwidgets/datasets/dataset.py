"""One data set: inputs with their desired outputs, as a value that cannot change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from ..engine.support.data import digest, read_only
from ..errors import argument_error, finite_number, whole_number


@dataclass(frozen=True, repr=False, init=False)
class Dataset:
    """Inputs x with their desired outputs y: read-only copies that compare by content.

    The shapes are kept as given. The one-weight lab needs plain lists of numbers, x (N,) and y (N,); a network needs
    tables, x (N, inputs) and y (N, outputs), where a single column is `x[:, None]`.

    Parameters
    ----------
    x : (N,) or (N, inputs)
        One example per row.
    y : (N,) or (N, outputs)
        The desired output of each example.
    name
        What settings and tables call it; it counts in a comparison.
    title, summary
        What menus show, and one sentence about it. Without a title it is the name, in words.

    Raises
    ------
    ArgumentError
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
    name: str
    title: str = field(compare=False)
    summary: str = field(compare=False)
    content: str = field(init=False)

    def __init__(self, x: ArrayLike, y: ArrayLike, name: str = "own data", title: str = "", summary: str = "") -> None:
        if not isinstance(name, str) or not name.strip():
            raise argument_error("name", "Dataset", "a text that is not empty", name)
        x, y = read_only(x, "x", "Dataset"), read_only(y, "y", "Dataset")
        if len(x) != len(y):
            raise argument_error("y", "Dataset", f"{len(x)} rows, as many as x has", y,
                                 "Each input needs one desired output.")
        told = dict(name=name, title=title, summary=summary)
        for attribute, value in dict(x=x, y=y, content=digest(x, y), **told).items():
            object.__setattr__(self, attribute, value)

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, x {self.x.shape}, y {self.y.shape})"

    def __len__(self) -> int:
        return len(self.x)

    def split(self, fraction: float = 0.5, seed: int = 0) -> tuple[Dataset, Dataset]:
        """Two data sets, the examples shuffled: one for training, with this fraction of them, and one for testing, with
        the rest.

        Raises
        ------
        ArgumentError
            If one of the two would be empty.

        Examples
        --------
        >>> Dataset([[1], [2], [3], [4], [5]], [[0], [0], [1], [1], [1]], "five").split(0.6)
        (Dataset('five, train', x (3, 1), y (3, 1)), Dataset('five, test', x (2, 1), y (2, 1)))
        """
        order = np.random.default_rng(whole_number(seed, "seed", "Dataset.split")).permutation(len(self))
        count = round(finite_number(fraction, "fraction", "Dataset.split") * len(self))
        if not 0 < count < len(self):
            expected = f"a number that gives both parts at least one of the {len(self)} rows"
            raise argument_error("fraction", "Dataset.split", expected, fraction)
        train, test = (Dataset(self.x[rows], self.y[rows], f"{self.name}, {part}", summary=self.summary)
                       for part, rows in (("train", order[:count]), ("test", order[count:])))
        return train, test

    def relabel(self, *values: float) -> Dataset:
        """The same examples with other labels: the smallest label becomes the first value, the next one the second, and
        so on.

        Raises
        ------
        ArgumentError
            If y is not one column of whole numbers, or has another number of different labels.

        Examples
        --------
        From 0 and 1, as a sigmoid unit gives them, to -1 and +1, as a tanh unit does:

        >>> Dataset([1, 2, 3], [0, 1, 1]).relabel(-1, 1).y
        array([-1.,  1.,  1.])
        """
        labels, numbers = self._labels("Dataset.relabel")
        if len(values) != len(labels):
            shown = ", ".join(f"{label:g}" for label in labels)
            raise argument_error("values", "Dataset.relabel", f"{len(labels)} numbers, for the labels {shown}", values)
        return replace(self, y=read_only(values, "values", "Dataset.relabel")[numbers].reshape(self.y.shape))

    def one_hot(self) -> Dataset:
        """The same examples with a column of y for each label, the smallest first: 1 in the column of the example's
        own, else 0.

        Raises
        ------
        ArgumentError
            If y is not one column of whole numbers.

        Examples
        --------
        >>> Dataset([1, 2, 3], [0, 2, 5]).one_hot().y.tolist()
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
        """
        labels, numbers = self._labels("Dataset.one_hot")
        return replace(self, y=np.eye(len(labels))[numbers])

    def _labels(self, of: str) -> tuple[np.ndarray, np.ndarray]:
        """The different labels, in ascending order, and the number of each example's own among them."""
        if self.y.size != len(self) or (self.y % 1 != 0).any():
            raise argument_error("y", of, "one column of whole numbers, the labels of the classes", self.y)
        return np.unique(self.y.ravel(), return_inverse=True)
