"""The engine: backpropagation in numpy, written to be read from `activations` to `descent`."""

from .activations import ACTIVATIONS, Activation, leaky_relu
from .initializers import INITIALIZERS, Initializer
from .layers import Context, Dense, LayerBack, LayerTrace
from .losses import LOSSES, Loss, huber
from .network import Back, Network, Trace, network
from .objective import NetworkLoss
from .sizes import norm, root_mean_square

__all__ = [
    "ACTIVATIONS", "Activation", "Back", "Context", "Dense", "INITIALIZERS", "Initializer", "LOSSES", "LayerBack", "LayerTrace",
    "Loss", "Network", "NetworkLoss", "Trace", "huber", "leaky_relu", "network", "norm", "root_mean_square",
]
