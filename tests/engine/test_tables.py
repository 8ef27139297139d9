"""All tables: read-only, every row knows its name, rows with the same content are equal."""

import pytest

from bpwidgets import engine
from bpwidgets.engine import ACTIVATIONS, INITIALIZERS, LOSSES, OPTIMIZERS

TABLES = [ACTIVATIONS, LOSSES, INITIALIZERS, OPTIMIZERS]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_read_only_and_its_rows_know_their_names(table):
    assert all(name == row.name and row.formula for name, row in table.items())
    with pytest.raises(TypeError):
        table["new"] = None


@pytest.mark.parametrize("row", [row for table in TABLES for row in table.values()], ids=str)
def test_a_row_prints_as_its_name_without_an_address(row):
    assert repr(row) == f"{type(row).__name__}({row.name!r})"


def test_rows_made_with_the_same_constant_are_equal():
    assert engine.leaky_relu(0.2) == engine.leaky_relu(0.2) != engine.leaky_relu(0.1)
    assert engine.huber(0.5) == engine.huber(0.5) != engine.huber(1.0) == LOSSES["huber"]
    assert engine.elu(2) == engine.elu(2.0) != engine.elu() == ACTIVATIONS["elu"]
    assert hash(engine.leaky_relu()) == hash(ACTIVATIONS["leaky_relu"])


@pytest.mark.parametrize("row", [row for table in [*TABLES, engine.SURFACES] for row in table.values()], ids=str)
def test_a_row_stands_in_a_sentence_as_its_name(row):
    assert f"{row}" == row.name


def test_an_optimizer_with_other_hyperparameters_says_which():
    assert str(OPTIMIZERS["adam"].replace(beta1=0.5, eps=0.1)) == "adam(beta1=0.5, eps=0.1)"
