"""What the pictures show is what the numbers say: asserted on the artists, not on pixels."""

import math
from functools import cache

import numpy as np
import pytest
from matplotlib import rcParams
from matplotlib.colors import to_rgb

from bpwidgets.labs.gradient_flow.lab import GradientFlowLab
from bpwidgets.labs.weight.lab import WeightLab
from bpwidgets.labs.weight.settings import rate_range
from bpwidgets.pictures.style import DARK, LIGHT, STYLES
from bpwidgets.studies import FlowSettings, WeightSettings, gradient_flow, one_weight
from bpwidgets.text import in_words, number
from tests.pictures.cases import CASES, make_sheet, seen_texts

WEIGHT, FLOW = WeightLab.plan, GradientFlowLab.plan


def parabola(**changes):
    settings = WeightSettings.create(**changes)
    return make_sheet(WEIGHT, settings, views=("parabola",)).pictures["parabola"], settings, one_weight(settings)


def data_of(line):
    return np.array(line.get_xdata(), float), np.array(line.get_ydata(), float)


# -- the parabola


@pytest.mark.parametrize("changes", [dict(), dict(step=3), dict(weight=0.5, loss="sse", learning_rate=1e-4, step=20),
                                     dict(scaled=True, learning_rate=1.0),
                                     dict(data="noisy_line", learning_rate=0.02, weight=4, step=2),
                                     dict(data="negative_slope", weight=1.0)])
def test_point_tangent_and_arrow_are_those_of_the_step_shown(changes):
    picture, settings, result = parabola(**changes)
    k = settings.step
    w, loss, slope = result.weights[k], result.losses[k], result.gradients[k]
    assert data_of(picture.here) == (pytest.approx([w]), pytest.approx([loss]))
    x, y = data_of(picture.tangent)
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope) and np.interp(w, x, y) == pytest.approx(loss)
    begin, end = picture.arrow._posA_posB
    assert picture.arrow.get_visible() and begin == pytest.approx((w, loss))
    assert end == pytest.approx((w - settings.learning_rate * slope, loss))
    if k < settings.steps:
        assert end[0] == pytest.approx(result.weights[k + 1])


@pytest.mark.parametrize("step", [0, 1, 7, 20])
def test_the_path_holds_every_step_so_far(step):
    picture, _, result = parabola(learning_rate=0.004, step=step)
    x, y = data_of(picture.path)
    assert x == pytest.approx(result.weights[:step + 1]) and y == pytest.approx(result.losses[:step + 1])


def test_the_curve_is_the_parabola_and_its_bottom_is_marked():
    picture, _, result = parabola(data="noisy_line")
    assert (data_of(picture.curve)[1] == result.curve_losses).all()
    assert (data_of(picture.curve)[0] == result.curve_weights).all()
    assert data_of(picture.best) == (pytest.approx([1.5]), pytest.approx([result.best_loss]))
    assert picture.best_label.get_text() == "best 1.5"


def test_the_whole_curve_lies_inside_the_axes():
    picture, _, result = parabola()
    assert picture.axes.get_xlim() == (result.curve_weights[0], result.curve_weights[-1])
    low, high = picture.axes.get_ylim()
    assert low < 0 and result.curve_losses.max() < high


def test_the_words_name_the_weight():
    assert parabola(learning_rate=0.002, step=1)[0].label.get_text() == "weight 2.362"


def test_no_arrow_where_the_gradient_is_zero():
    assert not parabola(weight=2.0)[0].arrow.get_visible()


@pytest.mark.parametrize("step", [2, 5, 20, 400, 500])
def test_a_point_that_ran_off_is_marked_at_the_border_and_named(step):
    picture, _, result = parabola(learning_rate=0.02, step=step, steps=500)
    assert len(picture.here.get_xdata()) == len(picture.tangent.get_xdata()) == 0 and not picture.arrow.get_visible()
    (at,), (height,) = data_of(picture.outside)
    assert height == picture.axes.get_ylim()[1] and at in picture.axes.get_xlim()
    if np.isfinite(result.weights[step]):
        assert at == picture.axes.get_xlim()[int(result.weights[step] > 2)]
    weight = result.weights[step]
    assert picture.label.get_text() == (f"weight {in_words(weight, 4)} is outside" if np.isfinite(weight)
                                        else "the weight overflowed")


def test_a_point_inside_has_no_mark_at_the_border():
    assert len(parabola()[0].outside.get_xdata()) == 0


# -- the loss over the steps


def test_the_loss_of_every_step_is_drawn_as_its_logarithm():
    settings = WeightSettings(learning_rate=0.002, step=4)
    picture, result = make_sheet(WEIGHT, settings, views=("loss",)).pictures["loss"], one_weight(settings)
    x, y = data_of(picture.curve)
    drawn = np.flatnonzero(result.losses > result.losses.max() * 1e-12)
    assert x.tolist() == drawn.tolist() and y == pytest.approx(np.log10(result.losses[drawn]))
    assert data_of(picture.zero)[0].tolist() == list(range(len(drawn), 21))
    assert data_of(picture.here) == (pytest.approx([4]), pytest.approx([math.log10(result.losses[4])]))


def test_losses_that_overflowed_leave_the_curve_and_its_marker():
    settings = WeightSettings(learning_rate=1e6, steps=100, step=100)
    picture, result = make_sheet(WEIGHT, settings, views=("loss",)).pictures["loss"], one_weight(settings)
    assert len(picture.curve.get_xdata()) == np.isfinite(result.losses).sum() < 101
    assert len(picture.here.get_xdata()) == 0


# -- the scale of rates


@pytest.mark.parametrize("loss", ["sse", "half_sse", "mse", "half_mse"])
@pytest.mark.parametrize("scaled", [False, True])
def test_the_largest_stable_rate_stands_at_its_logarithm(loss, scaled):
    settings = WeightSettings(loss=loss, scaled=scaled)
    picture, result = make_sheet(WEIGHT, settings, views=("rate",)).pictures["rate"], one_weight(settings)
    limit = math.log10(2 / result.curvature)
    assert data_of(picture.limit)[0] == pytest.approx([limit, limit])
    assert picture.limit_label.get_position()[0] == pytest.approx(limit)
    assert picture.limit_label.get_text() == f"largest stable rate {number(2 / result.curvature)}"
    assert data_of(picture.here)[0] == pytest.approx([math.log10(0.001)])
    low, high = np.log10(rate_range(settings))
    ends = [data_of(line)[0] for line in (picture.monotone, picture.oscillating, picture.diverges)]
    assert np.ravel(ends) == pytest.approx([low, limit - math.log10(2), limit - math.log10(2), limit, limit, high])


def test_a_choice_of_loss_visibly_moves_the_limit_on_a_scale_that_stays():
    places, scales = {}, set()
    for loss in ("sse", "half_sse", "mse", "half_mse"):
        picture = make_sheet(WEIGHT, WeightSettings(loss=loss), views=("rate",)).pictures["rate"]
        places[loss] = picture.axes.transData.transform((picture.limit.get_xdata()[0], 0))[0]
        scales.add(picture.axes.get_xlim())
    gaps = np.diff([places[loss] for loss in ("sse", "half_sse", "mse", "half_mse")])
    assert len(scales) == 1 and (gaps > 20).all()


# -- the profile


@pytest.mark.parametrize("changes", [dict(), dict(depth=1), dict(depth=50, activation="relu"),
                                     dict(gain=5.0, activation="identity")])
def test_the_three_curves_are_the_logarithms_of_the_sizes(changes):
    settings = FlowSettings(**changes)
    picture, result = make_sheet(FLOW, settings, views=("profile",)).pictures["profile"], gradient_flow(settings)
    for name, sizes in (("activation", result.activation_size), ("delta", result.delta_size),
                        ("weight_gradient", result.weight_gradient_size)):
        x, y = data_of(picture.curves[name])
        assert x.tolist() == list(range(1, settings.depth + 2)) and y == pytest.approx(np.log10(sizes))
        low, high = picture.axes.get_ylim()
        assert low <= y.min() and y.max() <= high and len(picture.lost[name].get_xdata()) == 0


def test_sizes_of_zero_are_marked_at_the_border():
    picture = make_sheet(FLOW, FlowSettings(depth=4, initializer="zeros"), views=("profile",)).pictures["profile"]
    x, y = data_of(picture.lost["delta"])
    assert x.tolist() == [1, 2, 3, 4] and (y == picture.axes.get_ylim()[0]).all()
    assert np.isnan(data_of(picture.curves["delta"])[1]).tolist() == [True] * 4 + [False]


def test_the_words_at_the_curves_hold_the_factor_per_layer():
    settings = FlowSettings(activation="relu")
    picture, result = make_sheet(FLOW, settings, views=("profile",)).pictures["profile"], gradient_flow(settings)
    assert picture.labels["delta"].get_text() == f"δ  ×{in_words(result.shrink_per_layer)} ←"
    assert picture.labels["weight_gradient"].get_text() == f"dW  ×{number(result.weight_gradient_shrink)} ←"
    assert picture.labels["activation"].get_text() == f"activations  ×{number(result.activation_growth)} →"


def test_layers_are_numbered_with_whole_numbers():
    for depth in (1, 4, 10, 11, 23, 50, 51, 100):
        axis = make_sheet(FLOW, FlowSettings(depth=depth, width=2), views=("profile",)).pictures["profile"].axes.xaxis
        places = axis.get_major_locator()()
        assert [str(int(p)) for p
                in places] == list(axis.get_major_formatter().seq) and places[0] == 1 and len(places) <= 12


# -- the headline


def test_the_export_holds_the_question_and_the_whole_verdict():
    settings = FlowSettings(activation="relu", gain=0.5)
    sheet = make_sheet(FLOW, settings, live=False, headline=True)
    headline = sheet.pictures["headline"]
    assert next(text.get_text() for text in headline.verdict.axes.texts) == FLOW.question
    assert headline.verdict.get_text().replace("\n", " ") == gradient_flow(settings).verdict
    assert headline.verdict.get_text().count("\n") <= 1


# -- everything can be read


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("style", STYLES)
def test_every_text_is_at_least_11_px_and_keeps_its_contrast(case, style):
    plan, make, _grid = CASES[case]
    sheet = make_sheet(plan, make(), style=STYLES[style], live=False, headline=True)
    for *_, text in seen_texts(sheet):
        assert text.get_fontsize() * sheet.figure.dpi / 72 >= 11
        assert max(contrast(text.get_color(), behind) for behind in grounds(text, sheet, STYLES[style])) >= 4.5


@pytest.mark.parametrize("case", ["surface", "race", "curvature"])
@pytest.mark.parametrize("style", STYLES)
def test_what_stands_on_a_map_in_the_color_of_ink_has_a_rim_of_paper(case, style):
    for picture in first_pictures(case, STYLES[style]):
        if ground := getattr(picture, "ground", None):
            trails = [trail.moving for trail in (getattr(picture, "trail", None), *(
                runner.trail for runner in getattr(picture, "runners", ()))) if trail]
            of_ink = [artist for artist in picture.moving if artist not in (ground.word, *sum(trails, ()))
                      and str(getattr(artist, "get_color", str)()) == STYLES[style].ink]
            for artist in of_ink:
                rims = [effect._gc["foreground"] for effect in artist.get_path_effects()]
                edge = getattr(artist, "get_markeredgecolor", str)()
                assert STYLES[style].ground in (*rims, edge), artist
            assert of_ink or case == "race"


def grounds(text, sheet, style):
    """What a text stands on: the paper, or the pixel under its middle if it stands in a contour or a cell of a map."""
    for picture in sheet.pictures.values():
        ground = getattr(picture, "ground", None)
        if text in getattr(picture, "on_cells", ()):
            right, up = picture.axes.transData.transform(text.get_position()) - picture.axes.bbox.min
            return [picture.image.pixels()[int(up), int(right), :3] / 255]
        if ground and text in ground.contours.numbers:
            right, up = ground.axes.transData.transform(text.get_position()) - ground.axes.bbox.min
            return [ground.shading.pixels()[int(up), int(right), :3] / 255]
    return [style.ground]


# -- colors


def luminance(color):
    """Relative luminance, WCAG 2.1."""
    return np.dot([0.2126, 0.7152, 0.0722], linear(color))


def linear(color):
    c = np.array(to_rgb(color))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


ROLES = ("ink", "muted", "activation", "z", "delta", "weight_gradient", "weight", "slope", "loss", "path", "here",
         "next", "safe", "danger",
         "plane")


@pytest.mark.parametrize("style", [LIGHT, DARK], ids=lambda s: s.name)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_keeps_its_contrast(style, role):
    assert contrast(getattr(style, role), style.ground) >= 4.5


# Machado, Oliveira and Fernandes 2009, table 1, severity 1.0, on linear RGB
BLINDNESS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}


def lab_color(color, matrix):
    """CIE L*a*b* (D65) of a color as a color-blind reader sees it."""
    xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                    [0.0193339, 0.1191920, 0.9503041]]) @ (
        np.clip(np.array(matrix) @ linear(color), 0, 1)) / [0.95047, 1, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def signs(line):
    """What tells a line apart beside its color."""
    dashes = line._unscaled_dash_pattern[1]
    level, upright = (len(part) > 1 and np.ptp(part) == 0 for part in reversed(data_of(line)))
    return (str(line.get_marker()), line.get_markersize() > 8, str(line.get_linestyle()), line.get_linewidth() > 3,
            line.get_linewidth() < 1,
            dashes and ("dotted" if dashes[0] < 2 else "dashed"), level, upright)


@cache
def first_pictures(case, style):
    """What a lab shows at first; it is only looked at."""
    return make_sheet(CASES[case].plan, CASES[case].settings(), style=style).pictures.values()


@pytest.mark.parametrize("style", [LIGHT, DARK], ids=lambda s: s.name)
@pytest.mark.parametrize("blindness", [*BLINDNESS, "gray"])
@pytest.mark.parametrize("case", CASES)
def test_lines_of_one_picture_differ_in_color_or_in_marker_and_line_style_for_every_reader(case, blindness, style):
    matrix = BLINDNESS.get(blindness) or [[0.2126, 0.7152, 0.0722]] * 3
    for picture in first_pictures(case, style):
        # Signs at the border of a map stand where their trails end, and these are told apart.
        trails = [runner.trail for runner in getattr(picture, "runners", ()) if hasattr(runner, "trail")]
        border = {sign for trail in trails for sign in trail.outside}
        lines = [artist for artist in picture.moving if hasattr(artist, "get_marker") and artist not in border
                 # Empty, and without a color of its own before it is drawn.
                 and (len(artist.get_xdata()) or (isinstance(artist.get_color(), str)
                      and artist.get_color() not in rcParams["axes.prop_cycle"].by_key()["color"]))]
        for i, a in enumerate(lines):
            for b in lines[i + 1:]:
                same_quantity = a.get_color() == b.get_color()
                apart = np.linalg.norm(lab_color(a.get_color(), matrix) - lab_color(b.get_color(), matrix))
                assert same_quantity or apart > 12 or signs(a) != signs(b), (type(picture).__name__,
                                                                             a.get_color(), b.get_color())
