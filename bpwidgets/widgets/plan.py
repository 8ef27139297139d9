"""The plan of a lab: what it is made of, and what may be asked of it by name."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from ..errors import Verbatim, argument_error, nearest
from ..pictures.guess import Guess
from ..pictures.places import NARROW, Names, Row, one_column, rows_with, stacked
from ..pictures.sheet import Picture, Sheet
from ..pictures.style import Style
from ..settings import Records, Settings
from ..text import typeset
from .actions import Action
from .part import Part, part_of
from .sharing import Shared
from .tabs import tab_shown

# About so many px are there for the pictures of a lab beside another one, on a screen of 640 px.
ROOM = 330
ARRANGEMENT = ("controls", "views", "locked", "question", "actions", "more")


class Question(NamedTuple):
    """A heading for a part of a lab: it is asked while no other pictures than `views` are shown.

    unless: controls that ask for more; while one of them is open the question is not asked.
    """

    words: str
    views: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def fits(self, pictures: Sequence[str], controls: Sequence[str]) -> bool:
        """True if these pictures and open controls answer the question, and ask nothing else."""
        return set(pictures) <= set(self.views) and not set(controls) & set(self.unless)


@dataclass(frozen=True)
class Plan:
    """What a lab is made of; `Lab` subclasses name one.

    question: the heading, where none of `questions` fits; these are about parts of the lab, and the first one that fits
    is asked. opens_with: why these views and controls are the ones that are open at first.
    settings, study: what can be chosen and how it is answered, with a `verdict` in the result.
    pictures: name -> kind; rows: where they stand. beside: where they stand in a narrow column beside another lab; the
    rows grow up to their own heights where others are left out. () for one below the other. heights(settings): of a
    picture the height of its row, where that follows the settings. alone: pictures and controls that stand there only
    for those who ask for them.
    controls: the few that are open at first, in order; the rest waits behind "more".
    summary(settings, result): one line; describe(settings, result): the whole text twin.
    table(settings, result): caption, head and rows of a table shown beside the picture, or {}.
    clock: the cursor that the play buttons move, '' for none. length: the setting that says how long a run is which
    comes in pieces, see `Experiment`.
    optional_views: the pictures that are shown only to those who ask for them. tabs: words -> views that belong
    together, for a row of chips of which one is chosen. tab_controls: of such words -> the controls that are open at
    first while these are shown, where they are others.
    records(settings, result): head and rows of the numbers behind the pictures, for CSV; None if there are none.
    actions: name -> what the button does, for `Lab.press(name)`.
    measures(settings, result): name -> number, what `collect` can gather.
    guess: a guess of the learner that stands in a picture.
    formula(settings, result): a formula for the page, `markup` made by `mathml` and `spoken` words; code(settings,
    result): lines of a program by their heading. Both are views, where there are any.
    enter(settings, result, name, value): the changes that a hand means that gives a number of the formula this value.
    shared: name of a setting of other labs -> what stands for it here, for `link`.
    badge(settings, result): a few words more for the status line of the page; status(settings, result): what stands
    there in place of the summary, where that is longer than a line. own_words: parts of the lab with a verdict, a
    status line or a text twin of their own, where result, summary and twin speak of others.
    """

    question: str
    settings: type[Settings]
    study: Callable[[Settings], Any]
    pictures: Mapping[str, type[Picture]]
    rows: Sequence[Row]
    controls: Sequence[str]
    summary: Callable[[Settings, Any], str]
    describe: Callable[[Settings, Any], str]
    table: Callable[[Settings, Any], dict[str, Any]] = lambda settings, result: {}
    clock: str = ""
    length: str = ""
    optional_views: Sequence[str] = ()
    tabs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tab_controls: Mapping[str, Sequence[str]] = field(default_factory=dict)
    records: Callable[[Settings, Any], tuple[Sequence[str], Sequence[Sequence[Any]]]] | None = None
    actions: Mapping[str, Action] = field(default_factory=dict)
    questions: Sequence[Question] = ()
    opens_with: str = ""
    measures: Callable[[Settings, Any], Mapping[str, float]] | None = None
    beside: Sequence[Row] = ()
    heights: Callable[[Any], Mapping[str, float]] = lambda settings: {}
    alone: Sequence[str] = ()
    guess: Guess | None = None
    formula: Callable[[Settings, Any], Mapping[str, Any]] | None = None
    enter: Callable[[Settings, Any, str, Any], Mapping[str, Any]] = lambda settings, result, name, value: {}
    code: Callable[[Settings, Any], Mapping[str, str]] | None = None
    shared: Mapping[str, Shared] = field(default_factory=dict)
    badge: Callable[[Settings, Any], str] = lambda settings, result: ""
    status: Callable[[Settings, Any], str] | None = None
    own_words: Sequence[Part] = ()

    def __post_init__(self):
        """Refuse names of what is not there: pictures and rows, open controls, the clock, views."""
        for rows in (self.rows, self.beside or self.rows):
            self._check_rows([name for _, columns in rows for names in columns for name in stacked(names)])
        chosen_names("controls", self.controls, self.settings.fields(), self)
        for what in ("clock", "length"):
            chosen_names(what, tuple(filter(None, (getattr(self, what),))), self.settings.fields(), self)
        chosen_names("optional_views", self.optional_views, (*self.pictures, *self.parts, "table"), self)
        for views in self.tabs.values():
            chosen_names("tabs", views, self.views, self)
        chosen_names("tab_controls", tuple(self.tab_controls), self.tabs, self)
        for names in self.tab_controls.values():
            chosen_names("tab_controls", names, self.settings.fields(), self)
        chosen_names("alone", self.alone, (*self.pictures, *self.settings.fields()), self)
        for part in (*self.questions, *self.own_words):
            chosen_names("questions", part.views, self.pictures, self)
        for question in self.questions:
            chosen_names("questions", question.unless, self.settings.fields(), self)

    def _check_rows(self, in_rows: Sequence[str]) -> None:
        chosen_names("rows", in_rows, self.pictures, self)
        for name in self.pictures:
            if (count := in_rows.count(name)) != 1:
                expected = f"each of {', '.join(self.pictures)} in one row"
                raise argument_error("rows", self.settings.lab, expected, Verbatim(f"{name!r} in {count} rows"))

    @property
    def views(self) -> tuple[str, ...]:
        """What can be shown or left out: the pictures, the formula and the code of a lab that has them, the table, the
        verdict."""
        return (*self.pictures, *self.parts, "table", "verdict")

    @property
    def parts(self) -> tuple[str, ...]:
        """What of a formula and code this lab has."""
        return tuple(name for name in ("formula", "code") if getattr(self, name))

    @property
    def open_views(self) -> tuple[str, ...]:
        """What is shown at first."""
        return tuple(view for view in self.views if view not in self.optional_views)

    def rows_for(self, settings: Settings | None) -> Sequence[Row]:
        """The rows, as high as these settings need them."""
        own = self.heights(settings) if settings is not None else {}
        return [(next((own[name] for names in columns for name in stacked(names) if name in own), height), columns)
                for height, columns in self.rows] if own else self.rows

    def sheet(self, views: Sequence[str], style: Style, *, width: float, ratio: float = 1.0,
              beside: bool = False, settings: Settings | None = None) -> Sheet:
        """A live sheet of the pictures among the views; beside: in a column beside another lab."""
        compact, all_rows = beside and width < NARROW, self.rows_for(settings)
        rows = self._compact_rows(views, all_rows) if compact else rows_with(all_rows, views)
        return self.marked(Sheet(self.pictures, rows, style, width=width, ratio=ratio, compact=compact))

    def marked(self, sheet: Sheet) -> Sheet:
        """The sheet, with the guess of the learner if there is one."""
        if self.guess:
            sheet.mark(self.guess)
        return sheet

    def _compact_rows(self, views: Sequence[str], all_rows: Sequence[Row]) -> list[Row]:
        rows = rows_with(self.beside or one_column(all_rows), views)
        own = {name: height for height, columns in all_rows for names in columns for name in stacked(names)}
        growth = max(ROOM / sum(height for height, _ in rows), 1.0)
        most = [height if self._shares_with_a_square(columns)
                else max(own[name] for names in columns for name in stacked(names)) for height, columns in rows]
        return [(max(height, min(round(growth * height), limit)), columns)
                for (height, columns), limit in zip(rows, most)]

    def _shares_with_a_square(self, columns: Mapping[Names, float]) -> bool:
        """A square picture would take from the others beside it what its row grows."""
        return len(columns) > 1 and any(getattr(self.pictures[name], "square", False)
                                        for names in columns for name in stacked(names))

    def at_first_beside(self, own: str) -> dict[str, tuple[str, ...]]:
        """Views and controls beside another lab that differs in the setting `own`. No table, formula or code: they
        belong to one lab."""
        left_out = () if own in self.alone else self.alone
        return {"views": tuple(view for view in self.open_views if view not in (*left_out, *self.parts, "table")),
                "controls": tuple(name for name in self.controls if name not in left_out)}

    def open_controls(self, views: Sequence[str]) -> tuple[str, ...]:
        """The controls that are open at first where these views are shown."""
        return tuple(self.tab_controls.get(tab_shown(self.tabs, views), self.controls))

    def asked(self, views: Sequence[str], controls: Sequence[str]) -> str:
        """The question that these views and open controls answer."""
        pictures = [view for view in views if view in self.pictures]
        return next((one.words for one in self.questions if one.fits(pictures, controls)), self.question)

    def verdict(self, settings: Settings, result: Any, views: Sequence[str]) -> str:
        """The verdict, if it is among the views: that of the part that is shown, else of the whole result."""
        if "verdict" not in views:
            return ""
        part = self._part(views)
        return part.verdict(settings, result) if part and part.verdict else result.verdict

    def described(self, settings: Settings, result: Any, views: Sequence[str]) -> str:
        """The text twin: that of the part that is shown, else of the whole lab."""
        part = self._part(views)
        return ((part and part.describe) or self.describe)(settings, result)

    def _part(self, views: Sequence[str]) -> Part | None:
        return part_of(self.own_words, set(views) & set(self.pictures))

    def words(self, settings: Settings, result: Any, views: Sequence[str], note: str) -> dict[str, Any]:
        """What the page says beside the pictures, by the names that the canvas has for it."""
        part = self._part(views)
        own = part and part.status
        line = (own or self.summary)(settings, result)
        verdict = self.verdict(settings, result, views)
        table = _typeset(self.table(settings, result)) if "table" in views else {}
        parts = {name: dict(getattr(self, name)(settings, result)) if name in views else {} for name in self.parts}
        shown = self.status(settings, result) if self.status else line
        said = line if own else "; ".join(filter(None, (shown, self.badge(settings, result))))
        return {"alt": f"{line}. {verdict}", "verdict": verdict, "table": table, **parts,
                "status": typeset(f"{said}. ({note}.)" if note else said), "trouble": False}


def _typeset(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table whose numbers are written as people write them."""
    return {**table, "rows": [[typeset(cell) for cell in row] for row in table["rows"]]} if table else {}


@dataclass(frozen=True)
class Arrangement:
    """What a hand finds in a lab. chosen: names of the controls that somebody wants to be seen at first, None for those
    that go with what is shown; more: the others wait behind "more settings"; locked: those that it cannot move.
    actions: name -> what a button does."""

    plan: Plan
    chosen: tuple[str, ...] | None
    more: bool
    locked: tuple[str, ...]
    actions: Mapping[str, Action]

    def open(self, views: Sequence[str]) -> tuple[str, ...]:
        """Names of the controls that are seen at first where these views are shown."""
        return self.plan.open_controls(views) if self.chosen is None else self.chosen

    def shows(self, name: str) -> bool:
        """A hand finds the control of this field."""
        if self.more or self.chosen is not None:
            return self.more or name in self.chosen
        return any(name in names for names in (self.plan.controls, *self.plan.tab_controls.values()))


def arrange(plan: Plan, controls: Sequence[str] | None, locked: Sequence[str], actions: Sequence[str] | None,
            more: bool) -> Arrangement:
    """The arrangement that somebody asks for.

    An action that changes what is locked has no button; nor has one that changes what no control shows, unless it is
    asked for by name.
    """
    fields = plan.settings.fields()
    if not isinstance(more, bool):
        raise argument_error("more", plan.settings.lab, "True or False", more)
    chosen = None if controls is None else chosen_names("controls", controls, fields, plan)
    shown = (*plan.controls, *chain(*plan.tab_controls.values())) if chosen is None else chosen
    fixed = chosen_names("locked", locked, fields, plan)
    named = chosen_names("actions", tuple(plan.actions) if actions is None else actions, plan.actions, plan)

    def allowed(field: str) -> bool:
        seen = more or actions is not None or field in shown or isinstance(fields[field], Records)
        return seen and field not in fixed

    offered = {name: plan.actions[name] for name in named if all(map(allowed, plan.actions[name].fields))}
    return Arrangement(plan, chosen, more, fixed, MappingProxyType(offered))


def check_keywords(fields: Mapping[str, Any], plan: Plan) -> None:
    """A misspelt keyword may have meant a setting or one of those that arrange the lab."""
    known = (*plan.settings.keywords(), *ARRANGEMENT)
    former = {old for field in plan.settings.fields().values() for old in field.formerly}
    for name in fields:
        if name not in known and name not in former:
            raise argument_error("settings", plan.settings.lab, f"one of {', '.join(known)}", name,
                                 nearest(name, known))


def chosen_question(given: str | None, plan: Plan) -> str:
    """The heading that a lesson sets, '' for None: then it follows from what is shown."""
    if given is None:
        return ""
    if not isinstance(given, str) or not given.strip() or len(given.splitlines()) > 1:
        expected = "a text of one line, such as 'What reaches the first layer?'"
        raise argument_error("question", plan.settings.lab, expected, given,
                             "Leave it out for the question that the views and open controls answer.")
    return given.strip()


def chosen_views(given: Sequence[str], plan: Plan) -> tuple[str, ...]:
    """The given views in the order in which they stand, at least one of them a picture."""
    chosen = chosen_names("views", given, plan.views, plan)
    if not set(chosen) & set(plan.pictures):
        raise argument_error("views", plan.settings.lab, f"at least one picture out of {', '.join(plan.pictures)}",
                             chosen)
    return tuple(view for view in plan.views if view in chosen)


def chosen_names(what: str, given: Sequence[str], allowed, plan: Plan) -> tuple[str, ...]:
    """The given names, checked against the allowed ones."""
    of = plan.settings.lab
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise argument_error(what, of, f"a tuple of names out of {', '.join(allowed)}", given,
                             f"For one name write ({given!r},).")
    for name in given:
        if name not in allowed:
            raise argument_error(what, of, f"names out of {', '.join(allowed)}", name, nearest(name, allowed))
    return tuple(given)
