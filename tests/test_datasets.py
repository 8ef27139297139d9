"""Data sets are frozen, compare by content, and refuse what is not data."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bpwidgets import datasets, engine
from bpwidgets.datasets import ONE_WEIGHT, Dataset


def test_the_weight_table_is_that_of_the_article():
    table = datasets.weight_table()
    assert table.x.tolist() == [0, 3, 9, 27] and table.y.tolist() == [0, 6, 18, 54]
    assert table.name == "weight_table" and table is ONE_WEIGHT["weight_table"]


@pytest.mark.parametrize("name, weight, sse", [("weight_table", 2, 0), ("noisy_line", 1.5, 1.5),
                                               ("negative_slope", -1.5, 0)])
def test_the_one_weight_tables_teach_what_they_promise(name, weight, sse):
    x, y = ONE_WEIGHT[name].x, ONE_WEIGHT[name].y
    assert (x @ y) / (x @ x) == pytest.approx(weight)
    assert ((weight * x - y) ** 2).sum() == pytest.approx(sse)


def test_the_table_of_data_sets_is_read_only_and_knows_its_names():
    assert all(name == data.name and data.x.ndim == data.y.ndim == 1 for name, data in ONE_WEIGHT.items())
    with pytest.raises(TypeError):
        ONE_WEIGHT["mine"] = None


def test_a_data_set_is_a_copy_that_cannot_be_written_to():
    x = np.array([1.0, 2.0])
    data = Dataset(x, [3, 4])
    x[0] = 99
    assert data.x.tolist() == [1, 2] and data.y.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        data.x[0] = 5


def test_data_sets_compare_by_content_shape_and_name():
    data = Dataset([1, 2], [3, 4])
    assert data == Dataset(np.float32([1, 2]), (3, 4)) and hash(data) == hash(Dataset([1, 2], [3, 4]))
    assert data != Dataset([1, 2], [3, 5]) and data != Dataset([[1], [2]], [3, 4])
    assert data != Dataset([1, 2], [3, 4], "b")


def test_a_data_set_prints_short_and_counts_its_rows():
    assert repr(Dataset(np.ones((500, 2)), np.ones((500, 1)), "big")) == "Dataset('big', x (500, 2), y (500, 1))"
    assert len(datasets.weight_table()) == 4


def test_a_network_takes_a_data_set_of_tables():
    data = Dataset([[1, 2], [3, 4]], [[1], [0]])
    assert engine.NetworkLoss(engine.network((2, 1)), data.x, data.y).value([0, 0, 0]) == 0.5


def test_a_split_gives_every_example_to_one_of_two_parts():
    data = Dataset(np.arange(20).reshape(10, 2), np.arange(10)[:, None], "ten")
    train, test = data.split(0.7, seed=1)
    assert (train.name, test.name) == ("ten, train", "ten, test") and (len(train), len(test)) == (7, 3)
    both = np.concatenate([train.y, test.y])[:, 0]
    assert sorted(both) == list(range(10)) and both.tolist() != list(range(10))
    assert (train.x == 2 * train.y + [0, 1]).all() and (test.x == 2 * test.y + [0, 1]).all()


def test_a_split_is_that_of_its_seed():
    data = datasets.moons()
    assert data.split(seed=1) == data.split(seed=1) != data.split(seed=2)
    assert [len(part) for part in data.split()] == [100, 100]


def test_labels_are_written_in_other_numbers_in_their_order():
    data = Dataset([1, 2, 3, 4], [3, 7, -1, 3])
    assert data.relabel(0, 1, 2).y.tolist() == [1, 2, 0, 1]
    assert data.relabel(1, 0, -0.5).y.tolist() == [0, -0.5, 1, 0]
    moons = datasets.moons()
    signed = moons.relabel(-1, 1)
    assert (signed.y == 2 * moons.y - 1).all() and signed.name == "moons" and signed.relabel(0, 1) == moons


def test_one_hot_has_a_column_for_each_label():
    data = datasets.blobs(n=30, classes=3)
    hot = data.one_hot()
    assert hot.y.shape == (30, 3) and (hot.y.sum(axis=1) == 1).all() and (hot.y.argmax(axis=1) == data.y[:, 0]).all()
    f = engine.NetworkLoss(engine.network((2, 3)), hot.x, hot.y, "softmax_cross_entropy")
    assert f.value(np.zeros(9)) == pytest.approx(np.log(3))


def test_a_fresh_process_makes_the_same_bits():
    program = "from bpwidgets.datasets import DATASETS; print(*[make().content for make in DATASETS.values()])"
    fresh = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parent.parent, capture_output=True,
                           text=True,
                           check=True).stdout.split()
    assert fresh == [make().content for make in datasets.DATASETS.values()]


REFUSALS = {
    "x of Dataset: expected finite numbers; got nan at index [1]. Remove or replace 2 such entries.":
        ([1, np.nan, np.inf], [1, 2, 3]),
    "y of Dataset: expected finite numbers; got -inf at index [0, 1]. Remove or replace 1 such entry.":
        ([1], [[1, -np.inf]]),
    "x of Dataset: expected real numbers; got ['a', 'b']. Convert the values to numbers first.": (["a", "b"], [1, 2]),
    "x of Dataset: expected real numbers; got None. Convert the values to numbers first.": (None, [1, 2]),
    "x of Dataset: expected real numbers; got [1j]. Convert the values to numbers first.": ([1j], [1]),
    "x of Dataset: expected rows of equal length; got [[1, 2], [3]].": ([[1, 2], [3]], [1, 2]),
    "x of Dataset: expected at least one number; got an array of shape (0,).": ([], []),
    "y of Dataset: expected 3 rows, as many as x has; got an array of shape (2,). Each input needs one desired output.":
        ([1, 2, 3], [1, 2]),
    "x of Dataset: expected an array with 1 or 2 axes; got 0, shape ().": (3.0, [1]),
    "x of Dataset: expected an array with 1 or 2 axes; got 3, shape (1, 1, 1).": ([[[1]]], [1]),
    "name of Dataset: expected a text that is not empty; got ' '.": ([1], [1], " "),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_what_is_not_data_is_refused_with_a_reason(text):
    with pytest.raises(ValueError) as caught:
        Dataset(*REFUSALS[text])
    assert str(caught.value) == text


CURVE, MOONS = datasets.curve("sine", n=9), datasets.moons(n=10)
NOT_DONE = {
    "fraction of Dataset.split: expected a number that gives both parts at least one of the 10 rows; got 0.01.":
        lambda: MOONS.split(0.01),
    "fraction of Dataset.split: expected a number that gives both parts at least one of the 10 rows; got 80.":
        lambda: MOONS.split(80),
    "fraction of Dataset.split: expected a finite number; got '1/2'.": lambda: MOONS.split("1/2"),
    "seed of Dataset.split: expected a whole number, 0 or more; got None.": lambda: MOONS.split(seed=None),
    "values of Dataset.relabel: expected 2 numbers, for the labels 0, 1; got (1, 2, 3).": lambda: MOONS.relabel(1, 2,
                                                                                                                3),
    "values of Dataset.relabel: expected real numbers; got ('a', 'b'). Convert the values to numbers first.":
        lambda: MOONS.relabel("a", "b"),
    "y of Dataset.relabel: expected one column of whole numbers, the labels of the classes; got an array of shape (9, "
    "1).":
        lambda: CURVE.relabel(0, 1),
    "y of Dataset.one_hot: expected one column of whole numbers, the labels of the classes; got an array of shape (10, "
    "2).":
        lambda: MOONS.one_hot().one_hot(),
}


@pytest.mark.parametrize("text", NOT_DONE)
def test_what_cannot_be_done_with_a_data_set_is_refused_with_a_reason(text):
    with pytest.raises(ValueError) as caught:
        NOT_DONE[text]()
    assert str(caught.value) == text
