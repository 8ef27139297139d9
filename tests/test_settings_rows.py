"""Fields that choose rows of the engine's tables: by name, or a row that no table has."""

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.errors import ArgumentError
from bpwidgets.settings import Adopt, Settings, choice, named_numbers, names


def refuses_kinks(row):
    return "This lab takes no kinks." if row.kinks else ""


class Bend(Settings):
    lab = "BendLab"
    activation: str = choice("tanh", rows=engine.ACTIVATIONS)
    smooth: str = choice("tanh", ("tanh", "sigmoid"), rows=engine.ACTIVATIONS, objection=refuses_kinks,
                         renamed={"logistic": "sigmoid"})
    layers: tuple = names(rows=engine.ACTIVATIONS)
    optimizers: tuple = names(None, ("sgd", "adam"), rows=engine.OPTIMIZERS, least=1)
    shown: str = choice(None, tuple(engine.OPTIMIZERS), options_from="optimizers", cursor=True,
                        default_from=lambda bend: bend.optimizers[-1])


CUBE = engine.Activation("cube", lambda z: z**3, lambda z: 3 * z**2)
OTHER_CUBE = engine.Activation("cube", lambda z: 2 * z**3, lambda z: 6 * z**2)
CORNER = engine.Activation("corner", np.abs, np.sign, kinks=0)
OTHER_SGD = engine.Optimizer("sgd", lambda theta: {}, engine.OPTIMIZERS["lion"].rule)
HALF = engine.OPTIMIZERS["adam"].replace(beta1=0.5, eps=0.1)


def refused(make, **fields) -> str:
    with pytest.raises(ValueError) as error:
        make(**fields)
    return str(error.value)


def test_a_row_of_the_table_is_kept_by_its_name():
    bend = Bend(activation=engine.ACTIVATIONS["relu"], layers=(engine.ACTIVATIONS["elu"], "tanh"))
    assert (bend.activation, bend.layers) == ("relu", ("elu", "tanh"))
    assert bend == Bend(activation="relu", layers="elu, tanh")


def test_a_row_that_is_equal_to_one_of_the_table_is_that_one():
    assert Bend(activation=engine.leaky_relu(0.01)).activation == "leaky_relu"
    assert Bend(activation=engine.leaky_relu(0.2)).activation == engine.leaky_relu(0.2)


def test_any_other_row_is_kept_as_it_is():
    bend = Bend(activation=CUBE, layers=("relu", CUBE))
    assert bend.activation is CUBE and bend.layers == ("relu", CUBE)
    assert bend.row("activation") is CUBE and bend.row("layers") == (engine.ACTIVATIONS["relu"], CUBE)
    assert bend == Bend(activation=CUBE, layers=("relu", CUBE)) != Bend(activation=OTHER_CUBE, layers=("relu", CUBE))


def test_a_row_prints_as_itself_within_the_settings_and_as_its_name_within_a_sentence():
    assert repr(Bend(activation=CUBE)).startswith("BendLab(activation=Activation('cube'), smooth='tanh', layers=(), ")
    rows = CUBE, engine.LOSSES["mse"], engine.INITIALIZERS["zeros"], engine.SURFACES["bowl"]
    assert [f"{row}" for row in rows] == ["cube", "mse", "zeros", "bowl"]
    assert f"{HALF}" == "adam(beta1=0.5, eps=0.1)" and f"{engine.OPTIMIZERS['adam']}" == "adam"


def test_a_row_that_is_chosen_goes_by_its_name():
    bend = Bend(activation=CUBE, layers=(CUBE,), optimizers=("sgd", HALF))
    assert bend.replace(activation="cube") == bend
    assert bend.replace(layers="cube, relu, cube").layers == (CUBE, "relu", CUBE)
    assert bend.replace(optimizers="adam(beta1=0.5, eps=0.1), lion").optimizers == (HALF, "lion")
    assert bend.replace(activation="relu").activation == "relu"
    without = bend.replace(activation="relu")
    assert refused(without.replace, activation="cube").startswith("activation of BendLab: expected one of identity")


def test_one_of_several_goes_by_its_name_too():
    bend = Bend(optimizers=("sgd", HALF), shown=HALF)
    assert bend.shown == "adam(beta1=0.5, eps=0.1)" == Bend(optimizers=("sgd", HALF)).shown
    assert bend.replace(optimizers=("sgd", "lion")).shown == "lion"
    assert bend.replace(optimizers=(HALF, "lion")).shown == bend.shown
    assert refused(bend.replace, shown="lion") == (
        "shown of BendLab: expected one of sgd, adam(beta1=0.5, eps=0.1); got 'lion'. Choose one of these names.")


def test_two_different_rows_of_one_name_are_refused_among_several():
    assert "Two of them are called 'cube'" in refused(Bend, layers=(CUBE, OTHER_CUBE))
    assert "Two of them are called 'sgd'" in refused(Bend, optimizers=("sgd", OTHER_SGD))
    assert Bend(layers=(CUBE, CUBE, "tanh", "tanh")).layers == (CUBE, CUBE, "tanh", "tanh")


def test_a_row_of_another_class_is_refused_with_the_class_that_is_meant():
    assert refused(Bend, activation=engine.LOSSES["mse"]) == (
        f"activation of BendLab: expected one of {', '.join(engine.ACTIVATIONS)}, or an Activation; got Loss('mse'). "
        "Choose one of these names.")
    assert ", or rows of the class Optimizer; got Loss('mse')." in refused(Bend, optimizers=(engine.LOSSES["mse"],))


def test_a_field_may_object_to_a_row():
    assert refused(Bend, smooth=CORNER) == (
        "smooth of BendLab: expected one of tanh, sigmoid, or an Activation; got Activation('corner'). "
        "This lab takes no kinks.")
    assert Bend(smooth=CUBE).smooth is CUBE
    assert Bend(smooth=engine.ACTIVATIONS["elu"]).smooth == engine.ACTIVATIONS["elu"]


def test_a_name_of_an_earlier_version_still_chooses():
    assert Bend(smooth="logistic").smooth == "sigmoid" == Bend().replace(smooth="logistic").smooth


class Paced(Settings):
    lab = "PacedLab"
    optimizers: tuple = names(None, ("sgd", "adam"), rows=engine.OPTIMIZERS, least=1)
    rates: tuple = named_numbers(lambda paced: (*engine.OPTIMIZERS, *map(str, paced.optimizers)), 0, 10)


@pytest.mark.parametrize("rates", [{HALF: 0.1, "adam": 0.2}, {"adam(beta1=0.5, eps=0.1)": 0.1, "adam": 0.2},
                                   "adam(beta1=0.5, eps=0.1)=0.1, adam=0.2"], ids=str)
def test_a_row_has_a_number_under_its_name(rates):
    paced = Paced(optimizers=(HALF, "adam"), rates=rates)
    assert paced.rates == (("adam(beta1=0.5, eps=0.1)", 0.1), ("adam", 0.2))
    assert paced.replace(rates=paced.fields()["rates"].text(paced.rates)) == paced


def test_the_number_of_a_row_that_is_gone_goes_too():
    paced = Paced(optimizers=(HALF, "sgd"), rates={HALF: 0.1, "lion": 0.2})
    assert paced.replace(optimizers="sgd").rates == (("lion", 0.2),)
    assert paced.replace(optimizers=("adam", HALF)).rates == paced.rates
    assert "names out of sgd, momentum" in refused(Paced, rates={HALF: 0.1})


# -- what becomes a row


def optimizer_of(rule):
    return engine.Optimizer(rule.__name__, lambda theta: {}, rule) if callable(rule) else None


class Adopting(Settings):
    optimizer: object = choice("sgd", rows=engine.OPTIMIZERS, adopt=Adopt(optimizer_of, "a function of your own"))


def test_what_can_become_a_row_becomes_one_and_stays_the_same_by_what_it_is():
    def step(theta, g, state, r):
        return theta - r * g, state

    chosen = Adopting(optimizer=step).optimizer
    assert isinstance(chosen, engine.Optimizer) and chosen.name == "step" and chosen.rule is step
    assert Adopting(optimizer=chosen).optimizer is chosen and Adopting(optimizer="adam").optimizer == "adam"


@pytest.mark.parametrize("given", ["adm", 3, None])
def test_what_cannot_is_refused_with_the_words_for_what_can(given):
    with pytest.raises(ArgumentError, match=r"expected one of sgd, .*, or a function of your own; got"):
        Adopting(optimizer=given)
