"""Where does delta keep its size? A map of fresh nets over gain and depth, or over gain and bias scale.

Each place of the map is a net of its own, with the weights of `gradient_flow` for that gain, bias scale and depth: what is shown
is log10( |delta_1| / |delta_depth| ), the first hidden layer against the last, as it is or divided by the depth - 1 layers in between.
Small gains bring order: delta vanishes. Large ones bring chaos: it explodes. Between them lies the line where mean-field theory has
chi = 1 (Poole et al. 2016; Schoenholz et al. 2017), in wide nets the only place where a deep net learns.
"""
from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from ... import engine
from ...flow import mean_field
from ...flow.healthy import KEPT
from ...text import number
from . import mean_field_many
from .edge_of_chaos import critical_weights
from .grid import Grid, depths_up_to, draw_of, grids, middles, window_of
from .passes import decades
from .settings import GradientMapSettings

EDGE_POINTS = 21


class Cut(NamedTuple):
    """The nets along a line through the point, the point among them: all (n,).

    at: their gain, depth or bias scale. decades: log10 of the delta ratio. theory: the same as mean-field theory has it, nan where it
    does not apply. layers: how many layers lie between the first and the last hidden one.
    """

    at: np.ndarray
    decades: np.ndarray
    theory: np.ndarray
    layers: np.ndarray


@dataclass(frozen=True, eq=False)
class GradientMapResult:
    """A map of nets, the lines through one of them, and what theory says.

    grid: the map, with `gains` (G,), `others` (Y,) and `decades` (Y, G) = log10( |delta_1| / |delta_depth| ); -inf where nothing
    arrives, nan where numbers overflow. across, upward: the lines through the point, over gain and over depth or bias scale, each
    with `at, decades, theory, layers`. decades, theory: those of the point itself. edge: gain and depth or bias scale of points of the
    line chi = 1, (E, 2), none where theory has no such line. critical_gain: the gain of that line at the bias scale of the point, or nan.
    condition: vanishing, exploding, healthy, blocked or overflow. verdict: in words.
    """

    grid: Grid
    across: Cut
    upward: Cut
    decades: float
    theory: float
    edge: np.ndarray
    critical_gain: float
    condition: str
    verdict: str


def gradient_map(settings: GradientMapSettings) -> Iterator[GradientMapResult]:
    """The map with few nets, then with all of them; of a plane that was asked for before, the finest one there is.

    >>> result = list(gradient_map(GradientMapSettings(activation="relu", resolution=8, deepest=10)))[-1]
    >>> result.grid.decades.shape, round(result.critical_gain ** 2, 12)
    ((5, 8), 2.0)
    """
    point = _of_point(settings)
    for grid in grids(window_of(settings)):
        yield GradientMapResult(grid=grid, **point)


# -- the point and the lines through it


def _of_point(settings: GradientMapSettings) -> dict[str, object]:
    across, upward = _across(settings), CUTS[settings.plane](settings)
    here = int(np.searchsorted(across.at, settings.gain))
    found, theory = float(across.decades[here]), float(across.theory[here])
    critical = float(_critical_gains(settings, np.array([settings.bias_scale]))[0])
    return dict(across=across, upward=upward, decades=found, theory=theory, edge=_edge(settings), critical_gain=critical,
                **_judge(settings, found, theory, critical))


def _across(settings: GradientMapSettings) -> Cut:
    """Nets of the depth and the bias scale of the point, over gain."""
    gains = np.union1d(middles(settings.highest_gain, settings.resolution), [settings.gain])
    return _cut(settings, gains, gains, np.full(len(gains), settings.bias_scale))


def _over_bias(settings: GradientMapSettings) -> Cut:
    """Nets of the gain and the depth of the point, over bias scale."""
    biases = np.union1d(middles(settings.highest_bias_scale, settings.resolution), [settings.bias_scale])
    return _cut(settings, biases, np.full(len(biases), settings.gain), biases)


def _cut(settings: GradientMapSettings, at: np.ndarray, gains: np.ndarray, biases: np.ndarray) -> Cut:
    """Nets of the depth of the point."""
    depth = settings.depth
    values = decades(draw_of(settings), np.column_stack([gains, biases]), (depth,))[:, 0]
    return Cut(at, values, _theory(settings, gains, biases, depth)[-1], np.full(len(at), depth - 1))


def _over_depth(settings: GradientMapSettings) -> Cut:
    """Nets of the gain and the bias scale of the point, over depth."""
    depths = np.union1d(depths_up_to(settings.deepest, settings.resolution), [settings.depth])
    point = np.array([[settings.gain, settings.bias_scale]])
    theory = _theory(settings, *point.T, int(depths[-1]))[depths - 2, 0]
    return Cut(depths, decades(draw_of(settings), point, tuple(depths.tolist()))[0], theory, depths - 1)


CUTS = MappingProxyType({"depth": _over_depth, "biases": _over_bias})


# -- theory


def _theory(settings: GradientMapSettings, gains: np.ndarray, biases: np.ndarray, depth: int) -> np.ndarray:
    """log10 of the delta ratio of nets of depth 2, 3, ..., depth in mean-field theory, (depth - 1, P); nan where it does not apply."""
    unit = _unit_weights(settings)
    factors = mean_field_many.shrinks(engine.ACTIVATIONS[settings.activation], gains ** 2 * unit, biases ** 2, depth)
    with np.errstate(divide="ignore"):
        return np.cumsum(np.log10(factors), axis=0)


def _unit_weights(settings: GradientMapSettings) -> float:
    """At gain 1 the variance of a weight times the number of inputs; nan for starts that are not random."""
    variance = mean_field.weight_variance(settings.initializer, settings.width, settings.width)
    return math.nan if variance is None else variance * settings.width


def _critical_gains(settings: GradientMapSettings, biases: np.ndarray) -> np.ndarray:
    return np.sqrt(critical_weights(engine.ACTIVATIONS[settings.activation], tuple((biases ** 2).tolist())) / _unit_weights(settings))


def _edge(settings: GradientMapSettings) -> np.ndarray:
    """Points of the line chi = 1; in the plane of depths it is upright, since chi is that of endless depth."""
    if settings.plane == "depth":
        others = np.array([1.5, settings.deepest + 0.5])
        gains = _critical_gains(settings, np.full(2, settings.bias_scale))
    else:
        others = np.linspace(0.0, settings.highest_bias_scale, EDGE_POINTS)
        gains = _critical_gains(settings, others)
    known = np.isfinite(gains)
    return np.column_stack([gains[known], others[known]])


# -- words


def _judge(settings: GradientMapSettings, found: float, theory: float, critical: float) -> dict[str, str]:
    if settings.gain == 0 or settings.initializer == "zeros":
        return dict(condition="blocked", verdict=f"blocked: all weights are 0, and no delta gets past them.{_line(settings, critical)}")
    condition = _condition(found)
    if condition == "overflow":
        return dict(condition=condition, verdict=f"overflow: at gain {number(settings.gain)} and depth {settings.depth} delta is no number in "
                                                 f"the first or the last hidden layer, or 0 in both.{_line(settings, critical)}")
    per_layer = number(factor(found, settings.depth - 1))
    said = "" if math.isnan(theory) else f" (theory: {number(factor(theory, settings.depth - 1))})"
    return dict(condition=condition, verdict=f"{condition}: delta times {per_layer} per layer{said}; at layer 1 it is {number(factor(found, 1))} "
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
    side = "below, in order" if settings.gain < critical else "above, in chaos" if settings.gain > critical else "just there"
    return f" In theory it keeps its size at gain {number(critical)} (chi = 1); this net is {side}."


def factor(decades: float, layers: int) -> float:
    """The factor of delta per layer, from the decades it changes by over all layers; inf where it overflows."""
    with np.errstate(over="ignore"):
        return float(np.power(10.0, decades / layers))
