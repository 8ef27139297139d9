"""What lesson 25 says in passing is so."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.representation.small_nets import Mirror, symmetry
from bpwidgets.teaching.course.see_what_hidden_layers_hold import _cancelling, by_engine, gradients
from bpwidgets.teaching.misconceptions.hidden_layers import QUICK


@pytest.fixture(scope="module")
def lab():
    return bp.RepresentationLab(**QUICK)


def test_probes_read_about_half_off_the_middle_and_nine_of_ten_off_the_first_layer(lab):
    _, first, middle, _ = lab.result.probed(lab.settings.epoch)
    assert middle == pytest.approx(0.5, abs=0.06) and first == pytest.approx(0.9, abs=0.05)


@pytest.mark.parametrize("seed", [2, 3])
def test_with_another_seed_as_well(seed):
    _, first, middle, _ = bp.RepresentationLab(**QUICK, seed=seed).result.probed(QUICK["epochs"])
    assert 0.35 < middle < 0.6 and first > 0.85


def test_whoever_has_learned_has_the_weights_of_the_paper_after_1000_sweeps_too():
    nets = symmetry()
    for sweep in (1000, 2500):
        for seed in np.flatnonzero(nets.learned(sweep)):
            assert Mirror(nets.layers(sweep, seed)[0]["W"]).as_published


def test_with_equal_sizes_twenty_rows_cancel_and_100010_is_one_that_is_not_symmetric():
    assert (_cancelling((1, 1, 1)), _cancelling((1, 2, 4))) == (20, 8)
    row = np.array([1, 0, 0, 0, 1, 0])
    assert row @ [1, 1, 1, -1, -1, -1] == 0 and (row != row[::-1]).any()
    assert row @ [1, 2, 4, -4, -2, -1] != 0


def test_the_exercise_makes_an_autoencoder_that_learns():
    x, rng = bp.datasets.digits().x[:200], np.random.default_rng(0)
    W, V = 0.1 * rng.standard_normal((64, 8)), 0.1 * rng.standard_normal((8, 64))
    before = np.mean((np.tanh(x @ W) @ V - x) ** 2)
    for _ in range(60):
        dW, dV = gradients(x, W, V)
        assert np.allclose(dW, by_engine(x, W, V)[0])
        W, V = W - 10 * dW, V - 10 * dV
    assert np.mean((np.tanh(x @ W) @ V - x) ** 2) < 0.5 * before
