"""The text twin of a custom lab: settings, verdict, numbers."""
from __future__ import annotations

from ...settings import Settings
from .result import Curves


def summarize_curves(settings: Settings, result: Curves) -> str:
    """The first line of the text twin of a lab of one's own."""
    return f"{settings.lab}: {result.summary()}"


def describe_curves(settings: Settings, result: Curves) -> str:
    """The text twin of a lab of one's own: settings, verdict, numbers."""
    return "\n".join([summarize_curves(settings, result), repr(settings), "", result.table()])
