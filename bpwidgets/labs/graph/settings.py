"""What can be chosen for the graph of a formula and the paths through it."""
from __future__ import annotations

import numpy as np

from ...settings import Adopt, Settings, choice, coordinates, slider
from .formula import Formula
from .formulas import FORMULAS
from .moments import last_moment
from .own_formula import own_formula
from .own_network import network_formula
from .paths import MOST_LISTED, counts_from

WHICH, NUMBERS, SHOWN = "Which formula?", "Which numbers?", "What is shown?"
GROWTH = "How fast do paths grow?"
# How far a slider leads to both sides of 0, at least.
REACH = 2.0
# Paths are counted in nets of up to so many hidden layers; a slider leads to the usual ones.
DEEPEST, USUAL = 100, 40
OWN = Adopt(lambda given: network_formula(given) or own_formula(given),
            "a function of your own, such as lambda x, w: (w * x).tanh() + w * w, or an engine.NetworkLoss")


def formula_of(settings: GraphSettings) -> Formula:
    """The formula that is chosen."""
    return settings.row("formula")


def start_of(settings: GraphSettings) -> np.ndarray:
    """The values that the formula begins with."""
    return np.array(formula_of(settings).start)


def values_of(settings: GraphSettings) -> np.ndarray:
    """The present values of the given numbers."""
    return settings.fields()["theta"].values(settings, "theta")


def value_range(settings: GraphSettings, name: str) -> tuple[float, float]:
    """From -2 to 2, or as far to both sides of 0 as the largest value at the start needs."""
    reach = max(REACH, 2 * float(np.abs(start_of(settings)).max()))
    return -reach, reach


def last_path(settings: GraphSettings) -> int:
    """The number of the last path that is listed."""
    graph = formula_of(settings).graph
    return min(counts_from(graph, graph.number(settings.selected))[graph.output], MOST_LISTED)


class GraphSettings(Settings):
    """What can be chosen in `GraphLab`."""

    lab = "GraphLab"
    formula: object = choice("used_twice", rows=FORMULAS, adopt=OWN, label="formula", question=WHICH,
                             resets=("theta", "selected", "path", "moment"),
                             help="one of the gallery, or your own function of scalars, or the "
                                  "loss of a small network; its parameters become sliders")
    theta: tuple = coordinates(lambda settings: formula_of(settings).names, start_of, slider_range=value_range,
                               label="numbers", question=NUMBERS,
                               help="what the formula is given; single ones by name: weights={'w': 0.5}")
    selected: str = choice(None, {}, options_from=lambda settings: formula_of(settings).graph.names, resets=("path",),
                           default_from=lambda settings: formula_of(settings).selected, label="paths from",
                           question=SHOWN, help="the node whose paths to the result are added up")
    path: int = slider(0, 0, last_path, step=1, integer=True, cursor=True, label="path", question=SHOWN,
                       help="0 marks all paths; any other number one of them, the largest first")
    moment: int = slider(None, 0, lambda settings: last_moment(formula_of(settings).graph), step=1, integer=True,
                         cursor=True, label="moment", question=SHOWN,
                         default_from=lambda settings: last_moment(formula_of(settings).graph),
                         help="the step that is shown: forwards to the result, then back")
    width: int = slider(10, 1, 100, step=1, integer=True, slider_range=lambda settings: (1, 20), label="width",
                        question=GROWTH, help="units in each layer of the net whose paths are counted")
    depth: int = slider(31, 1, DEEPEST, step=1, integer=True, slider_range=lambda settings: (1, USUAL), cursor=True,
                        label="depth", question=GROWTH, help="hidden layers of the net whose paths are counted")
