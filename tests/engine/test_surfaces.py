"""Every surface: its gradient is its slope, its formula is what it computes, its known points are where it says."""

import re
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from bpwidgets.engine import SURFACES, Surface, check_gradient, descend

LEADS = [(), (2,), (3,), (2, 3), (0,)]
ROWS = pytest.mark.parametrize("row", SURFACES.values(), ids=str)

# Rosenbrock and Beale at the starts of More, Garbow & Hillstrom (1981), problems 1 and 5; Himmelblau's well-known
# hilltop; the rest by hand: cos 2 pi = 1 and cos pi = -1 make Rastrigin's function 1 + 1 and 1/4 + 1/4 + 10 (2 + 2).
VALUES = [
    ("bowl", (1.0, 1.0), 5.5), ("rosenbrock", (-1.2, 1.0), 24.2), ("beale", (1.0, 1.0), 14.203125),
    ("beale", (0.0, 0.0), 14.203125), ("himmelblau", (0.0, 0.0), 170.0),
    ("himmelblau", (-0.270845, -0.923039), 181.617),
    ("saddle", (1.0, 2.0), -3.0), ("monkey_saddle", (1.0, 1.0), -2.0), ("monkey_saddle", (2.0, 1.0), 2.0),
    ("plateau", (1.0, 0.0), 1 - np.exp(-0.5)), ("rastrigin", (1.0, 1.0), 2.0), ("rastrigin", (0.5, 0.5), 40.5),
    ("product", (2.0, 0.1), 0.64),
]


@pytest.mark.parametrize("name, point, value", VALUES)
def test_a_surface_has_the_values_known_of_it(name, point, value):
    assert SURFACES[name].value(point) == pytest.approx(value, rel=1e-5 if value == 181.617 else 1e-14)


def evaluated(formula, **numbers):
    """The formula as a person writes it, computed: "2 x" is a product, "^" a power."""
    python = re.sub(r"(?<=[\w)]) (?=[\w(])", " * ", formula).replace("^", "**")
    return eval(python, {"exp": np.exp, "cos": np.cos, "pi": np.pi}, numbers)


@ROWS
def test_the_formula_that_is_shown_is_the_formula_that_is_computed(row):
    x, y = np.random.default_rng(0).uniform(-2, 2, (2, 20))
    expected = evaluated(row.formula, **dict(zip(row.names, (x, y))))
    np.testing.assert_allclose(row.value(np.stack([x, y], axis=-1)), expected, rtol=1e-12, atol=1e-12)


@ROWS
@pytest.mark.parametrize("lead", LEADS)
def test_the_gradient_of_a_surface_is_its_slope(row, lead):
    theta = np.random.default_rng(1).uniform(-1.5, 1.5, (*lead, 2))
    assert row.value(theta).shape == lead and row.gradient(theta).shape == theta.shape
    if theta.size:
        assert check_gradient(row, theta).relative_error < 1e-7


@ROWS
def test_plain_descent_goes_well_at_the_rate_of_the_row(row):
    path = descend(row, row.start, learning_rate=row.learning_rate, steps=20)
    assert path.diverged is None and (np.diff(path.values) < 0).all()


@ROWS
def test_a_row_is_steep_where_a_picture_on_an_even_scale_would_show_the_walls_only(row):
    u, v = (np.linspace(*interval, 61) for interval in row.window)
    heights = row.plane([0, 0], np.eye(2), u, v)
    heights -= heights.min()
    assert row.steep == (heights.max() > 5 * np.median(heights))


@ROWS
def test_many_settings_at_once_give_what_each_gives_alone(row):
    thetas = np.random.default_rng(2).normal(size=(2, 3, 2))
    value, gradient = row.value_and_gradient(thetas)
    for place in np.ndindex(2, 3):
        assert row.value(thetas[place]) == value[place]
        np.testing.assert_array_equal(row.gradient(thetas[place]), gradient[place])
    np.testing.assert_array_equal(row.value(thetas), value)
    np.testing.assert_array_equal(row.gradient(thetas), gradient)


@ROWS
def test_the_gradient_is_zero_at_the_points_that_are_known_and_their_values_are_right(row):
    for x, y, value in row.minima + row.saddles:
        np.testing.assert_allclose(row.gradient([x, y]), 0, atol=2e-14)
        assert row.value([x, y]) == pytest.approx(value, rel=1e-14, abs=1e-28)


@ROWS
def test_a_minimum_curves_down_nowhere_and_a_saddle_somewhere(row):
    for x, y, _ in row.minima:
        assert row.curvature([x, y]).eigenvalues[0] > -1e-9
    for x, y, value in row.saddles:
        around = row.value(np.array([x, y]) + 0.05 * np.array([(np.cos(t), np.sin(t)) for t in np.linspace(0, 6, 40)]))
        assert around.min() < value < around.max()


@pytest.mark.parametrize("row", [row for row in SURFACES.values() if row.minima], ids=str)
def test_nothing_in_the_window_lies_below_the_minima(row):
    (x0, x1), (y0, y1) = row.window
    heights = row.plane([0, 0], np.eye(2), np.linspace(x0, x1, 151), np.linspace(y0, y1, 151))
    assert heights.min() >= min(point.value for point in row.minima)


@ROWS
def test_the_window_shows_the_start_and_every_known_point(row):
    (x0, x1), (y0, y1) = row.window
    assert all(x0 < x < x1 and y0 < y < y1 for x, y, *_ in (row.start, *row.minima, *row.saddles))


@ROWS
def test_descent_goes_down_from_the_start(row):
    rate = 0.1 / abs(row.curvature(row.start).eigenvalues).max()
    assert (np.diff(descend(row, row.start, learning_rate=rate, steps=20).values) < 0).all()


def test_the_plateau_is_flat_at_its_start_and_steep_further_in():
    row = SURFACES["plateau"]
    path = descend(row, row.start, learning_rate=0.5, steps=100)
    slopes = np.linalg.norm(path.gradients, axis=-1)
    assert slopes[0] < 0.02 and slopes.max() > 0.6 and np.argmax(slopes) > 30 and path.values[-1] < 1e-12


@ROWS
def test_a_surface_takes_float32_whole_numbers_lists_and_strided_arrays(row):
    assert row.gradient(np.ones(2, np.float32)).dtype == row.value(np.ones((3, 2), np.float32)).dtype == np.float32
    np.testing.assert_array_equal(row.gradient([[1, 2]]), row.gradient(np.array([[1.0, 2.0]])))
    wide = np.random.default_rng(3).normal(size=(5, 4))
    np.testing.assert_array_equal(row.gradient(wide[::2, ::2]), row.gradient(wide[::2, ::2].copy()))


@ROWS
@pytest.mark.parametrize("theta", [(1e200, -1e200), (np.inf, 1.0), (np.nan, 1.0)])
def test_numbers_that_are_too_large_pass_without_a_warning(row, theta):
    value, gradient = row.value_and_gradient(theta)
    assert np.shape(value) == () and gradient.shape == (2,)
    row.value(theta), row.gradient(np.tile(theta, (3, 1))), row.values(np.tile(theta, (3, 1)))


@ROWS
def test_values_in_pieces_are_the_values(row):
    thetas = np.random.default_rng(4).normal(size=(100, 90, 2))
    np.testing.assert_array_equal(row.values(thetas), row.value(thetas))


@ROWS
def test_a_plane_has_one_row_for_each_u_and_one_column_for_each_v(row):
    u, v, directions = [-1.0, 0.5], [0.0, 0.25, 1.0], np.array([[1.0, 0.5], [-0.5, 1.0]])
    heights = row.plane(row.start, directions, u, v)
    for i, j in np.ndindex(2, 3):
        assert heights[i, j] == pytest.approx(row.value(row.start + u[i] * directions[0] + v[j] * directions[1]),
                                              rel=1e-13)


def test_a_constant_is_replaced_in_a_new_row():
    bowl = SURFACES["bowl"].replace(condition=100)
    assert repr(bowl) == "Surface('bowl', condition=100)" and bowl.formula == "(x^2 + 100 y^2) / 2"
    assert bowl.value([1, 1]) == 50.5 and SURFACES["bowl"].value([1, 1]) == 5.5


def test_rows_are_equal_by_content_and_cannot_be_changed():
    bowl = SURFACES["bowl"]
    assert bowl.replace(condition=10.0) == bowl == bowl.replace() != bowl.replace(condition=11)
    assert hash(bowl.replace(condition=10)) == hash(bowl)
    with pytest.raises(FrozenInstanceError):
        bowl.start = (0.0, 0.0)
    with pytest.raises(TypeError):
        SURFACES["bowl"] = None
    assert all(name == row.name for name, row in SURFACES.items())


@pytest.mark.parametrize("row, value", [("bowl", 1e3), ("rosenbrock", 7.0), ("rastrigin", 3.0)])
def test_a_constant_moves_none_of_the_known_points(row, value):
    changed = SURFACES[row].replace(**{SURFACES[row].constants[0].name: value})
    assert changed.minima == SURFACES[row].minima and f"{value:g}" in changed.formula
    for x, y, minimum in changed.minima:
        assert changed.value([x, y]) == minimum and not changed.gradient([x, y]).any()
    assert check_gradient(changed, [0.3, -0.4]).relative_error < 1e-7


def test_a_surface_of_ones_own_is_a_row_like_any_other():
    row = Surface("valley", "{width:g} x^2 + {depth:g} y^4", lambda x, y, a, b: a * x**2 + b * y**4,
                  lambda x, y, a, b: (2 * a * x, 4 * b * y**3), constants=(("width", 1.5, 0.0), ("depth", 2.0, 0.0)),
                  minima=((0.0, 0.0, 0.0),), window=((-1.0, 1.0), (-1.0, 1.0)))
    assert row.minima[0].value == 0 and row.formula == "1.5 x^2 + 2 y^4"
    assert row.learning_rate == 0.01 and not row.steep
    assert row.replace(depth=3).value([1, 1]) == 4.5 and row.replace(width=3, depth=1).value([1, 1]) == 4
    assert descend(row, [0.5, 0.5], learning_rate=0.1, steps=50).values[-1] < 1e-2


REFUSALS = {
    "constant of the surface bowl: expected one of condition; got 'conditoin'. Did you mean 'condition'?":
        lambda: SURFACES["bowl"].replace(conditoin=3),
    "constant of the surface saddle: expected none, for its formula has none; got 'condition'.":
        lambda: SURFACES["saddle"].replace(condition=3),
    "condition of the surface bowl: expected a finite number, 1 or more; got 0.5.":
        lambda: SURFACES["bowl"].replace(condition=0.5),
    "amplitude of the surface rastrigin: expected a finite number, 0 or more; got 'high'.":
        lambda: SURFACES["rastrigin"].replace(amplitude="high"),
    "learning_rate of the surface flat: expected a finite number, above 0; got 0.":
        lambda: Surface("flat", "0 x", lambda x, y: 0 * x, lambda x, y: (0 * x, 0 * y), learning_rate=0),
    "theta of the surface beale: expected shape (..., 2); got an array of shape (3,).":
        lambda: SURFACES["beale"].value([1, 2, 3]),
    "theta of the surface beale: expected shape (..., 2); got array(3.).": lambda: SURFACES["beale"].gradient(3),
    "gradient of the surface mine: expected 4 along x, by central differences; got 2. Tried at [2, 1].":
        lambda: Surface("mine", "x^2 + y", lambda x, y: x**2 + y, lambda x, y: (x, 1 + 0 * y), start=(2.0, 1.0)),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_says_what_was_expected_what_was_given_and_what_to_do(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value) == text
