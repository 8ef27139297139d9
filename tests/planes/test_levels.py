"""Levels: round numbers, enough of them, around what counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwidgets.planes.levels import levels_of

ANY = st.lists(st.floats(-1e12, 1e12).filter(lambda x: x == 0 or abs(x) > 1e-12), min_size=1, max_size=40)


def digits(level):
    """The digits of a number, without the zeros at the end."""
    mantissa, _ = f"{abs(level):.11e}".split("e")
    return mantissa.replace(".", "").rstrip("0")


@given(ANY)
def test_even_levels_are_multiples_of_a_round_step(values):
    levels, low, high = levels_of(np.array(values))
    step = levels[1] - levels[0]
    assert digits(float(f"{step:.6g}")) in ("1", "2", "5")
    np.testing.assert_allclose(np.diff(levels), step, rtol=1e-6)
    np.testing.assert_allclose(levels / step, np.round(levels / step), atol=1e-5)
    assert (low, high) == (levels[0], levels[-1])


@given(ANY)
def test_even_levels_reach_from_the_lowest_value_to_what_counts(values):
    values = np.array(values)
    levels, low, high = levels_of(values)
    assert low <= values.min() + 1e-9 * abs(values).max()
    assert high >= min(np.quantile(values, 0.9), values.max()) - 1e-9 * abs(values).max()
    assert 2 <= len(levels) <= 15


@given(st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=40))
def test_levels_for_factors_are_one_and_three_times_powers_of_ten(values):
    levels, low, high = levels_of(np.array(values), log=True)
    assert {digits(level) for level in levels} <= {"1", "3"}
    assert (np.diff(levels) > 0).all() and 2 <= len(levels) <= 10
    assert high >= min(max(values), 100 * np.quantile(values, 0.9)) and low <= max(min(values), high / 1e3)


def test_a_few_cliffs_do_not_take_all_levels():
    hilly = np.append(np.linspace(0, 1, 99), 1e6)
    assert levels_of(hilly).high <= 2
    assert levels_of(np.append(np.geomspace(0.1, 1, 99), 1e60), log=True).high <= 100


def test_levels_are_written_in_few_digits():
    assert levels_of(np.linspace(0, 0.37, 50)).levels.tolist() == [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("log", [True, False])
def test_what_is_not_a_number_counts_for_nothing(bad, log):
    values = np.geomspace(0.5, 20, 30)
    found, expected = levels_of(np.append(values, bad), log), levels_of(values, log)
    np.testing.assert_array_equal(found.levels, expected.levels)


def test_without_a_number_there_are_no_levels():
    levels, low, high = levels_of(np.full((3, 3), np.nan))
    assert len(levels) == 0 and (low, high) == (0.0, 1.0)


def test_a_log_scale_is_of_positive_numbers_and_without_any_of_these_an_even_one():
    assert levels_of(np.array([-5.0, 0.0, 0.3, 4.0]), log=True).levels.tolist() == [0.3, 1.0, 3.0, 10.0]
    assert levels_of(np.array([-5.0, -1.0]),
                     log=True).levels.tolist() == levels_of(np.array([-5.0, -1.0])).levels.tolist()


@pytest.mark.parametrize("value", [0.0, 3.7, -1e-9, 1e200])
def test_a_flat_surface_lies_between_two_levels(value):
    _levels, low, high = levels_of(np.full(9, value))
    assert low <= value <= high and low < high
