"""Drawn digits in a file of your own: JSON, one drawing in a line, never written over."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..errors import Verbatim, argument_error

KEYS = {"digit", "strokes"}


def save_drawings(path: str | os.PathLike[str], drawings: Iterable[Any]) -> None:
    """Write drawings into a new file.

    Parameters
    ----------
    path
        Of a file that is not there yet, such as "my-digits.json".
    drawings
        Records with the digit that is meant and its strokes, as `lab.settings.kept` of a `DigitsLab` has them.

    Raises
    ------
    ArgumentError
        If the file exists, cannot be written, or a record is no drawing.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "mine.json"
    >>> save_drawings(file, [{"digit": 1, "strokes": "40,28 52,14 52,86"}])
    >>> load_drawings(file)
    [{'digit': 1, 'strokes': '40,28 52,14 52,86'}]
    """
    of = "save_drawings"
    records = [_checked(dict(record), of) for record in drawings]
    lines = ",\n".join(json.dumps(record) for record in records)
    try:
        with Path(path).open("x", encoding="utf-8") as file:
            file.write(f"[{lines}]\n")
    except FileExistsError:
        expected = "the path of a file that is not there yet"
        raise argument_error("path", of, expected, str(path), "Drawings are never written over.") from None
    except OSError as error:
        raise argument_error("path", of, "a file that can be written", str(path), str(error)) from None


def load_drawings(path: str | os.PathLike[str]) -> list[dict[str, Any]]:
    """The drawings of a file, for `DigitsLab(kept=...)`.

    Raises
    ------
    ArgumentError
        If the file cannot be read, or holds something else.
    """
    of = "load_drawings"
    try:
        records = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise argument_error("path", of, "a file that can be read", str(path), str(error)) from None
    except ValueError as error:
        raise argument_error("path", of, "a file that `save_drawings` wrote", str(path), str(error)) from None
    if not isinstance(records, list):
        raise argument_error("path", of, "a list of drawings", Verbatim(type(records).__name__))
    return [_checked(record, of) for record in records]


def _checked(record: Any, of: str) -> dict[str, Any]:
    """A record with what a drawing has, and nothing else."""
    if not isinstance(record, Mapping) or set(record) != KEYS or not isinstance(record["strokes"], str) \
            or record["digit"] not in range(10):
        raise argument_error("drawings", of, "records such as {'digit': 7, 'strokes': '30,18 68,16 46,86'}", record)
    return {"digit": int(record["digit"]), "strokes": record["strokes"]}
