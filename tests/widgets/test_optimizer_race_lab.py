"""OptimizerRaceLab: what a hand does with its controls and on its pictures ends where `set` ends."""

import pytest

import bpwidgets as bp


@pytest.fixture
def lab():
    lab = bp.OptimizerRaceLab(steps=20)
    yield lab
    lab.close()


def test_the_menu_of_the_one_shown_holds_those_that_run(lab):
    assert [name for _, name in lab.controls["shown"].options] == ["sgd", "momentum", "rmsprop", "adam"]
    lab.controls["optimizers"].value = "sgd, lion"
    assert [name for _, name in lab.controls["shown"].options] == ["sgd", "lion"]
    assert lab.controls["shown"].value == lab.settings.shown == "lion"


def test_rates_of_single_optimizers_are_typed(lab):
    lab.controls["rates"].value = "adam=0.1, sgd: 0.02"
    assert lab.result.rates == {"sgd": 0.02, "momentum": 0.05, "rmsprop": 0.05, "adam": 0.1}
    assert lab.controls["rates"].value == "adam=0.1, sgd=0.02"


def test_a_rate_that_cannot_be_read_leaves_everything_as_it_was(lab):
    before = lab.result
    lab.controls["rates"].value = "adam"
    assert lab.result is before and lab.controls["rates"].value == ""
    assert lab.canvas.status.startswith("rates of OptimizerRaceLab")


def test_cursors_leave_the_race_as_it_is(lab):
    before = lab.result
    lab.set(step=3, shown="sgd")
    assert lab.result is before and "step 3 of 20" in repr(lab) and "SGD from inside, at step 3" in lab.describe()


def test_a_start_that_was_dragged_moves_the_sliders_of_its_weights(lab):
    lab.set(start=(-0.5, 0.25))
    assert (lab.controls["x"].value, lab.controls["y"].value) == (-0.5, 0.25)
    lab.controls["x"].value = 1.25
    assert lab.result.paths["adam"].thetas[0].tolist() == [1.25, 0.25]


def test_handles_are_told_to_people(lab):
    assert {handle["name"] for handle in lab.canvas.handles} == {"map", "losses", "effective"}
    assert all("arrow keys" in handle["label"] for handle in lab.canvas.handles)


def test_the_step_of_every_runner_stands_in_the_table(lab):
    lab.set(step=1)
    assert lab.canvas.table["caption"] == "after 1 step"
    assert [row[0] for row in lab.canvas.table["rows"]] == list(lab.result.titles.values())
