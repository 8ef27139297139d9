"""The digits to which the chosen unit answers most."""
from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from ....pictures.in_px import sized_in_px
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....pictures.tiles import Grid, Tiles, ink_colors
from ....text import in_words
from ..units import TOP

HEAD, ACROSS, WORDS, COLUMNS = 22, 10, 17, 6


class TopDigits:
    """In rows, the first one first, each with its label."""

    margins = (14, 4, 2, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.tiles, self.texts = Tiles(axes, style, ink_colors(style)), Texts(axes)
        self.title = text_on(axes, 0, self.height - HEAD / 2 + 1, fontsize=TEXT, color=style.ink)
        rows = -(-TOP // COLUMNS)
        side = min((self.height - HEAD) / rows - WORDS, (self.width - (COLUMNS - 1) * ACROSS) / COLUMNS)
        self.grid = Grid(COLUMNS, side, ACROSS, WORDS, 1, self.height - HEAD)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (*self.tiles.moving, self.title, *self.texts)

    def draw(self, settings, result) -> None:
        answers, unit = result.units(settings.epoch, settings.layer), result.unit(settings)
        top, (label, times) = answers.top(unit).tolist(), answers.favorite(unit)
        boxes = self.tiles.show(result.pixels[top], self.grid)
        self.title.set_text(f"its top {TOP}: {times} are {label}s")
        self.texts.write([Written(box.middle[0], box.bottom - WORDS / 2 + 1, str(result.labels[row]),
                                  self.style.ink if result.labels[row] == label else self.style.danger,
                                  strong=bool(result.labels[row] == label)) for box, row in zip(boxes, top)])

    def told(self, settings, result, at) -> Told | None:
        """The digit under the pointer."""
        answers, unit = result.units(settings.epoch, settings.layer), result.unit(settings)
        top = answers.top(unit).tolist()
        k = next((k for k in range(len(top)) if self.grid.box(k).holds(*at)), None)
        return None if k is None else Told(f"a {result.labels[top[k]]}: the unit says "
                                           f"{in_words(answers.activations[top[k], unit])}", *self.grid.box(k).middle)
