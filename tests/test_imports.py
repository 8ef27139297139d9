"""The directions in which the package imports: the contracts of pyproject.toml, held by import-linter."""
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def verdict(folder: Path) -> str:
    """What import-linter says of the package in this folder; "" if every contract is kept."""
    command = ("import sys; from importlinter.cli import lint_imports_command; sys.path.insert(0, '.'); "
               "lint_imports_command()")
    run = subprocess.run([sys.executable, "-c", command, "--no-cache"], cwd=folder, capture_output=True, text=True,
                         check=False)
    return "" if run.returncode == 0 else run.stdout + run.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the package and its contracts, to be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "bpwidgets", folder / "bpwidgets", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_is_kept():
    assert verdict(ROOT) == ""


def test_wrong_imports_are_caught(copy):
    wrong = {"engine/dense.py": "import matplotlib",
             "engine/passes.py": "def f():\n    from ..flow import passes",
             "planes/runs.py": "from ..labs.surface import settings",
             "pictures/style.py": "import ipywidgets",
             "labs/weight/study.py": "from ..own import result",
             "labs/curvature/spectrum.py": "from .lab import CurvatureLab",
             "labs/surface/verdict.py": "from .words import HEAD",
             "labs/distributions/result.py": "from .study import distributions",
             "labs/gradient_map/words.py": "from .pictures.factor_map import FactorMap",
             "flow/passes.py": "from matplotlib import figure",
             "helpers.py": "import numpy"}
    circles = {
        "settings/field.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .settings import Settings",
               "labs/optimizer_race/states.py": "from .study import optimizer_race"}
    for file, line in (wrong | circles).items():
        path = copy / "bpwidgets" / file
        path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")
    said = verdict(copy)
    for file, line in wrong.items():
        module = "bpwidgets." + file.removesuffix(".py").replace("/", ".")
        assert module in said, f"nothing was said of {line!r} in {file}:\n{said}"
    for file in circles:
        assert f"No cycles are allowed in bpwidgets.{file.rpartition('/')[0].replace('/', '.')}." in said


def test_ruff_finds_nothing():
    run = subprocess.run([sys.executable, "-m", "ruff", "check", "--no-cache", "."], cwd=ROOT, capture_output=True,
                         text=True,
                         check=False)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("line, rule", [
    ("from matplotlib import pyplot", "TID251"), ("import matplotlib.pyplot as plt", "TID251"),
    ("from matplotlib import rc_context", "TID251"),
    ("print('x')", "T201"), ("import ipywidgets as W\nW.Output()", "TID251"),
    ("from IPython.display import clear_output", "TID251")])
def test_what_would_reach_the_learners_kernel_is_caught(line, rule):
    run = subprocess.run([sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename",
                          "bpwidgets/widgets/lab.py", "-"],
                         cwd=ROOT, input=f"{line}\n", capture_output=True, text=True, check=False)
    assert rule in run.stdout
