"""The loss surface in words: the verdict, the text twin, and the path as a table."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..text import columns, elide, number
from .problems import names_of
from .projected import Projected
from .surface_settings import SurfaceSettings

if TYPE_CHECKING:
    from .loss_surface import SurfaceResult

HEAD = ("step", "u", "v", "loss", "plane loss", "gap", "distance")
MOST_COLUMNS = 200


def verdict_of(settings: SurfaceSettings, seen: Projected) -> str:
    """What the path does, and whether the plane shows it."""
    return f"{_course(settings, seen)} {_honesty(settings, seen)}"


def _course(settings: SurfaceSettings, seen: Projected) -> str:
    path, values = seen.path, seen.path.values
    if path.diverged is not None:
        return f"{settings.optimizer} diverges. {path.reason}"
    steps = "1 step" if path.steps == 1 else f"{path.steps} steps"
    return f"{steps} of {settings.optimizer} bring the loss from {number(values[0])} to {number(values[-1])}."


def _honesty(settings: SurfaceSettings, seen: Projected) -> str:
    if not (seen.distance > 0).any():
        return "The path lies in this plane: the surface shows its true loss."
    worst = int(np.nanargmax(np.abs(seen.gap))) if np.isfinite(seen.gap).any() else 0
    shown, true = number(seen.plane_values[worst], 2), number(seen.path.values[worst], 2)
    if not seen.hollow.any():
        return f"The path leaves this plane, and the surface still shows its loss: at worst {shown} for {true}, at step {worst}."
    where = "at the start" if worst == 0 else f"at step {worst}"
    return (f"The picture misleads: {where} the surface shows {shown} where the loss is {true}; "
            f"{seen.hollow.sum()} of {len(seen.hollow)} points are as wrong (hollow).")


def describe_surface(settings: SurfaceSettings, result: SurfaceResult) -> str:
    """The text twin of `SurfaceLab`: where it stands, what can be believed, and the path."""
    k = settings.step
    rows = [_row(result, step) for step in range(len(result.gap))]
    low, high = result.eigenvalues
    return "\n".join([
        summarize_surface(settings, result), result.verdict,
        f"plane along {result.labels[0]} and {result.labels[1]}; curvatures in it at the start: {number(low)} and {number(high)}",
        f"at step {k}: {_position(result, k)}, surface {number(result.plane_values[k])}, gap {number(result.gap[k])}, "
        f"distance from the plane {number(result.distance[k])}",
        "", columns(HEAD, [row or ("...",) * len(HEAD) for row in elide(rows)])])


def summarize_surface(settings: SurfaceSettings, result: SurfaceResult) -> str:
    """The first line of the text twin."""
    k = settings.step
    return f"SurfaceLab: step {k} of {result.path.steps}: {_position(result, k)}"


def records_of_path(settings: SurfaceSettings, result: SurfaceResult) -> tuple[tuple[str, ...], list[tuple[float, ...]]]:
    """Names of the columns, and a row for every step, to the last digit: for a file. Up to 200 weights are among the columns."""
    names = names_of(settings)
    names = names if len(names) <= MOST_COLUMNS else ()
    seen = np.column_stack([result.on_plane, result.path.values[:], result.plane_values, result.gap, result.distance,
                            result.path.thetas[:][:, :len(names)]])
    return (*HEAD, *names), [(step, *row) for step, row in enumerate(seen.tolist())]


def _position(result: SurfaceResult, step: int) -> str:
    (u, v), loss = result.on_plane[step], result.path.values[step]
    length = np.linalg.norm(result.path.gradients[step])
    return f"{result.labels[0]} {number(u)}, {result.labels[1]} {number(v)}, loss {number(loss)}, gradient {number(length)}"


def _row(result: SurfaceResult, step: int) -> tuple[str, ...]:
    numbers = (*result.on_plane[step], result.path.values[step], result.plane_values[step], result.gap[step], result.distance[step])
    return (str(step), *map(number, numbers))
