"""What can be chosen in `RepresentationLab`: the net that learns, and what of it is looked at."""
from __future__ import annotations

from ... import engine
from ...datasets import digits
from ...settings import Settings, choice, point, slider, toggle

NET, PLANE, LAYERS, SMALL = ("How does the net learn?", "Where on the plane?", "Which layer?",
                             "Which moment of the two small nets?")
# So many digits are kept for looking, and never trained on.
TESTED = 300
TEST_SHARE = TESTED / len(digits())
TRAINED = len(digits()) - TESTED
MOST_EPOCHS, MOST_UNITS, MOST_NEIGHBORS = 150, 64, 50
# The layers with units, between pixels and output; the middle has two.
HIDDEN_1, MIDDLE, HIDDEN_2 = "hidden 1", "middle", "hidden 2"
# The nets of Rumelhart, Hinton and Williams: how long they learn, and every which moment is kept.
SWEEPS, EVERY, SEEDS = 2500, 25, 10


class RepresentationSettings(Settings):
    """What can be chosen in `RepresentationLab`."""

    lab = "RepresentationLab"
    hidden: int = slider(48, 1, MOST_UNITS, step=1, label="hidden units", question=NET,
                         slider_range=lambda settings: (2, MOST_UNITS),
                         help="in each of the two layers around the middle, which has two units")
    activation: str = choice("tanh", rows=engine.ACTIVATIONS, label="activation", question=NET,
                             help="of the hidden units; with identity encoder and decoder are linear, as in PCA")
    output: str = choice("sigmoid", ("sigmoid", "identity"), label="output", question=NET,
                         help="what makes a pixel of z: sigmoid keeps it between 0 and 1")
    learning_rate: float = slider(0.005, 1e-6, 10, step=0.02, log=True, label="learning rate", question=NET,
                                  slider_range=lambda settings: (1e-4, 0.1), help="of Adam")
    batch_size: int = slider(32, 1, TRAINED, step=1, label="batch", unit="digits", question=NET,
                             slider_range=lambda settings: (1, 200), help="how many digits each update uses")
    trained_on: int = slider(TRAINED, 10, TRAINED, step=1, label="trained on", unit="digits", question=NET,
                             help=f"how many of the {TRAINED} digits for training are used")
    l2: float = slider(5e-5, 0, 10, step=1e-5, label="L2 penalty", question=NET,
                       slider_range=lambda settings: (0.0, 5e-4),
                       help="strength of the penalty on the squares of the weights, which keeps codes near each other")
    epochs: int = slider(60, 1, MOST_EPOCHS, step=1, label="trained for", unit="epochs", question=NET,
                         resets=("epoch",), help="how often every digit is used")
    seed: int = slider(1, 0, 99, step=1, label="seed", question=NET,
                       help="another choice of the digits that are looked at, other first weights, another order")
    with_labels: bool = toggle(False, label="a net with labels, too", question=NET,
                               help="trains the same layers to say which digit it is, for comparison")
    epoch: int = slider(None, 0, "epochs", step=1, integer=True, cursor=True, label="after epoch", question=PLANE,
                        default_from=lambda settings: settings.epochs, help="0 is the net before it has learned")
    code: tuple = point((-5.0, -4.4), label="the two numbers", question=PLANE, cursor=True,
                        help="the place on the plane that the decoder draws")
    labeled: bool = toggle(True, label="show labels", question=PLANE,
                           help="numerals in the colors of the labels, which the autoencoder never gets; or dots")
    neighbors: int = slider(5, 1, MOST_NEIGHBORS, step=1, label="neighbors", question=PLANE,
                            slider_range=lambda settings: (1, 30),
                            help="how many nearest digits are compared between the pixels and a map")
    layer: str = choice(HIDDEN_1, (HIDDEN_1, MIDDLE, HIDDEN_2), label="layer", question=LAYERS, cursor=True,
                        help="whose units are shown")
    unit: int = slider(1, 1, MOST_UNITS, step=1, cursor=True, label="unit", question=LAYERS,
                       slider_range=lambda settings: (1, 2 if settings.layer == MIDDLE else settings.hidden),
                       help="whose answers are shown; the last one of the layer stands for those it does not have")
    sweep: int = slider(SWEEPS, 0, SWEEPS, step=EVERY, cursor=True, label="after sweep", question=SMALL,
                        help="how often all cases were used by the nets for six bits and for eight patterns")
    draw: int = slider(1, 0, SEEDS - 1, step=1, cursor=True, label="seed shown", question=SMALL,
                       help="which of their ten seeds is shown")
