"""The engine stays a chapter that one can read: short files, short functions, one example to begin with, and few
lines to follow it."""

import ast
import doctest
import inspect
import statistics
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bpwidgets import engine
from bpwidgets.engine.descent import Trajectory
from bpwidgets.engine.layers.checks import MEMBERS

FOLDER = Path(engine.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))
EXAMPLE = [example.source for example in doctest.DocTestParser().get_examples(engine.__doc__)]
MOST_LINES = 900


def tree_of(file):
    return ast.parse(file.read_text(encoding="utf-8"))


def bodies(tree):
    """Lines of each function's body, without its docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body:
                yield f"{node.name}, line {node.lineno}", body[-1].end_lineno - body[0].lineno + 1


def test_most_functions_are_shorter_than_ten_lines_and_none_is_long():
    lengths = {f"{file.relative_to(FOLDER)}: {name}": lines for file in FILES for name, lines in bodies(tree_of(file))}
    assert statistics.median(lengths.values()) < 10
    assert {name: lines for name, lines in lengths.items() if lines > 25} == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_no_file_is_long(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 250


def is_face(file):
    """Whether a file holds nothing but the names of its package: no function, no class, no loop."""
    code = ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If
    return file.name == "__init__.py" and not any(isinstance(node, code) for node in ast.walk(tree_of(file)))


def test_the_example_trains_xor_in_a_dozen_lines():
    assert sum(len(source.splitlines()) for source in EXAMPLE) <= 12
    names = {}
    exec("".join(EXAMPLE), names)
    outputs = names["net"].forward(names["theta"], names["x"]).output
    assert abs(outputs - [[0], [1], [1], [0]]).max() < 1e-3


def test_who_follows_the_example_reads_at_most_900_lines():
    print_files = (
        "import sys; print(*(m.__file__ for name, m in sys.modules.items() if name.split('.')[0] == 'bpwidgets'), "
        "sep='\\n')")
    run = subprocess.run([sys.executable, "-W", "error", "-c", "".join(EXAMPLE) + print_files],
                         capture_output=True, text=True, check=True)
    files = [Path(line) for line in run.stdout.splitlines() if line.endswith(".py")]
    lines = {file.relative_to(FOLDER.parent).as_posix(): len(file.read_text(encoding="utf-8").splitlines())
             for file in files if not is_face(file)}
    assert {"engine/dense.py", "engine/passes.py", "engine/networks.py", "errors.py"} <= lines.keys()
    assert sum(lines.values()) <= MOST_LINES, lines


def test_the_loop_of_gradient_descent_has_ten_lines_and_is_the_only_one():
    loop = next(node for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(Trajectory.follow))))
                if isinstance(node, ast.For))
    assert loop.end_lineno - loop.lineno + 1 <= 10
    steps = [file.name for file in FILES for node in ast.walk(tree_of(file)) if isinstance(node, (ast.For, ast.While))
             and ".rule(" in ast.unparse(node) and "evaluate(" in ast.unparse(node)]
    assert steps == ["descent.py"]


def test_a_new_layer_is_one_class_and_no_code_asks_for_the_class_of_ours():
    asked = [ast.unparse(node) for file in FILES for node in ast.walk(tree_of(file))
             if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("isinstance", "issubclass", "type")
             and "Dense" in ast.unparse(node)]
    assert asked == []
    assert {name for name in vars(engine.Layer) if not name.startswith("_")} == set(MEMBERS)


def test_nothing_in_the_engine_needs_the_tape():
    for file in FILES:
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.ImportFrom):
                assert "tape" not in (node.module or "") and "tape" not in [name.name for name in node.names], file.name


def test_each_public_name_says_what_it_is():
    for name in engine.__all__:
        if not isinstance(getattr(engine, name), dict) and not name.isupper():
            assert (getattr(engine, name).__doc__ or "").strip(), name
