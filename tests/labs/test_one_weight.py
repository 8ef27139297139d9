"""One weight: against the closed form, in rational numbers, and against the reference table.

The numbers stand in the project's reference set, O2a (the weight table of the seed posts), O2b (curvature and limits,
exact with fractions) and O2c (iterates): w_k = w* + (w_0 - w*) (1 - rate L'')^k.
"""

import math
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwidgets.datasets import ONE_WEIGHT
from bpwidgets.labs.weight.settings import LOSSES, rate_range, weight_range
from bpwidgets.labs.weight.words import describe_weight, summarize_weight
from bpwidgets.studies import WeightSettings, one_weight
from bpwidgets.text import factor_in_words, in_words

X, Y = (0, 3, 9, 27), (0, 6, 18, 54)
# loss -> factor c in c * sum(error^2); O2b: L'' = 2 * 819 * c
FACTORS = {"sse": F(1), "half_sse": F(1, 2), "mse": F(1, 4), "half_mse": F(1, 8)}
# O2b, as printed there
CURVATURES = {"sse": 1638.0, "half_sse": 819.0, "mse": 409.5, "half_mse": 204.75}
LIMITS = {"sse": F(1, 819), "half_sse": F(2, 819), "mse": F(4, 819), "half_mse": F(8, 819)}
LOSS_AT_4 = {"sse": 3276.0, "half_sse": 1638.0, "mse": 819.0, "half_mse": 409.5}
# O2c: rate -> the first weights, mean squared error
ITERATES = {
    F(1, 10000): [4.0, 3.9181, 3.839553805, 3.764224076685, 3.691979100745, 3.622692556569, 3.556243296378],
    F(1, 1000): [4.0, 3.181, 2.6973805, 2.41180318525, 2.24316978089, 2.143591755616, 2.084790931691],
    F(1, 819): [4.0, 3.0, 2.5, 2.25, 2.125, 2.0625, 2.03125],
    F(1, 500): [4.0, 2.362, 2.065522, 2.011859482, 2.002146566242, 2.00038852849, 2.000070323657],
    F(1, 200): [4.0, -0.095, 4.1945125, -0.29875184375, 4.407942556328, -0.5223198277537, 4.642130019572],
    F(1, 100): [4.0, -4.19, 21.15805, -57.29416475, 185.5154399013, -565.9802864944, 1759.8989867],
}


def run(**changes):
    return one_weight(WeightSettings.create(**changes))


def exact(loss: str, rate: F, steps: int, w0=F(4)) -> list[F]:
    """The weights of gradient descent on the table, as fractions, straight from the rows."""
    weights = [F(w0)]
    for _ in range(steps):
        gradient = 2 * FACTORS[loss] * sum((weights[-1] * x - y) * x for x, y in zip(X, Y))
        weights.append(weights[-1] - rate * gradient)
    return weights


# -- O2a: the table


@pytest.mark.parametrize("weight, output, error, squared, sse", [
    (4, [0, 12, 36, 108], [0, 6, 18, 54], [0, 36, 324, 2916], 3276),
    (3, [0, 9, 27, 81], [0, 3, 9, 27], [0, 9, 81, 729], 819),
    (2, [0, 6, 18, 54], [0, 0, 0, 0], [0, 0, 0, 0], 0),
    (1, [0, 3, 9, 27], [0, -3, -9, -27], [0, 9, 81, 729], 819)])
def test_the_rows_are_those_of_the_published_table(weight, output, error, squared, sse):
    result = run(weight=weight, loss="sse")
    table = result.table
    assert table["input"].tolist() == list(X) and table["desired"].tolist() == list(Y)
    assert table["output"].tolist() == output and table["error"].tolist() == error
    assert table["squared_error"].tolist() == squared and result.losses[0] == sse


# -- O2b: curvature, limits, one-step rates


@pytest.mark.parametrize("loss", LOSSES)
def test_curvature_loss_and_gradient_are_those_of_the_reference(loss):
    result = run(loss=loss)
    assert result.curvature == CURVATURES[loss] and result.losses[0] == LOSS_AT_4[loss] == result.gradients[0]


@pytest.mark.parametrize("loss", LOSSES)
def test_the_largest_stable_rate_is_two_over_the_curvature(loss):
    assert run(loss=loss).rate_limit == pytest.approx(float(LIMITS[loss]), rel=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_half_of_the_largest_rate_arrives_in_one_step(loss):
    result = run(loss=loss, learning_rate=float(LIMITS[loss] / 2))
    assert result.weights[1:] == pytest.approx(2, rel=1e-12)
    assert result.verdict.startswith("Reaches the best weight, 2, in one step: the rate is 1/L'', half of the limit, ")


@pytest.mark.parametrize("loss", LOSSES)
def test_at_the_limit_it_oscillates_forever(loss):
    result = run(loss=loss, learning_rate=float(LIMITS[loss]))
    assert result.weights == pytest.approx([4, 0] * 10 + [4], abs=1e-9)
    assert result.diverges_at is None
    assert result.verdict.startswith("Oscillates forever: each step jumps over the best weight, 2,")


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("part, word", [(0.1, "Converges without overshooting: "),
                                        (0.9, "Overshoots and still converges: "), (1.1, "Diverges from step 1"),
                                        (0.49, "Converges without overshooting"), (0.51, "Overshoots"),
                                        (0.999, "Overshoots"), (1.001, "Diverges from step 1")])
def test_the_verdict_follows_the_rate_through_its_limits(loss, part, word):
    assert run(loss=loss, learning_rate=part * float(LIMITS[loss])).verdict.startswith(word)


def test_scaling_by_the_largest_input_moves_the_limit_of_mse_from_0_0049_to_3_6_and_leaves_the_best_weight():
    plain, scaled = run(), run(scaled=True)
    assert (plain.rate_limit, scaled.rate_limit) == (pytest.approx(4 / 819), pytest.approx(4 / 819 * 27**2))
    assert f"{plain.rate_limit:.2g} {scaled.rate_limit:.3g}" == "0.0049 3.56"
    assert plain.best_weight == scaled.best_weight == 2
    assert scaled.x.max() == 1 and scaled.y.tolist() == pytest.approx([0, 6 / 27, 18 / 27, 2])


def test_scaling_with_a_rate_scaled_along_gives_the_same_weights():
    assert run(scaled=True, learning_rate=0.001 * 27**2).weights == pytest.approx(run(learning_rate=0.001).weights,
                                                                                  rel=1e-12)


# -- O2c: iterates


@pytest.mark.parametrize("rate", ITERATES, ids=str)
def test_the_weights_are_those_of_the_reference(rate):
    result = run(learning_rate=float(rate), steps=6)
    assert result.weights == pytest.approx(ITERATES[rate], rel=1e-10)
    assert [float(w) for w in exact("mse", rate, 6)] == pytest.approx(ITERATES[rate], rel=1e-10)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("rate", ITERATES, ids=str)
def test_weights_losses_and_gradients_are_those_of_rational_arithmetic(loss, rate):
    result, weights = run(loss=loss, learning_rate=float(rate), steps=12), exact(loss, rate, 12)
    assert result.weights == pytest.approx([float(w) for w in weights], rel=1e-9)
    assert result.losses == pytest.approx([float(FACTORS[loss] * 819 * (w - 2) ** 2) for w in weights], rel=1e-8)
    assert result.gradients == pytest.approx([float(2 * FACTORS[loss] * 819 * (w - 2)) for w in weights], rel=1e-8)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("rate", ITERATES, ids=str)
def test_it_diverges_exactly_above_the_limit(loss, rate):
    result = run(loss=loss, learning_rate=float(rate))
    assert (result.diverges_at == 1) == (rate > LIMITS[loss]) and (result.diverges_at is None) == (rate <= LIMITS[loss])


def test_a_divergence_says_from_which_step_how_fast_and_which_rate_would_hold():
    assert run(learning_rate=0.01).verdict == (
        "Diverges from step 1: each step jumps over the best weight, 2, and ends 3.095 times as far on the other "
        "side. Rates below 0.00488 are stable.")


def test_the_rate_that_would_hold_does_hold():
    limit = run(learning_rate=0.01).rate_limit
    assert run(learning_rate=0.99 * limit).diverges_at is None


# -- the result as a whole


GRID = [dict(data=data, loss=loss, scaled=scaled, learning_rate=rate, weight=weight)
        for data in ONE_WEIGHT for loss in LOSSES for scaled in (False, True) for rate in (1e-4, 0.003, 0.4, 30.0)
        for weight in (-7.0, 4.0)]


@pytest.mark.parametrize("changes", GRID, ids=lambda c: "-".join(map(str, c.values())))
def test_a_result_is_consistent_in_itself(changes):
    settings = WeightSettings.create(**changes, steps=30)
    result = one_weight(settings)
    x, y = result.x, result.y
    scale = {"sse": 1, "half_sse": 0.5, "mse": 1 / len(x), "half_mse": 0.5 / len(x)}[settings.loss]
    assert result.weights.shape == result.losses.shape == result.gradients.shape == (31,)
    assert result.curvature == pytest.approx(2 * scale * np.sum(x * x), rel=1e-12)
    assert result.rate_limit == pytest.approx(2 / result.curvature)
    assert result.factor == pytest.approx(1 - settings.learning_rate * result.curvature)
    assert result.best_weight == pytest.approx(np.sum(x * y) / np.sum(x * x), rel=1e-12)
    assert result.best_loss == pytest.approx(scale * np.sum((result.best_weight * x - y) ** 2), abs=1e-12)
    assert result.losses[0] == pytest.approx(scale * np.sum((settings.weight * x - y) ** 2), rel=1e-12)
    # every step is the rule itself
    assert result.weights[1:] == pytest.approx(result.weights[:-1] - settings.learning_rate * result.gradients[:-1],
                                               rel=1e-12, nan_ok=True)
    # the curve is the parabola over the range of the slider
    assert result.curve_losses == pytest.approx(result.best_loss
                                                + result.curvature / 2
                                                * (result.curve_weights - result.best_weight) ** 2, rel=1e-9, abs=1e-9)
    low, high = weight_range(settings)
    assert (result.curve_weights[0], result.curve_weights[-1]) == (low, high) and low < result.best_weight < high


@pytest.mark.parametrize("changes", GRID[::7], ids=lambda c: "-".join(map(str, c.values())))
@pytest.mark.parametrize("step", [0, 1, 7, 20])
def test_the_gradient_shares_add_up_to_the_gradient(changes, step):
    result = run(**changes)
    table = result.table_at(step)
    assert np.sum(table["gradient_share"]) == pytest.approx(result.gradients[step], rel=1e-9, abs=1e-9)
    assert table["output"] == pytest.approx(result.weights[step] * result.x)
    assert table["error"] == pytest.approx(table["output"] - result.y)


@pytest.mark.parametrize("changes", GRID, ids=lambda c: "-".join(map(str, c.values())))
def test_no_verdict_contradicts_its_numbers(changes):
    result = run(**changes)
    distance = abs(result.weights - result.best_weight)
    if result.verdict.startswith("Diverges"):
        assert result.losses[result.diverges_at] > result.losses[result.diverges_at - 1] and distance[-1] > distance[0]
        assert in_words(-result.factor, 4) in result.verdict and in_words(result.rate_limit) in result.verdict
    elif result.verdict.startswith(("Converges", "Overshoots")):
        assert result.diverges_at is None and (np.diff(distance) <= 1e-12).all()
        crossed = np.sign(result.weights[0] - result.best_weight) != np.sign(result.weights[1] - result.best_weight)
        assert crossed == result.verdict.startswith("Overshoots")
        assert abs(result.factor) == pytest.approx(distance[1] / distance[0], rel=1e-9, abs=1e-12)
        assert f"multiplies the distance to the best weight, {in_words(result.best_weight, 4)}, by " in result.verdict
        assert f", by {factor_in_words(abs(result.factor))}" in result.verdict
        assert f"Rates below {in_words(result.rate_limit)} are stable." in result.verdict
    else:
        pytest.fail(result.verdict)


@given(st.floats(-20, 20), st.floats(-4, 2), st.sampled_from(sorted(LOSSES)))
def test_from_any_start_and_at_any_rate_the_weights_follow_the_closed_form(weight, exponent, loss):
    rate = float(LIMITS[loss]) * 10**exponent
    result = run(weight=weight, loss=loss, learning_rate=rate, steps=8)
    k = np.arange(9)
    assert result.weights == pytest.approx(2 + (weight - 2) * (1 - rate * CURVATURES[loss]) ** k, rel=1e-9, abs=1e-11)


def test_a_start_on_the_best_weight_stays_there_at_any_rate():
    result = run(weight=2, learning_rate=1.0)
    assert (result.weights == 2).all() and result.diverges_at is None
    assert (result.verdict
            == "Rests on the best weight, 2; from any other it would diverge. Rates below 0.00488 are stable.")


def test_a_rate_that_moves_next_to_nothing_is_not_said_to_converge():
    assert run(learning_rate=1e-20).verdict == ("Hardly moves: a step is tiny beside the distance to the best weight, "
                                                "2. Rates below 0.00488 are stable.")


def test_overflow_is_data_and_the_divergence_is_explained():
    result = run(learning_rate=1e6, steps=500)                       # warnings are errors here
    assert np.isinf(result.losses).any() and result.diverges_at == 1
    assert result.verdict.startswith("Diverges from step 1")
    assert describe_weight(WeightSettings(learning_rate=1e6, steps=500),
                           result).endswith(" 500        nan        nan        nan")
    assert all(np.shape(column) == (4,) for column in result.table_at(500).values())


@pytest.mark.parametrize("size", [1e-6, 1e-3, 1e3, 1e6])
def test_large_and_small_data_keep_the_closed_form(size):
    x = np.array([1.0, 2.0, 5.0]) * size
    result = run(x=x, y=3 * x, learning_rate=min(0.005 / size**2, 1e9), weight=4, steps=10)
    assert result.best_weight == pytest.approx(3) and result.curvature == pytest.approx(20 * size**2)
    assert result.weights == pytest.approx(3 + (1 - result.learning_rate * 20 * size**2) ** np.arange(11), rel=1e-9)


def test_data_that_no_weight_fits_leave_the_loss_of_the_best_one():
    result = run(data="noisy_line", loss="sse", weight=4)
    assert (result.best_weight, result.best_loss) == (1.5, pytest.approx(1.5))       # x = 1..4, y = 2, 2, 5, 6
    assert (result.losses >= 1.5).all()


def test_one_single_row_is_enough():
    result = run(x=[2.0], y=[3.0], learning_rate=0.01)
    assert result.best_weight == 1.5 and result.curvature == 8 and len(result.table["input"]) == 1


# -- refusals


def test_inputs_of_zero_only_are_refused():
    with pytest.raises(ValueError,
                       match=r"^x of WeightLab: expected a number other than 0; got .*only zeros.* With inputs of zero "
                             r"the weight"):
        run(x=[0, 0], y=[1, 2])


@pytest.mark.parametrize("x, y, name, shape", [([[1], [2]], [1, 2], "x", "(2, 1)"), ([1, 2], [[1], [2]], "y", "(2, 1)"),
                                               ([[1, 2]], [[1, 2]], "x", "(1, 2)")])
def test_tables_of_several_columns_are_refused(x, y, name, shape):
    with pytest.raises(ValueError) as error:
        run(x=x, y=y)
    assert str(
        error.value) == f"{name} of WeightLab: expected shape (n,), one number per row; got an array of shape {shape}."


# -- ranges of a hand


@pytest.mark.parametrize("data", ONE_WEIGHT)
def test_the_scale_of_rates_holds_every_limit_with_room_and_in_whole_decades(data):
    settings = WeightSettings(data=data)
    low, high = rate_range(settings)
    limits = [run(data=data, loss=loss, scaled=scaled).rate_limit for loss in LOSSES for scaled in (False, True)]
    assert 10 * low <= min(limits) and max(limits) <= high
    assert all(math.log10(end) == pytest.approx(round(math.log10(end)), abs=1e-12) for end in (low, high))
    assert rate_range(settings.replace(loss="sse")) == rate_range(settings.replace(scaled=True)) == (low, high)


@pytest.mark.parametrize("y, ends", [([0, 6, 18, 54], (-2, 6)), ([0, -6, -18, -54], (-6, 2)), ([0, 0, 0, 0], (-1, 1))])
def test_a_hand_reaches_to_both_sides_of_the_best_weight(y, ends):
    assert weight_range(WeightSettings.create(x=X, y=y)) == ends


# -- text


def test_the_text_twin_holds_the_line_the_verdict_the_rows_and_the_run():
    settings = WeightSettings(learning_rate=0.002, step=1, steps=3)
    result = one_weight(settings)
    assert describe_weight(settings, result) == """\
WeightLab: step 1 of 3: weight 2.362, loss 26.83, gradient 148.2, learning rate 0.002
Converges without overshooting: each step multiplies the distance to the best weight, 2, by 0.181. \
Rates below 0.00488 are stable.
mean squared error; curvature 409.5, largest stable rate 0.00488

input  desired  output  error  squared error  gradient share
    0        0       0      0              0               0
    3        6   7.086  1.086          1.179           1.629
    9       18   21.26  3.258          10.61           14.66
   27       54   63.77  9.774          95.53           131.9
  sum                                  107.3           148.2

step  weight    loss  gradient
   0       4     819       819
   1   2.362   26.83     148.2
   2   2.066   0.879     26.83
   3   2.012  0.0288     4.856"""


def test_of_long_tables_the_beginning_and_the_end_are_shown():
    x = np.arange(1.0, 101)
    settings = WeightSettings.create(x=x, y=2 * x, steps=500, learning_rate=1e-6)
    text = describe_weight(settings, one_weight(settings))
    assert len(text.splitlines()) < 40 and "..." in text and max(map(len, text.splitlines())) < 140


@pytest.mark.parametrize("changes", GRID[::3], ids=lambda c: "-".join(map(str, c.values())))
def test_the_first_line_is_short_and_the_same_as_the_summary(changes):
    settings = WeightSettings.create(**changes, steps=500, step=500)
    result = one_weight(settings)
    line = summarize_weight(settings, result)
    assert len(line) < 110 and describe_weight(settings, result).splitlines()[0] == line
    assert "-0 " not in describe_weight(settings, result).replace("e-0", "")
