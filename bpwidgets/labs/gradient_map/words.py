"""The map of nets as text: a line, a table of factors, the lines through the point; and its numbers to take away."""
from __future__ import annotations

import math
from types import MappingProxyType

import numpy as np

from ...settings.rows import short_of
from ...spacing import evenly
from ...text import columns, in_line, in_words, number
from .result import Cut, GradientMapResult, factor
from .settings import MEASURES, GradientMapSettings

OTHERS = MappingProxyType({"depth": "depth", "biases": "bias scale"})
MOST_COLUMNS, MOST_ROWS = 8, 9
NO_FACTOR = MappingProxyType({"blocked": "no error signal arrives", "overflow": "δ overflows"})


def summarize_map(settings: GradientMapSettings, result: GradientMapResult) -> str:
    """The first line of the text twin."""
    return (f"GradientMapLab: {settings.depth} x {settings.width} {short_of(settings.row('activation'))}, "
            f"gain {in_line(settings.gain)}, bias scale {in_line(settings.bias_scale)}: {_told(settings, result)}")


def _told(settings: GradientMapSettings, result: GradientMapResult) -> str:
    """What becomes of delta, in a few words."""
    if result.condition in NO_FACTOR:
        return NO_FACTOR[result.condition]
    per_layer = factor(result.decades, settings.depth - 1)
    return f"δ times {in_line(per_layer)} per layer" if math.isfinite(per_layer) else NO_FACTOR["overflow"]


def describe_map(settings: GradientMapSettings, result: GradientMapResult) -> str:
    """The text twin of `GradientMapLab`: the verdict, the map, and the lines through the point."""
    other = OTHERS[settings.plane]
    return "\n".join([
        summarize_map(settings, result), result.verdict,
        f"factor of δ {MEASURES[settings.measure]}, by {other} (rows) and gain (columns):",
        "", _map(settings, result),
        "", _cut_text("gain", settings, result.across),
        "", _cut_text(other, settings, result.upward)])


def _map(settings: GradientMapSettings, result: GradientMapResult) -> str:
    grid = result.grid
    across, up = evenly(len(grid.gains), MOST_COLUMNS), evenly(len(grid.others), MOST_ROWS)
    head = [OTHERS[settings.plane], *(number(gain) for gain in grid.gains[across])]
    return columns(head, [[number(grid.others[k]), *_factors(settings, grid.decades[k, across], grid.layers[k])]
                          for k in up[::-1]])


def _cut_text(name: str, settings: GradientMapSettings, cut: Cut) -> str:
    some = evenly(len(cut.at), MOST_ROWS)
    measured, theory = (_factors(settings, values[some], cut.layers[some]) for values in (cut.decades, cut.theory))
    return columns((name, "factor", "theory"), list(zip(map(number, cut.at[some]), measured, theory)))


def shown(settings: GradientMapSettings, decades: np.ndarray, layers: np.ndarray) -> np.ndarray:
    """The decades per layer, or as they are."""
    return decades / layers if settings.measure == "layer" else decades


def factor_in_words(settings: GradientMapSettings, decades: float, layers: int) -> str:
    """The factor of delta of one net, as it is shown, in a sentence."""
    times = factor(shown(settings, decades, layers), 1)
    return f"δ times {in_words(times)} {MEASURES[settings.measure]}" if math.isfinite(times) else NO_FACTOR["overflow"]


def _factors(settings: GradientMapSettings, decades: np.ndarray, layers: np.ndarray) -> list[str]:
    return [number(factor(value, 1), 2) for value in shown(settings, decades, layers)]


def records_of_map(settings: GradientMapSettings, result: GradientMapResult) -> tuple[tuple[str, ...], list[tuple]]:
    """One row for each net of the map."""
    grid = result.grid
    rows = [(gain, other, value, value / layers) for other, layers, row
            in zip(grid.others.tolist(), grid.layers.tolist(), grid.decades.tolist())
            for gain, value in zip(grid.gains.tolist(), row)]
    return ("gain", OTHERS[settings.plane].replace(" ", "_"), "log10_delta_ratio", "log10_per_layer"), rows


def measures_of_map(settings: GradientMapSettings, result: GradientMapResult) -> dict[str, float]:
    """Numbers of the point, to be gathered over many."""
    return {"gain": settings.gain, "depth": settings.depth, "bias_scale": settings.bias_scale, "width": settings.width,
            "seed": settings.seed,
            "log10_delta_ratio": result.decades, "log10_theory_ratio": result.theory,
            "critical_gain": result.critical_gain}
