"""Why does the sum appear? The graph of a formula, its backward pass, and every path from a node to the result.

Values, slopes and gradients are those of the engine's scalar tape; the paths multiply its slopes and know no gradient.
"""
from __future__ import annotations

from .growth import growth_of
from .paths import paths_from
from .result import GraphResult
from .settings import DEEPEST, GraphSettings, formula_of, values_of
from .verdict import verdict_of


def formula_graph(settings: GraphSettings) -> GraphResult:
    """Go through the formula, back again, and along all paths from the node that is selected.

    >>> result = formula_graph(GraphSettings(formula="square"))
    >>> result.gradient("w"), [path.product for path in result.paths.listed], result.paths.total
    (6.0, [3.0, 3.0], 6.0)
    """
    formula = formula_of(settings)
    graph, numbers = formula.at(values_of(settings).tolist())
    start = graph.number(settings.selected)
    paths = paths_from(graph, numbers, start)
    return GraphResult(formula=formula, graph=graph, numbers=numbers, paths=paths,
                       growth=growth_of(settings.width, DEEPEST),
                       verdict=verdict_of(graph, paths, float(numbers.gradients[start])))
