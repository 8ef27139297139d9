"""Studies: one question each, a plain function from settings to a frozen result."""
from .curvature_settings import CurvatureSettings
from .curvature_study import CurvatureResult, curvature_study
from .curves import Curves
from .distribution_settings import DistributionSettings
from .distributions import DistributionResult, distributions
from .flow_over_training import FlowOverTrainingResult, flow_over_training
from .flow_over_training_settings import FlowOverTrainingSettings
from .flow_settings import FlowSettings
from .gradient_flow import FlowResult, gradient_flow
from .gradient_map import GradientMapResult, gradient_map
from .gradient_map_settings import GradientMapSettings
from .loss_surface import SurfaceResult, loss_surface
from .one_weight import WeightResult, WeightSettings, one_weight
from .optimizer_race import RaceResult, optimizer_race
from .race_settings import RaceSettings
from .surface_settings import SurfaceSettings

__all__ = ["CurvatureResult", "CurvatureSettings", "Curves", "DistributionResult", "DistributionSettings",
           "FlowOverTrainingResult", "FlowOverTrainingSettings", "FlowResult", "FlowSettings", "GradientMapResult",
           "GradientMapSettings", "RaceResult", "RaceSettings", "SurfaceResult", "SurfaceSettings", "WeightResult",
           "WeightSettings", "curvature_study", "distributions", "flow_over_training", "gradient_flow", "gradient_map",
           "loss_surface", "one_weight", "optimizer_race"]
