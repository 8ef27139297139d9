"""The canvas speaks with its views: lossy while a hand moves, exact at rest, the newest frame only, nothing for
nobody."""

import io

import pytest
from PIL import Image

from bpwidgets.labs.gradient_flow.lab import GradientFlowLab
from bpwidgets.labs.gradient_map.lab import GradientMapLab
from bpwidgets.labs.weight.lab import WeightLab
from bpwidgets.widgets import canvas as canvas_module

LOOK = dict(width=800, ratio=1.0, dark=False)


class Clock:
    """time.monotonic that stands still until it is told."""

    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr(canvas_module.time, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def lab(clock):
    lab = WeightLab()
    yield lab
    lab.close()


@pytest.fixture
def draws(lab):
    """The serial of every frame that the canvas drew for its views."""
    drawn, send = [], lab.canvas._send_frame

    def counted():
        send()
        drawn.append(lab.canvas.frame_info["serial"])

    lab.canvas._send_frame = counted
    return drawn


def say(lab, kind, view="one", **more):
    lab.canvas._hear({"kind": kind, "view": view, **more})


def seen(lab, view="one"):
    say(lab, "seen", view, serial=lab.canvas.frame_info["serial"])


def arrive(lab, view="one", **look):
    say(lab, "look", view, **{**LOOK, **look})
    seen(lab, view)


def move(lab, weight):
    lab.controls["weight"].value = weight


def decoded(lab):
    image = Image.open(io.BytesIO(lab.canvas.frame))
    image.load()
    return image


def test_the_first_frame_travels_with_the_widget(lab):
    assert lab.canvas.frame_info == {"serial": 0, "width": 860, "height": 270, "exact": True, "media": "image/png",
                                     "dark": False}
    assert decoded(lab).size == (860, 270)


def test_nothing_is_drawn_where_nobody_looks(lab, draws):
    for k in range(5):
        move(lab, k / 2)
        lab.set(weight=k / 3)
    assert not draws and lab.canvas.frame_info["serial"] == 0


def test_words_come_also_where_nobody_looks(lab):
    move(lab, 3.0)
    assert lab.canvas.status.startswith("WeightLab: step 0 of 20: weight 3,")
    assert lab.canvas.table["caption"] == "step 0, weight 3"


def test_a_view_that_comes_later_sees_the_present_picture(lab, draws):
    move(lab, 3.0)
    arrive(lab, width=860)
    assert draws == [1] and lab.canvas.frame == lab.canvas.render(exact=True)


def test_a_hand_that_moves_sees_a_lossy_frame_and_an_exact_one_at_rest(lab, draws):
    arrive(lab)
    move(lab, 3.0)
    assert lab.canvas.frame_info["media"] == "image/jpeg" and not lab.canvas.frame_info["exact"]
    assert decoded(lab).format == "JPEG"
    seen(lab)
    say(lab, "rest", serial=lab.canvas.frame_info["serial"])
    assert lab.canvas.frame_info["exact"] and decoded(lab).format == "PNG"
    assert lab.canvas.frame == lab.canvas.render(exact=True)


def test_a_change_from_code_is_exact_at_once(lab):
    arrive(lab)
    lab.set(weight=3.0)
    assert lab.canvas.frame_info["exact"] and decoded(lab).format == "PNG"


def test_only_one_frame_is_under_way_and_then_the_newest_is_sent(lab, draws):
    arrive(lab)
    first = len(draws)
    for k in range(30):
        move(lab, 3.0 - k / 100)
    assert len(draws) == first + 1                                     # the first one is not seen yet
    seen(lab)
    assert len(draws) == first + 2                                     # all others in one
    seen(lab)
    assert len(draws) == first + 2
    say(lab, "rest", serial=lab.canvas.frame_info["serial"])
    assert lab.canvas.frame == lab.canvas.render(exact=True)


def test_a_frame_that_is_never_seen_holds_back_the_next_only_for_a_while(lab, draws, clock):
    arrive(lab)
    move(lab, 3.0)
    before = len(draws)
    move(lab, 2.9)
    assert len(draws) == before
    clock.now += canvas_module.PATIENCE * 1.5
    move(lab, 2.8)
    assert len(draws) == before + 1


def test_after_a_long_silence_nobody_is_thought_to_look(lab, draws, clock):
    arrive(lab)
    move(lab, 3.0)
    clock.now += canvas_module.SILENCE * 1.5
    before = len(draws)
    for k in range(5):
        move(lab, k / 10)
    assert len(draws) == before
    seen(lab)
    assert len(draws) == before + 1


def test_a_view_that_is_gone_costs_nothing(lab, draws):
    arrive(lab)
    say(lab, "gone")
    before = len(draws)
    move(lab, 3.0)
    assert len(draws) == before


def test_of_two_views_the_one_that_stays_is_served(lab, draws):
    arrive(lab, "one")
    arrive(lab, "two")
    say(lab, "gone", "one")
    before = len(draws)
    move(lab, 3.0)
    assert len(draws) == before + 1


def test_the_view_that_stays_gets_its_own_width_back(lab):
    arrive(lab, "one")
    arrive(lab, "two", width=640)
    assert lab.canvas.frame_info["width"] == 640
    say(lab, "gone", "two")
    assert lab.canvas.frame_info["width"] == LOOK["width"]


def test_a_rest_for_an_old_frame_does_not_ask_for_an_exact_one(lab, draws):
    arrive(lab)
    move(lab, 3.0)
    old = lab.canvas.frame_info["serial"]
    seen(lab)
    move(lab, 2.9)
    seen(lab)
    before = len(draws)
    say(lab, "rest", serial=old)
    assert len(draws) == before


@pytest.mark.parametrize("look, size", [(dict(width=1000), (1000, 270)), (dict(width=300), (600, 466)),
                                        (dict(width=5000), (1600, 270)),
                                        (dict(ratio=2.0), (1600, 540)), (dict(ratio=9.0), (2400, 810)),
                                        (dict(ratio=0.5), (800, 270))])
def test_a_frame_has_the_width_and_density_of_its_view_within_reason(lab, look, size):
    arrive(lab, **look)
    assert decoded(lab).size == size
    info, ratio = lab.canvas.frame_info, min(max(look.get("ratio", 1.0), 1.0), 3.0)
    assert (info["width"] * ratio, info["height"] * ratio) == size


@pytest.mark.parametrize("dark, ground", [(False, (255, 255, 255)), (True, (17, 17, 17))])
def test_a_frame_has_the_ground_of_the_theme(lab, dark, ground):
    arrive(lab, dark=dark)
    assert decoded(lab).getpixel((0, 0)) == ground


def test_the_same_look_again_draws_nothing(lab, draws):
    arrive(lab)
    before = len(draws)
    say(lab, "look", **LOOK)
    assert len(draws) == before


def test_the_serial_only_grows(lab, draws):
    arrive(lab)
    for k in range(10):
        move(lab, k / 10)
        seen(lab)
    assert draws == sorted(set(draws))


def test_frame_and_its_description_come_in_one_message(lab, monkeypatch):
    lab.open()
    arrive(lab)
    messages = []
    monkeypatch.setattr(type(lab.canvas), "send_state", lambda self,
                        key=None: messages.append(set([key] if isinstance(key, str) else key or ())))
    lab.set(weight=3.0)
    assert [keys & {"frame", "frame_info"} for keys in messages
            if keys & {"frame", "frame_info"}] == [{"frame", "frame_info"}]


def test_an_error_of_a_control_keeps_the_picture(clock):
    lab = GradientFlowLab()
    try:
        arrive(lab)
        before = lab.canvas.render(exact=True)
        lab._panel.by_hand({"depth": 101})
        assert lab.canvas.trouble
        assert lab.canvas.status.startswith("depth of GradientFlowLab: expected a whole number from 1 to 100")
        assert lab.canvas.render(exact=True) == before
    finally:
        lab.close()


def test_a_closed_canvas_hears_nothing(lab):
    lab.close()
    say(lab, "look", **LOOK)
    seen(lab)


def asked(lab, where, view="one"):
    """What the page is told when it asks for the numbers of a place."""
    sent = []
    lab.canvas.send = lambda content, buffers=None: sent.append(content)
    say(lab, "ask", view, where=where)
    del lab.canvas.send
    return sent


def test_a_view_that_asks_for_the_numbers_of_a_place_is_told_them_and_nothing_is_drawn(lab, draws):
    arrive(lab)
    before = len(draws)
    box, = (handle["box"] for handle in lab.canvas.handles if handle["name"] == "parabola")
    middle = box[0] + box[2] / 2, box[1] + box[3] / 2
    told, = asked(lab, middle)
    assert (told["kind"], told["view"]) == ("told", "one") and told["words"].startswith("weight ")
    assert told["box"][0] == pytest.approx(middle[0], abs=0.01)
    assert asked(lab, (0.0, 0.0)) == [{"kind": "told", "view": "one"}]      # nothing to say there
    assert asked(lab, "parabola")[0]["words"].startswith("step 0: weight 4")
    assert asked(lab, "rate") == asked(lab, "no picture") == [{"kind": "told", "view": "one"}]
    move(lab, 3.0)
    seen(lab)
    assert asked(lab, "parabola")[0]["words"].startswith("step 0: weight 3")
    assert len(draws) == before + 1


def test_a_picture_that_is_older_than_the_numbers_says_nothing(lab):
    arrive(lab)
    move(lab, 3.0)      # not seen yet, so the next frame waits
    move(lab, 2.5)
    assert asked(lab, "parabola") == [{"kind": "told", "view": "one"}]
    seen(lab)
    assert asked(lab, "parabola")[0]["words"].startswith("step 0: weight 2.5")


def test_a_frame_of_a_moving_hand_has_a_ghost_and_the_exact_one_has_none(lab):
    arrive(lab)
    ghost = lab.canvas._sheet._ghosts["parabola"]

    def shown():
        """Whether the frame is exact, and whether it has a ghost; the page has seen it."""
        seen(lab)
        return lab.canvas.frame_info["exact"], bool(ghost._drawn)

    lab.controls["step"].value = 2
    say(lab, "rest", serial=lab.canvas.frame_info["serial"])
    assert shown() == shown() == (True, False)
    lab.controls["learning_rate"].value = 0.002
    assert shown() == (False, True)
    say(lab, "rest", serial=lab.canvas.frame_info["serial"])
    assert shown() == shown() == (True, False)
    lab.set(learning_rate=0.001)
    assert shown() == (True, False)


def test_only_the_first_finer_frame_waits_until_the_hand_has_rested():
    lab = GradientMapLab(width=4, deepest=8, resolution=20)
    arrive(lab)

    def shown():
        """Whether the page asked for the frame, and whether it is exact; the page has seen it."""
        seen(lab)
        return lab.canvas.frame_info.get("asked", False), lab.canvas.frame_info["exact"]

    for gain in (1.0, 1.1):
        lab.controls["gain"].value = gain
        assert shown() == (False, False)
        say(lab, "rest", serial=lab.canvas.frame_info["serial"])
        assert shown() == (True, False)
    lab.controls["gain"].value = 1.2
    frames = []
    while not (frames and frames[-1][1]):
        say(lab, "rest", serial=lab.canvas.frame_info["serial"])
        frames.append(shown())
    assert len(frames) > 1 and all(asked for asked, _ in frames)
    lab.close()


def test_a_view_that_has_spoken_since_is_not_gone(lab):
    arrive(lab)
    say(lab, "look", turn=7, **LOOK)
    say(lab, "gone", turn=6)
    assert lab.canvas.watched
    say(lab, "gone", turn=8)
    assert not lab.canvas.watched
