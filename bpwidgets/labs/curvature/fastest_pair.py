"""The rate and the momentum to take: what the lab's button sets."""
from __future__ import annotations

from .result import CurvatureResult
from .settings import CurvatureSettings


def fastest_pair(settings: CurvatureSettings, result: CurvatureResult) -> dict[str, float]:
    """The settings that shrink both directions fastest, {} where they are not known or taken already."""
    if result.best is None:
        return {}
    pair = {"learning_rate": result.best.learning_rate, "momentum": min(result.best.momentum, 0.999)}
    return {name: value for name, value in pair.items() if getattr(settings, name) != value}
