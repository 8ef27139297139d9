"""GraphLab: why does the sum appear?"""
from __future__ import annotations

from types import MappingProxyType
from typing import Any

from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from .pictures.graph import GraphPicture
from .pictures.growth import GrowthPicture, growth_words
from .pictures.paths import PathsPicture
from .settings import GraphSettings
from .study import formula_graph
from .tracer import traced
from .words import (
    count_words,
    describe_graph,
    measures_of_graph,
    records_of_graph,
    summarize_graph,
    table_shown,
)


def _growth(settings: GraphSettings, result: Any) -> str:
    """The status line where only the number of paths is shown."""
    return f"GraphLab: {growth_words(result.growth, settings.depth)}"


class GraphLab(Lab):
    """Why does the sum appear? The graph of a formula, value and gradient of each node, step by step, and every path
    from a number to the result. The formula is one of a gallery, a function of your own, or the loss of a small net.

    Your own function is called with scalars, one for each of its parameters: these become sliders, and their defaults,
    where there are any, are the first values. It may use + - * / **, plain numbers, the methods exp, log, tanh, sigmoid
    and relu (np.exp, np.log and np.tanh, too), loops, and other functions; it gives a scalar, or a dict of named
    ones, the result last. It must not leave the tape (float, math) nor branch on its numbers, for then the graph would
    be another one elsewhere; up to 60 numbers can be shown. A network comes with its data and its loss, as an
    `engine.NetworkLoss`: its parameters are the numbers.

    >>> lab = GraphLab(formula="two_hidden_units")
    >>> lab.result.verdict
    'Two paths lead from x to L: their products, 0.68 and 0.599, add up to 1.28, the gradient of backpropagation.'
    >>> lab.set(moment=7, selected="w1")
    >>> lab.result.paths.count
    1
    >>> own = GraphLab(formula=lambda x, w=0.8: (w * x).tanh() + w * w)
    >>> round(own.result.gradient("w"), 4), [round(path.product, 4) for path in own.result.paths.listed]
    (2.0278, [0.8, 0.8, 0.4278])
    >>> from bpwidgets import engine
    >>> net = GraphLab(formula=engine.NetworkLoss(engine.network((1, 2, 2, 1), "tanh"), [[1.5]], [[0.2]]))
    >>> net.result.paths.count
    2
    """

    plan = Plan(
        own_words=(Part(("growth",), status=_growth),),
        settings=GraphSettings, study=formula_graph, summary=summarize_graph, describe=describe_graph,
        records=records_of_graph, measures=measures_of_graph, table=table_shown, clock="moment",
        question="Why does the sum appear?",
        questions=(Question("Why does the sum appear?", ("graph",)),
                   Question("What does each path add?", ("paths",)),
                   Question("Why not add up the paths one by one?", ("growth",)),
                   Question("What does each path add?", ("graph", "paths")),
                   Question("Why does nobody list the paths?", ("paths", "growth"))),
        opens_with="The graph and the sum below it are the answer; the formula, its numbers and the moment are what "
                   "one moves. Paths one by one, their growth and the table are for a second look.",
        controls=("formula", "selected", "theta", "moment"),
        pictures=MappingProxyType({"graph": GraphPicture, "paths": PathsPicture, "growth": GrowthPicture}),
        rows=((270, {"graph": 1}), (254, {"paths": 1.35, "growth": 1})),
        optional_views=("paths", "growth", "table"),
        formula=traced, badge=lambda settings, result: count_words(result))
