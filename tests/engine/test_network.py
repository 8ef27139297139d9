"""Layers, networks and objectives: right gradients in every shape, one flat theta, and no surprises."""

import subprocess
import sys
import warnings
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpwidgets import engine
from bpwidgets.engine import ACTIVATIONS, INITIALIZERS, LOSSES, Dense, Network, NetworkLoss, check_gradient, network

LEADS = [(), (3,), (2, 3)]


def case(activation="tanh", loss="mse", lead=(), batch=3, sizes=(2, 4, 3), bias=True, seed=0):
    """A loss and a theta with every setting different, biases included."""
    generator = np.random.default_rng(seed)
    net = network(sizes, hidden=activation, bias=bias)
    y = np.eye(sizes[-1])[generator.integers(0, sizes[-1], batch)]
    f = NetworkLoss(net, generator.normal(size=(batch, sizes[0])), y, loss)
    return f, generator.normal(size=(*lead, net.n))


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_gradient_is_right_for_every_loss_and_any_leading_axes(loss, lead):
    found = check_gradient(*case(loss=loss, lead=lead))
    assert found.relative_error < 1e-6, str(found)


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradient_is_right_for_every_activation_and_any_leading_axes(activation, lead):
    found = check_gradient(*case(activation, lead=lead, seed=2))
    assert found.relative_error < 1e-6, str(found)


@pytest.mark.parametrize("bias", [True, False])
def test_three_settings_and_a_batch_of_three_do_not_mix(bias):
    f, thetas = case(lead=(3,), batch=3, bias=bias)
    together = f.network.backward(thetas, f.network.forward(thetas, f.x), np.ones((3, 3)))
    for k, theta in enumerate(thetas):
        alone = f.network.backward(theta, f.network.forward(theta, f.x), np.ones((3, 3)))
        np.testing.assert_allclose(together.dtheta[k], alone.dtheta, rtol=1e-13)
        np.testing.assert_allclose(together.dx[k], alone.dx, rtol=1e-13)
        np.testing.assert_allclose(f.value(thetas)[k], f.value(theta), rtol=1e-13)
        np.testing.assert_allclose(f.gradient(thetas)[k], f.gradient(theta), rtol=1e-12)


def test_dx_is_the_gradient_with_respect_to_the_input():
    f, theta = case()
    trace = f.network.forward(theta, f.x)
    dx = f.network.backward(theta, trace, f.loss.gradient(trace.output, f.y)).dx
    for place in np.ndindex(f.x.shape):
        step = np.zeros(f.x.shape)
        step[place] = 1e-6
        up, down = (f.loss.function(f.network.forward(theta, f.x + s).output, f.y) for s in (step, -step))
        assert dx[place] == pytest.approx((up - down) / 2e-6, rel=1e-6)


def test_a_trace_and_its_way_back_carry_the_names_of_the_textbook():
    f, theta = case()
    trace = f.network.forward(theta, f.x)
    back = f.network.backward(theta, trace, np.ones((3, 3)))
    W, b = f.network.unpack(theta)[1].values()
    np.testing.assert_allclose(trace[1].z, trace[0].a @ W + b)
    np.testing.assert_allclose(back[0].delta, back[1].delta @ W.T * (1 - trace[0].a ** 2))
    np.testing.assert_allclose(back[1].gradients["W"], trace[0].a.T @ back[1].delta)
    np.testing.assert_allclose(back[1].gradients["b"], back[1].delta.sum(axis=0))
    assert len(trace) == len(back) == 2 and [layer.z.shape for layer in trace] == [(3, 4), (3, 3)]
    np.testing.assert_array_equal(f.network.pack([of_layer.gradients for of_layer in back]), back.dtheta)


def test_neither_direction_changes_its_arguments():
    f, theta = case()
    copies = theta.copy(), f.x.copy()
    trace = f.network.forward(theta, f.x)
    seen = [layer.z.copy() for layer in trace]
    f.network.backward(theta, trace, np.ones((3, 3)))
    np.testing.assert_array_equal(theta, copies[0])
    np.testing.assert_array_equal(f.x, copies[1])
    assert all((layer.z == z).all() for layer, z in zip(trace, seen))


def test_backward_uses_the_theta_that_it_is_given():
    f, theta = case()
    trace = f.network.forward(theta, f.x)
    other = f.network.backward(2 * theta, trace, np.ones((3, 3)))
    assert not np.allclose(other[0].delta, f.network.backward(theta, trace, np.ones((3, 3)))[0].delta)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=5), st.booleans(), st.sampled_from(LEADS),
       st.integers(0, 2**32))
def test_pack_and_unpack_are_inverse(sizes, bias, lead, seed):
    net = network(sizes, bias=bias)
    theta = np.random.default_rng(seed).normal(size=(*lead, net.n))
    np.testing.assert_array_equal(net.pack(net.unpack(theta)), theta)
    assert len(net.names) == len(set(net.names)) == net.n


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.integers(1, 5), st.integers(0, 2**32))
def test_the_gradient_of_a_sum_is_the_sum_of_the_gradients_of_each_example(sizes, batch, seed):
    generator = np.random.default_rng(seed)
    net, x, y = network(sizes), generator.normal(size=(batch, sizes[0])), generator.normal(size=(batch, sizes[-1]))
    theta = generator.normal(size=net.n)
    each = [NetworkLoss(net, x[i:i + 1], y[i:i + 1], "sse").gradient(theta) for i in range(batch)]
    np.testing.assert_allclose(NetworkLoss(net, x, y, "sse").gradient(theta), np.sum(each, axis=0), rtol=1e-9,
                               atol=1e-12)


def test_unpack_gives_views_also_of_leading_axes_and_of_slices():
    net = network((2, 3, 1))
    for theta in (np.zeros(net.n), np.zeros((4, net.n)), np.zeros((4, 2 * net.n))[:, ::2]):
        net.unpack(theta)[1]["W"][...] = 1
        assert theta.sum() == theta.size // net.n * 3


def test_names_count_layers_from_one_and_indices_from_zero():
    net = network((2, 8, 8, 1))
    assert net.names[5] == "W1[0,5]" and net.names[16 + 3] == "b1[3]" and net.names[-1] == "b3[0]"
    theta = np.arange(net.n, dtype=float)
    assert net.unpack(theta)[0]["W"][0, 5] == theta[net.names.index("W1[0,5]")]
    assert net.unpack(theta)[1]["W"][7, 2] == theta[net.names.index("W2[7,2]")]


def test_two_thousand_layers_need_no_recursion():
    net = network((2,) * 2001, hidden="tanh")
    theta = net.initialize("orthogonal")
    trace = net.forward(theta, np.ones((1, 2)))
    assert np.isfinite(net.backward(theta, trace, np.ones((1, 2))).dtheta).all()


@pytest.mark.parametrize("gain", [1e30, 1e-30])
def test_overflow_is_data_and_never_a_warning(gain):
    net = network((4,) * 31, hidden="identity")
    f = NetworkLoss(net, np.ones((2, 4)), np.ones((2, 4)))
    theta = net.initialize("normal", gain=gain)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trace = net.forward(theta, f.x)
        f.value(theta), f.gradient(theta), f.values(np.stack([theta, theta]))
        engine.descend(f, theta, learning_rate=1.0, steps=3)
    assert np.isfinite(trace.output).all() == (gain < 1)


@pytest.mark.parametrize("theta, x", [([0.5, 1, 2], [[1, 2], [3, 4]]),
                                      (np.float32([0.5, 1, 2]), np.float32([[1, 2], [3, 4]])),
                                      (np.arange(6.0)[::2], np.arange(8.0).reshape(4, 2)[::2])])
def test_lists_float32_and_strided_arrays_are_welcome(theta, x):
    net = network((2, 1))
    output = net.forward(theta, x).output
    np.testing.assert_allclose(output, np.asarray(x, float) @ np.asarray(theta, float)[:2, None] + theta[2])
    assert output.dtype == (np.float32 if isinstance(x, np.ndarray) and x.dtype == np.float32 else np.float64)


def test_no_settings_at_all_give_empty_results_of_the_right_shape():
    f, _ = case()
    empty = np.empty((0, f.network.n))
    assert f.value(empty).shape == (0,) and f.gradient(empty).shape == empty.shape and f.values(empty).shape == (0,)


def test_many_settings_are_the_same_in_pieces():
    f, thetas = case(lead=(7, 401), batch=40)
    np.testing.assert_allclose(f.values(thetas), f.value(thetas), rtol=1e-12)


def test_the_same_seed_gives_the_same_theta_bit_for_bit_in_a_fresh_process():
    code = ("import hashlib; import numpy as np; from bpwidgets import engine; net = engine.network((3, 5, 5, 2)); "
            "print(*(hashlib.sha256(net.initialize(name, seed=11, bias_scale=0.1, x=np.eye(3)).tobytes()).hexdigest() "
            "for name in engine.INITIALIZERS))")
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                           env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": str(k)}).stdout for k in (1, 2)]
    assert runs[0] == runs[1] and len(set(runs[0].split())) == len(INITIALIZERS)


def test_a_deeper_net_keeps_the_first_layers_of_a_shallow_one():
    shallow, deep = network((4,) * 4), network((4,) * 7)
    first = zip(shallow.unpack(shallow.initialize("he_normal", 3)), deep.unpack(deep.initialize("he_normal", 3)))
    assert all((few["W"] == many["W"]).all() for few, many in first)


def test_frozen_parameters_have_no_gradient():
    f, theta = case()
    held = NetworkLoss(f.network, f.x, f.y, frozen=("b1", "W2[0,1]"))
    gradient, free = held.gradient(theta), f.gradient(theta)
    still = [name for name, g, h in zip(f.names, gradient, free) if g == 0 and h != 0]
    assert still == ["b1[0]", "b1[1]", "b1[2]", "b1[3]", "W2[0,1]"]
    np.testing.assert_array_equal(gradient[gradient != 0], free[gradient != 0])


def test_an_epoch_of_batches_sees_every_example_once_and_the_order_follows_the_seed():
    x = np.arange(10.0)[:, None]
    f = NetworkLoss(network((1, 1)), x, x, batch_size=4, seed=5)
    epochs = [np.concatenate([f.batch(step)[0][:, 0] for step in range(3 * e, 3 * e + 3)]) for e in range(2)]
    assert [len(f.batch(step)[0]) for step in range(3)] == [4, 4, 2]
    assert all(sorted(epoch) == list(range(10)) for epoch in epochs) and (epochs[0] != epochs[1]).any()
    assert check_gradient(f, np.array([0.3, -1.0]), step=1).relative_error < 1e-6
    assert f.value([0.3, -1.0]) == NetworkLoss(network((1, 1)), x, x).value([0.3, -1.0])


def test_networks_and_losses_compare_by_content():
    assert network((2, 3, 1)) == Network((Dense(2, 3, "tanh"), Dense(3, 1))) != network((2, 3, 1), hidden="relu")
    first, second = case()[0], case()[0]
    assert first == second and hash(first) == hash(second)
    assert first != NetworkLoss(first.network, first.x + 1, first.y)


def test_a_network_prints_as_the_line_that_makes_it_again():
    net = network((2, 8, 1), hidden="relu")
    assert eval(repr(net), {name: getattr(engine, name) for name in engine.__all__}) == net


# --- what is added from outside the package ---


def test_rows_from_outside_are_used_like_those_of_the_tables():
    cube = engine.Activation("cube", lambda z: z ** 3 / 3, lambda z: z ** 2)
    fourth = engine.Loss("fourth", lambda a, y: ((a - y) ** 4).sum((-2, -1)), lambda a, y: 4 * (a - y) ** 3)
    third = engine.Initializer("third", lambda generator, n_in, n_out: np.full((n_in, n_out), 1 / 3))
    half = engine.Optimizer("half", lambda theta: {"t": np.zeros(theta.shape)},
                            lambda theta, g, state, rate: (theta - rate * g / 2, {"t": state["t"] + 1}))
    net = network((2, 2, 1), hidden=cube)
    f = NetworkLoss(net, [[1, 2], [3, -1]], [[1], [2]], loss=fourth)
    theta = net.initialize(third, bias_scale=0.1)
    assert check_gradient(f, theta).relative_error < 1e-6
    path = engine.descend(f, theta, optimizer=half, learning_rate=0.01, steps=2)
    np.testing.assert_allclose(path.thetas[1], theta - 0.005 * f.gradient(theta))
    assert path.states["t"][:, 0].tolist() == [0, 1, 2]


def test_the_old_name_of_the_method_goes_on_working():
    net = network((2, 3, 1))
    np.testing.assert_array_equal(net.initialize(name="he_normal"), net.initialize(method="he_normal"))
    np.testing.assert_array_equal(net.initialize("he_normal"), net.initialize(method="he_normal"))


def test_an_initializer_from_outside_may_be_scaled_by_data():
    def unit_output(net, theta, x):
        return theta / net.forward(theta, x).output.std()

    row = engine.Initializer("scaled", INITIALIZERS["normal"].draw, rescale=unit_output)
    net, x = network((2, 1)), np.random.default_rng(0).normal(size=(20, 2))
    assert net.forward(net.initialize(row, x=x), x).output.std() == pytest.approx(1)
    with pytest.raises(ValueError, match=r"x of Network.initialize: expected data of shape \(batch, 2\); got None"):
        net.initialize(row)


class Scale:
    """A layer from outside: z = s x with one number s, larger by the step of training, to use what `Context` brings."""

    inputs = outputs = 3
    shapes = MappingProxyType({"s": ()})

    def initialize(self, row, weights, biases, gain, bias_scale):
        return {"s": np.array(gain)}

    def check_input(self, x):
        assert x.shape[-1] == 3

    def _s(self, parameters, context):
        return parameters["s"][..., None, None] + ((context.step or 0) + context.layer if context else 0)

    def forward(self, parameters, x, context=None):
        z = self._s(parameters, context) * x
        return engine.LayerTrace(x, z, z)

    def backward(self, parameters, trace, da, context=None):
        ds = (da * trace.x).sum(axis=(-2, -1))
        return engine.LayerBack(da, {"s": ds}, self._s(parameters, context) * da)


@pytest.mark.parametrize("step", [None, 4])
@pytest.mark.parametrize("lead", LEADS)
def test_a_layer_from_outside_needs_nothing_but_its_class(lead, step):
    net = Network((Dense(2, 3, "tanh"), Scale(), Dense(3, 1)))
    f = NetworkLoss(net, np.eye(2), np.ones((2, 1)))
    theta = np.random.default_rng(0).normal(size=(*lead, net.n))
    assert net.names[9] == "s2[]" and net.sizes == (2, 3, 3, 1)
    assert check_gradient(f, theta, step=step).relative_error < 1e-6
    assert net.forward(theta, f.x, step=4).contexts[1] == engine.Context(4, 1, None)
    assert net.forward(theta, f.x, statistics=("first", None, None)).contexts[0] == engine.Context(None, 0, "first")
