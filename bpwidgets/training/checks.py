"""What is refused of a run before anything is computed: parts that do not suit each other."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import Verbatim, argument_error
from .natural import columns_of, inputs_of, training_rows

# More different labels than this are numbers.
MOST_LABELS = 100


def check(settings: Any) -> None:
    """Raise ArgumentError where the loss does not suit what is asked for, or nothing is left for training."""
    row, output = settings.row("loss"), settings.row("output")
    if settings.classify:
        _check_labels(settings)
    elif row.targets != "numbers":
        raise argument_error("loss", settings.lab, "a loss for numbers, such as mse", settings.loss,
                             "Cross-entropies are for classes: classify=True.")
    if row.targets != "numbers" and output.name != "identity":
        raise argument_error("output", settings.lab, f"identity, which goes with {row.name}", settings.output,
                             "This loss makes probabilities of z itself.")
    if training_rows(settings) < 1:
        raise argument_error("test_share", settings.lab, "a share that leaves at least one point for training",
                             settings.test_share, "Take more points, or fewer of them for testing.")


def _check_labels(settings: Any) -> None:
    columns, labels = columns_of(settings) - inputs_of(settings), len(np.unique(settings.data.y))
    if columns > 1 or labels > MOST_LABELS:
        given = Verbatim(f"{columns} columns" if columns > 1 else f"{labels} different numbers")
        raise argument_error("classify", settings.lab, f"one column of targets with at most {MOST_LABELS} labels",
                             given, "For numbers: classify=False.")
