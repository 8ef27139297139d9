"""Controls of objectives, weights, axes and points: a hand and code end in the same state, bad input is told and
nothing changes."""
from types import SimpleNamespace

import numpy as np
import pytest
from ipywidgets.widgets import widget as registry

from bpwidgets import SurfaceLab, engine
from bpwidgets.planes import problem_fields
from bpwidgets.planes.problems import PROBLEMS, names_of, problem_of, theta_of
from bpwidgets.settings import Settings, axes, point
from bpwidgets.widgets.lab import Lab
from bpwidgets.widgets.plan import Plan
from tests.widgets.test_hands import Still


class PlaceSettings(Settings):
    lab = "PlaceLab"
    objective: object = problem_fields.objective("2-2-1", resets=("axes", "start"))
    data: object = problem_fields.data()
    seed: int = problem_fields.seed()
    theta: object = problem_fields.theta()
    sliders: tuple = problem_fields.sliders()
    axes: object = axes(None, {"random": "two random directions"}, names_of,
                        default_from=lambda settings: problem_of(settings).axes, label="axes")
    start: tuple = point(optional=True, label="start")


def study(settings):
    problem = problem_of(settings)
    return SimpleNamespace(loss=float(problem.objective.value(theta_of(settings))), verdict="")


class PlaceLab(Lab):
    plan = Plan(question="Where?", settings=PlaceSettings, study=study, summary=lambda s, r: f"PlaceLab: {r.loss:.3f}",
                describe=lambda s, r: f"{r.loss:.3f}", controls=("theta", "axes"), pictures={"still": Still},
                rows=((200, {"still": 1}),))


@pytest.fixture
def make():
    labs = []

    def make(**fields):
        labs.append(PlaceLab(**fields))
        return labs[-1]

    yield make
    for lab in labs:
        lab.close()


@pytest.fixture
def lab(make):
    return make()


def test_each_weight_of_a_small_net_has_a_slider_by_its_name(lab):
    names = engine.network((2, 2, 1)).names
    assert [name for name in lab.controls if name in names] == list(names)
    assert [lab.controls[name].value for name in names] == theta_of(lab.settings).tolist()


def test_a_weight_moved_by_hand_is_the_weight_set_by_code(make):
    by_hand, by_code = make(), make()
    by_hand.controls["W1[0,1]"].value = 0.5
    by_code.set(weights={"W1[0,1]": 0.5})
    assert by_hand.settings == by_code.settings and by_hand.result.loss == by_code.result.loss
    assert by_code.controls["W1[0,1]"].value == 0.5 and theta_of(by_hand.settings)[1] == 0.5


def test_a_weight_set_by_code_is_exact_and_widens_its_slider(lab):
    lab.set(weights={"b1[0]": 12.345678})
    slider = lab.controls["b1[0]"]
    assert slider.value == 12.345678 and slider.max == 12.345678
    lab.set(theta=None)
    assert slider.max == 8.0


def test_the_sliders_of_the_axes_span_the_window():
    lab = SurfaceLab(objective="2-3-1", span=20.0, axes=("W1[0,0]", "b2[0]"))
    ranges = {name: (lab.controls[name].min, lab.controls[name].max) for name in ("W1[0,0]", "b2[0]", "W2[0,0]")}
    assert ranges == {"W1[0,0]": (-20, 20), "b2[0]": (-20, 20), "W2[0,0]": (-8, 8)}
    lab.close()


def test_a_large_net_has_sliders_for_the_axes_and_for_those_that_are_chosen(lab):
    lab.set(objective="2-8-8-1")
    names = problem_of(lab.settings).names
    assert [name for name in lab.controls if name in names] == ["W2[0,0]", "W3[0,0]"]
    lab.set(axes=("W1[0,3]", "b3[0]"))
    assert [name for name in lab.controls if name in names] == ["W1[0,3]", "b3[0]"]
    lab.controls["sliders"].value = "b1[0], W1[1,7]"
    assert [name for name in lab.controls if name in names] == ["b1[0]", "W1[1,7]"]
    lab.controls["W1[1,7]"].value = 0.25
    assert theta_of(lab.settings)[names.index("W1[1,7]")] == 0.25


def test_sliders_are_lent_again_when_the_objective_changes(lab):
    lab.open()
    for objective in ("2-3-1", "bowl", "2-2-1", "2-8-8-1", "2-3-1"):
        lab.set(objective=objective)
    most = len(registry._instances)
    for objective in ("2-3-1", "bowl", "2-2-1", "2-8-8-1", "2-3-1"):
        lab.set(objective=objective)
        for name in problem_of(lab.settings).names[:2] if objective != "2-8-8-1" else ():
            lab.controls[name].value = 0.125
            assert theta_of(lab.settings)[problem_of(lab.settings).names.index(name)] == 0.125
    assert len(registry._instances) == most


def test_another_objective_begins_with_its_own_data_weights_and_axes(lab):
    lab.set(weights={"b1[0]": 3.0}, axes=("b1[0]", "b2[0]"), start=(1, 2))
    lab.controls["objective"].value = "rosenbrock"
    assert (lab.settings.theta, lab.settings.axes, lab.settings.start, lab.settings.data.name) == (None, ("x", "y"),
                                                                                                   None, "none")
    lab.set(objective="1-2-1", axes=("b1[0]", "b2[0]"))
    assert lab.settings.axes == ("b1[0]", "b2[0]") and lab.settings.data.name == "sine"


def test_an_objective_of_ones_own_comes_into_the_menu_and_leaves_it(lab):
    mine = engine.Function(lambda theta: theta[..., 0] ** 2 + theta[..., 1] ** 2, n=2)
    lab.set(objective=mine)
    assert ("your own", mine) in lab.controls["objective"].options and lab.controls["objective"].value is mine
    lab.controls["objective"].value = "bowl"
    assert [name for name, _ in lab.controls["objective"].options] == list(PROBLEMS)


def test_a_network_of_ones_own_with_own_data_is_one_line(make):
    net = engine.network((1, 2, 1), "relu")
    lab = make(objective=net, x=[[0.0], [1.0]], y=[[1.0], [0.0]])
    loss = engine.NetworkLoss(net, [[0.0], [1.0]], [[1.0], [0.0]])
    assert lab.result.loss == float(loss.value(theta_of(lab.settings)))


def test_a_plain_function_of_two_numbers_is_one_line(make):
    lab = make(objective=lambda theta: theta[..., 0] ** 2 - theta[..., 1], theta=(3, 4))
    assert lab.result.loss == pytest.approx(5)


def test_the_axes_are_chosen_by_kind_or_by_two_names(lab):
    box = lab.controls["axes"]
    box.kind.value = "random"
    assert lab.settings.axes == "random" and all(menu.layout.display == "none" for menu in box.pair)
    box.kind.value = "two weights"
    assert lab.settings.axes == ("W1[0,0]", "W2[0,0]")
    box.pair[1].value = "b2[0]"
    assert lab.settings.axes == ("W1[0,0]", "b2[0]")
    lab.set(axes=("b1[0]", "b1[1]"))
    assert (box.kind.value, box.pair[0].value, box.pair[1].value) == ("two weights", "b1[0]", "b1[1]")


def test_the_same_weight_twice_is_told_and_the_menus_go_back(lab):
    lab.controls["axes"].pair[1].value = "W1[0,0]"
    assert lab.canvas.trouble and "two different names" in lab.canvas.status
    assert lab.settings.axes == ("W1[0,0]", "W2[0,0]") and lab.controls["axes"].pair[1].value == "W2[0,0]"


@pytest.mark.parametrize("text, start", [("1, -2.5", (1.0, -2.5)), ("", None)])
def test_a_point_is_typed(lab, text, start):
    lab.set(start=(7, 7))
    lab.controls["start"].value = text
    assert lab.settings.start == start


@pytest.mark.parametrize("text", ["-1.5,0.25", "-1.50, 0.250", "  -1.5 , 0.25 "])
def test_what_means_the_present_value_in_other_words_goes_back_to_the_words_of_the_control(lab, text):
    lab.set(start=(-1.5, 0.25))
    control, settings, told = lab.controls["start"], lab.settings, []
    lab.observe(told.append, "settings")
    words = control.value
    control.value = text
    assert control.value == words != text and lab.settings is settings and not told


def test_a_point_that_cannot_be_is_told_and_goes_back(lab):
    lab.set(start=(7, 7.5))
    lab.controls["start"].value = "1, two"
    assert lab.canvas.trouble and "start of PlaceLab: expected 2 finite numbers" in lab.canvas.status
    assert lab.settings.start == (7, 7.5) and lab.controls["start"].value == "7, 7.5"


def test_locked_weights_and_axes_cannot_be_moved_by_a_hand(make):
    lab = make(locked=("theta", "axes"))
    assert lab.controls["W1[0,0]"].disabled and lab.controls["axes"].pair[0].disabled
    lab.set(objective="2-3-1")
    assert all(lab.controls[name].disabled for name in problem_of(lab.settings).names)


@pytest.mark.parametrize("change, message", [
    (dict(objective="bowll"), "Did you mean 'bowl'?"),
    (dict(objective=3), "objective of PlaceLab: expected one of 2-8-8-1"),
    (dict(weights={"W1[0,9]": 1}), "weights of PlaceLab: expected names out of W1[0,0]"),
    (dict(weights={"W1[0,0]": np.nan}), "W1[0,0] of PlaceLab: expected a finite number; got nan"),
    (dict(weights={"W1[0,0]": np.ma.masked}), "W1[0,0] of PlaceLab: expected a finite number; got masked"),
    (dict(theta=[1, 2]), "theta of PlaceLab: expected 9 finite numbers; got an array of shape (2,)"),
    (dict(axes=("W1[0,0]", "w2")), "axes of PlaceLab: expected one of random, or two names out of W1[0,0]"),
    (dict(axes=("W1[0,0]",)), "two different names"),
    (dict(start=(1, 2, 3)), "start of PlaceLab: expected 2 finite numbers"),
    (dict(objective="bowl", data="moons"), "data of PlaceLab: expected 'none'"),
    (dict(data="none"), "data of PlaceLab: expected a data set for the network"),
])
def test_what_cannot_be_is_refused_and_nothing_changes(lab, change, message):
    before = lab.settings, lab.result
    with pytest.raises(ValueError, match=message.replace("[", r"\[").replace("(", r"\(").replace(")",
                                                                                                 r"\)").replace("?",
                                                                                                                r"\?")):
        lab.set(**change)
    assert (lab.settings, lab.result) == before


def test_settings_print_as_the_line_that_recreates_them(lab):
    lab.set(objective="2-3-1", weights={"b2[0]": 3.0}, start=(1, 2))
    assert eval(repr(lab.settings), {"PlaceLab": PlaceSettings}) == lab.settings
