"""Own targets beside the inputs of a ready-made net; what the status line of the page says."""
import pytest

import bpwidgets as bp


@pytest.mark.parametrize("lab", [bp.BackpropLab, bp.GradientCheckLab])
def test_own_targets_alone_stand_beside_the_inputs_of_the_net(lab):
    made = lab(net="xor_2_2_1", y=[[0], [0], [0], [1]])
    assert made.settings.data.x.tolist() == lab(net="xor_2_2_1").settings.data.x.tolist()
    assert made.settings.data.y.ravel().tolist() == [0, 0, 0, 1]
    made.set(net="agh", y=[[0.3]])
    assert made.settings.data.x.tolist() == [[0.35, 0.9]] and made.settings.data.y.tolist() == [[0.3]]
    made.set(x=[[0.1, 0.2]])
    assert made.settings.data.y.tolist() == [[0.3]]


def test_targets_alone_that_do_not_fit_are_refused_and_nothing_is_lost():
    said = "data of BackpropLab: expected 4 rows in y, as many as the x that is there already has; got 3 rows. "
    lab = bp.BackpropLab(net="xor_2_2_1")
    before = lab.settings
    for attempt in (lambda: bp.BackpropLab(net="xor_2_2_1", y=[[0], [0], [1]]), lambda: lab.set(y=[[0], [0], [1]])):
        with pytest.raises(ValueError) as error:
            attempt()
        assert str(error.value) == said + "Or give x=..., too."
    assert lab.settings is before
    with pytest.raises(ValueError, match="data for your network"):
        bp.BackpropLab(net=bp.engine.network((1, 1)), y=[[1.0]])


def test_the_page_says_step_loss_and_check_in_few_words():
    lab = bp.BackpropLab(moment=11)
    status = lab.plan.words(*lab.state, lab.views, "")["status"]
    assert status.startswith("Update 1 of 5, step 12 of 15, slope f'(z) of layer 1; loss 0.298; gradient check: ")
    for net in ("mazur", "agh", "softmax"):
        for moment in range(15):
            lab.set(net=net, moment=moment, updates=20)
            assert len(lab.plan.words(*lab.state, lab.views, "")["status"]) <= 96
    lab.set(net="mazur", edits={"x[0,1]": 0.3}, moment=0)
    assert lab.plan.words(*lab.state, lab.views, "")["status"].startswith(
        "Update 1 of 20, edited: x[0,1] = 0.3, the inputs of the example; gradient check: ")
