"""A lesson's notebook as its checks read it: cells with their numbers, code as a tree, and what outputs say."""
from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

# Letters of pictures inside of HTML, and lines that only IPython knows.
PICTURE_LETTERS = re.compile(r"data:image/[^\"')\s]*")
MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)


class Finding(NamedTuple):
    """What does not hold, and what to do. cell: the number of the cell, from 0; None for the lesson as a whole."""

    cell: int | None
    sentence: str

    def __str__(self) -> str:
        return self.sentence if self.cell is None else f"cell {self.cell}: {self.sentence}"


@dataclass(frozen=True)
class Cell:
    """A cell: its number, from 0, "code" or "markdown", its source and its outputs."""

    number: int
    kind: str
    source: str
    outputs: Sequence[Any] = ()

    @cached_property
    def tree(self) -> ast.Module:
        """The code, without lines that only IPython understands; raises SyntaxError."""
        try:
            return ast.parse(self.source)
        except SyntaxError:
            return ast.parse(MAGIC.sub(r"\1pass", self.source))

    @cached_property
    def code(self) -> ast.Module:
        """The code; nothing where there is none, or where it cannot be read."""
        try:
            return self.tree if self.kind == "code" else ast.Module([], [])
        except SyntaxError:
            return ast.Module([], [])

    def calls(self) -> Iterator[ast.Call]:
        """All calls in it, in order."""
        yield from (node for node in ast.walk(self.code) if isinstance(node, ast.Call))

    @cached_property
    def said(self) -> Sequence[str]:
        """All that its outputs say as text, alternative texts included."""
        return [PICTURE_LETTERS.sub("", text) for output in self.outputs for text in _texts(output) if text]

    def forms(self, kind: str) -> list[str]:
        """What stands in its outputs in one form, such as "text/plain"."""
        return [_joined(output["data"][kind]) for output in self.outputs if kind in output.get("data", {})]


class Use(NamedTuple):
    """A place at which a notebook shows an item. way: "show" or "check"; name: None if it is not written out."""

    cell: int
    way: str
    name: str | None


@dataclass(frozen=True)
class Notebook:
    """The notebook of a lesson. path: where it lies."""

    path: Path
    cells: Sequence[Cell]

    @classmethod
    def read(cls, path: Path) -> Notebook:
        """The notebook in a file. Raises ValueError if it is none."""
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            cells = [Cell(k, cell["cell_type"], _joined(cell["source"]), cell.get("outputs", ()))
                     for k, cell in enumerate(stored["cells"])]
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"this is not a notebook of format 4 ({type(error).__name__}: {error})") from None
        return cls(path, cells)

    def of_kind(self, kind: str) -> list[Cell]:
        """The cells of a kind."""
        return [cell for cell in self.cells if cell.kind == kind]

    def uses(self) -> list[Use]:
        """Where items are shown: `lesson.show("name")`, `lesson.check("name", function)`."""
        names = {name for cell in self.cells for name in _lesson_names(cell, self.path.parent)}
        return [Use(cell.number, call.func.attr, _first_text(call)) for cell in self.cells for call in cell.calls()
                if isinstance(call.func, ast.Attribute) and call.func.attr in ("show", "check")
                and _is_lesson(call.func.value, names)]

    def lessons(self) -> list[tuple[int, str]]:
        """Which lessons are named, in which cells: `bp.lesson("name")`."""
        return [(cell.number, name) for cell in self.cells for call in cell.calls()
                if _is_call_of_lesson(call) and (name := _first_text(call)) is not None]

    def imports(self) -> list[tuple[int, str, str]]:
        """What is imported by name from modules: cell, module, name."""
        return [(cell.number, node.module, alias.name) for cell in self.cells for node in ast.walk(cell.code)
                if isinstance(node, ast.ImportFrom) and node.module and not node.level for alias in node.names]


def _lesson_names(cell: Cell, folder: Path) -> Iterator[str]:
    """Variables that hold the lesson: from `bp.lesson(...)`, or imported from the author's module in the folder."""
    for node in ast.walk(cell.code):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _is_call_of_lesson(node.value):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        if isinstance(node, ast.ImportFrom) and (folder / f"{node.module}.py").is_file():
            yield from (alias.asname or alias.name for alias in node.names)


def _is_lesson(node: ast.expr, names: set[str]) -> bool:
    if isinstance(node, ast.Call):
        return _is_call_of_lesson(node)
    return isinstance(node, ast.Name) and node.id in names


def _is_call_of_lesson(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name == "lesson"


def _first_text(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _texts(output: Any) -> Iterator[str]:
    yield _joined(output.get("text", ""))
    yield str(output.get("evalue", ""))
    for kind, form in output.get("data", {}).items():
        if kind.startswith("text/"):
            yield _joined(form)
    for form in output.get("metadata", {}).values():
        yield str(form.get("alt", "")) if isinstance(form, dict) else ""


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)
