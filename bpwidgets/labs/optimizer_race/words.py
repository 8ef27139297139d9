"""The text twin of `OptimizerRaceLab`: how the race ends, where it stands, one optimizer from inside; and every step
for a file."""
from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np

from ... import engine
from ...planes.problems import problem_of
from ...settings.rows import title_of
from ...text import columns, in_line, number
from .result import RaceResult
from .settings import RaceSettings
from .verdict import NOISE, listed, settled, standing, steps_to_tenth


def describe_race(settings: RaceSettings, result: RaceResult) -> str:
    """The text twin of `OptimizerRaceLab`: how the race ends, where it stands at the step shown, and one runner from
    inside."""
    return "\n".join([
        summarize_race(settings, result), result.verdict,
        "", columns(("optimizer", "rate", "loss at the end", "steps to a tenth", "diverged"), _ends(result)),
        "", f"at step {settings.step}", columns(*places_of_race(settings, result)),
        "", f"{result.titles[settings.shown]} from inside, at step {settings.step}",
        columns(("", *result.labels), _inside(settings, result)), *_fork_line(settings, result)])


def summarize_race(settings: RaceSettings, result: RaceResult) -> str:
    """The first line of the text twin."""
    names, loss = standing(result.losses, settings.step)
    titles = [result.titles[name] for name in names]
    who = listed(titles) if len(names) < 3 else f"{titles[0]} and {len(names) - 1} others"
    down = f"below {in_line(NOISE)} of the first" if loss == 0 else in_line(loss)
    lowest = f"{who} lowest, loss {down}" if names else "all diverged"
    where = f"{len(result.names)} on {title_of(problem_of(settings))}, step {settings.step} of {settings.steps}"
    return f"OptimizerRaceLab: {where}: {lowest}"


def _ends(result: RaceResult) -> list[tuple[str, ...]]:
    return [(result.titles[name], number(result.rates[name]), number(settled(loss)[-1]),
             _step(steps_to_tenth(loss), "never"), _step(result.diverged[name], "no"))
            for name, loss in result.losses.items()]


def places_of_race(settings: RaceSettings, result: RaceResult) -> tuple[list[str], list[tuple[str, ...]]]:
    """Where each optimizer is at the step shown, as text: the head and a row for each."""
    size = NOISE * float(np.abs(result.start).max())
    return ["optimizer", "loss", *result.labels], [
        (result.titles[name], number(settled(loss)[settings.step]), *(number(place, 3, size) for place
                                                       in result.on_plane[name][settings.step]))
        for name, loss in result.losses.items()]


def _inside(settings: RaceSettings, result: RaceResult) -> list[tuple[str, ...]]:
    """What the shown optimizer remembers; counters are the same for both weights."""
    rows = []
    for state, entries in result.states[settings.shown].items():
        with np.errstate(invalid="ignore"):
            noise = NOISE * float(np.nanmax(np.abs(entries), initial=0.0, where=np.isfinite(entries)))
        rows.append((state.replace("_", " "), *(number(entry, 3, noise) for entry
                                                in np.broadcast_to(entries[settings.step], 2))))
    return rows


def _fork_line(settings: RaceSettings, result: RaceResult) -> list[str]:
    if not result.forks:
        return []
    losses = settled(result.forks[settings.shown].values)
    title, rate = result.titles[settings.shown], in_line(settings.fork_rate)
    return ["", f"{title} at rate {rate} from step {settings.fork_step} on: "
                f"loss {in_line(losses[-1])} at the end, {in_line(losses[settings.step])} at step {settings.step}"]


def _step(step: int | None, none: str) -> str:
    return none if step is None else str(step)


def records_of_race(settings: RaceSettings, result: RaceResult) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Every step of every path, for a file: the head and one row for each step, the twins after all others.

    >>> from bpwidgets.studies import optimizer_race
    >>> settings = RaceSettings(optimizers="sgd", steps=2)
    >>> head, rows = records_of_race(settings, optimizer_race(settings))
    >>> head, rows[0]
    (('optimizer', 'learning_rate', 'step', 'loss', 'x', 'y'), ('sgd', 0.05, 0, 5.5, 1.0, 1.0))
    """
    head = ("optimizer", "learning_rate", "step", "loss", *problem_of(settings).names)
    rows = [row for name, path in result.paths.items() for row
            in _records(name, path, lambda step, name=name: result.rates[name])]
    for name, path in result.forks.items():
        rates = MappingProxyType({False: result.rates[name], True: settings.fork_rate})
        rows += _records(f"{name} fork", path, lambda step, rates=rates: rates[step >= settings.fork_step])
    return head, rows


def _records(name: str, path: engine.Path, rate) -> list[tuple[Any, ...]]:
    thetas = path.thetas[:]
    return [(name, rate(step), step, float(loss), *theta.tolist())
            for step, (loss, theta) in enumerate(zip(path.values, thetas))]
