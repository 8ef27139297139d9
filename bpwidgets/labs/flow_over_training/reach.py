"""How far the memory of a recurrent net reaches: what is found of a state in the last one, and the bound of Pascanu
et al."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .training_runs import Task


class Reach(NamedTuple):
    """How far the memory reaches at one theta. jacobian: the largest factor by which a change of h_t is found again in
    h_T, for the first sequence, (time,). bound: (largest slope of f  |U|)^(T - t), which it cannot exceed, (time,).
    factor: the base of that power."""

    jacobian: np.ndarray
    bound: np.ndarray
    factor: float


def reach(task: Task, theta: np.ndarray) -> Reach:
    """The spectral norms of dh_T/dh_t and their bound (Pascanu, Mikolov and Bengio 2013, equations 5 to 7).

        dh_T/dh_t = A_(t+1) A_(t+2) ... A_T,    A_k = U diag(f'(z_k)),    |dh_T/dh_t| <= (largest f' |U|)^(T - t)

    States are rows here, so that the matrices stand in the order of time; |U| is the largest singular value.
    """
    layer, U = task.objective.network.layers[0], task.objective.network.unpack(theta)[0]["U"]
    slope = layer.activation.slope(task.objective.network.forward(theta, task.objective.x[:1])[0].z[0])
    norms, J = [1.0], np.eye(len(U))
    with np.errstate(all="ignore"):
        for f in slope[:0:-1]:
            J = (U * f) @ J
            norms.insert(0, spectral_norm(J))
        factor = abs(layer.activation.steepest[1]) * spectral_norm(U)
        return Reach(np.array(norms), factor ** np.arange(len(slope) - 1, -1, -1), factor)


def spectral_norm(a: np.ndarray) -> float:
    """The largest singular value; nan where it is not made of numbers."""
    return float(np.linalg.norm(a, 2)) if np.isfinite(a).all() else np.nan
