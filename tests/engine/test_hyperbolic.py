"""tanh by table: the digits, the extremes and the manners of numpy's own."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from bpwidgets.engine import ACTIVATIONS
from bpwidgets.engine.support import hyperbolic
from bpwidgets.engine.support.elementary import tanh
from bpwidgets.engine.support.hyperbolic import by_table

TINY, LOUD = np.finfo(float).smallest_subnormal, dict(all="raise")
# From the smallest number up to where tanh is 1, both sides of each seam of the table, and numbers between.
SEAMS = np.arange(0.5, 19.5 * 128) / 128
GRID = np.concatenate([np.geomspace(1e-300, 1e-3, 20_001), np.linspace(0, 20, 100_001),
                       *(np.nextafter(SEAMS, to) for to in (0, 99)), SEAMS])
anything = st.floats(allow_subnormal=True)


def decimal_tanh(x):
    """To 40 digits, from the exponential function of the standard library."""
    with localcontext() as context:
        context.prec = 700    # e^(2 x) - 1 keeps 40 digits at x = 1e-300 too
        e = (2 * Decimal(x)).exp()
        return (e - 1) / (e + 1)


def strides(array):
    """Of the axes that are longer than 1; for the others they mean nothing."""
    return [stride for stride, length in zip(array.strides, array.shape) if length > 1]


def relative_error(given, exact):
    return abs(Decimal(given) / exact - 1)


@pytest.mark.parametrize("x", [1e-300, 3e-155, 1e-20, 1e-8, 0.0039, 0.00390626, 0.0117, 0.3, 0.5493, 1.0, 2.71, 9.99,
                               18.9, 19.1])
def test_the_error_is_below_1e_15_of_the_value(x):
    a = by_table(np.array([x, -x]))
    assert relative_error(a[0], decimal_tanh(x)) < Decimal("5e-16")
    assert a[1] == -a[0]


@pytest.mark.skipif(np.finfo(np.longdouble).eps > 1e-18,
                    reason="no long double longer than float64 here, the decimal test stands alone")
def test_the_error_is_below_1e_15_on_a_grid_with_every_seam_of_the_table():
    exact = np.tanh(GRID.astype(np.longdouble))
    error = np.abs(by_table(GRID) - exact)
    assert float((error[exact > 0] / exact[exact > 0]).max()) < 5e-16


def test_it_never_falls_by_more_than_its_error_and_never_leaves_its_range():
    a = by_table(np.sort(GRID))
    assert (np.diff(a) >= -4.5e-16 * a[1:]).all() and a.max() == 1.0


def test_numbers_too_small_for_a_square_come_back_as_they_are():
    x = np.array([TINY, 3 * TINY, 1e-310, 2.3e-308, 1e-200])
    with np.errstate(**LOUD):
        np.testing.assert_array_equal(by_table(x), x)


def test_zero_keeps_its_sign_and_the_ends_are_1():
    with np.errstate(**LOUD):
        a = by_table(np.array([0.0, -0.0, np.inf, -np.inf, 1e308, -1e308, 2.0**52, -1.7 * 2.0**52, 20, -20, np.nan]))
    np.testing.assert_array_equal(a, [0, 0, 1, -1, 1, -1, 1, -1, 1, -1, np.nan])
    assert np.signbit(a[:2]).tolist() == [False, True]


@given(hnp.arrays(float, st.integers(0, 60), elements=anything))
def test_it_is_odd_and_close_to_numpys_own_for_any_numbers(x):
    a = by_table(x)
    np.testing.assert_array_equal(by_table(-x), -a)
    np.testing.assert_allclose(a, np.tanh(x), rtol=1e-15, atol=0)


@settings(max_examples=300)
@given(hnp.arrays(float, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5), elements=anything),
       st.data())
def test_shape_layout_and_argument_are_kept_whatever_the_layout(x, data):
    z = x.transpose(data.draw(st.permutations(range(x.ndim))))[...,
                                                               ::data.draw(st.sampled_from([1, 2,
                                                                                            -1]))] if x.ndim else x
    before = z.copy()
    z.flags.writeable = False
    a = by_table(z)
    np.testing.assert_allclose(a, np.tanh(z), rtol=1e-15, atol=0)
    np.testing.assert_array_equal(z, before)
    assert a.shape == z.shape and strides(a) == strides(np.tanh(z)) and not np.shares_memory(a, z)


@pytest.mark.parametrize("pieces", [0.5, 1, 1.5, 3])
def test_an_entry_does_not_depend_on_its_place_in_a_large_array(pieces):
    x = np.random.default_rng(0).normal(size=int(pieces * hyperbolic.PIECE))
    np.testing.assert_array_equal(by_table(x), by_table(x[::-1])[::-1])
    np.testing.assert_array_equal(by_table(x)[-7:], by_table(x[-7:]))


def test_one_setting_of_many_axes_that_does_not_vary_is_computed_like_the_others():
    x = np.broadcast_to(np.linspace(-3, 3, 5)[:, None], (7, 5, 4))
    np.testing.assert_allclose(by_table(x), np.tanh(x), rtol=1e-15)


@pytest.mark.parametrize("x", [2, -3.0, np.float32(0.5), np.float64(0.5), [1, 2], np.arange(9),
                               np.ones(9999, np.float32),
                               np.ones(9999, int), np.ones(9999, ">f8"), np.ones(9, np.longdouble)],
                               ids=lambda x: str(type(x)))
def test_other_kinds_of_numbers_are_left_to_numpy(x):
    a = tanh(x)
    assert type(a) is type(np.tanh(x)) and np.result_type(a) == np.result_type(np.tanh(x))
    np.testing.assert_array_equal(a, np.tanh(x))


@pytest.mark.parametrize("target, by", [("X86_V3", by_table), ("FMA3__AVX2", by_table), ("X86_V4", np.tanh),
                                        ("AVX512_SKX", np.tanh),
                                        ("baseline(NEON ASIMD)", np.tanh)])
def test_the_table_is_used_where_numpys_own_is_slow(target, by, monkeypatch):
    kinds = {"tanh": {"dd": {"current": target, "available": "X86_V4 X86_V3 baseline(X86_V2)"}}}
    monkeypatch.setattr(np.lib.introspect, "opt_func_info", lambda func_name, signature: kinds)
    assert hyperbolic.best() is by


def test_the_table_is_not_used_where_numpy_says_nothing(monkeypatch):
    monkeypatch.setattr(np.lib.introspect, "opt_func_info", lambda func_name, signature: {})
    assert hyperbolic.best() is np.tanh


def test_the_choice_follows_what_numpy_says_of_this_processor():
    kinds = np.lib.introspect.opt_func_info(func_name="^tanh$", signature="float64")
    assert list(kinds) == ["tanh"] and [*kinds["tanh"]["dd"]] == ["current", "available"]
    assert hyperbolic.LARGE is hyperbolic.best()


@pytest.mark.parametrize("name", ["tanh", "scaled_tanh"])
def test_the_activations_use_it_and_change_nothing_in_a_large_array(name):
    z = np.linspace(-30, 30, 50_001)
    z.flags.writeable = False
    small = np.concatenate([ACTIVATIONS[name].function(part) for part in np.array_split(z, 100)])
    np.testing.assert_allclose(ACTIVATIONS[name].function(z), small, rtol=1e-15, atol=0)
