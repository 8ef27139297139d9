"""What importing bpwidgets costs beside the libraries it stands on, in fresh processes that take turns.

Timed is the import statement itself, inside each process, so Python's own start does not soften the ratio. The baseline
for all ratios is the import of `matplotlib.figure`, the Agg canvas, ipywidgets and anywidget and nothing else; also for
the lab, whose first picture is drawn while it is built. The row "libraries and a picture" is no baseline; it tells what
any first picture costs. `bpwidgets --version`, which loads next to nothing, is timed from outside, beside an empty
Python.
"""
from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from tests.bench.report import Table, at_most, median, p90, ratio

BASELINE = "import matplotlib.figure, matplotlib.backends.backend_agg, ipywidgets, anywidget"
FIRST_PICTURE = """
import io
figure = matplotlib.figure.Figure()
canvas = matplotlib.backends.backend_agg.FigureCanvasAgg(figure)
figure.add_subplot().plot([1, 2])
canvas.print_png(io.BytesIO())"""
# Name -> (what is timed, the promised most in baselines or None).
CANDIDATES = {
    "libraries": (BASELINE, None),
    "libraries and a picture": (BASELINE + FIRST_PICTURE, None),
    "all of bpwidgets": ("from bpwidgets import *", 1.15),
    "WeightLab()": ("import bpwidgets\nbpwidgets.WeightLab()", 1.5),
    "GradientFlowLab()": ("import bpwidgets\nbpwidgets.GradientFlowLab()", 1.5),
}
EMPTY, VERSION = ["-c", "pass"], ["-m", "bpwidgets", "--version"]
TIMED = """
import time
start = time.perf_counter()
{code}
print(time.perf_counter() - start)
"""


def run(options) -> list[Table]:
    with tempfile.TemporaryDirectory() as config:
        # matplotlib keeps its list of fonts there; a first round fills it and the byte code, and is not counted.
        environment = {**os.environ, "MPLCONFIGDIR": config}
        rounds = [_round(environment) for _ in range(options.processes + 1)][1:]
        starts = [[_start(arguments, environment) for arguments in (EMPTY, VERSION)] for _ in range(options.processes)]
    times = {name: [one[name] for one in rounds] for name in CANDIDATES}
    base = median(times["libraries"])
    rows = []
    for name, (_, most) in CANDIDATES.items():
        over = ratio(median(times[name]), base)
        rows.append((name, median(times[name]), p90(times[name]), over, "" if most is None else at_most(over, most)))
    return [Table(f"Import, medians of {options.processes} fresh processes in ms",
                  ("what", "ms", "p90", "libraries", ""), rows,
                  "Promised, in imports of the libraries: bpwidgets 1.15, and with a lab's first picture 1.5."),
            _starts(*zip(*starts))]


def _starts(empty: tuple[float, ...], version: tuple[float, ...]) -> Table:
    over = ratio(median(version), median(empty))
    rows = [("python -c pass", median(empty), p90(empty), 1.0, ""),
            ("bpwidgets --version", median(version), p90(version), over, at_most(over, 5))]
    return Table(f"Start of the command, medians of {len(empty)} fresh processes in ms",
                 ("what", "ms", "p90", "empty", ""), rows,
                 "Promised: at most 5 times an empty Python.")


def _round(environment: dict[str, str]) -> dict[str, float]:
    """Milliseconds of each candidate, once."""
    return {name: _time(code, environment) for name, (code, _) in CANDIDATES.items()}


def _time(code: str, environment: dict[str, str]) -> float:
    done = subprocess.run([sys.executable, "-c", TIMED.format(code=code)], env=environment, capture_output=True,
                          text=True, check=True)
    return 1000 * float(done.stdout)


def _start(arguments: list[str], environment: dict[str, str]) -> float:
    """Milliseconds of a whole process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=True)
    return 1000 * (time.perf_counter() - began)
