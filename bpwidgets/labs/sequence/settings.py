"""What can be chosen in `SequenceLab`: a task, the nets, how far their error goes back, and where to look."""
from __future__ import annotations

from types import MappingProxyType

from ...settings import Settings, choice, slider
from .cells import CELLS, GATED
from .runs import GAIN, MOST_UPDATES
from .tasks import TASKS

TASK, NETS, TRAIN, LOOK = "What is learned?", "Which nets?", "How do they learn?", "Where to look?"
OF = MappingProxyType({"output": "the output", "loss": "the loss"})
LONGEST = 30


class SequenceSettings(Settings):
    """What can be chosen in `SequenceLab`."""

    lab = "SequenceLab"
    task: str = choice("adding", {name: task.title for name, task in TASKS.items()}, label="task", question=TASK,
                       resets=("units", "learning_rate", "example"),
                       help="add the two marked numbers of sequences never seen before, or learn a rhyme by heart")
    length: int = slider(20, 2, LONGEST, step=1, label="length", unit="steps", question=TASK,
                         resets=("truncate", "asked", "example"), help="how many steps a sequence has")
    units: int = slider(None, 1, 64, step=1, integer=True, label="units", question=NETS,
                        default_from=lambda settings: 16 if settings.task == "adding" else 24,
                        slider_range=lambda settings: (2, 32), help="units of each cell")
    gain: float = slider(GAIN, 0, 10, step=0.01, label="gain", question=NETS,
                         slider_range=lambda settings: (0.0, 2.0),
                         help="what all first weights are multiplied by; 0.577 = 1/sqrt(3) spreads those of U up to "
                              "1/sqrt(units)")
    forget_bias: float = slider(1.0, -20, 20, step=0.1, label="forget bias", question=NETS,
                                slider_range=lambda settings: (-2.0, 5.0),
                                help="first bias of the forget gates of the LSTM: the larger, the more is kept")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=NETS, help="other first weights, other sequences")
    truncate: int = slider(None, 1, "length", step=1, integer=True, label="cut after", unit="steps",
                           question=TRAIN, default_from=lambda settings: settings.length,
                           help="how many steps the error goes back (truncated backpropagation through time); "
                                "those before get none")
    clip: float = slider(1.0, 0, 100, step=0.1, label="clip at", question=TRAIN,
                         slider_range=lambda settings: (0.0, 5.0),
                         help="shortens each gradient to this length where it is longer; 0 for no clipping")
    learning_rate: float = slider(None, 1e-6, 10, step=0.02, log=True, label="learning rate", question=TRAIN,
                                  slider_range=lambda settings: (1e-4, 0.3),
                                  default_from=lambda settings: 0.03 if settings.task == "adding" else 0.02,
                                  help="of Adam, the same for all three")
    batch_size: int = slider(32, 1, 200, step=1, label="batch", unit="sequences", question=TRAIN,
                             slider_range=lambda settings: (1, 100), help="sequences that are drawn for each update")
    updates: int = slider(400, 1, MOST_UPDATES, step=10, label="trained for", unit="updates", question=TRAIN,
                          integer=True, resets=("update",), slider_range=lambda settings: (10, 1000),
                          help="how many updates each of the three nets gets")
    update: int = slider(None, 0, "updates", step=1, integer=True, cursor=True, label="update", question=LOOK,
                         default_from=lambda settings: settings.updates, help="0 is the net before it has learned")
    asked: int = slider(None, 1, "length", step=1, integer=True, cursor=True, label="step asked", question=LOOK,
                        default_from=lambda settings: settings.length,
                        help="the step whose output is asked for, and whose error goes back")
    of: str = choice("output", OF, label="gradient of", question=LOOK, cursor=True,
                     help="of the output (of letters: the score of the one that comes), or of the loss there")
    example: int = slider(None, 1, lambda settings: TASKS[settings.task].count(settings.length), step=1, cursor=True,
                          default_from=lambda settings: TASKS[settings.task].at_first(settings.length) + 1,
                          label="sequence", question=LOOK, integer=True, help="which of the sequences is shown")
    gates_of: str = choice(GATED[0], {name: CELLS[name].title for name in GATED}, label="gates of", question=LOOK,
                           cursor=True, help="the cell whose gates are shown")
