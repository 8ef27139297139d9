"""Work on several cores gives what it gives on one, in order, and an error is heard."""

import os
import threading

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.engine.support import threads as cores


@pytest.fixture
def four_cores(monkeypatch):
    monkeypatch.setattr(cores, "cores", lambda: 4)


@pytest.mark.parametrize("pieces", [0, 1, 3, 4, 5, 103])
def test_results_come_in_the_order_of_the_pieces(four_cores, pieces):
    assert cores.on_all_cores(lambda piece: 2 * piece, list(range(pieces))) == [2 * k for k in range(pieces)]


def test_the_work_is_shared(four_cores):
    meet = threading.Barrier(4, timeout=30)      # broken unless four threads are at work at once
    names = cores.on_all_cores(lambda piece: (meet.wait(), threading.current_thread().name)[1], list(range(4)))
    assert len(set(names)) == 4


def test_an_error_in_a_piece_is_raised(four_cores):
    with pytest.raises(ZeroDivisionError):
        cores.on_all_cores(lambda piece: 1 // piece, [1, 2, 0, 3])


def test_a_surface_is_the_same_bit_for_bit_on_any_number_of_cores(monkeypatch):
    generator = np.random.default_rng(0)
    net = engine.network((2, 8, 8, 1))
    f = engine.NetworkLoss(net, generator.normal(size=(200, 2)), generator.normal(size=(200, 1)))
    theta, directions, u = generator.normal(size=net.n), generator.normal(size=(2, net.n)), np.linspace(-1, 1, 40)
    seen = []
    for number in (1, 2, 3):
        monkeypatch.setattr(cores, "cores", lambda number=number: number)
        seen.append((f.plane(theta, directions, u, u), f.values(theta + u[:, None] * directions[0])))
    for surface, line in seen[1:]:
        np.testing.assert_array_equal(surface, seen[0][0])
        np.testing.assert_array_equal(line, seen[0][1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_process_has_threads_of_its_own(four_cores):
    cores.on_all_cores(abs, [1, 2])
    child = os.fork()
    if child == 0:
        os._exit(0 if cores.on_all_cores(abs, [-1, -2]) == [1, 2] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_no_more_cores_are_taken_than_there_are():
    assert 1 <= cores.cores() <= min(cores.MOST, os.cpu_count())
