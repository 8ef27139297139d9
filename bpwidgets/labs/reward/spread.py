"""How far sampled gradients are from the exact one: those of all episodes there can be, where they are few."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .episodes import Episodes, drawn, gradients, sample
from .world import TURNS, World, fixed

# Up to so many possible episodes are listed.
LISTED = 2000


@dataclass(frozen=True, eq=False)
class Cloud:
    """What episodes say of the gradient. dz: (N, S, 4). weight: how probable each one is, (N,); 1/N for sampled ones.
    exact: dJ/dz, (S, 4). listed: these are all the episodes there can be."""

    dz: np.ndarray
    weight: np.ndarray
    exact: np.ndarray
    listed: bool

    def of_state(self, k: int) -> Cloud:
        """The gradients of the scores of one state alone."""
        return Cloud(self.dz[:, k:k + 1], self.weight, self.exact[k:k + 1], self.listed)

    @cached_property
    def mean(self) -> np.ndarray:
        """Their mean, (S, 4)."""
        return np.einsum("n,nsa->sa", self.weight, self.dz)

    @cached_property
    def variance(self) -> float:
        """The mean square of the distance from their mean, summed over all scores; of sampled ones as an unbiased
        estimate."""
        squares = float(self.weight @ ((self.dz - self.mean) ** 2).sum(axis=(1, 2)))
        count = len(self.dz)
        return squares if self.listed else squares * count / (count - 1)

    @cached_property
    def away(self) -> float:
        """The share that points away from the exact gradient: at an angle of more than 90 degrees."""
        return float(self.weight @ ((self.dz * self.exact).sum(axis=(1, 2)) < 0))

    @property
    def error(self) -> float:
        """How far the mean is from the exact gradient."""
        return float(np.linalg.norm(self.mean - self.exact))

    @property
    def chance(self) -> float:
        """How far it would be by chance: the root of the variance over their number; 0 for all there can be."""
        return 0.0 if self.listed else float(np.sqrt(self.variance / len(self.dz)))


def episodes_at(world: World, pi: np.ndarray, count: int, seed: int) -> tuple[Episodes, np.ndarray, bool]:
    """Episodes of the policy pi (S, 4), how probable each one is, and whether these are all."""
    found = listed(world, pi)
    if found:
        return *found, True
    chances = drawn(np.random.default_rng([seed, 3]), world, count)
    return sample(world, pi, chances), np.full(count, 1 / count), False


def cloud(world: World, pi: np.ndarray, exact: np.ndarray, found: tuple[Episodes, np.ndarray, bool],
          baseline: np.ndarray) -> Cloud:
    """What these episodes say with this baseline (S,)."""
    episodes, weight, whole = found
    return Cloud(fixed(gradients(world, pi, episodes, baseline)), fixed(weight), exact, whole)


def listed(world: World, pi: np.ndarray) -> tuple[Episodes, np.ndarray] | None:
    """All episodes there can be and their probabilities, None if they are more than LISTED."""
    T, end = world.most_steps, len(world.states)
    states, moves, rewards = (np.zeros((len(world.starts), T), kind) for kind in (int, int, float))
    live, at = np.zeros(states.shape, bool), np.array(world.starts)
    weight = world.first[at]
    turns = [turn for turn in range(len(TURNS)) if world.chances[turn] > 0]
    for t in range(T):
        on = np.flatnonzero(at < end)
        if not len(on):
            break
        row, move, turn = (part.ravel() for part in np.meshgrid(on, np.arange(pi.shape[1]), turns, indexing="ij"))
        possible = pi[at[row], move] > 0
        row, move, turn = row[possible], move[possible], turn[possible]
        if len(row) + len(at) - len(on) > LISTED:
            return None
        kept = np.flatnonzero(at == end)
        state = at[row]
        states, moves, rewards, live = (np.concatenate([part[row], part[kept]]) for part in
                                        (states, moves, rewards, live))
        states[:len(row), t], moves[:len(row), t], live[:len(row), t] = state, move, True
        rewards[:len(row), t] = world.reward[state, move, turn]
        weight = np.concatenate([weight[row] * pi[state, move] * world.chances[turn], weight[kept]])
        at = np.concatenate([world.next[state, move, turn], at[kept]])
    return Episodes(states, moves, rewards, live, at), weight
