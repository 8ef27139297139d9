"""Labs that follow each other, and labs that differ in exactly one setting."""
import io

import pytest
from PIL import Image

import bpwidgets as bp


@pytest.fixture
def made():
    made = []
    yield lambda thing: made.append(thing) or thing
    for thing in made:
        thing.close()


@pytest.fixture
def flows(made):
    return made(bp.GradientFlowLab(depth=5)), made(bp.GradientFlowLab(depth=5, width=8))


def test_a_hand_on_one_lab_moves_the_other(flows):
    one, other = flows
    bp.link(one, other, but=("width",))
    one.controls["gain"].value = 2.0
    other.controls["depth"].value = 7
    assert (one.settings.gain, one.settings.depth) == (other.settings.gain, other.settings.depth) == (2.0, 7)
    assert (one.settings.width, other.settings.width) == (32, 8)
    assert one.controls["depth"].value == 7


def test_several_settings_arrive_as_one_change(flows):
    one, other = flows
    bp.link(one, other, but=("width",))
    events = []
    other.observe(events.append, "result")
    one.set(depth=3, gain=0.5, activation="relu")
    assert len(events) == 1 and other.settings.replace(width=32) == one.settings


def test_labs_of_different_kinds_share_what_both_have(made, flows):
    one, weight = flows[0], made(bp.WeightLab())
    bp.link(one, weight)
    one.set(loss="mse", depth=3)
    assert weight.settings.loss == "mse"
    weight.set(loss="sse")
    assert one.settings.loss == "sse"


def test_a_lab_that_cannot_follow_says_so_and_the_mover_goes_on(made, flows):
    one, weight = flows[0], made(bp.WeightLab())
    bp.link(one, weight)
    one.set(loss="huber")
    assert one.settings.loss == "huber" and weight.settings.loss == "mse"
    assert weight.canvas.trouble and "loss of WeightLab" in weight.canvas.status
    one.controls["loss"].value = "mae"
    assert one.settings.loss == "mae" and weight.canvas.trouble and not one.canvas.trouble


def test_three_labs_settle(made, flows):
    third = made(bp.GradientFlowLab(depth=5))
    bp.link(*flows, third)
    flows[1].set(depth=9)
    assert [lab.settings.depth for lab in (*flows, third)] == [9, 9, 9]


def test_unlinked_labs_go_their_own_way(flows):
    one, other = flows
    joined = bp.link(one, other)
    joined.unlink()
    joined.unlink()
    one.set(depth=9)
    assert other.settings.depth == 5


@pytest.mark.parametrize("labs, but, message", [(1, (), "labs of link: expected two labs or more"),
                                                (2, ("widht",), "but of link: expected names out of depth, .* Did you mean 'width'?")])
def test_what_cannot_be_linked_is_refused(flows, labs, but, message):
    with pytest.raises(ValueError, match=message):
        bp.link(*flows[:labs], but=but)


def test_a_comparison_differs_in_exactly_one_setting(made):
    pair = made(bp.compare(bp.WeightLab, "learning_rate", 0.001, 0.004, steps=9, weight=3.0))
    one, other = (lab.settings for lab in pair.labs)
    assert (one.learning_rate, other.learning_rate) == (0.001, 0.004) and other.replace(learning_rate=0.001) == one
    pair.labs[1].controls["weight"].value = 1.0
    pair.set(steps=4, step=2)
    one, other = (lab.settings for lab in pair.labs)
    assert one.weight == 1.0 and one.step == 2 and other.replace(learning_rate=0.001) == one


def test_each_keeps_its_own_value_when_it_is_moved(made):
    pair = made(bp.compare(bp.WeightLab, "learning_rate", 0.001, 0.004))
    pair.labs[0].controls["learning_rate"].value = 0.002
    assert [lab.settings.learning_rate for lab in pair.labs] == [0.002, 0.004]


def test_a_displayed_comparison_carries_three_forms(made):
    pair = made(bp.compare(bp.WeightLab, "loss", "sse", "mse"))
    bundle = pair._repr_mimebundle_()
    assert bundle["text/plain"] == pair.describe() and "loss = sse\nWeightLab: " in pair.describe() and "loss = mse" in pair.describe()
    heights = [Image.open(io.BytesIO(lab._repr_mimebundle_()["image/png"])).height for lab in pair.labs]
    assert Image.open(io.BytesIO(bundle["image/png"])).size == (860, sum(heights))
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert repr(pair) == "2 x WeightLab, loss: sse | mse"


@pytest.mark.parametrize("field, values, common, message", [
    ("rate", (1, 2), {}, "field of compare: expected one of data"),
    ("loss", ("sse",), {}, "values of compare: expected two values of loss or more"),
    ("loss", ("sse", "sse"), {}, "values of compare: expected values that differ"),
    ("loss", ("sse", "mse"), {"loss": "mse"}, "values of compare"),
    ("loss", ("sse", "xx"), {}, "loss of WeightLab: expected one of sse"),
    ("loss", ("sse", "mse"), {"stepps": 3}, "Did you mean 'steps'"),
])
def test_what_cannot_be_compared_is_refused(field, values, common, message):
    with pytest.raises(ValueError, match=message):
        bp.compare(bp.WeightLab, field, *values, **common)


def test_what_differs_cannot_be_set_for_all(made):
    pair = made(bp.compare(bp.WeightLab, "loss", "sse", "mse"))
    with pytest.raises(ValueError, match="other settings than loss"):
        pair.set(loss="mse")
