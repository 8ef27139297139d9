"""Which layers moved and by how much, and the error that arrives at each of them."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....engine.check import GradientCheck
from ....pictures.telling import share
from ....text import in_words
from ..old_task import LAYERS
from ..verdict import WRONG
from .layer_cards import LayerCards, Row


class Net(LayerCards):
    """A card for each layer; a press freezes it or lets it learn."""

    count = 2

    def rows(self, settings, result) -> Sequence[Row]:
        moved, found = result.moved(settings.way, settings.epoch), result.passing(settings.way, settings.epoch)
        delta = np.zeros(len(LAYERS)) if found is None else found.delta
        return (Row("error that arrives, |δ|", "error |δ|", "delta", delta,
                    ["" if found is None else in_words(value, 2) for value in delta]),
                Row("moved, |W − W₀| / |W₀|", "moved", "weight", moved, [_share(value) for value in moved]))


class Passing(LayerCards):
    """The backward pass layer by layer, what becomes of it, and how far central differences agree."""

    count = 6

    def rows(self, settings, result) -> Sequence[Row]:
        found, checks = (of(settings.way, settings.epoch) for of in (result.passing, result.checks))
        if found is None:
            return ()
        numbers = (("error that arrives, |δ|", "error |δ|", "delta", found.delta),
                   ("handed on, |dL/da|", "|dL/da|", "delta", found.handed_on),
                   ("gradient, |dL/dW|", "|dL/dW|", "weight_gradient", found.gradient),
                   ("last update, |ΔW|", "|ΔW|", "weight", result.update(settings.way, settings.epoch)))
        return [*(Row(*words, values, [in_words(value, 2) for value in values]) for *words, values in numbers),
                _checks("check of dL/dW", "check dL/dW", checks.weights),
                _checks("check of dL/da", "check dL/da", checks.errors)]


def _checks(words: str, short: str, checks: Sequence[GradientCheck]) -> Row:
    """How far central differences of the loss are from backpropagation."""
    errors = np.array([check.relative_error for check in checks])
    good = [bool(error <= WRONG) for error in errors]
    said = [f"{'✓' if ok else '✗'} {in_words(error, 2)}" for ok, error in zip(good, errors)]
    return Row(words, short, "safe", errors, said, good)


def _share(part: float) -> str:
    return share(part) if np.isfinite(part) else in_words(part)
