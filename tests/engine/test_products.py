"""Products for many settings, laid out for what follows; and passes that keep nothing."""

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.engine.support.products import times


@pytest.mark.parametrize("x, W", [((5, 3), (3, 2)), ((5, 3), (7, 3, 2)), ((7, 5, 3), (7, 3, 2)), ((7, 5, 3), (7, 3, 9)),
                                  ((5, 3), (2, 1, 3, 4)),
                                  ((2, 1, 5, 3), (7, 3, 2)), ((7, 5, 3), (3, 2)), ((0, 5, 3), (0, 3, 2)),
                                  ((4, 1, 3), (4, 3, 1))], ids=str)
def test_the_product_is_the_usual_one(x, W):
    draw = np.random.default_rng(0)
    x, W = draw.normal(size=x), draw.normal(size=W)
    z = times(x, W)
    np.testing.assert_allclose(z, x @ W, rtol=1e-14, atol=1e-15)
    assert z.shape == (x @ W).shape and z.flags.writeable


def test_with_many_settings_the_longer_of_batch_and_features_lies_together_in_memory():
    x = np.ones((50, 8))
    assert times(x, np.ones((3, 8, 4))).strides == (50 * 4 * 8, 8, 50 * 8)
    assert times(x, np.ones((3, 8, 50))).flags.c_contiguous and times(x, np.ones((8, 4))).flags.c_contiguous


@pytest.mark.parametrize("batch", [1, 3, 40])
def test_many_settings_have_the_values_and_gradients_that_each_has_alone(batch):
    draw = np.random.default_rng(0)
    f = engine.NetworkLoss(engine.network((2, 5, 5, 1)), draw.normal(size=(batch, 2)), draw.normal(size=(batch, 1)))
    thetas = draw.normal(size=(2, 3, f.network.n))
    alone = [[f.value_and_gradient(theta) for theta in row] for row in thetas]
    value, gradient = f.value_and_gradient(thetas)
    np.testing.assert_allclose(value, [[one[0] for one in row] for row in alone], rtol=1e-13)
    np.testing.assert_allclose(gradient, [[one[1] for one in row] for row in alone], rtol=1e-11, atol=1e-14)
    np.testing.assert_array_equal(f.value(thetas), value)


def test_a_value_keeps_nothing_of_the_layers_on_its_way():
    import tracemalloc

    x = np.ones((100, 8))
    f = engine.NetworkLoss(engine.network((8,) * 12 + (1,)), x, x[:, :1])
    thetas, one_layer = np.ones((50, f.network.n)), 50 * 100 * 8 * 8
    f.value(thetas)
    tracemalloc.start()
    f.value(thetas)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5 * one_layer    # of 22 that z and a of eleven hidden layers would take
