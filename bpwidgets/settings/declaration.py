"""What is refused where a class of settings is declared, before any of its values is built."""
from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ..errors import Verbatim, argument_error, describe, finite_number, nearest
from .field import Field

# Keywords that a lab or its settings take besides the fields.
KEYWORDS = ("weights", "locked")
EXAMPLES: Mapping[type, tuple[str, str]] = MappingProxyType({
    bool: ("bool", "bp.toggle({0})"), str: ("str", "bp.choice({0}, ({0}, ...))"),
    int: ("int", "bp.slider({0}, 0, 10, step=1)"),
    float: ("float", "bp.slider({0}, 0, 1, step=0.05)")})


def check_declaration(cls: Any, base: type) -> None:
    """Every field of the class is one, has a type, and a name that `base` has no other use for."""
    if not isinstance(cls.lab, (str, dataclasses.Field)):
        raise argument_error("lab", cls.__name__, "a text, the name of the lab", cls.lab,
                             f"Write lab = {cls.__name__!r}.")
    types = inspect.get_annotations(cls)
    fields = {name: value for name, value in vars(cls).items() if isinstance(value, dataclasses.Field)}
    for name in dict.fromkeys((*types, *fields)):
        if "ClassVar" not in str(types.get(name)):
            _check_field(name, vars(cls).get(name, dataclasses.MISSING), name in types, cls, base)


def _check_field(name: str, value: Any, typed: bool, cls: type, base: type) -> None:
    of = cls.__name__
    if name == "lab" and isinstance(value, str):
        raise argument_error(name, of, "the name of the lab without a type", Verbatim("a field"),
                             f"Write lab = {value!r}.")
    if hasattr(base, name) or name in KEYWORDS or name.startswith("_"):
        raise argument_error(name, of, "a name that settings do not use themselves", name,
                             "Give the field another name.")
    if not isinstance(value, dataclasses.Field) or not isinstance(value.metadata.get("field"), Field):
        given = Verbatim("nothing") if value is dataclasses.MISSING else value
        kind, example = EXAMPLES.get(type(value), EXAMPLES[float])
        shown = describe(value) if type(value) in EXAMPLES else "0.1"
        expected = "a field made by slider, choice, toggle, dataset or another function of bpwidgets.settings"
        raise argument_error(name, of, expected, given,
                             f"Write {name}: {kind} = {example.format(shown)}.")
    if not typed:
        raise argument_error(name, of, "a type before the equals sign", Verbatim("none"), f"Write {name}: float = ...")


def check_keywords(fields: Mapping[str, Field], of: str) -> None:
    """No field has the name of a keyword that another one takes besides its own, such as x and y for own arrays."""
    for name, field in fields.items():
        for keyword in field.keywords(name)[1:]:
            if keyword in fields:
                raise argument_error(keyword, of, f"a name that {name} does not use itself", keyword,
                                     "Give the field another name.")


def make(kind: type[Field], name: str, given: Mapping[str, Any], /, **own: Any) -> Field:
    """A field of that kind with the options that were given to the function `name`; `own` are its arguments."""
    known = [field.name for field in dataclasses.fields(kind) if field.name not in own]
    for option in given:
        if option not in known:
            raise argument_error("options", name, f"names out of {', '.join(known)}", option, nearest(option, known))
    return kind(**own, **given)


def check_slider(default: Any, low: Any, high: Any, step: Any, log: bool) -> None:
    """Numbers in order; the end may depend on the settings, and the default too."""
    finite_number(low, "low", "slider", above=0 if log else -float("inf"))
    fixed = not isinstance(high, str) and not callable(high)
    if fixed and finite_number(high, "high", "slider") <= low:
        raise argument_error("high", "slider", f"a number above {low}", high,
                             "Write slider(default, low, high, step=...).")
    if default is not None:
        finite_number(default, "default", "slider")
        if default < low or (fixed and default > high):
            raise argument_error("default", "slider", f"a number from {low} to {high}", default)
    if not isinstance(step, (int, float)) or not step > 0:
        whole = all(isinstance(number, int) for number in (default, low, high)) and (step is not None or high - low > 5)
        example = (f"slider({default}, {low}, {high}, step={1 if whole else (high - low) / 100:g})" if fixed
                   else "step=1")
        raise argument_error("step", "slider", "a number above 0", step, f"Write {example}.")


def check_choice(default: Any, options: Any, rows: Mapping[str, Any]) -> None:
    """At least one name, and the default among them."""
    if isinstance(options, str) or not isinstance(options, Iterable) or not tuple(options):
        example = f"({default!r}, ...)" if isinstance(default, str) else "('tanh', 'relu')"
        if isinstance(options, str):
            example = f"({options!r}, ...)"
        raise argument_error("options", "choice", "names, as a tuple or as a mapping to the words shown", options,
                             f"Write {example}.")
    for name in options:
        if not isinstance(name, str):
            raise argument_error("options", "choice", "names that are texts", name)
    if isinstance(default, str) and default not in options and not rows:
        raise argument_error("default", "choice", f"one of {', '.join(options)}", default, nearest(default, options))
