"""What the rate does along each direction, which rates are stable, and what became of the path, in words."""
from __future__ import annotations

import numpy as np

from ... import engine
from ...text import in_words, number
from .regimes import Direction
from .result import CurvatureResult
from .rounding import NOISE, factor_text, loss_text, vector_text
from .settings import CurvatureSettings


def verdict_of(settings: CurvatureSettings, result: CurvatureResult) -> str:
    """What the rate does along each direction, which rates hold, and what became of the path."""
    sentences = _stand(result), _regimes(result), _limit(settings, result), _features(settings, result), _course(result)
    return " ".join(filter(None, sentences))


def _stand(result: CurvatureResult) -> str:
    """On a critical point nothing moves, whatever the rate."""
    if not engine.norm(result.gradient) <= NOISE * max(abs(result.largest),
                                                       np.abs(result.eigenvalues).max()):    # nan included
        return ""
    low, high = result.eigenvalues
    kind = "a saddle" if low < 0 < high else "a minimum" if low > 0 else "a maximum" if high < 0 else "a level place"
    push = f"; a push along {vector_text(result.eigenvectors[:, 0])} would let it go" if low < 0 else ""
    return f"It stands on {kind}: the gradient is 0 and nothing moves{push}."


def _regimes(result: CurvatureResult) -> str:
    low, high, *beyond = result.prospects
    if not np.isfinite([low.curvature, high.curvature]).all():
        return ""
    if low.curvature == high.curvature:
        return f"Along every direction of the plane, curvature {number(high.curvature)}, it {_fate(high)}."
    parts = [f"along the lower, {number(low.curvature)}, it {_fate(low)}"]
    parts += [f"along the steepest of all, {in_words(other.curvature)}, it {_fate(other)}" for other in beyond]
    return f"Along the higher curvature, {number(high.curvature)}, it {_fate(high)}; {'; '.join(parts)}."


def _fate(prospect: Direction) -> str:
    if prospect.regime in ("flat", "swinging", "unknown"):
        return prospect.words
    if prospect.factor < NOISE:
        return "arrives in one step"
    return f"{prospect.words} (times {factor_text(prospect.factor)} per step)"


def _limit(settings: CurvatureSettings, result: CurvatureResult) -> str:
    if np.isnan(result.largest):
        return "The curvature is not a number here."
    if np.isinf(result.rate_limit):
        return "Nothing curves upwards here: no rate is too large, and none brings it to rest."
    if settings.momentum == 0:
        return f"Rates up to {number(result.rate_limit)} = 2 / {number(result.largest)} hold."
    beta, stable, plain = map(in_words, (settings.momentum, result.stable_limit, result.rate_limit))
    return f"With momentum {beta} rates up to {stable} hold, without up to {plain}."


def _features(settings: CurvatureSettings, result: CurvatureResult) -> str:
    if not settings.scaled:
        return ""
    raw, scaled = (_limit_in_words(limit) for limit in (result.raw_limit, result.rate_limit))
    return f"Scaled features {'leave' if raw == scaled else 'move'} the largest stable rate " + (
        f"at {raw}." if raw == scaled else f"from {raw} to {scaled}.")


def _limit_in_words(limit: float) -> str:
    return "infinity" if np.isinf(limit) else in_words(limit)


def _course(result: CurvatureResult) -> str:
    path, values = result.path, result.path.values
    if path.diverged is not None:
        return path.reason
    steps = "1 step takes" if path.steps == 1 else f"{path.steps} steps take"
    return f"{steps} the loss from {in_words(values[0])} to {loss_text(result, values[-1])}."
