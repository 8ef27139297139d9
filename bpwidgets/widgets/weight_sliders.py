"""A slider for each of some weights, by name."""
from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as W

from .slider import SliderWidget

STEPS = 160     # from one end of a slider to the other
# More sliders than these stand in a box of their own, which is scrolled: the picture stays in the window.
MOST_IN_VIEW = 4


class WeightSliders(W.VBox):
    """Sliders that are lent to whatever weights are shown: they become more when more are needed, and never fewer."""

    def __init__(self):
        super().__init__()
        self._sliders: list[SliderWidget] = []

    @property
    def parts(self) -> Mapping[str, SliderWidget]:
        """The slider of each weight that is shown."""
        return {slider.description: slider for slider in self.children}

    @property
    def hearing(self) -> Mapping[str, SliderWidget]:
        """All sliders there are, each under a name that it keeps."""
        return {str(k): slider for k, slider in enumerate(self._sliders)}

    def follow(self, wanted: Mapping[str, tuple[float, tuple[float, float]]], marked: str = "") -> None:
        """Show these weights: name -> value and range of its slider, widened where the value lies outside. marked: the
        one that is selected."""
        while len(self._sliders) < len(wanted):
            self._sliders.append(SliderWidget(min=0.0, max=1.0, step=0.1, value=0.0).add_class("bpw-control"))
        for slider, (name, (value, (low, high))) in zip(self._sliders, wanted.items()):
            slider.description, slider.marked = name, name == marked
            slider.move(value, min(low, value), max(high, value), float(f"{(high - low) / STEPS:.0e}"))
        shown = tuple(self._sliders[:len(wanted)])
        if self.children != shown:
            self.children = shown
            (self.add_class if len(shown) > MOST_IN_VIEW else self.remove_class)("bpw-many")

    def close(self) -> None:
        """Close the sliders that are not shown too."""
        for slider in self._sliders:
            slider.layout.close()
            slider.close()
        super().close()
