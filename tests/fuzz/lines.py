"""Lines of a trail: each is one change, by code or by hand, made for what the lab shows at that moment."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import ipywidgets as W

import bpwidgets as bp
from bpwidgets.settings import Field, NamedNumbers, Names, Point, Sizes
from bpwidgets.widgets.axes_box import AxesBox
from bpwidgets.widgets.slider import SliderWidget

from .stage import Stage, buttons, switches
from .values import NONSENSE, SMALL, Random, between, numbers, own_arrays, pick, value

TYPED = ("two", "", "1/3", "0,5", "-1", "1e400", "nan", "inf", "1/0", "3", "0.25", "٣", "1e-310", "--", "7 / 2")


def next_line(rng: Random, stage: Stage) -> str:
    """A change that fits the state of the labs."""
    name = pick(rng, ("lab", "lab", "lab", "other"))
    kind = rng.choice(list(LINES), p=[share for share, _ in LINES.values()])
    return LINES[kind][1](rng, name, stage.labs[name]) or f"{name}.describe()"


def _set(rng: Random, name: str, lab: bp.Lab) -> str:
    return f"{name}.set({_keywords(rng, lab)})"


def _settings(rng: Random, name: str, lab: bp.Lab) -> str:
    return f"type({name}.settings).create({_keywords(rng, lab)})"


def _keywords(rng: Random, lab: bp.Lab) -> str:
    settings, fields = lab.settings, lab.settings.fields()
    chosen = [str(one) for one in rng.permutation(list(fields))[: pick(rng, (1, 1, 1, 2, 3))]]
    given = {one: value(rng, fields[one], one, settings) for one in chosen}
    if settings.coordinates() and rng.random() < 0.2:
        given["weights"] = _weights(rng, lab)
    if "x" in settings.keywords() and "x" not in fields and rng.random() < 0.2:
        given |= dict(zip("xy", own_arrays(rng)))
    if rng.random() < 0.03:
        given["dept"] = "1"
    return ", ".join(f"{one}={text}" for one, text in given.items())


def _weights(rng: Random, lab: bp.Lab) -> str:
    if rng.random() < 0.3:
        return pick(rng, NONSENSE)
    names = lab.settings.fields()[lab.settings.coordinates()].names(lab.settings)
    return f"{{{pick(rng, names)!r}: {pick(rng, (numbers(rng, 1)[1:-1], pick(rng, NONSENSE)))}}}"


def _hand(rng: Random, name: str, lab: bp.Lab) -> str:
    control = pick(rng, list(lab.controls))
    for kind, move in HANDS.items():
        if isinstance(lab.controls[control], kind):
            return f"{name}.controls[{control!r}]{move(rng, control, lab)}"
    return ""


def _slide(rng: Random, control: str, lab: bp.Lab) -> str:
    widget = lab.controls[control]
    high = max(widget.min, min(widget.max, SMALL.get(control, math.inf)))
    return f".value = {between(rng, widget.min, high, log=widget.log, whole=widget.integer)}"


def _choose(rng: Random, control: str, lab: bp.Lab) -> str:
    return f".index = {rng.integers(len(lab.controls[control].options))}"


def _check(rng: Random, control: str, lab: bp.Lab) -> str:
    return f".value = {bool(rng.integers(2))}"


def _write(rng: Random, control: str, lab: bp.Lab) -> str:
    field: Field = lab.settings.fields()[control]
    if rng.random() < 0.3 or not isinstance(field, (Names, Point, NamedNumbers, Sizes)):
        return f".value = {pick(rng, TYPED)!r}"
    return f".value = str({value(rng, field, control, lab.settings, nonsense=0.1)})"


def _choose_axes(rng: Random, control: str, lab: bp.Lab) -> str:
    menu = pick(rng, (".kind", ".pair[0]", ".pair[1]"))
    count = len(lab.controls[control].kind.options if menu == ".kind" else lab.controls[control].pair[0].options)
    return f"{menu}.index = {rng.integers(count)}"


HANDS: Mapping[type[W.Widget], Callable[[Random, str, bp.Lab], str]] = MappingProxyType({
    SliderWidget: _slide, W.Dropdown: _choose, W.Checkbox: _check, W.Text: _write, AxesBox: _choose_axes})


def _typed(rng: Random, name: str, lab: bp.Lab) -> str:
    sliders = [one for one, widget in lab.controls.items() if isinstance(widget, SliderWidget)]
    return f"type_into({name}.controls[{pick(rng, sliders)!r}], {pick(rng, TYPED)!r})" if sliders else ""


def _drag(rng: Random, name: str, lab: bp.Lab) -> str:
    if not lab.canvas.handles:
        return ""
    places = ", ".join(f"({x:.2g}, {y:.2g})" for x, y in rng.uniform(-0.3, 1.3, (int(rng.integers(1, 4)), 2)))
    return f"drag({name}, {pick(rng, lab.canvas.handles)['name']!r}, {places})"


def _arrow(rng: Random, name: str, lab: bp.Lab) -> str:
    if not lab.canvas.handles:
        return ""
    right, up = (int(step) for step in rng.integers(-6, 7, 2))
    return f"arrow({name}, {pick(rng, lab.canvas.handles)['name']!r}, {right}, {up})"


def _click(rng: Random, name: str, lab: bp.Lab) -> str:
    return f"click({name}, {pick(rng, buttons(lab)).description!r})" if buttons(lab) else ""


def _tick(rng: Random, name: str, lab: bp.Lab) -> str:
    return f"tick({name}, {pick(rng, switches(lab)).description!r})" if switches(lab) else ""


def _press(rng: Random, name: str, lab: bp.Lab) -> str:
    return f"{name}.press({pick(rng, (*lab.plan.actions, *lab.plan.actions, 'Heal'))!r})"


def _show(rng: Random, name: str, lab: bp.Lab) -> str:
    views = [str(view) for view in rng.permutation((*lab.plan.views, "profil"))[: int(rng.integers(0, 4))]]
    return f"{name}.show({', '.join(map(repr, views))})"


def _one_of(*texts: str) -> Callable[[Random, str, bp.Lab], str]:
    return lambda rng, name, lab: pick(rng, texts).format(name)


LINES: Mapping[str, tuple[float, Callable[[Random, str, bp.Lab], str]]] = MappingProxyType({
    "set": (0.36, _set), "settings": (0.04, _settings), "hand": (0.22, _hand), "typed": (0.05, _typed),
    "drag": (0.07, _drag), "arrow": (0.06, _arrow),
    "click": (0.04, _click), "tick": (0.02, _tick), "press": (0.01, _press), "show": (0.02, _show),
    "reset": (0.02, _one_of("{}.reset()")),
    "page": (0.04, _one_of("watch({})", "unwatch({})")), "rest": (0.02, _one_of("rest({})")),
    "link": (0.02, _one_of("link(lab, other)", "unlink()", "unlink()", "link(other, lab, exclude=('seed',))",
                           "link(lab)")),
    "read": (0.01, _one_of("{}.to_csv()", "{}.figure", "{}._repr_mimebundle_()"))})
