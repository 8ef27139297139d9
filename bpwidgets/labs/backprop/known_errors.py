"""Slips of famous worked examples, beside the numbers that they should have had: both are computed here."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from ... import engine
from ...mathml import EQUALS, Part, marked, row, value
from ...text import in_line, in_words
from .chain import place_of
from .passes import Passes
from .result import BackpropResult
from .settings import BackpropSettings


def note_of(settings: BackpropSettings, result: BackpropResult) -> str:
    """A sentence about the slip of the example that a ready-made net comes from, "" where it has none."""
    told = NOTES.get(settings.net) if isinstance(settings.net, str) else None
    return told(settings, result) if told else ""


@lru_cache(maxsize=1)
def as_published() -> BackpropSettings:
    """The settings of Mazur's example."""
    return BackpropSettings(net="mazur", moment=0)


def _mazur(settings: BackpropSettings, result: BackpropResult) -> str:
    if settings.replace(moment=0, selected=None, edges="flow", updates=5, example=0, sliders=()) != as_published():
        return ""
    slip, right = loss_after_wrong_order(result, settings.learning_rate), float(result.path.values[1])
    return (f"The post that this example comes from prints {slip:.9f} as the loss after one update. So it comes out "
            f"where the new output weights carry the error back; with the old ones, as here, it is {right:.9f}.")


def loss_after_wrong_order(result: BackpropResult, learning_rate: float) -> float:
    """The loss after one update in which the error goes back through output weights that were updated already."""
    objective, net, first = result.task.training, result.network, result.first
    parts, new = net.unpack(result.theta), net.unpack(result.after(0))
    mixed = net.pack([*parts[:-1], new[-1]])
    back = net.backward(mixed, net.forward(result.theta, first.x), first.error[-1])
    wrong = result.theta - learning_rate * np.where(result.held, 0.0, back.dtheta)
    return float(objective.value(net.pack([*net.unpack(wrong)[:-1], new[-1]])))


def _agh(settings: BackpropSettings, result: BackpropResult) -> str:
    passes = result.at(result.moment(settings.moment).update)
    k, layers = result.names.index(settings.selected), len(result.network.layers)
    if place_of(settings.selected).layer == layers:
        return ("The slideshow carries the error back without f'(z). Into the last layer that makes no difference; "
                "select a weight of an earlier one.")
    slides = gradient_of_slides(result.network, passes)[k]
    return (f"The slideshow carries the error back without f'(z): for {settings.selected} its rule gives "
            f"{in_line(float(slides))}, the gradient is {in_line(float(passes.gradient[k]))}.")


def slides_line(settings: BackpropSettings, result: BackpropResult, passes: Passes, known: bool) -> list[list[Part]]:
    """A line of the formula: what the slides' rule gives; none for other nets, or before there is a gradient."""
    layer = place_of(settings.selected).layer
    if settings.net != "agh" or not known or layer == len(result.network.layers):
        return []
    number = float(gradient_of_slides(result.network, passes)[result.names.index(settings.selected)])
    said = row(value(in_words(number)), value(";  the slideshow carries the error back without f′"))
    return [[value("slides"), EQUALS, marked(said, "other")]]


def gradient_of_slides(network: engine.Network, passes: Passes) -> np.ndarray:
    """The derivatives (n,) by the rule of the slides: f'(z) stands in the update of a unit's own weights alone."""
    parts, error = network.unpack(passes.theta), passes.error[-1]
    found: list[Mapping[str, np.ndarray]] = []
    for layer in range(len(parts), 0, -1):
        own = error * passes.slope[layer - 1]
        before = passes.x if layer == 1 else passes.a[layer - 2]
        found.insert(0, {"W": before.T @ own, "b": own.sum(axis=0)})
        error = error @ parts[layer - 1]["W"].T
    return network.pack([{name: one[name] for name in part} for one, part in zip(found, parts)])


NOTES: Mapping[str, Callable[[BackpropSettings, BackpropResult], str]] = MappingProxyType({
    "mazur": _mazur, "agh": _agh})
