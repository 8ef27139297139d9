"""Published trainings, repeated over seeds: not the one run that was printed, but the share of runs that succeed.

Rumelhart, Hinton & Williams (Nature 323, 1986; PDP, chapter 8): E = 1/2 sum over cases and outputs, all cases at once,
dw(t) = -epsilon dE/dw + alpha dw(t-1), logistic units.
"""

from itertools import product
from types import MappingProxyType

import numpy as np
import pytest

from bpwidgets.engine import (
    OPTIMIZERS,
    Dense,
    LayerBack,
    LayerTrace,
    Network,
    NetworkLoss,
    check_gradient,
    descend,
    network,
)

SEEDS = 20


def bits(n):
    return np.array(list(product([0.0, 1.0], repeat=n)))


def trained(sizes, x, y, rate, widest, sweeps):
    """The losses of the run of each seed, and its last theta, all seeds side by side."""
    net = network(sizes, "sigmoid", "sigmoid")
    starts = np.stack([np.random.default_rng(seed).uniform(-widest, widest, net.n) for seed in range(SEEDS)])
    objective, optimizer = NetworkLoss(net, x, y, "half_sse"), OPTIMIZERS["momentum"].replace(momentum=0.9)
    path = descend(objective, starts, optimizer, rate, sweeps)
    return net, np.asarray(path.values), np.asarray(path.thetas[-1])


def right(net, theta, x, y):
    """Whether every output is on the right side, by seed."""
    return (np.abs(net.forward(theta, x).output - y) < 0.5).all(axis=(1, 2))


@pytest.fixture(scope="module")
def symmetry():
    x = bits(6)
    y = (x == x[:, ::-1]).all(axis=1)[:, None] * 1.0
    net, losses, thetas = trained((6, 2, 1), x, y, 0.1, 0.3, 2500)
    return net, losses, thetas, right(net, thetas, x, y)


def test_symmetry_is_learned_by_a_good_part_of_the_runs_and_some_stay_on_the_plateau(symmetry):
    # published: one run, 1,425 sweeps. The error of always saying 0 is 8/2 = 4.
    _, losses, _, solved = symmetry
    assert 0.3 < solved.mean() < 0.9
    assert 0.1 < (losses[1425] < 1).mean() < 0.6
    assert losses[-1][~solved].min() > 3.5 and losses[-1].max() < 4.0001


def test_the_solution_of_symmetry_is_equal_and_opposite_mostly_in_the_ratio_one_two_four(symmetry):
    net, losses, thetas, _ = symmetry
    finished, published = losses[-1] < 0.05, []
    for theta in thetas[finished]:
        first, second = net.unpack(theta)
        W, b = first["W"], first["b"]
        np.testing.assert_allclose(W, -W[::-1], rtol=0.02)                     # about the middle of the six bits
        assert (W[:, 0] * W[:, 1] < 0).all() and (b < 0).all()                 # the two units have opposite signs
        assert (second["W"] < 0).all() and second["b"] > 0
        sizes = np.sort(np.abs(W[:3]), axis=0)
        published.append(np.allclose(sizes[1:] / sizes[:-1], 2, rtol=0.1))
    assert len(published) >= 3 and np.mean(published) > 0.5


def test_xor_is_learned_by_most_runs_and_a_few_are_stuck():
    x = bits(2)
    y = (x.sum(axis=1) % 2)[:, None]
    net, losses, thetas = trained((2, 2, 1), x, y, 0.5, 0.5, 1500)
    solved = right(net, thetas, x, y)
    assert 0.75 < solved.mean() < 1
    assert losses[-1][~solved].min() > 0.2 and losses[-1][solved].max() < 0.01


class OneUnitBesideTheInputs:
    """Two inputs go on as they are, beside one logistic unit that sees both."""

    inputs, outputs = 2, 3
    shapes = MappingProxyType({"W": (2, 1), "b": (1,)})
    unit = Dense(2, 1, "sigmoid")

    def initialize(self, *draw):
        return self.unit.initialize(*draw)

    def check_input(self, x):
        self.unit.check_input(x)

    def forward(self, parameters, x, context=None):
        trace, lead = self.unit.forward(parameters, x), parameters["W"].shape[:-2]
        direct = np.broadcast_to(x, (*lead, *x.shape[-2:]))
        return LayerTrace(x, np.concatenate([direct, trace.z], axis=-1), np.concatenate([direct, trace.a], axis=-1))

    def backward(self, parameters, trace, da, context=None):
        of_unit = LayerTrace(trace.x, trace.z[..., 2:], trace.a[..., 2:])
        back = self.unit.backward(parameters, of_unit, da[..., 2:])
        return LayerBack(da, back.gradients, da[..., :2] + back.dx)


def test_one_hidden_unit_with_direct_links_learns_xor_in_about_as_many_sweeps_as_published():
    # published: one run, 558 sweeps, eta 0.5
    x = bits(2)
    y = (x.sum(axis=1) % 2)[:, None]
    net = Network((OneUnitBesideTheInputs(), Dense(3, 1, "sigmoid")))
    starts = np.stack([np.random.default_rng(seed).uniform(-0.3, 0.3, net.n) for seed in range(SEEDS)])
    objective = NetworkLoss(net, x, y, "half_sse")
    assert check_gradient(objective, starts).relative_error < 1e-6
    thetas = descend(objective, starts, OPTIMIZERS["momentum"].replace(momentum=0.9), 0.5, 1500).thetas
    solved = np.array([right(net, theta, x, y) for theta in thetas[::10]])
    assert solved[-1].mean() > 0.8
    assert 280 < 10 * np.median(solved.argmax(axis=0)[solved[-1]]) < 1100


def test_the_encoder_finds_a_code_of_three_units_for_eight_patterns():
    x = np.eye(8)
    net, _, thetas = trained((8, 3, 8), x, x, 0.1, 0.5, 1500)
    solved = right(net, thetas, x, x)
    codes = net.forward(thetas[solved], x)[0].a
    assert solved.mean() > 0.85
    apart = np.abs(codes[:, :, None] - codes[:, None]).max(axis=-1) + 9 * np.eye(8)
    assert apart.min() > 0.3
