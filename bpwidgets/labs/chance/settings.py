"""What can be chosen in `ChanceLab`: how the net learns, and what is looked at."""
from __future__ import annotations

from ...settings import Settings, choice, point, slider, toggle
from .estimators import ESTIMATORS
from .one_number import COSTS
from .runs import TEST_SHARE, digits
from .spread import COORDINATES

LEARN, LOOK, ONE = "How does the net learn?", "What is looked at?", "One number"
TESTED = len(digits()) - round((1 - TEST_SHARE) * len(digits()))
TRAINED = len(digits()) - TESTED
MOST_EPOCHS = 100
# How coordinates are written.
WRITTEN = dict(zip(COORDINATES, ("μ₁", "μ₂", "ln σ₁²", "ln σ₂²")))
# As far as the latent plane is drawn.
REACH = 3.0


class ChanceSettings(Settings):
    """What can be chosen in `ChanceLab`."""

    lab = "ChanceLab"
    beta: float = slider(1.0, 0, 100, step=0.1, label="β", question=LEARN,
                         slider_range=lambda settings: (0.0, 5.0),
                         help="weight of KL in the loss from the epoch of the change on; the run goes on from there")
    since: int = slider(20, 0, MOST_EPOCHS, step=1, label="β changes after epoch", question=LEARN,
                        slider_range=lambda settings: (0, settings.epochs), help="0: the same β from the start on")
    first_beta: float = slider(1.0, 0, 100, step=0.1, label="β before that", question=LEARN,
                               slider_range=lambda settings: (0.0, 5.0), help="weight of KL in the loss at first")
    through: str = choice("reparameterization", rows=ESTIMATORS, label="gradient by", question=LEARN,
                          help="how the error of the decoder comes through the sample to the encoder, in training")
    hidden: int = slider(64, 1, 128, step=1, label="hidden units", question=LEARN,
                         slider_range=lambda settings: (1, 128), help="of the encoder, and of the decoder")
    learning_rate: float = slider(0.01, 1e-6, 10, step=0.02, log=True, label="learning rate", question=LEARN,
                                  slider_range=lambda settings: (1e-4, 0.1), help="of Adam")
    batch_size: int = slider(64, 1, TRAINED, step=1, label="batch", unit="digits", question=LEARN,
                             slider_range=lambda settings: (8, 256), help="how many digits each update uses")
    epochs: int = slider(40, 1, MOST_EPOCHS, step=1, label="trained for", unit="epochs", question=LEARN,
                         resets=("epoch",), help="how often every digit is used")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=LEARN,
                       help="another choice of the digits for the test, other first weights, other noise")
    epoch: int = slider(None, 0, "epochs", step=1, integer=True, cursor=True, label="after epoch", question=LOOK,
                        default_from=lambda settings: settings.epochs, help="0 is the net before it has learned")
    example: int = slider(1, 1, TESTED, step=1, label="test digit", question=LOOK,
                          help="the digit whose gradient is estimated; a digit on the plane can be clicked, too")
    by: str = choice("mu_1", WRITTEN, label="derivative by", question=LOOK,
                     help="of the expected error of this digit")
    at: tuple = point((0.0, 0.0), cursor=True, label="z", question=LOOK,
                      help="where the hand is on the latent plane: the decoder draws it")
    draw: int = slider(0, 0, 99, step=1, cursor=True, label="z drawn", question=LOOK,
                       help="which z are drawn from N(0, 1) for new digits")
    same_noise: bool = toggle(True, cursor=True, label="same noise in both values", question=LOOK,
                              help="of a central difference; without it two different samples are compared")
    cost: str = choice("square", {name: cost.title for name, cost in COSTS.items()}, cursor=True, label="cost",
                       question=ONE, help="f of one number z")
    mean: float = slider(1.0, -3, 3, step=0.1, cursor=True, label="μ", question=ONE, help="the mean of z")
    sigma: float = slider(0.5, 0.01, 10, step=0.02, log=True, cursor=True, label="σ", question=ONE,
                          slider_range=lambda settings: (0.05, 2.0), help="the standard deviation of z")
