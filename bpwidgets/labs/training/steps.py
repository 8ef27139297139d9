"""The six steps of training, and which of them runs at a moment."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

# What each step is called, and what it does.
STEPS = MappingProxyType({
    "inputs and desired outputs": "the examples that the net learns from",
    "random weights": "with these the net begins, and knows nothing",
    "the error": "one number for how far the outputs are off: the loss",
    "making it smaller": "backpropagation finds the slope of the loss along every weight",
    "updating the weights": "each goes a little downhill",
    "ready to predict": "the weights stay as they are",
})
LOOP = (2, 3, 4)


# By what the settings say is looked at.
OF_PART = MappingProxyType({"inputs": (0,), "error": (2,), "gradient": (3,), "update": (4,)})


def running(settings: Any, result: Any) -> tuple[int, ...]:
    """Which of the steps, counted from 0, are running at the moment shown: the start has the random weights, the end
    is ready, and in between the loop of three goes round."""
    epoch, update = result.run.place(settings.epoch, settings.update)
    if settings.part != "all":
        return OF_PART[settings.part]
    if epoch == update == 0:
        return (1,)
    return (5,) if epoch >= result.known else LOOP


def gone_to(settings: Any, result: Any, step: int) -> Mapping[str, Any]:
    """The settings at which a step runs: the start, the end, or one part of the update that is next."""
    if step in (0, 1):
        return {"epoch": 0, "update": 0, "part": "inputs" if step == 0 else "all"}
    if step == len(STEPS) - 1:
        return {"epoch": result.known, "update": 0, "part": "all"}
    part = next(name for name, steps in OF_PART.items() if steps == (step,))
    last = settings.epoch >= result.known
    return {"part": part, **({"epoch": max(result.known - 1, 0), "update": 0} if last else {})}


def rounds(settings: Any, result: Any) -> int:
    """How often the loop has gone round."""
    epoch, update = result.run.place(settings.epoch, settings.update)
    return epoch * result.run.per_epoch + update
