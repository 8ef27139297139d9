"""What a net is asked for, classes or numbers: desired outputs for its loss, and its outputs read as an answer."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .. import engine

# So many different whole numbers in one column are taken for the labels of classes.
MOST_CLASSES = 20


def looks_like_classes(y: np.ndarray) -> bool:
    """Whether targets (N,) or (N, 1) are labels: whole numbers, few of them different, each as a rule more than once.

    >>> looks_like_classes(np.array([[0.0], [1.0], [1.0], [0.0]])), looks_like_classes(np.array([[0.5], [1.0]]))
    (True, False)
    """
    if y.size != len(y) or (y % 1 != 0).any():
        return False
    different = len(np.unique(y))
    return 2 <= different <= min(MOST_CLASSES, len(y) / 2)


@dataclass(frozen=True)
class Targets:
    """How labels become desired outputs, and outputs answers.

    labels: the label of each class in ascending order; () where the net is to give numbers.
    kind: that of the loss, a name of `engine.losses.TARGETS`.
    outputs: how many outputs the net has. low, high: the desired outputs for no and yes.
    """

    labels: tuple[float, ...]
    kind: str
    outputs: int
    low: float = 0.0
    high: float = 1.0

    @classmethod
    def of(cls, labels: tuple[float, ...], columns: int, loss: engine.Loss, output: engine.Activation) -> Targets:
        """Those that suit a loss and the activation of the output: -1 and 1 for one that goes below 0, else 0 and 1."""
        if not labels:
            return cls((), loss.targets, columns)
        if len(labels) == 1:        # the other class is one that nobody has met
            labels = (0.0, 1.0) if labels[0] == 1 else (labels[0], labels[0] + 1)
        low = -1.0 if loss.targets == "numbers" and _goes_below_zero(output) else 0.0
        one = len(labels) == 2 and loss.targets != "classes"
        return cls(labels, loss.targets, 1 if one else len(labels), low)

    def numbers(self, y: np.ndarray) -> np.ndarray:
        """The number of the class of each example, (N,)."""
        return np.searchsorted(self.labels, y.ravel())

    def desired(self, y: np.ndarray) -> np.ndarray:
        """Targets as the data have them -> desired outputs (N, outputs)."""
        if not self.labels:
            return y.reshape(len(y), -1)
        number = self.numbers(y)
        yes = (number == 1)[:, None] if self.outputs == 1 else np.eye(self.outputs, dtype=bool)[number]
        return np.where(yes, self.high, self.low)

    def answers(self, outputs: np.ndarray) -> np.ndarray:
        """Outputs (..., N, outputs) -> the number of the class that the net says, (..., N)."""
        if self.outputs > 1:
            return outputs.argmax(axis=-1)
        middle = 0.0 if self.kind == "shares" else (self.low + self.high) / 2
        return (outputs[..., 0] > middle).astype(int)

    def shares(self, outputs: np.ndarray) -> np.ndarray:
        """Outputs (..., N, outputs) -> how sure the net is of each class, (..., N, classes), from 0 to 1.

        After a cross-entropy these are probabilities; else the output on its way from `low` to `high`, cut off there.
        """
        if self.kind == "classes":
            e = np.exp(outputs - outputs.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)
        yes = (engine.ACTIVATIONS["sigmoid"].function(outputs) if self.kind == "shares"
               else np.clip((outputs - self.low) / (self.high - self.low), 0, 1))
        return np.concatenate([1 - yes, yes], axis=-1) if self.outputs == 1 else yes


def _goes_below_zero(output: engine.Activation) -> bool:
    with np.errstate(all="ignore"):
        return bool(output.name != "identity" and output.function(np.array([-3.0, -1.0])).min() < -0.5)
