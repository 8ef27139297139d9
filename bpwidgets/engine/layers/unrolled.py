"""Sequences with time in front, so that h[t] is step t, as in the formulas of gated layers."""

from __future__ import annotations

import numpy as np


def by_step(a: np.ndarray) -> np.ndarray:
    """(..., batch, time, features) -> (time, ..., batch, features), a view: a[t] is step t."""
    return np.moveaxis(a, -2, 0)


def by_example(a: np.ndarray) -> np.ndarray:
    """(time, ..., batch, features) -> (..., batch, time, features): `by_step` reversed."""
    return np.moveaxis(a, 0, -2)


def before(h: np.ndarray) -> np.ndarray:
    """What the step before had, (time, ...): h[t - 1] at step t, and 0 at the first."""
    return np.concatenate([np.zeros_like(h[:1]), h[:-1]])


def sum_of_products(a: np.ndarray, delta: np.ndarray) -> np.ndarray:
    """sum_t a_t^T delta_t, over the batch too, (time, ..., batch, k) and (time, ..., batch, l) -> (..., k, l)."""
    return all_steps(a).mT @ all_steps(delta)


def all_steps(a: np.ndarray) -> np.ndarray:
    """(time, ..., batch, features) -> (..., time * batch, features): for a sum over both."""
    by_time = np.moveaxis(a, 0, -3)
    *lead, time, batch, features = by_time.shape
    return by_time.reshape((*lead, time * batch, features))
