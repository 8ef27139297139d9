"""Errors: from code they are raised, from a hand they are told; either way nothing has changed."""

from dataclasses import dataclass

import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.labs.gradient_flow.lab import GradientFlowLab
from bpwidgets.settings import NamedNumbers, Names, Point, Sizes, Slider
from bpwidgets.studies import FlowSettings
from bpwidgets.widgets.lab import Lab
from bpwidgets.widgets.plan import Plan
from tests.widgets.labs import LABS, ON_OBJECTIVES, agrees, type_into

FLOW_NAMES = ", ".join(FlowSettings.fields())


@dataclass(frozen=True, eq=False)
class Square:
    side: int
    verdict: str = "square"


class SquareSettings(bp.Settings):
    lab = "SquareLab"
    side: int = bp.slider(2, 1, 9, step=1, label="side", question="How large?", help="of the square")
    tint: str = bp.choice("red", ("red", "blue"), label="tint", question="Which?", help="color")


def fussy(settings):
    if settings.side == 7:
        raise ArithmeticError("No square has side 7 today.")
    return Square(settings.side)


class Dots:
    margins = (10, 10, 10, 10)

    def __init__(self, axes, style):
        self.dots, = axes.plot([], [], "o")
        self.moving = (self.dots,)

    def draw(self, settings, result):
        self.dots.set_data([0.5], [result.side / 10])


class SquareLab(Lab):
    plan = Plan(question="How large?", settings=SquareSettings, study=fussy, pictures={"dots": Dots},
                rows=((100, {"dots": 1}),),
                controls=("side",), summary=lambda s, r: f"SquareLab: {r.side}", describe=lambda s,
                r: f"SquareLab: {r.side}\nmore")


@pytest.fixture
def square():
    lab = SquareLab()
    yield lab
    lab.close()


def test_from_code_an_error_is_raised_and_nothing_changed(square):
    square.set(side=3)
    result, events = square.result, []
    square.observe(events.append)
    with pytest.raises(ArithmeticError, match="side 7"):
        square.set(side=7, tint="blue")
    with pytest.raises(ValueError, match=r"^side of SquareLab: expected a whole number from 1 to 9; got 10"):
        square.set(side=10, tint="blue")
    assert square.settings == SquareSettings(side=3) and square.result is result and square.controls["side"].value == 3
    assert not events and not square.canvas.trouble


def test_from_a_control_an_error_is_shown_and_the_control_goes_back(square):
    square.set(side=3)
    frame, result = square.canvas.render(exact=True), square.result
    square.controls["side"].value = 7
    assert square.canvas.trouble and square.canvas.status == "No square has side 7 today."
    assert square.controls["side"].value == 3 == square.settings.side and square.result is result
    assert square.canvas.render(exact=True) == frame


def test_the_next_good_move_clears_the_error(square):
    square.controls["side"].value = 7
    square.controls["side"].value = 8
    assert not square.canvas.trouble and square.canvas.status == "SquareLab: 8" and square.result.side == 8


def mistype(lab, name):
    """Type what no field takes; False for a control into which nothing is typed."""
    control, kind = lab.controls[name], type(lab.settings.fields().get(name, Slider))
    if hasattr(control, "_handle_custom_msg") and hasattr(control, "on_typed"):
        type_into(control, "two")
    elif kind in (Names, Point, NamedNumbers, Sizes):
        control.value = "=, nothing"
    else:
        return False
    return True


@pytest.mark.parametrize("lab", LABS)
def test_nonsense_typed_into_any_control_is_told_and_nothing_changes(used, lab):
    lab_, _ = used(lab)
    settings, result, events = lab_.settings, lab_.result, []
    lab_.observe(events.append)
    for name in list(lab_.controls):
        lab_.canvas.refresh(trouble=False, status="")
        if mistype(lab_, name):
            assert lab_.canvas.trouble and lab_.canvas.status.startswith(
                f"{name} of {settings.lab}: expected "), lab_.canvas.status
    lab_.unobserve(events.append)
    assert lab_.settings is settings and lab_.result is result and not events
    lab_.reset()
    lab_.set(**next({name: value} for name, value in (("seed", 1), ("step", 2), ("steps", 2), ("path", 1))
                    if name in settings.fields()))
    agrees(lab_)


@pytest.mark.parametrize("lab", LABS)
def test_a_value_that_cannot_be_is_refused_from_code_and_nothing_changes(used, lab):
    lab_, _ = used(lab)
    settings, result = lab_.settings, lab_.result
    for name in settings.fields():
        with pytest.raises(ValueError, match=f"^{name} of {settings.lab}: expected "):
            lab_.set(**{name: object()})
    assert lab_.settings is settings and lab_.result is result
    agrees(lab_)


@pytest.mark.parametrize("lab", ON_OBJECTIVES)
def test_an_objective_that_raises_is_raised_from_code_and_told_to_a_hand(make, lab):
    def moody(theta):
        if angry:
            raise ArithmeticError("No value today.")
        return (theta ** 2).sum(axis=-1)

    angry, lab_ = [], make(lab)
    objective = engine.Function(moody, n=2)
    settings, result = lab_.settings, lab_.result
    angry.append(1)
    with pytest.raises(ArithmeticError, match="No value today"):
        lab_.set(objective=objective)
    assert lab_.settings is settings and lab_.result is result
    angry.clear()
    lab_.set(objective=objective)
    settings, result = lab_.settings, lab_.result
    angry.append(1)
    lab_.controls["seed"].value = 5
    assert (lab_.canvas.status, lab_.canvas.trouble) == ("No value today.", True)
    assert lab_.settings is settings and lab_.result is result and lab_.controls["seed"].value == 0
    angry.clear()
    lab_.controls["seed"].value = 5
    assert lab_.settings.seed == 5 and not lab_.canvas.trouble
    agrees(lab_)


@pytest.mark.parametrize("lab", LABS)
def test_assigning_a_setting_raises_and_names_set(make, lab):
    lab_ = make(lab)
    for name in lab_.settings.fields():
        with pytest.raises(AttributeError) as error:
            setattr(lab_, name, 0.3)
        assert f"lab.set({name}=0.3)" in str(error.value)
    assert lab_.settings == lab_.plan.settings(**LABS[lab].small)


@pytest.mark.parametrize("name", ["settings", "result"])
def test_settings_and_result_cannot_be_assigned(make, name):
    lab = make("flow")
    with pytest.raises(Exception, match="read-only"):
        setattr(lab, name, None)


def test_controls_are_a_view_that_cannot_be_changed(make):
    with pytest.raises(TypeError):
        make("flow").controls["depth"] = None


@pytest.mark.parametrize("fields, message", [
    (dict(dept=3),
     f"settings of GradientFlowLab: expected one of {FLOW_NAMES}, x, y, controls, views, locked, question, actions, "
     "more; got 'dept'. Did you mean 'depth'?"),
    (dict(depth=101),
     "depth of GradientFlowLab: expected a whole number from 1 to 100 (hidden layers); got 101. Choose a value within "
     "these bounds."),
    (dict(controls=("dept",)), (f"controls of GradientFlowLab: expected names out of {FLOW_NAMES}; "
                               "got 'dept'. Did you mean 'depth'?")),
    (dict(controls="depth"), (f"controls of GradientFlowLab: expected a tuple of names out of {FLOW_NAMES}; "
                             "got 'depth'. For one name write ('depth',).")),
    (dict(views=("profil",)),
     "views of GradientFlowLab: expected names out of profile, factors, table, verdict; got 'profil'. Did you mean "
     "'profile'?"),
    (dict(views=()), "views of GradientFlowLab: expected at least one picture out of profile, factors; got ()."),
    (dict(locked=("sed",)), (f"locked of GradientFlowLab: expected names out of {FLOW_NAMES}; "
                            "got 'sed'. Did you mean 'seed'?"))])
def test_a_lab_is_refused_in_a_sentence(fields, message):
    with pytest.raises(ValueError) as error:
        GradientFlowLab(**fields)
    assert str(error.value) == message


def test_a_field_that_has_the_name_of_a_labs_own_part_is_refused():
    class Swing(bp.Settings):
        layout: float = bp.slider(0.1, 0, 1, step=0.05)

    with pytest.raises(ValueError) as error:
        bp.make_lab("When does it stop?", Swing, lambda settings: None)
    assert str(error.value) == (
        "settings of Swing: expected names that a lab does not use itself; got 'layout'. Give the field another name.")
