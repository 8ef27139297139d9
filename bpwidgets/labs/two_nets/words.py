"""The text twin of `TwoNetsLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any

import numpy as np

from ... import engine
from ...text import columns, elide, in_line, number, off_by
from .check import WRONG
from .diagnosis import diagnose
from .losses import LN2, LN4
from .result import TwoNetsResult
from .settings import ORDERS, TwoNetsSettings
from .verdict import verdict_of_gradients, verdict_of_numbers

NAMES = "d_loss", "g_loss", "real", "fake", "passed", "covered", "inside"
HEAD = ("step", "L_D", "L_G", "D of real", "D of fakes", "gradient passed on", "clusters covered", "in a cluster")
# How many fakes the text lists.
LISTED = 12


def summarize_two_nets(settings: TwoNetsSettings, result: TwoNetsResult) -> str:
    """The first line of the text twin."""
    seen = result.measured(settings.step)
    return (f"TwoNetsLab: step {result.at(settings.step)} of {settings.steps}: L_D {in_line(seen.d_loss)}, L_G "
            f"{in_line(seen.g_loss)}; fakes cover {seen.covered} of {settings.clusters} clusters")


def brief_numbers(settings: TwoNetsSettings, result: TwoNetsResult) -> str:
    """The status line where only the game of two numbers is shown."""
    k = settings.number_step
    said = ", ".join(f"{in_line(one.radius[k])} {order.replace('_', ' ')}" for order, one in result.orbits.items())
    return f"TwoNetsLab: step {k} of {settings.number_steps}: distance {said}"


def describe_two_nets(settings: TwoNetsSettings, result: TwoNetsResult) -> str:
    """The text twin: the nets, the course of the game, the moment shown, the check of the gradients, two numbers."""
    moment, checks = result.moment(settings.step), result.checks(settings.step)
    looks, moves = result.judged(settings.step, np.array([settings.probe[:result.game.target.dimensions]]))
    lines = [
        summarize_two_nets(settings, result), result.verdict, f"diagnosis: {diagnose(result).name}",
        f"generator {_sizes(result.game.generator)}, discriminator {_sizes(result.game.discriminator)}, "
        f"{settings.row('activation').name}; {ORDERS[settings.order]}; rates {in_line(settings.g_rate)} (G) and "
        f"{in_line(settings.d_rate)} (D), {settings.d_updates} updates of D per step, batch {settings.batch}; "
        f"{result.game.loss.title}; penalty {in_line(settings.penalty)}",
        f"a discriminator that guesses: L_D = ln 4 = {number(LN4, 4)}, -log D = ln 2 = {number(LN2, 4)}",
        "", columns(HEAD, elide(_course(result))),
        "", f"fakes per cluster at step {moment.step}: {' '.join(map(str, moment.measured.counts.tolist()))}",
        "", columns(("fake", *"xy"[:moment.fakes.shape[1]], "D", *(f"-dL_G/d{name}" for name in
                                                                   "xy"[:moment.fakes.shape[1]])), _fakes(moment)),
        f"a fake at {_place(settings, result)}: D {in_line(looks[0])}, -dL_G/dx "
        f"{' '.join(in_line(part) for part in moves[0])}", "", verdict_of_gradients(settings, result),
        *(f"{name}: {_checked(check)}" for name, check in zip(("weights of G", "weights of D", "fakes"), checks))]
    if result.game.target.dimensions == 1:
        lines += ["", columns(("x", "p", "q", "D", "p/(p+q)"), elide(_densities(settings, result)))]
    lines += ["", brief_numbers(settings, result), verdict_of_numbers(settings, result),
              columns(NUMBER_HEAD, elide(_numbers(result)))]
    return "\n".join(lines)


NUMBER_HEAD = ("step", "theta at once", "psi at once", "distance", "theta in turns", "psi in turns", "distance",
               "theta^2 + psi^2 - r theta psi")


def _sizes(network: Any) -> str:
    return "-".join(map(str, network.sizes))


def _place(settings: TwoNetsSettings, result: TwoNetsResult) -> str:
    return ", ".join(in_line(part) for part in settings.probe[:result.game.target.dimensions])


def _course(result: TwoNetsResult) -> list[tuple[str, ...]]:
    curves = [result.curve(name).tolist() for name in NAMES]
    return [(str(step), *(number(value) for value in row)) for step, *row in zip(result.measured_at.tolist(), *curves)]


def _checked(check: engine.GradientCheck) -> str:
    where = "" if check.relative_error < WRONG else f" at {check.coordinate}"
    return f"relative error {off_by(check.relative_error, WRONG)}{where}"


def _fakes(moment: Any) -> list[tuple[str, ...]]:
    return [(str(k + 1), *map(number, moment.fakes[k]), number(moment.looks[k]), *map(number, moment.moves[k]))
            for k in range(LISTED)]


def _densities(settings: TwoNetsSettings, result: TwoNetsResult) -> list[tuple[str, ...]]:
    seen = result.densities(settings.step)
    return [tuple(map(number, row)) for row in zip(seen.x[::5], seen.p[::5], seen.q[::5], seen.d[::5], seen.best[::5])]


def _numbers(result: TwoNetsResult) -> list[tuple[str, ...]]:
    once, turns = result.orbits.values()
    return [(str(k), *map(number, (*once.path[k], once.radius[k], *turns.path[k], turns.radius[k],
                                   turns.invariant[k]))) for k in range(len(once.path))]


def table_shown(settings: TwoNetsSettings, result: TwoNetsResult) -> dict[str, Any]:
    """Both losses and what they do not tell, at the start, at the step shown, and at the end."""
    steps = {0: "start", result.at(settings.step): "shown", result.known: "end"}
    rows = []
    for step in sorted(steps):
        seen = result.measured(step)
        rows.append((str(step), *(number(getattr(seen, name)) for name in NAMES)))
    return {"caption": f"L_D of a guess: ln 4 = {number(LN4, 4)}", "head": list(HEAD), "rows": rows}


def records_of_two_nets(settings: TwoNetsSettings, result: TwoNetsResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Every step: the losses of both on their batches, and what was measured there, nan where nothing was."""
    measured = {int(step): k for k, step in enumerate(result.measured_at)}
    curves = np.array([result.curve(name) for name in NAMES], dtype=float).T
    rows = []
    for step in range(result.known + 1):
        lost = result.losses[step].tolist() if step < result.known else [float("nan")] * 2
        seen = curves[measured[step]].tolist() if step in measured else [float("nan")] * len(NAMES)
        rows.append((step, *lost, *seen))
    return ("step", "batch_d_loss", "batch_g_loss", *NAMES), rows


def measures_of_two_nets(settings: TwoNetsSettings, result: TwoNetsResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    seen = result.measured(settings.step)
    return {name: float(getattr(seen, name)) for name in NAMES}
