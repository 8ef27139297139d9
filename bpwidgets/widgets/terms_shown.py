"""The terms that stand on the screen, in sentences, tables and pictures: those of the glossary, and the rows of a table
that are chosen."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matplotlib.text import Text

from ..pictures.sheet import Sheet
from ..terms.glossary import terms_in

# Numbers on axes, and names of single weights.
NO_WORDS = re.compile(r"[-−+\d.e×%$ ]*|[Wb]\d+\[.*\]")


def terms_shown(verdict: str, status: str, table: Mapping[str, Any], rows: Sequence[tuple[str, str, str]],
                sheet: Sheet) -> list[dict[str, Any]]:
    """For the page: of each term its names, its title, what it is, and the boxes where it is drawn, in parts of the
    sheet (left, top, width, height).

    rows: of each chosen row of a table its name, its title, and one line.
    """
    cells = (table.get("caption", ""), *table.get("head", ()), *(row[0] for row in table.get("rows", ())))
    drawn = [text for text in _texts(sheet) if not NO_WORDS.fullmatch(text.get_text())]
    shown: dict[str, dict[str, Any]] = {}
    for words, text in (*((words, None) for words in (verdict, status, *cells)),
                        *((text.get_text(), text) for text in drawn)):
        for term in _found(words, rows):
            boxes = shown.setdefault(term["title"], {**term, "boxes": []})["boxes"]
            if text is not None:
                boxes.append(_box(text, sheet))
    # A name that is that of a term, too, means the row where it is chosen: rows come last.
    return sorted(shown.values(), key=lambda term: term["title"] in {title for _, title, _ in rows})


def _found(words: str, rows: Sequence[tuple[str, str, str]]) -> Iterable[dict[str, Any]]:
    for name, title, line in rows:
        if re.search(rf"(?<!\w)(?:{re.escape(name)}|{re.escape(title)})(?!\w)", words, re.IGNORECASE):
            yield {"names": [name, title], "title": title, "says": line.removeprefix(f"{title}: ")}
    for term in terms_in(words):
        yield {"names": [*term.names, term.key], "title": term.title, "says": term.explanation}


def _texts(sheet: Sheet) -> Iterable[Text]:
    """The texts that are seen. (`findobj` would make a tick for every number on the axes, which takes 50 ms.)"""
    return (text for axes in sheet.figure.axes for text in (*axes.texts, axes.xaxis.label) if text.get_visible())


def _box(text: Text, sheet: Sheet) -> list[float]:
    stale = sheet.figure.stale
    box, whole = text.get_window_extent(), sheet.figure.bbox
    sheet.figure.stale = stale    # measuring sets the resolution anew, to what it was: the ground would be drawn again
    return [round(float(part), 4) for part in (box.x0 / whole.width, 1 - box.y1 / whole.height,
                                               box.width / whole.width, box.height / whole.height)]
