"""What was learned from reward, with what is exact of it, and what episodes sampled at a moment say."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from functools import cached_property

import numpy as np

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .baselines import BASELINES, NONE
from .checks import Compared, ExpectedReturn, SquaredError, compared, held
from .exact import Exact, best, exact
from .policy import NET, TABLE, Model
from .q_learning import Move, QTask, Values, targets
from .reinforce import Learning, Run
from .shadows import Shadow, in_plane, plane_of, shadow
from .spread import Cloud, cloud, episodes_at
from .world import World

# So many moments of the run are measured for the picture of the spread; so many answers are kept.
MEASURED, KEEP = 16, 32


@dataclass(frozen=True, eq=False)
class Moment:
    """The policy after some episode. pi: (S, 4). exact: what is known of it. clouds: by baseline what sampled episodes
    say, the same ones for all. shadows: the same in the plane along the exact gradient and across."""

    pi: np.ndarray
    exact: Exact
    clouds: Mapping[str, Cloud]
    shadows: Mapping[str, Shadow | None]


@dataclass(frozen=True, eq=False)
class Update:
    """One move, and what it changes. move: the move. Q, after: all values before and after the update, (S, 4). target:
    r + gamma max Q(s', a'). delta: the TD error."""

    move: Move
    Q: np.ndarray
    after: np.ndarray
    target: float
    delta: float


@dataclass(frozen=True, eq=False)
class RewardResult:
    """A run of REINFORCE and one of Q-learning, as far as they are known.

    run: see `Run`; values: see `Values`. known: so many episodes of both. verdict: how many seeds come near the best.
    Given an episode, `moment` has the policy, the exact gradient and the sampled ones; `Q` the values of TABLE or NET;
    `update` what the next stored move does to them.
    """

    world: World
    learning: Learning
    task: QTask
    run: Run
    values: Values
    samples: int
    verdict: str = ""
    memo: InitVar[Computing] = compute

    def __post_init__(self, memo: Computing) -> None:
        object.__setattr__(self, "_memo", memo)     # no part of the result: it only spares what was computed before

    @property
    def known(self) -> int:
        """The last episode that is computed."""
        return min(self.run.episodes, self.values.episodes)

    def at(self, episode: int) -> int:
        """This episode, or the last one there is."""
        return min(episode, self.known)

    @property
    def baseline(self) -> str:
        """The one that the shown run has."""
        return self.learning.baseline

    @property
    def kinds(self) -> tuple[str, ...]:
        """The baselines of the clouds: none, and the chosen one."""
        return self.learning.kinds

    def theta(self, episode: int) -> np.ndarray:
        """The weights of the policy, (n,)."""
        return self.run.thetas[self.baseline][self.at(episode)]

    def moment(self, episode: int) -> Moment:
        """The policy after this episode, and what there is to know of it."""
        return self._memo(moment_of, self.learning, self.theta(episode), self.samples, keep=KEEP)

    def shadow(self, kind: str, episode: int, state: int | None) -> Shadow | None:
        """The sampled gradients of a baseline in a plane: of a state, or of all for None; see `shadows`."""
        moment = self.moment(episode)
        return moment.shadows[kind] if state is None else self._memo(shadow, moment.clouds[kind], state, keep=KEEP)

    @cached_property
    def best(self) -> np.ndarray | None:
        """Q of the best policy, (S, 4); None where walking on for ever gains more and more."""
        return self._memo(best, self.world)

    @property
    def best_return(self) -> float | None:
        """What the best policy gains from the start."""
        return None if self.best is None else float(np.nanmax(self.best, axis=1) @ self.world.first)

    def model(self, kind: str) -> Model:
        """The table or the net of Q-learning."""
        return self.task.model(kind)

    def Q(self, kind: str, episode: int) -> np.ndarray:
        """Its values after this episode, (S, 4)."""
        return self.model(kind).scores(self.values.thetas[kind][self.at(episode)])

    def next_move(self, episode: int) -> Move:
        """The stored move with which the next episode begins; the last one of all at the end."""
        ends = self.values.moves.ends
        k = 0 if not self.at(episode) else int(ends[self.at(episode) - 1])
        return self.values.moves.at(min(k, len(self.values.moves.s) - 1))

    def update(self, kind: str, episode: int) -> Update:
        """What the next stored move alone does to the values."""
        move, model, theta = self.next_move(episode), self.model(kind), self.values.thetas[kind][self.at(episode)]
        rate = self.task.table_rate if kind == TABLE else self.task.net_rate
        after = model.scores(theta - rate * SquaredError(model, move).gradient(theta))
        Q = model.scores(theta)
        target = float(targets(model, Q, move.r, move.after))
        return Update(move, Q, after, target, target - float(Q[move.s, move.a]))

    def policy_check(self, episode: int) -> Compared:
        """The exact gradient by backpropagation, and by central differences of the expected return."""
        return self._memo(compared, ExpectedReturn(self.learning.model), self.theta(episode), keep=KEEP)

    def q_check(self, episode: int) -> Compared:
        """The gradient of the squared TD error of the net at the next stored move, and its central differences with the
        target held and with the target moving."""
        return self._memo(_q_check, self.model(NET), self.values.thetas[NET][self.at(episode)],
                          self.next_move(episode), keep=KEEP)

    @on_one_thread
    def spread(self) -> tuple[np.ndarray, np.ndarray, Mapping[str, np.ndarray]]:
        """Episodes, lengths of the exact gradient there, and by baseline the standard deviation of sampled ones."""
        episodes = np.unique(np.linspace(0, self.known, MEASURED).round().astype(int))
        moments = [self._memo(moment_of, self.learning, self.theta(k), self.samples, keep=KEEP + MEASURED)
                   for k in episodes]
        lengths = np.array([np.linalg.norm(moment.exact.dz) for moment in moments])
        return episodes, lengths, {kind: np.array([np.sqrt(moment.clouds[kind].variance) for moment in moments])
                                   for kind in self.kinds}


@on_one_thread
def moment_of(learning: Learning, theta: np.ndarray, samples: int) -> Moment:
    """The policy with these weights, what is exact of it, and what so many episodes say, with and without baseline."""
    world = learning.model.world
    pi = learning.model.chances(theta)
    known = exact(world, pi)
    found = episodes_at(world, pi, samples, learning.seed)
    clouds = {kind: cloud(world, pi, known.dz, found, BASELINES[kind].of(world, pi))
              for kind in dict.fromkeys((NONE, *learning.kinds))}
    plane = plane_of(clouds[NONE])
    return Moment(pi, known, clouds, {kind: None if plane is None else in_plane(one, plane)
                                      for kind, one in clouds.items()})


def _q_check(model: Model, theta: np.ndarray, move: Move) -> Compared:
    return compared(held(model, theta, move), theta, SquaredError(model, move))
