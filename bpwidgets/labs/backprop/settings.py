"""What can be chosen for a pass through a small net, number by number."""
from __future__ import annotations

from ... import engine
from ...datasets import Dataset
from ...nets.ready import DATA, NETS
from ...nets.task import Task, data_of, row_of, task_of
from ...nets.weights import names_of, shown_weights, start_of, weight_range
from ...settings import Settings, choice, coordinates, dataset, named_numbers, names, objective, slider
from .edits import FARTHEST, edited, names_in
from .substeps import first_full_moment, last_moment

NET, TRAINING, SHOWN = "Which net, which data?", "How does it learn?", "What is shown?"
BATCHES = {"all": "all at once", "one": "each example alone"}
EDGES = {"flow": "what flows now", "weight": "weights", "gradient": "gradients"}


def task(settings: BackpropSettings) -> Task:
    """Network, data and loss of the settings, as one."""
    return task_of(settings.net, edited(settings.data, settings.edits), settings.loss, settings.lab)


def last_example(settings: BackpropSettings) -> int:
    """The number of the last row of the data."""
    return max(len(settings.data) - 1, 0)


def sizes_of(settings: BackpropSettings) -> tuple[int, ...]:
    """The number of inputs, and of units in each layer."""
    return row_of(settings.net, settings.lab).network.sizes


def layers_of(settings: BackpropSettings) -> int:
    """The number of layers."""
    return len(sizes_of(settings)) - 1


def rate_range(settings: BackpropSettings) -> tuple[float, float]:
    """Two decades to both sides of a rate that goes well."""
    rate = row_of(settings.net, settings.lab).learning_rate
    return 0.01 * rate, 100 * rate


class BackpropSettings(Settings):
    """What can be chosen in `BackpropLab`."""

    lab = "BackpropLab"
    net: object = objective("mazur", NETS, only_networks=True, label="net", question=NET,
                            resets=("data", "edits", "loss", "seed", "theta", "sliders", "learning_rate", "example",
                                    "selected", "moment"),
                            help="a ready-made net with its data, or your own network with x=... and y=...")
    data: Dataset = dataset(None, DATA, default_from=lambda settings: data_of(settings.net, settings.lab), label="data",
                            resets=("edits", "example"), question=NET,
                            help="the examples, or your own arrays: x=..., y=...")
    edits: tuple = named_numbers(lambda settings: names_in(settings.data), -FARTHEST, FARTHEST, label="edited data",
                                 question=NET, help="numbers that stand in place of those of the data, by row and "
                                                    "column: edits={'x[0,1]': 0.3}; none brings the data back")
    loss: str = choice(None, rows=engine.LOSSES, label="loss", question=NET,
                       default_from=lambda settings: row_of(settings.net, settings.lab).loss,
                       help="how the errors of all examples become one number")
    seed: int = slider(0, 0, 99, step=1, resets=("theta",), label="seed", question=NET,
                       help="0: the weights that belong to the net; any other number draws new ones")
    theta: tuple = coordinates(names_of, start_of, shown=shown_weights, slider_range=weight_range, label="weights",
                               marked=lambda settings: settings.selected,
                               question="Which weights?",
                               help="all parameters in one row; single ones by name: weights={'W1[0,0]': 0.5}")
    sliders: tuple = names(names_of, (), label="sliders for", question="Which weights?",
                           help="names of parameters, such as W1[0,0], b1[1]; none for the first 40")
    optimizer: str = choice("sgd", rows=engine.OPTIMIZERS, label="optimizer", question=TRAINING,
                            help="the rule of the update")
    learning_rate: float = slider(None, 1e-12, 1e6, step=0.02, log=True, slider_range=rate_range, label="learning rate",
                                  default_from=lambda settings: row_of(settings.net, settings.lab).learning_rate,
                                  question=TRAINING, help="how far one update goes")
    updates: int = slider(5, 1, 10_000, step=1, slider_range=lambda settings: (1, 20), label="updates",
                          question=TRAINING, help="how many updates are computed")
    batch: str = choice("all", BATCHES, label="batch", question=TRAINING,
                        help="what one update uses: all examples at once, or one after the other")
    example: int = slider(None, 0, last_example, step=1, integer=True, label="example", question=SHOWN,
                          default_from=lambda settings: min(row_of(settings.net, settings.lab).example,
                                                            last_example(settings)),
                          help="the row of the data that is shown; where each is used alone, the first of them")
    moment: int = slider(None, 0, lambda settings: last_moment(layers_of(settings), settings.updates), step=1,
                         integer=True, cursor=True, label="moment", question=SHOWN,
                         default_from=lambda settings: first_full_moment(layers_of(settings)),
                         help="the sub-step that is shown, through all updates")
    selected: str = choice(None, {}, options_from=names_of, cursor=True, label="selected", question=SHOWN,
                           default_from=lambda settings: names_of(settings)[0],
                           help="the parameter whose chain rule is written out")
    edges: str = choice("flow", EDGES, cursor=True, label="edges show", question=SHOWN,
                       help="what color, width and numbers of the edges stand for")

    def __post_init__(self):
        super().__post_init__()
        task(self)
