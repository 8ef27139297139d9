"""What can be chosen in `ConvolutionLab`: the image, the filter and the weight looked at, how the net learns."""
from __future__ import annotations

from ... import engine
from ...datasets.bitmap import SIDE
from ...settings import Settings, choice, named_numbers, point, slider, strokes, toggle
from ...training.digit_parts import TESTED, TRAINED
from .data import DATA, Images

LOOK, IMAGE, NET = "What is looked at?", "Which image?", "How does the net learn?"
SIZE = 3
# Rows and columns of positions of a filter on an image.
ACROSS = SIDE - SIZE + 1
POSITIONS = ACROSS**2
MOST_EPOCHS, MOST_FILTERS, MOST_MOVED = 100, 16, 2
# The weights of a filter: w12 stands in row 1, column 2.
WEIGHTS = tuple(f"w{i}{j}" for i in range(1, SIZE + 1) for j in range(1, SIZE + 1))
STRONGEST = 5.0
POOLS = {"max": "the largest of 2 × 2", "mean": "the mean of 2 × 2"}
# A 3 that the net reads as 8 as the lab opens: what is misread sends large gradients.
MISREAD = 45
# What stands on the board at first.
SEVEN = "25,20 75,20 45,85; 38,52 68,52"


class ConvolutionSettings(Settings):
    """What can be chosen in `ConvolutionLab`."""

    lab = "ConvolutionLab"
    data: str = choice("digits", {name: images.title for name, images in DATA.items()}, label="images", question=IMAGE,
                       resets=("meant",), help="what both nets learn to read")
    example: int = slider(MISREAD, 0, TESTED, step=1, label="test image", question=IMAGE,
                          help="an image of the data that the net was not trained on; 0 for your drawing")
    strokes: tuple = strokes(SEVEN, label="strokes", question=IMAGE,
                             help="what is drawn on the board: points in percent from the left and the top, with "
                                  "semicolons between strokes")
    centered: bool = toggle(True, label="bring to size and middle", question=IMAGE,
                            help="takes out slant, size, place and thickness, as was done with the digits of the data; "
                                 "strokes stay as they are")
    pen: tuple = point((0.5, 0.5), label="pen", question=IMAGE, cursor=True,
                       help="where the pen of the arrow keys is, from the left and the top of the board, 0 to 1")
    pen_down: bool = toggle(False, label="pen down", question=IMAGE, cursor=True, help="whether the arrow keys draw")
    meant: str = choice(None, {}, options_from=lambda settings: settings.images.names, label="you mean", question=IMAGE,
                        default_from=lambda settings: settings.images.drawn_as,
                        help="what your drawing is meant as: the loss asks for it")
    filters: int = slider(8, 1, MOST_FILTERS, step=1, label="filters", question=NET,
                          help="each of 3 × 3 weights, with a map of its own")
    pool: str = choice("max", POOLS, label="pooling", question=NET, help="what is kept of each 2 × 2 of a map")
    activation: str = choice("relu", rows=engine.ACTIVATIONS, label="activation", question=NET,
                             help="of the maps, and of the hidden units of the dense net")
    moved: int = slider(0, 0, MOST_MOVED, step=1, label="moved by", unit="pixels", question=NET,
                        help="each image, for training and of the test, is moved across and down by chance")
    optimizer: str = choice("momentum", rows=engine.OPTIMIZERS, label="optimizer", question=NET,
                            help="what makes a step of a gradient")
    learning_rate: float = slider(0.05, 1e-5, 100, step=0.02, log=True, label="learning rate", question=NET,
                                  slider_range=lambda settings: (1e-4, 1.0), help="the size of the steps")
    batch_size: int = slider(32, 1, TRAINED, step=1, label="batch", unit="images", question=NET,
                             slider_range=lambda settings: (1, 200), help="how many images each update uses")
    l2: float = slider(0.001, 0, 10, step=0.001, label="L2 penalty", question=NET,
                       slider_range=lambda settings: (0.0, 0.1),
                       help="strength of the penalty on the squares of the weights")
    epochs: int = slider(30, 1, MOST_EPOCHS, step=1, label="trained for", unit="epochs", question=NET,
                         resets=("epoch",), slider_range=lambda settings: (1, 60), help="how often every image is used")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=NET,
                       help="another choice of the images for the test, other first weights, another order")
    position: int = slider(22, 0, POSITIONS - 1, step=1, label="position", question=LOOK, cursor=True,
                           help="where the filter is on the image, row by row; 0 is the upper left")
    filter: int = slider(None, 1, "filters", step=1, integer=True, cursor=True, label="filter", question=LOOK,
                         resets=("by_hand",), default_from=lambda settings: min(2, settings.filters),
                         help="which filter of the net")
    weight: int = slider(5, 1, len(WEIGHTS), step=1, label="weight", question=LOOK, cursor=True,
                         help="which of its nine weights, row by row: 5 is w22, the one in the middle")
    epoch: int = slider(None, 0, "epochs", step=1, integer=True, cursor=True, label="after epoch", question=LOOK,
                        default_from=lambda settings: settings.epochs, help="0 is the net before it has learned")
    by_hand: tuple = named_numbers(WEIGHTS, -STRONGEST, STRONGEST, label="weights by hand", question=LOOK, cursor=True,
                                   help="weights of this filter that you set; the others are those of training")

    @property
    def images(self) -> Images:
        """The set of images."""
        return DATA[self.data]

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the position, from 0."""
        return divmod(self.position, ACROSS)

    @property
    def f(self) -> int:
        """The filter, from 0."""
        return self.filter - 1

    @property
    def cell(self) -> tuple[int, int]:
        """Row and column of the weight in its filter, from 0."""
        return divmod(self.weight - 1, SIZE)

    @property
    def weight_name(self) -> str:
        """Its name, "w22" in row 2 and column 2."""
        return WEIGHTS[self.weight - 1]
