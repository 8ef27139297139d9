from .activations import ACTIVATIONS, Activation
from .check import GradientCheck, Kink, check_gradient
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
from .layers.context import Context
from .layers.convolution import Conv2D
from .layers.dropout import Dropout
from .layers.embedding import Embedding, one_hot
from .layers.flatten import Flatten
from .layers.gru import GRU
from .layers.lstm import LSTM
from .layers.normalization import BatchNorm, LayerNorm, Statistics
from .layers.pooling import MaxPool2D, MeanPool2D
from .layers.protocol import Layer
from .layers.recurrence import LastStep, Recurrent
from .layers.residual import Residual
from .layers.softmax import Softmax
from .losses import LOSSES, Loss
from .networks import Network, network
from .objective import NetworkLoss
from .optimizers import OPTIMIZERS, Optimizer
from .paths.divergence_summary import DivergenceSummary
from .paths.path import Path
from .paths.recomputed import Recomputed
from .rows.activations import elu, leaky_relu
from .rows.losses import huber
from .step_theory import SweepTheory, sweep_theory
from .steps.clipping import CLIPS, Clip
from .steps.hyperparameters import Hyperparameter
from .steps.schedules import SCHEDULES, Schedule
from .support.norms import norm, root_mean_square
from .sweep import StepSweep, sweep_steps
from .trace import Back, LayerBack, LayerTrace, Trace

__all__ = [
    "ACTIVATIONS", "Activation", "Back", "BatchNorm", "CLIPS", "Clip", "Context", "Conv2D", "Curvature", "Dense",
    "DivergenceSummary", "Dropout", "Embedding", "Flatten", "Function", "GRU", "GradientCheck", "Hyperparameter",
    "INITIALIZERS", "Initializer", "Kink", "LOSSES", "LSTM", "LastStep", "Layer", "LayerBack", "LayerNorm",
    "LayerTrace", "Loss", "MaxPool2D", "MeanPool2D", "Network", "NetworkLoss", "OPTIMIZERS", "Optimizer", "Path",
    "Recomputed", "Recurrent", "Residual", "SCHEDULES", "SURFACES", "Schedule", "Softmax", "Statistics", "StepSweep",
    "Surface", "SweepTheory", "Trace", "check_gradient", "descend", "elu", "filter_normalized", "hessian",
    "hessian_vector_product", "huber", "leaky_relu", "network", "norm", "one_hot", "path_components",
    "random_directions", "root_mean_square", "start_to_end", "steepest_curvatures", "sweep_steps", "sweep_theory",
]
