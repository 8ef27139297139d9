"""What sliders and menus span, and what can be typed beside them."""

import pytest

import bpwidgets as bp
from bpwidgets.studies import WeightSettings
from tests.widgets.labs import ON_OBJECTIVES, agrees, type_into


def test_a_value_outside_the_reach_of_the_hand_widens_the_slider_and_returns(make):
    lab = make("weight")
    slider = lab.controls["weight"]
    reach = slider.min, slider.max
    lab.set(weight=100.0)
    assert slider.max >= 100 == slider.value
    agrees(lab)
    lab.set(weight=4.0)
    assert (slider.min, slider.max) == reach
    agrees(lab)


def test_the_cursor_spans_the_run(make):
    lab = make("weight")
    lab.set(steps=50, step=40)
    assert lab.controls["step"].max == 50
    lab.controls["steps"].value = 10
    assert lab.controls["step"].max == 10 == lab.settings.step and lab.canvas.status.endswith("(step moved to 10.)")
    agrees(lab)


def test_own_arrays_come_into_the_menu_and_leave_it(make):
    lab = make("weight", x=[1, 2], y=[3, 6])
    assert [words for words, _ in lab.controls["data"].options] == ["weight table", "noisy line", "negative slope",
                                                                    "own data"]
    agrees(lab)
    lab.controls["data"].value = bp.datasets.ONE_WEIGHT["noisy_line"]
    assert lab.settings.data.name == "noisy_line" and len(lab.controls["data"].options) == 3
    lab.set(x=[1, 2], y=[5, 6])
    agrees(lab)


@pytest.mark.parametrize("name, text, value", [("learning_rate", "1/819", 1 / 819), ("weight", "2,5", 2.5),
                                               ("weight", "-100", -100.0),
                                               ("steps", "33", 33), ("steps", "33.0", 33),
                                               ("learning_rate", " 1e-12 ", 1e-12)])
def test_any_allowed_value_can_be_typed_exactly_also_beyond_the_reach_of_the_hand(make, name, text, value):
    lab = make("weight")
    type_into(lab.controls[name], text)
    assert getattr(lab.settings, name) == value == lab.controls[name].value and not lab.canvas.trouble
    agrees(lab)


@pytest.mark.parametrize("name, text, message", [
    ("steps", "2.5", "steps of WeightLab: expected a whole number from 1 to 500; got 2.5. Give a whole number."),
    ("steps", "501",
     "steps of WeightLab: expected a whole number from 1 to 500; got 501. Choose a value within these bounds."),
    ("weight", "two", "weight of WeightLab: expected a number from -1e+30 to 1e+30; got 'two'. Give a number."),
    ("weight", "nan",
     "weight of WeightLab: expected a number from -1e+30 to 1e+30; got nan. Choose a value within these bounds."),
    ("weight", "1/0", "weight of WeightLab: expected a number from -1e+30 to 1e+30; got '1/0'. Give a number."),
    ("weight", "", "weight of WeightLab: expected a number from -1e+30 to 1e+30; got ''. Give a number.")])
def test_what_cannot_be_taken_is_answered_in_the_status_line(make, name, text, message):
    lab = make("weight")
    type_into(lab.controls[name], text)
    assert (lab.canvas.status, lab.canvas.trouble) == (message, True)
    assert lab.settings == WeightSettings() and lab.controls[name].value == getattr(WeightSettings(), name)


def test_activations_layer_by_layer_are_typed_as_a_list(make):
    lab = make("flow", depth=4)
    lab.controls["layer_activations"].value = "relu tanh"
    assert lab.settings.layer_activations == ("relu",
                                              "tanh") and lab.controls["layer_activations"].value == "relu, tanh"
    agrees(lab)
    lab.controls["layer_activations"].value = "rleu"
    assert "Did you mean 'relu'?" in lab.canvas.status and lab.settings.layer_activations == ("relu", "tanh")
    agrees(lab)


@pytest.mark.parametrize("lab", ON_OBJECTIVES)
def test_an_objective_and_its_own_axes_are_one_change(make, lab):
    lab_ = make(lab, objective="2-2-1")
    lab_.set(objective="rosenbrock", axes=("y", "x"))
    assert lab_.settings.axes == ("y", "x")
    agrees(lab_)
