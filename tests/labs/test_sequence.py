"""SequenceLab: how far back the error of one output reaches, in three cells, before and after they learned."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.engine.layers.lstm import LSTM
from bpwidgets.engine.tape import Scalar
from bpwidgets.labs.sequence.cells import CELLS
from bpwidgets.labs.sequence.looking_back import Asked, look_back
from bpwidgets.labs.sequence.rhyme import ALPHABET, NUMBERS, TEXT, entropy
from bpwidgets.labs.sequence.runs import EVERY, gradient_of
from bpwidgets.labs.sequence.settings import SequenceSettings
from bpwidgets.labs.sequence.study import error_through_time, training_of
from bpwidgets.labs.sequence.tasks import CLOSE, TASKS, adding
from bpwidgets.labs.sequence.verdict import left
from bpwidgets.memo import Memo

SMALL = dict(length=7, units=4, updates=12, batch_size=5)
of_each_cell = pytest.mark.parametrize("name", CELLS)
of_each_task = pytest.mark.parametrize("task", TASKS)


def settings_of(**changes):
    return SequenceSettings.create(**{**SMALL, **changes})


def result_of(**changes):
    *_, result = error_through_time(settings_of(**changes))
    return result


@pytest.fixture(scope="module")
def learned():
    """The lab as it opens."""
    *_, result = error_through_time(SequenceSettings())
    return result


# What is learned


def test_the_target_of_the_adding_problem_is_the_sum_of_one_number_from_each_half():
    x, y = adding(11, np.random.default_rng(3), 500)
    first, second = x[:, :5, 1], x[:, 5:, 1]
    assert (first.sum(axis=1) == 1).all() and (second.sum(axis=1) == 1).all()
    assert np.allclose(y[:, 0], (x[..., 0] * x[..., 1]).sum(axis=1), rtol=0, atol=1e-15)
    assert x[..., 0].min() >= 0 and x[..., 0].max() <= 1


def test_who_always_says_1_has_the_variance_of_two_numbers_a_sixth():
    _, y = adding(20, np.random.default_rng(0), 200_000)
    assert TASKS["adding"].baseline == pytest.approx(1 / 6) and ((y - 1)**2).mean() == pytest.approx(1 / 6, rel=0.01)


def test_the_rhyme_runs_back_to_the_house_in_every_verse():
    verses = TEXT.split("this is the ")[1:]
    assert len(verses) == 6 and all(verse.endswith("house that jack built. ") for verse in verses)
    assert "".join(ALPHABET[k] for k in NUMBERS) == TEXT
    assert entropy() == pytest.approx(-sum(TEXT.count(a) / len(TEXT) * np.log(TEXT.count(a) / len(TEXT))
                                           for a in ALPHABET))


def test_a_piece_of_the_rhyme_is_followed_by_its_own_next_letter():
    task = TASKS["letters"]
    for k in (0, 200, task.count(12) - 1):
        x, y = task.one(12, k)
        assert "".join(ALPHABET[j] for j in x[0].argmax(axis=1)) == TEXT[k:k + 12]
        assert ALPHABET[y[0].argmax()] == TEXT[k + 12]
        assert ALPHABET[task.target(x, y, 5)[0].argmax()] == TEXT[k + 5]


def test_after_fewer_steps_the_sum_so_far_is_asked():
    x, y = adding(8, np.random.default_rng(1), 30)
    target = TASKS["adding"].target
    assert np.array_equal(target(x, y, 8), y) and (target(x, y, 1) == x[:, :1, 0] * x[:, :1, 1]).all()


# How far back the error reaches


def tape_of_plain(parameters, x):
    """The output of a plain net of one unit on one sequence, and its inputs, as numbers on the scalar tape."""
    inputs = [[Scalar(float(value)) for value in step] for step in x]
    h = Scalar(0.0)
    for first, second in inputs:
        h = (first * parameters["w"][0] + second * parameters["w"][1] + h * parameters["u"] + parameters["b"]).tanh()
    return h * parameters["v"] + parameters["c"], inputs


def test_the_gradient_at_each_input_is_that_of_the_tape():
    result = result_of(units=1, length=5)
    settings = settings_of(units=1, length=5)
    (cell, _, head) = result.runs["plain"].network.unpack(result.runs["plain"].thetas[-1])
    x, _ = TASKS["adding"].one(5, 0)
    output, inputs = tape_of_plain(
        {"w": cell["W"][:, 0].tolist(), "u": float(cell["U"][0, 0]), "b": float(cell["b"][0]),
         "v": float(head["W"][0, 0]), "c": float(head["b"][0])}, x[0])
    output.backward()
    sight = result.sight("plain", settings)
    assert sight.says[0] == pytest.approx(output.value, rel=1e-12)
    assert sight.one == pytest.approx([np.hypot(*(value.gradient for value in step)) for step in inputs], rel=1e-10)


@of_each_task
@of_each_cell
@pytest.mark.parametrize("of", ["output", "loss"])
def test_the_gradient_check_of_what_is_shown_holds(task, name, of):
    result = result_of(task=task, units=3)
    sight = result.sight(name, settings_of(task=task, units=3, of=of, asked=6, example=3))
    assert 0 < sight.check < 1e-5


def test_the_gradient_check_sees_an_error_that_does_not_pass_through_the_cell(monkeypatch):
    right = LSTM.backward

    def forgetful(self, parameters, trace, da, context=None):
        return right(self, parameters, trace._replace(f=np.zeros_like(trace.f)), da, context)

    lab = bp.SequenceLab(**SMALL)
    assert "gradient check, off by" in lab.canvas.status
    monkeypatch.setattr(LSTM, "backward", forgetful)
    wrong = result_of().sight("lstm", settings_of())
    assert wrong.check > 0.01


def test_with_the_forget_gate_open_and_no_other_way_the_error_flows_back_unchanged():
    # The constant error carousel (Hochreiter & Schmidhuber, 1997, section 3): a unit whose own weight is 1.
    network = TASKS["adding"].network(CELLS["lstm"].make(2, 3, 1.0))
    theta = network.initialize("lecun_uniform", 0)
    shapes = {name: np.zeros(shape) for name, shape in network.layers[0].shapes.items()}
    shapes |= {"Wg": np.full((2, 3), 0.01), **{name: np.full(3, 50.0) for name in ("bi", "bf", "bo")}}
    theta[:network.n - 4] = np.concatenate([shapes[name].ravel() for name in network.layers[0].shapes])
    sight = look_back(CELLS["lstm"], Asked("adding", 30, 30, "output", 30, 0), network, theta)
    assert np.allclose(sight.kept, 1, rtol=1e-12)
    assert np.ptp(sight.one) < 0.02 * sight.one[-1]


def test_what_is_kept_is_the_product_of_the_gates_after_a_step():
    result, settings = result_of(), settings_of(asked=6)
    for name, letter in (("lstm", "f"), ("gru", "u")):
        sight = result.sight(name, settings)
        gate = sight.gates[letter]
        assert np.allclose(sight.kept[5], 1) and np.allclose(sight.kept[2], gate[3] * gate[4] * gate[5])
        assert np.isnan(sight.kept[6:]).all() and np.isnan(gate[6:]).all() and ((gate[:6] > 0) & (gate[:6] < 1)).all()


def test_an_output_sees_nothing_of_later_steps():
    sight = result_of().sight("gru", settings_of(asked=3))
    assert np.isnan(sight.reach[3:]).all() and (sight.reach[:3] > 0).all() and np.isnan(sight.one[3:]).all()


def test_the_gradient_of_the_loss_is_that_of_the_output_times_the_error():
    result = result_of()
    by_output, by_loss = (result.sight("lstm", settings_of(of=of)) for of in ("output", "loss"))
    error = float(by_output.says[0] - by_output.wanted[0])
    assert by_loss.one == pytest.approx(abs(2 * error) * by_output.one, rel=1e-10)


# Cut off in time


def held_before(training, cell, network, theta, x, y, steps):
    """The loss with the state that the last steps begin with held at what it is now: central differences of that."""
    whole = network.forward(theta, x)[0]

    def loss(moved):
        parameters = network.unpack(moved)
        layer, first = network.layers[0], x.shape[1] - steps
        h = whole.a[:, first - 1] if first else np.zeros_like(whole.a[:, 0])
        c = whole.c[:, first - 1] if first and cell.name == "lstm" else np.zeros_like(h)
        for t in range(first, x.shape[1]):
            h, c = one_step(cell.name, layer, parameters[0], x[:, t], h, c)
        return training.row.loss.function(h @ parameters[2]["W"] + parameters[2]["b"], y)

    return np.array([(loss(theta + 1e-5 * e) - loss(theta - 1e-5 * e)) / 2e-5 for e in np.eye(len(theta))])


def one_step(name, layer, p, x, h, c):
    """The formulas of the papers, for one step."""
    def sigmoid(z): return 1 / (1 + np.exp(-z))
    def z(gate, state=h): return x @ p[f"W{gate}"] + state @ p[f"U{gate}"] + p[f"b{gate}"]
    if name == "plain":
        return np.tanh(z("")), c
    if name == "lstm":
        c = sigmoid(z("f")) * c + sigmoid(z("i")) * np.tanh(z("g"))
        return sigmoid(z("o")) * np.tanh(c), c
    u = sigmoid(z("u"))
    return u * h + (1 - u) * np.tanh(z("n", sigmoid(z("r")) * h)), c


@of_each_cell
@pytest.mark.parametrize("steps", [1, 3])
def test_a_cut_gradient_is_that_of_a_net_whose_earlier_state_is_held(name, steps):
    training, cell = training_of(settings_of(truncate=steps, units=3)), CELLS[name]
    network = training.network(cell)
    theta = network.initialize("lecun_uniform", 1)
    x, y = adding(7, np.random.default_rng(2), 4)
    found = gradient_of(training, cell, network, theta, x, y)
    assert np.allclose(found, held_before(training, cell, network, theta, x, y, steps), rtol=1e-6, atol=1e-9)


@of_each_task
@of_each_cell
def test_a_cut_behind_the_first_step_cuts_nothing(task, name):
    training, cell = training_of(settings_of(task=task, units=3)), CELLS[name]
    network = training.network(cell)
    theta = network.initialize("lecun_uniform", 1)
    x, y = training.row.drawn(7, np.random.default_rng(2), 4)
    trace = network.forward(theta, x)
    place = len(training.row.before)
    back = network.backward(theta, trace, training.row.loss.gradient(trace.output, y))
    whole = cell.cut(trace[place], back[place].delta, 7)
    assert whole.keys() == back[place].gradients.keys()
    assert all(np.allclose(whole[key], part, rtol=1e-12, atol=1e-16) for key, part in back[place].gradients.items())
    assert engine.check_gradient(engine.NetworkLoss(network, x, y, loss=training.row.loss), theta).relative_error < 1e-5


def test_letters_before_the_cut_teach_the_embedding_nothing():
    training, cell = training_of(settings_of(task="letters", truncate=2, units=3)), CELLS["lstm"]
    network = training.network(cell)
    theta = network.initialize("lecun_uniform", 1)
    x, y = training.row.one(7, 0)
    rows = gradient_of(training, cell, network, theta, x, y)[:len(ALPHABET) * 8].reshape(len(ALPHABET), 8)
    assert np.flatnonzero(np.abs(rows).sum(axis=1)).tolist() == sorted({ALPHABET.index(a) for a in TEXT[5:7]})


def test_what_is_cut_off_is_exactly_0_and_what_would_arrive_is_told():
    lab = bp.SequenceLab(**SMALL, truncate=2)
    sight = lab.result.sight("lstm", lab.settings)
    assert sight.reach[:5].tolist() == [0.0] * 5 and (sight.uncut[:5] > 0).all()
    assert sight.reach[5:].tolist() == sight.uncut[5:].tolist()
    assert lab.result.verdict.startswith("The error is cut off after 2 steps: what came before gets a gradient of ")


# Training


@of_each_task
def test_a_run_is_adam_on_the_clipped_gradients_of_fresh_sequences(task):
    settings = settings_of(task=task, clip=0.5, seed=3)
    training = training_of(settings)
    result = result_of(task=task, clip=0.5, seed=3)
    for name, cell in CELLS.items():
        network, thetas = training.network(cell), result.runs[name].thetas
        adam = engine.OPTIMIZERS["adam"]
        theta, state, lengths = thetas[0], adam.init(thetas[0]), []
        for update in range(1, 13):
            x, y = training.row.drawn(7, np.random.default_rng([3, update]), 5)
            gradient = engine.NetworkLoss(network, x, y, loss=training.row.loss).gradient(theta)
            lengths.append(float(np.sqrt(gradient @ gradient)))
            gradient = gradient * min(1, 0.5 / lengths[-1])
            theta, state = adam.step(theta, gradient, state, settings.learning_rate)
        assert np.allclose(theta, thetas[-1], rtol=1e-9, atol=1e-12)
        assert np.allclose(lengths, result.runs[name].lengths, rtol=1e-9)


def test_losses_are_measured_on_sequences_of_their_own():
    result, settings = result_of(), settings_of()
    x, y = TASKS["adding"].measured(7)
    for name, run in result.runs.items():
        assert len(run.losses) == 12 // EVERY + 1
        for k, loss in enumerate(run.losses):
            assert loss == pytest.approx(((run.network.forward(run.thetas[k * EVERY], x).output - y)**2).mean())
            assert result.sight(name, settings.replace(update=k * EVERY)).loss == pytest.approx(loss)


def test_pieces_end_in_the_run_of_one_go_and_a_shorter_run_is_its_beginning():
    memo, settings = Memo(), settings_of(updates=60)
    pieces = list(error_through_time(settings, memo))
    assert pieces[0].known == 1 and [piece.known for piece in pieces] == sorted({piece.known for piece in pieces})
    *_, alone = error_through_time(settings)
    shorter, = error_through_time(settings.replace(updates=20), memo)
    for name in CELLS:
        assert np.array_equal(pieces[-1].runs[name].thetas[-1], alone.runs[name].thetas[-1])
        assert np.array_equal(shorter.runs[name].thetas[-1], alone.runs[name].thetas[20]) and shorter.known == 20


def test_what_is_found_cannot_be_written_to():
    result = result_of()
    sight = result.sight("lstm", settings_of())
    for array in (sight.reach, sight.kept, sight.gates["f"], result.runs["gru"].thetas[3], result.runs["gru"].losses):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_gates_closed_from_the_start_keep_nothing():
    kept = {bias: result_of(forget_bias=bias, updates=1).sight("lstm", settings_of(forget_bias=bias, update=0)).kept[0]
            for bias in (-5.0, 5.0)}
    assert kept[-5.0].max() < 1e-8 and kept[5.0].min() > 0.8


def test_what_is_added_and_what_dies_in_the_lab_as_it_opens(learned):
    sights = learned.sights(SequenceSettings())
    assert left(sights["plain"]) < 0.01 and left(sights["lstm"]) > 0.5 and left(sights["gru"]) > 0.5
    assert sights["plain"].loss > 0.1 and max(sights["lstm"].loss, sights["gru"].loss) < 0.005
    assert sights["plain"].right < 0.3 and min(sights["lstm"].right, sights["gru"].right) > 0.9
    fresh = learned.sights(SequenceSettings(update=0))
    assert left(fresh["plain"]) < 1e-3 and left(fresh["gru"]) < 1e-3 and left(fresh["lstm"]) < 0.1


def test_the_verdict_tells_the_numbers_of_the_last_update(learned):
    sights = learned.sights(SequenceSettings())
    told = learned.verdict
    assert told.startswith("Of the output's gradient this part is left 19 steps back: ")
    assert told.endswith("that of a net that always says 1 is 0.167.") and "After 400 updates" in told
    assert f"{left(sights['lstm']):.1f} in the LSTM" in told


@pytest.mark.parametrize("seed", range(1, 3))
def test_other_seeds_come_to_the_same(seed):
    # By the criterion of Hochreiter & Schmidhuber (1997): an error below 0.04 of a target of half the size. All of the
    # seeds 0 to 9 do; two of them here.
    *_, result = error_through_time(SequenceSettings(seed=seed, updates=400))
    sights = result.sights(SequenceSettings(seed=seed))
    assert sights["plain"].loss > 0.1 and max(sights["lstm"].loss, sights["gru"].loss) < 0.01
    assert min(sights["lstm"].right, sights["gru"].right) > 0.75 and CLOSE == 2 * 0.04


@of_each_cell
def test_at_the_highest_rate_and_gain_all_numbers_stay_finite(name):
    # Adam bounds each step, and tanh and sigmoid what comes of it.
    changes = dict(learning_rate=10.0, gain=10.0, length=30, updates=30)
    sight = result_of(**changes).sight(name, settings_of(**changes))
    assert np.isfinite(sight.reach).all() and np.isfinite([sight.loss, sight.check]).all()
