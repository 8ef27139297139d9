"""The nets of Rumelhart, Hinton and Williams in RepresentationLab: six bits, and eight patterns through three units."""
import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.labs.representation.small_nets import Mirror, codes_of, different_codes, encoder, symmetry


def test_symmetry_is_learned_by_six_of_ten_seeds_with_the_weights_of_the_paper():
    # Rumelhart, Hinton and Williams (Nature 323, 1986): one run, 1,425 sweeps; weights equal and opposite about the
    # middle in the ratio 1 : 2 : 4, the two units with opposite signs, negative biases.
    nets = symmetry()
    learned = nets.learned(2500)
    assert learned.sum() == 6 and nets.learned(1425).sum() == 3
    for seed in np.flatnonzero(learned):
        first, second = nets.layers(2500, seed)
        found = Mirror(first["W"])
        assert found.as_published and found.opposite < 0.05
        assert (first["b"] < 0).all() and (second["W"] < 0).all() and second["b"] > 0
    assert not any(Mirror(nets.layers(2500, seed)[0]["W"]).as_published for seed in np.flatnonzero(~learned))
    assert nets.losses[2500][~learned] == pytest.approx(4.0, abs=0.01)


def test_only_symmetric_rows_of_bits_cancel_in_both_units():
    nets = symmetry()
    first, _ = nets.layers(2500, 1)
    sums = nets.x @ first["W"]
    cancel = (np.abs(sums) < 0.5).all(axis=1)
    assert (cancel == (nets.y[:, 0] == 1)).all() and cancel.sum() == 8


def test_a_mirror_that_is_none_is_told():
    W = np.array([1.0, 2, 4, -4, -2, -1])[:, None] * [1, -1]
    assert Mirror(W).as_published and Mirror(W).ratios.tolist() == [[1, 2, 4], [1, 2, 4]]
    assert not Mirror(W * [[1], [1], [2], [2], [1], [1]]).as_published
    assert not Mirror(np.abs(W)).as_published and Mirror(np.abs(W)).opposite == 2


def test_the_encoder_brings_eight_patterns_through_in_ten_of_ten_seeds_with_a_code_of_bits_in_five():
    # Chapter 8 of Parallel Distributed Processing (1986) has the task.
    nets = encoder()
    assert nets.learned(2500).all() and not nets.learned(0).any()
    codes = [codes_of(nets, 2500, seed) for seed in range(10)]
    assert sum(different_codes(one) == 8 for one in codes) == 5
    for one in codes:
        apart = np.abs(one[:, None] - one[None]).max(axis=-1) + 9 * np.eye(8)
        assert apart.min() > 0.3        # told apart, by values between 0 and 1 where bits do not


def test_the_losses_of_the_small_nets_are_those_of_their_weights():
    nets = symmetry()
    for sweep, seed in ((0, 0), (1000, 5), (2500, 1)):
        output = nets.network.forward(nets.theta(sweep, seed), nets.x).output
        assert nets.losses[sweep, seed] == pytest.approx(0.5 * ((output - nets.y) ** 2).sum())
    assert engine.check_gradient(engine.NetworkLoss(nets.network, nets.x, nets.y, "half_sse"),
                                 nets.theta(2500, 1)).relative_error < 1e-5
