"""The engine of this checkout beside that of another one, an old commit say: every figure from both in turn, A B, B A,
A B, ...

    git worktree add ../old COMMIT
    python -m tests.bench compare ../old --rows step values --rounds 60

Each figure is timed in pairs of processes, one in each checkout and with the same Python; a few pairs one after the
other, because two processes of the same code can differ by some percent. What is printed is the median of new / old
over all rounds and its 95 % confidence interval, from the order of the ratios alone (the two outer counts of a sign
test), so that a round in which another program had the processor does no harm. Where others use the machine all the
time, `--clock cpu` counts the seconds of processors instead: not what threads wait for each other, but free of what
others do.
"""
from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from math import ceil, comb
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.report import Table, median

HERE = Path(__file__).resolve().parents[2]
TURN, PAUSE, BUDGET = 0.02, 0.02, 20.0    # seconds: of a turn, at least; before it; of all turns of a figure, about
PAIRS, FEWEST = 3, 3    # pairs of processes, and rounds of each, at least
MOST_SLOWER = 1.05
HEAD = ("figure", "rounds", "old us", "new us", "new/old", "from", "to", "")


class Missing(Exception):
    """A side cannot take part; the text says why."""


class Ratios(NamedTuple):
    """Microseconds per unit of either side in each round."""

    old: list[float]
    new: list[float]

    def over_rounds(self) -> list[float]:
        return [new / old for new, old in zip(self.new, self.old)]


class Side:
    """A process in a checkout; `ask` sends a request and waits for the answer."""

    def __init__(self, checkout: Path):
        code = Path(__file__).with_name("contender.py").read_text(encoding="utf-8")
        environment = os.environ | {"PYTHONPATH": str(checkout)}
        self.process = subprocess.Popen([sys.executable, "-c", code], cwd=checkout, env=environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Side:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def ask(self, **request: Any) -> dict[str, Any]:
        self.process.stdin.write(f"{json.dumps(request)}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        answer = json.loads(line) if line else {"why": "the process ended"}
        if "why" in answer:
            raise Missing(answer["why"])
        return answer


def run(options) -> list[Table]:
    from tests.bench.engine import chosen

    other = options.other.resolve()
    with Side(other) as old, Side(HERE) as new:
        known = [side.ask(figures=True)["figures"] for side in (old, new)]
    both = [figure for figure in known[1] if figure in known[0]]
    wanted, rows, notes = chosen(options.rows,
                                 both), [], [f"old: {_commit(other)}; new: {_commit(HERE)}; clock: {options.clock}."]
    for figure in [figure for figure in both if figure in wanted]:
        try:
            rows.append(_row(figure, race(figure, (other, HERE), options.rounds, options.clock)))
            options.say(f"{figure}: {rows[-1][4]:.3f}")
        except Missing as why:
            notes.append(f"Missing: {figure}, {why}.")
    only = set(known[0]) ^ set(known[1])
    notes += [f"In one checkout only: {', '.join(sorted(only))}."] * bool(only)
    return [Table("New beside old, medians in microseconds; the ratio with its 95 % confidence interval", HEAD, rows,
                  "\n".join(notes))]


def race(figure: str, checkouts: Sequence[Path], rounds: int, clock: str) -> Ratios:
    """The figure from both checkouts, old and new, in turn."""
    ratios = Ratios([], [])
    for _pair in range(PAIRS):
        with ExitStack() as stack:
            sides = [stack.enter_context(Side(checkout)) for checkout in checkouts]
            prepared = [side.ask(prepare=figure) for side in sides]
            once = max(one["seconds"] for one in prepared)
            calls = ceil(TURN / once)
            affordable = int(BUDGET / PAIRS / (2 * (calls + 1) * once))
            turns = list(zip(sides, prepared, ratios))
            for _ in range(max(min(ceil(rounds / PAIRS), affordable), FEWEST)):
                for side, one, times in turns:
                    time.sleep(PAUSE)    # the threads of the other side spin for a while, waiting for more work
                    times.append(1e6 * side.ask(calls=calls)[clock] / (calls * one["units"]))
                turns.reverse()
    return ratios


def _row(figure: str, ratios: Ratios) -> tuple:
    each = ratios.over_rounds()
    low, high = interval(each)
    middle, low, high = (round(value, 3) for value in (median(each), low, high))
    return figure, len(each), median(ratios.old), median(ratios.new), middle, low, high, verdict(low, high)


def interval(values: Sequence[float], confidence: float = 0.95) -> tuple[float, float]:
    """Bounds of the median of what the values are drawn from; the lowest and the highest where there are fewer than
    six.

    >>> interval([3, 1, 2, 6, 5, 4])
    (1, 6)
    """
    ordered, n = sorted(values), len(values)
    outside, k = 1, 0    # so many of the 2^n ways to lie on either side of the median leave k or fewer on one of them
    while 2 * (outside + comb(n, k + 1)) <= (1 - confidence) * 2**n:
        k += 1
        outside += comb(n, k)
    return ordered[k], ordered[n - 1 - k]


def verdict(low: float, high: float) -> str:
    """What an interval of new / old says."""
    if low > MOST_SLOWER:
        return f"SLOWER by more than {MOST_SLOWER - 1:.0%}"
    if high < 1:
        return "faster"
    return "not slower" if high <= MOST_SLOWER else "open: more rounds"


def _commit(checkout: Path) -> str:
    done = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=checkout, capture_output=True, text=True,
                          check=False)
    return done.stdout.strip() or checkout.name
