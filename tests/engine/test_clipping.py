"""Clipping: by value each coordinate, by norm the whole gradient of each setting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpwidgets.engine import CLIPS, Clip

NORM, VALUE = CLIPS["norm"], CLIPS["value"]


def test_the_norm_of_a_gradient_is_cut_as_published():
    # Pascanu et al. 2013, algorithm 1: |(3, 4, 12)| = 13
    np.testing.assert_allclose(NORM.replace(threshold=6.5).clip([3, 4, 12]), [1.5, 2.0, 6.0], rtol=1e-10)


def test_a_gradient_within_the_threshold_stays_bit_for_bit():
    g = np.array([0.1, -0.7, 1 / 3])
    for row in (NORM, VALUE, CLIPS["none"]):
        assert row.clip(g).tolist() == g.tolist()


def test_by_value_every_coordinate_is_cut_by_itself():
    assert VALUE.replace(threshold=2).clip([[3.0, -1.0], [-5.0, 0.5]]).tolist() == [[2, -1], [-2, 0.5]]


@given(arrays(float, (2, 3, 4), elements=st.floats(-1e6, 1e6)), st.floats(1e-3, 1e3))
def test_by_norm_each_setting_keeps_its_direction_and_is_no_longer_than_the_threshold(g, threshold):
    cut = NORM.replace(threshold=threshold).clip(g)
    length, was = np.linalg.norm(cut, axis=-1), np.linalg.norm(g, axis=-1)
    np.testing.assert_allclose(length, np.minimum(was, threshold), rtol=1e-12)
    np.testing.assert_allclose(cut * was[..., None], g * length[..., None], rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize("g, cut", [([3e200, 4e200], [0.6, 0.8]), ([0.0, 0.0], [0.0, 0.0]),
                                    ([3e-200, 0.0], [3e-200, 0.0])])
def test_by_norm_gradients_of_any_size_are_right(g, cut):
    np.testing.assert_allclose(NORM.clip(g), cut, rtol=1e-12)


def test_numbers_that_are_not_finite_pass_without_a_warning():
    assert np.isnan(NORM.clip([np.nan, 1.0])).all() and np.isnan(NORM.clip([np.inf, 1.0])[0])
    assert VALUE.clip([np.inf, -np.inf]).tolist() == [1, -1] and np.isnan(VALUE.clip([np.nan])).all()


@pytest.mark.parametrize("row", CLIPS.values(), ids=str)
def test_float32_stays_float32_and_the_gradient_as_it_was(row):
    g = np.float32([3, 4])
    assert row.clip(g).dtype == np.float32 and g.tolist() == [3, 4]


def test_a_clip_with_another_threshold_prints_it_and_is_equal_to_its_like():
    assert repr(NORM.replace(threshold=5)) == "Clip('norm', threshold=5.0)"
    assert NORM.replace(threshold=5) == NORM.replace(threshold=5.0) != NORM == NORM.replace(threshold=1)
    assert NORM.replace(threshold=5) != VALUE.replace(threshold=5)


@pytest.mark.parametrize("threshold", [0, -1, np.inf, "big"])
def test_a_threshold_must_be_above_zero(threshold):
    with pytest.raises(ValueError, match="threshold of norm: expected a finite number, above 0; got"):
        NORM.replace(threshold=threshold)


def test_a_clip_from_outside_is_a_function_of_the_gradient():
    assert Clip("signs", np.sign).clip([-3.0, 0.0, 2.0]).tolist() == [-1, 0, 1]
