"""Points and curves: the published ones to the last digit, the others by their formulas; noise and seeds do what they
say."""

import inspect

import numpy as np
import pytest

from bpwidgets import datasets
from bpwidgets.datasets import CURVES, DATASETS, Curve

POINTS = {name: getattr(datasets, name) for name in ("two_spirals", "moons", "circles", "blobs", "checkerboard")}
NOISY = {name: make for name, make in DATASETS.items() if "noise" in inspect.signature(make).parameters}
CLEAN = {name: make for name, make in DATASETS.items() if not name.startswith("playground")}


def classes(data):
    return [data.x[data.y[:, 0] == label] for label in np.unique(data.y)]


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_of_the_catalog_comes_without_arguments_and_under_its_name(name):
    data = DATASETS[name]()
    assert data.name == name
    assert data.x.ndim == 2 and data.y.shape == (len(data), 1)


def test_the_catalog_holds_every_set_that_can_be_made():
    made = {"xor", "two_spirals", "moons", "circles", "blobs", "checkerboard", *CURVES}
    assert set(DATASETS) == made | {f"playground_{name}" for name in datasets.PLAYGROUND}
    for table in (DATASETS, CURVES, datasets.PLAYGROUND):
        with pytest.raises(TypeError):
            table["mine"] = None


@pytest.mark.parametrize("name", NOISY)
def test_a_seed_gives_the_same_points_again_and_another_seed_others(name):
    make = NOISY[name]
    assert make(noise=0.2, seed=3) == make(noise=0.2, seed=3) != make(noise=0.2, seed=4)


@pytest.mark.parametrize("name", [name for name in NOISY if name in CLEAN])
def test_more_noise_moves_the_same_examples_further(name):
    x, y = zip(*((data.x, data.y) for data in (CLEAN[name](noise=noise, seed=5) for noise in (0, 0.1, 0.2))))
    moved, kept = (y, x) if name in CURVES else (x, y)
    np.testing.assert_allclose(moved[2] - moved[0], 2 * (moved[1] - moved[0]), atol=1e-12)
    assert (kept[0] == kept[1]).all() and (moved[0] != moved[1]).any()


@pytest.mark.parametrize("name", ["moons", "checkerboard", "sine"])
def test_noise_is_the_standard_deviation_of_what_is_added(name):
    noisy, clean = (DATASETS[name](n=20_000, noise=noise, seed=1) for noise in (0.3, 0))
    added = noisy.y - clean.y if name in CURVES else noisy.x - clean.x
    assert added.std() == pytest.approx(0.3, rel=0.02) and abs(added.mean()) < 0.01


@pytest.mark.parametrize("name", [name for name in POINTS if name != "two_spirals"])
@pytest.mark.parametrize("n", [2, 3, 37, 1000])
def test_there_are_as_many_points_as_asked_for(name, n):
    assert len(POINTS[name](n=n)) == n


def test_exclusive_or_has_its_four_points():
    data = datasets.xor()
    assert {(*x, *y) for x, y in zip(data.x.tolist(), data.y.tolist())} == {(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)}


def test_the_two_spirals_are_those_of_wieland():
    # generator of A. Wieland, used by Lang & Witbrock (1988); sums recomputed from its formula
    data = datasets.two_spirals()
    zeros, ones = classes(data)
    assert len(data) == 194 and len(ones) == 97 and (zeros == -ones).all()
    np.testing.assert_allclose(ones[:3], [[0, 6.5], [1.255893947979, 6.313805242596], [2.439606881327, 5.889732019759]],
                               atol=1e-9)
    np.testing.assert_allclose(ones[-1], [-3.673940397442e-16, 0.5], atol=1e-9)
    np.testing.assert_allclose(ones.sum(axis=0), [30.45951116283, 3.5], atol=1e-9)
    assert (ones ** 2).sum() == pytest.approx(1485.3125, abs=1e-9)
    turns = np.unwrap(np.arctan2(*ones.T))
    assert (turns[-1] - turns[0]) / (2 * np.pi) == pytest.approx(3.0)


def test_the_moons_are_those_of_scikit_learn():
    # sklearn.datasets.make_moons(200, shuffle=False), version 1.9.1
    data = datasets.moons(n=200, noise=0)
    np.testing.assert_allclose(data.x[[0, 100]], [[1.0, 0.0], [0.0, 0.5]], atol=1e-15)
    np.testing.assert_allclose(data.x.sum(axis=0), [100.0, 50.0], rtol=1e-9)
    outer, inner = classes(data)
    np.testing.assert_allclose(np.hypot(*outer.T), 1, rtol=1e-12)
    np.testing.assert_allclose(np.hypot(*(inner - [1, 0.5]).T), 1, rtol=1e-12)
    assert outer[:, 1].min() > -1e-15 and inner[:, 1].max() < 0.5 + 1e-15
    assert (data.y[:, 0] == np.repeat([0, 1], 100)).all()


def test_the_circles_have_their_radii_and_equal_steps():
    outer, inner = classes(datasets.circles(n=60, noise=0, factor=0.3))
    for points, radius in (outer, 1), (inner, 0.3):
        z = points @ [1, 1j]
        np.testing.assert_allclose(np.abs(z), radius, rtol=1e-12)
        np.testing.assert_allclose(np.angle(z / np.roll(z, 1)), 2 * np.pi / 30, rtol=1e-12)


@pytest.mark.parametrize("k", [2, 3, 7])
def test_the_blobs_stand_around_their_centers(k):
    data = datasets.blobs(n=70, classes=k, noise=0)
    assert np.unique(data.y).tolist() == list(range(k))
    for j, points in enumerate(classes(data)):
        np.testing.assert_allclose(points @ [1, 1j], np.exp(2j * np.pi * j / k), atol=1e-15)
    assert max(map(len, classes(data))) - min(map(len, classes(data))) <= 1


@pytest.mark.parametrize("cells", [2, 3, 4])
def test_neighboring_cells_of_the_checkerboard_have_different_labels(cells):
    data = datasets.checkerboard(n=2000, cells=cells)
    columns, rows = np.floor((data.x.T + 1) * cells / 2).astype(int)
    assert np.abs(data.x).max() <= 1
    for column, row in np.ndindex(cells, cells):
        in_cell = data.y[(columns == column) & (rows == row)]
        assert len(in_cell) > 2000 / cells ** 2 / 2 and (in_cell == (column + row) % 2).all()


# x = -1, -1/2, 0, 1/2, 1
AT_FIVE = {
    "line": [-0.25, 0, 0.25, 0.5, 0.75],
    "parabola": [1, -0.5, -1, -0.5, 1],
    "sine": [0, -1, 0, 1, 0],
    "step": [-1, -1, 1, 1, 1],
    "corner": [1, 0.5, 0, 0.5, 1],
    "bump": [1 / 26, 4 / 29, 1, 4 / 29, 1 / 26],
}


@pytest.mark.parametrize("name", CURVES)
def test_a_curve_has_the_values_of_its_formula(name):
    data = datasets.curve(name, n=5, noise=0)
    assert data.x[:, 0].tolist() == [-1, -0.5, 0, 0.5, 1]
    np.testing.assert_allclose(data.y[:, 0], AT_FIVE[name], atol=1e-15)
    assert CURVES[name].formula


def test_a_curve_of_ones_own_is_taken_like_a_row():
    data = datasets.curve(Curve("cube", lambda x: x ** 3), n=3, noise=0)
    assert data.y[:, 0].tolist() == [-1, 0, 1] and data.name == "cube"


# The first numbers of some seeds, so that a lesson finds the same points in the next version.
KEPT = {
    "moons": [1.012573022, -0.013210486], "circles": [1.006286511, -0.006605243], "blobs": [1.037719066, -0.039631459],
    "checkerboard": [-0.918052952, -0.966944729], "sine": [0.012573022],
    "playground_circle": [0.778725742, 1.389005908],
    "playground_xor": [1.669616873, -2.602132862], "playground_gauss": [2.088904692, 1.906587755],
    "playground_reg-plane": [1.643540248, -2.762559435],
}


@pytest.mark.parametrize("name", KEPT)
def test_a_seed_keeps_its_points(name):
    data = DATASETS[name](seed=0)
    np.testing.assert_allclose((data.y if name in CURVES else data.x)[0], KEPT[name], atol=1e-8)


REFUSALS = {
    "n of moons: expected a whole number, 2 or more; got 1.": lambda: datasets.moons(n=1),
    "n of circles: expected a whole number, 2 or more; got 20.5.": lambda: datasets.circles(n=20.5),
    "n of blobs: expected a whole number, 5 or more; got 4.": lambda: datasets.blobs(n=4, classes=5),
    "n of checkerboard: expected a whole number, 2 or more; got '9'.": lambda: datasets.checkerboard(n="9"),
    "n of curve: expected a whole number, 2 or more; got 1.": lambda: datasets.curve("sine", n=1),
    "classes of blobs: expected a whole number, 2 or more; got 1.": lambda: datasets.blobs(classes=1),
    "cells of checkerboard: expected a whole number, 2 or more; got 1.": lambda: datasets.checkerboard(cells=1),
    "factor of circles: expected a finite number, above 0; got 0.": lambda: datasets.circles(factor=0),
    "noise of moons: expected a finite number, 0 or more; got -0.1.": lambda: datasets.moons(noise=-0.1),
    "noise of two_spirals: expected a finite number, 0 or more; got nan.": lambda: datasets.two_spirals(noise=np.nan),
    "noise of curve: expected a finite number, 0 or more; got None.": lambda: datasets.curve("sine", noise=None),
    "seed of two_spirals: expected a whole number, 0 or more; got True.": lambda: datasets.two_spirals(seed=True),
    "seed of blobs: expected a whole number, 0 or more; got -1.": lambda: datasets.blobs(seed=-1),
    "seed of curve: expected a whole number, 0 or more; got 0.5.": lambda: datasets.curve("sine", seed=0.5),
    "name of curve: expected one of line, parabola, sine, step, corner, bump, or a Curve; got 'sinus'. Did you mean "
    "'sine'?":
        lambda: datasets.curve("sinus"),
    "function of Curve('flat'): expected one y for each x, shape (50, 1); got array(1).":
        lambda: datasets.curve(Curve("flat", lambda x: 1)),
    "function of Curve('row'): expected one y for each x, shape (50, 1); got an array of shape (50,).":
        lambda: datasets.curve(Curve("row", np.ravel)),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_what_makes_no_points_is_refused_with_a_reason(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value) == text
