"""Laws that points may follow, each fitted to them by least squares: what somebody commits to before it is drawn.

>>> import numpy as np
>>> x, y = np.array([1.0, 2.0, 4.0]), np.array([8.0, 4.0, 1.0])
>>> curve = same_factor(x, y)
>>> curve(np.array([3.0, 5.0])).round(12).tolist()
[2.0, 0.5]
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...errors import Verbatim, argument_error

Curve = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Law:
    """What somebody may say that points do. words: "falls by the same factor per layer"; fit(x, y): the curve of this
    kind through the points, x, y (n,), as a function of x; misconception: the name of the one that it shows.

    >>> from bpwidgets.teaching import Law, fixed_amount
    >>> law = Law("grows by a fixed amount per step", fixed_amount)
    >>> law.predict([0, 1, 2], [1, 3, 5], 10)
    21.0
    """

    words: str
    fit: Callable[[np.ndarray, np.ndarray], Curve]
    misconception: str = ""

    def __post_init__(self):
        if not self.words or not callable(self.fit):
            raise argument_error("words and fit", "Law", "a text and a function (x, y) -> curve",
                                 (self.words, self.fit))

    def predict(self, x, y, at: float) -> float:
        """What the law through these points says of another x."""
        return float(self.curve(x, y)(np.array([float(at)]))[0])

    def curve(self, x, y) -> Curve:
        """The law through these points, as a function of x; not a number where it has none."""
        fitted = self.fit(np.asarray(x, float), np.asarray(y, float))

        def quiet(at: np.ndarray) -> np.ndarray:
            with np.errstate(all="ignore"):
                return np.broadcast_to(np.asarray(fitted(at), float), at.shape)

        return quiet


def fixed_amount(x: np.ndarray, y: np.ndarray) -> Curve:
    """y = a + b x: the same amount for each step of x.

    >>> fixed_amount(np.array([0.0, 1.0]), np.array([2.0, 5.0]))(np.array([3.0])).round(12).tolist()
    [11.0]
    """
    middle = x.mean()
    b = float((x - middle) @ (y - y.mean()) / ((x - middle) @ (x - middle)))
    return lambda at: y.mean() + b * (at - middle)


def same_factor(x: np.ndarray, y: np.ndarray) -> Curve:
    """y = a f^x: the same factor for each step of x; least squares of the logarithms.

    Raises ArgumentError for numbers that are not all of one sign.
    """
    sign = _one_sign(y, "y", "a law of factors")
    logs = fixed_amount(x, np.log(sign * y))
    return lambda at: sign * np.exp(logs(at))


def power_of_x(x: np.ndarray, y: np.ndarray) -> Curve:
    """y = a x^k: doubling x always does the same; least squares of the logarithms of both.

    Raises ArgumentError for an x that is not above 0, and numbers that are not all of one sign.

    >>> power_of_x(np.array([1.0, 2.0]), np.array([3.0, 12.0]))(np.array([3.0])).round(12).tolist()
    [27.0]
    """
    if (x <= 0).any():
        raise argument_error("x", "a power law", "numbers above 0", Verbatim(f"{x.min():g}"))
    sign = _one_sign(y, "y", "a power law")
    logs = fixed_amount(np.log(x), np.log(sign * y))
    return lambda at: sign * np.exp(logs(np.log(at)))


def no_change(x: np.ndarray, y: np.ndarray) -> Curve:
    """y = a: it does not depend on x.

    >>> no_change(np.array([1.0, 2.0]), np.array([3.0, 5.0]))(np.array([9.0]))
    array([4.])
    """
    return lambda at: np.full(at.shape, y.mean())


def _one_sign(numbers: np.ndarray, name: str, of: str) -> float:
    signs = set(np.sign(numbers).tolist())
    if signs not in ({1.0}, {-1.0}):
        raise argument_error(name, of, "numbers that are all above 0, or all below", Verbatim(
            ", ".join(f"{one:g}" for one in numbers)), "Keep other points, or choose another law.")
    return signs.pop()
