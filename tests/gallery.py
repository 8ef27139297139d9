"""The pictures of the README: `python -m tests.gallery` draws them anew, all of them with today's labs."""
from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

import bpwidgets as bp
from bpwidgets.pictures.style import STYLES

FOLDER = Path(__file__).parent.parent / "notebooks" / "images"
WIDTH, COLORS = 860, 256

# What moves at the top of the page: four rules on their way into two valleys.
MOTION = bp.OptimizerRaceLab, {"objective": "himmelblau", "rates": "rmsprop=0.1, adam=0.3", "steps": 70,
                               "views": ("map", "losses", "verdict")}
# The labs of the gallery, with what is chosen where another choice shows more than the defaults.
LABS = {
    "weight": (bp.WeightLab, {}),
    "gradient_flow": (bp.GradientFlowLab, {}),
    "surface": (bp.SurfaceLab, {}),
    "optimizer_race": (bp.OptimizerRaceLab, {"objective": "rosenbrock", "rates": "rmsprop=0.01, adam=0.1",
                                              "steps": 150}),
    "curvature": (bp.CurvatureLab, {}),
    "distributions": (bp.DistributionLab, {"activation": "tanh", "gain": 1.5}),
    "gradient_map": (bp.GradientMapLab, {}),
    "flow_over_training": (bp.FlowOverTrainingLab, {}),
    "backprop": (bp.BackpropLab, {}),
    "gradient_check": (bp.GradientCheckLab, {"step": 1e-5}),
    "graph": (bp.GraphLab, {}),
    "clinic": (bp.ClinicLab, {"probes": ("W1[0,1]", "b1[1]", "W2[0,0]", "b2[0]", "W3[2,0]"), "accused": "line 13"}),
    "cost": (bp.CostLab, {}),
    "loss": (bp.LossLab, {}),
    "training": (bp.TrainingLab, {"epoch": 30}),
    "digits": (bp.DigitsLab, {}),
    "memorizing": (bp.MemorizingLab, {}),
    "reward": (bp.RewardLab, {}),
    "chance": (bp.ChanceLab, {}),
    "sequence": (bp.SequenceLab, {}),
    "convolution": (bp.ConvolutionLab, {}),
    "representation": (bp.RepresentationLab, {}),
    "two_nets": (bp.TwoNetsLab, {"step": 300}),
    "fine_tune": (bp.FineTuneLab, {})}


def file(name: str, theme: str) -> Path:
    """Where a picture of the README lies."""
    return FOLDER / f"{name}-{theme}.{'gif' if name == 'motion' else 'png'}"


def draw() -> None:
    """Write all pictures."""
    kind, settings = MOTION
    for theme in STYLES:
        kind(**settings).save_animation(file("motion", theme), overwrite=True, width=720, theme=theme)
        for name, (lab, chosen) in LABS.items():
            png = io.BytesIO()
            lab(**chosen).figure_at(WIDTH, theme=theme).savefig(png, format="png", dpi=108)
            with Image.open(png) as image:
                few = image.convert("RGB").quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
                few.save(file(name, theme), optimize=True)


if __name__ == "__main__":
    draw()
