"""Wrong ideas that are met again and again, in one table: each with its truth, its source, and a lab that shows it.

>>> MISCONCEPTIONS["dead-is-forever"].sentence
'A dead ReLU unit never comes back.'
"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ...errors import argument_error, nearest
from .chance import OF_CHANCE
from .deep_nets import IN_DEEP_NETS
from .error_on_its_way import OF_THE_WAY_BACK
from .first_net import OF_A_FIRST_NET
from .gradient_checks import OF_CHECKS
from .graphs import OF_GRAPHS
from .hidden_layers import OF_HIDDEN_LAYERS
from .losses import OF_LOSSES
from .memorizing import OF_MEMORIZING
from .misconception import Misconception
from .number_by_number import OF_COMPUTING
from .price import OF_THE_PRICE
from .reading_digits import OF_READING
from .reused_nets import OF_REUSING
from .rewards import OF_REWARDS
from .sequences import OF_SEQUENCES
from .shared_weights import OF_SHARED_WEIGHTS
from .steps import OF_STEPS
from .surfaces import OF_SURFACES
from .training_steps import OF_TRAINING
from .two_nets import OF_TWO_NETS
from .wrong_lines import OF_WRONG_LINES

# In the order of the course.
MISCONCEPTIONS: Mapping[str, Misconception] = MappingProxyType(
    {row.name: row for row in (*OF_A_FIRST_NET, *OF_STEPS, *OF_COMPUTING, *OF_THE_WAY_BACK, *OF_GRAPHS, *OF_CHECKS,
                               *OF_THE_PRICE, *OF_WRONG_LINES, *OF_TRAINING, *OF_LOSSES, *OF_SURFACES,
                               *IN_DEEP_NETS, *OF_MEMORIZING, *OF_READING, *OF_REWARDS, *OF_CHANCE, *OF_SEQUENCES,
                               *OF_SHARED_WEIGHTS, *OF_HIDDEN_LAYERS, *OF_TWO_NETS, *OF_REUSING)})


def misconception(named: str | Misconception) -> Misconception:
    """The row of this name; one that is not in the table is taken as it is.

    Raises ArgumentError for a name that is not there.
    """
    if isinstance(named, Misconception):
        return named
    if named not in MISCONCEPTIONS:
        raise argument_error("misconception", "an option", "a name of bpwidgets.teaching.MISCONCEPTIONS, or a "
                             "Misconception", named, nearest(named, MISCONCEPTIONS))
    return MISCONCEPTIONS[named]
