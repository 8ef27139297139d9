"""A long run that comes in pieces, each of which is complete by itself: it can be stopped, and then it is as long as it
is."""
from typing import NamedTuple

import pytest

from bpwidgets.experiment import Experiment
from bpwidgets.settings import Settings, slider


class Training(Settings):
    lab = "PiecesLab"
    rate: int = slider(1, 0, 100, step=1)
    epochs: int = slider(9, 1, 1000, step=1)
    epoch: int = slider(0, 0, "epochs", step=1, cursor=True)


class Run(NamedTuple):
    rate: int
    known: int


class Study:
    """Three epochs more with each result; `stop`: the epoch at which it is interrupted."""

    stop = None

    def __init__(self):
        self.computed = []

    def __call__(self, settings):
        for known in (*range(3, settings.epochs, 3), settings.epochs):
            if known == self.stop:
                raise KeyboardInterrupt
            self.computed.append(known)
            yield Run(settings.rate, known)


@pytest.fixture
def study():
    return Study()


@pytest.fixture
def experiment(study):
    return Experiment(Training(), study, "epochs")


def test_a_run_that_is_stopped_keeps_what_there_is_and_the_settings_say_so(experiment, study):
    experiment.sketch(rate=5, epochs=30)
    experiment.refine()
    study.computed.clear()
    experiment.sketch(epochs=6)
    assert experiment.state == (Training(rate=5, epochs=6), Run(5, 6))
    assert study.computed == [] and not experiment.unfinished and not experiment.refine()


def test_the_cursor_of_a_stopped_run_stays_within_it(experiment):
    experiment.sketch(epochs=30, epoch=30)
    experiment.set(epochs=3)
    assert experiment.settings.epoch == 3


@pytest.mark.parametrize("changes", [{"epochs": 7}, {"epochs": 6, "rate": 2}])
def test_what_is_not_there_is_computed(experiment, study, changes):
    experiment.sketch(epochs=30)
    experiment.refine()
    study.computed.clear()
    experiment.set(**changes)
    assert study.computed and experiment.result == Run(experiment.settings.rate, experiment.settings.epochs)


def test_progress_is_told_while_a_run_grows(experiment):
    assert experiment.progress is None
    experiment.sketch(epochs=7)
    assert experiment.progress == (3, 7)
    experiment.refine()
    assert experiment.progress == (6, 7)
    while experiment.refine():
        pass
    assert experiment.progress is None and experiment.result.known == 7


def test_an_interrupt_keeps_what_code_had_computed(experiment, study):
    study.stop, events = 9, []
    experiment.listen(events.append)
    with pytest.raises(KeyboardInterrupt):
        experiment.set(rate=4, epochs=30)
    assert experiment.state == (Training(rate=4, epochs=6), Run(4, 6)) and len(events) == 1
    assert not experiment.unfinished


def test_an_interrupt_of_a_piece_stops_the_run(experiment, study):
    experiment.sketch(rate=4, epochs=30)
    study.stop = 9
    experiment.refine()
    with pytest.raises(KeyboardInterrupt):
        experiment.refine()
    assert experiment.state == (Training(rate=4, epochs=6), Run(4, 6)) and not experiment.unfinished


def test_an_interrupt_before_the_first_piece_changes_nothing(experiment, study):
    state, study.stop = experiment.state, 3
    with pytest.raises(KeyboardInterrupt):
        experiment.set(rate=4, epochs=30)
    assert experiment.state is state


def test_a_new_setting_abandons_the_pieces_of_the_run_before(experiment, study):
    experiment.sketch(rate=4, epochs=30)
    experiment.sketch(rate=5)
    study.computed.clear()
    while experiment.refine():
        pass
    assert experiment.result == Run(5, 30) and study.computed == list(range(6, 31, 3))
