"""Ctrl-C, or the stop button of a notebook: long work ends, and the lab is as it was after its last commit."""

import signal
import threading
import time

import pytest

import bpwidgets as bp
from bpwidgets.experiment import LOCK, Experiment
from bpwidgets.settings import Settings, slider
from tests.widgets.labs import agrees


class Grid(Settings):
    lab = "GridLab"
    size: int = slider(1, 0, 100, step=1)
    at: int = slider(0, 0, 9, step=1, cursor=True)


class Study:
    """Three results, coarse first; the next one is interrupted where `stop` says."""

    stop = ""

    def __call__(self, settings):
        for fineness in ("coarse", "finer", "exact"):
            if fineness == self.stop:
                raise KeyboardInterrupt
            yield settings.size, fineness


@pytest.fixture
def study():
    return Study()


@pytest.fixture
def experiment(study):
    return Experiment(Grid(), study)


def is_free(lock):
    """True if another thread could take the lock."""
    free = []

    def take():
        free.append(lock.acquire(blocking=False))
        if free[0]:
            lock.release()

    thread = threading.Thread(target=take)
    thread.start()
    thread.join()
    return free[0]


@pytest.mark.parametrize("stop", ["coarse", "finer", "exact"])
def test_code_that_is_interrupted_changes_nothing_and_can_go_on(experiment, study, stop):
    state, events = experiment.state, []
    experiment.listen(events.append)
    study.stop = stop
    with pytest.raises(KeyboardInterrupt):
        experiment.set(size=5)
    assert experiment.state is state and not events and is_free(LOCK)
    study.stop = ""
    experiment.set(size=6)
    assert experiment.result == (6, "exact") and not experiment.unfinished


def test_a_refinement_that_is_interrupted_begins_again_when_it_is_asked_for(experiment, study):
    experiment.sketch(size=5)
    study.stop = "finer"
    with pytest.raises(KeyboardInterrupt):
        experiment.refine()
    assert experiment.result == (5, "coarse") and experiment.unfinished
    study.stop = ""
    while experiment.refine():
        pass
    assert experiment.result == (5, "exact")


def test_code_that_only_moves_a_cursor_finishes_what_was_interrupted(experiment, study):
    experiment.sketch(size=5)
    study.stop = "exact"
    with pytest.raises(KeyboardInterrupt):
        experiment.set(at=3)
    assert experiment.settings == Grid(size=5) and experiment.result == (5, "coarse")
    study.stop = ""
    experiment.set(at=4)
    assert experiment.settings == Grid(size=5, at=4) and experiment.result == (5, "exact")


def test_an_interruption_while_listeners_are_told_leaves_none_behind(experiment):
    first, second, calls = [], [], []

    def slow(event):
        calls.append(event)
        if len(calls) == 1:
            raise KeyboardInterrupt
        first.append(event.result)

    experiment.listen(slow)
    experiment.listen(lambda event: second.append(event.result))
    with pytest.raises(KeyboardInterrupt):
        experiment.set(size=5)
    assert first == second == [(5, "exact")] and experiment.result == (5, "exact")


def test_a_hand_that_is_interrupted_leaves_the_control_where_the_settings_are():
    def study(settings):
        if settings.size == 7:
            raise KeyboardInterrupt
        return bp.Curves([0, 1], {"size": [settings.size] * 2})

    lab = bp.make_lab("How large?", Grid, study)()
    with pytest.raises(KeyboardInterrupt):
        lab.controls["size"].value = 7
    assert lab.controls["size"].value == 1 == lab.settings.size
    lab.controls["size"].value = 8
    agrees(lab)
    lab.close()


@pytest.fixture
def heard():
    """The signal of Ctrl-C is heard, as in a kernel; a process that was started in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_long_training_stops_at_once_when_the_notebook_is_stopped(heard):
    lab = bp.FlowOverTrainingLab(depth=2, width=4, steps=4)
    state = lab.state
    timer = threading.Timer(0.3, lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGINT))
    timer.start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        lab.set(depth=100, width=128, steps=1000)       # minutes
    assert time.monotonic() - began < 10
    assert lab.state == state
    lab.set(steps=6)
    agrees(lab)
    lab.close()
