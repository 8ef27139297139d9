"""Is a gradient right? Compare it with differences of the value, coordinate by coordinate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import Verbatim, argument_error, finite_number
from .support.arrays import as_floats

EPSILON = np.finfo(np.float64).eps
KINK = 1e-6
WRONG = 1e-5
# With at most so many coordinates all of them are moved at once, where the objective has values of many settings.
FEW = 400


class Kink(NamedTuple):
    """A coordinate along which the value bends sharply: its slope to the left, to the right, and the gradient given."""

    coordinate: str
    left: float
    right: float
    analytic: float


@dataclass(frozen=True)
class GradientCheck:
    """The outcome of `check_gradient`.

    Parameters
    ----------
    relative_error
        |analytic - numeric| / max(|analytic|, |numeric|) at the worst coordinate that is not at a kink; dimensionless.
    coordinate
        Its name, such as "W1[0,5]"; with leading axes the setting stands in front, "(2,) W1[0,5]".
    analytic, numeric
        The two numbers there.
    kinks
        The coordinates where no derivative exists within the step of the differences; not part of the error.
    """

    relative_error: float
    coordinate: str
    analytic: float
    numeric: float
    kinks: tuple[Kink, ...]

    def __str__(self) -> str:
        kinks = f"; {len(self.kinks)} at a kink, first {self.kinks[0].coordinate}" if self.kinks else ""
        return (f"worst relative error {self.relative_error:.1e} at {self.coordinate}: "
                f"gradient {self.analytic:.10g}, central difference {self.numeric:.10g}{kinks}")


def check_gradient(objective: Any, theta: ArrayLike, step: int | None = None, h: float | None = None) -> GradientCheck:
    """Compare the gradient of an objective with central differences of its value.

        numeric_i = ( f(theta + h e_i) - f(theta - h e_i) ) / (2 h)

    The error of the formula falls with h^2, that of rounding grows with 1/h; h = eps^(1/3) max(1, |theta_i|) balances
    the two (Nocedal & Wright, 2006, section 8.1). Numbers below a million times the rounding error count by their
    absolute difference. At a kink the two one-sided slopes differ however small h is: such coordinates are listed, not
    counted. Coordinates that the objective calls `held` are passed over.

    Parameters
    ----------
    objective
        Anything with `value(theta, step)` and `gradient(theta, step)`, and perhaps with `names` of its coordinates.
    theta : (n,)
        Where to check; (..., n) checks many settings.
    step
        Passed on to both, so that mini-batches and dropout are the same.
    h
        Another step for all coordinates, in the unit of theta.

    Raises
    ------
    ArgumentError
        If theta has no coordinate, h is not above 0, or the gradient does not have the shape of theta.

    Examples
    --------
    >>> from bpwidgets import engine
    >>> f = engine.NetworkLoss(engine.network((2, 3, 1)), [[1, 2], [0, 1]], [[1], [0]])
    >>> check_gradient(f, f.network.initialize("he_normal")).relative_error < 1e-7
    True
    """
    theta = as_floats(theta).astype(np.float64)
    if theta.ndim == 0 or theta.size == 0:
        raise argument_error("theta", "check_gradient", "shape (..., n) with at least one number", theta)
    if h is not None:
        h = finite_number(h, "h", "check_gradient", above=0)
    analytic = np.array(objective.gradient(theta, step))
    if analytic.shape != theta.shape:
        raise argument_error("gradient", "the objective", f"the shape of theta, {theta.shape}", analytic)
    with np.errstate(all="ignore"):
        left, right, kinked, noise = _differences(objective, theta, step, h)
        numeric = (left + right) / 2
        error = np.abs(analytic - numeric) / np.maximum(np.maximum(np.abs(analytic), np.abs(numeric)), 1e6 * noise)
    held = getattr(objective, "held", None)
    if held is not None:
        kinked[..., held], analytic[..., held] = False, numeric[..., held]
    error = np.where(analytic == numeric, 0.0, np.where(kinked, -1.0, np.nan_to_num(error, nan=np.inf)))
    names = getattr(objective, "names", None) or tuple(f"theta[{i}]" for i in range(theta.shape[-1]))
    worst = np.unravel_index(np.argmax(error), error.shape)
    kinks = tuple(Kink(_name(names, place), float(left[place]), float(right[place]), float(analytic[place]))
                  for place in map(tuple, np.argwhere(kinked)))
    return GradientCheck(max(float(error[worst]), 0.0), _name(names, worst), float(analytic[worst]),
                         float(numeric[worst]), kinks)


def _differences(objective: Any, theta: np.ndarray, step: int | None, chosen: float | None) -> tuple[np.ndarray, ...]:
    """Along each coordinate, (..., n) each: the slopes to the left and to the right, whether there is a kink, and the
    rounding error."""
    h = np.full(theta.shape, chosen) if chosen else EPSILON ** (1 / 3) * np.maximum(1.0, np.abs(theta))
    here = np.asarray(objective.value(theta, step), dtype=np.float64)[..., None]
    low, half_low, half_high, high = (_moved(objective, theta, step, part * h) for part in (-1, -0.5, 0.5, 1))
    noise = EPSILON * np.abs(here) / h
    left, right = (here - low) / h, (high - here) / h
    # for a smooth f the gap between the two slopes is h f'', so half the step gives half the gap
    gap, half_gap = right - left, (half_high - 2 * here + half_low) / (h / 2)
    steep = np.maximum(np.abs(left), np.abs(right))
    kinked = np.abs(gap - 2 * half_gap) > KINK * steep + 64 * noise
    # theta + h is rounded, too: at the bottom of a valley, where both slopes cancel, that is all that is left
    return left, right, kinked, noise + EPSILON * np.abs(theta) / h * steep


def _moved(objective: Any, theta: np.ndarray, step: int | None, distance: np.ndarray) -> np.ndarray:
    """The values with one coordinate after the other moved by its distance, (..., n)."""
    if theta.ndim == 1 and len(theta) <= FEW and step is None and hasattr(objective, "values"):
        return np.asarray(objective.values(theta + np.diag(distance)), dtype=np.float64)
    values = []
    for i in range(theta.shape[-1]):
        moved = theta.copy()
        moved[..., i] += distance[..., i]
        values.append(np.asarray(objective.value(moved, step), dtype=np.float64))
    return np.stack(values, axis=-1)


def _name(names: Sequence[str], place: Sequence[Any]) -> str:
    *setting, i = (int(index) for index in place)
    return f"{tuple(setting)} {names[i]}" if setting else names[i]


def refuse_wrong_gradient(objective: Any, theta: np.ndarray, of: str) -> None:
    """Refuse an objective whose gradient at theta (n,) is not the slope of its value, and show both numbers.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> cube = SimpleNamespace(value=lambda t, step: t[..., 0] ** 3, gradient=lambda t, step: 2 * t ** 2, names=("x",))
    >>> refuse_wrong_gradient(cube, np.array([2.0]), "the cube")      # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    bpwidgets.errors.ArgumentError: gradient of the cube: expected 12 along x, ...; got 8. Tried at [2].
    """
    found = check_gradient(objective, theta)
    if not found.relative_error <= WRONG:
        place = ", ".join([f"{number:.4g}" for number in theta[:4]] + ["..."] * (len(theta) > 4))
        expected = f"{found.numeric:.6g} along {found.coordinate}, by central differences"
        raise argument_error("gradient", of, expected, Verbatim(f"{found.analytic:.6g}"), f"Tried at [{place}].")
