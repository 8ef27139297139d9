"""erfc and the normal distribution, against the mathematics library of C and published tables."""

import math
import statistics

import numpy as np
import pytest

from bpwidgets.engine.support.erf import erfc, normal_cdf, normal_density

# both sides of the seams among them
GRID = np.concatenate([np.linspace(-7, 26.5, 67_001), *(s + np.array([-1e-15, 0, 1e-15]) for s
                                                        in (-4, -0.46875, 0.46875, 4))])


def test_one_minus_erfc_is_erf_to_fifteen_digits():
    np.testing.assert_allclose(1 - erfc(GRID), [math.erf(x) for x in GRID], rtol=0, atol=1e-15)


def test_erfc_keeps_its_digits_in_the_tail():
    np.testing.assert_allclose(erfc(GRID), [math.erfc(x) for x in GRID], rtol=2e-15)


def test_erfc_has_the_published_values():
    # Abramowitz & Stegun 1964, table 7.1, and DLMF 7.12.1 for large x: e^(-x^2) / (x sqrt pi) (1 - 1/(2 x^2) + 3/(4
    # x^4) - ...)
    assert 1 - erfc(0.5) == pytest.approx(0.5204998778, abs=5e-11)
    assert 1 - erfc(1.0) == pytest.approx(0.8427007929, abs=5e-11)
    series = 1 - 1 / 800 + 3 / 640_000 - 15 / 512e6 + 105 / 4096e8
    assert erfc(20.0) == pytest.approx(math.exp(-400) / (20 * math.sqrt(math.pi)) * series, rel=4e-12, abs=0)


def test_erfc_reaches_its_limits_without_a_warning():
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        assert erfc(np.array([-np.inf, -1e300, -30, 30, 1e300, np.inf])).tolist() == [2, 2, 2, 0, 0, 0]
        assert np.isnan(erfc(np.nan))


def test_erfc_keeps_shape_and_precision():
    assert erfc(np.ones((2, 0, 3))).shape == (2, 0, 3) and erfc(1).shape == ()
    single = np.linspace(-4, 9, 1001, dtype=np.float32)
    assert erfc(single).dtype == normal_cdf(single).dtype == normal_density(single).dtype == np.float32
    np.testing.assert_allclose(erfc(single), erfc(single.astype(float)), rtol=2e-6)


def test_the_normal_distribution_is_that_of_the_standard_library():
    z, normal = np.linspace(-8, 8, 801), statistics.NormalDist()
    np.testing.assert_allclose(normal_cdf(z), [normal.cdf(x) for x in z], rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(normal_density(z), [normal.pdf(x) for x in z], rtol=1e-13)
