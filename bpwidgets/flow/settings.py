"""What can be chosen for one forward and one backward pass through a fresh net."""
from __future__ import annotations

from types import MappingProxyType

from .. import engine
from ..datasets import DATASETS, Dataset
from ..settings import Settings, choice, dataset, names, slider, toggle

# With 16 rows no product is large enough for a BLAS to hand it to threads, which stall for tens of ms on a busy
# machine.
SAMPLES, OUTPUTS = 16, 10

# Stands for inputs that are drawn, as many as the net is wide; the one number in it is never used.
GAUSSIAN = Dataset([[0.0]], [[0.0]], "gaussian", "Gaussian noise", "Inputs and targets are drawn from N(0, 1)")
DATA = MappingProxyType({"gaussian": GAUSSIAN, **{name: DATASETS[name]() for name in ("xor", "moons", "two_spirals")}})
NORMALIZATIONS = MappingProxyType({"none": "none", "batch": "over the batch", "layer": "over each layer"})

NET, START, DRAW, CURE = "How deep, how wide?", "Which units, which start?", "Which data, which draw?", "Which cure?"
LAYER = "Which layer?"


class FlowSettings(Settings):
    """What can be chosen in `GradientFlowLab`."""

    lab = "GradientFlowLab"
    depth: int = slider(20, 1, 100, step=1, label="depth", question=NET, unit="hidden layers",
                        help="number of hidden layers")
    width: int = slider(32, 1, 512, step=1, label="width", question=NET, unit="units",
                        help="units in each hidden layer, and inputs unless the data are your own")
    activation: str = choice("sigmoid", rows=engine.ACTIVATIONS, label="activation", question=START,
                             help="of the hidden layers; the output layer is linear")
    layer_activations: tuple = names(rows=engine.ACTIVATIONS, repeats=True, label="layer by layer", question=START,
                                     help="activations of the first layers, such as: tanh, tanh, relu; "
                                          "the layers after them have the one above")
    initializer: str = choice("lecun_normal", rows=engine.INITIALIZERS, label="initializer", question=START,
                              help="how the weights are drawn")
    # The slider has 160 steps of 0.05; code may go where numbers overflow.
    gain: float = slider(1.0, 0, 1e4, step=0.05, label="gain", question=START, slider_range=lambda settings: (0.0, 8.0),
                         help="multiplies every weight")
    bias_scale: float = slider(0.0, 0, 10, step=0.05, label="bias scale", question=START,
                               help="standard deviation of the biases")
    input_scale: float = slider(1.0, 1e-6, 1e6, step=0.05, log=True, label="input scale", question=DRAW,
                                slider_range=lambda settings: (1e-3, 1e3),
                                help="multiplies every input: the size of gaussian ones")
    data: Dataset = dataset("gaussian", DATA, label="data", question=DRAW,
                            help="standard normal inputs and targets, or a data set, with as many inputs and outputs "
                                 "as it has")
    n_samples: int = slider(SAMPLES, 1, 256, step=1, formerly=("samples",), label="examples", question=DRAW,
                          help="how many examples go through the net at once; of a data set, rows at even distances")
    loss: str = choice("quadratic", rows=engine.LOSSES, label="loss", question=DRAW,
                       help="what the error at the output is measured by")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=DRAW, help="another draw of weights and data")
    n_draws: int = slider(0, 0, 100, step=1, formerly=("band_seeds",), label="band", question=DRAW, unit="draws",
                             help="shows the lowest and highest delta over this number of draws, from this seed on; 0 "
                                  "for none")
    residual: bool = toggle(False, label="residual connections", question=CURE,
                            help="a skip connection around each hidden layer")
    normalization: str = choice("none", NORMALIZATIONS, label="normalize", question=CURE,
                                help="brings z to mean 0 and deviation 1, before the activation")
    clip: float = slider(0.0, 0, 100, step=0.1, label="clip at", question=CURE,
                         help="scales the whole gradient down to this norm where it is larger; 0 for no clipping")
    layer: int = slider(0, 0, lambda settings: settings.depth + 1, step=1, cursor=True, label="layer", question=LAYER,
                        help="the layer that is marked and told in numbers; 0 for none, the last is the output layer")

    def activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer, (depth,)."""
        given = self.layer_activations[: self.depth]
        return given + (self.activation,) * (self.depth - len(given))


def activation_rows(settings: Settings) -> tuple[engine.Activation, ...]:
    """The row of each hidden layer's activation, (depth,), for settings that have these `activations()`."""
    return tuple(map(settings.fields()["activation"].row, settings.activations()))
