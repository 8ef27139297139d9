"""The game at one moment: what the discriminator says everywhere, and where it sends each fake."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import px_to_data, px_upwards, style_axes
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told, named, nearest
from ....pictures.texts import Texts, Written
from ....pictures.trail import rimmed
from ....text import in_words
from ..result import REACH
from .arrows import Arrows
from .line import LOW, Line
from .plane import DRAWN, Plane

# px above the axes, and of a letter of the key.
ABOVE, LETTER, APART = 11, 6.4, 14
PRESSES = 20


class Stage:
    """The plane or the line of the data. A fake can be put anywhere by hand: click, drag or arrow keys."""

    margins = (34, 8, 26, 24)
    handle = "a fake put by hand: click or drag, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="")
        self.axes, self.style = axes, style
        self.plane, self.line = Plane(axes, style), Line(axes, style)
        self.sent = Arrows(axes, style, style.here, zorder=5)
        self.probe, = axes.plot([], [], "D", color=style.here, ms=9, mec=style.ground, mew=1.5, zorder=6)
        rimmed(style, self.probe)
        self.key = Texts(axes, fontsize=TEXT)
        self._flat: bool | None = None

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (*self.plane.moving, *self.line.moving, self.sent.artist, self.probe, *self.key)

    def draw(self, settings, result) -> None:
        flat = result.game.target.dimensions == 2
        if flat is not self._flat:
            for artist in (*self.plane.moving, *self.line.moving):
                artist.set_visible((artist in self.plane.moving) == flat)
            self._flat = flat
        (self.plane if flat else self.line).show(settings, result)
        place, _, move = self._probed(settings, result)
        self.probe.set_data(*place[:, None])
        self.sent.show(place[None], move[None])
        self.key.write(self._key(flat))

    def _key(self, flat: bool) -> list[Written]:
        style = self.style
        words = [("○ real", style.ink), ("● fake", style.activation), ("➞ where G would send it", style.delta),
                 ("■ D: real", style.positive), ("■ fake", style.negative)] if flat else [
                 ("■ p, real", style.muted), ("■ q, fakes", style.activation), ("— D", style.positive),
                 ("-- best D", style.ink), ("➞ where G sends it", style.delta)]
        (left, _), (_, top) = self.axes.get_xlim(), self.axes.get_ylim()
        x, y, found = left, top + px_upwards(self.axes, ABOVE), []
        for text, color in words:
            end = x + px_to_data(self.axes, LETTER * len(text))
            if end <= self.axes.get_xlim()[1]:
                found.append(Written(x, y, text, color, "left"))
            x = end + px_to_data(self.axes, APART)
        return found

    def _probed(self, settings, result) -> tuple[np.ndarray, float, np.ndarray]:
        """Where the fake put by hand stands, D of it, and where it would be sent, on the axes."""
        count = result.game.target.dimensions
        looks, moves = result.judged(settings.step, np.array([settings.probe[:count]]))
        if count == 2:
            return np.array(settings.probe), float(looks[0]), moves[0]
        return np.array([settings.probe[0], LOW * 0.08]), float(looks[0]), np.array([moves[0, 0], 0.0])

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The fake put by hand goes where the pointer is."""
        return self._put(pressed, result, at)

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """It goes some hundredths of the picture further."""
        x, y = settings.probe
        return self._put(settings, result, (x + REACH * right / PRESSES, y + REACH * up / PRESSES))

    def _put(self, settings, result, at) -> Mapping[str, Any]:
        x, y = (float(np.clip(round(float(part), 2), *ends)) for part, ends in
                zip(at, (self.axes.get_xlim(), self.axes.get_ylim())))
        return {"probe": (x, y if result.game.target.dimensions == 2 else settings.probe[1])}

    def held(self, settings, result) -> tuple[float, float]:
        """At the fake put by hand."""
        return tuple(self._probed(settings, result)[0].tolist())

    def told(self, settings, result, at) -> Told | None:
        """The fake under the pointer, else what the discriminator says of this place."""
        flat = result.game.target.dimensions == 2
        if not flat and at[1] < 0:
            return None
        if flat:
            moment = result.moment(settings.step)
            k = nearest(self.axes, at, *moment.fakes[:DRAWN].T)
            if k is not None:
                size = in_words(float(np.hypot(*moment.moves[k])))
                return Told(f"fake {k + 1}: D {in_words(moment.looks[k])}, |dL_G/dx| {size}", *moment.fakes[k].tolist())
            looks, moves = result.judged(settings.step, np.array([at[:2]], dtype=float))
            return Told(f"{named(zip('xy', at))}: D {in_words(looks[0])}, a fake here would have |dL_G/dx| "
                        f"{in_words(float(np.hypot(*moves[0])))}", *at)
        seen = result.densities(settings.step)
        g = int(np.abs(seen.x - at[0]).argmin())
        return Told(f"x {in_words(seen.x[g])}: p {in_words(seen.p[g])}, q {in_words(seen.q[g])}, D "
                    f"{in_words(seen.d[g])}, best D {in_words(seen.best[g])}", float(seen.x[g]))
