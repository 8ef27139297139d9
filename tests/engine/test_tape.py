"""The scalar tape: each rule, each way of using a number again, and nets in which it must agree with the engine."""

import math
import re
from inspect import signature
from pathlib import Path

import numpy as np
import pytest

import bpwidgets
from bpwidgets import engine
from bpwidgets.engine import ACTIVATIONS, LOSSES, NetworkLoss, network
from bpwidgets.engine.tape import RULES, Rule, Scalar, apply
from bpwidgets.errors import ArgumentError


def scalars(*values):
    return [Scalar(value) for value in values]


def gradients(result, *numbers):
    result.backward()
    return [float(x.gradient) for x in numbers]


@pytest.mark.parametrize("at", [(1.7, 0.6), (0.4, -2.3), (2.5, 3.0)])
@pytest.mark.parametrize("name", RULES)
def test_the_slopes_of_a_rule_are_those_of_its_function(name, at):
    function, values, h = RULES[name].function, np.array(at[:len(signature(RULES[name].slopes).parameters) - 1]), 1e-6
    numbers = scalars(*values)
    found = gradients(apply(name, *numbers), *numbers)
    expected = [(function(*(values + h * e)) - function(*(values - h * e))) / (2 * h) for e in np.eye(len(values))]
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9)


# x, y = 1.5, -0.5: value, df/dx, df/dy by hand
CLOSED_FORMS = {
    "x + y": (lambda x, y: x + y, 1, 1, 1),
    "x - y": (lambda x, y: x - y, 2, 1, -1),
    "x * y": (lambda x, y: x * y, -0.75, -0.5, 1.5),
    "x / y": (lambda x, y: x / y, -3, -2, -6),
    "-x": (lambda x, y: -x + 0 * y, -1.5, -1, 0),
    "x ** 3 y": (lambda x, y: x ** 3 * y, -1.6875, -3.375, 3.375),
    "x ** y": (lambda x, y: x ** y, 1.5 ** -0.5, -0.5 * 1.5 ** -1.5, 1.5 ** -0.5 * math.log(1.5)),
    "2 + x": (lambda x, y: 2 + x + 0 * y, 3.5, 1, 0),
    "2 - x": (lambda x, y: 2 - x + 0 * y, 0.5, -1, 0),
    "3 x y": (lambda x, y: 3 * x * y, -2.25, -1.5, 4.5),
    "3 / x": (lambda x, y: 3 / x + 0 * y, 2, -4 / 3, 0),
    "2 ** y": (lambda x, y: 2 ** y + 0 * x, 0.5 ** 0.5, 0, 0.5 ** 0.5 * math.log(2)),
    "e^x y": (lambda x, y: x.exp() * y, -0.5 * math.exp(1.5), -0.5 * math.exp(1.5), math.exp(1.5)),
    "ln(x - y)": (lambda x, y: (x - y).log(), math.log(2), 0.5, -0.5),
    "tanh(x + 3 y)": (lambda x, y: (x + 3 * y).tanh(), 0, 1, 3),
    "sigmoid(x + 3 y)": (lambda x, y: (x + 3 * y).sigmoid(), 0.5, 0.25, 0.75),
    "relu(x) relu(y)": (lambda x, y: x.relu() + y.relu(), 1.5, 1, 0),
    "relu(0)": (lambda x, y: (x + 3 * y).relu(), 0, 0, 0),
}


@pytest.mark.parametrize("formula", CLOSED_FORMS)
def test_value_and_gradient_are_those_of_the_closed_form(formula):
    f, value, df_dx, df_dy = CLOSED_FORMS[formula]
    x, y = scalars(1.5, -0.5)
    z = f(x, y)
    assert z.value == pytest.approx(value, rel=1e-15)
    assert gradients(z, x, y) == pytest.approx([df_dx, df_dy], rel=1e-14)


def test_a_number_that_is_used_again_gets_the_sum_of_all_ways():
    [x] = scalars(3)
    assert gradients(x + x, x) == [2]
    assert gradients(x * x * x, x) == [27]
    assert gradients(x / x, x) == [0]
    shared = x * x
    assert gradients(shared * 5 + shared * shared, x) == [5 * 6 + 4 * 27]


def test_a_long_and_a_short_way_to_the_same_number_both_count():
    # going back breadth-first, the short way would reach y before its gradient is complete
    [x] = scalars(2)
    y = x * x
    assert gradients(y + (((y + 1) * 2 + 1) * 3), x) == [(1 + 6) * 4]


def test_backward_twice_gives_the_same_gradients_as_once():
    x, y = scalars(2, 5)
    z = x * y + x
    assert gradients(z, x, y, z) == gradients(z, x, y, z) == [6, 2, 1]


def test_each_result_gives_its_own_gradients_after_another_has_gone_back():
    x, y = scalars(2, 5)
    product, total = x * y, x + y
    assert gradients(product, x, y) == [5, 2]
    assert gradients(total, x, y) == [1, 1]
    assert gradients(product * product, x, y) == [100, 40]


def test_gradients_with_respect_to_a_number_on_the_way_start_there():
    [x] = scalars(3)
    y = x * 2
    z = y * y
    assert gradients(z, y, x) == [12, 24] and gradients(y, x, y) == [2, 1]
    assert z.gradient == 1


def test_a_chain_of_twenty_thousand_numbers_goes_back_without_recursion():
    x, y = scalars(1, 1)
    for _ in range(20_000):
        y = y + x
    assert y.depth == 20_000 and len(y.history()) == 2 + 20_000
    assert gradients(y, x) == [20_000]


def test_a_history_is_in_the_order_in_which_it_was_made():
    x, y = scalars(2, 5)
    product = x * y
    total = product + x
    assert total.history() == [x, y, product, total] or total.history() == [y, x, product, total]
    assert [node.depth for node in total.history()] == [0, 0, 1, 2]


def test_a_number_shows_its_value_and_once_it_is_known_its_gradient():
    [x] = scalars(1 / 3)
    assert repr(x) == "Scalar(0.333333)" and x.gradient is None
    (x * 2).backward()
    assert repr(x) == "Scalar(0.333333, gradient=2)"


def test_the_operands_of_a_number_and_their_slopes_can_be_looked_at():
    x, y = scalars(2, 5)
    assert (x * y).operands == ((x, 5), (y, 2)) and x.operands == ()


def test_numbers_of_numpy_and_arrays_of_scalars_take_part():
    [x] = scalars(3)
    assert isinstance(np.float64(2) * x, Scalar) and isinstance(x - np.int64(2), Scalar)
    for array in (x * np.array([1.0, 2.0]), np.array([1.0, 2.0]) * x):
        assert [z.value for z in array] == [3, 6]
    assert gradients(np.array([x, x]) @ np.array([2, 5]), x) == [7]


def test_overflow_is_data():
    x, zero = scalars(1000, 0)
    assert x.exp().value == (x / zero).value == (zero ** -1).value == (x * 1e308).value == math.inf
    assert math.isnan((-x).log().value) and (-x).sigmoid().value == 0 and (-x.exp()).relu().value == 0
    assert gradients(x.exp() * 2, x) == [math.inf]
    assert gradients(1 / zero, zero) == [-math.inf]


def test_a_rule_of_ones_own_is_applied_like_a_row():
    [x] = scalars(0.5)
    cube = Rule("cube", lambda x: x ** 3, lambda z, x: (3 * x ** 2,))
    assert gradients(apply(cube, 2 * x), x) == [6]


@pytest.mark.parametrize("make, text", [
    (lambda: Scalar("4"), "value of Scalar: expected a real number; got '4'."),
    (lambda: Scalar(1j), "value of Scalar: expected a real number; got 1j."),
    (lambda: Scalar([1, 2]), "value of Scalar: expected a real number; got [1, 2]."),
    (lambda: apply("tahn",
                   Scalar(1)),
     ("rule of apply: expected one of +, -, *, /, **, exp, log, tanh, sigmoid, relu, or a Rule; "
             "got 'tahn'. Did you mean 'tanh'?")),
])
def test_what_is_no_number_and_no_rule_is_refused(make, text):
    with pytest.raises(ValueError) as caught:
        make()
    assert str(caught.value) == text


def test_a_text_in_a_formula_is_an_error_of_python_itself():
    with pytest.raises(TypeError, match="unsupported operand"):
        Scalar(1) + "1"


def test_the_table_of_rules_is_read_only():
    with pytest.raises(TypeError):
        RULES["+"] = None


def test_nothing_but_the_lab_of_graphs_imports_the_tape():
    files = [path for path in Path(bpwidgets.__file__).parent.rglob("*.py")
             if path.name != "tape.py" and path.parent.name != "graph"]
    assert len(files) > 30 and not [path for path in files
                                    if re.search(r"import.*\btape\b|\btape import", path.read_text("utf-8"))]
    assert "Scalar" not in vars(engine)


# The engine's tables written once more, for one number at a time.
ERF = Rule("erf", math.erf, lambda z, x: (2 / math.sqrt(math.pi) * math.exp(-x * x),))
ON_THE_TAPE = {
    "identity": lambda z: z,
    "sigmoid": Scalar.sigmoid,
    "tanh": Scalar.tanh,
    "scaled_tanh": lambda z: 1.7159 * (z * 2 / 3).tanh(),
    "relu": Scalar.relu,
    "leaky_relu": lambda z: z.relu() - 0.01 * (-z).relu(),
    "elu": lambda z: z.relu() + (-(-z).relu()).exp() - 1,
    "selu": lambda z: 1.0507009873554805 * (z.relu() + 1.6732632423543772 * ((-(-z).relu()).exp() - 1)),
    "gelu": lambda z: z * (1 + apply(ERF, z / math.sqrt(2))) / 2,
    "softplus": lambda z: (1 + z.exp()).log(),
    "silu": lambda z: z * z.sigmoid(),
}


def absolute(e):
    return e.relu() + (-e).relu()


def bend(e):
    inner = 1 - (1 - absolute(e)).relu()            # min(|e|, 1)
    return inner * inner / 2 + absolute(e) - inner


# a: outputs (N, K) as Scalars, y: targets (N, K)
LOSS_ON_THE_TAPE = {
    "sse": lambda a, y: ((a - y) ** 2).sum(),
    "half_sse": lambda a, y: ((a - y) ** 2).sum() / 2,
    "mse": lambda a, y: ((a - y) ** 2).sum() / a.size,
    "half_mse": lambda a, y: ((a - y) ** 2).sum() / (2 * a.size),
    "quadratic": lambda a, y: ((a - y) ** 2).sum() / (2 * len(a)),
    "mae": lambda a, y: each(absolute, a - y).sum() / a.size,
    "huber": lambda a, y: each(bend, a - y).sum() / a.size,
    "binary_cross_entropy": lambda a, y: (each(ON_THE_TAPE["softplus"], a) - a * y).sum() / a.size,
    "softmax_cross_entropy": lambda a,
    y: (each(Scalar.log, each(Scalar.exp, a).sum(axis=1)) - (a * y).sum(axis=1)).sum() / len(a),
}
X = np.array([[0.3, -1.2], [1.1, 0.4], [-0.7, 2.0]])
Y = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])


def each(f, numbers):
    return np.frompyfunc(f, 1, 1)(numbers)


def loss_on_the_tape(f, theta):
    """The loss of a net of Dense layers, with every number of theta a Scalar."""
    a, start = f.x, 0
    for layer in f.network.layers:
        i, o = layer.inputs, layer.outputs
        W, b = theta[start:start + i * o].reshape(i, o), theta[start + i * o:start + i * o + o]
        a, start = each(ON_THE_TAPE[layer.activation.name], a @ W + b), start + i * o + o
    return LOSS_ON_THE_TAPE[f.loss.name](a, f.y)


def compare(f):
    theta = f.network.initialize("normal", seed=3, bias_scale=0.5)
    numbers = each(Scalar, theta)
    loss = loss_on_the_tape(f, numbers)
    assert f.value(theta) == pytest.approx(loss.value, rel=1e-12)
    np.testing.assert_allclose(f.gradient(theta), gradients(loss, *numbers), rtol=1e-12, atol=1e-15)
    assert np.ptp(f.gradient(theta)) > 0


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_engine_agrees_with_the_tape_on_every_activation(activation):
    compare(NetworkLoss(network((2, 3, 3, 2), activation, activation), X, Y, "quadratic"))


@pytest.mark.parametrize("loss", LOSSES)
def test_the_engine_agrees_with_the_tape_on_every_loss(loss):
    compare(NetworkLoss(network((2, 4, 2), "tanh"), X, Y, loss))


# Closed forms that are in no table of the engine (Kingma & Welling 2013; Williams 1992), numbers recomputed from them.
@pytest.mark.parametrize("mu, logvar, kl, d_mu, d_logvar", [
    ([0.0], [0.0], 0.0, [0.0], [0.0]),
    ([1.0], [0.0], 0.5, [1.0], [0.0]),
    ([1.0, -2.0], [0.0, 1.38629436112], 3.30685281944, [1.0, -2.0], [0.0, 1.5]),
])
def test_the_divergence_of_a_gaussian_from_the_standard_one(mu, logvar, kl, d_mu, d_logvar):
    m, lv = each(Scalar, mu), each(Scalar, logvar)
    divergence = (-0.5 * (1 + lv - m * m - each(Scalar.exp, lv))).sum()
    assert divergence.value == pytest.approx(kl, rel=1e-9)
    np.testing.assert_allclose(gradients(divergence, *m, *lv), d_mu + d_logvar, rtol=1e-9)


def test_the_policy_gradient_of_a_bandit_with_three_arms():
    z, r = each(Scalar, [0.0, 0.0, 0.0]), np.array([1.0, 2.0, 4.0])
    e = each(Scalar.exp, z)
    J = (e / e.sum() * r).sum()
    assert J.value == pytest.approx(2.333333333333, rel=1e-9)
    np.testing.assert_allclose(gradients(J, *z), [-0.4444444444444, -0.1111111111111, 0.5555555555556], rtol=1e-9)


def test_a_number_knows_the_rule_that_made_it():
    x, y = scalars(2, 5)
    assert [z.rule for z in (x, x + y, x * y, x ** 2, -x, x.tanh())] == ["", "+", "*", "**", "*", "tanh"]


@pytest.mark.parametrize("branch", [lambda x: x > 0, lambda x: x <= x * 2, lambda x: x == 0, lambda x: x != x * 1,
                                    bool, lambda x: max(x, 0), lambda x: x and 1])
def test_a_branch_on_a_number_is_refused(branch):
    with pytest.raises(ArgumentError, match=r"^number of a branch: expected .* neither compared nor true or false"):
        branch(Scalar(1))


def test_numbers_still_go_into_sets():
    x, y = scalars(1, 1)
    assert len({x, y, x}) == 2
