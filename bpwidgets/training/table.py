"""A run as a table: one row for each epoch, for CSV and for text."""
from __future__ import annotations

from .run import Run

HEAD = ("epoch", "updates", "train_loss", "test_loss", "train_accuracy", "test_accuracy", "penalty")


def records(run: Run) -> tuple[tuple[str, ...], list[tuple]]:
    """The names of the columns, and the rows; columns that the run does not have are left out.

    gradient_W1, ...: the root mean square length of dL/dW of each layer over the updates of the epoch.

    >>> from bpwidgets.training.settings import TrainingSettings
    >>> from bpwidgets.training.train import training
    >>> head, rows = records(list(training(TrainingSettings(data="sine", epochs=3)))[-1])
    >>> head
    ('epoch', 'updates', 'train_loss', 'test_loss', 'penalty', 'gradient_W1', 'gradient_W2', 'gradient_W3')
    >>> len(rows), rows[3][:2]
    (4, (3, 9))
    """
    epochs = range(run.epochs + 1)
    columns = {"epoch": list(epochs), "updates": [epoch * run.per_epoch for epoch in epochs]}
    columns |= {name: getattr(run, name).tolist() for name in HEAD[2:] if getattr(run, name) is not None}
    columns |= {f"gradient_W{number}": run.gradient_sizes[:, number - 1].tolist()
                for number in range(1, len(run.layers) + 1)}
    return tuple(columns), list(zip(*columns.values()))
