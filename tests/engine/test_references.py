"""Numbers that are not ours: published, or recomputed from a published setup with another tool (torch autograd,
sympy)."""

import itertools
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from bpwidgets.engine import LOSSES, Dense, Network, NetworkLoss, descend, leaky_relu, network, norm

# M. Mazur, "A Step by Step Backpropagation Example" (2015): a 2-2-2 net of logistic units. His rows are receiving
# neurons.
MAZUR_W1, MAZUR_W2 = np.array([[0.15, 0.2], [0.25, 0.3]]).T, np.array([[0.4, 0.45], [0.5, 0.55]]).T
MAZUR_NET = network((2, 2, 2), hidden="sigmoid", output="sigmoid")
MAZUR_THETA = MAZUR_NET.pack([{"W": MAZUR_W1, "b": np.full(2, 0.35)}, {"W": MAZUR_W2, "b": np.full(2, 0.6)}])
MAZUR_X, MAZUR_Y = np.array([[0.05, 0.1]]), np.array([[0.01, 0.99]])


def mazur(frozen=()):
    return NetworkLoss(MAZUR_NET, MAZUR_X, MAZUR_Y, loss="half_sse", frozen=frozen)


def test_mazur_forward_pass_and_error():
    trace = MAZUR_NET.forward(MAZUR_THETA, MAZUR_X)
    np.testing.assert_allclose(trace[0].z[0], [0.3775, 0.3925], rtol=1e-12)
    np.testing.assert_allclose(trace[0].a[0], [0.5932699921072, 0.5968843782598], rtol=1e-12)
    np.testing.assert_allclose(trace[1].z[0], [1.10590596706, 1.224921404096], rtol=1e-12)
    np.testing.assert_allclose(trace[1].a[0], [0.7513650695523, 0.7729284653215], rtol=1e-12)
    np.testing.assert_allclose((trace.output - MAZUR_Y)[0] ** 2 / 2, [0.2748110831762, 0.02356002558385], rtol=1e-12)
    assert mazur().value(MAZUR_THETA) == pytest.approx(0.29837110876, rel=1e-12)


def test_mazur_gradients_and_the_weights_after_one_step():
    f = mazur(frozen=("b1", "b2"))
    first, second = MAZUR_NET.unpack(mazur().gradient(MAZUR_THETA))
    np.testing.assert_allclose(first["W"].T, [[0.0004385677344743, 0.0008771354689487],
                                              [0.0004977127352609, 0.0009954254705217]], rtol=1e-10)
    np.testing.assert_allclose(second["W"].T, [[0.08216704056423, 0.08266762784753],
                                               [-0.02260254047748, -0.02274024221598]], rtol=1e-10)
    np.testing.assert_allclose(first["b"], [0.008771354689487, 0.009954254705217], rtol=1e-10)
    np.testing.assert_allclose(second["b"], [0.1384985616286, -0.03809823651656], rtol=1e-10)
    first, second = MAZUR_NET.unpack(descend(f, MAZUR_THETA, learning_rate=0.5, steps=1).thetas[1])
    np.testing.assert_allclose(first["W"].T, [[0.1497807161328, 0.1995614322655],
                                              [0.2497511436324, 0.2995022872647]], rtol=1e-10)
    np.testing.assert_allclose(second["W"].T, [[0.3589164797179, 0.4086661860762],
                                               [0.5113012702387, 0.561370121108]], rtol=1e-10)
    published = [[0.149780716, 0.19956143], [0.24975114, 0.29950229]], [[0.35891648, 0.408666186],
                                                                        [0.51130127, 0.561370121]]
    np.testing.assert_allclose(first["W"].T, published[0], atol=5e-9)
    np.testing.assert_allclose(second["W"].T, published[1], atol=5e-9)
    assert (first["b"] == 0.35).all() and (second["b"] == 0.6).all()


MAZUR, MAZUR_FROZEN = mazur(), mazur(frozen=("b1", "b2"))


class SharedBias:
    """Mazur's drawing has one bias per layer: both units feel, and follow, the sum of the two gradients."""

    def gradient(self, theta, step=None):
        parts = MAZUR_NET.unpack(MAZUR.gradient(theta, step))
        return MAZUR_NET.pack([{"W": p["W"], "b": np.full(2, p["b"].sum())} for p in parts])


class WrongOrder:
    """The known slip: the output weights are overwritten first, and the NEW ones carry the error back."""

    def gradient(self, theta, step=None):
        gradient = MAZUR_FROZEN.gradient(theta)
        first, _second = MAZUR_NET.unpack(theta)
        moved = MAZUR_NET.pack([first, MAZUR_NET.unpack(theta - 0.5 * gradient)[1]])
        trace = MAZUR_NET.forward(theta, MAZUR_X)
        back = MAZUR_NET.backward(moved, trace, LOSSES["half_sse"].gradient(trace.output, MAZUR_Y))
        wrong = back[0].gradients | {"b": np.zeros(2)}
        return MAZUR_NET.pack([wrong, MAZUR_NET.unpack(gradient)[1]])


# Recomputed with torch in float64; the values that the post prints belong to the wrong order.
MAZUR_ERRORS = {
    "frozen": (mazur(frozen=("b1", "b2")), {1: 0.2910277736936, 2: 0.2835471331224, 10: 0.2209185920539,
                                            100: 0.02004682824943,
                                            1000: 0.001114349453734, 10000: 3.510187782979e-05}),
    "shared bias": (SharedBias(), {1: 0.2857508866993, 10: 0.1752380107751, 1000: 0.0003460750103483,
                                   10000: 4.355321066164e-06}),
    "a bias per unit": (mazur(), {1: 0.2804714467914, 10: 0.1255270380441, 1000: 0.0002707045878957,
                                  10000: 2.447562235932e-06}),
    "wrong order": (WrongOrder(), {1: 0.2910279239054, 10000: 3.508478629631e-05}),
}


@pytest.mark.parametrize("policy", MAZUR_ERRORS)
def test_mazur_error_after_many_steps(policy):
    objective, expected = MAZUR_ERRORS[policy]
    steps = 10000 if policy in ("frozen", "wrong order") else 1000
    path = descend(objective, MAZUR_THETA, learning_rate=0.5, steps=steps)
    for k, error in expected.items():
        if k <= steps:
            assert mazur().value(path.thetas[k]) == pytest.approx(error, rel=1e-9 if k <= 1000 else 1e-7)
    if policy == "frozen":
        outputs = MAZUR_NET.forward(path.thetas[10000], MAZUR_X).output[0]
        np.testing.assert_allclose(outputs, [0.01591362044355, 0.9840642735146], rtol=1e-7)


def test_mazur_right_order_does_not_give_the_printed_error():
    after_one = mazur().value(descend(mazur(("b1", "b2")), MAZUR_THETA, learning_rate=0.5, steps=1).thetas[1])
    wrong = mazur().value(descend(WrongOrder(), MAZUR_THETA, learning_rate=0.5, steps=1).thetas[1])
    assert round(float(wrong), 9) == 0.291027924 != round(float(after_one), 9) == 0.291027774


# The one-weight table of the seed posts; every number exact, by fractions.
TABLE_X, TABLE_Y = np.array([[0.0], [3], [9], [27]]), np.array([[0.0], [6], [18], [54]])
ONE_WEIGHT = Network((Dense(1, 1, bias=False),))
TABLE_ROWS = {
    4: ([0, 12, 36, 108], [0, 6, 18, 54], [0, 36, 324, 2916], 3276),
    3: ([0, 9, 27, 81], [0, 3, 9, 27], [0, 9, 81, 729], 819),
    2: ([0, 6, 18, 54], [0, 0, 0, 0], [0, 0, 0, 0], 0),
    1: ([0, 3, 9, 27], [0, -3, -9, -27], [0, 9, 81, 729], 819),
}


@pytest.mark.parametrize("w", TABLE_ROWS)
def test_weight_table_rows(w):
    output, error, squared, sse = TABLE_ROWS[w]
    trace = ONE_WEIGHT.forward([w], TABLE_X)
    assert trace.output[:, 0].tolist() == output
    assert (trace.output - TABLE_Y)[:, 0].tolist() == error
    assert ((trace.output - TABLE_Y) ** 2)[:, 0].tolist() == squared
    assert NetworkLoss(ONE_WEIGHT, TABLE_X, TABLE_Y, "sse").value([w]) == sse


TABLE_CURVATURE = {"sse": (3276, 3276, 1638, (1, 819)), "half_sse": (1638, 1638, 819, (2, 819)),
                   "mse": (819, 819, Fraction(819, 2), (4, 819)),
                   "half_mse": (409.5, 409.5, Fraction(819, 4), (8, 819))}


@pytest.mark.parametrize("loss", TABLE_CURVATURE)
def test_weight_table_loss_gradient_and_curvature_by_convention(loss):
    value, gradient, H, limit = TABLE_CURVATURE[loss]
    f = NetworkLoss(ONE_WEIGHT, TABLE_X, TABLE_Y, loss)
    assert f.value([4]) == value and f.gradient([4])[0] == gradient
    assert f.gradient([5])[0] - f.gradient([4])[0] == H
    assert Fraction(2) / Fraction(H) == Fraction(*limit)


@pytest.mark.parametrize("loss", TABLE_CURVATURE)
def test_weight_table_converges_below_two_over_the_curvature_and_diverges_above(loss):
    limit = float(Fraction(*TABLE_CURVATURE[loss][3]))
    f = NetworkLoss(ONE_WEIGHT, TABLE_X, TABLE_Y, loss)
    path = descend(f, [4.0], learning_rate=[limit / 2, 0.99 * limit, 1.01 * limit], steps=60)
    assert path.diverged.tolist() == [-1, -1, 1]
    assert path.thetas[1, 0, 0] == pytest.approx(2, rel=1e-12)


TABLE_ITERATES = {
    1e-4: [4.0, 3.9181, 3.839553805, 3.764224076685, 3.691979100745, 3.622692556569, 3.556243296378],
    1e-3: [4.0, 3.181, 2.6973805, 2.41180318525, 2.24316978089, 2.143591755616, 2.084790931691],
    1 / 819: [4.0, 3.0, 2.5, 2.25, 2.125, 2.0625, 2.03125],
    1 / 500: [4.0, 2.362, 2.065522, 2.011859482, 2.002146566242, 2.00038852849, 2.000070323657],
    1 / 200: [4.0, -0.095, 4.1945125, -0.29875184375, 4.407942556328, -0.5223198277537, 4.642130019572],
    1 / 100: [4.0, -4.19, 21.15805, -57.29416475, 185.5154399013, -565.9802864944, 1759.8989867],
}


@pytest.mark.parametrize("rate", TABLE_ITERATES)
def test_weight_table_iterates(rate):
    path = descend(NetworkLoss(ONE_WEIGHT, TABLE_X, TABLE_Y, "mse"), [4.0], learning_rate=rate, steps=6)
    np.testing.assert_allclose(path.thetas[:, 0], TABLE_ITERATES[rate], rtol=1e-10)
    assert (path.diverged is not None) == (rate > 4 / 819)


def test_the_slideshow_net_with_linear_units_follows_both_rules():
    # Bernacki & Wlodarczyk, AGH: 2-3-2-1, no biases; rows are receiving neurons
    V, W, U = [[0.1, 0.8], [-0.4, 0.5], [0.7, -0.3]], [[0.6, -0.9, 0.3], [-0.2, 0.4, 1.1]], [[0.9, -0.7]]
    net = network((2, 3, 2, 1), hidden="identity", bias=False)
    theta = net.pack([{"W": np.transpose(matrix)} for matrix in (V, W, U)])
    f = NetworkLoss(net, [[0.35, 0.9]], [[0.9]], "half_sse")
    trace = net.forward(theta, f.x)
    for layer, expected in zip(trace, ([0.755, 0.31, -0.025], [0.1665, -0.0545], [0.188])):
        np.testing.assert_allclose(layer.a[0], expected, rtol=1e-12)
    assert f.value(theta) == pytest.approx(0.253472, rel=1e-12)
    expected = [[[-0.169456, -0.435744], [0.271628, 0.698472], [0.1246, 0.3204]],
                [[-0.483804, -0.198648, 0.01602], [0.376292, 0.154504, -0.01246]], [[-0.118548, 0.038804]]]
    for of_layer, matrix in zip(net.unpack(f.gradient(theta)), expected):
        np.testing.assert_allclose(of_layer["W"].T, matrix, rtol=1e-12)


@pytest.mark.parametrize("w, ratio", [(1, 0.25), (100, 25.0), (4, 1.0)])
def test_nielsen_chain_vanishes_and_explodes_by_a_quarter_of_the_weight(w, ratio):
    # Nielsen 2015, chapter 5: every z is 0, so each step back multiplies by w / 4
    net = network((1,) * 5, hidden="sigmoid", output="sigmoid")
    theta = net.pack([{"W": [[w]], "b": [-w / 2]}] * 4)
    back = net.unpack(NetworkLoss(net, [[0.5]], [[1.0]], "half_sse").gradient(theta))
    db = np.array([of_layer["b"][0] for of_layer in back])
    np.testing.assert_allclose(db[:-1] / db[1:], ratio, rtol=1e-12)
    expected = {1: [-0.001953125, -0.0078125, -0.03125, -0.125], 100: [-1953.125, -78.125, -3.125, -0.125]}
    if w in expected:
        np.testing.assert_allclose(db, expected[w], rtol=1e-12)


# Wide-limit slopes of ln ||delta|| per layer towards the input (Glorot & Bengio 2010, eq. 6; He et al. 2015).
SCALE_FREE = [("identity", 0.5, -0.6931471805599), ("identity", 1.0, 0.0), ("identity", 1.5, 0.4054651081082),
              ("relu", 1.0, -0.34657359028), ("relu", 2 ** 0.5, 0.0), ("relu", 2.0, 0.34657359028),
              (leaky_relu(0.2), 1.0, -0.3269632337033)]


@cache
def mean_slopes():
    """For each case: the mean slope of ln ||delta|| and of ln ||dW|| over 20 nets of 30 layers of 300 units."""
    width, depth, slopes = 300, 30, []
    for seed in range(20):
        x, d_output = np.random.default_rng([seed, 99]).normal(size=(2, 1, width))
        theta = network((width,) * (depth + 1), bias=False).initialize("lecun_normal", seed)
        for activation, gain, _ in SCALE_FREE:
            net = network((width,) * (depth + 1), activation, activation, bias=False)
            trace = net.forward(gain * theta, x)
            back = net.backward(gain * theta, trace, d_output)
            pairs = [(norm(of_layer.delta), norm(of_layer.gradients["W"])) for of_layer in (back[0], back[-2])]
            slopes.append(np.log(np.divide(*pairs)) / (depth - 2))
    return np.reshape(slopes, (20, len(SCALE_FREE), 2)).mean(axis=0)


@pytest.mark.parametrize("number, expected", [(number, case[-1]) for number, case in enumerate(SCALE_FREE)])
def test_scale_free_nets_shrink_delta_by_the_published_slope_and_dW_not_at_all(number, expected):
    of_delta, of_dW = mean_slopes()[number]
    assert of_delta == pytest.approx(expected, abs=0.02)
    assert of_dW == pytest.approx(0.0, abs=0.02)


# W[i][j] = scale sin(1.7 (i+1) + 0.9 (j+1) + l), b[i] = 0.3 cos(0.6 (i+1) + l), i the receiving unit; torch in float64.
FORMULA_NETS = [
    dict(sizes=(2, 3, 1), phi="tanh", loss="mse", N=5, E=0.1795328565214, out=[0.3783301449612],
         dW=[0.2008176186399, 0.1713133817665], db=[0.2643809538534, 0.1736946170399],
         dW0=[0.08053565432503, 0.01521978119189], last=[0.1736946170399]),
    dict(sizes=(2, 3, 2, 1), phi="sigmoid", loss="quadratic", N=5, E=0.504755970695, out=[-0.7627013880208],
         dW=[0.03258515378156, 0.1466185138451, 0.4137379516962],
         db=[0.03689712254396, 0.1730648992327, 0.7891770414053],
         dW0=[-0.02213734632451, -0.0123828529519], last=[-0.7891770414053]),
    dict(sizes=(3, 4, 3), phi="relu", loss="softmax_cross_entropy", N=5, E=1.388683913069,
         out=[-0.7015931571282, 1.170102555229, 0.06314897692534], dW=[0.6207417345006, 0.4348411972447],
         db=[0.4349445894738, 0.2177514739532], dW0=[-0.02209331638568, 0.2226824073158, -0.1793062681786],
         last=[-0.1392593186286, -0.02609381657186, 0.1653531352005]),
    dict(sizes=(4, 6, 6, 2), phi="tanh", loss="sse", N=3, E=5.35011797893, out=[-0.7903678739756, -0.6424196108947],
         dW=[3.304333318798, 7.715147044755, 6.506367399987], db=[0.8719794337873, 5.911388353201, 5.686060164805],
         dW0=[0.4005530535962, -1.259580622919, 0.184367698653, 1.174453687033],
         last=[-5.683767569242, -0.1614509727903]),
    dict(sizes=(2, 2, 2, 2, 2, 1), phi="sigmoid", loss="mse", N=5, E=0.5953483054983, out=[0.5245308899169],
         dW=[3.538961435538e-05, 0.00324288270962, 0.0193860744814, 0.1034160257925, 0.6917906442996],
         db=[0.0006322853429064, 0.004147630675302, 0.03894154012004, 0.1777795377868, 0.9413548475257],
         dW0=[7.84751940999e-06, 2.33623747974e-06], last=[0.9413548475257]),
]


def formula_net(case):
    sizes, N = case["sizes"], case["N"]
    net, parameters = network(sizes, hidden=case["phi"]), []
    for l, (n_in, n_out) in enumerate(itertools.pairwise(sizes)):
        j, i = np.ogrid[1:n_in + 1, 1:n_out + 1]
        parameters.append({"W": 0.8 * np.sin(1.7 * i + 0.9 * j + l), "b": 0.3 * np.cos(0.6 * i[0] + l)})
    n, j, k = np.arange(1, N + 1)[:, None], np.arange(sizes[0]), np.arange(sizes[-1])
    x, y = np.sin(0.7 * n * (j + 1)) + 0.1 * j, np.cos(0.5 * n + k)
    if case["loss"] == "softmax_cross_entropy":
        y = np.eye(sizes[-1])[np.arange(N) % sizes[-1]]
    return NetworkLoss(net, x, y, case["loss"]), net.pack(parameters)


@pytest.mark.parametrize("case", FORMULA_NETS, ids=lambda case: f"{case['sizes']} {case['loss']}")
def test_nets_with_formula_weights_agree_with_torch(case):
    f, theta = formula_net(case)
    gradients = f.network.unpack(f.gradient(theta))
    assert f.value(theta) == pytest.approx(case["E"], rel=1e-10)
    np.testing.assert_allclose(f.network.forward(theta, f.x).output[0], case["out"], rtol=1e-10)
    np.testing.assert_allclose([norm(g["W"]) for g in gradients], case["dW"], rtol=1e-10)
    np.testing.assert_allclose([norm(g["b"]) for g in gradients], case["db"], rtol=1e-10)
    np.testing.assert_allclose(gradients[0]["W"][:, 0], case["dW0"], rtol=1e-10)
    np.testing.assert_allclose(gradients[-1]["b"], case["last"], rtol=1e-10)
