"""The way of an exercise through nbgrader itself: instructor's version, learner's copy, what is handed in, points.

`python -m pytest -m nbgrader`, with the extra `nbgrader`.
"""
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bpwidgets.teaching.grading.instructor import export

from .exercises import BACKWARD, EXERCISES, GRADIENT, LESSON, MOMENTUM
from .test_instructor import cell

pytestmark = pytest.mark.nbgrader
ROOT = Path(__file__).parent.parent.parent
START = "import numpy as np\nfrom tests.teaching.exercises import LESSON as lesson"
STUB = "def {name}({parameters}):\n    ...\n\nlesson.check('{name}', {name})"
RIGHT = {exercise.name: exercise.source for exercise in EXERCISES}
MEAN_FORGOTTEN = "def gradient(w, x, y):\n    return 2 * np.sum((w * x - y) * x)"
# What each learner wrote in the place of the stubs, and the points.
LEARNERS = {
    "right": (RIGHT, {"gradient": 1, "backward": 1, "momentum": 1}),
    "nothing": ({}, {"gradient": 0, "backward": 0, "momentum": 0}),
    "one-wrong": (RIGHT | {"gradient": MEAN_FORGOTTEN}, {"gradient": 0, "backward": 1, "momentum": 1}),
    "deleted": (RIGHT | {"momentum": "velocity = 1"}, {"gradient": 1, "backward": 1, "momentum": 0}),
}
# All of them hand in outputs and a record that say that everything is right.
CORRECT = {"output_type": "stream", "name": "stdout", "text": ["Correct."]}
RECORDED = '{{"lesson": "three-exercises", "item": "{}", "kind": "tried", "right": true}}\n'


def nbgrader(course, *arguments, status=0):
    """A command of nbgrader, in the course's folder; answers what it said."""
    commands = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])    # nbgrader calls alembic
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PATH": commands}
    done = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=course, text=True, capture_output=True,
                          check=False, timeout=300, env=environment)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def sources(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which the lesson was released."""
    pytest.importorskip("nbgrader")
    course = tmp_path_factory.mktemp("course")
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'course'\n")
    cells = [STUB.format(name=item.name, parameters=item.signature.partition("(")[2].partition(")")[0])
             for item in EXERCISES]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    lesson = {"cells": [cell(k, source) for k, source in enumerate([START, *cells])], "metadata": kernel, "nbformat": 4,
              "nbformat_minor": 5}
    (course / "lesson.ipynb").write_text(json.dumps(lesson))
    (course / "source" / "one").mkdir(parents=True)
    export(course / "lesson.ipynb", course / "source" / "one" / "lesson.ipynb", LESSON)
    nbgrader(course, "generate_assignment", "one")
    return course


@pytest.fixture(scope="module")
def points(course):
    """Points of each learner and exercise, out of nbgrader's own database."""
    for learner, (answers, _) in LEARNERS.items():
        notebook = json.loads((course / "release" / "one" / "lesson.ipynb").read_text())
        for written in notebook["cells"]:
            source = "".join(written["source"])
            for name, answer in answers.items():
                if source.startswith(f"def {name}("):
                    written["source"] = f"{answer}\n\nlesson.check('{name}', {name})"
            written["outputs"] = [CORRECT]
        folder = course / "submitted" / learner / "one"
        folder.mkdir(parents=True)
        (folder / "lesson.ipynb").write_text(json.dumps(notebook))
        (folder / "record.jsonl").write_text("".join(map(RECORDED.format, RIGHT)))
    nbgrader(course, "autograde", "one")
    query = """SELECT student.id, base_cell.name, grade.auto_score FROM grade
        JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
        JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
        JOIN student ON submitted_assignment.student_id = student.id JOIN base_cell ON grade.cell_id = base_cell.id"""
    with sqlite3.connect(course / "gradebook.db") as database:
        rows = database.execute(query).fetchall()
    found = {learner: {} for learner in LEARNERS}
    for learner, name, score in rows:
        found[learner][name.removeprefix("three-exercises-").removesuffix("-test")] = score
    return found


def test_the_learners_copy_has_stubs_and_no_solution(course):
    released = "\n".join(sources(course / "release" / "one" / "lesson.ipynb"))
    assert released.count("raise NotImplementedError()") == 3 and "SOLUTION" not in released
    assert not any(line in released for line in ("np.mean(error", "delta @ W.T", "w - rate * v"))
    assert all(f'lesson.grade("{item.name}", {item.name});' in released for item in (GRADIENT, BACKWARD, MOMENTUM))


@pytest.mark.parametrize("learner", LEARNERS)
def test_points_are_those_of_what_was_handed_in(points, learner):
    assert points[learner] == LEARNERS[learner][1]


def test_what_is_wrong_is_said_in_the_graded_copy(course, points):
    graded = (course / "autograded" / "one-wrong" / "one" / "lesson.ipynb").read_text()
    assert "gradient: Not yet: mean forgotten. For" in graded


def test_validate_says_what_fails_and_passes_the_instructors_version(course):
    assert "Success" in nbgrader(course, "validate", "source/one/lesson.ipynb")
    assert "gradient: Not attempted." in nbgrader(course, "validate", "release/one/lesson.ipynb")
