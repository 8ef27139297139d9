"""Studies have the BLAS on one thread, so that the same settings give the same bits however many there are; the
learner's code has them all."""

import queue
import threading

import pytest
from threadpoolctl import threadpool_limits

import bpwidgets as bp
from bpwidgets.one_thread import ONE_THREAD, on_one_thread
from tests.blas import blas_threads
from tests.widgets.labs import same


def last(plan, settings):
    answer = plan.study(settings)
    return list(answer)[-1] if hasattr(answer, "__next__") else answer


@pytest.mark.parametrize("lab, settings", [
    (bp.DistributionLab, dict(width=512, depth=2)), (bp.FlowOverTrainingLab, dict(net="time", width=37, steps=20)),
    (bp.GradientFlowLab, dict(width=512, depth=2, n_samples=256))], ids=["distribution", "training in time", "flow"])
def test_the_study_gives_the_bits_of_the_lab_on_any_number_of_threads(two_threads, lab, settings):
    made = lab(**settings)
    assert same(made.result, last(lab.plan, made.settings))
    made.close()


def test_a_study_has_one_thread_and_what_stands_around_it_has_all(two_threads):
    @on_one_thread
    def single(settings):
        """Said."""
        return blas_threads()

    @on_one_thread
    def pieces(settings):
        yield blas_threads()
        yield blas_threads()

    assert single(None) == {1} and single.__doc__ == "Said." and blas_threads() == {2}
    for seen in pieces(None):
        assert seen == {1} and blas_threads() == {2}


def test_the_threads_come_back_when_the_last_one_leaves_also_after_an_error(two_threads):
    with pytest.raises(KeyboardInterrupt), ONE_THREAD, ONE_THREAD:
        raise KeyboardInterrupt
    assert blas_threads() == {2}


def test_two_threads_that_overlap_leave_the_blas_as_it_was(two_threads):
    entered, leave = threading.Event(), threading.Event()

    def inside():
        with ONE_THREAD:
            entered.set()
            leave.wait()

    other = threading.Thread(target=inside)
    other.start()
    entered.wait()
    with ONE_THREAD:
        leave.set()
        other.join()
        assert blas_threads() == {1}
    assert blas_threads() == {2}


def test_a_living_thread_that_has_set_the_number_before_does_not_keep_others_from_the_limit(two_threads):
    """A slider moves on a thread that lives as long as the kernel; then code runs on the main thread."""
    calls, seen = queue.Queue(), queue.Queue()

    def slider():
        for _move in iter(calls.get, None):
            with ONE_THREAD:
                seen.put(blas_threads())

    thread = threading.Thread(target=slider)
    thread.start()
    calls.put("move")
    assert seen.get() == {1}
    with ONE_THREAD:
        assert blas_threads() == {1}
    calls.put("move")
    assert seen.get() == {1}
    calls.put(None)
    thread.join()
    assert blas_threads() == {2}


def test_the_learners_own_limit_holds_before_inside_and_after(two_threads):
    """On a thread that ends, as it keeps the right to set the number while it lives."""
    seen = []

    def learner():
        with threadpool_limits(1, "blas"):
            with ONE_THREAD:
                seen.append(blas_threads())
            seen.append(blas_threads())
        seen.append(blas_threads())
        with ONE_THREAD:
            seen.append(blas_threads())
        seen.append(blas_threads())

    thread = threading.Thread(target=learner)
    thread.start()
    thread.join()
    assert seen == [{1}, {1}, {2}, {1}, {2}]
