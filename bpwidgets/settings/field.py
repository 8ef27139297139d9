"""What is common to every kind of field."""
from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .settings import Settings

Refuse = Callable[..., ValueError]
# The most letters of a value where a line tells of several.
BRIEF = 60


@dataclasses.dataclass(frozen=True, kw_only=True)
class Field:
    """What is common to every kind of field.

    label: the words beside the control. question: the heading of the group the control stands in.
    cursor: True if the field only chooses what is shown of a result (it never reruns the study).
    rewinds: fields that go back to their defaults when this one changes.
    auto: settings -> the value that None stands for; a field without it does not take None. It may read the fields above its own.
    """

    label: str = ""
    question: str = ""
    unit: str = ""
    help: str = ""
    cursor: bool = False
    resets: tuple[str, ...] = ()
    default_from: Callable[[Settings], Any] | None = None

    def filled(self, value: Any, settings: Settings, refuse: Refuse) -> Any:
        """The value in its own type, what None stands for included."""
        return self.check(self.default_from(settings) if value is None and self.default_from else value, settings, refuse)

    def meant(self, value: Any, present: Any) -> Any:
        """What is meant by a value that is given while the field has the value `present`."""
        return value

    def check(self, value: Any, settings: Settings, refuse: Refuse) -> Any:
        """The value in its own type; raises refuse(expected, value, what to do) for one that cannot be used."""
        raise NotImplementedError

    def written(self, name: str, value: Any) -> str:
        """The keyword that gives this value, as Python."""
        return f"{name}={value!r}"

    def brief(self, value: Any) -> str:
        """The value in a few words, for a line that has no room for all of a long one."""
        return textwrap.shorten(str(value), BRIEF, placeholder=" ...")
