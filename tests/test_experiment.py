"""An experiment changes as one transaction or not at all, and tells it once."""

import itertools
import threading

import pytest

from bpwidgets.experiment import MOST_ROUNDS, Experiment
from bpwidgets.settings import Settings, slider
from bpwidgets.studies import WeightSettings, one_weight


class Sum(Settings):
    lab = "SumLab"
    a: int = slider(1, 0, 1000, step=1)
    b: int = slider(2, 0, 1000, step=1)
    steps: int = slider(10, 1, 100, step=1)
    at: int = slider(0, 0, "steps", step=1, cursor=True)


class Calls(list):
    """A study that remembers what it was asked, and fails for a = 13."""

    def __call__(self, settings):
        self.append(settings)
        if settings.a == 13:
            raise ZeroDivisionError("thirteen")
        return (settings.a + settings.b,)


class Held:
    """The limit of the BLAS, which notes each time it is set."""

    def __init__(self, times):
        self.times = times

    def __enter__(self):
        self.times.append(1)

    def __exit__(self, *error):
        pass


@pytest.fixture
def study():
    return Calls()


@pytest.fixture
def experiment(study):
    return Experiment(Sum(), study)


@pytest.fixture
def events(experiment):
    events = []
    experiment.listen(events.append)
    return events


def test_the_first_result_is_there_without_a_change(experiment, study):
    assert experiment.result == (3,) and study == [Sum()]


def test_several_changes_are_one_study_and_one_event(experiment, study, events):
    experiment.set(a=10, b=20, at=3)
    assert len(study) == 2 and experiment.result == (30,)
    event, = events
    assert event.settings == Sum(a=10, b=20, at=3) == experiment.settings
    assert event.result is experiment.result and event.previous == Sum() and event.note == ""


@pytest.mark.parametrize("bad", [dict(b=-1), dict(b="x"), dict(c=1), dict(at=11)])
def test_a_bad_value_leaves_everything_as_it_was(experiment, study, events, bad):
    settings, result = experiment.settings, experiment.result
    with pytest.raises(ValueError):
        experiment.set(a=10, **bad)
    assert experiment.settings is settings and experiment.result is result and len(study) == 1 and not events


def test_a_study_that_fails_leaves_everything_as_it_was(experiment, events):
    settings, result = experiment.settings, experiment.result
    with pytest.raises(ZeroDivisionError, match="thirteen"):
        experiment.set(a=13, b=5)
    assert experiment.settings is settings and experiment.result is result and not events


def test_after_a_failure_the_next_change_works(experiment, events):
    for bad in (dict(a=13), dict(a=-1), dict(z=1)):
        with pytest.raises((ZeroDivisionError, ValueError)):
            experiment.set(**bad)
    experiment.set(a=5)
    assert experiment.result == (7,) and len(events) == 1


@pytest.mark.parametrize("changes", [{}, dict(a=1), dict(a=1, b=2, steps=10, at=0)])
def test_equal_values_do_nothing(experiment, study, events, changes):
    experiment.set(**changes)
    assert len(study) == 1 and not events


def test_a_cursor_moves_without_a_new_result(experiment, study, events):
    result = experiment.result
    experiment.set(at=4)
    assert experiment.result is result and len(study) == 1 and len(events) == 1


def test_the_blas_is_held_to_one_thread_only_where_something_is_computed(experiment, monkeypatch):
    """Each time takes two threads, for which a busy machine lets one wait."""
    held = []
    monkeypatch.setattr("bpwidgets.experiment.ONE_THREAD", Held(held))
    experiment.sketch(at=4)
    experiment.set(at=5)
    assert not held and experiment.settings.at == 5
    experiment.sketch(a=4)
    assert held == [1] and experiment.result == (6,)


def test_a_cursor_that_had_to_move_is_noted(experiment, events):
    experiment.set(at=9)
    experiment.set(steps=5)
    assert experiment.settings.at == 5 and [event.note for event in events] == ["", "at moved to 5"]


def test_a_cursor_that_was_asked_to_move_is_not_noted(experiment, events):
    experiment.set(at=9)
    experiment.set(steps=5, at=2)
    assert events[-1].note == ""


def test_listeners_are_called_in_the_order_they_came(experiment):
    order = []
    for name in "abc":
        experiment.listen(lambda event, name=name: order.append(name))
    experiment.set(a=5)
    assert order == ["a", "b", "c"]


# -- changes made by listeners


def test_a_change_from_a_listener_is_carried_out_after_the_current_one(experiment):
    seen = []

    def follow(event):
        if event.settings.a != event.settings.b:
            experiment.set(b=event.settings.a)
            assert experiment.settings.b != event.settings.a          # not yet

    experiment.listen(follow)
    experiment.listen(lambda event: seen.append((event.settings.a, event.settings.b)))
    experiment.set(a=7)
    assert seen == [(7, 2), (7, 7)] and experiment.result == (14,)


def test_of_several_waiting_values_the_newest_wins_and_the_others_stay(experiment, events):
    def once(event):
        if event.settings.a == 7:
            experiment.set(b=50, at=1)
            experiment.set(b=60)
            experiment.set(a=8)

    experiment.listen(once)
    experiment.set(a=7)
    assert experiment.settings == Sum(a=8, b=60, at=1) and len(events) == 2


def test_a_bad_change_from_a_listener_is_refused_at_once(experiment, events):
    caught = []

    def listener(event):
        if event.settings.b != 3:
            with pytest.raises(ValueError) as error:
                experiment.set(b=-1)
            caught.append(str(error.value))
            experiment.set(b=3)

    experiment.listen(listener)
    experiment.set(a=7)
    assert caught == [
        "b of SumLab: expected a whole number from 0 to 1000; got -1. Choose a value within these bounds."]
    assert experiment.settings == Sum(a=7, b=3)


def test_a_change_from_a_listener_is_checked_against_those_that_wait(experiment):
    def listener(event):
        if event.settings.steps == 10:
            experiment.set(steps=50)
            experiment.set(at=40)                                     # exists only in the longer run

    experiment.listen(listener)
    experiment.set(a=7)
    assert experiment.settings == Sum(a=7, steps=50, at=40)


def test_a_study_that_fails_for_a_waiting_change_leaves_the_committed_one(experiment):
    experiment.listen(lambda event: experiment.set(a=13) if event.settings.a == 7 else None)
    with pytest.raises(ZeroDivisionError):
        experiment.set(a=7)
    assert experiment.settings == Sum(a=7) and experiment.result == (9,)
    experiment.set(a=8)
    assert experiment.result == (10,)                                 # nothing is left waiting


def test_listeners_that_change_things_for_ever_are_stopped(experiment):
    experiment.listen(lambda event: experiment.set(a=(event.settings.a + 1) % 1000 if event.settings.a != 12 else 14))
    with pytest.raises(RuntimeError, match=f"^SumLab: listeners changed the settings {MOST_ROUNDS} times in a row"):
        experiment.set(a=20)
    assert experiment.result == (experiment.settings.a + experiment.settings.b,)


def test_a_listener_that_only_repeats_what_it_hears_is_silent(experiment, events):
    experiment.listen(lambda event: experiment.set(a=event.settings.a))
    experiment.set(a=7)
    assert len(events) == 1


def test_a_listener_that_fails_does_not_block_later_changes(experiment):
    experiment.listen(lambda event: 1 / (event.settings.a - 7))
    with pytest.raises(ZeroDivisionError):
        experiment.set(a=7)
    experiment.set(a=8)
    assert experiment.settings.a == 8 and experiment.result == (10,)


# -- threads


def test_changes_from_two_threads_come_one_after_the_other(experiment, events):
    begin = threading.Barrier(2)

    def work(name):
        begin.wait()
        for value in range(300):
            experiment.set(**{name: value % 2 + (10 if name == "a" else 20)})

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert experiment.settings == Sum(a=11, b=21) and experiment.result == (32,)
    assert all(event.result == (event.settings.a + event.settings.b,) for event in events)
    assert all(later.previous == earlier.settings for earlier, later in itertools.pairwise(events))


def test_a_real_study_runs_in_an_experiment():
    experiment = Experiment(WeightSettings(), one_weight)
    experiment.set(learning_rate=1 / 819)
    assert experiment.result.weights[:3].tolist() == pytest.approx([4, 3, 2.5])
