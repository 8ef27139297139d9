"""A line at the moment of a run that is shown: what a hand on it means, in every picture alike."""
import math
from types import SimpleNamespace

import pytest
from matplotlib.figure import Figure

from bpwidgets.pictures.moments import EPOCHS, Moments

RUN = SimpleNamespace(epoch=4, epochs=10)
RESULT = SimpleNamespace(known=6)


@pytest.mark.parametrize("x, epoch", [(3.4, 3), (3.6, 4), (-8.0, 0), (99.0, 10)])
def test_a_pointer_shows_the_moment_that_is_nearest_and_none_outside_the_run(x, epoch):
    assert EPOCHS.drag(RUN, RESULT, (0.0, 0.0), (x, 5.0)) == {"epoch": epoch}


@pytest.mark.parametrize("right, epoch", [(1, 5), (-2, 2), (-9, 0), (70, 10)])
def test_keys_go_on_and_back_within_the_run(right, epoch):
    assert EPOCHS.nudge(RUN, RESULT, right, 3) == {"epoch": epoch}


@pytest.mark.parametrize("shown, held", [(4, 4.0), (9, 6.0)])
def test_a_hand_holds_what_is_known_of_the_run(shown, held):
    x, y = EPOCHS.held(SimpleNamespace(epoch=shown, epochs=10), RESULT)
    assert x == held and math.isnan(y)


@pytest.mark.parametrize("last, whole", [(3, [0, 1, 2, 3]), (40, [0, 10, 20, 30, 40]), (0, [0, 1])])
def test_only_whole_numbers_stand_below_and_all_moments_have_room(last, whole):
    axes = Figure(figsize=(4, 2)).add_subplot()
    EPOCHS.below(axes, SimpleNamespace(epochs=last), (0.0, 1.0), room=0.1)
    assert axes.get_xticks().tolist() == whole
    low, high = axes.get_xlim()
    assert low <= -0.1 * last and high >= 1.1 * last


def test_a_moment_is_called_by_its_setting_or_by_its_word():
    assert EPOCHS.handle.startswith("epoch shown: drag the line")
    assert Moments("k", "ks", "step").handle.startswith("step shown: ")
