"""The command `bpwidgets`: open the lessons in JupyterLab, list them, tell what a learner or a class did, check and
order notebooks.

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
from urllib.parse import quote

from . import __version__
from .lesson_commands import FOLDER, add_lesson_commands, fail

LAB_USAGE = "bpwidgets lab [DIR] [JupyterLab options]"
LAB_HELP = f"""Copies the lessons into DIR (./{FOLDER} if none is named; DIR comes first) and opens JupyterLab there.
A lesson that you changed is never overwritten. All options are JupyterLab's own, for example --no-browser or
--port 9999; they are listed by: python -m jupyterlab --help"""

CANONICAL_HELP = """Runs each notebook from its first cell to its last, with the Python that runs this command, and
writes it in the one form in which lessons are committed: no traces of when and how often it ran, small pictures, no
live views. What you wrote is kept, with all ids, tags and other metadata. Each change is listed. A notebook with a
problem is left as it is."""


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
    add_lesson_commands(commands)
    return parser


def _lab(arguments: list[str]) -> int:
    """Copy the lessons, then become JupyterLab."""
    from .lessons_folder import copy_lessons, lessons

    named = bool(arguments) and not arguments[0].startswith("-")
    folder = Path(arguments[0] if named else FOLDER).absolute()
    if importlib.util.find_spec("jupyterlab") is None:
        return fail(f"bpwidgets lab needs JupyterLab, which is not installed beside {sys.executable}. "
                     f"Install it with: {sys.executable} -m pip install jupyterlab")
    try:
        shipped = lessons()
        print(copy_lessons(shipped, folder), flush=True)
    except OSError as error:
        return fail(f"bpwidgets lab cannot copy the lessons into {folder}: {_reason(error, folder)}. "
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
        return fail(str(error))
    width = max((len(lesson.name) for lesson in shipped), default=0)
    for lesson in shipped:
        print(f"{lesson.name:<{width}}  {lesson.title}")
    return 0


def _canonical(options: argparse.Namespace) -> int:
    from .teaching.notebooks import canonical

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
            status = fail(f"{path}: {error}")
    return status
