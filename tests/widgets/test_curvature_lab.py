"""CurvatureLab without a browser: a hand, a drag and code take one route."""

import pytest

import bpwidgets as bp


@pytest.fixture
def lab():
    made = bp.CurvatureLab()
    yield made
    made.close()


def test_the_fields_and_results_have_the_names_that_lessons_rely_on(lab):
    assert {"objective", "theta", "learning_rate", "momentum", "scaled", "steps"} <= set(lab.settings.fields())
    for name in ("eigenvalues", "eigenvectors", "rate_limit", "regime", "critical_points"):
        assert hasattr(lab.result, name)


def test_the_button_takes_the_fastest_pair(lab):
    lab.press("Take the fastest pair")
    assert (lab.settings.learning_rate, lab.settings.momentum) == (pytest.approx(0.2308861570204),
                                                                   pytest.approx(0.2698738636122))


def test_a_point_moved_by_name_bends_the_other_way(lab):
    lab.set(objective="product")
    lab.set(weights={"w1": 0.0, "w2": 0.0})
    assert lab.result.regime == ("escaping", "monotone") and lab.canvas.verdict == lab.result.verdict


def test_what_cannot_be_scaled_is_refused_and_nothing_is_lost(lab):
    lab.set(objective="rosenbrock")
    before = lab.settings, lab.result
    with pytest.raises(ValueError, match="scaled of CurvatureLab"):
        lab.set(scaled=True)
    assert (lab.settings, lab.result) == before


def test_the_path_can_be_kept_as_a_table(lab, tmp_path):
    lab.to_csv(tmp_path / "path.csv")
    assert len((tmp_path / "path.csv").read_text().splitlines()) == lab.settings.steps + 2
