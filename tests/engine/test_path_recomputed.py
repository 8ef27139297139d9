"""A path too long for its memory keeps checkpoints; what is asked for is walked again, and is the same bit for bit."""

import tracemalloc
from itertools import repeat
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bpwidgets.engine import OPTIMIZERS, NetworkLoss, Recomputed, descend, network
from bpwidgets.engine.descent import trajectory_from
from bpwidgets.engine.paths import checkpoints

NET = network((2, 3, 1))
X = np.random.default_rng(0).normal(size=(12, 2))
BATCHES = NetworkLoss(NET, X, X[:, :1] * X[:, 1:], batch_size=5, seed=3)  # another batch in every step
THETA = NET.initialize(seed=1)


def both(monkeypatch, kept_bytes, *arguments, **options):
    """The path kept whole, and the one that has only so many bytes."""
    whole = descend(*arguments, **options)
    monkeypatch.setattr(checkpoints, "KEPT_BYTES", kept_bytes)
    return whole, descend(*arguments, **options)


@pytest.mark.parametrize("kept_bytes", [8000, 100])
@pytest.mark.parametrize("row", OPTIMIZERS.values(), ids=str)
def test_every_number_of_every_optimizer_is_recomputed_bit_for_bit(monkeypatch, row, kept_bytes):
    whole, long = both(monkeypatch, kept_bytes, BATCHES, THETA, row, [0.1, 0.2], steps=20, schedule="cosine",
                       clip="norm")
    assert isinstance(long.thetas, Recomputed) and long.steps == 20
    np.testing.assert_array_equal(long.values, whole.values)
    arrays = [(long.thetas, whole.thetas), (long.gradients, whole.gradients)] + [
        (long.states[name], whole.states[name]) for name in whole.states]
    for recomputed, kept in arrays:
        np.testing.assert_array_equal(recomputed, kept)
        assert (recomputed.shape, recomputed.dtype, recomputed.ndim, len(recomputed)) == (kept.shape, kept.dtype,
                                                                                          kept.ndim, 21)
        np.testing.assert_array_equal(recomputed[17], kept[17])
        np.testing.assert_array_equal(recomputed[20], kept[-1])


INDICES = [0, -1, np.int64(7), slice(None), slice(5, 40, 7), slice(None, None, -1), slice(3, 3), (slice(None), 0, 4),
           (9, 1),
           (..., 3), (slice(2, 50, 13), ..., 0), (-1, ...), [3, 50, 3, -1], np.array([[1, 2], [60, 0]]),
           np.arange(61) % 7 == 2,
           ([4, 9], slice(None), 2), (), (slice(None), -1, slice(None, None, 2))]


@pytest.mark.parametrize("index", INDICES, ids=repr)
def test_recomputed_thetas_are_indexed_like_an_array(monkeypatch, index):
    whole, long = both(monkeypatch, 4000, BATCHES, THETA, learning_rate=[0.1, 0.2], steps=60)
    np.testing.assert_array_equal(long.thetas[index], whole.thetas[index])


@pytest.mark.parametrize("index", [61, -62, (0, 2), (slice(None), 0, 13)])
def test_an_index_outside_is_an_index_error(monkeypatch, index):
    _, long = both(monkeypatch, 4000, BATCHES, THETA, learning_rate=[0.1, 0.2], steps=60)
    with pytest.raises(IndexError):
        long.thetas[index]


def test_a_loop_over_recomputed_thetas_walks_each_stretch_once(monkeypatch):
    seen = []
    f = SimpleNamespace(gradient=lambda theta, step: seen.append(step) or theta)
    _, long = both(monkeypatch, 3000, f, np.ones(2), steps=99)
    seen.clear()
    thetas, gradients = list(long.thetas), [long.gradients[k] for k in range(90, 100)]
    assert len(thetas) == 100 and len(gradients) == 10 and sorted(set(seen)) == list(range(100)) and len(seen) <= 120


def test_the_start_may_be_written_to_afterwards(monkeypatch):
    theta = THETA.copy()
    whole, long = both(monkeypatch, 4000, BATCHES, theta, steps=60)
    theta[:] = 0
    np.testing.assert_array_equal(long.thetas[:3], whole.thetas[:3])


def test_what_was_recomputed_may_be_written_to(monkeypatch):
    whole, long = both(monkeypatch, 4000, BATCHES, THETA, steps=60)
    long.thetas[17][...] = 0
    np.testing.assert_array_equal(long.thetas[17], whole.thetas[17])


@given(losses=st.lists(st.sampled_from([-5.0, -1.0, 0.0, 1.0, 5.0, np.inf, np.nan]), min_size=2, max_size=40))
@example([0.0, 5.0, 1.0])
@settings(max_examples=50)
def test_a_long_path_diverges_when_the_whole_one_does_and_for_the_same_reason(losses):
    f = SimpleNamespace(value=lambda theta, step: theta[..., 0] * losses[step], gradient=lambda theta, step: 0 * theta)
    with pytest.MonkeyPatch.context() as monkeypatch:
        whole, long = both(monkeypatch, 1, f, [[1.0], [-2.0]], steps=len(losses) - 1)
        np.testing.assert_array_equal(long.diverged, whole.diverged)
        np.testing.assert_array_equal(long.reason, whole.reason)


def test_a_long_path_without_values_judges_the_length_of_the_gradient(monkeypatch):
    f = SimpleNamespace(gradient=lambda theta, step: 2 * theta)
    whole, long = both(monkeypatch, 100, f, [1.0], "momentum", 10.0, steps=900)
    assert long.values is None and long.diverged == whole.diverged and long.reason == whole.reason
    assert "the length of the gradient was above its start from step 1 on" in long.reason


def test_losses_too_many_to_be_kept_are_recomputed_too(monkeypatch):
    f = SimpleNamespace(value=lambda theta, step: theta[..., 0]**2, gradient=lambda theta, step: 2 * theta)
    whole, long = both(monkeypatch, 1000, f, np.ones((50, 1)), steps=20)
    assert isinstance(long.values, Recomputed) and long.values.shape == (21, 50)
    np.testing.assert_array_equal(long.values, whole.values)


def test_a_path_of_64_mb_is_kept_and_one_byte_more_is_not(monkeypatch):
    f = SimpleNamespace(gradient=lambda theta, step: theta)
    size = 16 * 3
    monkeypatch.setattr(checkpoints, "KEPT_BYTES", 11 * size)
    assert isinstance(descend(f, np.ones(3), steps=10).thetas, np.ndarray)
    assert isinstance(descend(f, np.ones(3), steps=11).thetas, Recomputed)


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_checkpoints_fill_half_of_the_memory_at_most_and_a_stretch_an_eighth(length, size):
    division = checkpoints.Division.of(length, size)
    room = 64 << 20
    assert division.stretch == 1 or (division.stretch * size <= room // 8 and division.stretch**2 <= length)
    assert division.distance % division.stretch == 0 and length / division.distance * size <= room / 2
    closer = division.distance - division.stretch
    assert closer == 0 or length / closer * size > room / 2


@pytest.mark.parametrize("n, steps, steps_in_work", [(20_000, 1500, 0), (600_000, 24, 4)])
def test_a_long_path_keeps_at_most_64_mb(n, steps, steps_in_work):
    f = SimpleNamespace(gradient=lambda theta, step: theta)
    tracemalloc.start()
    try:
        path = descend(f, np.ones(n), "momentum", 0.01, steps=steps)
        path.thetas[steps // 2], path.states["velocity"][3], path.reason
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 64 << 20 and most < (64 << 20) + steps_in_work * 3 * 8 * n


@pytest.mark.parametrize("kept", [64 << 20, 3000], ids=["kept", "recomputed"])
@pytest.mark.parametrize("optimizer, steps, counts", [("adam", 25, [1, 7, 1000]), ("momentum", 24, [25]),
                                                      ("sgd", 0, [5]), ("lion", 25, repeat(9))])
def test_a_path_that_grows_is_at_each_place_the_beginning_of_the_whole_one(monkeypatch, kept, optimizer, steps, counts):
    whole = descend(BATCHES, THETA, optimizer, 0.01, steps)
    monkeypatch.setattr(checkpoints, "KEPT_BYTES", kept)
    known = 0
    for new, path in checkpoints.growing_path(*trajectory_from(BATCHES, THETA, optimizer, 0.01, steps), counts):
        np.testing.assert_array_equal(new.thetas, whole.thetas[known: known + len(new.thetas)])
        known += len(new.thetas)
        for name in ("thetas", "values", "gradients"):
            np.testing.assert_array_equal(getattr(path, name), getattr(whole, name)[:known])
        for name, entries in whole.states.items():
            np.testing.assert_array_equal(path.states[name], entries[:known])
    assert known == steps + 1


@pytest.mark.parametrize("count", [1, 2, 4, 7])
def test_a_long_path_grows_by_no_more_places_than_asked_for(monkeypatch, count):
    monkeypatch.setattr(checkpoints, "KEPT_BYTES", 3000)
    pieces = checkpoints.growing_path(*trajectory_from(BATCHES, THETA, "adam", 0.01, 25), repeat(count))
    lengths = [len(new.thetas) for new, _ in pieces]
    assert sum(lengths) == 26 and max(lengths) <= count
