"""ClinicLab: what is shown before an accusation, what after it, and what is said of a repair."""
import json
import re

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.faults import FAULTS
from bpwidgets.faults.fault import failed
from bpwidgets.faults.patients import number_of, patient
from bpwidgets.labs.clinic.settings import PROBES, parameters_of
from bpwidgets.labs.clinic.study import all_readings, clinic

every_fault = pytest.mark.parametrize("name", FAULTS)


def settings(name, **more):
    return bp.studies.ClinicSettings.create(fault=name, steps=4, **more)


def right_line(name):
    return f"line {FAULTS[name].lines[0]}"


def everything_said(lab):
    """All that page, model and text have of a lab, once the page has seen the picture and the hand rests."""
    for kind in ("seen", "rest", "seen"):
        lab.canvas._hear({"kind": kind, "view": "one", "serial": lab.canvas.frame_info["serial"]})

    def state(widget):
        return {key: value for key, value in widget.get_state().items()
                if not isinstance(value, (bytes, memoryview)) and not key.startswith("_")}

    controls = [state(widget) for widget in lab.controls.values() if hasattr(widget, "get_state")]
    sheet = lab.canvas._sheet
    texts = [text.get_text() for axes in sheet.figure.axes for text in axes.texts]
    tooltips = [button.tooltip for button in lab.widgets.actions.buttons.values()]
    said = repr(lab.settings), repr(lab), repr(lab.result), lab.describe(), lab.to_csv()
    return json.dumps([state(lab.canvas), controls, texts, sheet.spots(*lab.state), said, tooltips], default=str,
                      ensure_ascii=False)


@pytest.fixture(scope="module")
def seen():
    """A lab that a page looks at, with all its views."""
    lab = bp.ClinicLab(steps=4, views=bp.ClinicLab.plan.views)
    lab.open()
    lab.canvas._hear({"kind": "look", "view": "one", "serial": 0, "width": 800, "ratio": 1.0, "dark": False})
    yield lab
    lab.close()


@every_fault
def test_before_the_accusation_the_fault_is_nowhere(seen, name):
    row = FAULTS[name]
    seen.set(fault=name)
    seen.set(probes=parameters_of(seen.settings)[:2])
    said = everything_said(seen)
    fix = [line.strip() for line in row.fix if not any(line.strip() in shown for shown in seen.result.lines)]
    assert not [words for words in (row.name, row.title, row.why, row.symptom, *fix)
                if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", said)]
    assert seen.result.fault is None and seen.result.fix == () and seen.result.healthy is None
    seen.set(accused=right_line(name))
    assert row.title in seen.result.verdict and row.why in seen.result.verdict and seen.result.fault is row
    said = everything_said(seen)
    assert all(f"fix: {line.strip()}" in seen.describe() and line.strip() in said for line in row.fix)


@every_fault
def test_the_right_accusation_is_told_with_both_numbers_and_any_other_one_without_the_fault(name):
    row = FAULTS[name]
    for k in range(1, len(row.program.lines) + 1):
        result = clinic(settings(name, accused=f"line {k}"))
        assert result.solved == (k in row.lines) == (row.title in result.verdict)
        if not result.solved:
            assert result.verdict.startswith(f"Line {k} is as it should be. ") and result.fault is None
        assert result.worst.name in result.verdict and result.worst.wrong


@every_fault
def test_the_probes_find_what_the_checks_find(name):
    row, task = FAULTS[name], patient(number_of(name)).task
    readings = all_readings(row.program, row.function, task)
    assert tuple(readings) == parameters_of(settings(name))
    off = {one.partition("[")[0] for one, reading in readings.items() if reading.wrong}
    assert off == {check.partition(" ")[0] for check in failed(row.program, row.function, task)}
    healthy = all_readings(row.program, row.program.function, task)
    assert not [one for one, reading in healthy.items() if reading.wrong]


@every_fault
def test_the_losses_are_those_of_the_lines_that_are_shown(name):
    result = clinic(settings(name))
    if result.program.measure == "gradient":
        task, f, names = result.task, result.task.objective, result.program.names
        arrays = task.arrays()
        with np.errstate(all="ignore"):
            after = {one: array - task.rate * step for (one, array), step in
                     zip(arrays.items(), FAULTS[name].function(*result.program.arguments(task)))}
        assert result.losses[0] == pytest.approx(f.value(task.theta))
        if name != "bias_not_summed":
            assert result.losses[1] == pytest.approx(f.value(task.packed(after))) and len(names) == len(after)


def test_mazurs_printed_error_comes_out_of_a_patient():
    lab = bp.ClinicLab(fault="update_during_pass", steps=2, accused="line 9")
    assert lab.result.losses[1] == pytest.approx(0.2910279239054, rel=1e-9)             # O1c, wrong_order
    assert lab.result.healthy.losses[:3] == pytest.approx([0.29837110876, 0.2910277736936, 0.2835471331224], rel=1e-9)


def test_probes_are_counted_and_one_too_many_is_refused_before_anything_changed():
    lab = bp.ClinicLab(fault="sign", steps=4)
    names = parameters_of(lab.settings)
    lab.set(probes=(*names[:PROBES], names[0]))
    assert len(lab.settings.probes) == len(lab.result.readings) == PROBES
    with pytest.raises(bp.ArgumentError, match="probes of ClinicLab: expected at most 6 of them"):
        lab.set(probes=names[:PROBES + 1])
    assert len(lab.result.readings) == PROBES
    lab.set(patient=lab.settings.patient + 1)
    assert lab.settings.probes == () and lab.settings.accused == "none"


def test_a_line_and_a_parameter_are_chosen_where_they_stand(seen):
    lab = seen
    lab.reset()
    spots = lab.canvas._sheet.spots(*lab.state)
    assert [spot["name"] for spot in spots if spot["picture"] == "program"] == [f"line {k}" for k in range(1, 17)]
    assert [spot["name"] for spot in spots if spot["picture"] == "probes"] == list(parameters_of(lab.settings))
    panel, pictures = lab.widgets, lab.canvas._sheet.pictures
    panel._touch(pictures["probes"], "W1[0,1]")
    panel._touch(pictures["probes"], "W1[0,1]")
    assert lab.settings.probes == ("W1[0,1]",)
    panel._touch(pictures["program"], "line 13")
    assert lab.settings.accused == "line 13" and lab.result.solved
    label = next(spot["label"] for spot in lab.canvas._sheet.spots(*lab.state) if spot["name"] == "line 13")
    assert label == ("line 13: delta1 = delta2 @ W2 * slope(z1); wrong, right is: delta1 = delta2 @ W2.T * slope(z1)")
    panel._touch(pictures["program"], "line 13")
    assert lab.settings.accused == "none"


def test_who_wants_to_know_is_told():
    lab = bp.ClinicLab(fault="layer_skipped", steps=4)
    lab.press("tell")
    assert lab.result.solved and lab.result.fault.name == "layer_skipped"


def test_fault_is_another_word_for_a_patient():
    lab = bp.ClinicLab(fault="betas_swapped", steps=4)
    assert "fault" not in repr(lab.settings) and lab.settings.patient == number_of("betas_swapped")
    lab.set(fault="sign")
    assert lab.settings.patient == number_of("sign")
    with pytest.raises(bp.ArgumentError, match=r"^fault of ClinicLab: expected one of slope_left_out, .* mean 'sign'"):
        lab.set(fault="sing")
    with pytest.raises(bp.ArgumentError, match="patient of ClinicLab: expected one of patient, fault; got"):
        bp.ClinicLab(fault="sign", patient=3)
    assert bp.ClinicLab(fault=None, steps=4).settings.patient == 1


def test_a_repair_is_judged_on_fresh_nets_and_nothing_is_said_of_the_fault():
    lab = bp.ClinicLab(fault="shared_moments", steps=4)
    row = FAULTS["shared_moments"]
    assert lab.judge(row.program.function).right
    still = lab.judge(row.function, seed=2)
    assert not still.right and str(still).startswith("Not yet: as it was. ") and row.title not in str(still)
    other = lab.judge(FAULTS["betas_swapped"].function, seed=2)
    assert not other.right and not other.misconception
    assert "It takes" in str(lab.judge(lambda w: w)) or "takes 1 argument" in str(lab.judge(lambda w: w))
    assert lab.judge(...).state == "not attempted" and str(lab.judge(...)) == "Not attempted."


@every_fault
def test_the_program_to_copy_runs_alone(name):
    result = clinic(settings(name))
    text = next(iter(bp.ClinicLab.plan.code(None, result).values()))
    names = {}
    exec(text, names)
    function = names[result.program.function.__name__]
    assert failed(result.program, function, result.program.draw(1, square=True)) == FAULTS[name].fails


def test_the_verdict_of_a_bias_that_is_not_summed_names_the_shapes():
    verdict = clinic(settings("bias_not_summed", accused=right_line("bias_not_summed"))).verdict
    assert "For b2[0] the program has an array of shape (8, 3) in place of (3,)." in verdict


def test_nothing_is_a_number_with_a_count_from_0():
    result = clinic(settings("count_from_0", accused=right_line("count_from_0")))
    assert np.isnan(result.losses[1]) and "is no number, where the rule moves it by" in result.verdict


@pytest.mark.parametrize("name", ["W_not_transposed", "betas_swapped", "count_from_0"])
def test_fewer_steps_are_the_beginning_of_more(name):
    fewer, more = (clinic(settings(name).replace(steps=steps, accused=right_line(name))) for steps in (7, 25))
    assert len(fewer.losses) == 8 and len(more.losses) == 26 and len(fewer.healthy.losses) == 8
    assert np.array_equal(fewer.losses, more.losses[:8], equal_nan=True)
    assert np.array_equal(fewer.healthy.losses, more.healthy.losses[:8]) and np.array_equal(
        fewer.sizes, more.sizes, equal_nan=True)
