"""Labs side by side: one scale, one set of controls, each drawn once for a change."""
import numpy as np
import pytest
from matplotlib.ticker import FixedFormatter

import bpwidgets as bp
from bpwidgets.pictures.style import LIGHT
from bpwidgets.widgets import canvas as canvas_module
from bpwidgets.widgets.export import BESIDE

NET = dict(depth=4, width=5, n_samples=5)
# lab, the field in which two differ, its values, what they have in common; the pictures whose scales differ alone.
CASES = {
    "weight, loss": (bp.WeightLab, "loss", ("sse", "mse"), {}, {"parabola", "loss"}),
    "weight, data": (bp.WeightLab, "data", ("weight_table", "noisy_line"), {"loss": "mse"},
                     {"parabola", "loss", "rate"}),
    "flow, activation": (bp.GradientFlowLab, "activation", ("sigmoid", "tanh"), {"width": 8}, {"profile", "factors"}),
    "flow, depth": (bp.GradientFlowLab, "depth", (3, 30), {"width": 5}, {"profile", "factors"}),
    "surface, rate": (bp.SurfaceLab, "learning_rate", (0.01, 0.2), {"resolution": 9}, {"meter"}),
    "surface, colors": (bp.SurfaceLab, "span", (1.0, 4.0), {"resolution": 9, "log_color": True, "steps": 5},
                        {"map", "slice"}),
    "surface, plain colors": (bp.SurfaceLab, "span", (1.0, 4.0), {"resolution": 9, "log_color": False, "steps": 5},
                              {"map", "slice"}),
    "race, rate": (bp.OptimizerRaceLab, "learning_rate", (0.001, 0.1), {"resolution": 9, "steps": 30},
                   {"losses", "effective"}),
    "race, colors": (bp.OptimizerRaceLab, "span", (1.0, 5.0), {"resolution": 9, "steps": 5}, {"map"}),
    "curvature, condition": (bp.CurvatureLab, "condition", (1.0, 1000.0), {"resolution": 9, "steps": 5},
                             {"map"}),
    "curvature, objective": (bp.CurvatureLab, "objective", ("bowl", "2-2-1"), {"resolution": 9, "steps": 5},
                             {"map", "pairs", "rate"}),
    "distribution, gain": (bp.DistributionLab, "gain", (0.2, 2.0), NET, {"violins", "updates", "stretches"}),
    "distribution, depth": (bp.DistributionLab, "depth", (2, 20), {"width": 5, "n_samples": 5},
                            {"violins", "units", "updates"}),
    "map, activation": (bp.GradientMapLab, "activation", ("identity", "sigmoid"),
                        {"width": 4, "n_samples": 3, "resolution": 4, "deepest": 9, "depth": 4}, {"across", "upward"}),
    "training, rate": (bp.FlowOverTrainingLab, "learning_rate", (0.01, 5.0), {**NET, "steps": 6},
                       {"speeds", "loss", "gradient"}),
    "training, depth": (bp.FlowOverTrainingLab, "depth", (2, 12), {"width": 4, "n_samples": 4, "steps": 3},
                        {"map", "profile"}),
    "training, time": (bp.FlowOverTrainingLab, "gain", (0.3, 3.0), {**NET, "net": "time", "steps": 3},
                       {"map", "profile"}),
}
# The first of each lab has all of its pictures, the others those whose scales differ.
WHOLE = {kind: case for case, (kind, *_) in reversed(CASES.items())}.values()
# Maps keep the window for which their loss is computed, mountains their box.
WINDOWS = {bp.SurfaceLab: {"map", "relief"}, bp.OptimizerRaceLab: {"map"}, bp.CurvatureLab: {"map"}}


def side(axis):
    """Where an axis ends, and its numbers."""
    formatter = axis.get_major_formatter()
    words = formatter.seq if isinstance(formatter, FixedFormatter) else ()
    return tuple(axis.get_view_interval()), [word for word in words if not word[-1:].isalpha()]


def scales(sheet, windows=()):
    """Of each picture the axes, and the numbers beside its colors."""
    found = {}
    for name, axes in sheet._axes.items():
        keys = [side(key.yaxis) for key in axes.child_axes]
        found[name] = [*([] if name in windows else [side(axes.xaxis), side(axes.yaxis)]), *keys]
        ground = getattr(sheet.pictures[name], "ground", None)
        if ground:
            found[name] += [ground._given[3].tolist(), *ground._given[4:6]]
    return found


def alone(lab):
    """The scales of a lab that stands in a column, but knows of no other."""
    single = type(lab)(views=lab.views, **{name: getattr(lab.settings, name) for name in lab.settings.fields()})
    sheet = single.plan.sheet(single.views, LIGHT, width=BESIDE, beside=True)
    sheet.draw(*single.state)
    return scales(sheet, WINDOWS.get(type(lab), ()))


def shown(pair):
    return [scales(lab.still(BESIDE), WINDOWS.get(type(lab), ())) for lab in pair.labs]


@pytest.mark.parametrize("case", CASES)
def test_pictures_of_one_name_have_one_scale_and_that_of_a_single_lab_where_the_values_agree(made, case):
    kind, field, values, common, differing = CASES[case]
    pair = made(bp.compare(kind, field, *values, **common,
                           views=tuple(kind.plan.pictures if case in WHOLE else sorted(differing))))
    first, second = (alone(lab) for lab in pair.labs)
    assert {name for name in first if first[name] != second[name]} >= differing, "alone they differ"
    left, right = shown(pair)
    assert left == right
    pair.labs[1].set(**{field: values[0]})
    assert shown(pair) == [first, first]


def test_the_same_color_is_the_same_loss(made):
    pair = made(bp.compare(bp.SurfaceLab, "span", 1.0, 4.0, resolution=9, steps=5))
    keys = [lab.still(BESIDE).pictures["map"].ground._given[4:7] for lab in pair.labs]
    low, high, _ = keys[0]
    assert keys[0] == keys[1] and low <= min(lab.result.low for lab in pair.labs)
    assert high >= max(lab.result.high for lab in pair.labs)


def test_figures_to_save_have_the_scale_of_all_labs_too(made):
    pair = made(bp.compare(bp.GradientFlowLab, "activation", "sigmoid", "tanh", width=8))
    (_, left), (_, right) = (lab.figure.axes for lab in pair.labs)
    assert side(left.yaxis) == side(right.yaxis) == side(pair.labs[1].still(BESIDE)._axes["profile"].yaxis)


def test_bars_of_one_height_are_one_density(made):
    pair = made(bp.compare(bp.DistributionLab, "activation", "relu", "tanh", **NET, views=("one_layer",)))
    sheets = [lab.still(BESIDE) for lab in pair.labs]
    bells = [sheet.pictures["one_layer"].bell.get_ydata().max() for sheet in sheets]
    tallest = [sheet.pictures["one_layer"].bars.get_paths() for sheet in sheets]
    heights = [max(path.vertices[:, 1].max() for path in paths) for paths in tallest]
    assert bells[0] == bells[1] and max(heights) == 1 > min(heights)


def test_axes_of_other_units_and_kinds_stay_apart(made):
    pair = made(bp.compare(bp.SurfaceLab, "log_color", False, True, resolution=9, steps=5, views=("map", "slice")))
    assert shown(pair) == [alone(lab) for lab in pair.labs]
    pair = made(bp.compare(bp.FlowOverTrainingLab, "net", "layers", "time", **NET, steps=3, views=("map",)))
    (left, right), keys = shown(pair), slice(2, None)
    assert left["map"][1] != right["map"][1] and left["map"][keys] == right["map"][keys], "places differ, colors do not"


class Swing(bp.Settings):
    """A lab of one's own."""

    damping: float = bp.slider(0.1, 0, 1, step=0.05)
    size: float = bp.slider(1.0, 0, 50, step=0.5)


def swing(chosen):
    t = np.linspace(0, 20, 50)
    return bp.Curves(t, {"height": chosen.size * np.exp(-chosen.damping * t)}, x_label="time")


def test_a_lab_of_ones_own_has_one_scale_too_and_a_picture_that_knows_of_none_keeps_its_own(made):
    kind = bp.make_lab("When does it stop?", Swing, swing)
    pair = made(bp.compare(kind, "size", 1.0, 40.0))
    left, right = shown(pair)
    assert left == right != alone(pair.labs[0])

    class Plain:
        """It draws what it likes."""

        margins, moving = (40, 10, 30, 20), ()

        def __init__(self, axes, style):
            self.axes = axes

        def draw(self, settings, result):
            self.axes.set_ylim(0, settings.size)

    plan = type(kind.plan)(**{**vars(kind.plan), "pictures": {"curves": Plain}})
    pair = made(bp.compare(type("Own", (bp.Lab,), {"plan": plan}), "size", 1.0, 40.0))
    assert [lab.still(BESIDE)._axes["curves"].get_ylim() for lab in pair.labs] == [(0, 1), (0, 40)]
    assert "Own" in type(pair.labs[0]).__name__ and "one scale" in pair.describe()


# -- what is drawn, and when


@pytest.fixture
def frames(monkeypatch):
    """The sheets that are encoded."""
    frames, encode = [], canvas_module.encode
    monkeypatch.setattr(canvas_module, "encode",
                        lambda sheet, form: frames.append((sheet, form)) or encode(sheet, form))
    return frames


def look_at(pair, frames):
    """Somebody looks at all labs, and has seen their frames."""
    pair.open()
    for lab in pair.labs:
        lab.canvas._hear({"kind": "look", "view": "page", "width": 420, "ratio": 1.0, "dark": False})
    seen(pair)
    frames.clear()


def seen(pair):
    for lab in pair.labs:
        lab.canvas._hear({"kind": "seen", "view": "page", "serial": lab.canvas.frame_info["serial"]})


def test_a_hand_on_a_shared_control_draws_each_lab_once_and_fast(made, frames):
    pair = made(bp.compare(bp.GradientFlowLab, "activation", "sigmoid", "tanh", width=8))
    look_at(pair, frames)
    pair.labs[0].controls["depth"].value = 9
    assert [form for _, form in frames] == ["JPEG", "JPEG"] and len({sheet for sheet, _ in frames}) == 2
    assert [lab.settings.depth for lab in pair.labs] == [9, 9]
    left, right = (scales(lab.canvas._sheet) for lab in pair.labs)
    assert left == right


def test_a_lab_is_drawn_again_only_where_its_scale_changes(made, frames):
    pair = made(bp.compare(bp.WeightLab, "weight", 3.0, 5.0))
    look_at(pair, frames)
    pair.labs[0].controls["weight"].value = 5.5
    first = {sheet for sheet, _ in frames}
    assert pair.labs[0].canvas._sheet in first
    seen(pair)
    frames.clear()
    pair.labs[0].controls["weight"].value = 5.45
    assert [sheet for sheet, _ in frames] == [pair.labs[0].canvas._sheet] or len(frames) == 2
    left, right = (scales(lab.canvas._sheet) for lab in pair.labs)
    assert left == right


def test_code_that_sets_all_draws_each_once(made, frames):
    pair = made(bp.compare(bp.WeightLab, "learning_rate", 0.001, 0.004))
    look_at(pair, frames)
    pair.set(weight=1.0, steps=9, step=3)
    assert [form for _, form in frames] == ["PNG", "PNG"] and len({sheet for sheet, _ in frames}) == 2


# -- controls


def widgets_in(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from widgets_in(child)


def controls_of(pair):
    names = [name for widget in widgets_in(pair) for name in getattr(widget, "_dom_classes", ())]
    return sorted(name.removeprefix("bpw-is-") for name in names if name.startswith("bpw-is-"))


def button(pair, words):
    return next(widget for widget in widgets_in(pair) if getattr(widget, "description", "") == words)


def test_there_is_one_control_of_each_name_and_one_for_each_lab_of_what_differs(made):
    pair = made(bp.compare(bp.GradientFlowLab, "activation", "sigmoid", "tanh", width=8))
    assert controls_of(pair) == ["activation", "activation", "depth", "gain", "initializer", "width"]
    button(pair, "more settings").value = True
    names = controls_of(pair)
    assert names.count("activation") == 2 and len(names) == len(pair.labs[0].settings.fields()) + 1


def test_a_control_of_what_differs_waits_where_a_lesson_does_not_name_it(made):
    pair = made(bp.compare(bp.GradientFlowLab, "residual", False, True, width=8, controls=("depth",)))
    assert controls_of(pair) == ["depth"]
    button(pair, "more settings").value = True
    assert controls_of(pair).count("residual") == 2
    fixed = made(bp.compare(bp.GradientFlowLab, "residual", False, True, width=8, controls=("depth",), more=False))
    assert controls_of(fixed) == ["depth"]


def test_the_caption_follows_the_value(made):
    pair = made(bp.compare(bp.WeightLab, "learning_rate", 0.001, 0.004))
    caption = pair.children[0].children[0]
    pair.labs[0].controls["learning_rate"].value = 0.002
    assert caption.value == "learning rate: 0.002" and "learning_rate: 0.002 | 0.004" in repr(pair)


def test_one_button_sets_all_labs_back(made):
    pair = made(bp.compare(bp.WeightLab, "learning_rate", 0.001, 0.004))
    before = [lab.settings for lab in pair.labs]
    reset = button(pair, "Reset")
    assert reset.disabled
    pair.set(weight=1.0)
    pair.labs[1].set(learning_rate=0.002)
    assert not reset.disabled
    reset.click()
    assert [lab.settings for lab in pair.labs] == before and reset.disabled


def test_all_labs_show_the_same_views(made):
    pair = made(bp.compare(bp.GradientFlowLab, "activation", "sigmoid", "tanh", width=8))
    pair.labs[1].show("factors")
    assert [lab.views for lab in pair.labs] == [("factors",)] * 2
    assert len({lab.question for lab in pair.labs}) == 1
    button(pair, "more settings").value = True
    button(pair, "profile").value = True
    assert [lab.views for lab in pair.labs] == [("profile", "factors")] * 2


def test_what_is_shown_at_first_fits_beside_another_lab_and_what_differs_is_seen(made):
    race = bp.OptimizerRaceLab
    pair = made(bp.compare(race, "learning_rate", 0.01, 0.1, resolution=5, steps=5))
    assert pair.labs[0].views == ("map", "losses", "verdict") and "shown" not in controls_of(pair)
    pair = made(bp.compare(race, "shown", "sgd", "adam", resolution=5, steps=5))
    assert "effective" in pair.labs[0].views
    pair = made(bp.compare(race, "learning_rate", 0.01, 0.1, resolution=5, steps=5, views=("memory", "table")))
    assert pair.labs[0].views == ("memory", "table")


def test_the_text_says_what_all_pictures_hold(made):
    pair = made(bp.compare(bp.SurfaceLab, "learning_rate", 0.01, 0.2, resolution=9, steps=20))
    head, *twins = pair.describe().split("\n\n")[0].splitlines()
    assert head == f"{pair!r}. They differ in nothing else, and their pictures have one scale:"
    lines = dict(line.split(": ", 1) for line in twins)
    assert set(lines) == {"map", "slice", "meter"} and lines["meter"].startswith("step 0 to 20, loss ")
    ends = [end(getattr(lab.result, name) for lab in pair.labs) for end, name in ((min, "low"), (max, "high"))]
    assert lines["map"] == "color on a log scale {:g} to {:g}".format(*ends)


def test_a_lab_of_a_comparison_can_be_shown_alone_and_goes_on_with_the_other(made):
    pair = made(bp.compare(bp.WeightLab, "learning_rate", 0.001, 0.004))
    pair.open()
    one = pair.labs[1]
    assert one.canvas in one.children and one.controls["weight"] is not pair.labs[0].controls["weight"]
    one.controls["weight"].value = 1.0
    assert pair.labs[0].settings.weight == 1.0 and pair.labs[0].controls["weight"].value == 1.0
