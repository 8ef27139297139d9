"""A part of a card: a product, letters above numbers, with blanks to be filled in."""
from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from .formula import math

BLANK = "____"


@dataclass(frozen=True)
class Term:
    """One column of a formula. name: its letters. number: below them, "" for none yet. rule: what it is, in words.

    blank: the name of the blank in place of the number, "" for none; in its values stand the number as it was typed,
    and under `rule_of(blank)` which of the rules was chosen. tone: "right" or "wrong" once it was judged.
    """

    name: str
    number: str = ""
    rule: str = ""
    blank: str = ""
    tone: str = ""

    def sent(self) -> dict[str, str]:
        return {"name": self.name, "math": math(self.name), "number": self.number, "rule": self.rule,
                "blank": self.blank, "chosen": rule_of(self.blank), "tone": self.tone}


@dataclass(frozen=True)
class Formula:
    """A product: `result = factor × factor ...`, with a number below each. rules: what a blank may be, in words."""

    result: Term
    factors: tuple[Term, ...]
    rules: tuple[str, ...] = ()

    def sent(self) -> dict[str, Any]:
        return {"kind": "formula", "terms": [term.sent() for term in (self.result, *self.factors)],
                "rules": list(self.rules)}

    def text(self) -> str:
        letters = _line(self.result.name, [term.name for term in self.factors])
        numbers = _line(self.result.number or "?", [BLANK if term.blank else term.number for term in self.factors])
        blanks = [f"{term.name}: {' / '.join(self.rules)}" for term in self.factors if term.blank]
        return "\n".join([letters, numbers, *(["Which rule is it?"] if blanks else []), *blanks])

    def page(self) -> str:
        return "".join(f"<p>{html.escape(line)}</p>" for line in self.text().splitlines())


def rule_of(blank: str) -> str:
    """The name under which the rule of a blank is filled in."""
    return f"rule of {blank}"


def _line(result: str, factors: list[str]) -> str:
    return f"{result} = {' × '.join(factors)}"
