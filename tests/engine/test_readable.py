"""The engine stays a chapter that one can read: short files, short functions, a map that names them all."""

import ast
import statistics
from pathlib import Path

import pytest

from bpwidgets import engine

FOLDER = Path(engine.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))


def bodies(tree):
    """Lines of each function's body, without its docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body:
                yield f"{node.name}, line {node.lineno}", body[-1].end_lineno - body[0].lineno + 1


def test_most_functions_are_shorter_than_ten_lines_and_none_is_long():
    lengths = {f"{file.relative_to(FOLDER)}: {name}": lines for file in FILES for name, lines in bodies(ast.parse(file.read_text(encoding="utf-8")))}
    assert statistics.median(lengths.values()) < 10
    assert {name: lines for name, lines in lengths.items() if lines > 25} == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_no_file_is_long(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 250


def test_nothing_in_the_engine_needs_the_tape():
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert "tape" not in (node.module or "") and "tape" not in [name.name for name in node.names], file.name


def test_each_public_name_says_what_it_is():
    for name in engine.__all__:
        if not isinstance(getattr(engine, name), dict) and not name.isupper():
            assert (getattr(engine, name).__doc__ or "").strip(), name
