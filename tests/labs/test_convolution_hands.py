"""ConvolutionLab by hand: filters that are set, pictures that move the filter, and that pictures show the result."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.convolution.settings import ConvolutionSettings
from bpwidgets.labs.convolution.shares import with_weights
from bpwidgets.text import in_words
from tests.labs.test_convolution import SMALL, result_of


@pytest.fixture(scope="module")
def small():
    return result_of()


# -- a filter by hand


def test_weights_by_hand_stand_in_the_net_that_is_shown_and_change_no_training(small):
    settings = ConvolutionSettings(**SMALL)
    p, learned = small.passes(settings.replace(by_hand={"w12": 2.0, "w33": -1.0})), small.passes(settings)
    assert p.weights[0, 1, 0] == 2.0 and p.weights[2, 2, 0] == -1.0 and p.weights[0, 0, 0] == learned.weights[0, 0, 0]
    assert np.array_equal(p.weights[..., 1:], learned.weights[..., 1:])
    lab = bp.ConvolutionLab(**SMALL, by_hand={"w12": 2.0})
    assert np.array_equal(lab.result.net.thetas, small.net.thetas) and p.check(0, 0, 1).holds
    theta = with_weights(small.net.network, small.net.thetas[2], 0, {"w21": 7.0})
    assert small.net.network.unpack(theta)[0]["W"][1, 0, 0, 0] == 7.0


def test_an_edge_filter_set_by_a_button_answers_to_edges():
    lab = bp.ConvolutionLab(**{**SMALL, "example": 0, "strokes": "50,5 50,95", "views": ("kernel", "map")})
    lab.press("upright")
    z = lab.result.passes(lab.settings).z[..., 0] - lab.result.passes(lab.settings).biases[0]
    middle = z[2:4].mean(axis=0)
    assert middle.argmax() < middle.argmin() and middle.max() > 1.5 and middle.min() < -1.5
    assert "With your filter the net reads" in lab.plan.verdict(*lab.state, ("map", "verdict"))
    lab.press("level")
    z = lab.result.passes(lab.settings).z[..., 0] - lab.result.passes(lab.settings).biases[0]
    assert abs(z[2:4]).max() < 0.2
    lab.press("learned")
    assert not lab.settings.by_hand


def test_another_filter_forgets_what_was_set_by_hand():
    lab = bp.ConvolutionLab(**SMALL, by_hand={"w22": 1.0})
    lab.set(filter=2)
    assert lab.settings.by_hand == ()


# -- what a hand does


def pictures_of(**more):
    lab = bp.ConvolutionLab(**{**SMALL, **more})
    lab.open()
    return lab, lab.canvas._sheet.pictures


@pytest.mark.parametrize("name", ["deltas", "shares", "map", "kept", "handed"])
def test_a_map_moves_the_filter(name):
    lab, pictures = pictures_of(views=(name,))
    lab.set(**pictures[name].drag(*lab.state, (0.5, 0.5), (2.5, 1.2)))
    assert lab.settings.place == (1, 2) and pictures[name].held(*lab.state) == (2.5, 1.5)
    lab.set(**pictures[name].nudge(*lab.state, 9, -1))
    assert lab.settings.place == (2, 5)
    told = pictures[name].told(*lab.state, (5.5, 2.5))
    assert told.words.startswith("position 17, row 3, column 6:") and pictures[name].told(*lab.state, (-1, 0)) is None
    lab.close()


def test_the_image_moves_the_filter_by_its_middle():
    lab, pictures = pictures_of(views=("image",))
    lab.set(**pictures["image"].drag(*lab.state, (0, 0), (7.9, 0.1)))
    assert lab.settings.place == (0, 5)
    lab.set(**pictures["image"].nudge(*lab.state, -1, -2))
    assert lab.settings.place == (2, 4) and pictures["image"].held(*lab.state) == (5.5, 3.5)
    lab.close()


def test_a_weight_is_chosen_in_its_gradient_and_set_in_the_kernel():
    lab, pictures = pictures_of(views=("kernel", "gradient"))
    lab.set(**pictures["gradient"].drag(*lab.state, (0, 0), (2.5, 0.5)))
    assert lab.settings.weight_name == "w13"
    before = float(lab.result.passes(lab.settings).weights[1, 0, 0])
    lab.set(**pictures["kernel"].drag(*lab.state, (0.5, 1.5), (0.5, 1.52)))
    assert lab.settings.weight_name == "w21" and not lab.settings.by_hand
    lab.set(**pictures["kernel"].drag(*lab.state, (0.5, 1.5), (0.5, 0.5)))
    assert dict(lab.settings.by_hand)["w21"] == pytest.approx(before + 1, abs=0.01)
    lab.set(**pictures["kernel"].nudge(*lab.state, 0, -3))
    assert lab.result.passes(lab.settings).weights[1, 0, 0] == pytest.approx(before + 0.7, abs=0.01)
    lab.set(**pictures["kernel"].nudge(*lab.state, 2, 0))
    assert lab.settings.weight_name == "w23"
    assert "W1[1,2,0,0]" in pictures["kernel"].told(*lab.state, (2.5, 1.5)).words
    lab.close()


def test_windows_filters_and_epochs_are_chosen_in_their_pictures():
    lab, pictures = pictures_of(views=("pooled", "layers", "progress", "running"))
    lab.set(**pictures["pooled"].drag(*lab.state, (0, 0), (2.5, 0.5)))
    assert lab.settings.place == (0, 4)
    layers = pictures["layers"]
    lab.set(**layers.drag(*lab.state, (0, 0), layers.grid(1, 3).box(2).middle))
    assert lab.settings.filter == 3
    assert layers.told(*lab.state, layers.grid(1, 3).box(2).middle).words.startswith("filter 3, maps a")
    lab.set(**pictures["progress"].drag(*lab.state, (2, 0.5), (0.8, 0.5)))
    assert lab.settings.epoch == 1
    lab.set(**pictures["running"].drag(*lab.state, (2, 0.5), (30.2, 0.5)))
    assert lab.settings.position == 29
    lab.close()


def test_next_error_goes_to_a_misread_digit():
    lab = bp.ConvolutionLab(**SMALL, example=1)
    lab.press("error")
    assert lab.settings.example - 1 == lab.result.wrong(lab.settings)[lab.result.wrong(lab.settings) > 0][0]
    assert lab.result.passes(lab.settings).answer != lab.result.shown.meant


# -- what is drawn is what was computed


def test_the_pictures_show_the_numbers_of_the_result():
    lab, pictures = pictures_of(views=("shares", "gradient", "running", "products"), weight=2)
    p, shares = lab.result.passes(lab.settings), lab.result.passes(lab.settings).shares(0, 0, 1)
    sums = np.concatenate([[0], shares.ravel().cumsum()])
    running = pictures["running"]
    heights = running.line.get_ydata()
    assert np.allclose((sums - sums[0]) * (heights.max() - heights.min()),
                       (heights - heights[0]) * (max(sums.max(), p.check(0, 0, 1).difference)
                                                 - min(sums.min(), p.check(0, 0, 1).difference)), atol=1e-9)
    assert running.differences.get_ydata()[0] == pytest.approx(heights[-1], abs=1e-6)
    assert len(running.jumps.get_segments()) == (shares != 0).sum()
    texts = [text.get_text() for text in pictures["shares"].numbers]
    assert len(texts) == 36 and texts.count("0") == (shares == 0).sum()
    z = p.z[(*lab.settings.place, 0)]
    assert pictures["products"].title.get_text() == f"sum and bias: z = {in_words(z)}"
    lab.close()


def test_numbers_that_overflow_are_told_and_drawn():
    lab = bp.ConvolutionLab(epochs=1, batch_size=20, optimizer="sgd", learning_rate=100.0, filters=3, l2=10.0,
                            views=[view for view in bp.ConvolutionLab.plan.views if view != "table"])
    assert lab.result.passes(lab.settings).answer is None
    lab.figure_at(890)
    assert "no number" in repr(lab) and "nan" in lab.describe()


def test_the_text_twin_tells_what_is_shown_and_nothing_else():
    lab = bp.ConvolutionLab(**SMALL)
    assert "share in dL/dw22 = delta times the pixel under it:" in lab.describe() and "by differences" in lab.describe()
    assert "connections" not in lab.describe() and "dense net" not in lab.describe()
    everything = bp.ConvolutionLab(**SMALL, views=bp.ConvolutionLab.plan.views).describe()
    for words in ("by differences", "connections", "dense net", "dL/d pooled:", "z at the 36 positions:"):
        assert words in everything
    slide = bp.ConvolutionLab(**SMALL, views=("window", "products")).describe()
    assert "Nine products add up to" in slide and "share in" not in slide and "pooled" not in slide


def test_the_records_are_the_shares_of_the_opening_picture():
    lab = bp.ConvolutionLab(**SMALL)
    rows, passes = lab.plan.records(lab.settings, lab.result)[1], lab.result.passes(lab.settings)
    assert len(rows) == 36 and rows[-1][-1] == pytest.approx(passes.gradient[1, 1, 0], rel=1e-12)
    assert all(pixel * delta == share for _, _, pixel, delta, share, _ in rows)


@pytest.mark.parametrize("wrong, words", [
    (dict(weight=10), "weight of ConvolutionLab"), (dict(filter=9, filters=8), "filter of ConvolutionLab"),
    (dict(position=36), "a whole number from 0 to 35"), (dict(by_hand={"w0": 1.0}), "by_hand of ConvolutionLab"),
    (dict(pool="median"), "pool of ConvolutionLab")])
def test_what_cannot_be_is_refused(wrong, words):
    with pytest.raises(bp.ArgumentError, match=words):
        bp.ConvolutionLab(**wrong)
