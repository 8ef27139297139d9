"""A learner's stub and the reference that belongs into it: the two as lines of code, put together between marks."""
from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
INDENT = "    "


class NotExportable(ValueError):
    """A notebook of which no instructor's version can be made; the message says where and what to do."""


def with_solution(source: str, function: str, reference: str) -> str:
    """The source of a cell with the body of the reference in the place of its stub, between marks.

    Lines that both begin or end with stay outside: they are given to the learner.

    >>> print(with_solution("def f(x):\\n    ...", "f", "def f(x):\\n    return 2*x"))
    def f(x):
        ### BEGIN SOLUTION
        return 2*x
        ### END SOLUTION
    """
    stub, right = _function(source, function), _function(reference, function)
    mine, theirs = _body(stub), _body(right)
    first = _alike(mine, theirs)
    last = _alike(mine[first:][::-1], theirs[first:][::-1])
    holes, missing = mine[first:len(mine) - last], theirs[first:len(theirs) - last]
    if not missing or not all(map(_is_hole, holes)) or not (holes or len(stub.body) == 1):
        raise NotExportable(f"the stub of {function} holds lines that its reference does not have, or is written "
                            "already. Leave `...` where the learner is to write")
    indent = " " * stub.body[0].col_offset if stub.body[0].lineno > stub.lineno else INDENT
    region = [indent + line if line else "" for line in (BEGIN, *_lines(reference, missing), END)]
    lines = source.splitlines()
    before, after = _around(lines, stub, holes)
    return "\n".join([*before, *region, *after])


def function_or_none(source: str, name: str) -> ast.FunctionDef | None:
    """The function of this name that the code defines."""
    defined = (node for node in parsed(source).body if isinstance(node, ast.FunctionDef))
    return next((node for node in defined if node.name == name), None)


def _function(source: str, name: str) -> ast.FunctionDef:
    found = function_or_none(source, name)
    if found is None:
        raise NotExportable(f"no function {name} is defined")
    return found


def _body(function: ast.FunctionDef) -> list[ast.stmt]:
    """What a function does, without its docstring."""
    return function.body[1:] if ast.get_docstring(function) is not None else function.body


def _alike(mine: Sequence[ast.stmt], theirs: Sequence[ast.stmt]) -> int:
    """How many statements both begin with."""
    pairs = (ast.dump(one) == ast.dump(other) for one, other in zip(mine, theirs))
    return next((k for k, same in enumerate(pairs) if not same), min(len(mine), len(theirs)))


def _is_hole(statement: ast.stmt) -> bool:
    """`...`, `pass`, or a line that has `...` where something is to be written."""
    return isinstance(statement, ast.Pass) or any(isinstance(node, ast.Constant) and node.value is ...
                                                  for node in ast.walk(statement))


def _lines(source: str, statements: Sequence[ast.stmt]) -> list[str]:
    """The lines of some statements that follow each other, with the comments above them."""
    lines, first, last = source.splitlines(), statements[0].lineno - 1, statements[-1].end_lineno
    if lines[first][:statements[0].col_offset].strip():    # on the line of the def
        return [lines[first][statements[0].col_offset:], *lines[first + 1:last]]
    while lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return textwrap.dedent("\n".join(lines[first:last])).splitlines()


def _around(lines: Sequence[str], stub: ast.FunctionDef, holes: Sequence[ast.stmt]) -> tuple[list[str], list[str]]:
    """The lines before and after the holes; after the docstring, where there is nothing else."""
    if not holes:
        end = stub.end_lineno or stub.lineno
        return [*lines[:end]], [*lines[end:]]
    first, last = holes[0], holes[-1]
    head = lines[first.lineno - 1][:first.col_offset].rstrip()
    return [*lines[:first.lineno - 1], *([head] if head else [])], [*lines[last.end_lineno:]]


def parsed(source: str) -> ast.Module:
    """The code of a cell; lines for IPython alone, as %time or !ls, are no code of ours."""
    plain = "\n".join("" if line.lstrip()[:1] in ("%", "!") else line for line in source.splitlines())
    try:
        return ast.parse(plain)
    except SyntaxError:
        return ast.Module([], [])
