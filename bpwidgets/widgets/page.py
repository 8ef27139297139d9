"""The parts of the package that run in the page: scripts and styles, as text."""
from __future__ import annotations

from dataclasses import fields
from importlib import resources

from ..pictures.style import STYLES


def read(name: str) -> str:
    """A script or style sheet that lies beside this module."""
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def colors_of_roles() -> str:
    """The colors of the pictures as a style sheet: a quantity in a formula has the color that it has in the diagram."""
    return "".join(f".bpw-canvas{'.bpw-dark' if name == 'dark' else ''} .bpw-f-{field.name} {{ color: {color}; }}\n"
                   for name, style in STYLES.items() for field in fields(style)
                   if str(color := getattr(style, field.name)).startswith("#"))
