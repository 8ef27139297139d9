"""What stands on the card of an item: words to read, things to fill in, buttons. Each part is a frozen value with three
forms that say the same: what the page builds (`sent`), plain text (`text`), HTML for pages without a kernel (`page`).

Words are Markdown. Plain text keeps the Markdown: it was made to be read.
"""
from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

TONES = ("", "question", "said", "right", "wrong", "note")


class Part(Protocol):
    """One part of a card."""

    def sent(self) -> dict[str, Any]:
        """What the page builds it of."""

    def text(self) -> str:
        """It as plain text."""

    def page(self) -> str:
        """It as HTML, for a page without a kernel."""


@dataclass(frozen=True)
class Say:
    """Words. tone: "question", "said" (what the learner said), "right", "wrong", "note", or "" for nothing special."""

    words: str
    tone: str = ""

    def sent(self) -> dict[str, Any]:
        return {"kind": "say", "html": rendered(self.words), "tone": self.tone}

    def text(self) -> str:
        return self.words

    def page(self) -> str:
        return f'<div class="bpw-say {self.tone}">{rendered(self.words)}</div>'


@dataclass(frozen=True)
class Code:
    """Lines of code, to read and to copy."""

    source: str

    def sent(self) -> dict[str, Any]:
        return {"kind": "code", "source": self.source}

    def text(self) -> str:
        return "\n".join(f"    {line}" for line in self.source.splitlines())

    def page(self) -> str:
        return f"<pre><code>{html.escape(self.source)}</code></pre>"


@dataclass(frozen=True)
class Choices:
    """One of several; its value is the number of the chosen one. inline: short ones, in one row."""

    name: str
    label: str
    options: tuple[str, ...]
    inline: bool = False

    def sent(self) -> dict[str, Any]:
        return {"kind": "choices", "name": self.name, "label": self.label, "inline": self.inline,
                "options": [rendered(option, inline=True) for option in self.options]}

    def text(self) -> str:
        if self.inline:
            return f"{self.label}: {' / '.join(self.options)}"
        return "\n".join([*([f"{self.label}:"] if self.label else []), *(f"( ) {option}" for option in self.options)])

    def page(self) -> str:
        if self.inline:
            return f"<p>{html.escape(self.label)}: {' / '.join(map(html.escape, self.options))}</p>"
        return _page_list("ul", self.options, self.label)


@dataclass(frozen=True)
class Entry:
    """A number, or a short text, to be typed. unit: what stands behind it."""

    name: str
    label: str
    unit: str = ""

    def sent(self) -> dict[str, Any]:
        return {"kind": "entry", "name": self.name, "label": self.label, "unit": self.unit}

    def text(self) -> str:
        return f"{self.label}: ____ {self.unit}".rstrip()

    def page(self) -> str:
        return paragraph(self.text())


@dataclass(frozen=True)
class Steps:
    """A value on a short scale: its value is the number of the step. words: what each step is called."""

    name: str
    label: str
    words: tuple[str, ...]

    def sent(self) -> dict[str, Any]:
        return {"kind": "steps", "name": self.name, "label": self.label, "words": list(self.words)}

    def text(self) -> str:
        return f"{self.label}: {self.words[0]} ... {self.words[-1]}"

    def page(self) -> str:
        return paragraph(self.text())


@dataclass(frozen=True)
class Order:
    """Things to be put in order, from the top; the value is their numbers, in the order they stand in."""

    name: str
    label: str
    things: tuple[str, ...]

    def sent(self) -> dict[str, Any]:
        return {"kind": "order", "name": self.name, "label": self.label,
                "things": [rendered(thing, inline=True) for thing in self.things]}

    def text(self) -> str:
        return "\n".join([f"{self.label}:", *(f"- {thing}" for thing in self.things)])

    def page(self) -> str:
        return _page_list("ul", self.things, self.label)


@dataclass(frozen=True)
class Spot:
    """A place on a picture. light, dark: it in both themes, PNG as base64; alt: what it shows. box: left, top, width
    and height of the axes in parts of the image. x, y: name and the values at the ends of each axis. The value is two
    parts of the axes, from the left and from the bottom."""

    name: str
    label: str
    light: str
    dark: str
    alt: str
    size: tuple[float, float]
    box: tuple[float, float, float, float]
    x: tuple[str, float, float]
    y: tuple[str, float, float]

    def sent(self) -> dict[str, Any]:
        return {"kind": "spot", **{name: getattr(self, name) for name in
                                    ("name", "label", "light", "dark", "alt", "size", "box", "x", "y")}}

    def text(self) -> str:
        across, up = (f"{name} from {low:g} to {high:g}" for name, low, high in (self.x, self.y))
        return f"{self.label}: a place with {across} and {up}"

    def page(self) -> str:
        return paragraph(self.text())


@dataclass(frozen=True)
class Writing:
    """A sentence or two in the learner's own words."""

    name: str
    label: str

    def sent(self) -> dict[str, Any]:
        return {"kind": "writing", "name": self.name, "label": self.label}

    def text(self) -> str:
        return f"{self.label}: ____"

    def page(self) -> str:
        return paragraph(self.text())


@dataclass(frozen=True)
class Buttons:
    """Buttons in a row: (name, words on it). The first one is the one that is meant to be pressed; none, if quiet."""

    buttons: tuple[tuple[str, str], ...]
    quiet: bool = False

    def sent(self) -> dict[str, Any]:
        return {"kind": "buttons", "buttons": [list(button) for button in self.buttons], "quiet": self.quiet}

    def text(self) -> str:
        return ""

    def page(self) -> str:
        return ""


@dataclass(frozen=True)
class Offer:
    """A text to be kept as a file: of the learner's own, where the folder cannot be written."""

    words: str
    file: str
    content: str

    def sent(self) -> dict[str, Any]:
        return {"kind": "offer", "words": self.words, "file": self.file, "content": self.content}

    def text(self) -> str:
        return ""

    def page(self) -> str:
        return ""


@dataclass(frozen=True)
class Quote:
    """What somebody wrote, letter by letter: neither Markdown nor HTML. label: who says it, or when."""

    label: str
    words: str

    def sent(self) -> dict[str, Any]:
        return {"kind": "quote", "label": self.label, "words": self.words}

    def text(self) -> str:
        return f"{self.label}: {self.words}"

    def page(self) -> str:
        return f"<p>{html.escape(self.label)}</p><blockquote>{html.escape(self.words)}</blockquote>"


def paragraph(text: str) -> str:
    """A text as one paragraph of HTML."""
    return f"<p>{html.escape(text)}</p>"


def text_of(parts: Iterable[Part]) -> str:
    """A card as plain text."""
    return "\n".join(text for part in parts if (text := part.text()))


def page_of(parts: Iterable[Part]) -> str:
    """A card as HTML for a page without a kernel."""
    return f'<div class="bpw-locked">{"".join(part.page() for part in parts)}</div>'


@cache
def rendered(words: str, *, inline: bool = False) -> str:
    """Markdown as HTML; HTML in it is shown as it stands.

    >>> rendered("Which *rate*?"), rendered("`2/L`", inline=True)
    ('<p>Which <em>rate</em>?</p>\\n', '<code>2/L</code>')
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return reader.renderInline(words) if inline else reader.render(words)


def _page_list(tag: str, lines: Sequence[str], label: str) -> str:
    items = "".join(f"<li>{rendered(line, inline=True)}</li>" for line in lines)
    return f"<p>{html.escape(label)}</p><{tag}>{items}</{tag}>" if label else f"<{tag}>{items}</{tag}>"


Values = Mapping[str, Any]
