"""ConvolutionLab: the gradient of a shared weight as the sum over positions, pooling, and a net beside a dense one."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.datasets import digits
from bpwidgets.datasets.bitmap import field_of, pixels_of
from bpwidgets.engine.layers.convolution import Conv2D
from bpwidgets.labs.convolution.nets import connections, convolutional_net, dense_net, images, shifted_by_chance
from bpwidgets.labs.convolution.result import CONVOLUTIONAL, DENSE, SHIFTS, ConvolutionResult
from bpwidgets.labs.convolution.settings import MISREAD, WEIGHTS, ConvolutionSettings
from bpwidgets.labs.convolution.shares import passes
from bpwidgets.labs.convolution.strokes import APART, LEAN, distances, strokes
from bpwidgets.labs.convolution.study import shared_weights, task_of
from bpwidgets.teaching.course.share_weights_over_an_image import COMPARED
from bpwidgets.training.digit_parts import parts_for
from bpwidgets.training.growing_run import GrowingRun

SMALL = dict(epochs=2, batch_size=200, filters=3, filter=1)


def result_of(**changes):
    """The last of the study's answers; a short run comes at once."""
    answer = shared_weights(ConvolutionSettings(**{**SMALL, **changes}))
    return answer if isinstance(answer, ConvolutionResult) else list(answer)[-1]


def seen(result, epoch):
    """Both passes of the image, after this epoch."""
    return result.passes(ConvolutionSettings(**SMALL, epoch=epoch))


@pytest.fixture(scope="module")
def small():
    return result_of()


@pytest.fixture(scope="module")
def opening():
    return result_of(epochs=30, batch_size=32, filters=8, filter=2)


# -- the gradient of a shared weight


@pytest.mark.parametrize("pool", ["max", "mean"])
@pytest.mark.parametrize("epoch", [0, 2])
def test_the_shares_of_all_positions_add_up_to_the_gradient_and_to_the_difference(pool, epoch):
    result = result_of(pool=pool)
    p = seen(result, epoch)
    for f in range(3):
        for i in range(3):
            for j in range(3):
                assert p.shares(f, i, j).sum() == pytest.approx(p.gradient[i, j, f], rel=1e-12, abs=1e-15)
                check = p.check(f, i, j)
                assert check.holds and not check.kink, (f, i, j, check)


def test_a_share_is_what_a_copy_of_the_weight_at_that_position_alone_would_get(small):
    # LeCun et al. (1989): as if each position had a weight of its own, all held equal: their gradients are added.
    p, f, (i, j), h = seen(small, 2), 0, (1, 2), 1e-6
    W, b = p.weights, p.biases
    rest = engine.Network(p.network.layers[1:])
    theta = p.theta[W.size + b.size:]
    # z with a copy of the nine weights for each position, written out.
    windows = np.array([[p.window(r, s) for s in range(6)] for r in range(6)])
    copies = np.tile(W[:, :, f], (6, 6, 1, 1))

    def with_copies(copies):
        z = p.z.copy()
        z[..., f] = (windows * copies).sum(axis=(2, 3)) + b[f]
        a = np.maximum(z, 0)[None]
        return float(engine.LOSSES["softmax_cross_entropy"].function(rest.forward(theta, a).output,
                                                                    np.eye(10)[[p.label]]))
    assert with_copies(copies) == pytest.approx(p.loss, rel=1e-12)
    for r, s in ((0, 0), (2, 3), (3, 4), (5, 1)):
        up, down = copies.copy(), copies.copy()
        up[r, s, i, j] += h
        down[r, s, i, j] -= h
        assert (with_copies(up) - with_copies(down)) / (2 * h) == pytest.approx(p.shares(f, i, j)[r, s], abs=1e-8)


def test_z_is_the_sum_of_nine_products_and_the_bias(small):
    p = seen(small, 2)
    for place in ((0, 0), (3, 2), (5, 5)):
        for f in range(3):
            assert p.products(f, *place).sum() + p.biases[f] == pytest.approx(p.z[(*place, f)], rel=1e-12)


@pytest.mark.parametrize("wrong", [lambda dW: dW / 36, lambda dW: dW[::-1, ::-1], np.abs],
                         ids=["mean in place of sum", "flipped", "without sign"])
def test_a_planted_fault_is_seen(monkeypatch, wrong):
    right = Conv2D.backward

    def faulty(self, *given):
        back = right(self, *given)
        return back._replace(gradients={**back.gradients, "W": wrong(back.gradients["W"])})

    settings, result = ConvolutionSettings(**SMALL), result_of()
    lab = bp.ConvolutionLab(**SMALL)
    assert "contradict" not in lab.plan.verdict(settings, result, ("shares", "verdict"))
    monkeypatch.setattr(Conv2D, "backward", faulty)
    p = passes(result.net.network, result.theta(ConvolutionSettings(**SMALL)), result.shown.pixels, result.shown.meant)
    bad = [not p.check(f, i, j).holds for f in range(3) for i in range(3) for j in range(3)]
    assert any(bad)
    weight = 1 + [not p.check(0, i, j).holds for i in range(3) for j in range(3)].index(True)
    settings = settings.replace(weight=weight)
    said = lab.plan.verdict(settings, result, ("shares", "verdict"))
    assert "contradict" in said and "but backpropagation says dL/dw" in said


def test_a_tie_in_a_pool_is_a_kink_and_is_told():
    # All weights 0: every number of the map is the bias, so all four of each window tie.
    nothing = dict.fromkeys(WEIGHTS, 0.0)
    lab = bp.ConvolutionLab(**{**SMALL, "epoch": 0, "by_hand": nothing, "weight": 5, "activation": "identity"})
    check = lab.result.passes(lab.settings).check(0, 1, 1)
    assert check.kink and not check.holds
    assert "kink" in lab.plan.verdict(lab.settings, lab.result, ("shares", "verdict"))


# -- pooling


def test_only_the_winner_of_each_window_gets_the_gradient(small):
    p = seen(small, 2)
    for f in range(3):
        for row in range(3):
            for column in range(3):
                window = np.s_[2 * row:2 * row + 2, 2 * column:2 * column + 2, f]
                winner = p.winners[window]
                assert winner.sum() == 1 and p.maps[window][winner] == p.maps[window].max() == p.pooled[row, column, f]
                assert p.da[window][winner] == p.d_pooled[row, column, f] and not p.da[window][~winner].any()


def test_of_a_mean_each_gets_a_quarter():
    p = seen(result_of(pool="mean"), 2)
    assert np.array_equal(p.da, np.repeat(np.repeat(p.d_pooled, 2, axis=0), 2, axis=1) / 4) and not p.winners.any()


# -- counting


def test_the_counts_of_lenet_5_are_those_of_its_paper():
    # LeCun, Bottou, Bengio, Haffner (1998), section II.B: C1 has 156 trainable parameters and 122,304 connections, in
    # maps of 28 x 28; C5 has 48,120 trainable connections; F6 has 10,164 trainable parameters.
    c1, c5, f6 = engine.Conv2D(1, 6, size=5), engine.Conv2D(16, 120, size=5), engine.Dense(120, 84)
    parameters = {"W": np.zeros((5, 5, 1, 6)), "b": np.zeros(6)}
    z = c1.forward(parameters, np.zeros((1, 32, 32, 1))).z
    assert z.shape == (1, 28, 28, 6)
    assert (connections(c1, 1), connections(c1, 28 * 28)) == (156, 122_304)
    assert connections(c5, 1) == 48_120 and connections(f6, 1) == 10_164


@pytest.mark.parametrize("filters", [1, 4, 8, 16])
def test_both_nets_have_about_as_many_parameters(filters):
    net = convolutional_net(filters, "relu", "max")
    assert net.n == 10 * filters + 90 * filters + 10
    assert abs(dense_net(net.n, "relu").n - net.n) <= 75 / 2 + 10


# -- learning


def test_the_run_comes_in_pieces_and_the_last_is_the_whole():
    pieces = list(shared_weights(ConvolutionSettings(**{**SMALL, "epochs": 12})))
    assert len(pieces) > 1 and [one.known for one in pieces] == sorted(one.known for one in pieces)
    assert pieces[-1].known == 12
    for one in pieces[:-1]:
        assert np.array_equal(one.net.thetas[one.known], pieces[-1].net.thetas[one.known])


def test_an_interrupted_run_is_made_anew():
    growth = GrowingRun(task_of(ConvolutionSettings(**SMALL)))
    known = growth.run.epochs
    growth._pieces.close()

    def broken():
        raise KeyboardInterrupt
        yield
    growth._pieces = broken()
    with pytest.raises(KeyboardInterrupt):
        growth.grow()
    while not growth.reaches(known + 3):
        growth.grow()
    assert growth.run.epochs >= known + 3


def test_as_it_opens_it_shows_a_misread_digit_with_a_large_gradient(opening):
    p = opening.passes(ConvolutionSettings())
    assert MISREAD - 1 in opening.wrong(ConvolutionSettings()) and p.answer != p.label == opening.shown.meant
    settings = ConvolutionSettings()
    shares = p.shares(settings.f, *settings.cell)
    assert shares[settings.place] != 0 and 5 <= (shares != 0).sum() <= 9 and abs(p.gradient).max() > 0.1


def test_on_digits_as_they_are_both_nets_read_alike(opening):
    shares = [one.test_accuracy[-1] for one in opening.learned.values()]
    assert min(shares) > 0.95 and abs(shares[0] - shares[1]) < 0.02


def test_on_moved_digits_sharing_wins_with_all_of_ten_seeds():
    ahead = []
    for seed in range(10):
        result = result_of(epochs=6, batch_size=32, filters=8, moved=1, seed=seed)
        ahead.append(result.learned[CONVOLUTIONAL].test_accuracy[-1] - result.learned[DENSE].test_accuracy[-1])
    assert min(ahead) > 0, ahead


def test_without_training_on_moved_digits_a_move_of_two_pixels_ruins_the_convolutional_net_too(opening):
    moved = opening.by_shift(30)
    assert moved[CONVOLUTIONAL][SHIFTS.index(0)] > 0.95
    assert moved[CONVOLUTIONAL][SHIFTS.index(1)] < 0.75 and moved[CONVOLUTIONAL][SHIFTS.index(2)] < 0.3


def test_digits_are_moved_by_whole_pixels_the_same_way_every_time():
    x = parts_for(0).test.x
    once, twice = shifted_by_chance(x, 2, 3, 1), shifted_by_chance(x, 2, 3, 1)
    assert np.array_equal(once, twice) and shifted_by_chance(x, 0, 3, 1) is x
    assert not np.array_equal(once, shifted_by_chance(x, 2, 4, 1))
    square, moved = images(x)[..., 0], images(once)[..., 0]
    for before, after in zip(square[:20], moved[:20]):
        wide = np.pad(before, 2)
        assert any(np.array_equal(after, wide[r:r + 8, c:c + 8]) for r in range(5) for c in range(5))


def test_what_lesson_24_says_in_numbers_is_so():
    result = result_of(epochs=COMPARED, batch_size=32, filters=8)
    assert COMPARED == 9 and all(one.test_accuracy[-1] > 0.95 for one in result.learned.values())
    assert [one.network.n for one in result.learned.values()] == [810, 835]


# -- strokes in four directions


def test_strokes_are_as_many_as_the_digits_and_each_lies_in_its_direction():
    data, again = strokes(), strokes.__wrapped__()
    assert data == again and data.x.shape == digits().x.shape and data.x.min() >= 0 and data.x.max() <= 1
    assert len(np.unique(data.x, axis=0)) == len(data.x)
    counts = np.bincount(data.y[:, 0].astype(int))
    assert len(counts) == 4 and counts.min() > 400
    middles = np.stack(np.meshgrid(*2 * [np.arange(8) + 0.5]), axis=-1).reshape(-1, 2) * [1, -1]     # y goes up
    off = []
    for ink, label in zip(data.x, data.y[:, 0]):
        around = middles - ink @ middles / ink.sum()
        vectors = np.linalg.eigh((around * ink[:, None]).T @ around)[1]
        angle = np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1]))
        off.append(abs((angle - APART * label + 90) % 180 - 90))
    assert max(off) < APART / 2 and np.mean(off) < LEAN     # what is cut into pixels leans a little more or less


def test_the_ink_of_a_stroke_is_full_along_it_and_ends_beside_it():
    away = distances(np.array([[4.0, 4.5]]), np.array([[1.0, 0.0]]), np.array([2.0])).reshape(8, 8)
    assert away[4, 2:6].tolist() == [0, 0, 0, 0] and away[4].tolist() == away[4, ::-1].tolist()
    assert away[4, 0] == 1.5 and away[2, 4] == 2 and np.isclose(away[5, 0], np.hypot(1.5, 1))


def test_sharing_is_worth_more_on_strokes_which_may_lie_anywhere():
    settings = ConvolutionSettings(data="strokes", epochs=6)
    net, dense = (list(shared_weights(settings))[-1].learned[name].test_accuracy[-1] for name in (CONVOLUTIONAL, DENSE))
    assert net > 0.97 and dense < 0.9


def test_a_stroke_is_called_by_its_direction_and_a_drawing_of_one_stays_as_it_is():
    lab = bp.ConvolutionLab(data="strokes", epochs=1, example=0, strokes="20,80; 80,20")
    assert lab.settings.meant == "rising" and "epoch 1 of 1: a rising stroke read as" in repr(lab)
    assert lab.result.shown.meant == 1 and np.array_equal(
        lab.result.shown.pixels, pixels_of(field_of(lab.settings.strokes, centered=False)))
    with pytest.raises(ValueError, match="one of level, rising, upright, falling; got '7'"):
        lab.set(meant="7")
    lab.set(data="digits")
    assert lab.settings.meant == "7" and "a 7 read as" in repr(lab)
    lab.set(example=1)
    assert "test strokes" not in lab.result.verdict and "test digits" in lab.result.verdict


@pytest.mark.parametrize("epoch", [0, 1])
def test_shares_of_a_stroke_add_up_and_its_loss_is_of_four_scores(epoch):
    settings = ConvolutionSettings(data="strokes", epochs=1, epoch=epoch)
    result = shared_weights(settings)
    passes = result.passes(settings)
    assert passes.probabilities.shape == (4,) and np.isclose(passes.loss, -np.log(passes.probabilities[passes.label]))
    for f in range(settings.filters):
        assert passes.check(f, 1, 1).holds or passes.check(f, 1, 1).kink
        assert np.isclose(passes.shares(f, 1, 1).sum(), passes.gradient[1, 1, f], rtol=1e-12, atol=1e-15)
