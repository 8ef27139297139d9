"""Nets with every kind of layer, of any width, first and in the middle; the tests of layers are generated from them."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from bpwidgets import engine
from bpwidgets.engine import BatchNorm, Dense, Dropout, LastStep, LayerNorm, Network, Recurrent, Residual, Softmax
from bpwidgets.engine.layers.checks import axes_of

FEATURES = 2

# kind of layer: width -> a layer that takes and gives so many features
ROWS = MappingProxyType({
    "dense": lambda w: Dense(w, w, "tanh"),
    "dense without bias": lambda w: Dense(w, w, "sigmoid", bias=False),
    "softmax": Softmax,
    "layer norm": lambda w: LayerNorm(w, "tanh"),
    "batch norm": lambda w: BatchNorm(w, "sigmoid"),
    "dropout": Dropout,
    "residual": lambda w: Residual((Dense(w, w + 1, "tanh"), Dense(w + 1, w)), "tanh"),
    "residual around norms": lambda w: Residual((LayerNorm(w), Dense(w, w, "tanh"), BatchNorm(w), Softmax(w))),
    "residual in residual": lambda w: Residual((Dense(w, w),
                                                Residual((BatchNorm(w), Residual((Dense(w, w, "tanh"),)))))),
})
SEQUENCES = MappingProxyType({
    "recurrent": lambda w: Recurrent(w, w),
    "recurrent without bias": lambda w: Recurrent(w, w, "sigmoid", bias=False),
    "residual around recurrent": lambda w: Residual((Recurrent(w, w + 1), Recurrent(w + 1, w, "identity"))),
    "embedding": lambda w: engine.Embedding(w, w),
    "lstm": lambda w: engine.LSTM(w, w),
    "gru": lambda w: engine.GRU(w, w),
})
# kind of layer: width -> a layer that takes and gives so many channels, and the size of what it makes of 3 x 4 pixels
IMAGES = MappingProxyType({
    "convolution": lambda w: (engine.Conv2D(w, w, 3, "sigmoid", stride=2, padding=1, bias=False), 2, 2),
    "max pool": lambda w: (engine.MaxPool2D(w, 2, stride=1), 2, 3),
    "mean pool": lambda w: (engine.MeanPool2D(w), 1, 2),
    "residual around convolutions": lambda w: (Residual((engine.Conv2D(w, w + 1, 3, "tanh", padding=1),
                                                         engine.Conv2D(w + 1, w, 1))), 3, 4),
})
SHAPES = MappingProxyType({1: (), 2: (5,), 3: (3, 4)})    # axes of an example -> the first of them


def of_images(layer, height, width, *before):
    """A net with a layer of IMAGES, after others or first."""
    row = height * width * layer.outputs
    return Network((*before, layer, engine.Flatten(height, width, layer.outputs), Dense(row, 2)))


NETS = MappingProxyType(
    {f"{name} first": lambda w, layer=layer: Network((layer(w), Dense(w, 2))) for name, layer in ROWS.items()}
    | {name: lambda w, layer=layer: Network((Dense(FEATURES, w, "tanh"), layer(w))) for name, layer in ROWS.items()}
    | {f"{name} first": lambda w, layer=layer: Network((layer(w), LastStep(w))) for name, layer in SEQUENCES.items()}
    | {name: lambda w, layer=layer: Network((Recurrent(FEATURES, w), layer(w), LastStep(w), Dense(w, 2, "tanh")))
       for name, layer in SEQUENCES.items()}
    | {f"{name} first": lambda w, layer=layer: of_images(*layer(w)) for name, layer in IMAGES.items()}
    | {name: lambda w, layer=layer: of_images(*layer(w), engine.Conv2D(FEATURES, w, 1, "tanh"))
       for name, layer in IMAGES.items()}
    | {"every pixel is an output": lambda w: Network((engine.Conv2D(FEATURES, w, 2, "tanh"),))}
    | {"every step is an output": lambda w: Network((Recurrent(FEATURES, w),)),
       "last step first": lambda w: Network((LastStep(w), Dense(w, 2)))}
)


def example(name, width=4, batch=3, lead=(), seed=0):
    """A net, a theta (*lead, n) with every setting different, and an input that suits the net."""
    generator = np.random.default_rng(seed)
    net = NETS[name](width)
    x = generator.normal(size=(batch, *SHAPES[axes_of(net.layers[0])[0]], net.sizes[0]))
    return net, generator.normal(size=(*lead, net.n)), x


@dataclass(frozen=True)
class Agreement:
    """A stand-in for a loss: the sum of all outputs, each times a weight of its own plus half its square."""

    net: Network
    statistics: tuple | None = None

    def weights(self, output):
        axes = 1 + axes_of(self.net.layers[-1])[1]
        return np.cos(1 + np.arange(np.prod(output.shape[-axes:]))).reshape(output.shape[-axes:])

    def value(self, theta, x):
        a = self.net.forward(theta, x, statistics=self.statistics).output
        entries = self.weights(a) * a + a * a / 2
        return entries.reshape((*entries.shape[:entries.ndim - self.weights(a).ndim], -1)).sum(-1)

    def back(self, theta, x):
        trace = self.net.forward(theta, x, statistics=self.statistics)
        return self.net.backward(theta, trace, self.weights(trace.output) + trace.output)
