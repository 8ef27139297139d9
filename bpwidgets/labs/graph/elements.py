"""The nodes of the picture as elements: each with its name, its value and its gradient, in the order of the forward
pass."""
from __future__ import annotations

from typing import Any, NamedTuple

from ...pictures.boxes import Box
from ...text import counted, in_words
from .layout import layout_of
from .moments import Moment
from .result import GraphResult
from .settings import GraphSettings


class Element(NamedTuple):
    """A node: its name, what is said of it, where it stands, whether it is selected."""

    name: str
    label: str
    box: Box
    chosen: bool


def elements_of(settings: GraphSettings, result: GraphResult, width: float, height: float) -> list[Element]:
    """All nodes, for a room of this size in px."""
    moment, cards = result.moment(settings.moment), layout_of(result.graph, width, height).cards
    return [Element(name, node_words(result, moment, k), cards[k], name == settings.selected)
            for k, name in enumerate(result.names)]


def node_words(result: GraphResult, moment: Moment, node: int) -> str:
    """A node with what is known of it by now.

    >>> from .settings import GraphSettings
    >>> from .study import formula_graph
    >>> result = formula_graph(GraphSettings(formula="square"))
    >>> node_words(result, result.moment(4), 0), node_words(result, result.moment(1), 1)
    ('w, given: value 3, gradient 6 from 2 uses: 3, 3', 'y = w · w: value 9')
    """
    graph = result.graph
    made = f"{graph.names[node]} = {graph.expression(node)}" if not graph.nodes[node].given else (
        f"{graph.names[node]}, given")
    value = f"value {in_words(result.values[node])}" if moment.knows_value(node) else "not yet known"
    return ", ".join([f"{made}: {value}", *_gradient_words(result, moment, node)])


def _gradient_words(result: GraphResult, moment: Moment, node: int) -> list[str]:
    uses, arrived = len(result.graph.out_of[node]), moment.arrived(node)
    parts = ", ".join(in_words(result.numbers.parts[k]) for k in arrived)
    if moment.knows_gradient(node):
        from_uses = f" from {counted(uses, 'use')}: {parts}" if uses > 1 else ""
        return [f"gradient {in_words(result.gradients[node])}{from_uses}"]
    return [f"{len(arrived)} of {uses} parts of its gradient: {parts}"] if arrived else []


def touched(settings: GraphSettings, result: GraphResult, name: str) -> dict[str, Any]:
    """The choice of a node selects it; that of the selected one once more marks all of its paths."""
    return {"selected": name, "path": 0} if name in result.names else {}
