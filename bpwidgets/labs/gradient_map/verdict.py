"""What becomes of delta in the net of the point, and on which side of the line chi = 1 it lies, in words."""
from __future__ import annotations

import math

from ...flow.healthy import KEPT
from ...text import in_words
from .result import factor
from .settings import GradientMapSettings


def judge(settings: GradientMapSettings, found: float, theory: float, critical: float, weights: bool,
          silent: bool) -> dict[str, str]:
    """Condition and verdict, from the decades that are found, those of theory, and the gain of the line chi = 1.

    weights: False if all that are drawn are 0. silent: True if delta is 0 already in the last hidden layer.
    """
    if settings.gain == 0 or not weights:
        return dict(condition="blocked",
                    verdict=f"Blocked. All weights are 0, and no error signal δ gets past them."
                            f"{_line(settings, critical)}")
    if silent:
        return dict(condition="blocked",
                    verdict=f"Blocked. The error signal δ is 0 in layer {settings.depth} already, and nothing arrives "
                            f"at layer 1.{_line(settings, critical)}")
    condition = _condition(found)
    if condition == "overflow":
        return dict(condition=condition,
                    verdict=f"Overflow. At gain {in_words(settings.gain)} and depth {settings.depth} the error signal "
                            f"δ overflows in the first or the last hidden layer.{_line(settings, critical)}")
    per_layer = in_words(factor(found, settings.depth - 1))
    said = "" if math.isnan(theory) else f" (theory: {in_words(factor(theory, settings.depth - 1))})"
    return dict(condition=condition,
                verdict=f"{condition.capitalize()}. Each layer multiplies the error signal δ by {per_layer}{said}: at "
                        f"layer 1 it is {in_words(factor(found, 1))} times that at layer {settings.depth}."
                        f"{_line(settings, critical)}")


def _condition(found: float) -> str:
    if math.isnan(found) or found == math.inf:
        return "overflow"
    kept = math.log10(KEPT)
    return "vanishing" if found < -kept else "exploding" if found > kept else "healthy"


def _line(settings: GradientMapSettings, critical: float) -> str:
    """Where the line of constant size lies, seen from the point."""
    if math.isnan(critical):
        return " Theory has no gain at which δ keeps its size."
    side = ("below, in the ordered phase" if settings.gain < critical
            else "above, in the chaotic phase" if settings.gain > critical else "just there")
    return f" In theory δ keeps its size at gain {in_words(critical)} (χ = 1); this net is {side}."
