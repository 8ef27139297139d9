"""What can be chosen for the price of a gradient, and for the game."""
from __future__ import annotations

import numpy as np

from ...datasets import Dataset
from ...errors import Verbatim, argument_error
from ...settings import Settings, choice, coordinates, dataset, names, records, sizes, slider, toggle
from .descents import Contest
from .game import MOST_WEIGHTS, REACH, descent_steps, weight_names
from .task import DATA, Task, check_task
from .ways import WAYS

NET, PRICE, DESCENT, GAME = "Which net?", "What does it cost?", "How far does it get?", "Can you do better by hand?"
COUNTED = {"passes": "forward passes", "multiply_adds": "multiply-adds"}
LARGEST, DEEPEST, USUAL_WIDTH = 1_000_000, 99, 8


def hidden_of(settings: CostSettings) -> tuple[int, ...]:
    """The widths of the hidden layers."""
    return settings.widths[1:-1]


def natural_rate(settings: CostSettings) -> float:
    """A learning rate that goes well: the curvature of the loss grows with the number of hidden units, and falls with
    that of the outputs, over which it is a mean."""
    return float(f"{3.2 * settings.widths[-1] / max(sum(_hidden(settings)), 16):.1e}")


def _hidden(settings: CostSettings) -> tuple[int, ...]:
    """The widths of the hidden layers that depth and width ask for."""
    hidden = settings.widths[1:-1]
    as_they_are = len(hidden) == settings.depth and max(hidden, default=settings.width) == settings.width
    return hidden if as_they_are else (settings.width,) * settings.depth


def names_of(settings: CostSettings) -> tuple[str, ...]:
    """The names of the weights of the game."""
    return weight_names(settings.game_weights)


def theta_of(settings: CostSettings) -> np.ndarray:
    """Where the weights of the game stand, (n,)."""
    return settings.fields()["theta"].values(settings, "theta")


def tries_of(settings: CostSettings) -> tuple[tuple[float, ...], ...]:
    """The weights of each try."""
    return tuple(tuple(float(weight) for _, weight in record) for record in settings.tries)


def last_step(settings: CostSettings) -> int:
    """The steps of gradient descent in the game."""
    return descent_steps(settings.game_passes, settings.game_weights)


def is_revealed(settings: CostSettings) -> bool:
    """True if gradient descent is shown: all passes are used, or somebody asked for it."""
    return settings.revealed or len(settings.tries) >= settings.game_passes


def contest_of(settings: CostSettings) -> Contest:
    """What decides the descents."""
    return Contest(Task(settings.widths, settings.data, settings.seed), settings.learning_rate, settings.trial_size,
                   settings.budget)


class CostSettings(Settings):
    """What can be chosen in `CostLab`.

    Depth and width say the same as widths where all hidden layers are alike: moving one of them makes them so.
    """

    lab = "CostLab"
    widths: tuple = sizes((2, 8, 8, 1), LARGEST, least=2, most=DEEPEST + 2, label="widths", question=NET,
                          resets=("depth", "width", "learning_rate"),
                          help="units from the input to the output, such as 2, 8, 8, 1")
    depth: int = slider(None, 0, DEEPEST, step=1, integer=True, label="depth", question=NET, unit="hidden layers",
                        slider_range=lambda settings: (1, 10), resets=("learning_rate",),
                        default_from=lambda settings: len(hidden_of(settings)),
                        help="number of hidden layers, all as wide as the widest")
    width: int = slider(None, 1, LARGEST, step=1, integer=True, label="width", question=NET, unit="units",
                        slider_range=lambda settings: (1, 256), resets=("learning_rate",),
                        default_from=lambda settings: max(hidden_of(settings), default=USUAL_WIDTH),
                        help="units in each hidden layer")
    way: str = choice("backprop", {name: way.title for name, way in WAYS.items()}, label="way", question=PRICE,
                      help="how the gradient is found, or a step without it")
    counted: str = choice("passes", COUNTED, cursor=True, label="counted in", question=PRICE,
                          help="what the picture counts")
    data: Dataset = dataset("teacher", DATA, label="data", question=DESCENT,
                            help="the examples, or your own arrays: x=..., y=...")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=DESCENT, resets=("theta", "tries", "revealed"),
                       help="another draw of first weights and of chance, and another game")
    learning_rate: float = slider(None, 1e-12, 1e9, step=0.02, log=True, label="learning rate", question=DESCENT,
                                  default_from=natural_rate,
                                  slider_range=lambda settings: (natural_rate(settings) / 100,
                                                                 natural_rate(settings) * 100),
                                  help="how far a step goes, the same for all ways; along a random direction it is "
                                       "divided by the number of parameters")
    trial_size: float = slider(0.2, 1e-6, 100, step=0.02, log=True, label="trial size", question=DESCENT,
                               slider_range=lambda settings: (0.01, 2.0),
                               help="standard deviation of the random change of one weight")
    budget: int = slider(1000, 0, 100_000, step=10, integer=True, label="budget", question=DESCENT,
                         unit="forward passes", slider_range=lambda settings: (0, 3000),
                         help="work for each descent; of large nets less is computed")
    compared: tuple = names(tuple(WAYS), tuple(WAYS), least=1, cursor=True, label="compare", question=DESCENT,
                            help="whose descents the picture shows")
    game_weights: int = slider(4, 1, MOST_WEIGHTS, step=1, label="game size", question=GAME,
                               resets=("theta", "selected", "tries", "revealed", "step"),
                               help="how many weights you have to find")
    game_passes: int = slider(20, 3, 60, step=1, label="game tries", question=GAME,
                              resets=("tries", "revealed", "step"), help="how many tries you have")
    theta: tuple = coordinates(names_of, lambda settings: np.zeros(settings.game_weights),
                               slider_range=lambda settings, name: (-REACH, REACH), label="weights", question=GAME,
                               help="the next try")
    selected: str = choice(None, {}, options_from=names_of, cursor=True, label="selected", question=GAME,
                           default_from=lambda settings: names_of(settings)[0],
                           help="the weight that the arrow keys move in the picture")
    tries: tuple = records(label="tries", question=GAME, help="the weights of each try so far")
    revealed: bool = toggle(False, label="show gradient descent", question=GAME,
                            help="what gradient descent makes of as many passes")
    step: int = slider(None, 0, last_step, step=1, integer=True, cursor=True, label="step shown", question=GAME,
                       default_from=last_step, help="of gradient descent")

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "widths", (self.widths[0], *_hidden(self), self.widths[-1]))
        check_task(self.widths, self.data)
        self._check_tries()

    def _check_tries(self) -> None:
        expected = names_of(self)
        if len(self.tries) > self.game_passes:
            raise argument_error("tries", self.lab, f"at most {self.game_passes}, one for each pass",
                                 Verbatim(f"{len(self.tries)}"), "Give the game more passes with game_passes=....")
        for record in self.tries:
            known = tuple(name for name, _ in record) == expected
            if not known or not all(_is_finite(weight) for _, weight in record):
                raise argument_error(
                    "tries", self.lab, f"a finite number for each of {', '.join(expected)}, in this order",
                    dict(record), "Press the button, or write lab.press('try').")


def _is_finite(weight: object) -> bool:
    return isinstance(weight, (int, float)) and not isinstance(weight, bool) and bool(np.isfinite(weight))
