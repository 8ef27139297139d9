"""Lesson 26: reuse a trained net. What to freeze, what it costs to move, and what passes through a frozen layer."""
from __future__ import annotations

from functools import lru_cache

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...text import in_words
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong

# Before the question of the frozen layer, nothing shows what passes through one.
NEW, OLD = ("examples", "new_digits"), ("old_digits",)
# Two ways that are so near to each other, in percent, count as equal.
NEAR = 2.0


def step(w, v, x, y, frozen, rate, mu):
    w1, w2, w3 = w
    delta = 2 * (w3 * w2 * w1 * x - y) / len(x)
    gradient = np.array([np.sum(delta * w3 * w2 * x), np.sum(delta * w3 * w1 * x), np.sum(delta * w2 * w1 * x)])
    v = mu * v + gradient
    return np.where(frozen, w, w - rate * v)


def _case(rng):
    """Three rows; the weight in the middle is frozen, the first is not."""
    w, v = rng.integers(2, 6, size=3) / 4, rng.integers(1, 5, size=3) / 4
    x = rng.integers(1, 5, size=3) / 2
    frozen = np.array([False, True, bool(rng.integers(2))])
    return w, v, x, x * rng.integers(1, 4) - 0.25, frozen, 0.125, 0.5


def _by_the_engine(w, v, x, y, frozen, rate, mu):
    """The same by the engine: a chain of three units, its gradient, its momentum, and what it holds."""
    net = engine.network((1, 1, 1, 1), "identity", bias=False)
    loss = engine.NetworkLoss(net, x[:, None], y[:, None])
    after, _ = engine.OPTIMIZERS["momentum"].replace(momentum=mu).step(w, loss.gradient(w), {"velocity": v}, rate)
    return np.where(frozen, w, after)


def _with(stops=False, on="update", factor=True, turned=False):
    """The step with a fault: the error stops at a frozen weight, the mask stands elsewhere, is turned round, or a
    frozen weight is left out of the product."""
    def wrong(w, v, x, y, frozen, rate, mu):
        frozen = ~frozen if turned else frozen
        passed = np.where(frozen, 0.0, w) if stops else np.where(frozen, 1.0, w) if not factor else w
        delta = 2 * (w.prod() * x - y) / len(x)
        gradient = np.array([np.sum(delta * passed[2] * passed[1] * x), np.sum(delta * passed[2] * w[0] * x),
                             np.sum(delta * w[1] * w[0] * x)])
        learns = ~frozen
        v = mu * v + (gradient * learns if on == "gradient" else gradient)
        masks = {"update": (1, learns), "theta": (learns, learns), "gradient": (1, 1), "nothing": (1, 1)}
        of_theta, of_step = masks[on]
        return of_theta * w - of_step * rate * v
    return wrong


def _lab(views, controls, question, **more):
    return bp.FineTuneLab(views=views, controls=controls, question=question, **more)


def _ends(lab, old=False):
    """What each way reads at the end, in percent, of new digits or of old ones."""
    found = lab.result
    return {way: 100 * float((found.old_accuracy if old else found.new_accuracy)(way)[-1])
            for way in ("all_new", "head_only", "fine_tuned")}


def _who_wins(lab):
    """0 for the old body with a new head, 1 for all new, 2 for about the same."""
    ends = _ends(lab)
    ahead = ends["head_only"] - ends["all_new"]
    return 2 if abs(ahead) <= NEAR else 0 if ahead > 0 else 1


def _why_wins(lab):
    ends, count = _ends(lab), lab.settings.examples
    said = f"Head only reads {in_words(ends['head_only'])} %, all new {in_words(ends['all_new'])} %. "
    if ends["head_only"] > ends["all_new"]:
        return said + ("The old body has seen hundreds of digits moved about, and knows that a moved digit is the "
                       f"same digit; {5 * count} pictures do not teach that. Move *examples*: when does it turn?")
    return said + (f"With {5 * count} pictures a net can find out for itself what the old body knows, and more: the "
                   "body was made for 0 to 4, and frozen it cannot learn what sets 5 to 9 apart.")


def _moves_most(lab):
    return int(lab.result.moved("fine_tuned", lab.settings.epoch).argmax())


def _why_moves(lab):
    first, second, head = (f"{100 * part:.0f} %" for part in lab.result.moved("fine_tuned", lab.settings.epoch))
    return (f"|W − W₀| / |W₀| is {first} in layer 1, {second} in layer 2 and {head} in the head. The head begins at "
            "random and has everything to learn; the body is near a place that will do. Move *epoch* back to see it "
            "begin.")


def _left(lab):
    return _ends(lab, old=True)["fine_tuned"]


def _why_forgets(lab):
    before = 100 * float(lab.result.old.accuracy[-1])
    moved = lab.result.moved("fine_tuned", lab.settings.epoch)
    return (f"Before it was {in_words(before)} %. The old head is as it was, but the layers below it moved by "
            f"{100 * moved[0]:.0f} % and {100 * moved[1]:.0f} % of their size. Nothing in the new loss speaks of 0 to "
            "4, so nothing holds the body where they need it: **catastrophic forgetting**. With a frozen body the "
            "curve stays level.")


def _what_reaches(lab):
    """2 if layer 1 moves below a frozen layer 2 and its gradient is that of central differences."""
    found, epoch = lab.result, lab.settings.epoch
    right = found.checks("some", epoch).worst < 1e-4
    moved = found.moved("some", epoch)
    return 2 if right and moved[0] > 0 and moved[1] == 0 else 0


@lru_cache(maxsize=1)
def _loses():
    """Where all layers learn on, more of the old digits are lost than what counts as equal."""
    lab = bp.FineTuneLab()
    return _left(lab) < 100 * lab.result.old.accuracy[-1] - NEAR


@lru_cache(maxsize=1)
def _new_wins():
    """With digits that are not moved the net that is all new is ahead."""
    return _who_wins(bp.FineTuneLab(moved=0)) == 1


LESSON = Lesson(
    "reuse-a-trained-net", "Reuse a trained net", 26, needs=("read-handwritten-digits", "write-backpropagation"),
    minutes=25,
    outcomes=("choose what to freeze by the number of examples and by what the old task needed",
              "say what fine-tuning costs the old task, and why",
              "write the update of a net with frozen weights"),
    items=(
        Prediction(
            "who-wins", "Of each of the digits 5 to 9 you have {examples} pictures, and the same 40 updates for both "
            "nets. Which one reads more of the new digits in the test?",
            Choice(("the old body, of which only a new head learns", "a net that is all new", "about the same (2 %)")),
            lab=lambda examples: _lab(NEW, ("examples", "epoch"), "Who reads more of the new digits?",
                                      examples=examples),
            outcome=_who_wins, why=_why_wins, cases=({"examples": 3}, {"examples": 50})),
        Prediction(
            "forgets", "The old net reads nearly all old digits. Then all its layers learn 5 to 9 from {pictures} of "
            "each, and the old head is put back. How many percent of the old digits are read now?",
            Number("old digits read", "%", apart=7, low=0, high=100),
            lab=lambda examples, pictures: _lab(OLD, ("way", "epoch"), "What is left of the old task?",
                                                examples=examples, way="fine_tuned"),
            outcome=_left, why=_why_forgets, cases=(
                {"examples": 3, "pictures": "3 pictures"}, {"examples": 1, "pictures": "1 picture"})),
        Question(
            "added", "Why does the old task get worse, although the old head was kept?",
            (Option("It does not: what is learned is only added.", "Look at the curve: no example of the new task asks "
                    "for the old digits.", misconception="a-new-task-is-added"),
             Option("The layers below it moved, and nothing in the new loss holds them.",
                    "The old head reads a body that is no longer the one it was trained on.")),
            right=lambda: int(_loses())),
        Question(
            "below-frozen", "Layer 2 is frozen; layer 1 below it and the head above it learn. What does layer 1 get?",
            (Option("Nothing: frozen layers do no backpropagation.", "So says many a post, among them the answer that "
                    "this lesson links to. It holds where *all* layers below are frozen as well: then nobody needs "
                    "the error. Here somebody does.", misconception="frozen-layers-pass-no-error"),
             Option("δ₂ W₂, the same product as on the way forward.", "Backward the weights stand the other way round, "
                    "frozen or not: dL/da₁ = δ₂ W₂ᵀ.", misconception="same-product-both-ways"),
             Option("What it would get if layer 2 learned: δ₂ W₂ᵀ.", "The weights of layer 2 stand in the product "
                    "whether they move or not. Only their update is left out.")),
            right=_what_reaches,
            lab=lambda: _lab(("passing", "verdict"), ("frozen", "epoch"), "Does a frozen layer pass the error on?",
                             way="some", frozen=("layer 2",))),
        Prediction(
            "moves-most", "All layers learn on, from {examples} pictures of each new digit. Which one moves most, in "
            "parts of its own size?", Choice(("layer 1", "layer 2", "the head")),
            lab=lambda examples: _lab(("net", "new_digits", "old_digits"), ("examples", "way", "epoch"),
                                      "Which layers move?", examples=examples, way="fine_tuned"),
            outcome=_moves_most, why=_why_moves, cases=({"examples": 3}, {"examples": 10})),
        Exercise(
            "the-mask", "Write `step(w, v, x, y, frozen, rate, mu)`: one update by momentum, v ← μ v + g and "
            "w ← w − rate · v, of the chain w₃ w₂ w₁ x with the mean of the squared errors as its loss. `w` and the "
            "velocity `v` of earlier updates are (3,), `x` and `y` (N,); `frozen` (3,) is True for weights that must "
            "stay. Return the new w.",
            reference=step, cases=_case, returns="w", tolerance=1e-9, oracle=_by_the_engine,
            wrong=(Wrong("error stopped", _with(stops=True),
                         "You let no error through a frozen weight. The first weight lies below one, and its gradient "
                         "has w₂ and w₃ as factors all the same."),
                   Wrong("left out", _with(factor=False),
                         "You left the frozen weight out of the product. It stands still, but the error is multiplied "
                         "by it."),
                   Wrong("mask on the weights", _with(on="theta"),
                         "Your mask makes frozen weights 0. It belongs on what is taken off them."),
                   Wrong("momentum goes on", _with(on="gradient"),
                         "You masked the gradient alone, and the velocity of earlier updates still moves the frozen "
                         "weights: mask the update."),
                   Wrong("the wrong ones", _with(turned=True), "You moved the frozen weights and kept the others."),
                   Wrong("nothing frozen", _with(on="nothing"), "All three have moved: where does `frozen` come in?")),
            hints=("First compute all three gradients as if nothing were frozen: the error times the other two "
                   "weights times x.",
                   "delta is 2 (w₃ w₂ w₁ x − y) / N, one for each row; each gradient is a sum over the rows.",
                   "`np.where(frozen, w, w - rate * v)` keeps what is frozen.")),
        Prediction(
            "not-moved", "So far every digit stood up to one pixel beside its place. Now all stand where they belong, "
            "in both tasks. With {pictures} of each new digit, who reads more of them?",
            Choice(("the old body, of which only a new head learns", "a net that is all new", "about the same (2 %)")),
            lab=lambda examples, pictures: _lab(
                ("net", "examples", "new_digits"), ("moved", "examples", "way"), "Who reads more of the new digits?",
                moved=0, examples=examples),
            outcome=_who_wins,
            why="A new body keeps nearly everything about a picture, for its weights are random. The old one has kept "
                "what tells 0 to 4 apart, and the rest is gone. What it knew ahead, that a moved digit is the same, is "
                "worth nothing here. So the question is never only how few examples there are, but what the old task "
                "had to learn.", cases=(
                    {"examples": 3, "pictures": "3 pictures"}, {"examples": 1, "pictures": "1 picture"})),
        Question(
            "always", "A colleague has 40 X-ray pictures, and freezes the body of a net that was trained on photos. "
            "What do you say?",
            (Option("Right: with so few pictures an old body is always better.", "Not with digits where they belong: "
                    "the new net was far ahead.", misconception="an-old-net-always-helps"),
             Option("Train it all new as well, and compare on pictures that neither has seen.",
                    "Both runs cost little here. What the body kept of photos may be what X-rays need, or not.")),
            right=lambda: int(_new_wins())),
        SayIt(
            "in-your-words", "What does it mean to freeze a layer? Say what happens to it forward, backward, and at "
            "the update. Two or three sentences.",
            "Forward it computes as ever. Backward it takes the error in and hands it on through its weights, as ever. "
            "At the update it is left out, so its weights stay; that is all."),
    ))
