"""The code beside a sub-step is the engine's own, line by line, and what PyTorch is given comes to the same numbers."""
import inspect

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.engine.support import elementary
from bpwidgets.labs.backprop import torch_code
from bpwidgets.labs.backprop.code import code_shown, engine_lines
from bpwidgets.nets.ready import NETS
from bpwidgets.studies import BackpropSettings, backprop

SOURCES = "\n".join(inspect.getsource(inspect.getmodule(one)) for one in (
    engine.Dense, engine.Activation, engine.Loss, engine.Optimizer, engine.Network, engine.huber, engine.elu,
    elementary.tanh))


def of(**changes):
    settings = BackpropSettings.create(**changes)
    return settings, backprop(settings)


@pytest.mark.parametrize("net", NETS)
def test_every_line_stands_in_the_source_of_the_engine(net):
    settings, result = of(net=net)
    source = {line.strip() for line in SOURCES.splitlines()}
    for now in result.substeps:
        lines = engine_lines(settings, result, now).splitlines()
        assert lines, now
        assert [line for line in lines if line.strip() and line.strip() not in source] == [], now


@pytest.mark.parametrize("kind, line", [
    ("z", 'z = times(x, parameters["W"])'), ("a", "a = self.activation.function(z)"), ("loss", "def half_sse"),
    ("delta", "delta = da if linear else da * self.activation.slope(z)"), ("gradient", "dW = x.mT @ delta"),
    ("update", "return theta - r * g, state"), ("slope", "def sigmoid_slope")])
def test_the_line_that_computes_a_quantity_is_shown_with_it(kind, line):
    settings, result = of(net="mazur")
    now = next(one for one in result.substeps if one.kind == kind)
    assert line in engine_lines(settings, result, now)


def test_an_own_activation_shows_its_source_or_says_that_there_is_none():
    bent = engine.Activation("bent", lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2)
    settings, result = of(net=engine.network((1, 2, 1), bent), x=[[1.0]], y=[[1.0]])
    assert "1 + abs(z)" in engine_lines(settings, result, result.substeps[2])
    ufunc = engine.Activation("sine", np.sin, np.cos)
    settings, result = of(net=engine.network((1, 2, 1), ufunc), x=[[1.0]], y=[[1.0]])
    assert engine_lines(settings, result, result.substeps[2]).endswith("# sin: its source is not at hand")
    assert list(code_shown(settings, result)) == ["What just ran, from the engine"]


@pytest.mark.parametrize("net", NETS)
def test_the_lines_for_pytorch_are_a_program(net):
    settings, result = of(net=net)
    compile(torch_code.program(settings, result), net, "exec")


@pytest.mark.torch
@pytest.mark.parametrize("optimizer", torch_code.OPTIMIZERS)
@pytest.mark.parametrize("net", NETS)
def test_the_program_for_pytorch_comes_to_the_same_numbers(net, optimizer):
    check_program(*of(net=net, optimizer=optimizer, learning_rate=0.01))


@pytest.mark.torch
@pytest.mark.parametrize("activation, loss", [*((one, "half_mse") for one in torch_code.ACTIVATIONS),
                                              *(("tanh", one) for one in torch_code.LOSSES)])
def test_the_program_of_a_net_nobody_has_seen_comes_to_the_same_numbers_too(activation, loss):
    draw = np.random.default_rng(7)
    net = engine.network((3, 4, 2), activation)
    kind = engine.LOSSES[loss].targets
    y = {"classes": draw.integers(0, 2, 5), "shares": draw.uniform(size=(5, 2))}.get(kind, draw.normal(size=(5, 2)))
    check_program(*of(net=net, x=draw.normal(size=(5, 3)), y=y, loss=loss, theta=draw.normal(size=net.n)))


def check_program(settings, result):
    pytest.importorskip("torch")
    names = {}
    exec(torch_code.program(settings, result), names)
    assert float(names["loss"].detach()) == pytest.approx(result.loss, rel=1e-12)
    after = result.network.unpack(result.after(0))
    for k, part in enumerate(result.network.unpack(result.gradient), 1):
        for name, gradient in part.items():
            assert names[f"d{name}{k}"].detach().numpy() == pytest.approx(gradient, rel=1e-9, abs=1e-14)
            assert names[f"{name}{k}"].detach().numpy() == pytest.approx(after[k - 1][name], rel=1e-6, abs=1e-12)
        assert names[f"delta{k}"].detach().numpy() == pytest.approx(result.delta[k - 1], rel=1e-9, abs=1e-14)


def test_where_pytorch_has_no_such_thing_no_lines_are_made():
    bent = engine.network((2, 2, 2), engine.leaky_relu(0.3))
    assert torch_code.program(*of(net=bent, x=[[1.0, 2.0]], y=[[0.0, 1.0]])) == ""
    settings, result = of(net="mazur", optimizer="lion")
    assert torch_code.program(settings, result) == ""
    assert bp.BackpropLab(optimizer="lion", views=("diagram", "code")).plan.code(settings, result).keys() == {
        "What just ran, from the engine"}
