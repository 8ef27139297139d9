"""Lesson 24: share weights over an image. One weight is used at 36 positions: what is its gradient?"""
from __future__ import annotations

from types import MappingProxyType

import numpy as np

import bpwidgets as bp
from bpwidgets.text import in_words

from .. import Choice, Exercise, Factor, FillIn, Lesson, Number, Option, Prediction, Question, SayIt, Wrong

BACK, SLIDE = ("image", "deltas", "shares", "gradient", "running"), ("window", "kernel", "products", "map")
# Filters that answer to edges: −1 on the left and 1 on the right, or 1 above and −1 below.
UPRIGHT = {f"w{i}{j}": float(j - 2) for i in (1, 2, 3) for j in (1, 2, 3)}
LEVEL = {f"w{i}{j}": float(2 - i) for i in (1, 2, 3) for j in (1, 2, 3)}
PLACES = "where the bar begins", "in its middle", "where it ends"
# Short trainings: of a net that is looked at, while its gradients are large; of two that are compared; and of digits
# that stay where they are.
EARLY, COMPARED, UNMOVED = MappingProxyType({"epochs": 1, "batch_size": 200}), 9, 4
POOL, BOTH = ("kept", "pooled", "d_pooled", "handed"), ("progress", "by_shift")


def kernel_gradient(x, delta):
    rows, columns = delta.shape
    dW = np.zeros((len(x) - rows + 1, len(x[0]) - columns + 1))
    for i in range(dW.shape[0]):
        for j in range(dW.shape[1]):
            dW[i, j] = (delta * x[i:i + rows, j:j + columns]).sum()
    return dW


def _cases(rng):
    """A small image and the delta of a kernel with 2 rows and 3 columns, or with 2 and 2."""
    rows, columns = (2, 3) if rng.integers(2) else (2, 2)
    x = rng.integers(1, 10, size=(4, 5))
    return x, rng.choice([-1, 1], size=(5 - rows, 6 - columns)) * rng.integers(1, 10, size=(5 - rows, 6 - columns))


def _by_copies(x, delta):
    """Position by position, as if each had a kernel of its own: the kernels' gradients are added."""
    size = len(x) - len(delta) + 1, len(x[0]) - len(delta[0]) + 1
    windows = np.lib.stride_tricks.sliding_window_view(x, size)
    return sum(delta[p, q] * windows[p, q] for p, q in np.ndindex(*delta.shape)).astype(float)


def _position(p, q):
    """One position alone."""
    def wrong(x, delta):
        size = len(x) - len(delta) + 1, len(x[0]) - len(delta[0]) + 1
        row, column = p % delta.shape[0], q % delta.shape[1]
        return delta[row, column] * x[row:row + size[0], column:column + size[1]].astype(float)

    return wrong


def _without_pixel(x, delta):
    size = len(x) - len(delta) + 1, len(x[0]) - len(delta[0]) + 1
    return np.full(size, float(delta.sum()))


def _loudest(x, delta):
    """The largest share alone, as if the positions were a pool."""
    windows = np.lib.stride_tricks.sliding_window_view(x, delta.shape)
    shares = (windows * delta).reshape(*windows.shape[:2], -1)
    at = np.abs(shares).argmax(axis=-1)[..., None]
    return np.take_along_axis(shares, at, axis=-1)[..., 0].astype(float)


def _early(**shown):
    """A lab whose net has just begun to learn."""
    return bp.ConvolutionLab(**EARLY, **shown)


def _bar(by_hand, strokes):
    return _early(example=0, strokes=strokes, centered=False, by_hand=by_hand, views=SLIDE, controls=("position",),
                  question="Where does this filter answer?")


def _where_largest(lab):
    """The option: where the largest number of the map is, as seen from the middle of the ink."""
    passes, f = lab.result.passes(lab.settings), lab.settings.f
    at = np.array(np.unravel_index(passes.z[..., f].argmax(), passes.z.shape[:2])) + 1
    ink = passes.image / passes.image.sum()
    middle = np.array([(np.indices(ink.shape)[axis] * ink).sum() for axis in (0, 1)])
    axis = np.abs(passes.weights[..., f].sum(axis=0)).sum() > 0
    off = float((at - middle)[int(axis)])
    return 0 if off < -0.4 else 1 if off < 0.4 else 2


def _why_there(lab):
    passes, f = lab.result.passes(lab.settings), lab.settings.f
    most = in_words(float((passes.z[..., f] - passes.biases[f]).max()), 2)
    return (f"There ink meets 1 and blank pixels meet −1, and the nine products add up to {most}. In the middle both "
            "sides have the same ink; at the other edge the ink meets −1. Move the filter and see.")


def _another_rule(lab):
    """The option that agrees with differences of the loss: one position, the mean, or the sum over positions."""
    passes, f, cell = lab.result.passes(lab.settings), lab.settings.f, lab.settings.cell
    shares, check = passes.shares(f, *cell), passes.check(f, *cell)
    told = (shares.flat[np.abs(shares).argmax()], shares.mean(), shares.sum())
    return [bool(np.isclose(one, check.difference, rtol=1e-5)) for one in told].index(True)


def _share_lab(seed):
    """Another position with a share in each round."""
    lab = _early(weight=5 - seed % 3, views=BACK, controls=("position",), question="What does this position send?")
    passes, cell = lab.result.passes(lab.settings), lab.settings.cell
    # A pixel of ink 1 would leave nothing to multiply.
    places = np.flatnonzero(passes.shares(lab.settings.f, *cell) * (passes.seen(*cell) < 1))
    lab.set(position=int(places[seed % len(places)]))
    return lab


def _factors(lab):
    passes, (p, q), (i, j), f = lab.result.passes(lab.settings), lab.settings.place, lab.settings.cell, lab.settings.f
    return (Factor("delta", float(passes.delta[p, q, f]), rule="delta of this position"),
            Factor("x", float(passes.image[p + i, q + j]), rule="pixel under the weight", from_="It is given."))


def _given(lab):
    (p, q), (i, j), passes = lab.settings.place, lab.settings.cell, lab.result.passes(lab.settings)
    return (f"The filter is in row {p + 1}, column {q + 1}; delta there is "
            f"{in_words(passes.delta[p, q, lab.settings.f])}. Under {lab.settings.weight_name} is a pixel "
            f"with ink {in_words(passes.image[p + i, q + j])}.")


def _reached(lab):
    """How many positions of the map get a part of the gradient."""
    return int((lab.result.passes(lab.settings).da[..., lab.settings.f] != 0).sum())


def _why_reached(lab):
    if lab.settings.pool == "mean":
        return "Each of nine windows shares its gradient among four: a quarter for each of all 36."
    return ("Each of nine windows has one winner, and z of the others can change a little without any effect. "
            "Drag through the map: the frames are the winners.")


def _dense(lab):
    """What a dense layer to as many numbers would need, counted with the engine's layer."""
    passes = lab.result.passes(lab.settings)
    layer = bp.engine.Dense(passes.image.size, passes.z.size)
    return sum(int(np.prod(shape)) for shape in layer.shapes.values())


def _why_dense(lab):
    own = sum(one.size for one in lab.result.passes(lab.settings).back[0].gradients.values())
    return (f"64 weights and a bias for each of the {36 * lab.settings.filters} numbers. The filters make as many "
            f"numbers with {own} parameters, each used 36 times.")


def _read_by(name):
    return lambda lab: 100 * float(lab.result.learned[name].test_accuracy[lab.settings.epoch])


def _why_moved(lab):
    shared = _read_by("convolutional net")(lab)
    return (f"The convolutional net reads {shared:.0f} %: what a filter learned in one place it knows in every other. "
            "A dense net has to learn each stroke anew for each place.")


def _at_two_pixels(lab):
    """The option that says what a net reads that was trained on digits as they are, after a move by two pixels."""
    moved = lab.result.by_shift(lab.settings.epoch)["convolutional net"]
    return 1 if moved[-1] < moved[len(moved) // 2] / 2 else 0


LESSON = Lesson(
    "share-weights-over-an-image", "Share weights over an image", 24,
    needs=("write-backpropagation", "read-handwritten-digits"), minutes=25,
    outcomes=("compute what a filter makes of a window, and the gradient of each of its weights",
              "say who gets the gradient behind a pool", "say what sharing weights gains, and what it does not"),
    items=(
        Prediction(
            "where-it-answers", "You set the nine weights by hand: −1 {minus}, 0 between, 1 {plus}. The image is a "
            "thick {bar}. Go {way}: where has the map its largest number?", Choice(PLACES),
            lab=lambda by_hand, strokes, **words: _bar(by_hand, strokes), outcome=_where_largest, why=_why_there,
            cases=({"minus": "on the left", "plus": "on the right", "bar": "upright bar", "way": "from left to right",
                    "by_hand": UPRIGHT, "strokes": "50,5 50,95"},
                   {"minus": "below", "plus": "above", "bar": "level bar", "way": "from top to bottom",
                    "by_hand": LEVEL, "strokes": "5,50 95,50"})),
        Prediction(
            "a-dense-layer", "{filters} filters make {numbers} numbers of 64 pixels. A dense layer that makes as many "
            "of them: how many weights and biases does it have?",
            Number("weights and biases", within=0.1, low=1),
            lab=lambda filters, numbers: _early(filters=filters, views=("board", "layers"), controls=("example",),
                                                question="What does each filter make of an image?"),
            outcome=_dense, why=_why_dense, cases=({"filters": 8, "numbers": 288}, {"filters": 4, "numbers": 144})),
        Question(
            "another-backpropagation", "In the loss of one digit the weight w22 of a filter stands 36 times, once for "
            "each position. What does backpropagation do about it?",
            (Option("It takes the position that matters most, which needs a rule of its own.",
                    "All 36 numbers move when w22 does. Leave one out, and differences of the loss contradict.",
                    misconception="convolutions-need-another-backpropagation"),
             Option("It takes the mean over the positions.", "36 times too small. A mean over *examples* is in the "
                    "loss; a mean over positions is not.", misconception="shared-weights-are-averaged"),
             Option("What it always does: the paths through all positions are added.",
                    "Many edges lead from w22, as two led from `w` in lesson 4. Each brings back delta times the pixel "
                    "under it. The dashed line is what differences of the loss say.")),
            right=_another_rule, lab=lambda: _early(views=BACK, controls=("position", "weight"))),
        FillIn(
            "one-share", "What does this position send into the weight?", lab=_share_lab, factors=_factors,
            result="share", given=_given, rules=("weight of the filter",), lab_after=True,
            agrees=lambda lab: float(lab.result.passes(lab.settings).shares(
                lab.settings.f, *lab.settings.cell)[lab.settings.place])),
        Exercise(
            "kernel-gradient", "Write `kernel_gradient(x, delta)`: `x` is an image with one channel, `delta` has dL/dz "
            "of a kernel at each position, row by row from the upper left, with `z[p, q] = (x[p:p+h, q:q+w] * W)"
            ".sum() + b`. Return dL/dW, (h, w). Its shape follows from the other two.",
            reference=kernel_gradient, cases=_cases, oracle=_by_copies, returns="dL/dW",
            wrong=(Wrong("one position", _position(0, 0), "That is the share of the first position alone: all "
                         "positions use W, so all of them send one."),
                   Wrong("last position", _position(-1, -1), "That is the share of the last position alone: add "
                         "instead of replacing (`+=`)."),
                   Wrong("kernel upside down", lambda x, delta: kernel_gradient(x, delta)[::-1, ::-1],
                         "It is turned by 180 degrees. Turned is what dL/dx takes, which sends delta back through W; "
                         "dL/dW meets the pixels where the forward pass met them."),
                   Wrong("delta upside down", lambda x, delta: kernel_gradient(x, delta[::-1, ::-1]),
                         "delta of position (p, q) belongs to the window that begins at x[p, q]; nothing is turned."),
                   Wrong("mean", lambda x, delta: kernel_gradient(x, delta) / delta.size,
                         "That is the mean over the positions. Move a weight a little: all positions move, and their "
                         "effects add up."),
                   Wrong("pixel left out", _without_pixel, "That adds up delta alone, which is db. Each share is "
                         "delta times the pixel under the weight."),
                   Wrong("largest share", _loudest, "Only a pool hands the gradient to a winner. Positions share a "
                         "weight, they do not compete for it.")),
            hints=("Fix one weight, W[i, j]. At position (p, q) it meets the pixel x[p + i, q + j].",
                   "So over all positions it sees a part of the image, as large as delta, from x[i, j] on.",
                   "dW[i, j] is the sum of delta times that part.")),
        Prediction(
            "behind-a-pool", "Behind the map stands a pool: of each 2 × 2 numbers it keeps {kept}. How many of the "
            "36 positions get some of the gradient dL/da?",
            Number("positions", within=0, low=0, high=36),
            lab=lambda kept, pool: _early(pool=pool, views=POOL, controls=("filter",),
                                          question="Who gets the gradient behind the pool?"),
            outcome=_reached, why=_why_reached,
            cases=({"kept": "the largest", "pool": "max"}, {"kept": "the mean", "pool": "mean"})),
        Prediction(
            "moved-digits", "As they are, both nets read more than 95 % of the test digits after nine epochs: the "
            "convolutional one with 810 parameters, a dense one with 835. Now all digits, for training and of the "
            "test, are moved across and down by chance, by up to {pixels}. How many percent does the dense net read?",
            Number("read by the dense net", "%", apart=8, low=0, high=100),
            lab=lambda pixels, moved: bp.ConvolutionLab(epochs=COMPARED, moved=moved, views=BOTH, controls=("epoch",),
                                                        question="What does sharing gain?"),
            outcome=_read_by("dense net"), why=_why_moved,
            cases=({"pixels": "one pixel", "moved": 1}, {"pixels": "two pixels", "moved": 2})),
        Question(
            "moved-alone", "Now the training digits stay as they are, and only those of the test are moved, by two "
            "pixels to the right. What does the convolutional net read?",
            (Option("Nearly all of them: a filter finds its stroke wherever it is.",
                    "The *maps* move along with the digit. But behind them stands a dense layer, with a weight of its "
                    "own for each place of a map, and the pool forgives a pixel at most.",
                    misconception="convolution-forgets-the-place"),
             Option("Less than half of them.", "The maps move along with the digit, that is all that sharing promises. "
                    "What stands behind them has learned where to look.")),
            right=_at_two_pixels, lab=lambda: bp.ConvolutionLab(epochs=UNMOVED, views=BOTH, controls=("epoch",),
                                                                question="What does sharing not give?")),
        SayIt(
            "why-a-sum", "A recurrent net uses one weight at every step in time, a filter at every position. In one or "
            "two sentences: what is the gradient of such a weight, and why?",
            "Imagine a copy of the weight for each use. Each copy has its gradient, the usual one; all of them move "
            "together, so their effects on the loss add up: the gradient is the sum over all uses."),
    ))
