"""Episodes by chance, many at a time, and the gradient that each of them says.

REINFORCE (Williams 1992): with z the scores, pi = softmax(z), and G_t the return from step t on,

    dz[s, a] = sum over t with s_t = s of gamma^t (G_t - b(s)) (1[a = a_t] - pi(a|s))

The last factor is d ln pi(a_t|s) / dz[s, a]: what is differentiated is the policy. The reward is only a number.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .world import A, World


class Episodes(NamedTuple):
    """N episodes of at most T steps. states, moves: (N, T) whole numbers. rewards: (N, T). live: (N, T), True for the
    steps that were made; the others have state 0, move 0 and reward 0. last: (N,), the state where each one was left, S
    for the end."""

    states: np.ndarray
    moves: np.ndarray
    rewards: np.ndarray
    live: np.ndarray
    last: np.ndarray

    @property
    def lengths(self) -> np.ndarray:
        """How many steps each one has, (N,)."""
        return self.live.sum(axis=1)


def drawn(rng: np.random.Generator, world: World, count: int) -> np.ndarray:
    """The chances of so many episodes, (count, 1 + 2 T): of the start, of each move, of each turn."""
    return rng.random((count, 1 + 2 * world.most_steps))


def sample(world: World, pi: np.ndarray, chances: np.ndarray) -> Episodes:
    """One episode for each row of chances. pi: (S, 4), or (N, S, 4) with a policy for each."""
    count, T, end = len(chances), world.most_steps, len(world.states)
    mine = np.arange(count) if pi.ndim == 3 else np.zeros(count, int)
    upto = _upto(pi if pi.ndim == 3 else pi[None])
    turns = np.cumsum(world.chances)[:2]
    starts = np.array(world.starts)
    at = starts[np.minimum((chances[:, 0] * len(starts)).astype(int), len(starts) - 1)]
    states, moves, rewards = np.zeros((count, T), int), np.zeros((count, T), int), np.zeros((count, T))
    live, last, rows = np.zeros((count, T), bool), np.full(count, end), np.arange(count)
    for t in range(T):
        u, turn = chances[rows, 1 + t], 0
        move = (u[:, None] >= upto[mine[rows], at]).sum(axis=1)
        if world.slip:
            turn = (chances[rows, 1 + T + t, None] >= turns).sum(axis=1)
        states[rows, t], moves[rows, t], live[rows, t] = at, move, True
        rewards[rows, t] = world.reward[at, move, turn]
        at = world.next[at, move, turn]
        on = at < end
        rows, at = rows[on], at[on]
        if not len(rows):
            break
    last[rows] = at
    return Episodes(states, moves, rewards, live, last)


def _upto(pi: np.ndarray) -> np.ndarray:
    """Sums of probabilities up to each move but the last that is possible, (..., S, 3): a chance below none of them is
    the first move; rounding never chooses a move of probability 0."""
    upto = np.cumsum(pi, axis=-1)[..., :-1]
    after = np.cumsum(pi[..., ::-1], axis=-1)[..., ::-1][..., 1:]
    return np.where(after > 0, upto, np.inf)


def returns(episodes: Episodes, gamma: float) -> np.ndarray:
    """G_t = r_t + gamma G_(t+1), (N, T)."""
    G, after = np.zeros_like(episodes.rewards), np.zeros(len(episodes.rewards))
    for t in range(G.shape[1] - 1, -1, -1):
        G[:, t] = after = episodes.rewards[:, t] + gamma * after
    return G


def gradients(world: World, pi: np.ndarray, episodes: Episodes, baseline: np.ndarray) -> np.ndarray:
    """What each episode says of the gradient, (N, S, 4). baseline: b of each state, (S,) or (N, S)."""
    count, S = len(episodes.states), len(world.states)
    longest = max(int(episodes.lengths.max(initial=0)), 1)
    s, a, live = episodes.states[:, :longest], episodes.moves[:, :longest], episodes.live[:, :longest]
    G = returns(Episodes(s, a, episodes.rewards[:, :longest], live, episodes.last), world.gamma)
    n = np.arange(count)[:, None]
    b = baseline[s] if baseline.ndim == 1 else baseline[n, s]
    weight = np.where(live, world.gamma ** np.arange(longest) * (G - b), 0.0)
    chosen = np.bincount(((n * S + s) * A + a).ravel(), weight.ravel(), count * S * A).reshape(count, S, A)
    return chosen - chosen.sum(axis=2, keepdims=True) * pi
