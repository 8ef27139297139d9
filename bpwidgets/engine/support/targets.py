"""Targets of classification: what people have, often labels, as the rows (N, K) that a cross-entropy takes."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from ...errors import Verbatim, argument_error


def as_shares(y: np.ndarray, K: int) -> np.ndarray:
    """Targets of `binary_cross_entropy`, (N, K): numbers from 0 to 1, for a single output also (N,).

    Examples
    --------
    >>> as_shares(np.array([0, 1, 1]), K=1).tolist()
    [[0], [1], [1]]
    """
    if not (y.min() >= 0 and y.max() <= 1):
        given = Verbatim(f"{y.min():g} to {y.max():g}")
        raise argument_error("y", "binary_cross_entropy", "numbers from 0 to 1", given,
                             "Use 0 and 1 for the two classes.")
    return y[:, None] if y.ndim == 1 and K == 1 else y


def as_class_rows(y: np.ndarray, K: int) -> np.ndarray:
    """Targets of `softmax_cross_entropy`, (N, K): labels 0 to K - 1, (N,) or (N, 1), or probabilities (N, K).

    Examples
    --------
    >>> as_class_rows(np.array([2, 0]), K=3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    if y.shape[1:] == (K,):
        return _distributions(y)
    if y.shape[1:] not in ((), (1,)):
        expected = f"labels of shape (N,) or probabilities of shape (N, {K})"
        raise argument_error("y", "softmax_cross_entropy", expected, y)
    return _one_hot(y.reshape(-1), K)


def _distributions(y: np.ndarray) -> np.ndarray:
    wrong = (y < 0).any(axis=1) | ~np.isclose(y.sum(axis=1), 1)
    if wrong.any():
        row = int(np.argmax(wrong))
        given = Verbatim(f"{y[row].tolist()} in row {row}")
        raise argument_error("y", "softmax_cross_entropy", "rows of probabilities, each with sum 1", given,
                             "Put 1 in the column of the right class and 0 elsewhere.")
    return y


def _one_hot(labels: np.ndarray, K: int) -> np.ndarray:
    wrong = ~np.isin(labels, np.arange(K))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise argument_error("y", "softmax_cross_entropy", f"labels, whole numbers from 0 to {K - 1}",
                      Verbatim(f"{labels[row]:g} in row {row}"), _advice(labels, K))
    return np.eye(K)[labels.astype(int)]


def _advice(labels: np.ndarray, K: int) -> str:
    if K == 1:
        return "For two classes on one output use binary_cross_entropy."
    if labels.min() == 1 and labels.max() == K:
        return "Count the classes from 0: y - 1."
    return "Count the classes from 0 and give the network one output for each."


# --- the kinds of targets, by the names that a loss has for them


class TargetKind(NamedTuple):
    """from_numbers: any numbers (N, K) -> targets (N, K) of this kind, for examples that are drawn.
    outputs: targets (N, columns) -> how many outputs a network for them has."""

    from_numbers: Callable[[np.ndarray], np.ndarray]
    outputs: Callable[[np.ndarray], int]


def _unchanged(y: np.ndarray) -> np.ndarray:
    return y


def _positive(y: np.ndarray) -> np.ndarray:
    return (y > 0) * 1.0


def _largest(y: np.ndarray) -> np.ndarray:
    return np.eye(y.shape[1])[y.argmax(axis=1)]


def _columns(y: np.ndarray) -> int:
    return y.shape[1]


def _classes(y: np.ndarray) -> int:
    return max(int(y.max()) + 1, 1) if y.shape[1] == 1 else y.shape[1]


KINDS = MappingProxyType({"numbers": TargetKind(_unchanged, _columns), "shares": TargetKind(_positive, _columns),
                          "classes": TargetKind(_largest, _classes)})
