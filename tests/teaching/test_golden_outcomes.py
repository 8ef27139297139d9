"""The outcomes behind the locks of the lessons on one weight, checks and surfaces: of each case of a prediction, and
the right option of each question."""
import numpy as np
import pytest

from bpwidgets.teaching.course import all_lessons

GOLDEN = {
    "teach-one-weight": {
        "never-wrong": [0],
        "way-down": 1,
        "second-step": [1],
        "four-three-two": 1,
        "largest-rate": [2 / 409.5, 2 / 10.5, 2 / 20],
        "whose-limit": [8.0]},
    "check-a-gradient": {
        "best-step": [1.04494751e-05, 0.00849280398],
        "why-not-smaller": 1,
        "what-is-told": [2, 1, 0],
        "how-many-digits": 1,
        "where-is-it": [1, 3, 0],
        "across-the-kink": [0.01, 0.0001]},
    "add-up-the-paths": {
        "one-path": [36.0, 20.0, -24.0],
        "used-twice": 2,
        "how-many-paths": [8, 3, 4],
        "paths-in-a-net": [1e30, 1e20, 2.0 ** 33],
        "how-it-is-fast": 1},
    "repair-backpropagation": {
        "how-many-fall": [19],
        "it-falls": 1,
        "which-line": [2],
        "famous": 1},
    "count-the-cost": {
        "by-hand": [1.99990e-5, 1.06262e-4, 1.47555e-3],
        "backward-pass": 1,
        "ten-times-as-large": 1,
        "same-budget": [[1, 2, 0], [1, 2, 0]],
        "all-at-once": [1, 1]},
    "train-in-six-steps": {
        "which-step": 1,
        "without-it": [0, 0],
        "how-many-updates": [1000, 300, 30],
        "ten-or-all": [0, 0],
        "from-zero": [2, 2]},
    "choose-a-loss": {
        "sooner": [0, 0],
        "how-flat": [9.09390e-4, 6.60359e-3, 1.23364e-4],
        "which-loss": 2,
        "softmax-times": [210.121455, 13.8812810],
        "delta-of-output": 1,
        "outlier": [[2, 0, 1], [2, 0, 1]],
        "one-point": 1},
    "read-handwritten-digits": {
        "after-few-epochs": [87.9733, 93.3185],
        "same-errors": 1,
        "one-pixel": [45.8797, 87.3051],
        "no-digit": [2, 2],
        "sure-is-right": 1,
        "one-pass": 2},
    "learn-from-reward": {
        "middle-door": [1, 0, 1],
        "what-is-differentiated": 1,
        "point-away": [40.3333, 47.3333],
        "how-many-times": [196.571429, 1345.142857],
        "what-a-baseline-changes": 2,
        "how-many-seeds": [6, 2],
        "one-update": [2, 2],
        "half-a-gradient": 1},
    "send-a-gradient-through-chance": {
        "mean-cost": [2.0, -1.4],
        "what-is-dmu": 2,
        "how-many-times": [2, 2],
        "a-step": [0.0, 0.0],
        "which-is-better": 2,
        "larger-beta": [2, 2],
        "kl-of-zero": 1,
        "what-a-check-needs": 1},
    "share-weights-over-an-image": {
        "where-it-answers": [0, 2],
        "a-dense-layer": [18720, 9360],
        "another-backpropagation": 2,
        "behind-a-pool": [9, 36],
        "moved-digits": [61.9154, 40.9800],
        "moved-alone": 1},
    "see-what-hidden-layers-hold": {
        "sorted-without-labels": [67.6, 49.1333],
        "its-own-target": 2,
        "what-a-map-keeps": [21.4667, 40.0833],
        "behind-the-middle": [2, 2],
        "what-a-probe-proves": 1,
        "top-twelve": 1,
        "seeds-of-symmetry": [6, 2],
        "eight-through-three": [1, 1]},
    "let-two-nets-compete": {
        "what-falls": [1, 1],
        "why-not": 1,
        "whose-gradient": 2,
        "too-fast": [2, 2],
        "sure-discriminator": 2,
        "round-and-round": [1.6446318, 3.0420464],
        "only-guessing": 1},
    "reuse-a-trained-net": {
        "who-wins": [0, 1],
        "forgets": [84.1004, 76.5690],
        "added": 1,
        "below-frozen": 2,
        "moves-most": [2, 2],
        "not-moved": [1, 1],
        "always": 1},
    "walk-down-the-surface": {
        "zero-loss": 2,
        "angle": [1],
        "where-to-rest": [[2.04682, 0.488564]],
        "straight-to-it": 1,
        "which-valley": [1, 0, 1],
        "which-is-sooner": [1],
        "slice": [0.714286, 2.0, -1.25]},
    "choose-the-rate-by-the-curvature": {
        "along-y": [1, 2, 0],
        "limit": [0.2, 0.08, 0.5],
        "faster": 1,
        "narrow": [10.0, 5.0],
        "best-rate-steps": [346, 3454],
        "which-place": [0],
        "bias-left": [0.945148, 0.25725],
        "which-table": [[2, 3, 0, 1]],
        "one-step": [0.5]},
    "tell-saddle-plateau-and-minimum-apart": {
        "what-is-level": 1,
        "held-up-by-a-saddle": [189, 92],
        "held-up-by-a-plateau": [23570.0, 443.0],
        "how-many-stuck": [35],
        "stuck-on-what": 1,
        "more-hidden-units": [2]},
    "catch-a-surface-lying": {
        "first-dot": [2],
        "last-dot": [0],
        "which-is-wrong": 1,
        "left-in-the-plane": [0.155216],
        "random-walk": [89.9907, 75.462],
        "another-run": [0.0364859],
        "bowl": 1,
        "honest-axes": [[1, 0, 2]]}}
LESSONS = all_lessons()


def outcomes(item):
    """What is, computed anew."""
    if hasattr(item, "of_case"):
        cases = [item.of_case(k) for k in range(len(item.cases))]
        return [case.outcome(case.make_lab(())) for case in cases]
    return item.right_option(item.lab)


def test_every_prediction_and_question_has_its_golden_value():
    for lesson, golden in GOLDEN.items():
        judged = [item for item in LESSONS[lesson].items if hasattr(item, "of_case") or hasattr(item, "right_option")]
        assert {item.name for item in judged} == set(golden)


@pytest.mark.parametrize("lesson, name", [(lesson, name) for lesson, items in GOLDEN.items() for name in items])
def test_the_outcome_is_what_it_was(lesson, name):
    assert np.allclose(np.array(outcomes(LESSONS[lesson].item(name)), float), GOLDEN[lesson][name], rtol=1e-5, atol=0)
