"""Look up terms: by name, or all that occur in a text."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ..errors import argument_error, nearest
from . import (
    chance_terms,
    check_terms,
    clinic_terms,
    convolution_terms,
    cost_terms,
    descent_terms,
    digit_terms,
    fine_tune_terms,
    flow_terms,
    graph_terms,
    loss_terms,
    memorizing_terms,
    net_terms,
    pass_terms,
    representation_terms,
    reward_terms,
    sequence_terms,
    training_terms,
    two_nets_terms,
)
from .term import Term

# The name of a single weight or bias: W1[0,2], b1[2].
SINGLE = re.compile(r"([Wb])\d+\[\d+(?:,\d+)?\]")


def _plain(name: str) -> str:
    """Words in lower case and in one line; a single letter is a symbol and keeps its own."""
    return name if len(name) == 1 else name.lower().replace("\n", " ")


class Glossary(Mapping[str, Term]):
    """All terms by key. Names and symbols of the screen are found too, in any case: glossary["dW"]."""

    def __init__(self, terms: tuple[Term, ...]):
        self._terms = {term.key: term for term in terms}
        self._names = {_plain(name): term for term in reversed(terms) for name in (*term.names, term.key)}

    def __getitem__(self, name: str) -> Term:
        if name in self._terms:
            return self._terms[name]
        return self._names[_plain(SINGLE.sub(r"\1", name))]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def __repr__(self) -> str:
        return "\n".join(f"{term.title}: {term.sentence}." for term in self._terms.values())

    def _repr_markdown_(self) -> str:
        rows = (f"| {_cell(term.title)} | {_cell(' '.join(term.lines))} | {term.lesson or ''} |"
                for term in self._terms.values())
        return "\n".join(["| term | what it is | lesson |", "|---|---|---|", *rows])

    def marked(self) -> Iterator[tuple[str, Term]]:
        """Each name that is marked in sentences, with its term."""
        return ((name, term) for term in self._terms.values() if not term.everyday for name in term.names)


GLOSSARY = Glossary((*flow_terms.TERMS, *net_terms.TERMS, *descent_terms.TERMS, *chance_terms.TERMS,
                     *check_terms.TERMS, *clinic_terms.TERMS, *convolution_terms.TERMS, *cost_terms.TERMS,
                     *digit_terms.TERMS, *fine_tune_terms.TERMS, *graph_terms.TERMS, *loss_terms.TERMS,
                     *memorizing_terms.TERMS, *pass_terms.TERMS, *representation_terms.TERMS, *reward_terms.TERMS,
                     *sequence_terms.TERMS, *two_nets_terms.TERMS, *training_terms.TERMS))


def glossary(name: str | None = None) -> Term | Glossary:
    """What a symbol or term of the labs means: one entry by any of its names, or all entries.

    Parameters
    ----------
    name
        A key, a symbol or a word of the screen; without it the answer is the whole glossary.

    Raises
    ------
    ArgumentError
        For a name that is not in the glossary, with the nearest one.

    Examples
    --------
    >>> glossary("dW").formula
    'dW = a^T delta'
    >>> glossary("chi").lesson
    18
    """
    if name is None:
        return GLOSSARY
    if isinstance(name, str) and name in GLOSSARY:
        return GLOSSARY[name]
    raise argument_error("name", "glossary", "a term of the glossary", name,
                         nearest(name, GLOSSARY) or "glossary() lists all terms.")


def terms_in(text: str) -> tuple[Term, ...]:
    """The terms that are marked in a sentence, in the order in which they stand, each once.

    >>> [term.key for term in terms_in("vanishing: 0.1 of delta; dW hides it, delta does not")]
    ['vanishing', 'delta', 'weight gradient']
    """
    found = (match[0] for match in _pattern().finditer(text))
    return tuple(dict.fromkeys(GLOSSARY[name] for name in found if len(name) > 1 or name in _symbols()))


@cache
def _symbols() -> frozenset[str]:
    """The marked names of one letter: they keep their case."""
    return frozenset(name for name, _ in GLOSSARY.marked() if len(name) == 1)


@cache
def _pattern() -> re.Pattern[str]:
    """Any marked name that stands alone, the longest one first."""
    names = sorted({name for name, _ in GLOSSARY.marked()}, key=len, reverse=True)
    # In a picture a name may take two lines.
    patterns = "|".join(re.escape(name).replace("\\ ", r"\s") for name in names)
    return re.compile(rf"(?<![\w|/])(?:{patterns})(?![\w/'])", re.IGNORECASE)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
