"""Answers that a notebook gives away: in the cell that asks, or above it."""
from __future__ import annotations

import ast
import inspect
import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ...text import in_line, in_words
from ..cards.parts import page_of, text_of
from ..item import Item
from ..items.answers import Choice, Decade, Number, Ranking
from .items import Checked
from .notebook import Cell, Finding, Notebook, Use

# A number of so many digits stands in a text by chance only if it is meant.
TELLING_DIGITS = 3
FEWEST_WORDS = 3
MARKS = re.compile(r"[*_`]|<[^>]*>")


class Told(NamedTuple):
    """Something that gives an answer away. words: what was found; pattern: how it is found. near: only in the cell that
    asks, since it may stand elsewhere by chance. others: words that stand beside it where all answers are named."""

    words: str
    pattern: re.Pattern[str]
    near: bool = False
    others: Sequence[str] = ()


def spoilers(notebook: Notebook, items: Iterable[Checked], uses: Sequence[Use]) -> Iterator[Finding]:
    """What stands in the source or the output of a cell and answers an item at or below it."""
    for found in items:
        at = next((use.cell for use in uses if use.name == found.item.name), None)
        if at is None:
            continue
        told = list(_told(found))
        for cell in notebook.cells[:at + 1]:
            yield from _given_away(cell, cell.number == at, found.item, told)
        yield from _output(notebook.cells[at], found.item)
        yield from _lab_before(at, found.item, told)
    yield from _references(notebook, [found.item for found in items])


def _given_away(cell: Cell, own: bool, item: Item, told: Sequence[Told]) -> Iterator[Finding]:
    texts = {"source": cell.source, "output": "\n".join(_without_card(text, item) for text in cell.said)}
    for one in told:
        for place, text in texts.items():
            plain = _plain(text)
            if (own or not one.near) and one.pattern.search(plain) and not _all_named(plain, one):
                where = "" if own else ", above its cell"
                yield Finding(cell.number, f"its {place} gives away the answer of {item.name!r} ({one.words!r}){where};"
                                           " move it below the item, or say it in the item's why.")
                break


def _all_named(plain: str, one: Told) -> bool:
    """All answers stand there: it is the question that is told, not the answer."""
    return bool(one.others) and all(_plain(other) in plain for other in one.others)


def _output(cell: Cell, item: Item) -> Iterator[Finding]:
    """The saved output of an item's cell is the card before anything happened."""
    if cell.outputs and text_of(item.locked()) not in cell.forms("text/plain"):
        yield Finding(cell.number, f"its saved output is not the card of {item.name!r} before an answer; save it with: "
                                   "bpwidgets canonical FILE")


def _lab_before(at: int, item: Any, told: Sequence[Told]) -> Iterator[Finding]:
    """The lab that is there before an answer does not tell it."""
    if getattr(item, "before", None):
        said = _plain(item.before(**item.case).describe())
        yield from (Finding(at, f"the lab before the answer of {item.name!r} says {one.words!r}; leave out the view or "
                                "the setting that tells it.") for one in told if one.pattern.search(said))


def _without_card(text: str, item: Item) -> str:
    card = item.locked()
    return text.replace(text_of(card), "").replace(page_of(card), "")


# -- what tells an answer

def _told(found: Checked) -> Iterator[Told]:
    item: Any = found.item
    if found.outcomes:
        yield from _of_outcome(item, found.outcomes[0])
    if hasattr(item, "options"):
        words = [option.words for option in item.options]
        yield from (told for event in found.walk.right() if isinstance(event.answer, int)
                    for told in _of_option(words, event.answer))
    reference = getattr(item, "reference", None)
    if not hasattr(item, "tried") and reference is not None:
        yield from _of_words(reference if isinstance(reference, str) else reference())


def _of_outcome(item: Any, outcome: Any) -> Iterator[Told]:
    kind = item.answer
    if isinstance(kind, Number | Decade):
        asked = _plain(item.asked)
        for text in sorted(_written(float(outcome))):
            if not _number(text).search(asked):
                yield Told(text, _number(text), near=_digits(text) < TELLING_DIGITS)
    if isinstance(kind, Decade):
        yield Told(kind.words(kind.nearest(outcome)), _number(kind.words(kind.nearest(outcome))), near=True)
    if isinstance(kind, Choice):
        yield from _of_option(kind.options, outcome)
    if not isinstance(kind, Number | Decade | Choice | Ranking):
        yield Told(kind.words(outcome), re.compile(re.escape(_plain(kind.words(outcome)))))
    if isinstance(kind, Ranking):
        order = [re.escape(_plain(kind.things[k])) for k in outcome]
        yield Told(kind.words(outcome), re.compile(r"\W{1,6}(?:(?:then|before|and)\W+)?".join(order)))


def _of_option(words: Sequence[str], right: int) -> Iterator[Told]:
    """The right one of several sentences, in a place where the others are not named."""
    others = [one for k, one in enumerate(words) if k != right]
    yield from (told._replace(others=others) for told in _of_words(words[right]))


def _of_words(text: str) -> Iterator[Told]:
    plain = _plain(text).rstrip(".")
    if len(plain.split()) >= FEWEST_WORDS:
        yield Told(text, re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)"))


def _written(value: float) -> set[str]:
    """A number as it may be written."""
    if not math.isfinite(value):
        return set()
    rounded = {f"{value:.{digits}g}" for digits in (3, 4, 5, 6)}
    return {*rounded, in_words(value), in_line(value), repr(value)}


def _number(text: str) -> re.Pattern[str]:
    """The number, not as a part of a longer one, but for more digits behind a point."""
    more = r"\d*" if "." in text and "e" not in text and "×" not in text else ""
    return re.compile(rf"(?<![\w.]){re.escape(_plain(text))}{more}(?![\w⁰¹²³⁴⁵⁶⁷⁸⁹⁻]|\.\d)")


def _digits(text: str) -> int:
    """How many digits of a number tell something: zeros at its ends do not."""
    mantissa = re.split(r"e| ×", text)[0]
    return len(mantissa.replace(".", "").replace("-", "").strip("0"))


def _plain(text: str) -> str:
    """Without marks of Markdown and HTML, in small letters, with one space between words."""
    return " ".join(MARKS.sub("", text).lower().split())


# -- solutions of exercises

def _references(notebook: Notebook, items: Sequence[Item]) -> Iterator[Finding]:
    """The solution of an exercise stands in no cell."""
    for item in items:
        reference: Any = getattr(item, "reference", None)
        if not hasattr(item, "tried") or not callable(reference):
            continue
        solution = _last_line(ast.parse(textwrap.dedent(inspect.getsource(reference))))
        for cell in notebook.of_kind("code"):
            if any(isinstance(node, ast.stmt) and ast.unparse(node) == solution for node in ast.walk(cell.code)):
                yield Finding(cell.number, f"it holds the last line of the solution of {item.name!r} ({solution!r}); "
                                           "leave it to the learner.")


def _last_line(tree: ast.Module) -> str:
    function = tree.body[0]
    return ast.unparse(function.body[-1] if isinstance(function, ast.FunctionDef) else function)
