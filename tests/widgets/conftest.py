"""Labs for the tests: new ones, and used ones that were reset."""

import pytest

from tests.widgets.labs import LABS


class Handle:
    """What IPython gives for an output that can be renewed."""

    def __init__(self):
        self.updates = []

    def update(self, bundle, **more):
        self.updates.append(bundle)

    @property
    def pictures(self):
        return [bundle["image/png"] for bundle in self.updates]


@pytest.fixture
def displayed(monkeypatch):
    """Cells that JupyterLab sends: what was displayed, and the handles of what can be renewed."""
    bundles, handles = [], []

    def display(bundle, *, display_id=False, **more):
        bundles.append(bundle)
        if display_id:
            handles.append(Handle())
        return handles[-1] if display_id else None

    monkeypatch.setattr("bpwidgets.widgets.show.display", display)
    for user in ("show", "lab"):
        monkeypatch.setattr(f"bpwidgets.widgets.{user}.from_jupyterlab", lambda: True)
    return bundles, handles


@pytest.fixture
def make():
    """make(name of a lab, **fields): a new lab, closed after the test."""
    labs = []

    def make(lab, **fields):
        labs.append(LABS[lab].kind(**{**LABS[lab].small, **fields}))
        return labs[-1]

    yield make
    for lab in labs:
        lab.close()


@pytest.fixture
def made():
    """made(thing): the thing itself, closed after the test."""
    made = []
    yield lambda thing: made.append(thing) or thing
    for thing in made:
        thing.close()


@pytest.fixture(scope="module")
def used():
    """used(name of a lab): two labs that other tests of the file may have used, as they were when they were made."""
    labs = {}

    def used(lab):
        if lab not in labs:
            labs[lab] = tuple(LABS[lab].kind(**LABS[lab].small) for _ in range(2))
        for one in labs[lab]:
            one.reset()
            one.canvas.refresh(trouble=False)
        return labs[lab]

    yield used
    for pair in labs.values():
        for lab in pair:
            lab.close()
