"""A learner's own table, read from a CSV file: text is split into cells and cells become numbers, nothing is ever
evaluated."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

import numpy as np

from ..errors import Verbatim, argument_error, nearest
from .dataset import Dataset

Column = str | int
# its number, as spreadsheets count, the first row of the file being row 1; and its cells
Row = tuple[int, list[str]]


def read_csv(source: str | os.PathLike[str] | TextIO, x: Column | Sequence[Column], y: Column | Sequence[Column], *,
             header: bool = True, separator: str = ",", decimal: str = ".", name: str | None = None) -> Dataset:
    """A data set from columns of a CSV file: x (N, inputs) and y (N, outputs), one row of the file per example.

    Blank rows are passed over, and so is the mark that some programs put in front of UTF-8. Cells in quotes may hold
    the separator. Columns that are not asked for may hold anything.

    Parameters
    ----------
    source
        The path of a file in UTF-8, or an open text file. (Text in a variable goes in as `io.StringIO(text)`.)
    x, y
        The columns of inputs and of desired outputs, one or several: names in the first row, or positions from 0, where
        -1 is the last.
    header
        Whether the first row holds names.
    separator
        The character between cells.
    decimal
        The character in front of decimals: "." or ",".
    name
        What menus call the data set; None for the name of the file.

    Raises
    ------
    ArgumentError
        If the file cannot be read, has no such column, has rows of unequal length, or has a cell that is not a finite
        number; the text says in which row and column.

    Examples
    --------
    >>> plants = io.StringIO("kind,height,width\\n0,1.5,2\\n1,3,0.5\\n")
    >>> read_csv(plants, x=("height", "width"), y="kind", name="plants").x.tolist()
    [[1.5, 2.0], [3.0, 0.5]]
    >>> read_csv(io.StringIO("1;2,5\\n3;tall"), x=0, y=-1, header=False, separator=";", decimal=",")
    Traceback (most recent call last):
    bpwidgets.errors.ArgumentError: row 2, column 1 of the file: expected a number; got 'tall'.
    """
    stem, file = _name(source)
    names, rows = _table(_rows(_text(source), separator, file), header, file)
    if decimal not in (".", ","):
        raise argument_error("decimal", "read_csv", "'.' or ','", decimal)
    shown = [repr(name) for name in names] if header else names
    data = {}
    for parameter, wanted in dict(x=x, y=y).items():
        columns = [_position(column, names, parameter, file) for column in _listed(wanted, parameter)]
        data[parameter] = np.array([[_number(cells[i], decimal, f"row {number}, column {shown[i]}", file)
                                     for i in columns]
                                    for number, cells in rows])
    return Dataset(data["x"], data["y"], name or stem)


def _name(source: object) -> tuple[str, str]:
    """What menus call the data, and what messages call the file: its name without its folder."""
    path = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", None)
    return (Path(path).stem, Path(path).name) if isinstance(path, (str, os.PathLike)) else ("own data", "the file")


def _text(source: str | os.PathLike[str] | TextIO) -> str:
    if not isinstance(source, (str, os.PathLike)):
        text = source.read() if hasattr(source, "read") else None
        if not isinstance(text, str):
            raise argument_error("source", "read_csv", "a path or an open text file", source)
        return text.removeprefix("\ufeff")
    if "\n" in os.fspath(source):
        raise argument_error("source", "read_csv", "a path or an open text file", source,
                             "Give text itself as io.StringIO(text).")
    try:
        return Path(source).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        found = Verbatim(f"byte {error.object[error.start]:#04x} at position {error.start}")
        raise argument_error("source", "read_csv", "a file in UTF-8", found, "Open it with its own encoding, "
                      f"open({Path(source).name!r}, encoding=...), and give that.") from None
    except OSError as error:
        name, folder = Path(source).name, Path(source).resolve().parent
        advice = nearest(name, sorted(path.name for path in folder.glob("*.csv"))) or f"It was looked for in {folder}."
        raise argument_error("source", "read_csv", "a file that can be read", Verbatim(f"{name!r} ({error.strerror})"),
                             advice) from None


def _rows(text: str, separator: str, file: str) -> list[Row]:
    """The rows that are not blank, with their numbers."""
    if not isinstance(separator, str) or len(separator) != 1 or separator in '"\r\n':
        raise argument_error("separator", "read_csv", "one character, neither a quote nor a line end", separator)
    rows, lines = [], io.StringIO(text, newline=None)            # None: any of the three line ends will do
    try:
        for cells in csv.reader(lines, delimiter=separator, skipinitialspace=separator != " ", strict=True):
            rows.append([cell.strip() for cell in cells])
    except csv.Error as error:
        raise argument_error(f"row {len(rows) + 1}", file, "cells with their quotes in pairs",
                             Verbatim(error)) from None
    return [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]


def _table(rows: list[Row], header: bool, file: str) -> tuple[list[str], list[Row]]:
    """The names of the columns, or their positions if they have none; and the rows of data, all of one length."""
    needed = f"{'a row of names and ' if header else ''}at least one row of numbers"
    if len(rows) <= header:
        raise argument_error("content", file, needed, Verbatim("names alone" if rows else "nothing"))
    first, top = rows[0]
    for number, cells in rows:
        if len(cells) != len(top):
            raise argument_error(f"row {number}", file, f"{len(top)} cells, as many as in row {first}",
                                 Verbatim(len(cells)))
    if not header:
        return [str(i) for i in range(len(top))], rows
    if all(_is_number(cell) for cell in top):
        raise argument_error(f"row {first}", file, "names of columns", Verbatim(", ".join(top)),
                             "If it is data, pass header=False.")
    return top, rows[1:]


def _listed(wanted: Column | Iterable[Column], parameter: str) -> list[Column]:
    columns = [wanted] if isinstance(wanted, (str, int)) else list(wanted) if isinstance(wanted, Iterable) else []
    if not columns:
        raise argument_error(parameter, "read_csv", "a column or several, by name or position", wanted)
    return columns


def _position(column: Column, names: list[str], parameter: str, file: str) -> int:
    """Where a column stands, from its name or its position."""
    if isinstance(column, int) and not isinstance(column, bool) and -len(names) <= column < len(names):
        return column % len(names)
    if isinstance(column, str) and names.count(column) == 1:
        return names.index(column)
    expected = f"a column of {file}, one of {', '.join(names)}, or a position from 0 to {len(names) - 1}"
    raise argument_error(parameter, "read_csv", expected, column, _advice(column, names))


def _advice(column: Column, names: list[str]) -> str:
    if isinstance(column, str) and names.count(column) > 1:
        return "The name stands there more than once: give the position."
    other = [mark for mark in ";\t|," if len(names) == 1 and mark in names[0]]
    return f"Is the separator {other[0]!r}?" if other else nearest(column, names)


def _number(cell: str, decimal: str, place: str, file: str) -> float:
    # with a decimal comma a point stands between thousands; and what Python reads in a program, 1_000, is no number of
    # a table
    strange = "_" in cell or (decimal == "," and "." in cell)
    try:
        value = float("" if strange else cell.replace(decimal, "."))
    except ValueError:
        raise argument_error(place, file, "a number", cell, _advice_on(cell, decimal)) from None
    if not math.isfinite(value):
        raise argument_error(place, file, "a finite number", cell)
    return value


def _advice_on(cell: str, decimal: str) -> str:
    if not cell:
        return "Fill the cell or leave the row out."
    if "," in cell and decimal == ".":
        return "For a decimal comma pass decimal=','."
    return "With decimal=',' a point is no part of a number." if "." in cell and decimal == "," else ""


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False
