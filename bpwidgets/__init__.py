"""bpwidgets: see backpropagation. Live labs for JupyterLab over a small, readable numpy engine.

>>> import bpwidgets as bp
>>> lab = bp.GradientFlowLab(depth=20, activation="sigmoid")
>>> lab.set(depth=30, activation="relu")
"""
import lazy_loader

# The names of `__init__.pyi`, each loaded when it is first used: the engine alone needs neither matplotlib nor
# ipywidgets.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__version__ = "0.1.0"
