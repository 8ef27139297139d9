"""The handwritten digits, as nets are trained on them and tested."""
from __future__ import annotations

from functools import lru_cache

from .. import engine
from ..datasets import digits
from ..datasets.dataset import Dataset
from .data import Parts, parts_of
from .targets import Targets

CLASSES = 10
LOSS = engine.LOSSES["softmax_cross_entropy"]
# The share of digits that a net is tested on and never trained on.
TEST_SHARE = 0.25
TESTED = round(TEST_SHARE * len(digits()))
TRAINED = len(digits()) - TESTED


@lru_cache(maxsize=4)
def parts_for(seed: int) -> Parts:
    """The digits for training and those for the test.

    >>> len(parts_for(0).train), len(parts_for(0).test)
    (1348, 449)
    """
    return classes_of(digits(), seed)


def classes_of(data: Dataset, seed: int) -> Parts:
    """Images of some classes for training, and a quarter of them for the test."""
    return parts_of(data, _asked, classes=True, test_share=TEST_SHARE, seed=seed)


def _asked(labels: tuple[float, ...], columns: int) -> Targets:
    return Targets.of(labels, columns, LOSS, engine.ACTIVATIONS["identity"])
