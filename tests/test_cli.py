"""The command `bpwidgets`: a learner's folder of lessons, and what JupyterLab is started with."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpwidgets import __version__, cli, lessons_folder
from bpwidgets.lessons_folder import MANIFEST, Copies, Lesson, copy_lessons

# Stands for JupyterLab: tells how it was started, and ends with a status of its own.
FAKE_LAB = "import json, os, sys; print(json.dumps(sys.argv[1:])); sys.exit(7)"


def lesson(name, text):
    return Lesson(name, json.dumps({"cells": [{"cell_type": "markdown",
                                               "source": ["Hello\n", f"# {text}\n"]}]}).encode())


OLD, NEW, NEWER = (lesson("01-a.ipynb", text) for text in ("old", "new", "newer"))
OTHER = lesson("02-b.ipynb", "other")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MANIFEST}


def run(*arguments, cwd, status=0, **environment):
    """Run the command in a process of its own; answers what it wrote to stdout and stderr."""
    done = subprocess.run([sys.executable, "-m", "bpwidgets", *map(str, arguments)], cwd=cwd, text=True,
                          capture_output=True,
                          check=False, timeout=120, env={**os.environ, **environment})
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


# The learner's folder

def test_lessons_are_copied_into_a_new_folder(tmp_path):
    done = copy_lessons((OLD, OTHER), tmp_path / "deep" / "folder")
    assert done == Copies(tmp_path / "deep" / "folder", copied=("01-a.ipynb", "02-b.ipynb"))
    assert contents(done.folder) == {"01-a.ipynb": OLD.content, "02-b.ipynb": OTHER.content}


def test_a_second_copy_does_nothing(tmp_path):
    copy_lessons((OLD,), tmp_path)
    assert copy_lessons((OLD,), tmp_path) == Copies(tmp_path)


def test_an_untouched_lesson_is_brought_up_to_date(tmp_path):
    copy_lessons((OLD,), tmp_path)
    assert copy_lessons((NEW,), tmp_path).updated == ("01-a.ipynb",)
    assert contents(tmp_path) == {"01-a.ipynb": NEW.content}


def test_a_changed_lesson_is_kept_and_nothing_put_beside_it_while_ours_is_the_same(tmp_path):
    copy_lessons((OLD,), tmp_path)
    (tmp_path / "01-a.ipynb").write_bytes(b"mine")
    assert copy_lessons((OLD,), tmp_path) == Copies(tmp_path, kept=("01-a.ipynb",))
    assert contents(tmp_path) == {"01-a.ipynb": b"mine"}


def test_a_new_version_of_a_changed_lesson_is_put_beside_it_once(tmp_path):
    copy_lessons((OLD,), tmp_path)
    (tmp_path / "01-a.ipynb").write_bytes(b"mine")
    assert copy_lessons((NEW,), tmp_path).beside == (("01-a.ipynb", "01-a-new.ipynb"),)
    assert copy_lessons((NEW,), tmp_path) == Copies(tmp_path, kept=("01-a.ipynb",))
    assert contents(tmp_path) == {"01-a.ipynb": b"mine", "01-a-new.ipynb": NEW.content}


def test_an_untouched_copy_beside_is_brought_up_to_date_and_a_changed_one_kept(tmp_path):
    copy_lessons((OLD,), tmp_path)
    (tmp_path / "01-a.ipynb").write_bytes(b"mine")
    copy_lessons((NEW,), tmp_path)
    assert copy_lessons((NEWER,), tmp_path).beside == (("01-a.ipynb", "01-a-new.ipynb"),)
    (tmp_path / "01-a-new.ipynb").write_bytes(b"mine too")
    assert copy_lessons((NEW,), tmp_path).beside == (("01-a.ipynb", "01-a-new-2.ipynb"),)
    assert contents(tmp_path) == {
        "01-a.ipynb": b"mine", "01-a-new.ipynb": b"mine too", "01-a-new-2.ipynb": NEW.content}


@pytest.mark.parametrize("note", [None, b"{", b"[]", b"\xff"])
def test_without_a_readable_note_every_differing_file_counts_as_the_learners(tmp_path, note):
    (tmp_path / "01-a.ipynb").write_bytes(b"mine")
    if note is not None:
        (tmp_path / MANIFEST).write_bytes(note)
    assert copy_lessons((NEW,), tmp_path).beside == (("01-a.ipynb", "01-a-new.ipynb"),)
    assert contents(tmp_path)["01-a.ipynb"] == b"mine"


def test_a_removed_lesson_comes_back(tmp_path):
    copy_lessons((OLD,), tmp_path)
    (tmp_path / "01-a.ipynb").unlink()
    assert copy_lessons((OLD,), tmp_path).copied == ("01-a.ipynb",)


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: path.symlink_to("nowhere")])
def test_what_is_no_file_under_a_lessons_name_is_left_alone(tmp_path, make):
    make(tmp_path / "01-a.ipynb")
    assert copy_lessons((OLD,), tmp_path).beside == (("01-a.ipynb", "01-a-new.ipynb"),)
    assert (tmp_path / "01-a.ipynb").is_symlink() or (tmp_path / "01-a.ipynb").is_dir()


@pytest.mark.parametrize("when", range(1, 6))
def test_an_interrupted_copy_loses_nothing_and_the_next_one_finishes_it(tmp_path, monkeypatch, when):
    copy_lessons((OLD, OTHER), tmp_path)
    (tmp_path / "02-b.ipynb").write_bytes(b"mine")
    calls, write_bytes = [], Path.write_bytes

    def interrupted(path, content):
        calls.append(path)
        write_bytes(path, content[:len(content) // 2])
        if len(calls) == when:
            raise KeyboardInterrupt
        write_bytes(path, content)

    def copy_both():
        for version in (NEW, NEWER):
            copy_lessons((version, lesson("02-b.ipynb", "changed")), tmp_path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", interrupted)
        with pytest.raises(KeyboardInterrupt):
            copy_both()
    assert (tmp_path / "02-b.ipynb").read_bytes() == b"mine"
    assert (tmp_path / "01-a.ipynb").read_bytes() in (OLD.content, NEW.content, NEWER.content)
    copy_lessons((NEWER, OTHER), tmp_path)
    assert (tmp_path / "02-b.ipynb").read_bytes() == b"mine"
    assert not list(tmp_path.glob("*.part")) and not list(tmp_path.glob(".*.part"))
    assert NEWER.content in contents(tmp_path).values()


# Copies without outputs, and lessons that have another number

def notebook(name, text, number="bp.lesson('teach')", **output):
    """A lesson with a cell of code that names it."""
    cells = [{"cell_type": "markdown", "source": [f"# {text}"]},
             {"cell_type": "code", "source": [number], "outputs": [], "execution_count": None, **output}]
    return Lesson(name, (json.dumps({"cells": cells}, indent=1, ensure_ascii=False) + "\n").encode())


RAN = {"outputs": [{"output_type": "stream", "name": "stdout", "text": "2"}], "execution_count": 3}


def test_a_copy_comes_without_outputs(tmp_path):
    copy_lessons((notebook("01-a.ipynb", "é", **RAN),), tmp_path)
    assert contents(tmp_path) == {"01-a.ipynb": notebook("01-a.ipynb", "é").content}
    assert copy_lessons((notebook("01-a.ipynb", "é", **RAN),), tmp_path) == Copies(tmp_path)


def test_copies_that_came_with_outputs_lose_them_if_they_were_not_changed(tmp_path):
    ran = notebook("01-a.ipynb", "a", **RAN)
    (tmp_path / "01-a.ipynb").write_bytes(ran.content)
    assert copy_lessons((ran,), tmp_path).updated == ("01-a.ipynb",)
    assert contents(tmp_path) == {"01-a.ipynb": notebook("01-a.ipynb", "a").content}


@pytest.mark.parametrize("new", [notebook("05-a.ipynb", "new", "x"), notebook("05-a.ipynb", "old"),
                                 notebook("05-other.ipynb", "new")])
def test_an_untouched_copy_moves_to_the_new_number_of_its_lesson(tmp_path, new):
    copy_lessons((notebook("01-a.ipynb", "old"), OTHER), tmp_path)
    done = copy_lessons((new, OTHER), tmp_path)
    assert done == Copies(tmp_path, moved=(("01-a.ipynb", new.name),))
    assert contents(tmp_path) == {new.name: new.content, "02-b.ipynb": OTHER.content}
    assert copy_lessons((new, OTHER), tmp_path) == Copies(tmp_path)


def test_a_changed_copy_stays_and_is_named_once(tmp_path):
    copy_lessons((notebook("01-a.ipynb", "old"),), tmp_path)
    (tmp_path / "01-a.ipynb").write_bytes(b"mine")
    new = notebook("05-a.ipynb", "new")
    assert copy_lessons((new,), tmp_path) == Copies(tmp_path, copied=("05-a.ipynb",),
                                                   renumbered=(("01-a.ipynb", "05-a.ipynb"),))
    assert contents(tmp_path) == {"01-a.ipynb": b"mine", "05-a.ipynb": new.content}
    assert copy_lessons((new,), tmp_path) == Copies(tmp_path)


def test_a_link_stays(tmp_path):
    (tmp_path / "lessons").mkdir()
    copy_lessons((notebook("01-a.ipynb", "old"),), tmp_path / "lessons")
    (tmp_path / "lessons" / "01-a.ipynb").rename(tmp_path / "elsewhere.ipynb")
    (tmp_path / "lessons" / "01-a.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    assert copy_lessons((notebook("05-a.ipynb", "new"),), tmp_path / "lessons").renumbered
    assert (tmp_path / "lessons" / "01-a.ipynb").is_symlink()


def test_two_lessons_that_change_their_numbers_lose_nothing(tmp_path):
    copy_lessons((notebook("01-a.ipynb", "a", "x"), notebook("02-b.ipynb", "b", "x")), tmp_path)
    (tmp_path / "02-b.ipynb").write_bytes(b"mine")
    new = (notebook("01-b.ipynb", "b", "x"), notebook("02-a.ipynb", "a", "x"))
    done = copy_lessons(new, tmp_path)
    assert done.moved == (("01-a.ipynb", "02-a.ipynb"),) and done.renumbered == (("02-b.ipynb", "01-b.ipynb"),)
    assert contents(tmp_path) == {"02-b.ipynb": b"mine", **{lesson.name: lesson.content for lesson in new}}


def test_what_is_no_lesson_any_more_stays_and_is_named_once(tmp_path):
    copy_lessons((OLD, OTHER), tmp_path)
    assert copy_lessons((OTHER,), tmp_path) == Copies(tmp_path, retired=("01-a.ipynb",))
    assert copy_lessons((OTHER,), tmp_path) == Copies(tmp_path) and "01-a.ipynb" in contents(tmp_path)


def test_a_new_version_beside_a_changed_one_stays_while_its_lesson_has_its_number(tmp_path):
    copy_lessons((OLD,), tmp_path)
    (tmp_path / "01-a.ipynb").write_bytes(b"mine")
    copy_lessons((NEW,), tmp_path)
    assert copy_lessons((NEW,), tmp_path) == Copies(tmp_path, kept=("01-a.ipynb",))
    moved = Lesson("05-a.ipynb", NEWER.content)
    done = copy_lessons((moved,), tmp_path)
    assert done.moved == (("01-a-new.ipynb", "05-a.ipynb"),) and done.renumbered == (("01-a.ipynb", "05-a.ipynb"),)
    assert contents(tmp_path) == {"01-a.ipynb": b"mine", "05-a.ipynb": NEWER.content}


def test_the_text_of_copies_says_what_was_done(tmp_path):
    assert str(Copies(Path("x"), ("a",), ("b", "c"), ("d",), (("e", "e-new"),))) == """The lessons are in x.
Copied: a.
Brought up to date, as you had not changed them: b, c.
Kept as you left them: d.
You changed e, so it is kept; the package's new version of it is beside it as e-new."""
    assert str(Copies(Path("x"), moved=(("a", "b"), ("c", "d")), renumbered=(("e", "f"),), retired=("g",))) == (
        "The lessons are in x.\nMoved, as they have other numbers now: a to b, c to d.\n"
        "e has another number now. You changed it, so it stays; the package's version is f.\n"
        "No lessons of the package any more, left as they are: g.")


def test_the_title_is_the_first_heading_or_the_name():
    assert OLD.title == "old"
    assert Lesson("x.ipynb", b'{"cells": [{"cell_type": "code", "source": "# no heading"}]}').title == "x.ipynb"


# The command

@pytest.fixture
def shipped(monkeypatch):
    """The command, in this process, with two lessons; JupyterLab is not started but its command line noted."""
    started = []
    monkeypatch.setattr(lessons_folder, "lessons", lambda: (OLD, OTHER))
    monkeypatch.setattr(cli, "_become", lambda command: started.append(command) or 5)
    monkeypatch.setattr(cli, "_is_root", lambda: False)
    return started


@pytest.mark.parametrize("arguments, folder, passed_on", [
    ([], "bpwidgets-lessons", []),
    (["mine"], "mine", []),
    (["--port", "9999"], "bpwidgets-lessons", ["--port", "9999"]),
    (["--port=9999", "--no-browser"], "bpwidgets-lessons", ["--port=9999", "--no-browser"]),
    (["mine", "--no-browser", "--port", "9999"], "mine", ["--no-browser", "--port", "9999"]),
    (["a b/c", "-y"], "a b/c", ["-y"]),
    (["--version"], "bpwidgets-lessons", ["--version"]),
])
def test_lab_takes_a_folder_first_and_passes_every_option_on(tmp_path, monkeypatch, shipped, arguments, folder,
                                                             passed_on):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["lab", *arguments]) == 5
    assert shipped == [[sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={tmp_path / folder}",
                        "--LabApp.default_url=/lab/tree/01-a.ipynb", *passed_on]]
    assert set(contents(tmp_path / folder)) == {"01-a.ipynb", "02-b.ipynb"}


def test_lab_lets_root_in_and_says_so(tmp_path, monkeypatch, shipped, capsys):
    monkeypatch.setattr(cli, "_is_root", lambda: True)
    cli.main(["lab", str(tmp_path), "--no-browser"])
    assert shipped[0][-2:] == ["--allow-root", "--no-browser"]
    assert "You are root, as in many containers, so JupyterLab is started with --allow-root." in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--allow-root", "--ServerApp.allow_root=True"])
def test_lab_does_not_say_twice_what_root_says(tmp_path, monkeypatch, shipped, capsys, option):
    monkeypatch.setattr(cli, "_is_root", lambda: True)
    cli.main(["lab", str(tmp_path), option])
    assert sum("allow" in argument for argument in shipped[0]) == 1 and "You are root" not in capsys.readouterr().out


def test_lab_without_jupyterlab_says_how_to_get_it_and_copies_nothing(tmp_path, monkeypatch, shipped, capsys):
    monkeypatch.setattr(cli.importlib.util, "find_spec", lambda name: None)
    assert cli.main(["lab", str(tmp_path / "x")]) == 1
    assert capsys.readouterr().err == (
        f"bpwidgets lab needs JupyterLab, which is not installed beside {sys.executable}. "
                                       f"Install it with: {sys.executable} -m pip install jupyterlab\n")
    assert not shipped and not (tmp_path / "x").exists()


def test_lab_refuses_a_file_as_its_folder(tmp_path, shipped, capsys):
    (tmp_path / "x").write_text("mine")
    assert cli.main(["lab", str(tmp_path / "x")]) == 1
    assert capsys.readouterr().err == (
        f"bpwidgets lab cannot copy the lessons into {tmp_path / 'x'}: a file of that name is in "
                                       "the way. Name a folder that you can write to: bpwidgets lab DIR\n")
    assert not shipped and (tmp_path / "x").read_text() == "mine"


def test_lab_says_so_when_the_folder_cannot_be_written(tmp_path, monkeypatch, shipped, capsys):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")
    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert cli.main(["lab", str(tmp_path)]) == 1
    assert f"cannot copy the lessons into {tmp_path}: Permission denied. Name a folder" in capsys.readouterr().err
    assert not shipped


def test_jupyterlab_takes_the_place_of_the_command(tmp_path):
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "jupyterlab.py").write_text(FAKE_LAB)
    out, _ = run("lab", "mine", "--port", 9999, cwd=tmp_path, status=7, PYTHONPATH=str(tmp_path / "lab"))
    assert json.loads(out.splitlines()[-1])[0] == f"--ServerApp.root_dir={tmp_path / 'mine'}"
    assert json.loads(out.splitlines()[-1])[-2:] == ["--port", "9999"]


def test_the_lessons_are_listed_with_their_titles(shipped, capsys):
    assert cli.main(["lessons"]) == 0
    assert capsys.readouterr().out == "01-a.ipynb  old\n02-b.ipynb  other\n"


def test_missing_lessons_are_told_in_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(lessons_folder.Path, "is_dir", lambda path: False)
    assert cli.main(["lessons"]) == 1
    assert capsys.readouterr().err.endswith("and neither exists. Install bpwidgets again.\n")


def test_the_version_is_told(tmp_path):
    assert run("--version", cwd=tmp_path)[0] == f"bpwidgets {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["lab", "--help"], ["lab", "mine", "-h"]])
def test_help_is_shown_and_nothing_done(tmp_path, monkeypatch, shipped, capsys, arguments):
    monkeypatch.chdir(tmp_path)
    try:
        code = cli.main(arguments)
    except SystemExit as end:
        code = end.code
    assert code == 0
    assert capsys.readouterr().out.startswith("usage: bpwidgets")
    assert not shipped and not list(tmp_path.iterdir())


def test_an_unknown_command_is_refused_with_the_known_ones(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["leson"])
    assert end.value.code == 2
    told = capsys.readouterr().err
    assert all(command in told for command in ("lab", "lessons", "canonical"))


def test_canonical_tells_of_each_notebook_and_fails_if_one_does(tmp_path, capsys):
    good, bad = tmp_path / "good.ipynb", tmp_path / "bad.ipynb"
    bad.write_text("{}")
    good.write_text(
        '{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "markdown", "metadata": {}, "source": "# Look"}]}')
    assert cli.main(["canonical", str(good), str(bad), str(tmp_path / "none.ipynb")]) == 1
    told = capsys.readouterr()
    assert told.out == (f"{good}: rewritten\n  notebook: its format 4.0 becomes 4.5, in which every cell has an id\n"
                        "  cell 0 ('# Look'): it gets the id '0'\n")
    assert f"{bad}: this is not a notebook" in told.err and "none.ipynb: [Errno 2] No such file" in told.err
    assert cli.main(["canonical", "--check", str(good)]) == 0
    assert cli.main(["canonical", str(good)]) == 0
    assert capsys.readouterr().out == f"{good}: canonical\n{good}: unchanged\n"
