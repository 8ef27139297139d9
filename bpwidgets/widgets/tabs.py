"""Views that belong together, as a row of chips of which one is chosen."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from ..settings.rows import Option
from .chips import Chips


def tab_shown(tabs: Mapping[str, Sequence[str]], views: Sequence[str]) -> str:
    """The words of the tab whose views these are, with the verdict or without; "" for others.

    >>> tab_shown({"back": ("losses",), "gates": ("kept", "gates")}, ("gates", "verdict", "kept"))
    'gates'
    """
    shown = set(views) - {"verdict"}
    return next((words for words, own in tabs.items() if set(own) == shown), "")


class Tabs:
    """A chip for each of `tabs`, words -> views. `follow` says which views are shown; a press goes to `choose(views)`.

    None is pressed while other views are shown.
    """

    def __init__(self, tabs: Mapping[str, Sequence[str]], views: Sequence[str],
                 choose: Callable[[Sequence[str]], None]):
        self._tabs, self._views, self._choose = tabs, views, choose

    @cached_property
    def chips(self) -> Chips:
        """The chips, made when somebody asks for them."""
        chips = Chips(self._options, self._now, description="Look at")
        chips.add_class("bpw-tabs")
        chips.observe(lambda change: self._pressed(change["new"]), "pressed")
        return chips

    def follow(self, views: Sequence[str]) -> None:
        """Bring the chips to what is shown."""
        self._views = views
        if "chips" in vars(self):
            self.chips.follow(self._options, self._now)

    @property
    def _options(self) -> list[Option]:
        return [Option(words, words, ", ".join(views).replace("_", " ")) for words, views in self._tabs.items()]

    @property
    def _now(self) -> tuple[str, ...]:
        now = tab_shown(self._tabs, self._views)
        return (now,) if now else ()

    def _pressed(self, pressed: Sequence[int]) -> None:
        """One more is pressed than is shown: that is the one; none: the present one stays."""
        names = list(self._tabs)
        asked = [names[k] for k in pressed if (names[k],) != self._now]
        if asked:
            self._choose(self._tabs[asked[-1]])
        elif tuple(names[k] for k in pressed) != self._now:
            self.follow(self._views)
