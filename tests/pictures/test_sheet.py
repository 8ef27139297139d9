"""A sheet keeps its background and moves its artists; what is seen is always what a fresh drawing would show."""


import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D

from bpwidgets.pictures.kept_ground import KeptGround
from bpwidgets.pictures.places import places
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import DARK, LIGHT
from bpwidgets.studies import FlowSettings, WeightSettings
from tests.pictures.cases import CASES, answer

LABS = {name: case.plan for name, case in CASES.items()}


def new_sheet(plan, style=LIGHT, width=600, ratio=1.0, live=True):
    return Sheet(plan.pictures, plan.rows, style, width=width, ratio=ratio, live=live)


def shot(sheet):
    pixels, (width, height) = sheet.pixels()
    return np.array(pixels).reshape(height, width, 4).copy()


WEIGHT_CHANGES = st.one_of(
    st.fixed_dictionaries({"weight": st.floats(-3, 8)}),
    st.fixed_dictionaries({"learning_rate": st.floats(1e-5, 0.02)}),
    st.fixed_dictionaries({"loss": st.sampled_from(["sse", "half_sse", "mse", "half_mse"])}),
    st.fixed_dictionaries({"scaled": st.booleans()}),
    st.fixed_dictionaries({"steps": st.sampled_from([1, 3, 20, 60])}),
    st.fixed_dictionaries({"step": st.integers(0, 20)}),
    st.fixed_dictionaries({"data": st.sampled_from(["weight_table", "noisy_line", "negative_slope"])}))
FLOW_CHANGES = st.one_of(
    st.fixed_dictionaries({"depth": st.sampled_from([1, 2, 9, 30])}),
    st.fixed_dictionaries({"gain": st.sampled_from([0.05, 1.0, 5.0])}),
    st.fixed_dictionaries({"activation": st.sampled_from(["sigmoid", "relu", "identity"])}),
    st.fixed_dictionaries({"width": st.sampled_from([1, 8])}),
    st.fixed_dictionaries({"initializer": st.sampled_from(["zeros", "lecun_normal", "constant"])}),
    st.fixed_dictionaries({"seed": st.integers(0, 9)}))


def after(settings, change):
    if "step" in change:
        change = {"step": min(change["step"], settings.steps)}
    return settings.replace(**change)


def check_sequence(plan, start, changes):
    sheet, settings = new_sheet(plan), start
    for change in [{}, *changes]:
        settings = after(settings, change)
        sheet.draw(settings, answer(plan, settings))
        seen = shot(sheet)
    fresh = new_sheet(plan)
    fresh.draw(settings, answer(plan, settings))
    assert (seen == shot(fresh)).all(), settings


@hypothesis_settings(max_examples=5)
@given(st.lists(WEIGHT_CHANGES, min_size=1, max_size=6))
def test_after_any_changes_the_weight_lab_shows_what_a_fresh_drawing_shows(changes):
    check_sequence(LABS["weight"], WeightSettings(), changes)


@hypothesis_settings(max_examples=5)
@given(st.lists(FLOW_CHANGES, min_size=1, max_size=6))
def test_after_any_changes_the_flow_lab_shows_what_a_fresh_drawing_shows(changes):
    check_sequence(LABS["flow"], FlowSettings(depth=9, width=8), changes)


@pytest.mark.parametrize("lab", [lab for lab in CASES if lab not in ("weight", "flow")])
def test_after_any_changes_every_other_lab_shows_what_a_fresh_drawing_shows(lab):
    """From one place with little room to another; the sheet is one and the same."""
    plan, make, grid = CASES[lab]
    sheet, spots = new_sheet(plan), random.Random(lab).sample(grid, 4)
    for number, changes in enumerate(spots):
        settings = make(**changes)
        result = answer(plan, settings)
        sheet.draw(settings, result)
        seen = shot(sheet)
        if number % 2:
            fresh = new_sheet(plan)
            fresh.draw(settings, result)
            assert (seen == shot(fresh)).all(), settings


@pytest.mark.parametrize("lab", LABS)
def test_moving_artists_are_animated_on_live_sheets_and_on_no_export(lab):
    live, export = new_sheet(LABS[lab]), new_sheet(LABS[lab], live=False)
    assert all(a.get_animated() for p in live.pictures.values() for a in p.moving)
    assert not any(a.get_animated() for p in export.pictures.values() for a in p.moving)


@pytest.mark.parametrize("live", [True, False])
def test_each_artist_is_painted_once(live, monkeypatch):
    """Twice would be darker at every edge; one without points is not painted at all."""
    sheet = new_sheet(LABS["weight"], live=live)
    sheet.draw(WeightSettings(), answer(LABS["weight"], WeightSettings()))
    painted, draw = [], Line2D.draw
    monkeypatch.setattr(Line2D, "draw", lambda artist, renderer: (painted.append(artist), draw(artist, renderer)))
    sheet.pixels()
    moving = [artist for artist in sheet.pictures["parabola"].moving if isinstance(artist, Line2D)]
    assert moving and all(painted.count(artist) == (len(artist.get_xdata()) > 0) for artist in moving)


@pytest.fixture
def draws(monkeypatch):
    """The grounds that a sheet drew, as a whole or of some pictures; they lay everything out and paint nothing."""
    calls, draw = [], FigureCanvasAgg.draw
    monkeypatch.setattr(KeptGround, "_draw_anew", lambda ground, stale: ground._canvas.draw())

    def counted(canvas):
        calls.append(1)
        with monkeypatch.context() as patch:
            patch.setattr(FigureCanvasAgg, "draw", draw)
            canvas.figure.draw_without_rendering()

    monkeypatch.setattr(FigureCanvasAgg, "draw", counted)
    return calls


def redraws(plan, draws, *walk):
    """How many of the steps of a walk over settings needed a new background."""
    sheet = new_sheet(plan)
    for settings in walk:
        sheet.draw(settings, answer(plan, settings))
        sheet.pixels()
    return len(draws) - 1


@pytest.mark.parametrize("change", [dict(weight=3.0), dict(weight=-1.0), dict(step=3), dict(step=20)])
def test_a_moved_weight_or_step_keeps_the_background(draws, change):
    # from 4 to 3 the decades of the loss stay; -1 is as far below 2 as 5 is above it
    start = WeightSettings(weight=3.9, learning_rate=1e-5)
    assert redraws(LABS["weight"], draws, start, start.replace(**change)) <= (change.get("weight") == -1.0)


@pytest.mark.parametrize("field, values", [("gain", [1 + 0.05 * k for k in range(15)]), ("depth", range(20, 35)),
                                           ("width", range(32, 47))])
def test_a_walk_over_a_slider_of_the_flow_mostly_keeps_the_background(draws, field, values):
    walk = [FlowSettings(depth=20).replace(**{field: value}) for value in values]
    assert redraws(LABS["flow"], draws, *walk) <= 0.4 * len(walk)


def test_other_decades_need_a_new_background(draws):
    assert redraws(LABS["flow"], draws, FlowSettings(), FlowSettings(depth=40, gain=0.05)) == 1


@pytest.mark.parametrize("lab, width, ratio", [
    (lab, *[(600, 1), (860, 2), (1400, 1), (680, 1.5)][number % 4]) for number, lab in enumerate(LABS)])
def test_a_sheet_has_the_width_and_the_density_that_were_asked_for(lab, width, ratio, draws):
    plan = LABS[lab]
    settings = plan.settings()
    sheet = new_sheet(plan, width=width, ratio=ratio)
    sheet.draw(settings, answer(plan, settings))
    _, height = places(plan.rows, width, {name: kind.margins for name, kind in plan.pictures.items()
                                          if getattr(kind, "square", False)})
    assert shot(sheet).shape == (round(height * ratio), round(width * ratio), 4)
    assert (sheet.width, sheet.height) == (width, height)


@pytest.mark.parametrize("style", [LIGHT, DARK], ids=lambda s: s.name)
def test_the_ground_has_the_color_of_the_theme(style):
    plan = LABS["flow"]
    sheet = new_sheet(plan, style=style)
    sheet.draw(FlowSettings(), answer(plan, FlowSettings()))
    corner = shot(sheet)[0, 0, :3]
    assert "#" + "".join(f"{v:02x}" for v in corner) == style.ground


def test_only_the_export_differs_from_the_live_sheet_in_what_lies_above():
    """An export draws by depth, a live sheet in the order of its list: every artist is on both."""
    plan, settings = LABS["weight"], WeightSettings(step=3)
    live, export = new_sheet(plan), new_sheet(plan, live=False)
    shots = []
    for sheet in (live, export):
        sheet.draw(settings, answer(plan, settings))
        if sheet is export:
            sheet.canvas.draw()
        shots.append(shot(sheet).astype(int))
    differing = (np.abs(shots[0] - shots[1]).max(axis=2) > 60).mean()
    assert differing < 0.01


@pytest.mark.parametrize("lab, name", [("race", "memory"), ("race", "squares"), ("surface", "meter"),
                                       ("weight", "loss")])
def test_what_scales_and_curves_both_need_is_computed_once_for_a_drawing(lab, name, monkeypatch):
    plan, make, _ = CASES[lab]
    kind, times = plan.pictures[name], []
    measure = kind.measure
    monkeypatch.setattr(kind, "measure", staticmethod(lambda *state: times.append(1) or measure(*state)))
    settings = make()
    sheet = plan.sheet((name,), LIGHT, width=700)
    sheet.draw(settings, answer(plan, settings))
    assert len(times) == 1
