"""bpwidgets: see backpropagation. Live labs for JupyterLab over a small, readable numpy engine.

>>> import bpwidgets as bp
>>> lab = bp.GradientFlowLab(depth=20, activation="sigmoid")
>>> lab.set(depth=30, activation="relu")
"""
from . import datasets, engine, studies
from .widgets.labs import GradientFlowLab, WeightLab

__version__ = "0.1.0"
__all__ = ["GradientFlowLab", "WeightLab", "datasets", "engine", "studies"]
