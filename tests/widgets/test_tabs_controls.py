"""Each tab opens with the controls that move what it shows."""
import pytest

from tests.widgets.labs import LABS, by_code, ready
from tests.widgets.test_arrangement import visible

TABBED = [name for name, case in LABS.items() if case.kind.plan.tabs]
TABS = [(name, tab) for name in TABBED for tab in LABS[name].kind.plan.tabs]
# The brush says what the next press on the world does.
SAYS_WHAT_COMES = {("reward", "brush")}
# Runs in which rewards are met, and a generator whose units are not all dead.
LONGER = {"reward": {"episodes": 40, "most_steps": 30}, "two_nets": {"units": 8}}


def opened(lab):
    return tuple(name for name in lab.settings.fields() if visible(lab, name))


def seen(lab):
    """All that is seen of the pictures, and what is said of them."""
    image, *_ = lab.still(860).pixels()
    return bytes(image), lab.plan.verdict(*lab.state, lab.views)


@pytest.mark.parametrize("lab", TABBED)
def test_the_open_controls_follow_the_tab_and_come_back(make, lab):
    lab_ = make(lab)
    at_first, more = opened(lab_), lab_.children[-2]
    for pressed in (False, True):
        more.value = pressed
        for tab, views in lab_.plan.tabs.items():
            lab_.show(*views, "verdict")
            names = lab_.plan.tab_controls.get(tab, lab_.plan.controls)
            assert set(opened(lab_)) == (set(names) if not pressed else set(lab_.settings.fields())), tab
    more.value = False
    lab_.show(*lab_.plan.open_views)
    assert opened(lab_) == at_first


@pytest.mark.parametrize("lab", TABBED)
def test_what_an_instructor_opens_stays_open_on_every_tab(make, lab):
    lab_ = make(lab, controls=("seed",))
    for views in lab_.plan.tabs.values():
        lab_.show(*views)
        assert opened(lab_) == ("seed",)


@pytest.mark.parametrize("lab, tab", TABS)
def test_every_open_control_of_a_tab_moves_what_it_shows(make, lab, tab):
    lab_ = make(lab, **LONGER.get(lab, {}))
    lab_.show(*lab_.plan.tabs[tab], "verdict")
    still = []
    for name in lab_.plan.open_controls(lab_.views):
        lab_.reset()
        before = seen(lab_)
        ready(lab_, name)
        by_code(lab_, name, LABS[lab].hand[name])
        if seen(lab_) == before and (lab, name) not in SAYS_WHAT_COMES:
            still.append(name)
    assert not still
