"""The program of the patient as text to be copied, with all that it calls."""
from __future__ import annotations

from .result import ClinicResult
from .settings import ClinicSettings


def code_shown(settings: ClinicSettings, result: ClinicResult) -> dict[str, str]:
    """For the page: the whole program; once its fault is found, the right lines, too."""
    name = result.program.function.__name__
    whole = result.program.with_helpers("\n".join(result.lines))
    found = {f"Copy it into a cell, mend it, and ask lab.judge({name})": whole}
    if result.solved:
        found["The right lines"] = "\n".join(line.strip() for line in result.fix)
    return found
