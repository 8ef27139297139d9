"""A learner's own function: one line makes an objective, and what cannot be one is refused with the reason."""

import math

import numpy as np
import pytest

from bpwidgets.engine import SURFACES, Function, check_gradient, descend
from bpwidgets.engine.landscapes.function import OneByOne

LEADS = [(), (2,), (3,), (2, 3), (0,)]
AT_ONCE = Function(lambda theta: np.sin(theta[..., 0]) * np.exp(theta[..., 1]), n=2)
ONE_BY_ONE = Function(lambda theta: math.sin(theta[0]) * math.exp(theta[1]), n=2)
BOTH = pytest.mark.parametrize("f", [AT_ONCE, ONE_BY_ONE], ids=["at once", "one by one"])


@pytest.mark.parametrize("function", [
    lambda t: t[..., 0]**2 + t[..., 1]**2, lambda t: (t**2).sum(axis=-1), lambda t: np.linalg.norm(t, axis=-1)**2])
def test_a_function_of_the_last_axis_is_given_many_settings_at_once(function):
    assert Function(function, n=2).function is function


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("function", [
    lambda t: t[0]**2 + (t[1:]**2).sum(), lambda t: (t**2).sum(), lambda t: t @ t, lambda t: np.dot(t, t),
    lambda t: sum(x * x for x in t), lambda t: np.linalg.norm(t)**2, lambda t: (t**2).sum(0), lambda t: np.max(abs(t)),
    lambda t: 3.0, lambda t: t[..., 0] - t.mean()])
def test_a_function_that_mixes_settings_up_is_applied_one_by_one(function, n):
    f = Function(function, n=n)
    thetas = np.random.default_rng(0).normal(size=(3, 2, n))
    assert isinstance(f.function, OneByOne)
    np.testing.assert_allclose(f.value(thetas), [[function(theta) for theta in row] for row in thetas])


@BOTH
@pytest.mark.parametrize("lead", LEADS)
def test_value_and_gradient_have_the_shapes_of_theta(f, lead):
    thetas = np.random.default_rng(1).normal(size=(*lead, 2))
    x, y = thetas[..., 0], thetas[..., 1]
    value, gradient = f.value_and_gradient(thetas)
    assert value.shape == lead and gradient.shape == (*lead, 2)
    np.testing.assert_allclose(value, np.sin(x) * np.exp(y), rtol=1e-15)
    np.testing.assert_allclose(gradient, np.stack([np.cos(x) * np.exp(y), np.sin(x) * np.exp(y)], axis=-1), rtol=1e-9)
    np.testing.assert_array_equal(f.values(thetas), value)


@pytest.mark.parametrize("row", SURFACES.values(), ids=str)
def test_the_gradient_by_differences_is_right_to_ten_digits(row):
    thetas = np.random.default_rng(2).uniform(-2, 2, (50, 2))
    exact = row.gradient(thetas)
    np.testing.assert_allclose(Function(row.value, n=2).gradient(thetas), exact, atol=1e-10 * abs(exact).max())


def test_a_function_and_a_surface_with_the_same_formula_go_the_same_way():
    f = Function(lambda t: (1 - t[0])**2 + 100 * (t[1] - t[0]**2)**2, names=("x", "y"))
    ours, exact = (descend(objective, [-1.2, 1.0], learning_rate=5e-4, steps=100)
                   for objective in (f, SURFACES["rosenbrock"]))
    np.testing.assert_allclose(ours.thetas, exact.thetas, rtol=1e-8)
    np.testing.assert_allclose(f.curvature([1.0, 1.0]).hessian, [[802, -400], [-400, 200]], atol=1e-4)
    np.testing.assert_allclose(f.plane([0, 0], np.eye(2), [0, 1], [0, 1, 2]), [[1, 101, 401], [100, 0, 100]])


@pytest.mark.parametrize("gradient", [
    lambda t: np.stack([2 * t[..., 0], 20 * t[..., 1]], axis=-1), lambda t: [2 * t[0], 20 * t[1]],
    lambda t: np.array([2, 20]) * t])
def test_a_gradient_of_ones_own_is_taken_if_it_is_right(gradient):
    f = Function(lambda t: t[0]**2 + 10 * t[1]**2, n=2, gradient=gradient)
    assert f.gradient([1.0, 2.0]).tolist() == [2, 40] and f.gradient(np.ones((3, 4, 2))).shape == (3, 4, 2)


def test_a_gradient_of_ones_own_may_have_a_kink():
    f = Function(lambda t: abs(t[0]), n=1, gradient=np.sign)
    assert f.gradient([-3.0]).tolist() == [-1] and check_gradient(f, [0.0]).kinks


def test_whole_numbers_are_welcome_and_float32_stays():
    for f in (AT_ONCE, ONE_BY_ONE):
        assert f.value([0, 1]) == 0 and f.value(np.ones(2, np.int64)).dtype == np.float64
        assert f.gradient(np.ones((3, 2), np.float32)).dtype == f.value(np.ones((3, 2), np.float32)).dtype == np.float32
    assert Function(lambda t: 3, n=1).value([2]) == 3.0


def test_overflow_is_data():
    assert AT_ONCE.value([1.0, 1e4]) == np.inf and not np.isfinite(AT_ONCE.gradient([1.0, 1e4])).any()
    assert np.isnan(ONE_BY_ONE.value([1.0, 1e4])) and np.isnan(ONE_BY_ONE.gradient([1.0, 1e4])).all()
    assert descend(Function(lambda t: t[0]**4, n=1), [3.0], learning_rate=1.0, steps=9).diverged


def test_where_a_function_has_no_value_it_is_nan_and_no_error():
    path = descend(Function(lambda t: math.log(t[0]), n=1), [0.5], learning_rate=1.0, steps=3)    # 0.5 - 1 / 0.5 = -1.5
    assert path.thetas[1] == pytest.approx(-1.5) and np.isnan(path.values[1]) and path.diverged == 1


def test_a_point_of_ones_own_is_where_the_function_is_tried():
    f = Function(lambda t: math.sqrt(t[0] - 3) + math.log(-t[1]), n=2, at=[4.0, -1.0])
    assert f.gradient([4.0, -1.0]) == pytest.approx([0.5, -1.0])


def test_functions_have_names_and_are_equal_by_content():
    def function(theta):
        return theta[..., 0]

    assert Function(function, n=2) == Function(function, n=2) != Function(function, n=3)
    assert repr(Function(function, names=("a", "b"))) == "Function(names=('a', 'b'))"
    assert AT_ONCE.names == ("theta[0]", "theta[1]")
    assert len({Function(function, n=2), Function(function, n=2)}) == 1
    with pytest.raises(AttributeError):
        AT_ONCE.names = ()


def of_two(x, y):
    return x**2 + y**2


def test_an_error_of_the_function_is_shown_as_the_cause():
    with pytest.raises(ValueError) as caught:
        Function(lambda t: t[7], n=2)
    assert isinstance(caught.value.__cause__, IndexError)


ONE_NUMBER = "function of Function: expected a function of theta that returns one number; got"
ONE_ARRAY = "It is given one array, theta, as in lambda theta: theta[0] ** 2 + theta[1] ** 2."
NO_VALUE = "If it has no value there, give at=..., a point where it has one."
REFUSALS = {
    f"{ONE_NUMBER} ZeroDivisionError: division by zero, near [0.49, 0.6]. {NO_VALUE}": lambda: Function(lambda t: 1 / 0,
                                                                                                        n=2),
    f"{ONE_NUMBER} ValueError: math domain error, near [0.49, 0.6]. {NO_VALUE}":
        lambda: Function(lambda t: math.log(-t[0]), n=2),
    f"{ONE_NUMBER} nan, near [0.49, 0.6]. {NO_VALUE}": lambda: Function(lambda t: np.log(-t[0]), n=2),
    f"{ONE_NUMBER} ValueError: sort array is read-only, near [0.49, 0.6]. {NO_VALUE}":
        lambda: Function(lambda t: t.sort() or t[0], n=2),
    f"{ONE_NUMBER} TypeError: of_two() missing 1 required positional argumen.... {ONE_ARRAY}": lambda: Function(of_two,
                                                                                                                n=2),
    f"{ONE_NUMBER} 'high'.": lambda: Function(lambda t: "high", n=2),
    f"{ONE_NUMBER} 1j.": lambda: Function(lambda t: 1j, n=2),
    f"{ONE_NUMBER} None.": lambda: Function(lambda t: None, n=2),
    f"{ONE_NUMBER} True.": lambda: Function(lambda t: t[0] > 0, n=2),
    f"{ONE_NUMBER} an array of shape (2,). theta has shape (2,); its numbers are theta[0], theta[1] ...":
        lambda: Function(lambda t: t**2, n=2),
    "function of Function: expected a function of theta; got 'x^2'.": lambda: Function("x^2", n=2),
    "gradient of Function: expected a function of theta that returns an array of shape (2,); got 1.0.":
        lambda: Function(lambda t: t[0], n=2, gradient=lambda t: 1.0),
    "gradient of Function: expected 3 along x, by central differences; got 2. Tried at [2.084].":
        lambda: Function(lambda t: 3 * t[0], names=("x",), gradient=lambda t: [2], at=[2]),
    "n of Function: expected the number of coordinates of theta, or their names; got None. Give n=2 for a plane.":
        lambda: Function(lambda t: t[0]),
    "n of Function: expected a whole number, 1 or more; got 0.": lambda: Function(lambda t: 1.0, n=0),
    "n of Function: expected 2, the number of names; got 3.": lambda: Function(lambda t: t[0], n=3, names=("x", "y")),
    "names of Function: expected different texts, such as (\"x\", \"y\"); got 'xy'.": lambda: Function(lambda t: t[0],
                                                                                                       names="xy"),
    'names of Function: expected different texts, such as ("x", "y"); got (\'x\', \'x\').':
        lambda: Function(lambda t: t[0], names=("x", "x")),
    "at of Function: expected shape (2,); got an array of shape (3,).": lambda: Function(lambda t: t[0], n=2,
                                                                                         at=[1, 2, 3]),
    "theta of the function: expected shape (..., 2); got an array of shape (3,).": lambda: AT_ONCE.value([1, 2, 3]),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_says_what_was_expected_what_was_given_and_what_to_do(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value) == text
