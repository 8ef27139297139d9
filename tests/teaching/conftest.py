"""Things that are closed after a test."""
import pytest


@pytest.fixture
def made():
    """made(thing): the thing itself, closed after the test."""
    made = []
    yield lambda thing: made.append(thing) or thing
    for thing in made:
        thing.close()
