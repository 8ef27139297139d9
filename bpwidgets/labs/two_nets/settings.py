"""What can be chosen in `TwoNetsLab`: the data, both nets, how they take turns, and the game of two numbers."""
from __future__ import annotations

from ... import engine
from ...settings import Settings, choice, point, slider
from .game import AT_ONCE, TURNS, Game
from .losses import GENERATOR_LOSSES
from .play import MOST_STEPS
from .targets import KINDS, LINE, Target

DATA, PLAY, NETS = "Which data are to be imitated?", "How do they play?", "Which nets?"
LOOK, NUMBERS = "Which moment?", "A game of two numbers"
ORDERS = {TURNS: "in turns: D first, then G", AT_ONCE: "both at once"}


class TwoNetsSettings(Settings):
    """What can be chosen in `TwoNetsLab`."""

    lab = "TwoNetsLab"
    data: str = choice("ring", KINDS, label="data", question=DATA, resets=("clusters", "spread", "noise", "probe"),
                       help="what the real samples are, new ones at each step")
    clusters: int = slider(None, 1, 25, step=1, integer=True, label="clusters", question=DATA,
                           default_from=lambda settings: 2 if settings.data == LINE else 8,
                           slider_range=lambda settings: (1, 12), help="equally likely, all of one size")
    spread: float = slider(None, 0.01, 1, step=0.01, label="cluster size", question=DATA,
                           default_from=lambda settings: 0.2 if settings.data == LINE else 0.1,
                           slider_range=lambda settings: (0.02, 0.3),
                           help="standard deviation of each cluster; all centers lie between -1 and 1")
    g_rate: float = slider(0.005, 1e-6, 1, step=0.02, log=True, label="G's rate", question=PLAY,
                           slider_range=lambda settings: (1e-4, 0.1),
                           help="learning rate of the generator, of Adam")
    d_rate: float = slider(0.005, 1e-6, 1, step=0.02, log=True, label="D's rate", question=PLAY,
                           slider_range=lambda settings: (1e-4, 0.1),
                           help="learning rate of the discriminator, of Adam")
    g_loss: str = choice("non_saturating", {name: row.title for name, row in GENERATOR_LOSSES.items()},
                         label="G's loss", question=PLAY,
                         help="what the generator minimizes")
    order: str = choice(TURNS, ORDERS, label="order", question=PLAY,
                        help="whether the generator answers the discriminator that has just learned, or the one before")
    d_updates: int = slider(1, 1, 50, step=1, label="D's updates", unit="per step", question=PLAY,
                            slider_range=lambda settings: (1, 20),
                            help="how often the discriminator learns before the generator does")
    penalty: float = slider(0.0, 0, 100, step=0.1, label="penalty on D", question=PLAY,
                            slider_range=lambda settings: (0.0, 5.0),
                            help="R1: times half the mean of |ds/dx|^2 over the real samples, added to D's loss")
    beta1: float = slider(0.5, 0, 0.99, step=0.05, label="Adam's beta1", question=PLAY,
                          help="the memory of its running mean: 0.9 is usual elsewhere, 0.5 or less in games")
    batch: int = slider(64, 1, 1024, step=1, label="batch", question=PLAY, slider_range=lambda settings: (8, 256),
                        help="real samples, and fakes, in each update")
    units: int = slider(32, 1, 128, step=1, label="units", question=NETS, slider_range=lambda settings: (4, 64),
                        help="in each hidden layer of both nets")
    layers: int = slider(2, 1, 4, step=1, label="hidden layers", question=NETS, help="of both nets")
    activation: str = choice("relu", rows=engine.ACTIVATIONS, label="activation", question=NETS,
                             help="of the hidden units of both nets")
    noise: int = slider(None, 1, lambda settings: 1 if settings.data == LINE else 16, step=1, integer=True,
                        label="noise inputs", question=NETS,
                        default_from=lambda settings: 1 if settings.data == LINE else 2,
                        help="what the generator makes a fake of: so many normal numbers; one on a line")
    steps: int = slider(1500, 1, MOST_STEPS, step=10, label="steps", question=PLAY, integer=True, resets=("step",),
                        slider_range=lambda settings: (100, 3000), help="how long they play")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=NETS, help="other first weights, other draws")
    step: int = slider(None, 0, "steps", step=1, integer=True, cursor=True, label="step", question=LOOK,
                       default_from=lambda settings: settings.steps,
                       help="0 is before both have learned; every step is there, exactly as it was")
    probe: tuple = point((0.0, 0.0), label="a fake put here", question=LOOK, cursor=True,
                         help="where the generator would send a fake that stood at x, y; on a line only x counts")
    number_rate: float = slider(0.1, 0.001, 1.5, step=0.02, log=True, label="rate of both", question=NUMBERS,
                                slider_range=lambda settings: (0.01, 1.0), help="of theta and of psi")
    number_penalty: float = slider(0.0, 0, 10, step=0.1, label="penalty on ψ", question=NUMBERS,
                                   slider_range=lambda settings: (0.0, 4.0),
                                   help="times psi^2 / 2, taken from what the discriminator maximizes")
    number_steps: int = slider(250, 1, 5000, step=10, label="steps of both", question=NUMBERS,
                               resets=("number_step",), slider_range=lambda settings: (20, 500),
                               help="how long they play")
    number_step: int = slider(None, 0, "number_steps", step=1, integer=True, cursor=True, label="step shown",
                              question=NUMBERS, default_from=lambda settings: settings.number_steps,
                              help="of the game of two numbers")

    @property
    def game(self) -> Game:
        """What decides the run."""
        target, loss = Target(self.data, self.clusters, self.spread), GENERATOR_LOSSES[self.g_loss]
        return Game(target, loss, self.order, self.g_rate, self.d_rate, self.d_updates, self.penalty, self.units,
                    self.layers, self.row("activation"), self.noise, self.batch, self.beta1, self.seed)
