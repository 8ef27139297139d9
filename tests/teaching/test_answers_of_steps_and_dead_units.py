"""What the lessons on momentum, on RMSprop and Adam and on dead units hold behind their locks."""
import pytest

from bpwidgets.teaching import Prediction, Question
from bpwidgets.teaching.course import lesson

# Outcomes of all cases; of a Choice, and of a Question, the number of the right option.
PREDICTIONS = {
    "give-the-step-a-memory": {
        "constant-gradient": [10, 2, 100], "across": [2], "largest-rate": [0.076, 0.06, 0.05],
        "where-it-pays": [37.974, 5.828, 17.944]},
    "a-rate-for-each-weight": {
        "first-step": [2, 2, 2], "how-many-rates": [10, 10 ** 0.5, 5], "no-correction": [2],
        "one-rate": [[2, 1, 0], [2, 0, 1]], "loud-loss": [1], "turned-valley": [2], "at-the-bottom": [2]},
    "wake-dead-units": {
        "born-dead": [10, 4, 10], "scale": [1, 1], "who-returns": [2], "sleepers": [[2, 1, 0], [2, 1, 0]],
        "savers": [2]},
}
QUESTIONS = {"give-the-step-a-memory": {"rolling-ball": 2}, "a-rate-for-each-weight": {"which-is-best": 2},
             "wake-dead-units": {"own-gradient": 1, "weight-decay": 2}}


@pytest.mark.parametrize("name", PREDICTIONS)
def test_the_outcomes_are_what_they_were(name, made):
    found = {item.name: [case.outcome(made(case.make_lab(()))) for case in map(item.of_case, range(len(item.cases)))]
             for item in lesson(name).items if isinstance(item, Prediction)}
    assert {item: [pytest.approx(outcome, rel=1e-3) for outcome in outcomes]
            for item, outcomes in PREDICTIONS[name].items()} == found


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_right_options_are_what_they_were(name):
    assert {item.name: item.right_option(None) for item in lesson(name).items
            if isinstance(item, Question)} == QUESTIONS[name]
