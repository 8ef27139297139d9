"""What can be chosen for the check of a gradient."""
from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import MappingProxyType

from ... import engine
from ...datasets import Dataset
from ...nets.ready import DATA, NETS
from ...nets.task import Task, data_of, row_of, task_of
from ...nets.weights import names_of, shown_weights, start_of, weight_range
from ...settings import Adopt, Settings, choice, coordinates, dataset, names, objective, slider
from .gradients import GRADIENTS, SIGNATURE, own_gradient

NET, CHECK, WEIGHTS = "Which net, which data?", "What is checked, and how?", "Which weights?"
PRECISIONS = MappingProxyType({"float64": "float64, 16 digits", "float32": "float32, 7 digits"})
# The steps of the slider, and of the picture.
SMALLEST, LARGEST = 1e-13, 1.0
# The biases of a draw are not 0, where an input of 0 would put a ReLU unit exactly on its kink.
BIASES = 0.5


def task(settings: GradientCheckSettings) -> Task:
    """Network, data and loss of the settings, as one."""
    return task_of(_chosen_net(settings), settings.data, settings.loss, settings.lab)


def _chosen_net(settings: GradientCheckSettings) -> str | engine.Network:
    """The net with the activation that was chosen for its hidden layers."""
    network = row_of(settings.net, settings.lab).network
    chosen = settings.row("activation")
    if len(network.layers) == 1 or chosen == network.layers[0].activation:
        return settings.net
    hidden = (replace(layer, activation=chosen) for layer in network.layers[:-1])
    return engine.Network((*hidden, network.layers[-1]))


def hidden_activation(settings: GradientCheckSettings) -> engine.Activation:
    """The activation of the first layer, as the net has it."""
    return row_of(settings.net, settings.lab).network.layers[0].activation


class GradientCheckSettings(Settings):
    """What can be chosen in `GradientCheckLab`."""

    lab = "GradientCheckLab"
    net: object = objective("xor_2_3_1", NETS, only_networks=True, label="net", question=NET,
                            resets=("data", "loss", "activation", "seed", "theta", "sliders", "selected"),
                            help="a ready-made net with its data, or your own network with x=... and y=...")
    data: Dataset = dataset(None, DATA, default_from=lambda settings: data_of(settings.net, settings.lab), label="data",
                            question=NET, help="the examples, or your own arrays: x=..., y=...")
    loss: str = choice(None, rows=engine.LOSSES, label="loss", question=NET,
                       default_from=lambda settings: row_of(settings.net, settings.lab).loss,
                       help="how the errors of all examples become one number")
    activation: str = choice(None, rows=engine.ACTIVATIONS, default_from=hidden_activation, label="hidden units",
                             question=NET, help="the activation of all hidden layers")
    seed: int = slider(0, 0, 99, step=1, resets=("theta",), label="seed", question=NET,
                       help="0: the weights that belong to the net, if there are any; else they are drawn, biases too")
    theta: tuple = coordinates(names_of, partial(start_of, bias_scale=BIASES), shown=shown_weights,
                               slider_range=partial(weight_range, bias_scale=BIASES), label="weights",
                               question=WEIGHTS,
                               help="all parameters in one row; single ones by name: weights={'W1[0,0]': 0.5}")
    sliders: tuple = names(names_of, (), label="sliders for", question=WEIGHTS,
                           help="names of parameters, such as W1[0,0], b1[1]; none for the first 40")
    gradient: object = choice("backprop", rows=GRADIENTS, adopt=Adopt(own_gradient, f"a function {SIGNATURE}"),
                              label="gradient", question=CHECK,
                              help="what is checked; your own function gets parameters by name, x and y, and returns "
                                   "gradients by name")
    step: float = slider(0.1, 1e-30, 1e3, step=0.05, log=True, slider_range=lambda settings: (SMALLEST, LARGEST),
                         label="step h", question=CHECK, help="how far a weight is moved to both sides")
    precision: str = choice("float64", PRECISIONS, label="precision", question=CHECK,
                            help="the numbers in which loss and gradient are computed")
    selected: str = choice(None, {}, options_from=names_of, label="weight", question=CHECK,
                           default_from=lambda settings: names_of(settings)[0],
                           help="the parameter that is looked at from near by")

    def __post_init__(self):
        super().__post_init__()
        task(self)
