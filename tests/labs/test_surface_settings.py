"""What can be chosen in SurfaceLab: the public fields, what stands for None, what follows what, and what is refused."""

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.datasets import DATASETS
from bpwidgets.experiment import Experiment
from bpwidgets.planes.problems import PROBLEMS, problem_of, theta_of
from bpwidgets.studies import SurfaceSettings, loss_surface

PROMISED = ("objective", "theta", "axes", "span", "resolution", "start", "optimizer", "learning_rate", "steps",
            "log_color", "step")


def test_the_promised_fields_are_there_and_step_is_a_cursor_up_to_steps():
    fields = SurfaceSettings.fields()
    assert set(PROMISED) <= fields.keys()
    assert fields["step"].cursor and SurfaceSettings(steps=7).bounds("step") == (0, 7)


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_problem_has_natural_axes_span_and_rate(name):
    settings = SurfaceSettings(objective=name)
    problem = problem_of(settings)
    assert (settings.axes, settings.span, settings.learning_rate) == (problem.axes, problem.reach[0],
                                                                      problem.learning_rate)


def test_another_objective_rewinds_what_belongs_to_the_old_one():
    changed = SurfaceSettings(objective="2-3-1", data="circles", theta=np.ones(13), axes="random", span=0.3,
                              start=(0.1, 0.2),
                              learning_rate=3.0, slice_along="b1[0]", step=9, optimizer="adam", resolution=11)
    fresh = SurfaceSettings(objective="rosenbrock", optimizer="adam", resolution=11)
    assert changed.replace(objective="rosenbrock") == fresh


def test_other_axes_rewind_span_and_start():
    settings = SurfaceSettings(objective="2-3-1", span=0.3, start=(0.1, 0.2)).replace(axes="random")
    assert (settings.span, settings.start) == (1.0, None)


def test_a_start_in_a_plane_of_two_weights_is_a_choice_of_these_weights():
    settings = SurfaceSettings(objective="1-2-1").replace(start=(1.0, 2.0))
    theta = dict(zip(problem_of(settings).names, theta_of(settings)))
    assert settings.start == (1.0, 2.0) and (theta["W1[0,0]"], theta["W2[0,0]"]) == (1.0, 2.0)


@pytest.mark.parametrize("weight, at", [("W1[0,1]", (1.0, 2.0)), ("W2[0,0]", (1.0, -3.0))])
def test_a_weight_that_moves_takes_the_start_along(weight, at):
    settings = SurfaceSettings(objective="1-2-1", start=(1.0, 2.0)).replace(weights={weight: -3.0})
    assert settings.start is None
    result = list(loss_surface(settings))[-1]
    np.testing.assert_array_equal(result.on_plane[0], at)


def test_a_start_among_directions_leaves_the_weights_alone():
    settings = SurfaceSettings(axes="random", start=(0.1, 0.2))
    assert settings.theta is None and settings.start == (0.1, 0.2)


def test_the_first_window_is_wide_enough_for_the_weights():
    assert SurfaceSettings(objective="1-2-1", theta=[3.0, 0, 0, 0, 9.0, 0, 0]).span == 16.0


def test_the_slice_is_along_the_first_axis_if_nothing_is_said():
    assert SurfaceSettings(objective="2-3-1", axes=("b1[0]", "W1[0,0]")).slice_along == ("b1[0]",)
    assert SurfaceSettings(objective="2-3-1", axes="pca").slice_along == ("W1[0,0]",)


@pytest.mark.parametrize("change, told", [
    (dict(axes=("W2[0,0]", "W9[0,0]")),
     "axes of SurfaceLab: expected one of random, pca, start_to_end, curvature, or two"),
    (dict(axes=("W2[0,0]", "W2[0,0]")), "Give two different names"),
    (dict(axes="randon"), "Did you mean 'random'?"),
    (dict(span=0), "span of SurfaceLab: expected a number from 1e-09 to 1e\\+09; got 0"),
    (dict(resolution=1), r"resolution of SurfaceLab: expected a whole number from 2 to 301 \(points\); got 1"),
    (dict(resolution=10_000), "resolution of SurfaceLab: .* got 10000"),
    (dict(weights={"W9[0,0]": 1.0}), "weights of SurfaceLab: expected names out of W1"),
    (dict(theta=[1.0]), "theta of SurfaceLab: expected 105 finite numbers"),
    (dict(start=(1.0, np.nan)), "start of SurfaceLab: expected 2 finite numbers"),
    (dict(slice_along="W9[0,0]"), "slice_along of SurfaceLab"),
    (dict(objective="2-8-1"), "objective of SurfaceLab"),
])
def test_what_cannot_be_used_is_refused_and_nothing_is_lost(change, told):
    experiment = Experiment(SurfaceSettings(objective="2-8-8-1", resolution=5), loss_surface)
    settings, result = experiment.settings, experiment.result
    with pytest.raises(ValueError, match=told):
        experiment.set(**change)
    assert experiment.settings is settings and experiment.result is result


def test_an_objective_that_raises_is_reported_and_nothing_is_lost():
    def moody(x, y):
        if x > 2.5:
            raise RuntimeError("no further")
        return x**2 + y**2

    experiment = Experiment(SurfaceSettings(objective="bowl", resolution=5), loss_surface)
    settings, result = experiment.settings, experiment.result
    with pytest.raises(RuntimeError, match="no further"):
        experiment.set(objective=engine.Function(lambda t: moody(*t), n=2))
    assert experiment.settings is settings and experiment.result is result


def test_a_network_of_ones_own_takes_data_of_ones_own():
    data = DATASETS["circles"]()
    settings = SurfaceSettings.create(objective=engine.network((2, 4, 1)), x=data.x, y=data.y, resolution=4)
    assert list(loss_surface(settings))[-1].theta.shape == (17,)


def test_an_objective_of_ones_own_needs_no_more_than_value_and_gradient():
    class Cone:
        names = ("a", "b", "c")

        def value(self, theta, step=None):
            return np.sqrt(1 + np.sum(theta**2, axis=-1))

        def gradient(self, theta, step=None):
            return theta / self.value(theta)[..., None]

    result = list(loss_surface(SurfaceSettings(objective=Cone(), theta=[1.0, 1.0, 1.0], resolution=3, span=1.0)))[-1]
    np.testing.assert_allclose(result.surface[1], np.sqrt([3.0, 2.0, 3.0]))


def test_an_objective_comes_with_axes_of_its_own_in_one_change():
    settings = SurfaceSettings().replace(objective="2-3-1", axes=("W1[0,1]", "W2[1,0]"))
    assert (settings.objective, settings.axes) == ("2-3-1", ("W1[0,1]", "W2[1,0]"))


def test_axes_that_the_new_objective_lacks_are_refused_and_named():
    with pytest.raises(ValueError, match=r"axes of SurfaceLab: .* W1\[0,0\], .* got 'w1'"):
        SurfaceSettings().replace(objective="2-3-1", axes=("w1", "w2"))


def test_the_way_back_from_another_objective_is_one_change():
    start = SurfaceSettings()
    there = start.replace(objective="2-8-8-1", steps=7)
    assert there.replace(**{name: getattr(start, name) for name in start.fields()}) == start
