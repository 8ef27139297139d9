"""Images, (..., batch, height, width, channels), and the square windows that slide over them.

Channels stand last because they are the features of a pixel, as features stand last everywhere in the engine. Two
functions, each the other's way back: `windows` takes from an image what each window sees, `overlapped` gives back to
each pixel the sum of what all windows over it have for it. Convolution and pooling are one line between the two.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...errors import Verbatim, argument_error


def check_images(x: np.ndarray, channels: int) -> None:
    """Refuse an x that is not (..., batch, height, width, channels).

    Examples
    --------
    >>> check_images(np.ones((5, 8, 8)), channels=1)      # doctest: +ELLIPSIS
    Traceback (most recent call last):
    bpwidgets.errors.ArgumentError: x of the network: expected shape (batch, height, width, 1); got ... x[..., None].
    """
    if x.ndim < 4 or x.shape[-1] != channels:
        advice = "Images without an axis of channels are x[..., None]." if x.ndim == 3 and channels == 1 else ""
        raise argument_error("x", "the network", f"shape (batch, height, width, {channels})", x, advice)


def padded(x: np.ndarray, padding: int) -> np.ndarray:
    """The images with so many rows and columns of zeros around them."""
    if not padding:
        return x
    *lead, height, width, channels = x.shape
    wide = np.zeros((*lead, height + 2 * padding, width + 2 * padding, channels), x.dtype)
    wide[..., padding:-padding, padding:-padding, :] = x
    return wide


def windows(x: np.ndarray, size: int, stride: int = 1, padding: int = 0) -> np.ndarray:
    """What each window sees: v[..., p, q, i, j, c] = x[..., stride p + i, stride q + j, c].

    Parameters
    ----------
    x : (..., height, width, channels)
        The images; `padding` rows and columns of zeros are put around them first.

    Returns
    -------
    v : (..., height', width', size, size, channels)
        A view, with height' = (height + 2 padding - size) // stride + 1, and likewise width'.

    Raises
    ------
    ArgumentError
        If a window is larger than the images.

    Examples
    --------
    >>> x = np.arange(9.0).reshape(3, 3, 1)
    >>> windows(x, size=2).shape, windows(x, size=2)[1, 0, :, :, 0].tolist()
    ((2, 2, 2, 2, 1), [[3.0, 4.0], [6.0, 7.0]])
    """
    x = padded(x, padding)
    if min(x.shape[-3:-1]) < size:
        expected = f"images of at least {size} by {size} pixels, as large as a window"
        given = f"{x.shape[-3]} by {x.shape[-2]} pixels" + (", padded" if padding else "")
        raise argument_error("x", "the network", expected, Verbatim(given), "Use fewer or smaller windows, or padding.")
    slid = sliding_window_view(x, (size, size), axis=(-3, -2))[..., ::stride, ::stride, :, :, :]
    return np.moveaxis(slid, -3, -1)


def overlapped(dv: np.ndarray, shape: tuple[int, ...], stride: int = 1, padding: int = 0) -> np.ndarray:
    """From dL/dv of the windows, dL/dx of images of this shape: each pixel gets the sum over all windows that saw it.

        dx[..., m, n, c] = sum of dv[..., p, q, i, j, c] over all with stride p + i = m, stride q + j = n

    Examples
    --------
    How many windows of 2 by 2 pixels see each pixel of an image of 3 by 3:

    >>> overlapped(np.ones((2, 2, 2, 2, 1)), (3, 3, 1))[..., 0].tolist()
    [[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]
    """
    *lead, down, across, size, _, channels = dv.shape
    height, width, _ = shape[-3:]
    dx = np.zeros((*lead, height + 2 * padding, width + 2 * padding, channels), dv.dtype)
    for i, j in np.ndindex(size, size):
        dx[..., i:i + stride * down:stride, j:j + stride * across:stride, :] += dv[..., i, j, :]
    return dx[..., padding:padding + height, padding:padding + width, :]
