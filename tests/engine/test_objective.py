"""The loss of a network on data: penalties, precision, mini-batches and coordinates that stay fixed."""

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.engine import Dense, Network, NetworkLoss, check_gradient, network

NET = Network((Dense(2, 3, "tanh"), engine.LayerNorm(3), Dense(3, 1)))


def objective(net=NET, rows=6, **more):
    generator = np.random.default_rng(0)
    return NetworkLoss(net, generator.normal(size=(rows, 2)), generator.normal(size=(rows, 1)), **more)


def theta_of(net=NET, lead=(), seed=1):
    return np.random.default_rng(seed).normal(size=(*lead, net.n))


def test_the_penalties_are_sums_over_the_weights_alone():
    theta, plain = theta_of(), objective()
    w = np.concatenate([NET.unpack(theta)[0]["W"].ravel(), NET.unpack(theta)[2]["W"].ravel()])
    assert objective(l1=0.3).value(theta) - plain.value(theta) == pytest.approx(0.3 * np.abs(w).sum())
    assert objective(l2=0.3).value(theta) - plain.value(theta) == pytest.approx(0.15 * (w * w).sum())
    change = objective(l1=0.5, l2=2.0).gradient(theta) - plain.gradient(theta)
    expected = NET.unpack(theta)[0]["W"]
    np.testing.assert_allclose(NET.unpack(change)[0]["W"], 0.5 * np.sign(expected) + 2 * expected)
    assert not NET.unpack(change)[0]["b"].any() and not NET.unpack(change)[1]["gamma"].any()


@pytest.mark.parametrize("lead", [(), (3,), (2, 3)])
def test_the_gradient_with_penalties_is_right(lead):
    found = check_gradient(objective(l1=0.2, l2=0.7), theta_of(lead=lead))
    assert found.relative_error < 1e-6, str(found)


def test_a_weight_of_zero_is_not_pushed_by_the_absolute_value():
    theta = np.zeros(NET.n)
    np.testing.assert_array_equal(objective(l1=5.0).gradient(theta), objective().gradient(theta))


def test_descent_with_l2_is_weight_decay():
    f = NetworkLoss(network((1, 1), bias=False), [[0.0]], [[0.0]], l2=0.5)
    assert engine.descend(f, [2.0], learning_rate=0.1, steps=2).thetas[:,
                                                                       0] == pytest.approx([2, 2 * 0.95, 2 * 0.95 ** 2])


def test_value_and_gradient_agree_with_each_alone():
    f, theta = objective(l1=0.1, l2=0.1, batch_size=4), theta_of(lead=(3,))
    value, gradient = f.value_and_gradient(theta, 1)
    np.testing.assert_array_equal(value, f.value(theta, 1))
    np.testing.assert_array_equal(gradient, f.gradient(theta, 1))


def test_single_precision_in_gives_single_precision_out():
    f, theta = objective(l2=0.1), theta_of(lead=(3,))
    single = theta.astype(np.float32)
    assert f.value(single).dtype == f.gradient(single).dtype == f.values(single).dtype == np.float32
    np.testing.assert_allclose(f.value(single), f.value(theta), rtol=1e-5)
    np.testing.assert_allclose(f.gradient(single), f.gradient(theta), rtol=1e-3, atol=1e-5)
    assert f.value(theta).dtype == f.gradient(theta).dtype == np.float64


def test_an_epoch_of_mini_batches_holds_every_example_once_and_the_next_has_another_order():
    f = objective(rows=10, batch_size=4, seed=3)
    epochs = [np.concatenate([f.batch(step)[0] for step in range(3 * e, 3 * e + 3)]) for e in (0, 1)]
    for epoch in epochs:
        np.testing.assert_array_equal(np.sort(epoch, axis=0), np.sort(f.x, axis=0))
    assert not np.array_equal(*epochs)
    assert [len(f.batch(step)[0]) for step in range(3)] == [4, 4, 2]


@pytest.mark.parametrize("step", [0, 2, 7])
def test_the_gradient_of_a_mini_batch_is_that_of_its_value(step):
    found = check_gradient(objective(batch_size=4), theta_of(), step)
    assert found.relative_error < 1e-6, str(found)


def test_frozen_coordinates_stay_where_they_are_under_every_penalty():
    f = objective(frozen=("W1[0,2]", "gamma2", "b3"), l1=0.1, l2=0.1)
    theta = theta_of()
    path = engine.descend(f, theta, learning_rate=0.1, steps=5)
    held = np.array([name in ("W1[0,2]", "b3[0]") or name.startswith("gamma2") for name in NET.names])
    assert held.sum() == 5 and (path.thetas[-1][held] == theta[held]).all()
    assert (path.thetas[-1][~held] != theta[~held]).all()


@pytest.mark.parametrize("given, told", [
    (dict(l1=-1), "l1 of NetworkLoss: expected a finite number, 0 or more; got -1"),
    (dict(l2=np.nan), "l2 of NetworkLoss: expected a finite number, 0 or more; got nan"),
    (dict(frozen=("W9",)), "frozen of NetworkLoss: expected names of parameters, W1, b1, gamma2, beta2, W3, b3"),
    (dict(batch_size=0), "batch_size of NetworkLoss: expected a whole number, 1 or more; got 0"),
])
def test_a_wrong_objective_is_refused(given, told):
    with pytest.raises(ValueError, match=told):
        objective(**given)


def test_class_labels_stand_for_rows_of_probabilities():
    x, labels = np.ones((3, 2)), [2, 0, 1]
    net = network((2, 3))
    rows = NetworkLoss(net, x, np.eye(3)[labels], "softmax_cross_entropy")
    for given in (labels, np.array(labels)[:, None]):
        f = NetworkLoss(net, x, given, "softmax_cross_entropy")
        np.testing.assert_array_equal(f.y, rows.y)
        assert f == rows
    yes_no = NetworkLoss(network((2, 1)), x, [0, 1, 1], "binary_cross_entropy")
    assert yes_no.y.tolist() == [[0], [1], [1]]


@pytest.mark.parametrize("net, y, loss, told", [
    (network((2, 3)), [0, 3, 1], "softmax_cross_entropy", "labels, whole numbers from 0 to 2; got 3 in row 1"),
    (network((2, 3)), [0, 1], "softmax_cross_entropy", r"y of NetworkLoss: expected shape \(3, 3\)"),
    (network((2, 1)), [0, 1, 2], "binary_cross_entropy", "expected numbers from 0 to 1; got 0 to 2"),
    (network((2, 1)), [0, 1,
                       2], "mse",
     r"expected an array with 2 axes; got 1, shape \(3,\)\. A single column is y\[:, None\]"),
])
def test_wrong_targets_are_refused(net, y, loss, told):
    with pytest.raises(ValueError, match=told):
        NetworkLoss(net, np.ones((3, 2)), y, loss)


@pytest.mark.parametrize("optimizer", engine.OPTIMIZERS)
def test_frozen_coordinates_stay_where_they_are_under_every_optimizer(optimizer):
    row = engine.OPTIMIZERS[optimizer]
    row = row.replace(weight_decay=0.3) if "weight_decay" in str(row.hyperparameters) else row
    f, theta = objective(frozen=("W1", "beta2[1]")), theta_of()
    path = engine.descend(f, theta, row, learning_rate=0.1, steps=4)
    assert len(f.held) == 7 and (path.thetas[:, f.held] == theta[f.held]).all()
    assert (path.thetas[-1] != theta).any()


def test_the_check_of_a_gradient_passes_over_what_is_frozen():
    found = check_gradient(objective(frozen=("b1", "W3[0,0]")), theta_of())
    assert found.relative_error < 1e-6, str(found)


@pytest.mark.parametrize("arguments, told", [
    (("net", [[1, 2]], [[1]]),
     r"network of NetworkLoss: expected a Network, such as engine.network\(\(2, 8, 1\)\); got 'net'"),
    ((network((2, 1)), np.ones((4, 5, 2)), np.ones((4, 1))), "x of NetworkLoss: expected an array with 2 axes; got 3"),
    ((Network((engine.Recurrent(2, 3),)), np.ones((4, 5, 2)), np.ones((4, 3))),
     "LastStep leads from sequences to rows"),
    ((network((2, 1)), [[1, 2]], [[1]], "mse", None, 0, "b1"),
     r"a tuple of names; got 'b1'. For one name write \('b1',\)"),
])
def test_what_does_not_suit_an_objective_is_refused_when_it_is_built(arguments, told):
    with pytest.raises(ValueError, match=told):
        NetworkLoss(*arguments)


def test_a_wrong_step_of_mini_batches_is_refused():
    for step in (-1, 1.0):
        with pytest.raises(ValueError, match="step of NetworkLoss: expected a whole number, 0 or more"):
            objective(batch_size=4).value(theta_of(), step)


def test_a_plain_function_is_no_objective_and_the_refusal_says_what_makes_one():
    with pytest.raises(ValueError, match=r"objective of descend: expected something with gradient.* engine.Function"):
        engine.descend(lambda theta: theta @ theta, [1.0, 2.0])


def test_a_path_says_how_far_it_went():
    f = objective()
    assert repr(engine.descend(f, theta_of(), steps=3)).startswith("Path(3 steps, loss ")
    assert repr(engine.descend(f, theta_of(), learning_rate=[0.1, 0.2], steps=3)) == "Path(3 steps of (2,) settings)"
