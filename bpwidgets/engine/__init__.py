"""The engine: backpropagation in numpy, written to be read from `activations` to `descent`."""

from .activations import ACTIVATIONS, Activation, leaky_relu
from .check import GradientCheck, Kink, check_gradient
from .descent import Path, descend
from .initializers import INITIALIZERS, Initializer
from .layers import Dense
from .losses import LOSSES, Loss, huber
from .network import Network, network
from .objective import NetworkLoss
from .optimizers import OPTIMIZERS, Optimizer
from .protocol import Layer
from .sizes import norm, root_mean_square
from .trace import Back, Context, LayerBack, LayerTrace, Trace

__all__ = [
    "ACTIVATIONS", "Activation", "Back", "Context", "Dense", "GradientCheck", "INITIALIZERS", "Initializer", "Kink", "LOSSES",
    "Layer", "LayerBack", "LayerTrace", "Loss", "Network", "NetworkLoss", "OPTIMIZERS", "Optimizer", "Path", "Trace",
    "check_gradient", "descend", "huber", "leaky_relu", "network", "norm", "root_mean_square",
]
