"""Something that takes long and comes in pieces, kept by a memo: whoever asks next goes on where it was left."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Piece = TypeVar("Piece")


class Growth(Generic[Piece]):
    """The last of the pieces that `make(*given)` has given so far.

    >>> growth = Growth(lambda n: (k * k for k in range(n)), 3)
    >>> growth.known, growth.grow(), growth.known, growth.grow(), growth.grow(), growth.known
    (0, True, 1, True, False, 4)
    """

    def __init__(self, make: Callable[..., Iterator[Piece]], *given: object):
        self._make = lambda: make(*given)
        self._pieces, self._count = self._make(), 1
        self.known: Piece = next(self._pieces)

    def grow(self) -> bool:
        """One piece more, if there is one. After an interruption the pieces are made anew, up to where it was."""
        try:
            piece = next(self._pieces, None)
        except BaseException:
            self._pieces = self._make()
            for _ in range(self._count):
                next(self._pieces)
            raise
        if piece is None:
            return False
        self.known, self._count = piece, self._count + 1
        return True
