"""Is the slope of an activation the derivative of its function? Each custom row is checked once, when it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...errors import Verbatim, argument_error

# Those that are easily worked out by hand stand first: a refusal names the first that is wrong.
POINTS = (1, -1, 2, -2, 0.5, -0.5, 3, -3, 0, 0.25, -0.25, 1.5, -1.5, 2.5, -2.5, 4, -4, 5, -5, 6, -6)
H = np.finfo(np.float64).eps ** (1 / 3)
STEPS = H * np.array([[-1], [-0.5], [0], [0.5], [1]])
WRONG, ROUNDING, BEND = 1e-5, 1e-7, 1e-4


def check_slope(name: str, function: Callable[[Any], Any], slope: Callable[[Any], Any],
                kinks: tuple[float, ...]) -> None:
    """Refuse a slope that is not the central difference of its function at points from -6 to 6 that are not kinks.

        f'(z) = (f(z + h) - f(z - h)) / (2 h)

    Raises
    ------
    ArgumentError
        If function or slope does not turn an array into finite numbers of the same shape, f bends at a point that is
        not among the kinks, or the slope is wrong there: the text has both numbers and the place.
    """
    of = f"Activation {name!r}"
    z = np.array([point for point in POINTS if all(abs(point - kink) > 2 * H for kink in kinks)], dtype=np.float64)
    f = _values(function, "function", of, z + STEPS)
    given = _values(slope, "slope", of, z[None])[0]
    numeric = (f[4] - f[0]) / (2 * H)
    scale = max(np.abs(f).max(initial=0), np.abs(numeric).max(initial=0))
    _refuse_bends(of, z, f, BEND * scale, kinks)
    numeric[np.abs(numeric) < ROUNDING * scale] = 0
    wrong = np.abs(given - numeric) > WRONG * np.abs(numeric) + ROUNDING * scale
    if wrong.any():
        place = np.argmax(wrong)
        expected = f"{numeric[place]:.7g} at z = {z[place]:g} (central difference of its function)"
        raise argument_error("slope", of, expected, Verbatim(f"{given[place]:.7g}"), "It takes z, not f(z).")


def steepest_slope(slope: Callable[[Any], Any]) -> tuple[float, float]:
    """(z, f'(z)) where the slope is largest in size, of all z from -6 to 6 in steps of 1/256.

    Examples
    --------
    >>> steepest_slope(lambda z: 1 - z ** 2)
    (-6.0, -35.0)
    """
    z = np.arange(-6 * 256, 6 * 256 + 1) / 256
    with np.errstate(all="ignore"):
        slopes = np.asarray(slope(z), dtype=np.float64)
    place = np.argmax(np.where(np.isfinite(slopes), np.abs(slopes), -1.0))
    return float(z[place]), float(slopes[place])


def _values(f: Callable[[Any], Any], parameter: str, of: str, z: np.ndarray) -> np.ndarray:
    """What f makes of z, refused unless it is finite numbers in the shape of z."""
    z.flags.writeable = False
    try:
        with np.errstate(all="ignore"):
            a = np.asarray(f(z))
    except Exception as error:
        reason = Verbatim(f"{type(error).__name__}: {error}".partition("\n")[0].rstrip("."))
        advice = "Use what works entry by entry, such as np.maximum, np.where and np.exp, and leave z as it is."
        raise argument_error(parameter, of, "a function of arrays", reason, advice) from error
    if a.shape != z.shape or not (a.dtype == np.float64 or a.dtype.kind in "bi"):
        given = Verbatim(f"{a.dtype} in the shape {a.shape}")
        raise argument_error(parameter, of, f"float64 in the shape of z, {z.shape}", given,
                             "A constant c is np.full_like(z, c).")
    if not np.isfinite(a).all():
        place = tuple(np.argwhere(~np.isfinite(a))[0])
        given = Verbatim(f"{a[place]:g} at z = {z[place]:.4g}")
        raise argument_error(parameter, of, "finite numbers for z from -6 to 6", given,
                             "Points without a value can be named in `kinks`.")
    return a.astype(np.float64)


def _refuse_bends(of: str, z: np.ndarray, f: np.ndarray, tolerance: np.ndarray, kinks: tuple[float, ...]) -> None:
    """Where f bends, its one-sided slopes differ by as much for h / 2 as for h; where it is smooth, by half as much."""
    gap, half_gap = (f[4] - 2 * f[2] + f[0]) / H, (f[3] - 2 * f[2] + f[1]) / (H / 2)
    bends = np.abs(gap - 2 * half_gap) > tolerance
    if bends.any():
        place, all_kinks = np.argmax(bends), (*kinks, *np.sort(z[bends]).tolist())
        left, right = (f[2] - f[0])[place] / H, (f[4] - f[2])[place] / H
        expected = f"z = {z[place]:g} among them (the slope jumps there from {left:.4g} to {right:.4g})"
        advice = f"Write kinks={all_kinks}; the slope there is yours to choose."
        raise argument_error("kinks", of, expected, kinks, advice)
