"""Which two numbers of a lab stand against each other, and what was gathered of them."""
from __future__ import annotations

import functools
from collections.abc import Sequence

from ...settings import Settings, choice, records


@functools.cache
def gathered_settings(of: str, names: Sequence[str], x: str, y: str) -> type[Settings]:
    """The settings of a collection from the lab `of`: which of the names stand across and up, at first x and y, and the
    records so far. They print as the call that gathers the same from a lab of that name."""
    words = {name: name.replace("_", " ") for name in names}
    former = {spaced: name for name, spaced in words.items()}
    annotations = {"x": str, "y": str, "records": tuple}
    fields = {"x": choice(x, words, renamed=former, label="across", question="What against what?",
                          help="the number along the lower axis"),
              "y": choice(y, words, renamed=former, label="up", question="What against what?",
                          help="the number along the upright axis"),
              "records": records(label="gathered",
                                 help="one mapping from names to numbers for each press of the button")}
    names_of_class = {"__annotations__": annotations, "lab": f"Collection from {of}", "__repr__": _as_call}
    return type("Collection", (Settings,), names_of_class | fields)


def _as_call(settings: Settings) -> str:
    of = settings.lab.removeprefix("Collection from ")
    written = (field.written(name, getattr(settings, name)) for name, field in settings.fields().items())
    return f"collect({of}(), {', '.join(written)})"
