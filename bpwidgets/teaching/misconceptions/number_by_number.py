"""Wrong ideas about what a net computes, and what each part of it adds (lesson 2)."""
from __future__ import annotations

from typing import Any

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from .misconception import OFTEN_HEARD, Misconception

UPDATES = 200
# Nobody does better without telling the rows of XOR apart: ½ for every row.
UNDECIDED = 0.25


class AddOrMeasure(bp.Settings):
    """Two kinds of units that get one input."""

    w: float = bp.slider(2.0, -5, 5, step=0.1, label="weight", help="of the unit that adds")
    b: float = bp.slider(0.0, -5, 5, step=0.1, label="bias", help="of the unit that adds")
    center: float = bp.slider(0.0, -3, 3, step=0.1, label="center", help="of the unit that measures a distance")


def add_or_measure(chosen: AddOrMeasure) -> bp.Curves:
    """The output of a sigmoid unit, and of a unit with a radial basis function, as the input moves."""
    x = np.linspace(-4, 4, 81)
    adds = engine.ACTIVATIONS["sigmoid"].function(chosen.w * x + chosen.b)
    measures = np.exp(-(x - chosen.center) ** 2)
    told = (f"The unit that adds goes from {adds[0]:.2g} to {adds[-1]:.2g} and never turns back; the one that measures "
            f"is high near {chosen.center:.2g} alone.")
    return bp.Curves(x, {"adds, then bends": adds, "measures a distance": measures}, verdict=told, x_label="input")


def _on_xor(net: engine.Network, question: str) -> bp.Lab:
    """A net of one's own, trained on the rows of XOR, at the last of its updates."""
    last = UPDATES * (3 + 6 * len(net.layers)) - 1
    return bp.BackpropLab(net=net, data=bp.datasets.xor(), loss="mse", seed=1, updates=UPDATES, learning_rate=0.3,
                          moment=last, controls=("seed", "learning_rate"), views=("diagram", "verdict"),
                          question=question)


def linear_net() -> bp.Lab:
    """A net of two layers whose units hand on z itself, trained on XOR."""
    return _on_xor(engine.network((2, 3, 1), "identity"), "What does a hidden layer add without a nonlinearity?")


def single_layer() -> bp.Lab:
    """One unit without a hidden layer, trained on XOR."""
    return _on_xor(engine.network((2, 1), output="sigmoid"), "Does more training help?")


def _stays_undecided(lab: Any) -> bool:
    """The loss falls to that of ½ for every row, and no further."""
    losses = lab.result.path.values[:]
    return bool(UNDECIDED - 1e-9 <= losses[-1] < min(losses[0], UNDECIDED + 0.01))


def _one_side_and_an_island(adds: np.ndarray, measures: np.ndarray) -> bool:
    """One curve rises above ½ or falls below it once and for all, the other one comes up and goes down again."""
    return bool(adds.min() < 0.5 < adds.max() and _turns(adds) == 0 and _turns(measures) == 1)


def _turns(curve: np.ndarray) -> int:
    """How often a curve changes between up and down."""
    signs = np.sign(np.diff(curve))
    return int(np.count_nonzero(np.diff(signs[signs != 0])))


OF_COMPUTING = (
    Misconception(
        "more-layers-compute-more", "A net with more layers always computes more.",
        "Only with a nonlinearity between them: a weighted sum of weighted sums is a weighted sum.",
        OFTEN_HEARD, linear_net, _stays_undecided),
    Misconception(
        "training-finds-everything", "With enough training any net learns any table.",
        "Training finds the best weights of this net; no weights of a single layer give XOR.",
        OFTEN_HEARD, single_layer, _stays_undecided),
    Misconception(
        "units-measure-distances", "The units of such a network are radial basis functions.",
        "That is another family: those units measure how near the input is to a center. These here add, and then bend.",
        OFTEN_HEARD, bp.make_lab("Does a unit add, or measure a distance?", AddOrMeasure, add_or_measure),
        lambda lab: _one_side_and_an_island(*lab.result.curves.values())),
)
