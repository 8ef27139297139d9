"""Every kind of layer, first in a net and in the middle of one: right gradients in every shape, and no surprises."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpwidgets import engine
from bpwidgets.engine import Dense, LayerNorm, Network, Residual, network
from tests.engine.example_nets import NETS, Agreement, example

LEADS = [(), (3,), (2, 3)]
H = 1e-4


def derivative(f, h):
    """df/dh at 0 from four values: (8 (f(h) - f(-h)) - (f(2 h) - f(-2 h))) / 12 h, with an error of order h^4."""
    return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * H)


def differences_in_theta(f, theta, x):
    """The gradient from values alone, all coordinates at once along one more axis of settings."""
    return derivative(lambda h: f.value(theta[..., None, :] + h, x), H * np.eye(theta.shape[-1]))


def differences_in_x(f, theta, x):
    return derivative(lambda h: f.value(theta, x + h), H * np.eye(x.size).reshape((x.size, *x.shape))).reshape(x.shape)


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("name", NETS)
def test_the_gradient_is_right_for_any_leading_axes(name, lead):
    net, theta, x = example(name, lead=lead)
    f = Agreement(net)
    dtheta = f.back(theta, x).dtheta
    assert dtheta.shape == theta.shape
    np.testing.assert_allclose(dtheta, differences_in_theta(f, theta, x), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("name", [name for name in NETS if "norm" in name or "in residual" in name])
def test_the_gradient_is_right_with_frozen_statistics(name, lead):
    net, theta, x = example(name, lead=lead)
    f = Agreement(net, net.statistics(theta, 2 * example(name, batch=9, seed=1)[2]))
    several = Agreement(net, _with_an_axis(f.statistics)) if lead else f
    np.testing.assert_allclose(f.back(theta, x).dtheta, differences_in_theta(several, theta, x), rtol=1e-6, atol=1e-8)
    if not lead:
        np.testing.assert_allclose(f.back(theta, x).dx, differences_in_x(f, theta, x), rtol=1e-6, atol=1e-8)


def _with_an_axis(entry):
    """Statistics of each setting, (..., features), for many moves of that setting, (..., moves, features)."""
    if isinstance(entry, engine.Statistics):
        return engine.Statistics(*(part[..., None, :] if part.ndim > 1 else part for part in entry))
    return tuple(map(_with_an_axis, entry)) if isinstance(entry, tuple) else entry


@pytest.mark.parametrize("name", NETS)
def test_dx_is_the_gradient_with_respect_to_the_input(name):
    net, theta, x = example(name)
    f = Agreement(net)
    np.testing.assert_allclose(f.back(theta, x).dx, differences_in_x(f, theta, x), rtol=1e-6, atol=1e-8)


def everything(trace, back):
    """All arrays that the two passes made, also those of layers inside layers."""
    for seen, returned in zip(trace, back):
        yield from (seen.z, seen.a, returned.delta, returned.dx, *returned.gradients.values())
        yield from everything(getattr(seen, "inner", ()), getattr(returned, "inner", ()))


@pytest.mark.parametrize("name", NETS)
def test_three_settings_and_a_batch_of_three_do_not_mix(name):
    net, thetas, x = example(name, lead=(3,), batch=3)
    trace, back = net.forward(thetas, x), Agreement(net).back(thetas, x)
    for k, theta in enumerate(thetas):
        alone = everything(net.forward(theta, x), Agreement(net).back(theta, x))
        for many, one in zip(everything(trace, back), alone, strict=True):
            np.testing.assert_allclose(many[k] if many.ndim > one.ndim else many, one, rtol=1e-11, atol=1e-14)
        np.testing.assert_allclose(back.dtheta[k], Agreement(net).back(theta, x).dtheta, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("width, batch", [(1, 3), (4, 1), (1, 1)])
@pytest.mark.parametrize("name", NETS)
def test_the_gradient_is_right_for_a_width_of_one_and_a_batch_of_one(name, width, batch):
    net, theta, x = example(name, width, batch, lead=(3,))
    f = Agreement(net)
    np.testing.assert_allclose(f.back(theta, x).dtheta, differences_in_theta(f, theta, x), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", NETS)
def test_no_settings_at_all_give_empty_arrays_of_the_right_shape(name):
    net, theta, x = example(name, lead=(0,))
    full = Agreement(net).back(example(name, lead=(2,))[1], x)
    back = Agreement(net).back(theta, x)
    assert back.dtheta.shape == (0, net.n)
    assert back.dx.shape == (0, *full.dx.shape[1:])


@pytest.mark.parametrize("name", NETS)
def test_single_precision_stays_single(name):
    net, theta, x = example(name)
    theta, x = np.float32(theta), np.float32(x)
    trace = net.forward(theta, x)
    back = net.backward(theta, trace, np.ones_like(trace.output))
    assert {array.dtype for array in everything(trace, back)} | {back.dtheta.dtype} == {np.dtype(np.float32)}
    frozen = net.forward(theta, x, statistics=net.statistics(theta, x))
    assert frozen.output.dtype == np.float32
    np.testing.assert_allclose(trace.output, net.forward(np.float64(theta), np.float64(x)).output, rtol=2e-4, atol=2e-4)


@pytest.mark.parametrize("name", NETS)
def test_whole_numbers_lists_and_strided_arrays_are_welcome(name):
    net, theta, x = example(name)
    theta, x = np.round(theta * 3), np.round(x * 3)
    expected = net.forward(theta, x).output
    strided, turned = np.repeat(theta, 2)[::2], np.asfortranarray(x)
    for given_theta, given_x in [(theta.astype(int), x.astype(int)), (theta.tolist(), x.tolist()), (strided, turned)]:
        np.testing.assert_allclose(net.forward(given_theta, given_x).output, expected, rtol=1e-12)
        trace = net.forward(given_theta, given_x)
        back = net.backward(given_theta, trace, np.ones_like(expected))
        np.testing.assert_allclose(back.dtheta, net.backward(theta, trace, np.ones_like(expected)).dtheta, rtol=1e-12)


@pytest.mark.parametrize("name", NETS)
def test_layers_remember_nothing_and_change_no_argument(name):
    net, theta, x = example(name)
    copies = theta.copy(), x.copy()
    trace = net.forward(theta, x)
    kept = copy.deepcopy([*trace])
    first = Agreement(net).back(theta, x)
    net.backward(2 * theta, net.forward(2 * theta, 3 * x), 7 * np.ones_like(trace.output))
    again = net.backward(theta, trace, Agreement(net).weights(trace.output) + trace.output)
    np.testing.assert_array_equal(first.dtheta, again.dtheta)
    assert (theta == copies[0]).all() and (x == copies[1]).all()
    assert all((now == then).all() for seen, was in zip(trace, kept) for now, then in zip(seen[:3], was[:3]))


@pytest.mark.parametrize("scale", [1e200, 1e-200])
@pytest.mark.parametrize("name", NETS)
def test_overflow_and_underflow_pass_without_a_warning(name, scale):
    net, theta, x = example(name)
    trace = net.forward(scale * theta, scale * x)    # warnings are errors
    net.backward(scale * theta, trace, scale * np.ones_like(trace.output))


@pytest.mark.parametrize("name", NETS)
def test_a_net_prints_as_the_line_that_makes_it_again_and_compares_by_content(name):
    net = NETS[name](4)
    again = eval(repr(net), {name: getattr(engine, name) for name in engine.__all__})
    assert again == net == pickle.loads(pickle.dumps(net)) and hash(again) == hash(net) and net != NETS[name](3)


@settings(max_examples=40)
@given(st.sampled_from(sorted(NETS)), st.integers(1, 4), st.sampled_from(LEADS), st.integers(0, 2**32))
def test_pack_and_unpack_are_inverse(name, width, lead, seed):
    net, theta, _ = example(name, width, lead=lead, seed=seed)
    np.testing.assert_array_equal(net.pack(net.unpack(theta)), theta)
    assert len(net.names) == len(set(net.names)) == net.n


@pytest.mark.parametrize("name", NETS)
def test_a_name_leads_to_its_coordinate(name):
    net = NETS[name](3)
    parameters = net.unpack(np.arange(net.n))
    for i, coordinate in enumerate(net.names):
        label, _, index = coordinate.rstrip("]").partition("[")
        letters = label.rstrip("0123456789.")
        number, dot, inside = label.removeprefix(letters).partition(".")
        assert parameters[int(number) - 1][letters + dot + inside][tuple(map(int, index.split(",")))] == i


@pytest.mark.parametrize("name", NETS)
def test_first_parameters_are_the_same_again_and_give_finite_outputs(name):
    net, _, x = example(name)
    theta = net.initialize("he_normal", seed=3, gain=2, bias_scale=0.1)
    np.testing.assert_array_equal(theta, net.initialize("he_normal", seed=3, gain=2, bias_scale=0.1))
    assert np.isfinite(net.forward(theta, x).output).all()


@pytest.mark.parametrize("layer", [Dense(1, 1), Dense(4, 4, "tanh"), LayerNorm(2), Residual((Dense(2, 2, "tanh"),))],
                         ids=repr)
def test_two_thousand_layers_need_no_recursion(layer):
    net = Network((layer,) * 2000)
    theta = net.initialize("orthogonal")
    trace = net.forward(theta, np.ones((1, net.sizes[0])))
    back = net.backward(theta, trace, np.ones_like(trace.output))
    assert back.dtheta.shape == (net.n,) and len(net.names) == net.n and np.isfinite(back.dtheta).all()


@settings(max_examples=40)
@given(st.integers(1, 6), st.integers(1, 6), st.sampled_from(["tanh", "relu", "sigmoid"]), st.integers(0, 2**32))
def test_hidden_units_may_change_places(first, second, activation, seed):
    generator = np.random.default_rng(seed)
    net, x = network((2, first, second, 3), hidden=activation), generator.normal(size=(4, 2))
    theta = generator.normal(size=net.n)
    one, two, three = net.unpack(theta)
    p, q = generator.permutation(first), generator.permutation(second)
    moved = net.pack([{"W": one["W"][:, p], "b": one["b"][p]}, {"W": two["W"][p][:, q], "b": two["b"][q]},
                      {"W": three["W"][q], "b": three["b"]}])
    np.testing.assert_allclose(net.forward(moved, x).output, net.forward(theta, x).output, rtol=1e-12, atol=1e-12)


def numbers_in(place):
    """All numbers of a place in a net: 3, or (3, (0, 1)) for a layer inside another."""
    return [place] if isinstance(place, int) else [number for part in place for number in numbers_in(part)]


class Mask:
    """A layer from outside that makes another half of the features 0 at every step of training, after its own place."""

    inputs, outputs, shapes = 8, 8, {}

    def initialize(self, row, weights, biases, gain, bias_scale):
        return {}

    def check_input(self, x):
        assert x.shape[-1] == 8

    def keep(self, x, context):
        if context is None:
            return np.ones(8)
        return np.random.default_rng([context.step, *numbers_in(context.layer)]).permutation(8) % 2

    def forward(self, parameters, x, context=None):
        z = x * self.keep(x, context)
        return engine.LayerTrace(x, z, z)

    def backward(self, parameters, trace, da, context=None):
        return engine.LayerBack(da, {}, da * self.keep(trace.x, context))


def test_a_layer_from_outside_knows_step_and_place_also_inside_others():
    deep = Residual((Mask(), Dense(8, 8), Residual((Mask(),))))
    net, x = Network((Mask(), Dense(8, 8), deep, deep)), np.ones((1, 8))
    theta = np.ones(net.n)
    trace = net.forward(theta, x, step=5)
    kept = [trace[0].z, trace[2].inner[0].z, trace[2].inner[2].inner[0].z, trace[3].inner[0].z,
            trace[3].inner[2].inner[0].z]
    assert len({tuple(z[0] != 0) for z in kept}) == 5
    assert all((z != 0).sum() == 4 for z in kept) and (net.forward(theta, x)[2].inner[0].z != 0).all()
    np.testing.assert_array_equal(net.backward(theta, trace, np.ones((1, 8))).dx != 0, trace[0].z != 0)
