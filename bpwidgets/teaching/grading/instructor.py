"""The instructor's version of a lesson's notebook, for nbgrader: each exercise with its solution between marks that
nbgrader cuts out, and below it a cell that gives the points.

A cell is an exercise if it defines a function and ends in `lesson.check("its-name", function)`. The solution is the
body of the exercise's reference. Nothing of the notebook is run, and a notebook that is exported twice is the same to
the byte. The form of the metadata is version 3 of nbgrader (`nbgrader/nbgraderformat/v3.json`).
"""
from __future__ import annotations

import ast
import builtins
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ...atomic_file import write_atomically
from ...errors import nearest
from ..items.exercise import Exercise
from ..lesson import Lesson
from .stub import NotExportable, function_or_none, parsed, with_solution

TEST = """# The points for {function}: nbgrader runs this cell on fresh numbers. Elsewhere it says nothing.
{lesson}.grade("{name}", {function});"""
LONGEST_ID = 64


class _Asked(NamedTuple):
    """What an exercise's cell says: the name of the lesson's variable, of the exercise and of the function."""

    lesson: str
    name: str
    function: str


def export(path: Path, out: Path, lesson: Lesson | None = None) -> tuple[str, ...]:
    """Write the instructor's version of the notebook at `path` to `out`; answers with the names of its exercises.

    lesson: where its exercises stand; the lesson of the course that the notebook names, if none is given.

    Raises
    ------
    NotExportable
        If the notebook has no exercises, one that the lesson does not know, or a stub that is written already; or if
        there is another file at `out`.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = notebook["cells"]
        sources = ["".join(cell["source"]) if cell["cell_type"] == "code" else "" for cell in cells]
    except (ValueError, KeyError, TypeError):
        raise NotExportable("this is not a notebook of format 4") from None
    lesson = lesson or _named_lesson(sources)
    found = dict(_exercise_cells(sources))
    if not found:
        raise NotExportable('no cell is an exercise: one that defines a function and ends in lesson.check("its-name", '
                            "function)")
    written = [part for k, cell in enumerate(cells) for part in
               (_two_cells(cell, sources, k, found[k], lesson) if k in found else [cell])]
    text = json.dumps({**notebook, "cells": written}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    _write(out, text.encode())
    return tuple(asked.name for asked in found.values())



def _two_cells(cell: dict[str, Any], sources: Sequence[str], k: int, asked: _Asked, lesson: Lesson) -> list[Any]:
    """The cell with the solution, and the one that gives the points."""
    exercise = _exercise(lesson, asked, k)
    _refuse_unknown_names(exercise, sources[:k + 1], k)
    try:
        solved = with_solution(sources[k], asked.function, exercise.source)
    except NotExportable as error:
        raise NotExportable(f"cell {k}: {error}") from None
    grade_id = re.sub(r"[^A-Za-z0-9_-]", "-", f"{lesson.name}-{asked.name}")
    test = {"cell_type": "code", "source": _stored(TEST.format(**asked._asdict())),
            "metadata": {"nbgrader": _metadata(f"{grade_id}-test", grade=True, points=exercise.points)}}
    if "id" in cell:
        test["id"] = f"{grade_id[:LONGEST_ID - 5]}-test"
    run = {"outputs": [], "execution_count": None}
    metadata = cell["metadata"] | {"nbgrader": _metadata(grade_id, grade=False)}
    return [cell | run | {"source": _stored(solved), "metadata": metadata}, test | run]


def _metadata(grade_id: str, *, grade: bool, **points: float) -> dict[str, Any]:
    """Points are given by a locked cell; the solution stands in one that the learner writes."""
    return {"schema_version": 3, "grade_id": grade_id, "grade": grade, "solution": not grade, "locked": grade,
            "task": False, **points}


def _named_lesson(sources: Sequence[str]) -> Lesson:
    """The lesson of the course that the notebook opens with `bp.lesson("its-name")`."""
    from ..course import lesson

    for call in _calls(sources):
        if _called(call) == "lesson" and call.args and isinstance(call.args[0], ast.Constant):
            try:
                return lesson(call.args[0].value)
            except ValueError as error:
                raise NotExportable(str(error)) from None
    raise NotExportable('it opens no lesson of the course with bp.lesson("its-name"). For a lesson of your own, say '
                        "where it is: --lesson MODULE:NAME")


def _exercise_cells(sources: Sequence[str]) -> Iterator[tuple[int, _Asked]]:
    for k, source in enumerate(sources):
        for call in _calls([source]):
            if _called(call) != "check" or len(call.args) != 2 or not isinstance(call.args[0], ast.Constant):
                continue
            if not isinstance(call.args[1], ast.Name) or function_or_none(source, call.args[1].id) is None:
                raise NotExportable(f"cell {k}: the function that it checks is not defined in the same cell")
            yield k, _Asked(ast.unparse(call.func.value), call.args[0].value, call.args[1].id)


def _exercise(lesson: Lesson, asked: _Asked, k: int) -> Exercise:
    exercises = {item.name: item for item in lesson.items if isinstance(item, Exercise)}
    if asked.name not in exercises:
        raise NotExportable(f"cell {k}: lesson {lesson.name!r} has no exercise {asked.name!r}. "
                            f"{nearest(asked.name, exercises)}".rstrip())
    exercise = exercises[asked.name]
    if exercise.reference.__name__ != asked.function:
        raise NotExportable(f"cell {k}: exercise {asked.name!r} asks for {exercise.reference.__name__}, and the cell "
                            f"defines {asked.function}")
    return exercise


def _refuse_unknown_names(exercise: Exercise, sources: Sequence[str], k: int) -> None:
    """The solution may use what the notebook has imported or defined so far, and nothing else."""
    code = ast.parse(exercise.source)
    known = _bound([code]) | set(dir(builtins)) | _bound(map(parsed, sources))
    unknown = sorted({node.id for node in ast.walk(code) if isinstance(node, ast.Name)} - known)
    if unknown:
        raise NotExportable(f"cell {k}: the reference of {exercise.name!r} uses {', '.join(unknown)}, which the "
                            "notebook does not import or define before it")


def _bound(trees: Any) -> set[str]:
    """Names that get a value somewhere in the code."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return ({node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
            | {node.arg for node in nodes if isinstance(node, ast.arg)}
            | {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
            | {(node.asname or node.name).partition(".")[0] for node in nodes if isinstance(node, ast.alias)})


def _calls(sources: Sequence[str]) -> Iterator[ast.Call]:
    for source in sources:
        yield from (node for node in ast.walk(parsed(source)) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    """The last word of what is called: lesson, of bp.lesson(...)."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""



def _stored(source: str) -> list[str]:
    return source.splitlines(keepends=True)


def _write(out: Path, content: bytes) -> None:
    if out.exists() and out.read_bytes() != content:
        raise NotExportable(f"there is another {out} already. Move it away, or name another file")
    write_atomically(out, content)
