"""Long computations with rests: places on the way at which they can be left."""
from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, TypeVar

T = TypeVar("T")
# Computes a T; at each rest the caller may leave it.
Rests = Generator[None, None, T]


def finished(growing: Rests[T]) -> T:
    """What is computed, without a rest.

    >>> def third():
    ...     yield
    ...     yield
    ...     return 3
    >>> finished(third())
    3
    """
    while True:
        try:
            next(growing)
        except StopIteration as end:
            return end.value


def showing(growing: Rests[T], shown: Any) -> Generator[Any, None, T]:
    """What is computed; at each rest a study gives what it has shown so far once more, if there is anything to show."""
    while True:
        try:
            next(growing)
        except StopIteration as end:
            return end.value
        if shown is not None:
            yield shown


def stretches(count: int, together: int) -> Iterator[slice]:
    """A number of layers, or of anything else in a row, so many at a time.

    >>> list(stretches(5, 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    together = max(together, 1)
    return (slice(first, min(first + together, count)) for first in range(0, count, together))
