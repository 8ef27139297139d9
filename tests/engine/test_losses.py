"""Every loss: its gradient is its derivative, its name says its reduction, cross-entropies are stable and take class
labels."""

import numpy as np
import pytest

from bpwidgets.engine import LOSSES, Loss, NetworkLoss, huber, network
from bpwidgets.engine.losses import TARGETS
from bpwidgets.engine.support.targets import KINDS

LEADS = [(), (3,), (2, 3)]
BINARY, SOFTMAX = LOSSES["binary_cross_entropy"], LOSSES["softmax_cross_entropy"]


def test_the_table_holds_the_names_of_the_design():
    assert set(LOSSES) >= {"mse", "half_mse", "quadratic", "sse", "half_sse", "mae", "huber", "binary_cross_entropy",
                           "softmax_cross_entropy"}


def targets_for(name, shape, generator):
    if name == "binary_cross_entropy":
        return generator.integers(0, 2, shape).astype(float)
    if name == "softmax_cross_entropy":
        return np.eye(shape[-1])[generator.integers(0, shape[-1], shape[0])]
    return generator.normal(size=shape)


@pytest.mark.parametrize("row", [*LOSSES.values(), huber(0.5)], ids=str)
@pytest.mark.parametrize("lead", LEADS)
def test_the_gradient_of_a_loss_is_its_derivative(row, lead):
    generator = np.random.default_rng(1)
    a, y = generator.normal(size=(*lead, 3, 2)) * 2, targets_for(row.name, (3, 2), generator)
    gradient = row.gradient(a, y)
    assert row.function(a, y).shape == lead and gradient.shape == a.shape
    for i, j in np.ndindex(3, 2):
        step = np.zeros((3, 2))
        step[i, j] = 1e-6
        difference = (row.function(a + step, y) - row.function(a - step, y)) / 2e-6
        np.testing.assert_allclose(gradient[..., i, j], difference, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name, expected", [
    ("sse", 20.0), ("half_sse", 10.0), ("mse", 20 / 6), ("half_mse", 20 / 12), ("quadratic", 20 / 6), ("mae", 8 / 6),
    ("huber", 6 / 6),
])
def test_a_loss_has_the_reduction_that_its_name_says(name, expected):
    a, y = np.array([[1.0, 3.0], [0.0, 0.0], [3.0, 1.0]]), np.zeros((3, 2))
    assert LOSSES[name].function(a, y) == pytest.approx(expected)


def test_a_residual_of_zero_has_no_gradient_in_the_absolute_error():
    assert LOSSES["mae"].gradient(np.zeros((1, 1)), np.zeros((1, 1))) == 0


def test_huber_is_quadratic_inside_and_linear_outside():
    row, y, inside, outside = huber(0.5), np.zeros((1, 1)), np.array([[0.4]]), np.array([[-3.0]])
    assert row.function(inside, y) == pytest.approx(0.08) and row.gradient(inside, y) == pytest.approx(0.4)
    assert row.function(outside, y) == pytest.approx(1.375) and row.gradient(outside, y) == pytest.approx(-0.5)


@pytest.mark.parametrize("delta", [0, -1, np.inf, np.nan, "wide"])
def test_a_huber_loss_without_a_width_is_refused(delta):
    with pytest.raises(ValueError, match="delta of huber: expected a finite number, above 0; got"):
        huber(delta)


@pytest.mark.parametrize("row", LOSSES.values(), ids=str)
def test_float32_stays_float32(row):
    a, y = np.ones((3, 2), np.float32), np.array([[0, 1], [1, 0], [1, 0]], np.float32)
    assert row.function(a, y).dtype == row.gradient(a, y).dtype == np.float32


# --- cross-entropies ---


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("row, costs", [(BINARY, 1000), (SOFTMAX, 2000)], ids=str)
def test_a_cross_entropy_is_exact_and_quiet_for_logits_of_a_thousand(row, costs, lead):
    a = np.broadcast_to([[1000.0, -1000.0]], (*lead, 1, 2))
    right, wrong = np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])
    share = 1 / 2 if row is BINARY else 1  # mean over batch and outputs, or over the batch
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        assert (row.function(a, right) == 0).all() and not np.signbit(row.function(a, right)).any()
        assert (row.function(a, wrong) == costs).all()
        assert (row.gradient(a, right) == 0).all()
        assert (row.gradient(a, wrong) == [[share, -share]]).all()


def test_a_cross_entropy_keeps_the_digits_of_a_good_prediction():
    # ln(1 + e^-40) = e^-40 and sigmoid(-40) = e^-40
    assert BINARY.function(np.array([[40.0]]), np.ones((1, 1))) == pytest.approx(np.exp(-40), rel=1e-12, abs=0)
    assert BINARY.gradient(np.array([[-40.0]]), np.zeros((1, 1)))[0, 0] == pytest.approx(np.exp(-40), rel=1e-12, abs=0)


def test_equal_logits_cost_the_logarithm_of_the_number_of_classes():
    assert SOFTMAX.function(np.zeros((4, 10)), np.eye(10)[:4]) == pytest.approx(np.log(10))
    assert BINARY.function(np.zeros((4, 3)), np.ones((4, 3))) == pytest.approx(np.log(2))


def test_one_logit_is_two_of_which_the_other_is_zero():
    a, y = np.array([[-3.0], [0.2], [7.0]]), np.array([[1.0], [0.0], [1.0]])
    two = np.hstack([np.zeros((3, 1)), a])
    assert BINARY.function(a, y) == pytest.approx(SOFTMAX.function(two, np.hstack([1 - y, y])), rel=1e-14)


def test_softmax_cross_entropy_does_not_change_when_all_logits_move_together():
    a, y = np.array([[1.0, -2.0, 0.5]]), np.array([[0.2, 0.3, 0.5]])
    assert SOFTMAX.function(a + 100, y) == pytest.approx(SOFTMAX.function(a, y), rel=1e-13)
    assert SOFTMAX.gradient(a, y).sum() == pytest.approx(0, abs=1e-16)


# --- targets as a learner has them ---


@pytest.mark.parametrize("labels", [[2, 0, 1], [2.0, 0.0, 1.0], [[2], [0], [1]], np.array([2, 0, 1], np.uint8)],
                         ids=str)
def test_class_labels_become_rows_with_a_one(labels):
    rows = SOFTMAX.prepare(np.array(labels), 3)
    np.testing.assert_array_equal(rows, [[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    assert rows.dtype == np.float64


def test_true_and_false_are_labels_too():
    np.testing.assert_array_equal(SOFTMAX.prepare(np.array([True, False]), 2), [[0, 1], [1, 0]])
    np.testing.assert_array_equal(BINARY.prepare(np.array([True, False]), 1), [[1], [0]])


def test_rows_of_probabilities_stay_as_they_are():
    y = np.array([[0.1, 0.9], [1.0, 0.0]])
    assert SOFTMAX.prepare(y, 2) is y and BINARY.prepare(y, 2) is y


def test_a_single_column_of_zeros_and_ones_becomes_a_column():
    np.testing.assert_array_equal(BINARY.prepare(np.array([0.0, 1.0, 1.0]), 1), [[0], [1], [1]])
    assert BINARY.prepare(np.array([0.0, 1.0]), 2).shape == (2,
                                                             )  # of no use for two outputs: refused later


def test_losses_of_numbers_take_their_targets_as_they_are():
    assert [name for name, row in LOSSES.items() if row.prepare] == ["binary_cross_entropy", "softmax_cross_entropy"]


def test_an_objective_takes_labels_and_is_equal_to_one_with_rows():
    net, x = network((2, 3)), np.array([[1.0, 2.0], [0.5, -1.0], [0.0, 3.0]])
    of_labels, of_rows = (NetworkLoss(net, x, y, "softmax_cross_entropy") for y in ([2, 0, 2], np.eye(3)[[2, 0, 2]]))
    assert of_labels == of_rows and not of_labels.y.flags.writeable
    binary = NetworkLoss(network((2, 1)), x, [0, 1, 1], "binary_cross_entropy")
    np.testing.assert_array_equal(binary.y, [[0], [1], [1]])


PROBABILITIES = "y of softmax_cross_entropy: expected rows of probabilities, each with sum 1; got"
RIGHT_CLASS = "Put 1 in the column of the right class and 0 elsewhere."
LABELS = "y of softmax_cross_entropy: expected labels, whole numbers from 0 to 2; got"
FROM_0 = "Count the classes from 0 and give the network one output for each."
REFUSALS = {
    f"{LABELS} 3 in row 1. {FROM_0}": (SOFTMAX, [0, 3, 1, 7], 3),
    f"{LABELS} -1 in row 2. {FROM_0}": (SOFTMAX, [[0], [2], [-1]], 3),
    f"{LABELS} 0.5 in row 0. {FROM_0}": (SOFTMAX, [0.5, 1.0], 3),
    f"{LABELS} nan in row 1. {FROM_0}": (SOFTMAX, [0.0, np.nan], 3),
    f"{LABELS} 3 in row 2. Count the classes from 0: y - 1.": (SOFTMAX, [1, 2, 3, 1], 3),
    "y of softmax_cross_entropy: expected labels, whole numbers from 0 to 0; got 1 in row 1. For two classes on one "
    "output use "
    "binary_cross_entropy.": (SOFTMAX, [0, 1], 1),
    "y of softmax_cross_entropy: expected labels of shape (N,) or probabilities of shape (N, 3); got an array of shape "
    "(4, 2).":
        (SOFTMAX, np.ones((4, 2)), 3),
    f"{PROBABILITIES} [0.5, 0.6] in row 1. {RIGHT_CLASS}": (SOFTMAX, [[0.5, 0.5], [0.5, 0.6]], 2),
    f"{PROBABILITIES} [-1.0, 2.0] in row 0. {RIGHT_CLASS}": (SOFTMAX, [[-1.0, 2.0]], 2),
    f"{PROBABILITIES} [nan, 1.0] in row 0. {RIGHT_CLASS}": (SOFTMAX, [[np.nan, 1.0]], 2),
    "y of binary_cross_entropy: expected numbers from 0 to 1; got -1 to 1. Use 0 and 1 for the two classes.":
        (BINARY, [-1, 1, 1], 1),
    "y of binary_cross_entropy: expected numbers from 0 to 1; got nan to nan. Use 0 and 1 for the two classes.":
        (BINARY, [0.0, np.nan], 1),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_targets_that_do_not_suit_are_refused(text):
    row, y, outputs = REFUSALS[text]
    with pytest.raises(ValueError) as caught:
        row.prepare(np.array(y), outputs)
    assert str(caught.value) == text


# --- what a loss asks of its targets ---


def test_the_kinds_of_targets_are_those_that_a_loss_may_name():
    assert tuple(KINDS) == TARGETS
    with pytest.raises(ValueError,
                       match="targets of Loss 'focal': expected one of numbers, shares, classes; got 'class'"):
        Loss("focal", SOFTMAX.function, SOFTMAX.gradient, targets="class")


@pytest.mark.parametrize("name", LOSSES)
def test_any_numbers_can_be_made_targets_that_suit_the_loss(name):
    row, numbers = LOSSES[name], np.random.default_rng(0).standard_normal((7, 3))
    y = KINDS[row.targets].from_numbers(numbers)
    np.testing.assert_array_equal(row.prepare(y, 3) if row.prepare else y, y)
    assert np.isfinite(row.function(numbers, y)) and y.shape == numbers.shape


@pytest.mark.parametrize("name, outputs", [("mse", 1), ("binary_cross_entropy", 1), ("softmax_cross_entropy", 3)])
def test_a_column_of_labels_asks_for_one_output_or_for_one_per_class(name, outputs):
    kind = KINDS[LOSSES[name].targets]
    assert kind.outputs(np.array([[0.0], [2.0], [1.0]])) == outputs and kind.outputs(np.eye(4)) == 4
