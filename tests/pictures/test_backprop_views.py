"""The height of the diagram follows its net; the activation shows what is known by now."""
import pytest

import bpwidgets as bp
from bpwidgets.labs.backprop.settings import BackpropSettings
from bpwidgets.labs.backprop.study import backprop
from bpwidgets.nets.ready import NETS
from bpwidgets.pictures.style import LIGHT
from tests.pictures.cases import make_sheet
from tests.pictures.test_backprop_pictures import PLAN, boxes_of, diagram

# -- the height follows the net


def test_the_diagram_of_a_chain_is_low_and_that_of_any_other_net_as_high_as_the_screen_allows():
    heights = {net: PLAN.sheet(("diagram",), LIGHT, width=860, settings=BackpropSettings.create(net=net)).height
               for net in NETS}
    assert {net for net, height in heights.items() if height < 180} == {"one_weight", "chain"}
    assert max(heights.values()) <= 246


@pytest.mark.parametrize("net", ["one_weight", "chain"])
def test_no_large_band_of_the_diagram_of_a_chain_is_empty(net):
    picture, _ = diagram(net=net)
    ends = sorted((box[1], box[3]) for _, box in boxes_of(picture))
    gaps = [low - max(high for _, high in ends[:k]) for k, (low, _) in enumerate(ends) if k]
    assert max([*gaps, ends[0][0], picture.height - ends[-1][1]]) < 30


def test_a_lab_that_goes_to_a_net_of_another_height_draws_it_as_one_that_began_with_it():
    lab, other = bp.BackpropLab(net="mazur"), bp.BackpropLab(net="chain")
    assert lab.canvas.frame_info["height"] > other.canvas.frame_info["height"]
    lab.canvas._hear({"kind": "look", "view": "v", "width": 860, "ratio": 1.0, "dark": False})
    lab.set(net="chain")
    lab.canvas._hear({"kind": "seen", "view": "v", "serial": lab.canvas._serial})
    assert lab.canvas.frame_info["height"] == other.canvas.frame_info["height"]
    assert lab.canvas.frame == other.canvas.frame
    for one in (lab, other):
        one.close()


# -- the activation of the selected unit


@pytest.mark.parametrize("kind, drawn, said", [
    ("input", set(), ("hidden unit 1: sigmoid, z not yet known", "", "")),
    ("z", {"down"}, ("hidden unit 1: sigmoid", "", "")),
    ("a", {"down", "here"}, ("hidden unit 1: sigmoid", "f(z) = 0.593", "")),
    ("error", {"down", "here"}, ("hidden unit 1: sigmoid", "f(z) = 0.593", "")),
    ("slope", {"down", "here", "at_slope", "tangent"}, ("hidden unit 1: sigmoid", "f(z) = 0.593", "f′(z) = 0.241"))])
def test_the_activation_shows_z_f_and_slope_from_the_moment_on_that_computes_them(kind, drawn, said):
    moment = [(one.kind, one.layer) for one in backprop(BackpropSettings.create()).substeps].index(
        (kind, 0 if kind == "input" else 1))
    picture = make_sheet(PLAN, BackpropSettings.create(moment=moment), views=("activation",)).pictures["activation"]
    assert {name for name in ("down", "here", "at_slope", "tangent")
            if len(getattr(picture, name).get_xdata())} == drawn
    assert (picture.title.get_text(), picture.says_value.get_text(), picture.says_slope.get_text()) == said


@pytest.mark.parametrize("width", [600, 890, 1400])
def test_the_title_of_the_activation_keeps_off_the_numbers_below_it(width):
    for views in (("activation",), PLAN.views):
        picture = make_sheet(PLAN, BackpropSettings.create(), views=views, width=width).pictures["activation"]
        title, *below = (text.get_window_extent() for text in (picture.title, picture.says_value, picture.says_slope))
        assert title.y0 - max(box.y1 for box in below) >= 4
        assert title.y1 <= picture.axes.get_window_extent().y1 + picture.margins[3]
