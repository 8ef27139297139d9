"""Few rows instead of all combinations, for tests over many settings."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any


def covering(strength: int = 2, **choices: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows of settings in which any two choices (or as many as `strength` says) meet at least once: what breaks where
    two fields have certain values is found, with far fewer rows than all combinations.

    Greedy: the next row is the one with most meetings that are still missing. A name like "a, b" stands for fields
    whose values, given as tuples, are chosen together.

    Examples
    --------
    >>> covering(a=(1, 2), b=(3, 4), c=(5, 6))      # 4 of 8
    [{'a': 1, 'b': 3, 'c': 5}, {'a': 1, 'b': 4, 'c': 6}, {'a': 2, 'b': 3, 'c': 6}, {'a': 2, 'b': 4, 'c': 5}]
    >>> covering(**{"a, b": ((1, 2), (3, 4)), "c": (5,)})
    [{'a': 1, 'b': 2, 'c': 5}, {'a': 3, 'b': 4, 'c': 5}]
    """
    columns = [[settings(names, values) for values in options] for names, options in choices.items()]
    # ((column, option), ...)
    rows = [tuple(enumerate(row)) for row in product(*(range(len(column)) for column in columns))]
    missing, chosen = {meeting for row in rows for meeting in combinations(row, strength)}, []
    while missing:
        chosen.append(max(rows, key=lambda row: len(missing.intersection(combinations(row, strength)))))
        missing.difference_update(combinations(chosen[-1], strength))
    return [{name: value for column, option in row for name, value in columns[column][option].items()}
            for row in chosen]


def settings(names: str, values: Any) -> dict[str, Any]:
    """One choice for the fields in `names`."""
    return dict(zip(names.split(", "), values)) if ", " in names else {names: values}
