"""What the items of lessons 2, 3 and 5 find behind their locks, and what their exercises tell."""
import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.teaching import MISCONCEPTIONS
from bpwidgets.teaching.course import all_lessons
from bpwidgets.teaching.course.watch_a_network_compute import ROWS, outputs, xor

LESSONS = all_lessons()
WATCH = "watch-a-network-compute"
# Of each case of a prediction.
OUTCOMES = {(WATCH, "adder"): [0.755, 0.31, -0.87],
            (WATCH, "on-the-curve"): [[1.3, np.tanh(1.3)], [-1.6, np.tanh(-1.6)], [2.5, np.tanh(2.5)]]}
RIGHT = {(WATCH, "one-side"): 1, (WATCH, "who-needs-it"): 1, (WATCH, "without-bending"): 1}
# What a wrong idea's lab must not show once it is set so.
CURED = {"units-measure-distances": {"w": 0.0}, "more-layers-compute-more": {"net": "xor_2_2_1"},
         "training-finds-everything": {"learning_rate": 1e-6}}


@pytest.mark.parametrize("lesson, name", OUTCOMES, ids=lambda name: name)
def test_what_is_behind_the_lock(lesson, name, made):
    item = LESSONS[lesson].item(name)
    cases = [item.of_case(k) for k in range(len(item.cases))]
    found = [case.outcome(made(case.make_lab(()))) for case in cases]
    assert np.allclose(np.array(found, float), OUTCOMES[lesson, name], rtol=1e-6)


@pytest.mark.parametrize("lesson, name", RIGHT, ids=lambda name: name)
def test_which_option_is_right(lesson, name, made):
    item = LESSONS[lesson].item(name)
    assert item.right_option(lambda: made(item.make_lab(()))) == RIGHT[lesson, name]


@pytest.mark.parametrize("name", CURED)
def test_a_refutation_is_computed_and_can_fail(name, made):
    lab = made(MISCONCEPTIONS[name].demo())
    lab.set(**CURED[name])
    assert not MISCONCEPTIONS[name].shows(lab)


# -- XOR by hand

def test_the_weights_of_the_solution_are_far_from_undecided():
    W1, b1, W2, b2 = map(np.array, xor())
    a = np.tanh(ROWS @ W1 + b1) @ W2 + b2
    assert np.allclose(a[:, 0], [-5, 5, 5, -5], atol=0.4)


def test_three_hidden_units_and_the_weights_of_a_lab_are_taken_too():
    W1, b1, W2, b2 = xor()
    three = [[*row, 0] for row in W1], [*b1, 0], [*W2, [0]], b2
    net = engine.network((2, 2, 1), "tanh", "sigmoid")
    theta = net.pack([{"W": W1, "b": b1}, {"W": W2, "b": b2}])
    assert outputs(three).tolist() == outputs(theta).tolist() == outputs(tuple(theta)).tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize("answer, told", [
    (([[5], [5]], [-2.5]), "without a hidden layer"), (None, "nothing .None."), ("theta", "no table of numbers"),
    ((), "the shapes nothing"),
    (([[5, 5]], [0], [[1], [1]], [0]), r"the shapes \(1, 2\), \(1,\)"), ([[1, 2], [3]], "hidden layer"),
    (([5, 5, 5, 5], [0, 0], [[1], [1]], [0]), "expected are W1 of shape"), (tuple(range(8)), "expected are")])
def test_an_answer_that_is_no_such_net_is_told_what_is_expected(answer, told):
    with pytest.raises(ValueError, match=told):
        outputs(answer)
