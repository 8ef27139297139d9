"""Tables: rows by name, read-only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any


class Table(Mapping[str, Any]):
    """Rows by name: first those given, then the ROWS of another module, which is imported when one is needed.

    Examples
    --------
    >>> from bpwidgets.engine.losses import LOSSES
    >>> LOSSES["mse"], len(LOSSES), "gelu" in LOSSES
    (Loss('mse'), 9, False)
    """

    def __init__(self, rows: Sequence[Any], others: str) -> None:
        self._first, self._others = {row.name: row for row in rows}, others

    @cached_property
    def _all(self) -> dict[str, Any]:
        return self._first | {row.name: row for row in import_module(self._others).ROWS}

    def __getitem__(self, name: str) -> Any:
        return self._first[name] if name in self._first else self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __repr__(self) -> str:
        return f"Table({', '.join(self)})"
