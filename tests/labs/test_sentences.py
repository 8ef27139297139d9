"""What every lab says, over many settings: plain sentences, numbers as people write them, room for all of it."""

import re
import textwrap

import pytest

from bpwidgets.pictures.headline import LETTER, SIZES
from tests.fuzz.invariants import NO_NUMBER
from tests.pictures.cases import CASES, answer

# What no sentence on the screen has: numbers of a program, gaps, names of a program, unfinished ends.
EXPONENT = re.compile(r"\d[eE][-+]?\d")
UNTIDY = re.compile(r"  |\.\.|\( | \)| [.,;:]|^\W|\bNone\b|half_mse|half_sse|softmax_cross|__")
# Of each pair no two can be true at once.
OPPOSITES = (("no step moves it", "the loss falls"), ("Healthy.", "Cure:"), ("Healthy.", "to blame"),
             ("Hardly moves", "onverges"), ("No direction curves upward", "are stable"), ("Rests", "jumps"),
             ("Diverges", "onverges"))
MOST_SETTINGS = 24
ROOM = 832      # px of the headline's lines in a picture of the usual width


def some(grid):
    """Settings from all over the grid."""
    return grid[::-(-len(grid) // MOST_SETTINGS)]


@pytest.mark.parametrize("lab", CASES)
def test_every_sentence_is_plain_and_fits(lab):
    plan, make, grid = CASES[lab]
    for changes in some(grid):
        settings = make(**changes)
        result = answer(plan, settings)
        words = plan.words(settings, result, plan.views, "")
        for said in (words["verdict"], words["status"], *words["table"].get("head", ())):
            assert said and not EXPONENT.search(said) and not NO_NUMBER.search(said), said
            assert not UNTIDY.search(said), said
        cells = [cell for row in words["table"].get("rows", ()) for cell in row]
        assert not [cell for cell in cells if EXPONENT.search(cell)]
        assert words["verdict"][0].isupper() or words["verdict"].split()[0] in str(settings), words["verdict"]
        assert not [pair for pair in OPPOSITES if all(saying in words["verdict"] for saying in pair)], words["verdict"]
        assert words["verdict"].endswith("."), words["verdict"]
        assert len(textwrap.wrap(words["verdict"], int(ROOM / (LETTER * SIZES[-1])))) <= 2, words["verdict"]
