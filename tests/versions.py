"""The tests with other versions: the declared minimums on the oldest Python that can have them, the newest on all
others here.

    python -m tests.versions floors             # the minimums of pyproject.toml on the oldest Python found
    python -m tests.versions newest             # what an installer takes today, on each Python found
    python -m tests.versions floors -- tests/engine -q      # what stands behind the dashes goes to pytest

Each run makes a virtual environment in a temporary folder and runs the tests of this checkout in it; it takes several
minutes, so neither `pytest` nor the continuous integration runs it. The exit status is 1 if any run failed.
"""
from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import tomllib
except ModuleNotFoundError:      # Python 3.10
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
PYTHONS = ("python3.10", "python3.11", "python3.12", "python3.13", "python3.14")
# A requirement with a minimum: its name, with extras in brackets, and the version.
FLOOR = re.compile(r"([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?\s*>=\s*([0-9][0-9a-z.]*)")


def floors(project: dict, extras: tuple[str, ...] = ("lab",)) -> list[str]:
    """The declared minimums as pins: ["numpy==2.0", ...]; what the tests alone need is taken as it comes.

    >>> floors({"dependencies": ["numpy>=2.0"], "optional-dependencies": {"lab": ["jupyterlab>=4.2"]}})
    ['numpy==2.0', 'jupyterlab==4.2']
    """
    declared = [*project["dependencies"], *(line for extra in extras for line
                                            in project["optional-dependencies"][extra])]
    return [f"{name}=={version}" for name, version in (FLOOR.match(line).groups() for line in declared)]


def interpreters() -> list[str]:
    """The Pythons on the PATH that start, oldest first."""
    found = [path for path in map(shutil.which, PYTHONS) if path]
    return [path for path in found if subprocess.run([path, "-c", "import venv"], capture_output=True,
                                                     check=False).returncode == 0]


def run(python: str, pins: list[str], arguments: list[str]) -> int:
    """Make an environment with these pins, and run the tests in it."""
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "venv", folder], check=True)
        constraints = Path(folder) / "constraints.txt"
        constraints.write_text("\n".join(pins))
        subprocess.run([own, "-m", "pip", "install", "-q", "-c", constraints, "-e", ".[lab,test]"], cwd=ROOT,
                       check=True)
        return subprocess.run([own, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    what, rest = arguments[:1], [word for word in arguments[1:] if word != "--"]
    if what not in (["floors"], ["newest"]):
        print(__doc__)
        return 2
    pythons = interpreters()
    if what == ["floors"]:
        pins = floors(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"])
        print(f"{pythons[0]} with {', '.join(pins)}", flush=True)
        return run(pythons[0], pins, rest)
    codes = {python: run(python, [], rest) for python in pythons}
    print("\n".join(f"{python}: {'passed' if code == 0 else 'FAILED'}" for python, code in codes.items()))
    return int(any(codes.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
