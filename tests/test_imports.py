"""The directions in which the package imports, read from its syntax trees."""
import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "bpwidgets"

BASE = {"engine", "settings", "experiment", "datasets", "text"}
STUDIES = BASE | {"studies"}
PICTURES = STUDIES | {"pictures"}
WIDGETS = PICTURES | {"widgets"}
TEACHING = WIDGETS | {"teaching"}

# What each part of the package may import of the package, and of the world beside the standard library. The row of a file
# stands before the row of its folder; a part that has no row may import nothing.
RULES = {
    "engine": ({"engine"}, {"numpy"}),
    "settings": (BASE, {"numpy"}),
    "experiment": (BASE, {"numpy", "threadpoolctl"}),
    "datasets": (BASE, {"numpy"}),
    "text": (BASE, {"numpy"}),
    "studies": (STUDIES, {"numpy"}),
    "pictures": (PICTURES, {"numpy", "matplotlib", "contourpy"}),
    "widgets/canvas": (WIDGETS, {"numpy", "matplotlib", "PIL", "ipywidgets", "anywidget", "traitlets"}),
    "widgets/export": (WIDGETS, {"matplotlib", "PIL"}),
    "widgets": (WIDGETS, {"numpy", "ipywidgets", "anywidget", "traitlets", "IPython"}),
    "teaching/canonical": (set(), {"PIL", "nbformat", "nbclient"}),
    "teaching": (TEACHING, {"numpy", "ipywidgets", "anywidget", "traitlets", "IPython"}),
    "lessons_folder": (set(), set()),
    "cli": ({"__init__", "lessons_folder", "teaching"}, set()),
    "__main__": ({"cli"}, set()),
    "__init__": (TEACHING, set()),
}
NOWHERE = {"pyplot", "pylab", "rc_context"}    # they change what other code in the learner's kernel sees
SILENT = {"print", "Output", "clear_output"}    # in a callback they write to a log that nobody opens


def wrong_imports(package: Path) -> list[str]:
    """A sentence for each import under `package` that breaks a rule."""
    return [f"{part} imports {module}" for path, part in parts(package) for module in imported(path, package)
            if not allowed(part, module)]


def parts(package: Path) -> list[tuple[Path, str]]:
    """Each module's file, and its path without the suffix, relative to the package."""
    return [(path, path.relative_to(package).with_suffix("").as_posix()) for path in sorted(package.rglob("*.py"))]


def imported(path: Path, package: Path) -> list[str]:
    """The full names of what a file imports: "numpy", "bpwidgets.engine.dense", "bpwidgets.__init__" for a name of the package."""
    names = []
    folder = ["bpwidgets", *path.relative_to(package).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = folder[:len(folder) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names += [f"{module}.{alias.name}" for alias in node.names]
    return [whole(name, package) for name in names]


def whole(name: str, package: Path) -> str:
    """A bare name of the package itself, as `from . import __version__` brings it, belongs to its `__init__`."""
    first, *rest = name.split(".")
    if first != "bpwidgets" or rest and ((package / rest[0]).is_dir() or (package / f"{rest[0]}.py").is_file()):
        return name
    return f"bpwidgets.__init__.{'.'.join(rest)}"


def allowed(part: str, module: str) -> bool:
    first, *rest = module.split(".")
    if NOWHERE & {first, *rest}:
        return False
    ours, others = next((RULES[key] for key in (part, part.split("/")[0]) if key in RULES), (set(), set()))
    if first == "bpwidgets":
        return rest[0] in ours
    return first in sys.stdlib_module_names or first in others


def noises(package: Path) -> list[str]:
    """A sentence for each use of a name in `SILENT`, outside of the command line."""
    found = []
    for path, part in parts(package):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            used = {ast.Name: "id", ast.Attribute: "attr", ast.alias: "name"}.get(type(node))
            if part != "cli" and used and getattr(node, used) in SILENT:
                found.append(f"{part} uses {getattr(node, used)}")
    return found


def fabricate(folder: Path, files: dict[str, str]) -> Path:
    """A package with an empty file for each part that has a rule, and these files."""
    for name, source in {**{f"{part}.py": "" for part in RULES}, **{f"{part}/__init__.py": "" for part in TEACHING}, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source)
    return folder


def test_every_import_points_downward():
    assert wrong_imports(PACKAGE) == []


def test_every_part_of_the_package_has_a_rule():
    assert {part for _, part in parts(PACKAGE) if part not in RULES and part.split("/")[0] not in RULES} == set()


def test_nothing_in_the_package_prints():
    assert noises(PACKAGE) == []


@pytest.mark.parametrize("file, source, what", [
    ("engine/layers.py", "import matplotlib", "engine/layers imports matplotlib"),
    ("engine/layers.py", "def f():\n    from ..studies import x", "engine/layers imports bpwidgets.studies.x"),
    ("engine/layers.py", "from .. import pictures", "engine/layers imports bpwidgets.pictures"),
    ("settings.py", "from .studies import x", "settings imports bpwidgets.studies.x"),
    ("studies/flow.py", "import bpwidgets.pictures.style", "studies/flow imports bpwidgets.pictures.style"),
    ("studies/flow.py", "import scipy", "studies/flow imports scipy"),
    ("pictures/style.py", "import ipywidgets", "pictures/style imports ipywidgets"),
    ("pictures/style.py", "from matplotlib import pyplot", "pictures/style imports matplotlib.pyplot"),
    ("pictures/style.py", "import matplotlib.pyplot as plt", "pictures/style imports matplotlib.pyplot"),
    ("pictures/style.py", "from matplotlib import rc_context", "pictures/style imports matplotlib.rc_context"),
    ("widgets/lab.py", "from matplotlib.figure import Figure", "widgets/lab imports matplotlib.figure.Figure"),
    ("widgets/lab.py", "from ..teaching import x", "widgets/lab imports bpwidgets.teaching.x"),
    ("widgets/lab.py", "import bpwidgets", "widgets/lab imports bpwidgets.__init__."),
    ("widgets/lab.py", "import pytest", "widgets/lab imports pytest"),
    ("helpers.py", "import numpy", "helpers imports numpy"),
])
def test_a_wrong_import_is_caught(tmp_path, file, source, what):
    assert wrong_imports(fabricate(tmp_path, {file: source})) == [what]


def test_right_imports_are_left_alone(tmp_path):
    package = fabricate(tmp_path, {"widgets/canvas.py": "import io, anywidget, matplotlib\nfrom ..pictures import style",
                                   "studies/flow.py": "import math\nimport numpy as np\nfrom .. import engine",
                                   "cli.py": "from . import __version__\nprint(__version__)"})
    assert wrong_imports(package) == [] and noises(package) == []


@pytest.mark.parametrize("source, name", [("print('x')", "print"), ("import ipywidgets as W\nW.Output()", "Output"),
                                          ("from IPython.display import clear_output", "clear_output")])
def test_a_noise_is_caught(tmp_path, source, name):
    assert noises(fabricate(tmp_path, {"widgets/lab.py": source})) == [f"widgets/lab uses {name}"]
