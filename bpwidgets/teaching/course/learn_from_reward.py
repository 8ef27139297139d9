"""Lesson 27: learn from reward. Nobody can differentiate the reward; whose gradient is it, then?"""
from __future__ import annotations

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...text import in_words
from .. import Choice, Decade, Exercise, Factor, FillIn, Lesson, Number, Option, Prediction, Question, SayIt, Wrong
from ..misconceptions.rewards import agrees_without_a_derivative, doors, same_mean, target_is_held

UP, RIGHT, DOWN, LEFT = range(4)
GRADIENTS = ("policy", "without", "with")
ABOVE, CHANCE, WORTH = "how far above the mean", "probability of the choice", "the reward itself"


def score_gradient(pi, s, a, r, b):
    dz = np.zeros(pi.shape)
    for t in range(len(r)):
        G = sum(r[t:])
        dz[s[t]] += (G - b[s[t]]) * (np.eye(pi.shape[1])[a[t]] - pi[s[t]])
    return dz


def _with(weight, score=lambda pi, a: np.eye(len(pi))[a] - pi, add=True):
    """The same with another weight of each move, weight(r, t, b of the cell), another score, or = in place of +=."""
    def wrong(pi, s, a, r, b):
        dz = np.zeros(pi.shape)
        for t in range(len(r)):
            dz[s[t]] = add * dz[s[t]] + weight(r, t, b[s[t]]) * score(pi[s[t]], a[t])
        return dz
    return wrong


def _episode(rng):
    """A policy of two cells and three moves, an episode that comes to the first cell twice, and a baseline."""
    pi = rng.integers(1, 5, (2, 3)).astype(float)
    s = [0, 1, 0]
    r = rng.permutation([0.0, 1.0, 2.0, 3.0, 4.0])[:3]
    return (pi / pi.sum(axis=1, keepdims=True)).round(3), s, rng.integers(0, 3, 3).tolist(), r.tolist(), [1.5, 0.5]


def by_backpropagation(pi, s, a, r, b):
    """The same through the softmax of the engine: dz of ln pi(a), weighted; for rows that add up to 1."""
    softmax, dz = engine.Softmax(pi.shape[1]), np.zeros(pi.shape)
    for t, (state, move) in enumerate(zip(s, a)):
        trace = softmax.forward({}, np.log(pi[[state]]))
        slope = softmax.backward({}, trace, np.eye(pi.shape[1])[[move]] / trace.z[0, move]).dx[0]
        dz[state] += (sum(r[t:]) - b[state]) * slope
    return dz


def _doors_with(left, middle, right, **more):
    """Before a baseline is spoken of, no picture has one."""
    quiet = {"baseline": "none", "views": ("policy", "without"), "question": "Which way does each score go?"}
    return doors(world=f"# {middle} #; {left} S {right}", **{**quiet, **more})


def _middle(lab):
    return float(lab.result.moment(0).exact.dz[0, UP])


def _way(lab):
    slope = _middle(lab)
    return 2 if abs(slope) < 1e-9 else 0 if slope > 0 else 1


def _why_way(lab):
    moment = lab.result.moment(0)
    reward = lab.result.world.reward[0, UP, 0]
    return (f"The three bring {in_words(moment.exact.J)} on average, the middle one {reward:g}. dJ/dz of a door is its "
            f"probability times how far its reward is above the mean: {in_words(_middle(lab))}. No reward was "
            "differentiated.")


def _round(seed):
    """Three doors with whole rewards."""
    left, middle, right = np.random.default_rng(seed).permutation(9)[:3] + 1
    return _doors_with(left, middle, right)


def _factors(lab):
    moment, reward = lab.result.moment(0), lab.result.world.reward[0, RIGHT, 0]
    return (Factor("π", moment.pi[0, RIGHT], CHANCE, from_="Three doors, all alike."),
            Factor("r − J", reward - moment.exact.J, ABOVE, from_="J is the mean of the three rewards."))


def _given(lab):
    left, middle, right = (lab.result.world.reward[0, move, 0] for move in (LEFT, UP, RIGHT))
    return f"The doors bring {left:g}, {middle:g} and {right:g}; each is chosen with 1/3. Asked is the last one."


def _at(episode, seed):
    return bp.RewardLab(seed=seed, episodes=20, episode=episode, views=("policy", "without"),
                        controls=("episode",), question="Where does one episode point?")


def _away(lab):
    return 100 * lab.result.moment(lab.settings.episode).clouds["none"].away


def _why_away(lab):
    cloud = lab.result.moment(lab.settings.episode).clouds["none"]
    return (f"{_away(lab):.0f} % lie on the left. One alone is {in_words(cloud.variance ** 0.5)} from the exact "
            f"gradient, whose length is {in_words(float(np.linalg.norm(cloud.exact)))}. Their mean is only "
            f"{in_words(cloud.error)} away, about what chance leaves of 300.")


def _noise(left, middle, right):
    return _doors_with(left, middle, right, baseline="mean", views=GRADIENTS, question="How noisy is the gradient?")


def _times(lab):
    clouds = lab.result.moment(0).clouds
    return clouds["none"].variance / clouds["mean"].variance


def _why_times(lab):
    clouds = lab.result.moment(0).clouds
    return (f"The variance is {in_words(clouds['none'].variance)} without and {in_words(clouds['mean'].variance)} with "
            "it. What all rewards have in common says nothing about the doors, and without a baseline each episode "
            "shouts it.")


def _seeds(rewards):
    return bp.RewardLab(world=". . . {}; . # . {}; S . . .".format(*rewards), views=("returns", "spread"),
                        controls=("baseline", "learning_rate", "episode"),
                        question="How many seeds find the better end?")


def _found(lab):
    J, best = lab.result.run.J["none"], lab.result.best_return
    return float((best - J[-1] <= 0.05 * (best - J[0])).sum())


def _why_found(lab):
    J, best = lab.result.run.J["value"], lab.result.best_return
    own = int((best - J[-1] <= 0.05 * (best - J[0])).sum())
    return (f"{_found(lab):.0f} of 10 without a baseline, {own} with the value of the cell as baseline (green), on the "
            "same chances. Without it, whatever ended well is made more probable, also the way to the lesser end; then "
            "the better one is hardly ever seen.")


def _changed(lab):
    update = lab.result.update("net", lab.settings.episode)
    share = (np.abs(update.after - update.Q) > 1e-9).mean()
    return 0 if share < 0.1 else 2 if share > 0.9 else 1


def _update(episode):
    return bp.RewardLab(episodes=30, episode=episode, views=("table_values", "net_values", "td_errors"),
                        controls=("episode",), question="What does one update change?")


def _why_changed(lab):
    found = {kind: lab.result.update(kind, lab.settings.episode) for kind in ("table", "net")}
    count = {kind: int((np.abs(one.after - one.Q) > 1e-9).sum()) for kind, one in found.items()}
    return (f"In the table {count['table']} of {found['table'].Q.size} numbers, in the net {count['net']}: all values "
            "hang on the same weights. The dots show by how much; so a net learns of cells that it was not in, and "
            "forgets others.")


LESSON = Lesson(
    "learn-from-reward", "Learn from reward", 27, needs=("choose-a-loss", "train-in-six-steps"), minutes=25,
    outcomes=("say what is differentiated where the answer is only a reward",
              "write the line of REINFORCE, and tell what a baseline does and does not change",
              "say what Q-learning leaves out of a gradient, and why a net's values hang together"),
    items=(
        Prediction(
            "middle-door", "Behind three doors there are the rewards {left}, {middle} and {right}. All scores z are 0, "
            "so each is chosen with 1/3. Which way does dJ/dz move the score of the door with {middle}?",
            Choice(("up: it is a reward", "down", "neither")), lab=_doors_with,
            outcome=_way, why=_why_way,
            cases=({"left": 1, "middle": 2, "right": 4}, {"left": 1, "middle": 4, "right": 5},
                   {"left": 2, "middle": 3, "right": 7})),
        FillIn("above-the-mean", "dJ/dz of a door is a product of two numbers. Which?", lab=_round, factors=_factors,
               given=_given, result="dJ/dz", rules=(WORTH,), lab_after=True,
               agrees=lambda lab: float(lab.result.policy_check(0).differences[RIGHT])),
        Question(
            "what-is-differentiated", "A net chose a door and got a reward from a machine that nobody can look into. "
            "What must be differentiated?",
            (Option("The reward, so this machine teaches nothing.", "The doors have no formula, and the gradient was "
                    "exact all the same.", misconception="rewards-must-be-differentiable"),
             Option("The probability of what the net chose: its own function.",
                    "∇J is the mean of reward × ∇ ln π(choice). Backpropagation begins at ln π, with the reward as a "
                    "number in front."),
             Option("Nothing: one makes what was rewarded more probable.", "By how much, and at the cost of what? That "
                    "is what ∇ ln π says.", misconception="a-reward-always-encourages")),
            right=lambda: 1 if agrees_without_a_derivative(doors()) else 0),
        Prediction(
            "point-away", "In a small world a policy has learned for {episode} episodes. Now each of 300 episodes says "
            "a gradient. How many percent of them point away from the exact one, at more than a right angle?",
            Number("point away", "%", apart=12, low=0, high=100), lab=lambda episode: _at(episode, 0),
            outcome=_away, why=_why_away, cases=({"episode": 10}, {"episode": 5})),
        Exercise(
            "score-gradient", "Write `score_gradient(pi, s, a, r, b)`: what one episode says of dJ/dz. `pi[s]` are the "
            "probabilities of cell s; in step t the move `a[t]` in cell `s[t]` brought `r[t]`. Each move counts with "
            "the rewards from its own on, less `b[s[t]]`; no discount.",
            reference=score_gradient, cases=_episode, returns="dz", oracle=by_backpropagation, tolerance=1e-2,
            wrong=(Wrong("sign", _with(lambda r, t, b: -(sum(r[t:]) - b)),
                         "d ln π/dz is 1 − π for the move that was made, and −π for the others."),
                   Wrong("gradient of π", _with(lambda r, t, b: sum(r[t:]) - b,
                                                lambda pi, a: pi[a] * (np.eye(len(pi))[a] - pi)),
                         "That is the gradient of π. Probable moves come up more often anyway: they must not count "
                         "more, too. Take ln π."),
                   Wrong("rewards of before", _with(lambda r, t, b: sum(r) - b),
                         "Rewards that came before the move are no merit of it. On average this is right, too, but it "
                         "is noisier: sum from t on."),
                   Wrong("next reward only", _with(lambda r, t, b: r[t] - b),
                         "What comes later counts, too: sum r from t to the end."),
                   Wrong("baseline forgotten", _with(lambda r, t, b: sum(r[t:])),
                         "Right on average, and noisy: take off `b[s[t]]`."),
                   Wrong("baseline depends on the move", _with(lambda r, t, b: sum(r[t:]) - r[t]),
                         "A baseline that knows the move, such as its reward, takes the merit away with it: the mean "
                         "changes. It may depend on the cell alone."),
                   Wrong("overwritten", _with(lambda r, t, b: sum(r[t:]) - b, add=False),
                         "The episode comes to a cell twice: add with +=."),
                   Wrong("only the move made", _with(lambda r, t, b: sum(r[t:]) - b,
                                                     lambda pi, a: np.eye(len(pi))[a]),
                         "The scores of the other moves fall: d ln π/dz is −π for them.")),
            hints=("Begin with `dz = np.zeros(pi.shape)`, and go through the steps.",
                   "`np.eye(pi.shape[1])[a[t]] - pi[s[t]]` is d ln π/dz of cell `s[t]`.",
                   "Its weight is `sum(r[t:]) - b[s[t]]`.")),
        Prediction(
            "how-many-times", "The doors bring {left}, {middle} and {right}; the baseline is the expected reward. How "
            "many times as many episodes does one need without it, for a gradient as precise?",
            Decade("times", 0, 4), lab=_noise, outcome=_times, why=_why_times,
            cases=({"left": 11, "middle": 12, "right": 14}, {"left": 31, "middle": 32, "right": 34})),
        Question(
            "what-a-baseline-changes", "A baseline is taken off every reward. What does that do to the mean of the "
            "sampled gradients?",
            (Option("It becomes smaller, as the rewards do.", "Try it: the ring of the mean stays where it was.",
                    misconception="a-baseline-biases"),
             Option("It turns towards the better doors.", "It pointed there already.",
                    misconception="a-baseline-biases"),
             Option("Nothing.", "b × the mean of ∇ ln π is 0: probabilities add up to 1, so what some gain others "
                    "lose.")),
            right=lambda: 2 if same_mean(doors(baseline="mean")) else 0),
        Prediction(
            "how-many-seeds", "A world has two ends, one brings {better}, the other {lesser}. Ten seeds learn by "
            "REINFORCE for 120 episodes, without a baseline. How many come within 5 % of the best return?",
            Number("seeds", "of 10", apart=1.5, low=0, high=10),
            lab=lambda better, lesser: _seeds((better, lesser)), outcome=_found, why=_why_found,
            cases=({"better": 3, "lesser": 2}, {"better": 4, "lesser": 3})),
        Prediction(
            "one-update", "Q can be a table, or a net that sees x and y of a cell. After one update with one move: how "
            "many of the net's 36 values have changed?",
            Choice(("one, as in the table", "those of that cell and its neighbors", "nearly all")),
            lab=_update, outcome=_changed, why=_why_changed, cases=({"episode": 10}, {"episode": 25})),
        Question(
            "half-a-gradient", "Without a discount the TD error is δ = r + max Q(s′, a′) − Q(s, a). Does a step of "
            "Q-learning go down the gradient of δ²/2?",
            (Option("Yes, as every net that is trained on a squared error.", "Its check fails: the target is made of "
                    "the same weights, and its slope is left out.", misconception="q-learning-follows-the-gradient"),
             Option("Only if the target is held: its own slope is left out.",
                    "So it is called a semi-gradient, and nothing promises that δ² falls. With some rates it runs "
                    "away.")),
            right=lambda lab: 1 if target_is_held(lab) else 0,
            lab=lambda: bp.RewardLab(episodes=30, views=("policy_check", "q_check"), controls=("episode",))),
        SayIt(
            "whose-gradient", "Whose gradient is it, when the answer is only good or bad?",
            "That of the net's own choice, ln π, back to all weights as ever; the reward is a number in front of it. "
            "On average that is the gradient of the expected reward. One episode alone may point anywhere; a baseline "
            "makes it less noisy and leaves the mean."),
    ))
