"""What can be chosen for the check of a gradient."""
from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from ... import engine
from ...datasets import Dataset
from ...nets.ready import DATA, NETS
from ...nets.task import Task, data_of, row_of, task_of
from ...settings import Adopt, Settings, choice, coordinates, dataset, names, objective, slider
from .gradients import GRADIENTS, SIGNATURE, own_gradient

NET, CHECK, WEIGHTS = "Which net, which data?", "What is checked, and how?", "Which weights?"
# Nets with at most this number of parameters have a slider for each.
FEW = 40
PRECISIONS = MappingProxyType({"float64": "float64, 16 digits", "float32": "float32, 7 digits"})
# The steps of the slider, and of the picture.
SMALLEST, LARGEST = 1e-13, 1.0
# The biases of a draw are not 0, where an input of 0 would put a ReLU unit exactly on its kink.
BIASES = 0.5
# How far a slider leads to both sides of 0, at least.
REACH = 2.0


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


def names_of(settings: GradientCheckSettings) -> tuple[str, ...]:
    """The names of the parameters."""
    return row_of(settings.net, settings.lab).network.names


def start_of(settings: GradientCheckSettings) -> np.ndarray:
    """The weights of the ready-made net for seed 0, else those that the seed draws, biases too."""
    row = row_of(settings.net, settings.lab)
    if row.theta and settings.seed == 0:
        return np.array(row.theta)
    return row.network.initialize("glorot_normal", seed=settings.seed, bias_scale=BIASES)


def theta_of(settings: GradientCheckSettings) -> np.ndarray:
    """The present weights (n,)."""
    return settings.fields()["theta"].values(settings, "theta")


def shown_weights(settings: GradientCheckSettings) -> tuple[str, ...]:
    """The weights that have a slider: those chosen, else all of a small net, else the first ones."""
    return settings.sliders or names_of(settings)[:FEW]


def weight_range(settings: GradientCheckSettings, name: str) -> tuple[float, float]:
    """From -2 to 2, or as far to both sides of 0 as the largest weight at the start needs."""
    reach = max(REACH, 2 * float(np.abs(start_of(settings)).max()))
    return -reach, reach


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
    theta: tuple = coordinates(names_of, start_of, shown=shown_weights, slider_range=weight_range, label="weights",
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
