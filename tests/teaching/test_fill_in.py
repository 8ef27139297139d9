"""FillIn: more and more factors are blank, and each says what it is once it was answered."""
import json
from dataclasses import replace

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.teaching import Factor, FillIn, Lesson
from bpwidgets.teaching.cards.blanks import rule_of
from bpwidgets.teaching.cards.parts import page_of, text_of
from bpwidgets.teaching.items.fading import hidden_after
from bpwidgets.teaching.lesson import Desk
from bpwidgets.teaching.records.events import Event
from bpwidgets.teaching.records.record import Record

from .chains import NET, ONE_ROW, TWO_UNITS, drawn, units

ITEMS = pytest.mark.parametrize("item", [ONE_ROW, TWO_UNITS], ids=["one row", "two units"])


@pytest.fixture
def shown(tmp_path, made):
    """shown(item): the item, shown in a cell, anew each time beside the same record."""
    return lambda item: made(Lesson("one", "One", 1, (item,), desk=Desk(Record(tmp_path / "r"))).show(item.name))


def formula(item, past=()):
    return next(part.sent() for part in item.card(past, None) if part.sent()["kind"] == "formula")


def blanks(item, past=()):
    """The letters of the factors that are blank."""
    return [term["name"] for term in formula(item, past)["terms"] if term["blank"]]


def filled(item, past=(), spoil=lambda number: number, rule=None):
    """What somebody fills in who knows all numbers, but for what is spoiled."""
    case = past[-1].case if past else 0
    known, rules = {f.name: f for f in item.factors(item.lab(case))}, formula(item, past)["rules"]
    values = {}
    for term in formula(item, past)["terms"]:
        if term["blank"]:
            factor = known[term["name"]]
            values[term["blank"]] = repr(float(spoil(factor.value)))
            values[rule_of(term["blank"])] = rules.index(rule or factor.rule)
    return values


def played(item, *rounds):
    """The events after these rounds; "r" is a clean one, "w" one with a miss, "s" one that was shown."""
    past = ()
    for k, kind in enumerate(rounds):
        if k:
            past += (item.press("next", {}, past, None),)
        values = {} if kind == "s" else filled(item, past, (lambda x: x) if kind == "r" else lambda x: 1.5 * x + 1)
        past += (item.press("show" if kind == "s" else "check", values, past, None),)
    return past


def asked(item, *rounds):
    """The events when the round after these is asked."""
    past = played(item, *rounds)
    return (*past, item.press("next", {}, past, None))


@ITEMS
def test_at_first_the_last_factor_is_blank(item):
    names = [factor.name for factor in item.factors(item.lab(0))]
    assert blanks(item) == names[-1:]


@pytest.mark.parametrize("seed", range(20))
@ITEMS
def test_the_factors_multiply_to_what_the_engine_computes(item, seed):
    product = 1.0
    for factor in item.factors(item.lab(seed)):
        product *= factor.value
    assert product == pytest.approx(float(item.agrees(item.lab(seed))), rel=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_of_the_two_units_is_that_of_differences(seed):
    """A second oracle: the loss at two weights nearby."""
    x, y, theta = drawn(seed)

    def loss(step):
        return 0.5 * float(NET.forward(theta + np.array([step, 0, 0, 0]), np.array([[x]])).output[0, 0] - y) ** 2

    assert (loss(1e-5) - loss(-1e-5)) / 2e-5 == pytest.approx(units(seed).dW1, rel=1e-7)


@ITEMS
def test_somebody_who_rounds_the_given_numbers_is_right(item):
    """The numbers in the text have enough digits for 1 %."""
    for seed in range(20):
        past = (Event("opened", case=seed),) if seed else ()
        event = item.press("check", filled(item, past, lambda x: float(f"{x:.4g}")), past, None)
        assert event.right


@pytest.mark.parametrize("rounds, hidden", [
    ("", 1), ("r", 1), ("rr", 2), ("rrr", 2), ("rrrr", 3), ("w", 1), ("rw", 1), ("rwr", 1), ("rrw", 1), ("rrs", 1),
    ("rrrwr", 1), ("rr" * 9, 5), ("rr" * 4 + "w", 4)])
def test_two_clean_rounds_hide_one_more_and_a_miss_shows_one(rounds, hidden):
    events = [Event("answered", right=kind == "r") for kind in rounds]
    assert hidden_after(events, 5).hidden == hidden


def test_the_blanks_of_a_card_follow_from_its_events():
    assert blanks(TWO_UNITS, asked(TWO_UNITS, *"rr")) == ["da₁/dz₁", "dz₁/dW₁"]
    assert blanks(TWO_UNITS, asked(TWO_UNITS, *"rrw")) == ["dz₁/dW₁"]
    assert len(blanks(TWO_UNITS, asked(TWO_UNITS, *"rrrrrrrr"))) == 5


@ITEMS
def test_each_round_has_other_numbers(item):
    first, second = formula(item), formula(item, asked(item, "r"))
    assert [term["number"] for term in first["terms"]] != [term["number"] for term in second["terms"]]


@ITEMS
def test_no_form_of_what_is_asked_has_the_numbers_of_the_blanks_or_of_the_product(item):
    for past in ((), asked(item, *"rr")):
        case = past[-1].case if past else 0
        factors = item.factors(item.lab(case))
        parts = item.card(past, None)
        everything = json.dumps([part.sent() for part in parts]) + text_of(parts) + page_of(parts)
        product = item.agrees(item.lab(case))
        assert f"{product:.3g}" not in everything
        hidden = blanks(item, past)
        terms = {term["name"]: term for term in formula(item, past)["terms"]}
        assert hidden and all(not terms[name]["number"] and not terms[name]["rule"] for name in hidden)
        assert [bool(terms[factor.name]["number"]) for factor in factors] == [f.name not in hidden for f in factors]


@ITEMS
def test_before_an_answer_the_card_is_what_a_saved_notebook_holds(item, shown):
    cell = shown(item)
    assert [part.sent() for part in item.locked()] == [part.sent() for part in item.card((), None)]
    before = repr(cell)
    cell.press("show", {})
    assert repr(cell) == before == item.describe()
    assert "text/html" in cell._repr_mimebundle_() and cell.lab is None and cell.children == (cell.card,)


def said(item, past):
    """All words on the card, as Markdown."""
    return text_of(item.card(past, None))


def test_a_right_blank_says_what_it_is():
    past = played(TWO_UNITS, "r")
    assert past[-1].right is True and "`dz₁/dW₁`: **right**" in said(TWO_UNITS, past)
    assert "input of the weight" in said(TWO_UNITS, past)


def test_a_wrong_blank_says_what_was_said_what_is_and_how_it_is_found():
    past = played(TWO_UNITS, "w")
    x = units(0).x
    assert past[-1].right is False
    assert f"the rule is right, **the number is not**. You said {1.5 * x + 1:.3g}" in said(TWO_UNITS, past)
    assert f"It is {x:.3g}, input of the weight. x = {x:.4f}." in said(TWO_UNITS, past)


def test_the_right_number_with_the_wrong_rule_is_a_miss_and_told_so():
    event = TWO_UNITS.press("check", filled(TWO_UNITS, rule="weight on the way"), (), None)
    assert event.right is False
    assert "the number is right, **the rule is not** (weight on the way)" in said(TWO_UNITS, (event,))


def test_a_wrong_number_with_a_wrong_rule_says_both():
    values = filled(TWO_UNITS, (), lambda x: 7, rule="weight on the way")
    event = TWO_UNITS.press("check", values, (), None)
    assert "**not so**. You said 7, weight on the way. It is" in said(TWO_UNITS, (event,))


def test_every_blank_is_judged_by_itself():
    past = asked(TWO_UNITS, *"rr")
    values = filled(TWO_UNITS, past)
    first = next(term["blank"] for term in formula(TWO_UNITS, past)["terms"] if term["blank"])
    past += (TWO_UNITS.press("check", {**values, first: "7"}, past, None),)
    assert [term["tone"] for term in formula(TWO_UNITS, past)["terms"]][-2:] == ["wrong", "right"]


@pytest.mark.parametrize("part, right", [(1.0099, True), (0.9901, True), (1.011, False), (0.989, False)])
def test_one_percent_is_allowed_and_said(part, right):
    event = TWO_UNITS.press("check", filled(TWO_UNITS, (), lambda x: part * x), (), None)
    assert event.right is right and "within 1 %" in TWO_UNITS.describe()


def test_a_number_is_read_as_people_type_it():
    values = filled(ONE_ROW)
    blank, = (name for name in values if not name.startswith("rule"))
    x = ONE_ROW.lab(0).result.x[1]
    for text in (f"{x:g}".replace(".", ","), f"{10 * x:g}/10", f"{x / 100:g} × 10^2"):
        assert ONE_ROW.press("check", {**values, blank: text}, (), None).right


def test_how_a_factor_is_found_is_told_once_it_was_missed_until_it_was_right():
    helped = "How to find `dz₁/dW₁`"
    assert helped not in said(TWO_UNITS, ())
    assert helped in said(TWO_UNITS, asked(TWO_UNITS, "w")) and helped in said(TWO_UNITS, asked(TWO_UNITS, "s"))
    assert helped not in said(TWO_UNITS, asked(TWO_UNITS, "w", "r"))


def test_a_round_that_was_shown_counts_as_missed_and_shows_all():
    past = played(TWO_UNITS, "r", "r", "s")
    assert past[-1].kind == "seen" and past[-1].right is False
    assert all(term["number"] for term in formula(TWO_UNITS, past)["terms"])


def test_all_blank_and_clean_twice_is_said_to_be_all():
    past = played(ONE_ROW, *"rrrrrr")
    assert "the whole chain is yours" in said(ONE_ROW, past)
    assert "the whole chain is yours." not in said(ONE_ROW, played(ONE_ROW, *"rrrr"))


@pytest.mark.parametrize("left_out, asked_for", [("number", "a number"), ("rule", "which rule")])
def test_a_blank_that_is_not_filled_in_is_named_and_nothing_is_kept(shown, left_out, asked_for):
    cell = shown(TWO_UNITS)
    values = {name: value for name, value in filled(TWO_UNITS).items()
              if name.startswith("rule") != (left_out == "rule")}
    cell.press("check", values)
    assert "dz₁/dW₁" in cell.trouble and asked_for in cell.trouble and cell.past == ()


def test_it_stands_there_the_next_day(shown):
    cell = shown(TWO_UNITS)
    cell.press("check", filled(TWO_UNITS))
    assert "**right**" in text_of(shown(TWO_UNITS).parts)
    cell.press("next", {})
    assert "Round 2" in text_of(shown(TWO_UNITS).parts)


def test_two_cells_that_go_different_ways_lose_nothing(shown):
    one, other = shown(TWO_UNITS), shown(TWO_UNITS)
    values = filled(TWO_UNITS)
    one.press("check", values)
    other.press("check", {**values, **dict.fromkeys([n for n in values if not n.startswith("rule")], "9")})
    assert [event.right for event in other.past] == [True]
    one.press("next", {})
    other.press("next", {})
    assert [event.kind for event in other.past] == ["answered", "opened"]
    other.press("check", values)      # what was typed for round 1 is no answer in round 2
    assert "expected a number" in other.trouble and len(other.past) == 2


def test_nobody_looks_at_its_lab_so_that_none_is_drawn(shown, monkeypatch):
    drawn = []
    monkeypatch.setattr(bp.WeightLab, "prepare", lambda self, look: drawn.append(look))
    shown(ONE_ROW)._prepare({"width": 860, "ratio": 1, "dark": False})
    assert not drawn


def test_a_chain_that_disagrees_with_the_lab_is_refused():
    broken = replace(ONE_ROW, agrees=lambda lab: 1.0)
    with pytest.raises(bp.ArgumentError) as caught:
        broken.describe()
    assert caught.value.parameter == "factors" and "agrees" in caught.value.expected


@pytest.mark.parametrize("wrong", [{"value": float("nan")}, {"value": "3"}, {"name": ""}, {"rule": ""}])
def test_a_factor_without_number_name_or_rule_is_refused(wrong):
    with pytest.raises(bp.ArgumentError):
        Factor(**{"name": "x", "value": 1.0, "rule": "input", **wrong})


def test_a_chain_without_factors_is_refused():
    with pytest.raises(bp.ArgumentError):
        FillIn("a", "b", lab=lambda seed: None, factors=lambda lab: (), result="c").describe()


def test_a_chain_that_cannot_be_made_is_told_on_the_card_and_nothing_is_raised(shown):
    cell = shown(replace(ONE_ROW, agrees=lambda lab: 1.0))
    assert "cannot be shown" in repr(cell) and "cannot be shown" in json.dumps(cell.card.parts)
    assert cell._repr_mimebundle_()


def test_a_factor_of_zero_is_right_as_zero():
    item = FillIn("relu", "What passes?", lab=lambda seed: seed, result="dz",
                  factors=lambda lab: (Factor("da", 2.0, "error"), Factor("slope", 0.0, "slope of the activation")))
    assert item.press("check", filled(item), (), None).right
    assert not item.press("check", filled(item, (), lambda x: 0.01), (), None).right
