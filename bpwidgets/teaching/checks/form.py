"""Words, headings, pictures, lines: what makes a lesson easy to read, for everybody."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..cards.parts import text_of
from ..item import Item
from .notebook import Cell, Finding, Notebook

MOST_WORDS = 1000
MOST_COLUMNS = 100
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{1,6})\s+(.+)$", re.MULTILINE)
# What a reader does not read: where links lead, marks of HTML, rules of tables.
UNREAD = re.compile(r"\]\([^)]*\)|<[^>]*>|^[|:\s-]+$", re.MULTILINE)
WORD = re.compile(r"\S*[^\W_]\S*")
# Pictures: in Markdown, and in HTML.
IMAGE = re.compile(r"!\[([^\]]*)\]\(")
TAG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ALT = re.compile(r"\balt\s*=\s*(\"[^\"]*\w[^\"]*\"|'[^']*\w[^']*')", re.IGNORECASE)


def form(notebook: Notebook, items: Iterable[Item]) -> Iterator[Finding]:
    """All that can be said of the notebook without knowing its subject."""
    yield from _words(notebook, items)
    yield from _headings(notebook)
    for cell in notebook.cells:
        yield from _pictures(cell)
        if cell.kind == "code":
            yield from (Finding(cell.number, f"line {k} has {len(line)} columns; write at most {MOST_COLUMNS}.")
                        for k, line in enumerate(cell.source.splitlines(), 1) if len(line) > MOST_COLUMNS)


def count_words(text: str) -> int:
    """Words of a Markdown text: pieces between spaces with a letter or a digit in them, where links lead not counted.

    >>> count_words("# Two *words*: [a link](https://x.y/z), 3 + 4 = 7.")
    7
    """
    return len(WORD.findall(UNREAD.sub(" ", text)))


def _words(notebook: Notebook, items: Iterable[Item]) -> Iterator[Finding]:
    prose = sum(count_words(cell.source) for cell in notebook.of_kind("markdown"))
    cards = sum(count_words(text_of(item.locked())) for item in items)
    if prose + cards > MOST_WORDS:
        yield Finding(None, f"it has {prose + cards} words, {prose} in its Markdown cells and {cards} on the cards of "
                            "its items before an answer (pieces between spaces that hold a letter or a digit); cut it "
                            f"to {MOST_WORDS}, or make two lessons of it.")


def _headings(notebook: Notebook) -> Iterator[Finding]:
    level = 0
    for cell in notebook.of_kind("markdown"):
        for marks, words in HEADING.findall(FENCED.sub("", cell.source)):
            if not level and len(marks) > 1:
                yield Finding(cell.number, f"the first heading is '{marks} {words}'; begin with the title: '# ...'.")
            elif level and len(marks) == 1:
                yield Finding(cell.number, f"'# {words}' is a second title; use '## {words}'.")
            elif len(marks) > level + 1:
                yield Finding(cell.number, f"the heading '{marks} {words}' leaves out a level; use "
                                           f"'{'#' * (level + 1)} {words}'.")
            level = len(marks)
    if not level:
        yield Finding(None, "it has no heading; begin its first cell with the title: '# ...'.")


def _pictures(cell: Cell) -> Iterator[Finding]:
    if cell.kind == "markdown":
        yield from (Finding(cell.number, "a picture has no alternative text; say in its brackets what it shows.")
                    for alt in IMAGE.findall(cell.source) if not alt.strip())
    for text in [cell.source] if cell.kind == "markdown" else cell.forms("text/html"):
        yield from (Finding(cell.number, 'a picture has no alternative text; say in alt="..." what it shows.')
                    for tag in TAG.findall(text) if not ALT.search(tag))
    for output in cell.outputs:
        for kind in output.get("data", {}):
            described = output.get("metadata", {}).get(kind)
            if kind.startswith("image/") and not (isinstance(described, dict) and described.get("alt", "").strip()):
                yield Finding(cell.number, f"the picture in its output has no alternative text; write it into the "
                                           f'output\'s metadata: "{kind}": {{"alt": "..."}}.')
