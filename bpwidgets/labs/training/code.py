"""The run as a program: a cell that trains the same net without a lab, and one in PyTorch."""
from __future__ import annotations

from typing import Any

from ...training.code import engine_cell
from ...training.torch_code import torch_cell


def code_shown(settings: Any, result: Any) -> dict[str, str]:
    """For the page: both, each under its heading; what cannot be written down has none."""
    found = {"The same run, with the engine": engine_cell(settings, result.run),
             "The same run in PyTorch": torch_cell(settings, result.run)}
    return {heading: lines for heading, lines in found.items() if lines}
