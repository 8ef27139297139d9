"""Ten thousand changes of a lab that is being looked at, and fifty labs created and closed: what stays behind.

Each lab is changed in a process of its own. A viewer is attached as a page would be, and tells each frame seen, so that
every change is drawn, encoded and sent; the frames are counted to prove it. "Flat" means: between the first thousand
changes, in which caches fill, and the end the resident set grows by less than FLAT MB.
"""
from __future__ import annotations

import json
import subprocess
import sys

from tests.bench.report import Table, at_most

FLAT = 5.0
MB = 2**20
# Lab -> a walk: change number -> the control moved and its value. The values repeat only after many changes.
WALKS = {
    "WeightLab": lambda k: [("weight", -2 + 0.05 * (k % 160)), ("learning_rate", 10 ** (-4 + 0.02 * (k % 97))),
                            ("step", k % 21)][k % 3],
    "GradientFlowLab": lambda k: [("depth", 1 + k % 50), ("gain", 0.05 * (1 + k % 100)), ("seed", k % 100)][k % 3],
}
LABS_CLOSED = 50


def run(options) -> list[Table]:
    tables = []
    for lab in WALKS:
        options.say(f"{lab}: {options.changes} changes")
        tables.append(_changes_table(lab, _elsewhere("changes", lab, options.changes)))
    return [*tables, _closed_table({lab: _elsewhere("closed", lab, LABS_CLOSED) for lab in WALKS})]


def _elsewhere(task: str, lab: str, count: int):
    """What `python -m tests.bench.memory` answers: a process of its own."""
    done = subprocess.run([sys.executable, "-m", "tests.bench.memory", task, lab, str(count)], stdout=subprocess.PIPE,
                          text=True, check=True)
    return json.loads(done.stdout)


def _changes_table(lab: str, answer: dict) -> Table:
    at, sizes = answer["at"], answer["rss"]
    warm = next((size for k, size in zip(at, sizes) if k >= 1000), sizes[0])
    grown = sizes[-1] - warm
    rows = [(k, size, size - sizes[0]) for k, size in zip(at, sizes)]
    return Table(f"{lab}: {at[-1]} changes, {answer['frames']} frames drawn and sent",
                 ("changes", "RSS MB", "since the start"), rows,
                 f"From 1,000 changes to the end {grown:+.1f} MB: {at_most(grown, FLAT)}.")


def _closed_table(answers: dict[str, dict]) -> Table:
    rows = [(lab, *answer.values(), at_most(answer["figures"], 0)) for lab, answer in answers.items()]
    return Table(f"Left behind by {LABS_CLOSED} labs that were shown, changed and closed",
                 ("lab", "figures", "widgets", "comms", "RSS MB", "no figure"), rows,
                 "RSS is the growth from the first closed lab to the last.")


class Viewer:
    """What a page does for a canvas: says how it looks, and of each frame that it was seen."""

    def __init__(self, canvas, **look):
        self.canvas, self.frames, self._serial = canvas, 0, canvas.frame_info["serial"]
        self._say(kind="look", **look)
        self._see()
        canvas.observe(lambda change: self._see(), "frame_info")

    def _see(self) -> None:
        serial = self.canvas.frame_info["serial"]
        self.frames += serial != self._serial
        self._serial = serial
        self._say(kind="seen", serial=serial)

    def _say(self, **content) -> None:
        message = {"content": {"data": {"method": "custom", "content": {"view": "bench", **content}}}, "buffers": []}
        self.canvas._handle_msg(message)


def changes(lab: str, count: int) -> dict:
    """RSS in MB at the start, after each thousand changes and at the end, and the number of frames."""
    import bpwidgets

    one, walk = getattr(bpwidgets, lab)(), WALKS[lab]
    viewer = Viewer(one.canvas, width=860, ratio=1, dark=False)
    at, rss = [0], [_rss()]
    for k in range(1, count + 1):
        name, value = walk(k)
        one.controls[name].value = value
        if k % 1000 == 0 or k == count:
            at.append(k)
            rss.append(_rss())
    return {"at": at, "rss": rss, "frames": viewer.frames}


def closed(lab: str, count: int) -> dict:
    """How many figures, widgets and comms are left after so many labs, and how the process grew meanwhile."""
    first = _life(lab)
    for _ in range(count - 1):
        last = _life(lab)
    return {**{name: last[name] - first["before"][name] for name in first["before"]}, "rss": last["rss"] - first["rss"]}


def _life(lab: str) -> dict:
    """One lab from its creation to its end."""
    import bpwidgets

    before = _alive()
    one = getattr(bpwidgets, lab)()
    Viewer(one.canvas, width=860, ratio=1, dark=False)
    name, value = WALKS[lab](1)
    one.controls[name].value = value
    one._repr_mimebundle_()
    one.close()
    del one
    return {"before": before, **_alive(), "rss": _rss()}


def _alive() -> dict[str, int]:
    import gc

    import comm
    from ipywidgets.widgets.widget import _instances
    from matplotlib.figure import Figure

    gc.collect()
    return {"figures": sum(isinstance(thing, Figure) for thing in gc.get_objects()), "widgets": len(_instances),
            "comms": len(comm.get_comm_manager().comms)}


def _rss() -> float:
    import gc

    import psutil

    gc.collect()
    return psutil.Process().memory_info().rss / MB


if __name__ == "__main__":
    task, lab, count = sys.argv[1:]
    print(json.dumps({"changes": changes, "closed": closed}[task](lab, int(count))))
