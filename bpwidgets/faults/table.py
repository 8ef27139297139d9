"""All faults, in the order of the subject: the pass, then the update."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..errors import argument_error, nearest
from .fault import Fault
from .gradient_faults import GRADIENT_FAULTS
from .update_faults import UPDATE_FAULTS

FAULTS: Mapping[str, Fault] = MappingProxyType({row.name: row for row in (*GRADIENT_FAULTS, *UPDATE_FAULTS)})


def fault(name: str, of: str = "fault") -> Fault:
    """The fault of this name.

    Raises ArgumentError for a name that is not there.
    """
    if name not in FAULTS:
        raise argument_error("fault", of, f"one of {', '.join(FAULTS)}", name, nearest(str(name), FAULTS))
    return FAULTS[name]
