"""What can be chosen in `MemorizingLab`: a curve and few noisy points of it, a net, what keeps it from memorizing."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...datasets import CURVES
from ...settings import Settings, choice, slider, toggle

POINTS, NET, CURE = "Which points?", "Which net?", "What keeps it from memorizing?"
LOOK, CAPACITY, LABELS = "Which moment?", "How many features?", "Which labels do the digits have?"
# Whatever makes another run closes its test set again.
RUN = ("opened",)
MOST_FEATURES = 400


def objection_to(curve: Any) -> str:
    """What is wrong with a curve of the user's own, "" for nothing."""
    x = np.linspace(-1, 1, 5)[:, None]
    y = np.asarray(curve.function(x))
    if y.shape != x.shape:
        return f"Its function takes x of shape {x.shape} and must give y of the same shape, not {y.shape}."
    return "" if np.isfinite(y).all() else "Its function must give finite numbers for x from -1 to 1."


class MemorizingSettings(Settings):
    """What can be chosen in `MemorizingLab`."""

    lab = "MemorizingLab"
    curve: str = choice("sine", rows=CURVES, objection=objection_to, label="curve", question=POINTS, resets=RUN,
                        help="the true curve, of which the net sees noisy points only")
    examples: int = slider(12, 2, 200, step=1, label="examples", question=POINTS, resets=RUN,
                           slider_range=lambda settings: (4, 60), help="how many points the net is trained on")
    label_noise: float = slider(0.3, 0, 10, step=0.05, label="noise in labels", question=POINTS, resets=RUN,
                                slider_range=lambda settings: (0.0, 1.0),
                                help="standard deviation of what is added to each y")
    input_noise: float = slider(0.0, 0, 10, step=0.05, label="noise in inputs", question=POINTS, resets=RUN,
                                slider_range=lambda settings: (0.0, 0.5),
                                help="standard deviation of what is added to each x after its y was found")
    data_seed: int = slider(6, 0, 99, step=1, label="draw of the points", question=POINTS, resets=RUN,
                            help="other points of all three sets")
    units: int = slider(16, 1, 128, step=1, label="units", question=NET, resets=RUN,
                        slider_range=lambda settings: (1, 64), help="the size of each hidden layer")
    layers: int = slider(3, 1, 5, step=1, label="hidden layers", question=NET, resets=RUN, help="tanh layers")
    learning_rate: float = slider(0.004, 1e-6, 10, step=0.02, log=True, label="learning rate", question=NET, resets=RUN,
                                  slider_range=lambda settings: (1e-4, 0.1), help="of Adam, with all examples at once")
    epochs: int = slider(1000, 1, 20_000, step=10, label="epochs", question=NET, resets=("opened", "epoch"),
                         integer=True, slider_range=lambda settings: (100, 3000),
                         help="how often all examples are used")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=NET, resets=RUN, help="other weights at the start")
    l2: float = slider(0.0, 0, 10, step=0.001, label="L2", question=CURE, resets=RUN,
                       slider_range=lambda settings: (0.0, 0.05),
                       help="strength of the penalty on the squares of the weights")
    dropout: float = slider(0.0, 0, 0.9, step=0.05, label="dropout", question=CURE, resets=RUN,
                            slider_range=lambda settings: (0.0, 0.5),
                            help="share of the hidden units that each update leaves out")
    patience: int = slider(100, 1, 10_000, step=1, label="patience", unit="epochs", question=CURE,
                           slider_range=lambda settings: (1, 500),
                           help="early stopping ends the run when so many epochs brought no lower validation loss")
    epoch: int = slider(None, 0, "epochs", step=1, integer=True, cursor=True, label="epoch", question=LOOK,
                        default_from=lambda settings: settings.epochs, help="0 is the net before it has learned")
    opened: bool = toggle(False, label="test set opened", question=LOOK,
                          help="shows the loss on points that nobody has used; another run closes it again")
    features: int = slider(12, 1, MOST_FEATURES, step=1, cursor=True, log=True, label="features",
                           question=CAPACITY, help="how many random features the curves below the sweep have")
    draws: int = slider(10, 1, 50, step=1, label="draws of features", question=CAPACITY,
                        help="how many draws of the features the band covers")
    nets: int = slider(0, 0, 10, step=1, label="nets per size", question=CAPACITY,
                       help="how many nets of each size are trained for the sweep, as long as the run; 0 for none")
    random_labels: float = slider(1.0, 0, 1, step=0.05, label="random labels", question=LABELS,
                                  help="share of the 300 digits that get a label by chance")
    digit_units: int = slider(128, 1, 512, step=1, label="units for the digits", question=LABELS,
                              slider_range=lambda settings: (8, 256), help="of the hidden layer")
    digit_epochs: int = slider(0, 0, 300, step=1, label="epochs on the digits", question=LABELS,
                               slider_range=lambda settings: (0, 150),
                               help="how long two nets are trained on the digits, one for either labels; 0 for not yet")
