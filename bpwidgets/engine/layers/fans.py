"""How many numbers a weight joins, for layers where that is not the shape of a matrix."""

from __future__ import annotations

from math import sqrt

import numpy as np

from ..initializers import Initializer, Normal, Uniform


def draw(row: Initializer, weights: np.random.Generator, rows: int, columns: int, n_in: int, n_out: int) -> np.ndarray:
    """A matrix (rows, columns) of first weights, where n_in numbers go into one output and one input goes to n_out.

    Rows whose weights are independent take their variance from n_in and n_out. Others, such as "orthogonal", know
    nothing but the matrix.

    Examples
    --------
    >>> from bpwidgets.engine import INITIALIZERS
    >>> W = draw(INITIALIZERS["lecun_normal"], np.random.default_rng(0), 400, 300, n_in=4, n_out=3)
    >>> float(W.std().round(2))
    0.5
    """
    W = row.draw(weights, rows, columns)
    if isinstance(row.draw, Normal | Uniform):
        W *= sqrt(row.draw.variance(n_in, n_out) / row.draw.variance(rows, columns))
    return W
