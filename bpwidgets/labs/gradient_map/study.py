"""Where does delta keep its size? A map of fresh nets over gain and depth, or over gain and bias scale.

Each place of the map is a net of its own, with the weights of `gradient_flow` for that gain, bias scale and depth: what
is shown is log10( |delta_1| / |delta_depth| ), the first hidden layer against the last, as it is or divided by the
depth - 1 layers in between. Small gains bring order: delta vanishes. Large ones bring chaos: it explodes. Between them
lies the line where mean-field theory has chi = 1 (Poole et al. 2016; Schoenholz et al. 2017), in wide nets the only
place where a deep net learns.
"""
from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .cuts import CUTS, over_gain
from .grid import Grids, draw_of, window_of
from .passes import ends, has_weights
from .result import GradientMapResult
from .settings import GradientMapSettings
from .theory import critical_gains, edge
from .verdict import judge

# A learner who goes back to an activation or a width finds its map again.
MAPS = 8


@on_one_thread
def gradient_map(settings: GradientMapSettings, memo: Computing = compute) -> Iterator[GradientMapResult]:
    """The map with few nets, then with all of them; from the finest one on that a memo has.

    >>> result = list(gradient_map(GradientMapSettings(activation="relu", resolution=8, deepest=10)))[-1]
    >>> result.grid.decades.shape, round(result.critical_gain ** 2, 12)
    ((5, 8), 2.0)
    """
    point = _of_point(settings, memo)
    for grid in memo(Grids, window_of(settings), keep=MAPS).from_known(memo):
        yield GradientMapResult(grid=grid, **point)


def _of_point(settings: GradientMapSettings, memo: Computing) -> dict[str, object]:
    across, upward = over_gain(settings, memo), CUTS[settings.plane](settings, memo)
    here = int(np.searchsorted(across.at, settings.gain))
    found, theory = float(across.decades[here]), float(across.theory[here])
    critical = float(critical_gains(settings, np.array([settings.bias_scale]))[0])
    return dict(across=across, upward=upward, decades=found, theory=theory, edge=edge(settings), critical_gain=critical,
                **judge(settings, found, theory, critical, has_weights(draw_of(settings), settings.depth, memo),
                        _silent(settings, found, memo)))


def _silent(settings: GradientMapSettings, found: float, memo: Computing) -> bool:
    """True if delta is 0 already in the last hidden layer, so that there is no ratio."""
    if not math.isnan(found):
        return False
    _, last = ends(draw_of(settings), np.array([[settings.gain, settings.bias_scale]]), (settings.depth,), memo)
    return last.item() == 0
