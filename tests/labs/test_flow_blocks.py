"""Blocks, data and losses: every kind of hidden layer against its definition, and against the sources.

O4b (the chain of Nielsen 2015, chapter 5), O4c (his speeds of early layers, here with gaussian images) and O5f
(clipping, Pascanu et al. 2013) of the project's reference set.
"""

import math

import numpy as np
import pytest

from bpwidgets import datasets, engine
from bpwidgets.datasets import Dataset
from bpwidgets.flow.passes import batch, build, flow
from bpwidgets.studies import FlowSettings, gradient_flow

BLOCKS = [dict(residual=residual, normalization=norm) for residual in (False, True)
          for norm in ("none", "batch", "layer")]


def rms(v):
    return math.sqrt(np.mean(np.square(v)))


@pytest.mark.parametrize("block", BLOCKS, ids=str)
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_delta_is_the_change_of_the_loss_with_z_whatever_the_block(block, activation):
    """Second oracle: z of one hidden layer is nudged through a bias of its own, entry by entry, by finite differences
    of the loss."""
    settings = FlowSettings(depth=3, width=4, activation=activation, n_samples=3, bias_scale=0.3, **block)
    x, y = batch(settings.data, 3, 4, 1.0, engine.LOSSES["quadratic"], 0)
    net, _ = build(settings, 4, 10)
    theta = net.initialize("lecun_normal", seed=0, bias_scale=0.3)
    row = engine.ACTIVATIONS[activation]

    def loss(layer, nudge):
        h, parameters = x, iter(net.unpack(theta))
        norm = {"batch": -2, "layer": -1}.get(block["normalization"])
        for l in range(3):
            if block["residual"]:
                inner = {key.replace(".", ""): value for key, value in next(parameters).items()}
                W, b, beta = inner["W1"], inner["b1"], inner.get("beta2", 0)
            else:
                first = next(parameters)
                W, b, beta = first["W"], first["b"], next(parameters)["beta"] if norm else 0
            z = h @ W + b
            if norm:
                z = (z - z.mean(axis=norm, keepdims=True)) / np.sqrt(z.var(axis=norm, keepdims=True) + 1e-5) + beta
            z = z + nudge * (l == layer)
            h = row.function(z) + (h if block["residual"] else 0)
        last = next(parameters)
        return np.sum((h @ last["W"] + last["b"] - y) ** 2) / (2 * len(x))

    sizes = flow(settings, 0).delta_size
    for layer in range(3):
        delta = np.zeros((3, 4))
        for place in np.ndindex(3, 4):
            nudge = np.zeros((3, 4))
            nudge[place] = 1e-5
            delta[place] = (loss(layer, nudge) - loss(layer, -nudge)) / 2e-5
        assert sizes[layer] == pytest.approx(rms(delta), rel=1e-5)


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_own_data_enter_with_as_many_features_as_they_have(block):
    data = Dataset(np.random.default_rng(0).standard_normal((40, 3)), np.ones((40, 2)), name="mine")
    settings = FlowSettings(depth=4, width=6, data=data, **block)
    net, _ = build(settings, 3, 2)
    assert net.sizes[0] == 3 and net.sizes[-1] == 2
    assert not isinstance(net.layers[0], engine.Residual)
    assert isinstance(net.layers[-2], engine.Residual) == block["residual"]
    assert np.isfinite(gradient_flow(settings).delta_size).all()


def test_of_a_long_data_set_rows_at_even_distances_are_taken():
    x, y = batch(Dataset(np.arange(101.0), np.arange(101.0), name="long"), 5, 8, 2.0, engine.LOSSES["quadratic"], 0)
    assert x.ravel().tolist() == [0, 50, 100, 150, 200] and y.ravel().tolist() == [0, 25, 50, 75, 100]


def test_x_and_y_are_own_data():
    settings = FlowSettings.create(x=[[0.0, 1.0], [1.0, 0.0]], y=[[1.0], [0.0]], depth=2)
    assert gradient_flow(settings).delta_size.shape == (3,)


@pytest.mark.parametrize("loss", engine.LOSSES)
def test_every_loss_has_targets_that_suit_it(loss):
    _, y = batch(FlowSettings().data, 16, 8, 1.0, engine.LOSSES[loss], 0)
    prepare = engine.LOSSES[loss].prepare
    assert y.shape == (16, 10) and (prepare is None or (prepare(y, 10) == y).all())
    assert np.isfinite(gradient_flow(FlowSettings(loss=loss, depth=3)).delta_size).all()


def test_targets_that_do_not_suit_the_loss_are_refused():
    with pytest.raises(ValueError, match="softmax_cross_entropy"):
        gradient_flow(FlowSettings(data=Dataset([[1.0], [2.0]], [[0.5], [0.2]]), loss="softmax_cross_entropy"))


def test_class_labels_give_one_output_for_each_class():
    _, y = batch(datasets.moons(), 16, 8, 1.0, engine.LOSSES["softmax_cross_entropy"], 0)
    assert y.shape == (16, 2) and (y.sum(axis=1) == 1).all()


# O4b
@pytest.mark.parametrize("weight, ratio", [(1.0, 0.25), (4.0, 1.0), (100.0, 25.0)])
def test_the_factor_of_a_chain_of_sigmoids_at_its_steepest_is_a_quarter_of_the_weight(weight, ratio):
    """In the chain a bias of -w/2 holds every z at 0; here a batch of one does, which is its own mean.

    The slope is 1/4 exactly.
    """
    data = Dataset([[0.5]], [[1.0]], name="chain")
    result = gradient_flow(FlowSettings(depth=4, width=1, data=data, n_samples=1, normalization="batch", residual=True,
                                        initializer="constant", gain=weight))
    assert result.slope_gain == pytest.approx([0.25] * 4, rel=1e-12)
    assert result.slope_rms == pytest.approx([0.25] * 4, rel=1e-12)
    assert weight * result.slope_gain[0] == pytest.approx(ratio, rel=1e-12)


# O4c
@pytest.mark.parametrize("hidden", [2, 3, 4])
def test_early_layers_of_sigmoid_nets_learn_about_five_times_more_slowly_each(hidden):
    """30 logistic units in each layer, cross-entropy, W ~ N(0, 1/fan_in), b ~ N(0, 1): neighboring layers in [0.12,
    0.32]."""
    draw = np.random.default_rng(0)
    data = Dataset(draw.random((256, 64)), np.eye(10)[draw.integers(0, 10, 256)], name="images")
    ratios = [gradient_flow(FlowSettings(depth=hidden, width=30, data=data, n_samples=256, loss="binary_cross_entropy",
                                         bias_scale=1.0, seed=seed)).factors[:-1]
              for seed in range(10)]
    assert ((np.median(ratios, axis=0) > 0.12) & (np.median(ratios, axis=0) < 0.32)).all()


# O5f: |g| >= c scales g to the norm c
def test_clipping_scales_the_whole_gradient_to_the_limit():
    free = gradient_flow(FlowSettings(depth=5, activation="relu", gain=2.0))
    settings = FlowSettings(depth=5, activation="relu", gain=2.0, clip=1.5)
    x, y = batch(settings.data, 16, 32, 1.0, engine.LOSSES["quadratic"], 0)
    net, _ = build(settings, 32, 10)
    theta = net.initialize("lecun_normal", seed=0, gain=2.0)
    trace = net.forward(theta, x)
    g = engine.norm(net.backward(theta, trace, (trace.output - y) / 16).dtheta)
    assert g > 1.5
    assert gradient_flow(settings).weight_gradient_size == pytest.approx(free.weight_gradient_size * 1.5 / g)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_dead_and_saturated_units_are_counted(activation):
    settings = FlowSettings(depth=3, width=50, activation=activation, gain=6.0, initializer="normal")
    result = gradient_flow(settings)
    x, _ = batch(settings.data, 16, 50, 1.0, engine.LOSSES["quadratic"], 0)
    net, _ = build(settings, 50, 10)
    trace = net.forward(net.initialize("normal", seed=0, gain=6.0), x)
    slopes = [engine.ACTIVATIONS[activation].slope(trace[l].z) for l in range(3)]
    assert result.dead_fraction == pytest.approx([np.mean([(column == 0).all() for column in slope.T])
                                                  for slope in slopes])
    saturated = [np.mean(slope < 0.05) if activation == "tanh" else 0 for slope in slopes]
    assert result.saturated_fraction == pytest.approx(saturated) and (activation == "relu" or min(saturated) > 0.5)
