"""What a gradient costs: counts against closed forms, descents that are what they say, and a game that is fair."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.text import Text

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.labs.cost.counting import pass_cost
from bpwidgets.labs.cost.descents import Contest, Descents
from bpwidgets.labs.cost.game import descent_steps, objective_of, play
from bpwidgets.labs.cost.growth import costs_of, growth_of, scaled
from bpwidgets.labs.cost.task import DATA, TEACHER, Task
from bpwidgets.labs.cost.timing import seconds
from bpwidgets.labs.cost.ways import WAYS, Asked, Descent
from bpwidgets.studies import CostSettings, gradient_cost

NETS = [(1, 1), (3, 1), (2, 8, 8, 1), (784, 30, 10), (4, 6, 6, 2), (2, 2, 2, 2, 2, 1), (5, *[50] * 20, 3),
        (12288, 49152, 12288)]


def closed_forms(widths):
    """Parameters, weights, and the multiply-adds of a forward and a backward pass, as one derives them on paper."""
    weights = sum(a * b for a, b in pairwise(widths))
    return weights + sum(widths[1:]), weights, weights, 2 * weights - widths[0] * widths[1]


def result_of(**changes):
    *_, result = gradient_cost(CostSettings.create(**{"budget": 60, **changes}))
    return result


@pytest.mark.parametrize("widths", NETS, ids=lambda widths: "-".join(map(str, widths[:4])))
def test_passes_and_multiply_adds_are_those_of_the_closed_forms(widths):
    P, weights, forward, backward = closed_forms(widths)
    assert pass_cost(widths) == (forward, backward)
    costs = costs_of(widths)
    assert {name: cost.passes for name, cost in costs.items()} == {
        "trial": P + 1, "forward": P + 1, "central": 2 * P, "directions": 2, "backprop": 2}
    assert {name: cost.multiply_adds for name, cost in costs.items()} == {
        "trial": (P + 1) * forward, "forward": (P + 1) * forward, "central": 2 * P * forward,
        "directions": 2 * forward, "backprop": forward + backward}
    # Nielsen (2015), chapter 2, says roughly two forward passes; it is two only with a single hidden layer.
    assert costs["backprop"].forward_passes == pytest.approx((3 * weights - widths[0] * widths[1]) / weights)


@pytest.mark.parametrize("widths", [(2, 3, 1), (3, 4, 3), (4, 6, 6, 2)])
def test_what_is_counted_is_what_the_engine_multiplies(widths, monkeypatch):
    """The products that real passes make, with real numbers, for one example."""
    made = []

    class Watched(np.ndarray):
        def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
            plain = [np.asarray(array) for array in inputs]
            if ufunc is np.matmul:
                made.append(plain[0].shape[-2] * plain[0].shape[-1] * plain[1].shape[-1])
            answer = getattr(ufunc, method)(*plain, **options)
            return answer.view(Watched) if isinstance(answer, np.ndarray) else answer

    net = engine.network(widths)
    loss = engine.NetworkLoss(net, np.ones((1, widths[0])), np.ones((1, widths[-1])))
    theta = net.initialize(seed=1).view(Watched)
    monkeypatch.setattr("bpwidgets.engine.networks.as_floats", lambda array, *words: array)
    monkeypatch.setattr("bpwidgets.engine.objective.as_floats", lambda array, *words: array)
    loss.value(theta)
    assert sum(made) == pass_cost(widths).forward
    made.clear()
    loss.gradient(theta)
    assert sum(made) == sum(pass_cost(widths))


def test_the_published_digits_net_and_the_growth_of_the_price():
    lab = bp.CostLab(widths=(784, 30, 10), budget=0)
    assert (lab.result.parameters, lab.result.passes) == (23860, 2)
    assert lab.result.forward_passes == pytest.approx(2.0126, abs=1e-4)
    lab.set(way="central")
    assert lab.result.passes == 47720 and "23,860 parameters both ways" in lab.result.verdict
    lab.set(depth=9, width=1000)
    assert lab.settings.widths == (784, *[1000] * 9, 10)
    assert 2.9 < lab.result.costs["backprop"].forward_passes < 3
    growth = growth_of((2, 8, 8, 1))
    assert (np.diff(growth.parameters) > 0).all() and 105 in growth.parameters
    assert (growth.forward_passes["backprop"] < 3).all()
    assert np.array_equal(growth.forward_passes["forward"], growth.parameters + 1)
    assert scaled((2, 8, 4, 1), 16) == (2, 16, 8, 1)


@pytest.mark.parametrize("name", ["forward", "central", "backprop"])
def test_each_way_to_the_gradient_takes_the_step_of_gradient_descent_and_asks_what_it_says(name):
    task = Task((2, 3, 2), TEACHER, 1)
    asked_for = []
    descent = Descent(task.objective, task.start, 0.1, 0.2, np.random.default_rng(0))
    theta, asked = None, Asked(0)
    steps = WAYS[name].steps(descent)
    while theta is None:
        asked = next(steps)
        asked_for.append(asked)
        theta = asked.theta
    expected = task.start - 0.1 * task.objective.gradient(task.start)
    assert np.allclose(theta, expected, rtol=0, atol=1e-7)
    P = len(task.start)
    assert sum(one.forward for one in asked_for) == WAYS[name].forward(P)
    assert sum(one.backward for one in asked_for) == WAYS[name].backward


def test_a_random_direction_is_the_gradient_on_average_and_no_better():
    task = Task((2, 2, 1), TEACHER, 0)
    P, gradient = len(task.start), task.objective.gradient(task.start)
    rng, steps = np.random.default_rng(5), []
    for _ in range(1000):
        after = next(WAYS["directions"].steps(Descent(task.objective, task.start, 1.0, 0.2, rng))).theta
        steps.append(P * (task.start - after))
    found = np.array(steps)
    assert np.allclose(found.mean(axis=0), gradient, atol=5 * np.linalg.norm(gradient) / np.sqrt(1000))
    # Its square is P times that of the gradient (Spall, 1992).
    assert (found**2).sum(axis=1).mean() == pytest.approx(P * (gradient**2).sum(), rel=0.15)


def test_trials_keep_what_helps_and_nothing_else():
    run = result_of(way="trial", budget=80).runs["trial"]
    assert (np.diff(run.losses) < 0).all() and (np.diff(run.work) >= 1).all() and run.spent <= 80
    lab = bp.CostLab(widths=(2, 3, 1), budget=50)
    assert lab.result.runs["trial"].losses[0] == lab.result.runs["backprop"].losses[0]


@pytest.mark.parametrize("widths, budget", [((2, 3, 1), 100), ((2, 8, 8, 1), 150), ((3, 40, 2), 60)])
def test_no_descent_spends_more_than_the_budget_and_each_step_is_paid_for(widths, budget):
    result = result_of(widths=widths, budget=budget)
    for name, run in result.runs.items():
        price = result.costs[name].forward_passes if name != "trial" else 1.0
        assert run.work[-1] <= run.spent <= budget
        assert run.steps <= budget / price
        if name != "trial":
            assert run.steps == int(budget / price + 1e-9)
            assert np.allclose(np.diff(run.work), price)


def test_backpropagation_descends_as_the_engine_does():
    result = result_of(widths=(2, 4, 1), budget=60)
    task = Task((2, 4, 1), TEACHER, 0)
    run = result.runs["backprop"]
    path = engine.descend(task.objective, task.start, "sgd", 0.2, run.steps)
    assert np.allclose(run.losses, path.values, rtol=1e-10)


def test_pieces_change_nothing_but_when_a_descent_is_known():
    contest = Contest(Task((2, 3, 1), TEACHER, 2), 0.1, 0.2, 90)
    pieces, whole = Descents(contest), Descents(contest)
    results = [dict(pieces.runs)]
    while not pieces.done:
        pieces.advance()
        results.append(dict(pieces.runs))
    assert len(results) > 2
    while not whole.done:
        whole.advance()
    for name, run in results[-1].items():
        assert np.array_equal(run.losses, whole.runs[name].losses)
        for earlier in results[1:-1]:
            assert np.array_equal(earlier[name].losses, run.losses[:len(earlier[name].losses)])


def test_a_large_net_is_counted_and_not_trained():
    result = result_of(widths=(1000, 10_000, 1000))
    assert result.runs == {} and result.work == 0 and "too large to be trained here" in result.verdict
    assert result.costs["forward"].passes == 20_011_001
    first = next(gradient_cost(CostSettings(widths=(784, 300, 10))))
    assert first.runs == {}    # the picture does not wait for it


def test_a_net_of_other_widths_keeps_depth_width_and_widths_in_step():
    lab = bp.CostLab(widths=(2, 8, 4, 1), budget=0)
    assert (lab.settings.depth, lab.settings.width) == (2, 8)
    assert eval(repr(lab.settings), {"CostLab": CostSettings}) == lab.settings
    lab.set(depth=3)
    assert lab.settings.widths == (2, 8, 8, 8, 1)
    lab.set(widths="3-5-2")
    assert (lab.settings.widths, lab.settings.depth, lab.settings.width) == ((3, 5, 2), 1, 5)
    lab.set(depth=0)
    assert lab.settings.widths == (3, 2) and lab.result.parameters == 8


@pytest.mark.parametrize("wrong, words", [
    (dict(widths=(5,)), "widths of CostLab: expected 2 to 101 whole numbers from 1 to 1,000,000, such as (2, 8, 1); "
                        "got (5,). Give one number for each layer, the inputs first."),
    (dict(widths=(2, 0, 1)), "got (2, 0, 1). 0 is not a number of units."),
    (dict(widths="2-x-1"), "got '2-x-1'. 'x' is not a number of units."),
    (dict(widths=(2, 2.5, 1)), "2.5 is not a number of units."),
    (dict(widths=3), "got 3. Give them as a tuple, from the input to the output."),
    (dict(data="moons", widths=(3, 1)), "data of CostLab: expected data with 3 inputs and 1 output, as the net 3-1 "
                                        "has; got moons with 2 and 1. data='teacher' suits every net."),
    (dict(way="backpropagation"), "Did you mean"),
    (dict(tries=[{"w1": 1.0}]), "tries of CostLab: expected a finite number for each of w1, w2, w3, w4, in this order"),
    (dict(tries=[{"w1": float("nan")}], game_weights=1), "expected a finite number"),
    (dict(tries=[{"w1": 1.0}] * 4, game_weights=1, game_passes=3), "expected at most 3, one for each pass; got 4"),
])
def test_what_cannot_be_is_refused_with_what_can(wrong, words):
    lab = bp.CostLab(budget=0)
    before = lab.settings
    with pytest.raises(bp.ArgumentError) as caught:
        lab.set(**wrong)
    assert words in str(caught.value) and lab.settings is before


def test_own_data_are_learnt():
    lab = bp.CostLab(widths=(1, 3, 1), x=[0.0, 1.0, 2.0], y=[1.0, 0.0, 1.0], budget=40)
    task = Task((1, 3, 1), lab.settings.data, 0)
    assert lab.result.runs["backprop"].losses[0] == pytest.approx(float(task.objective.value(task.start)))
    assert set(DATA) == {"teacher", "xor", "moons", "sine"}


# -- the game

def test_a_try_costs_a_pass_and_the_line_of_the_settings_recreates_the_game():
    lab = bp.CostLab(budget=0, game_weights=2, game_passes=3)
    for weight in (1.0, 2.0):
        lab.set(weights={"w1": weight})
        lab.press("try")
    assert lab.result.game.left == 1 and lab.result.game.tried.tolist() == [[1.0, 0.0], [2.0, 0.0]]
    objective, _ = objective_of(2, 0)
    assert lab.result.game.losses.tolist() == [float(objective.value(np.array(w))) for w in ([1, 0.0], [2, 0.0])]
    again = bp.CostLab(budget=0, game_weights=2, game_passes=3, tries=lab.settings.tries)
    assert again.describe() == lab.describe()
    assert eval(repr(lab.settings), {"CostLab": CostSettings}) == lab.settings


def test_gradient_descent_is_hidden_until_all_passes_are_used_or_somebody_asks():
    lab = bp.CostLab(budget=0, game_weights=2, game_passes=3)
    lab.press("try")
    assert "gradient descent" not in lab.describe().lower().partition("game:")[2]
    assert "Gradient descent" not in lab.result.verdict
    lab.press("reveal")
    assert "Gradient descent reaches" in lab.result.verdict and "gradient descent" in lab.describe()
    lab.press("try")
    assert len(lab.settings.tries) == 1    # no more tries after that
    lab.press("again")
    assert lab.settings.tries == () and not lab.settings.revealed
    for _ in range(3):
        lab.press("try")
    assert "Gradient descent reaches" in lab.result.verdict and not lab.settings.revealed
    lab.press("try")
    assert len(lab.settings.tries) == 3


def test_gradient_descent_is_watched_step_by_step_and_begins_again():
    lab = bp.CostLab(budget=0, game_weights=2, game_passes=8)
    lab.press("next")
    assert lab.settings.step == 3    # it is hidden: nothing to watch
    lab.press("reveal")
    steps = []
    for _ in range(5):
        lab.press("next")
        steps.append(lab.settings.step)
    assert steps == [0, 1, 2, 3, 0] and len(lab.result.game.descent) == 4
    lab.press("again")
    assert lab.settings.step == 3 and not lab.settings.revealed


def test_where_only_the_game_is_shown_all_words_are_about_it():
    lab = bp.CostLab(budget=0, game_weights=2)
    game = lab.plan.words(*lab.state, ("board", "tries", "verdict"), "")
    assert game["verdict"] == "20 passes are left; each try of weights takes one."
    assert game["status"] == "CostLab: game with 2 weights, 0 of 20 passes used"
    assert lab.plan.words(*lab.state, ("growth", "board", "verdict"), "")["verdict"] == lab.result.verdict
    lab.press("try")
    assert lab.plan.words(*lab.state, ("board", "verdict"), "")["verdict"] == lab.result.verdict
    lab.show("board", "tries", "verdict")
    title, _ = lab.stills()
    assert "19 passes are left" in " ".join(text.get_text() for text in title.figure.findobj(match=Text))


@pytest.mark.parametrize("weights", range(1, 9))
def test_gradient_descent_plays_by_the_rules_with_the_same_budget(weights):
    for seed in range(4):
        game = play(weights, seed, 20, ())
        objective, best = objective_of(weights, seed)
        assert objective.value(best) == pytest.approx(0, abs=1e-20) and (np.abs(best) <= 2.5).all()
        # Each step is a forward and a backward pass of a net without hidden layer, two forward passes of work; the
        # last one tells the loss.
        assert game.descent_passes[-1] <= 20 and len(game.descent) - 1 == descent_steps(20, weights) == 9
        assert (np.diff(game.descent_losses) <= 0).all() and game.descent_losses[-1] < game.descent_losses[0] / 3
        assert (game.descent[0] == 0).all()


def test_who_finds_a_lower_loss_is_told_so():
    _, best = objective_of(2, 0)
    won = bp.CostLab(budget=0, game_weights=2, tries=[{"w1": best[0], "w2": best[1]}], revealed=True)
    assert won.result.verdict.endswith("You win: now try it with more weights.")
    lost = bp.CostLab(budget=0, game_weights=2, tries=[{"w1": 0.0, "w2": 0.0}], revealed=True)
    assert lost.result.verdict.endswith("times lower.")


# -- the time

def test_the_time_is_told_and_kept_nowhere():
    lab = bp.CostLab(widths=(2, 3, 1), budget=10)
    before = lab.describe(), lab.to_csv(), lab.settings, lab.result
    told = lab.press("measure_time")
    assert told.startswith("measured here and now, 32 examples: one forward pass takes ") and told.endswith("as long")
    assert told in lab.canvas.status or lab.canvas.status.startswith("CostLab")
    assert (lab.describe(), lab.to_csv(), lab.settings, lab.result) == before
    assert "measured" not in lab.canvas.alt and "measured" not in lab.canvas.verdict

    lab._panel.actions.buttons["measure_time"].click()
    assert "measured here and now" in lab.canvas.status
    lab.set(width=4)
    assert "measured" not in lab.canvas.status


def test_a_time_is_the_median_of_some_repetitions():
    ticks = iter([0, 1, 10, 12, 20, 29, *range(100, 200)])
    assert seconds(lambda: None, lambda: next(ticks)) == 2


def test_buttons_stand_beside_what_they_belong_to():
    lab = bp.CostLab(widths=(2, 3, 1), budget=10)
    buttons = lab._panel.actions.buttons

    def seen():
        return [name for name, button in buttons.items() if button.layout.display != "none"]

    assert seen() == ["measure_time", "reset"]
    lab.show("board", "tries", "verdict")
    assert seen() == ["try", "reveal", "next", "again", "reset"]
    assert lab.question == "Can you beat gradient descent by hand?"
