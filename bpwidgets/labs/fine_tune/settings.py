"""What can be chosen in `FineTuneLab`: the few examples, what is frozen, both trainings, what is looked at."""
from __future__ import annotations

from typing import Any

from ... import engine
from ...settings import Settings, choice, names, slider
from .old_task import LAYERS, MOST_OLD_EPOCHS
from .sweep import MOST_DRAWS
from .tasks import MOST_EXAMPLES
from .ways import MOST_NEW_EPOCHS, WAYS, frozen_layers

TASK, FREEZE, TRAINING = "How many examples?", "What is frozen?", "How do both tasks train?"
LOOK = "What is looked at?"
# Whatever makes other runs forgets the sweep, which takes some seconds.
SWEEP = ("sweep_seeds",)
OPTIMIZERS = "sgd", "momentum", "adam"


def decays(optimizer: Any) -> str:
    """What is wrong with a rule that shrinks weights besides: it would move frozen ones, too."""
    decaying = any(one.name == "weight_decay" for one in optimizer.hyperparameters)
    return "Its decay of weights would move frozen ones, too." if decaying else ""


class FineTuneSettings(Settings):
    """What can be chosen in `FineTuneLab`."""

    lab = "FineTuneLab"
    examples: int = slider(3, 1, MOST_EXAMPLES, step=1, label="examples", unit="of each new digit", question=TASK,
                           slider_range=lambda settings: (1, 30),
                           help="how many pictures of each of the digits 5 to 9 the new task has to learn from")
    moved: int = slider(1, 0, 2, step=1, label="moved by", unit="pixels", question=TASK, resets=SWEEP,
                        help="each digit of both tasks is moved by up to so many pixels to each side; 0: as they are")
    way: str = choice("head_only", dict(WAYS), label="way", question=FREEZE,
                      help="which of the four nets is looked at; all four are trained on the same examples")
    frozen: tuple = names(LAYERS, ("layer 1",), label="frozen", question=FREEZE, resets=SWEEP,
                          help="the layers that 'some layers' leaves as they are")
    hidden: int = slider(64, 2, 96, step=1, label="hidden units", question=TRAINING, resets=SWEEP,
                         slider_range=lambda settings: (8, 96), help="of each of the two hidden layers")
    optimizer: str = choice("momentum", OPTIMIZERS, rows=engine.OPTIMIZERS, objection=decays, label="optimizer",
                            question=TRAINING, resets=SWEEP, help="of the new task")
    learning_rate: float = slider(0.05, 1e-5, 100, step=0.02, log=True, label="learning rate", question=TRAINING,
                                  resets=SWEEP, slider_range=lambda settings: (1e-3, 1.0),
                                  help="of the new task, whose examples are all used at every update")
    old_epochs: int = slider(20, 0, MOST_OLD_EPOCHS, step=1, label="old task for", unit="epochs", question=TRAINING,
                             resets=SWEEP, slider_range=lambda settings: (0, 60),
                             help="how long 0 to 4 are learned before the new task begins; 0: a body without training")
    epochs: int = slider(60, 0, MOST_NEW_EPOCHS, step=1, label="epochs in all", question=TRAINING,
                         resets=("epoch", *SWEEP), slider_range=lambda settings: (0, 120),
                         help="of the old task and then of the new one, whose epochs are one update each")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=TRAINING, resets=SWEEP,
                       help="other digits for the test, other few examples, other first weights")
    sweep_seeds: int = slider(0, 0, MOST_DRAWS, step=1, label="seeds", question=TASK,
                             slider_range=lambda settings: (0, 10),
                             help="for the curves over the number of examples: how many seeds, this one and the next "
                                  "ones, are trained; 0 for not yet, and after any change of the runs")
    epoch: int = slider(None, 0, "epochs", step=1, integer=True, cursor=True, label="epoch", question=LOOK,
                        default_from=lambda settings: settings.epochs, help="0 is the net before the old task")

    @property
    def some(self) -> tuple[int, ...]:
        """The numbers of the layers that 'some layers' freezes, in ascending order."""
        return tuple(k for k, name in enumerate(LAYERS) if name in self.frozen)

    @property
    def frozen_here(self) -> tuple[int, ...]:
        """Those that the chosen way freezes."""
        return frozen_layers(self.way, self.some)


def pressed(settings: Any, layer: int) -> dict[str, Any]:
    """What pressing a layer means: the chosen way with this layer frozen, or no longer frozen."""
    frozen = sorted(set(settings.frozen_here) ^ {layer})
    named = {(): "fine_tuned", frozen_layers("head_only", ()): "head_only"}
    if tuple(frozen) in named:
        return {"way": named[tuple(frozen)]}
    return {"way": "some", "frozen": tuple(LAYERS[k] for k in frozen)}
