"""What the net says at a place of the plane, in words."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...text import in_words, percent


def answer_at(result: Any, theta: np.ndarray, point: np.ndarray) -> np.ndarray:
    """The outputs for a point (inputs,) as the data have it: (outputs,)."""
    return result.run.outputs(theta, point[None])[0]


def in_words_of(result: Any, outputs: np.ndarray) -> str:
    """An answer: a class with how sure the net is of it, or numbers."""
    targets = result.run.parts.targets
    if not targets.labels:
        return ", ".join(in_words(one) for one in outputs)
    shares = targets.shares(outputs[None])[0]
    winner = int(targets.answers(outputs[None])[0])
    return f"class {in_words(targets.labels[winner])}, {percent(float(shares[winner]))} sure"
