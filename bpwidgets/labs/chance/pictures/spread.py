"""The same derivative at the same digit, estimated in three ways."""
from __future__ import annotations

from ....pictures.scales import Spans
from ....pictures.telling import Told
from ..settings import WRITTEN
from ..spread import COMPARED, COORDINATES
from .ridges import Estimates, Ridges, span_of


class SpreadAt(Ridges):
    """Estimates of the derivative of the expected error at the chosen digit."""

    ways = COMPARED

    @staticmethod
    def measure(settings, result) -> Estimates:
        """The estimates of the chosen derivative."""
        spread, k = result.spread(settings.epoch, settings.example), COORDINATES.index(settings.by)
        return Estimates(float(spread.exact[k]), {way: spread.drawn[way][:, k] for way in COMPARED},
                         {way: float(spread.deviations[way][k]) for way in COMPARED})

    @staticmethod
    def spans(settings, result, found: Estimates) -> Spans:
        return span_of(found)

    def draw(self, settings, result, spans, found: Estimates) -> None:
        self.show(found, spans["estimate"], f" by {WRITTEN[settings.by]}")

    def told(self, settings, result, at) -> Told | None:
        """The way under the pointer."""
        return self.say(self.measure(settings, result), at)
