"""One quantity, one color, everywhere: the roles of the pictures, for light and for dark ground.

Every role keeps 4.5:1 against its ground. Roles that meet in one picture also differ in marker or line style, so that
nothing rests on color alone.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# Sizes are in CSS pixels: a sheet is drawn at 72 dots per inch times the device's pixel ratio, so 1 pt is 1 px.
PIXELS_PER_INCH = 72
TEXT = 12
SMALL = 11.5
TITLE = 16
LINE = 15       # from one line of text to the next


@dataclass(frozen=True)
class Style:
    """The colors of one theme, as "#rrggbb".

    surface: the shades of a loss over a plane, from low to high, with evenly falling lightness: low ground glows. lost:
    the stripes that stand for "no number here". factors: the shades of a factor, from vanishing over 1 to exploding; in
    gray the vanishing end is the stronger one. positive, negative: the sign of a number that is drawn as a line.
    """

    name: str
    ground: str
    ink: str
    muted: str
    hairline: str
    activation: str
    z: str
    delta: str
    weight_gradient: str
    weight: str
    slope: str
    loss: str
    path: str
    here: str
    next: str
    safe: str
    danger: str
    plane: str
    positive: str
    negative: str
    surface: tuple[str, ...]
    lost: tuple[str, str]
    factors: tuple[str, ...]


LIGHT = Style(
    name="light", ground="#ffffff", ink="#22272e", muted="#5d6675", hairline="#dfe3ea",
    activation="#17784f", z="#0b6f86", delta="#b92a66", weight_gradient="#3b50c4", weight="#7446b3", slope="#8f5a00",
    loss="#4f6380", path="#c03c0c", here="#c03c0c", next="#b92a66", safe="#17784f", danger="#b92a66", plane="#0b7285",
    positive="#2563b8", negative="#b4530a",
    surface=("#faf6eb", "#cfd7c4", "#90bab7", "#5d9aaf", "#3379a1", "#16588d", "#11386e"),
    lost=("#e9e4dc", "#d8d1c6"),
    factors=("#0b3c74", "#3f7fbd", "#a5c6e2", "#f7f7f5", "#f8cf9c", "#eb9a3f", "#c4620c"))
DARK = Style(
    name="dark", ground="#111111", ink="#eceff4", muted="#a3adbb", hairline="#2c313a",
    activation="#4fc796", z="#5cc4e0", delta="#f27ba6", weight_gradient="#93a4ff", weight="#b99af0", slope="#e0b04c",
    loss="#a9bcd8", path="#ff9a52", here="#ff9a52", next="#f27ba6", safe="#4fc796", danger="#f27ba6", plane="#5cc8d7",
    positive="#7db2f5", negative="#f0a04b",
    surface=("#f2deaa", "#b7bf8f", "#6ba28b", "#357f87", "#195a74", "#09385a", "#0b1930"),
    lost=("#3a352e", "#494238"),
    factors=("#b5d8ff", "#5f9fe0", "#27527f", "#15181d", "#6b3f12", "#b86a1d", "#f09a3e"))
STYLES: Mapping[str, Style] = MappingProxyType({"light": LIGHT, "dark": DARK})

# marker, line style: the second sign beside the color.
MARKS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "activation": ("o", "-"),
    "spread": ("", (0, (1, 1.2))),
    "theory": ("", (0, (4, 3))),
    "delta": ("s", "-"),
    "weight_gradient": ("^", (0, (5, 2))),
    "path": ("o", "-"),
    "update": ("^", "-"),
    "stretch": ("o", ""),
})

# Curves that have no role of their own: role of the color, line style.
SERIES = (("weight_gradient", "-"), ("delta", (0, (5, 2))), ("activation", (0, (1, 1))), ("here", (0, (6, 2, 1, 2))))
