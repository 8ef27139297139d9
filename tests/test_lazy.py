"""The public names are there from the start, and each brings what it needs only when it is used."""
import subprocess
import sys

import pytest

import bpwidgets as bp

WIDGETS = {"matplotlib", "PIL", "ipywidgets", "anywidget", "traitlets", "IPython"}
VERSION = """
from bpwidgets.cli import main
try:
    main(["--version"])
except SystemExit:
    pass"""


def loaded(code):
    """The modules that a fresh Python has loaded after running this code."""
    code += "\nimport sys; print('modules:', *sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.rsplit("modules:", 1)[1].split())


def test_the_engine_needs_no_widgets_and_no_matplotlib():
    assert loaded("import bpwidgets.engine") & WIDGETS == set()


def test_the_engine_through_the_face_is_as_light():
    assert loaded("import bpwidgets as bp; bp.engine.network((2, 1)); bp.datasets.xor()") & WIDGETS == set()


def test_the_version_is_told_without_anything_else_of_the_package():
    modules = loaded(VERSION)
    assert {name for name in modules if name.startswith("bpwidgets")} == {
        "bpwidgets", "bpwidgets.cli", "bpwidgets.lesson_commands"}
    assert modules & (WIDGETS | {"numpy", "nbformat", "nbclient", "json", "dataclasses"}) == set()


def test_the_names_are_listed_before_anything_is_loaded():
    modules = loaded("import bpwidgets as bp; assert dir(bp) == bp.__all__ and 'WeightLab' in dir(bp)")
    assert modules & (WIDGETS | {"numpy"}) == set()


def test_each_name_is_the_one_of_its_module():
    from bpwidgets import CurvatureLab
    from bpwidgets.labs.curvature.lab import CurvatureLab as own

    assert CurvatureLab is own is bp.CurvatureLab


def test_a_star_brings_every_public_name():
    loaded(f"from bpwidgets import *\nassert {set(bp.__all__)!r} <= set(dir())")


@pytest.mark.parametrize("jedi", [True, False])
def test_tab_completes_the_names(jedi):
    loaded(f"""
import bpwidgets
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.Completer.use_jedi = {jedi}
shell.run_cell("import bpwidgets as bp")
with __import__("IPython.core.completer", fromlist=["x"]).provisionalcompleter():
    names = [found.text for found in shell.Completer.completions("bp.Weig", 7)]
assert "WeightLab" in [name.rpartition(".")[2] for name in names], names""")


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="WeigthLab"):
        _ = bp.WeigthLab
