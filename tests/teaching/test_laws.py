"""Laws through points: exact where the points follow them, and each says what it needs."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.teaching import Law, fixed_amount, no_change, power_of_x, same_factor

X = np.array([1.0, 2.0, 5.0, 7.0])


@pytest.mark.parametrize("fit, truth", [
    (fixed_amount, lambda x: 3 - 0.5 * x), (same_factor, lambda x: 0.7 * 0.3**x), (same_factor, lambda x: -2 * 1.1**x),
    (power_of_x, lambda x: 4 * x**-1.5), (power_of_x, lambda x: -x**2), (no_change, lambda x: 2 + 0 * x)])
def test_a_law_finds_the_numbers_of_points_that_follow_it(fit, truth):
    assert Law("this", fit).predict(X, truth(X), 20.0) == pytest.approx(float(truth(20.0)), rel=1e-9)


@pytest.mark.parametrize("fit", [fixed_amount, same_factor, power_of_x, no_change])
def test_a_law_is_that_of_least_squares(fit):
    """No curve of the same kind nearby lies closer, where least squares are meant."""
    y = np.array([9.0, 5.0, 2.0, 1.5])
    in_logs = fit in (same_factor, power_of_x)
    x, heights = (np.log(X) if fit is power_of_x else X), (np.log(y) if in_logs else y)
    degree = 0 if fit is no_change else 1
    expected = np.polyval(np.polyfit(x, heights, degree), np.log(11.0) if fit is power_of_x else 11.0)
    assert Law("this", fit).predict(X, y, 11.0) == pytest.approx(np.exp(expected) if in_logs else expected)


@pytest.mark.parametrize("fit, x, y", [(same_factor, X, X - 2), (same_factor, X, 0 * X), (power_of_x, X - 1, X),
                                       (power_of_x, X, X - 3)])
def test_a_law_of_factors_needs_numbers_of_one_sign(fit, x, y):
    with pytest.raises(bp.ArgumentError):
        Law("this", fit).predict(x, y, 3.0)


def test_a_law_that_leaves_the_range_of_numbers_is_quiet():
    assert Law("this", same_factor).predict([1, 2], [1.0, 1e300], 9) == np.inf


@pytest.mark.parametrize("words, fit", [("", fixed_amount), ("grows", "line")])
def test_a_law_has_words_and_a_function(words, fit):
    with pytest.raises(bp.ArgumentError):
        Law(words, fit)
