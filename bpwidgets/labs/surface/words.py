"""The text twin of `SurfaceLab`: where it stands, what can be believed, and the path as a table."""
from __future__ import annotations

from ... import engine
from ...planes.path_table import HEAD
from ...text import columns, elide, in_line, number, spoken, typeset
from .result import SurfaceResult
from .settings import SurfaceSettings
from .verdict import NOISE


def describe_surface(settings: SurfaceSettings, result: SurfaceResult) -> str:
    """The text twin of `SurfaceLab`: where it stands, what can be believed, and the path."""
    low, high = map(in_line, result.eigenvalues)
    step, _, _, *others = HEAD
    head = (step, *result.labels, *others)
    rows = [None if step is None else (str(step), *_row(result, step)) for step in elide(range(len(result.gap)))]
    return "\n".join([
        summarize_surface(settings, result), result.verdict,
        f"curvatures in the plane at the start: {low} and {high}",
        "", columns(head, [(str(settings.step), *_row(result, settings.step))]),
        "", columns(head, rows)])


def summarize_surface(settings: SurfaceSettings, result: SurfaceResult) -> str:
    """The first line of the text twin."""
    k = settings.step
    u, v, loss, *_ = map(spoken, _row(result, k))
    length = in_line(engine.norm(result.path.gradients[k]), 3, NOISE * float(engine.norm(result.gradient)))
    return (f"SurfaceLab: step {k} of {result.path.steps}: {result.labels[0]} {u}, {result.labels[1]} {v}, "
            f"loss {loss}, gradient {length}")


def step_in_words(result: SurfaceResult, step: int) -> str:
    """One step of the path in a sentence: where it is seen in the plane, its loss, and the gap if there is one."""
    u, v, loss, _, gap, _ = (typeset(spoken(text)) for text in _row(result, step))
    off = f", {gap} more than on the plane" if result.hollow[step] else ""
    return f"step {step}: {result.labels[0]} {u}, {result.labels[1]} {v}: loss {loss}{off}"


def _row(result: SurfaceResult, step: int) -> tuple[str, ...]:
    """One step as text, without its number."""
    loss, theta = result.path.values[step], result.path.thetas[step]
    length, height = NOISE * max(1.0, float(engine.norm(theta))), NOISE * abs(result.path.values[0])
    numbers = (*result.on_plane[step], loss, result.plane_values[step], result.gap[step], result.distance[step])
    noise = (length, length, height, height, max(height, NOISE * abs(loss)), length)
    return tuple(map(number, numbers, (3,) * len(noise), noise))
