"""The elements of the diagram, each with a name, its value and its place in the formula, in the order of the forward
pass."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...pictures.boxes import Box, around
from ...pictures.spots import Spot
from ...text import in_words
from .chain import place_of, unit_words
from .labels import TALL, places_of_numbers, room_of
from .layout import LINE, Layout, chips_of, layout_of, nearest_edge
from .passes import Passes
from .result import BackpropResult
from .settings import BackpropSettings
from .substeps import Moment

# How near to an edge a pointer means it, in px.
NEAR = 9


def elements_of(settings: BackpropSettings, result: BackpropResult, width: float, height: float) -> list[Spot]:
    """Examples; inputs; then, layer by layer, the weights into it, its biases and its units; the loss."""
    moment = result.moment(settings.moment)
    passes, layout = result.at(moment.update), layout_of(result.network.sizes, width, height)
    shown = result.shown_example(moment.update)
    found = [Spot(f"example {k}", f"example {k}", box, k == shown)
             for k, box in enumerate(chips_of(len(result.task.objective.x), width, height))]
    found += _inputs(layout, passes)
    places = places_of_numbers(layout, ())
    for layer in range(1, len(layout.units)):
        found += _weights(settings, result, passes, moment, layer, places, room_of(layout))
        found += _biases(settings, result, passes, moment, layer, layout)
        found += _units(passes, moment, layer, layout)
    said = f"loss {in_words(passes.loss)}" if moment.knows("loss") else "loss, not yet known"
    return [*found, Spot("loss", said, layout.loss, False)]


def parameter_words(result: BackpropResult, passes: Passes, moment: Moment, name: str) -> str:
    """A parameter with its place, its value and its gradient."""
    place, layers, k = place_of(name), len(result.network.layers), result.names.index(name)
    target = unit_words(place.layer, place.target, layers)
    where = (f"bias {name} of {target}" if place.is_bias
             else f"weight {name} from {unit_words(place.layer - 1, place.source, layers)} to {target}")
    gradient = (f"; gradient {in_words(passes.by_example[passes.row, k])}" if moment.knows("gradient", place.layer)
                else "")
    after = (f"; after the update {in_words(result.after(moment.update)[k])}" if moment.knows("update")
             and not result.held[k] else "")
    fixed = "; fixed" if result.held[k] else ""
    return f"{where}, {in_words(passes.theta[k])}{gradient}{after}{fixed}"


def _inputs(layout: Layout, passes: Passes) -> Iterator[Spot]:
    for k, (card, x) in enumerate(zip(layout.units[0], passes.x[passes.row])):
        yield Spot(f"x[{k}]", f"input {k + 1}, x = {in_words(x)}", card, False)


def _weights(settings: BackpropSettings, result: BackpropResult, passes: Passes, moment: Moment, layer: int,
             places: Mapping, room: float) -> Iterator[Spot]:
    for (at, i, j), (x, y, _) in places.items():
        if at == layer:
            name = f"W{layer}[{i},{j}]"
            yield Spot(name, parameter_words(result, passes, moment, name), around(x, y, room, TALL),
                       name == settings.selected)


def _biases(settings: BackpropSettings, result: BackpropResult, passes: Passes, moment: Moment, layer: int,
            layout: Layout) -> Iterator[Spot]:
    for k, card in enumerate(layout.units[layer]):
        name = f"b{layer}[{k}]"
        if name in result.names and layout.form.line:
            box = Box(card.left, card.top, (card.left + card.right) / 2, card.top + LINE)
            yield Spot(name, parameter_words(result, passes, moment, name), box, name == settings.selected)


def _units(passes: Passes, moment: Moment, layer: int, layout: Layout) -> Iterator[Spot]:
    layers = len(layout.units) - 1
    for k, card in enumerate(layout.units[layer]):
        known = [f"{word} {in_words(passes.shown(kind, layer)[k])}" for word, kind in
                 (("z", "z"), ("a", "a"), ("dL/da", "error"), ("slope", "slope"), ("δ", "delta"))
                 if moment.knows(kind, layer)]
        said = f"{unit_words(layer, k, layers)}: {', '.join(known) or 'not yet known'}"
        yield Spot(f"unit {layer},{k}", said, card, False)


def touched(settings: BackpropSettings, result: BackpropResult, name: str) -> dict[str, Any]:
    """What the choice of an element means: a parameter is selected; of a unit its bias, or the first weight into it, of
    an input the first weight out of it; an example is shown."""
    if name in result.names:
        return {"selected": name}
    if name.startswith("example "):
        return {"example": first_example(settings, result, int(name.removeprefix("example ")))}
    if name.startswith("x["):
        return {"selected": f"W1[{name[2:-1]},0]"}
    if name.startswith("unit "):
        layer, unit = name.removeprefix("unit ").split(",")
        bias = f"b{layer}[{unit}]"
        return {"selected": bias if bias in result.names else f"W{layer}[0,{unit}]"}
    return {}


def first_example(settings: BackpropSettings, result: BackpropResult, shown: int) -> int:
    """The setting with which this example is shown at the present moment: each update has the next one where each is
    used alone."""
    if settings.batch == "all":
        return shown
    return (shown - result.moment(settings.moment).update) % len(settings.data)


def element_under(settings: BackpropSettings, result: BackpropResult, width: float, height: float,
                  at: tuple[float, float]) -> Spot | None:
    """The element that a pointer means: the box it is in, else the nearest edge."""
    found = elements_of(settings, result, width, height)
    inside = [one for one in found if one.box.holds(*at)]
    cards = [one for one in inside if not one.name.startswith("W")]
    if cards:
        return cards[0]
    edge = nearest_edge(layout_of(result.network.sizes, width, height), *at, NEAR)
    name = "W{}[{},{}]".format(*edge) if edge else ""
    return next((one for one in found if one.name == name), inside[0] if inside else None)
