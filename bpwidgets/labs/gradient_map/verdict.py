"""What becomes of delta in the net of the point, and on which side of the line chi = 1 it lies, in words."""
from __future__ import annotations

import math

from ...flow.healthy import KEPT
from ...text import number
from .result import factor
from .settings import GradientMapSettings


def judge(settings: GradientMapSettings, found: float, theory: float, critical: float, weights: bool,
          silent: bool) -> dict[str, str]:
    """Condition and verdict, from the decades that are found, those of theory, and the gain of the line chi = 1.

    weights: False if all that are drawn are 0. silent: True if delta is 0 already in the last hidden layer.
    """
    if settings.gain == 0 or not weights:
        return dict(condition="blocked",
                    verdict=f"blocked: all weights are 0, and no delta gets past them.{_line(settings, critical)}")
    if silent:
        return dict(condition="blocked",
                    verdict=f"blocked: delta is 0 in layer {settings.depth} already, and no error signal arrives at "
                            "layer 1."
                                                 f"{_line(settings, critical)}")
    condition = _condition(found)
    if condition == "overflow":
        return dict(condition=condition,
                    verdict=f"overflow: at gain {number(settings.gain)} and depth {settings.depth} delta "
                                                 "overflows in the first or the last hidden "
                                                 f"layer.{_line(settings, critical)}")
    per_layer = number(factor(found, settings.depth - 1))
    said = "" if math.isnan(theory) else f" (theory: {number(factor(theory, settings.depth - 1))})"
    return dict(condition=condition,
                verdict=f"{condition}: delta times {per_layer} per layer{said}; at layer 1 it is "
                        f"{number(factor(found, 1))} "
                                             f"times that at layer {settings.depth}.{_line(settings, critical)}")


def _condition(found: float) -> str:
    if math.isnan(found) or found == math.inf:
        return "overflow"
    kept = math.log10(KEPT)
    return "vanishing" if found < -kept else "exploding" if found > kept else "healthy"


def _line(settings: GradientMapSettings, critical: float) -> str:
    """Where the line of constant size lies, seen from the point."""
    if math.isnan(critical):
        return " Theory has no gain at which delta keeps its size."
    side = ("below, in order" if settings.gain < critical else "above, in chaos" if settings.gain > critical
            else "just there")
    return f" In theory it keeps its size at gain {number(critical)} (chi = 1); this net is {side}."
