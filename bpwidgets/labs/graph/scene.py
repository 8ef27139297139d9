"""The graph as values: what stands where, what is known of it, what flows now. The picture draws this."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...pictures.boxes import Box
from ...pictures.brief import brief
from ...pictures.cards import BLANK, KNOWN, NOW, Cell, Note
from .arithmetic import happens
from .labels import parts_box, places_of_numbers
from .layout import LETTER, SIDE, Layout, Point, layout_of
from .moments import Moment
from .notation import lowered
from .result import GraphResult
from .settings import GraphSettings

MOST_LETTERS = 5     # of a number on an edge


@dataclass(frozen=True)
class Wire:
    """An edge. role: of its color; flows: something goes through it now; marked: it is part of a path that is shown."""

    line: tuple[Point, ...]
    role: str
    flows: bool
    marked: bool


@dataclass(frozen=True)
class Scene:
    """All of the graph at a moment."""

    sentence: str
    cards: tuple[Box, ...]
    chosen: int
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]
    wires: tuple[Wire, ...]


def scene_of(settings: GraphSettings, result: GraphResult, width: float, height: float) -> Scene:
    """The graph at the moment that is shown, for a room of this size in px."""
    moment, layout = result.moment(settings.moment), layout_of(result.graph, width, height)
    chosen, marked = result.graph.number(settings.selected), marked_edges(settings, result)
    sentence = next((words for words in happens(result, moment) if len(words) * LETTER < width - 2 * SIDE), "")
    return Scene(sentence, layout.cards, chosen, tuple(_cells(result, moment, layout)),
                 (*_heads(result, layout, chosen), *_parts(result, moment, layout),
                  *_slopes(result, moment, layout, marked)),
                 tuple(_wire(moment, layout, k, k in marked) for k in range(len(result.graph.edges))))


def marked_edges(settings: GraphSettings, result: GraphResult) -> frozenset[int]:
    """The edges of the path that is chosen, or of all paths from the selected node."""
    if settings.path:
        return frozenset(result.paths.listed[settings.path - 1].edges)
    graph, ahead = result.graph, {result.graph.number(settings.selected)}
    for node in graph.computed:
        if any(graph.edges[k].source in ahead for k in graph.into[node]):
            ahead.add(node)
    return frozenset(k for k, edge in enumerate(graph.edges) if edge.source in ahead)


def _heads(result: GraphResult, layout: Layout, chosen: int) -> Iterator[Note]:
    """The name of each node, and what it was made of as far as there is room."""
    form, graph = layout.form, result.graph
    room = form.cell - (6 if form.rows else 3)
    for k, (node, card) in enumerate(zip(graph.nodes, layout.cards)):
        if not form.row:
            return
        y = card.top - 9.5 if form.rows else card.middle[1]
        if node.given:
            options = [node.name, lowered(node.name)]
        elif form.rows:
            sign = graph.sign(k)
            options = [f"{node.name} = {graph.expression(k)}", f"{node.name}: {sign}", f"{lowered(node.name)}: {sign}",
                       sign, lowered(node.name)]
        else:
            options = [graph.sign(k)]
        wide = LETTER * (1.0 if k == chosen else 0.93)    # the chosen one is bold
        text = next((one for one in options if len(one) * wide <= room), options[-1] if form.rows else "")
        yield Note(card.middle[0], y, text, "ink", strong=k == chosen)


def _cells(result: GraphResult, moment: Moment, layout: Layout) -> Iterator[Cell]:
    """Value and gradient of each node; where there is one row, the gradient takes it as soon as it is known."""
    form = layout.form
    for k, card in enumerate(layout.cards):
        value = NOW if moment.lights_value(k) else KNOWN if moment.knows_value(k) else BLANK
        gradient = BLANK if not moment.knows_gradient(k) else NOW if moment.lights_gradient(k) else KNOWN
        shown = [("activation", value, result.values[k]), ("delta", gradient, result.gradients[k])]
        if form.rows < 2:
            shown = shown[1:] if gradient != BLANK else shown[:1]
        low = card.bottom + (len(shown) - 1) * form.row
        for n, (role, state, number) in enumerate(shown):
            box = Box(card.left, low - n * form.row, card.right, low - n * form.row + form.row) if form.rows else card
            yield Cell(box, role, "" if state == BLANK or not form.rows else brief(number, form.cell), state)


def _parts(result: GraphResult, moment: Moment, layout: Layout) -> Iterator[Note]:
    """Below a node that is used several times: what each use has brought to its gradient."""
    graph = result.graph
    for k, card in enumerate(layout.cards):
        if not layout.form.has_parts or len(graph.out_of[k]) < 2:
            continue
        arrived = moment.arrived(k)
        if not arrived:
            continue
        box = parts_box(card)
        middle = box.middle[0]
        room = min(box.right - box.left + layout.gap / 2, 2 * middle - 4, 2 * (layout.width - middle) - 4)
        amounts = [float(result.numbers.parts[edge]) for edge in arrived]
        missing = len(arrived) < len(graph.out_of[k])
        options = [_added(amounts, cell) + (" + …" if missing else "") for cell in (99, 50)]
        options.append(f"{len(arrived)} of {len(graph.out_of[k])} parts" if missing else f"{len(arrived)} parts")
        text = next((one for one in options if len(one) * LETTER <= room), "")
        yield Note(middle, box.middle[1] - 1, text, "delta", strong=moment.lights_gradient(k), ground=True)


def _added(amounts: list[float], cell: float) -> str:
    """Parts with their signs between them."""
    first, *others = [brief(amount, cell) for amount in amounts]
    return first + "".join(f" - {one[1:]}" if one.startswith("-") else f" + {one}" for one in others)


def _slopes(result: GraphResult, moment: Moment, layout: Layout, marked: frozenset[int]) -> Iterator[Note]:
    """On each edge its local derivative, from the moment on at which it was used."""
    for k, at in places_of_numbers(result.graph, layout).items():
        if moment.used(k):
            slope = float(result.numbers.slopes[k])
            text = next((one for one in (brief(slope), brief(slope, 50)) if len(one) <= MOST_LETTERS), brief(slope, 44))
            yield Note(*at, text, "slope", strong=moment.flows(k), ground=True)


def _wire(moment: Moment, layout: Layout, k: int, marked: bool) -> Wire:
    flows = moment.flows(k)
    role = "muted" if not flows else "delta" if moment.used(k) else "activation"
    return Wire(layout.lines[k], role, flows, marked)
