"""bpwidgets: see backpropagation. Live labs for JupyterLab over a small, readable numpy engine.

>>> import bpwidgets as bp
>>> lab = bp.GradientFlowLab(depth=20, activation="sigmoid")
>>> lab.set(depth=30, activation="relu")
"""
from . import datasets, engine, studies
from .settings import Settings, choice, dataset, slider, toggle
from .studies import Curves
from .widgets.curvature_lab import CurvatureLab
from .widgets.distribution_lab import DistributionLab
from .widgets.flow_over_training_lab import FlowOverTrainingLab
from .widgets.gradient_map_lab import GradientMapLab
from .widgets.lab import Lab
from .widgets.labs import GradientFlowLab, WeightLab, make_lab
from .widgets.link import compare, link
from .widgets.optimizer_race_lab import OptimizerRaceLab
from .widgets.register import register
from .widgets.surface_lab import SurfaceLab

__version__ = "0.1.0"
__all__ = ["CurvatureLab", "Curves", "DistributionLab", "FlowOverTrainingLab", "GradientFlowLab", "GradientMapLab", "Lab",
           "OptimizerRaceLab", "Settings", "SurfaceLab", "WeightLab", "choice", "compare", "dataset", "datasets", "engine",
           "link", "make_lab", "register", "slider", "studies", "toggle"]
