"""How a lab is arranged: which controls are open, which are locked, which pictures are shown."""

import pytest

import bpwidgets as bp
from bpwidgets.settings import Records, RowEdits
from tests.widgets.labs import LABS


def visible(lab, name):
    """The control stands in the lab and no box around it is hidden."""
    def find(box):
        if box.layout.display == "none":
            return False
        return any(child is lab.controls[name] or (hasattr(child, "children") and find(child))
                   for child in box.children)
    return find(lab)


@pytest.mark.parametrize("lab", LABS)
def test_the_few_controls_are_open_and_the_rest_is_behind_more(make, lab):
    lab_ = make(lab)
    fields = lab_.settings.fields()
    shown = {name for name in lab_.controls if visible(lab_, name)}
    # A cursor only looks at what is there.
    chosen = [name for name in lab_.plan.controls if not fields[name].cursor]
    assert shown & set(fields) == set(lab_.plan.controls) and 3 <= len(chosen) <= 5
    more, = (child for child in lab_.children if getattr(child, "description", "") == "more settings")
    more.value = True
    assert all(visible(lab_, name) for name in lab_.controls)
    more.value = False
    assert {name for name in lab_.controls if visible(lab_, name)} == shown


def test_an_instructor_chooses_which_controls_are_open(make):
    lab = make("flow", controls=("seed", "depth"))
    assert {name for name in lab.controls if visible(lab, name)} == {"seed", "depth"}


def test_locked_binds_the_hand_and_not_code(make):
    lab = make("flow", locked=("seed", "gain"))
    assert [name for name, control in lab.controls.items() if control.disabled] == ["gain", "seed"]
    lab.set(seed=5)
    assert lab.settings.seed == 5 == lab.controls["seed"].value


@pytest.mark.parametrize("lab", LABS)
def test_every_control_of_a_locked_lab_is_still_and_code_goes_on(make, lab):
    fields = tuple(LABS[lab].kind.plan.settings.fields())
    lab_ = make(lab, locked=fields)
    assert all(control.disabled for control in lab_.controls.values() if hasattr(control, "value"))
    name = next(name for name in ("seed", "weight", "selected", "patient") if name in fields)
    lab_.set(**{name: LABS[lab].hand[name]})
    assert getattr(lab_.settings, name) == LABS[lab].hand[name]
    assert lab_._panel.clock is None
    settings = lab_.settings
    for action in lab_.plan.actions.values():
        lab_._panel._touched(action.changes(lab_.settings, lab_.result))
    assert lab_.settings is settings


def test_an_instructor_chooses_the_pictures(make):
    lab = make("weight", views=("rate",))
    assert len(lab.figure.axes) == 2 and lab.canvas.frame_info["height"] == 74


def as_sentence(words):
    return words[0].upper() + words[1:]


@pytest.mark.parametrize("lab", LABS)
def test_every_control_has_words_and_help(make, lab):
    lab_ = make(lab)
    for name, control in lab_.controls.items():
        field = lab_.settings.fields().get(name)
        if isinstance(field, (Records, RowEdits)):
            assert control.value == field.brief(getattr(lab_.settings, name))
        elif field and name != lab_.settings.coordinates():
            # Of two directions the menu of their kinds has the words.
            assert getattr(control, "kind", control).description == field.label and field.label
            assert field.help and as_sentence(control.tooltip).startswith(as_sentence(field.help))
            assert control.tooltip == lab_.canvas.hints[name]
        elif not field:
            assert control.description == name
            assert control.tooltip == lab_.canvas.hints[lab_.settings.coordinates()]


def test_what_is_left_out_of_the_views_is_not_told_anywhere():
    lab = bp.WeightLab(views=("parabola",))
    assert lab.canvas.verdict == "" and lab.canvas.table == {} and lab.result.verdict not in lab.canvas.alt
    assert bp.WeightLab(views=("parabola", "verdict")).canvas.verdict == lab.result.verdict


def test_the_hand_chooses_what_to_look_at_and_code_follows():
    lab = bp.WeightLab()
    assert lab.views == ("parabola", "loss", "rate", "table", "verdict")
    tall, switches = lab.canvas._sheet.height, lab._panel.switches.boxes
    switches["rate"].value = False
    assert lab.views == ("parabola", "loss", "table", "verdict") and lab.canvas._sheet.height < tall
    lab.show("rate", "parabola")
    assert lab.views == ("parabola", "rate") and lab.canvas.verdict == "" and lab.canvas.table == {}
    assert {view: box.value for view, box in switches.items()} == {
        "parabola": True, "loss": False, "rate": True, "table": False}


def test_the_last_picture_cannot_be_switched_off():
    lab = bp.WeightLab(views=("loss", "verdict"))
    lab._panel.switches.boxes["loss"].value = False
    assert lab.views == ("loss", "verdict") and lab._panel.switches.boxes["loss"].value
    assert lab.canvas.trouble and "at least one picture out of parabola, loss, rate" in lab.canvas.status
    with pytest.raises(ValueError, match="views of WeightLab: expected names out of"):
        lab.show("rates")
    assert lab.views == ("loss", "verdict")
