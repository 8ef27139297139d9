"""Any function of theta as an objective."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ...errors import Verbatim, argument_error, describe, whole_number
from ..check import refuse_wrong_gradient
from ..support.arrays import as_floats
from ..support.data import read_only
from ..support.differences import derivatives
from .closed_form import ClosedForm


@dataclass(frozen=True, init=False, repr=False)
class Function(ClosedForm):
    """A custom function of theta, used like any other objective: descended on, seen in a plane, its curvature computed.

    Parameters
    ----------
    function
        theta (n,) -> a number. If it works entry by entry on the last axis, theta (..., n) -> (...), such as
        `theta[..., 0] ** 2`, it is given many settings at once, which is faster; that is found out by trying.
    n
        The number of coordinates of theta. Not needed if there are names.
    names
        The names of the coordinates; theta[0], theta[1], ... by default.
    gradient
        theta (n,) -> (n,), or (..., n) -> (..., n). If there is none, the gradient is computed by central differences
        of sixth order (`differences`), to a relative accuracy of 1e-10 or so where the function is smooth.
    at : (n,)
        A point where the function has a value: near it function and gradient are tried. By default 0.5, about.

    Raises
    ------
    ArgumentError
        If the function fails near `at`, does not return one finite real number there, or the gradient is not its slope.

    Examples
    --------
    >>> f = Function(lambda theta: theta[0] ** 2 + 10 * theta[1] ** 2, names=("x", "y"))
    >>> float(f.value([1.0, 2.0])), f.gradient([1.0, 2.0]).round(9).tolist()
    (41.0, [2.0, 40.0])
    >>> f.curvature([1.0, 2.0]).eigenvalues.round(6).tolist()
    [2.0, 20.0]
    """

    function: Callable[[np.ndarray], Any]
    slopes: Callable[[np.ndarray], Any] | None
    names: tuple[str, ...]

    def __init__(self, function: Callable[[np.ndarray], Any], n: int | None = None, names: Sequence[str] | None = None,
                 gradient: Callable[[np.ndarray], Any] | None = None, at: ArrayLike | None = None) -> None:
        names = _names(n, names)
        thetas = _near(at, len(names))
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "function", _tried(function, "function", thetas, ()))
        slopes = None if gradient is None else _tried(gradient, "gradient", thetas, (len(names),))
        object.__setattr__(self, "slopes", slopes)
        if gradient is not None:
            for theta in thetas.reshape(-1, len(names)):
                refuse_wrong_gradient(self, theta, "Function")

    def __repr__(self) -> str:
        return f"Function(names={self.names})"

    def value(self, theta: ArrayLike, step: int | None = None) -> np.ndarray:
        """f(theta): theta (..., n) -> (...)."""
        theta = self._checked(theta)
        with np.errstate(all="ignore"):
            return as_floats(self.function(theta))[()]

    def gradient(self, theta: ArrayLike, step: int | None = None) -> np.ndarray:
        """df/dtheta: theta (..., n) -> (..., n)."""
        theta = self._checked(theta)
        if self.slopes is None:
            slopes = derivatives(self.value, theta.astype(np.float64), np.eye(len(self.names)))
            return np.moveaxis(slopes, 0, -1).astype(theta.dtype)
        with np.errstate(all="ignore"):
            return as_floats(self.slopes(theta))

    def value_and_gradient(self, theta: ArrayLike, step: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Both: theta (..., n) -> (...), (..., n)."""
        return self.value(theta), self.gradient(theta)

    def _checked(self, theta: ArrayLike) -> np.ndarray:
        theta = as_floats(theta)
        if theta.shape[-1:] != (len(self.names),):
            raise argument_error("theta", "the function", f"shape (..., {len(self.names)})", theta)
        return theta


@dataclass(frozen=True)
class OneByOne:
    """A function of one setting (n,) -> shape, applied to many: (..., n) -> (..., *shape)."""

    function: Callable[[np.ndarray], Any]
    shape: tuple[int, ...]

    def __call__(self, thetas: np.ndarray) -> np.ndarray:
        results = [self._result(theta) for theta in thetas.reshape(-1, thetas.shape[-1])]
        return np.array(results, dtype=thetas.dtype).reshape(thetas.shape[:-1] + self.shape)

    def _result(self, theta: np.ndarray) -> Any:
        try:
            return self.function(theta)
        # math.exp(1000) and math.log(-1) raise where numpy gives inf and nan, which are data
        except (ArithmeticError, ValueError):
            return np.full(self.shape, np.nan)


def _names(n: int | None, names: Sequence[str] | None) -> tuple[str, ...]:
    if names is None:
        if n is None:
            expected = "the number of coordinates of theta, or their names"
            raise argument_error("n", "Function", expected, None, "Give n=2 for a plane.")
        return tuple(f"theta[{i}]" for i in range(whole_number(n, "n", "Function", 1)))
    texts = not isinstance(names, str) and all(isinstance(name, str) for name in names)
    if not texts or not names or len(set(names)) < len(names):
        raise argument_error("names", "Function", 'different texts, such as ("x", "y")', names)
    if n is not None and n != len(names):
        raise argument_error("n", "Function", f"{len(names)}, the number of names", n)
    return tuple(names)


def _near(at: ArrayLike | None, n: int) -> np.ndarray:
    """Settings (3, 2, n) near a point, read-only, so that a function that changes its argument is found out."""
    point = np.linspace(0.45, 0.55, n) if at is None else read_only(at, "at", "Function", (1,))
    if len(point) != n:
        raise argument_error("at", "Function", f"shape ({n},)", point)
    thetas = point + 0.05 * np.maximum(1, abs(point)) * np.sin(np.arange(1.0, 6 * n + 1)).reshape(3, 2, n)
    thetas.flags.writeable = False
    return thetas


def _tried(function: Any, parameter: str, thetas: np.ndarray, shape: tuple[int, ...]) -> Callable[[np.ndarray], Any]:
    """The function, made fit for many settings if it is not; refused if it cannot be used for one."""
    if not callable(function):
        raise argument_error(parameter, "Function", "a function of theta", function)
    with np.errstate(all="ignore"):
        alone = [_result(function, parameter, theta, shape) for theta in thetas.reshape(-1, thetas.shape[-1])]
        expected = np.array(alone).reshape(thetas.shape[:-1] + shape)
        try:
            together = np.asarray(function(thetas))
            fit = together.shape == expected.shape and np.allclose(together, expected, rtol=1e-9, atol=0)
        except Exception:    # whatever goes wrong with many settings, it works with one
            fit = False
    return function if fit else OneByOne(function, shape)


def _result(function: Callable[[np.ndarray], Any], parameter: str, theta: np.ndarray,
            shape: tuple[int, ...]) -> np.ndarray:
    expected = f"a function of theta that returns {f'an array of shape {shape}' if shape else 'one number'}"
    here = f"near [{', '.join(f'{number:.2g}' for number in theta)}]"
    advice = "If it has no value there, give at=..., a point where it has one."
    try:
        result = function(theta)
    except Exception as error:
        if isinstance(error, TypeError):    # most often a function of x and y
            advice = "It is given one array, theta, as in lambda theta: theta[0] ** 2 + theta[1] ** 2."
        given = Verbatim(f"{type(error).__name__}: {error}, {here}")
        raise argument_error(parameter, "Function", expected, given, advice) from error
    array = np.asarray(result)
    if array.dtype.kind not in "iuf" or array.shape != shape:
        raise argument_error(parameter, "Function", expected, result,
                      f"theta has shape {theta.shape}; its numbers are theta[0], theta[1] ..." if array.ndim else "")
    if not np.isfinite(array).all():
        raise argument_error(parameter, "Function", expected, Verbatim(f"{describe(result)}, {here}"), advice)
    return array
