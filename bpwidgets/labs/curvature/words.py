"""The curvature in words: the verdict, and the text twin with its tables."""
from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from ... import engine
from ...planes.problems import problem_of
from ...text import columns, elide, number
from .critical_points import KINDS
from .regimes import Direction
from .settings import CurvatureSettings

if TYPE_CHECKING:
    from .study import CurvatureResult

PROSPECTS = ("direction", "along", "curvature", "per step", "it", "one side up to", "holds up to")
POINTS = ("kind", "u", "v", "loss", "curvatures", "escape")
# Parts of the window and of the first loss that are only rounding.
NOISE = 1e-9


def verdict_of(settings: CurvatureSettings, result: CurvatureResult) -> str:
    """What the rate does along each direction, which rates hold, and what became of the path."""
    sentences = _stand(result), _regimes(result), _limit(settings, result), _features(settings, result), _course(result)
    return " ".join(filter(None, sentences))


def _stand(result: CurvatureResult) -> str:
    """On a critical point nothing moves, whatever the rate."""
    if not engine.norm(result.gradient) <= NOISE * max(abs(result.largest), np.abs(result.eigenvalues).max()):    # nan included
        return ""
    low, high = result.eigenvalues
    kind = "a saddle" if low < 0 < high else "a minimum" if low > 0 else "a maximum" if high < 0 else "a level place"
    push = f"; a push along {_vector(result.eigenvectors[:, 0])} would let it go" if low < 0 else ""
    return f"It stands on {kind}: the gradient is 0 and nothing moves{push}."


def _regimes(result: CurvatureResult) -> str:
    low, high, *beyond = result.prospects
    if low.curvature == high.curvature:
        return f"Along every direction of the plane, curvature {number(high.curvature)}, it {_fate(high)}."
    parts = [f"along the lower, {number(low.curvature)}, it {_fate(low)}"]
    parts += [f"along the steepest of all, {number(other.curvature)}, it {_fate(other)}" for other in beyond]
    return f"Along the higher curvature, {number(high.curvature)}, it {_fate(high)}; {'; '.join(parts)}."


def _fate(prospect: Direction) -> str:
    if prospect.regime in ("flat", "swinging", "unknown"):
        return prospect.words
    if prospect.factor < NOISE:
        return "arrives in one step"
    return f"{prospect.words} (times {_factor(prospect.factor)} per step)"


def _factor(factor: float) -> str:
    """With as many digits as it takes to tell it from 1.

    >>> _factor(0.85), _factor(0.99994), _factor(1.0000012)
    ('0.85', '0.99994', '1.0000012')
    """
    away = abs(factor - 1)
    return number(factor, min(2 - math.floor(math.log10(away)), 9) if 0 < away <= 0.01 else 3)


def _limit(settings: CurvatureSettings, result: CurvatureResult) -> str:
    if np.isnan(result.largest):
        return "The curvature is not a number here."
    if np.isinf(result.rate_limit):
        return "Nothing curves upwards here: no rate is too large, and none brings it to rest."
    if settings.momentum == 0:
        return f"Rates up to {number(result.rate_limit)} = 2 / {number(result.largest)} hold."
    beta, stable, plain = map(number, (settings.momentum, result.stable_limit, result.rate_limit))
    return f"With momentum {beta} rates up to {stable} hold, without up to {plain}."


def _features(settings: CurvatureSettings, result: CurvatureResult) -> str:
    if not settings.scaled:
        return ""
    raw, scaled = number(result.raw_limit), number(result.rate_limit)
    return f"Scaled features {'leave' if raw == scaled else 'move'} the largest stable rate " + (
        f"at {raw}." if raw == scaled else f"from {raw} to {scaled}.")


def _course(result: CurvatureResult) -> str:
    path, values = result.path, result.path.values
    if path.diverged is not None:
        return path.reason
    steps = "1 step takes" if path.steps == 1 else f"{path.steps} steps take"
    return f"{steps} the loss from {number(values[0])} to {_loss(result, values[-1])}."


def describe_curvature(settings: CurvatureSettings, result: CurvatureResult) -> str:
    """The text twin of `CurvatureLab`: curvatures, limits, what happens along each direction, critical points, the path."""
    return "\n".join([
        summarize_curvature(settings, result), result.verdict, *_spectrum(result), *_best(result),
        "", columns(PROSPECTS, rows_of_prospects(result)),
        "", *_points(result),
        "", columns(("step", *result.labels, "loss"), [row or ("...",) * 4 for row in elide(_path(result))])])


def summarize_curvature(settings: CurvatureSettings, result: CurvatureResult) -> str:
    """The first line of the text twin."""
    low, high = result.eigenvalues
    return (f"CurvatureLab: {problem_of(settings).name} at {_vector(result.on_plane[0])}: "
            f"curvatures {number(low)} and {number(high)}, rate {number(settings.learning_rate)} of {number(result.stable_limit)}: {result.overall}")


def measures_of_curvature(settings: CurvatureSettings, result: CurvatureResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    low, high = result.prospects[:2]
    return {"learning rate": settings.learning_rate, "momentum": settings.momentum, "condition": settings.condition,
            "lower curvature": low.curvature, "higher curvature": high.curvature, "largest curvature": result.largest,
            "largest stable rate": result.stable_limit, "factor along the lower": low.factor,
            "factor along the higher": high.factor,
            "last loss": float(result.path.values[-1])}


def fastest_pair(settings: CurvatureSettings, result: CurvatureResult) -> dict[str, float]:
    """The settings that shrink both directions fastest, {} where they are not known or taken already."""
    if result.best is None:
        return {}
    pair = {"learning_rate": result.best.learning_rate, "momentum": min(result.best.momentum, 0.999)}
    return {name: value for name, value in pair.items() if getattr(settings, name) != value}


def rows_of_prospects(result: CurvatureResult) -> list[tuple[str, ...]]:
    """A row of text for each direction, the names in `PROSPECTS`."""
    vectors = [_vector(vector) for vector in result.eigenvectors.T] + ["out of the plane"]
    return [(p.name, vector, number(p.curvature), _factor(p.factor), p.words, number(p.monotone_limit), number(p.rate_limit))
            for p, vector in zip(result.prospects, vectors)]


def _spectrum(result: CurvatureResult) -> list[str]:
    """How many directions bend which way, for those with more than two."""
    values = result.spectrum
    if len(values) <= 2:
        return []
    up, down = (int((sign * values > 1e-6 * np.abs(values).max()).sum()) for sign in (1, -1))
    return [f"of all {len(values)} directions {up} curve up, {down} down, {len(values) - up - down} hardly at all; "
            f"from {number(values[0])} to {number(values[-1])}"]


def _best(result: CurvatureResult) -> list[str]:
    """What would be fastest for both directions at once."""
    if result.best is None:
        return []
    rate, momentum, factor = map(number, result.best)
    plain, _, plain_factor = map(number, result.best_plain)
    return [f"fastest for both: rate {rate} with momentum {momentum}, times {factor} per step; "
            f"without momentum rate {plain}, times {plain_factor}"]


def _points(result: CurvatureResult) -> list[str]:
    """How many critical points of which kind, and a table of them."""
    where = "in the window" if len(result.theta) == 2 else "in the window, seen within the plane only: across it the loss may fall"
    if not result.searched:
        return [f"critical points {where}: not looked for yet"]
    counts = Counter(point.kind for point in result.critical_points)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]) or "none"
    rows = [_row(result, point) for point in result.critical_points]
    table = [columns(("kind", *result.labels, *POINTS[3:]), [row or ("...",) * len(POINTS) for row in elide(rows)])] if rows else []
    return [f"critical points {where}: {told}", *table]


def _row(result: CurvatureResult, point) -> tuple[str, ...]:
    reach = NOISE * (result.u[-1] - result.u[0]), NOISE * (result.v[-1] - result.v[0])
    noise = NOISE * np.abs(point.eigenvalues).max()
    low, high = (number(value, 3, noise) for value in point.eigenvalues)
    escape = "" if point.escape is None else _vector(point.escape)
    place = (number(value, 3, level) for value, level in zip(point.at, reach))
    # The loss at the start is no measure here: a path may start at a minimum.
    height = NOISE**2 * np.abs(result.surface).max(initial=0.0, where=np.isfinite(result.surface))
    return (point.kind, *place, number(point.value, 3, height), f"{low}, {high}", escape)


def _path(result: CurvatureResult) -> list[tuple[str, ...]]:
    reach = NOISE * (result.u[-1] - result.u[0]), NOISE * (result.v[-1] - result.v[0])
    return [(str(k), *(number(value, 3, level) for value, level in zip(at, reach)), _loss(result, loss))
            for k, (at, loss) in enumerate(zip(result.on_plane, result.path.values))]


def _loss(result: CurvatureResult, loss: float) -> str:
    """A loss as text; what is only rounding beside the first one is 0."""
    return number(loss, 3, NOISE**2 * abs(float(result.path.values[0])))


def _vector(vector: np.ndarray) -> str:
    return f"({', '.join(number(value, 3, NOISE) for value in vector)})"
