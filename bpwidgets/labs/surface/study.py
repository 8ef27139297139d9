"""What does the loss look like around here? The loss over a plane through the weights, and the path of an optimizer on
it.

A path of a net with more than two weights leaves every plane. What is drawn of it is its projection, and what the
surface shows there is not its loss: the study computes both, step by step, and says how far they are apart (Goodfellow
et al., 2015; Li et al., 2018).
"""
from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ... import engine
from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...planes.levels import Levels, levels_of
from ...planes.problems import Problem
from ...planes.projected import project
from ...planes.runs import Run
from ...planes.sections import PlaneSection, Window, edges_of, section_of, window_of
from .local_shape import NO_ARROWS, arrows, plane_eigenvalues, slice_through
from .result import SurfaceResult
from .settings import SurfaceSettings, run_of, span_of
from .verdict import verdict_of

# Lines of the surface that is shown while a hand moves, at most. A fine one of no more than this work, about 8 ms,
# needs no coarse one.
COARSE = 21
QUICK = 1.6e6
# The work for one loss, in multiplications, besides those with the parameters of a net.
LOSS_WORK = 30


@on_one_thread
def loss_surface(settings: SurfaceSettings, memo: Computing = compute) -> Iterator[SurfaceResult]:
    """The path with a coarse surface, if the fine one takes long, then with the fine one; all else is the same in both.

    >>> from bpwidgets.studies import SurfaceSettings
    >>> *_, result = loss_surface(SurfaceSettings(objective="product", start=(0.5, 0.5), learning_rate=0.1, steps=20))
    >>> result.surface.shape, result.on_plane[20].round(4).tolist(), float(abs(result.gap).max())
    ((61, 61), [0.9999, 0.9999], 0.0)
    """
    run, section, window = plane_of(settings, memo)
    u, v = window.lines(settings.resolution)
    lines = coarse_lines(settings.resolution)
    coarse, span = _surface(run, section, u[lines], v[lines]), span_of(settings, run, section)
    first = SurfaceResult(span=span, u=u[lines], v=v[lines], surface=coarse, labels=section.labels, section=section,
                          **_levels(settings, span, coarse, memo)._asdict(),
                          **_along(settings, run, section, window, memo))
    if len(lines) == len(u):
        yield first
        return
    if len(u) ** 2 * work_of_loss(run.problem) > QUICK:
        yield first
    yield replace(first, u=u, v=v, surface=_surface(run, section, u, v))


def work_of_loss(problem: Problem) -> float:
    """About how many multiplications one loss takes; endless where nothing is known of the objective."""
    if problem.network:
        x = problem.objective.x
        return LOSS_WORK + x.size // x.shape[-1] * problem.network.n
    return LOSS_WORK if isinstance(problem.objective, engine.Surface) else math.inf


def plane_of(settings: SurfaceSettings, memo: Computing = compute) -> tuple[Run, PlaneSection, Window]:
    """The run that starts at theta, the plane that it fixes, and the window on it."""
    run = run_of(settings, memo)
    section = memo(section_of, run, settings.seed, settings.axes, settings.through, keep=2)
    return run, section, window_of(run, section, settings.axes, span_of(settings, run, section))


def coarse_lines(resolution: int) -> np.ndarray:
    """Which lines of a fine surface a coarse one has: at even distances, with both edges."""
    stride = math.ceil((resolution - 1) / (COARSE - 1))
    return np.unique(np.append(np.arange(0, resolution, stride), resolution - 1))


def _surface(run: Run, section: PlaneSection, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """The loss over the plane, (U, V)."""
    return run.problem.objective.plane(section.origin, section.directions, u, v)


def _levels(settings: SurfaceSettings, span: float, coarse: np.ndarray, memo: Computing) -> Levels:
    """Always of the coarse surface, so that they do not jump when the fine one comes."""
    if settings.color_range == "fixed" and settings.theta is not None:
        run, section, window = plane_of(settings.replace(theta=None, span=span), memo)
        lines = coarse_lines(settings.resolution)
        coarse = _surface(run, section, *(line[lines] for line in window.lines(settings.resolution)))
    return levels_of(coarse, settings.log_color)


def _along(settings: SurfaceSettings, run: Run, section: PlaneSection, window: Window, memo: Computing) -> dict[str,
                                                                                                                Any]:
    """Everything but the surface: the path as the plane shows it, and what is around its start."""
    objective = run.problem.objective
    if settings.start is not None:
        run = memo(Run, run.problem, section.thetas(np.array(settings.start)), run.optimizer, run.learning_rate,
                   run.steps)
    path = run.path
    projected = project(path, section, objective, settings.tolerance)
    theta, name = path.thetas[0], settings.slice_along[0]
    edges = edges_of(run.problem, name, section, window, theta)
    return {**vars(projected), **(arrows(objective, section, window) if settings.arrows else NO_ARROWS)._asdict(),
            **slice_through(objective, path, name, edges)._asdict(),
            "theta": theta, "gradient": path.gradients[0], "eigenvalues": plane_eigenvalues(objective, theta, section),
            "verdict": verdict_of(settings, projected)}
