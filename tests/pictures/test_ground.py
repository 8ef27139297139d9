"""The ground of a map: what is shaded and lined is the surface it was given, also where there is no number."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from bpwidgets.pictures.contours import contour_lines
from bpwidgets.pictures.ground import ContourMap
from bpwidgets.pictures.shades import SHADES, heights, lit, shade_of, shades
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import DARK, LIGHT
from bpwidgets.pictures.terrain import terrain

U, V = np.linspace(-2, 2, 41), np.linspace(-1, 3, 31)
STYLES = pytest.mark.parametrize("style", [LIGHT, DARK], ids=lambda s: s.name)
# window, ratio: sizes of the image that are odd, even and between two pixels
SIZES = pytest.mark.parametrize("width, ratio", [(500, 1.0), (501.3, 1.25), (417, 2.0)])


def bowl(u=U, v=V):
    return u[:, None] ** 2 + 3 * v**2


def drawn(surface=None, u=U, v=V, levels=(1.0, 2.0, 5.0, 10.0), low=0.0, high=10.0, log=False, labels=("W1[0,0]", "b1"),
          style=LIGHT, width=500, ratio=1.0):
    sheet = Sheet({"ground": ContourMap}, [(300, {"ground": 1.0})], style, width=width, ratio=ratio)
    ground = sheet.pictures["ground"]
    ground.draw(u, v, bowl() if surface is None else surface, np.array(levels), low, high, log, labels)
    return sheet, ground


def color_at(sheet, axes, x, y):
    """The color of the sheet at a point in data coordinates, 0 to 1."""
    buffer, (width, height) = sheet.pixels()
    pixels = np.frombuffer(bytes(buffer), np.uint8).reshape(height, width, 4)
    right, up = axes.transData.transform((x, y))
    return pixels[height - 1 - int(up), int(right), :3] / 255


def bare(ground):
    """Only the shades: no lines, no words."""
    for artist in ground.moving[1:]:
        artist.set_visible(False)


# -- heights and shades


def test_heights_are_shares_of_the_range():
    assert heights(np.array([2.0, 3.0, 4.0]), 2.0, 4.0, False) == pytest.approx([0, 0.5, 1])
    assert heights(np.array([1.0, 10.0]), 1.0, 10.0, True) == pytest.approx([0, 1])


def test_a_five_hundredth_of_the_range_is_added_before_the_logarithm():
    (low, high), added = np.log10([1e-2 + 0.2, 1e2 + 0.2]), 0.2
    assert heights(1.0, 1e-2, 1e2, True) == pytest.approx((np.log10(1.0 + added) - low) / (high - low), abs=1e-4)
    assert heights(0.0, 0.0, 1e2, True) == 0 and heights(1e-9, 0.0, 1e2, True) < 1e-6


def test_heights_end_one_range_beyond_the_ends_and_keep_nan():
    assert heights(np.array([-np.inf, -1e9, 1e308, np.inf]), 0.0, 1.0, False).tolist() == [-1, -1, 2, 2]
    assert heights(np.array([-3.0, 0.0, 1e-300, np.inf]), 1.0, 10.0, True).tolist() == [-1, -1, -1, 2]
    assert np.isnan(heights(np.array([np.nan]), 1.0, 10.0, True)).all()
    assert np.isnan(heights(np.array([np.nan]), 1.0, 10.0, False)).all()


def test_a_range_without_width_gives_heights_all_the_same():
    assert heights(np.full(3, 7.0), 7.0, 7.0, False).tolist() == [0, 0, 0]


@STYLES
def test_shades_go_from_the_first_anchor_to_the_last_and_stay_there_beyond(style):
    table = shades(style)[:, :3] / 255
    assert table[:SHADES] == pytest.approx(np.tile(to_rgb(style.surface[0]), (SHADES, 1)), abs=3e-3)
    assert table[-SHADES:] == pytest.approx(np.tile(to_rgb(style.surface[-1]), (SHADES, 1)), abs=3e-3)
    anchors = np.array([to_rgb(color) for color in style.surface])
    assert table[shade_of(np.linspace(0, 1, len(anchors)))] == pytest.approx(anchors, abs=0.015)


@STYLES
def test_lightness_falls_evenly_from_low_to_high_so_that_gray_tells_them_apart(style):
    part = shades(style)[SHADES:-SHADES, :3] / 255
    luminance = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]
    lightness = np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance)    # L* of CIELAB
    each = -np.diff(lightness[::32])
    assert each.sum() > 60 and each.min() > 0.7 * each.mean() and each.max() < 1.3 * each.mean()


# -- the image


@SIZES
@pytest.mark.parametrize("log", [False, True])
def test_each_point_has_the_shade_of_its_loss(width, ratio, log):
    low, high = (1e-2, 1e2) if log else (0.0, 20.0)
    sheet, ground = drawn(bowl() + 0.02, low=low, high=high, log=log, width=width, ratio=ratio)
    bare(ground)
    for i, j in ((3, 4), (20, 8), (20, 15), (35, 27), (10, 26), (39, 1)):
        row = shade_of(heights(bowl()[i, j] + 0.02, low, high, log)) + np.arange(-8, 9)[:, None]
        lights = lit(shades(LIGHT), 0.16)[row, :, :3].reshape(-1, 3) / 255
        off = np.abs(lights - color_at(sheet, ground.axes, U[i], V[j])).max(axis=1).min()
        assert off < 0.008, (i, j)


@SIZES
def test_pixels_are_the_bilinear_mean_of_their_four_neighbors_on_the_fine_grid(width, ratio):
    rng = np.random.default_rng(0)
    surface = rng.uniform(-0.5, 1.5, (len(U), len(V)))
    _sheet, ground = drawn(surface, low=0.0, high=1.0, width=width, ratio=ratio)
    fine = terrain(U, V, heights(surface, 0.0, 1.0, False), np.zeros(surface.shape, bool))
    ground.shading.show(fine._replace(light=np.ones_like(fine.light)))
    pixels, box = ground.shading.pixels(), ground.axes.bbox
    assert pixels.shape == (round(box.y1) - round(box.y0), round(box.x1) - round(box.x0),
                            4) and (pixels[..., 3] == 255).all()
    for row, column in rng.integers(0, pixels.shape[:2], (200, 2)):
        x, y = ground.axes.transData.inverted().transform((round(box.x0) + column + 0.5, round(box.y0) + row + 0.5))
        at_v = [np.interp(np.clip(y, V[0], V[-1]), fine.v, line) for line in fine.height]
        expected = shades(LIGHT)[shade_of(np.interp(np.clip(x, U[0], U[-1]), fine.u, at_v))]
        assert np.abs(pixels[row, column].astype(int) - expected).max() <= 1


def test_grids_need_not_be_even():
    u = np.array([-2.0, -1.9, 0.0, 2.0])
    surface = np.array([0.0, 10.0, 0.0, 0.0])[:, None] + np.zeros(len(V))
    sheet, ground = drawn(surface, u=u)
    bare(ground)
    assert color_at(sheet, ground.axes, -1.9, 1.0) == pytest.approx(to_rgb(LIGHT.surface[-1]), abs=0.1)
    assert color_at(sheet, ground.axes, 1.0, 1.0) == pytest.approx(to_rgb(LIGHT.surface[0]), abs=0.01)


# -- lines of equal loss


@pytest.mark.parametrize("log", [False, True])
def test_on_a_line_the_loss_is_its_level(log):
    _, ground = drawn(bowl() + 0.02, low=0.01, high=100.0, log=log, levels=(0.5, 1.0, 10.0))
    lines = ground.contours.lines.get_segments()
    losses = np.concatenate([line[:, 0] ** 2 + 3 * line[:, 1] ** 2 + 0.02 for line in lines])
    nearest = np.array([0.5, 1.0, 10.0])[np.abs(np.log(losses[:, None] / [0.5, 1.0, 10.0])).argmin(axis=1)]
    assert losses == pytest.approx(nearest, rel=0.12) and len(set(nearest)) == 3


def test_a_valley_narrower_than_the_grid_is_no_chain_of_islands():
    """(u v - 1)^2 is 0 along a line that passes between the points of the grid."""
    grid, ends = np.linspace(-2, 2, 61), (1e-3, 10.0, True)
    surface, levels = (np.outer(grid, grid) - 1) ** 2, np.array([1e-3, 1e-2, 0.1, 1.0])
    _, ground = drawn(surface, u=grid, v=grid, levels=levels, low=1e-3, high=10.0, log=True)
    plain = contour_lines(grid, grid, heights(surface, *ends), heights(levels, *ends))
    found = [line for lines in plain for line in lines], ground.contours.lines.get_segments()
    everything, kept = (sum(np.array_equal(line[0], line[-1]) and np.ptp(line, axis=0).max() < 0.14 for line in lines)
                        for lines in found)
    assert everything > 5 and kept == 0


def test_on_a_linear_scale_the_smallest_ring_is_drawn():
    surface = np.ones((len(U), len(V)))
    surface[20, 15] = 0.0
    _, ground = drawn(surface, levels=(0.5,), low=0.0, high=1.0)
    line, = ground.contours.lines.get_segments()
    assert np.array_equal(line[0], line[-1]) and np.ptp(line, axis=0) == pytest.approx([0.1, 4 / 30], rel=0.3)


def test_a_level_outside_the_surface_has_no_line():
    assert len(drawn(levels=(-5.0, 1e9))[1].contours.lines.get_segments()) == 0


# -- no number


def with_holes():
    surface = bowl()
    surface[U > 1] = np.inf
    surface[:8, 20:] = np.nan
    return surface


@STYLES
def test_inf_and_nan_are_striped_with_a_border_and_a_word(style):
    sheet, ground = drawn(with_holes(), style=style)
    for x, y in ((1.9, 0.0), (1.3, 2.5), (-1.9, 2.9)):
        color = color_at(sheet, ground.axes, x, y)
        assert min(np.abs(color - to_rgb(stripe)).max() for stripe in style.lost) < 0.01, (x, y)
    border = np.concatenate(ground.border.get_segments())
    half = (U[1] - U[0]) / 2
    right = border[border[:, 0] > 0.5]
    assert right[:, 0] == pytest.approx(U[U > 1][0] - half) and right[:, 1].min() == V[0] and right[:, 1].max() == V[-1]
    assert ground.word.get_text() == "inf or nan" and ground.word.get_position()[0] > 1


def test_a_surface_of_numbers_has_no_stripes_no_border_and_no_word():
    _, ground = drawn()
    assert not ground.border.get_segments() and ground.word.get_text() == ""
    assert not (ground.shading.pixels().reshape(-1, 4)[:,
                                                       :3]
                == np.round(255 * np.array(to_rgb(LIGHT.lost[0])))).all(axis=1).any()


def test_no_line_is_drawn_through_what_is_no_number():
    lines = np.concatenate(drawn(with_holes())[1].contours.lines.get_segments())
    assert (lines[:, 0] <= U[U <= 1][-1]).all() and not ((lines[:, 0] < U[8]) & (lines[:, 1] > V[19])).any()


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("surface", [np.full((41, 31), np.nan), np.full((41, 31), np.inf), np.full((41, 31), -np.inf),
                                     np.zeros((41, 31)),
                                     np.full((41, 31), 1e308), np.full((41, 31), -3.0)],
                                     ids=["nan", "inf", "-inf", "zero", "huge", "negative"])
def test_surfaces_without_form_are_drawn_without_a_warning(surface, log):
    for levels, low, high in (((), 1.0, 10.0), ((1e308,), 1e307, 1e308), ((5.0,), 5.0, 5.0)):
        sheet, ground = drawn(surface, levels=levels, low=low, high=high, log=log)
        sheet.pixels()
        assert (ground.word.get_text() == "inf or nan") == (not np.isfinite(surface).any())


def test_the_smallest_surface_is_drawn():
    sheet, ground = drawn(np.array([[0.0, 1.0], [2.0, 3.0]]), u=np.array([0.0, 1.0]), v=np.array([0.0, 1.0]))
    sheet.pixels()
    assert [text.get_text() for text in ground.contours.numbers[:1]] == ["1"]


# -- axes and key


def test_the_axes_end_where_the_surface_ends_and_bear_its_names():
    _, ground = drawn()
    assert ground.axes.get_xlim() == (-2, 2) and ground.axes.get_ylim() == (-1, 3)
    assert (ground.axes.get_xlabel(), ground.y_label.get_text()) == ("W1[0,0]", "b1")


def test_the_kept_background_holds_while_only_the_surface_changes():
    sheet, ground = drawn()
    sheet.pixels()
    ground.draw(U, V, bowl() * 1.3 + 1, np.array([1.0, 2.0, 5.0, 10.0]), 0.0, 10.0, False, ("W1[0,0]", "b1"))
    assert not sheet.figure.stale
    ground.draw(U + 1, V, bowl(), np.array([1.0, 2.0, 5.0, 10.0]), 0.0, 10.0, False, ("W1[0,0]", "b1"))
    assert sheet.figure.stale


def key_marks(ground):
    axis = ground.key.axes.yaxis
    return dict(zip(axis.get_major_locator()(), axis.get_major_formatter().seq))


def test_the_key_tells_ends_and_levels():
    assert key_marks(drawn(levels=(2.5, 5.0, 7.5))[1]) == {0.0: "0", 0.25: "2.5", 0.5: "5", 0.75: "7.5", 1.0: "10"}
    marks = key_marks(drawn(levels=(0.1, 1.0), low=0.01, high=1.0, log=True)[1])
    assert list(marks) == pytest.approx(heights([0.01, 0.1, 1.0], 0.01, 1.0, True))
    assert list(marks.values()) == ["0.01", "0.1", "1"]


def test_levels_without_room_in_the_key_have_a_mark_but_no_number():
    marks = key_marks(drawn(levels=np.linspace(0, 10, 101))[1])
    said = [place for place, text in marks.items() if text]
    assert len(marks) == 101 and 5 <= len(said) <= 20 and min(np.diff(said)) * 232 >= 17 and {0.0, 1.0} <= set(said)


def test_vector_formats_take_the_ground_too(tmp_path):
    for style in (LIGHT, DARK):
        sheet = Sheet({"ground": ContourMap}, [(300, {"ground": 1.0})], style, width=500, live=False)
        sheet.pictures["ground"].draw(U, V, with_holes(), np.array([1.0, 5.0]), 0.0, 10.0, False, ("a", "b"))
        sheet.figure.savefig(tmp_path / "ground.svg")
        assert (tmp_path / "ground.svg").read_text().count("<image") == 2
