"""Does the gradient pass, does it fail, or can this step not tell? In a sentence or two."""
from __future__ import annotations

import math
from collections.abc import Sequence
from types import MappingProxyType

import numpy as np

from ...text import counted, in_words
from .agreement import Agreement

# A step tells enough if it leaves no doubt in the first four digits, or in float32, which has seven, in the first.
TELLS = MappingProxyType({"float64": 1e-4, "float32": 3e-2})
# At most so many digits are said to agree: the last ones differ between machines.
MOST_DIGITS = 7


def verdict_of(found: Agreement, names: Sequence[str], step: float, best: float, precision: str) -> str:
    """Passes, fails or cannot be told, with the number and the place of the worst parameter."""
    if not np.isfinite(found.gradient).all():
        return _not_finite(found, names)
    if not np.isfinite(found.central).all():
        name = names[int(np.argmin(np.isfinite(found.central)))]
        return f"Cannot be told: the loss overflows when {name} is moved by the step."
    if found.wrong.any():
        return _fails(found, names)
    open_to_doubt = (found.doubt > TELLS[precision]) & ~found.at_kink
    if open_to_doubt.any():
        return _in_doubt(found, names, step, best, open_to_doubt)
    if found.at_kink.any():
        return _at_kink(found, names)
    return f"Passes. {_agree(found, ~found.at_kink, names)}"


def digits_of(part: float) -> int:
    """How many digits agree where numbers differ by this part of them, at most `MOST_DIGITS`.

    >>> digits_of(3e-5), digits_of(0.2), digits_of(0.0)
    (4, 0, 7)
    """
    return MOST_DIGITS if part <= 0 else max(min(math.floor(-math.log10(part)), MOST_DIGITS), 0)


def _not_finite(found: Agreement, names: Sequence[str]) -> str:
    lost = ~np.isfinite(found.gradient)
    more = "" if lost.sum() == 1 else f", one of {lost.sum()} such"
    return f"Fails. At {names[int(lost.argmax())]} the gradient is no number{more}."


def _fails(found: Agreement, names: Sequence[str]) -> str:
    wrong = found.wrong
    k = int(np.argmax(np.where(wrong, found.relative, -1)))
    right = [k for k in range(len(names)) if not wrong[k] and not found.at_kink[k]]
    which = ("The derivative is wrong" if len(names) == 1 else f"All {len(names)} derivatives are wrong" if wrong.all()
             else f"1 of {len(names)} derivatives is wrong" if wrong.sum() == 1
             else f"{wrong.sum()} of {len(names)} derivatives are wrong")
    worst = f"{which}, the worst at {names[k]}" if wrong.sum() > 1 else f"{which}, at {names[k]}"
    rest = f" Those of {_listed([names[k] for k in right])} agree." if 0 < len(right) <= 4 else ""
    return (f"Fails. {worst}: the gradient says {in_words(found.gradient[k], 4)}, the central "
            f"difference {in_words(found.central[k], 4)}.{rest}")


def _in_doubt(found: Agreement, names: Sequence[str], step: float, best: float, doubtful: np.ndarray) -> str:
    doubt = np.where(doubtful, found.doubt, -1)
    k = int(doubt.argmax())
    digits = digits_of(doubt[k])
    left = f"only {counted(digits, 'digit')} of the difference can be trusted" if digits else (
        "no digit of the difference can be trusted")
    why = ("the step is so small that rounding drowns the change of the loss" if found.rounding[k] > found.bend[k]
           else "the step is so large that the bend of the loss spoils the difference")
    advice = f" The best step is near {in_words(best, 1)}." if math.isfinite(best) and _is_other(step, best) else ""
    kinked = int(found.at_kink.sum())
    kinks = f" {counted(kinked, 'other')} {'has' if kinked == 1 else 'have'} a kink within it." if kinked else ""
    return f"Cannot be told at this step: {why}. At {names[k]} {left}.{kinks}{advice}"


def _at_kink(found: Agreement, names: Sequence[str]) -> str:
    kinked, others = int(found.at_kink.sum()), ~found.at_kink
    k = int(found.at_kink.argmax())
    first = "all derivatives" if not others.any() else f"{names[k]}" + (f" and {kinked - 1} more" if kinked > 1 else "")
    rest = f" {_agree(found, others, names)}" if others.any() else ""
    return (f"Cannot be told for {first}: within the step a unit or an error passes its kink, and the difference mixes "
            f"both slopes.{rest}")


def _agree(found: Agreement, counted_in: np.ndarray, names: Sequence[str]) -> str:
    off = np.where(counted_in, np.maximum(found.relative, 0), -1)
    digits = digits_of(float(np.max(np.where(counted_in, np.maximum(found.relative, found.doubt), 0))))
    count = int(counted_in.sum())
    who = ("The derivative agrees" if len(names) == 1 else f"All {count} derivatives agree" if count == len(names)
           else f"The other {count} agree" if count > 1 else "The other one agrees")
    at = f", worst at {names[int(off.argmax())]}" if count > 1 and off.max() > 1e-8 else ""
    return f"{who} with central differences to {digits} digits{' or more' if digits == MOST_DIGITS else ''}{at}."


def _is_other(step: float, best: float) -> bool:
    return abs(math.log10(step / best)) > 0.5


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
