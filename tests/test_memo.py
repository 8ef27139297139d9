"""What an experiment has computed before it need not compute again; it shares that with no other, and no number
depends on it."""
import gc
import inspect
import weakref
from collections.abc import Iterator

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.experiment import Experiment
from bpwidgets.labs.optimizer_race import plane
from bpwidgets.memo import Memo, compute
from bpwidgets.planes import runs
from bpwidgets.settings import Settings, slider
from bpwidgets.studies import SurfaceSettings, loss_surface
from tests.widgets.labs import LABS, same


@pytest.fixture
def calls():
    return []


@pytest.fixture
def double(calls):
    def double(a):
        calls.append(1)
        return a * 2
    return double


def test_what_was_asked_for_lately_is_not_computed_again(double, calls):
    memo = Memo()
    assert [memo(double, a) for a in (1, 2, 1, 2)] == [2, 4, 2, 4] and len(calls) == 2
    assert Memo()(double, 1) == 2 and compute(double, 1) == 2 and len(calls) == 4


def test_arrays_count_by_their_content(double, calls):
    memo = Memo()
    assert memo(double, np.array([1.0, 2.0])) is memo(double, np.array([1.0, 2.0]))
    memo(double, np.array([1, 2]))
    memo(double, np.array([[1.0, 2.0]]))
    assert len(calls) == 3


def test_of_each_function_only_the_last_few_answers_are_kept(double, calls):
    memo = Memo()
    for a in (1, 2, 3, 1, 4):
        memo(double, a, keep=3)
    memo(double, 1, keep=3)
    assert len(calls) == 4
    memo(double, 2, keep=3)
    assert len(calls) == 5


def test_a_failure_is_not_kept(calls):
    def fail(a):
        calls.append(a)
        raise ArithmeticError
    memo = Memo()
    for _ in range(2):
        with pytest.raises(ArithmeticError):
            memo(fail, 1)
    assert len(calls) == 2


class One(Settings):
    lab = "OneLab"
    a: int = slider(1, 0, 9, step=1)
    b: int = slider(1, 0, 9, step=1)


def test_an_experiment_gives_its_own_memo_to_a_study_that_takes_one(double, calls):
    def study(settings, memo=compute):
        return memo(double, settings.a)

    one, other = Experiment(One(), study), Experiment(One(), study)
    for experiment in (one, other):
        experiment.set(b=2)
        experiment.set(b=3)
        assert experiment.result == 2
    assert len(calls) == 2 and Experiment(One(), lambda settings: settings.a).result == 1


def test_what_an_experiment_keeps_goes_with_it():
    class Large:
        def __init__(self, a):
            self.a = a

    def study(settings, memo=compute):
        return weakref.ref(memo(Large, settings.a))

    experiment = Experiment(One(), study)
    held = experiment.result
    assert held() is not None
    del experiment
    gc.collect()
    assert held() is None


def test_two_labs_with_long_runs_do_not_take_each_others_place(monkeypatch):
    descents = []
    monkeypatch.setattr(runs.engine, "descend", lambda *given, descend=engine.descend,
                        **more: descents.append(given) or descend(*given, **more))
    labs = [LABS["surface"].kind(objective=objective, axes="pca", resolution=5, start=(0.1, 0.1))
            for objective in ("2-3-1", "2-2-1", "1-2-1")]
    before = len(descents)
    for step in range(3):
        for lab in labs:
            lab.set(tolerance=0.1 + step / 100)
    assert before > 0 and len(descents) == before


def test_two_races_do_not_take_each_others_map(monkeypatch):
    labs = [LABS["race"].kind(resolution=9, steps=3, objective=objective)
            for objective in ("bowl", "saddle", "rosenbrock", "beale", "plateau", "product")]
    seen = []
    monkeypatch.setattr(plane, "levels_of", lambda *given: seen.append(given))
    for lab in labs:
        lab.set(learning_rate=0.01)
    assert not seen


# -- the memo changes no number, and no clock decides


def answers(study, settings, **more):
    answer = study(settings, **more)
    return list(answer) if isinstance(answer, Iterator) else [answer]


@pytest.mark.parametrize("lab", LABS)
def test_the_same_settings_give_the_same_sequence_of_results(lab):
    study, settings = LABS[lab].kind.plan.study, LABS[lab].kind(**LABS[lab].small).settings
    first, second = answers(study, settings), answers(study, settings)
    assert same(first, second)


@pytest.mark.parametrize("lab", [lab for lab in LABS if "memo"
                                 in inspect.signature(LABS[lab].kind.plan.study).parameters])
def test_a_memo_changes_no_number_and_leaves_out_only_what_is_surpassed(lab):
    study, memo = LABS[lab].kind.plan.study, Memo()
    for name, value in LABS[lab].hand.items():
        lab_ = LABS[lab].kind(**LABS[lab].small)
        if name in ("data", "scaled") and "objective" in lab_.settings.fields():
            lab_.set(objective="2-3-1")
        lab_.set(**{name: value} if name in lab_.settings.fields() else {"weights": {name: value}})
        cold = answers(study, lab_.settings)
        warm, warmer = (answers(study, lab_.settings, memo=memo) for _ in range(2))
        assert same(warm, cold[-len(warm):]) and same(warmer, cold[-len(warmer):])


@pytest.mark.parametrize("fields, count", [
    (dict(objective="product"), 1), (dict(objective="2-3-1"), 1), (dict(objective="2-8-8-1"), 2),
    (dict(objective="2-8-8-1", resolution=21), 1),
    (dict(objective="2-3-1", resolution=301),
     2), (dict(objective=lambda theta: theta[..., 0] ** 2 + theta[..., 1] ** 2), 2)])
def test_how_many_surfaces_there_are_is_counted_and_not_timed(fields, count):
    assert len(list(loss_surface(SurfaceSettings(steps=1, **fields)))) == count
