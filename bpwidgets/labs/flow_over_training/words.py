"""A training as text: a line, the verdict, the profile of the step shown, the learning speeds over the steps; and its
numbers to take away."""
from __future__ import annotations

import math

import numpy as np

from ...flow.layer_rows import thinned
from ...settings.rows import short_of
from ...spacing import evenly
from ...text import columns, in_line, number
from .result import FlowOverTrainingResult
from .settings import QUANTITIES, FlowOverTrainingSettings, place_names

MOST_STEPS, MOST_SPEEDS = 11, 6
TIME_HEAD = ("time", "|h|", "|dL/dh|", "δ", "dW share", "|dh_T/dh|", "bound")
LAYER_HEAD = ("layer", "activations", "error", "δ", "dW", "speed")


def summarize_training(settings: FlowOverTrainingSettings, result: FlowOverTrainingResult) -> str:
    """The first line of the text twin: where the step shown stands."""
    step = result.at(settings.step)
    delta = result.sizes["delta"][step]
    size = f"{settings.depth} x {settings.width}" if settings.net == "layers" else f"{settings.width}"
    within = "" if settings.net == "layers" else f", {settings.depth} steps in time"
    kind = f"{size} {short_of(settings.row('activation'))}{within}"
    return (f"FlowOverTrainingLab: {kind}, step {step} of {settings.steps}: loss {in_line(result.losses[step], 2)}, "
            f"δ {in_line(delta[0], 2)} at 1, {in_line(delta[settings.depth - 1], 2)} at {settings.depth}")


def describe_training(settings: FlowOverTrainingSettings, result: FlowOverTrainingResult) -> str:
    """The text twin of `FlowOverTrainingLab`."""
    head, rows = profile_rows(settings, result)
    return "\n".join([
        summarize_training(settings, result), result.verdict,
        f"the map shows {QUANTITIES[settings.quantity]}; the profile at step {result.at(settings.step)}:",
        "", columns(head, thinned(rows)),
        "", "loss, length of the gradient and learning speeds |dL/db|, step by step:",
        "", columns(*_steps(settings, result))])


def profile_rows(settings: FlowOverTrainingSettings, result: FlowOverTrainingResult) -> tuple[tuple[str, ...],
                                                                                              list[tuple[str, ...]]]:
    """Head and one row for each place, of the step shown."""
    step = result.at(settings.step)
    sizes = [result.sizes[name][step] for name in QUANTITIES]
    reached = result.reach(step)
    more = [result.speed[step]] if reached is None else [reached.jacobian, reached.bound]
    rows = [(name, *(_short(values[k]) if k < len(values) else "" for values in (*sizes, *more)))
            for k, name in enumerate(place_names(settings))]
    return LAYER_HEAD if reached is None else TIME_HEAD, rows


def _steps(settings: FlowOverTrainingSettings, result: FlowOverTrainingResult) -> tuple[tuple[str, ...],
                                                                                        list[tuple[str, ...]]]:
    steps, places = evenly(result.known + 1, MOST_STEPS), evenly(settings.depth, MOST_SPEEDS)
    word = "layer" if settings.net == "layers" else "time"
    head = ("step", "loss", "|gradient|", "clipped", *(f"{word} {place + 1}" for place in places))
    return head, [(str(step), *map(_short,
                                   (result.losses[step], result.gradient_norm[step], result.clipped_norm[step])),
                   *map(_short, result.speed[step, places])) for step in steps]


def _short(value: float) -> str:
    return number(value, 2)


def records_of_training(settings: FlowOverTrainingSettings, result: FlowOverTrainingResult) -> tuple[tuple[str, ...],
                                                                                                     list[tuple]]:
    """One row for each step and place; "" for the speed of the output layer."""
    names, known = place_names(settings), result.known + 1
    sizes = [result.sizes[name].tolist() for name in QUANTITIES]
    speed = result.speed.tolist()
    rows = [(step, float(result.losses[step]), name, *(table[step][k] for table in sizes),
             speed[step][k] if k < settings.depth else "")
            for step in range(known) for k, name in enumerate(names)]
    return ("step", "loss", "place", *QUANTITIES, "speed"), rows


def measures_of_training(settings: FlowOverTrainingSettings, result: FlowOverTrainingResult) -> dict[str, float]:
    """Numbers of the step shown, to be gathered over many trainings."""
    step = result.at(settings.step)
    with np.errstate(all="ignore"):
        delta, speed = (float(np.log10(values[0] / values[settings.depth - 1]))
                        for values in (result.sizes["delta"][step], result.speed[step]))
    reached = result.reach(step)
    return {"depth": settings.depth, "width": settings.width, "gain": settings.gain, "step": step,
            "loss": float(result.losses[step]),
            "log10_delta_ratio": delta, "log10_speed_ratio": speed, "gradient_norm": float(result.gradient_norm[step]),
            "slope_times_U": math.nan if reached is None else reached.factor}
