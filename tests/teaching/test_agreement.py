"""Whether two answers agree, and in which words they differ."""
import numpy as np
import pytest

from bpwidgets.trials.agreement import difference, shown

EYE, ONES = np.eye(2), np.ones(2)


@pytest.mark.parametrize("given, expected", [
    (1.0, 1.0), (1, 1.0), (np.float64(1), 1), (np.array(1.0), 1.0), (1 + 1e-10, 1.0), (1e-13, 0.0), ([1.0, 1.0], ONES),
    (EYE, EYE), ((EYE, 1.0), (EYE, 1.0)), ([EYE, 1.0], (EYE, 1.0)), ([(EYE, ONES)], [(EYE, ONES)]),
    ({"W": EYE}, {"W": EYE}), (np.nan, np.nan),
    (np.inf, np.inf), (1e20, 1e20), (True, True), ("relu", "relu"), (None, None)])
def test_what_agrees(given, expected):
    assert difference(given, expected, 1e-9) == ""


@pytest.mark.parametrize("given, expected, told", [
    (8.2, 2.05, "yours gives 8.2, the slope is 2.05"),
    (6.5e-13, 1.0, "yours gives 6.5 × 10⁻¹³, the slope is 1"),
    (1 + 1e-8, 1.0, "yours gives 1.00000001, the slope is 1"),
    (-np.inf, 1.0, "yours gives -inf, the slope is 1"),
    (np.nan, 1.0, "yours gives nan (nan: not a number, as 0/0 or the log of a negative number), the slope is 1"),
    (np.array([1.0, 2.0]), ONES, "yours gives [1, 2], the slope is [1, 1]"),
    (np.arange(9.0), np.zeros(9), "yours gives 8 at [8], where the slope is 0"),
    (np.ones((2, 2)), EYE, "yours gives 1 at [0, 1], where the slope is 0"),
    (None, 1.0, "yours gives nothing (None): the last line hands a value back with `return`; expected is a number"),
    ("1", 1.0, "yours gives a str; expected is a number"),
    (len, 1.0, "yours gives a function (is it called, with parentheses?); expected is a number"),
    ([[1], [1, 2]], ONES, "yours gives a list; expected is an array of shape (2,)"),
    (1.0, ONES, "yours gives a number; expected is an array of shape (2,)"),
    (ONES, 1.0, "yours gives an array of shape (2,); expected is a number"),
    (EYE, ONES, "yours gives an array of shape (2, 2); expected is an array of shape (2,)"),
    (1j, 1.0, "yours gives complex numbers; expected are real ones"),
    (True, 1.0, "yours gives True or False; expected are numbers"),
    (..., 1.0, "a part of your answer still is `...`"),
    (1.0, {"W": 1.0}, "yours gives a number; expected is a dict with W"),
    ({}, {"W": 1.0}, "`W` is missing in the dict that yours gives"),
    ({"W": 1.0, "c": 1.0}, {"W": 1.0}, "the dict that yours gives has 'c', which does not belong there"),
    ({"W": 2.0}, {"W": 1.0}, "yours gives 2, `W` is 1"),
    ("relu", "tanh", "yours gives 'relu', right is 'tanh'")])
def test_what_differs_is_said(given, expected, told):
    assert difference(given, expected, 1e-9, "the slope") == told


@pytest.mark.parametrize("given, told", [
    ((EYE, ONES), ""), (EYE, "yours gives an array of shape (2, 2); expected are (dW, db), with commas between them"),
    ((EYE,), "yours gives 1 value; expected are (dW, db)"), ((EYE, 2 * ONES), "yours gives [2, 2], `db` is [1, 1]"),
    ((EYE, 1.0), "yours gives a number for `db`; expected is an array of shape (2,)"),
    ((EYE, ...), "a part of your answer still is `...`")])
def test_the_parts_of_a_tuple_have_names(given, told):
    assert difference(given, (EYE, ONES), 1e-9, ("dW", "db")) == told


def test_small_numbers_are_held_to_their_own_size():
    assert difference(2e-6, 1e-6, 1e-9) and not difference(1e-6 + 1e-16, 1e-6, 1e-9)


def test_an_array_is_shown_in_full_or_by_its_shape():
    assert shown(np.array([[0.5, -1e-9]])) == "[[0.5, -1e-9]]" and shown(np.zeros(13)) == "an array of shape (13,)"
    assert shown({"W": EYE, "f": "relu"}) == "{W: [[1, 0], [0, 1]], f: 'relu'}" and shown((1, "a")) == "(1, 'a')"
