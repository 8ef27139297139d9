"""How large may the rate be on a parabola? For every optimizer whose step is linear, found from the rule itself.

On L x^2 / 2 the gradient is L x, so one step of such a rule is a matrix that acts on theta and on what the rule
remembers. The distance to the minimum stays bounded while no eigenvalue of that matrix is larger than 1 in size.
For plain descent that is r L < 2, with momentum r L < 2 + 2 mu (Polyak 1964), with Nesterov's r L < (2 + 2 mu) /
(1 + 2 mu).
"""
from __future__ import annotations

import numpy as np

from ... import engine

# Rates that are tried, in units of 1 / L, and how closely the limit between two of them is found.
LOWEST, HIGHEST, TRIED, HALVINGS = 1e-4, 1e4, 400, 60
# An eigenvalue that is larger than 1 by no more than this is 1.
ROUNDING = 1e-12


def largest_stable_rate(optimizer: engine.Optimizer, curvature: float) -> float | None:
    """The largest rate at which a parabola of this curvature is still descended; None for rules that are not linear.

    >>> round(largest_stable_rate(engine.OPTIMIZERS["momentum"], 10.0), 12)
    0.38
    >>> largest_stable_rate(engine.OPTIMIZERS["adam"], 10.0) is None
    True
    """
    if not _is_linear(optimizer, curvature):
        return None
    rates = np.geomspace(LOWEST, HIGHEST, TRIED) / curvature
    unstable = _radius(optimizer, curvature, rates) > 1 + ROUNDING
    if unstable[0] or not unstable.any():
        return None
    first = int(np.argmax(unstable))
    low, high = rates[first - 1], rates[first]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        stable = _radius(optimizer, curvature, np.array([middle]))[0] <= 1 + ROUNDING
        low, high = (middle, high) if stable else (low, middle)
    return float(low)


def _is_linear(optimizer: engine.Optimizer, curvature: float) -> bool:
    """True if the next theta and the next state are sums of multiples of theta and state, and of nothing else."""
    if any(np.shape(entry) != (1,) for entry in optimizer.init(np.zeros(1)).values()):
        return False
    x, y = np.random.default_rng(0).standard_normal((2, 1, 1 + len(optimizer.init(np.zeros(1)))))
    rates = np.array([0.5 / curvature])
    of_x, of_y, of_both = (_step(optimizer, curvature, vectors, rates) for vectors in (x, y, 2 * x - 3 * y))
    return bool(np.allclose(of_both, 2 * of_x - 3 * of_y, rtol=1e-9, atol=1e-12))


def _radius(optimizer: engine.Optimizer, curvature: float, rates: np.ndarray) -> np.ndarray:
    """The size of the largest eigenvalue at each rate (R,): (R,)."""
    units = np.eye(1 + len(optimizer.init(np.zeros(1))))
    matrices = _step(optimizer, curvature, np.broadcast_to(units, (len(rates), *units.shape)), rates[:, None])
    return np.abs(np.linalg.eigvals(matrices)).max(axis=-1)


def _step(optimizer: engine.Optimizer, curvature: float, vectors: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """One step of theta and state: vectors (..., 1 + states), rates (...) -> (..., 1 + states)."""
    theta, *states = (vectors[..., k, None] for k in range(vectors.shape[-1]))
    names = optimizer.init(np.zeros(1))
    theta, state = optimizer.step(theta, curvature * theta, dict(zip(names, states)), rates)
    return np.concatenate([theta, *(state[name] for name in names)], axis=-1)
