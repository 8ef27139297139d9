"""Slopes are measured where the way back computes them, and nowhere twice."""
from dataclasses import replace

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.flow.listener import Listener
from bpwidgets.flow.passes import flow, flow_with_rests
from bpwidgets.flow.rests import finished
from bpwidgets.flow.settings import FlowSettings


def counting(name, calls):
    row = engine.ACTIVATIONS[name]

    def slope(z):
        calls.append(z)
        return row.slope(z)

    return replace(row, slope=slope, check=False)


@pytest.mark.parametrize("more, expected", [({}, 1), ({"residual": True}, 2), ({"normalization": "batch"}, 2)])
def test_the_slope_of_a_dense_layer_is_computed_once_and_elsewhere_measured_anew(more, expected):
    calls = []
    settings = FlowSettings(depth=5, width=4, activation=counting("sigmoid", calls), **more)
    finished(flow_with_rests(settings, 0))
    assert len(calls) == 5 * expected


@pytest.mark.parametrize("name", ["sigmoid", "relu", "identity", "gelu"])
def test_what_was_heard_is_what_is_measured_alone(name):
    net = engine.network((3, 4, 4, 2), name)
    theta, x = net.initialize(seed=1), np.random.default_rng(0).normal(size=(6, 3))
    trace, listener = net.forward(theta, x), Listener(lambda row, slope: float(slope.sum()))
    back = listener.net(net).backward(theta, trace, np.ones((6, 2)))
    assert np.array_equal(back.dtheta, net.backward(theta, trace, np.ones((6, 2))).dtheta)
    for layer, seen in zip(net.layers, trace):
        assert listener.of(layer.activation, seen.z) == float(layer.activation.slope(seen.z).sum())
        assert listener.of(layer.activation, seen.z + 1) == float(layer.activation.slope(seen.z + 1).sum())


def test_another_gain_draws_no_weights_anew():
    drawn = []

    def memo(function, *given, keep=4):
        drawn.append((function.__name__, given[:1]))
        return function(*given)

    for gain in (1.0, 1.1):
        flow(FlowSettings(depth=3, gain=gain), 0, memo)
    first, second = (given for name, given in drawn if name == "_draw")
    assert first == second
