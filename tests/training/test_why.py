"""Each rule finds what it is for, with the number that shows it, and nothing in runs that go well."""

import numpy as np
import pytest

from bpwidgets.training.settings import TrainingSettings
from bpwidgets.training.train import training
from bpwidgets.training.why import findings

ENOUGH = {"moons": dict(epochs=70), "circles": dict(epochs=40), "xor": dict(epochs=300),
          "playground_circle": dict(epochs=20, n_points=300)}


def found(**changes):
    settings = TrainingSettings.create(**changes)
    run = list(training(settings))[-1]
    return run, {finding.name: finding for finding in findings(run)}


@pytest.mark.parametrize("data", ["moons", "circles", "playground_circle", "xor"])
@pytest.mark.parametrize("activation, rate", [("tanh", 0.5), ("relu", 0.1)])
def test_nothing_is_found_where_the_net_learns(data, activation, rate):
    run, names = found(data=data, activation=activation, learning_rate=rate, **ENOUGH[data])
    assert run.train_accuracy[-1] > 0.97 and not names


@pytest.mark.parametrize("data", ["moons", "playground_circle", "sine"])
def test_a_rate_too_high_is_found_with_the_loss_it_leads_to(data):
    run, names = found(data=data, learning_rate=300.0, epochs=30, activation="relu" if data == "sine" else "tanh")
    assert "rate too high" in names
    number = names["rate too high"].number
    assert not number <= run.train_loss[0] or number > run.train_loss[0] / 2


def test_a_rate_too_low_is_found_with_how_little_the_loss_has_fallen():
    run, names = found(learning_rate=0.0003, epochs=20)
    assert [*names] == ["rate too low"]
    assert names["rate too low"].number == pytest.approx(1 - run.train_loss[-1] / run.train_loss[0])


def test_dead_units_are_found_with_their_number():
    run, names = found(activation="relu", learning_rate=30.0, seed=3, epochs=20, rules=())
    hidden = run.network.forward(run.theta(20), run.parts.train.x)
    dead = [int((hidden[l].z <= 0).all(axis=0).sum()) for l in (0, 1)]
    assert "dead units" in names and names["dead units"].number in dead
    assert "0 at every training example" in names["dead units"].words


def test_a_net_too_small_is_found_with_what_its_neighbors_know():
    for data in ("moons", "playground_reg-gauss"):
        _, names = found(data=data, hidden=(1,), epochs=40, learning_rate=0.3, n_points=200)
        assert [*names] == ["net too small"], data
        assert "1 hidden unit it" in names["net too small"].words


def test_a_run_that_still_learns_is_not_called_too_small():
    for rate, batch, epochs in ((0.1, 250, 20), (0.1, 250, 60), (0.02, 10, 10)):
        _, names = found(data="playground_circle", hidden=(6,), learning_rate=rate, batch_size=batch, epochs=epochs)
        assert "net too small" not in names, (rate, batch, epochs)


@pytest.mark.parametrize("initializer, gain", [("zeros", 1.0), ("constant", 0.3)])
def test_units_that_began_alike_are_found(initializer, gain):
    run, names = found(data="playground_circle", hidden=(4,), initializer=initializer, gain=gain, epochs=15,
                       n_points=200)
    assert names["units alike"].number == 4 and "net too small" not in names
    assert np.ptp(run.network.unpack(run.theta(15))[0]["W"], axis=1).max() < 1e-9


def test_a_large_net_on_noise_is_not_called_too_small():
    rng = np.random.default_rng(0)
    _, names = found(x=rng.normal(size=(200, 2)), y=rng.integers(0, 2, 200), hidden=(2,), epochs=60, learning_rate=0.1)
    assert "net too small" not in names


def test_inputs_that_are_not_scaled_are_found_with_how_unequal_they_are():
    x = np.random.default_rng(0).normal(size=(100, 2)) * [1, 500]
    y = x[:, 0] > 0
    run, names = found(x=x, y=y, epochs=30)
    ratio = run.parts.train.x[:, 1].std() / run.parts.train.x[:, 0].std()
    assert names["inputs not scaled"].number == pytest.approx(ratio)
    assert "y spreads" in names["inputs not scaled"].words
    assert not found(x=x, y=y, epochs=30, scaled=True)[1]


def test_classes_that_are_not_balanced_are_found_with_the_share_of_the_largest():
    rng = np.random.default_rng(1)
    x = np.vstack([rng.normal(size=(190, 2)), rng.normal(size=(10, 2)) + 0.3])
    run, names = found(x=x, y=np.repeat([0, 1], [190, 10]), epochs=20, learning_rate=0.1)
    share = (run.parts.train.y == 0).mean()
    assert [*names] == ["classes not balanced"] and names["classes not balanced"].number == share
    assert f"{100 * share:.0f} % of the training examples are of class 0" in names["classes not balanced"].words
