"""An item in a notebook: its card and, when it is open, its lab. It has three forms: the live one, and as text and HTML
the card before anything happened, which is what a saved notebook holds, whatever the learner did."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from ..experiment import LOCK
from ..widgets.card import Card
from ..widgets.deferred import DeferredBox
from ..widgets.lab import Lab
from ..widgets.show import show_locked
from .cards.parts import Buttons, Offer, Part, Say, page_of, text_of
from .item import Item
from .misconceptions import Misconception
from .records.events import Event, Past, last
from .records.left import changes_to

BACK = "back to what I left"


class Keeper(NamedTuple):
    """Where the events of an item are kept. past(): all so far; keep(event): one more; unsaved(): why they could not be
    written, and the lines; both "" where all is well."""

    past: Callable[[], Past]
    keep: Callable[[Event], None]
    unsaved: Callable[[], tuple[str, str]]


class Shown(DeferredBox):
    """An item as it is shown. item: the item itself; past: what happened so far; lab: the lab, if it is open;
    trouble: what could not be done."""

    def __init__(self, item: Item, keeper: Keeper, changed: Callable[[], None] = lambda: None):
        super().__init__()
        self.item, self._keeper, self._changed = item, keeper, changed
        self._lab: Lab | None = None
        # Of an item that has another lab in each round: the round.
        self._lab_is_of: int | None = None
        # Labs of misconceptions that were opened, by name.
        self._demos: dict[str, Lab] = {}
        self._found: Lab | None = None
        self._before: Lab | None = None
        self._card: Card | None = None
        self._following: list[Callable[[], None]] = []
        self._marked, self._rested, self.trouble = False, "", ""
        self._made_card: tuple[Item | None, Past, tuple[Part, ...]] = None, (), ()
        self.past: Past = tuple(keeper.past())
        self._case = getattr(item, "at", 0)
        left = last(self.past, "left", case=self._case)
        self._offered = left.settings if left else ""
        self.add_class("bpw-item")

    def __repr__(self) -> str:
        return text_of(_parts(self.item.locked))

    @property
    def lab(self) -> Lab | None:
        """The lab below the card, if one is open: the item's own, or that of a misconception."""
        return self._lab_after(self.past)

    @property
    def found(self) -> Lab | None:
        """A picture of what the learner found, between card and lab, if the item has one by now."""
        if self._found is None and hasattr(self.item, "found"):
            self._found = self.item.found(self.past)
        return self._found

    @property
    def before(self) -> Lab | None:
        """The lab below the card until the item is open, if it has one: what the question is about."""
        make = getattr(self.item, "before", None)
        if make is None or self.item.opens(self.past):
            return None
        if self._before is None:
            self._before = make(**self.item.case)
        return self._before

    @property
    def card(self) -> Card:
        """The widget with the question."""
        with LOCK:
            if self._card is None:
                self._card = Card(self.item.title, self._sent(), self.press, self._looked)
                self._card.trouble = self.trouble
            return self._card

    @property
    def parts(self) -> tuple[Part, ...]:
        """What stands on the card."""
        why, lines = self._keeper.unsaved()
        unsaved = (Say(f"Your answers could not be written beside the lesson ({why}). They are kept until the kernel "
                       "stops, and are written as soon as that is possible.", "note"),
                   Offer("Download what is not saved", "record.jsonl", lines)) if lines else ()
        return (*self._told(), *self._left(), *unsaved)

    def _told(self) -> tuple[Part, ...]:
        """The item's own card. It is made once for what happened, when the lab is still as it was made: what is told of
        the lab does not change while the learner moves it."""
        happened = tuple(event for event in self.past if event.kind != "left")
        item, events, parts = self._made_card
        if item is not self.item or events != happened:
            parts = _parts(lambda: self.item.card(self.past, self._made_lab))
            self._made_card = self.item, happened, parts
        return parts

    def press(self, button: str, values: Mapping[str, Any]) -> None:
        """Do what this button does, with what is filled in: what a hand does."""
        with LOCK:
            self.trouble = ""
            try:
                self._pressed(button, values)
            except Exception as error:    # a study, an outcome or a function of the learner may raise anything
                self.trouble = str(error) or type(error).__name__
            self._refresh()

    def attempt(self, function: Any) -> None:
        """What the learner wrote is tried; an attempt is kept, a function that is not begun is none."""
        with LOCK:
            try:
                self.item, event = self.item.tried(function, self.past)
            except Exception as error:    # the lesson's own mistake; the cell goes on
                self.trouble, event = str(error) or type(error).__name__, None
            if event is not None:
                self._keeper.keep(event)
                self._changed()
            self._refresh()

    def follow(self) -> None:
        """Something happened at this item in another cell."""
        with LOCK:
            self._refresh()

    def _pressed(self, button: str, values: Mapping[str, Any]) -> None:
        # Another notebook, or another cell, may have been quicker.
        self.past = tuple(self._keeper.past())
        if button == BACK:
            self._made_lab().set(**self._to_restore())
            return
        if self._lab is not None:
            self._lab.set()     # what a hand has just moved may stand there coarsely; what counts is the whole result
        event = self.item.press(button, values, self.past, self._made_lab)
        if event not in self.past:
            # A lab of a misconception that cannot be made is told, and its event not kept.
            if self._demo((*self.past, event)):
                self._lab_after((*self.past, event))
            self._keeper.keep(event)
            self._changed()

    def _refresh(self) -> None:
        self.past = tuple(self._keeper.past())
        if self._card is None:
            return
        self._card.show(self._sent(), self.trouble)
        if (contents := tuple(self._contents())) != self.children:
            self._lay(contents)

    def _sent(self) -> list[dict[str, Any]]:
        return [part.sent() for part in self.parts]

    def _contents(self) -> Sequence[Any]:
        return tuple(one for one in (self.card, self.found, self.before, self.lab) if one is not None)

    def _lay(self, contents: Sequence[Any]) -> None:
        """Lay out card and lab: of a new lab its picture first and what moves it when that is drawn, since a page needs
        a while to build some fifty widgets."""
        self._following += [lab.show_picture_first() for lab in contents if isinstance(lab, Lab) and lab.comm is None]
        self.children = contents

    def _looked(self, told: Mapping[str, Any]) -> None:
        """Somebody looks at the card; or has seen what came of a press."""
        if told.get("kind") == "drawn":
            while self._following:
                self._following.pop()()
        else:
            self._prepare(told)

    def close(self) -> None:
        """Close card and labs; what happened stays in the record."""
        with LOCK:
            for one in (self._card, self._found, self._before, self._lab, *self._demos.values()):
                if one is not None:
                    one.close()
        super().close()

    # -- the lab

    def _lab_after(self, past: Past) -> Lab | None:
        """The lab below the card after these events."""
        if not self.item.opens(past):
            return None
        idea = self._demo(past)
        if idea is None:
            return self._opened_lab()
        with LOCK:
            if idea.name not in self._demos:
                self._demos[idea.name] = idea.demo()
            return self._demos[idea.name]

    def _demo(self, past: Past) -> Misconception | None:
        """The misconception whose lab stands in the place of the item's own."""
        demo = getattr(self.item, "demo", None)
        return demo(past) if demo else None

    def _made_lab(self) -> Lab:
        """The lab, computed when the learner or the card first needs it; nobody sees it before it is open."""
        with LOCK:
            of = self.item.lab_of(self.past) if hasattr(self.item, "lab_of") else None
            if self._lab is not None and of != self._lab_is_of:
                self._lab.close()
                self._lab = None
            if self._lab is None:
                self._lab, self._lab_is_of = self.item.make_lab(self.past), of
                self._rested = repr(self._lab.settings)
                if of is None:    # what is left of a lab that changes from round to round belongs to none
                    self._lab.on_rest(self._keep_settings)
            return self._lab

    def _opened_lab(self) -> Lab:
        """The lab, with what the learner guessed."""
        lab, guessed = self._made_lab(), getattr(self.item, "guessed", None)
        if guessed and not self._marked:
            self._marked = True
            if guess := guessed(self.past, lab):
                lab.mark(guess)
        return lab

    def _prepare(self, look: Mapping[str, Any]) -> None:
        """Somebody looks at the card: what its lab needs is computed while they think. Nothing of it is sent."""
        if getattr(self.item, "shows_lab", True) and not self.item.opens(self.past):
            with suppress(Exception):    # it is raised again, and told, when the lab is asked for
                lab = self._made_lab()
                lab.prepare(look)
                if hasattr(self.item, "prepare"):
                    self.item.prepare(lab)

    # -- what the learner left

    def _keep_settings(self) -> None:
        """The lab rests: its settings can be offered the next day."""
        line = repr(self._lab.settings)
        if line != self._rested:
            self._rested = line
            self._keeper.keep(Event("left", settings=line, case=self._case))

    def _to_restore(self) -> Mapping[str, Any]:
        """Where the settings that the learner left, before this cell ran, differ from the present ones."""
        return changes_to(self._offered, self._made_lab().settings) if self._offered else {}

    def _left(self) -> tuple[Part, ...]:
        """The offer to go back to what was left; nothing is restored by itself."""
        own = self.item.opens(self.past) and self._demo(self.past) is None
        offered = own and self._to_restore()
        return (Buttons(((BACK, "Back to the settings I left"),)),) if offered else ()

    # -- in a notebook

    def _ipython_display_(self) -> None:
        show_locked(self._repr_mimebundle_())

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        locked = _parts(self.item.locked)
        return {**(super()._repr_mimebundle_(**kwargs) or {}), "text/plain": text_of(locked),
                "text/html": page_of(locked)}


def _parts(made: Callable[[], tuple[Part, ...]]) -> tuple[Part, ...]:
    """The parts of a card; why not, where its lab or a function of its author fails: a cell raises nothing."""
    try:
        return made()
    except Exception as error:
        return (Say(f"This item cannot be shown: {error}", "note"),)
