"""The companions of GradientFlowLab: a hand and code take one route, results come coarse and then in full."""

import pytest

import bpwidgets as bp
from bpwidgets.labs.flow_over_training.study import flow_over_training
from bpwidgets.labs.gradient_map.study import gradient_map

SMALL = {"map": (bp.GradientMapLab, gradient_map, dict(width=6, resolution=24, seed=91)),
         "training": (bp.FlowOverTrainingLab, flow_over_training, dict(width=6, n_samples=8, steps=200, depth=30))}


@pytest.fixture(params=SMALL)
def case(request):
    kind, study, fields = SMALL[request.param]
    lab = kind(**fields)
    yield lab, study
    lab.close()


def test_code_gets_the_last_result(case):
    lab, study = case
    lab.set(gain=0.9)
    final = list(study(lab.settings))[-1]
    assert lab.result.verdict == final.verdict and lab._described(lab.state) == lab.describe()
    assert lab.describe().splitlines()[2:] == lab.plan.describe(lab.settings, final).splitlines()[1:]


def test_a_hand_on_a_control_ends_in_the_same_settings(case):
    lab, _ = case
    lab.controls["gain"].value = 0.7
    assert lab.settings.gain == 0.7 and lab.canvas.verdict == lab.result.verdict


def test_numbers_can_be_taken_away(case):
    lab, _ = case
    head, rows = lab.plan.records(lab.settings, lab.result)
    assert lab.to_csv().splitlines()[0] == ",".join(head) and len(lab.to_csv().splitlines()) == len(rows) + 1
    assert all(isinstance(value, (int, float)) for value in lab.plan.measures(lab.settings, lab.result).values())


def test_every_field_has_a_control_and_every_question_a_heading(case):
    lab, _ = case
    assert set(lab.controls) == set(lab.settings.fields())
    assert all(field.question and field.help and field.label for field in lab.settings.fields().values())


def test_the_choice_of_the_net_rewinds_what_depends_on_it():
    lab = bp.FlowOverTrainingLab(steps=3)
    lab.controls["net"].value = "time"
    assert (lab.settings.depth, lab.settings.activation) == (20, "tanh") and lab.controls["depth"].value == 20
    lab.close()
