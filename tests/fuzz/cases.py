"""The labs of the fuzz: every one of the package, a register of one, and one made by `make_lab`."""
from __future__ import annotations

import functools
from types import MappingProxyType

import numpy as np

import bpwidgets as bp
from tests.widgets.labs import LABS

from .stage import Case


class Swing(bp.Settings):
    damping: float = bp.slider(0.1, 0, 1, step=0.05)
    kind: str = bp.choice("cosine", ("cosine", "growing", "broken"))
    points: int = bp.slider(20, 1, 40, step=1)
    both: bool = bp.toggle(False)


def swing(chosen):
    t = np.linspace(0, 20, chosen.points)
    with np.errstate(all="ignore"):
        y = {"cosine": np.cos(t), "growing": np.exp(40 * t),
             "broken": np.log(t - 5)}[chosen.kind] * np.exp(-chosen.damping * t)
    return bp.Curves(t, {"height": y, **({"-height": -y} if chosen.both else {})}, x_label="time")


def small_register(**small):
    """A register of a lab that is made once."""
    return bp.collect(measured(), **small)


@functools.cache
def measured():
    return LABS["weight"].kind()


CASES = MappingProxyType({
    **{case.kind.__name__: Case(case.kind, case.small) for case in LABS.values()},
    "Register": Case(small_register, {}), "SwingLab": Case(bp.make_lab("When does it stop?", Swing, swing), {})})
