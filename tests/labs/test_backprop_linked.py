"""One net in two labs: its numbers, and the mountains around its weights."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine


@pytest.fixture
def pair():
    net, surface = bp.BackpropLab(net="xor_2_2_1"), bp.SurfaceLab(resolution=5, steps=5)
    joined = bp.link(net, surface)
    yield net, surface
    joined.unlink()
    net.close()
    surface.close()


def theta_of(surface):
    return surface.settings.fields()["theta"].values(surface.settings, "theta")


def test_the_surface_takes_the_loss_the_weights_the_rate_and_the_plane_of_the_selected_weight(pair):
    net, surface = pair
    assert surface.settings.objective == net.result.task.training
    assert (theta_of(surface) == net.result.theta).all()
    assert surface.settings.axes == ("W1[0,0]", "W1[1,0]") and surface.settings.slice_along == ("W1[0,0]",)
    assert surface.settings.learning_rate == net.settings.learning_rate
    # So both go down the same path.
    assert surface.result.path.thetas[:] == pytest.approx(net.result.path.thetas[:], rel=1e-12)


def test_a_weight_that_is_moved_in_one_is_moved_in_the_other(pair):
    net, surface = pair
    net.controls["W2[1,0]"].value = 0.75
    assert theta_of(surface)[net.result.names.index("W2[1,0]")] == 0.75
    surface.set(weights={"W1[0,0]": -1.5})
    assert net.result.theta[0] == -1.5 and net.controls["W1[0,0]"].value == -1.5
    surface.set(start=(0.5, 0.25))
    assert net.result.theta[[0, 2]].tolist() == [0.5, 0.25]
    assert (theta_of(surface) == net.result.theta).all()


def test_a_weight_that_is_selected_in_one_is_marked_in_diagram_formula_table_and_in_the_other(pair):
    net, surface = pair
    net.canvas._hear({"kind": "touch", "view": "v", "picture": "diagram", "name": "W2[1,0]"})
    assert surface.settings.axes[0] == "W2[1,0]" and surface.settings.slice_along == ("W2[1,0]",)
    assert surface.result.slice_name == "W2[1,0]" and "dL/dW2[1,0]" in net.describe()
    assert [spot["name"] for spot in net.canvas.spots if spot["chosen"] and spot["picture"] == "diagram"
            and spot["name"][0] == "W"] == ["W2[1,0]"]
    net.show("diagram", "formula", "table")
    assert [row[0] for row in net.canvas.table["rows"] if row[0].startswith("▸")] == ["▸ W2[1,0]"]
    assert net.canvas.formula["spoken"].startswith("d L by d W2[1,0] equals")
    surface.set(slice_along=("b1[1]",))
    assert net.settings.selected == "b1[1]" and surface.settings.slice_along == ("b1[1]",)


def test_a_plane_that_is_chosen_on_the_surface_stays_and_its_first_weight_is_selected(pair):
    net, surface = pair
    surface.set(axes=("W2[0,0]", "b1[0]"))
    assert surface.settings.axes == ("W2[0,0]", "b1[0]") and net.settings.selected == "W2[0,0]"
    surface.set(axes="random")
    assert surface.settings.axes == "random"


@pytest.mark.parametrize("changes", [dict(net="mazur"), dict(edits={"x[1,0]": 0.5}), dict(loss="sse"), dict(seed=3),
                                     dict(x=[[0.0, 1.0]], y=[[0.5]])])
def test_another_net_other_data_and_another_loss_come_along_with_their_weights(pair, changes):
    net, surface = pair
    net.set(**changes)
    assert not surface.canvas.trouble, surface.canvas.status
    assert surface.settings.objective == net.result.task.training
    assert (theta_of(surface) == net.result.theta).all()
    assert surface.result.path.values[0] == pytest.approx(net.result.loss, rel=1e-12)


def test_reset_on_either_side_leaves_both_with_the_same_weights(pair):
    net, surface = pair
    net.set(weights={"W1[0,0]": 1.0}, selected="W2[1,0]")
    net.reset()
    assert (theta_of(surface) == net.result.theta).all() and surface.settings.axes[0] == "W1[0,0]"
    surface.set(theta=None, seed=4)
    assert (theta_of(surface) == net.result.theta).all()
    assert (net.result.theta == net.result.network.initialize("glorot_normal", seed=4)).all()


def test_a_net_of_ones_own_that_nobody_has_seen_and_a_race_of_optimizers():
    net = engine.network((3, 2, 1), "softplus", "identity")
    draw = np.random.default_rng(8)
    lab = bp.BackpropLab(net=net, x=draw.normal(size=(4, 3)), y=draw.normal(size=(4, 1)))
    race = bp.OptimizerRaceLab(resolution=5, steps=5, optimizers=("sgd",))
    bp.link(lab, race)
    assert race.settings.objective == lab.result.task.training and race.settings.axes == ("W1[0,0]", "W1[1,0]")
    lab.set(weights={"b2[0]": 0.5})
    assert race.settings.theta[-1] == 0.5


def test_one_weight_alone_spans_no_plane_and_the_link_says_so():
    lab, surface = bp.BackpropLab(net="one_weight"), bp.SurfaceLab(resolution=5, steps=5)
    before = surface.settings
    with pytest.raises(bp.ArgumentError, match="objective of link: expected what SurfaceLab can take"):
        bp.link(lab, surface)
    assert surface.settings == before


def test_what_is_excluded_each_keeps_for_itself():
    lab, surface = bp.BackpropLab(net="xor_2_2_1"), bp.SurfaceLab(resolution=5, steps=5)
    bp.link(lab, surface, exclude=("axes",))
    lab.set(selected="W2[1,0]")
    assert surface.settings.axes == ("W1[0,0]", "W1[0,1]") and surface.settings.slice_along == ("W2[1,0]",)


def test_the_slider_of_the_selected_weight_is_marked_and_no_other():
    lab = bp.BackpropLab(net="mazur")
    for name in ("W1[0,0]", "b2[1]", "W2[0,1]"):
        lab.set(selected=name)
        assert [one for one, widget in lab.controls.items() if getattr(widget, "marked", False)] == [name]
    lab.set(net="agh")
    assert [one for one, widget in lab.controls.items() if getattr(widget, "marked", False)] == ["W1[0,0]"]
    lab.close()
