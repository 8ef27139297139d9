"""The nine weights of the filter, its nine products, and the nine numbers of its gradient."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.style import Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written
from ....pictures.tiles import sign_colors
from ....text import in_words
from ..settings import SIZE, STRONGEST, WEIGHTS
from .number_map import Changes, NumberMap, by_sign, cell, in_unit, moved_in, short, titled

# A weight goes by so much with a press of an arrow key, and by so much where it is dragged over one cell.
PRESS, CELL, ROUND = 0.1, 1.0, 2


def chosen(row: int, column: int) -> Changes:
    """The setting that chooses a weight."""
    return {"weight": row * SIZE + column + 1}


class OnWeights(NumberMap):
    """3 x 3 numbers, one for each weight of the filter. A click, or the arrow keys, choose a weight."""

    side = SIZE

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, sign_colors(style))

    def drag(self, pressed, result, start, at) -> Changes:
        """The weight under the pointer is chosen."""
        return chosen(*self.nearest(at))

    def nudge(self, settings, result, right: int, up: int) -> Changes:
        """The next weight."""
        return chosen(*moved_in(SIZE, *settings.cell, right, up))

    def held(self, settings, result) -> tuple[float, float]:
        """At the chosen weight."""
        row, column = settings.cell
        return column + 0.5, row + 0.5

    def mark(self, settings) -> list[tuple[Any, str, float]]:
        """A frame around the chosen weight."""
        return [(cell(*settings.cell), self.style.weight, 2.6)]


class Kernel(OnWeights):
    """The weights. Dragging up or down changes the one under the pointer."""

    sign = "×"
    handle = "weights of the filter: drag one up or down; left and right choose a weight, up and down change it"

    def draw(self, settings, result) -> None:
        weights = result.passes(settings).weights[..., settings.f]
        self.title.set_text(f"filter {settings.filter}{', set by hand' if settings.by_hand else ': weights'}")
        self.show(by_sign(weights), [short(value) for value in weights.ravel()], self.mark(settings),
                  settings.weight - 1)

    def drag(self, pressed, result, start, at) -> Changes:
        """The weight where the pointer was pressed is chosen, and grows upwards."""
        row, column = self.nearest(start)
        by = CELL * (start[1] - at[1])
        return {**chosen(row, column), **(self._set(pressed, result, row, column, by) if abs(by) >= PRESS else {})}

    def nudge(self, settings, result, right: int, up: int) -> Changes:
        """Left and right: the next weight, also in the next row; up and down: more or less of it."""
        if up:
            return self._set(settings, result, *settings.cell, PRESS * up)
        return {"weight": min(max(settings.weight + right, 1), len(WEIGHTS))}

    def _set(self, settings, result, row: int, column: int, by: float) -> Changes:
        name = WEIGHTS[row * SIZE + column]
        known = dict(settings.by_hand)
        learned = result.net.network.unpack(result.net.thetas[result.at(settings.epoch)])[0]["W"]
        value = known.get(name, float(learned[row, column, 0, settings.f])) + by
        value = min(max(round(value, ROUND), -STRONGEST), STRONGEST) if np.isfinite(value) else 0.0
        return {"by_hand": known | {name: value}}

    def told(self, settings, result, at) -> Told | None:
        """The weight under the pointer, with its name in the net."""
        place = self.place(at)
        if place is None:
            return None
        (i, j), f = place, settings.f
        value = result.passes(settings).weights[i, j, f]
        return Told(f"{WEIGHTS[i * SIZE + j]} = {in_words(value)}, in the net W1[{i},{j},0,{f}]", j + 0.5, i + 0.5)


class Products(OnWeights):
    """Pixel times weight, number by number; their sum and the bias are z at this position."""

    sign = "="
    handle = "products: choose a weight with the pointer, or with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style)
        self.factors = Texts(axes, zorder=5)

    @property
    def moving(self) -> tuple[Any, ...]:
        return (*super().moving, *self.factors)

    @property
    def on_cells(self) -> tuple[Any, ...]:
        return tuple(self.factors)

    def draw(self, settings, result) -> None:
        passes, (p, q), f = result.passes(settings), settings.place, settings.f
        products = passes.products(f, p, q)
        z = passes.z[p, q, f]
        self.title.set_text(f"sum and bias: z = {in_words(z)}")
        parts = by_sign(products)
        self.show(parts, (), self.mark(settings))
        pairs = zip(passes.window(p, q).ravel(), passes.weights[..., f].ravel(), products.ravel())
        texts = []
        for k, (pixel, weight, product) in enumerate(pairs):
            ink, x, y = self._ink(parts.ravel()[k]), k % SIZE + 0.5, k // SIZE + 0.5
            texts += [Written(x, y - 0.27, short(pixel), ink),
                      Written(x, y, f"× {short(weight)}", ink),
                      Written(x, y + 0.27, f"= {short(product)}".replace("= ≈", "≈ "), ink, strong=True)]
        self.factors.write(texts)

    def told(self, settings, result, at) -> Told | None:
        """The product under the pointer."""
        place = self.place(at)
        if place is None:
            return None
        passes, (i, j) = result.passes(settings), place
        pixel, weight = passes.window(*settings.place)[place], passes.weights[i, j, settings.f]
        return Told(f"pixel {in_words(pixel)} times {WEIGHTS[i * SIZE + j]} {in_words(weight)} = "
                    f"{in_words(pixel * weight)}", j + 0.5, i + 0.5)


class Gradient(OnWeights):
    """dL/dw of all nine weights: each is the sum of such a map of shares."""

    sign = "Σ"
    handle = "gradient of the filter: choose a weight with the pointer, or with the arrow keys"

    def draw(self, settings, result) -> None:
        gradient = result.passes(settings).gradient[..., settings.f]
        texts, unit = in_unit(gradient)
        self.title.set_text(titled("sums: dL/dw", unit))
        self.show(by_sign(gradient), texts, self.mark(settings), settings.weight - 1)

    def told(self, settings, result, at) -> Told | None:
        """The derivative under the pointer, and what differences say of it."""
        place = self.place(at)
        if place is None:
            return None
        check = result.passes(settings).check(settings.f, *place)
        name = f"dL/d{WEIGHTS[place[0] * SIZE + place[1]]}"
        return Told(f"{name} = {in_words(check.gradient)}, by central differences {in_words(check.difference)}",
                    place[1] + 0.5, place[0] + 0.5)
