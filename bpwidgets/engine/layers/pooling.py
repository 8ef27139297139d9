"""Pooling: each window of an image becomes one number, the largest or the mean, channel by channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from ...errors import whole_number
from ..trace import LayerBack, LayerTrace
from .checks import Axes
from .context import Context
from .fixed import Fixed
from .windows import check_images, overlapped, windows

Parameters = Mapping[str, np.ndarray]


class MaxPoolTrace(NamedTuple):
    """A `LayerTrace` with the winner in each window, (..., batch, height', width', channels), counted row by row."""

    x: np.ndarray
    z: np.ndarray
    a: np.ndarray
    winner: np.ndarray


@dataclass(frozen=True, repr=False)
class Pool(Fixed):
    """What both kinds of pooling have in common: the windows, and the way back from them."""

    size: int = 2
    stride: int | None = None

    axes: ClassVar[Axes] = (3, 3)

    def __post_init__(self) -> None:
        super().__post_init__()
        of = type(self).__name__
        object.__setattr__(self, "size", whole_number(self.size, "size", of, 1))
        if self.stride is not None:
            object.__setattr__(self, "stride", whole_number(self.stride, "stride", of, 1))

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, height, width, features)."""
        check_images(x, self.features)

    def in_windows(self, x: np.ndarray) -> np.ndarray:
        """v[k], number k of each window, counted row by row: (size^2, ..., batch, height', width', features)."""
        v = np.moveaxis(windows(x, self.size, self.stride or self.size), (-3, -2), (0, 1))
        return v.reshape((self.size**2, *v.shape[2:]))

    def to_pixels(self, dv: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        """From dv[k] = dL/dv[k] to dx of images of this shape: the sum over all windows that saw a pixel."""
        dv = np.moveaxis(dv.reshape((self.size, self.size, *dv.shape[1:])), (0, 1), (-3, -2))
        return overlapped(dv, shape, self.stride or self.size)


@dataclass(frozen=True, repr=False)
class MaxPool2D(Pool):
    """The largest number in each window: z[p, q, c] = max over i, j of x[s p + i, s q + j, c], s the stride; a = z.

    Backward, the whole delta goes to the winner, the only one on which z depends; the others get 0. Where several are
    largest, the first in the order of reading is the winner.

    Parameters
    ----------
    features
        The number of channels, in and out.
    size
        Rows and columns of a window.
    stride
        How many pixels a window moves from one place to the next; None for `size`, so that windows do not overlap.

    Raises
    ------
    ArgumentError
        If a number is not whole, or below 1; in forward, if a window is larger than the images.

    Examples
    --------
    >>> layer, x = MaxPool2D(1), np.array([[1.0, 2.0, 0.0, 5.0], [4.0, 3.0, 0.0, 0.0]]).reshape(1, 2, 4, 1)
    >>> trace = layer.forward({}, x)
    >>> trace.z[0, :, :, 0].tolist(), trace.winner[0, :, :, 0].tolist()
    ([[4.0, 5.0]], [[2, 1]])
    >>> layer.backward({}, trace, np.array([[[[7.0], [9.0]]]])).dx[0, :, :, 0].tolist()
    [[0.0, 0.0, 0.0, 9.0], [7.0, 0.0, 0.0, 0.0]]
    """

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> MaxPoolTrace:
        """Compute z, and which number of each window it is."""
        v = self.in_windows(x)
        z = v.max(axis=0)
        winner = v.argmax(axis=0)
        return MaxPoolTrace(x, z, z, winner)

    def backward(self, parameters: Parameters, trace: MaxPoolTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """Carry da back: delta = da,  dv[k] = delta if k is the winner, else 0,  dx by `overlapped`."""
        delta = da
        dv = np.stack([np.where(trace.winner == k, delta, 0.0) for k in range(self.size**2)])
        dx = self.to_pixels(dv, trace.x.shape)
        return LayerBack(delta, {}, dx)


@dataclass(frozen=True, repr=False)
class MeanPool2D(Pool):
    """The mean of each window: z[p, q, c] = mean over i, j of x[s p + i, s q + j, c], s the stride; a = z.

    Backward, each number of a window gets the same share of delta, delta / size^2.

    `features`, `size` and `stride` as in `MaxPool2D`, and refused likewise.

    Examples
    --------
    >>> layer, x = MeanPool2D(1), np.array([[1.0, 2.0, 0.0, 5.0], [4.0, 3.0, 0.0, 0.0]]).reshape(1, 2, 4, 1)
    >>> trace = layer.forward({}, x)
    >>> trace.z[0, :, :, 0].tolist()
    [[2.5, 1.25]]
    >>> layer.backward({}, trace, np.array([[[[8.0], [4.0]]]])).dx[0, :, :, 0].tolist()
    [[2.0, 2.0, 1.0, 1.0], [2.0, 2.0, 1.0, 1.0]]
    """

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> LayerTrace:
        """Compute z, the sum of each window over size^2."""
        v = self.in_windows(x)
        z = v.sum(axis=0) / self.size**2
        return LayerTrace(x, z, z)

    def backward(self, parameters: Parameters, trace: LayerTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """Carry da back: delta = da,  dv[k] = delta / size^2,  dx by `overlapped`."""
        delta = da
        dv = np.stack([delta / self.size**2] * self.size**2)
        dx = self.to_pixels(dv, trace.x.shape)
        return LayerBack(delta, {}, dx)
