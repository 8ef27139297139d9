"""What can be chosen in `DigitsLab`: what you write, what happens to digits, how the net learns, what is looked at."""
from __future__ import annotations

from ... import engine
from ...datasets.disturbances import Disturbance
from ...settings import Settings, choice, drawings, point, slider, strokes, toggle
from ...settings.strokes import strokes_in
from ...training.digit_parts import TESTED, TRAINED

WRITE, HAPPENS = "What do you write?", "What happens to digits first?"
NET, LOOK = "How does the net learn?", "What is looked at?"
CLASSES = tuple(map(str, range(10)))
ANY, ANSWER = "any", "answer"
MOST_EPOCHS = 200
# What stands on the board at first.
THREE = ("31,23 35,19 39,16 45,15 50,15 55,18 58,23 60,29 59,34 57,39 53,43 48,45 54,48 58,52 61,57 63,63 62,69 60,75 "
         "56,79 51,83 45,84 39,83 34,81 29,77 26,71")
AT_FIRST = strokes_in(THREE)


class DigitsSettings(Settings):
    """What can be chosen in `DigitsLab`."""

    lab = "DigitsLab"
    strokes: tuple = strokes(THREE, label="strokes", question=WRITE,
                             help="what is drawn on the board: points in percent from the left and the top, with "
                                  "semicolons between strokes")
    example: int = slider(0, 0, TESTED, step=1, label="test digit", question=WRITE,
                          help="a digit of the data in place of your drawing; 0 for your drawing")
    centered: bool = toggle(True, label="bring to size and middle", question=WRITE,
                            help="takes out slant, size, place and thickness, as was done with the digits of the data")
    pen: tuple = point((0.5, 0.5), label="pen", question=WRITE, cursor=True,
                       help="where the pen of the arrow keys is, from the left and the top of the board, 0 to 1")
    pen_down: bool = toggle(False, label="pen down", question=WRITE, cursor=True, help="whether the arrow keys draw")
    meant: str = choice("3", CLASSES, label="you mean", question=WRITE, cursor=True,
                        help="the digit under which Keep keeps your drawing")
    kept: tuple = drawings(label="your digits", question=WRITE, help="your drawings that were kept")
    right: float = slider(0.0, -4, 4, step=0.5, label="to the right", unit="pixels", question=HAPPENS,
                          help="moves every digit, yours and those of the test")
    down: float = slider(0.0, -4, 4, step=0.5, label="downwards", unit="pixels", question=HAPPENS,
                         help="moves every digit, yours and those of the test")
    thickness: float = slider(0.0, -1, 1, step=0.1, label="thickness", question=HAPPENS,
                              help="-1: each pixel as light as the lightest around it; 1: as dark as the darkest")
    noise: float = slider(0.0, 0, 1, step=0.05, label="noise added", question=HAPPENS,
                          help="standard deviation of what is added to each pixel, which is 0 to 1")
    hidden: int = slider(32, 1, 128, step=1, label="hidden units", question=NET,
                         slider_range=lambda settings: (1, 64), help="between 64 pixels and 10 digits")
    activation: str = choice("relu", rows=engine.ACTIVATIONS, label="activation", question=NET,
                             help="of the hidden units")
    optimizer: str = choice("momentum", rows=engine.OPTIMIZERS, label="optimizer", question=NET,
                            help="what makes a step of a gradient")
    learning_rate: float = slider(0.05, 1e-5, 100, step=0.02, log=True, label="learning rate", question=NET,
                                  slider_range=lambda settings: (1e-4, 1.0), help="the size of the steps")
    batch_size: int = slider(32, 1, TRAINED, step=1, label="batch", unit="digits", question=NET,
                             slider_range=lambda settings: (1, 200), help="how many digits each update uses")
    trained_on: int = slider(TRAINED, 10, TRAINED, step=1, label="trained on", unit="digits", question=NET,
                             help=f"how many of the {TRAINED} digits for training are used")
    l2: float = slider(0.001, 0, 10, step=0.001, label="L2 penalty", question=NET,
                       slider_range=lambda settings: (0.0, 0.1),
                       help="strength of the penalty on the squares of the weights")
    epochs: int = slider(30, 1, MOST_EPOCHS, step=1, label="trained for", unit="epochs", question=NET,
                         resets=("epoch",), slider_range=lambda settings: (1, 60),
                         help="how often every digit is used")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=NET,
                       help="another choice of the digits for the test, other first weights, another order")
    epoch: int = slider(None, 0, "epochs", step=1, integer=True, cursor=True, label="after epoch", question=LOOK,
                        default_from=lambda settings: settings.epochs, help="0 is the net before it has learned")
    about: str = choice(ANSWER, {ANSWER: "the one it says", **{name: name for name in CLASSES}}, label="looked for",
                        question=LOOK, cursor=True, help="the digit whose probability the pixels are asked about")
    written: str = choice(ANY, (ANY, *CLASSES), label="written", question=LOOK, cursor=True,
                          help="of the test digits, those that were meant as this one")
    read: str = choice(ANY, (ANY, *CLASSES), label="read as", question=LOOK, cursor=True,
                       help="of the test digits, those that the net reads as this one")

    @property
    def disturbance(self) -> Disturbance:
        """What happens to every digit before the net sees it."""
        return Disturbance(self.right, self.down, self.thickness, self.noise)
