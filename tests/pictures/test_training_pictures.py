"""The pictures of a training hold what the result holds; a hand on them means a step and a place."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from bpwidgets.labs.flow_over_training.lab import FlowOverTrainingLab
from bpwidgets.labs.flow_over_training.pictures.learning_speeds import chosen
from bpwidgets.labs.flow_over_training.pictures.training_map import QUANTITIES, place_ticks, shades_of
from bpwidgets.labs.flow_over_training.settings import FlowOverTrainingSettings, places_of
from bpwidgets.labs.flow_over_training.study import flow_over_training
from bpwidgets.pictures.places import rows_with
from bpwidgets.pictures.sheet import Draggable, Sheet
from bpwidgets.pictures.style import LIGHT, STYLES

PLAN = FlowOverTrainingLab.plan
CASES = [dict(), dict(net="time", depth=9, clip=0.1), dict(activation="identity", gain=2.0, optimizer="sgd",
                                                           learning_rate=1e6), dict(depth=1), dict(initializer="zeros"),
         dict(net="time", depth=40, activation="identity", gain=1e4)]


def draw(style=LIGHT, whole=True, painted=False, views=PLAN.views, **changes):
    settings = FlowOverTrainingSettings(**{"width": 5, "n_samples": 6, "steps": 12, **changes})
    results = list(flow_over_training(settings))
    sheet = Sheet(PLAN.pictures, rows_with(PLAN.rows, views), style, width=860)
    sheet.draw(settings, results[-1 if whole else 0])
    if painted:
        sheet.pixels()
    return sheet, settings, results[-1 if whole else 0]


@pytest.mark.parametrize("changes", CASES, ids=str)
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_each_cell_has_the_shade_of_its_decades(changes, quantity):
    painted = not changes or quantity == "delta"     # each case, and each quantity
    views = PLAN.views if painted else ("map",)
    sheet, settings, result = draw(painted=painted, views=views, quantity=quantity, **changes)
    picture = sheet.pictures["map"]
    parts, x, y = picture.cells[quantity]._shown
    low, high = picture.key.axes.get_ylim()
    with np.errstate(divide="ignore"):
        heights = np.log10(result.sizes[quantity].T)
    finite = np.isfinite(heights)
    assert parts.shape == (places_of(settings), settings.steps + 1)
    assert (low + parts * (high - low))[finite] == pytest.approx(heights[finite])
    assert np.isnan(parts[np.isnan(heights) | np.isposinf(heights)]).all() and (parts[np.isneginf(heights)] < 0).all()
    assert x[[0, -1]].tolist() == [-0.5, settings.steps + 0.5]
    assert y[[0, -1]].tolist() == [0.5, places_of(settings) + 0.5]
    assert [name for name, cells in picture.cells.items() if cells.get_visible()] == [quantity]


def test_steps_that_are_not_known_yet_are_left_free():
    sheet, _settings, result = draw(whole=False, views=("map",), depth=30, steps=300)
    parts, _, _ = sheet.pictures["map"].cells["delta"]._shown
    assert parts.shape[1] == result.known + 1 < 301 and np.isfinite(parts).all()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("role", [role for role, _ in QUANTITIES.values()])
def test_shades_grow_from_paper_to_the_color_of_their_role(style, role):
    style = STYLES[style]
    gray = [np.dot([0.299, 0.587, 0.114], to_rgb(color)) for color in (style.ground, *shades_of(style, role))]
    steps = np.diff(gray)
    assert (np.sign(steps) == np.sign(steps[-1])).all() and shades_of(style, role)[-1] == getattr(style, role)


def test_step_and_place_are_marked_in_all_pictures():
    sheet, _, _ = draw(step=7, layer=3)
    pictures = sheet.pictures
    assert np.array_equal(pictures["map"].here.get_data(), ([7], [3]))
    assert [*pictures["profile"].place.get_xdata()] == [3, 3]
    for name in ("map", "speeds", "gradient"):
        assert list(pictures[name].steps.cursor.get_xdata()) == [7, 7]
    assert pictures["loss"].here.get_xdata() == [7]
    assert len(draw(views=("map",), layer=0)[0].pictures["map"].here.get_xdata()) == 0


def test_the_first_overflow_is_crossed():
    sheet, _, result = draw(views=("map",), **CASES[2])
    assert np.array_equal(sheet.pictures["map"].overflow.get_data(), ([result.overflow.step], [result.overflow.place]))
    assert len(draw(views=("map",))[0].pictures["map"].overflow.get_xdata()) == 0


@pytest.mark.parametrize("net, curves", [("layers", {"activation", "delta", "weight_gradient"}),
                                         ("time", {"activation", "error", "jacobian", "bound"})])
def test_the_profile_is_that_of_the_step_shown(net, curves):
    sheet, _settings, result = draw(net=net, step=4, depth=6, activation="tanh", views=("profile",))
    picture, reached = sheet.pictures["profile"], result.reach(4)
    drawn = {key: np.array(curve.get_ydata()) for key, curve in picture.curves.items() if len(curve.get_xdata())}
    assert set(drawn) == curves and {key for key, label in picture.labels.items() if label.get_text()} == curves
    for key, heights in drawn.items():
        sizes = getattr(reached, key) if key in ("jacobian", "bound") else result.sizes[key][4]
        assert heights == pytest.approx(np.log10(sizes))


@pytest.mark.parametrize("whole, step, said", [(False, 0, "size at this step"), (False, 290, "size at step 75"),
                                               (True, 290, "size at this step")])
def test_the_profile_says_which_step_it_shows_while_the_run_is_made(whole, step, said):
    sheet, _, result = draw(whole=whole, views=("profile",), depth=12, steps=300, step=step)
    assert result.known == (300 if whole else 75)
    assert sheet.pictures["profile"].y_label.get_text() == said


def test_each_place_has_its_curve_of_speed_and_the_marked_one_a_second():
    sheet, _settings, result = draw(layer=2, views=("speeds",))
    picture = sheet.pictures["speeds"]
    segments = picture.curves.get_segments()
    assert len(segments) == 4 and all(np.log10(result.speed[:, k]) == pytest.approx(segment[:, 1])
                                      for k, segment in enumerate(segments))
    assert picture.marked.get_ydata() == pytest.approx(np.log10(result.speed[:, 1]))
    assert [label.get_text() for label in picture.labels.values()] == ["layer 4", "layer 1", "layer 2"]
    assert (np.diff(picture.curves.get_linewidth()) > 0).all()


def test_of_many_places_a_dozen_curves_are_drawn():
    assert len(chosen(60)) == 12 and chosen(60)[[0, -1]].tolist() == [0, 59] and chosen(1).tolist() == [0]


def test_lengths_before_and_after_clipping_are_drawn_with_the_limit():
    sheet, _, result = draw(clip=0.02, views=("gradient",))
    picture = sheet.pictures["gradient"]
    assert picture.before.get_ydata() == pytest.approx(np.log10(result.gradient_norm))
    assert picture.after.get_ydata() == pytest.approx(np.log10(result.clipped_norm))
    assert picture.limit.get_ydata() == pytest.approx([np.log10(0.02)] * 2)
    assert len(draw(views=("gradient",))[0].pictures["gradient"].after.get_xdata()) == 0


def test_a_limit_on_a_whole_decade_does_not_lie_on_the_border():
    picture = draw(net="time", activation="identity", initializer="orthogonal", gain=1.2, clip=1,
                   optimizer="sgd")[0].pictures["gradient"]
    low, high = picture.axes.get_ylim()
    assert set(picture.limit.get_ydata()) == {0.0} and low + 0.04 * (high - low) < 0.0


def test_map_and_speeds_stand_in_line():
    pictures = draw()[0].pictures
    one, other = pictures["map"].axes, pictures["speeds"].axes
    assert one.get_xlim() == other.get_xlim() and one.bbox.intervalx == pytest.approx(other.bbox.intervalx)


@pytest.mark.parametrize("net", ["layers", "time"])
def test_the_ground_is_kept_while_the_cursors_move(net):
    sheet, settings, result = draw(net=net, depth=4, painted=True)
    for step in range(13):
        sheet.draw(settings.replace(step=step, layer=step % 4), result)
        assert not sheet.figure.stale


@pytest.mark.parametrize("depth, net, shown", [(4, "layers", ["1", "2", "3", "4", "out"]),
                                               (20, "time", ["1", "5", "10", "15", "20"]),
                                               (100, "layers", ["1", *map(str, range(20, 101, 20))])])
def test_places_are_named_where_there_is_room(depth, net, shown):
    settings = FlowOverTrainingSettings(depth=depth, net=net)
    places, names = place_ticks(settings, places_of(settings))
    assert names == shown and len(places) == len(names) and places[-1] in (depth, depth + 1)


# -- hands


@pytest.mark.parametrize("name, at, keys, dragged, nudged", [
    ("map", (6.4, 2.7), (2, -1), dict(step=6, layer=3), dict(step=5, layer=1)),
    ("map", (-9, 99), (-9, 9), dict(step=0, layer=5), dict(step=0, layer=5)),
    ("profile", (4.6, 0), (1, 0), dict(layer=5), dict(layer=3)),
    ("speeds", (30, 0), (-1, 0), dict(step=12), dict(step=2)),
    ("gradient", (3, 0), (1, 0), dict(step=3), dict(step=4))])
def test_a_hand_moves_the_cursors(name, at, keys, dragged, nudged):
    sheet, settings, result = draw(step=3, layer=2, views=(name,))
    picture = sheet.pictures[name]
    assert isinstance(picture, Draggable) and picture.drag(settings, result, (0, 0), at) == dragged
    assert picture.nudge(settings, result, *keys) == nudged
    assert settings.moves_only_cursors(settings.replace(**dragged))
