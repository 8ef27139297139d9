"""The cursor through all sub-steps: forwards, back, played, and exact to the last bit, in nets nobody has seen."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.labs.backprop.substeps import substeps_of


def drawn(seed, optimizer, batch):
    """A random net with random data; its last layer and its loss go together."""
    draw = np.random.default_rng(seed)
    sizes = tuple(draw.integers(1, 4, draw.integers(2, 5)).tolist())
    hidden = draw.choice(["tanh", "sigmoid", "softplus", "silu"])
    net = engine.network(sizes, str(hidden), "identity")
    rows = int(draw.integers(2, 5))
    return dict(net=net, x=draw.normal(size=(rows, sizes[0])), y=draw.normal(size=(rows, sizes[-1])), loss="half_mse",
                theta=draw.normal(size=net.n), optimizer=optimizer, learning_rate=0.01, batch=batch, updates=3)


def bits(lab, moment):
    """All that stands at a moment, to the last bit: passes, weights, the state of the optimizer, words, formula."""
    update = lab.result.moment(moment).update
    passes, path = lab.result.at(update), lab.result.path
    arrays = [passes.theta, passes.gradient, passes.by_example, *passes.z, *passes.a, *passes.delta, *passes.error,
              path.thetas[update + 1], *(state[update] for state in path.states.values())]
    return lab.describe(), str(lab.plan.formula(*lab.state)), [np.asarray(one).tobytes() for one in arrays]


@pytest.mark.parametrize("batch", ["all", "one"])
@pytest.mark.parametrize("seed, optimizer", [*enumerate(engine.OPTIMIZERS)])
def test_forward_k_and_back_k_give_the_same_bits_for_every_optimizer(seed, optimizer, batch):
    lab = bp.BackpropLab(**drawn(seed, optimizer, batch), moment=0)
    last = lab.settings.bounds("moment")[1]
    steps = [*range(0, last, 7), last]
    seen = {}
    for moment in [*steps, *reversed(steps), *steps[::2]]:
        lab.set(moment=moment)
        now = bits(lab, moment)
        assert seen.setdefault(moment, now) == now
    # A lab that was never anywhere else stands there with the same bits.
    there = bp.BackpropLab(**drawn(seed, optimizer, batch), moment=last)
    assert bits(there, last) == seen[last]


def test_after_the_update_comes_the_next_example_or_the_next_epoch():
    layers = 2
    per_update = len(substeps_of(layers))
    lab = bp.BackpropLab(net="xor_2_2_1", batch="one", example=2, updates=6)
    kinds = [lab.result.moment(k).now.kind for k in range(per_update, 2 * per_update)]
    assert kinds[0] == "input" and kinds[-1] == "update" and kinds.index("loss") == 2 * layers + 1
    assert [lab.result.shown_example(lab.result.moment(k * per_update).update) for k in range(6)] == [2, 3, 0, 1, 2, 3]
    lab.set(batch="all")
    assert {lab.result.shown_example(k) for k in range(6)} == {2}
    assert [lab.result.at(k).loss for k in range(6)] == lab.result.path.values[:-1].tolist()


def test_every_sub_step_makes_known_what_it_computes_and_nothing_else():
    lab = bp.BackpropLab(net="agh")
    known = set()
    for k, now in enumerate(lab.result.substeps):
        moment = lab.result.moment(k)
        after = {(one.kind, one.layer) for one in lab.result.substeps if moment.knows(one.kind, one.layer)}
        assert after - known == {(now.kind, now.layer)} and moment.lights(now.kind, now.layer)
        known = after


def test_played_at_a_chosen_pace_it_takes_every_sub_step_and_stops_at_the_end():
    lab = bp.BackpropLab(net="chain", updates=2, moment=0)
    clock, seen = lab.widgets.clock, []
    lab.observe(lambda change: seen.append(change["new"].moment), "settings")
    clock.pace.value = clock.pace.options[0][1]
    assert clock.play.interval == max(interval for _, interval in clock.pace.options) > 1000
    clock.running.value = True
    last = lab.settings.bounds("moment")[1]
    for tick in range(1, last + 1):         # as the page sends them
        clock.play.value = tick
    assert seen == [*range(1, last + 1)] and lab.settings.moment == last
    clock.back.click()
    assert lab.settings.moment == last - 1 and not clock.running.value
    lab.close()
