"""ConvolutionLab: what is the gradient of a shared weight?"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...widgets.actions import Action, stop
from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from .pictures.against import ByShift, Progress
from .pictures.drawing import Drawing
from .pictures.kernels import Gradient, Kernel, Products
from .pictures.layers import Layers
from .pictures.pooling import Handed, Kept, PooledGradient, PooledMap
from .pictures.positions import Deltas, Image, Map, Shares, Window
from .pictures.running_sum import RunningSum
from .settings import WEIGHTS, ConvolutionSettings
from .study import shared_weights
from .verdict import verdict_of_both, verdict_of_gradient, verdict_of_layers, verdict_of_pool, verdict_of_slide
from .words import (
    back_section,
    both_section,
    brief_both,
    describe_convolution,
    describe_part,
    image_section,
    layers_section,
    measures_of_convolution,
    pool_section,
    records_of_convolution,
    slide_section,
    summarize_convolution,
    table_shown,
)

BACK, SLIDE = ("image", "deltas", "shares", "gradient", "running"), ("window", "kernel", "products", "map")
POOL, LAYERS, BOTH = ("kept", "pooled", "d_pooled", "handed"), ("board", "layers"), ("progress", "by_shift")
# Filters drawn by a button: light to the left and dark to the right, light above and dark below.
UPRIGHT, LEVEL = (-1, 0, 1) * 3, (-1, -1, -1, 0, 0, 0, 1, 1, 1)


def _filter(weights: tuple[float, ...]) -> Any:
    wanted = tuple((name, float(value)) for name, value in zip(WEIGHTS, weights))

    def changes(settings: ConvolutionSettings, result: Any) -> Mapping[str, Any]:
        return {} if settings.by_hand == wanted else {"by_hand": wanted}
    return changes


def _give_back(settings: ConvolutionSettings, result: Any) -> Mapping[str, Any]:
    return {"by_hand": ()} if settings.by_hand else {}


def _next_error(settings: ConvolutionSettings, result: Any) -> Mapping[str, Any]:
    """The next test image that is misread."""
    wrong = (result.wrong(settings) + 1).tolist()
    later = [example for example in wrong if example > settings.example]
    return {"example": (later or wrong)[0]} if wrong else {}


def _clear(settings: ConvolutionSettings, result: Any) -> Mapping[str, Any]:
    nothing = not settings.strokes and not settings.example
    return {} if nothing else {"strokes": (), "example": 0, "pen_down": False}


class ConvolutionLab(Lab):
    """What is the gradient of a shared weight? A filter slides over an image, and every position sends its share back.

    >>> lab = ConvolutionLab(epochs=4, example=3)
    >>> passes, f = lab.result.passes(lab.settings), 0
    >>> shares = passes.shares(f, 1, 1)
    >>> shares.shape, bool(abs(shares.sum() - passes.gradient[1, 1, f]) < 1e-15), passes.check(f, 1, 1).holds
    ((6, 6), True, True)
    >>> lab.set(filter=1, by_hand={"w22": 0.5})
    >>> float(lab.result.passes(lab.settings).weights[1, 1, f])
    0.5
    """

    plan = Plan(
        settings=ConvolutionSettings, study=shared_weights, summary=summarize_convolution,
        describe=describe_convolution, records=records_of_convolution, measures=measures_of_convolution,
        table=table_shown, clock="position", length="epochs",
        question="What is the gradient of a shared weight?",
        questions=(Question("What is the gradient of a shared weight?", BACK),
                   Question("What does a filter compute?", SLIDE),
                   Question("Who gets the gradient behind a pool?", POOL),
                   Question("What does each layer make of an image?", LAYERS),
                   Question("Is sharing worth it?", BOTH)),
        own_words=(Part(BACK, verdict_of_gradient, describe=describe_part(back_section, image_section)),
                   Part(SLIDE, verdict_of_slide, describe=describe_part(slide_section, image_section)),
                   Part(POOL, verdict_of_pool, describe=describe_part(pool_section)),
                   Part(LAYERS, verdict_of_layers, describe=describe_part(layers_section, image_section)),
                   Part(BOTH, verdict_of_both, brief_both, describe=describe_part(both_section))),
        opens_with="One weight, and the share that each of 36 positions sends into it, added up to the number that "
                   "central differences give: that is the answer. The filter moves over the positions; another weight, "
                   "another digit, mean pooling or an earlier epoch make other shares, and they always add up.",
        controls=("example", "pool", "moved", "position", "epoch"),
        pictures=MappingProxyType({
            "image": Image, "window": Window, "kernel": Kernel, "products": Products, "map": Map, "deltas": Deltas,
            "shares": Shares, "gradient": Gradient, "running": RunningSum, "kept": Kept, "pooled": PooledMap,
            "d_pooled": PooledGradient, "handed": Handed, "board": Drawing, "layers": Layers, "progress": Progress,
            "by_shift": ByShift}),
        tabs=MappingProxyType({"backward": BACK, "forward": SLIDE, "pooling": POOL, "layers": LAYERS,
                               "against a dense net": BOTH}),
        tab_controls=MappingProxyType({"forward": ("example", "filter", "position", "epoch"),
            "pooling": ("example", "pool", "position", "epoch"),
            "layers": ("data", "example", "filters", "epoch"),
            "against a dense net": ("data", "moved", "filters", "epoch")}),
        rows=((212, {"image": 0.9, "deltas": 1, "shares": 1, "gradient": 1}), (118, {"running": 1}),
              (212, {"window": 0.9, "kernel": 1, "products": 1, "map": 1}),
              (212, {"kept": 0.9, "pooled": 1, "d_pooled": 1, "handed": 1}),
              (316, {"board": 1, "layers": 2.2}), (300, {"progress": 1, "by_shift": 1})),
        beside=(*((190, {name: 1}) for name in (*BACK[:-1], *SLIDE, *POOL)), (130, {"running": 1}),
                (240, {"board": 1}), (260, {"layers": 1}), (200, {"progress": 1}), (200, {"by_shift": 1})),
        optional_views=(*SLIDE, *POOL, *LAYERS, *BOTH, "table"),
        actions=MappingProxyType({
            "stop": stop("epochs"),
            "error": Action("Next error", _next_error, ("example",), views=("image", "window", *POOL, "board"),
                            help="goes to the next test image that the net gets wrong: its gradient is large"),
            "upright": Action("Upright edge", _filter(UPRIGHT), ("by_hand",), views=("kernel",),
                              help="sets the filter by hand: it answers where ink begins from the left"),
            "level": Action("Level edge", _filter(LEVEL), ("by_hand",), views=("kernel",),
                            help="sets the filter by hand: it answers where ink begins from above"),
            "learned": Action("Learned filter", _give_back, ("by_hand",), views=("kernel",),
                              help="gives the filter back the weights of training"),
            "clear": Action("Clear", _clear, ("strokes",), views=("board",), help="an empty board")}))
