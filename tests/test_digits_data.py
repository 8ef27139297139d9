"""The handwritten digits that travel with the package: the published numbers, bit for bit, and small."""
from importlib import import_module
from importlib.resources import files

import numpy as np
import pytest
from sklearn.datasets import load_digits

from bpwidgets.datasets import digits


def test_the_digits_are_those_of_scikit_learn_bit_for_bit():
    ours, theirs = digits(), load_digits()
    assert (ours.x == theirs.data / 16).all() and (ours.y[:, 0] == theirs.target).all()


def test_the_digits_have_the_published_numbers():
    # O10b of the references: scikit-learn 1.9.1.
    data = digits()
    assert data.x.shape == (1797, 64) and data.x.max() == 1.0
    assert np.bincount(data.y[:, 0].astype(int)).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert data.x.mean() == pytest.approx(0.305260286241, rel=1e-9)
    assert (data.x ** 2).mean() == pytest.approx(0.2345968595663, rel=1e-9)


def test_they_take_less_than_a_hundred_kilobytes_and_say_where_they_come_from():
    assert len((files("bpwidgets.datasets") / "digits.npz").read_bytes()) < 100_000
    said = import_module("bpwidgets.datasets.handwritten").__doc__
    assert "UCI" in said and "CC BY 4.0" in said and "10.24432/C50P49" in said
