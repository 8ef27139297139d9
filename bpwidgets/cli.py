"""The command `bpwidgets`: open the lessons in JupyterLab, list them, tell what a learner or a class did, check and
order notebooks.

Each command imports what it alone needs, so that `bpwidgets --version` answers at once.
"""
from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias
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

RECORD_ADVICE = "Run this in the folder of the lessons, or name the file."
RECORD_HELP = f"the record; record.jsonl here or in {FOLDER} if none is named"
CLASS_HELP = """Tells of each item how many were right, the most chosen wrong answer and the idea behind it, and how
many were sure of what is wrong. What to talk about first stands first. Nothing leaves the machine."""
CHECK_HELP = """Says of each lesson, sentence by sentence, what does not hold, with the number of the cell (counted from
0) and what to do: answers that are given away, states that fail, names and prerequisites that are not there, too many
words or controls, headings, alternative texts, long lines. Status 1 if anything was found."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


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
    try:
        return options.run(options)
    except BrokenPipeError:    # who reads, such as `head`, has had enough; Python would complain of it at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


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
    _add_record(commands)
    _add_class(commands)
    _add_lesson(commands)
    return parser


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


def _add_lesson_check(actions: Commands) -> None:
    check = actions.add_parser("check", help="say what is wrong with a lesson and what to do", description=CHECK_HELP,
                               formatter_class=argparse.RawDescriptionHelpFormatter)
    check.add_argument("notebooks", nargs="+", type=Path, metavar="FILE")
    check.set_defaults(run=_check_lesson)


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
    return _become([sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *first,
                    *_for_root(arguments), *arguments[named:]])


def _for_root(arguments: list[str]) -> list[str]:
    """The option without which JupyterLab does not start for root, as whom containers run; said, where it is added."""
    if not _is_root() or any("allow-root" in argument or "allow_root" in argument for argument in arguments):
        return []
    print("You are root, as in many containers, so JupyterLab is started with --allow-root. To reach it from outside "
          "of a container add --ip=0.0.0.0 --no-browser.", flush=True)
    return ["--allow-root"]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0    # Windows has none


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


def _show_record(options: argparse.Namespace) -> int:
    from .teaching import record_pages

    path = _record_file(options.record)
    try:
        print(record_pages.as_text(record_pages.read_record(path)))
    except OSError as error:
        return _fail(f"The record {path} cannot be read: {error.strerror}. {RECORD_ADVICE}")
    return 0


def _export_record(options: argparse.Namespace) -> int:
    from .teaching import record_pages

    path = _record_file(options.record)
    try:
        table = record_pages.as_csv(record_pages.read_record(path), anonymous=options.anonymous)
    except OSError as error:
        return _fail(f"The record {path} cannot be read: {error.strerror}. {RECORD_ADVICE}")
    try:
        with options.target.open("x", encoding="utf-8", newline="") as file:
            file.write(table)
    except FileExistsError:
        return _fail(f"{options.target} exists, and nothing was written. Name a file that does not exist yet.")
    except OSError as error:
        return _fail(f"{options.target} cannot be written: {error.strerror}.")
    return 0


def _record_file(named: Path | None) -> Path:
    """The record that is meant: the one that is named, that of this folder, or that of the lessons in it."""
    from .teaching.record import FILE

    if named is not None:
        return named / FILE if named.is_dir() else named
    return next((place for place in (Path(FILE), Path(FOLDER) / FILE) if place.exists()), Path(FILE))


def _class(options: argparse.Namespace) -> int:
    from .teaching import class_report, record_pages

    status, records = 0, []
    for path in _files(options.records):
        try:
            records.append(record_pages.read_record(path))
        except OSError as error:
            status = _fail(f"The record {path} cannot be read: {error.strerror}. The others are counted.")
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
    from .teaching import checking

    status = 0
    for path in options.notebooks:
        try:
            findings = checking.check(path)
        except (OSError, ValueError, ImportError) as error:
            findings = (str(error),)
        print("\n".join(f"{path}: {sentence}" for sentence in findings or ("nothing to mend.",)), flush=True)
        status |= bool(findings)
    return status


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
