"""What a control says of itself on hover, on focus, and to a screen reader."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..settings import Field
from ..settings.rows import Option
from ..terms.glossary import GLOSSARY
from ..text import capital

# More choices than these are not told all at once; each is told when it is chosen.
MOST_TOLD = 16


def label_of(field: Field, name: str) -> str:
    """The words beside a control: those of its field, else its name in words."""
    return field.label or name.replace("_", " ")


def hint_of(field: Field, name: str) -> str:
    """What a control is for; where its label is a term with a formula, the entry of the glossary, too."""
    term = GLOSSARY.get(label_of(field, name))
    unit = f", in {field.unit}" if field.unit and field.unit not in field.help else ""
    told = [_sentence(field.help + unit)] if field.help else []
    return "\n".join([*told, *(term.lines if term and term.formula and not term.everyday else [])])


def hint_of_choice(field: Field, name: str, options: Sequence[Option], chosen: Any) -> str:
    """The same for a menu: then what is chosen, and below an empty line what else there is."""
    told = [option for option in options if option.value is chosen or option.value == chosen]
    others = [option for option in options if option not in told and option.summary]
    lines = [f"{option.words}: {option.summary}" for option in others] if len(others) <= MOST_TOLD else []
    now = [option.line for option in told if option.summary or option.formula]
    return "\n".join([hint_of(field, name), *now, *([""] if lines else []), *lines])


def _sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    return capital(text if text.endswith(".") else f"{text}.")
