"""The pictures of CurvatureLab show what the numbers say: asserted on the artists."""

import math

import numpy as np
import pytest

from bpwidgets.labs.curvature.critical_points import CRITICAL_KINDS
from bpwidgets.labs.curvature.lab import CurvatureLab
from bpwidgets.labs.curvature.pictures.curvature_map import MARKERS
from bpwidgets.labs.curvature.pictures.regime_lines import PAINTS
from bpwidgets.labs.curvature.regimes import REGIMES, factor, regime
from bpwidgets.pictures.places import rows_with
from bpwidgets.pictures.sheet import Draggable, Sheet
from bpwidgets.pictures.style import DARK, LIGHT
from bpwidgets.studies import CurvatureSettings

PLAN = CurvatureLab.plan
CASES = [dict(), dict(learning_rate=0.3, step=12), dict(momentum=0.6, condition=100), dict(scaled=True),
         dict(objective="product"), dict(objective="himmelblau", theta=(1.0, 1.0)), dict(objective="2-2-1"),
         dict(objective="monkey_saddle", steps=200, step=200),
         dict(objective="2-3-1", axes="curvature"), dict(learning_rate=1e12, steps=500, step=500),
         dict(objective="rastrigin", resolution=31)]


def shown(*, style=LIGHT, live=True, views=PLAN.views, **changes):
    settings = CurvatureSettings.create(**changes)
    sheet = Sheet(PLAN.pictures, rows_with(PLAN.rows, views), style, width=860, live=live)
    result = list(PLAN.study(settings))[-1]
    sheet.draw(settings, result)
    return sheet, settings, result


def picture(name, **changes):
    sheet, settings, result = shown(views=(name,), **changes)
    return sheet.pictures[name], settings, result


def data_of(line):
    return np.array(line.get_xdata(), float), np.array(line.get_ydata(), float)


@pytest.mark.parametrize("style, changes", [(LIGHT, changes) for changes in CASES] + [(DARK, CASES[5])], ids=str)
def test_every_state_can_be_drawn(style, changes):
    shown(style=style, **changes)[0].pixels()


def test_every_regime_has_a_paint_and_every_kind_a_marker():
    assert set(PAINTS) == set(REGIMES) and set(MARKERS) == set(CRITICAL_KINDS)
    assert len({(paint.color, paint.alpha, str(paint.dashes)) for paint in PAINTS.values()}) == len(PAINTS)


def test_the_ground_stays_while_rate_momentum_and_point_move():
    sheet, settings, _ = shown()
    sheet.pixels()
    for changes in (dict(learning_rate=0.02), dict(momentum=0.7), dict(weights={"x": -0.5}), dict(step=3),
                    dict(learning_rate=5.0)):
        settings = settings.replace(**changes)
        sheet.draw(settings, list(PLAN.study(settings))[-1])
        assert not sheet.figure.stale, changes


# -- the map


@pytest.mark.parametrize("changes", [dict(), dict(objective="product"), dict(objective="himmelblau", theta=(1.0, 1.0))])
def test_both_eigenvectors_run_through_the_point_in_the_paint_of_their_regime(changes):
    map_, _, result = picture("map", **changes)
    for line, vector, name in zip(map_.vectors, result.eigenvectors.T, result.regime):
        ends = np.column_stack(data_of(line))
        assert ends.mean(axis=0) == pytest.approx(result.on_plane[0], abs=1e-9)
        way = ends[1] - ends[0]
        assert abs(way[0] * vector[1] - way[1] * vector[0]) < 1e-9
        assert line.get_color() == getattr(LIGHT, PAINTS[name].color)


def test_the_critical_points_stand_where_they_are_each_kind_with_its_marker_and_its_word():
    map_, _, result = picture("map", objective="himmelblau")
    for kind, line in map_.points.items():
        expected = np.array([point.at for point in result.critical_points if point.kind == kind]).reshape(-1, 2)
        assert np.column_stack(data_of(line)) == pytest.approx(expected)
        assert map_.words[kind].get_text() == (kind if len(expected) else "")
    assert len(set(MARKERS.values())) == len(MARKERS)


def test_a_saddle_has_arrows_along_its_escape():
    map_, _, _result = picture("map", objective="saddle")
    x, y = data_of(map_.escapes)
    assert np.nanmax(np.abs(y)) > 3 * np.nanmax(np.abs(x)) and len(x) == 12


def test_points_without_number_do_not_stop_the_map():
    map_, _, _ = picture("map", learning_rate=1e12, steps=500, step=500)
    assert len(map_.here.get_xdata()) == 0


# -- the scale


@pytest.mark.parametrize("changes", [dict(), dict(momentum=0.5), dict(condition=300),
                                     dict(objective="2-8-8-1", seed=1)])
def test_each_stretch_of_the_scale_is_what_the_rate_would_do_there(changes):
    scale, settings, result = picture("rate", **changes)
    seen = 0
    for band, prospect in zip(scale.bands, result.prospects):
        for line, name in zip(band, ("monotone", "oscillating", "diverging")):
            if len(line.get_xdata()):
                middle = 10 ** data_of(line)[0].mean()
                assert regime(middle, settings.momentum, prospect.curvature) == name
                seen += 1
    assert seen >= 4
    assert data_of(scale.here)[0] == pytest.approx([math.log10(settings.learning_rate)])
    assert data_of(scale.limit)[0] == pytest.approx([math.log10(result.stable_limit)] * 2)


def test_a_direction_that_curves_down_has_one_stretch_from_end_to_end():
    scale, _, _ = picture("rate", objective="product")
    assert len(scale.bands[0][0].get_xdata()) == 0
    assert data_of(scale.endless[0])[0].tolist() == list(scale.axes.get_xlim())
    assert scale.endless[0].get_color() == LIGHT.slope


def test_without_a_limit_none_is_drawn():
    scale, _, _ = picture("rate", objective="himmelblau", theta=(-0.2, -0.9))
    assert len(scale.limit.get_xdata()) == 0 and scale.limit_label.get_text() == "no largest stable rate"


# -- the pairs


@pytest.mark.parametrize("changes", [dict(), dict(condition=50)])
def test_each_region_of_the_pairs_is_what_the_strongest_curvature_would_do_there(changes):
    pairs, _, result = picture("pairs", **changes)
    regions = {"monotone": pairs.monotone, "oscillating": pairs.oscillating, "diverging": pairs.diverging}
    outlines = {name: patch.get_path() for name, patch in regions.items()}
    for x in np.linspace(*pairs.axes.get_xlim(), 37)[1:-1]:
        for momentum in (0.013, 0.31, 0.62, 0.87):
            inside = [name for name, outline in outlines.items() if outline.contains_point((x, momentum))]
            assert inside == [regime(10**x, momentum, result.largest)]


def test_the_star_is_the_pair_with_the_smallest_factor():
    pairs, _, result = picture("pairs", condition=50)
    (x,), (momentum,) = data_of(pairs.best)

    def slowest(r, beta):
        return max(factor(r, beta, 1.0), factor(r, beta, 50.0))

    assert slowest(10**x, momentum) == pytest.approx(result.best.factor, abs=1e-6)
    assert all(slowest(10 ** (x + dx), momentum + dy) > slowest(10**x, momentum) for dx in (-0.05, 0, 0.05)
               for dy in (-0.05, 0.05))


def test_where_nothing_curves_upwards_there_are_no_regions():
    pairs, _, _ = picture("pairs", objective="himmelblau", theta=(-0.2, -0.9))
    assert pairs.nothing.get_visible() and not any(word.get_visible() for word in pairs.words)
    assert not pairs.monotone.get_path().vertices.any()


# -- hands


@pytest.mark.parametrize("name", PLAN.pictures)
def test_every_picture_has_a_handle_and_the_point_follows_the_hand_and_the_keys(name):
    sheet, settings, result = shown()
    held = sheet.pictures[name]
    assert isinstance(held, Draggable) and "arrow keys" in held.handle
    low, high = np.column_stack([held.axes.get_xlim(), held.axes.get_ylim()])
    for changes in (held.drag(settings, result, tuple(low), tuple((low + high) / 2)),
                    held.drag(settings, result, tuple(low), tuple(high + 9)),
                    held.nudge(settings, result, 1, 0)):
        moved = settings.replace(**changes)
        assert moved != settings
        sheet.draw(moved, list(PLAN.study(moved))[-1])


def test_a_drag_on_the_map_moves_the_two_weights_of_the_axes():
    map_, settings, result = picture("map", objective="2-2-1")
    assert map_.drag(settings, result, (0.0, 0.0), (1.0, -2.0)) == {"weights": {"W1[0,0]": 1.0, "W2[0,0]": -2.0}}


def test_a_drag_along_other_axes_moves_theta_as_far_in_the_plane():
    map_, settings, result = picture("map", objective="2-2-1", axes="curvature")
    moved = np.array(map_.drag(settings, result, (0.1, 0.2), (0.4, 0.1))["theta"])
    assert moved - result.theta == pytest.approx(0.3 * result.section.directions[0] - 0.1
                                                 * result.section.directions[1])


def test_a_drag_on_the_pairs_sets_both_within_reach_of_a_hand():
    pairs, settings, result = picture("pairs")
    assert pairs.drag(settings, result, (0, 0), (-1.0, 0.5)) == {"learning_rate": pytest.approx(0.1), "momentum": 0.5}
    assert pairs.drag(settings, result, (0, 0), (99.0, 1.5)) == {"learning_rate": 100.0, "momentum": 0.99}


def test_arrow_keys_move_the_rate_by_fiftieths_of_a_decade_and_the_momentum_by_hundredths():
    pairs, settings, result = picture("pairs", momentum=0.5)
    assert pairs.nudge(settings, result, 5, -1) == {"learning_rate": pytest.approx(0.15 * 10**0.1),
                                                    "momentum": pytest.approx(0.49)}
