"""Labs that follow each other, and labs that differ in exactly one setting."""
import io

import pytest
from PIL import Image

import bpwidgets as bp


@pytest.fixture
def flows(made):
    return made(bp.GradientFlowLab(depth=5)), made(bp.GradientFlowLab(depth=5, width=8))


def test_a_hand_on_one_lab_moves_the_other(flows):
    one, other = flows
    bp.link(one, other, exclude=("width",))
    one.controls["gain"].value = 2.0
    other.controls["depth"].value = 7
    assert (one.settings.gain, one.settings.depth) == (other.settings.gain, other.settings.depth) == (2.0, 7)
    assert (one.settings.width, other.settings.width) == (32, 8)
    assert one.controls["depth"].value == 7


def test_several_settings_arrive_as_one_change(flows):
    one, other = flows
    bp.link(one, other, exclude=("width",))
    events = []
    other.observe(events.append, "result")
    one.set(depth=3, gain=0.5, activation="relu")
    assert len(events) == 1 and other.settings.replace(width=32) == one.settings


def test_labs_of_different_kinds_share_what_both_have(made, flows):
    one, weight = flows[0], made(bp.WeightLab())
    one.set(loss="sse")
    bp.link(one, weight, exclude=("data",))
    assert weight.settings.loss == "sse"
    one.set(loss="mse", depth=3)
    assert weight.settings.loss == "mse"
    weight.set(loss="sse")
    assert one.settings.loss == "sse"


def test_a_lab_that_cannot_follow_says_so_and_the_mover_goes_on(made, flows):
    one, weight = flows[0], made(bp.WeightLab())
    one.set(loss="mse")
    bp.link(one, weight, exclude=("data",))
    one.set(loss="huber")
    assert one.settings.loss == "huber" and weight.settings.loss == "mse"
    assert weight.canvas.trouble and "loss of WeightLab" in weight.canvas.status
    one.controls["loss"].value = "mae"
    assert one.settings.loss == "mae" and weight.canvas.trouble and not one.canvas.trouble


def test_three_labs_settle(made, flows):
    third = made(bp.GradientFlowLab(depth=5))
    bp.link(*flows, third)
    flows[1].set(depth=9)
    assert [lab.settings.depth for lab in (*flows, third)] == [9, 9, 9]


def test_unlinked_labs_go_their_own_way(flows):
    one, other = flows
    joined = bp.link(one, other)
    joined.unlink()
    joined.unlink()
    one.set(depth=9)
    assert other.settings.depth == 5


@pytest.mark.parametrize("labs, exclude, message", [(1, (), "labs of link: expected two labs or more"),
                                                (2, ("widht",),
                                                 "exclude of link: expected names out of depth, .* Did you mean "
                                                 "'width'?")])
def test_what_cannot_be_linked_is_refused(flows, labs, exclude, message):
    with pytest.raises(ValueError, match=message):
        bp.link(*flows[:labs], exclude=exclude)


def test_a_comparison_differs_in_exactly_one_setting(made):
    pair = made(bp.compare(bp.WeightLab, "learning_rate", 0.001, 0.004, steps=9, weight=3.0))
    one, other = (lab.settings for lab in pair.labs)
    assert (one.learning_rate, other.learning_rate) == (0.001, 0.004) and other.replace(learning_rate=0.001) == one
    pair.labs[1].controls["weight"].value = 1.0
    pair.set(steps=4, step=2)
    one, other = (lab.settings for lab in pair.labs)
    assert one.weight == 1.0 and one.step == 2 and other.replace(learning_rate=0.001) == one


def test_each_keeps_its_own_value_when_it_is_moved(made):
    pair = made(bp.compare(bp.WeightLab, "learning_rate", 0.001, 0.004))
    pair.labs[0].controls["learning_rate"].value = 0.002
    assert [lab.settings.learning_rate for lab in pair.labs] == [0.002, 0.004]


def test_a_displayed_comparison_carries_three_forms(made):
    pair = made(bp.compare(bp.WeightLab, "loss", "sse", "mse"))
    bundle = pair._repr_mimebundle_()
    assert bundle["text/plain"] == pair.describe() and "loss: sum of squared errors\nWeightLab: " in pair.describe()
    assert "loss: mean squared error" in pair.describe()
    width, height = Image.open(io.BytesIO(bundle["image/png"])).size
    assert width == 860 and height < 600, "side by side, as on the screen"
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert repr(pair) == "2 x WeightLab, loss: sse | mse"


@pytest.mark.parametrize("field, values, common, message", [
    ("rate", (1, 2), {}, "field of compare: expected one of data"),
    ("loss", ("sse",), {}, "values of compare: expected two values of loss or more"),
    ("loss", ("sse", "sse"), {}, "values of compare: expected values that differ"),
    ("loss", ("sse", "mse"), {"loss": "mse"}, "values of compare"),
    ("loss", ("sse", "xx"), {}, "loss of WeightLab: expected one of sse"),
    ("loss", ("sse", "mse"), {"stepps": 3}, "Did you mean 'steps'"),
])
def test_what_cannot_be_compared_is_refused(field, values, common, message):
    with pytest.raises(ValueError, match=message):
        bp.compare(bp.WeightLab, field, *values, **common)


def test_what_differs_cannot_be_set_for_all(made):
    pair = made(bp.compare(bp.WeightLab, "loss", "sse", "mse"))
    with pytest.raises(ValueError, match="other settings than loss"):
        pair.set(loss="mse")


# -- what happens at once when labs are joined


def test_the_others_take_over_what_the_first_one_shows(made):
    net, units = made(bp.GradientFlowLab(depth=9, gain=1.5)), made(bp.DistributionLab(depth=4, bins=20))
    bp.link(net, units)
    shared = [name for name in units.settings.fields() if name in net.settings.fields()]
    assert all(getattr(units.settings, name) == getattr(net.settings, name) for name in shared)
    assert units.settings.bins == 20 and (net.settings.depth, net.settings.gain) == (9, 1.5)


def test_the_example_of_the_readme_shows_one_net_and_one_layer(made):
    net, units = made(bp.GradientFlowLab()), made(bp.DistributionLab())
    bp.link(net, units)
    assert repr(net).startswith("GradientFlowLab: 20 x 32 sigmoid")
    assert "DistributionLab: 20 x 32 sigmoid" in repr(units)
    net.set(layer=7, activation="tanh")
    assert units.settings.layer == 7 and "20 x 32 tanh" in repr(units)
    units.set(layer=3)
    assert net.settings.layer == 3


def test_each_keeps_what_is_excluded(made):
    net, units = made(bp.GradientFlowLab()), made(bp.DistributionLab())
    bp.link(net, units, exclude=("activation", "layer"))
    assert (units.settings.activation, units.settings.layer, units.settings.loss) == ("relu", 1, net.settings.loss)


def test_a_change_that_resets_other_fields_leaves_those_of_the_first(made):
    one = made(bp.OptimizerRaceLab(objective="bowl", learning_rate=0.3, steps=5, resolution=5))
    other = made(bp.OptimizerRaceLab(objective="rosenbrock", learning_rate=0.3, steps=5, resolution=5))
    bp.link(one, other)
    assert other.settings == one.settings and one.settings.learning_rate == 0.3


def test_labs_that_agree_are_not_computed_again(flows, made):
    twin = made(bp.GradientFlowLab(depth=5))
    before = twin.result
    bp.link(flows[0], twin)
    assert twin.result is before


@pytest.mark.parametrize("fields, name, why", [
    ({}, "data", "x of WeightLab"), ({"data": "moons"}, "data", "WeightLab"), ({"loss": "huber"}, "data", "WeightLab")])
def test_a_lab_that_cannot_take_a_setting_is_refused_by_the_name_of_the_field(made, fields, name, why):
    one, weight = made(bp.GradientFlowLab(depth=3, **fields)), made(bp.WeightLab())
    before = weight.settings, weight.result
    with pytest.raises(bp.ArgumentError) as error:
        bp.link(one, weight)
    assert error.value.parameter == name and error.value.expected == "what WeightLab can take"
    assert why in str(error.value) and f"exclude=({name!r},)" in str(error.value)
    assert (weight.settings, weight.result) == before
    weight.set(weight=1.0)
    one.set(gain=2.0)
    assert not weight.canvas.trouble


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1)])
def test_where_one_lab_cannot_follow_no_other_moves_either(made, order):
    labs = made(bp.GradientFlowLab(depth=9, loss="huber")), made(bp.GradientFlowLab(depth=4)), made(bp.WeightLab())
    before = [lab.settings for lab in labs]
    with pytest.raises(bp.ArgumentError, match=r"loss of link: expected .*; got 'huber'\. loss of WeightLab: "):
        bp.link(*(labs[k] for k in order), exclude=("data",))
    assert [lab.settings for lab in labs] == before


def test_the_former_name_of_exclude_goes_on_working(flows, caplog):
    with caplog.at_level("INFO", logger="bpwidgets"):
        bp.link(*flows, but=("width",))
    assert [lab.settings.width for lab in flows] == [32, 8] and "exclude" in caplog.text


# -- what a comparison leaves in a notebook


def idle(lab):
    """The page says that nothing has moved for a while."""
    lab.canvas._hear({"kind": "look", "view": "page", "width": 860, "ratio": 1.0, "dark": False})
    lab.canvas._hear({"kind": "idle", "view": "page", "serial": lab.canvas.frame_info["serial"]})


def test_a_displayed_comparison_leaves_its_picture_for_later_and_renews_it(made, displayed):
    bundles, handles = displayed
    pair = made(bp.compare(bp.WeightLab, "loss", "sse", "mse", steps=3))
    pair._ipython_display_()
    live, still = bundles
    assert set(live) == {"application/vnd.jupyter.widget-view+json", "text/plain"}
    assert list(still) == ["image/png"] and len(handles) == 1
    idle(pair.labs[1])
    assert handles[0].pictures == [still["image/png"]]
    pair.labs[1].controls["loss"].value = "half_mse"
    idle(pair.labs[1])
    _, renewed = handles[0].pictures
    assert renewed != still["image/png"] and renewed == pair._repr_mimebundle_()["image/png"]
    assert Image.open(io.BytesIO(renewed)).size == Image.open(io.BytesIO(still["image/png"])).size


def test_a_change_in_any_lab_of_a_comparison_renews_its_picture_once(made, displayed):
    _, handles = displayed
    pair = made(bp.compare(bp.WeightLab, "loss", "sse", "mse", steps=3))
    pair._ipython_display_()
    pair.set(weight=1.0)
    for lab in pair.labs:
        idle(lab)
    assert len(handles[0].pictures) == 2    # that of the start, and one of now


# -- one field name, one vocabulary


def test_labs_of_what_flows_name_its_quantities_alike(made):
    spread = made(bp.DistributionLab(depth=3, width=4, n_samples=4, bins=10))
    training = made(bp.FlowOverTrainingLab(depth=3, width=4, n_samples=4, steps=3))
    bp.link(spread, training)
    for name in ("activation", "weight_gradient", "delta"):
        spread.set(quantity=name)
        assert training.settings.quantity == name and not training.canvas.trouble
    training.set(quantity="activation")
    assert spread.settings.quantity == "activation"


@pytest.mark.parametrize(
    "old, new", [("activations", "activation"), ("deltas", "delta"), ("gradients", "weight_gradient")])
def test_the_former_names_of_quantities_go_on_working(made, old, new):
    lab = made(bp.DistributionLab(depth=3, width=4, n_samples=4, quantity=old))
    assert lab.settings.quantity == new and lab.result.of(old) is lab.result.of(new)
    lab.set(quantity="z")
    lab.set(quantity=old)
    assert lab.settings.quantity == new
