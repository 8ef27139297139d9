"""What the rate does along each direction, which rates are stable, and what became of the path, in words."""
from __future__ import annotations

import numpy as np

from ... import engine
from ...text import change_in_words, factor_in_words, in_words, typeset
from .regimes import Direction
from .result import CurvatureResult
from .rounding import NOISE, loss_noise, vector_text
from .settings import CurvatureSettings


def verdict_of(settings: CurvatureSettings, result: CurvatureResult) -> str:
    """What the rate does along each direction, which rates are stable, and what became of the path."""
    stand = _stand(result)
    sentences = (stand or _regimes(result), _limit(settings, result), _features(settings, result),
                 "" if stand else _course(result))
    return " ".join(filter(None, sentences))


def _stand(result: CurvatureResult) -> str:
    """On a critical point nothing moves, whatever the rate."""
    if not engine.norm(result.gradient) <= NOISE * max(abs(result.largest),
                                                       np.abs(result.eigenvalues).max()):    # nan included
        return ""
    low, high = result.eigenvalues
    kind = "a saddle" if low < 0 < high else "a minimum" if low > 0 else "a maximum" if high < 0 else "a flat place"
    push = f", but a push along {typeset(vector_text(result.eigenvectors[:, 0]))} would free it" if low < 0 else ""
    return f"The start is {kind}: the gradient is 0 and no step moves it{push}."


def _regimes(result: CurvatureResult) -> str:
    """What happens along each direction; those along which the same happens stand together."""
    low, high, *beyond = result.prospects
    if not np.isfinite([low.curvature, high.curvature]).all():
        return ""
    if low.curvature == high.curvature and not beyond:
        return f"It {low.words} along every direction, curvature {_strength(low, ' per step')}."
    names = [("the higher curvature", high), ("the lower", low), *(("the steepest", one) for one in beyond)]
    fates: dict[str, list[str]] = {}
    for k, (name, direction) in enumerate(names):
        fates.setdefault(direction.words, []).append(f"{name}, {_strength(direction, '' if k else ' per step')}")
    return f"It {'; it '.join(f'{words} along ' + ', and '.join(ways) for words, ways in fates.items())}."


def _strength(direction: Direction, unit: str) -> str:
    """The curvature, and by what a step multiplies the distance."""
    curvature = in_words(direction.curvature)
    if direction.regime in ("flat", "swinging", "unknown"):
        return curvature
    if direction.factor < NOISE:
        return f"{curvature} (in one step)"
    return f"{curvature} (× {factor_in_words(direction.factor)}{unit})"


def _limit(settings: CurvatureSettings, result: CurvatureResult) -> str:
    if np.isnan(result.largest):
        return "The curvature overflows here, so no stable rate is known."
    if np.isinf(result.rate_limit):
        return "No direction curves upward here, so at no rate does it converge."
    escapes = result.eigenvalues[0] < 0
    where, steepest = (" where it curves upward", "") if escapes else ("", f" = 2/{in_words(result.largest)}")
    if settings.momentum == 0:
        return f"Rates below {in_words(result.rate_limit)}{steepest} are stable{where}."
    beta, stable, plain = map(in_words, (settings.momentum, result.stable_limit, result.rate_limit))
    return f"Rates below {stable} are stable{where} with momentum {beta}, below {plain} without."


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
        return typeset(path.reason)
    steps = "1 step" if path.steps == 1 else f"{path.steps} steps"
    return f"In {steps} the loss {change_in_words(values[0], values[-1], 3, loss_noise(result))}."
