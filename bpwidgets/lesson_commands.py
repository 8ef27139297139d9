"""The commands around lessons: `bpwidgets record`, `class` and `lesson`."""
from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

# the name of the learner's folder, if none is named
FOLDER = "bpwidgets-lessons"

EXPORT_HELP = """Writes the instructor's version of a lesson's notebook, for nbgrader: each exercise with its solution
between BEGIN SOLUTION and END SOLUTION, and below it a cell that gives the points. Put it into source/ASSIGNMENT/ of
an nbgrader course. An existing file is not overwritten."""
RECORD_ADVICE = "Run this in the folder of the lessons, or name the file."
RECORD_HELP = f"the record; record.jsonl here or in {FOLDER} if none is named"
CLASS_HELP = """Tells of each item how many were right, the most chosen wrong answer and the idea behind it, and how
many were sure of what is wrong. What to talk about first stands first. Nothing leaves the machine."""
CHECK_HELP = """Says of each lesson, sentence by sentence, what does not hold, with the number of the cell (counted from
0) and what to do: answers that are given away, states that fail, names and prerequisites that are not there, too many
words or controls, headings, alternative texts, long lines. Status 1 if anything was found."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"



def add_lesson_commands(commands: Commands) -> None:
    """Add them to the parser of `bpwidgets`."""
    _add_record(commands)
    _add_class(commands)
    _add_lesson(commands)


def _add_record(commands: Commands) -> None:
    record = commands.add_parser("record", help="what you did in the lessons: to read, or as a table")
    ways = record.add_subparsers(dest="way", metavar="WAY", required=True)
    show = ways.add_parser("show", help="tell it, lesson by lesson")
    show.add_argument("record", nargs="?", type=Path, metavar="FILE", help=RECORD_HELP)
    show.set_defaults(run=_show_record)
    export = ways.add_parser("export", help="write it as CSV, a line for each event")
    export.add_argument("target", type=Path, metavar="FILE.csv", help="a new file; one that exists is not touched")
    export.add_argument("--record", type=Path, metavar="FILE", help=RECORD_HELP)
    export.add_argument("--anonymous", action="store_true",
                        help="without your own words and settings, with days in place of times")
    export.set_defaults(run=_export_record)


def _add_class(commands: Commands) -> None:
    group = commands.add_parser("class", help="what a class got right and wrong, from its records",
                                description=CLASS_HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    group.add_argument("records", nargs="+", metavar="FILE.jsonl", help="the record of one learner")
    group.add_argument("--lesson", metavar="NAME", help="of this lesson alone")
    group.set_defaults(run=_class)


def _add_lesson(commands: Commands) -> None:
    """`bpwidgets lesson ...`: what is done with one lesson's notebook."""
    parser = commands.add_parser("lesson", help="check a lesson's notebook")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_lesson_check(actions)
    _add_lesson_export(actions)


def _add_lesson_check(actions: Commands) -> None:
    check = actions.add_parser("check", help="say what is wrong with a lesson and what to do", description=CHECK_HELP,
                               formatter_class=argparse.RawDescriptionHelpFormatter)
    check.add_argument("notebooks", nargs="+", type=Path, metavar="FILE")
    check.set_defaults(run=_check_lesson)


def _add_lesson_export(actions: Commands) -> None:
    export = actions.add_parser("export", help="write the instructor's version, for nbgrader", description=EXPORT_HELP,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    export.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    export.add_argument("--out", type=Path, metavar="FILE", required=True, help="where to write it")
    export.add_argument("--lesson", metavar="MODULE:NAME", help="where a lesson of your own is, as my_lessons:LESSON")
    export.set_defaults(run=_lesson_export)


def _lesson_export(options: argparse.Namespace) -> int:
    from .teaching.grading import instructor

    try:
        lesson = _own_lesson(options.lesson) if options.lesson else None
        names = instructor.export(options.notebook, options.out, lesson)
    except (instructor.NotExportable, OSError) as error:
        return fail(f"{options.notebook}: {error}")
    print(f"{options.out}: {len(names)} exercise{'s'[len(names) == 1:]} ({', '.join(names)})")
    return 0


def _own_lesson(place: str) -> Any:
    """The lesson of a name in a module, which is looked for in the present folder, too."""
    from .teaching.grading import instructor
    from .teaching.lesson import Lesson

    module, _, name = place.partition(":")
    sys.path.insert(0, "")
    try:
        lesson = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise instructor.NotExportable(f"--lesson {place}: expected MODULE:NAME, as my_lessons:LESSON; "
                                       f"{error}") from None
    if not isinstance(lesson, Lesson):
        raise instructor.NotExportable(f"--lesson {place}: this is a {type(lesson).__name__}, and not a Lesson")
    return lesson


def _show_record(options: argparse.Namespace) -> int:
    from .teaching.reports import record_pages

    path = _record_file(options.record)
    try:
        print(record_pages.as_text(record_pages.read_record(path)))
    except OSError as error:
        return fail(f"The record {path} cannot be read: {error.strerror}. {RECORD_ADVICE}")
    return 0


def _export_record(options: argparse.Namespace) -> int:
    from .teaching.reports import record_pages

    path = _record_file(options.record)
    try:
        table = record_pages.as_csv(record_pages.read_record(path), anonymous=options.anonymous)
    except OSError as error:
        return fail(f"The record {path} cannot be read: {error.strerror}. {RECORD_ADVICE}")
    try:
        with options.target.open("x", encoding="utf-8", newline="") as file:
            file.write(table)
    except FileExistsError:
        return fail(f"{options.target} exists, and nothing was written. Name a file that does not exist yet.")
    except OSError as error:
        return fail(f"{options.target} cannot be written: {error.strerror}.")
    return 0


def _record_file(named: Path | None) -> Path:
    """The record that is meant: the one that is named, that of this folder, or that of the lessons in it."""
    from .teaching.records.record import FILE

    if named is not None:
        return named / FILE if named.is_dir() else named
    return next((place for place in (Path(FILE), Path(FOLDER) / FILE) if place.exists()), Path(FILE))


def _class(options: argparse.Namespace) -> int:
    from .teaching.reports import class_report, record_pages

    status, records = 0, []
    for path in _files(options.records):
        try:
            records.append(record_pages.read_record(path))
        except OSError as error:
            status = fail(f"The record {path} cannot be read: {error.strerror}. The others are counted.")
    print(class_report.as_text(class_report.class_report(records, options.lesson), len(records)))
    return status


def _files(named: list[str]) -> Iterator[Path]:
    """The files, each once; a shell of Windows leaves `*.jsonl` as it stands."""
    found: dict[Path, None] = {}
    for name in named:
        path = Path(name)
        many = [] if path.exists() else sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
        found |= dict.fromkeys(many or [path])
    yield from found


def _check_lesson(options: argparse.Namespace) -> int:
    from .teaching.checks import lesson_check

    status = 0
    for path in options.notebooks:
        try:
            findings = lesson_check.check(path)
        except (OSError, ValueError, ImportError) as error:
            findings = (str(error),)
        print("\n".join(f"{path}: {sentence}" for sentence in findings or ("nothing to mend.",)), flush=True)
        status |= bool(findings)
    return status


def fail(sentence: str) -> int:
    """Say on stderr what could not be done; answers the exit status."""
    print(sentence, file=sys.stderr)
    return 1
