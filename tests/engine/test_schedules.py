"""Schedules against torch's, against closed forms, and as rows of a table."""

from math import cos, pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwidgets.engine import SCHEDULES, Schedule

STEP, COSINE = SCHEDULES["step"], SCHEDULES["cosine"]
WARM_UP, WARM_UP_COSINE = (SCHEDULES[name].replace(warm_up_steps=4) for name in ("warm_up", "warm_up_cosine"))

# torch 2.14.1, torch.optim.lr_scheduler on a rate of 0.8, the rates of the first eight steps:
# StepLR(3, 0.5), CosineAnnealingLR(8, 0.2), LinearLR(1/4, total_iters=3), SequentialLR of that one and
# CosineAnnealingLR(4)
TORCH = [
    (STEP.replace(step_size=3, gamma=0.5), [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2]),
    (COSINE.replace(end_factor=0.25), [0.8, 0.777163859753, 0.712132034356, 0.61480502971, 0.5, 0.38519497029,
                                       0.287867965644,
                                       0.222836140247]),
    (WARM_UP, [0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 0.8, 0.8]),
    (WARM_UP_COSINE, [0.2, 0.4, 0.6, 0.8, 0.8, 0.682842712475, 0.4, 0.117157287525]),
    (SCHEDULES["constant"], [0.8] * 8),
]


@pytest.mark.parametrize("schedule, rates", TORCH, ids=str)
def test_a_schedule_gives_the_rates_of_torch(schedule, rates):
    np.testing.assert_allclose(schedule.rates(0.8, 8), rates, rtol=1e-11)


def test_every_schedule_is_compared():
    assert {schedule.name for schedule, _ in TORCH} == set(SCHEDULES)


@given(st.integers(1, 500), st.floats(0, 1))
def test_the_cosine_goes_down_from_one_and_is_halfway_to_its_end_in_the_middle(steps, end):
    factors = COSINE.replace(end_factor=end).rates(1.0, 2 * steps)
    assert factors[0] == 1 and (np.diff(factors) <= 1e-15).all() and factors[-1] >= end
    assert factors[steps] == pytest.approx((1 + end) / 2)
    assert factors[-1] - end == pytest.approx((1 - end) * (1 - cos(pi / (2 * steps))) / 2, abs=1e-15)


@pytest.mark.parametrize("schedule", [*SCHEDULES.values(), WARM_UP, WARM_UP_COSINE], ids=str)
@pytest.mark.parametrize("steps", [0, 1, 3, 4, 5, 3000])
def test_every_factor_is_between_zero_and_one_however_many_steps(schedule, steps):
    factors = schedule.rates(1.0, steps)
    assert factors.shape == (steps,) and (factors >= 0).all() and (factors <= 1).all()


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=str)
def test_rates_side_by_side_have_the_same_factors(schedule):
    rates = schedule.rates([[0.1, 0.2], [0.3, 0.4]], 12)
    assert rates.shape == (12, 2, 2)
    np.testing.assert_allclose(rates[:, 1, 0], schedule.rates(0.3, 12))


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=str)
def test_a_schedule_with_other_numbers_prints_them_and_is_equal_to_its_like(schedule):
    for number in schedule.hyperparameters:
        value = number.default + (1 if isinstance(number.default, int) else 0.25)
        other = schedule.replace(**{number.name: value})
        assert repr(other) == f"Schedule({schedule.name!r}, {number.name}={value!r})"
        assert other == schedule.replace(**{number.name: value}) != schedule and hash(other) != hash(schedule)
        assert (other.rates(1.0, 90) != schedule.rates(1.0, 90)).any()


def test_a_schedule_from_outside_is_a_function_of_step_and_steps():
    line = Schedule("line", lambda k, K: 1 - k / K)
    assert repr(line) == "Schedule('line')" and line.rates(2.0, 4).tolist() == [2.0, 1.5, 1.0, 0.5]


REFUSALS = {
    "step_size of step: expected a whole number, 1 or more; got 0.": lambda: STEP.replace(step_size=0),
    "step_size of step: expected a whole number, 1 or more; got 2.5.": lambda: STEP.replace(step_size=2.5),
    "gamma of step: expected a number, 0 or more and below 1; got 1.1.": lambda: STEP.replace(gamma=1.1),
    "end_factor of cosine: expected a finite number, 0 or more; got -1.": lambda: COSINE.replace(end_factor=-1),
    "warm_up_steps of warm_up: expected a whole number, 1 or more; got 0.": lambda: WARM_UP.replace(warm_up_steps=0),
    "hyperparameter of constant: expected none; got 'gamma'.": lambda: SCHEDULES["constant"].replace(gamma=0.5),
    "hyperparameter of warm_up_cosine: expected one of warm_up_steps, end_factor; got 'warmup_steps'. Did you mean "
    "'warm_up_steps'?": lambda: WARM_UP_COSINE.replace(warmup_steps=3),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_number_that_cannot_be_used_is_refused(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value) == text
