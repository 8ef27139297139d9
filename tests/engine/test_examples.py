"""The examples in the docstrings are true, and the public names are those that the face lists."""

import ast
import doctest
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

from bpwidgets import datasets, engine

MODULES = ["bpwidgets.datasets", "bpwidgets.engine",
           *(m.name for m in pkgutil.walk_packages(engine.__path__, "bpwidgets.engine."))]
TABLES = {name for name in engine.__all__ if name.isupper()}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_give_what_they_show(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", sorted(set(engine.__all__) - TABLES))
def test_every_public_name_is_documented(name):
    assert getattr(engine, name).__doc__


def test_the_list_of_public_names_is_complete_and_sorted():
    stub = ast.parse(Path(engine.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    imported = [name.name for node in stub.body if isinstance(node, ast.ImportFrom) for name in node.names]
    listed = next(ast.literal_eval(node.value) for node in stub.body if isinstance(node, ast.Assign))
    assert engine.__all__ == listed == sorted(imported)
    assert sorted(dir(engine)) == engine.__all__ and all(hasattr(engine, name) for name in engine.__all__)


@pytest.mark.parametrize("package", [engine, datasets], ids=lambda package: package.__name__)
def test_no_module_has_the_name_of_a_function_that_its_package_exports(package):
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    functions = {name for name in package.__all__ if inspect.isroutine(getattr(package, name))}
    assert functions and not modules & set(package.__all__)
