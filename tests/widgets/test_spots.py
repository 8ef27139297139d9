"""Elements of pictures: named, in the order of the forward pass, chosen by the one route; a formula and code."""
import xml.etree.ElementTree as ET

import pytest

import bpwidgets as bp
from bpwidgets.pictures.spots import Spotted
from bpwidgets.pictures.style import STYLES
from bpwidgets.widgets.page import colors_of_roles


def names(lab, picture="diagram"):
    return [spot["name"] for spot in lab.canvas.spots if spot["picture"] == picture]


def label(lab, name):
    return next(spot["label"] for spot in lab.canvas.spots if spot["name"] == name)


def touch(lab, name, picture="diagram"):
    lab.canvas._hear({"kind": "touch", "view": "v", "picture": picture, "name": name})


def look(lab, width=890):
    lab.canvas._hear({"kind": "look", "view": "v", "width": width, "ratio": 1.0, "dark": False})


@pytest.fixture
def lab():
    lab = bp.BackpropLab(net="mazur")
    yield lab
    lab.close()


def test_the_elements_stand_in_the_order_of_the_forward_pass(lab):
    assert names(lab) == [
        "x[0]", "x[1]", "W1[0,0]", "W1[0,1]", "W1[1,0]", "W1[1,1]", "b1[0]", "b1[1]", "unit 1,0", "unit 1,1",
        "W2[0,0]", "W2[0,1]", "W2[1,0]", "W2[1,1]", "b2[0]", "b2[1]", "unit 2,0", "unit 2,1", "loss"]


def test_each_has_a_name_a_value_and_its_place_and_tells_only_what_is_known(lab):
    assert label(lab, "W1[0,1]") == ("weight W1[0,1] from input 1 to hidden unit 2, 0.25; gradient 4.98 × 10⁻⁴; "
                                      "after the update 0.25")
    assert label(lab, "b2[0]") == "bias b2[0] of output 1, 0.6; gradient 0.138; fixed"
    assert label(lab, "unit 2,1") == "output 2: z 1.22, a 0.773, dL/da -0.217, slope 0.176, δ -0.0381"
    assert label(lab, "loss") == "loss 0.298"
    lab.set(moment=1)
    look(lab)
    assert label(lab, "W1[0,1]") == "weight W1[0,1] from input 1 to hidden unit 2, 0.25"
    assert label(lab, "unit 1,0") == "hidden unit 1: z 0.378" and label(lab, "unit 2,0") == "output 1: not yet known"


def test_every_element_lies_on_the_sheet_and_one_is_chosen(lab):
    for width in (600, 890, 1400):
        look(lab, width)
        for spot in lab.canvas.spots:
            left, top, wide, tall = spot["box"]
            assert left >= 0 and left + wide <= 1 and top >= 0 and top + tall <= 1, spot
            assert wide > 0.009 and tall > 0.03
        assert [spot["name"] for spot in lab.canvas.spots if spot["chosen"]] == ["W1[0,0]"]


@pytest.mark.parametrize("name, selected", [("W2[1,0]", "W2[1,0]"), ("b1[1]", "b1[1]"), ("unit 1,1", "b1[1]"),
                                            ("x[1]", "W1[1,0]"), ("loss", "W1[0,0]"), ("W9[0,0]", "W1[0,0]")])
def test_to_choose_one_is_the_route_of_a_hand(lab, name, selected):
    result, heard = lab.result, []
    lab.observe(lambda change: heard.append(change["new"].selected), "settings")
    touch(lab, name)
    assert lab.settings.selected == selected and lab.result is result
    assert heard == ([selected] if selected != "W1[0,0]" else [])
    look(lab)
    assert [spot["name"] for spot in lab.canvas.spots if spot["chosen"]] == [selected]


def test_an_example_is_shown_by_its_chip_or_its_bar():
    lab = bp.BackpropLab(net="xor_2_2_1", views=("diagram", "gradients"))
    assert names(lab)[:4] == ["example 0", "example 1", "example 2", "example 3"]
    for picture, k in (("diagram", 3), ("gradients", 2)):
        touch(lab, f"example {k}", picture)
        assert lab.settings.example == k and lab.result.first.row == k
    lab.set(batch="one", moment=20)
    touch(lab, "example 1")
    assert lab.result.shown_example(lab.result.moment(lab.settings.moment).update) == 1
    lab.close()


def test_what_is_locked_is_not_chosen():
    lab = bp.BackpropLab(locked=("selected",))
    touch(lab, "W2[0,0]")
    assert lab.settings.selected == "W1[0,0]"
    lab.close()


def test_a_picture_without_elements_is_not_asked():
    lab = bp.WeightLab()
    touch(lab, "anything", "parabola")
    assert lab.canvas.spots == [] and not any(isinstance(one, Spotted) for one in lab.canvas._sheet.pictures.values())
    lab.close()


def test_a_label_follows_the_numbers_at_rest_and_costs_nothing_while_a_hand_moves(lab):
    look(lab)
    lab.canvas._hear({"kind": "seen", "view": "v", "serial": lab.canvas.frame_info["serial"]})
    before = lab.canvas.spots
    lab.controls["W1[0,1]"].value = 0.5
    assert lab.canvas.spots is before and not lab.canvas.frame_info["exact"]
    serial = lab.canvas.frame_info["serial"]
    lab.canvas._hear({"kind": "seen", "view": "v", "serial": serial})
    lab.canvas._hear({"kind": "rest", "view": "v", "serial": serial})
    assert label(lab, "W1[0,1]").startswith("weight W1[0,1] from input 1 to hidden unit 2, 0.5; gradient")


# -- formula and code


def test_the_formula_is_sound_markup_with_words_and_follows_every_slider(lab):
    math = ET.fromstring(lab.canvas.formula["markup"])
    assert math.tag == "math" and len(list(math.iter("mtr"))) == 3
    numbers = [node.text for node in math.iter("mn")]
    assert {"0.138", "0.4", "−0.0381", "0.5", "0.241", "0.05"} <= set(numbers)
    assert lab.canvas.formula["spoken"].startswith("d L by d W1[0,0] equals open bracket δ 2 0 times W 2 0 0 plus")
    lab.controls["W2[0,0]"].value = 0.75
    assert "0.75" in lab.canvas.formula["markup"]
    lab.set(selected="b2[1]", moment=14)
    assert lab.canvas.formula["spoken"] == (
        "d L by d b2[1] equals d L by d a 2 1 times f prime of z 2 1; equals open bracket -0.217 close bracket times "
        "0.176 equals -0.0381; given b 2 1 equals 0.6 ; input 0.05 , 0.1 ; target 0.01 , 0.99")


@pytest.mark.parametrize("net", bp.BackpropLab.plan.settings.fields()["net"].options)
def test_what_is_not_known_yet_is_a_blank_and_what_is_computed_now_is_marked(net):
    lab = bp.BackpropLab(net=net, moment=0)
    last = lab.result.substeps
    for moment in range(len(last)):
        lab.set(moment=moment)
        formula = lab.canvas.formula
        ET.fromstring(formula["markup"])
        knows = lab.result.moment(moment).knows("gradient", 1)
        assert ("not yet known" in formula["spoken"]) == (not knows)
        assert ("?" in lab.describe().split("dL/d")[-1]) == (not knows)
    lab.close()


def test_views_that_are_left_out_cost_nothing():
    lab = bp.BackpropLab(views=("diagram",))
    assert lab.canvas.formula == {} == lab.canvas.code
    lab.show("diagram", "code")
    assert list(lab.canvas.code) == ["What just ran, from the engine", "The same in PyTorch"]
    lab.close()
    assert "formula" not in bp.WeightLab.plan.views and "code" not in bp.WeightLab.plan.views


def test_a_quantity_has_the_color_of_the_pictures_in_a_formula_too():
    css = colors_of_roles()
    for theme, style in STYLES.items():
        assert f".bpw-canvas{'.bpw-dark' if theme == 'dark' else ''} .bpw-f-delta {{ color: {style.delta}; }}" in css


@pytest.mark.parametrize("net", bp.BackpropLab.plan.settings.fields()["net"].options)
def test_in_every_net_a_screen_reader_is_led_from_the_inputs_layer_by_layer_to_the_loss(net):
    lab = bp.BackpropLab(net=net)
    network = lab.result.network
    expected = [f"x[{k}]" for k in range(network.sizes[0])]
    for layer in range(1, len(network.layers) + 1):
        own = [name for name in network.names if name[1:].startswith(f"{layer}[")]
        expected += [*own, *(f"unit {layer},{k}" for k in range(network.sizes[layer]))]
    assert [name for name in names(lab) if not name.startswith("example")] == [*expected, "loss"]
    examples = [name for name in names(lab) if name.startswith("example")]
    count = len(lab.settings.data)
    assert examples == [f"example {k}" for k in range(count if count > 1 else 0)] == names(lab)[:len(examples)]
    lab.close()
