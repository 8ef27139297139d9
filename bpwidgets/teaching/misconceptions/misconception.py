"""A misconception: a wrong idea as people say it, and a lab that shows that it is one."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...widgets.lab import Lab

# The source of an idea that is in the air: no citation is given that was not looked up.
OFTEN_HEARD = "often heard"


@dataclass(frozen=True)
class Misconception:
    """A wrong idea, with a lab that refutes it.

    name: by it options and records know it. sentence: the idea as people say it. truth: what is so, in a sentence.
    source: who says it or where it is found, as Markdown with title, year and link, or "often heard". demo(): the lab,
    preset. shows(lab): whether the lab shows what is claimed, computed from its result.

    >>> import bpwidgets as bp
    >>> from bpwidgets.teaching import Misconception
    >>> one = Misconception("one-step-is-enough", "One step is enough.", "A step leaves a part of the distance.",
    ...                     "often heard", lambda: bp.WeightLab(weight=4), lambda lab: lab.result.losses[1] > 1)
    >>> bool(one.shows(one.demo()))
    True
    """

    name: str
    sentence: str
    truth: str
    source: str
    demo: Callable[[], Lab]
    shows: Callable[[Any], bool]


def cited(who: str, title: str, year: int | str, link: str) -> str:
    """A source as Markdown.

    >>> cited("Goh", "Why Momentum Really Works", 2017, "https://distill.pub/2017/momentum/")
    'Goh, [Why Momentum Really Works](https://distill.pub/2017/momentum/), 2017'
    """
    return f"{who}, [{title}]({link}), {year}"
