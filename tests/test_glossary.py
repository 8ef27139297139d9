"""The glossary: complete for what the labs show, found by every name, and told without doubt."""
import importlib
import pkgutil
import re
import textwrap
from collections import Counter
from pathlib import Path

import pytest

import bpwidgets as bp
from bpwidgets import terms
from bpwidgets.labs.sequence.rhyme import ALPHABET
from bpwidgets.labs.sequence.words import letter
from bpwidgets.settings import Axes, Choice, Names, ObjectiveField, Toggle
from bpwidgets.settings.rows import short_of
from bpwidgets.teaching.course import all_lessons
from bpwidgets.terms.glossary import GLOSSARY, terms_in
from tests.widgets.labs import LABS

# Words of pictures that say what everybody reads as it is meant.
PLAIN = ("a", "after", "at", "in", "of", "on", "the", "to", "this", "thin", "below", "left", "right", "no", "number",
         "sum", "how", "far", "are", "from", "not", "yet", "known", "flat", "here")
# Fields whose values change which words are drawn; of the other kinds all that are a choice.
TELLING = ("layer", "n_draws", "fork_step", "clip")
RAISED = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
# Numbers of the lessons that there are; 0 for a term that none introduces.
LESSONS = {0, *(lesson.number for lesson in all_lessons().values())}
NUMBER = re.compile(r"[-−+±\d⁻⁰¹²³⁴⁵⁶⁷⁸⁹.,e×%()→←╌─√ ]*")


@pytest.fixture
def make():
    labs = []

    def make(lab, **fields):
        labs.append(LABS[lab].kind(**{**LABS[lab].small, **fields}))
        return labs[-1]

    yield make
    for lab in labs:
        lab.close()


def drawn(lab):
    """The texts in all pictures of a lab, drawn; no pixel is painted."""
    sheet = lab.canvas._sheet
    sheet.draw(*lab.state)
    return {text.get_text() for axes in sheet.figure.axes for text in (*axes.texts, axes.xaxis.label)
            if text.get_visible()}


def own_names(lab):
    """What a lab or its learner has named: rows of tables, coordinates, the question, letters of a text."""
    rows = map(short_of, lab.settings.row("optimizers") if "optimizers" in lab.settings.fields() else ())
    lines = program_of(lab.result) if isinstance(lab, bp.ClinicLab) else ()
    tables = bp.engine.OPTIMIZERS, bp.engine.ACTIVATIONS
    graph = lab.result.graph if isinstance(lab, bp.GraphLab) else None
    nodes = {*(form.format(name) for form in ("{}", f"d{lab.result.output}/d{{}}") for name in graph.names),
             *(node.rule for node in graph.nodes)} if graph else ()
    text = map(letter, range(len(ALPHABET))) if isinstance(lab, bp.SequenceLab) else ()
    return {*rows, *lines, *nodes, *text, *(short_of(row) for table in tables for row in table.values())}


def program_of(result):
    """What stands in a program, and what is said of its net, in the lines of its picture."""
    pieces = {piece for width in range(20, 120) for piece in textwrap.wrap(result.program.says, width)}
    return {*result.lines, *result.fix, *result.program.names, *pieces}


def told(text, lab):
    """True if the glossary has the text, a term in it, or there is nothing in it to be explained."""
    if NUMBER.fullmatch(text) or text in GLOSSARY or terms_in(text) or text in own_names(lab):
        return True
    words = re.findall(r"[^\W\d_][\w\[\],'/|]*", RAISED.sub("", text))
    return all(word in GLOSSARY or word in PLAIN or word in own_names(lab) for word in words)


def variants(lab):
    """The lab in different settings: one field after another is changed."""
    yield lab
    case, = (case for case in LABS.values() if isinstance(lab, case.kind))
    for name, field in lab.settings.fields().items():
        if name in TELLING or isinstance(field, (Axes, Choice, Names, ObjectiveField, Toggle)):
            lab.reset()
            lab.set(**{name: case.hand[name]})
            yield lab


@pytest.mark.parametrize("lab", LABS)
def test_each_label_head_and_word_of_a_picture_has_an_entry(make, lab):
    made = make(lab, views=LABS[lab].kind.plan.views)
    for now in variants(made):
        table = now.plan.table(*now.state)
        said = [*(field.label for field in now.settings.fields().values()), *table.get("head", ()),
                *(row[0] for row in table.get("rows", ()))]
        assert [text for text in (*said, *sorted(drawn(now))) if not told(text, now)] == []
        assert terms_in(now.result.verdict) or lab in ("surface", "race", "weight")


def test_no_name_belongs_to_two_terms_and_no_key_stands_twice():
    names = Counter(name if len(name) == 1 else name.lower() for term in GLOSSARY.values()
                    for name in {*term.names, term.key})
    assert {name: count for name, count in names.items() if count > 1} == {}
    modules = [one.name for one in pkgutil.iter_modules(terms.__path__) if one.name.endswith("_terms")]
    keys = Counter(term.key for name in modules for term in importlib.import_module(f"bpwidgets.terms.{name}").TERMS)
    assert {key: count for key, count in keys.items() if count > 1} == {}


@pytest.mark.parametrize("term", GLOSSARY.values(), ids=lambda term: term.key)
def test_a_term_is_found_by_each_of_its_names_and_told_in_one_sentence(term):
    assert {bp.glossary(name) for name in (term.key, *term.names)} == {term}
    assert re.fullmatch(r"[A-Z|][^.]*[^.:;, ]", re.sub(r"\d\.\d", "", term.sentence)), term.sentence
    assert term.lines[0] == f"{term.sentence}." and "\n" not in "".join(term.lines) and ".." not in "".join(term.lines)
    assert term.lesson in LESSONS and repr(term).startswith(term.title)


def test_an_entry_and_the_whole_list_print_well():
    delta = bp.glossary("delta")
    assert bp.glossary("δ") is delta and bp.glossary("Delta") is delta and delta.title == "delta (δ)"
    assert repr(delta).startswith("delta (δ): The error signal of a layer") and repr(delta).endswith("Lesson 03.")
    assert delta._repr_markdown_().startswith("**delta (δ)**: The error signal")
    whole = bp.glossary()
    assert len(repr(whole).splitlines()) == len(whole) > 90
    assert len(whole._repr_markdown_().splitlines()) == len(whole) + 2
    assert {line.replace("\\|", "").count("|") for line in whole._repr_markdown_().splitlines()} == {4}


def test_single_weights_and_symbols_are_found_and_case_counts_for_a_letter():
    assert bp.glossary("W1[0,12]").key == bp.glossary("W").key == "weight" and bp.glossary("b2[0]").key == "bias"
    assert "w" in bp.glossary("W").names and bp.glossary("L").key == "loss"


@pytest.mark.parametrize("name, answer", [
    ("gian", "name of glossary: expected a term of the glossary; got 'gian'. Did you mean 'gain'?"),
    ("qqq", "name of glossary: expected a term of the glossary; got 'qqq'. glossary() lists all terms."),
    (3, "name of glossary: expected a term of the glossary; got 3. glossary() lists all terms.")])
def test_an_unknown_term_is_refused_with_the_nearest_one(name, answer):
    with pytest.raises(bp.ArgumentError) as caught:
        bp.glossary(name)
    assert str(caught.value) == answer


def test_terms_are_found_in_sentences_whole_and_longest_first():
    def keys(text):
        return [term.key for term in terms_in(text)]

    assert keys("Vanishing. Of the error signal δ only 6.5e-13 reaches layer 1.") == ["vanishing", "delta"]
    assert keys("the plain rms slope and the slope") == ["plain rms slope", "slope"]
    assert keys("deltas, |dL/dh|, dh_T/dh, dW") == ["delta", "dL/da", "dh_T/dh", "weight gradient"]
    assert keys("again, a Delta-free sloped undead x z") == ["delta", "z"]
    assert keys("the layer learns at a rate of 0.1 per weight") == []


def test_each_term_that_a_lesson_looks_up_is_there():
    folder = Path(__file__).parent.parent / "notebooks"
    named = {name for path in folder.glob("*.ipynb")
             for name in re.findall(r'bp\.glossary\(\\"([^)]*)\\"\)', path.read_text(encoding="utf-8"))}
    assert "backpropagation" in named and {name for name in named if name not in GLOSSARY} == set()
