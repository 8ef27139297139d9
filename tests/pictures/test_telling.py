"""Where a pointer rests, a picture says the numbers of the result: those of the nearest point, layer or step."""

import math
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

import bpwidgets as bp
from bpwidgets.labs.own.pictures.curves import CurvesPicture
from bpwidgets.pictures.frame import limits
from bpwidgets.pictures.places import rows_with
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from bpwidgets.pictures.telling import Telling, nearest
from bpwidgets.text import in_words
from tests.pictures.cases import CASES, answer

# A key of colors has no numbers of the result.
SILENT = {("map", "key")}
PARTS = (-0.01, 0.03, 0.3, 0.72, 1.0)
# Numbers as people do not write them.
UNWRITTEN = re.compile(r"\bnan\b|\binf\b|\de[+-]?\d|-0\b(?!\.)")


def told_of(lab, picture="", **fields):
    """told(x, y) of a picture at a place in its own coordinates, None for words; settings and result with it."""
    plan = lab.plan
    settings = plan.settings.create(**fields)
    result = answer(plan, settings)
    settings = settings.completed(result)
    sheet = Sheet(plan.pictures, rows_with(plan.rows, plan.views), LIGHT, width=860)
    sheet.draw(settings, result)
    one = sheet.pictures[picture or next(iter(plan.pictures))]
    return one, settings, result, lambda x, y=0.0: one.told(settings, result, (x, y))


def words(found):
    return found.words if found else ""


@pytest.mark.parametrize("name", CASES)
def test_every_picture_speaks_at_any_settings_and_only_as_people_write(name):
    plan = CASES[name].plan
    spoken = dict.fromkeys(plan.pictures, 0)
    for row in CASES[name].grid[::4]:
        settings = CASES[name].plan.settings.create(**row)
        result = answer(plan, settings)
        settings = settings.completed(result)
        sheet = Sheet(plan.pictures, rows_with(plan.rows, plan.views), LIGHT, width=860)
        sheet.draw(settings, result)
        for picture in plan.pictures:
            left, top, width, height = sheet._box(picture)
            places = [(left + x * width, top + y * height) for x in PARTS for y in PARTS]
            told = [sheet.told(settings, result, *place) for place in places] + [
                sheet.told_where_held(settings, result, picture)]
            spoken[picture] += sum(map(bool, told))
            for one in filter(None, told):
                assert not UNWRITTEN.search(one["words"]), one["words"]
                assert len(one["words"]) < 400 and "\n" not in one["words"]
                l, t, w, h = one["box"]
                assert left - 1e-4 <= l <= left + width + 1e-4 and w == 0
                assert top - 1e-4 <= t and t + h <= top + height + 1e-4
    assert {picture for picture, count in spoken.items() if not count} == {
        picture for case, picture in SILENT if case == name}


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_drawn_anew_for_it(name):
    plan, row = CASES[name].plan, CASES[name].grid[0]
    settings = CASES[name].plan.settings.create(**row)
    result = answer(plan, settings)
    settings = settings.completed(result)
    sheet = Sheet(plan.pictures, rows_with(plan.rows, plan.views), LIGHT, width=860)
    sheet.draw(settings, result)
    before = np.array(sheet.pixels()[0])
    for x in PARTS:
        for y in PARTS:
            sheet.told(settings, result, x, y)
    assert not sheet.figure.stale
    assert np.array_equal(before, np.array(sheet.pixels()[0]))


def test_a_layer_says_its_sizes_wherever_the_pointer_is_above_it():
    _, _, result, told = told_of(bp.GradientFlowLab, "profile", depth=12, activation="sigmoid")
    for x, y in ((12.0, 0.0), (11.6, -8.0), (12.4, -3.0)):
        found = told(x, y)
        assert found.words.startswith("layer 12: activations ") and (found.x, math.isnan(found.y)) == (12, True)
        for part in (f"dW {in_words(result.weight_gradient_size[11])}", f"δ {in_words(result.delta_size[11])}",
                     f"activations {in_words(result.activation_size[11])}"):
            assert part in found.words
    assert told(13.2).words.startswith("output layer: ") and told(0.4) is None and told(13.6) is None


def test_a_factor_is_the_product_that_is_told():
    _, _, result, told = told_of(bp.GradientFlowLab, "factors", depth=6)
    assert told(3.0).words == (
        f"layer 3: factor of δ {in_words(result.factors[2])} = weights {in_words(result.weight_gain[2])} × slope "
        f"{in_words(result.slope_gain[2])}; plain rms slope {in_words(result.slope_rms[2])}")
    assert told(7.0) is None    # the output layer has no factors


def test_a_parabola_says_loss_and_slope_of_the_weight_under_the_pointer_and_its_steps():
    picture, settings, result, told = told_of(bp.WeightLab, "parabola", learning_rate=1 / 819, steps=3, step=2)
    found = told(3.4999, 5.0)
    loss = float(np.interp(3.5, result.curve_weights, result.curve_losses))
    assert found.words == f"weight 3.5: loss {in_words(found.y)}, slope {in_words(result.curvature * 1.5)}"
    assert found.y == pytest.approx(loss, rel=1e-2)
    assert result.on_curve(3.0) == pytest.approx((result.losses[1], result.gradients[1]), rel=1e-9)
    assert told(3.0, float(result.losses[1])).words == (
        f"step 1: weight 3, loss {in_words(result.losses[1], 4)}, slope {in_words(result.gradients[1], 4)}")
    assert told(2.25, float(result.losses[3])).words.startswith("weight 2.25: ")     # not shown yet
    assert words(told(*picture.held(settings, result))).startswith("step 2: weight 2.5")
    assert told(99.0) is None


@pytest.mark.parametrize("part, does", [(0.2, "converges without overshooting"), (0.7, "overshoots and converges"),
                                        (1.5, "diverges")])
def test_a_rate_on_the_scale_says_what_it_would_do(part, does):
    _, _, result, told = told_of(bp.WeightLab, "rate", learning_rate=0.001)
    found = told(math.log10(part * result.rate_limit))
    assert f": {does}; " in found.words and found.words.startswith("learning rate ")
    assert found.words.endswith(f"times {in_words(1 - 10**found.x * result.curvature)}")


def test_a_step_of_a_race_says_all_losses():
    _, _, result, told = told_of(bp.OptimizerRaceLab, "losses", optimizers=("sgd", "adam"), resolution=9, steps=40)
    losses = ", ".join(f"{result.titles[name]} {in_words(result.losses[name][30])}" for name in ("sgd", "adam"))
    assert told(30.3).words == f"step 30: {losses}"
    assert told(-0.6) is None and told(40.6) is None


def test_a_map_says_the_loss_at_the_nearest_point_of_its_grid_and_the_steps_on_it():
    for lab, fields in ((bp.SurfaceLab, {}), (bp.CurvatureLab, {"objective": "product"}),
                        (bp.OptimizerRaceLab, {"optimizers": "sgd"})):
        _, _, result, told = told_of(lab, "map", resolution=15, steps=4, learning_rate=1e-3, **fields)
        i, j = 12, 2
        found = told(float(result.u[i]) + 1e-4, float(result.v[j]) - 1e-4)
        assert found.words == (f"{result.labels[0]} {in_words(result.u[i])}, {result.labels[1]} "
                               f"{in_words(result.v[j])}: loss {in_words(result.surface[i, j])}")
        path = result.on_plane["sgd"] if lab is bp.OptimizerRaceLab else result.on_plane
        first = told(*path[0])
        assert first.words.startswith(("step 0: ", "start of all: ")) and (first.x, first.y) == tuple(path[0])


def test_a_saddle_says_what_it_is():
    _, _, result, told = told_of(bp.CurvatureLab, "map", objective="himmelblau", resolution=15, steps=1)
    saddle = next(point for point in result.critical_points if point.kind == "saddle")
    found = told(*saddle.at)
    assert found.words.startswith("saddle: ") and f"loss {in_words(saddle.value)}" in found.words
    assert f"curvatures {in_words(saddle.eigenvalues[0])} and {in_words(saddle.eigenvalues[1])}" in found.words


def test_a_net_of_the_map_says_its_factor_and_so_do_the_lines_through_it():
    fields = dict(width=6, n_samples=4, deepest=12, resolution=6, depth=8, gain=1.5)
    picture, settings, result, told = told_of(bp.GradientMapLab, "map", **fields)
    grid = result.grid
    found = told(float(grid.gains[1]), float(grid.others[2]))
    factor = 10 ** (grid.decades[2, 1] / grid.layers[2])
    assert found.words == (f"gain {in_words(grid.gains[1])}, depth {grid.others[2]}: "
                           f"δ times {in_words(factor)} per layer")
    here = told(*picture.held(settings, result)).words
    assert here == f"this net, gain 1.5, depth 8: δ times {in_words(10 ** (result.decades / 7))} per layer"
    _, _, _, across = told_of(bp.GradientMapLab, "across", **fields)
    assert across(1.5).words.startswith(here.removeprefix("this net, ").replace(", depth 8", ""))


def test_histograms_say_parts_of_the_values():
    _, _, result, told = told_of(bp.DistributionLab, "violins", depth=4, quantity="delta", layer=2)
    seen, bin = result.deltas, int(result.deltas.positive[1].argmax())
    height = (seen.edges[bin] + seen.edges[bin + 1]) / 2
    low, high = (in_words(10 ** edge) for edge in seen.edges[bin:bin + 2])
    part = in_words(100 * seen.positive[1, bin], 2)
    found = told(2.1, height).words
    assert found.startswith("layer 2: δ ")
    assert found.endswith(f"; {part}% are positive with a size from {low} to {high}")
    part = in_words(100 * seen.small[1], 2)
    assert f"; {part}% are 0 or smaller than " in told(2.0, float(seen.edges[0]) - 0.01).words
    _, _, _, one = told_of(bp.DistributionLab, "one_layer", depth=4, quantity="delta", layer=2)
    middle = seen.shape.shape[1] // 2
    assert one(0.01).words.startswith(f"layer 2: {in_words(100 * seen.shape[1, middle], 2)}% of δ are from ")
    _, _, _, units = told_of(bp.DistributionLab, "units", depth=4)
    dead = in_words(100 * result.dead_fraction[2], 2)
    assert units(3.0).words.startswith(f"layer 3: dead units {dead}%, saturated ")


def test_a_cell_of_a_training_says_its_size_and_a_step_its_speeds():
    fields = dict(depth=3, width=4, n_samples=4, steps=6, learning_rate=0.01)
    _, _, result, told = told_of(bp.FlowOverTrainingLab, "map", **fields)
    assert told(4.2, 1.8).words == f"step 4, layer 2: δ {in_words(result.sizes['delta'][4, 1])}"
    assert told(7.0, 1.0) is None and told(2.0, 4.0).words.startswith("step 2, output layer: δ ")
    _, _, _, speeds = told_of(bp.FlowOverTrainingLab, "speeds", **fields)
    assert f"step 5: |dL/db| {in_words(result.speed[5, 0])} in layer 1, " in speeds(5.0).words
    assert f"{in_words(result.speed[5, 2])} in layer 3" in speeds(5.0).words
    _, _, _, loss = told_of(bp.FlowOverTrainingLab, "loss", **fields)
    assert loss(5.0).words == f"step 5: loss {in_words(result.losses[5])}"


def test_curves_of_a_custom_lab_and_gathered_points_speak_too():
    axes = Figure().add_axes((0, 0, 1, 1))
    curves = CurvesPicture(axes, LIGHT)
    result = bp.Curves([0, 1, 2], {"height": [0.0, 2e-7, np.nan], "speed": [1, 2, 3]}, x_label="time")
    curves.draw(None, result, curves.spans(None, result))
    assert curves.told(None, result, (1.2, 0.0)).words == "time 1: height 2 × 10⁻⁷, speed 2"
    assert curves.told(None, result, (2.0, 0.0)).words == "time 2: height not defined, speed 3"
    gathered = bp.collect(bp.WeightLab(), x="start", y="last_loss", records=[
        {"start": 1.0, "last_loss": 4.0}, {"start": 3.0, "last_loss": 1e-9}])
    picture, _, result, _ = told_of(type(gathered), records=gathered.settings.records, x="start", y="last_loss")
    assert picture.told(gathered.settings, result, (3.0, 0.0)).words == "record 2: start 3, last loss 10⁻⁹"
    assert picture.told(gathered.settings, result, (2.0, 2.0)) is None


def test_hits_are_decided_in_pixels():
    axes = Figure(figsize=(2, 1), dpi=72).add_axes((0, 0, 1, 1))      # 144 x 72 px
    limits(axes, (0.0, 144e6), (0.0, 72e-9))
    x, y = np.array([50e6, np.nan, 70e6]), np.array([30e-9, 0.0, 30e-9])
    assert nearest(axes, (58e6, 33e-9), x, y) == 0 and nearest(axes, (59e6, 40e-9), x, y) is None
    assert nearest(axes, (61e6, 30e-9), x, y) == 2 and nearest(axes, (0.0, 0.0), x[:0], y[:0]) is None


def test_the_key_alone_says_nothing():
    kinds = {(name, picture) for name, case in CASES.items() for picture, kind in case.plan.pictures.items()
             if not hasattr(kind, "told")}
    assert kinds == SILENT
    assert isinstance(CurvesPicture(Figure().add_axes((0, 0, 1, 1)), LIGHT), Telling)
