"""Ticks, limits and labels: round, few, set only when they change."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bpwidgets.pictures.frame import decades, limits, log_ticks, power, round_ticks, ticks
from bpwidgets.pictures.places import rows_with

LOGS = st.floats(-320, 308)


@given(LOGS, LOGS, st.integers(3, 12))
def test_decades_hold_both_ends_with_few_ticks_at_multiples_of_their_step(a, b, most):
    low, high, step = decades(min(a, b), max(a, b), most=most)
    assert low <= min(a, b) and max(a, b) <= high and low < high
    assert low % step == high % step == 0 and (high - low) // step <= most + 1


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_round_ticks_are_few_evenly_spaced_and_inside(low, width):
    places = round_ticks(low, low + width)
    assert len(places) <= 7 and all(low - 1e-5 * max(width, abs(low)) <= p <= low + width * 1.001 + 1e-5 * abs(low)
                                    for p in places)
    assert np.diff(places) == pytest.approx(np.diff(places)[0] if len(places) > 1 else 0, rel=0.02, abs=2e-5 * abs(low))


@pytest.mark.parametrize("exponent, text", [(-300, "10⁻³⁰⁰"), (-3, "10⁻³"), (-2, "0.01"), (0, "1"), (2, "100"),
                                            (3, "10³")])
def test_powers_of_ten_are_written_as_they_are_spoken(exponent, text):
    assert power(exponent) == text


@pytest.fixture
def axes():
    figure = Figure()
    axes = figure.add_subplot()
    axes.set(xlim=(0, 1), ylim=(0, 2))
    ticks(axes.xaxis, [0, 1], ["0", "1"])
    FigureCanvasAgg(figure).draw()
    assert not figure.stale
    return axes


def test_limits_and_ticks_that_stay_leave_the_ground_as_it_is(axes):
    limits(axes, (0, 1), (0, 2))
    ticks(axes.xaxis, [0, 1], ["0", "1"])
    assert not axes.figure.stale


@pytest.mark.parametrize("change", [lambda axes: limits(axes, (0, 1.5), (0, 2)),
                                    lambda axes: limits(axes, (0, 1), (0, 3)),
                                    lambda axes: ticks(axes.xaxis, [0, 0.5, 1], ["0", ".5", "1"]),
                                    lambda axes: ticks(axes.xaxis, [0, 1], ["a", "b"]),
                                    lambda axes: log_ticks(axes.yaxis, 0, 2, 1)])
def test_limits_and_ticks_that_change_ask_for_a_new_ground(axes, change):
    change(axes)
    assert axes.figure.stale


def test_only_the_named_pictures_stay_and_empty_rows_go():
    rows = ((262, {"a": 1.5, "b": 1}), (84, {"c": 1}))
    assert rows_with(rows, ("a",)) == [(262, {"a": 1.5})]
    assert rows_with(rows, ("c", "b")) == [(262, {"b": 1}), (84, {"c": 1})]


def test_a_log_axis_names_plain_decades(axes):
    log_ticks(axes.yaxis, -4, 2, 2)
    assert list(axes.yaxis.get_major_formatter().seq) == ["10⁻⁴", "0.01", "1", "100"]
    assert math.isclose(axes.yaxis.get_major_locator()()[0], -4)
