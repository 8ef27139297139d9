"""The tools that watch over the sources find nothing, and what is excused is excused for a reason that still holds."""
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from repo_review.processor import process

ROOT = Path(__file__).parent.parent
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def output(*command):
    """What a tool prints, "" if it finds nothing."""
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def failed(**excused):
    """The checks of Scientific Python that this repository does not pass."""
    return {check.name for check in process(ROOT, **excused).results if check.result is False}


def test_scientific_python_has_nothing_to_ask():
    assert failed() == set()


def test_nothing_stands_at_the_top_but_what_belongs_there():
    """A record of answers, made where a lesson was tried, is committed sooner than one thinks."""
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    top = {Path(name).parts[0] for name in kept}
    assert {name for name in top if not name.startswith(".")} == {
        "CHANGELOG.md", "LICENSE", "README.md", "bpwidgets", "notebooks", "pyproject.toml", "tests"}


def test_each_exception_is_needed_and_has_its_reason():
    table = PYPROJECT.split("[tool.repo-review]\nignore = [\n")[1].split("\n]")[0]
    excused = re.findall(r'^  "(\w+)",  # \S.*$', table, flags=re.MULTILINE)
    assert len(excused) == len(table.splitlines())
    assert failed(ignore={"none"}) == set(excused)


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < "2.2.0", reason="numpy's own types are not yet the same")
def test_the_types_are_right():
    assert output("mypy") == ""


def test_the_words_are_spelt_right():
    assert output("codespell_lib") == ""


@pytest.mark.parametrize("name", ["pre-commit-hooks", "ruff-pre-commit", "mirrors-mypy", "codespell"])
def test_the_checks_before_a_commit_name_one_version_each(name):
    config = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert len(re.findall(rf"/{name}\n    rev: v\d+\.\d+\.\d+\n", config)) == 1
