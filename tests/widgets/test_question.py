"""The heading of a lab is the question that the views and controls at hand answer, or the one that it was given."""

import pytest

import bpwidgets as bp
from bpwidgets.widgets.plan import Question
from tests.widgets.labs import LABS

HEADINGS = [
    (bp.WeightLab, {}, "How far should one step go?"),
    (bp.WeightLab, dict(controls=("weight",), views=("parabola", "table")), "Which weight fits the table?"),
    (bp.WeightLab, dict(controls=("learning_rate", "loss"), views=("parabola", "rate", "verdict")),
     "Which learning rates are stable?"),
    (bp.GradientFlowLab, {}, "What reaches the first layer?"),
    (bp.GradientFlowLab, dict(views=("factors",)), "What changes δ from layer to layer: weights or slope?"),
    (bp.GradientFlowLab, dict(views=("profile", "factors")), "What reaches the first layer, and what takes the rest?"),
    (bp.SurfaceLab, {}, "What does the loss look like around here?"),
    (bp.SurfaceLab, dict(controls=("step",), views=("map", "meter", "verdict")),
     "Does the map show the loss of the path?"),
    (bp.SurfaceLab, dict(controls=("learning_rate", "step"), views=("map",)), "Where does the path lead from here?"),
    (bp.SurfaceLab, dict(views=("relief",)), "What do the mountains of the loss look like?"),
    (bp.CurvatureLab, {}, "How large may the learning rate be?"),
    (bp.CurvatureLab, dict(controls=("theta", "step"), views=("map",)),
     "Where is the loss flat, and how does it curve there?"),
    (bp.CurvatureLab, dict(controls=("learning_rate",), views=("map",)),
     "What does the learning rate do along each direction?"),
    (bp.OptimizerRaceLab, {}, "Which optimizer gets there, and why?"),
    (bp.OptimizerRaceLab, dict(controls=("step",), views=("map", "losses")), "Which optimizer gets there first?"),
    (bp.FlowOverTrainingLab, dict(views=("gradient", "loss")),
     "How long is the gradient, and what does clipping change?"),
    (bp.DistributionLab, dict(views=("units", "verdict")), "Which units are dead or saturated?"),
    (bp.GradientMapLab, {}, "Where does δ keep its size?"),
    (bp.GradientCheckLab, dict(views=("closeup",)), "What does a difference miss of the loss?"),
]


@pytest.mark.parametrize("kind, arrangement, question", HEADINGS)
def test_the_heading_is_what_views_and_controls_answer(kind, arrangement, question):
    assert kind(**arrangement).question == question


def test_the_heading_follows_views_that_are_switched_on_the_screen_and_stands_in_every_form():
    lab = bp.GradientFlowLab(depth=3, width=4)
    assert lab.canvas.question == "What reaches the first layer?"
    lab._panel.switches.boxes["factors"].value = True
    asked = "What reaches the first layer, and what takes the rest?"
    assert lab.question == lab.canvas.question == asked
    first, second, *_ = lab.describe().splitlines()
    assert (first, second) == (repr(lab), asked) and lab._repr_mimebundle_()["text/plain"] == lab.describe()
    assert asked in [text.get_text() for axes in lab.figure.axes for text in axes.texts]
    lab.show("factors")
    assert lab.canvas.question == lab.question == "What changes δ from layer to layer: weights or slope?"


def test_a_lesson_can_set_the_heading_and_then_it_stays():
    lab = bp.SurfaceLab(question=" Is there a way down? ", resolution=5, steps=2)
    lab.show("relief")
    assert lab.question == lab.canvas.question == lab.describe().splitlines()[1] == "Is there a way down?"
    assert "Is there a way down?" in [text.get_text() for axes in lab.figure.axes for text in axes.texts]
    assert bp.SurfaceLab(resolution=5, steps=2).question == bp.SurfaceLab.plan.question


@pytest.mark.parametrize("given, shown", [("", "''"), ("  ", "'  '"), ("One?\nTwo?", r"'One?\nTwo?'"), (3, "3"),
                                          (("How?",), "('How?',)")])
def test_a_heading_is_a_text_of_one_line(given, shown):
    with pytest.raises(bp.ArgumentError) as error:
        bp.WeightLab(question=given)
    assert str(error.value) == (
        "question of WeightLab: expected a text of one line, such as 'What reaches the first layer?'; got "
        f"{shown}. Leave it out for the question that the views and open controls answer.")


@pytest.mark.parametrize("lab", LABS)
def test_every_plan_says_why_it_opens_as_it_does_and_asks_a_question_of_each_part(lab):
    plan = LABS[lab].kind.plan
    assert plan.opens_with.endswith(".") and len(plan.opens_with) > 60 and plan.opens_with in " ".join(
        LABS[lab].kind.__doc__.split())
    for question in (plan.question, *(one.words for one in plan.questions)):
        assert question.endswith("?") and question[0].isupper() and len(question) <= 64 and "  " not in question
    assert len({plan.question, *(one.words for one in plan.questions)}) > 1


@pytest.mark.parametrize("lab", LABS)
def test_every_question_of_a_plan_can_be_asked(lab):
    plan = LABS[lab].kind.plan
    asked = {plan.asked(views, controls) for one in plan.questions for views in (one.views, *zip(one.views))
             for controls in ((), *zip(plan.controls))}
    assert asked >= {one.words for one in plan.questions}


@pytest.mark.parametrize("wrong, message", [
    (Question("How?", ("parabla",)), "questions of WeightLab: .*got 'parabla'. Did you mean 'parabola'"),
    (Question("How?", ("parabola",), ("rate",)), "questions of WeightLab: expected names out of data, weight")])
def test_a_question_about_what_is_not_there_is_refused(wrong, message):
    class Other(bp.WeightLab):
        """Another lab."""
    with pytest.raises(ValueError, match=message):
        type(Other.plan)(**{**vars(Other.plan), "questions": (wrong,)})


def test_the_labs_side_by_side_share_a_heading_that_is_given():
    both = bp.compare(bp.GradientFlowLab, "residual", False, True, depth=3, width=4, question="Which one learns?")
    assert [lab.question for lab in both.labs] == ["Which one learns?"] * 2
