"""`bpwidgets lesson check`: what does not hold in a lesson, and what to do."""
from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import course
from ..lesson import Lesson
from .code import code
from .form import form
from .items import Checked, checked
from .labs import labs, open_labs
from .notebook import Finding, Notebook
from .place import acts, place, shown
from .spoilers import spoilers


def check(path: Path) -> tuple[str, ...]:
    """One sentence for each thing that does not hold in the lesson of a notebook; nothing if all does.

    The lesson is the one that its cells name, `lesson = bp.lesson("its-name")`, or one that they import from a module
    beside the notebook. Its items are gone through state by state; the cells themselves are read and not run.

    Raises
    ------
    ValueError
        If the file is no notebook.
    OSError
        If it cannot be read.
    """
    notebook = Notebook.read(path)
    lesson, found = _lesson(notebook)
    items = [checked(item) for item in lesson.items] if lesson else []
    found += [*form(notebook, [one.item for one in items]), *code(notebook), *labs(notebook)]
    if lesson:
        found += _of_lesson(lesson, notebook, items)
    in_order = sorted(dict.fromkeys(found), key=lambda finding: -1 if finding.cell is None else finding.cell)
    return tuple(map(str, in_order))


def _of_lesson(lesson: Lesson, notebook: Notebook, items: list[Checked]) -> Iterator[Finding]:
    uses = notebook.uses()
    yield from place(lesson, course.all_lessons())
    yield from acts(lesson, items, open_labs(notebook))
    yield from shown(lesson, uses)
    for one in items:
        yield from one.findings
    yield from spoilers(notebook, items, uses)


def _lesson(notebook: Notebook) -> tuple[Lesson | None, list[Finding]]:
    """The lesson of a notebook, and what stands in the way."""
    names = dict.fromkeys(name for _, name in notebook.lessons())
    if len(names) > 1:
        return None, [Finding(None, f"its cells name {len(names)} lessons ({', '.join(names)}); "
                                    "let a notebook have one.")]
    for name in names:
        if name in course.names():
            return course.lesson(name), []
        known = ", ".join(course.names()) or "none yet"
        return None, [Finding(notebook.lessons()[0][0], f"there is no lesson {name!r}; the names are {known}.")]
    own = next(_own_lessons(notebook), None)
    return own, [] if own else [Finding(None, 'no cell names its lesson; write: lesson = bp.lesson("its-name").')]


def _own_lessons(notebook: Notebook) -> Iterator[Lesson]:
    """Lessons that the notebook imports from the author's modules beside it."""
    for _, module, name in notebook.imports():
        file = notebook.path.parent / f"{module}.py"
        if file.is_file():
            found: Any = getattr(_module(file), name, None)
            if isinstance(found, Lesson):
                yield found


def _module(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
