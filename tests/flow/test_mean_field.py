"""Mean-field theory: against published numbers, closed forms, and nets of finite width.

O5b and O5d of the project's reference set: slopes of ln ||delta|| in scale-free nets (Glorot and Bengio 2010, eq. 6; He
et al. 2015), the maps of Poole et al. 2016 and Schoenholz et al. 2017, one critical point of tanh.
"""

import math

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.flow.mean_field import fixed_point, mean_square, mean_square_slope, quadrature, shrink, weight_variance
from bpwidgets.studies import FlowSettings, gradient_flow
from tests.bench.theory import NETS, slopes

ROWS = {**engine.ACTIVATIONS, "linear": engine.ACTIVATIONS["identity"], "leaky0.2": engine.leaky_relu(0.2)}
ROOT = math.sqrt(2)


@pytest.mark.parametrize("power, moment", [(0, 1), (2, 1), (4, 3), (6, 15), (8, 105)])
def test_the_quadrature_has_the_moments_of_a_normal_number(power, moment):
    u, w = quadrature()
    assert (w * u**power).sum() == pytest.approx(moment, rel=1e-13)
    assert (w * u ** (power + 1)).sum() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("q", [1e-200, 1e-6, 1.0, 7.0, 1e8, 1e200])
def test_half_of_relu_passes_exactly(q):
    assert mean_square(ROWS["relu"], q) == pytest.approx(q / 2, rel=1e-14)
    assert mean_square_slope(ROWS["relu"], q) == pytest.approx(0.5, rel=1e-14)


@pytest.mark.parametrize("kink", [-2.0, 0.3, 1.0])
@pytest.mark.parametrize("q", [0.01, 1.0, 50.0])
def test_each_side_of_a_kink_is_integrated_for_itself(kink, q):
    step = engine.Activation("ramp", lambda z: np.maximum(z - kink, 0), lambda z: np.heaviside(z - kink, 0),
                             kinks=(kink,))
    beyond = math.erfc(kink / math.sqrt(2 * q)) / 2
    assert mean_square_slope(step, q) == pytest.approx(beyond, rel=1e-11)


@pytest.mark.parametrize("q", [1e-4, 1.0, 30.0, 1e4, 1e8])
@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
def test_the_slope_of_a_smooth_unit_agrees_with_the_trapezoid_rule(name, q):
    # the rule of trapezoids converges exponentially for functions that fade on both sides
    u = np.linspace(-40, 40, 400001) / max(math.sqrt(q), 4)
    slope = ROWS[name].slope(math.sqrt(q) * u)
    expected = (slope**2 * np.exp(-u * u / 2)).sum() * (u[1] - u[0]) / math.sqrt(2 * math.pi)
    assert mean_square_slope(ROWS[name], q) == pytest.approx(expected, rel=1e-7)


# O5b
@pytest.mark.parametrize("name, gain, slope", [
    ("linear", 0.5, -0.6931471805599), ("linear", 1, 0.0), ("linear", 1.5, 0.4054651081082),
    ("relu", 1, -0.34657359028), ("relu", ROOT, 0.0),
    ("relu", 2, 0.34657359028), ("leaky0.2", 1, -0.3269632337033)])
def test_scale_free_nets_have_the_published_slopes(name, gain, slope):
    assert fixed_point(ROWS[name], gain**2).slope == pytest.approx(slope, abs=1e-12)


# O5d
def test_the_map_of_tanh_has_its_published_value():
    assert mean_square(ROWS["tanh"], 1.0) == pytest.approx(0.3942944903978, rel=1e-9)


@pytest.mark.parametrize("sw2, slope", [(0.25, -0.6931471805599), (0.81, -0.1053605156578)])
def test_small_weights_let_tanh_rest_at_zero(sw2, slope):
    found = fixed_point(ROWS["tanh"], sw2)
    assert found.q == pytest.approx(0,
                                    abs=1e-9) and found.chi == pytest.approx(sw2) and found.slope == pytest.approx(
                                        slope, abs=1e-10)
    assert found.depth_scale == pytest.approx(1 / abs(math.log(sw2)))


def test_one_critical_point_of_tanh_is_where_it_was_published():
    def chi(sb2):
        return fixed_point(ROWS["tanh"], 1.05, sb2).chi

    low, high = 1e-6, 1e-4
    assert chi(low) > 1 > chi(high)
    for _ in range(40):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if chi(middle) > 1 else (low, middle)
    assert low == pytest.approx(2.0105213e-05, rel=1e-5)


@pytest.mark.parametrize("sw2, order", [(0.9, True), (1.1, False), (4.0, False)])
def test_tanh_is_ordered_below_one_and_chaotic_above(sw2, order):
    assert (fixed_point(ROWS["tanh"], sw2).slope < 0) == order


def test_a_finite_net_follows_the_maps_layer_by_layer():
    rows, q, expected = (ROWS["tanh"], ROWS["relu"], ROWS["sigmoid"]), 2.0 * 0.7 + 0.1, []
    for row in rows[:-1]:
        expected.append(math.sqrt(3.0 * mean_square_slope(row, q)))
        q = 2.0 * mean_square(row, q) + 0.1
    assert shrink(rows, (2.0,) * 3, (3.0,) * 3, 0.7, 0.1) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("name", [name for name in engine.INITIALIZERS if name not in ("zeros", "constant", "lsuv")])
def test_the_variance_of_the_weights_is_that_of_the_draw(name):
    W = engine.INITIALIZERS[name].draw(np.random.default_rng(0), 60, 90)
    assert weight_variance(name, 60, 90) == pytest.approx(float(np.mean(W**2)), rel=0.06)


@pytest.mark.parametrize("name, gain", NETS)
def test_theory_tells_what_wide_nets_do(name, gain):
    """The benchmark `theory` has deeper nets and 200 draws."""
    theory, measured = slopes(name, gain, depth=4, draws=10)
    assert measured == pytest.approx(theory, abs=max(0.005, 0.03 * abs(theory)))


@pytest.mark.parametrize("changes", [dict(residual=True), dict(normalization="batch"), dict(initializer="zeros"),
                                     dict(initializer="constant"), dict(initializer="lsuv")])
def test_where_theory_does_not_apply_nothing_is_drawn(changes):
    result = gradient_flow(FlowSettings(depth=6, width=8, **changes))
    assert result.theory_delta.shape == (6,) and np.isnan(result.theory_delta).all()


def test_the_line_of_theory_starts_at_the_last_hidden_layer():
    result = gradient_flow(FlowSettings(depth=9, bias_scale=0.5, activation="tanh", initializer="he_uniform"))
    assert result.theory_delta[-1] == result.delta_size[-2] and (result.theory_delta > 0).all()
