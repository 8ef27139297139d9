"""Studies: one question each, a plain function from settings to a frozen result."""
from .curves import Curves
from .distribution_settings import DistributionSettings
from .distributions import DistributionResult, distributions
from .flow_settings import FlowSettings
from .gradient_flow import FlowResult, gradient_flow
from .one_weight import WeightResult, WeightSettings, one_weight

__all__ = ["Curves", "DistributionResult", "DistributionSettings", "FlowResult", "FlowSettings", "WeightResult", "WeightSettings",
           "distributions", "gradient_flow", "one_weight"]
