"""Handwritten digits: 1,797 pictures of 8 x 8 pixels, each with the digit that its writer meant.

This is the test part of "Optical Recognition of Handwritten Digits" of the UCI Machine Learning Repository (E. Alpaydin
and C. Kaynak, 1998, doi 10.24432/C50P49; licence: Creative Commons Attribution 4.0 International, CC BY 4.0), the same
numbers as scikit-learn's `load_digits`. Thirteen people wrote these digits. A program of the NIST brought each to a
bitmap of 32 x 32; a pixel here counts the black ones in a block of 4 x 4. `digits.npz` holds these counts unchanged.

E. Alpaydin and C. Kaynak, Cascading classifiers, Kybernetika 34 (1998). M. D. Garris and others, NIST form-based
handprint recognition system, NISTIR 5469 (1994).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import numpy as np

from .dataset import Dataset

# Width and height of a picture in pixels, and the most black ones that a pixel counts.
SIDE, MOST = 8, 16


@lru_cache(maxsize=1)
def digits() -> Dataset:
    """The digits: x (1797, 64), the share of ink in each pixel, row by row from the top left; y (1797, 1), the digits
    0 to 9 that they mean.

    Examples
    --------
    >>> data = digits()
    >>> data
    Dataset('digits', x (1797, 64), y (1797, 1))
    >>> (16 * data.x[10].reshape(8, 8)[0]).astype(int).tolist(), int(data.y[10, 0])
    ([0, 0, 1, 9, 15, 11, 0, 0], 0)
    """
    with (files(__package__) / "digits.npz").open("rb") as file, np.load(file) as kept:
        counts, labels = kept["pixels"], kept["labels"]
    return Dataset(counts / MOST, labels[:, None], "digits", "handwritten digits",
                   "1,797 digits of 8 x 8 pixels, written by thirteen people (UCI, CC BY 4.0)")
