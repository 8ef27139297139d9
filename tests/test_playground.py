"""The data sets of TensorFlow Playground: its own points and ours obey the same formulas."""

from pathlib import Path

import numpy as np
import pytest

from bpwidgets.datasets import PLAYGROUND, PlaygroundSet, playground

# Points as rows (x, y, label) that the program itself made: see engine/test_references_training.py.
_RUNS = np.load(Path(__file__).parent / "engine" / "playground_runs.npz")
THEIRS = {name: np.concatenate([_RUNS[f"{name}_train"], _RUNS[f"{name}_test"]]) for name in ("circle", "xor", "gauss")}
NOISE = {"circle": 0, "xor": 10, "gauss": 0}


def rows(data):
    return np.hstack([data.x, data.y])


def both(name):
    ours = playground(name, noise=NOISE[name], seed=2)
    return pytest.mark.parametrize("points", [THEIRS[name], rows(ours)], ids=["theirs", "ours"])


@both("circle")
def test_the_circle_is_a_disk_and_a_ring(points):
    radius, label = np.hypot(*points[:, :2].T), points[:, 2]
    assert len(points) == 500 and (label == 1).sum() == 250
    inner, outer = radius[label == 1], radius[label == -1]
    assert inner.max() <= 2.5 and outer.min() >= 3.5 and outer.max() <= 5
    # the radius is uniform, so the points are denser towards the middle
    assert inner.mean() == pytest.approx(1.25, abs=0.2) and outer.mean() == pytest.approx(4.25, abs=0.15)


@both("xor")
def test_xor_is_one_where_the_signs_agree_but_for_points_that_noise_carries_over_an_axis(points):
    x, y, label = points.T
    assert len(points) == 500 and (np.abs(points[:, :2]) >= 0.3).all() and (np.abs(points[:, :2]) <= 5.3).all()
    wrong = label != np.where(x * y >= 0, 1, -1)
    assert 0 < wrong.sum() < 50
    assert (np.minimum(np.abs(x), np.abs(y))[wrong] <= 0.5).all()         # 10 percent of 5


@both("gauss")
def test_gauss_is_two_clouds_of_variance_one_half(points):
    assert len(points) == 500
    for label in (1, -1):
        cloud = points[points[:, 2] == label, :2]
        assert len(cloud) == 250
        np.testing.assert_allclose(cloud.mean(axis=0), 2 * label, atol=0.2)
        np.testing.assert_allclose(cloud.var(axis=0), 0.5, rtol=0.35)


def test_the_spiral_without_noise_follows_its_formula():
    data = playground("spiral")
    for _label, start, points in (1, 0, data.x[:250]), (-1, np.pi, data.x[250:]):
        i = np.arange(250)
        t = 1.75 * i / 250 * 2 * np.pi + start
        np.testing.assert_allclose(points, np.transpose([i / 250 * 5 * np.sin(t), i / 250 * 5 * np.cos(t)]), atol=1e-12)
    assert (data.y[:, 0] == np.repeat([1, -1], 250)).all()


def test_the_plane_is_a_tenth_of_the_sum():
    data = playground("reg-plane")
    assert len(data) == 1200 and 5.8 < np.abs(data.x).max() <= 6
    np.testing.assert_allclose(data.y[:, 0], data.x.sum(axis=1) / 10, atol=1e-15)


def test_the_bumps_have_the_value_of_the_one_that_is_largest_in_size():
    bumps = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
    data = playground("reg-gauss")
    for (x, y), [label] in zip(data.x, data.y):
        heights = [sign * max(0, 1 - ((x - cx) ** 2 + (y - cy) ** 2) ** 0.5 / 2) for cx, cy, sign in bumps]
        assert label == pytest.approx(max(heights, key=abs), abs=1e-12)
    assert len(data) == 1200 and data.y.max() > 0.8 and data.y.min() < -0.8


@pytest.mark.parametrize("name", ["circle", "xor", "reg-plane", "reg-gauss"])
def test_noise_changes_labels_and_not_points(name):
    clean, noisy = playground(name, seed=4), playground(name, noise=30, seed=4)
    assert (clean.x == noisy.x).all() and (clean.y != noisy.y).any()


def test_noise_of_the_circle_carries_points_over_its_radius_and_no_further_than_its_percentage_of_five():
    data = playground("circle", n=20_000, noise=1)
    radius = np.hypot(*data.x.T)
    changed = radius[(radius <= 2.5) & (data.y[:, 0] == -1)]
    assert len(changed) > 20 and changed.min() >= 2.5 - 0.05 * 2 ** 0.5
    assert (data.y[radius > 3, 0] == -1).all()


def test_noise_of_the_plane_is_at_most_its_percentage_of_six_along_each_axis():
    clean, noisy = playground("reg-plane", seed=4), playground("reg-plane", noise=50, seed=4)
    moved = np.abs(noisy.y - clean.y).max()
    assert 0.5 < moved <= 2 * 0.5 * 6 / 10


def test_noise_of_the_spiral_moves_points_by_at_most_its_percentage_of_one():
    moved = np.abs(playground("spiral", noise=20).x - playground("spiral").x)
    assert 0.19 < moved.max() <= 0.2


def test_noise_of_gauss_sets_the_variance():
    narrow, wide = playground("gauss", seed=1), playground("gauss", noise=50, seed=1)
    center = 2 * narrow.y
    np.testing.assert_allclose(wide.x - center, (narrow.x - center) * np.sqrt(4 / 0.5), rtol=1e-9)


@pytest.mark.parametrize("name", PLAYGROUND)
@pytest.mark.parametrize("n", [2, 7, 100])
def test_there_are_as_many_points_as_asked_for(name, n):
    data = playground(name, n=n)
    assert data.x.shape == (n, 2) and data.y.shape == (n, 1)
    assert PLAYGROUND[name].formula and repr(PLAYGROUND[name]) == f"PlaygroundSet({name!r})"


@pytest.mark.parametrize("name", ["circle", "gauss", "spiral"])
def test_an_odd_number_leaves_one_point_more_in_the_first_half(name):
    assert playground(name, n=7).y.sum() == 1


def test_a_set_of_ones_own_is_taken_like_a_row():
    row = PlaygroundSet("right", 4, lambda rng, n, noise: (np.eye(n)[:, :2], np.full(n, noise)), "")
    data = playground(row, noise=50)
    assert data.name == "playground_right" and data.x.shape == (4, 2) and (data.y == 0.5).all()


@pytest.mark.parametrize("make, text", [
    (lambda: playground("circel"),
     ("name of playground: expected one of circle, xor, gauss, spiral, reg-plane, reg-gauss, "
                                   "or a PlaygroundSet; got 'circel'. Did you mean 'circle'?")),
    (lambda: playground("xor", n=1), "n of playground: expected a whole number, 2 or more; got 1."),
    (lambda: playground("xor", noise=-5), "noise of playground: expected a finite number, 0 or more; got -5."),
    (lambda: playground("xor", seed="a"), "seed of playground: expected a whole number, 0 or more; got 'a'."),
])
def test_what_makes_no_points_is_refused_with_a_reason(make, text):
    with pytest.raises(ValueError) as caught:
        make()
    assert str(caught.value) == text
