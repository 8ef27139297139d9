"""A gradient function of the user in GradientCheckLab: what it gets, what is refused, and how it is called."""

import functools

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from tests.labs.test_gradient_check import checked, right


def test_the_function_gets_copies_by_name_in_the_precision_of_the_check():
    got = {}

    def mine(parameters, x, y):
        got.update({name: part.dtype for name, part in parameters.items()}, x=x.shape, y=y.shape)
        parameters["W1"][:] = 7
        return {name: 0 * part for name, part in parameters.items()}

    result = checked(gradient=mine, precision="float32")
    assert list(got) == ["W1", "b1", "W2", "b2", "x", "y"] and got["x"] == (4, 2) and got["y"] == (4, 1)
    assert got["W1"] == np.float32 and (result.theta == checked().theta).all()


def test_classes_come_as_rows_with_a_one():
    seen = []
    checked(net="softmax", gradient=lambda p, x, y: seen.append(y) or {name: 0 * part for name, part in p.items()})
    assert seen[0].tolist() == np.eye(3).tolist()


def change(name, value):
    return lambda p, x, y: {**right(p, x, y), name: value}


def stops(p, x, y):
    return p["W3"]


REFUSALS = [
    (stops, "gradient of GradientCheckLab: expected a function (parameters, x, y) -> gradients by name; got KeyError: "
            "'W3'. It gets parameters by name, x and y, and hands back a dict of gradients by the same names."),
    (lambda p, x, y: None, "gradient of GradientCheckLab: expected a dict of gradients by name, such as {'W1': ..., "
                           "'b1': ...}; got None. Hand it back with `return`."),
    (lambda p, x, y: {"w1": 0}, "gradient of GradientCheckLab: expected a gradient for W1; got a dict with w1. Did you "
                                "mean 'w1'?"),
    (change("W1", np.zeros((3, 2))), "gradient['W1'] of GradientCheckLab: expected the shape of W1, (2, 3); got an "
                                     "array of shape (3, 2). It looks turned: .T turns it back."),
    (change("b1", "no"), "gradient['b1'] of GradientCheckLab: expected real numbers in the shape (3,); got 'no'."),
    (change("b2", 1j), "gradient['b2'] of GradientCheckLab: expected real numbers in the shape (1,); got 1j."),
    (lambda x: x, "gradient of GradientCheckLab: expected a function (parameters, x, y) -> gradients by name; got "
                  "TypeError: <lambda>() takes 1 positional argument but 3 w.... It gets parameters by name, x and y, "
                  "and hands back a dict of gradients by the same names."),
    (3, "gradient of GradientCheckLab: expected one of backprop, slope_left_out, mean_forgotten, or a function "
        "(parameters, x, y) -> gradients by name; got 3. Choose one of these names."),
]


@pytest.mark.parametrize("given, text", REFUSALS)
def test_what_cannot_be_checked_is_refused_in_words_and_nothing_changed(given, text):
    lab = bp.GradientCheckLab()
    before = lab.state
    with pytest.raises(bp.ArgumentError) as caught:
        lab.set(gradient=given)
    assert str(caught.value) == text and lab.state is before


def test_a_gradient_that_is_no_number_fails_and_is_named():
    result = checked(gradient=change("b1", [0.0, np.nan, np.inf]), step=1e-5)
    assert result.verdict == "Fails. At b1[1] the gradient is no number, one of 2 such."


def test_a_function_stands_in_menu_line_and_text_under_its_name_and_comes_back_with_reset():
    lab = bp.GradientCheckLab(gradient=right, net=engine.network((2, 3, 1)), data="xor", step=1e-5)
    assert "gradient=right" in repr(lab.settings) and "checked: right" in lab.describe()
    assert ("right", lab.settings.gradient) in lab.controls["gradient"].options
    lab.set(gradient="backprop")
    lab.set(gradient=right)
    assert lab.settings.gradient == lab._start.gradient and lab.result.verdict.startswith("Passes.")
    partial = bp.GradientCheckLab(gradient=functools.partial(right, loss="mse"), net=engine.network((2, 3, 1)),
                                  data="xor")
    assert "gradient=partial" in repr(partial.settings)
    lab.close()
    partial.close()
