"""The parts of the package that run in the page: scripts and styles, as text."""
from __future__ import annotations

from importlib import resources


def read(name: str) -> str:
    """A script or style sheet that lies beside this module."""
    return (resources.files(__package__) / name).read_text(encoding="utf-8")
