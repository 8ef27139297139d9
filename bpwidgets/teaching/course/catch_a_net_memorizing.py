"""Lesson 22: a falling training loss is no success; when to stop, and what keeps a net from memorizing."""
from __future__ import annotations

import math
from functools import cache

import numpy as np

import bpwidgets as bp

from ...pictures.guess import Guess
from ...text import in_words, percent
from .. import Choice, Decade, Exercise, Lesson, Option, Prediction, Question, Ranking, SayIt, Wrong

RUN, SWEEP, DIGITS = ("fit", "curves", "verdict"), ("capacity", "features_fit"), ("label_curves", "digit_labels")
CURES = {"the run as it is": {}, "with an L2 penalty of 0.01": {"l2": 0.01},
         "with five times as many examples": {"examples": 60}}


def stop_early(validation, patience):
    best = 0
    for epoch, loss in enumerate(validation):
        if loss < validation[best]:
            best = epoch
        if epoch - best == patience:
            return epoch, best
    return len(validation) - 1, best


def _looking_back(validation, patience):
    """At each epoch the whole past is looked through anew."""
    last = len(validation) - 1
    kept = [int(np.argmin(validation[:epoch + 1])) for epoch in range(last + 1)]
    stop = next((epoch for epoch in range(last + 1) if epoch - kept[epoch] >= patience), last)
    return stop, kept[stop]


def _losses(rng):
    """Losses that fall in waves and turn, and a patience."""
    falls = np.array([9, 7, 8, 5, 6, 6, 4, 5, 6, 7]) / 10
    return (falls + rng.integers(0, 2, size=10) / 10).round(1), int(rng.integers(2, 4))


def _until_first_rise(validation, patience):
    rises = np.flatnonzero(np.diff(validation) > 0)
    stop = int(rises[0]) + 1 if rises.size else len(validation) - 1
    return stop, int(np.argmin(validation[:stop + 1]))


def _since_the_epoch_before(validation, patience):
    waited, best = 0, 0
    for epoch in range(1, len(validation)):
        waited = waited + 1 if validation[epoch] >= validation[epoch - 1] else 0
        best = epoch if validation[epoch] < validation[best] else best
        if waited == patience:
            return epoch, best
    return len(validation) - 1, best


def drop_out(a, u, rate):
    return a * (u >= rate) / (1 - rate)


def _activations(rng):
    """A few activations, a number from 0 to 1 for each, and a rate."""
    return rng.integers(1, 9, size=4).astype(float), rng.uniform(size=4).round(2), float(rng.integers(2, 6)) / 10


def _run(seed):
    return bp.MemorizingLab(data_seed=seed, views=("curves", "verdict"), controls=("epoch",),
                            question="When should it have stopped?")


def _why_stop(lab):
    found = lab.result
    train, validation = found.run.train_loss, found.validation_loss
    return (f"The validation loss is lowest after epoch {found.best}: {in_words(validation[found.best])}. Then it "
            f"rises to {in_words(validation[-1])}, while the training loss falls on to {in_words(train[-1])}. The "
            f"noise alone costs {in_words(found.noise)}: who is far below has learned the noise. Drag the line.")


def _best_for_new_points(lab):
    """The number of the option: which net has the lower validation loss."""
    found = lab.result
    return 1 if found.validation_loss[found.best] < found.validation_loss[-1] else 0


@cache
def _at_the_end(seed):
    """The losses at the end of the run with each cure, training and validation."""
    runs = [bp.MemorizingLab(data_seed=seed, **cure).result for cure in CURES.values()]
    return [(float(found.run.train_loss[-1]), float(found.validation_loss[-1])) for found in runs]


def _cured(lab):
    """The cures from the lowest validation loss at the end to the highest."""
    return np.argsort([validation for _, validation in _at_the_end(lab.settings.data_seed)]).tolist()


def _why_cured(lab):
    ends = zip(CURES, _at_the_end(lab.settings.data_seed))
    said = "; ".join(f"{name}: {in_words(validation, 2)}" for name, (_, validation) in ends)
    return (f"The validation loss after 1000 epochs: {said}. More examples leave less room for noise; L2 keeps the "
            "weights small, and small weights cannot bend so sharply. Move both, and look at the curve.")


def _higher_with_l2():
    """1 if the penalty makes the training loss higher and the validation loss lower, else 0."""
    free, bound, _ = _at_the_end(6)
    return int(bound[0] > free[0] and bound[1] < free[1])


def _sweep(examples):
    return bp.MemorizingLab(examples=examples, views=SWEEP, controls=("features", "examples"), features=examples,
                            epochs=1, question="What happens beyond as many features as points?")


def _beyond(lab):
    sweep = lab.result.fits.sweep
    middle = sweep.band(sweep.validation)[1]
    valley, peak, last = middle[sweep.valley_at], middle[sweep.peak_at], middle[-1]
    return 0 if last >= peak else 2 if last < valley else 1


def _why_beyond(lab):
    sweep = lab.result.fits.sweep
    middle = sweep.band(sweep.validation)[1]
    return (f"{in_words(middle[sweep.valley_at])} with {sweep.sizes[sweep.valley_at]} features, "
            f"{in_words(middle[sweep.peak_at], 2)} with {sweep.peak}, {in_words(middle[-1])} with {sweep.sizes[-1]}: a "
            "second descent. With as many features as points a single fit goes through every point, however wild. "
            "With more there are many, and least squares takes the one with the shortest weights. Drag the line across "
            "the peak, and look at the curves.")


def _digits(percent):
    return bp.MemorizingLab(random_labels=percent / 100, digit_epochs=60, epochs=1, views=DIGITS,
                            controls=("random_labels",), question="Can it learn labels that mean nothing?")


def _learned(lab):
    share = lab.result.labels.random.train_accuracy[-1]
    return 2 if share > 0.9 else 1 if share > 0.3 else 0


@cache
def _learned_by_heart():
    """Whether a net learns labels by chance, and nothing by it."""
    return _learned(lab := _digits(100)) == 2 and bool(lab.result.labels.random.test_accuracy[-1] < 0.2)


def _why_learned(lab):
    right, random = lab.result.labels.right, lab.result.labels.random
    return (f"{percent(random.train_accuracy[-1])} of the 300, and {percent(random.test_accuracy[-1])} of 300 others. "
            f"With the right labels: {percent(right.train_accuracy[-1])} and {percent(right.test_accuracy[-1])}. The "
            "same net on the same digits: what it does with those it was trained on does not tell learning from "
            "memorizing.")


LESSON = Lesson(
    "catch-a-net-memorizing", "Catch a net memorizing", 22, needs=("train-in-six-steps",), minutes=25,
    outcomes=("read from two losses when a net begins to memorize, and write early stopping",
              "use examples, L2 and dropout against it, and say what each of them does",
              "say what a test set is for, and why a perfect training loss proves nothing"),
    items=(
        Prediction(
            "when-to-stop", "The training loss is still falling at the last of 1000 epochs. After about how many is "
            "the validation loss lowest?", Decade("epochs", 0, 3), lab=_run, why=_why_stop,
            outcome=lambda lab: float(lab.result.best),
            guess=lambda answer, lab: Guess("curves", x=math.log10(1 + 10**answer)),
            cases=({"seed": 6}, {"seed": 7}, {"seed": 2})),
        Question(
            "which-net", "At epoch 1000 the training loss is hundreds of times as small as at epoch 101. Which "
            "of these nets do you use?",
            (Option("That of epoch 1000: its loss is lowest.", "On the points that it knows. On others it is worse.",
                    misconception="falling-training-loss-is-success"),
             Option("That of epoch 101.", "Its validation loss is lowest. Look at its curve: it goes between the "
                    "points, as the true one does."),
             Option("Either: training longer does no harm.", "The function bends to every point, and away from the "
                    "truth.", misconception="falling-training-loss-is-success")),
            right=_best_for_new_points, lab=lambda: bp.MemorizingLab(
                views=("fit",), controls=("epoch",), question="Which curve do you trust?")),
        Exercise(
            "stop-early", "Write `stop_early(validation, patience)`: the epoch at which the run ends, and the epoch "
            "whose weights are kept. It ends when `patience` epochs have brought no value below the lowest one, else "
            "with the last epoch.",
            reference=stop_early, cases=_losses, returns=("end", "kept"), oracle=_looking_back,
            wrong=(Wrong("first rise", _until_first_rise, "It ends at the first rise; the patience is not used."),
                   Wrong("keeps the last", lambda validation, patience: (stop_early(validation, patience)[0],) * 2,
                         "Kept is the epoch with the lowest loss, not that of the end."),
                   Wrong("knows the future", lambda validation, patience: (stop_early(validation, patience)[0],
                                                                           int(np.argmin(validation))),
                         "What comes after the end is never computed: it cannot be kept."),
                   Wrong("against the epoch before", _since_the_epoch_before,
                         "Compare with the lowest value so far, not with the epoch before."),
                   Wrong("one too long", lambda validation, patience: stop_early(validation, patience + 1),
                         "It ends as soon as `patience` epochs have brought nothing new.")),
            hints=("Walk through the losses with `enumerate`, and remember `best`, the epoch of the lowest one.",
                   "`epoch - best` says how long you have waited.",
                   "After the loop: the last epoch, and `best`.")),
        Prediction(
            "cures", "The same run, 1000 epochs. Which has the lowest validation loss at the end?",
            Ranking("the lowest first", tuple(CURES)),
            lab=lambda seed: bp.MemorizingLab(data_seed=seed, views=RUN, controls=("examples", "l2", "epoch"),
                                              question="What keeps it from memorizing?"),
            outcome=_cured, why=_why_cured, cases=({"seed": 6}, {"seed": 8})),
        Question(
            "l2-costs", "With L2 = 0.01 the training loss ends much higher than without. Is that a failure?",
            (Option("Yes: training has become worse.", "Worse at repeating the noise. The validation loss is lower.",
                    misconception="falling-training-loss-is-success"),
             Option("No: it pays with training loss for a calmer function.", "And new points get the gain.")),
            right=_higher_with_l2),
        Exercise(
            "drop-out", "Dropout leaves out some units at each update. Write `drop_out(a, u, rate)`: `a` are "
            "activations, `u` has a random number from 0 to 1 for each. What has `u < rate` becomes 0; the others "
            "grow so that the mean over all `u` stays `a`.",
            reference=drop_out, cases=_activations, returns="a", oracle=lambda a, u, rate: np.where(
                u < rate, 0.0, a * (1 / (1 - rate))),
            wrong=(Wrong("not scaled", lambda a, u, rate: a * (u >= rate),
                         "On average each a has become smaller: a share of `rate` is missing."),
                   Wrong("scaled by the rate", lambda a, u, rate: a * (u >= rate) / rate,
                         "A share of 1 − rate is left: divide by that."),
                   Wrong("the others", lambda a, u, rate: a * (u < rate) / (1 - rate),
                         "It is the other way round: what has `u < rate` goes.")),
            hints=("`u >= rate` is 1 for what stays.", "On average a share of 1 − rate is left.",
                   "So divide by `1 - rate`.")),
        Prediction(
            "beyond", "Other models: p random features of x, their weights found at once by least squares; {examples} "
            "points. Up to p = {examples} the validation loss has a valley and then a high peak. And with fifteen "
            "times as many features?",
            Choice(("it goes on rising", "it falls again, but not as low as in the valley",
                    "it falls below the valley")),
            lab=_sweep, outcome=_beyond, why=_why_beyond, cases=({"examples": 12}, {"examples": 20})),
        Prediction(
            "random-labels", "Of 300 digits {percent} % get a label by chance. After 60 epochs, to how many of the 300 "
            "does a net with 128 hidden units give the label that it was trained with?",
            Choice(("about a tenth: there is nothing to learn", "about half", "nearly all")),
            lab=_digits, outcome=_learned, why=_why_learned, cases=({"percent": 100}, {"percent": 50})),
        Question(
            "what-it-proves", "A net gives all of its training examples the right label. What does that prove?",
            (Option("It has found the rule.", "It may have; labels by chance are learned just as well.",
                    misconception="what-is-learned-is-a-rule"),
             Option("It is large enough for them, and no more.", "Whether it learned a rule only other examples can "
                    "tell."),
             Option("It is too large.", "With the right labels the same net reads most other digits.",
                    misconception="more-weights-memorize-more")),
            right=lambda: int(_learned_by_heart())),
        SayIt(
            "three-sets", "What are training, validation and test set for? A few words each.",
            "Training: the weights are fitted to it. Validation: everything else is chosen by it, such as when to "
            "stop; so its loss flatters. Test: opened once, when all is chosen, it tells what to expect."),
    ))
