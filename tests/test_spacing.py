"""Round numbers and even distances."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwidgets.pictures.frame import decades, round_ticks
from bpwidgets.spacing import evenly, multiples, round_up

ROUND = [float(f"{digit}e{k}") for k in range(-300, 300) for digit in (1, 2, 5)]


@pytest.mark.parametrize("number", ROUND[::37])
def test_a_round_number_is_its_own(number):
    assert round_up(number) == number and round_up(np.nextafter(number, math.inf)) == number


@given(st.floats(1e-290, 1e290))
def test_the_next_round_number_is_the_smallest_one_that_is_not_below(x):
    above = round_up(x)
    assert above in ROUND and above >= x * (1 - 1e-8) and all(other < x for other in ROUND[:ROUND.index(above)])


@given(st.integers(-50, 50), st.integers(1, 40), st.integers(-8, 8), st.sampled_from([1, 2, 5]))
def test_ticks_are_the_decimal_numbers_themselves(first, count, exponent, digit):
    step = float(f"{digit}e{exponent}")
    assert multiples(step, first, first + count) == [float(f"{digit * k}e{exponent}")
                                                     for k in range(first, first + count + 1)]


@pytest.mark.parametrize("low, high", [(3e-8, 4e-8), (0.05, 0.2), (-1e-5, -7e-6), (1e-11, 6e-11)])
def test_an_axis_whose_length_is_a_multiple_of_the_step_has_ticks_at_both_ends(low, high):
    places = round_ticks(low, high, most=6)
    assert places[0] == low and places[-1] == high


@given(st.integers(-330, 330), st.integers(1, 400), st.integers(3, 12))
def test_decades_have_no_more_ticks_than_asked_for(low, length, most):
    bottom, top, step = decades(low, low + length, most=most)
    assert bottom <= low and low + length <= top and length / step <= most - 1
    assert step == 1 or (step in ROUND and length / ROUND[ROUND.index(step) - 1] > most - 1)


@given(st.integers(1, 5000), st.integers(2, 300))
def test_indices_are_even_without_repetition_and_have_both_ends(count, most):
    chosen = evenly(count, most)
    assert len(chosen) == min(count, most) and chosen[0] == 0 and chosen[-1] == count - 1
    distances = np.diff(chosen)
    assert len(distances) == 0 or (distances.min() >= 1 and distances.max() <= distances.min() + 1 + (count > most))
