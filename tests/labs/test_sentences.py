"""What every lab says, over many settings: plain sentences, numbers as people write them, room for all of it."""

import re
import textwrap

import pytest

import bpwidgets as bp
from bpwidgets.pictures.headline import LETTER, SIZES
from bpwidgets.settings.rows import short_of
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


def menu(settings, name):
    """What there is to choose from for a field, if the lab has it."""
    field = settings.fields().get(name)
    return field.menu(settings, getattr(settings, name)) if field else ()


@pytest.mark.parametrize("lab", CASES)
def test_what_a_person_reads_has_titles_where_code_has_names(lab):
    plan, make, _ = CASES[lab]
    some = make()
    for name in ("objective", "activation", "initializer", "optimizer"):
        for option in (one for one in menu(some, name) if one.value not in one.words.lower()):
            settings = some.replace(**{name: option.value})
            words = plan.words(settings, answer(plan, settings), plan.views, "")
            cells = [str(cell) for row in words["table"].get("rows", ()) for cell in row]
            said = " ".join([words["status"], words["verdict"], *cells])
            for title in (option.words, short_of(settings.row(name))):
                said = said.replace(title, "")
            assert not re.search(rf"(?<![\w-]){re.escape(option.value)}(?![\w-])", said), (option.value, said)


def test_a_comparison_and_a_button_say_titles_too():
    settings = bp.SurfaceLab(objective="himmelblau").settings
    fields = settings.fields()
    titled = {name: fields[name].brief(value) for name, value in {
        "objective": "2-2-1", "optimizer": "adam", "through": "end", "axes": ("x", "y"), "log_color": True}.items()}
    assert titled == {"objective": "net 2-2-1", "optimizer": "Adam", "through": "the end of the run",
                      "axes": "x and y", "log_color": "on"}
    assert fields["objective"].brief("beale") == "Beale's function"
    assert fields["data"].brief(bp.datasets.DATASETS["moons"]()) == "two moons"
    assert bp.OptimizerRaceLab().settings.fields()["optimizers"].brief(("sgd", "adam")) == "SGD, Adam"


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
