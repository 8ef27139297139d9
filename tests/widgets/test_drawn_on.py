"""A picture that is drawn on: no place of the pointer is lost, keys draw, and tabs show views that belong together."""
import pytest

import bpwidgets as bp

SMALL = dict(epochs=2, trained_on=64, hidden=6)


@pytest.fixture
def lab():
    made = bp.DigitsLab(**SMALL)
    made.open()
    yield made
    made.close()


def point(lab, press, *places):
    """The page tells where the pointer is, with all places since it was pressed."""
    lab.canvas.pointer = {"name": "board", "press": press, "start": places[0], "at": places[-1],
                          "trace": [list(place) for place in places]}


def test_the_handle_says_that_it_is_drawn_on_and_others_do_not(lab):
    assert [handle["traced"] for handle in lab.canvas.handles] == [True]
    lab.show("right")
    lab.canvas.remake()
    assert [handle["traced"] for handle in lab.canvas._sheet.handles()] == [False]


def test_places_between_two_messages_are_not_lost(lab):
    point(lab, 1, (0.25, 0.25))
    point(lab, 1, (0.25, 0.25), (0.5, 0.25), (0.5, 0.5), (0.75, 0.5))
    assert lab.settings.strokes == (((0.25, 0.25), (0.5, 0.25), (0.5, 0.5), (0.75, 0.5)),)
    point(lab, 2, (0.0, 1.0), (1.0, 1.0))
    assert len(lab.settings.strokes) == 2 and lab.settings.strokes[1] == ((0.0, 1.0), (1.0, 1.0))


def test_enter_lowers_the_pen_and_the_arrow_keys_draw(lab):
    for way in ((0, 0), (3, 0), (0, -2), (0, 0), (-3, 0)):
        lab.canvas._hear({"kind": "pen", "view": "one", "picture": "board", "way": way})
    assert lab.settings.strokes == (((0.5, 0.5), (0.56, 0.5), (0.56, 0.54)),) and not lab.settings.pen_down
    assert lab.settings.pen == (0.5, 0.54)
    told, = (handle for handle in lab.canvas._told_handles() if handle["name"] == "board")
    assert told["value"] == "pen 0.5 and 0.54"


def test_a_locked_drawing_stays(lab):
    still = bp.DigitsLab(**SMALL, locked=("strokes",))
    still.open()
    point(still, 1, (0.25, 0.25), (0.5, 0.25))
    assert still.settings.strokes == lab.settings.strokes
    still.close()


def test_a_tab_shows_its_views_and_follows_what_code_shows(lab):
    tabs = lab._panel.tabs
    names = list(lab.plan.tabs)
    assert tabs.chips.pressed == [names.index("draw")]
    tabs.chips.pressed = [names.index("draw"), names.index("errors")]
    assert lab.views == ("confusion", "errors", "verdict") and tabs.chips.pressed == [names.index("errors")]
    tabs.chips.pressed = []
    assert lab.views == ("confusion", "errors", "verdict") and tabs.chips.pressed == [names.index("errors")]
    lab.show("board", "seen")
    assert tabs.chips.pressed == []
    lab.show(*lab.plan.tabs["inside"], "verdict")
    assert tabs.chips.pressed == [names.index("inside")]


def test_a_lab_without_more_settings_has_no_tabs():
    lab = bp.DigitsLab(**SMALL, more=False)
    assert lab._panel.tabs is None
    lab.close()
