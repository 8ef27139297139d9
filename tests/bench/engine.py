"""The engine beside its peers, in the same run and interleaved: who takes how long for the same work, and what was
promised.

In each round every contender has its turn, in rotating order, so that other load on the machine hits all alike; a turn
lasts some 20 ms, a slow contender sits out some of the rounds, and garbage is collected between the turns. Thread
counts are left at the defaults of each library, unless `--threads` says otherwise: where another program keeps a core
busy, the threads of BLAS and torch wait for each other many times longer than the work takes, and only one thread for
all gives ratios to rely on. The peers are extras of this benchmark; one that is not installed is reported as missing.
"""
from __future__ import annotations

import gc
import importlib.metadata
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bpwidgets.text import number
from tests.bench.report import Table, at_least, cell, median, ratio

TURN, BUDGET = 0.02, 10.0    # seconds: of one turn, at least; of all turns of one contender, about
FEWEST, PAUSE = 5, 0.05
OURS = "engine"
HEAD = ("work", "peer", "per", "ours us", "peer us", "times", "reach", "", "difference")
PEERS = ("torch", "jax", "autograd", "micrograd", "scikit-learn")


class Missing(Exception):
    """A contender cannot take part; the text says why."""


class Job(NamedTuple):
    """Work prepared and ready to be timed: `run` does so many `units` of it; the answer of its first run is
    compared."""

    run: Callable[[], Any]
    units: int = 1


class Peer(NamedTuple):
    """Who is raced against, and how many times faster the engine has to be."""

    name: str
    build: Callable[[], Job]
    least: float | None = 1.0


class Work(NamedTuple):
    """One kind of work: its name on the command line, what a unit of it is, how the engine does it, and the peers."""

    name: str
    unit: str
    ours: Callable[[], Job]
    peers: Sequence[Peer]
    tolerance: float = 1e-9


class Turns:
    """The turns of one contender: its first answer, and its microseconds per unit."""

    def __init__(self, build: Callable[[], Job], rounds: int):
        self.run, self.units = build()
        self.answer, self.times = _numbers(self.run()), []
        self.calls = 1
        once = self._seconds()
        self.calls = ceil(TURN / once)
        self.every = min(ceil(self.calls * once * rounds / BUDGET), max(rounds // FEWEST, 1))

    def take(self, number: int) -> None:
        if number % self.every == 0:
            self.times.append(1e6 * self._seconds() / (self.calls * self.units))

    def _seconds(self) -> float:
        gc.collect()
        gc.disable()
        # the threads of the contender before spin for a while, waiting for more work; and its data fill the caches
        time.sleep(PAUSE)
        self.run()
        try:
            start = time.perf_counter()
            for _ in range(self.calls):
                self.run()
            return time.perf_counter() - start
        finally:
            gc.enable()


def run(options) -> list[Table]:
    from tests.bench import (
        engine_chance,
        engine_flow,
        engine_growth,
        engine_layers,
        engine_optimizers,
        engine_runs,
        engine_steps,
        engine_surfaces,
        processor,
    )

    parts = engine_steps, engine_surfaces, engine_flow, engine_optimizers, engine_layers, engine_runs, engine_chance
    works = [work for part in parts for work in part.WORKS]
    tables = {"elementary": processor.elementary, "parts": engine_steps.parts, "memory": engine_surfaces.memory,
              "growth": engine_growth.growth}
    wanted = chosen(options.rows, [*(work.name for work in works), *tables])
    rows, notes = [], [machine(), f"Load of the last minute: {_load()} at the start"]
    for work in [work for work in works if work.name in wanted]:
        raced, missing = race(work, options.rounds)
        options.say(f"{work.name}: " + ", ".join(f"{row[1]} {cell(row[5])}" for row in raced))
        rows += raced
        notes += missing
    notes[1] += f", {_load()} at the end."
    title = f"The engine beside its peers, medians of up to {options.rounds} rounds in microseconds"
    races = Table(title, HEAD, rows, "\n".join(notes))
    return [races] * bool(rows) + [table for name, make in tables.items() if name in wanted for table in make(options)]


def chosen(given: Sequence[str] | None, names: Sequence[str]) -> set[str]:
    unknown = [row for row in given or () if not any(name.startswith(row) for name in names)]
    if unknown:
        raise SystemExit(
            f"there is no row {unknown[0]!r}; the rows are {', '.join(names)}, and the beginning of names will do")
    return {name for name in names if not given or any(name.startswith(row) for row in given)}


def race(work: Work, rounds: int) -> tuple[list[tuple], list[str]]:
    """A row for each peer as in HEAD, and in words who is missing."""
    turns, missing = {}, []
    for name, build in ((OURS, work.ours), *((peer.name, peer.build) for peer in work.peers)):
        try:
            turns[name] = Turns(build, rounds)
        except (Missing, ImportError) as why:
            missing.append(f"Missing in {work.name}, {name}: {why}.")
    interleave(turns.values(), rounds)
    return [_row(work, peer, turns.get(OURS), turns.get(peer.name)) for peer in work.peers], missing


def interleave(turns: Iterable[Turns], rounds: int) -> None:
    """Every contender takes its turn in every round, in rotating order."""
    gc.collect()
    gc.freeze()    # what the libraries hold is not looked through after every turn
    order = deque(turns)
    for k in range(rounds):
        for one in order:
            one.take(k)
        order.rotate()


def _row(work: Work, peer: Peer, ours: Turns | None, theirs: Turns | None) -> tuple:
    times = [one and median(one.times) for one in (ours, theirs)]
    faster = ratio(times[1], times[0])
    kept = at_least(faster, peer.least) if peer.least else "reported"
    both = ours and theirs
    return (work.name, peer.name, work.unit, *times, faster, peer.least, kept if both else "missing",
            difference(ours.answer, theirs.answer, work.tolerance) if both else "")


def difference(ours: np.ndarray | None, theirs: np.ndarray | None, tolerance: float) -> str:
    """How far two answers differ, relative to the largest number: a race is won only with the same numbers."""
    if ours is None or theirs is None:
        return "not compared"
    if ours.dtype != theirs.dtype or ours.shape != theirs.shape:
        return f"DIFFERS: {ours.dtype} {ours.shape} and {theirs.dtype} {theirs.shape}"
    worst = float(np.abs(ours - theirs).max() / np.abs(theirs).max())
    return number(worst, 2) if worst <= tolerance else f"DIFFERS by {number(worst, 2)}"


def _numbers(answer: Any) -> np.ndarray | None:
    return None if answer is None else np.array(answer)


def machine() -> str:
    """What the numbers depend on besides the processor: libraries and threads."""
    versions = [f"{name} {_version(name)}" for name in ("numpy", *PEERS)]
    return f"{', '.join(versions)}; threads: {', '.join(_threads()) or 'unknown'}."


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def _threads() -> list[str]:
    """Of each pool that the libraries brought along, as they left it."""
    found = []
    try:
        import threadpoolctl

        for pool in threadpoolctl.threadpool_info():
            name = Path(pool["filepath"]).name.partition(".")[0]
            found.append(f"{name} {pool['num_threads']}")
        import torch

        found.append(f"torch {torch.get_num_threads()}")
    except ImportError:
        pass
    return found
