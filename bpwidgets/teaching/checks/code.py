"""Code in cells uses the public names alone: what a learner copies goes on working."""
from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from types import ModuleType

from .notebook import Cell, Finding, Notebook

# Modules of which names may be imported.
FACES = ("bpwidgets", "bpwidgets.engine", "bpwidgets.datasets", "bpwidgets.studies", "bpwidgets.teaching")


def code(notebook: Notebook) -> Iterator[Finding]:
    """Each name that is not public, and each cell that is no Python."""
    modules: dict[str, ModuleType] = {}
    for cell in notebook.of_kind("code"):
        try:
            modules |= _imported(cell.tree)
        except SyntaxError as error:
            yield Finding(cell.number, f"it cannot be read as Python ({error.msg}, line {error.lineno}); mend it.")
            continue
        yield from _imports(cell)
        yield from _attributes(cell, modules)


def _imported(tree: ast.Module) -> dict[str, ModuleType]:
    """The public modules by the names that they have in the notebook."""
    found: dict[str, ModuleType] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname or "bpwidgets": importlib.import_module(alias.name if alias.asname else "bpwidgets")
                      for alias in node.names if alias.name in FACES}
        elif isinstance(node, ast.ImportFrom) and node.module == "bpwidgets":
            found |= {alias.asname or alias.name: importlib.import_module(f"bpwidgets.{alias.name}")
                      for alias in node.names if f"bpwidgets.{alias.name}" in FACES}
    return found


def _imports(cell: Cell) -> Iterator[Finding]:
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Import):
            yield from (Finding(cell.number, f"{alias.name} is not public; import one of {', '.join(FACES)}.")
                        for alias in node.names if alias.name.startswith("bpwidgets.") and alias.name not in FACES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "bpwidgets":
            if node.module not in FACES:
                yield Finding(cell.number, f"{node.module} is not public; import from one of {', '.join(FACES)}.")
                continue
            public = _public(importlib.import_module(node.module))
            yield from (_not_public(cell, node.module, alias.name) for alias in node.names
                        if alias.name != "*" and alias.name not in public)


def _attributes(cell: Cell, modules: dict[str, ModuleType]) -> Iterator[Finding]:
    for node in ast.walk(cell.tree):
        if not isinstance(node, ast.Attribute):
            continue
        owner = _module(node.value, modules)
        if owner is not None and node.attr not in _public(owner) and not node.attr.startswith("__"):
            yield _not_public(cell, ast.unparse(node.value), node.attr)
        elif node.attr.startswith("_") and not node.attr.endswith("__"):
            yield Finding(cell.number, f"{ast.unparse(node)} begins with an underscore and is not public; "
                                       "use a name without one.")


def _module(node: ast.expr, modules: dict[str, ModuleType]) -> ModuleType | None:
    """The public module that an expression stands for."""
    if isinstance(node, ast.Name):
        return modules.get(node.id)
    if isinstance(node, ast.Attribute) and (owner := _module(node.value, modules)):
        name = f"{owner.__name__}.{node.attr}"
        return importlib.import_module(name) if name in FACES else None
    return None


def _public(module: ModuleType) -> set[str]:
    return set(getattr(module, "__all__", dir(module)))


def _not_public(cell: Cell, owner: str, name: str) -> Finding:
    return Finding(cell.number, f"{owner}.{name} is not public; use a name that dir({owner}) shows.")
