"""What can be chosen for a map of nets: the plane, the point on it, and how far and how finely it is computed."""
from __future__ import annotations

from types import MappingProxyType

from ... import engine
from ...flow.settings import FlowSettings
from ...settings import Settings, choice, like, slider

PLANES = MappingProxyType({"depth": "gain and depth", "biases": "gain and bias scale"})
MEASURES = MappingProxyType({"layer": "per layer", "net": "through the whole net"})
# Starts whose weights are a draw times the gain.
DRAWN = tuple(name for name, row in engine.INITIALIZERS.items() if row.rescale is None)

POINT, NET, WINDOW = "Which net is the point?", "Which units, which start?", "How much of the plane?"


def _scaled_by_data(row: engine.Initializer) -> str:
    return "Weights that are scaled by data would be another draw at each point of the map." if row.rescale else ""


class GradientMapSettings(Settings):
    """What can be chosen in `GradientMapLab`."""

    lab = "GradientMapLab"
    plane: str = choice("depth", PLANES, label="plane", question=WINDOW, help="what the two axes of the map are")
    gain: float = like(FlowSettings, "gain", default=0.8, question=POINT,
                       slider_range=lambda settings: (0.0, settings.highest_gain))
    depth: int = like(FlowSettings, "depth", low=2, question=POINT, slider_range=lambda settings: (2, settings.deepest))
    bias_scale: float = like(FlowSettings, "bias_scale", question=POINT,
                             slider_range=lambda settings: (0.0, settings.highest_bias_scale))
    width: int = like(FlowSettings, "width", high=256, question=NET, help="units in each hidden layer, and inputs")
    activation: str = like(FlowSettings, "activation", default="tanh", question=NET)
    initializer: str = choice("lecun_normal", DRAWN, rows=engine.INITIALIZERS, objection=_scaled_by_data,
                              label="initializer", question=NET, help="how the weights are drawn")
    highest_gain: float = slider(4.0, 0.5, 1e4, step=0.5, label="gains up to", question=WINDOW,
                                 slider_range=lambda settings: (0.5, 20.0),
                                 help="the right end of the map")
    deepest: int = slider(50, 2, 100, step=1, label="depths up to", question=WINDOW, unit="hidden layers",
                          help="the upper end of the map over gain and depth")
    highest_bias_scale: float = slider(2.0, 0.1, 10, step=0.1, label="biases up to", question=WINDOW,
                                       help="the upper end of the map over gain and bias scale")
    resolution: int = slider(40, 2, 100, step=1, label="resolution", question=WINDOW, unit="nets",
                             help="nets along each side of the map; depths are whole numbers, so there may be fewer")
    n_samples: int = like(FlowSettings, "n_samples")
    seed: int = like(FlowSettings, "seed", help="another draw of weights and data, the same for all nets of the map")
    measure: str = choice("layer", MEASURES, label="factor", question="What is shown?", cursor=True,
                          help="what happens to delta per layer, or from the last hidden layer to the first")
