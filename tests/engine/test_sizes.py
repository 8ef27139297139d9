"""Sizes keep their size, whatever the numbers."""

import numpy as np
import pytest

from bpwidgets.engine import norm, root_mean_square


@pytest.mark.parametrize("scale", [1e-300, 1e-198, 1.0, 1e201, 1e300])
def test_sizes_of_huge_and_tiny_numbers_are_right(scale):
    a = np.array([3.0, -4.0]) * scale
    assert norm(a) == pytest.approx(5 * scale, rel=1e-14)
    assert root_mean_square(a) == pytest.approx(12.5 ** 0.5 * scale, rel=1e-14)


@pytest.mark.parametrize("axis", [None, 0, -1, (0, 2), (-2, -1)])
def test_sizes_along_axes_agree_with_the_plain_formula(axis):
    a = np.random.default_rng(0).normal(size=(3, 4, 5))
    np.testing.assert_allclose(norm(a, axis), np.sqrt((a * a).sum(axis=axis)))
    np.testing.assert_allclose(root_mean_square(a, axis), np.sqrt((a * a).mean(axis=axis)))


def test_each_row_is_scaled_by_its_own_largest_entry():
    a = np.array([[3e200, 4e200], [3e-200, 4e-200], [0.0, 0.0]])
    np.testing.assert_allclose(norm(a, axis=1), [5e200, 5e-200, 0.0], rtol=1e-14)


def test_infinity_and_nan_pass_into_the_size_without_a_warning():
    a = np.array([[np.inf, 1.0], [np.nan, 1.0], [-np.inf, np.nan]])
    np.testing.assert_array_equal(norm(a, axis=1), [np.inf, np.nan, np.nan])
    np.testing.assert_array_equal(root_mean_square(a, axis=1), [np.inf, np.nan, np.nan])


def test_the_norm_of_nothing_is_zero_and_its_mean_is_unknown():
    assert norm(np.empty((0,))) == 0
    assert np.isnan(root_mean_square(np.empty((0,))))
    assert norm(np.empty((0, 3)), axis=1).shape == (0,)


def test_sizes_of_whole_numbers_and_lists_are_welcome():
    assert norm([3, 4]) == 5 and root_mean_square([[2, -2], [2, 2]]) == 2


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sizes_are_right_at_every_scale_that_the_precision_has(dtype):
    entries = np.random.default_rng(0).normal(size=(3, 50))
    info = np.finfo(dtype)
    for exponent in range(int(np.log10(info.tiny)) + 2, int(np.log10(info.max)) - 1):
        a = (entries * 10.0**exponent).astype(dtype)
        exact = a.astype(np.longdouble) / 10.0**exponent
        for size, squares in ((norm, (exact**2).sum(axis=1)), (root_mean_square, (exact**2).mean(axis=1))):
            assert size(a, axis=1).dtype == dtype
            np.testing.assert_allclose(size(a, axis=1) / 10.0**exponent, np.sqrt(squares).astype(float),
                                       rtol=6 * info.eps)


def test_one_large_row_does_not_spoil_a_small_one_in_float32():
    a = np.array([[3e25, 4e25], [3e-30, 4e-30], [3.0, 4.0]], np.float32)
    np.testing.assert_allclose(norm(a, axis=1), [5e25, 5e-30, 5.0], rtol=1e-6)


def test_whole_numbers_whose_squares_are_too_long_for_whole_numbers_have_their_size():
    assert norm(np.array([3, 4]) * 10**12) == pytest.approx(5e12)
