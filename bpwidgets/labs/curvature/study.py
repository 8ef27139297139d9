"""How large may the rate be? The curvature at a point, and what a rate and a momentum do along each of its directions.

Near a point the loss is a parabola along each eigenvector of its Hessian, and descent with momentum is the recurrence
of `regimes`. What it says holds on the bowl for ever, and elsewhere for as long as the curvature stays what it is.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...planes.levels import levels_of
from ...planes.natural import is_steep
from ...planes.projected import project
from ...planes.runs import Run
from ...planes.sections import PlaneSection, section_of, window_of
from .critical_points import curvature_in_plane
from .landscape import Landscape, landscape
from .regimes import REGIMES, along, best_plain_rate, best_tuning, rate_limit
from .result import CurvatureResult
from .scaling import raw_problem
from .settings import CurvatureSettings, run_of, span_of
from .spectrum import Spectrum
from .verdict import verdict_of

# Curvatures below this part of the largest are 0 for all that can be known of them.
ROUNDING = 1e-8
# Points of the path are hollow where loss and surface differ by more than this part of the loss at the start.
TOLERANCE = 0.05


@on_one_thread
def curvature_study(settings: CurvatureSettings, memo: Computing = compute) -> Iterator[CurvatureResult]:
    """The curvature, the regimes and the path; then, of more than two parameters, the critical points and all
    eigenvalues.

    A memo that has these already makes the first result needless.

    >>> *_, result = curvature_study(CurvatureSettings(condition=10, learning_rate=0.15))
    >>> result.eigenvalues.round(6).tolist(), round(result.rate_limit, 6), result.regime
    ([1.0, 10.0], 0.2, ('monotone', 'oscillating'))
    """
    run = run_of(settings, memo)
    section = memo(section_of, run, settings.seed, settings.axes, "start", keep=2)
    span = span_of(settings, run, section)
    ground = landscape(run.problem.objective, section, window_of(run, section, settings.axes, span),
                       settings.resolution, memo)
    # With scaled features two objectives are looked at in turn.
    around, raw = (memo(Spectrum, problem.objective, run.theta) for problem in (run.problem, raw_problem(settings)))
    first = CurvatureResult(span=span, **_bend(settings, run, section, around, ground),
                            **_limits(settings, around, raw),
                            **_picture(settings, run, section, ground))
    first = replace(first, verdict=verdict_of(settings, first))
    if len(run.theta) > 2 and not (ground.searched and around.known):
        yield first
    yield replace(first, spectrum=around.eigenvalues, critical_points=ground.critical_points, searched=True)


def _bend(settings: CurvatureSettings, run: Run, section: PlaneSection, around: Spectrum,
          ground: Landscape) -> dict[str, Any]:
    """The curvatures, in the plane and of all directions, and what the rate and the momentum make of them."""
    eigenvalues, eigenvectors = curvature_in_plane(ground.seen, section.project(run.theta).at)
    largest, many = around.largest, len(run.theta) > 2
    noise = ROUNDING * max(np.abs(eigenvalues).max(), abs(largest))
    low, high = np.where(np.abs(eigenvalues) <= noise, 0.0, eigenvalues).tolist()
    known = ground.searched and around.known
    return {"eigenvalues": np.array([low, high]), "eigenvectors": eigenvectors, "largest": largest,
            "spectrum": around.eigenvalues if known else np.empty(0),
            "critical_points": ground.critical_points if known else (),
            "searched": known, **_prospects(settings, low, high, largest if many else None),
            "best": best_tuning(low, high) if low > 0 and not many else None,
            "best_plain": best_plain_rate(low, high) if low > 0 and not many else None}


def _limits(settings: CurvatureSettings, around: Spectrum, raw: Spectrum) -> dict[str, float]:
    """The largest stable rates: of plain descent, with this momentum, and without scaled features."""
    return {"rate_limit": rate_limit(0.0, around.largest),
            "stable_limit": rate_limit(settings.momentum, around.largest),
            "raw_limit": rate_limit(0.0, (raw if settings.scaled else around).largest)}


def _prospects(settings: CurvatureSettings, low: float, high: float, largest: float | None) -> dict[str, Any]:
    """What happens along the two eigenvectors, and along the steepest direction of all where there are more."""
    curvatures = {"lower": low, "higher": high} | ({} if largest is None else {"steepest of all": largest})
    prospects = tuple(along(name, curvature, settings.learning_rate, settings.momentum)
                      for name, curvature in curvatures.items())
    regimes = tuple(prospect.regime for prospect in prospects)
    return {"prospects": prospects, "regime": regimes[:2], "overall": max(regimes, key=list(REGIMES).index)}


def _picture(settings: CurvatureSettings, run: Run, section: PlaneSection, ground: Landscape) -> dict[str, Any]:
    """The loss over the plane and the path on it."""
    log_color = is_steep(settings)
    seen = project(run.path, section, run.problem.objective, TOLERANCE)
    return {"u": ground.u, "v": ground.v, "surface": ground.surface, "labels": section.labels, "section": section,
            "log_color": log_color, **levels_of(ground.surface, log_color)._asdict(),
            "theta": run.theta, "gradient": run.path.gradients[0], **vars(seen)}
