"""A hand that moves on one thread while code brings the controls to the settings on another one is heard."""
import threading

import pytest

from bpwidgets.settings import Settings, axes, choice, slider
from bpwidgets.widgets.controls import Control

NAMES = ("a", "b", "c")


class Seen(Settings):
    lab = "SeenLab"
    size: int = slider(1, 0, 9, step=1)
    tint: str = choice("red", ("red", "green", "blue"))
    plane: object = axes(("a", "b"), {"random": "two random directions"}, lambda settings: NAMES)


def elsewhere(act):
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


# field -> its widget -> the part that moves when code chooses `other`, and what a hand does meanwhile: the part, its
# value, what it means.
MOVES = {
    "size": (5, lambda widget: widget, lambda widget: widget, 7, 7),
    "tint": ("green", lambda widget: widget, lambda widget: widget, "blue", "blue"),
    "plane": (("b", "c"), lambda box: box.pair[0], lambda box: box.kind, "random", "random"),
}


@pytest.mark.parametrize("field", MOVES)
def test_a_move_on_another_thread_is_heard_while_code_moves_the_same_control(field):
    other, follower, part, value, meant = MOVES[field]
    heard = []
    control = Control(field, Seen(), lambda name, value: heard.append((name, value)), locked=False)

    def meanwhile(change):
        if not heard and threading.current_thread() is threading.main_thread():
            elsewhere(lambda: setattr(part(control.widget), "value", value))

    follower(control.widget).observe(meanwhile, "value")
    control.follow(Seen().replace(**{field: other}))
    assert heard == [(field, meant)]
