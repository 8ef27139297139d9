"""A linear probe: how well can the label be read off a layer by weighted sums of its activations alone?

It is a net without hidden units, trained by least squares on the labels as 0 and 1 (after Alain and Bengio, 2016, whose
probes are trained by cross-entropy), apart from the net, which is not changed by it.
"""
from __future__ import annotations

import numpy as np

# Keeps the system solvable where activations are constant or depend on each other: this part of their mean square.
RIDGE = 1e-6


def probe(train: np.ndarray, numbers: np.ndarray, test: np.ndarray, classes: int = 10) -> np.ndarray:
    """The labels that a linear readout of activations (N, D), trained on these labels (N,), says of others (M, D):
    (M,).

    >>> probe(np.array([[0.0], [1], [2], [3]]), np.array([0, 0, 1, 1]), np.array([[0.2], [2.9]]), 2).tolist()
    [0, 1]
    """
    middle = train.mean(axis=0)
    a, b = train - middle, test - middle
    wanted = np.eye(classes)[numbers]
    share = wanted.mean(axis=0)
    products = a.T @ a
    products.flat[::len(products) + 1] += RIDGE * max(float(np.trace(products)) / len(products), 1e-300)
    return (b @ np.linalg.solve(products, a.T @ (wanted - share)) + share).argmax(axis=1)


def probe_accuracy(train: np.ndarray, numbers: np.ndarray, test: np.ndarray, labels: np.ndarray) -> float:
    """The share of others (M, D) whose label the readout gives; nan where activations overflowed."""
    if not (np.isfinite(train).all() and np.isfinite(test).all()):
        return float("nan")
    return float((probe(train, numbers, test) == labels).mean())
