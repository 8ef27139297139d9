"""Convolution and pooling: published numbers, what a shared weight is, and who gets the gradient."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpwidgets.engine import (
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
    MeanPool2D,
    Network,
    NetworkLoss,
    Residual,
    check_gradient,
    descend,
)
from bpwidgets.engine.layers.windows import overlapped, windows
from tests.engine.test_plane import assert_plane, weights

# Dumoulin & Visin, A guide to convolution arithmetic for deep learning (2016), figures 1.1, 1.5 and 1.6
GUIDE = np.array([[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]], float)
KERNEL = np.array([[0, 1, 2], [2, 2, 0], [0, 1, 2]], float)
# the same, figures 2.1 to 2.7: pixels, size, padding, stride -> places
SIZES = {(4, 3, 0, 1): 2, (5, 4, 2, 1): 6, (5, 3, 1, 1): 5, (5, 3, 2, 1): 7, (5, 3, 0, 2): 2, (5, 3, 1, 2): 3,
         (6, 3, 1, 2): 3}


def image(rows):
    return np.asarray(rows, float)[None, :, :, None]


def example(layer, shape, seed=0):
    """Parameters, a trace and what comes back of random numbers."""
    generator = np.random.default_rng(seed)
    parameters = {key: generator.normal(size=shape) for key, shape in layer.shapes.items()}
    trace = layer.forward(parameters, generator.normal(size=shape))
    return parameters, trace, layer.backward(parameters, trace, generator.normal(size=trace.a.shape))


def test_a_convolution_gives_the_published_numbers():
    z = Conv2D(1, 1, bias=False).forward({"W": KERNEL[:, :, None, None]}, image(GUIDE)).z
    assert z[0, :, :, 0].tolist() == [[12, 12, 17], [10, 17, 19], [9, 6, 14]]


def test_pooling_gives_the_published_numbers():
    mean, largest = (kind(1, 3, stride=1).forward({}, image(GUIDE)).z[0, :, :, 0] for kind in (MeanPool2D, MaxPool2D))
    np.testing.assert_allclose(mean, [[1.7, 1.7, 1.7], [1.0, 1.2, 1.8], [1.1, 0.8, 1.3]], atol=0.05)
    assert largest.tolist() == [[3, 3, 3], [3, 3, 3], [3, 2, 3]]


@pytest.mark.parametrize("pixels, size, padding, stride", SIZES)
def test_an_image_becomes_as_large_as_published(pixels, size, padding, stride):
    layer = Conv2D(1, 1, size, stride=stride, padding=padding)
    places = SIZES[pixels, size, padding, stride]
    assert example(layer, (1, pixels, pixels, 1))[1].z.shape == (1, places, places, 1)


@settings(max_examples=40)
@given(st.integers(1, 3), st.integers(1, 3), st.integers(0, 2), st.integers(0, 4), st.integers(0, 3))
def test_what_windows_take_is_given_back_by_the_transposed_map(size, stride, padding, taller, wider):
    # <v(x), d> = <x, v^T(d)> for all x and d
    least, generator = max(size - 2 * padding, 1), np.random.default_rng(0)
    shape = 2, least + taller, least + wider, 2
    x = generator.normal(size=shape)
    v = windows(x, size, stride, padding)
    d = generator.normal(size=v.shape)
    assert (v * d).sum() == pytest.approx((x * overlapped(d, shape, stride, padding)).sum(), rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("layer", [Conv2D(2, 3), Conv2D(2, 3, 2, stride=2, padding=1)], ids=repr)
def test_the_gradient_of_a_shared_weight_is_the_sum_of_the_shares_of_all_places(layer):
    _, trace, back = example(layer, (2, 5, 6, 2))
    shares = trace.v[..., None] * back.delta[:, :, :, None, None, None, :]
    np.testing.assert_allclose(back.gradients["W"], shares.sum(axis=(0, 1, 2)), rtol=1e-12, atol=1e-13)


def test_windows_of_one_pixel_are_a_dense_layer_for_each_pixel():
    parameters, trace, back = example(Conv2D(3, 2, 1), (2, 4, 5, 3))
    dense, same = Dense(3, 2), {"W": parameters["W"].reshape(3, 2), "b": parameters["b"]}
    rows = dense.forward(same, trace.x.reshape(40, 3))
    there = dense.backward(same, rows, back.delta.reshape(40, 2))
    np.testing.assert_allclose(trace.a.reshape(40, 2), rows.a, rtol=1e-12)
    np.testing.assert_allclose(back.gradients["W"].reshape(3, 2), there.gradients["W"], rtol=1e-12)
    np.testing.assert_allclose(back.dx.reshape(40, 3), there.dx, rtol=1e-12)


def test_a_window_as_large_as_the_image_is_a_dense_layer_for_all_its_pixels():
    conv, dense = Network((Conv2D(2, 5, 3), Flatten(1, 1, 5))), Network((Flatten(3, 3, 2), Dense(18, 5)))
    theta, x = np.random.default_rng(0).normal(size=conv.n), np.random.default_rng(1).normal(size=(4, 3, 3, 2))
    one, other = conv.forward(theta, x), dense.forward(theta, x)
    np.testing.assert_allclose(one.output, other.output, rtol=1e-12)
    d = np.ones((4, 5))
    np.testing.assert_allclose(conv.backward(theta, one, d).dtheta, dense.backward(theta, other, d).dtheta, rtol=1e-12)


def test_what_moves_in_the_image_moves_in_the_output_and_leaves_the_gradient_as_it_is():
    layer, stroke = Conv2D(1, 2, 3), np.random.default_rng(2).normal(size=(1, 3, 2, 1))
    parameters = {"W": np.random.default_rng(3).normal(size=(3, 3, 1, 2)), "b": np.zeros(2)}
    seen = []
    for row, column in ((2, 2), (3, 4)):
        x = np.zeros((1, 9, 9, 1))
        x[:, row:row + 3, column:column + 2] = stroke
        trace = layer.forward(parameters, x)
        delta = trace.z * (trace.z > 0)
        seen.append((trace.z, layer.backward(parameters, trace, delta).gradients["W"]))
    np.testing.assert_allclose(seen[1][0], np.roll(seen[0][0], (1, 2), axis=(1, 2)), atol=1e-14)
    np.testing.assert_allclose(seen[1][1], seen[0][1], atol=1e-13)


def test_pixels_that_no_window_sees_get_no_gradient():
    _, _, back = example(Conv2D(1, 1, 2, stride=3), (1, 6, 6, 1))
    assert (back.dx[0, [2, 5]] == 0).all() and (back.dx[0, :, [2, 5]] == 0).all() and (back.dx != 0).sum() == 16


def test_the_first_layer_of_a_net_in_training_leaves_dx_out():
    parameters, trace, back = example(Conv2D(2, 3), (2, 4, 4, 2))
    without = Conv2D(2, 3, to_input=False).backward(parameters, trace, back.delta)
    assert without.dx is None
    np.testing.assert_array_equal(without.gradients["W"], back.gradients["W"])


@pytest.mark.parametrize("name, variance", [("glorot_normal", 2 / (18 + 45)), ("he_normal", 2 / 18), ("normal", 1)])
def test_first_weights_have_the_variance_of_what_a_weight_joins(name, variance):
    # size^2 channels numbers go into one, size^2 filters come out of one
    net = Network((Conv2D(2, 5), Flatten(1, 1, 5)))
    drawn = np.random.default_rng(4).standard_normal((18, 5))
    W = net.unpack(net.initialize(name, seed=4, gain=0.5))[0]["W"]
    np.testing.assert_allclose(W.reshape(18, 5), 0.5 * np.sqrt(variance) * drawn, rtol=1e-14)


def test_orthogonal_filters_are_orthogonal():
    net = Network((Conv2D(2, 5), Flatten(1, 1, 5)))
    W = net.unpack(net.initialize("orthogonal"))[0]["W"].reshape(18, 5)
    np.testing.assert_allclose(W.T @ W, np.eye(5), atol=1e-14)


def test_filters_scaled_by_the_data_give_z_a_deviation_of_one():
    net, x = Network((Conv2D(2, 5), Flatten(2, 2, 5))), np.random.default_rng(6).normal(size=(9, 4, 4, 2))
    assert net.forward(net.initialize("lsuv", x=x), x)[0].z.std() == pytest.approx(1, rel=1e-12)


def test_the_largest_of_a_window_gets_all_of_delta_and_the_first_of_equals_is_the_winner():
    layer = MaxPool2D(1)
    trace = layer.forward({}, image([[1, 7, 5, 5], [7, 2, 5, 5]]))
    assert trace.winner[0, 0, :, 0].tolist() == [1, 0]
    assert layer.backward({}, trace, image([[3, 4]])).dx[0, :, :, 0].tolist() == [[0, 3, 4, 0], [0, 0, 0, 0]]


def test_who_wins_in_several_windows_gets_the_sum_and_the_others_nothing_even_of_infinity():
    layer = MaxPool2D(1, 2, stride=1)
    trace = layer.forward({}, image([[0, 9, 0], [0, 0, 0]]))
    assert layer.backward({}, trace, image([[3, 4]])).dx[0, :, :, 0].tolist() == [[0, 7, 0], [0, 0, 0]]
    assert np.isinf(layer.backward({}, trace, image([[np.inf, 4]])).dx).sum() == 1


def test_all_numbers_of_a_window_share_the_gradient_of_its_mean():
    _, trace, back = example(MeanPool2D(2, 3), (1, 6, 7, 2))
    np.testing.assert_allclose(back.dx[0, :3, :3], np.broadcast_to(back.delta[0, 0, 0] / 9, (3, 3, 2)), rtol=1e-14)
    assert (back.dx[0, :, 6] == 0).all() and trace.z.shape == (1, 2, 2, 2)


STROKES = np.stack([image(np.eye(6)[[k] * 6].T if lying else np.eye(6)[[k] * 6])[0]
                    for lying in (True, False) for k in range(6)])
CLASSES = np.repeat([0, 1], 6)
CNN = Network((Conv2D(1, 2, 3, "tanh"), MaxPool2D(2, 4), Flatten(1, 1, 2), Dense(2, 2)))


def test_a_small_net_learns_lying_from_standing_strokes_wherever_they_are():
    f = NetworkLoss(CNN, STROKES, CLASSES, "softmax_cross_entropy", batch_size=4)
    theta = CNN.initialize(seed=1)
    end = descend(f, theta, "adam", learning_rate=0.05, steps=120).thetas[-1]
    assert check_gradient(f, end + 0.01).relative_error < 1e-6
    assert (CNN.forward(end, STROKES).output.argmax(axis=1) == CLASSES).all()


def test_a_plane_through_the_weights_of_a_net_of_images_equals_a_loop():
    generator = np.random.default_rng(5)
    f = NetworkLoss(CNN, STROKES, CLASSES, "softmax_cross_entropy")
    assert_plane(f, generator.normal(size=CNN.n), generator.normal(size=(2, CNN.n)))
    assert_plane(f, generator.normal(size=CNN.n), weights(CNN, "W1[0,2,0,1]", "W4[1,0]"))

PIXELS = Network((Conv2D(1, 1),))

REFUSALS = {
    "inputs of Conv2D: expected a whole number, 1 or more; got 0.": lambda: Conv2D(0, 2),
    "filters of Conv2D: expected a whole number, 1 or more; got 1.5.": lambda: Conv2D(1, 1.5),
    "size of Conv2D: expected a whole number, 1 or more; got (3, 3).": lambda: Conv2D(1, 1, (3, 3)),
    "stride of Conv2D: expected a whole number, 1 or more; got 0.": lambda: Conv2D(1, 1, stride=0),
    "padding of Conv2D: expected a whole number, 0 or more; got -1.": lambda: Conv2D(1, 1, padding=-1),
    "activation of Conv2D: expected one of": lambda: Conv2D(1, 1, activation="rleu"),
    "size of MaxPool2D: expected a whole number, 1 or more; got 0.": lambda: MaxPool2D(1, 0),
    "stride of MeanPool2D: expected a whole number, 1 or more; got 0.": lambda: MeanPool2D(1, 2, 0),
    "features of MaxPool2D: expected a whole number, 1 or more; got 'a'.": lambda: MaxPool2D("a"),
    "width of Flatten: expected a whole number, 1 or more; got 0.": lambda: Flatten(1, 0, 1),
    "x of the network: expected shape (batch, height, width, 1); got an array of shape (5, 8, 8). Images without an "
    "axis of channels are x[..., None].":
        lambda: Network((Conv2D(1, 2),)).forward(np.ones(20), np.ones((5, 8, 8))),
    "x of the network: expected shape (batch, height, width, 1); got an array of shape (12, 6, 6). Images without an "
    "axis of channels are x[..., None].": lambda: NetworkLoss(CNN, STROKES[..., 0], np.ones((12, 2))),
    "x of NetworkLoss: expected an array with 4 axes; got 5, shape (1, 12, 6, 6, 1).":
        lambda: NetworkLoss(CNN, STROKES[None], np.ones((12, 2))),
    "x of the network: expected shape (batch, height, width, 3); got an array of shape (5, 3, 8, 8).":
        lambda: Network((Conv2D(3, 2, bias=False),)).forward(np.ones(54), np.ones((5, 3, 8, 8))),
    "x of the network: expected images of at least 3 by 3 pixels, as large as a window; got 2 by 8 pixels. "
    "Use fewer or smaller windows, or padding.":
        lambda: Network((Conv2D(1, 2),)).forward(np.ones(20), np.ones((5, 2, 8, 1))),
    "x of Flatten: expected shape (batch, 2, 2, 1); got an array of shape (5, 3, 3, 1). Flatten(height, width, "
    "channels) must say the size of these images.":
        lambda: Network((MaxPool2D(1), Flatten(2, 2, 1))).forward([], np.ones((5, 6, 6, 1))),
    "d_output of the network: expected shape (1, 6, 6, 1), that of the output; got an array of shape (1, 1, 6, 1).":
        lambda: PIXELS.backward(np.ones(10), PIXELS.forward(np.ones(10), np.ones((1, 8, 8, 1))), np.ones((1, 1, 6, 1))),
    "layers of Network: expected a layer 2 that takes images; got Dense(8, 2). Flatten leads from images to rows.":
        lambda: Network((Conv2D(1, 8), Dense(8, 2))),
    "layers of Network: expected 8 inputs in layer 2; got MaxPool2D(4). Layer 1 gives 8 outputs: the two numbers must "
    "agree.": lambda: Network((Conv2D(1, 8), MaxPool2D(4))),
    "layers of Residual: expected a last layer that gives images of 1 features, as the first one takes; got "
    "Conv2D(1, 2).":
        lambda: Residual((Conv2D(1, 2),)),
    "network of NetworkLoss: expected a last layer that gives rows; got Conv2D(1, 2). Flatten leads from images to "
    "rows.":
        lambda: NetworkLoss(Network((Conv2D(1, 2),)), np.ones((5, 8, 8, 1)), np.ones((5, 2))),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_says_what_was_expected_what_was_given_and_what_to_do(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value).startswith(text)
