"""The nodes of the picture as elements: each with its name, its value and its gradient, in the order of the forward
pass."""
from __future__ import annotations

import math
from typing import Any

from ...pictures.spots import Spot
from ...text import counted, in_words
from .layout import layout_of
from .moments import Moment
from .result import GraphResult
from .settings import GraphSettings

# How near to an edge a pointer means it, in px.
NEAR = 12


def elements_of(settings: GraphSettings, result: GraphResult, width: float, height: float) -> list[Spot]:
    """All nodes, for a room of this size in px."""
    moment, cards = result.moment(settings.moment), layout_of(result.graph, width, height).cards
    return [Spot(name, node_words(result, moment, k), cards[k], name == settings.selected)
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


def edge_under(settings: GraphSettings, result: GraphResult, width: float, height: float,
               at: tuple[float, float]) -> tuple[str, tuple[float, float]] | None:
    """What is said of the edge nearest to a place, and where it is, if it is near enough."""
    moment, lines = result.moment(settings.moment), layout_of(result.graph, width, height).lines
    places = [(math.dist(point, at), k, point) for k, line in enumerate(lines) for point in line]
    away, k, point = min(places, default=(math.inf, 0, at))
    return (edge_words(result, moment, k), point) if away <= NEAR else None


def edge_words(result: GraphResult, moment: Moment, edge: int) -> str:
    """An edge with its local derivative and what it brings, once it was used.

    >>> from .settings import GraphSettings
    >>> from .study import formula_graph
    >>> result = formula_graph(GraphSettings(formula="one_weight"))
    >>> edge_words(result, result.moment(8), 0), edge_words(result, result.moment(3), 0)
    ('from w to y: local derivative 3, brings 36 to w', 'from w to y')
    """
    of, names = result.graph.edges[edge], result.names
    way = f"from {names[of.source]} to {names[of.target]}"
    if not moment.used(edge):
        return way
    return (f"{way}: local derivative {in_words(result.numbers.slopes[edge])}, brings "
            f"{in_words(result.numbers.parts[edge])} to {names[of.source]}")


def touched(settings: GraphSettings, result: GraphResult, name: str) -> dict[str, Any]:
    """The choice of a node selects it; that of the selected one once more marks all of its paths."""
    return {"selected": name, "path": 0} if name in result.names else {}
