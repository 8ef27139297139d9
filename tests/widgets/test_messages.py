"""What goes to the page for one move of a hand: as few messages as there can be, and each thing once."""
import ipywidgets as W
import pytest

from tests.widgets.labs import CLOCKED, LABS

# Of labs whose picture does not depend on the seed: a slider on which it does, and two of its values.
RATE = "learning_rate", 0.02, 0.03
MOVES = {"weight": ("weight", 5.0, 6.0), "surface": RATE, "race": RATE, "curvature": RATE, "backprop": RATE,
         "check": ("step", 1e-3, 1e-4), "graph": ("w", 0.5, 0.6), "clinic": ("steps", 7, 8),
         "loss": ("weight", 0.5, 0.6), "digits": ("noise", 0.2, 0.4), "memorizing": ("examples", 6, 7),
         "reward": ("learning_rate", 0.2, 0.3), "sequence": ("asked", 3, 4), "convolution": ("example", 6, 7),
         "representation": ("neighbors", 6, 7), "two_nets": ("clusters", 5, 6), "fine_tune": ("examples", 4, 5)}


@pytest.fixture
def sent(monkeypatch):
    """Of each message to the page: the widget, its method, what it carries, and the bytes of each buffer."""
    messages, send = [], W.Widget._send

    def noted(self, message, buffers=None):
        messages.append((self, message["method"], set(message.get("state", ())), [len(part) for part in buffers or ()]))
        return send(self, message, buffers)

    monkeypatch.setattr(W.Widget, "_send", noted)
    return messages


@pytest.fixture
def watched(make):
    """A function: name of a lab -> one that a page looks at, all of whose controls are made."""
    def watched(name):
        lab = make(name)
        lab.open()
        assert lab.controls
        say(lab, "look", width=800, ratio=1.0, dark=False)
        return lab

    return watched


def say(lab, kind, **more):
    lab.canvas._hear({"kind": kind, "view": "one", "serial": lab.canvas.frame_info["serial"], **more})


def moved(lab, name, value):
    """A hand has moved a slider to the value, and the page has seen the picture."""
    say(lab, "seen")
    lab.controls[name].set_state({"value": value})
    say(lab, "seen")


@pytest.mark.parametrize("name", LABS)
def test_a_move_is_answered_by_one_message_with_picture_and_words_besides_the_echo(name, watched, sent):
    lab, (field, first, second) = watched(name), MOVES.get(name, ("seed", 5, 6))
    moved(lab, field, first)    # from then on there is something to reset
    sent.clear()
    moved(lab, field, second)
    (echo, *echoed), (canvas, method, state, buffers) = sent
    assert echo is lab.controls[field] and echoed == ["echo_update", {"value"}, []]
    assert canvas is lab.canvas and method == "update" and len(buffers) == 1 and buffers[0] < 60_000
    assert "frame_info" in state and not state & {"terms", "hints", "handles", "question"}


@pytest.mark.parametrize("name", CLOCKED)
def test_a_step_besides_tells_the_clock(name, watched, sent):
    lab = watched(name)
    clock = lab.plan.clock
    moved(lab, clock, 1)
    sent.clear()
    moved(lab, clock, 2)
    _, (play, _, state, _), (canvas, *_) = sent
    assert isinstance(play, W.Play) and state == {"value"} and canvas is lab.canvas


def test_terms_and_places_of_pictures_go_to_the_page_once_the_hand_rests(watched, sent):
    lab = watched("flow")
    moved(lab, "seed", 5)
    sent.clear()
    moved(lab, "seed", 6)
    assert sent and not any(state & {"terms", "handles"} for _, _, state, _ in sent)
    sent.clear()
    say(lab, "rest")
    (canvas, _, state, buffers), = sent
    assert canvas.frame_info["exact"] and len(buffers) == 1
    assert "terms" in state and not state & {"verdict", "status", "alt", "hints"}
