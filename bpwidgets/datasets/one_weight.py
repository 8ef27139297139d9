"""Tables for one weight: plain lists of inputs and desired outputs."""

from __future__ import annotations

from types import MappingProxyType

from .dataset import Dataset


def weight_table() -> Dataset:
    """The one-weight table: inputs 0, 3, 9, 27 and desired outputs 0, 6, 18, 54, so that the best weight is 2.

    Examples
    --------
    >>> weight_table().x.tolist(), weight_table().y.tolist()
    ([0.0, 3.0, 9.0, 27.0], [0.0, 6.0, 18.0, 54.0])
    """
    return ONE_WEIGHT["weight_table"]


_ROWS = (
    Dataset([0, 3, 9, 27], [0, 6, 18, 54], "weight_table", summary="The best weight is 2, without any error"),
    # no weight fits all rows: the best one, 1.5, leaves a sum of squared errors of 1.5
    Dataset([1, 2, 3, 4], [2, 2, 5, 6], "noisy_line", summary="The best weight is 1.5; no weight fits all rows"),
    # the best weight is -1.5: from a positive start the step must go down through 0
    Dataset([1, 2, 3, 4], [-1.5, -3, -4.5, -6], "negative_slope", summary="The best weight is -1.5"),
)

ONE_WEIGHT = MappingProxyType({data.name: data for data in _ROWS})
