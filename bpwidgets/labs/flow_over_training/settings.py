"""What can be chosen for a net in training: what `FlowSettings` has for the net, how it learns, and how to look."""
from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from ... import engine
from ...datasets import Dataset
from ...flow.settings import CURE, DATA, FlowSettings
from ...settings import Settings, choice, like, slider

NETS = MappingProxyType({"layers": "layers, one after the other", "time": "time, of a recurrent net"})
QUANTITIES = MappingProxyType({"activation": "activations", "error": "error dL/da", "delta": "δ = dL/dz",
                               "weight_gradient": "dW"})
KIND, LEARN, LOOK = "Deep in layers or in time?", "How does it learn?", "What to look at?"


class Natural(NamedTuple):
    """What a kind of net begins with."""

    depth: int
    activation: str


NATURAL = MappingProxyType({"layers": Natural(4, "sigmoid"), "time": Natural(20, "tanh")})


def natural_rate(settings: Settings) -> float:
    """A learning rate that suits the optimizer."""
    row = settings.row("optimizer")
    return row.small_net_rate or row.learning_rate


class FlowOverTrainingSettings(Settings):
    """What can be chosen in `FlowOverTrainingLab`."""

    lab = "FlowOverTrainingLab"
    net: str = choice("layers", NETS, label="net", question=KIND, resets=("depth", "activation"),
                      help="a net of layers on the data, or a recurrent one that is to recall the first numbers of a "
                           "sequence")
    depth: int = like(FlowSettings, "depth", default=None, default_from=lambda settings: NATURAL[settings.net].depth,
                      question=KIND,
                      unit="layers or steps", help="number of hidden layers, or of steps in time")
    width: int = like(FlowSettings, "width", default=16, high=128, question=KIND,
                      help="units in each hidden layer, or with a memory")
    activation: str = like(FlowSettings, "activation", default=None,
                           default_from=lambda settings: NATURAL[settings.net].activation)
    initializer: str = like(FlowSettings, "initializer")
    gain: float = like(FlowSettings, "gain")
    data: Dataset = like(FlowSettings, "data", default=DATA["moons"],
                         help="what the layers learn; a recurrent net has sequences of its own")
    n_samples: int = like(FlowSettings, "n_samples", default=32)
    loss: str = like(FlowSettings, "loss")
    seed: int = like(FlowSettings, "seed")
    optimizer: str = choice("adam", rows=engine.OPTIMIZERS, label="optimizer", question=LEARN,
                            resets=("learning_rate",),
                            help="what makes a step of a gradient")
    learning_rate: float = slider(None, 1e-6, 1e6, step=0.02, log=True, default_from=natural_rate,
                                  label="learning rate", question=LEARN,
                                  slider_range=lambda settings: (1e-4, 100.0), help="the size of the steps")
    steps: int = slider(200, 1, 1000, step=1, label="steps", question=LEARN,
                        help="steps of training, each with all examples")
    clip: float = like(FlowSettings, "clip")
    residual: bool = like(FlowSettings, "residual", question=CURE,
                          help="a skip connection around each hidden layer; not in time")
    normalization: str = like(FlowSettings, "normalization", question=CURE,
                              help="brings z to mean 0 and deviation 1; not in time")
    quantity: str = choice("delta", QUANTITIES, cursor=True, label="quantity", question=LOOK, help="what the map shows")
    step: int = slider(0, 0, "steps", step=1, cursor=True, label="step shown", question=LOOK, help="0 is the start")
    layer: int = like(FlowSettings, "layer", default=1, question=LOOK, label="layer or time",
                      high=lambda settings: places_of(settings),  # noqa: PLW0108, it is defined below
                      help="the layer or step in time that is marked; 0 for none, the last layer is the output")

    def activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer, (depth,)."""
        return (self.activation,) * self.depth


def places_of(settings: FlowOverTrainingSettings) -> int:
    """How many rows the map has: hidden layers and the output layer, or steps in time."""
    return settings.depth + (settings.net == "layers")


def place_words(settings: FlowOverTrainingSettings, place: int) -> str:
    """What a place is called in a sentence, from 1 on."""
    if settings.net == "time":
        return f"time {place}"
    return f"layer {place}" if place <= settings.depth else "output layer"


def place_names(settings: FlowOverTrainingSettings) -> list[str]:
    """1, 2, ..., and out for the output layer."""
    hidden = [str(place) for place in range(1, settings.depth + 1)]
    return [*hidden, "out"] if settings.net == "layers" else hidden
