"""What the items of lessons 17, 18, 19 and 21 find behind their locks, and that their wrong ideas can be refuted."""
import pytest

from bpwidgets.labs.sequence.verdict import left
from bpwidgets.teaching import MISCONCEPTIONS
from bpwidgets.teaching.course import all_lessons
from bpwidgets.teaching.course.find_out_why_deep_nets_stop_learning import deltas

LESSONS = all_lessons()
WHY, BEGIN, CURE, TIME = ("find-out-why-deep-nets-stop-learning", "choose-where-the-weights-begin", "prescribe-a-cure",
                          "follow-the-error-back-through-time")
OUTCOMES = {(WHY, "through-twenty"): pytest.approx(6.49e-13, rel=0.01), (WHY, "save-the-sigmoid"): 0,
            (WHY, "what-dw-shows"): pytest.approx(1.27, rel=0.01),
            (BEGIN, "all-alike"): 1, (BEGIN, "edge-of-your-unit"): pytest.approx((2 / 1.25) ** 0.5, rel=1e-6),
            (BEGIN, "above-the-edge"): pytest.approx(1.345, rel=0.01), (BEGIN, "rotations"): 0,
            (CURE, "two-of-five"): 2, (CURE, "promise"): pytest.approx(1.214, rel=0.01), (CURE, "clipped"): 2,
            (CURE, "five-patients"): [2, 4, 3, 0, 1], (CURE, "does-it-learn"): pytest.approx(0.693, rel=0.01),
            (TIME, "rotation"): pytest.approx(0.9 ** 19), (TIME, "recall"): 2,
            (TIME, "whole-gradient"): pytest.approx(0.945, rel=0.01), (TIME, "without-brake"): 2,
            (TIME, "out-of-the-box"): 2, (TIME, "who-adds"): 2}
RIGHT = {(WHY, "level-chain"): 1, (WHY, "weights-or-slope"): 2, (BEGIN, "all-zero"): 1, (BEGIN, "narrowing"): 2,
         (CURE, "relu-for-a"): 1, (CURE, "one-word-apart"): 1, (TIME, "both-halves"): 1,
         (TIME, "cut-off"): 1}
CURED = {"slope-counts-once": {"activation": "identity"}, "slopes-are-to-blame": {"gain": 1.0},
         "one-variance-keeps-both": {"initializer": "he_normal"}, "normalizations-are-alike": {"activation": "tanh"}}


@pytest.mark.parametrize("lesson, name", OUTCOMES, ids=lambda name: name)
def test_what_is_behind_the_lock(lesson, name, made):
    item = LESSONS[lesson].item(name)
    assert item.outcome(made(item.make_lab(()))) == OUTCOMES[lesson, name]


@pytest.mark.parametrize("lesson, name", RIGHT, ids=lambda name: name)
def test_which_option_is_right(lesson, name):
    item = LESSONS[lesson].item(name)
    assert item.right_option(lambda: item.make_lab(())) == RIGHT[lesson, name]


@pytest.mark.parametrize("name", CURED)
def test_a_refutation_is_computed_and_can_fail(name, made):
    lab = made(MISCONCEPTIONS[name].demo())
    lab.set(**CURED[name])
    assert not MISCONCEPTIONS[name].shows(lab)


def test_what_is_said_of_the_nets_that_add_is_so(made):
    lab = made(LESSONS[TIME].item("who-adds").make_lab(()))
    fresh, after = (lab.result.sights(lab.settings.replace(update=update)) for update in (0, 150))
    assert max(left(sight) for sight in fresh.values()) < 0.1
    assert after["lstm"].kept[0].max() > 0.5 and fresh["lstm"].kept[0].max() < 0.1
    assert "the best one of the LSTM keeps 0.59" in LESSONS[TIME].item("who-adds").why(lab)


def test_a_chain_with_weight_4_and_slope_a_quarter_keeps_its_error():
    assert deltas(-0.125, [4] * 4, [0.25] * 4).tolist() == [-0.125] * 4
    assert deltas(-0.125, [1] * 4, [0.25] * 4)[0] == -0.125 / 64
