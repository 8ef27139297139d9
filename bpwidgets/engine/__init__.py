"""The engine: backpropagation in numpy, written to be read.

The chapter, in this order:

1. `activations` and `losses`: each function with its derivative; `initializers`: where weights start.
2. `layers`: forward and backward of a dense layer, the chain rule in six lines. `trace`: what both keep. `passes`: the two loops.
3. `network`: layers in a row, with all their parameters in one vector theta (`coordinates`).
4. `objective`: the loss as a function of theta. `check`: is its gradient right?
5. `optimizers`: what to do with a gradient, with `schedules` and `clipping`. `descent`: the whole path, every step kept.

Then, in any order: more layers (`normalization`, `recurrence`, `combinators` with `Residual`, `softmax`; `protocol` for one of your own),
more to descend on (`surfaces`, `function`), what a loss looks like around a point (`plane`, `network_plane`, `curvature`), `directions`
to lay a plane along, and `tape`, the other way to do all this: sixty lines that no other file needs.
"""

from .activations import ACTIVATIONS, Activation, elu, leaky_relu
from .check import GradientCheck, Kink, StepSweep, check_gradient, sweep_steps
from .dense import Dense
from .descent import descend
from .initializers import INITIALIZERS, Initializer
from .landscapes.curvature import Curvature, hessian, hessian_vector_product
from .landscapes.directions import (
                                    filter_normalized,
                                    path_components,
                                    random_directions,
                                    start_to_end,
                                    steepest_curvatures,
)
from .landscapes.function import Function
from .landscapes.surface import Surface
from .landscapes.surfaces import SURFACES
from .layers.normalization import BatchNorm, LayerNorm, Statistics
from .layers.protocol import Layer
from .layers.recurrence import LastStep, Recurrent
from .layers.residual import Residual
from .layers.softmax import Softmax
from .losses import LOSSES, Loss, huber
from .networks import Network, network
from .objective import NetworkLoss
from .optimizers import OPTIMIZERS, Optimizer
from .paths.divergence_summary import DivergenceSummary
from .paths.path import Path
from .paths.recomputed import Recomputed
from .steps.clipping import CLIPS, Clip
from .steps.hyperparameters import Hyperparameter
from .steps.schedules import SCHEDULES, Schedule
from .support.norms import norm, root_mean_square
from .trace import Back, Context, LayerBack, LayerTrace, Trace

__all__ = [
    "ACTIVATIONS", "Activation", "Back", "BatchNorm", "CLIPS", "Clip", "Context", "Curvature", "Dense",
    "DivergenceSummary", "Function", "GradientCheck", "Hyperparameter", "INITIALIZERS", "Initializer", "Kink",
    "LOSSES", "LastStep", "Layer", "LayerBack", "LayerNorm", "LayerTrace", "Loss", "Network", "NetworkLoss",
    "OPTIMIZERS", "Optimizer", "Path", "Recomputed", "Recurrent", "Residual", "SCHEDULES", "SURFACES", "Schedule",
    "Softmax", "Statistics", "StepSweep", "Surface", "Trace", "check_gradient", "descend", "elu",
    "filter_normalized", "hessian", "hessian_vector_product", "huber", "leaky_relu", "network", "norm",
    "path_components", "random_directions", "root_mean_square", "start_to_end", "steepest_curvatures", "sweep_steps",
]
