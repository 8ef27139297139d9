"""What help(), Shift+Tab and Tab know of a settings class: a signature and a section of the docstring, made from its
fields."""
from __future__ import annotations

import inspect
import textwrap
import typing
from collections.abc import Mapping
from typing import Any, Protocol

from .field import Field

WIDTH = 79


class Declared(Protocol):
    """A settings class, as far as its signature goes: fields and their defaults by name."""

    @classmethod
    def fields(cls) -> Mapping[str, Field]: ...

    @classmethod
    def defaults(cls) -> Mapping[str, Any]: ...


def parameters(cls: type[Declared], kind: Any = inspect.Parameter.KEYWORD_ONLY) -> list[inspect.Parameter]:
    """A parameter for each field, with its type and its default."""
    types = _types(cls)
    return [inspect.Parameter(name, kind, default=field.as_given(cls.defaults()[name]), annotation=types.get(name, Any))
            for name, field in cls.fields().items()]


def extra_parameters(cls: type[Declared]) -> list[inspect.Parameter]:
    """A parameter for each of the other keywords that the fields take: own arrays, single weights."""
    kinds = {name: extra.kind for field in cls.fields().values() for extra in field.extras for name in extra.names}
    return [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
            for name, kind in kinds.items()]


def described(cls: type[Declared]) -> list[str]:
    """An entry of the section "Parameters" for each field: name, type and default, then what it takes and what it is
    for."""
    return [entry(str(one.name), one.annotation, one.default, cls.fields()[one.name].sentence(one.default))
            for one in parameters(cls)]


def extras_described(cls: type[Declared]) -> list[str]:
    """The entries of the other keywords."""
    entries = {", ".join(extra.names): entry(", ".join(extra.names), extra.kind, None, extra.words.format(name))
               for name, field in cls.fields().items() for extra in field.extras}
    return list(entries.values())


def entry(names: str, kind: Any, default: Any, words: str) -> str:
    """One parameter as numpydoc has it.

    >>> print(entry("depth", int, 20, "A whole number from 1 to 100."))
    depth : int, default 20
        A whole number from 1 to 100.
    """
    shown = getattr(kind, "__name__", str(kind))
    lines = textwrap.wrap(words, WIDTH - 4, break_on_hyphens=False, break_long_words=False)
    return "\n    ".join([f"{names} : {shown}, default {default!r}", *lines])


def with_parameters(doc: str, entries: list[str]) -> str:
    """A docstring with a section "Parameters" before its examples.

    >>> print(with_parameters("A throw.", [entry("speed", float, 3.0, "In m/s.")]))
    A throw.
    <BLANKLINE>
    Parameters
    ----------
    speed : float, default 3.0
        In m/s.
    """
    text, prompt, examples = inspect.cleandoc(doc).partition(">>> ")
    section = "\n".join(["Parameters", "----------", *entries])
    end = f"\n\nExamples\n--------\n{prompt}{examples}" if examples else ""
    return f"{text.rstrip()}\n\n{section}{end}"


def _types(cls: type) -> Mapping[str, Any]:
    """The types of the fields; their names, where one of them cannot be evaluated in the module of the class."""
    try:
        return typing.get_type_hints(cls)
    except Exception:    # whatever the expression of a type raises
        return {name: kind for base in reversed(cls.__mro__) for name, kind in inspect.get_annotations(base).items()}
