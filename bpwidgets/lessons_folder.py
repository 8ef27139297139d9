"""The lessons that come with the package, and a learner's folder of copies, in which nothing of the learner's is
overwritten.

Copies come without outputs: what a cell shows is seen when it runs. A note beside them holds the digest of what was
given under each name: a copy of that digest is as it came. If its lesson has another number today, it moves to its new
name; a copy that was changed stays where it is. A lesson is known again by the name that its cells give to it,
`bp.lesson("its-name")`, or by its file name without the number.
"""
from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from importlib import resources
from itertools import count
from pathlib import Path

from .atomic_file import write_atomically

# in the learner's folder: file name -> digest of what we last gave under that name
MANIFEST = ".bpwidgets-lessons.json"
# the name that a notebook gives to its lesson, and the end of the names that a new version beside a changed one gets
NAMED = re.compile(r"\blesson\(\s*[\"']([\w-]+)[\"']\s*\)")
BESIDE = re.compile(r"-new(-\d+)?\.ipynb$")


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

    @cached_property
    def copy(self) -> bytes:
        """The bytes of a learner's copy: without outputs and counts of a run."""
        notebook = json.loads(self.content)
        ran = [cell for cell in notebook.get("cells", ()) if cell.get("outputs") or cell.get("execution_count")]
        for cell in ran:
            cell |= {"outputs": [], "execution_count": None}
        return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode() if ran else self.content

    @cached_property
    def keys(self) -> frozenset[str]:
        """By these the lesson is known again under another number."""
        return frozenset([_without_number(self.name), *NAMED.findall(_sources(self.content))])


@dataclass(frozen=True)
class Copies:
    """What `copy_lessons` did, as file names by kind; its text says so to the learner.

    `beside` holds pairs: the learner's lesson, and the name that the package's new version of it got; `moved`: the old
    name of an unchanged copy, and its new one; `renumbered`: a changed copy, which stays, and the lesson's new name;
    `retired`: copies of what is no lesson any more.
    """

    folder: Path
    copied: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    renumbered: tuple[tuple[str, str], ...] = ()
    retired: tuple[str, ...] = ()

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
        if self.moved:
            said.append("Moved, as they have other numbers now: "
                        f"{', '.join(f'{old} to {new}' for old, new in self.moved)}.")
        said += [f"{yours} has another number now. You changed it, so it stays; the package's version is {ours}."
                 for yours, ours in self.renumbered]
        if self.retired:
            said.append(f"No lessons of the package any more, left as they are: {', '.join(self.retired)}.")
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
    one given before, it is written under a free name beside it. Copies of lessons that have another number today move
    to it, if they were not changed. Each file appears whole or not at all.

    Raises
    ------
    OSError
        If the folder cannot be made, read or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    given = _read_manifest(folder)
    done: dict[str, list] = {kind.name: [] for kind in fields(Copies) if kind.name != "folder"}
    for lesson in shipped:
        kind, what = _place(lesson, folder, given)
        done.get(kind, []).append(what)
    for name in sorted(_out_of_date(shipped, given)):
        kind, what = _take_away(name, shipped, folder, given)
        done.get(kind, []).append(what)
    done["copied"] = [name for name in done["copied"] if name not in dict(done["moved"]).values()]
    write_atomically(folder / MANIFEST, (json.dumps(given, indent=1, sort_keys=True) + "\n").encode())
    return Copies(folder, **{kind: tuple(names) for kind, names in done.items()})


def _place(lesson: Lesson, folder: Path, given: dict[str, str]) -> tuple[str, object]:
    """Bring one lesson into the folder and note it in `given`; answer the kind of thing done and the name(s)."""
    path, new = folder / lesson.name, _digest(lesson.copy)
    there, before = _digest_of_file(path), given.get(lesson.name)
    if there == new:
        given[lesson.name] = new
        return "already there", lesson.name
    if not os.path.lexists(path) or there in (before, _digest(lesson.content)):
        write_atomically(path, lesson.copy)
        given[lesson.name] = new
        return ("updated" if there else "copied"), lesson.name
    if before == new:
        return "kept", lesson.name
    beside = next(name for name in _names_beside(path)
                  if not os.path.lexists(folder / name) or _digest_of_file(folder / name) in (new, given.get(name)))
    write_atomically(folder / beside, lesson.copy)
    given |= {lesson.name: new, beside: new}
    return "beside", (lesson.name, beside)


def _out_of_date(shipped: tuple[Lesson, ...], given: dict[str, str]) -> set[str]:
    """Names under which we once gave a lesson, and no lesson has today: not itself, and not the one that it stands
    beside."""
    names = {lesson.name for lesson in shipped}
    return {name for name in given if name not in names and BESIDE.sub(".ipynb", name) not in names}


def _take_away(name: str, shipped: tuple[Lesson, ...], folder: Path, given: dict[str, str]) -> tuple[str, object]:
    """Remove a copy that is as it came and whose lesson was placed under its new name; leave all else. It is told once:
    what stays is the learner's from now on."""
    path, digest = folder / name, given.pop(name)
    if not path.is_file():
        return "gone", name
    keys = Lesson(BESIDE.sub(".ipynb", name), path.read_bytes()).keys
    new = next((lesson.name for lesson in shipped if keys & lesson.keys), None)
    if new is None:
        return "retired", name
    if _digest_of_file(path) != digest or path.is_symlink():
        return "renumbered", (name, new)
    path.unlink()
    return "moved", (name, new)


def _without_number(name: str) -> str:
    return re.sub(r"^\d+[-_ ]*", "", name)


def _sources(content: bytes) -> str:
    """What is written in the cells; "" for what is no notebook."""
    try:
        return "\n".join("".join(cell["source"]) for cell in json.loads(content)["cells"])
    except (ValueError, LookupError, TypeError):
        return ""


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
