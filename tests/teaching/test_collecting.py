"""Collect: points first, then a law, then its curve and its score at a point that nobody saw."""
import json
from dataclasses import replace

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.teaching import Collect, Law, Lesson, fixed_amount, power_of_x, same_factor
from bpwidgets.teaching.lesson import Desk
from bpwidgets.teaching.records.record import Record

LINE, FACTOR, POWER = 0, 1, 2
# An orthogonal linear net whose weights are a tenth: each layer takes one decade of the error.
DECAY = Collect(
    "decay", "How does the error at layer 1 depend on the depth?", x="depth",
    lab=lambda: bp.GradientFlowLab(depth=2, width=4, activation="identity", initializer="orthogonal", gain=0.1,
                                   views=("profile",)),
    y=lambda lab: float(lab.result.delta_size[0] / lab.result.delta_size[-2]), measure="share of the error",
    laws=(Law("falls by a fixed amount per layer", fixed_amount, misconception="decay-is-linear"),
          Law("falls by the same factor per layer", same_factor), Law("falls as a power of the depth", power_of_x)),
    unseen={"depth": 12}, why=lambda lab: f"Each of the {lab.settings.depth - 1} steps back takes a decade.")


@pytest.fixture
def shown(tmp_path, made):
    """shown(item): the item, shown in a cell, anew each time beside the same record."""
    return lambda item=DECAY: made(
        Lesson("one", "One", 1, (item,), desk=Desk(Record(tmp_path / "r.jsonl"))).show(item.name))


def kept(cell, *depths):
    for depth in depths:
        cell.lab.set(depth=depth)
        cell.press("keep", {})
    return cell


def said(cell):
    return json.dumps([part.sent() for part in cell.parts], ensure_ascii=False)


def kinds(cell):
    return [part.sent()["kind"] for part in cell.parts]


def test_the_lab_is_there_from_the_beginning_and_nothing_else(shown):
    cell = shown()
    assert cell.children == (cell.card, cell.lab) and cell.found is None
    assert cell.lab.views == ("profile",)


def test_a_point_is_what_the_lab_shows_now(shown):
    cell = kept(shown(), 5, 3)
    assert [event.kind for event in cell.past] == ["kept", "kept"]
    assert [event.answer[0] for event in cell.past] == [5, 3]
    np.testing.assert_allclose([event.answer[1] for event in cell.past], [1e-4, 1e-2], rtol=1e-9)
    assert "GradientFlowLab(depth=3" in cell.past[1].settings


def test_a_point_is_of_the_whole_result_although_the_hand_has_hardly_let_go(shown):
    training = replace(DECAY, x="gain", unseen={"gain": 2.0}, y=lambda lab: float(lab.result.known), measure="known",
                       lab=lambda: bp.FlowOverTrainingLab(depth=2, width=4, n_samples=4, steps=200, views=("profile",)))
    cell = shown(training)
    cell.lab.canvas._hear({"kind": "look", "view": "one", "width": 800, "ratio": 1.0, "dark": False})
    cell.lab.controls["gain"].value = 1.5
    assert cell.lab.result.known < 200
    cell.press("keep", {})
    assert cell.lab.result.known == 200


def test_the_points_stand_in_a_table_in_their_order_without_a_law(shown):
    cell = kept(shown(), 5, 3)
    table = next(part.words for part in cell.parts if part.text().startswith("|"))
    assert table.splitlines()[2:] == ["| 3 | 0.01 |", "| 5 | 10⁻⁴ |"]
    assert "choices" not in kinds(cell) and "1 more point, then" in said(cell)


def test_three_points_are_needed_for_a_law(shown):
    cell = kept(shown(), 5, 3)
    cell.press("commit", {"law": FACTOR})
    assert "expected 3 or more; got 2" in cell.trouble and cell.found is None and len(cell.past) == 2
    kept(cell, 4)
    assert "choices" in kinds(cell)


def test_before_the_law_no_form_tells_where_it_will_be_scored_or_what_is_there(shown):
    cell = kept(shown(), 5, 3, 4)
    everything = said(cell) + repr(cell) + json.dumps(cell._repr_mimebundle_(), default=str)
    assert "12" not in "".join(part.text() for part in cell.parts) and "10⁻¹¹" not in everything
    assert "takes a decade" not in everything


@pytest.mark.parametrize("depths, depth, asked_for", [
    ((5,), 5, "not kept yet"), ((), 12, "left for the end"), ((5, 3), 12, "left for the end")])
def test_a_point_is_kept_once_and_the_last_one_is_left_out(shown, depths, depth, asked_for):
    cell = kept(shown(), *depths, depth)
    assert asked_for in cell.trouble and len(cell.past) == len(depths)


def test_only_one_setting_may_differ(shown):
    cell = kept(shown(), 5)
    cell.lab.set(activation="tanh", depth=6)
    cell.press("keep", {})
    assert "activation" in cell.trouble and "'identity', as at the other points" in cell.trouble and len(cell.past) == 1
    cell.lab.set(activation="identity", layer=2)      # which layer is looked at is no difference
    cell.press("keep", {})
    assert len(cell.past) == 2


def test_what_is_no_number_is_no_point(shown):
    cell = shown(replace(DECAY, y=lambda lab: float("nan")))
    cell.press("keep", {})
    assert "share of the error" in cell.trouble and cell.past == ()


def test_the_last_point_is_taken_back(shown):
    cell = kept(shown(), 5, 3)
    cell.press("drop", {})
    assert "10⁻⁴" in said(cell) and "0.01" not in said(cell)
    kept(cell, 3)
    assert cell.trouble == "" and [event.kind for event in cell.past] == ["kept", "kept", "dropped", "kept"]
    for _ in range(3):
        cell.press("drop", {})
    assert "expected one that was kept" in cell.trouble


def committed(cell, law):
    kept(cell, 5, 3, 4).press("commit", {"law": law})
    return cell


def test_the_right_law_is_the_one_that_comes_closest_at_the_unseen_point(shown):
    cell = committed(shown(), FACTOR)
    event = cell.past[-1]
    assert event.right is True and event.answer[0] == event.outcome[0] == "falls by the same factor per layer"
    np.testing.assert_allclose([event.answer[1], event.outcome[1]], 1e-11, rtol=1e-6)
    for words in ("Right.", "Through your 3 points", "10⁻¹¹", "at depth 12", "No other law comes closer",
                  "Each of the 11 steps back takes a decade."):
        assert words in said(cell)


def test_a_wrong_law_is_told_which_comes_closer_and_by_how_much_it_is_off(shown):
    cell = committed(shown(), POWER)
    event = cell.past[-1]
    assert event.right is False and event.outcome[0] == "falls by the same factor per layer"
    assert "Not so." in said(cell) and "a factor of" in said(cell) and "Closer comes" in said(cell)


def test_a_wrong_law_names_its_misconception_in_the_record(shown):
    assert committed(shown(), LINE).past[-1].misconception == "decay-is-linear"


def test_the_outcome_is_that_of_the_lab_with_the_settings_of_the_points(shown):
    cell = shown()
    cell.lab.set(gain=0.5)
    committed(cell, FACTOR)
    assert cell.past[-1].outcome[1] == pytest.approx(0.5**11, rel=1e-9)
    assert "depth=12" in cell.past[-1].settings and "gain=0.5" in cell.past[-1].settings


def picture(lab):
    """The axes with the points."""
    axes, = (axes for axes in lab.figure.axes if axes.lines)
    return axes


def test_after_that_its_curve_is_drawn_through_the_points(shown):
    cell = committed(shown(), FACTOR)
    assert cell.children == (cell.card, cell.found, cell.lab)
    axes = picture(cell.found)
    lines = {len(line.get_xdata()): line for line in axes.lines}
    curve = lines[201]
    np.testing.assert_allclose(curve.get_ydata(), 1 - curve.get_xdata(), atol=1e-6)      # decades
    assert list(lines[3].get_xdata()) == [5, 3, 4] and list(lines[1].get_xdata()) == [12]
    assert float(lines[1].get_ydata()[0]) == pytest.approx(-11)
    assert "Your law says 10⁻¹¹ at depth 12" in cell.found.describe()


@pytest.mark.parametrize("law", [LINE, FACTOR, POWER])
def test_every_law_can_be_drawn(shown, law):
    cell = committed(shown(), law)
    assert cell.trouble == "" and cell.found.figure and cell.found.describe()


def test_points_within_few_decades_are_drawn_as_they_are(shown):
    cell = shown()
    cell.lab.set(gain=0.9)
    committed(cell, FACTOR)
    axes = picture(cell.found)
    assert 0 <= axes.get_ylim()[1] <= 1.2 and axes.get_ylim()[0] > -1


def test_points_and_law_are_there_the_next_day(shown):
    kept(shown(), 5, 3)
    cell = shown()
    assert "10⁻⁴" in said(cell) and cell.found is None
    kept(cell, 4).press("commit", {"law": FACTOR})
    again = shown()
    assert again.found is not None and "Right." in said(again) and again.children[1] is again.found


def test_there_is_one_committed_law_and_no_point_after_it(shown):
    cell = committed(shown(), LINE)
    cell.press("commit", {"law": FACTOR})
    cell.press("keep", {})
    assert [event.kind for event in cell.past] == ["kept"] * 3 + ["answered"] and cell.past[-1].right is False


def test_a_law_that_does_not_suit_the_points_is_refused_and_nothing_is_scored(shown):
    cell = shown(replace(DECAY, y=lambda lab: lab.settings.depth - 4.0))
    committed(cell, FACTOR)
    assert "all above 0, or all below" in cell.trouble and cell.found is None
    cell.press("commit", {"law": LINE})
    assert cell.trouble == "" and cell.past[-1].right is True and cell.past[-1].outcome[1] == 8


def test_no_law_chosen_is_said(shown):
    cell = kept(shown(), 5, 3, 4)
    cell.press("commit", {})
    assert "Choose one first" in cell.trouble


def test_what_a_saved_notebook_holds_is_the_same_whatever_the_learner_did(shown):
    before = shown()._repr_mimebundle_()
    after = committed(shown(), FACTOR)._repr_mimebundle_()
    assert {kind: before[kind] for kind in ("text/plain", "text/html")} == {
        kind: after[kind] for kind in ("text/plain", "text/html")}


@pytest.mark.parametrize("wrong", [{"laws": DECAY.laws[:1]}, {"unseen": {"gain": 1}}, {"question": ""}])
def test_what_cannot_be_asked_is_refused(wrong):
    with pytest.raises(bp.ArgumentError):
        replace(DECAY, **wrong)


def test_a_setting_that_does_not_exist_is_named(shown):
    cell = shown(replace(DECAY, x="dept", unseen={"dept": 12}))
    cell.press("keep", {})
    assert "Did you mean 'depth'?" in cell.trouble
