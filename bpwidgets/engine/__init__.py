"""The engine: backpropagation in numpy, written to be read from `activations` to `descent`."""

from .activations import ACTIVATIONS, Activation, leaky_relu
from .check import GradientCheck, Kink, StepSweep, check_gradient, sweep_steps
from .combinators import Residual
from .curvature import Curvature, hessian, hessian_vector_product
from .descent import Path, descend
from .function import Function
from .hyperparameters import Hyperparameter
from .initializers import INITIALIZERS, Initializer
from .layers import Dense
from .losses import LOSSES, Loss, huber
from .network import Network, network
from .normalization import BatchNorm, LayerNorm, Statistics
from .objective import NetworkLoss
from .optimizers import OPTIMIZERS, Optimizer
from .protocol import Layer
from .recurrence import LastStep, Recurrent
from .sizes import norm, root_mean_square
from .softmax import Softmax
from .surface import Surface
from .surfaces import SURFACES
from .trace import Back, Context, LayerBack, LayerTrace, Trace

__all__ = [
    "ACTIVATIONS", "Activation", "Back", "BatchNorm", "Context", "Curvature", "Dense", "Function", "GradientCheck",
    "Hyperparameter", "INITIALIZERS", "Initializer", "Kink", "LOSSES", "LastStep", "Layer", "LayerBack", "LayerNorm",
    "LayerTrace", "Loss", "Network", "NetworkLoss", "OPTIMIZERS", "Optimizer", "Path", "Recurrent", "Residual", "SURFACES",
    "Softmax", "Statistics", "StepSweep", "Surface", "Trace", "check_gradient", "descend", "hessian", "hessian_vector_product",
    "huber", "leaky_relu", "network", "norm", "root_mean_square", "sweep_steps",
]
