"""What can be known of a world without an episode: values, how often each state is met, and the gradient of the
expected return.

J = E[sum of gamma^t r_t over at most T steps]. Policy gradient theorem (Sutton et al. 2000), with an end after T steps:

    dJ/dz[s, a] = sum over t of gamma^t d_t(s) pi(a|s) (Q_(T-t)(s, a) - V_(T-t)(s))

d_t(s): how probable it is to be in s at step t. Q_h, V_h: the expected return with h steps left.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .world import World, fixed

# Sweeps after which best values that still change are not said, and the change that is none.
SWEEPS, SETTLED = 20_000, 1e-13


class Exact(NamedTuple):
    """value: V of each state with all steps left, (S,). visits: how often it is met in an episode, each time counted
    with its gamma^t, (S,). dz: dJ/dz, (S, 4). J: the expected return."""

    value: np.ndarray
    visits: np.ndarray
    dz: np.ndarray
    J: float


def values(world: World, pi: np.ndarray) -> np.ndarray:
    """V with all steps left, (..., S), for policies (..., S, 4): steps are doubled, so a thousand take ten products.

    V_(h+k) = V_h + (gamma M)^h V_k, M the passage from state to state
    """
    M = world.gamma * np.einsum("...sa,sap->...sp", pi, world.passage)
    V, power = (pi * world.gain).sum(axis=-1), M
    found, left = np.zeros_like(V), world.most_steps
    while True:
        if left % 2:
            found = V + _moved(power, found)
        left //= 2
        if not left:
            return found
        V, power = V + _moved(power, V), power @ power


def _moved(M: np.ndarray, V: np.ndarray) -> np.ndarray:
    return (M @ V[..., None])[..., 0]


def expected_return(world: World, pi: np.ndarray) -> np.ndarray:
    """J, (...), for policies (..., S, 4)."""
    return values(world, pi) @ world.first


def exact(world: World, pi: np.ndarray) -> Exact:
    """All that is known of the policy pi (S, 4)."""
    count, T = len(world.states), world.most_steps
    to_states, gamma = world.passage.reshape(-1, count), world.gamma
    V, advantages = np.zeros(count), []
    for _ in range(T):
        Q = world.gain + gamma * (to_states @ V).reshape(count, -1)
        V = (pi * Q).sum(axis=1)
        advantages.append(Q - V[:, None])
    M = gamma * np.einsum("sa,sap->sp", pi, world.passage)
    d, met = world.first, []
    for _ in range(T):
        met.append(d)
        d = d @ M
    dz = pi * np.einsum("ts,tsa->sa", met, advantages[::-1])
    return Exact(fixed(V), fixed(np.sum(met, axis=0)), fixed(dz), float(V @ world.first))


def best(world: World) -> np.ndarray | None:
    """Q of the best policy without an end of steps, (S, 4), nan where a move is not offered; None where the values do
    not settle, because walking on for ever gains more and more.

    Q(s, a) = E[r + gamma max over a' of Q(s', a')]
    """
    count = len(world.states)
    Q, to_states = np.zeros(world.gain.shape), world.passage.reshape(-1, count)
    for _ in range(SWEEPS):
        V = np.where(world.offered, Q, -np.inf).max(axis=1)
        after = world.gain + world.gamma * (to_states @ V).reshape(count, -1)
        moved, Q = np.abs(after - Q).max(), after
        if moved <= SETTLED * max(1.0, np.abs(Q).max()):
            return fixed(np.where(world.offered, Q, np.nan))
        if not np.isfinite(moved):
            return None
    return None
