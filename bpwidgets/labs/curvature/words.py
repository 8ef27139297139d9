"""The text twin of `CurvatureLab`, with its tables; and its numbers to be gathered."""
from __future__ import annotations

from collections import Counter

import numpy as np

from ...planes.problems import problem_of
from ...settings.rows import title_of
from ...text import columns, elide, in_line, number, typeset
from .critical_points import CRITICAL_KINDS
from .result import CurvatureResult
from .rounding import NOISE, factor_text, loss_text, vector_text
from .settings import CurvatureSettings

PROSPECTS = ("direction", "along", "curvature", "per step", "behavior", "monotone below", "stable below")
POINTS = ("loss", "curvatures", "escape")


def describe_curvature(settings: CurvatureSettings, result: CurvatureResult) -> str:
    """The text twin of `CurvatureLab`: curvatures, limits, what happens along each direction, critical points, the
    path."""
    return "\n".join([
        summarize_curvature(settings, result), result.verdict, *_spectrum(result), *_best(result),
        "", columns(PROSPECTS, rows_of_prospects(result)),
        "", *_points(result),
        "", columns(("step", *result.labels, "loss"), elide(_path(result)))])


def summarize_curvature(settings: CurvatureSettings, result: CurvatureResult) -> str:
    """The first line of the text twin."""
    low, high = result.eigenvalues
    return (f"CurvatureLab: {title_of(problem_of(settings))} at {vector_text(result.on_plane[0])}: "
            f"curvatures {in_line(low)} and {in_line(high)}, rate "
            f"{in_line(settings.learning_rate)}{_of_limit(result.stable_limit)}: {result.overall}")


def _of_limit(limit: float) -> str:
    if np.isinf(limit):
        return ", no limit"
    return "" if np.isnan(limit) else f" of {in_line(limit)}"


def measures_of_curvature(settings: CurvatureSettings, result: CurvatureResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    low, high = result.prospects[:2]
    return {"learning_rate": settings.learning_rate, "momentum": settings.momentum, "condition": settings.condition,
            "lower_curvature": low.curvature, "higher_curvature": high.curvature, "largest_curvature": result.largest,
            "largest_stable_rate": result.stable_limit, "factor_along_the_lower": low.factor,
            "factor_along_the_higher": high.factor,
            "last_loss": float(result.path.values[-1])}


def rows_of_prospects(result: CurvatureResult) -> list[tuple[str, ...]]:
    """A row of text for each direction, the names in `PROSPECTS`."""
    vectors = [vector_text(vector) for vector in result.eigenvectors.T] + ["out of the plane"]
    return [(p.name, vector, number(p.curvature), factor_text(p.factor), p.words, number(p.monotone_limit),
             number(p.rate_limit))
            for p, vector in zip(result.prospects, vectors)]


def _spectrum(result: CurvatureResult) -> list[str]:
    """How many directions bend which way, for those with more than two."""
    values = result.spectrum
    if len(values) <= 2:
        return []
    up, down = (int((sign * values > 1e-6 * np.abs(values).max()).sum()) for sign in (1, -1))
    return [f"of all {len(values)} directions {up} curve up, {down} down, {len(values) - up - down} hardly at all; "
            f"from {in_line(values[0])} to {in_line(values[-1])}"]


def _best(result: CurvatureResult) -> list[str]:
    """What would be fastest for both directions at once."""
    if result.best is None:
        return []
    rate, momentum, factor = map(in_line, result.best)
    plain, _, plain_factor = map(in_line, result.best_plain)
    return [f"fastest for both: rate {rate} with momentum {momentum}, times {factor} per step; "
            f"without momentum rate {plain}, times {plain_factor}"]


def _points(result: CurvatureResult) -> list[str]:
    """How many critical points of which kind, and a table of them."""
    where = ("in the window" if len(result.theta) == 2
             else "in the window, seen within the plane only: across it the loss may fall")
    if not result.searched:
        return [f"critical points {where}: not looked for yet"]
    counts = Counter(point.kind for point in result.critical_points)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in CRITICAL_KINDS if counts[kind]) or "none"
    rows = [_row(result, point) for point in result.critical_points]
    table = [columns(("kind", *result.labels, *POINTS), elide(rows))] if rows else []
    return [f"critical points {where}: {told}", *table]


def point_in_words(result: CurvatureResult, point) -> str:
    """A critical point in a sentence."""
    kind, u, v, loss, curvatures, _ = _row(result, point)
    first, second = result.labels
    return typeset(f"{kind}: {first} {u}, {second} {v}: loss {loss}, curvatures {' and '.join(curvatures.split(', '))}")


def _row(result: CurvatureResult, point) -> tuple[str, ...]:
    reach = NOISE * (result.u[-1] - result.u[0]), NOISE * (result.v[-1] - result.v[0])
    noise = NOISE * np.abs(point.eigenvalues).max()
    low, high = (number(value, 3, noise) for value in point.eigenvalues)
    escape = "" if point.escape is None else vector_text(point.escape)
    place = (number(value, 3, level) for value, level in zip(point.at, reach))
    # The loss at the start is no measure here: a path may start at a minimum.
    height = NOISE**2 * np.abs(result.surface).max(initial=0.0, where=np.isfinite(result.surface))
    return (point.kind, *place, number(point.value, 3, height), f"{low}, {high}", escape)


def _path(result: CurvatureResult) -> list[tuple[str, ...]]:
    reach = NOISE * (result.u[-1] - result.u[0]), NOISE * (result.v[-1] - result.v[0])
    return [(str(k), *(number(value, 3, level) for value, level in zip(at, reach)), loss_text(result, loss))
            for k, (at, loss) in enumerate(zip(result.on_plane, result.path.values))]
