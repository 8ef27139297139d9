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
from dataclasses import replace
from typing import Any

import numpy as np

from ...flow.rests import Rests, finished, showing
from ...flow.settings import SAMPLES
from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .cuts import CUTS, over_gain
from .grid import COARSE, Grid, Grids, draw_of, is_fine, make_grid, window_of
from .passes import ends, has_weights
from .result import GradientMapResult
from .settings import GradientMapSettings
from .theory import critical_gains, edge
from .verdict import judge

# A learner who goes back to an activation or a width finds its map again.
MAPS = 8
# Of the work of a map: above the first, some 0.3 s, one of narrower nets is shown before it, of at most the second.
COSTLY, QUICK = 2e9, 5e8


@on_one_thread
def gradient_map(settings: GradientMapSettings, memo: Computing = compute) -> Iterator[GradientMapResult]:
    """The lines and the map with few nets, then with all of them; the map from the finest one on that a memo has.

    Of large nets, first what narrower ones show. A result comes again while nothing better is ready.

    >>> result = list(gradient_map(GradientMapSettings(activation="relu", resolution=8, deepest=10)))[-1]
    >>> result.grid.decades.shape, round(result.critical_gain ** 2, 12)
    ((5, 8), 2.0)
    """
    grids, shown = memo(Grids, window_of(settings), keep=MAPS), None
    if narrow := narrower(settings):
        shown = _of_narrower(narrow, grids.finest)
    elif is_fine(settings.resolution):
        few = finished(_of_point(settings.replace(resolution=COARSE), memo))
        shown = GradientMapResult(grid=next(filter(None, grids.from_known(memo))), **few)
    if shown is not None:
        yield shown
    point = (yield from showing(_of_point(settings, memo), shown)) if narrow else finished(_of_point(settings, memo))
    for grid in grids.from_known(memo):
        if grid is not None:
            shown = GradientMapResult(grid=grid, **point)
        if shown is not None:
            yield shown


def narrower(settings: GradientMapSettings) -> GradientMapSettings | None:
    """A map of nets that are quickly computed; None where these are quick themselves."""
    if work(settings) <= COSTLY:
        return None
    rough = settings.replace(n_samples=min(settings.n_samples, SAMPLES), resolution=min(settings.resolution, COARSE))
    return next(narrow for width in range(settings.width, 0, -1)
                if work(narrow := rough.replace(width=width)) <= QUICK or width == 1)


def work(settings: GradientMapSettings) -> float:
    """Multiplications for the first map and the lines; a unit has costs of its own besides, as a hundred others."""
    nets, depth = COARSE ** 2 + 2 * settings.resolution, max(settings.deepest, settings.depth)
    return nets * depth * settings.n_samples * settings.width * (settings.width + 100)


def _of_narrower(narrow: GradientMapSettings, known: Grid | None) -> GradientMapResult:
    """What narrower nets show, with the map itself where it is known."""
    grid = finished(make_grid(window_of(narrow), narrow.resolution)) if known is None else known
    point = finished(_of_point(narrow, compute))
    nets = f"nets with {narrow.width} units in each layer and {narrow.n_samples} examples"
    return replace(GradientMapResult(grid=grid, **point), verdict=f"Approximate, from {nets}: {point['verdict']}")


def _of_point(settings: GradientMapSettings, memo: Computing) -> Rests[dict[str, Any]]:
    across = yield from over_gain(settings, memo)
    yield
    upward = yield from CUTS[settings.plane](settings, memo)
    yield
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
    point = np.array([[settings.gain, settings.bias_scale]])
    _, last = finished(ends(draw_of(settings), point, (settings.depth,), memo))
    return last.item() == 0
