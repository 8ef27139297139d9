"""Labs for the tests: new ones, and used ones that were reset."""

import pytest

from tests.widgets.labs import LABS


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
