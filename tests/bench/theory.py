"""The dashed line of theory beside the mean of many nets 512 units wide: the slope of ln |delta| per layer, at three
gains each.

Promised, and with 10 draws tested in `tests/flow/test_mean_field.py`: within max(0.005, 3 %) of theory.
"""
from __future__ import annotations

import math

import numpy as np
from threadpoolctl import threadpool_limits

from bpwidgets.flow.passes import flow
from bpwidgets.labs.gradient_flow.study import mean_factor
from bpwidgets.studies import FlowSettings, gradient_flow
from tests.bench.report import Table, at_most

WIDTH, DEPTH, DRAWS = 512, 20, 200
GAINS = {"sigmoid": (1, 2, 5), "tanh": (0.5, 1, 2), "relu": (0.5, math.sqrt(2), 2), "identity": (0.5, 1, 1.5)}
NETS = [(name, gain) for name, gains in GAINS.items() for gain in gains]
# Without a scale of their own, nets pass small inputs as they pass large ones; small, the targets outweigh the outputs,
# and delta starts independent of the weights, as theory takes it to do.
INPUT_SCALE = {"relu": 1e-6, "identity": 1e-6}


def run(options) -> list[Table]:
    rows = []
    for name, gain in NETS:
        options.say(f"{name} at gain {gain:g}")
        theory, measured = slopes(name, gain, DEPTH, DRAWS)
        difference = abs(measured - theory)
        rows.append((name, gain, _plain(theory), _plain(measured), f"{difference:.4f}",
                     at_most(difference, allowed(theory))))
    return [Table(f"ln |delta| per layer, {DEPTH} x {WIDTH}, mean of {DRAWS} draws",
                  ("activation", "gain", "theory", "measured", "difference", ""), rows,
                  "Promised: a difference of at most 0.005 or 3 % of theory, whichever is more.")]


def slopes(name: str, gain: float, depth: int, draws: int) -> tuple[float, float]:
    """What theory says, and the mean of the first so many draws."""
    settings = FlowSettings(depth=depth, width=WIDTH, activation=name, gain=gain,
                            input_scale=INPUT_SCALE.get(name, 1.0))
    with threadpool_limits(limits=1, user_api="blas"):
        theory = gradient_flow(settings).theory_shrink
        # The hidden layers, from the last to the first.
        factors = [mean_factor(flow(settings, draw).delta_size[-2::-1]) for draw in range(draws)]
    return math.log(theory), float(np.mean(np.log(factors)))


def _plain(slope: float) -> str:
    return f"{round(slope, 4) + 0.0:.4f}"


def allowed(theory: float) -> float:
    """How far nets may lie from theory."""
    return max(0.005, 0.03 * abs(theory))
