"""A run as a cell: with the engine the same bits, in PyTorch the same numbers."""

import numpy as np
import pytest

from bpwidgets.engine import Activation
from bpwidgets.training.code import engine_cell
from bpwidgets.training.settings import TrainingSettings
from bpwidgets.training.torch_code import torch_cell
from bpwidgets.training.train import training

SMALL = dict(n_points=40, hidden=(3,), epochs=6, test_share=0.25)
RNG = np.random.default_rng(0)
CASES = {
    "moons": {}, "no test set": dict(test_share=0.0), "a third": dict(test_share=0.3, data_seed=3),
    "playground": dict(data="playground_xor", noise=20), "tanh": dict(loss="half_mse", output="tanh"),
    "playground tanh": dict(data="playground_circle", loss="half_mse", output="tanh"),
    "curve": dict(data="sine", features=("x", "sin(x)")), "softmax": dict(data="circles", loss="softmax_cross_entropy"),
    "by hand": dict(points={3: (1.0, 2.0, 0.0), 5: None}), "features": dict(features=("x", "xy", "y^2"), scaled=True),
    "constant": dict(x=np.column_stack([np.arange(40.0), np.ones(40)]), y=np.arange(40) % 2, scaled=True),
    "own": dict(x=RNG.normal(size=(40, 3)), y=np.arange(40) % 3),
    "spirals": dict(data="two_spirals", n_points=100), "xor": dict(data="xor", n_points=4, test_share=0.0),
    "layers": dict(hidden=(4, 3), layer_activations=("relu",), seed=4, gain=1.5, initializer="he_normal"),
    "all at once": dict(batch_size=1000), "in order": dict(shuffle=False), "by data": dict(initializer="lsuv"),
    "penalties": dict(l1=0.01, l2=0.02), "clipped": dict(clip=0.1), "adam": dict(optimizer="adam"),
    "changed": dict(change_at=3, changed_rate=0.03), "cosine": dict(schedule="cosine", stop_at=4),
    "both": dict(schedule="warm_up", change_at=2, changed_rate=0.1), "step": dict(schedule="step"),
    "no hidden layer": dict(hidden=())}


def run_of(case, **more):
    settings = TrainingSettings.create(**{**SMALL, **CASES[case], **more})
    return settings, list(training(settings))[-1]


@pytest.mark.parametrize("case", CASES)
def test_the_cell_trains_the_same_net_bit_for_bit(case, capsys):
    settings, run = run_of(case)
    names = {}
    exec(engine_cell(settings, run), names)
    assert np.array_equal(names["theta"], run.theta(run.epochs))
    shown = float(capsys.readouterr().out)
    assert shown == pytest.approx(run.train_loss[-1] + run.penalty[-1], rel=1e-12)


def test_dropout_is_the_same_too():
    settings, run = run_of("layers", dropout=0.25)
    names = {}
    exec(engine_cell(settings, run), names)
    assert np.array_equal(names["theta"], run.theta(run.epochs))


def test_known_sets_are_drawn_by_a_line_and_others_written_number_by_number():
    assert "datasets.playground('xor', n=40, noise=20.0, seed=0).relabel(0, 1)" in engine_cell(*run_of("playground"))
    assert "x = np.array([[" in engine_cell(*run_of("by hand"))
    assert max(map(len, engine_cell(*run_of("moons")).splitlines())) < 110


def test_a_row_of_ones_own_has_no_cell():
    cube = Activation("cube", lambda z: z ** 3, lambda z: 3 * z ** 2)
    assert engine_cell(*run_of("moons", activation=cube)) == torch_cell(*run_of("moons", activation=cube)) == ""


@pytest.mark.torch
@pytest.mark.parametrize("case", CASES)
def test_the_program_in_pytorch_trains_the_same_net(case):
    pytest.importorskip("torch")
    settings, run = run_of(case)
    names = {}
    exec(torch_cell(settings, run), names)
    theta = np.concatenate([parameter.detach().numpy().ravel() for parameter in names["parameters"]])
    np.testing.assert_allclose(theta, run.theta(run.epochs), rtol=1e-3 if settings.clip else 1e-8, atol=1e-10)


def test_the_program_has_every_line_of_an_update():
    program = torch_cell(*run_of("moons"))
    compile(program, "cell", "exec")
    for line in ("a = torch.tanh((a @ W1 + b1))", "loss.backward()", "rule.step()", "default_rng([0, epoch])"):
        assert line in program
