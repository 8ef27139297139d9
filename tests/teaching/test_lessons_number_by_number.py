"""What the items of lessons 2, 3 and 5 find behind their locks, and what their exercises tell."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.teaching import MISCONCEPTIONS
from bpwidgets.teaching.course import all_lessons
from bpwidgets.teaching.course import send_the_error_back as back
from bpwidgets.teaching.course import write_backpropagation as write
from bpwidgets.teaching.course.watch_a_network_compute import ROWS, outputs, xor

LESSONS = all_lessons()
WATCH, BACK, WRITE = "watch-a-network-compute", "send-the-error-back", "write-backpropagation"
# Of each case of a prediction.
OUTCOMES = {(WATCH, "adder"): [0.755, 0.31, -0.87],
            (WATCH, "on-the-curve"): [[1.3, np.tanh(1.3)], [-1.6, np.tanh(-1.6)], [2.5, np.tanh(2.5)]],
            (BACK, "order"): [[2, 4, 0, 1, 3]], (BACK, "arrives"): [0.0699842, 0.0900203, -0.0899797],
            (BACK, "flat"): [0.000910221, 0.00664806, 4.53958e-5], (BACK, "slideshow"): [16.3244, 4.0, 1.0],
            (WRITE, "which-product"): [2, 2], (WRITE, "of-the-bias"): [1, 1]}
RIGHT = {(WATCH, "one-side"): 1, (WATCH, "who-needs-it"): 1, (WATCH, "without-bending"): 1, (BACK, "ninth-digit"): 2,
         (WRITE, "way-back"): 2, (WRITE, "when-to-change"): 1}
# What a wrong idea's lab must not show once it is set so.
CURED = {"units-measure-distances": {"w": 0.0}, "more-layers-compute-more": {"net": "xor_2_2_1"},
         "training-finds-everything": {"learning_rate": 1e-6}, "same-product-both-ways": {"net": "chain"},
         "going-back-inverts": {"weights": {"W2[0,0]": 1, "W2[0,1]": 0, "W2[1,0]": 0, "W2[1,1]": 1}},
         "weights-change-during-the-pass": {"learning_rate": 1e-4}}


@pytest.mark.parametrize("lesson, name", OUTCOMES, ids=lambda name: name)
def test_what_is_behind_the_lock(lesson, name, made):
    item = LESSONS[lesson].item(name)
    cases = [item.of_case(k) for k in range(len(item.cases))]
    found = [case.outcome(made(case.make_lab(()))) for case in cases]
    assert np.allclose(np.array(found, float), OUTCOMES[lesson, name], rtol=1e-5)


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


# -- the way back

def test_the_question_names_the_delta_of_its_lab(made):
    item = LESSONS[BACK].item("arrives")
    for k, case in enumerate(item.cases):
        lab = made(item.of_case(k).make_lab(()))
        assert case["delta"] == pytest.approx(lab.result.delta[2].item(), rel=0.001)


def test_mazur_s_number_comes_out_if_the_new_weights_carry_the_error_back(made):
    right = made(back.LESSON.item("ninth-digit").make_lab(())).result.path.values[1]
    assert (round(back.wrong_order(), 9), round(float(right), 9)) == (back.PRINTED, back.OURS)


def test_the_slideshow_s_rule_points_roughly_downhill(made):
    result = made(bp.BackpropLab(net="agh")).result
    theirs, ours = (one / engine.norm(one) for one in (back.slideshow_gradient(result), result.gradient))
    assert 0.5 < theirs @ ours < 0.8


def test_the_gradient_of_the_famous_post_agrees_with_differences_to_seven_digits(made):
    assert "to 7 digits" in made(bp.BackpropLab(net="mazur")).result.verdict


def test_the_slideshow_s_rule_is_right_where_all_slopes_are_one(made):
    net = engine.network((2, 3, 2, 1), "identity", bias=False)
    theta = net.initialize("glorot_normal", seed=1)
    result = made(bp.BackpropLab(net=net, x=[[0.35, 0.9]], y=[[0.9]], theta=theta, loss="half_sse")).result
    assert np.allclose(back.slideshow_gradient(result), result.gradient, rtol=1e-12)


@pytest.mark.parametrize("seed", range(24))
def test_every_round_of_the_chain_has_numbers_that_four_digits_suffice_for(seed, made):
    item = LESSONS[BACK].item("chain")
    lab = made(item.lab(seed))
    x, y, a1, a2 = lab.result.first.x.item(), lab.result.first.y.item(), lab.result.a[0].item(), lab.result.a[1].item()
    a1, a2 = round(a1, 4), round(a2, 4)
    found = a2 - y, a2 * (1 - a2), lab.settings.theta[2], a1 * (1 - a1), x
    assert np.allclose(found, [factor.value for factor in item.factors(lab)], rtol=0.01)
    assert np.prod(found) == pytest.approx(item.agrees(lab), rel=0.01)


def test_the_rounds_have_both_signs(made):
    item = LESSONS[BACK].item("chain")
    assert {np.sign(item.agrees(made(item.lab(seed)))) for seed in range(4)} == {-1, 1}


# -- five lines

def test_the_five_lines_give_the_gradient_of_a_lab(made):
    net = engine.network((2, 3, 2), "tanh", "identity", bias=False)
    theta, x, y = net.initialize("glorot_normal", seed=0), [[0.5, -1], [1, 0.2], [0.3, 0.9]], [[1, 0], [0, 1], [1, 1]]
    r = made(bp.BackpropLab(net=net, x=x, y=y, theta=theta, loss="half_sse")).result
    dW = write.backward((r.first.x, *r.a), r.slope, [layer["W"] for layer in net.unpack(r.theta)], r.first.y)
    assert np.allclose(np.concatenate([one.ravel() for one in dW]), r.gradient / len(x))


def test_how_far_the_gradient_is_off_is_said_as_it_is():
    said = write.LESSON.item("when-to-change").options[0].feedback
    assert f"{write._off():.0%}".replace("%", " %") in said


def test_a_list_and_the_first_of_three_names_are_taken_too():
    exercise = write.LESSON.item("backward")
    assert exercise.trial(lambda *case: list(write.backward(*case)), 1).right
    told = exercise.trial(lambda *case: [0 * one for one in write.backward(*case)], 1).said
    assert "yours gives 0 at" in told and "`dW[0]`" in told
