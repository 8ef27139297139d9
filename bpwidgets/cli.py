"""The command `bpwidgets`: open the lessons in JupyterLab, list them, bring notebooks into their canonical form.

Each command imports what it alone needs, so that `bpwidgets --version` answers at once.
"""
from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from . import __version__

FOLDER = "bpwidgets-lessons"
LAB_USAGE = "bpwidgets lab [DIR] [JupyterLab options]"
LAB_HELP = f"""Copies the lessons into DIR (./{FOLDER} if none is named; DIR comes first) and opens JupyterLab there.
A lesson that you changed is never overwritten. All options are JupyterLab's own, for example --no-browser or
--port 9999; they are listed by: python -m jupyterlab --help"""

CANONICAL_HELP = """Runs each notebook from its first cell to its last, with the Python that runs this command, and
writes it in the one form in which lessons are committed: no traces of when and how often it ran, small pictures, no
live views. What you wrote is kept, with all ids, tags and other metadata. Each change is listed. A notebook with a
problem is left as it is."""

EXPORT_HELP = """Writes the instructor's version of a lesson's notebook, for nbgrader: each exercise with its solution
between BEGIN SOLUTION and END SOLUTION, and below it a cell that gives the points. Put it into source/ASSIGNMENT/ of
an nbgrader course. An existing file is not overwritten."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command and answer its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    # argparse would take the value of an option it does not know for DIR
    if arguments[:1] == ["lab"] and not {"-h", "--help"} & set(arguments):
        return _lab(arguments[1:])
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 0
    return options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bpwidgets", description="See backpropagation: live labs for JupyterLab.",
                                     allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"bpwidgets {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("lab", help="copy the lessons into a folder and open JupyterLab there", usage=LAB_USAGE,
                        description=LAB_HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands.add_parser("lessons", help="list the lessons").set_defaults(run=_list)
    form = commands.add_parser("canonical", help="run notebooks and write them in the form in which they are committed",
                               description=CANONICAL_HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    form.add_argument("--check", action="store_true", help="run and write nothing, only say what would change")
    form.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    form.set_defaults(run=_canonical)
    _add_lesson(commands)
    return parser


def _add_lesson(commands: Any) -> None:
    """`bpwidgets lesson ...`: what is done with one lesson's notebook."""
    parser = commands.add_parser("lesson", help="make the instructor's version of a lesson's notebook")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_lesson_export(actions)


def _add_lesson_export(actions: Any) -> None:
    export = actions.add_parser("export", help="write the instructor's version, for nbgrader", description=EXPORT_HELP,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    export.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    export.add_argument("--out", type=Path, metavar="FILE", required=True, help="where to write it")
    export.add_argument("--lesson", metavar="MODULE:NAME", help="where a lesson of your own is, as my_lessons:LESSON")
    export.set_defaults(run=_lesson_export)


def _lab(arguments: list[str]) -> int:
    """Copy the lessons, then become JupyterLab."""
    from .lessons_folder import copy_lessons, lessons

    named = bool(arguments) and not arguments[0].startswith("-")
    folder = Path(arguments[0] if named else FOLDER).absolute()
    if importlib.util.find_spec("jupyterlab") is None:
        return _fail(f"bpwidgets lab needs JupyterLab, which is not installed beside {sys.executable}. "
                     f"Install it with: {sys.executable} -m pip install jupyterlab")
    try:
        shipped = lessons()
        print(copy_lessons(shipped, folder), flush=True)
    except OSError as error:
        return _fail(f"bpwidgets lab cannot copy the lessons into {folder}: {_reason(error, folder)}. "
                     "Name a folder that you can write to: bpwidgets lab DIR")
    first = [f"--LabApp.default_url=/lab/tree/{quote(shipped[0].name)}"] if shipped else []
    return _become([sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *first, *arguments[named:]])


def _reason(error: OSError, folder: Path) -> str:
    if folder.exists() and not folder.is_dir():
        return "a file of that name is in the way"
    return error.strerror or str(error)


def _become(command: list[str]) -> int:
    """Run `command` in the place of this process, so that Ctrl-C, signals and the exit status are its own."""
    if os.name == "posix":
        os.execv(command[0], command)
    process = subprocess.Popen(command)    # Windows has no exec; the console sends Ctrl-C to both of us
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return process.wait()


def _list(options: argparse.Namespace) -> int:
    from .lessons_folder import lessons

    try:
        shipped = lessons()
    except FileNotFoundError as error:
        return _fail(str(error))
    width = max((len(lesson.name) for lesson in shipped), default=0)
    for lesson in shipped:
        print(f"{lesson.name:<{width}}  {lesson.title}")
    return 0


def _canonical(options: argparse.Namespace) -> int:
    from .teaching import canonical

    status = 0
    for path in options.notebooks:
        try:
            if options.check:
                canonical.check(path)
                said = ["canonical"]
            else:
                changes = canonical.rewrite(path)
                said = ["rewritten", *changes] if changes else ["unchanged"]
            print(f"{path}: " + "\n  ".join(said), flush=True)
        except (canonical.NotCanonical, OSError, ImportError) as error:
            status = _fail(f"{path}: {error}")
    return status


def _lesson_export(options: argparse.Namespace) -> int:
    from .teaching import instructor

    try:
        lesson = _own_lesson(options.lesson) if options.lesson else None
        names = instructor.export(options.notebook, options.out, lesson)
    except (instructor.NotExportable, OSError) as error:
        return _fail(f"{options.notebook}: {error}")
    print(f"{options.out}: {len(names)} exercise{'s'[len(names) == 1:]} ({', '.join(names)})")
    return 0


def _own_lesson(place: str) -> Any:
    """The lesson of a name in a module, which is looked for in the present folder, too."""
    from .teaching import instructor
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


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
