"""Numbers at the ends of what there is: a refusal in a sentence, or a result whose words say what happened.

Each was found by the fuzz.
"""

import warnings

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from bpwidgets.studies import SurfaceSettings
from bpwidgets.text import in_words
from tests.fuzz.invariants import NO_NUMBER, sentences
from tests.widgets.labs import LABS


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def last(plan, settings):
    answer = plan.study(settings)
    return list(answer)[-1] if hasattr(answer, "__next__") else answer


def told(lab, **changes):
    """All sentences of a lab with these settings."""
    plan = LABS[lab].kind.plan
    settings = plan.settings.create(**{**LABS[lab].small, **changes})
    return sentences(plan, settings, last(plan, settings))


@pytest.mark.parametrize("value, text", [(0.25, "0.25"), (np.inf, "overflow"), (-np.inf, "overflow"),
                                         (np.nan, "not defined")])
def test_a_number_in_a_sentence_says_what_happened_where_there_is_none(value, text):
    assert in_words(value) == text


EXTREMES = [
    ("weight", dict(learning_rate=1e22, step=9), "loss overflow"),
    ("weight", dict(learning_rate=1e25, step=20), "weight not defined"),
    ("flow", dict(gain=0.0), "δ not defined and dW not defined"),
    ("flow", dict(depth=1), "with one hidden layer there is nothing to compare"),
    ("flow", dict(activation="identity", initializer="orthogonal"), "infinite depth scale"),
    ("flow", dict(gain=1e4, depth=100, activation="relu"), "activations not defined towards"),
    ("flow", dict(gain=1e4, depth=100, activation="relu", layer=82),
     "layer 82: activations not defined, δ not defined"),
    ("flow", dict(x=[[1e301, -1e301]], y=[[1.0]]), "Saturated. "),
    ("flow", dict(x=[[1e301], [1e302]], y=[[1e301], [1.0]], input_scale=1e6, activation="relu"),
     "Overflow. The activations"),
    ("surface", dict(objective="rosenbrock", theta=(1e155, 1e155)), "loss overflow"),
    ("surface", dict(theta=(1e6, 1e6), step=5), "loss not defined"),
    ("race", dict(learning_rate=1e30, fork_step=2, fork_rate=1e12), "diverges from step 1"),
    ("curvature", dict(objective="himmelblau", theta=(0.0, 0.0)), "rate 0.01, no limit"),
    ("curvature", dict(objective="rosenbrock", theta=(1e155, 1e155)), "curvatures not defined"),
    ("distribution", dict(gain=1e4, depth=100, activation="relu", width=20, layer=0), "δ overflow at layer 1"),
    ("distribution", dict(gain=1e4, depth=100, activation="relu", width=20, quantity="z", layer=100),
     "layer 100: z overflow"),
    ("distribution", dict(gain=1e4, depth=100, activation="identity", width=20), "the Jacobian overflows"),
    ("map", dict(gain=0.0), "no error signal arrives"),
    ("map", dict(gain=1e4, highest_gain=1e4, depth=100, deepest=100, activation="identity"), "δ overflows"),
    ("map", dict(width=1, activation="relu", gain=1.5), "Blocked. The error signal δ is 0 in layer 4 already"),
    ("training", dict(data=bp.datasets.Dataset([[1e200, 1.0], [0.0, 1e200]], [0.0, 0.0]), activation="relu"),
     "loss overflow"),
    ("training", dict(learning_rate=1e3, steps=100, net="time", activation="identity", optimizer="sgd", step=100),
     "Overflow at step"),
]


@pytest.mark.parametrize("lab, changes, words", EXTREMES, ids=str)
def test_no_sentence_has_a_nan_and_the_words_say_what_happened(lab, changes, words):
    said = told(lab, **changes)
    assert not [sentence for sentence in said if NO_NUMBER.search(sentence)]
    assert any(words in sentence for sentence in said), said


@pytest.mark.parametrize("lab", ["flow", "distribution", "training"])
def test_huge_class_labels_are_refused_in_a_sentence(lab):
    settings = LABS[lab].kind.plan.settings.create(loss="softmax_cross_entropy", x=[[0.0], [1.0]], y=[0, 2**62])
    with pytest.raises(bp.ArgumentError) as error:
        last(LABS[lab].kind.plan, settings)
    assert str(error.value) == (
        "y of softmax_cross_entropy: expected labels, whole numbers from 0 to 999; got 4.611686018427388e+18. "
                                "The net gets an output for each class from 0 to the largest label: count the classes "
                                "from 0.")


@pytest.mark.parametrize("given, shown", [(np.array([1.0, 2.0]), "an array of shape (2,)"), ("W1", "'W1'"),
                                          (0.5, "0.5"), (None, "None"), ([], "[]")])
def test_weights_that_are_no_mapping_are_refused_in_a_sentence(given, shown):
    for make in (SurfaceSettings.create, SurfaceSettings().replace):
        with pytest.raises(bp.ArgumentError) as error:
            make(weights=given)
        assert str(error.value) == (f"weights of SurfaceLab: expected a mapping from names to numbers; got {shown}. "
                                    "Write weights={'w1': 0.5}; for all of them in a row give theta=...")


@pytest.mark.parametrize("changes", [dict(weights={"w1": 10**400}), dict(theta=[10**400, 1]), dict(theta=[1j, 1]),
                                     dict(theta=np.array([1j, 1]))], ids=str)
def test_numbers_that_are_no_floats_are_refused_in_a_sentence(changes):
    with pytest.raises(bp.ArgumentError, match="finite number"):
        SurfaceSettings.create(**changes)


@pytest.mark.parametrize("objective", [lambda theta: 0.0 * theta[0], lambda theta: 1.0 + 1e-16 * theta[0],
                                       lambda theta: 1e-320 * theta[0],
                                       lambda theta: 1e305 * theta[0], lambda theta: 1e-7 * theta[0] + 1])
def test_a_loss_that_is_all_equal_or_huge_or_tiny_has_a_picture(objective):
    plan = bp.SurfaceLab.plan
    settings = SurfaceSettings(objective=objective, resolution=5, steps=3)
    sheet = Sheet(plan.pictures, plan.rows, LIGHT, width=800)
    sheet.draw(settings, last(plan, settings))
    assert len(sheet.pixels()[0])


def test_data_with_a_name_print_as_they_are_made():
    mine = bp.datasets.Dataset([0.0, 1.0], [1.0, 2.0], "mine")
    line = repr(bp.studies.WeightSettings(data=mine))
    assert "data=Dataset([0.0, 1.0], [1.0, 2.0], 'mine')" in line
    assert eval(line, {"WeightLab": bp.studies.WeightSettings.create,
                       "Dataset": bp.datasets.Dataset}) == bp.studies.WeightSettings(data=mine)


class Broken:
    def __repr__(self):
        raise RuntimeError("no words")


@pytest.mark.parametrize("given, shown", [(Broken(), "a Broken"), (10**5000, "a int")], ids=["broken", "huge"])
def test_a_value_that_cannot_be_printed_is_refused_by_its_kind(given, shown):
    with pytest.raises(bp.ArgumentError, match=f"got {shown}"):
        SurfaceSettings(steps=given)
