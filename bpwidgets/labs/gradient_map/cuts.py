"""The nets along the lines through the point: over gain, over depth, over bias scale."""
from __future__ import annotations

from types import MappingProxyType

import numpy as np

from ...flow.rests import Rests
from ...memo import Computing
from .grid import depths_up_to, draw_of, middles
from .passes import decades_with_rests
from .result import Cut
from .settings import GradientMapSettings
from .theory import decades_in_theory


def over_gain(settings: GradientMapSettings, memo: Computing) -> Rests[Cut]:
    """Nets of the depth and the bias scale of the point, over gain."""
    gains = np.union1d(middles(settings.highest_gain, settings.resolution), [settings.gain])
    return (yield from _cut(settings, gains, gains, np.full(len(gains), settings.bias_scale), memo))


def _over_bias(settings: GradientMapSettings, memo: Computing) -> Rests[Cut]:
    """Nets of the gain and the depth of the point, over bias scale."""
    biases = np.union1d(middles(settings.highest_bias_scale, settings.resolution), [settings.bias_scale])
    return (yield from _cut(settings, biases, np.full(len(biases), settings.gain), biases, memo))


def _cut(settings: GradientMapSettings, at: np.ndarray, gains: np.ndarray, biases: np.ndarray,
         memo: Computing) -> Rests[Cut]:
    """Nets of the depth of the point."""
    depth = settings.depth
    values = yield from decades_with_rests(draw_of(settings), np.column_stack([gains, biases]), (depth,), memo)
    return Cut(at, values[:, 0], decades_in_theory(settings, gains, biases, depth)[-1], np.full(len(at), depth - 1))


def _over_depth(settings: GradientMapSettings, memo: Computing) -> Rests[Cut]:
    """Nets of the gain and the bias scale of the point, over depth."""
    depths = np.union1d(depths_up_to(settings.deepest, settings.resolution), [settings.depth])
    point = np.array([[settings.gain, settings.bias_scale]])
    theory = decades_in_theory(settings, *point.T, int(depths[-1]))[depths - 2, 0]
    values = yield from decades_with_rests(draw_of(settings), point, tuple(depths.tolist()), memo)
    return Cut(depths, values[0], theory, depths - 1)


CUTS = MappingProxyType({"depth": _over_depth, "biases": _over_bias})
