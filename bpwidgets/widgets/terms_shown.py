"""The terms of the glossary that stand on the screen: in the sentences, in the table, and drawn in the pictures."""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from matplotlib.text import Text

from ..pictures.sheet import Sheet
from ..terms.glossary import terms_in
from ..terms.term import Term

# Numbers on axes, and names of single weights.
NO_WORDS = re.compile(r"[-−+\d.e×%$ ]*|[Wb]\d+\[.*\]")


def terms_shown(words: Mapping[str, Any], sheet: Sheet) -> list[dict[str, Any]]:
    """For the page: of each term its names, its title, its sentence, and the boxes where it is drawn, in parts of the
    sheet (left, top, width, height).

    words: the texts beside the pictures: verdict, status, table.
    """
    table = words["table"]
    cells = [table.get("caption", ""), *table.get("head", ()), *(row[0] for row in table.get("rows", ()))]
    boxes = _drawn(sheet)
    found = dict.fromkeys([*(term for text in (words["verdict"], words["status"], *cells) for term in terms_in(text)),
                           *boxes])
    return [{"names": [*term.names, term.key], "title": term.title, "says": term.explanation,
             "boxes": boxes.get(term, [])} for term in found]


def _drawn(sheet: Sheet) -> dict[Term, list[list[float]]]:
    """The terms in the texts of the pictures, each with the boxes of these texts."""
    boxes: dict[Term, list[list[float]]] = {}
    # Not `findobj`: it makes a tick for every number on the axes, which takes 50 ms.
    for text in (text for axes in sheet.figure.axes for text in (*axes.texts, axes.xaxis.label)):
        words = text.get_text()
        if text.get_visible() and not NO_WORDS.fullmatch(words):
            for term in terms_in(words):
                boxes.setdefault(term, []).append(_box(text, sheet))
    return boxes


def _box(text: Text, sheet: Sheet) -> list[float]:
    box, whole = text.get_window_extent(), sheet.figure.bbox
    return [round(float(part), 4) for part in (box.x0 / whole.width, 1 - box.y1 / whole.height,
                                               box.width / whole.width, box.height / whole.height)]
