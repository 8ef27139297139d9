"""bpwidgets: see backpropagation. Live labs for JupyterLab over a small, readable numpy engine.

>>> import bpwidgets as bp
>>> lab = bp.GradientFlowLab(depth=20, activation="sigmoid")
>>> lab.set(depth=30, activation="relu")
"""
from . import datasets, engine, studies
from .labs.collect.lab import register
from .labs.curvature.lab import CurvatureLab
from .labs.distributions.lab import DistributionLab
from .labs.flow_over_training.lab import FlowOverTrainingLab
from .labs.gradient_flow.lab import GradientFlowLab
from .labs.gradient_map.lab import GradientMapLab
from .labs.optimizer_race.lab import OptimizerRaceLab
from .labs.own.lab import make_lab
from .labs.surface.lab import SurfaceLab
from .labs.weight.lab import WeightLab
from .settings import Settings, choice, dataset, slider, toggle
from .studies import Curves
from .widgets.lab import Lab
from .widgets.link import compare, link

__version__ = "0.1.0"
__all__ = ["CurvatureLab", "Curves", "DistributionLab", "FlowOverTrainingLab", "GradientFlowLab", "GradientMapLab", "Lab",
           "OptimizerRaceLab", "Settings", "SurfaceLab", "WeightLab", "choice", "compare", "dataset", "datasets", "engine",
           "link", "make_lab", "register", "slider", "studies", "toggle"]
