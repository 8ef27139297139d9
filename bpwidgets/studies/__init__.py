"""Studies: one question each, a plain function from settings to a frozen result."""
from .curves import Curves
from .flow_settings import FlowSettings
from .gradient_flow import FlowResult, gradient_flow
from .one_weight import WeightResult, WeightSettings, one_weight

__all__ = ["Curves", "FlowResult", "FlowSettings", "WeightResult", "WeightSettings", "gradient_flow", "one_weight"]
