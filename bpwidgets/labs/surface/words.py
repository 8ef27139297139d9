"""The loss surface in words: the verdict, the text twin, and the path as a table."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import engine
from ...planes.path_table import HEAD
from ...planes.projected import Projected
from ...text import columns, elide, number
from .settings import SurfaceSettings

if TYPE_CHECKING:
    from .study import SurfaceResult

# The text takes for 0 what is smaller than this part of the numbers it was computed from: such digits differ between machines.
NOISE = 1e-12


def verdict_of(settings: SurfaceSettings, seen: Projected) -> str:
    """What the path does, and whether the plane shows it."""
    return f"{_course(settings, seen)} {_honesty(settings, seen)}"


def _course(settings: SurfaceSettings, seen: Projected) -> str:
    path, values = seen.path, seen.path.values
    if path.diverged is not None:
        return f"It diverges. {path.reason}"
    steps = "1 step" if path.steps == 1 else f"{path.steps} steps"
    last = number(values[-1], 3, NOISE * abs(values[0]))
    return f"In {steps} of {settings.optimizer} the loss goes from {number(values[0])} to {last}."


def _honesty(settings: SurfaceSettings, seen: Projected) -> str:
    if not (seen.distance > 0).any():
        return "The path lies in this plane: the surface shows its true loss."
    worst = 0 if seen.hollow[0] else int(np.argmax(np.where(np.isnan(seen.gap), 0.0, np.abs(seen.gap))))
    where = "at the start" if worst == 0 else f"at step {worst}"
    shown, true = number(seen.plane_values[worst], 2), number(seen.path.values[worst], 2)
    if not seen.hollow.any():
        return f"The path leaves this plane, yet the surface shows its loss well: at worst {shown} for {true}, {where}."
    are = "is" if seen.hollow.sum() == 1 else "are"
    return (f"The surface misleads: {where} it shows {shown} where the loss is {true}; {seen.hollow.sum()} of {len(seen.hollow)} "
            f"points (hollow) {are} off by more than {number(100 * settings.tolerance)} % of the first loss.")


def describe_surface(settings: SurfaceSettings, result: SurfaceResult) -> str:
    """The text twin of `SurfaceLab`: where it stands, what can be believed, and the path."""
    low, high = map(number, result.eigenvalues)
    rows = [("...",) * len(HEAD) if step is None else (str(step), *_row(result, step)) for step in elide(range(len(result.gap)))]
    return "\n".join([
        summarize_surface(settings, result), result.verdict,
        f"u is {result.labels[0]}, v is {result.labels[1]}; curvatures in the plane at the start: {low} and {high}",
        "", columns(HEAD, [(str(settings.step), *_row(result, settings.step))]),
        "", columns(HEAD, rows)])


def summarize_surface(settings: SurfaceSettings, result: SurfaceResult) -> str:
    """The first line of the text twin."""
    k = settings.step
    u, v, loss, *_ = _row(result, k)
    length = number(engine.norm(result.path.gradients[k]), 3, NOISE * float(engine.norm(result.gradient)))
    return f"SurfaceLab: step {k} of {result.path.steps}: u {u}, v {v}, loss {loss}, gradient {length}"


def _row(result: SurfaceResult, step: int) -> tuple[str, ...]:
    """One step as text, without its number."""
    loss, theta = result.path.values[step], result.path.thetas[step]
    length, height = NOISE * max(1.0, float(engine.norm(theta))), NOISE * abs(result.path.values[0])
    numbers = (*result.on_plane[step], loss, result.plane_values[step], result.gap[step], result.distance[step])
    noise = (length, length, height, height, max(height, NOISE * abs(loss)), length)
    return tuple(map(number, numbers, (3,) * len(noise), noise))
