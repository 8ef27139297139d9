"""What can be chosen for a net in training: its data, the net, how it learns, and which moment is shown."""
from __future__ import annotations

from .. import engine
from ..datasets import Dataset
from ..settings import Settings, choice, dataset, names, row_edits, sizes, slider, toggle
from . import natural
from .checks import check
from .data import DATA
from .stops import RULES

POINTS, NET, LEARN, STOP = "Which data?", "Which net?", "How does it learn?", "When does it stop?"
CURE, LOOK = "What keeps it from memorizing?", "Which moment?"


class TrainingSettings(Settings):
    """What can be chosen for a run of training."""

    lab = "TrainingLab"
    data: Dataset = dataset("moons", DATA, label="data", question=POINTS,
                            resets=("n_points", "noise", "test_share", "points", "features", "classify", "loss",
                                    "output"),
                            help="what is to be learned: a set, or your own arrays with x=... and y=...")
    n_points: int = slider(None, 2, natural.most_points, step=1, integer=True, label="points", question=POINTS,
                           default_from=natural.usual_points, resets=("points",), formerly=("n_samples",),
                           slider_range=lambda settings: (min(20, len(settings.data)),
                                                          min(500, natural.most_points(settings))),
                           help="how many there are, those for testing included")
    noise: float = slider(None, 0, 100, step=1, label="noise", unit="%", question=POINTS,
                          default_from=natural.usual_noise, slider_range=lambda settings: (0.0, 50.0),
                          help="how far points, or what is asked for at them, are moved at random")
    test_share: float = slider(None, 0, 0.9, step=0.05, label="for testing", question=POINTS,
                               default_from=natural.usual_share, resets=("points",),
                               help="share of the points that is kept for testing and never trained on")
    data_seed: int = slider(0, 0, 99, step=1, label="draw of the data", question=POINTS, resets=("points",),
                            help="another draw of the points, and of those that are kept for testing")
    points: tuple = row_edits(natural.columns_of, label="points by hand", question=POINTS,
                              help="points for training that were moved, added or taken away")
    features: tuple = names(natural.possible_features, None, least=1, default_from=natural.usual_features,
                            label="inputs", question=NET, help="what the net is given of each point")
    scaled: bool = toggle(False, label="scale the inputs", question=NET,
                          help="brings each input to mean 0 and deviation 1")
    classify: bool = toggle(None, default_from=natural.asks_for_classes, label="classes", question=NET,
                            resets=("loss", "output"), help="whether it is to tell classes apart or to give numbers")
    hidden: tuple = sizes((8, 8), 512, least=0, most=10, label="hidden layers", question=NET,
                          help="how many units each hidden layer has; none for a net without hidden layers")
    activation: str = choice("tanh", rows=engine.ACTIVATIONS, label="activation", question=NET,
                             help="of the hidden layers")
    layer_activations: tuple = names(rows=engine.ACTIVATIONS, repeats=True, label="layer by layer", question=NET,
                                     help="activations of the first hidden layers, such as: tanh, relu; the others "
                                          "have the one above")
    loss: str = choice(None, rows=engine.LOSSES, default_from=natural.usual_loss, label="loss", question=NET,
                       resets=("output",), help="how the errors of all examples become one number")
    output: str = choice(None, rows=engine.ACTIVATIONS, default_from=natural.usual_output, label="output",
                         question=NET, help="activation of the last layer; a cross-entropy takes the identity")
    initializer: str = choice("glorot_uniform", rows=engine.INITIALIZERS, label="initializer", question=NET,
                              help="how the first weights are drawn")
    gain: float = slider(1.0, 0, 1e4, step=0.05, label="gain", question=NET,
                         slider_range=lambda settings: (0.0, 4.0), help="multiplies every first weight")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=NET,
                       help="another draw of the weights, of the order of the examples and of the units dropped")
    optimizer: str = choice("sgd", rows=engine.OPTIMIZERS, label="optimizer", question=LEARN,
                            resets=("learning_rate",), help="what makes a step of a gradient")
    learning_rate: float = slider(None, 1e-6, 1e6, step=0.02, log=True, default_from=natural.usual_rate,
                                  slider_range=lambda settings: (1e-4, 100.0), label="learning rate",
                                  question=LEARN, help="the size of the steps")
    schedule: str = choice("constant", rows=engine.SCHEDULES, label="schedule", question=LEARN,
                           help="how the rate changes along the whole run")
    batch_size: int = slider(10, 1, 100_000, step=1, label="batch", unit="examples", question=LEARN,
                             slider_range=lambda settings: (1, max(natural.training_rows(settings), 2)),
                             help="how many examples each update uses; at most all of them")
    shuffle: bool = toggle(True, label="shuffle", question=LEARN,
                           help="whether each epoch takes the examples in another order")
    epochs: int = slider(100, 1, 100_000, step=1, label="epochs", question=LEARN, resets=("stop_at", "epoch", "update"),
                         slider_range=lambda settings: (1, 500),
                         help="how often every example is used, as planned from the start")
    change_at: int = slider(0, 0, 100_000, step=1, label="new rate from epoch", question=LEARN,
                            slider_range=lambda settings: (0, settings.epochs),
                            help="from this epoch on the learning rate is the one below; 0 for never")
    changed_rate: float = slider(None, 1e-6, 1e6, step=0.02, log=True, label="new rate", question=LEARN,
                                 default_from=lambda settings: settings.learning_rate,
                                 slider_range=lambda settings: (1e-4, 100.0),
                                 help="the learning rate from the epoch above on")
    clip: float = slider(0.0, 0, 1e6, step=0.1, label="clip at", question=LEARN,
                         slider_range=lambda settings: (0.0, 10.0),
                         help="shortens each gradient to this length where it is longer; 0 for no clipping")
    l1: float = slider(0.0, 0, 10, step=0.001, label="L1", question=CURE, slider_range=lambda settings: (0.0, 0.1),
                       help="strength of the penalty on the sizes of the weights")
    l2: float = slider(0.0, 0, 10, step=0.001, label="L2", question=CURE, slider_range=lambda settings: (0.0, 0.1),
                       help="strength of the penalty on the squares of the weights")
    dropout: float = slider(0.0, 0, 0.9, step=0.05, label="dropout", question=CURE,
                            help="share of the hidden units that each update leaves out")
    rules: tuple = names(default=("divergence",), rows=RULES, label="stops", question=STOP,
                         help="what ends the run before its last epoch")
    patience: int = slider(20, 1, 10_000, step=1, label="patience", unit="epochs", question=STOP,
                           slider_range=lambda settings: (1, 100),
                           help="how long a loss may stand still or rise before the run stops")
    stop_at: int = slider(None, 0, "epochs", step=1, integer=True, label="stopped after", unit="epochs", question=STOP,
                          default_from=lambda settings: settings.epochs, resets=("epoch", "update"),
                          help="the last epoch that is computed; the plan of the run stays that of all epochs")
    epoch: int = slider(None, 0, "stop_at", step=1, integer=True, cursor=True, label="epoch", question=LOOK,
                        default_from=lambda settings: settings.stop_at, help="the epoch that is shown; 0 is the start")
    update: int = slider(0, 0, natural.last_update, step=1, cursor=True, label="update", question=LOOK,
                         help="how many updates of the epoch that follows have been made")

    def __post_init__(self):
        super().__post_init__()
        check(self)

    def activations(self) -> tuple[engine.Activation, ...]:
        """The activation of each hidden layer."""
        given = self.row("layer_activations")[:len(self.hidden)]
        return given + (self.row("activation"),) * (len(self.hidden) - len(given))
