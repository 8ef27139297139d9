"""Q-learning on stored episodes: with a table and with a net, update by update on the same moves.

After a move a in s that gave r and led to s' (Watkins 1989):

    delta = r + gamma max over a' of Q(s', a') - Q(s, a)        the TD error; after the end there is no Q
    Q(s, a) <- Q(s, a) + rate delta                             in a table
    theta <- theta + rate delta dQ(s, a)/dtheta                 in a net: downhill on delta^2 / 2 with the target held

With each new move the net may repeat stored ones (Lin 1992): the step is then the mean over all of them.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .episodes import Episodes, drawn, sample
from .policy import NET, TABLE, Model
from .world import A, World, fixed, uniform

# Episodes of a piece; the first piece is shorter.
FIRST, PIECE = 5, 20


@dataclass(frozen=True)
class QTask:
    """All that decides the learning of values but its length. hidden: units of the net. repeated: stored moves that the
    net repeats with each new one."""

    world: World
    hidden: int
    table_rate: float
    net_rate: float
    repeated: int
    seed: int

    def model(self, kind: str) -> Model:
        """The table or the net."""
        return Model(self.world, kind, self.hidden)


class Moves(NamedTuple):
    """U moves in their order. s, a: state and move. r: reward. after: the next state, S for the end. ends: (E,), how
    many moves there were after each episode."""

    s: np.ndarray
    a: np.ndarray
    r: np.ndarray
    after: np.ndarray
    ends: np.ndarray

    def followed_by(self, other: Moves) -> Moves:
        """These, then others."""
        joined = [fixed(np.concatenate(pair)) for pair in zip(self[:4], other[:4])]
        return Moves(*joined, fixed(np.append(self.ends, len(self.s) + other.ends)))

    def first(self, episodes: int) -> Moves:
        """Those of the first so many episodes."""
        ends = self.ends[:episodes]
        upto = int(ends[-1]) if len(ends) else 0
        return Moves(*(part[:upto] for part in self[:4]), ends)

    def at(self, k: int) -> Move:
        """One of them."""
        return Move(int(self.s[k]), int(self.a[k]), float(self.r[k]), int(self.after[k]))


class Move(NamedTuple):
    """One stored move, as in `Moves`."""

    s: int
    a: int
    r: float
    after: int


NO_MOVES = Moves(np.empty(0, int), np.empty(0, int), np.empty(0), np.empty(0, int), np.empty(0, int))


class Values(NamedTuple):
    """What was learned. moves: the stored ones of E episodes, U in all. thetas: by kind, TABLE or NET, the weights
    before the first episode and after each one, (E + 1, n). errors: by kind the TD error of each move, before its
    update, (U,)."""

    moves: Moves
    thetas: dict[str, np.ndarray]
    errors: dict[str, np.ndarray]

    @property
    def episodes(self) -> int:
        """How many episodes there are."""
        return len(self.moves.ends)

    def first(self, episodes: int) -> Values:
        """What was learned from no more than so many episodes."""
        moves = self.moves.first(episodes)
        return Values(moves, {kind: part[:episodes + 1] for kind, part in self.thetas.items()},
                      {kind: part[:len(moves.s)] for kind, part in self.errors.items()})


def moves_of(episodes: Episodes) -> Moves:
    """The moves of episodes, one after the other."""
    after = np.column_stack([episodes.states[:, 1:], np.zeros(len(episodes.states), int)])
    after[np.arange(len(after)), episodes.lengths - 1] = episodes.last
    live = episodes.live
    return Moves(episodes.states[live], episodes.moves[live], episodes.rewards[live], after[live],
                 np.cumsum(episodes.lengths))


def learn_values(task: QTask, most: int) -> Iterator[Values]:
    """The run in pieces up to `most` episodes: each move is made by chance, and table and net learn from it."""
    world, walker = task.world, np.random.default_rng([task.seed, 1])
    learners = {TABLE: _Table(task), NET: _Net(task)}
    thetas = {kind: [learner.theta.copy()] for kind, learner in learners.items()}
    errors: dict[str, list[float]] = {kind: [] for kind in learners}
    moves, done = NO_MOVES, 0
    while done < most:
        count = min(PIECE if done else FIRST, most - done)
        known = len(moves.s)
        moves = moves.followed_by(moves_of(sample(world, uniform(world), drawn(walker, world, count))))
        for end in moves.ends[done:].tolist():
            for kind, learner in learners.items():
                errors[kind] += [learner.update(moves, k) for k in range(known, end)]
                thetas[kind].append(learner.theta.copy())
            known = end
        done += count
        yield Values(moves, {kind: fixed(np.array(found)) for kind, found in thetas.items()},
                     {kind: fixed(np.array(found)) for kind, found in errors.items()})


class _Table:
    """A number for each state and move, in one vector as the weights of its net are."""

    def __init__(self, task: QTask):
        world = task.world
        self.theta, self._rate, self._gamma = task.model(TABLE).start(0), task.table_rate, world.gamma
        self._Q, self._end = self.theta.reshape(-1, A), len(world.states)
        self._offered = [np.flatnonzero(row).tolist() for row in world.offered]

    def update(self, moves: Moves, k: int) -> float:
        """Learn from move k; its TD error."""
        Q, (s, a, r, after) = self._Q, moves.at(k)
        target = r if after == self._end else r + self._gamma * max(Q[after, b] for b in self._offered[after])
        delta = float(target - Q[s, a])
        Q[s, a] += self._rate * delta
        return delta


class _Net:
    """A net that gives Q of all moves for the coordinates of a cell."""

    def __init__(self, task: QTask):
        self._model, self._rate, self._repeated = task.model(NET), task.net_rate, task.repeated
        self.theta, self._rng = self._model.start(task.seed), np.random.default_rng([task.seed, 2])

    def update(self, moves: Moves, k: int) -> float:
        """Learn from move k and from stored ones before it; the TD error of move k."""
        rows = np.append(k, self._rng.integers(0, k + 1, self._repeated)) if self._repeated else np.array([k])
        delta, dtheta = td_gradient(self._model, self.theta, *(part[rows] for part in moves[:4]))
        self.theta = self.theta - self._rate * dtheta
        return float(delta[0])


def targets(model: Model, Q: np.ndarray, r: np.ndarray, after: np.ndarray) -> np.ndarray:
    """r + gamma max over a' of Q(s', a'), (..., B), for Q (..., S, 4); after the end there is no Q."""
    best = np.zeros((*Q.shape[:-2], Q.shape[-2] + 1))
    np.where(model.world.offered, Q, -np.inf).max(axis=-1, out=best[..., :-1])
    return r + model.world.gamma * best[..., after]


@np.errstate(all="ignore")
def td_gradient(model: Model, theta: np.ndarray, s: np.ndarray, a: np.ndarray, r: np.ndarray,
                after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The TD errors of moves, (B,), and the gradient of the mean of delta^2 / 2 with the targets held, (n,): one
    backward pass that begins at the Q of the moves that were made."""
    trace = model.network.forward(theta, model.inputs)
    Q = trace.output
    delta = targets(model, Q, r, after) - Q[s, a]
    dQ = np.bincount(s * A + a, delta * (-1 / len(s)), Q.size).reshape(Q.shape)
    return delta, model.network.backward(theta, trace, dQ).dtheta
