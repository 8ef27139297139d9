"""Numbers of the formula that a hand can move: weights, inputs and targets, as settings that a line recreates."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.mathml import value
from bpwidgets.nets.ready import NETS
from bpwidgets.nets.task import reach_of
from bpwidgets.text import in_words


@pytest.fixture
def lab():
    lab = bp.BackpropLab(net="xor_2_2_1")
    yield lab
    lab.close()


def move(lab, name, number):
    lab.canvas._entered({"name": name, "value": number, "count": 1})


def type_in(lab, name, text):
    lab.canvas._hear({"kind": "typed", "view": "v", "name": name, "text": text})


def names(lab):
    return [one["name"] for one in lab.canvas.formula["numbers"]]


def test_the_weights_of_the_formula_the_inputs_and_the_targets_can_be_moved(lab):
    assert names(lab) == ["W2[0,0]", "W1[0,0]", "x[1,0]", "x[1,1]", "y[1,0]"]
    lab.set(selected="b2[0]")
    assert names(lab) == ["b2[0]", "x[1,0]", "x[1,1]", "y[1,0]"]
    lab.set(example=3)
    assert names(lab) == ["b2[0]", "x[3,0]", "x[3,1]", "y[3,0]"]
    assert [one["label"] for one in lab.canvas.formula["numbers"]] == ["bias b2[0]", "input 1", "input 2", "target"]


@pytest.mark.parametrize("net", NETS)
def test_each_number_that_can_be_moved_stands_in_the_formula_as_it_is_and_within_its_range(net):
    lab = bp.BackpropLab(net=net)
    formula = lab.canvas.formula
    for one in formula["numbers"]:
        assert f'data-name="{one["name"]}">{value(in_words(one["value"])).markup}<' in formula["markup"]
        assert one["low"] <= one["value"] <= one["high"] and one["low"] < one["high"] and one["step"] > 0
    lab.close()


@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_number_can_be_moved_to_both_ends_of_its_range_and_back_to_what_it_was(net, end):
    lab = bp.BackpropLab(net=net, views=("diagram", "formula"))
    before = lab.settings
    for one in lab.canvas.formula["numbers"]:
        move(lab, one["name"], one[end])
        assert not lab.canvas.trouble, lab.canvas.status
        now = next(other for other in lab.canvas.formula["numbers"] if other["name"] == one["name"])
        assert now["value"] == one[end]
        move(lab, one["name"], one["value"])
        lab.set(theta=None)
        assert lab.settings == before
    lab.close()


def test_to_move_a_weight_is_what_its_slider_does(lab):
    other = bp.BackpropLab(net="xor_2_2_1")
    move(lab, "W2[0,0]", 0.75)
    other.controls["W2[0,0]"].value = 0.75
    assert lab.settings == other.settings and lab.controls["W2[0,0]"].value == 0.75
    other.close()


def test_an_edited_example_changes_both_passes_of_this_example_alone(lab):
    before = lab.result
    move(lab, "x[1,0]", 0.3)
    move(lab, "y[1,0]", 0.8)
    assert lab.result.first.x.tolist() == [[0, 0], [0.3, 1], [1, 0], [1, 1]]
    assert lab.result.first.y.ravel().tolist() == [0, 0.8, 1, 0]
    others = [0, 2, 3]
    assert (lab.result.first.by_example[others] == before.first.by_example[others]).all()
    expected = engine.NetworkLoss(before.network, lab.result.first.x, lab.result.first.y, loss="mse")
    assert (lab.result.gradient == expected.gradient(lab.result.theta)).all()
    assert "edited: x[1,0] = 0.3 and 1 more" in repr(lab) and "input 0.3, 1; target 0.8" in lab.describe()


def test_a_line_recreates_what_was_edited_and_the_data_keep_their_name(lab):
    move(lab, "x[1,0]", 0.3)
    move(lab, "y[0,0]", 0.25)
    line = repr(lab.settings)
    assert "data='xor', edits='x[1,0]=0.3, y[0,0]=0.25'" in line
    again = eval(line, {"BackpropLab": bp.BackpropLab})
    assert again.settings == lab.settings and (again.result.gradient == lab.result.gradient).all()
    assert bp.BackpropLab(net="xor_2_2_1", edits={"x[1,0]": 0.3, "y[0,0]": 0.25}).settings == lab.settings


def test_reset_no_edits_other_data_and_another_net_bring_the_data_back(lab):
    own, start = lab.settings.data, lab.settings
    for back in (lab.reset, lambda: lab.set(edits=()), lambda: lab.set(edits=""), lambda: move(lab, "x[1,0]", 0.0)):
        move(lab, "x[1,0]", 0.3)
        assert lab.settings.data == own != lab.result.data
        back()
        assert lab.settings == start and lab.result.data == own
    move(lab, "x[1,0]", 0.3)
    lab.set(net="mazur")
    assert lab.settings.edits == ()
    lab.set(edits={"x[0,0]": 2.0})
    lab.set(x=[[0.2, 0.4]])
    assert lab.settings.edits == () and lab.result.first.x.tolist() == [[0.2, 0.4]]


def test_later_weights_are_what_the_updates_made_of_them_and_cannot_be_moved(lab):
    lab.set(moment=15)
    assert names(lab) == ["x[1,0]", "x[1,1]", "y[1,0]"]
    assert f"W1[0,0] = {lab.result.path.thetas[1][0]:.3g}" in lab.describe()


def test_what_is_locked_cannot_be_moved():
    lab = bp.BackpropLab(net="xor_2_2_1", locked=("edits",))
    assert names(lab) == ["W2[0,0]", "W1[0,0]"]
    move(lab, "x[1,0]", 0.3)
    assert lab.settings.edits == ()
    lab.close()


def test_a_class_is_a_whole_number():
    lab = bp.BackpropLab(net="softmax")
    target = lab.canvas.formula["numbers"][-1]
    assert (target["name"], target["low"], target["high"], target["step"]) == ("y[0,0]", 0, 2, 1)
    move(lab, "y[0,0]", 2.0)
    assert lab.result.first.y[0].tolist() == [0, 0, 1]
    before = lab.state
    type_in(lab, "y[0,0]", "0.5")
    assert lab.canvas.trouble and lab.state == before
    lab.close()


TYPED = [("W1[0,0]", "1/4", ""), ("x[1,0]", "0,5", ""), ("y[1,0]", "−1", "y of BackpropLab: expected targets within"),
         ("W1[0,0]", "two", "W1[0,0] of BackpropLab: expected a finite number; got 'two'."),
         ("W1[0,0]", "nan", "W1[0,0] of BackpropLab: expected a finite number; got nan."),
         ("x[1,0]", "inf", "edits of BackpropLab: expected a number from -1e+06 to 1e+06 for x[1,0]; got inf."),
         ("x[1,0]", "", "edits of BackpropLab: expected a number from -1e+06 to 1e+06 for x[1,0]; got ''.")]


@pytest.mark.parametrize("name, text, trouble", TYPED)
def test_what_is_typed_is_taken_or_refused_with_a_reason_and_nothing_is_lost(lab, name, text, trouble):
    move(lab, "x[1,1]", 0.5)
    before = lab.state
    type_in(lab, name, text)
    assert lab.canvas.trouble == bool(trouble) and lab.canvas.status.startswith(trouble)
    assert (lab.state == before) == bool(trouble)


def test_what_is_edited_in_a_net_of_ones_own_and_in_data_of_many_rows():
    draw = np.random.default_rng(5)
    lab = bp.BackpropLab(net=engine.network((3, 2, 2), "tanh", "sigmoid"), x=draw.normal(size=(50, 3)),
                         y=draw.uniform(size=(50, 2)), example=37)
    move(lab, "y[37,1]", 0.125)
    assert lab.result.first.y[37, 1] == 0.125 and repr(lab.settings).count("edits='y[37,1]=0.125'") == 1
    with pytest.raises(bp.ArgumentError, match=r"names out of x\[0,0\], .* got 'x\[50,0\]'"):
        lab.set(edits={"x[50,0]": 1.0})
    lab.close()


def test_the_ends_of_a_target_are_those_of_the_output():
    for net in ("xor_2_2_1", "mazur", "one_weight"):
        lab = bp.BackpropLab(net=net)
        low, high = reach_of(lab.result.network.layers[-1].activation)
        target = next(one for one in lab.canvas.formula["numbers"] if one["name"][0] == "y")
        assert low <= target["low"] and target["high"] <= high
        lab.close()


# -- what each example says, beside the batch


@pytest.mark.parametrize("net, loss, mean", [
    ("xor_2_3_1", "mse", "1/4"), ("xor_2_3_1", "sse", ""), ("softmax", "softmax_cross_entropy", "1/3"),
    ("one_weight", "half_sse", "")])
def test_the_formula_adds_up_what_all_examples_say_and_tells_a_mean(net, loss, mean):
    lab = bp.BackpropLab(net=net, loss=loss)
    first, text = lab.result.first, lab.describe()
    line = next(line for line in text.splitlines() if line.startswith("  over all "))
    terms = line.partition(" = ")[2].partition(";")[0].partition(" = ")
    assert [float(one) for one in terms[0].split(" + ")] == pytest.approx(first.by_example[:, 0], rel=6e-3, abs=1e-12)
    assert float(terms[2]) == pytest.approx(first.gradient[0], rel=6e-3)
    assert (f"; each counts {mean}: the loss is a mean" in line) == bool(mean)
    assert ("is a mean" in lab.canvas.formula["spoken"]) == bool(mean)
    assert lab.canvas.formula["markup"].count('"bpw-f-shown"') == 1
    lab.set(moment=5)
    assert f"over all {len(first.x)} examples = ?" in lab.describe()
    lab.set(batch="one")
    assert "over all" not in lab.describe() + lab.canvas.formula["spoken"]
    lab.close()
