"""The instructor's version of a lesson's notebook: solutions between marks, points below them."""
import json

import pytest

from bpwidgets import cli
from bpwidgets.teaching.grading.instructor import export
from bpwidgets.teaching.grading.stub import NotExportable, with_solution

from .exercises import LESSON

MINE = "tests.teaching.exercises:LESSON"
START = "import numpy as np\nfrom tests.teaching.exercises import LESSON as lesson"
GRADIENT = "def gradient(w, x, y):\n    ...\n\nlesson.check('gradient', gradient)"
MOMENTUM = "def momentum(w, v, g, rate, mu):\n    ...\n\nlesson.check('momentum', momentum)"


def cell(k, source, kind="code", **metadata):
    run = {"outputs": [{"output_type": "stream", "name": "stdout", "text": ["old\n"]}], "execution_count": k}
    return {"cell_type": kind, "id": f"cell-{k}", "metadata": metadata, "source": source.splitlines(keepends=True),
            **(run if kind == "code" else {})}


@pytest.fixture
def notebook(tmp_path):
    """notebook(*sources): a notebook with these cells of code."""
    def written(*sources):
        kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        cells = [cell(0, "# A lesson", "markdown"), *(cell(k + 1, source, tags=["t"]) for k, source in
                                                      enumerate(sources))]
        path = tmp_path / "lesson.ipynb"
        path.write_text(json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))
        return path
    return written


@pytest.fixture
def exported(notebook, tmp_path):
    """exported(*sources): the cells of the instructor's version."""
    def cells(*sources):
        export(notebook(*sources), tmp_path / "out.ipynb", LESSON)
        return json.loads((tmp_path / "out.ipynb").read_text())["cells"]
    return cells


def refused(path, lesson=LESSON):
    with pytest.raises(NotExportable) as caught:
        export(path, path.with_name("out.ipynb"), lesson)
    assert not path.with_name("out.ipynb").exists()
    return str(caught.value)


def test_each_exercise_has_its_solution_between_marks_and_a_cell_with_its_points(exported):
    cells = exported(START, GRADIENT, "1 + 1", MOMENTUM)
    assert [cell["cell_type"] for cell in cells] == ["markdown", *["code"] * 6]
    assert "".join(cells[2]["source"]) == """\
def gradient(w, x, y):
    ### BEGIN SOLUTION
    # The slope of each row's square is twice its error times its input.
    error = w * x - y
    return 2 * np.mean(error * x)
    ### END SOLUTION

lesson.check('gradient', gradient)"""
    assert "".join(cells[3]["source"]).splitlines()[1] == 'lesson.grade("gradient", gradient);'
    assert cells[4] == cell(3, "1 + 1", tags=["t"]) and cells[1] == cell(1, START, tags=["t"])


def test_the_metadata_are_those_of_nbgrader(exported):
    solution, test = exported(START, GRADIENT)[2:]
    assert solution["metadata"] == {"tags": ["t"], "nbgrader": {
        "schema_version": 3, "grade_id": "three-exercises-gradient", "grade": False, "solution": True, "locked": False,
        "task": False}}
    assert test["metadata"] == {"nbgrader": {
        "schema_version": 3, "grade_id": "three-exercises-gradient-test", "grade": True, "solution": False,
        "locked": True, "task": False, "points": 1}}
    assert (solution["id"], test["id"]) == ("cell-2", "three-exercises-gradient-test")
    assert solution["outputs"] == test["outputs"] == []


def test_it_is_the_same_each_time(exported, tmp_path):
    exported(START, GRADIENT)
    before = (tmp_path / "out.ipynb").read_bytes()
    exported(START, GRADIENT)
    assert (tmp_path / "out.ipynb").read_bytes() == before


def test_another_file_is_not_overwritten(notebook, tmp_path):
    (tmp_path / "out.ipynb").write_text("mine")
    with pytest.raises(NotExportable) as caught:
        export(notebook(START, GRADIENT), tmp_path / "out.ipynb", LESSON)
    assert "another" in str(caught.value) and (tmp_path / "out.ipynb").read_text() == "mine"


@pytest.mark.parametrize("sources, words", [
    ([START], "no cell is an exercise"),
    ([START, "lesson.check('gradient', gradient)"], "cell 2: the function that it checks is not defined"),
    ([START, GRADIENT.replace("'gradient'", "'gradent'")],
     "cell 2: lesson 'three-exercises' has no exercise 'gradent'. Did you mean 'gradient'?"),
    ([START, GRADIENT.replace("'gradient'", "'momentum'")], "asks for momentum, and the cell defines gradient"),
    ([START, GRADIENT.replace("...", "return 2 * x")], "cell 2: the stub of gradient holds lines"),
    ([GRADIENT], "uses np, which the notebook does not import"),
    (["import numpy", GRADIENT], "uses np,")])
def test_what_cannot_be_exported_is_refused_with_its_cell(notebook, sources, words):
    assert words in refused(notebook(*sources))


def test_a_notebook_names_its_lesson_or_is_refused(notebook):
    assert "no lesson of the course" in refused(notebook(START, GRADIENT), None)
    unknown = refused(notebook("import bpwidgets as bp\nlesson = bp.lesson('no-such')", GRADIENT), None)
    assert "no-such" in unknown and "name of lesson" in unknown


def test_the_version_of_a_version_is_refused(exported, notebook, tmp_path):
    source = "".join(exported(START, GRADIENT)[2]["source"])
    (tmp_path / "out.ipynb").unlink()
    assert "is written already" in refused(notebook(START, source))


REFERENCE = '''def f(x):
    """What it does."""
    first = x + 1
    # the middle
    middle = first * 2
    return middle'''


@pytest.mark.parametrize("stub, solved", [
    ("def f(x): ...", "def f(x):\n    ### BEGIN SOLUTION\n    first = x + 1\n    # the middle\n    middle = first * 2\n"
                      "    return middle\n    ### END SOLUTION"),
    ('def f(x):\n  """Mine."""\nf', 'def f(x):\n  """Mine."""\n  ### BEGIN SOLUTION\n  first = x + 1\n  # the middle\n'
                                    "  middle = first * 2\n  return middle\n  ### END SOLUTION\nf"),
    ("def f(x):\n    first = x + 1    # given\n    middle = ...\n    return middle\n\nf",
     "def f(x):\n    first = x + 1    # given\n    ### BEGIN SOLUTION\n    # the middle\n    middle = first * 2\n"
     "    ### END SOLUTION\n    return middle\n\nf")])
def test_what_the_learner_is_given_stays_outside_of_the_marks(stub, solved):
    assert with_solution(stub, "f", REFERENCE) == solved


def test_a_reference_on_one_line():
    assert with_solution("def f(x):\n    pass", "f", "def f(x): return x").splitlines()[2] == "    return x"


def test_the_command(notebook, tmp_path, capsys):
    path, out = notebook("%matplotlib inline", START, GRADIENT), tmp_path / "out.ipynb"
    assert cli.main(["lesson", "export", str(path), "--out", str(out), "--lesson", MINE]) == 0
    assert capsys.readouterr().out == f"{out}: 1 exercise (gradient)\n" and out.exists()


@pytest.mark.parametrize("place, words", [
    ("no_such_module:LESSON", "expected MODULE:NAME"), ("json:dumps", "a function"), ("json", "expected MODULE:NAME"),
    ("json:LESSON", "expected MODULE:NAME")])
def test_the_command_says_what_is_wrong(notebook, tmp_path, capsys, place, words):
    path = notebook(START, GRADIENT)
    assert cli.main(["lesson", "export", str(path), "--out", str(tmp_path / "out.ipynb"), "--lesson", place]) == 1
    assert words in capsys.readouterr().err


def test_the_command_refuses_what_is_no_notebook(tmp_path, capsys):
    (tmp_path / "x.ipynb").write_text("{}")
    assert cli.main(["lesson", "export", str(tmp_path / "x.ipynb"), "--out", str(tmp_path / "o.ipynb")]) == 1
    assert "not a notebook of format 4" in capsys.readouterr().err
