"""Each planted fault fails exactly the checks that it names, on fresh nets, and each fix passes all of them."""
import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.errors import ArgumentError
from bpwidgets.faults import FAULTS, fault
from bpwidgets.faults.fault import failed, relative
from bpwidgets.faults.judge import judge
from bpwidgets.faults.patients import LAST, fault_of, number_of, patient
from bpwidgets.faults.program import GradientProgram, spoilt
from bpwidgets.faults.task import MAZUR_THETA, mazur
from bpwidgets.nets.ready import NETS
from bpwidgets.trials.trial import Wrong

PROGRAMS = {row.program.name: row.program for row in FAULTS.values()}
SEEDS = range(100, 106)
every_fault = pytest.mark.parametrize("name", FAULTS)
every_program = pytest.mark.parametrize("name", PROGRAMS)


@every_fault
def test_a_fault_fails_exactly_the_checks_that_it_names(name):
    row = FAULTS[name]
    assert {failed(row.program, row.function, row.program.draw(seed, square=True)) for seed in SEEDS} == {row.fails}
    assert set(row.fails) <= set(row.program.checks)


@every_fault
def test_a_fault_changes_nothing_else(name):
    row = FAULTS[name]
    for seed in SEEDS:
        task = row.program.draw(seed, square=True)
        with np.errstate(all="ignore"):
            wrong, right = (row.program.parts(function(*row.program.arguments(task)), task)
                            for function in (row.function, row.program.function))
        assert all(np.array_equal(wrong[check], right[check]) for check in row.program.checks if check not in row.fails)


@every_fault
def test_a_fault_is_caught_where_the_sizes_do_not_hide_it(name):
    row = FAULTS[name]
    assert all(set(failed(row.program, row.function, row.program.draw(seed))) >= set(row.fails) for seed in SEEDS)


@every_fault
def test_the_lines_that_are_shown_are_those_that_run_and_differ_in_the_accused_ones(name):
    row = FAULTS[name]
    lines = row.source.splitlines()
    assert [k for k, (a, b) in enumerate(zip(lines, row.program.lines), 1) if a != b] == list(row.lines)
    assert len(lines) == len(row.program.lines) <= 20 and 1 <= len(row.lines) <= 2
    assert spoilt(row.program, {})[0] == row.program.source
    assert row.function.__code__.co_code != row.program.function.__code__.co_code or \
        row.function.__code__.co_consts != row.program.function.__code__.co_consts
    fixed = dict(zip((lines[k - 1].strip() for k in row.lines), row.fix))
    assert all(fixed.get(line.strip(), line) == right for line, right in zip(lines, row.program.lines))


@every_program
def test_a_fix_passes_everything(name):
    program = PROGRAMS[name]
    for seed in SEEDS:
        assert failed(program, program.function, program.draw(seed)) == ()
        assert failed(program, program.function, program.draw(seed, square=True)) == ()
    assert judge(program, program.function, seed=3).right


@every_fault
def test_the_judge_finds_a_fault_on_fresh_nets(name):
    row = FAULTS[name]
    as_it_was = Wrong("as it was", row.function, "Nothing has changed.")
    for seed in (20,):
        trial = judge(row.program, row.function, [as_it_was], seed)
        assert not trial.right and trial.misconception == "as it was"


@every_fault
def test_the_judge_names_one_fault_and_no_other(name):
    row = FAULTS[name]
    known = [Wrong(other.name, other.function, other.why) for other in FAULTS.values() if other.program is row.program]
    assert judge(row.program, row.function, known, seed=7).misconception == name


@every_program
def test_differences_and_the_engine_say_the_same(name):
    program = PROGRAMS[name]
    task = program.draw(5)
    right = program.parts(program.right(task), task)
    if isinstance(program, GradientProgram):
        exact = task.arrays(task.objective.gradient(task.theta))
        assert program.loss(*program.arguments(task)) == pytest.approx(task.objective.value(task.theta), rel=1e-12)
        assert max(relative(exact[one], right[one]) for one in program.checks) < 1e-6
    else:
        ours = program.parts(program.function(*program.arguments(task)), task)
        assert max(relative(ours[one], right[one]) for one in program.checks) < 1e-9


@every_program
def test_the_task_is_found_from_what_a_program_is_called_with(name):
    program = PROGRAMS[name]
    task = program.draw(11)
    again = program.task_of(program.arguments(task))
    assert np.array_equal(again.theta, task.theta) and again.net == task.net
    assert again.objective.value(task.theta) == task.objective.value(task.theta)


def falls(row, seed, steps=40):
    """The loss of a training with the fault ends below three quarters of where it began."""
    task = row.program.draw(seed, square=True)
    losses, _ = row.program.run(row.function, task, row.program.rate, steps)
    return bool(losses[-1] < 0.75 * losses[0])


@every_fault
def test_the_symptom_says_whether_the_loss_falls(name):
    row = FAULTS[name]
    often = np.mean([falls(row, seed) for seed in SEEDS[:3]])
    assert often > 0.5 if "loss falls" in row.symptom or "first update is" in row.symptom else often == 0


def test_a_falling_loss_finds_few_faults():
    assert sum(falls(row, 100) for row in FAULTS.values()) >= 18


def test_relu_forgives_the_slope_at_a_and_tanh_does_not():
    z = np.linspace(-2, 2, 9)
    relu, tanh = engine.ACTIVATIONS["relu"], engine.ACTIVATIONS["tanh"]
    assert np.array_equal(relu.slope(relu.function(z)), relu.slope(z))
    assert not np.allclose(tanh.slope(tanh.function(z)), tanh.slope(z))


def test_the_penalty_on_biases_hides_where_they_are_0():
    row = FAULTS["penalty_on_biases"]
    task = row.program.draw(3)
    arrays = {name: array * (name[0] == "W") for name, array in task.arrays().items()}
    given = row.program.arguments(task, arrays)
    assert all(map(np.array_equal, row.function(*given), row.program.function(*given)))


def test_mazurs_numbers_are_those_of_the_other_lab_and_his_printed_error_is_the_fault():
    row, task = NETS["mazur"], mazur()
    assert row.theta == MAZUR_THETA and row.fixed == task.objective.frozen
    assert np.array_equal(row.data.x, task.objective.x) and np.array_equal(row.data.y, task.objective.y)
    program = FAULTS["update_during_pass"].program
    wrong, _ = program.run(FAULTS["update_during_pass"].function, task, 0.5, 1)
    right, _ = program.run(program.function, task, 0.5, 1)
    assert wrong[1] == pytest.approx(0.2910279239054, rel=1e-9)      # O1c, wrong_order; printed as 0.291027924
    assert right[1] == pytest.approx(0.2910277736936, rel=1e-9)      # O1c, frozen


def test_after_ten_thousand_updates_the_fault_has_mazurs_outputs():
    program = FAULTS["update_during_pass"].program
    wrong, _ = program.run(FAULTS["update_during_pass"].function, mazur(), 0.5, 10_000)
    assert wrong[-1] == pytest.approx(3.508478629631e-05, rel=1e-7)


def test_all_patients_have_a_fault_and_each_fault_has_a_patient():
    first = [fault_of(number).name for number in range(1, len(FAULTS) + 1)]
    assert sorted(first) == sorted(FAULTS) and len({fault_of(number).name for number in range(70, LAST + 1)}) > 15
    assert all(fault_of(number_of(name)).name == name for name in FAULTS)
    for number in range(1, LAST + 1):
        one = patient(number)
        if one.program.name != "training":
            assert failed(one.program, one.fault.function, one.task) == one.fault.fails, number


def test_a_misspelt_fault_gets_the_nearest_one():
    with pytest.raises(ArgumentError, match="Did you mean 'slope_left_out'"):
        fault("slope_left_of")


def test_a_change_that_fits_no_line_is_refused():
    with pytest.raises(ArgumentError, match="changes of adam: expected lines that stand there once; got nothing"):
        spoilt(PROGRAMS["adam"], {"nothing": "something"})


def test_the_words_of_a_fault_are_sentences_and_its_code_does_not_name_it():
    for row in FAULTS.values():
        for words in (row.symptom, row.why):
            assert words.endswith(".") and (words[0].isupper() or words.startswith(("m ", "δ "))), words
        assert row.title.lower() not in row.source and row.name not in row.source
