"""What both passes and the updates come to, in a sentence or two."""
from __future__ import annotations

import math

import numpy as np

from ... import engine
from ...text import change_in_words, in_words

# Differences that agree with the gradient to this part are as good as they can be.
RIGHT = 1e-5
# A check says at most that so many digits agree: the last ones differ between machines.
MOST_DIGITS = 7
# A slope below this part of the steepest one counts as flat.
FLAT = 0.05


def verdict_of(path: engine.Path, check: engine.GradientCheck, flat: tuple[int, int]) -> str:
    """Is the gradient right, what do the updates do, and how many units are flat.

    flat: units with hardly any slope, for the example that is shown, out of how many.
    """
    return " ".join(filter(None, (check_in_words(check), _updates(path), _flat(*flat))))


def check_in_words(check: engine.GradientCheck) -> str:
    """The gradient against central differences."""
    if not math.isfinite(check.relative_error):
        return f"The gradient cannot be checked: numbers overflow at {check.coordinate}."
    if not check.relative_error <= RIGHT:
        return (f"Gradient check failed: at {check.coordinate} backpropagation says {in_words(check.analytic)}, "
                f"central differences say {in_words(check.numeric)}.")
    kinks = len(check.kinks)
    at_kinks = f", but for {kinks} at a kink" if kinks else ""
    digits = agreeing_digits(check)
    return f"The gradient is right: it agrees with central differences to {digits} digits{at_kinks}."


def agreeing_digits(check: engine.GradientCheck) -> int:
    """To how many digits gradient and differences agree, at least.

    >>> agreeing_digits(engine.GradientCheck(3e-7, "w", 1.0, 1.0, ()))
    5
    """
    return min(math.floor(-math.log10(max(check.relative_error, 1e-16))) - 1, MOST_DIGITS)


def badge(check: engine.GradientCheck) -> str:
    """The check as a number."""
    if not math.isfinite(check.relative_error):
        return "gradient check: not possible"
    return f"gradient check: {in_words(check.relative_error, 1)}"


def is_flat(slope: float, activation: engine.Activation) -> bool:
    """True for hardly any slope, beside the steepest that the activation has."""
    if activation.steepest:
        steepest = abs(activation.steepest[1])
    else:
        steepest = float(np.abs(activation.slope(np.linspace(-6, 6, 121))).max())
    return bool(abs(slope) <= FLAT * steepest)


def _updates(path: engine.Path) -> str:
    count = path.steps
    first, last = float(path.values[0]), float(path.values[-1])
    with np.errstate(all="ignore"):
        change = change_in_words(first, last, 4, 1e-12 * max(abs(first), 1e-300))
    return f"With {'one update' if count == 1 else f'{count} updates'} the loss {change}."


def _flat(flat: int, units: int) -> str:
    if not flat:
        return ""
    which = "Its only unit is" if units == 1 else f"{flat} of {units} units {'is' if flat == 1 else 'are'}"
    return f"{which} flat here: hardly any slope, so hardly any δ."
