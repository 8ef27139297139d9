"""Numbers and tables as text."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwidgets.text import columns, elide, number

FINITE = st.floats(-1e307, 1e307)


@pytest.mark.parametrize("value, text", [
    (0.0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (1638.0, "1638"), (0.004884, "0.00488"), (3.5555, "3.56"),
    (0.1 + 0.2, "0.3"),
    (100.0, "100"), (999_999.0, "999999"), (1e6, "1e6"), (1.5e6, "1.5e6"), (-2.5e-7, "-2.5e-7"), (0.001, "0.001"),
    (9.99e-4, "9.99e-4"),
    (math.inf, "inf"), (-math.inf, "-inf"), (math.nan, "nan"), (5e-324, "4.94e-324"),
    (1.7976931348623157e308, "1.8e308"), (True, "1")])
def test_a_number_is_written_plainly(value, text):
    assert number(value) == text


@pytest.mark.parametrize("digits, text", [(1, "3"), (2, "3.1"), (3, "3.14"), (4, "3.142"), (6, "3.14159")])
def test_a_number_has_the_digits_that_were_asked_for(digits, text):
    assert number(math.pi, digits) == text


@given(FINITE, st.integers(1, 6))
def test_the_text_of_a_number_is_the_number_to_its_digits(value, digits):
    assert float(number(value, digits)) == pytest.approx(value, rel=0.501 * 10.0 ** (1 - digits), abs=1e-323)


@given(FINITE)
def test_no_number_is_written_as_minus_zero_or_with_zeros_at_its_end(value):
    text = number(value)
    mantissa = text.partition("e")[0]
    assert text not in ("-0", "-0.0") and not mantissa.endswith(".")
    assert not ("." in mantissa and mantissa.endswith("0"))


@given(FINITE)
def test_a_number_and_its_opposite_have_the_same_digits(value):
    assert number(-value).lstrip("-") == number(value).lstrip("-")


def test_columns_are_aligned_to_the_right():
    assert columns(("layer", "d"), (("1", "8.1e-13"), ("out", "0.04"))) == (
        "layer        d\n    1  8.1e-13\n  out     0.04")


def test_a_table_without_rows_is_its_head():
    assert columns(("a", "bc"), ()) == "a  bc"


def test_few_rows_are_all_shown():
    assert elide(range(12)) == list(range(12))


def test_of_many_rows_the_first_and_the_last_are_shown():
    assert elide(range(13)) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, None, 12]
    assert elide(range(500), most=4) == [0, 1, None, 499]
