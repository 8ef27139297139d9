"""Planted faults: short programs that compute a gradient or an update, one line of which is wrong, and who judges them.

>>> FAULTS["slope_left_out"].lines, FAULTS["slope_left_out"].fails
((13,), ('W1', 'b1'))
"""
from .table import FAULTS as FAULTS
from .table import fault as fault
