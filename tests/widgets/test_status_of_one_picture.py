"""Where a picture is shown alone that the first line of the text twin does not speak of, the status line does."""
import pytest

import bpwidgets as bp

ALONE = {
    (bp.LossLab, "softmax"): "LossLab: scores -2, 4, 0; dL/dz of class 1, the right one: -0.00475 with squared error, "
                             "-0.998 with cross-entropy",
    (bp.LossLab, "outlier"): "LossLab: last point at -6; slopes -0.52 by mean squared error, 2.07 by Huber loss, 2.71 "
                             "by mean absolute error",
    (bp.GraphLab, "growth"): "GraphLab: 31 layers of 10 units: 10³⁰ paths from one first weight to the loss, 9230 "
                             "multiply-adds of backpropagation",
}


@pytest.mark.parametrize("lab, view", ALONE)
def test_the_status_line_is_about_the_picture_that_is_shown(lab, view):
    chosen = {"score_1": -2, "score_2": 4, "score_3": 0, "outlier": -6.0} if lab is bp.LossLab else {"depth": 31}
    of = lab(**chosen)
    status = of.plan.words(*of.state, (view,), "")["status"]
    assert status == ALONE[lab, view]
    assert of.plan.words(*of.state, of.views, "")["status"].startswith(repr(of).split(";")[0])
