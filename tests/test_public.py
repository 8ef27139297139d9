"""The public names, and the examples that stand beside them."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import bpwidgets as bp

# those of the engine are run with the engine
MODULES = [name for _, name, _ in pkgutil.walk_packages(bp.__path__, "bpwidgets.")
           if not name.startswith("bpwidgets.engine") and name not in ("bpwidgets.datasets", "bpwidgets.__main__")]


@pytest.mark.parametrize("name", ["bpwidgets", *MODULES])
def test_the_examples_of_a_module_give_what_they_show(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is(name):
    assert importlib.import_module(name).__doc__


def test_the_promised_names_are_there():
    assert {"WeightLab", "GradientFlowLab", "engine", "datasets", "studies"} <= set(bp.__all__)


def test_every_public_name_exists_and_is_documented():
    for name in bp.__all__:
        assert inspect.getdoc(getattr(bp, name))


def test_the_public_names_are_all_that_a_learner_sees():
    assert dir(bp) == sorted(bp.__all__)


@pytest.mark.parametrize("name", bp.studies.__all__)
def test_every_name_of_the_studies_is_documented(name):
    assert inspect.getdoc(getattr(bp.studies, name))


@pytest.mark.parametrize("lab", [bp.WeightLab, bp.GradientFlowLab])
def test_a_lab_has_what_lessons_rely_on(lab):
    made = lab()
    try:
        for name in ("set", "settings", "result", "controls", "describe", "figure", "reset", "observe"):
            assert hasattr(made, name)
        assert set(made.controls) == set(made.settings.fields())
    finally:
        made.close()


def test_the_results_have_the_names_that_lessons_rely_on():
    weight, flow = bp.studies.one_weight(bp.studies.WeightSettings()), bp.studies.gradient_flow(bp.studies.FlowSettings(
        ))
    for name in ("weights", "losses", "gradients", "curvature", "rate_limit", "table"):
        assert hasattr(weight, name)
    for name in ("activation_size", "delta_size", "weight_gradient_size", "shrink_per_layer", "verdict"):
        assert hasattr(flow, name)
