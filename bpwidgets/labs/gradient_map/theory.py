"""What mean-field theory says of the nets of a map: how much of delta is left, and where chi = 1."""
from __future__ import annotations

import math

import numpy as np

from ...flow import mean_field, mean_field_many
from .edge_of_chaos import critical_weights
from .settings import GradientMapSettings

EDGE_POINTS = 21


def decades_in_theory(settings: GradientMapSettings, gains: np.ndarray, biases: np.ndarray, depth: int) -> np.ndarray:
    """log10 of the delta ratio of nets of depth 2, 3, ..., depth in mean-field theory, (depth - 1, P); nan where it
    does not apply."""
    unit = _unit_weights(settings)
    factors = mean_field_many.shrinks(settings.row("activation"), gains ** 2 * unit, biases ** 2, depth)
    with np.errstate(divide="ignore"):
        return np.cumsum(np.log10(factors), axis=0)


def _unit_weights(settings: GradientMapSettings) -> float:
    """At gain 1 the variance of a weight times the number of inputs; nan for starts that are not random."""
    variance = mean_field.weight_variance(settings.row("initializer"), settings.width, settings.width)
    return math.nan if variance is None else variance * settings.width


def critical_gains(settings: GradientMapSettings, biases: np.ndarray) -> np.ndarray:
    """The gain at which chi = 1 for each bias scale, (S,); nan where there is none."""
    weights = critical_weights(settings.row("activation"), tuple((biases ** 2).tolist()))
    return np.sqrt(weights / _unit_weights(settings))


def edge(settings: GradientMapSettings) -> np.ndarray:
    """Points of the line chi = 1; in the plane of depths it is upright, since chi is that of endless depth."""
    if settings.plane == "depth":
        others = np.array([1.5, settings.deepest + 0.5])
        gains = np.repeat(critical_gains(settings, np.array([settings.bias_scale])), 2)
    else:
        others = np.linspace(0.0, settings.highest_bias_scale, EDGE_POINTS)
        gains = critical_gains(settings, others)
    known = np.isfinite(gains)
    return np.column_stack([gains[known], others[known]])
