"""Who wins a race of optimizers, who is quick, who is lost and why: in words that are computed."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ... import engine
from ...text import capital, in_words, typeset
from .stability import largest_stable_rate

# A loss below this part of the one at the start is rounding, not a lead.
NOISE = 1e-10
TENTH = 0.1
# Larger objectives are not asked for their curvature: that would cost as much as the race.
MOST_COORDINATES = 20


def standing(losses: Mapping[str, np.ndarray], step: int = -1) -> tuple[tuple[str, ...], float]:
    """Which optimizers are lowest after a number of steps, ties included, and the loss there; nan if none has one.

    >>> standing({"sgd": np.array([1.0, 0.5]), "adam": np.array([1.0, 0.2])})
    (('adam',), 0.2)
    """
    ends = {name: settled(loss)[step] for name, loss in losses.items() if np.isfinite(loss[step])}
    lowest = min(ends.values(), default=np.nan)
    return tuple(name for name, end in ends.items() if end - lowest <= 1e-9 * abs(lowest)), float(lowest)


def settled(losses: np.ndarray) -> np.ndarray:
    """The losses, with 0 for what is only rounding beside the loss at the start."""
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(losses) <= NOISE * np.abs(losses[0]), 0.0, losses)


def steps_to_tenth(losses: np.ndarray) -> int | None:
    """The first step at which a tenth of the loss at the start is left; None if there is none, or nothing to lose.

    >>> steps_to_tenth(np.array([8.0, 4.0, 2.0, 0.8, 0.4]))
    3
    """
    with np.errstate(invalid="ignore"):
        low = losses <= TENTH * losses[0]
    return int(np.argmax(low)) if losses[0] > 0 and low.any() else None


def verdict_of(objective: Any, runners: Mapping[str, engine.Optimizer], paths: Mapping[str, engine.Path],
               rates: Mapping[str, float], titles: Mapping[str, str]) -> str:
    """Who is lowest at the end, who came first to a tenth of the loss at the start, who diverged when and why."""
    losses = {name: path.values for name, path in paths.items()}
    sound = {name: loss for name, loss in losses.items() if paths[name].diverged is None}
    sentences = _lowest(sound, titles), _fastest(sound, titles), _lost(objective, runners, paths, rates, titles)
    return " ".join(capital(sentence) for sentence in sentences if sentence)


def _lowest(losses: Mapping[str, np.ndarray], titles: Mapping[str, str]) -> str:
    names, loss = standing(losses)
    if not names:
        return ""
    many, who = len(names) > 1, listed(titles[name] for name in names)
    if all(losses[name][-1] == 0 for name in names):
        return f"{who} {'reach' if many else 'reaches'} the minimum exactly (loss 0 in floating point)."
    if loss == 0:
        return (f"{who} {'end' if many else 'ends'} lowest, with less than {in_words(NOISE)} of the first "
                "loss left.")
    return f"{who} {'end' if many else 'ends'} lowest, with a loss of {in_words(loss)}."


def _fastest(losses: Mapping[str, np.ndarray], titles: Mapping[str, str]) -> str:
    reached = {name: steps for name, loss in losses.items() if (steps := steps_to_tenth(loss)) is not None}
    if not reached:
        return "No optimizer reaches a tenth of the first loss." if losses else ""
    first = min(reached.values())
    names = [titles[name] for name, steps in reached.items() if steps == first]
    return (f"{listed(names)} {'are' if len(names) > 1 else 'is'} first to reach a tenth of the first loss, after "
            f"{first} step{'s' if first > 1 else ''}.")


def _lost(objective: Any, runners: Mapping[str, engine.Optimizer], paths: Mapping[str, engine.Path],
          rates: Mapping[str, float], titles: Mapping[str, str]) -> str:
    """Each that diverged with its step; why, of the first of them."""
    lost = {name: path for name, path in paths.items() if path.diverged is not None}
    if not lost:
        return ""
    name, *others = sorted(lost, key=lambda name: lost[name].diverged)
    since = {other: f"{titles[other]} diverges from step {path.diverged}" for other, path in lost.items()}
    also = f" {capital(listed(since[other] for other in others))} too." if others else ""
    why = _above_limit(objective, runners[name], lost[name], rates[name]) or typeset(lost[name].reason)
    return f"{since[name]}. {why}{also}"


def _above_limit(objective: Any, optimizer: engine.Optimizer, path: engine.Path, rate: float) -> str:
    """That the rate is too large for the curvature at the start, where it is."""
    if path.thetas.shape[-1] > MOST_COORDINATES:
        return ""
    steepest = float(engine.Curvature(objective, path.thetas[0]).largest_eigenvalue)
    limit = largest_stable_rate(optimizer, steepest) if 0 < steepest < np.inf else None
    if limit is None or not rate > limit:
        return ""
    return (f"Its rate, {in_words(rate)}, is above {in_words(limit)}, the largest stable one for the curvature at the "
            "start.")


def listed(names: Iterable[str]) -> str:
    """a, b and c."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
