"""A plan that names what is not there is refused where it is written."""
import dataclasses
import inspect

import pytest

import bpwidgets as bp
from tests.browser.labs import OF_EVERY_KIND
from tests.widgets.labs import LABS

WRONG = {
    "a picture that no row shows": (dict(rows=((300, {"parabola": 1}), (84, {"rate": 1}))),
                                    "rows of WeightLab: expected each of parabola, loss, rate in one row; got 'loss' "
                                    "in 0 rows"),
    "a row of what is no picture": (dict(rows=((300, {"parabola": 1, "los": 1}), (84, {"rate": 1, "loss": 1}))),
                                    "got 'los'. Did you mean 'loss'"),
    "a picture in two rows": (dict(rows=((300, {"parabola": 1, "loss": 1}), (84, {"rate": 1, "loss": 1}))),
                              "expected each of parabola, loss, rate in one row; got 'loss' in 2 rows"),
    "a control that is no field": (dict(controls=("weight", "rate")),
                                   "controls of WeightLab: expected names out of data, weight"),
    "a clock that is no field": (dict(clock="steppe"),
                                 "clock of WeightLab: expected names out of .*; got 'steppe'. Did you mean 'step'"),
    "an optional view that is none": (dict(optional_views=("lose",)),
                                      "optional_views of WeightLab: expected names out of parabola"),
}


@pytest.mark.parametrize("changes, message", WRONG.values(), ids=WRONG)
def test_a_plan_that_names_what_is_not_there_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(bp.WeightLab.plan, **changes)


@pytest.mark.parametrize("lab", LABS)
def test_the_plan_of_every_lab_is_whole(lab):
    assert dataclasses.replace(LABS[lab].kind.plan) == LABS[lab].kind.plan


def parts(plan):
    """What a page with this lab has that another one need not have."""
    pieces = {"results in pieces"} if inspect.isgeneratorfunction(plan.study) else set()
    names = "clock", "length", "actions", "optional_views", "formula", "code", "shared", "tabs", "own_words"
    named = {name for name in names if getattr(plan, name)}
    return pieces | named | {type(field).__name__ for field in plan.settings.fields().values()}


def test_the_labs_that_stand_for_all_on_a_page_have_every_part():
    every = set().union(*(parts(row.kind.plan) for row in LABS.values()))
    assert every == set().union(*(parts(getattr(bp, name).plan) for names in OF_EVERY_KIND.values() for name in names))
