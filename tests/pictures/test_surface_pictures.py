"""Map, meter and slice of a surface: what they show is what the result holds, and what hands do to them."""

from types import SimpleNamespace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from bpwidgets.labs.surface.pictures.off_plane_gap import OffPlaneGap
from bpwidgets.labs.surface.pictures.slice_curve import SliceCurve
from bpwidgets.labs.surface.pictures.surface_map import SurfaceMap
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from bpwidgets.pictures.trail import SIDES, Trail
from bpwidgets.studies import SurfaceSettings, loss_surface

KINDS = {"map": SurfaceMap, "meter": OffPlaneGap, "slice": SliceCurve}
ROWS = ((310, {"map": 1.0}), (150, {"meter": 1.0, "slice": 1.0}))
PRODUCT = dict(objective="product", start=(1.5, -1.0), span=3.0, learning_rate=0.05, steps=30)
NET = dict(objective="2-3-1", axes=("W1[0,0]", "W2[0,0]"), learning_rate=2.0, steps=80, through="end")


def run(**changes):
    settings = SurfaceSettings.create(**changes)
    *_, result = loss_surface(settings)
    return settings, result


def drawn(**changes):
    settings, result = run(**changes)
    sheet = Sheet(KINDS, ROWS, LIGHT, width=860)
    sheet.draw(settings, result)
    return sheet.pictures, settings, result


def at(line):
    return np.column_stack([np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)])


def trail(points, hollow=None, x=(0.0, 1.0), y=(0.0, 2.0)):
    kinds = {"trail": type("Alone", (), {"margins": (0, 0, 0, 0), "__init__": lambda self, axes, style: None,
                                         "moving": ()})}
    axes = Sheet(kinds, ((200, {"trail": 1.0}),), LIGHT, width=300).figure.axes[0]
    axes.set(xlim=x, ylim=y)
    made = Trail(axes, LIGHT, LIGHT.path)
    made.draw(np.array(points, float), np.zeros(len(points), bool) if hollow is None else np.array(hollow))
    return made


def trapezoid(y):
    return ((y[1:] + y[:-1]) / 2).sum()


# -- the path


@pytest.mark.parametrize("changes", [PRODUCT, NET, dict(PRODUCT, step=30)], ids=["product", "net", "last"])
def test_the_path_has_a_dot_for_each_step_and_open_ones_where_the_surface_misleads(changes):
    pictures, _, result = drawn(**changes)
    path = pictures["map"].trail
    assert_array_equal(at(path.line), result.on_plane)
    assert_array_equal(at(path.hollow), result.on_plane[result.hollow])
    assert path.line.get_marker() == "o" and path.hollow.get_markerfacecolor() == LIGHT.ground


@pytest.mark.parametrize("step", [0, 7, 30])
def test_the_step_shown_and_the_start_are_marked(step):
    pictures, _, result = drawn(**PRODUCT, step=step)
    picture = pictures["map"]
    assert_array_equal(at(picture.here), result.on_plane[step:step + 1])
    assert_array_equal(at(picture.start), [[1.5, -1.0]])
    assert len(at(picture.here_hollow)) == len(at(picture.here_outside)) == 0


def test_the_step_shown_is_open_where_the_surface_misleads():
    pictures, _settings, result = drawn(**NET, step=40)
    picture = pictures["map"]
    assert result.hollow[40] and len(at(picture.here)) == 0
    assert_array_equal(at(picture.here_hollow), result.on_plane[40:41])


def test_points_outside_the_window_are_triangles_at_the_border():
    made = trail([(0.5, 1.0), (-3.0, 0.5), (2.0, 1.5), (0.25, -9.0), (0.75, 1e300), (np.nan, 1.0), (np.inf, 0.1)])
    border = dict(zip(SIDES, (at(line).tolist() for line in made.outside)))
    assert border == {"<": [[0.0, 0.5]], ">": [[1.0, 1.5], [1.0, 0.1]], "v": [[0.25, 0.0]], "^": [[0.75, 2.0]]}
    drawn_points = at(made.line)
    assert np.isfinite(drawn_points[:4]).all() and np.isnan(drawn_points[4:]).all()


def test_a_corner_counts_for_the_side_that_is_farther():
    made = trail([(1.5, 2.5), (1.5, 6.0)])
    assert [len(at(line)) for line in made.outside] == [0, 1, 0, 1]


def test_a_run_that_diverges_is_drawn_and_its_step_stands_at_the_border():
    settings, result = run(objective="product", span=3.0, learning_rate=5.0, steps=30)
    sheet = Sheet({"map": SurfaceMap}, ROWS[:1], LIGHT, width=860)
    picture = sheet.pictures["map"]
    for step, point in enumerate(result.on_plane):
        sheet.draw(settings.replace(step=step), result)
        markers = [len(at(marker)) for marker in (picture.here, picture.here_hollow, picture.here_outside)]
        assert sum(markers) == (0 if np.isnan(point).any() else 1)
        if markers[2]:
            assert_array_equal(at(picture.here_outside)[0], np.clip(point, -3, 3))
    sheet.pixels()


# -- the gradient


@pytest.mark.parametrize("objective", ["product", "himmelblau"])
def test_arrows_point_downhill_from_their_places(objective):
    pictures, _, result = drawn(objective=objective, arrows=True)
    picture = pictures["map"]
    corners = at(picture.arrows).reshape(-1, 6, 2)
    moved = np.hypot(*result.arrow_gradient.T) > 0
    assert corners[:, 0] == pytest.approx(result.arrow_at[moved]) and np.isnan(corners[:, 5]).all()
    down, shaft = -result.arrow_gradient[moved], corners[:, 1] - corners[:, 0]
    cosine = (down * shaft).sum(axis=1) / np.hypot(*down.T) / np.hypot(*shaft.T)
    assert cosine == pytest.approx(np.ones(len(down)))


def test_without_a_gradient_there_is_no_arrow():
    pictures, *_ = drawn(**PRODUCT)
    assert len(at(pictures["map"].arrows)) == 0
    assert len(pictures["map"]._arrows(np.zeros((3, 2)), np.array([[0.0, 0.0], [np.nan, 1.0], [np.inf, 1.0]]))) == 0


# -- hands on the map


def test_a_click_and_a_drag_move_the_two_weights_of_the_axes_to_the_pointer():
    pictures, settings, result = drawn(**PRODUCT)
    assert pictures["map"].drag(settings, result, (0.1, 0.2), (0.1, 0.2)) == {"weights": {"w1": 0.1, "w2": 0.2}}
    assert settings.replace(**pictures["map"].drag(settings, result, (1.5, -1.0), (-2.0, 0.5))).theta == (-2.0, 0.5)


@pytest.mark.parametrize("changes", [NET, dict(objective="2-3-1", axes="random", steps=5)], ids=["end", "random"])
def test_in_a_plane_that_does_not_go_through_the_start_by_its_weights_a_point_is_chosen(changes):
    pictures, settings, result = drawn(**changes)
    moved = pictures["map"].drag(settings, result, (0.0, 0.0), (0.25, -0.5))
    assert moved == {"start": (0.25, -0.5)} and settings.replace(**moved).start == (0.25, -0.5)


def test_a_start_cannot_be_dragged_out_of_the_window():
    pictures, settings, result = drawn(**PRODUCT)
    assert pictures["map"].drag(settings, result, (0, 0), (50.0, -50.0)) == {"weights": {"w1": 3.0, "w2": -3.0}}


@pytest.mark.parametrize("right, up, expected", [(1, 0, (1.62, -1.0)), (0, -1, (1.5, -1.12)), (5, 5, (2.1, -0.4)),
                                                 (100, 0, (3.0, -1.0))])
def test_arrow_keys_move_the_start_by_fiftieths_of_the_window(right, up, expected):
    pictures, settings, result = drawn(**PRODUCT)
    moved = settings.replace(**pictures["map"].nudge(settings, result, right, up))
    assert moved.theta == pytest.approx(expected)


# -- the meter


@pytest.mark.parametrize("changes", [PRODUCT, NET], ids=["product", "net"])
def test_the_meter_shows_true_loss_plane_loss_and_the_gap_between(changes):
    pictures, _, result = drawn(**changes)
    meter, steps = pictures["meter"], np.arange(len(result.gap))
    assert at(meter.loss) == pytest.approx(np.column_stack([steps, np.log10(result.path.values)]))
    assert at(meter.plane) == pytest.approx(np.column_stack([steps, np.log10(result.plane_values)]))
    x, y = meter.gap.get_xy()[:-1].T
    area = abs(np.sum(x * np.roll(y, 1) - y * np.roll(x, 1))) / 2
    assert area == pytest.approx(abs(trapezoid(np.log10(result.path.values / result.plane_values))), abs=1e-9)
    low, high = meter.axes.get_ylim()
    assert low < min(at(meter.loss)[:, 1].min(), at(meter.plane)[:, 1].min())
    assert max(at(meter.loss)[:, 1].max(), at(meter.plane)[:, 1].max()) < high


def test_the_meter_marks_the_step_shown():
    pictures, _, result = drawn(**PRODUCT, step=4)
    assert at(pictures["meter"].here) == pytest.approx(np.array([[4, np.log10(result.path.values[4])]]))
    assert at(pictures["meter"].cursor)[:, 0].tolist() == [4, 4]


def metered(true, plane, step=0):
    sheet = Sheet({"meter": OffPlaneGap}, ((150, {"meter": 1.0}),), LIGHT, width=400)
    result = SimpleNamespace(path=SimpleNamespace(values=np.array(true, float)), plane_values=np.array(plane, float))
    sheet.draw(SimpleNamespace(step=step), result)
    sheet.pixels()
    return sheet.pictures["meter"], result


def test_losses_far_below_the_start_count_as_zero_and_stand_on_the_border():
    meter, _ = metered([1.0, 1e-3, 1e-14, 0.0], [1.0, 1e-3, 1e-14, 0.0], step=3)
    border = meter.axes.get_yticks()[0]
    assert border <= -12 and at(meter.zero).tolist() == [[2, border], [3, border]]
    assert np.isnan(at(meter.loss)[2:, 1]).all()
    assert at(meter.here).tolist() == [[3, border]]


def test_an_explosion_does_not_turn_the_losses_before_it_to_zero():
    meter, _ = metered([1.0, 10.0, 1e200, np.inf, np.nan], [1.0, 5.0, 1e100, np.inf, np.nan])
    assert len(at(meter.zero)) == 0 and at(meter.loss)[:3, 1].tolist() == [0, 1, 200]
    assert np.isnan(at(meter.loss)[3:, 1]).all()


def test_negative_losses_have_a_linear_axis():
    meter, _ = metered([1.0, 0.0, -2.0], [1.0, 0.5, -2.0])
    assert at(meter.loss)[:, 1].tolist() == [1, 0, -2] and at(meter.plane)[:, 1].tolist() == [1, 0.5, -2]
    low, high = meter.axes.get_ylim()
    assert low < -2 and high > 1


@pytest.mark.parametrize("true", [[0.0, 0.0], [np.nan, np.nan], [np.inf, np.inf], [5.0, 5.0], [-1.0, -1.0]], ids=str)
def test_losses_without_form_are_metered_without_a_warning(true):
    metered(true, true)


def test_the_meter_sets_the_step_by_drag_and_by_keys_within_the_run():
    pictures, settings, result = drawn(**PRODUCT, step=29)
    meter = pictures["meter"]
    assert [meter.drag(settings, result, (0, 0), (x, -3.0))["step"] for x in (-5.0, 7.4, 7.6, 99.0)] == [0, 7, 8, 30]
    assert [meter.nudge(settings, result, right, up)["step"]
            for right, up in ((-1, 0), (0, 1), (5, 0), (0, -5))] == [28, 30, 30, 24]


# -- the slice


@pytest.mark.parametrize("changes", [dict(PRODUCT, log_color=False), dict(objective="2-2-1", log_color=False),
                                     dict(objective="saddle", log_color=True)], ids=str)
def test_the_slice_is_the_curve_with_its_tangent_at_the_start(changes):
    pictures, _, result = drawn(**changes)
    picture = pictures["slice"]
    assert at(picture.curve) == pytest.approx(np.column_stack([result.slice_weights, result.slice_losses]))
    assert at(picture.start) == pytest.approx(np.array([[result.slice_at, result.slice_loss]]))
    x, y = at(picture.tangent).T
    assert np.interp(result.slice_at, x,
                     y) == pytest.approx(result.slice_loss) and (y[-1] - y[0]) / (x[-1] - x[0]) == pytest.approx(
                         result.slice_slope)
    assert picture.axes.get_xlabel() == result.slice_name


def test_with_logarithmic_color_the_slice_has_a_log_axis_where_the_tangent_bends():
    pictures, _, result = drawn(objective="rosenbrock", log_color=True)
    picture = pictures["slice"]
    x, y = at(picture.tangent).T
    known = np.isfinite(y)
    assert 10 ** y[known] == pytest.approx((result.slice_loss + result.slice_slope * (x - result.slice_at))[known])
    assert 10 ** at(picture.curve)[:5, 1] == pytest.approx(result.slice_losses[:5])


def test_the_whole_slice_lies_inside_its_axes():
    pictures, _, result = drawn(objective="2-8-8-1")
    low, high = pictures["slice"].axes.get_ylim()
    assert low < result.slice_losses.min() and result.slice_losses.max() < high


# -- the background


def test_the_background_is_kept_while_the_start_is_dragged_on_the_map():
    sheet = Sheet({"map": SurfaceMap}, ROWS[:1], LIGHT, width=860)
    sheet.draw(*run(**PRODUCT))
    sheet.pixels()
    for start in ((1.4, -1.0), (0.2, 0.3), (-2.0, 2.0)):
        sheet.draw(*run(**dict(PRODUCT, start=start)))
        assert not sheet.figure.stale


@pytest.mark.parametrize("changes", [dict(theta=(1e200, 1.0)),
                                     dict(objective=lambda t: np.log(t[..., 0] ** 2 + t[..., 1] ** 2),
                                          theta=(0.0, 0.0))])
def test_where_the_loss_is_no_number_all_is_drawn_without_warnings(changes):
    _, _, result = drawn(**changes)
    assert not np.isfinite(result.path.values[0])


def test_no_number_of_a_contour_lies_under_the_start():
    """As the lab opens the ring lay on a number. It is the same whichever way the start came."""
    sheet = Sheet({"map": SurfaceMap}, ROWS[:1], LIGHT, width=860)
    settings, result = run(objective="product")
    sheet.draw(settings, result)
    picture = sheet.pictures["map"]
    numbers = picture.ground.contours.places()
    assert not picture.ground.contours.are_near(result.on_plane[:1], numbers).any() and len(numbers)
    usual = picture.ground._usual
    for at in usual:        # onto each number in turn: it goes, or stands elsewhere, and comes back
        sheet.draw(*run(objective="product", start=tuple(at.tolist())))
        assert not picture.ground.contours.are_near(at[None], picture.ground.contours.places()).any()
    sheet.draw(settings, result)
    assert np.array_equal(picture.ground.contours.places(), numbers)
