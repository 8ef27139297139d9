"""The lessons that come with the package, and a learner's folder of copies, in which nothing of the learner's is
overwritten."""
from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import count
from pathlib import Path

from .atomic_file import write_atomically

# in the learner's folder: file name -> digest of what we last gave under that name
MANIFEST = ".bpwidgets-lessons.json"


@dataclass(frozen=True)
class Lesson:
    """One notebook that comes with the package: a file name and its bytes."""

    name: str
    content: bytes

    @property
    def title(self) -> str:
        """The first heading of the notebook, without its marks; the file's name if there is none."""
        for cell in json.loads(self.content)["cells"]:
            for line in "".join(cell["source"]).splitlines():
                if cell["cell_type"] == "markdown" and line.startswith("#"):
                    return line.lstrip("#").strip()
        return self.name


@dataclass(frozen=True)
class Copies:
    """What `copy_lessons` did, as file names by kind; its text says so to the learner.

    `beside` holds pairs: the learner's lesson, and the name that the package's new version of it got.
    """

    folder: Path
    copied: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        said = [f"The lessons are in {self.folder}."]
        if self.copied:
            said.append(f"Copied: {', '.join(self.copied)}.")
        if self.updated:
            said.append(f"Brought up to date, as you had not changed them: {', '.join(self.updated)}.")
        if self.kept:
            said.append(f"Kept as you left them: {', '.join(self.kept)}.")
        said += [f"You changed {yours}, so it is kept; the package's new version of it is beside it as {ours}."
                 for yours, ours in self.beside]
        return "\n".join(said)


def lessons() -> tuple[Lesson, ...]:
    """The lessons of this package, in order: from the installed package, or from the checkout of an editable install.

    Raises
    ------
    FileNotFoundError
        If there are none in either place.
    """
    installed = resources.files("bpwidgets") / "lessons"
    checkout = Path(__file__).parent.parent / "notebooks"
    for place in (installed, checkout):
        if place.is_dir():
            files = [file for file in place.iterdir() if file.name.endswith(".ipynb")]
            return tuple(Lesson(file.name, file.read_bytes()) for file in sorted(files, key=lambda file: file.name))
    raise FileNotFoundError(f"The lessons were expected in {installed} or in {checkout}, and neither exists. "
                            "Install bpwidgets again.")


def copy_lessons(shipped: tuple[Lesson, ...], folder: Path) -> Copies:
    """Copy lessons into `folder`, and tell what was done with each.

    A lesson that is missing is copied, one that was not changed since it was copied is replaced by the package's
    version, one that the learner changed (running it counts) is kept. If the package's version of that one is not the
    one given before, it is written under a free name beside it. Each file appears whole or not at all.

    Raises
    ------
    OSError
        If the folder cannot be made, read or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    given = _read_manifest(folder)
    done: dict[str, list] = {"copied": [], "updated": [], "kept": [], "beside": []}
    for lesson in shipped:
        kind, what = _place(lesson, folder, given)
        done.get(kind, []).append(what)
    write_atomically(folder / MANIFEST, (json.dumps(given, indent=1, sort_keys=True) + "\n").encode())
    return Copies(folder, **{kind: tuple(names) for kind, names in done.items()})


def _place(lesson: Lesson, folder: Path, given: dict[str, str]) -> tuple[str, object]:
    """Bring one lesson into the folder and note it in `given`; answer the kind of thing done and the name(s)."""
    path, new = folder / lesson.name, _digest(lesson.content)
    there, before = _digest_of_file(path), given.get(lesson.name)
    if there == new:
        given[lesson.name] = new
        return "already there", lesson.name
    if not os.path.lexists(path) or there == before:
        write_atomically(path, lesson.content)
        given[lesson.name] = new
        return ("updated" if there else "copied"), lesson.name
    if before == new:
        return "kept", lesson.name
    beside = next(name for name in _names_beside(path)
                  if not os.path.lexists(folder / name) or _digest_of_file(folder / name) in (new, given.get(name)))
    write_atomically(folder / beside, lesson.content)
    given |= {lesson.name: new, beside: new}
    return "beside", (lesson.name, beside)


def _names_beside(path: Path) -> Iterator[str]:
    yield f"{path.stem}-new{path.suffix}"
    yield from (f"{path.stem}-new-{k}{path.suffix}" for k in count(2))


def _read_manifest(folder: Path) -> dict[str, str]:
    """The digests noted last time; none if there is no readable note, and then every differing file counts as the
    learner's."""
    try:
        noted = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of_file(path: Path) -> str:
    """Empty, and so equal to no digest, if there is no file."""
    return _digest(path.read_bytes()) if path.is_file() else ""
