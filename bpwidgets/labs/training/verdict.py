"""What came of a run, in plain sentences."""
from __future__ import annotations

from ...text import counted, in_words, typeset
from ...training.run import Run
from ...training.why import findings

# So many reasons are told.
MOST = 1


def verdict_of(run: Run) -> str:
    """How well the net does at the end, why the run stopped, and why it does not learn, if a rule says so."""
    said = [_of_classes(run) if run.train_accuracy is not None else _of_numbers(run)]
    if run.stop:
        said.append(typeset(run.stop.reason))
    for finding in findings(run)[:MOST]:
        # A loss that ran away was told already.
        said.append(finding.words if run.stop is None or run.stop.rule != "divergence"
                    else f"{finding.words.partition(':')[0]}.")
    return " ".join(said)


def _of_classes(run: Run) -> str:
    right = [f"{share_in_words(curve[-1])} of {name}" for curve, name in
             ((run.train_accuracy, "the points it was trained on"), (run.test_accuracy, "those it has never seen"))
             if curve is not None]
    return f"After {counted(run.epochs, 'epoch')} the net is right about {' and about '.join(right)}."


def _of_numbers(run: Run) -> str:
    losses = [f"{in_words(float(curve[-1]))} {name}" for curve, name in
              ((run.train_loss, "on the points it was trained on"), (run.test_loss, "on points it has never seen"))
              if curve is not None]
    return f"After {counted(run.epochs, 'epoch')} the loss is {' and '.join(losses)}."


def share_in_words(share: float) -> str:
    """A part of all in percent; nothing less than all is 100%, and nothing more than none 0%.

    >>> share_in_words(1.0), share_in_words(0.9996), share_in_words(0.93)
    ('all', '99.9%', '93%')
    """
    if share == 1:
        return "all"
    return f"{in_words(min(100 * float(share), 99.9) if share else 0.0)}%"
