"""SurfaceLab against outside numbers: paths of torch, two weights in a row, lines, XOR, and a mode of a linear net.

The project's reference set, O6b (paths of torch.optim 2.13.0) and O7a, c, d, e. Facts: Baldi & Hornik (1989), Hamey
(1998), Saxe, McClelland & Ganguli (2013, eqs. 8-12), Goodfellow, Vinyals & Saxe (2015), Li et al. (2018); numbers
recomputed from their formulas with other tools. (O7b, filter normalization, stands with the engine's directions.)
"""

import numpy as np
import pytest

from bpwidgets import datasets, engine
from bpwidgets.studies import SurfaceSettings, loss_surface

# (x, y, loss) after so many steps, with the learning rate; other hyperparameters are the defaults
BOWL = {
    ("sgd", 0.05): {1: (0.95, 0.5, 1.70125), 3: (0.857375, 0.125, 0.4456709453125),
                    10: (0.5987369392384, 0.0009765625, 0.1792477295759)},
    ("momentum", 0.02): {1: (0.98, 0.8, 3.6802), 3: (0.889712, 0.062, 0.415013721472),
                         10: (0.3071197611012, 0.0043998706, 0.0472580681359)},
    ("nesterov", 0.02): {1: (0.962, 0.62, 2.384722), 3: (0.844528328, -0.108352, 0.4153148279172),
                         10: (0.2631485934781, 0.0513607356629, 0.04781321696391)},
    ("adagrad", 0.1): {1: (0.90000000001, 0.900000000001, 4.455000000018),
                       3: (0.7804561813655, 0.7804561813498, 3.350115180552),
                       10: (0.5537312003777, 0.5537312003553, 1.68640033237)},
    ("rmsprop", 0.01): {1: (0.90000001, 0.900000001, 4.455000018),
                        3: (0.7799822819824, 0.7799822662527, 3.346047858446),
                        10: (0.5498911317128, 0.5498911089382, 1.663091286815)},
    ("adadelta", 1.0): {1: (0.9968377381511, 0.9968377224979, 5.465269963076),
                        3: (0.9903090828008, 0.9903090337723, 5.393915951594),
                        10: (0.9665971863703, 0.9665970135072, 5.138703992954)},
    ("adam", 0.05): {1: (0.9500000005, 0.95000000005, 4.96375000095),
                     3: (0.8503116971717, 0.8503116957935, 3.97666489119),
                     10: (0.5122934228839, 0.5122934181184, 1.443445006802)},
}
ROSENBROCK = {
    ("sgd", 0.0005): {1: (-1.0922, 1.044, 6.594446855271), 3: (-1.042920186061, 1.064849023229, 4.225659718947),
                      10: (-1.02821881567, 1.065044311241, 4.119771765223)},
    ("momentum", 0.0002): {1: (-1.15688, 1.0176, 14.94155623168), 3: (-1.012394404303, 1.077531928043, 4.326296770336),
                           10: (-1.009621188672, 1.02360690512, 4.040402286614)},
    ("nesterov", 0.0002): {1: (-1.118072, 1.03344, 9.17973447767),
                           3: (-0.9910152541164, 1.086083420278, 5.045163296325),
                           10: (-1.02774152749, 1.030327597011, 4.178946525698)},
    ("adagrad", 0.1): {1: (-1.1, 1.1, 5.620000000005), 3: (-1.067829851866, 1.131765033104, 4.283137749279),
                       10: (-1.058767182159, 1.127260889106, 4.242457291835)},
    ("rmsprop", 0.01): {1: (-1.100000000046, 1.099999999886, 5.62000000494),
                        3: (-1.067704739725, 1.131874277438, 4.281994924036),
                        10: (-1.058616535073, 1.126946739886, 4.241843080047)},
    ("adadelta", 1.0): {1: (-1.19683772234, 1.003162277658, 23.25236100913),
                        3: (-1.190433398856, 1.009577548861, 21.40803522025),
                        10: (-1.169113197101, 1.031081632341, 15.97745778549)},
    ("adam", 0.05): {1: (-1.150000000002, 1.049999999994, 12.04812500061),
                     3: (-1.059068477988, 1.141353730561, 4.278681170315),
                     10: (-1.014991206937, 1.157308978123, 5.675677031223)},
}
RUNS = [(name, *rule, points) for name, runs in (("bowl", BOWL), ("rosenbrock", ROSENBROCK))
        for rule, points in runs.items()]


def final(**fields):
    return list(loss_surface(SurfaceSettings(resolution=fields.pop("resolution", 3), **fields)))[-1]


@pytest.mark.parametrize("name, optimizer, rate, points", RUNS,
                         ids=lambda value: str(value) if isinstance(value, str) else "")
def test_a_path_is_that_of_torch(name, optimizer, rate, points):
    result = final(objective=name, optimizer=optimizer, learning_rate=rate, steps=10)
    for k, point in points.items():
        np.testing.assert_allclose([*result.on_plane[k], result.path.values[k]], point, rtol=1e-9)


# L = (w1 w2 - 1)^2, as a formula and as a network of two linear units
TWO_UNITS = engine.NetworkLoss(engine.network((1, 1, 1), "identity", bias=False), [[1.0]], [[1.0]], "sse")
BOTH = pytest.mark.parametrize("objective", ["product", TWO_UNITS], ids=["formula", "network"])
DESCENTS = {
    (2.0, 0.1, 0.05): {0: (2.0, 0.1, 0.64), 1: (2.008, 0.26, 0.2284075264),
                       2: (2.02042592, 0.355966336, 0.07884661156898),
                       5: (2.041220156912, 0.4643961059021, 0.002710796280602),
                       10: (2.046502676519, 0.4872503899471, 8.069990318994e-06),
                       50: (2.046815665336, 0.488563780772, 3.86596201005e-26)},
    (0.01, -0.01, 0.05): {0: (0.01, -0.01, 1.00020001), 1: (0.0089999, -0.0089999, 1.000162002961),
                          10: (0.003486605297581, -0.003486605297581, 1.000024312981),
                          100: (2.655984571135e-07, -2.655984571135e-07, 1.0)},
    (0.5, 0.5, 0.1): {0: (0.5, 0.5, 0.5625), 1: (0.575, 0.575, 0.448062890625),
                      5: (0.8539215805689, 0.8539215805689, 0.07334235350529),
                      20: (0.9998984520521, 0.9998984520521, 4.124375431889e-08),
                      60: (0.9999999999999, 0.9999999999999, 7.374513330658e-26)},
}


@BOTH
@pytest.mark.parametrize("start", DESCENTS, ids=str)
def test_descent_over_two_weights_in_a_row_goes_through_the_known_points(objective, start):
    *at, rate = start
    result = final(objective=objective, start=at, learning_rate=rate, steps=max(DESCENTS[start]))
    for k, (w1, w2, loss) in DESCENTS[start].items():
        np.testing.assert_allclose(result.on_plane[k], [w1, w2], rtol=1e-8)
        assert result.path.values[k] == pytest.approx(loss, rel=1e-8, abs=1e-24)
    np.testing.assert_array_equal(result.gap, 0)


@BOTH
@pytest.mark.parametrize("at, eigenvalues", [((0, 0), (-2, 2)), ((1, 1), (0, 4)), ((2, 0.5), (0, 8.5)),
                                             ((4, 0.25), (0, 32.125))])
def test_the_curvatures_at_the_saddle_and_at_the_minima_are_the_known_ones(objective, at, eigenvalues):
    np.testing.assert_allclose(final(objective=objective, start=at).eigenvalues, eigenvalues, atol=1e-8)


def test_the_line_from_4_to_2_through_the_weight_table_is_a_parabola():
    # theta(a) = (1 - a) 4 + a 2 has the sum of squares 3276 (1 - a)^2, here as mean
    table = datasets.ONE_WEIGHT["weight_table"]
    f = engine.NetworkLoss(engine.network((1, 1)), table.x[:, None], table.y[:, None], "sse")
    result = final(objective=f, theta=(4.0, 0.0), axes=("W1[0,0]", "b1[0]"), span=4.0, resolution=17)
    a = (4 - result.u) / 2
    np.testing.assert_allclose(result.surface[:, 8], 3276.0 * (1 - a)**2, atol=1e-9)
    at = {0: 3276.0, 0.25: 1842.75, 0.5: 819.0, 1: 0.0, 1.5: 819.0}
    assert all(result.surface[list(a).index(k), 8] == pytest.approx(loss, abs=1e-9) for k, loss in at.items())


def test_the_components_of_a_path_are_the_singular_vectors_of_its_offsets_from_the_end():
    result = final(objective="1-2-1", axes="pca", steps=40)
    offsets = result.path.thetas - result.path.thetas[-1]
    U, sizes, _ = np.linalg.svd(offsets, full_matrices=False)
    np.testing.assert_allclose(abs(result.on_plane), abs(U[:, :2] * sizes[:2]), atol=1e-8)


XOR = engine.NetworkLoss(engine.network((2, 2, 1), "sigmoid", "sigmoid"), [[0, 0], [0, 1], [1, 0], [1, 1]],
                         [[0], [1], [1], [0]],
                         "half_sse")


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_a_logistic_net_for_xor_that_starts_at_zero_learns_nothing(optimizer):
    result = final(objective=XOR, theta=np.zeros(9), optimizer=optimizer, learning_rate=1.0)
    np.testing.assert_array_equal(result.path.values, 0.5)
    assert not result.gradient.any() and not result.path.thetas.any()
    assert "the loss stays at 0.5" in result.verdict


def test_a_mode_of_a_linear_net_grows_as_saxe_says():
    # u = a b;  a <- a + r b (s - u),  b <- b + r a (s - u): descent on (s - a b)^2 / 2, from a = b = sqrt(u0)
    s, u0, rate = 3.0, 0.001, 0.001
    f = engine.Function(lambda t: (s - t[..., 0] * t[..., 1])**2 / 2, names=("a", "b"),
                        gradient=lambda t: (t[..., :1] * t[..., 1:] - s) * t[..., ::-1])
    result = final(objective=f, start=(np.sqrt(u0), np.sqrt(u0)), learning_rate=rate, steps=2000)
    u = result.on_plane.prod(axis=1)
    # u(t) = s e^(2 s t) / (e^(2 s t) - 1 + s / u0), a flow; steps of 0.001 lag behind it a little
    for time, flow in {0.0: 0.001, 0.5: 0.01995856362221, 1.0: 0.3557124789189, 1.5: 2.189611602768,
                       2.0: 2.945720698616}.items():
        assert u[round(time / rate)] == pytest.approx(flow, rel=0.02)
    assert abs(rate * np.argmax(u > s / 2) - 1.334339029792) < 0.02
