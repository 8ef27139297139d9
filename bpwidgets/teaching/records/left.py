"""Settings that were kept as the line that recreates them, read again without running anything."""
from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from ...settings import Settings


def changes_to(line: str, settings: Settings) -> Mapping[str, Any]:
    """What has to be changed to come from these settings to those of the line; {} for a line of another lab, or one
    that holds more than plain values.

    >>> from bpwidgets import WeightLab
    >>> changes_to("WeightLab(weight=3.0, learning_rate=0.001)", WeightLab(weight=4).settings)
    {'weight': 3.0}
    """
    try:
        call = ast.parse(line, mode="eval").body
        if not isinstance(call, ast.Call) or call.args or ast.unparse(call.func) != settings.lab:
            return {}
        values = {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg in settings.fields()}
        target = settings.replace(**values)
    except (SyntaxError, ValueError):    # plain values only; and the lab may have other bounds today
        return {}
    return {name: value for name, value in values.items() if getattr(target, name) != getattr(settings, name)}
