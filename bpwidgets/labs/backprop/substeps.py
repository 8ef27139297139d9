"""The sub-steps of one update, in the order in which a computer takes them: forwards to the loss, and back again."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

# What each kind of sub-step does, with {layer} for the number of the layer.
WORDS: Mapping[str, str] = MappingProxyType({
    "input": "the inputs of the example",
    "z": "forward: z of layer {layer}, the weighted sum of its inputs plus the bias",
    "a": "forward: activation of layer {layer}, a = f(z)",
    "loss": "the loss, how far the outputs are from the targets",
    "error": "backward: dL/da of layer {layer}",
    "slope": "backward: slope f'(z) of layer {layer}",
    "delta": "backward: δ of layer {layer}, dL/da times slope",
    "gradient": "backward: dW of layer {layer}, its input times δ",
    "update": "the update, each parameter against its gradient"})


# What is said of the update where the new parameters are shown beside the numbers from which they come.
NEW_WEIGHTS = "the update: the weights are new, z and a are those of the pass before"


@dataclass(frozen=True)
class SubStep:
    """One sub-step. kind: a key of `WORDS`; layer: counted from 1 as in W1, 0 where there is none."""

    kind: str
    layer: int = 0

    @property
    def words(self) -> str:
        """What happens here."""
        return WORDS[self.kind].format(layer=self.layer)


@lru_cache(maxsize=16)
def substeps_of(layers: int) -> tuple[SubStep, ...]:
    """The sub-steps of one update of a net with that number of layers.

    >>> [f"{one.kind}{one.layer or ''}" for one in substeps_of(1)]
    ['input', 'z1', 'a1', 'loss', 'error1', 'slope1', 'delta1', 'gradient1', 'update']
    """
    forward = [SubStep(kind, layer) for layer in range(1, layers + 1) for kind in ("z", "a")]
    backward = [SubStep(kind, layer) for layer in range(layers, 0, -1)
                for kind in ("error", "slope", "delta", "gradient")]
    return SubStep("input"), *forward, SubStep("loss"), *backward, SubStep("update")


@dataclass(frozen=True)
class Moment:
    """Where the cursor stands. update: how many updates were made before; index: the place of `now` in `substeps`."""

    update: int
    index: int
    substeps: Sequence[SubStep]

    @property
    def now(self) -> SubStep:
        """The sub-step that is taken at this moment."""
        return self.substeps[self.index]

    def knows(self, kind: str, layer: int = 0) -> bool:
        """This was computed by now."""
        return self.substeps.index(SubStep(kind, layer)) <= self.index

    def lights(self, kind: str, layer: int = 0) -> bool:
        """This is what is computed at this moment."""
        return self.now == SubStep(kind, layer)


def moment_at(moment: int, layers: int) -> Moment:
    """The place of a cursor that counts sub-steps through all updates.

    >>> moment_at(9, 1).update, moment_at(9, 1).now, moment_at(8, 1).knows("delta", 1)
    (1, SubStep(kind='input', layer=0), True)
    """
    substeps = substeps_of(layers)
    update, index = divmod(moment, len(substeps))
    return Moment(update, index, substeps)


def last_moment(layers: int, updates: int) -> int:
    """The last place of the cursor."""
    return updates * len(substeps_of(layers)) - 1


def first_full_moment(layers: int) -> int:
    """The first moment at which everything is known: that of the first update."""
    return len(substeps_of(layers)) - 1
