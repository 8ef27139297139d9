"""The text twin of `ConvolutionLab`, and its numbers for files and collections."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from ...settings.strokes import text_of
from ...text import columns, counted, elide, in_line, number, share
from .nets import connections
from .result import CONVOLUTIONAL, DENSE, SHIFTS, ConvolutionResult
from .settings import ACROSS, POSITIONS, WEIGHTS, ConvolutionSettings
from .shares import ROUNDING
from .verdict import verdict_of_both, verdict_of_gradient, verdict_of_layers, verdict_of_pool, verdict_of_slide

Section = Callable[[ConvolutionSettings, ConvolutionResult], list[str]]
HEAD = "row", "column", "pixel", "delta", "share", "sum so far"


def summarize_convolution(settings: ConvolutionSettings, result: ConvolutionResult) -> str:
    """The first line of the text twin."""
    passes, at = result.passes(settings), result.at(settings.epoch)
    gradient = passes.gradient[(*settings.cell, settings.f)]
    images = result.images
    answer = "no number" if passes.answer is None else images.names[passes.answer]
    return (f"ConvolutionLab: epoch {at} of {settings.epochs}: {images.one(passes.label)} read as {answer}; filter "
            f"{settings.filter}, dL/d{settings.weight_name} = {in_line(gradient)}")


def brief_both(settings: ConvolutionSettings, result: ConvolutionResult) -> str:
    """The status line where both nets are shown."""
    at = result.at(settings.epoch)
    said = (f"{name} {share(float(one.test_accuracy[at]))}" for name, one in result.learned.items())
    return f"ConvolutionLab: epoch {at} of {settings.epochs}: {', '.join(said)}"


def describe_convolution(settings: ConvolutionSettings, result: ConvolutionResult) -> str:
    """The text twin of all views."""
    return _told(settings, result, (lambda settings, result: [result.verdict], *SECTIONS))


def describe_part(*sections: Section) -> Callable[[ConvolutionSettings, ConvolutionResult], str]:
    """The text twin of some views: of these sections."""
    return partial(_told, sections=sections)


def _told(settings: ConvolutionSettings, result: ConvolutionResult, sections: Sequence[Section]) -> str:
    told = [summarize_convolution(settings, result)]
    for k, section in enumerate(sections):
        told += [*([""] if k else []), *section(settings, result)]
    return "\n".join(told)


def image_section(settings: ConvolutionSettings, result: ConvolutionResult) -> list[str]:
    """The image, and the filter on it."""
    passes, f = result.passes(settings), settings.f
    strokes = [] if settings.example else [f"strokes: {text_of(settings.strokes) or 'none'}"]
    return [*strokes, "image, ink in 16ths:", _grid(16 * passes.image, 0),
            f"filter {settings.filter}, bias {number(passes.biases[f])}:", _grid(passes.weights[..., f])]


def back_section(settings: ConvolutionSettings, result: ConvolutionResult) -> list[str]:
    """The share of each position, and the check."""
    passes, f = result.passes(settings), settings.f
    return [verdict_of_gradient(settings, result), "delta = dL/dz:", _grid(passes.delta[..., f]),
            f"share in dL/d{settings.weight_name} = delta times the pixel under it:",
            _grid(passes.shares(f, *settings.cell)),
            columns(("weight", "gradient", "by differences", "apart"), _checks(settings, result))]


def slide_section(settings: ConvolutionSettings, result: ConvolutionResult) -> list[str]:
    """The nine products, and the map."""
    passes, f = result.passes(settings), settings.f
    return [verdict_of_slide(settings, result), _grid(passes.products(f, *settings.place)),
            f"z at the {POSITIONS} positions:", _grid(passes.z[..., f])]


def pool_section(settings: ConvolutionSettings, result: ConvolutionResult) -> list[str]:
    """The pool, both ways."""
    passes, f = result.passes(settings), settings.f
    return [verdict_of_pool(settings, result), "map a:", _grid(passes.maps[..., f]), "pooled:",
            _grid(passes.pooled[..., f]), "dL/d pooled:", _grid(passes.d_pooled[..., f]), "dL/da:",
            _grid(passes.da[..., f])]


def layers_section(settings: ConvolutionSettings, result: ConvolutionResult) -> list[str]:
    """What each filter makes of the image, and how large the layers are."""
    return [verdict_of_layers(settings, result),
            columns(("layer", "parameters", "connections"), _layers(result)),
            columns(("filter", "largest a", "largest |delta|"), _filters(settings, result))]


def both_section(settings: ConvolutionSettings, result: ConvolutionResult) -> list[str]:
    """Both nets, by epoch and on moved digits."""
    return [verdict_of_both(settings, result), columns(("epoch", CONVOLUTIONAL, DENSE), elide(_epochs(result))),
            f"read after all test {result.images.noun}s were moved to the right:",
            columns(("pixels", CONVOLUTIONAL, DENSE), _shifts(settings, result))]


SECTIONS = back_section, image_section, slide_section, pool_section, layers_section, both_section


def _grid(values: np.ndarray, digits: int = 3) -> str:
    rows = [[f"{value:.0f}" if digits == 0 else number(value, digits) for value in row] for row in values.tolist()]
    wide = max(len(text) for row in rows for text in row)
    return "\n".join("  ".join(text.rjust(wide) for text in row) for row in rows)


def _checks(settings: ConvolutionSettings, result: ConvolutionResult) -> list[tuple[str, ...]]:
    passes, rows = result.passes(settings), []
    for k, name in enumerate(WEIGHTS):
        check = passes.check(settings.f, *divmod(k, 3))
        apart = "rounding" if check.holds else number(check.apart, 2)
        rows.append((name, number(check.gradient, 4), number(check.difference, 4, ROUNDING), apart))
    return rows


def _layers(result: ConvolutionResult) -> list[tuple[str, ...]]:
    first, *_, last = result.net.network.layers
    return [(words, str(sum(int(np.prod(shape)) for shape in layer.shapes.values())), str(connections(layer, places)))
            for words, layer, places in ((counted(first.outputs, "filter"), first, POSITIONS), ("scores", last, 1))]


def _filters(settings: ConvolutionSettings, result: ConvolutionResult) -> list[tuple[str, ...]]:
    passes = result.passes(settings)
    return [(str(k + 1), number(passes.maps[..., k].max()), number(np.abs(passes.delta[..., k]).max()))
            for k in range(passes.maps.shape[-1])]


def _epochs(result: ConvolutionResult) -> list[tuple[str, ...]]:
    return [(str(epoch), *(share(float(one.test_accuracy[epoch])) for one in result.learned.values()))
            for epoch in range(result.known + 1)]


def _shifts(settings: ConvolutionSettings, result: ConvolutionResult) -> list[tuple[str, ...]]:
    found = result.by_shift(settings.epoch)
    return [(str(by), *(share(curve[k]) for curve in found.values())) for k, by in enumerate(SHIFTS)]


def table_shown(settings: ConvolutionSettings, result: ConvolutionResult) -> dict[str, Any]:
    """Of the positions that send a share: the pixel, delta, their product and the sum so far."""
    rows = [row for row in records_of_convolution(settings, result)[1] if row[4] != 0]
    return {"caption": f"epoch {result.at(settings.epoch)}, filter {settings.filter}, {settings.weight_name}",
            "head": list(HEAD), "rows": [(str(p), str(q), *(number(value) for value in rest)) for p, q, *rest in rows]}


def records_of_convolution(settings: ConvolutionSettings,
                           result: ConvolutionResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Each position: the pixel under the weight, delta, its share, the sum so far."""
    passes, f, cell = result.passes(settings), settings.f, settings.cell
    shares = passes.shares(f, *cell).ravel()
    numbers = zip(passes.seen(*cell).ravel().tolist(), passes.delta[..., f].ravel().tolist(), shares.tolist(),
                  np.cumsum(shares).tolist())
    return HEAD, [(k // ACROSS + 1, k % ACROSS + 1, *row) for k, row in enumerate(numbers)]


def measures_of_convolution(settings: ConvolutionSettings, result: ConvolutionResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    at, passes = result.at(settings.epoch), result.passes(settings)
    check = passes.check(settings.f, *settings.cell)
    return {"gradient": check.gradient, "central_difference": check.difference, "loss": passes.loss,
            "sending_positions": float((passes.shares(settings.f, *settings.cell) != 0).sum()),
            "test_accuracy": float(result.net.test_accuracy[at]),
            "dense_test_accuracy": float(result.learned[DENSE].test_accuracy[at])}
