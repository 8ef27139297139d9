from . import datasets as datasets
from . import engine as engine
from . import studies as studies
from .errors import ArgumentError as ArgumentError
from .labs.collect.lab import collect as collect
from .labs.collect.lab import register as register
from .labs.curvature.lab import CurvatureLab as CurvatureLab
from .labs.distributions.lab import DistributionLab as DistributionLab
from .labs.flow_over_training.lab import FlowOverTrainingLab as FlowOverTrainingLab
from .labs.gradient_flow.lab import GradientFlowLab as GradientFlowLab
from .labs.gradient_map.lab import GradientMapLab as GradientMapLab
from .labs.optimizer_race.lab import OptimizerRaceLab as OptimizerRaceLab
from .labs.own.lab import make_lab as make_lab
from .labs.surface.lab import SurfaceLab as SurfaceLab
from .labs.weight.lab import WeightLab as WeightLab
from .settings import Settings as Settings
from .settings import choice as choice
from .settings import dataset as dataset
from .settings import slider as slider
from .settings import toggle as toggle
from .studies import Curves as Curves
from .terms.glossary import glossary as glossary
from .widgets.compare import compare as compare
from .widgets.lab import Lab as Lab
from .widgets.link import link as link

__version__: str
