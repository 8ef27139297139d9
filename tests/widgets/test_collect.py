"""A collection gathers the numbers of a lab, point by point; the button that applies a cure."""
import numpy as np
import pytest

import bpwidgets as bp


@pytest.fixture
def lab():
    lab = bp.GradientFlowLab(depth=3, activation="identity", initializer="orthogonal", gain=0.1)
    yield lab
    lab.close()


@pytest.fixture
def gathered(lab):
    gathered = bp.collect(lab, x="depth", y="log10_delta_ratio")
    yield gathered
    gathered.close()


def gather(lab, gathered, *depths):
    for depth in depths:
        lab.set(depth=depth)
        gathered._panel.actions.buttons["collect"].click()


def test_the_law_of_a_linear_net_is_found_point_by_point(lab, gathered):
    gather(lab, gathered, 2, 5, 9, 30)
    # an orthogonal net whose weights are a tenth: each layer takes one decade
    np.testing.assert_allclose(gathered.result.y, [-1, -4, -8, -29], rtol=1e-9)
    assert gathered.result.x.tolist() == [2, 5, 9, 30]


def test_the_learner_chooses_what_stands_across_and_up(lab, gathered):
    gather(lab, gathered, 2, 5)
    gathered.controls["y"].value = "delta_per_layer"
    np.testing.assert_allclose(gathered.result.y, [0.1, 0.1], rtol=1e-9)


def test_at_first_a_measured_number_stands_against_a_chosen_one(lab):
    gathered = bp.collect(lab)
    assert (gathered.settings.x, gathered.settings.y) == ("depth", "log10_delta_ratio")
    gathered.close()


def test_what_is_gathered_is_a_plain_list_and_a_csv(lab, gathered):
    gather(lab, gathered, 2, 5)
    records = [dict(record) for record in gathered.settings.records]
    assert [record["depth"] for record in records] == [2, 5] and {"gain", "log10_dW_ratio", "seed"} <= records[0].keys()
    assert gathered.to_csv().splitlines()[0].split(",") == list(records[0])
    assert len(gathered.to_csv().splitlines()) == 3


def test_the_last_point_can_be_taken_back_and_nothing_from_nothing(lab, gathered):
    assert gathered._panel.actions.buttons["take_back"].disabled
    gather(lab, gathered, 2, 5)
    gathered._panel.actions.buttons["take_back"].click()
    assert gathered.result.x.tolist() == [2]
    assert gathered.controls["records"].value == "1 gathered"


def test_an_empty_collection_says_what_to_do(gathered):
    assert "press Collect" in gathered.describe() and gathered.figure is not None


def test_the_text_twin_has_every_point(lab, gathered):
    gather(lab, gathered, 2, 5)
    assert "Collection from GradientFlowLab: log10 delta ratio against depth, 2 gathered" in gathered.describe()
    assert gathered.describe().splitlines()[-1].split() == ["2", "5", "-4"]


def test_numbers_that_are_not_finite_are_kept_and_left_out_of_the_picture(lab, gathered):
    lab.set(depth=1)
    gathered.controls["y"].value = "delta_per_layer"
    gathered.press("collect")
    assert np.isnan(gathered.result.y).all() and gathered.figure is not None


def test_the_printed_line_makes_the_same_collection_again(lab, gathered):
    gather(lab, gathered, 1, 5)
    line = repr(gathered.settings)
    assert line.startswith("collect(GradientFlowLab(), x='depth', y='log10_delta_ratio', records=[{'depth': 1, ")
    assert "float('nan')" in line          # of one layer there is no factor per layer
    again = eval(line, {"collect": bp.collect, "GradientFlowLab": bp.GradientFlowLab})
    assert again.settings == gathered.settings and again.to_csv() == gathered.to_csv()


def test_reset_goes_back_to_what_the_collection_began_with(lab, gathered):
    gather(lab, gathered, 2, 5)
    gathered.set(x="gain")
    gathered.reset()
    assert (gathered.settings.x, gathered.settings.y, gathered.settings.records) == ("depth", "log10_delta_ratio", ())


def test_a_weight_lab_can_be_gathered_too():
    lab = bp.WeightLab()
    gathered = bp.collect(lab, x="learning_rate", y="factor_per_step")
    for rate in (1 / 819, 2 / 819):
        lab.set(learning_rate=rate)
        gathered.press("collect")
    np.testing.assert_allclose(gathered.result.y, [0.5, 0], atol=1e-12)
    lab.close()
    gathered.close()


@pytest.mark.parametrize("arguments, message", [(dict(x="dept"), "Did you mean 'depth'"),
                                                (dict(views=("table",)), "at least one picture")])
def test_what_cannot_be_is_refused(lab, arguments, message):
    with pytest.raises(ValueError, match=message):
        bp.collect(lab, **arguments)


def test_a_lab_that_measures_nothing_is_refused(gathered):
    with pytest.raises(ValueError, match="lab of collect: expected a lab with numbers to gather"):
        bp.collect(gathered)


def test_an_unknown_button_is_refused(lab):
    with pytest.raises(ValueError, match="action of GradientFlowLab: expected one of apply_cure; got 'Cure'"):
        lab.press("Cure")


def test_one_press_applies_the_cure_and_then_there_is_nothing_to_do():
    lab = bp.GradientFlowLab(depth=20, activation="relu", gain=0.5)
    button = lab._panel.actions.buttons["apply_cure"]
    assert lab.result.condition == "vanishing" and not button.disabled
    assert button.tooltip == "initializer: He normal; gain: 1.0"
    events = []
    lab.observe(events.append, "result")
    button.click()
    assert lab.result.condition == "healthy" and len(events) == 1 and lab.settings.initializer == "he_normal"
    assert button.disabled and button.tooltip == "nothing to change"
    lab.close()


def test_the_tooltip_of_a_button_stays_short_however_much_was_gathered(lab, gathered):
    for gain in range(1, 30):
        lab.set(gain=gain / 10)
        gathered.press("collect")
    assert gathered._panel.actions.buttons["collect"].tooltip == "gathered: 30 gathered"
    assert gathered._panel.actions.buttons["take_back"].tooltip == "gathered: 28 gathered"


def test_former_names_go_on_working(lab):
    gathered = bp.register(lab, x="depth", y="log10 delta ratio")
    gathered.press("Collect")
    assert gathered.settings.y == "log10_delta_ratio" and len(gathered.result.x) == 1
    gathered.close()
