"""A learner's function may do anything; what came of it is said in a sentence, and nothing else is touched."""
import io
import itertools
import random
import sys
import time
import warnings
from dataclasses import replace

import numpy as np
import pytest

from bpwidgets.teaching import Exercise, Wrong
from bpwidgets.teaching.cards.parts import text_of
from bpwidgets.trials import trial
from bpwidgets.trials.call import call, is_stub

from .exercises import BACKWARD, GRADIENT, MOMENTUM, backward, gradient, momentum


def told(function, exercise=GRADIENT, seed=1):
    return exercise.trial(function, seed).said


def with_docstring(w, x, y):
    """The slope."""


def with_pass(w, x, y):
    """The slope."""
    pass  # noqa: PIE790


def of_nbgrader(w, x, y):
    # YOUR CODE HERE
    raise NotImplementedError


def with_holes(x, W, a, upstream):
    dW = ...
    db = ...
    return dW, db, ...


@pytest.mark.parametrize("stub", [lambda w, x, y: ..., lambda w, x, y: None, with_docstring, with_pass, of_nbgrader,
                                  ..., None, with_holes])
def test_what_nobody_has_begun_is_no_attempt(stub):
    exercise = BACKWARD if stub is with_holes else GRADIENT
    assert exercise.trial(stub).state == "not attempted"


def test_a_forgotten_return_is_an_attempt():
    def forgotten(w, x, y):
        2 * np.mean((w * x - y) * x)

    assert not is_stub(forgotten) and "yours gives nothing (None)" in told(forgotten)


def test_other_code_for_the_same_numbers_is_right():
    def loops(w, x, y):
        return sum(2 * (w * a - b) * a for a, b in zip(x, y)) / len(x)

    assert GRADIENT.trial(loops).right and BACKWARD.trial(backward).right and MOMENTUM.trial(momentum).right


def test_the_smallest_case_that_fails_is_told():
    sizes = [len(trial.arguments(GRADIENT, 1 + k)[1]) for k in range(trial.CASES)]
    assert min(sizes) == 2 < max(sizes)
    tried = GRADIENT.trial(lambda w, x, y: 0.125, 1)
    assert len(trial.arguments(GRADIENT, tried.seed)[1]) == 2 and tried.misconception == ""
    only_large = GRADIENT.trial(lambda w, x, y: gradient(w, x, y) + (len(x) > 2), 1)
    assert len(trial.arguments(GRADIENT, only_large.seed)[1]) == 3


def test_an_error_is_told_with_its_line_and_without_a_wall():
    def stops(w, x, y):
        return w @ x

    said = told(stops)
    assert "it stops with `ValueError: matmul" in said and ": `return w @ x`" in said and "Traceback" not in said


def test_the_line_is_one_of_the_learners_own():
    def deep(w, x, y):
        return np.linalg.inv(np.zeros((2, 2)))

    assert "`return np.linalg.inv(np.zeros((2, 2)))`" in told(deep) and "`LinAlgError: Singular matrix`" in told(deep)


class Unspeakable(Exception):
    """Its text raises."""

    def __str__(self):
        raise RuntimeError


@pytest.mark.parametrize("error, words", [
    (KeyError("W"), "`KeyError: 'W'`"), (SystemExit(), "`SystemExit`"), (Unspeakable(), "`Unspeakable`"),
    (ValueError("a `b` *c*\nd"), "`` ValueError: a `b` *c* d ``"), (ValueError(500 * "x"), "xxx...`")])
def test_any_error_is_told(error, words):
    def stops(w, x, y):
        raise error

    assert words in told(stops)


def test_what_is_stopped_by_hand_says_so_and_is_not_called_again():
    calls = []

    def endless(w, x, y):
        calls.append(1)
        raise KeyboardInterrupt

    assert "stopped while it ran" in told(endless) and "does a loop never end?" in told(endless) and len(calls) == 2


@pytest.mark.parametrize("function, words", [
    (lambda w, x: 0.0, "takes 2 arguments; it is called with 3: `gradient(w, x, y)`"),
    (lambda: 0.0, "takes 0 arguments"), (lambda w: 0.0, "takes 1 argument;"),
    (lambda w, x, y, n: 0.0, "takes 4 arguments"), (2.05, "needs the function itself, `gradient`, without parentheses"),
    (np.ones(2), "got an array of shape (2,)")])
def test_what_cannot_be_called_so_is_told(function, words):
    assert words in told(function)


def test_more_parameters_with_defaults_and_callables_of_other_kinds_are_fine():
    class Slope:
        def __call__(self, w, x, y, factor=1):
            return factor * gradient(w, x, y)

    assert GRADIENT.trial(Slope()).right and "it stops with `ValueError: The truth" in told(max)


def test_a_change_of_the_arguments_is_told_even_if_the_answer_is_right():
    def in_place(w, v, g, rate, mu):
        v *= mu
        v += g
        return w - rate * v, v

    tried = MOMENTUM.trial(in_place)
    assert not tried.right and "The answer is right. It changes `v` in place" in tried.said


def test_arguments_are_copies():
    before = trial.arguments(GRADIENT, 1)
    kept = [np.copy(part) for part in before]

    def spoils(w, x, y):
        x[:] = 0
        return 0.0

    assert call(spoils, before).changed == (1,)
    assert all(np.array_equal(now, was) for now, was in zip(before, kept))


def test_what_is_printed_is_kept_apart(capsys):
    def prints(w, x, y):
        print("mean", np.mean(x))
        print(gradient(w, x, y))

    tried = GRADIENT.trial(prints, 1)
    assert "What is printed is only seen; `return` hands it back." in tried.said and tried.printed.startswith("mean ")
    assert capsys.readouterr().out == "" and len(tried.printed.splitlines()) == 2


def test_random_numbers_warnings_and_errors_of_numpy_are_untouched():
    def rude(w, x, y):
        np.random.seed(0)  # noqa: NPY002
        random.seed(0)
        np.seterr(all="raise")
        warnings.simplefilter("ignore")
        sys.stdout.write("x")
        return gradient(w, x, y)

    random.seed(7)
    before = random.getstate(), np.random.get_state()[1].tolist(), np.geterr(), list(warnings.filters), sys.stdout  # noqa: NPY002
    assert GRADIENT.trial(rude).right and GRADIENT.trial(gradient).right
    after = random.getstate(), np.random.get_state()[1].tolist(), np.geterr(), list(warnings.filters), sys.stdout  # noqa: NPY002
    assert before == after


def test_cases_are_fresh_each_time_and_repeated_with_their_seed():
    seeds = {GRADIENT.trial(lambda w, x, y: 0.125).seed for _ in range(5)}
    assert len(seeds) == 5
    assert told(lambda w, x, y: 0.125, seed=3) == told(lambda w, x, y: 0.125, seed=3)


def test_a_slow_function_is_tried_on_fewer_cases(monkeypatch):
    clock = itertools.count(0, 3)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    assert GRADIENT.trial(gradient).said == ("**Correct.** It agrees with the reference in 2 fresh cases. It is slow: "
                                             "after 5 seconds no more were tried.")


def test_a_known_fault_is_not_named_for_another_with_one_case_in_common():
    def other(w, x, y):
        return GRADIENT.wrong[0].function(w, x, y) if len(x) < 4 else 0.125

    assert GRADIENT.trial(other, 1).misconception == ""


def test_a_known_fault_that_stops_where_the_sizes_show_it_is_told_where_they_hide_it():
    tried = BACKWARD.trial(BACKWARD.wrong[2].function, 1)
    sizes = {trial.arguments(BACKWARD, 1 + k)[1].shape for k in range(trial.CASES)}
    assert sizes == {(2, 2), (3, 2)} and tried.misconception == "W not transposed"
    assert trial.arguments(BACKWARD, tried.seed)[1].shape == (2, 2) and "x = [[" in tried.given


def test_a_verdict_is_told_again_from_name_and_seed():
    tried = GRADIENT.trial(GRADIENT.wrong[0].function)
    assert trial.retold(GRADIENT, "mean forgotten", tried.seed) == tried
    assert trial.retold(GRADIENT, "a name of former days", tried.seed) is None


def test_a_mistake_of_the_reference_is_no_mistake_of_the_learner():
    def broken(w):
        return 1 / 0

    with pytest.raises(ZeroDivisionError):
        Exercise("broken", "?", broken, lambda rng: (1.0,)).trial(lambda w: w)


def test_one_argument_need_not_be_a_tuple_and_large_ones_are_told_by_their_shape():
    def total(x):
        return float(np.sum(x))

    exercise = Exercise("total", "?", total, lambda rng: rng.normal(size=(20, 3)))
    tried = exercise.trial(lambda x: 0.0)
    assert tried.said.startswith("**Not yet.** In the case below yours gives 0, right is")
    assert tried.given == "x: an array of shape (20, 3)"


def test_a_learners_own_stream_is_not_lost(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    GRADIENT.trial(gradient)
    print("after")
    assert stream.getvalue() == "after\n"


def test_the_tolerance_is_the_exercises():
    assert replace(GRADIENT, tolerance=0.5).trial(lambda w, x, y: gradient(w, x, y) * 1.2).right


def root():
    return 3.0


def squared(answer):
    if not isinstance(answer, float):
        raise TypeError("yours gives no number; expected is one with a point")
    return answer ** 2


ROOT = Exercise("root", "Write `root()`: a number whose square is 9.", root, lambda rng: (), through=squared,
                returns="the square", wrong=(Wrong("half", lambda: 4.5, "Half of 9 is not its root."),))


@pytest.mark.parametrize("function, said", [
    (lambda: -3.0, "**Correct.** It does what it should."),
    (lambda: 4.5, "**Not yet: half.** Yours gives 20.25, the square is 9. Half of 9 is not its root."),
    (lambda: 1.0, "**Not yet.** Yours gives 1, the square is 9."),
    (lambda: "3", "**Not yet.** Yours gives no number; expected is one with a point."),
    (lambda: 1 / 0, "**Not yet.** It stops with `ZeroDivisionError: division by zero`")])
def test_where_many_answers_are_right_what_they_lead_to_is_compared(function, said):
    assert told(function, ROOT).startswith(said)


def test_a_function_without_parameters_is_called_once_and_has_no_case_to_look_into():
    calls = []
    assert ROOT.trial(lambda: calls.append(0) or 3.0).right and calls == [0]
    tried, event = ROOT.tried(lambda: 1.0, ())
    assert "look into" not in text_of(tried.card((event,), None))
