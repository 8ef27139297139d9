"""The diagram as values: what stands where, what is known of it, what is computed now. Pictures and the page draw this.
"""
from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from ...pictures.boxes import Box
from ...pictures.brief import LETTER, brief, wide
from ...pictures.cards import BLANK, KNOWN, NOW, Cell, Note
from .flows import edges_of, shows_new
from .layout import LINE, LOSS_LINE, SIDE, Layout, chips_of, layout_of
from .marks import Scene
from .passes import Passes
from .result import BackpropResult
from .settings import BackpropSettings
from .substeps import NEW_WEIGHTS, Moment

# The two numbers of a row of a card, and the role of their color.
FORWARD, BACKWARD = (("z", "z"), ("a", "activation")), (("delta", "delta"), ("error", "loss"))
LETTERS = {"z": "z", "a": "a", "delta": "δ", "error": "dL/da"}
# From this width of a cell on a card has room for bias and slope; what stays free between two numbers, or around one.
BOTH, SPARE = 56, 6
# The room of a number in the card of the loss; that of the word before the chips.
OF_LOSS, EXAMPLE = 42, 60


def scene_of(settings: BackpropSettings, result: BackpropResult, width: float, height: float) -> Scene:
    """The diagram at the moment that is shown, for a room of this size in px."""
    moment = result.moment(settings.moment)
    passes = result.at(moment.update)
    layout = layout_of(result.network.sizes, width, height)
    cells, dots = list(_inputs(layout, passes, moment)), []
    for layer in range(1, len(layout.units)):
        cells += _units(layout, passes, moment, layer)
    if not layout.form.cell:
        cells, dots = [], cells
    at, count = result.shown_example(moment.update), len(result.task.objective.x)
    chips = tuple(Cell(box, "ink", str(k), NOW if k == at else KNOWN)
                  for k, box in enumerate(chips_of(count, width, height)))
    cards = tuple(card for column in layout.units for card in column) if layout.form.cell else ()
    return Scene(
        sentence=_sentence(settings, moment, result.updates, chips[0].box.left - EXAMPLE if chips else width),
        cards=cards, cells=tuple(cells), dots=tuple(dots), heads=heads_of(layout, _names_of_layers(result)),
        notes=(*_lines(settings, result, layout, passes, moment), *_of_loss(layout, passes, moment),
               *_before_chips(chips)),
        edges=tuple(edges_of(settings, result, layout, passes, moment)), loss=layout.loss,
        loss_state=NOW if moment.lights("loss") else KNOWN if moment.knows("loss") else BLANK,
        outputs=tuple((card.right, card.middle[1]) for card in layout.units[-1]), chips=chips)


def _sentence(settings: BackpropSettings, moment: Moment, updates: int, width: float) -> str:
    """Where the cursor stands and what happens there; no more than there is room for."""
    happens = NEW_WEIGHTS if shows_new(settings, moment) else moment.now.words
    fewer = happens.partition(",")[0]
    where = f"update {moment.update + 1} of {updates} · "
    options = (where + happens, where + fewer, fewer)
    return next((words for words in options if len(words) * LETTER < width - 2 * SIDE), fewer)


def _before_chips(chips: tuple[Cell, ...]) -> list[Note]:
    return [Note(chips[0].box.left - 6, chips[0].box.middle[1], "example", "muted", "right")] if chips else []


def _names_of_layers(result: BackpropResult) -> tuple[str, ...]:
    return tuple(layer.activation.title or layer.activation.name.replace("_", " ") for layer in result.network.layers)


@lru_cache(maxsize=64)
def heads_of(layout: Layout, activations: tuple[str, ...]) -> tuple[Note, ...]:
    """The names of the columns, and the letters above and below the cards."""
    form, notes = layout.form, []
    highest = max(card.top for column in layout.units for card in column) + (LINE if form.line else 0)
    names = ["input", *(_head(k, name, layout) for k, name in enumerate(activations, 1))]
    name_at = highest + 26 if form.cell else layout.height - 32
    for k, (name, column) in enumerate(zip(names, layout.units)):
        left, right = column[0].left, column[0].right
        notes.append(Note((left + right) / 2, name_at, name, "muted"))
        if not form.cell:
            continue
        high = column[0].top + (LINE if form.line and k else 0)
        if k == 0:
            notes.append(Note((left + right) / 2, high + 8, "x", "muted"))
            continue
        for row, y in ((FORWARD, high + 8), (BACKWARD, column[-1].bottom - 9)):
            chosen = row if form.halves == 2 else row[1:] if row is FORWARD else row[:1]
            each = (right - left) / len(chosen)
            notes += [Note(left + (n + 0.5) * each, y, LETTERS[kind], role) for n, (kind, role) in enumerate(chosen)]
    notes.append(Note(layout.loss.middle[0], name_at, "loss", "muted"))
    return tuple(notes)


def _head(layer: int, activation: str, layout: Layout) -> str:
    """The name of a column, with that of its activation where there is room."""
    column = layout.units[layer][0]
    room = column.right - column.left + (column.left - layout.units[layer - 1][0].right) * 0.7
    long = f"layer {layer}, {activation}"
    return long if len(long) * LETTER < room else f"layer {layer}" if room > 7 * LETTER else str(layer)


def _state(moment: Moment, kind: str, layer: int = 0) -> str:
    return NOW if moment.lights(kind, layer) else KNOWN if moment.knows(kind, layer) else BLANK


def _inputs(layout: Layout, passes: Passes, moment: Moment) -> Iterator[Cell]:
    for card, x in zip(layout.units[0], passes.x[passes.row]):
        yield Cell(card, "ink", brief(float(x), layout.form.cell - SPARE), _state(moment, "input"))


def _units(layout: Layout, passes: Passes, moment: Moment, layer: int) -> Iterator[Cell]:
    """The cells of a layer: forward values above, backward ones below or, where there is one row, in their place."""
    form = layout.form
    rows = (FORWARD, BACKWARD) if form.rows == 2 else (BACKWARD,) if moment.knows("error", layer) else (FORWARD,)
    if form.rows == 1 and form.halves == 1:
        rows = (BACKWARD,) if moment.knows("delta", layer) else (FORWARD,)
    for k, card in enumerate(layout.units[layer]):
        for number, row in enumerate(rows):
            top = card.top - number * form.row
            chosen = row if form.halves == 2 else row[1:] if row is FORWARD else row[:1]
            wide = (card.right - card.left) / len(chosen)
            for n, (kind, role) in enumerate(chosen):
                box = Box(card.left + n * wide, top - (form.row or card.top - card.bottom), card.left + (n + 1) * wide,
                          top)
                state = _state(moment, kind, layer)
                text = "" if state == BLANK else brief(float(passes.shown(kind, layer)[k]), form.cell - SPARE)
                yield Cell(box, role, text, state)


def _lines(settings: BackpropSettings, result: BackpropResult, layout: Layout, passes: Passes,
           moment: Moment) -> Iterator[Note]:
    """Above each card its bias, or the gradient of that, and the slope of the unit."""
    if not layout.form.line:
        return
    parameters = result.network.unpack(passes.theta)
    after, gradients = result.network.unpack(result.after(moment.update)), result.network.unpack(
        passes.by_example[passes.row])
    for layer in range(1, len(layout.units)):
        values, wide_card = parameters[layer - 1], layout.form.cell >= BOTH
        slopes, state = passes.shown("slope", layer), _state(moment, "slope", layer)
        # Where there is no room for both, the slope stands there while it is computed, else the bias.
        only_slope = state == NOW and not wide_card and "b" in values
        with_slope = state != BLANK and (wide_card or "b" not in values or only_slope)
        shows_gradient = settings.edges == "gradient" or (settings.edges == "flow" and moment.lights("gradient", layer))
        for k, card in enumerate(layout.units[layer]):
            y, chosen, room = card.top + LINE / 2, settings.selected == f"b{layer}[{k}]", card.right - card.left
            slope = f"f′ {brief(slopes[k], room / 2 - wide('f′ ') - SPARE)}" if with_slope else ""
            if slope:
                yield Note(card.right - 1, y, slope, "slope", "right", state == NOW)
            room -= wide(slope, bold=state == NOW) + SPARE
            if only_slope or "b" not in values:
                continue
            if shows_gradient:
                if moment.knows("gradient", layer):
                    strong = chosen or moment.lights("gradient", layer)
                    yield _noted(card, y, "db ", gradients[layer - 1]["b"][k], room, "weight_gradient", strong)
            else:
                updated = moment.knows("update")
                bias = (after if updated else parameters)[layer - 1]["b"][k]
                strong = chosen or updated or moment.lights("z", layer)
                yield _noted(card, y, "b ", bias, room, "weight", strong)


def _noted(card: Box, y: float, letters: str, value: float, room: float, role: str, strong: bool) -> Note:
    """A number above the left end of a card."""
    text = letters + brief(float(value), room - wide(letters, bold=strong), bold=strong)
    return Note(card.left + 1, y, text, role, "left", strong)


def _of_loss(layout: Layout, passes: Passes, moment: Moment) -> Iterator[Note]:
    """The targets at the height of the outputs, and the loss below them."""
    box, middle = layout.loss, layout.loss.middle[0]
    targets = passes.y[passes.row]
    heights = [card.middle[1] for card in layout.units[-1]]
    state = _state(moment, "loss")
    if layout.form.cell and (len(heights) < 2 or min(np.diff(heights[::-1])) >= 15):
        shift = 10 if len(heights) == 1 else 0
        for y, target in zip(heights, targets):
            yield Note(middle, y + shift, f"target {brief(float(target), OF_LOSS)}", "ink")
    if state != BLANK:
        below = min(box.bottom + 13, heights[-1] - LOSS_LINE) if len(heights) > 1 else box.bottom + 13
        yield Note(middle, below, f"L = {brief(passes.loss, OF_LOSS)}", "loss", strong=state == NOW)
