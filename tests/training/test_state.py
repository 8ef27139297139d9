"""After any change no number belongs to an older net, data set or rate; nothing is left behind, and nothing is said of
another activation."""

import numpy as np
import pytest

from bpwidgets.experiment import Experiment
from bpwidgets.training import train as module
from bpwidgets.training.data import DATA
from bpwidgets.training.settings import TrainingSettings
from bpwidgets.training.train import training
from bpwidgets.training.why import findings
from tests.fuzz.memory import held

RNG = np.random.default_rng(0)
SMALL = dict(x=RNG.normal(size=(24, 2)), y=np.arange(24) % 2, hidden=(3,), epochs=6)
OTHER = dict(x=RNG.normal(size=(20, 2)), y=np.arange(20) % 2)
NUMBERS = dict(x=RNG.normal(size=(20, 1)), y=RNG.normal(size=20))
CHANGES = [dict(learning_rate=0.05), OTHER, dict(points={2: None}), dict(hidden=(2, 2)), dict(noise=0),
           dict(change_at=3, changed_rate=1.0), dict(optimizer="adam"), dict(l2=0.1), dict(test_share=0.0),
           NUMBERS, dict(batch_size=5), dict(stop_at=4), dict(dropout=0.3), dict(data="xor")]


def fresh(settings):
    return list(training(settings))[-1]


def same(run, other):
    """The run is the beginning of the other, number by number."""
    other = other.until(run.epochs)
    curves = ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "penalty", "gradient_sizes")
    return all(np.array_equal(getattr(run, name), getattr(other, name), equal_nan=True)
               if getattr(run, name) is not None else getattr(other, name) is None for name in curves)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_result_on_the_way_belongs_to_its_settings(seed, monkeypatch):
    monkeypatch.setattr(module.train, "__defaults__", (500.0,))
    monkeypatch.setattr(module, "FURTHER", 1500.0)
    experiment = Experiment(TrainingSettings.create(**SMALL), training)
    events, rng = [], np.random.default_rng(seed)
    experiment.listen(events.append)
    for change in rng.permutation(len(CHANGES))[:8]:
        experiment.sketch(**CHANGES[change])
        for _ in range(rng.integers(0, 4)):             # the next change comes while the run still grows
            experiment.refine()
    while experiment.refine():
        pass
    assert len(events) > 9
    known = {}
    for event in events:
        key = event.settings
        known.setdefault(key, fresh(key))
        assert same(event.result, known[key])
        assert event.result.recipe.learning_rate == key.learning_rate
        assert event.result.network.sizes[1:-1] == key.hidden or key.dropout
    assert experiment.result.whole and experiment.result.epochs == experiment.settings.stop_at


@pytest.mark.parametrize("data", DATA)
def test_an_accuracy_is_a_share_and_a_loss_has_no_penalty_in_it(data):
    n = {} if data in ("xor", "two_spirals") else dict(n_points=30)
    run = fresh(TrainingSettings(data=data, hidden=(3,), epochs=3, l2=0.5, l1=0.1, **n))
    for curve in (run.train_accuracy, run.test_accuracy):
        assert curve is None or ((curve >= 0) & (curve <= 1)).all()
    without = float(run.objective.value(run.theta(3))) - float(run.objective.penalty(run.theta(3)))
    assert run.train_loss[3] == pytest.approx(without, rel=1e-9)


def test_a_net_that_overflows_is_right_about_nothing():
    run = fresh(TrainingSettings(data="moons", learning_rate=1e6, activation="identity", loss="mse", output="identity",
                                 epochs=9, rules=()))
    assert not np.isfinite(run.train_loss[-1]) and run.train_accuracy[-1] == 0
    assert "rate too high" in [finding.name for finding in findings(run)]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "softplus", "identity"])
def test_units_without_a_flat_side_are_never_called_dead(activation):
    run = fresh(TrainingSettings(data="circles", activation=activation, hidden=(2,), epochs=10, learning_rate=1.0))
    assert all(finding.name != "dead units" for finding in findings(run))


def test_each_rule_stops_the_run_and_says_why():
    still = fresh(TrainingSettings(data="moons", hidden=(1,), learning_rate=1e-6, rules=("plateau",), patience=5))
    assert (still.epochs, still.stop.rule) == (5, "plateau") and still.whole
    assert "within 5 epochs the training loss fell by less than 0.1 %" in still.stopped
    wild = fresh(TrainingSettings(data="sine", learning_rate=50.0, activation="identity", epochs=50))
    assert wild.stop.rule == "divergence" and wild.epochs == wild.stop.epoch < 50
    assert "the training loss grew to" in wild.stopped or "is not a finite number" in wild.stopped
    assert fresh(TrainingSettings(data="moons", epochs=5)).stopped == ""


def test_early_stopping_looks_at_the_test_loss_and_names_the_best_epoch():
    settings = TrainingSettings(data="moons", noise=40, n_points=60, hidden=(20,), optimizer="adam", learning_rate=0.05,
                                epochs=300, rules=("early",), patience=10)
    run, whole = fresh(settings), fresh(settings.replace(rules=()))
    best = int(run.test_loss.argmin())
    assert run.stop.best == best == run.epochs - 10 and run.epochs < 300
    assert same(run, whole) and f"lowest after epoch {best}" in run.stopped


def test_ten_runs_leave_memory_flat():
    experiment = Experiment(TrainingSettings(data="xor", hidden=(500,), batch_size=4, epochs=200), training)
    sizes = []
    for seed in range(1, 11):
        experiment.set(seed=seed)
        assert experiment.result.path.thetas.nbytes + experiment.result.path.gradients.nbytes > 6e6
        sizes.append(held())
    assert sizes[-1] - sizes[3] < 6
