"""From a key on a slider to the painted picture, in a real JupyterLab, beside a bare picture swap and
`ipywidgets.interact`.

The three candidates stand in one notebook and take turns, a few keys each in rotating order, so that the noise of the
machine meets all alike. A key is pressed when the page is quiet; its time runs from the key event to the animation
frame in which the first new picture is decoded. A drag lasts a second, from one end of the slider to the other in 60
moves.
"""
from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.report import Table, at_least, at_most, cell, median, p90, ratio
from tests.browser.conftest import CHROMIUM_FLAGS, chromium, missing
from tests.browser.notebook_page import NotebookPage
from tests.browser.server import Server
from tests.browser.tabs import Tabs

HERE = Path(__file__).parent
WATCH = (HERE / "watch.js").read_text()
# The lab's exact picture follows 150 ms after the hand rests; a page without a picture for longer than that is at rest.
QUIET = 300
KEYS_AT_A_TURN = 5
DRAG_SECONDS, DRAG_MOVES = 1.0, 60
PIXEL_RATIOS = (1, 2)
MOST_SWAPS, LEAST_FASTER, LEAST_PICTURES, MOST_SWAPS_TO_SETTLE = 1.5, 3, 15, 5
# The cells of the three candidates, after a first cell with the peers.
LAB, SWAP, INTERACT = "lab", "swap", "interact"
CELLS = {LAB: 1, SWAP: 2, INTERACT: 3}

# The picture of a cell's output is there, as sharp as the display, and has the size that it keeps.
SIZE = """ratio => {
  const picture = document.querySelector(".bpw-picture img");
  if (!picture?.complete || Math.abs(picture.naturalWidth - ratio * picture.width) > 2) return null;
  return {width: picture.width, height: picture.height, ratio};
}"""


@dataclass(frozen=True)
class Subject:
    """A lab and what a hand moves in it: labels of sliders, and pictures, written "picture/label of the peer's slider".

    name: stands in the names of the peers' functions. arguments: of the lab, as code. case: what is special about it.
    swaps, faster: the promises, lab/swap at most and interact/lab at least.
    compared: `peers.py` has the same with `interact`.
    """

    lab: str
    name: str
    sliders: tuple[str, ...]
    arguments: str = ""
    case: str = ""
    swaps: float = MOST_SWAPS
    faster: float = LEAST_FASTER
    compared: bool = True

    @property
    def title(self) -> str:
        return f"{self.lab} {self.case}".strip()

    @property
    def candidates(self) -> tuple[str, ...]:
        return tuple(CELLS) if self.compared else (LAB, SWAP)


SURFACE = "objective='2-8-8-1', axes=('W2[0,0]', 'W3[0,0]'), controls=('theta', 'learning_rate', 'step')"
# The largest net of which each weight has a slider.
FORTY = "net=bpwidgets.engine.network((4, 5, 3)), x=[[1.0, 0.5, -0.5, 0.2], [0.3, -1.0, 0.8, 0.1]], y=[[0, 1, 0]] * 2"
SUBJECTS = (Subject("WeightLab", "weight", ("weight", "learning rate", "step shown", "steps")),
            Subject("GradientFlowLab", "flow", ("depth", "width", "gain", "seed")),
            Subject("GradientFlowLab", "deep_flow", ("gain", "seed"), "depth=50, width=64, n_samples=256", "50x64x256",
                    2, 1),
            Subject("GradientFlowLab", "deeper_flow", ("gain", "seed"), "depth=100, width=128, n_samples=256",
                    "100x128x256", 5, 1),
            Subject("SurfaceLab", "surface", ("W2[0,0]", "learning rate", "step shown", "map/W2[0,0]"), SURFACE,
                    "2-8-8-1", faster=4),
            Subject("SurfaceLab", "surface", ("learning rate",), SURFACE.replace("('W2[0,0]', 'W3[0,0]')", "'random'"),
                    "random axes", faster=4),
            *(Subject(lab, "weight", sliders, case="as it opens", compared=False) for lab, sliders in (
                ("SurfaceLab", ("w1", "learning rate", "step shown")),
                ("OptimizerRaceLab", ("learning rate", "step shown")),
                ("CurvatureLab", ("condition", "learning rate", "momentum", "step shown")),
                ("DistributionLab", ("depth", "gain", "layer")), ("GradientMapLab", ("gain", "depth", "bias scale")),
                ("FlowOverTrainingLab", ("depth", "gain", "learning rate", "step shown")),
                ("BackpropLab", ("learning rate", "W1[0,0]")), ("GraphLab", ("w", "moment")),
                ("GradientCheckLab", ("step h",)), ("CostLab", ("depth", "width")), ("ClinicLab", ("patient",)),
                ("LossLab", ("weight",)), ("TrainingLab", ("epoch", "learning rate")),
                ("MemorizingLab", ("epoch", "examples")), ("DigitsLab", ("after epoch", "to the right")),
                ("RewardLab", ("episode", "learning rate")),
                ("ChanceLab", ("after epoch", "test digit")),
                ("SequenceLab", ("update", "length")),
                ("ConvolutionLab", ("position", "after epoch")),
                ("RepresentationLab", ("after epoch",)),
                ("TwoNetsLab", ("step", "D's rate")),
                ("FineTuneLab", ("epoch", "examples")))),
             Subject("BackpropLab", "weight", ("moment",), case="sub-step", swaps=1, compared=False),
             Subject("BackpropLab", "weight", ("W1[0,0]",), FORTY, "40 sliders", swaps=3, compared=False))


@dataclass
class Measured:
    """Milliseconds by candidate for one slider; None for a key without an answer.

    Drags: (pictures shown, ms until settled).
    """

    subject: Subject
    pixel_ratio: int
    slider: str
    keys: dict[str, list[float | None]] = field(default_factory=lambda: {name: [] for name in CELLS})
    drags: dict[str, list[dict]] = field(default_factory=lambda: {LAB: [], INTERACT: []})

    def median(self, candidate: str) -> float | None:
        return median([t for t in self.keys[candidate] if t is not None])

    def settled(self, candidate: str) -> float | None:
        return median([drag["settled"] for drag in self.drags[candidate] if drag["settled"] is not None])

    def pictures(self, candidate: str) -> float | None:
        return median([drag["pictures"] for drag in self.drags[candidate]])


def run(options) -> list[Table]:
    if missing():
        raise SystemExit(missing())
    measured = []
    with _jupyterlab() as open_notebook:
        for pixel_ratio in options.pixel_ratios or PIXEL_RATIOS:
            for subject in [s for s in SUBJECTS if s.lab in (options.labs or [s.lab])]:
                with open_notebook(subject, pixel_ratio) as notebook:
                    for slider in subject.sliders:
                        one = Measured(subject, pixel_ratio, slider)
                        measured.append(one)
                        options.say(_measure(notebook, one, options))
    return [_keys_table(measured), _drag_table(measured)]


def _measure(notebook: NotebookPage, one: Measured, options) -> str:
    """Fill in what one slider takes; answers a line to say.

    A slider that fails leaves a gap in the tables, not an end to the run.
    """
    title = f"{one.subject.title} at {one.pixel_ratio}x, {one.slider}: "
    try:
        _start_anew(notebook, one.subject)
        _press_keys(notebook, one, options.keys)
        _drag(notebook, one, options.drags)
    except Exception as error:
        return f"{title}FAILED, {error}"
    return title + ", ".join(f"{name} {cell(one.median(name))} ms" for name in one.subject.candidates)


@contextmanager
def _jupyterlab() -> Iterator[Callable]:
    """A function that opens a notebook with the three candidates for a subject, on a server and a browser of our
    own."""
    from playwright.sync_api import sync_playwright

    with (tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as state,
          Server(Path(folder), Path(state)) as server, sync_playwright() as playwright):
        launched = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)

        @contextmanager
        def open_notebook(subject: Subject, pixel_ratio: int) -> Iterator[NotebookPage]:
            notebook = tabs.open(_cells(subject), pixel_ratio=pixel_ratio)
            try:
                _prepare(notebook, pixel_ratio)
                yield notebook
            finally:
                tabs.close(notebook)

        try:
            with Tabs(launched, server) as tabs:
                yield open_notebook
        finally:
            launched.close()


def _cells(subject: Subject) -> list[str]:
    return [(HERE / "peers.py").read_text(),
            f"import bpwidgets\nlab = bpwidgets.{subject.lab}({subject.arguments})\nlab", "swap(lab)",
            f"interact_{subject.name}()"]


def _prepare(notebook: NotebookPage, pixel_ratio: int) -> None:
    notebook.reload()     # the page still watches the notebook before
    notebook.page.evaluate(WATCH)
    notebook.run(0)
    notebook.run(CELLS[LAB])
    _look_at(notebook, LAB)
    size = notebook.page.wait_for_function(SIZE, arg=pixel_ratio).json_value()
    (notebook.server.folder / "size.json").write_text(json.dumps(size))
    notebook.run(CELLS[SWAP])


def _start_anew(notebook: NotebookPage, subject: Subject) -> None:
    """A fresh lab and a fresh interact: each slider is measured from the settings that a learner meets."""
    notebook.run(CELLS[LAB])
    if subject.compared:
        notebook.run(CELLS[INTERACT])
    if notebook.errors():
        raise RuntimeError("\n".join(notebook.errors()))
    more = notebook.output(CELLS[LAB]).get_by_role("button", name="more settings")
    if more.count():
        more.click()


def _look_at(notebook: NotebookPage, candidate: str, *, keeping: bool = False) -> None:
    """The candidate's output is in the middle of the window, watched, and the page is quiet."""
    notebook.output(CELLS[candidate]).evaluate("""(root, keeping) => {
      root.scrollIntoView({block: "center", behavior: "instant"});
      bench.watch(root, keeping);
    }""", keeping)
    notebook.page.evaluate(f"() => bench.quiet({QUIET})")


def _slider(notebook: NotebookPage, candidate: str, label: str):
    """The handle of the slider with exactly this name, or with this label if it has none; or the box over a picture
    of the lab."""
    picture, _, label = label.rpartition("/")
    label, output = SWAP if candidate == SWAP else label, notebook.output(CELLS[candidate])
    if picture and candidate == LAB:
        return output.locator(f".bpw-handle[data-name={picture}]")
    labelled = output.locator(".widget-slider").filter(has=notebook.page.get_by_text(label, exact=True))
    return output.get_by_role("slider", name=label, exact=True).or_(labelled.get_by_role("slider"))


def _press_keys(notebook: NotebookPage, one: Measured, keys: int) -> None:
    """Up and back again, the candidates taking turns in rotating order."""
    walk = ["ArrowRight"] * (keys // 2) + ["ArrowLeft"] * (keys - keys // 2)
    order = list(one.subject.candidates)
    for start in range(0, keys, KEYS_AT_A_TURN):
        for candidate in order:
            one.keys[candidate] += _turn(notebook, candidate, one.slider, walk[start : start + KEYS_AT_A_TURN])
        order = order[1:] + order[:1]


def _turn(notebook: NotebookPage, candidate: str, label: str, keys: list[str]) -> list[float | None]:
    _look_at(notebook, candidate)
    _slider(notebook, candidate, label).focus()
    times = []
    for key in keys:
        notebook.page.evaluate(f"() => bench.quiet({QUIET}).then(() => bench.watch(bench.root, false))")
        notebook.page.keyboard.press(key)
        times.append(notebook.page.evaluate("() => bench.answer()"))
    return times


def _drag(notebook: NotebookPage, one: Measured, times: int) -> None:
    """From one end to the other and back, lab and interact in turn."""
    for k in range(times):
        for candidate in set(one.drags) & set(one.subject.candidates):
            handle = _slider(notebook, candidate, one.slider)
            if "aria-valuenow" in handle.evaluate("e => e.getAttributeNames()"):
                handle.press("End" if k % 2 else "Home")
            _look_at(notebook, candidate, keeping=True)
            _hand(notebook.page, handle, rightward=not k % 2)
            notebook.page.evaluate(f"() => bench.quiet({QUIET})")
            one.drags[candidate].append(notebook.page.evaluate("() => bench.drag()"))


def _hand(page, handle, *, rightward: bool) -> None:
    """The handle taken from its end of the track to the other one in a second, or the pointer across half of a
    picture."""
    box = handle.bounding_box()
    width = handle.evaluate(
        "e => (e.closest('.noUi-base, .bpw-slider-track')?.getBoundingClientRect().width) ?? e.clientWidth / 2.1")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    far = width if rightward else -width
    page.mouse.move(x, y)
    page.mouse.down()
    start = time.perf_counter()
    for k in range(1, DRAG_MOVES + 1):
        time.sleep(max(0, start + k * DRAG_SECONDS / DRAG_MOVES - time.perf_counter()))    # the pace of a hand
        page.mouse.move(x + far * k / DRAG_MOVES, y)
    page.mouse.up()


def _keys_table(measured: list[Measured]) -> Table:
    rows = []
    for one in measured:
        lab, swap, interact = (one.median(name) for name in CELLS)
        heard = [t for t in one.keys[LAB] if t is not None]
        slower, faster = ratio(lab, swap), ratio(interact, lab)
        rows.append((one.subject.title, f"{one.pixel_ratio}x", one.slider, f"{len(heard)}/{len(one.keys[LAB])}", lab,
                     p90(heard), swap,
                     interact, slower, at_most(slower, one.subject.swaps), faster,
                     at_least(faster, one.subject.faster) if one.subject.compared else ""))
    return Table("Key to painted picture, medians in ms",
                 ("lab", "pixels", "slider", "answered", "lab", "lab p90", "swap", "interact", "lab/swap", "",
                  "interact/lab", ""), rows,
                 "Promised: " + "; ".join(f"{s.title} lab/swap at most {s.swaps:g}, interact/lab at least {s.faster:g}"
                                          for s in SUBJECTS) + ".")


def _drag_table(measured: list[Measured]) -> Table:
    rows = []
    for one in measured:
        pictures, settled = one.pictures(LAB), ratio(one.settled(LAB), one.median(SWAP))
        rows.append((one.subject.title, f"{one.pixel_ratio}x", one.slider, pictures, at_least(pictures, LEAST_PICTURES),
                     one.pictures(INTERACT),
                     one.settled(LAB), settled, at_most(settled, MOST_SWAPS_TO_SETTLE), one.settled(INTERACT)))
    return Table("A drag of one second: pictures shown, and ms from the release to the picture of the last value",
                 ("lab", "pixels", "slider", "pictures", "", "interact", "settled", "in swaps", "", "interact settled"),
                 rows,
                 f"Promised: at least {LEAST_PICTURES} pictures; settled within {MOST_SWAPS_TO_SETTLE} swaps of the "
                 "release.")
