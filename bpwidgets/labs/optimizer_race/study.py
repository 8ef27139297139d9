"""Which rule gets there, and why? Several optimizers from one start, every step of each of them kept, and what they are inside.

All see the same gradients where they stand on the same place; what differs is what they remember of earlier ones and what they
divide by. The map shows the plane of two named weights through the start, and each path as its projection on it.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ... import engine
from ...planes.problems import Problem, problem_of, theta_of
from ...planes.projected import project
from ...text import columns, number
from .plane import ground_of, plane_of
from .settings import RaceSettings
from .states import States, states_of
from .verdict import NOISE, settled, standing, steps_to_tenth, verdict_of

# A dot is hollow where its loss differs from that of the map by more than this part of the loss at the start.
TOLERANCE = 0.05


@dataclass(frozen=True, eq=False)
class RaceResult:
    """What became of each optimizer, by its name; the optimizers stand in the order in which they were chosen.

    paths: engine.Path, thetas (steps + 1, n). losses: (steps + 1,). diverged: the step from which it was lost, or None.
    states: what is inside, of the two coordinates of the map: see `race_states.states_of`. rates: the learning rates.
    forks: the paths of the twins whose rate changes at step `fork_step`, {} if there are none; alike up to that step.
    on_plane: (steps + 1, 2) the coordinates on the map, and hollow: (steps + 1,) where the loss there is not that of the path;
    fork_on_plane: of the twins.
    u (U,), v (V,), surface (U, V): the loss over the plane, surface[i, j] at u[i], v[j]. levels (L,): of the contours, round
    numbers. low, high: the ends of the colors. labels: the two coordinates. start: (2,) where all begin.
    verdict: who is lowest, who was quick, who diverged when and why.
    """

    names: tuple[str, ...]
    paths: Mapping[str, engine.Path]
    losses: Mapping[str, np.ndarray]
    states: Mapping[str, States]
    diverged: Mapping[str, int | None]
    rates: Mapping[str, float]
    forks: Mapping[str, engine.Path]
    on_plane: Mapping[str, np.ndarray]
    fork_on_plane: Mapping[str, np.ndarray]
    hollow: Mapping[str, np.ndarray]
    u: np.ndarray
    v: np.ndarray
    surface: np.ndarray
    levels: np.ndarray
    low: float
    high: float
    labels: tuple[str, str]
    start: np.ndarray
    verdict: str


def optimizer_race(settings: RaceSettings) -> RaceResult:
    """Run all chosen optimizers from the same start, and say what became of them.

    >>> result = optimizer_race(RaceSettings(optimizers=("sgd", "adam"), learning_rate=0.05, steps=10))
    >>> result.paths["sgd"].thetas[-1].round(6).tolist(), result.paths["adam"].thetas[-1].round(6).tolist()
    ([0.598737, 0.000977], [0.512293, 0.512293])
    """
    problem, section, theta = problem_of(settings), plane_of(settings), theta_of(settings)
    rates = {name: settings.rate_of(name) for name in settings.optimizers}
    paths = {name: _run(problem, theta, settings.steps, name, rate) for name, rate in rates.items()}
    forks = {name: _run(problem, theta, settings.steps, name, rate, settings.fork_step, settings.fork_rate)
             for name, rate in rates.items() if settings.fork_step}
    seen, twins = ({name: project(path, section, problem.objective, TOLERANCE) for name, path in runs.items()}
                   for runs in (paths, forks))
    coordinates = [problem.names.index(name) for name in settings.axes]
    return RaceResult(
        names=tuple(rates), rates=rates, paths=paths, forks=forks, losses={name: path.values for name, path in paths.items()},
        states={name: states_of(name, path, coordinates) for name, path in paths.items()},
        diverged={name: path.diverged for name, path in paths.items()},
        on_plane={name: projected.on_plane for name, projected in seen.items()},
        hollow={name: projected.hollow for name, projected in seen.items()},
        fork_on_plane={name: projected.on_plane for name, projected in twins.items()},
        **ground_of(settings, section)._asdict(), labels=section.labels, start=theta[coordinates],
        verdict=verdict_of(problem.objective, paths, rates))


def _run(problem: Problem, theta: np.ndarray, steps: int, name: str, rate: float, at: int | None = None,
         other: float = 0.0) -> engine.Path:
    """One descent; from step `at` on at the other rate.

    The fork is a schedule of the rate 1 whose factors are the rates themselves: the state goes on to the last bit.
    """
    if at is None:
        return engine.descend(problem.objective, theta, name, rate, steps)
    fork = engine.Schedule("fork", lambda k, K: rate if k < at else other, f"{rate:g} before step {at}, then {other:g}")
    return engine.descend(problem.objective, theta, name, 1.0, steps, fork)


def describe_race(settings: RaceSettings, result: RaceResult) -> str:
    """The text twin of `OptimizerRaceLab`: how the race ends, where it stands at the step shown, and one runner from inside."""
    return "\n".join([
        summarize_race(settings, result), result.verdict,
        "", columns(("optimizer", "rate", "loss at the end", "steps to a tenth", "diverged"), _ends(result)),
        "", f"at step {settings.step}", columns(*places_of_race(settings, result)),
        "", f"{settings.shown} from inside, at step {settings.step}",
        columns(("", *result.labels), _inside(settings, result)), *_fork_line(settings, result)])


def summarize_race(settings: RaceSettings, result: RaceResult) -> str:
    """The first line of the text twin."""
    names, loss = standing(result.losses, settings.step)
    who = " and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} others"
    lowest = f"{who} lowest, loss {number(loss)}" if names else "all lost"
    where = f"{len(result.names)} on {problem_of(settings).name}, step {settings.step} of {settings.steps}"
    return f"OptimizerRaceLab: {where}: {lowest}"


def _ends(result: RaceResult) -> list[tuple[str, ...]]:
    return [(name, number(result.rates[name]), number(settled(loss)[-1]), _step(steps_to_tenth(loss), "never"),
             _step(result.diverged[name], "no")) for name, loss in result.losses.items()]


def places_of_race(settings: RaceSettings, result: RaceResult) -> tuple[list[str], list[tuple[str, ...]]]:
    """Where each optimizer is at the step shown, as text: the head and a row for each."""
    size = NOISE * float(np.abs(result.start).max())
    return ["optimizer", "loss", *result.labels], [
        (name, number(settled(loss)[settings.step]), *(number(place, 3, size) for place in result.on_plane[name][settings.step]))
        for name, loss in result.losses.items()]


def _inside(settings: RaceSettings, result: RaceResult) -> list[tuple[str, ...]]:
    """What the shown optimizer remembers; counters are the same for both weights."""
    rows = []
    for state, entries in result.states[settings.shown].items():
        with np.errstate(invalid="ignore"):
            noise = NOISE * float(np.nanmax(np.abs(entries), initial=0.0, where=np.isfinite(entries)))
        rows.append((state.replace("_", " "), *(number(entry, 3, noise) for entry in np.broadcast_to(entries[settings.step], 2))))
    return rows


def _fork_line(settings: RaceSettings, result: RaceResult) -> list[str]:
    if not result.forks:
        return []
    losses = settled(result.forks[settings.shown].values)
    return ["", f"{settings.shown} at rate {number(settings.fork_rate)} from step {settings.fork_step} on: "
                f"loss {number(losses[-1])} at the end, {number(losses[settings.step])} at step {settings.step}"]


def _step(step: int | None, none: str) -> str:
    return none if step is None else str(step)


def records_of_race(settings: RaceSettings, result: RaceResult) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Every step of every path, for a file: the head and one row for each step, the twins after all others.

    >>> settings = RaceSettings(optimizers="sgd", steps=2)
    >>> head, rows = records_of_race(settings, optimizer_race(settings))
    >>> head, rows[0]
    (('optimizer', 'learning_rate', 'step', 'loss', 'x', 'y'), ('sgd', 0.05, 0, 5.5, 1.0, 1.0))
    """
    head = ("optimizer", "learning_rate", "step", "loss", *problem_of(settings).names)
    rows = [row for name, path in result.paths.items() for row in _records(name, path, lambda step, name=name: result.rates[name])]
    for name, path in result.forks.items():
        rates = MappingProxyType({False: result.rates[name], True: settings.fork_rate})
        rows += _records(f"{name} fork", path, lambda step, rates=rates: rates[step >= settings.fork_step])
    return head, rows


def _records(name: str, path: engine.Path, rate) -> list[tuple[Any, ...]]:
    thetas = path.thetas[:]
    return [(name, rate(step), step, float(loss), *theta.tolist()) for step, (loss, theta) in enumerate(zip(path.values, thetas))]
