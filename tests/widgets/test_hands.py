"""Hands on pictures: a drag and the arrow keys go the same way as a slider, and coarse results become fine when they
rest."""
from types import SimpleNamespace

import pytest

from bpwidgets.pictures.frame import limits
from bpwidgets.settings import Settings, point, slider, toggle
from bpwidgets.widgets.lab import Lab
from bpwidgets.widgets.plan import Plan

LOOK = dict(width=800, ratio=1.0, dark=False)


class TargetSettings(Settings):
    lab = "TargetLab"
    at: tuple = point((0.0, 0.0), label="at")
    turn: float = slider(0.0, -360, 360, step=1)
    broken: bool = toggle(False)


class Target:
    margins = (50, 50, 50, 50)
    handle = "the target: drag it, or move it with the arrow keys"

    def __init__(self, axes, style):
        self.dot, = axes.plot([], [], "o")
        self.moving = (self.dot,)
        self.axes = axes

    def draw(self, settings, result):
        limits(self.axes, (-10, 10), (0, 5))
        self.dot.set_data([settings.at[0]], [settings.at[1]])

    def drag(self, pressed, result, start, at):
        return {"at": at, "turn": pressed.turn + 10 * (at[0] - start[0])}

    def nudge(self, settings, result, right, up):
        return {"at": (settings.at[0] + right, settings.at[1] + up)}


class Still:
    margins = (20, 20, 20, 20)

    def __init__(self, axes, style):
        self.moving = ()

    def draw(self, settings, result):
        pass


def study(settings):
    if settings.broken:
        raise ArithmeticError("broken")
    for fineness in ("coarse", "exact"):
        yield SimpleNamespace(fineness=fineness, verdict=fineness)


class TargetLab(Lab):
    plan = Plan(question="Where?", settings=TargetSettings, study=study, summary=lambda s,
                r: f"TargetLab: {r.fineness}",
                describe=lambda s, r: r.fineness, controls=("turn",), pictures={"target": Target, "still": Still},
                rows=((200, {"target": 1, "still": 1}),))


@pytest.fixture
def make():
    labs = []

    def make(**fields):
        labs.append(TargetLab(**fields))
        return labs[-1]

    yield make
    for lab in labs:
        lab.close()


@pytest.fixture
def lab(make):
    return make()


def say(lab, kind, **more):
    lab.canvas._hear({"kind": kind, "view": "one", **more})


def watch(lab):
    say(lab, "look", **LOOK)
    say(lab, "seen", serial=lab.canvas.frame_info["serial"])


def rest(lab):
    say(lab, "seen", serial=lab.canvas.frame_info["serial"])
    say(lab, "rest", serial=lab.canvas.frame_info["serial"])


def drag(lab, at, start=(0.5, 0.5), press=1):
    lab.canvas.pointer = {"name": "target", "press": press, "start": list(start), "at": list(at)}


def test_only_pictures_that_a_hand_can_act_on_have_a_box(lab):
    box, = lab.canvas.handles
    assert (box["name"], box["label"]) == ("target", Target.handle)
    # a place of 430 x 200 px with 50 px around the axes
    assert box["box"] == pytest.approx([50 / 860, 50 / 200, 330 / 860, 100 / 200], abs=1e-4)


def test_telling_where_the_boxes_are_keeps_the_background(lab):
    sheet = lab.canvas._sheet
    sheet.pixels()
    sheet.handles()
    assert not sheet.figure.stale


def test_a_box_goes_with_its_picture_when_it_is_switched_off(lab):
    watch(lab)
    lab.show("still", "verdict")
    assert lab.canvas.handles == []
    drag(lab, (0.1, 0.1))
    assert lab.settings.at == (0, 0)


@pytest.mark.parametrize("part, spot", [((0.5, 0.5), (0, 2.5)), ((0, 0), (-10, 5)), ((1, 1), (10, 0)),
                                        ((1.1, 0.5), (12, 2.5))])
def test_a_drag_is_heard_in_the_coordinates_of_the_picture(lab, part, spot):
    drag(lab, part)
    assert lab.settings.at == pytest.approx(spot)


def test_a_drag_knows_the_settings_from_when_it_was_pressed(lab):
    drag(lab, (0.5, 0.5))
    drag(lab, (0.6, 0.5))
    drag(lab, (0.75, 0.5))
    assert lab.settings.turn == pytest.approx(50)
    drag(lab, (0.75, 0.5), start=(0.7, 0.5), press=2)
    assert lab.settings.turn == pytest.approx(60)


def test_arrow_keys_are_counted_so_that_none_is_lost(lab):
    for counts in ([1, 0], [3, -1], [3, -6]):
        lab.canvas.arrows = {"target": counts}
    assert lab.settings.at == (3, -6)


def test_a_drag_is_one_event(lab):
    events = []
    lab.observe(events.append, "settings")
    drag(lab, (0.1, 0.1))
    assert len(events) == 1


def test_what_is_locked_stays_and_the_rest_moves(make):
    lab = make(locked=("at",))
    drag(lab, (0.75, 0.5))
    assert lab.settings.at == (0, 0) and lab.settings.turn == pytest.approx(50)
    lab.set(at=(1, 1))
    assert lab.settings.at == (1, 1)


def test_a_drag_beyond_what_is_allowed_is_told_and_nothing_changes(lab):
    drag(lab, (9.0, 0.5))
    assert lab.settings == TargetSettings() and lab.canvas.trouble and "turn of TargetLab" in lab.canvas.status


def test_while_somebody_looks_a_hand_gets_the_coarse_result_and_the_exact_one_at_rest(lab):
    watch(lab)
    drag(lab, (0.1, 0.1))
    assert lab.result.fineness == "coarse" and not lab.canvas.frame_info["exact"]
    rest(lab)
    assert lab.result.fineness == "exact" and lab.canvas.verdict == "exact"
    rest(lab)
    assert lab.canvas.frame_info["exact"]


def test_where_nobody_looks_a_hand_gets_the_exact_result(lab):
    drag(lab, (0.1, 0.1))
    assert lab.result.fineness == "exact"


def test_a_lab_that_nobody_looks_at_any_more_is_finished(lab):
    watch(lab)
    drag(lab, (0.1, 0.1))
    say(lab, "gone")
    assert lab.result.fineness == "exact"


def test_code_gets_the_exact_result_while_somebody_looks(lab):
    watch(lab)
    lab.set(turn=5)
    assert lab.result.fineness == "exact" and lab.canvas.frame_info["exact"]


def test_another_theme_does_not_forget_what_is_still_to_come(lab):
    watch(lab)
    drag(lab, (0.1, 0.1))
    say(lab, "look", **{**LOOK, "dark": True})
    for _ in range(3):
        rest(lab)
    assert lab.result.fineness == "exact" and lab.canvas.frame_info["exact"]


class PatientLab(Lab):
    """A study that is not ready for a while."""

    @staticmethod
    def patient(settings):
        coarse = SimpleNamespace(fineness="coarse", verdict="coarse")
        yield from (coarse, coarse, coarse, SimpleNamespace(fineness="exact", verdict="exact"))

    plan = Plan(question="Where?", settings=TargetSettings, study=patient, summary=lambda s,
                r: f"TargetLab: {r.fineness}",
                describe=lambda s, r: r.fineness, controls=("turn",), pictures={"target": Target},
                rows=((200, {"target": 1}),))


def test_a_page_asks_again_while_nothing_new_is_ready():
    lab = PatientLab()
    watch(lab)
    drag(lab, (0.1, 0.1))
    seen = []
    for _ in range(4):
        serial = lab.canvas.frame_info["serial"]
        rest(lab)
        # each is answered by a frame, after which the page asks again
        assert lab.canvas.frame_info["serial"] > serial
        seen.append((lab.result.fineness, lab.canvas.frame_info["exact"]))
    assert seen == [("coarse", False)] * 2 + [("exact", False), ("exact", True)]
    lab.close()
