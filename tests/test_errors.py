"""The one error of arguments that cannot be used: its parts can be read, its text is a sentence, it travels between
processes."""

import ast
import copy
import pickle
from pathlib import Path

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.errors import Verbatim, argument_error
from bpwidgets.studies import FlowSettings

PACKAGE = Path(bp.__file__).parent
PARTS = ("parameter", "owner", "expected", "given", "advice")


def parts(error: bp.ArgumentError) -> tuple:
    return tuple(getattr(error, part) for part in PARTS)


def refusal(refused, *args, **kwargs) -> bp.ArgumentError:
    with pytest.raises(bp.ArgumentError) as caught:
        refused(*args, **kwargs)
    return caught.value


def test_an_error_of_a_lab_says_its_parts():
    error = refusal(bp.GradientFlowLab, depth=0)
    assert parts(error) == ("depth", "GradientFlowLab", "a whole number from 1 to 100 (hidden layers)", 0,
                            "Choose a value within these bounds.")
    assert str(error) == ("depth of GradientFlowLab: expected a whole number from 1 to 100 (hidden layers); got 0. "
                          "Choose a value within these bounds.")


def test_a_misspelt_name_of_a_field_says_its_parts():
    error = refusal(FlowSettings().replace, dept=3)
    assert parts(error)[:2] == ("settings",
                                "GradientFlowLab") and error.given == "dept" and error.advice == "Did you mean 'depth'?"


def test_an_error_of_the_engine_and_of_a_data_set_says_its_parts():
    error = refusal(bp.engine.Dense, 2, 3, "tahn")
    assert (error.parameter, error.given, error.advice) == ("activation", "tahn", "Did you mean 'tanh'?")
    assert refusal(bp.datasets.Dataset, [[np.nan]], [[1.0]]).parameter == "x"


def test_it_is_a_value_error_whose_only_argument_is_the_text():
    error = argument_error("depth", "a net", "1 or more", 0)
    assert isinstance(error, ValueError) and isinstance(error, bp.ArgumentError)
    assert error.args == (str(error),
                          ) and str(error) == "depth of a net: expected 1 or more; got 0." and error.advice == ""


def test_what_was_given_is_the_object_itself():
    given = np.zeros((3, 2))
    error = argument_error("x", "a net", "shape (n,)", given)
    assert error.given is given and "got an array of shape (3, 2)." in str(error)


@pytest.mark.parametrize("travel", [copy.copy, copy.deepcopy,
                                    *(lambda error, protocol=protocol: pickle.loads(pickle.dumps(error, protocol))
                                                                for protocol in range(pickle.HIGHEST_PROTOCOL + 1))])
def test_it_can_be_copied_and_pickled(travel):
    error = argument_error("x", "a net", "a finite number", Verbatim("nan at index [1]"), "Leave the row out.")
    other = travel(error)
    assert type(other) is bp.ArgumentError and parts(other) == parts(error) and str(other) == str(error)


def test_what_cannot_be_pickled_is_named_in_its_place():
    error = argument_error("x", "a net", "a number", lambda: 0)
    other = pickle.loads(pickle.dumps(error))
    assert str(other) == str(error) and str(other.given) == "a function"


def test_no_other_value_error_is_raised():
    """But for a notebook or its picture, which are no arguments, and for an answer in a lesson: the texts are ends of
    sentences of `bpwidgets canonical`, of `bpwidgets lesson check` and of a card."""
    raised = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Raise) and isinstance(node.exc,
                                                          ast.Call) and ast.unparse(node.exc.func) in ("ValueError",
                                                                                                       "TypeError"):
                raised.append(path.relative_to(PACKAGE).as_posix())
    assert sorted(set(raised)) == ["teaching/checks/notebook.py", "teaching/course/watch_a_network_compute.py",
                                   "teaching/notebooks/small_png.py"]
