"""What a person gets who installs the package: the wheel holds the lessons, and an editable install finds the
checkout's."""
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from bpwidgets import __version__, lessons_folder

ROOT = Path(__file__).parent.parent
CI = ROOT / ".ci" / "run"


def notebooks(folder):
    return sorted(path.name for path in folder.glob("*.ipynb"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with the wheel and the source archive, built from a copy of the tree."""
    folder = tmp_path_factory.mktemp("build")
    hidden = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", ".ipynb_checkpoints")
    shutil.copytree(ROOT, folder / "tree", ignore=hidden)
    (folder / "tree" / "notebooks" / "99-see.ipynb").write_text(
        '{"cells": [{"cell_type": "markdown", "source": "# See a parcel"}]}')
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", folder / "dist"], cwd=folder / "tree", check=True,
                   capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    [file] = (built / "dist").glob("*.whl")
    return file


def lessons_listed_by(place, cwd):
    """The (file, title) pairs that `bpwidgets lessons` prints with the package taken from the folder `place`."""
    printed = subprocess.run([sys.executable, "-m", "bpwidgets", "lessons"], cwd=cwd, check=True, capture_output=True,
                             text=True,
                          env={**os.environ, "PYTHONPATH": str(place)}).stdout
    return [tuple(line.split(maxsplit=1)) for line in printed.splitlines()]


def test_the_wheel_holds_every_file_of_the_package_and_every_lesson(built, wheel):
    tree = built / "tree"
    package = {path.relative_to(tree).as_posix() for path in (tree / "bpwidgets").rglob("*") if path.is_file()}
    expected = package | {f"bpwidgets/lessons/{name}" for name in notebooks(tree / "notebooks")}
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == expected
    assert {"bpwidgets/lessons/99-see.ipynb", "bpwidgets/__init__.pyi", "bpwidgets/py.typed"} <= names


def test_the_wheel_names_its_command_its_licence_and_a_light_core(wheel):
    archive = zipfile.ZipFile(wheel)
    info = f"bpwidgets-{__version__}.dist-info"
    assert "bpwidgets = bpwidgets.cli:main" in archive.read(f"{info}/entry_points.txt").decode()
    assert f"{info}/licenses/LICENSE" in archive.namelist()
    metadata = Parser().parsestr(archive.read(f"{info}/METADATA").decode())
    core = {needed.split(">")[0] for needed in metadata.get_all("Requires-Dist") if "extra ==" not in needed}
    assert core == {"numpy", "matplotlib", "ipywidgets", "anywidget", "threadpoolctl", "lazy-loader",
                    "markdown-it-py"}
    assert metadata["Version"] == __version__
    assert set(metadata.get_all("Provides-Extra")) == {"bench", "lab", "nbgrader", "test"}


def test_the_source_archive_holds_package_lessons_tests_and_nothing_local(built):
    [file] = (built / "dist").glob("*.tar.gz")
    with tarfile.open(file) as archive:
        tops = {name.split("/")[1] for name in archive.getnames()}
    assert tops - {".gitignore"} == {"bpwidgets", "notebooks", "tests", "pyproject.toml", "README.md", "LICENSE",
                                     "CHANGELOG.md",
                                     "PKG-INFO"}


def test_an_installed_package_that_cannot_be_written_finds_its_lessons(wheel, tmp_path):
    place = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(place)
    for path in [place, *place.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert lessons_listed_by(place, cwd=tmp_path)[-1] == ("99-see.ipynb", "See a parcel")


def test_lessons_are_found_in_a_package_that_is_no_folder(wheel, monkeypatch):
    monkeypatch.setattr(lessons_folder.resources, "files", lambda name: zipfile.Path(wheel) / name)
    assert lessons_folder.lessons()[-1].title == "See a parcel"


def test_a_checkout_finds_its_own_lessons(built, tmp_path):
    assert ("99-see.ipynb", "See a parcel") in lessons_listed_by(built / "tree", cwd=tmp_path)
    assert [lesson.name for lesson in lessons_folder.lessons()] == notebooks(ROOT / "notebooks")


def test_a_copied_lesson_can_be_written_though_the_installed_one_cannot(tmp_path):
    lesson = lessons_folder.Lesson("x.ipynb", b"{}")
    lessons_folder.copy_lessons((lesson,), tmp_path)
    assert (tmp_path / "x.ipynb").stat().st_mode & 0o200


def test_a_binder_service_gets_the_package_and_the_lessons_as_a_learner_gets_them(tmp_path):
    assert (ROOT / ".binder" / "requirements.txt").read_text().splitlines()[-1] == ".[lab]"
    place = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    subprocess.run(["bash", ROOT / ".binder" / "postBuild"], cwd=tmp_path, check=True, capture_output=True, env=place)
    assert notebooks(tmp_path / "bpwidgets-lessons") == notebooks(ROOT / "notebooks")
    assert os.access(ROOT / ".binder" / "postBuild", os.X_OK)


def test_the_test_command_of_the_readme_is_the_one_that_ci_runs():
    command = "python3 -m venv .venv && .venv/bin/pip install -e '.[lab,test]' && .venv/bin/python -m pytest"
    assert command in (ROOT / "README.md").read_text()
    assert command in CI.read_text()
