"""How far the same work takes a descent, whichever way it gets its steps: all from one start, piece by piece."""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .counting import PassCost, pass_cost
from .growth import parameters_of
from .task import Task
from .ways import AT_ONCE, WAYS, Asked, Descent, Way

# The unit of time is a multiply-add of a small product; what numpy needs for a pass besides takes about so many.
BESIDES = 120_000
# Units of the first piece, in which it has few passes at most, and of each later one.
FIRST, FEW, PIECE = 4e6, 6, 5e7
# A descent gets no more units than this: larger nets stop sooner. Those above these parameters do not run.
MOST, LEAST_PASSES, MOST_PARAMETERS = 5e8, 4, 1_000_000


@dataclass(frozen=True)
class Contest:
    """What decides the descents. budget: work, in forward passes of the net."""

    task: Task
    learning_rate: float
    size: float
    budget: int


class Run(NamedTuple):
    """A descent. work: (k,), in forward passes, after each change of the weights; losses: (k,), from the start on.
    spent: the work so far, with that on a step that is not done."""

    work: np.ndarray
    losses: np.ndarray
    spent: float

    @property
    def steps(self) -> int:
        """The number of changes of the weights."""
        return len(self.losses) - 1


class _Runner:
    """A descent on its way."""

    def __init__(self, contest: Contest, way: Way, start: np.ndarray, loss: float, cost: PassCost, budget: int):
        self._objective, self._cost, self._budget, self._start = contest.task.objective, cost, budget, start
        self._step = way.multiply_adds(len(start), cost) / cost.forward if way.whole else 1.0
        rng = np.random.default_rng([contest.task.seed, 2])
        self._asked = way.steps(Descent(self._objective, start, contest.learning_rate, contest.size, rng))
        self._waiting: Asked | None = None
        self._spent = 0.0
        self._work, self._losses = [0.0], [loss]

    def until(self, work: float) -> None:
        """Go on for as long as the work stays within this much; what is left when no step fits any more changes
        nothing."""
        thetas: list[np.ndarray] = []
        with np.errstate(all="ignore"):
            while self._work[-1] + self._step <= self._budget:
                asked = self._waiting or next(self._asked)
                spent = self._spent + asked.forward + asked.backward * self._cost.backward / self._cost.forward
                if spent > work:
                    self._waiting = asked
                    break
                self._waiting, self._spent = None, spent
                if asked.theta is not None:
                    self._work.append(spent)
                    thetas.append(asked.theta)
            else:
                self._spent = work
            self._losses += self._losses_at(thetas)

    def _losses_at(self, thetas: list[np.ndarray]) -> list[float]:
        few = max(AT_ONCE // len(self._start), 1)
        return [float(loss) for k in range(0, len(thetas), few)
                for loss in self._objective.value(np.stack(thetas[k:k + few]))]

    @property
    def run(self) -> Run:
        """What there is of it so far."""
        return Run(np.array(self._work), np.array(self._losses), self._spent)


class Descents:
    """All descents of a contest, computed in pieces: `advance` until `done`.

    The same pieces at each call, decided by counts and never by a clock. computes: False for a net that is too large.
    budget: the work up to which it computes.
    """

    def __init__(self, contest: Contest):
        self._contest, self._runners = contest, dict[str, _Runner]()
        self._cost, self._until = pass_cost(contest.task.widths), 0.0
        self.computes = parameters_of(contest.task.widths) <= MOST_PARAMETERS
        self._unit = BESIDES + contest.task.examples * self._cost.forward
        self.budget = min(contest.budget, max(int(MOST // self._unit), LEAST_PASSES)) if self.computes else 0

    @property
    def quick(self) -> bool:
        """The first piece takes a few milliseconds."""
        return self._unit <= FIRST

    @property
    def done(self) -> bool:
        """Nothing is left to compute."""
        return self._until >= self.budget and bool(self._runners or not self.computes)

    def advance(self) -> None:
        """The next piece."""
        if not self._runners:
            self._begin()
            self._until = float(min(FIRST // self._unit, FEW, self.budget))
        else:
            self._until = min(self._until + max(PIECE // self._unit / len(WAYS), 1), self.budget)
        for runner in self._runners.values():
            runner.until(self._until)

    def _begin(self) -> None:
        task = self._contest.task
        start = task.start
        loss = float(task.objective.value(start))
        self._runners = {name: _Runner(self._contest, way, start, loss, self._cost, self.budget)
                         for name, way in WAYS.items()}

    @property
    def runs(self) -> dict[str, Run]:
        """The descents so far, by the names of their ways."""
        return {name: runner.run for name, runner in self._runners.items()}
