"""Settings: everything that can be chosen in a lab, declared once.

A lab's settings are a frozen dataclass that derives from `Settings`. Each field says once what may be chosen, through
`slider`, `choice`, `toggle`, `names`, `named_numbers`, `dataset`, `objective`, `coordinates`, `axes`, `point`,
`strokes`, `cells`, `row_edits` or `sizes`, or taken over from another class with `like`. The checks, the error texts,
the controls and the help are made from that.

>>> class Throw(Settings):
...     lab = "ThrowLab"
...     speed: float = slider(3.0, 0, 10, step=0.5, unit="m/s")
...     air: str = choice("thin", ("none", "thin", "thick"))
>>> throw = Throw(speed=4)
>>> throw.replace(air="thick")
ThrowLab(speed=4.0, air='thick')
>>> throw.replace(speed=11)      # doctest: +ELLIPSIS
Traceback (most recent call last):
    ...
bpwidgets.errors.ArgumentError: speed of ThrowLab: expected a number from 0 to 10 (m/s); got 11. ...
"""
from .cells import Cells
from .declare import (
           axes,
           cells,
           choice,
           coordinates,
           dataset,
           drawings,
           like,
           named_numbers,
           names,
           objective,
           point,
           records,
           row_edits,
           sizes,
           slider,
           strokes,
           toggle,
)
from .field import Field
from .name_fields import Axes, Choice, Names, Toggle
from .named_numbers import NamedNumbers
from .number_fields import Coordinates, Point, Slider
from .row_edits import RowEdits
from .rows import Adopt
from .settings import Settings
from .sizes import Sizes
from .strokes import Drawings, Strokes
from .value_fields import Data, ObjectiveField, Records

__all__ = ["Adopt", "Axes", "Cells", "Choice", "Coordinates", "Data", "Drawings", "Field", "NamedNumbers", "Names",
           "ObjectiveField", "Point", "Records", "RowEdits", "Settings", "Sizes", "Slider", "Strokes", "Toggle", "axes",
           "cells", "choice", "coordinates", "dataset", "drawings", "like", "named_numbers", "names", "objective",
           "point", "records", "row_edits", "sizes", "slider", "strokes", "toggle"]
