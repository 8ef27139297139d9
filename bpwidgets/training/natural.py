"""What suits the settings of a run where nothing else is asked for."""
from __future__ import annotations

from typing import Any

from .data import is_classes, natural_noise, parameters_of
from .features import possible, usual

MOST_POINTS = 10_000


def usual_features(settings: Any) -> tuple[str, ...]:
    """The inputs as they are."""
    return usual(inputs_of(settings))


def possible_features(settings: Any) -> tuple[str, ...]:
    """All that the inputs of the data allow."""
    return possible(inputs_of(settings))


def inputs_of(settings: Any) -> int:
    """How many inputs the data have."""
    return settings.data.x.size // len(settings.data)


def columns_of(settings: Any) -> int:
    """How many numbers a row of the data has, inputs and targets."""
    return inputs_of(settings) + settings.data.y.size // len(settings.data)


def most_points(settings: Any) -> int:
    """Sets that are drawn have any number of points; others those they have."""
    return MOST_POINTS if "n" in parameters_of(settings.data) else len(settings.data)


def usual_points(settings: Any) -> int:
    """As many as the data have."""
    return len(settings.data)


def usual_noise(settings: Any) -> float:
    """That of the set."""
    return natural_noise(settings.data)


def usual_share(settings: Any) -> float:
    """Half of the examples are kept for testing; none of a handful."""
    return 0.5 if len(settings.data) >= 20 else 0.0


def asks_for_classes(settings: Any) -> bool:
    """What the data look like."""
    return is_classes(settings.data)


def usual_loss(settings: Any) -> str:
    """Cross-entropies for classes, squares for numbers."""
    if not settings.classify:
        return "mse"
    return "binary_cross_entropy" if len(set(settings.data.y.ravel().tolist())) == 2 else "softmax_cross_entropy"


def usual_output(settings: Any) -> str:
    """A cross-entropy takes z itself, and numbers have no bounds; squares of classes suit a unit from 0 to 1."""
    squares = settings.classify and settings.row("loss").targets == "numbers"
    return "sigmoid" if squares else "identity"


def usual_rate(settings: Any) -> float:
    """That of small nets."""
    row = settings.row("optimizer")
    return row.small_net_rate or row.learning_rate


def training_rows(settings: Any) -> int:
    """How many examples are for training."""
    left = settings.n_points - round(settings.test_share * settings.n_points)
    return (left - sum(row < left and numbers is None for row, numbers in settings.points)
            + sum(row >= left and numbers is not None for row, numbers in settings.points))


def updates_per_epoch(settings: Any) -> int:
    """How many batches an epoch has."""
    return max(-(-training_rows(settings) // settings.batch_size), 1)


def last_update(settings: Any) -> int:
    """The last update within the epoch that is shown; behind the last epoch there is none."""
    return updates_per_epoch(settings) - 1 if settings.epoch < settings.stop_at else 0
