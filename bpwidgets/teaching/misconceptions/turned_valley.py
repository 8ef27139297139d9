"""Does the winner of one race win the next? A valley along an axis, and the same valley turned by 45 degrees."""
from __future__ import annotations

from types import MappingProxyType

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

# A rate that suits each rule in the valley along the axis.
FAIR = MappingProxyType({"sgd": 0.039, "momentum": 0.03, "rmsprop": 0.02, "adam": 0.1})
TURN = np.array([[1, -1], [1, 1]]) / 2 ** 0.5


def valley(condition: float = 50) -> engine.Surface:
    """(x^2 + condition y^2) / 2."""
    return engine.SURFACES["bowl"].replace(condition=condition)


def turned_valley() -> engine.Function:
    """The same curvatures, 45 degrees away from the axes."""
    hessian = TURN @ np.diag([1.0, 50.0]) @ TURN.T
    return engine.Function(lambda w: 0.5 * ((w @ hessian) * w).sum(-1), names=("x", "y"),
                           gradient=lambda w: w @ hessian)


def turned_race() -> bp.Lab:
    """All four rules in the turned valley, from the start turned with it."""
    return bp.OptimizerRaceLab(objective=turned_valley(), optimizers=tuple(FAIR), rates=FAIR, span=2.0,
                               start=tuple((TURN @ [1.0, 1.0]).tolist()), controls=("step", "rates"),
                               log_color=True, views=("map", "losses", "verdict"),
                               question="Who notices that the valley is turned?")
