"""The loss surface in words: short, complete, without digits of rounding, and the path as a table for a file."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from bpwidgets.labs.surface.verdict import verdict_of
from bpwidgets.labs.surface.words import describe_surface, summarize_surface
from bpwidgets.planes.path_table import records_of_path
from bpwidgets.planes.problems import PROBLEMS
from bpwidgets.studies import SurfaceSettings, loss_surface


def answered(**fields):
    settings = SurfaceSettings(resolution=3, **fields)
    return settings, list(loss_surface(settings))[-1]


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("step", [0, 30])
def test_the_first_line_is_short_and_shows_the_step(name, step):
    settings, result = answered(objective=name, step=step)
    line, u = summarize_surface(settings, result), result.labels[0]
    assert line.startswith(f"SurfaceLab: step {step} of 50: {u} ") and len(line) < 110 and "-0," not in line


def test_the_text_twin_has_position_loss_gradient_eigenvalues_verdict_and_path():
    assert describe_surface(*answered(objective="product", start=(0.5, 0.5), learning_rate=0.1, steps=3,
                                      step=1)) == """\
SurfaceLab: step 1 of 3: w1 0.575, w2 0.575, loss 0.448, gradient 1.09
In 3 steps of SGD the loss falls from 0.562 to 0.222. The path lies in this plane: the surface shows its true loss.
curvatures in the plane at the start: -0.5 and 1.5

step     w1     w2   loss  plane loss  gap  distance
   1  0.575  0.575  0.448       0.448    0         0

step     w1     w2   loss  plane loss  gap  distance
   0    0.5    0.5  0.562       0.562    0         0
   1  0.575  0.575  0.448       0.448    0         0
   2  0.652  0.652  0.331       0.331    0         0
   3  0.727  0.727  0.222       0.222    0         0"""


def test_a_long_path_is_cut_in_the_text_and_whole_in_the_file():
    settings, result = answered(objective="1-2-1", steps=500)
    assert len(describe_surface(settings, result).splitlines()) == 5 + 2 + 13
    head, rows = records_of_path(settings, result)
    assert len(rows) == 501 and all(len(row) == len(head) for row in rows)


def test_the_file_has_every_step_and_every_weight_to_the_last_digit():
    settings, result = answered(objective="1-2-1", steps=30, axes="random")
    head, rows = records_of_path(settings, result)
    assert head[:7] == ("step", "u", "v", "loss", "plane loss", "gap", "distance")
    assert head[7:9] == ("W1[0,0]", "W1[0,1]")
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    read = np.array([[float(cell) for cell in row] for row in csv.reader(io.StringIO(file.getvalue()))])
    np.testing.assert_array_equal(read[:, 7:], result.path.thetas)
    np.testing.assert_array_equal(read[:, 3] - read[:, 4], result.path.values - result.plane_values)
    np.testing.assert_array_equal(read[:, 0], np.arange(31))


def test_digits_of_rounding_are_zero():
    settings, result = answered(objective="product", start=(2.0, 0.1), learning_rate=0.05, steps=200)
    assert result.path.values[-1] < 1e-20
    assert "the loss falls from 0.64 to 0." in result.verdict
    assert describe_surface(settings, result).splitlines()[-1].split()[3:] == ["0", "0", "0", "0"]


def test_a_path_that_the_plane_shows_well_is_told_so():
    _, result = answered(objective="1-2-1", axes="start_to_end", tolerance=0.5)
    assert (result.distance > 0).any() and not result.hollow.any()
    assert "The path leaves this plane, yet the surface shows its loss well: at worst" in result.verdict


def test_a_path_that_the_plane_does_not_show_is_told_with_how_many_points_and_the_tolerance():
    _, result = answered(objective="2-8-8-1", tolerance=0.1)
    assert f"Of 51 points {result.hollow.sum()} (hollow) are off by more than 10 % of the first loss." in result.verdict


def test_a_single_hollow_point_is_told_in_the_singular():
    settings, result = answered(objective="2-8-8-1", axes="pca")
    seen = replace(result, hollow=np.arange(51) == 0)
    assert "Of 51 points 1 (hollow) is off by more than 5 % of the first loss." in verdict_of(settings, seen)


DIVERGING = [dict(objective="monkey_saddle"), dict(objective="1-2-1", learning_rate=1e5),
             dict(objective="2-8-8-1", learning_rate=1e5, axes="random")]


@pytest.mark.parametrize("fields", DIVERGING, ids=str)
def test_a_path_that_diverges_has_words_for_every_step(fields):
    settings, result = answered(**fields)
    assert "Diverges." in result.verdict
    for step in (0, 30, 50):
        assert describe_surface(settings.replace(step=step), result)
    records_of_path(settings, result)
