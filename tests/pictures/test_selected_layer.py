"""One layer is selected: marked in every picture with layers, moved by hand and by keys, told in numbers."""

import pytest

from bpwidgets.labs.gradient_flow.lab import GradientFlowLab
from bpwidgets.labs.gradient_flow.words import describe_flow, summarize_flow
from bpwidgets.pictures.places import rows_with
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from bpwidgets.studies import FlowSettings, gradient_flow
from bpwidgets.text import number

PLAN = GradientFlowLab.plan


def draw(views=PLAN.views, **changes):
    settings = FlowSettings(**changes)
    sheet, result = Sheet(PLAN.pictures, rows_with(PLAN.rows, views), LIGHT, width=860), gradient_flow(settings)
    sheet.draw(settings, result)
    return sheet, settings, result


@pytest.mark.parametrize("name", PLAN.pictures)
@pytest.mark.parametrize("layer", [1, 7, 21])
def test_the_selected_layer_is_marked_from_the_bottom_to_the_top(name, layer):
    picture = draw((name,), layer=layer)[0].pictures[name]
    assert list(picture.layer.get_xdata()) == [layer,
                                               layer] and tuple(picture.layer.get_ydata()) == picture.axes.get_ylim()
    assert picture.layer in picture.moving


@pytest.mark.parametrize("name", PLAN.pictures)
def test_without_a_selection_nothing_is_marked(name):
    assert len(draw((name,))[0].pictures[name].layer.get_xdata()) == 0


def test_another_layer_leaves_the_ground_as_it_is():
    sheet, settings, result = draw(layer=3)
    sheet.pixels()
    sheet.draw(settings.replace(layer=12), result)
    assert not sheet.figure.stale


@pytest.mark.parametrize("name", PLAN.pictures)
@pytest.mark.parametrize("x, layer", [(0.4, 1), (6.6, 7), (7.4, 7), (20.9, 21), (25.0, 21), (-3.0, 1)])
def test_the_layer_next_to_the_pointer_is_selected(name, x, layer):
    sheet, settings, result = draw((name,))
    changes = sheet.pictures[name].drag(settings, result, (2.0, 0.0), (x, -5.0))
    assert changes == {"layer": layer} and settings.replace(**changes).layer == layer


@pytest.mark.parametrize("name", PLAN.pictures)
@pytest.mark.parametrize("layer, right, up, new", [(0, 1, 0, 1), (5, -1, 0, 4), (5, 0, 1, 6), (5, 0, -5, 0),
                                                   (1, -1, 0, 0),
                                                    (20, 5, 0, 21), (0, -1, 0, 0)])
def test_the_arrow_keys_step_from_layer_to_layer(name, layer, right, up, new):
    sheet, settings, result = draw((name,), layer=layer)
    assert sheet.pictures[name].nudge(settings, result, right, up) == {"layer": new}
    assert "arrow keys" in sheet.pictures[name].handle


def test_a_net_that_becomes_shallower_keeps_its_last_layer_selected():
    assert FlowSettings(depth=20, layer=21).replace(depth=5).layer == 6


def test_the_selection_does_not_ask_for_a_new_result():
    assert FlowSettings().moves_only_cursors(FlowSettings(layer=4))


@pytest.mark.parametrize("layer, name", [(3, "3"), (6, "out")])
def test_the_first_line_tells_the_sizes_of_the_selected_layer(layer, name):
    settings = FlowSettings(depth=5, layer=layer)
    result, k = gradient_flow(settings), layer - 1
    sizes = (result.activation_size[k], result.delta_size[k], result.weight_gradient_size[k])
    a, delta, dW = (number(size, 2) for size in sizes)
    assert summarize_flow(settings, result).endswith(f": layer {name}: activations {a}, δ {delta}, dW {dW}")


def test_the_text_twin_tells_all_numbers_of_the_selected_layer_in_a_line_of_its_own():
    settings = FlowSettings(depth=5, layer=3)
    result = gradient_flow(settings)
    plain, told = (describe_flow(s, result).splitlines() for s in (settings.replace(layer=0), settings))
    assert told[1] == plain[1] and told[3:] == plain[2:]
    row = next(line for line in plain if line.split()[:1] == ["3"]).split()
    parts = told[2].removeprefix("layer 3: ").split(", ")
    assert parts[0].startswith("activations ") and [part.split()[-1] for part in parts] == row[1:]


@pytest.mark.parametrize("changes", [dict(depth=100, width=512, activation="scaled_tanh", gain=0.123, layer=100),
                                     dict(depth=100, activation="leaky_relu", initializer="orthogonal", gain=1e-3,
                                          layer=47)])
def test_the_first_line_stays_short(changes):
    settings = FlowSettings(**changes, n_samples=1)
    assert len(summarize_flow(settings, gradient_flow(settings))) < 110


def test_the_name_of_the_output_layer_keeps_clear_of_a_curve_that_ends_low():
    free, clipped = (draw(("profile",), activation="relu", gain=2.0, clip=clip)[0].pictures["profile"]
                     for clip in (0.0, 1.0))
    assert free.out.get_va() == "bottom" and clipped.out.get_va() == "top"
    low, high = clipped.axes.get_ylim()
    ends = [curve.get_ydata()[-1] for curve in clipped.curves.values() if len(curve.get_ydata()) == 21]
    assert min(ends) < low + 0.1 * (high - low) and max(ends) < low + 0.9 * (high - low) < clipped.out.get_position()[1]
