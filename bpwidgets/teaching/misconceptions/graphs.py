"""Wrong ideas about the graph of a formula and the paths through it (lesson 4)."""
from __future__ import annotations

import math
from typing import Any

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

OLAH = cited("Olah", "Calculus on Computational Graphs: Backpropagation", 2015,
             "https://colah.github.io/posts/2015-08-Backprop/")


def _two_that_add_up(lab: Any) -> bool:
    """Two paths, neither of which is the gradient alone, nor their product."""
    products, gradient = [path.product for path in lab.result.paths.listed], lab.result.gradient(lab.settings.selected)
    others = (*products, math.prod(products))
    return bool(len(products) == 2 and math.isclose(sum(products), gradient, rel_tol=1e-12)
                and not any(math.isclose(other, gradient, rel_tol=0.05) for other in others))


def _more_paths_than_work(lab: Any) -> bool:
    growth, k = lab.result.growth, lab.settings.depth - 1
    return bool(growth.paths[k] > 10 ** 20 * growth.operations[k])


OF_GRAPHS = (
    Misconception(
        "there-is-one-path", "From a weight to the loss leads one path: its gradient is one product.",
        "A number that is used twice has two ways to the loss, and their products are added.", OFTEN_HEARD,
        lambda: bp.GraphLab(controls=("theta", "moment"), views=("graph", "verdict")), _two_that_add_up),
    Misconception(
        "paths-are-multiplied", "What two paths carry is multiplied, as everything in the chain rule is.",
        "Along a path effects are multiplied, for one acts on the next; two paths act side by side and are added.",
        OFTEN_HEARD, lambda: bp.GraphLab(formula="two_hidden_units", controls=("theta", "moment"),
                                         views=("graph", "verdict")), _two_that_add_up),
    Misconception(
        "backpropagation-goes-along-every-path", "Backpropagation goes along every path from the weight to the loss.",
        "It goes over each edge once: where paths meet, it adds their parts and hands on one number.", OLAH,
        lambda: bp.GraphLab(controls=("width", "depth"), views=("growth",)), _more_paths_than_work),
)
