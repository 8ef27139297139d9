"""Every exercise: its reference passes, and each known wrong version is told what it is and nothing else."""
import re
from dataclasses import replace

import numpy as np
import pytest

from bpwidgets.teaching import Exercise, Wrong
from bpwidgets.teaching.checks.exercise_matrix import broken_promises, matrix
from bpwidgets.teaching.course import all_lessons

from .exercises import EXERCISES, GRADIENT

OF_THE_COURSE = [item for lesson in all_lessons().values() for item in lesson.items if isinstance(item, Exercise)]


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("exercise", [*EXERCISES, *OF_THE_COURSE], ids=lambda exercise: exercise.name)
def test_an_exercise_keeps_its_promises(exercise, seed):
    assert list(broken_promises(exercise, seed)) == []


@pytest.mark.parametrize("exercise", [*EXERCISES, *OF_THE_COURSE], ids=lambda exercise: exercise.name)
def test_each_known_wrong_version_is_told_both_numbers(exercise):
    told = matrix(exercise, 1)
    for wrong in exercise.wrong:
        said, short = told[wrong.name].said, told[wrong.name].given == "" and "()" not in exercise.signature
        assert said.startswith(f"**Not yet: {wrong.name}.** ") and ("For `" in said) == short
        assert re.search(r"[yY]ours gives .*(, .*is|; expected is) ", said), said
        assert told[wrong.name].said.endswith(wrong.message)


def test_the_transcript_of_an_exercise():
    told = matrix(GRADIENT, 1)
    case = "For `w = 0.2, x = [-0.5, 0], y = [2, 0.5]` yours gives"
    assert {name: trial.said.removeprefix("**Not yet: ") for name, trial in told.items()} == {
        "reference": "**Correct.** It agrees with the reference in 12 fresh cases.",
        "mean forgotten": f"mean forgotten.** {case} 2.1, the gradient is 1.05. You added the shares up; the mean "
                          "divides by the number of rows.",
        "sign": f"sign.** {case} -1.05, the gradient is 1.05. The error is output minus target; the other way round "
                "the slope has the other sign.",
        "factor 2": f"factor 2.** {case} 0.525, the gradient is 1.05. The exponent of the square comes down as a "
                    "factor 2.",
        "input left out": f"input left out.** {case} -2.6, the gradient is 1.05. The weight moves the output by the "
                          "input: each error is multiplied by its x."}


@pytest.mark.parametrize("spoilt, told", [
    (replace(GRADIENT, oracle=None), "no oracle"),
    (replace(GRADIENT, oracle=lambda w, x, y: 0.0), "its oracle differs"),
    (replace(GRADIENT, wrong=(Wrong("right", GRADIENT.reference, "It is not."),)), "'right' is told: **Correct"),
    (replace(GRADIENT, wrong=(GRADIENT.wrong[0], replace(GRADIENT.wrong[0], name="again"))), "'again' is told"),
    (replace(GRADIENT, tolerance=0.0, cases=lambda rng: (0.1 + 0.2, np.array([np.nan]), rng.normal(size=1)),
             wrong=GRADIENT.wrong[1:2]), "'sign' is told: **Correct"),
])
def test_a_promise_that_is_not_kept_is_named(spoilt, told):
    assert any(told in sentence for sentence in broken_promises(spoilt, 1))
