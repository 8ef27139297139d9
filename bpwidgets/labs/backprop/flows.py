"""What the edges of the diagram stand for at a moment: weights, gradients, or what flows through them now."""
from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ...pictures.brief import brief
from .chain import place_of
from .changes import with_changes
from .labels import places_of_numbers, room_of
from .layout import Layout
from .marks import Edge
from .passes import Passes
from .result import BackpropResult
from .settings import BackpropSettings
from .substeps import Moment


def shows_new(settings: BackpropSettings, moment: Moment) -> bool:
    """The edges stand for the weights after the update, beside numbers that come of those before it."""
    return moment.knows("update") and settings.edges != "gradient"


def edges_of(settings: BackpropSettings, result: BackpropResult, layout: Layout, passes: Passes,
             moment: Moment) -> list[Edge]:
    """All edges, layer by layer."""
    edges = list(_edges(settings, result, layout, passes, moment))
    before = dict(zip(result.names, passes.theta.tolist()))
    return with_changes(edges, before, layout) if shows_new(settings, moment) else edges


def _edges(settings: BackpropSettings, result: BackpropResult, layout: Layout, passes: Passes,
           moment: Moment) -> Iterator[Edge]:
    selected = place_of(settings.selected)
    first = () if selected.is_bias else ((selected.layer, selected.source, selected.target),)
    places, width = places_of_numbers(layout, ()), room_of(layout)
    if first and not places[first[0]][2]:
        places = places_of_numbers(layout, first)
    for layer in range(1, len(layout.units)):
        amounts, lit = _amounts(settings, result, passes, moment, layer)
        largest = 0.0 if amounts is None else float(np.abs(amounts[np.isfinite(amounts)]).max(initial=0.0))
        for (at, i, j), (x, y, room) in places.items():
            if at != layer:
                continue
            name, amount = f"W{layer}[{i},{j}]", None if amounts is None else float(amounts[i, j])
            share = abs(amount) / largest if amount and largest and math.isfinite(amount) else 0.0
            (start, end), chosen = layout.edge(layer, i, j), name == settings.selected
            text = brief(amount, width, digits=2, bold=chosen) if room and amount is not None else ""
            yield Edge(name, start, end, amount, share, lit, chosen, text, (x, y))


def _amounts(settings: BackpropSettings, result: BackpropResult, passes: Passes, moment: Moment,
             layer: int) -> tuple[np.ndarray | None, bool]:
    """What the edges of a layer stand for, (inputs, units), None where it is not known yet; and whether it flows now.
    """
    unpack = result.network.unpack
    weights = unpack(passes.theta)[layer - 1]["W"]
    flows = next((kind for kind in ("z", "gradient") if moment.lights(kind, layer)), "")
    if layer > 1 and moment.lights("error", layer - 1):
        flows = "back"
    lit = bool(flows) or moment.lights("update")
    gradients = unpack(passes.by_example[passes.row])[layer - 1]["W"]
    if settings.edges == "gradient":
        return (gradients if moment.knows("gradient", layer) else None), lit
    if settings.edges == "weight" or not flows:
        return (unpack(result.after(moment.update))[layer - 1]["W"] if moment.knows("update") else weights), lit
    with np.errstate(all="ignore"):
        what = {"z": lambda: passes.input_of(layer)[:, None] * weights, "gradient": lambda: gradients,
                "back": lambda: weights * passes.shown("delta", layer)}
        return what[flows](), lit
