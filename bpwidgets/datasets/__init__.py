"""Data sets: frozen, compared by content, ready for a lab; generated from a seed, given as arrays, or read from a CSV
file.

    train, test = datasets.moons(n=200, noise=0.1, seed=0).split(0.8)
    datasets.playground("circle", noise=10)
    datasets.read_csv("plants.csv", x=("height", "width"), y="kind")

`DATASETS` has all that a network takes, x (N, inputs) and y (N, 1), by name; `ONE_WEIGHT` the plain tables of the
one-weight lab.
"""

from .catalog import DATASETS
from .csv_file import read_csv
from .curves import CURVES, Curve, curve
from .dataset import Dataset
from .drawings import load_drawings, save_drawings
from .handwritten import digits
from .one_weight import ONE_WEIGHT, weight_table
from .playground_sets import PLAYGROUND, PlaygroundSet, playground
from .points import blobs, checkerboard, circles, moons, two_spirals, xor

__all__ = [
    "CURVES", "Curve", "DATASETS", "Dataset", "ONE_WEIGHT", "PLAYGROUND", "PlaygroundSet", "blobs", "checkerboard",
    "circles", "curve", "digits", "load_drawings", "moons", "playground", "read_csv", "save_drawings", "two_spirals",
    "weight_table", "xor",
]
