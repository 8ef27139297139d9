"""What can be pressed: buttons, what a lock or an instructor leaves of them; the clock; pictures by arrow keys."""

import pytest

import bpwidgets as bp
from tests.widgets.labs import LABS, by_hand

SICK = dict(depth=30, activation="tanh", initializer="lecun_normal", gain=0.5)


def buttons(lab):
    """The buttons that stand in the lab, by their words."""
    boxes = [child for child in lab.children if "bpw-actions" in child._dom_classes]
    return {button.description: button for box in boxes for button in box.children}


def shows_more(lab):
    return any(getattr(child, "description", "") == "more settings" for child in lab.children)


@pytest.mark.parametrize("lab", LABS)
def test_every_lab_can_be_set_back_by_one_press(make, lab):
    lab_ = make(lab)
    start, reset = lab_.settings, buttons(lab_)["Reset"]
    assert reset.disabled and reset.tooltip == "nothing to change"
    name, value = next((name, value) for name, value in LABS[lab].hand.items() if name in lab_.plan.controls)
    by_hand(lab_, name, value)
    assert lab_.settings != start and not reset.disabled and "began" in reset.tooltip
    reset.click()
    assert lab_.settings == start and reset.disabled and "Reset: " in lab_.canvas.status


def test_a_reset_leaves_what_is_locked_and_what_was_gathered():
    lab = bp.GradientFlowLab(width=8, depth=4, locked=("gain",))
    lab.set(gain=2.0, depth=9)
    gathered = bp.collect(lab)
    gathered.press("collect")
    gathered.set(x="gain")
    for one in (lab, gathered):
        buttons(one)["Reset"].click()
    assert lab.settings.depth == 4 and lab.settings.gain == 2.0
    assert len(gathered.settings.records) == 1 and gathered.settings.x == "depth"
    gathered.close()
    lab.close()


def test_what_a_press_changed_is_said_until_the_next_change(make):
    lab = make("flow", **SICK)
    buttons(lab)["Apply the cure"].click()
    said = lab.canvas.status
    assert said.startswith(f"{lab!r}. (Apply the cure: ") and "gain: 0.5 → 1.1" in said
    lab.canvas._hear({"kind": "idle", "view": "one", "serial": lab.canvas.frame_info["serial"]})
    assert lab.canvas.status == said
    lab.set(layer=3)
    assert lab.canvas.status == repr(lab)


def test_a_button_that_would_change_what_is_locked_is_left_out_or_still(make):
    assert list(buttons(make("flow", locked=("gain",), **SICK))) == ["Reset"]
    lab = make("flow", locked=("bias_scale",), bias_scale=0.5, **SICK)
    cure = buttons(lab)["Apply the cure"]
    assert cure.disabled and cure.tooltip == "locked here: bias_scale"
    lab.set(bias_scale=0.0)
    assert not cure.disabled


def test_an_instructor_takes_buttons_and_more_settings_away(make):
    bare = make("flow", actions=(), more=False, **SICK)
    assert buttons(bare) == {} and not shows_more(bare) and set(bare.controls) > set(bare.plan.controls)
    assert list(buttons(make("flow", actions=(), **SICK))) == ["Reset"]
    # The cure changes settings whose controls are not there, so somebody must have meant it.
    assert buttons(make("flow", more=False, **SICK)) == {}
    named = make("flow", more=False, actions=("apply_cure",), **SICK)
    assert list(buttons(named)) == ["Apply the cure", "Reset"] and not shows_more(named)
    assert list(buttons(make("curvature", more=False))) == ["Take the fastest pair", "Reset"]


@pytest.mark.parametrize("arrangement, message", [
    (dict(actions=("cure",)), "actions of GradientFlowLab: expected names out of apply_cure; got 'cure'"),
    (dict(more=1), "more of GradientFlowLab: expected True or False; got 1")])
def test_what_is_no_arrangement_is_refused(arrangement, message):
    with pytest.raises(bp.ArgumentError) as refusal:
        bp.GradientFlowLab(**arrangement)
    assert str(refusal.value).startswith(message)


def test_the_clock_has_a_pace_and_its_buttons_tell_their_keys(make):
    clock = make("weight")._panel.clock
    clock.pace.value = dict(clock.pace.options)["4×"]
    assert clock.play.interval == 38
    told = [button.tooltip for button in (clock.start, clock.back, clock.step, clock.running)]
    assert ["Home" in told[0], "←" in told[1], "→" in told[2], "space bar" in told[3]] == [True] * 4
    clock.running.value = True
    assert clock.running.tooltip.startswith("Pause: ")


@pytest.mark.parametrize("lab", [lab for lab, case in LABS.items() if any(
    hasattr(picture, "handle") for picture in case.kind.plan.pictures.values())])
def test_a_picture_that_can_be_dragged_says_where_it_stands(make, lab):
    lab_ = make(lab)
    lab_.show(*lab_.plan.views)
    before = lab_.canvas._told_handles()
    assert before and all(handle["value"] and "nan" not in handle["value"] for handle in before)
    for handle in before:
        lab_.canvas.arrows = {handle["name"]: [2, 1]}
    after = lab_.canvas._told_handles()
    assert [handle["value"] for handle in after] != [handle["value"] for handle in before]


# -- a button that is there only while it can do something


def shown(lab_, name):
    return lab_.widgets.actions.buttons[name].layout.display != "none"


@pytest.mark.parametrize("lab", [name for name, case in LABS.items() if case.kind.plan.length])
def test_each_run_in_pieces_can_be_stopped_while_it_grows_and_only_then(make, lab):
    lab_ = make(lab)
    length, most = lab_.plan.length, 400 if lab in ("two_nets", "sequence") else 60
    assert lab_.state and not shown(lab_, "stop")
    lab_.widgets.canvas._hear({"kind": "look", "view": "page", "width": 860, "ratio": 1.0, "dark": False})
    lab_.controls["epochs" if lab == "train" else length].value = most
    known = lab_._experiment.result.known
    assert known < most and shown(lab_, "stop")
    lab_.widgets.actions.buttons["stop"].click()
    assert getattr(lab_.settings, length) == known == lab_.result.known
    assert not shown(lab_, "stop") and not lab_._experiment.unfinished
