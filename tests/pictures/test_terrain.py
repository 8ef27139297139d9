"""Between the points of a grid: smooth, and nothing that no number stands for."""
import numpy as np
import pytest

from bpwidgets.pictures.contours import APART, BESIDES, BORDER, LETTER, with_numbers
from bpwidgets.pictures.ground import NOWHERE
from bpwidgets.pictures.terrain import LIGHT, terrain

U, V = np.linspace(-2, 2, 21), np.linspace(-1, 3, 31)
NONE = np.zeros((21, 31), bool)


def rough(seed=0):
    return np.random.default_rng(seed).uniform(-1, 2, NONE.shape)


def test_every_point_of_the_grid_keeps_its_number():
    height, fine = rough(), terrain(U, V, rough(), NONE)
    assert fine.height[::9, ::6] == pytest.approx(height, abs=1e-12)
    assert fine.u[::9] == pytest.approx(U) and fine.v[::6] == pytest.approx(V)


def test_no_height_lies_beyond_the_corners_of_its_cell():
    height, fine = rough(1), terrain(U, V, rough(1), NONE)
    for i in range(20):
        for j in range(30):
            corners, cell = height[i:i + 2, j:j + 2], fine.height[9 * i:9 * i + 10, 6 * j:6 * j + 7]
            assert corners.min() - 1e-12 <= cell.min() and cell.max() <= corners.max() + 1e-12


def test_a_smooth_hill_is_met_far_better_than_by_straight_lines():
    def hill(u, v):
        return np.exp(-u[:, None] ** 2) * np.cos(v)

    fine = terrain(U, V, hill(U, V), NONE)
    truth = hill(fine.u, fine.v)
    straight = np.array([np.interp(fine.v, V, line) for line in hill(U, V)])
    straight = np.array([np.interp(fine.u, U, line) for line in straight.T]).T
    assert np.median(abs(fine.height - truth)) < 0.2 * np.median(abs(straight - truth))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_point_without_a_number_stays_alone(value):
    """The cells that touch it, and those whose cubic would use it, are straight; all others do not know of it."""
    spoilt, lost = rough(2), NONE.copy()
    spoilt[10, 15], lost[10, 15] = value, True
    fine, whole = terrain(U, V, spoilt, lost), terrain(U, V, rough(2), NONE)
    assert np.isfinite(fine.height[fine.lost == 0]).all()
    far = np.ones(fine.height.shape, bool)
    far[9 * 8:9 * 12 + 1, 6 * 13:6 * 17 + 1] = False
    assert fine.height[far] == pytest.approx(whole.height[far], abs=1e-12)
    assert fine.lost[90, 90] == 1 and (fine.lost[far] == 0).all()


@pytest.mark.parametrize("shape", [(2, 2), (2, 5), (3, 2), (301, 4)])
def test_grids_of_any_size_become_fine(shape):
    height = rough()[:1, :1] + np.arange(np.prod(shape), dtype=float).reshape(shape)
    fine = terrain(np.arange(shape[0]) * 1.0, np.arange(shape[1]) * 1.0, height, np.zeros(shape, bool))
    assert fine.height.shape == (len(fine.u), len(fine.v)) == fine.light.shape
    assert (fine.height.min(), fine.height.max()) == pytest.approx((height.min(), height.max()))


def test_uneven_grids_are_followed_as_they_are():
    u = np.sort(np.append(np.linspace(-2, 2, 20), 1.9))
    fine = terrain(u, V, np.repeat(u[:, None] ** 2, len(V), axis=1), NONE)
    assert fine.height[9:-9, 0] == pytest.approx(fine.u[9:-9] ** 2, abs=0.02)


def test_level_ground_has_no_light_of_its_own_and_slopes_are_bright_toward_the_upper_left():
    level = terrain(U, V, np.ones(NONE.shape), NONE)
    assert (level.light == 1).all()
    rising_right = terrain(U, V, np.repeat(np.linspace(0, 1, 21)[:, None], 31, axis=1), NONE).light
    rising_up = terrain(U, V, np.repeat(np.linspace(0, 1, 31)[None], 21, axis=0), NONE).light
    assert (rising_right > 1).all() and (rising_up < 1).all()
    steep = terrain(U, V, 1e3 * rough(), NONE).light
    assert 1 - LIGHT <= steep.min() < 1 < steep.max() <= 1 + LIGHT


# -- numbers in lines


def circle(radius, corners=200):
    angle = np.linspace(0, 2 * np.pi, corners)
    return radius * np.column_stack([np.cos(angle), np.sin(angle)])


def test_a_number_takes_its_room_out_of_its_line_and_stands_in_the_gap():
    unit, window = np.array([100.0, 100.0]), np.array([(-2.0, -2.0), (2.0, 2.0)])
    parted, labels = with_numbers([[circle(1.0)], [circle(1.6)]], ["10", "1000"], unit, window, NOWHERE)
    for lines, label, radius in zip(parted, labels, (1.0, 1.6)):
        assert np.hypot(*label.at) == pytest.approx(radius, rel=1e-6) and -90 <= label.angle <= 90
        nearest = min(np.hypot(*(line - label.at).T).min() for line in lines) * 100
        room = LETTER * len(label.text) + BESIDES
        assert 0.4 * room < nearest < room
    assert [label.line for label in labels] == [0, 1]
    apart = np.hypot(*(np.array(labels[0].at) - labels[1].at)) * 100
    assert apart > 60


def test_a_line_that_is_short_or_at_the_border_has_no_number():
    unit, window = np.array([100.0, 100.0]), np.array([(-2.0, -2.0), (2.0, 2.0)])
    edge = np.column_stack([np.linspace(-2, 2, 50), np.full(50, 2 - 0.5 * BORDER / 100)])
    parted, labels = with_numbers([[circle(0.1)], [edge], []], ["1", "2", "3"], unit, window, NOWHERE)
    assert not labels and [len(lines) for lines in parted] == [1, 1, 0]


def test_a_number_keeps_away_from_what_it_must_not_cover():
    unit, window = np.array([100.0, 100.0]), np.array([(-2.0, -2.0), (2.0, 2.0)])
    _, [free] = with_numbers([[circle(1.0)]], ["10"], unit, window, NOWHERE)
    _, [label] = with_numbers([[circle(1.0)]], ["10"], unit, window, np.array([free.at]))
    assert np.hypot(*(np.array(label.at) - free.at)) * 100 > APART
