"""The loss as mountains: the projection, what covers what, and what hands turn."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.surface.pictures.mesh import HEIGHT, is_hidden, seen
from bpwidgets.labs.surface.pictures.relief import LINES, Relief
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import DARK, LIGHT
from bpwidgets.studies import SurfaceSettings

LOOKS = [(azimuth, elevation) for azimuth in (-180.0, -60.0, 0.0, 35.0, 90.0, 150.0) for elevation in (0.0, 35.0, 90.0)]
GRID = np.linspace(-1, 1, 41)
LEVEL = np.zeros((41, 41))


def made(surface=None, u=np.linspace(-2, 2, 61), v=np.linspace(0, 1, 61), path=((0.0, 0.5),), losses=(0.5,)):
    surface = (u[:, None] ** 2 + v) / 5 if surface is None else surface
    return SimpleNamespace(u=u, v=v, surface=surface, levels=np.array([0.5]), low=0.0, high=1.0,
                           labels=("W1[0,0]", "b1[0]"),
                           on_plane=np.array(path, float), path=SimpleNamespace(values=np.array(losses, float)))


def drawn(result=None, azimuth=-60.0, elevation=35.0, step=0, style=LIGHT):
    sheet = Sheet({"relief": Relief}, ((290, {"relief": 1.0}),), style, width=350)
    settings = SimpleNamespace(azimuth=azimuth, elevation=elevation, step=step, log_color=False)
    sheet.draw(settings, result or made())
    sheet.pixels()
    return sheet, sheet.pictures["relief"], settings


@pytest.mark.parametrize("azimuth, elevation", LOOKS)
def test_the_projection_is_two_rotations_of_which_the_depth_is_left_out(azimuth, elevation):
    points = np.random.default_rng(0).normal(size=(5, 3))
    # turn the eye to the front, that is, to -90 degrees, then tilt the box towards it
    a, e = np.radians((-90 - azimuth, elevation))
    turn = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    tilt = np.array([[1, 0, 0], [0, np.cos(e), -np.sin(e)], [0, np.sin(e), np.cos(e)]])
    assert seen(points, azimuth, elevation) == pytest.approx((points @ turn.T @ tilt.T)[:, [0, 2]])


@pytest.mark.parametrize("azimuth", range(-180, 181, 45))
def test_quads_are_drawn_from_far_to_near(azimuth):
    # seen from straight above what is nearer to the one who looks lies lower
    corners = drawn(azimuth=azimuth, elevation=90.0)[1].mesh.corners
    assert (np.diff(corners[..., 1], axis=0) < 1e-9).all() and (np.diff(corners[..., 1], axis=1) < 1e-9).all()


@pytest.mark.parametrize("azimuth, elevation", LOOKS)
def test_the_box_stays_within_the_axes_from_every_side(azimuth, elevation):
    full = made(np.where(np.indices((61, 61)).sum(axis=0) % 2, 1.0, 0.0))
    relief = drawn(full, azimuth, elevation)[1]
    for axis, (low, high) in enumerate((relief.axes.get_xlim(), relief.axes.get_ylim())):
        assert low < relief.mesh.corners[..., axis].min() and relief.mesh.corners[..., axis].max() < high


def test_a_wall_covers_the_floor_behind_it():
    wall = made(np.where(np.abs(np.linspace(-2, 2, 61)[:, None]) < 0.4, 1.0, 0.0) * np.ones(61), path=[(9.0, 9.0)])
    sheet, relief, _ = drawn(wall, azimuth=0.0, elevation=20.0)
    buffer, (width, height) = sheet.pixels()
    # on the face of the wall, where the floor far behind it would be seen without it
    right, up = relief.axes.transData.transform(seen(np.array([0.2, 0.03, 0.3 - HEIGHT / 2]), 0.0, 20.0))
    color = np.frombuffer(bytes(buffer), np.uint8).reshape(height, width, 4)[height - int(up), int(right), :3] / 255
    floor = relief.mesh.faces[0, 0, :3]
    assert np.abs(color - floor).max() > 0.15


def test_the_grid_has_few_lines_and_both_edges():
    for count in (2, 21, 31, 61, 301):
        grid = np.linspace(0, 1, count)
        corners = drawn(made(np.zeros((count, count)), grid, grid), azimuth=-90.0, elevation=90.0)[1].mesh.corners
        assert corners.shape[:2] == (min(count, LINES),) * 2
        assert corners[..., 0].min() == pytest.approx(-1) and corners[..., 0].max() == pytest.approx(1)


@pytest.mark.parametrize("azimuth", [-60.0, 100.0])
def test_quads_with_a_corner_without_a_number_are_left_out(azimuth):
    surface = np.zeros((31, 31))
    surface[10, 20], surface[0, 0] = np.nan, np.inf
    faces = drawn(made(surface, np.arange(31.0), np.arange(31.0)), azimuth)[1].mesh.faces
    assert (faces[..., 3] == 0).sum() == 5 and (faces[..., 3] == 1).sum() == 895


@pytest.mark.parametrize("style", [LIGHT, DARK], ids=lambda s: s.name)
@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0, -1e300, 1e300])
def test_surfaces_without_form_are_drawn_without_a_warning(value, style):
    drawn(made(np.full((61, 61), value), path=[(0, 0.5), (np.nan, np.inf), (1e300, 0)], losses=[value, np.nan, np.inf]),
          style=style, step=1)


@pytest.mark.parametrize("peak, top", [(0.5, 1.0), (1.0, 1.0), (1.6, 1.6), (2.0, 2.0), (50.0, 2.0)])
def test_peaks_above_the_range_of_the_colors_are_whole_up_to_a_second_range(peak, top):
    surface = np.zeros((61, 61))
    surface[30, 30] = peak
    relief = drawn(made(surface), azimuth=-90.0, elevation=0.0)[1]
    assert relief.mesh.corners[..., 1].max() == pytest.approx(HEIGHT * min(peak, top) / top - HEIGHT / 2)


# -- the axis of heights


@pytest.mark.parametrize("azimuth, elevation", [look for look in LOOKS if look[1] < 90])
def test_each_mark_of_the_axis_is_as_high_as_the_surface_where_it_has_that_loss(azimuth, elevation):
    relief = drawn(azimuth=azimuth, elevation=elevation)[1]
    left = min(float(seen(np.array((x, y, 0.0)), azimuth, elevation)[0]) for x in (-1, 1) for y in (-1, 1))
    x, y = relief.heights.line.get_data()
    assert x[0] == x[1] == pytest.approx(left)
    shown = {text.get_text(): text.get_position()[1] for text in relief.heights.numbers if text.get_text()}
    assert len(shown) >= 2 and {"0", "1"} <= set(shown)
    for words, height in shown.items():
        assert height - y[0] == pytest.approx(float(words) * HEIGHT * np.cos(np.radians(elevation)))
        assert height in y[3::3]


def test_the_axis_has_decades_where_the_map_has_and_goes_on_to_the_highest_peak():
    relief = drawn()[1]
    result = made(np.geomspace(1, 1e5, 61 * 61).reshape(61, 61))
    result.levels, result.low, result.high = np.array([1.0, 10, 100, 1000, 10000]), 1.0, 1e4
    settings = SimpleNamespace(azimuth=-60.0, elevation=0.0, step=0, log_color=True)
    relief.draw(settings, result, relief.spans(settings, result))
    words = [text.get_text() for text in relief.heights.numbers if text.get_text()]
    assert words[-1] == "10⁵" and set(words) <= {"1", "10", "100", "1000", "10⁴", "10⁵"} and len(words) > 2


def test_from_above_there_is_no_axis_of_heights():
    relief = drawn(elevation=90.0)[1]
    assert len(relief.heights.line.get_xdata()) == 0
    assert {text.get_text() for text in (*relief.heights.numbers, relief.heights.name)} == {""}


@pytest.mark.parametrize("azimuth, elevation", LOOKS)
def test_the_numbers_of_the_axis_keep_apart_and_stay_on_the_sheet(azimuth, elevation):
    result = made()
    result.levels, result.low, result.high = np.array([0, 120000.0]), 0.0, 120000.0
    sheet, relief, _ = drawn(result, azimuth, elevation)
    texts = [text for text in (*relief.heights.numbers, relief.heights.name) if text.get_text()]
    boxes = sorted((text.get_window_extent(sheet.canvas.get_renderer()) for text in texts), key=lambda box: box.y0)
    assert all(box.x0 >= 0 and box.y1 <= sheet.height for box in boxes)
    assert all(lower.y1 <= upper.y0 + 2 for lower, upper in itertools.pairwise(boxes))


# -- the ground


def test_the_path_has_its_shadow_on_the_ground_and_a_line_from_the_step_shown_down_to_it():
    result = made(path=[(0.0, 0.5), (1.0, 0.25), (9.0, 0.5)], losses=[0.8, 0.4, 0.5])
    relief = drawn(result, step=1)[1]
    place, middle = np.array([(0.0, 0.0, 0.0), (0.5, -0.5, 0.0)]), (0, 0, HEIGHT / 2)
    shadow = np.array(relief.shadow.get_data()).T
    assert shadow[:2] == pytest.approx(seen(place - middle, -60.0, 35.0)) and np.isnan(shadow[2]).all()
    up, down = np.array(relief.drop.get_data()).T
    assert up == pytest.approx(np.array(relief.here.get_data()).T[0])
    assert down == pytest.approx(shadow[1]) == np.array(relief.foot.get_data()).T[0]
    # the edges in front are those at x = 1 and y = -1
    ways = np.array([(0.5, -1, 0), (0.5, -0.5, 0), (1, -0.5, 0)])
    assert pytest.approx(seen(ways - middle, -60.0, 35.0)) == np.array(relief.guides.get_data()).T


def test_a_step_outside_the_window_has_no_place_on_the_ground():
    relief = drawn(made(path=[(9.0, 0.5)]))[1]
    assert all(np.isnan(line.get_data()).any() for line in (relief.drop, relief.guides, relief.foot))


def test_on_the_ground_a_step_is_told_too():
    lab = bp.SurfaceLab(views=("relief",))
    sheet = lab.plan.sheet(("relief",), LIGHT, width=600)
    sheet.draw(*lab.state)
    relief = sheet.pictures["relief"]
    x, y = relief.shadow.get_data()
    assert relief.told(*lab.state, (x[0], y[0])).words.startswith("step 0: ")


# -- hidden or in sight


@pytest.mark.parametrize("elevation, hidden", [(5.0, True), (39.0, True), (44.0, False), (80.0, False), (90.0, False)])
def test_a_wall_hides_a_point_behind_it_unless_one_looks_over_it(elevation, hidden):
    # 1 away from a wall 0.85 high: the line of sight clears it at atan(0.85) = 40.4 degrees
    wall = np.where(np.abs(GRID) < 0.06, 0.85, 0.0)[:, None] * np.ones(41)
    points = np.array([(-1.0, 0.3, 0.0), (1.0, 0.3, 0.0)])
    assert is_hidden(points, (GRID, GRID, wall), (0.0, elevation)).tolist() == [hidden, False]


def test_a_point_on_the_surface_is_in_sight_and_one_below_it_is_not():
    points = np.array([(0.1, 0.2, 0.0), (0.1, 0.2, -0.2), (np.nan, 0.0, 0.0)])
    assert is_hidden(points, (GRID, GRID, LEVEL), (20.0, 30.0)).tolist() == [False, True, False]


def test_the_path_runs_at_its_true_loss_and_is_dotted_where_it_is_hidden():
    result = made(path=[(0.0, 0.5), (1.0, 0.5), (9.0, 0.5)], losses=[0.8, 0.0, 0.5])
    _, relief, _settings = drawn(result, step=1)
    box = np.array([(0.0, 0.0, 0.8 * HEIGHT), (0.5, 0.0, 0.0)]) - (0, 0, HEIGHT / 2)
    expected = seen(box, -60.0, 35.0)
    dotted, solid = np.array(relief.hidden.get_data()).T, np.array(relief.path.get_data()).T
    assert dotted[:2] == pytest.approx(expected) and np.isnan(dotted[2]).all()
    assert solid[0] == pytest.approx(expected[0]) and np.isnan(solid[1:]).all()
    assert pytest.approx(expected[:1]) == np.array(relief.start.get_data()).T
    assert pytest.approx(expected[1:]) == np.array(relief.here.get_data()).T


# -- hands


def test_what_is_in_front_follows_the_pointer():
    _, relief, settings = drawn()
    width, height = np.ptp(relief.axes.get_xlim()), np.ptp(relief.axes.get_ylim())
    a, _e = np.radians((settings.azimuth, settings.elevation))
    front = np.array([np.cos(a), np.sin(a), 0.0])
    for way in ((0.1, 0.0), (0.0, 0.1), (-0.1, 0.0), (0.0, -0.1)):
        turned = relief.drag(settings, None, (0.3, 0.2), (0.3 + way[0] * width, 0.2 + way[1] * height))
        moved = seen(front, turned["azimuth"], turned["elevation"]) - seen(front, settings.azimuth, settings.elevation)
        assert moved @ way > 0 and abs(turned["azimuth"] - settings.azimuth) == pytest.approx(180 * abs(way[0]))


def test_keys_turn_the_same_way_as_the_pointer():
    _, relief, settings = drawn()
    width = np.ptp(relief.axes.get_xlim())
    dragged, nudged = relief.drag(settings, None, (0, 0), (0.1 * width, 0)), relief.nudge(settings, None, 1, 0)
    assert (dragged["azimuth"] < settings.azimuth) == (nudged["azimuth"] < settings.azimuth)
    assert nudged == {"azimuth": -64.0, "elevation": 35.0}
    assert relief.nudge(settings, None, 0, 1) == {"azimuth": -60.0, "elevation": 31.0}


@pytest.mark.parametrize("right, up", [(100, 100), (-31, -100), (30, 0), (0, 5)])
def test_every_turn_gives_angles_that_the_settings_take(right, up):
    _, relief, _settings = drawn()
    chosen = SurfaceSettings(objective="bowl")
    turned = relief.nudge(chosen, None, right, up)
    assert -180 <= turned["azimuth"] <= 180 and chosen.replace(**turned).elevation == min(max(35 - 4 * up, 0), 90)


def test_the_background_is_kept_while_it_turns():
    sheet, _relief, _settings = drawn()
    for azimuth, elevation in LOOKS:
        sheet.draw(SimpleNamespace(azimuth=azimuth, elevation=elevation, step=0, log_color=False), made())
        assert not sheet.figure.stale


@pytest.mark.parametrize("azimuth, elevation", LOOKS)
def test_the_names_of_the_axes_do_not_overlap_and_stay_on_the_sheet(azimuth, elevation):
    result = made()
    result.labels = "random direction 1", "random direction 2"
    sheet, relief, _ = drawn(result, azimuth, elevation)
    one, two = (text.get_window_extent(sheet.canvas.get_renderer()) for text in relief.names)
    assert min(one.x1, two.x1) - max(one.x0, two.x0) <= 1 or min(one.y1, two.y1) - max(one.y0, two.y0) <= 2
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= 350 for box in (one, two))
