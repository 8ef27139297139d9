"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

from bpwidgets import engine

MODULES = ["bpwidgets.datasets"] + [f"bpwidgets.engine.{m.name}" for m in pkgutil.iter_modules(engine.__path__)]
TABLES = {name for name in engine.__all__ if name.isupper()}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_give_what_they_show(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", sorted(set(engine.__all__) - TABLES))
def test_every_public_name_is_documented(name):
    assert getattr(engine, name).__doc__


def test_the_list_of_public_names_is_complete_and_sorted():
    public = [name for name, value in vars(engine).items()
              if not name.startswith("_") and type(value).__name__ != "module"]
    assert engine.__all__ == sorted(engine.__all__)
    assert set(engine.__all__) == set(public)
