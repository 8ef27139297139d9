"""Every activation: its slope is its derivative, its words are true, its ends are quiet, its numbers are the
published ones."""

import re
from decimal import Decimal, localcontext
from math import erfc, exp, pi, sqrt

import numpy as np
import pytest

from bpwidgets.engine import ACTIVATIONS, Activation, elu, leaky_relu
from bpwidgets.engine.support.erf import normal_cdf, normal_density

LEADS = [(), (3,), (2, 3)]
POINTS = np.array([-7.3, -2.1, -0.6, -0.05, 0.07, 0.4, 1.9, 6.2])
ROWS = list(ACTIVATIONS.values())
MADE = {"leaky_relu(0.2)": leaky_relu(0.2), "leaky_relu(3)": leaky_relu(3), "leaky_relu(-1)": leaky_relu(-1),
        "elu(0.3)": elu(0.3),
        "elu(2)": elu(2)}
each_row = pytest.mark.parametrize("row", [*ROWS, *MADE.values()], ids=[*ACTIVATIONS, *MADE])
LOUD = dict(over="raise", divide="raise", invalid="raise")


def central_difference(f, z, h=1e-6):
    return (f(z + h) - f(z - h)) / (2 * h)


def test_the_table_holds_the_usual_functions_in_the_order_of_a_menu():
    assert list(ACTIVATIONS) == ["identity", "sigmoid", "tanh", "scaled_tanh", "relu", "leaky_relu", "elu", "selu",
                                 "gelu",
                                 "softplus", "silu"]


@each_row
@pytest.mark.parametrize("lead", LEADS)
def test_the_slope_is_the_derivative(row, lead):
    z = np.broadcast_to(POINTS, lead + POINTS.shape) + 0.003 * np.arange(np.prod(lead, dtype=int)).reshape((*lead, 1))
    np.testing.assert_allclose(row.slope(z), central_difference(row.function, z), rtol=1e-6, atol=1e-9)
    assert row.slope(z).shape == row.function(z).shape == z.shape


@each_row
def test_the_ends_are_quiet_and_only_an_infinite_z_is_infinite(row):
    z = np.array([-1e300, -1e4, -800, -100, 0, 100, 800, 1e4, 1e300])
    ends = np.array([-np.inf, np.inf])
    with np.errstate(**LOUD):
        assert np.isfinite(row.function(z)).all() and np.isfinite(row.slope(z)).all()
        np.testing.assert_array_equal(row.slope(ends), row.slope(z[[0, -1]]))
        limits, last = row.function(ends), row.function(z[[0, -1]])
        assert all(limit == end or (np.isinf(limit) and abs(end) > 1e297) for limit, end in zip(limits, last))
        assert np.isnan(row.function(np.array([np.nan]))).all()


@each_row
def test_float32_stays_float32_and_is_quiet_too(row):
    z = np.linspace(-20, 20, 201, dtype=np.float32)
    for f in (row.function, row.slope):
        with np.errstate(**LOUD):
            f(np.array([-1e30, -1e4, 1e4, 1e30], np.float32))
        assert f(z).dtype == np.float32
        np.testing.assert_allclose(f(z), f(z.astype(float)), rtol=2e-5, atol=1e-6)


@each_row
def test_numbers_and_integers_are_taken_too(row):
    for f in (row.function, row.slope):
        np.testing.assert_allclose(f(np.array([-3, 2])), f(np.array([-3.0, 2.0])), rtol=1e-15)
        assert float(f(2)) == pytest.approx(f(np.array([2.0]))[0], rel=1e-15)
        assert float(f(-3.0)) == pytest.approx(f(np.array([-3.0]))[0], rel=1e-15)


@each_row
def test_neither_half_changes_its_argument(row):
    z = POINTS.copy()
    row.function(z), row.slope(z)
    np.testing.assert_array_equal(z, POINTS)


@each_row
def test_the_range_is_the_interval_of_the_values(row):
    values = row.function(np.linspace(-40, 40, 8001))
    low, high = (float(end) for end in row.range.strip("[]()").split(","))
    assert low <= values.min() and values.max() <= high
    assert values.min() < low + 1e-3 if np.isfinite(low) else values.min() < -0.3
    assert values.max() > high - 1e-3 if np.isfinite(high) else values.max() > 30


@each_row
def test_the_slope_is_nowhere_larger_than_where_the_row_says(row):
    where, slope = row.steepest
    assert float(row.slope(where)) == pytest.approx(slope, rel=1e-14)
    assert row.slope(np.linspace(-30, 30, 60_001)).max() <= slope * (1 + 1e-14)


@pytest.mark.parametrize("row", [row for row in [*ROWS, *MADE.values()] if row.kinks], ids=str)
def test_the_slope_at_a_kink_is_that_of_the_negative_side_and_the_row_says_so(row):
    assert row.kinks == (0.0,) and "negative side" in row.note
    left, right = row.slope(-1e-9), row.slope(1e-9)
    assert abs(left - right) > 0.1 and row.slope(0.0) == pytest.approx(left, rel=1e-8)


def test_only_an_elu_with_alpha_1_has_no_kink():
    assert elu().kinks == () and elu().note == "" and elu(1.01).kinks == (0.0,)


def as_python(formula):
    """A formula as a person writes it, as Python: with the signs of multiplication, and what stands behind ", s = "
    put in."""
    formula, _, s = formula.replace("^", "**").partition(", s = ")
    return re.sub(r"(?<!\bif)(?<!\belse)(?<=[\w)]) (?=[\w(])(?!if\b|else\b)", " * ",
                  re.sub(r"\bs\b", f"({s})", formula))


@each_row
@pytest.mark.parametrize("half", ["function", "slope"])
def test_the_formula_says_what_the_function_does(row, half):
    text = as_python(row.formula if half == "function" else row.slope_formula)
    names = dict(exp=np.exp, ln=np.log, tanh=np.tanh, max=max, Phi=normal_cdf, phi=normal_density, f=row.function)
    values = [eval(text, dict(names, z=z)) for z in POINTS]
    np.testing.assert_allclose(getattr(row, half)(POINTS), values, rtol=5e-6, atol=1e-15)


# The leading term of each, as z goes to the flat end.
TAILS = {
    ("sigmoid", "function", -40.0): exp(-40), ("sigmoid", "slope", 40.0): exp(-40),
    ("sigmoid", "slope", -40.0): exp(-40),
    ("tanh", "slope", 30.0): 4 * exp(-60), ("tanh", "slope", -300.0): 4 * exp(-600),
    ("scaled_tanh", "slope", -45.0): 1.7159 * 8 / 3 * exp(-60), ("elu", "slope", -700.0): exp(-700),
    ("selu", "slope", -100.0): 1.7580993408473766 * exp(-100), ("softplus", "function", -40.0): exp(-40),
    ("softplus", "slope", -40.0): exp(-40), ("silu", "function", -40.0): -40 * exp(-40),
    ("silu", "slope", -40.0): -39 * exp(-40),
    ("gelu", "function", -20.0): -10 * erfc(20 / sqrt(2)),
    ("gelu", "slope", -20.0): erfc(20 / sqrt(2)) / 2 - 20 * exp(-200) / sqrt(2 * pi),
}


@pytest.mark.parametrize("name, half, z", TAILS, ids=str)
def test_flat_ends_keep_their_tiny_numbers(name, half, z):
    assert float(getattr(ACTIVATIONS[name], half)(z)) == pytest.approx(TAILS[name, half, z], rel=1e-12, abs=0)


# Maxima of the derivatives: LeCun et al. 1998, section 4.4, for the first three; all recomputed independently.
@pytest.mark.parametrize("name, where, slope", [
    ("sigmoid", 0.0, 0.25), ("tanh", 0.0, 1.0), ("scaled_tanh", 0.0, 1.143933333333), ("softplus", np.inf, 1.0),
    ("gelu", 1.414213562373, 1.128904145185), ("silu", 2.399357279368, 1.099839320129),
])
def test_the_largest_slopes_are_the_published_ones(name, where, slope):
    assert ACTIVATIONS[name].steepest == (pytest.approx(where, rel=1e-6), pytest.approx(slope, rel=1e-6))


@pytest.mark.parametrize("name", ["identity", "sigmoid", "tanh", "scaled_tanh", "gelu", "silu"])
def test_a_row_that_does_not_say_where_it_is_steepest_finds_the_place(name):
    row = ACTIVATIONS[name]
    where, slope = Activation("mine", row.function, row.slope).steepest
    assert slope == pytest.approx(row.steepest[1], rel=1e-4) == pytest.approx(float(row.slope(where)), rel=1e-4)


def test_a_falling_activation_is_steepest_where_its_slope_is_largest_in_size():
    assert Activation("down", lambda z: -3 * np.tanh(z), lambda z: -3 / np.cosh(z) ** 2).steepest == (0.0, -3.0)
    assert leaky_relu(-2.0).steepest == (-1.0, -2.0)


def test_the_scaled_tanh_is_nearly_1_at_1_and_bends_most_close_to_it():
    # LeCun et al. 1998, section 4.4, say that |f''| is largest at 1; exactly it is 1.5 atanh(1 / sqrt 3): there f''' =
    # 0
    row, most, h = ACTIVATIONS["scaled_tanh"], 0.9877184226936, 1e-4
    assert row.function(1.0) == pytest.approx(0.9999972559225, rel=1e-12) == -row.function(-1.0)
    third = (row.slope(most + h) - 2 * row.slope(most) + row.slope(most - h)) / h ** 2
    assert third == pytest.approx(0, abs=1e-6)
    assert most == pytest.approx(1.5 * np.arctanh(1 / sqrt(3)), rel=1e-12)


def test_selu_keeps_mean_0_and_variance_1():
    # Klambauer et al. 2017, the fixed point for z from N(0, 1); the integral by the trapezoidal rule
    z = np.linspace(-12, 12, 240_001)
    weights, a = normal_density(z) * (z[1] - z[0]), ACTIVATIONS["selu"].function(z)
    assert (weights * a).sum() == pytest.approx(0, abs=1e-7)
    assert (weights * a ** 2).sum() == pytest.approx(1, abs=1e-7)


def test_gelu_and_silu_have_their_published_minima():
    # Hendrycks & Gimpel 2016, figure 1; Elfwing et al. 2018: about -0.28 at z = -1.28
    z = np.linspace(-3, 0, 30_001)
    for name, where, least in [("gelu", -0.7518, -0.16997), ("silu", -1.2785, -0.27846)]:
        values = ACTIVATIONS[name].function(z)
        assert z[np.argmin(values)] == pytest.approx(where, abs=1e-4) and values.min() == pytest.approx(least, abs=1e-5)


@pytest.mark.parametrize("make, text", [
    (lambda: leaky_relu("steep"), "negative_slope of leaky_relu: expected a finite number; got 'steep'."),
    (lambda: elu(0), "alpha of elu: expected a finite number, above 0; got 0."),
    (lambda: elu(np.inf), "alpha of elu: expected a finite number, above 0; got inf."),
])
def test_a_constant_that_makes_no_sense_is_refused(make, text):
    with pytest.raises(ValueError) as caught:
        make()
    assert str(caught.value) == text


@pytest.mark.parametrize("name, exact", [
    ("sigmoid", lambda z: 1 / (1 + (-z).exp())), ("tanh", lambda z: ((2 * z).exp() - 1) / ((2 * z).exp() + 1)),
])
@pytest.mark.parametrize("size", [1, 20_000])
def test_sigmoid_and_tanh_and_their_slopes_have_15_digits_down_to_1e_300(name, exact, size):
    row, z = ACTIVATIONS[name], np.array([-690, -345, -40, -7.3, -0.55, -1e-5, 1e-9, 0.02, 0.8, 3, 19, 30, 344])
    with localcontext() as context:
        context.prec = 700
        for point in z.tolist():
            a = exact(Decimal(point))
            for half, value in ((row.function, a), (row.slope, a * (1 - a) if name == "sigmoid" else 1 - a * a)):
                if abs(value) > Decimal("1e-300"):
                    assert abs(Decimal(float(half(np.full(size, point))[0])) / value - 1) < Decimal("1e-15"), (point,
                                                                                                               half)
