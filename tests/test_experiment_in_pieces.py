"""A study that gives coarse results first: a hand sees the first, code gets the last, and what is still to come is
dropped or pulled."""
import threading

import pytest

from bpwidgets.experiment import LOCK, Experiment
from bpwidgets.settings import Settings, slider
from tests.blas import blas_threads


class Grid(Settings):
    lab = "GridLab"
    size: int = slider(1, 0, 100, step=1)
    steps: int = slider(10, 1, 100, step=1)
    at: int = slider(0, 0, "steps", step=1, cursor=True)


@pytest.fixture
def computed():
    return []


@pytest.fixture
def experiment(computed):
    def study(settings):
        for fineness in ("coarse", "finer", "exact"):
            computed.append((settings.size, fineness))
            if (settings.size, fineness) == (13, "finer"):
                raise ZeroDivisionError("thirteen")
            yield settings.size, fineness
    return Experiment(Grid(), study)


@pytest.fixture
def events(experiment):
    events = []
    experiment.listen(events.append)
    return events


def test_code_gets_the_last_result_in_one_event(experiment, events):
    experiment.set(size=5)
    assert experiment.result == (5, "exact") and len(events) == 1 and not experiment.unfinished


def test_the_first_result_of_an_experiment_is_the_last_of_its_study(experiment):
    assert experiment.result == (1, "exact")


def test_an_experiment_that_begins_coarse_has_its_first_result_until_it_is_asked_to_finish(events, experiment):
    opened = Experiment(Grid(), experiment.study, coarse=True)
    opened.listen(events.append)
    assert opened.result == (1, "coarse") and opened.opening and opened.unfinished
    opened.finish()
    opened.finish()
    assert [event.result for event in events] == [(1, "exact")] and not opened.opening


def test_it_opens_as_long_as_pieces_of_its_beginning_come(experiment):
    opened = Experiment(Grid(), experiment.study, coarse=True)
    opened.sketch(at=3)
    assert opened.refine() and opened.result == (1, "finer") and opened.opening
    opened.refine()
    assert not opened.refine() and opened.result == (1, "exact") and not opened.opening


@pytest.mark.parametrize("change", ["set", "sketch"])
def test_another_setting_is_the_end_of_the_opening(experiment, change):
    opened = Experiment(Grid(), experiment.study, coarse=True)
    getattr(opened, change)(size=5)
    assert not opened.opening and opened.result[0] == 5


def test_a_listener_that_asks_for_the_end_has_what_there_is(experiment):
    opened, seen = Experiment(Grid(), experiment.study, coarse=True), []
    opened.listen(lambda event: (opened.finish(), seen.append(opened.result)))
    opened.refine()
    assert seen == [(1, "finer")] and opened.opening


def test_a_hand_sees_the_first_result_and_the_others_when_it_rests(experiment, events):
    experiment.sketch(size=5)
    assert experiment.result == (5, "coarse") and experiment.unfinished
    assert experiment.refine() and experiment.result == (5, "finer")
    assert experiment.refine() and experiment.result == (5, "exact")
    assert not experiment.refine() and not experiment.unfinished
    assert [event.result for event in events] == [(5, "coarse"), (5, "finer"), (5, "exact")]


def test_a_new_setting_drops_what_was_still_to_come(experiment, computed):
    experiment.sketch(size=5)
    experiment.sketch(size=6)
    experiment.refine()
    assert experiment.result == (6, "finer") and (5, "finer") not in computed


def test_a_cursor_that_a_hand_moves_keeps_what_is_to_come(experiment, computed):
    experiment.sketch(size=5)
    before = len(computed)
    experiment.sketch(at=3)
    assert experiment.result == (5, "coarse") and len(computed) == before
    experiment.refine()
    assert experiment.result == (5, "finer") and experiment.settings.at == 3


def test_code_that_moves_a_cursor_gets_the_last_result_too(experiment):
    experiment.sketch(size=5)
    experiment.set(at=3)
    assert experiment.result == (5, "exact") and not experiment.unfinished


def test_code_that_sets_the_present_values_finishes_what_a_hand_began(experiment, events):
    experiment.sketch(size=5)
    experiment.set(size=5)
    assert experiment.result == (5, "exact") and len(events) == 2
    experiment.set(size=5)
    assert len(events) == 2


def test_an_error_in_a_finer_result_leaves_the_coarse_one(experiment):
    experiment.sketch(size=13)
    with pytest.raises(ZeroDivisionError):
        experiment.refine()
    assert experiment.result == (13, "coarse") and not experiment.refine()


def test_an_error_in_any_result_leaves_everything_when_code_asks(experiment):
    with pytest.raises(ZeroDivisionError):
        experiment.set(size=13)
    assert experiment.settings == Grid() and experiment.result == (1, "exact")


def test_a_listener_can_change_a_setting_when_a_finer_result_comes(experiment):
    experiment.listen(lambda event: event.result == (5, "finer") and experiment.set(size=7))
    experiment.sketch(size=5)
    experiment.refine()
    assert experiment.result == (7, "exact")


def test_a_study_of_a_single_result_is_never_unfinished():
    experiment = Experiment(Grid(), lambda settings: settings.size)
    experiment.sketch(size=4)
    assert experiment.result == 4 and not experiment.unfinished and not experiment.refine()


def test_the_blas_works_alone_while_a_study_runs_and_is_free_again_after_it():
    def study(settings):
        yield blas_threads()
        yield blas_threads()

    before = blas_threads()
    experiment = Experiment(Grid(), study)
    seen = [experiment.result]
    experiment.sketch(size=3)
    seen.append(experiment.result)
    experiment.refine()
    seen.append(experiment.result)
    experiment.set(size=4)
    assert [*seen, experiment.result] == [{1}] * 4 and blas_threads() == before


def test_a_slider_that_is_moved_while_a_lab_is_made_leaves_the_blas_its_threads(two_threads):
    made, turn = threading.Event(), threading.Event()

    def moved(settings):
        turn.set()
        made.wait()

    def move():
        if LOCK.acquire(blocking=False):
            LOCK.release()
        else:
            turn.set()      # the slider has to wait until the lab is made
        shown.set(size=5)

    def first(settings):
        hand.start()
        turn.wait()

    made.set()
    shown, hand = Experiment(Grid(), moved), threading.Thread(target=move)
    made.clear()
    turn.clear()
    Experiment(Grid(), first)
    made.set()
    hand.join()
    assert blas_threads() == {2}


def test_a_study_may_give_the_same_result_again_as_a_place_to_be_left():
    def study(settings):
        coarse = (settings.size, "coarse")
        yield from (coarse, coarse, coarse, (settings.size, "exact"))

    experiment, told = Experiment(Grid(), study), []
    experiment.listen(told.append)
    experiment.sketch(size=5)
    assert [experiment.refine() for _ in range(4)] == [True, True, True, False]
    assert [event.result for event in told] == [(5, "coarse"), (5, "exact")] and not experiment.unfinished
    experiment.set(size=6)
    assert experiment.result == (6, "exact") and len(told) == 3
