"""Trainings that are not ours, as runs: those of TensorFlow Playground, and digits read as well as by peers."""

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.datasets import Dataset
from bpwidgets.training.data import PERCENT, Parts, parts_of
from bpwidgets.training.recipe import Recipe, network
from bpwidgets.training.settings import TrainingSettings
from bpwidgets.training.targets import Targets
from bpwidgets.training.train import train, training
from tests.engine.test_references_training import POINTS, RUNS


def playground_run(name, epochs=100, **changes):
    """The program's own points and first weights; batches of 10 in their order, tanh output, half the squares."""
    run, rows = RUNS[name], {part: POINTS[f"{name}_{part}"] for part in ("train", "test")}
    targets = Targets((-1.0, 1.0), "numbers", 1, low=-1.0)
    sets = [parts_of(Dataset(part[:, :2], part[:, 2:]), lambda labels, columns: targets, test_share=0)
            for part in rows.values()]
    parts = Parts(sets[0].train, sets[1].train, targets, ("x", "y"), np.zeros(2), np.ones(2))
    theta = run.net.pack([{"W": POINTS[f"{name}_W{l}"], "b": np.full(layer.outputs, 0.1)}
                          for l, layer in enumerate(run.net.layers, 1)])
    recipe = Recipe(run.net, theta, "half_mse", learning_rate=run.rate, shuffle=False, epochs=epochs, **changes)
    return list(train(recipe, parts))[-1]


@pytest.mark.parametrize("name", RUNS)
def test_the_playground_has_the_same_losses_at_the_epochs_given(name):
    run = playground_run(name)
    assert (run.per_epoch, run.updates) == (25, 2500)
    for epoch, losses in RUNS[name].losses.items():
        np.testing.assert_allclose([run.train_loss[epoch], run.test_loss[epoch]], losses, rtol=1e-9)
        moment = run.at(epoch)
        assert (moment.train_loss, moment.test_loss) == (run.train_loss[epoch], run.test_loss[epoch])
    last = run.network.unpack(run.theta(100))[-1]
    np.testing.assert_allclose(last["W"][:, 0], RUNS[name].W, rtol=1e-9)
    np.testing.assert_allclose(last["b"], RUNS[name].b, rtol=1e-9)


def test_its_l2_is_ours():
    # there: w -= rate * batch gradient, then w -= rate * strength * w at the old w, and never for biases
    run, plain = playground_run("gauss", epochs=1, l2=0.1), playground_run("gauss", epochs=1)
    theta = run.theta(0)
    old = run.network.unpack(theta)[0]["W"]
    step, of_plain = (run_.network.unpack(run_.theta(0, 1))[0] for run_ in (run, plain))
    np.testing.assert_allclose(step["W"], of_plain["W"] - RUNS["gauss"].rate * 0.1 * old, rtol=1e-12)
    assert np.array_equal(step["b"], of_plain["b"])


def test_the_defaults_of_the_playground_can_be_said_in_settings():
    settings = TrainingSettings(data="playground_circle", hidden=(4, 2), learning_rate=0.03, loss="half_mse",
                                output="tanh", shuffle=False, epochs=60)
    run = list(training(settings))[-1]
    assert (len(run.parts.train), len(run.parts.test), run.per_epoch) == (250, 250, 25)
    assert run.train_loss[-1] < 0.1 * run.train_loss[0] and run.test_accuracy[-1] > 0.95
    assert settings.noise == 0 and settings.replace(noise=50).noise / PERCENT == 0.5


@pytest.mark.parametrize("spec, band", [
    ((("relu", 32, "identity"), "softmax_cross_entropy", "adam", 0.003, 12), (0.955, 0.99)),
    ((("sigmoid", 30, "sigmoid"), "quadratic", "sgd", 0.5, 30), (0.96, 0.99))])
def test_digits_are_read_as_well_as_with_the_peers(spec, band):
    """64-32-10 with Adam, in the band of scikit-learn's; and with Nielsen's plain net."""
    digits = pytest.importorskip("sklearn.datasets").load_digits()
    (hidden, width, output), loss, optimizer, rate, epochs = spec
    data = Dataset(digits.data / 16, digits.target)

    def asked(labels, columns):
        return Targets.of(labels, columns, engine.LOSSES[loss], engine.ACTIVATIONS[output])
    parts = parts_of(data, asked, classes=True, test_share=0.25)
    net = network((64, width, 10), (engine.ACTIVATIONS[hidden], engine.ACTIVATIONS[output]))
    recipe = Recipe(net, net.initialize("glorot_uniform"), loss, optimizer, rate, epochs=epochs)
    run = list(train(recipe, parts))[-1]
    assert len(parts.train) == 1348 and len(parts.test) == 449
    assert band[0] <= run.test_accuracy[-1] <= band[1]
    assert run.train_accuracy[-1] > 0.97


def test_two_spirals_are_learned_by_a_small_net():
    run = list(training(TrainingSettings(data="two_spirals", hidden=(20, 20), optimizer="adam", learning_rate=0.02,
                                         scaled=True, test_share=0.0, batch_size=32, epochs=250,
                                         features=("x", "y", "sin(x)", "sin(y)"))))[-1]
    assert len(run.parts.train) == 194 and run.train_accuracy[-1] == 1
