"""What a training did to the flow, in words: which places learn how fast, what clipping did, where numbers
overflowed."""
from __future__ import annotations

from types import MappingProxyType

import numpy as np

from ...flow.healthy import KEPT
from ...text import change_in_words, in_words
from .overflow import Overflow
from .reach import Reach
from .result import FlowOverTrainingResult
from .settings import FlowOverTrainingSettings, place_names

WHAT = MappingProxyType({"activation": "the activations are", "error": "the error dL/da is", "delta": "δ is",
                         "weight_gradient": "dW is"})
# A bound this near to 1 says neither that gradients vanish nor that they may explode.
EVEN = 1e-9


def judge(settings: FlowOverTrainingSettings, run: FlowOverTrainingResult, reached: Reach | None) -> dict[str, str]:
    """Condition and verdict of a run that ends at the last known step."""
    if run.overflow:
        return dict(condition="overflow",
                    verdict=f"Overflow {_overflow(settings, run.overflow)} {_clipped(run)}".rstrip())
    condition = _condition(_ratio(run.sizes["delta"][-1, :settings.depth]))
    sentences = (_speeds(settings, run), _loss(run), _bound(settings, reached), _clipped(run))
    return dict(condition=condition,
                verdict=f"{condition.capitalize()} at step {run.known}. {' '.join(filter(None, sentences))}")


def _overflow(settings: FlowOverTrainingSettings, overflow: Overflow) -> str:
    place = place_names(settings)[overflow.place - 1]
    where = ("the output layer" if place == "out" else f"layer {place}" if settings.net == "layers"
             else f"step {place} in time")
    return (f"at step {overflow.step} of the training: {WHAT[overflow.quantity]} no longer finite, first of all at "
            f"{where}.")


def _condition(ratio: float) -> str:
    """Of delta, the first hidden place against the last, at the last step."""
    return "vanishing" if ratio < 1 / KEPT else "exploding" if ratio > KEPT else "healthy"


def _ratio(values: np.ndarray) -> float:
    """The first against the last; 1 where both are 0."""
    with np.errstate(all="ignore"):
        return 1.0 if values[0] == values[-1] else float(values[0] / values[-1])


def _speeds(settings: FlowOverTrainingSettings, run: FlowOverTrainingResult) -> str:
    start, end = (_ratio(run.speed[step]) for step in (0, -1))
    if settings.net == "layers":
        if not np.isfinite([start, end]).all():
            return f"At the start {_learning(settings, start)}, at the end {_learning(settings, end)}."
        if settings.depth == 1:
            return ""
        first, last = in_words(start, 2), in_words(end, 2)
        then = f"at the start and {last} times as fast at the end" if first != last else "at the start and at the end"
        return f"Layer 1 learns {first} times as fast as layer {settings.depth} {then}."
    first, last = (in_words(_ratio(run.sizes["error"][step]), 2) for step in (0, -1))
    then = f"at the start and {last} at the end" if first != last else "at the start and at the end"
    return f"Of dL/dh at time {settings.depth}, {first} reaches time 1 {then}."


def _learning(settings: FlowOverTrainingSettings, ratio: float) -> str:
    """The first layer against the last at one step, where one of the two may not learn at all or overflow."""
    if np.isnan(ratio):
        return "the learning speeds overflow"
    return f"layer 1 learns and layer {settings.depth} does not" if np.isinf(ratio) else (
        f"layer 1 learns {in_words(ratio, 2)} times as fast as layer {settings.depth}")


def _loss(run: FlowOverTrainingResult) -> str:
    if not np.isfinite(run.losses[[0, -1]]).any():
        return "The loss overflows."
    return f"The loss {change_in_words(run.losses[0], run.losses[-1], 2)}."


def _bound(settings: FlowOverTrainingSettings, reached: Reach | None) -> str:
    """What the norm of U says of the start (Pascanu et al. 2013)."""
    if reached is None:
        return ""
    if np.isnan(reached.factor):
        return "At the start the largest slope × |U| is not defined."
    says = ("dL/dh vanishes" if reached.factor < 1 - EVEN else "dL/dh cannot explode" if reached.factor <= 1 + EVEN
            else "dL/dh may explode")
    return f"At the start the largest slope × |U| is {in_words(reached.factor, 2)}: {says}."


def _clipped(run: FlowOverTrainingResult) -> str:
    with np.errstate(invalid="ignore"):
        shortened = run.clipped_norm < run.gradient_norm * (1 - 1e-12)
    if not shortened.any():
        return ""
    return f"Clipping shortens {int(shortened.sum())} of {len(shortened)} gradients."
