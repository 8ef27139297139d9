"""Which rule gets there, and why? Several optimizers from one start, every step of each of them kept, and what they are
inside.

All see the same gradients where they stand on the same place; what differs is what they remember of earlier ones and
what they divide by. The map shows the plane of two named weights through the start, and each path as its projection on
it.
"""
from __future__ import annotations

import numpy as np

from ... import engine
from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...planes.problems import Problem, problem_of, theta_of
from ...planes.projected import project
from ...settings.rows import short_of
from .plane import ground_of, plane_of
from .result import RaceResult
from .settings import RaceSettings
from .states import states_of
from .verdict import verdict_of

# A dot is hollow where its loss differs from that of the map by more than this part of the loss at the start.
TOLERANCE = 0.05


@on_one_thread
def optimizer_race(settings: RaceSettings, memo: Computing = compute) -> RaceResult:
    """Run all chosen optimizers from the same start, and say what became of them.

    >>> result = optimizer_race(RaceSettings(optimizers=("sgd", "adam"), learning_rate=0.05, steps=10))
    >>> result.paths["sgd"].thetas[-1].round(6).tolist(), result.paths["adam"].thetas[-1].round(6).tolist()
    ([0.598737, 0.000977], [0.512293, 0.512293])
    """
    problem, section, theta = problem_of(settings), plane_of(settings), theta_of(settings)
    runners = {str(optimizer): optimizer for optimizer in settings.row("optimizers")}
    titles = {name: short_of(optimizer) for name, optimizer in runners.items()}
    rates = {name: settings.rate_of(name) for name in runners}
    paths = {name: _run(problem, theta, settings.steps, runners[name], rate) for name, rate in rates.items()}
    forks = {name: _run(problem, theta, settings.steps, runners[name], rate, settings.fork_step, settings.fork_rate)
             for name, rate in rates.items() if settings.fork_step}
    seen, twins = ({name: project(path, section, problem.objective, TOLERANCE) for name, path in runs.items()}
                   for runs in (paths, forks))
    coordinates = [problem.names.index(name) for name in settings.axes]
    return RaceResult(
        names=tuple(rates), titles=titles, rates=rates, paths=paths, forks=forks,
        losses={name: path.values for name, path in paths.items()},
        states={name: states_of(runners[name], path, coordinates) for name, path in paths.items()},
        diverged={name: path.diverged for name, path in paths.items()},
        on_plane={name: projected.on_plane for name, projected in seen.items()},
        hollow={name: projected.hollow for name, projected in seen.items()},
        fork_on_plane={name: projected.on_plane for name, projected in twins.items()},
        **ground_of(settings, section, memo), labels=section.labels, start=theta[coordinates],
        verdict=verdict_of(problem.objective, runners, paths, rates, titles))


def _run(problem: Problem, theta: np.ndarray, steps: int, optimizer: engine.Optimizer, rate: float,
         at: int | None = None,
         other: float = 0.0) -> engine.Path:
    """One descent; from step `at` on at the other rate.

    The fork is a schedule of the rate 1 whose factors are the rates themselves: the state goes on to the last bit.
    """
    if at is None:
        return engine.descend(problem.objective, theta, optimizer, rate, steps)
    fork = engine.Schedule("fork", lambda k, K: rate if k < at else other, f"{rate:g} before step {at}, then {other:g}")
    return engine.descend(problem.objective, theta, optimizer, 1.0, steps, fork)
