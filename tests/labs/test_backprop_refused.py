"""What cannot be used is refused with a reason, before anything has changed."""
import math

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine

REFUSED = [
    (dict(x=[[1.0]], y=[[0.5, 0.5]]), "x of BackpropLab: expected 2 inputs in each row"),
    (dict(x=[[1.0, 2.0]], y=[[0.5]]), "y of BackpropLab: expected 2 targets in each row"),
    (dict(x=[[1.0, 2.0]], y=[[0.5, 1.5]]),
     "y of BackpropLab: expected targets within the range of sigmoid, (0, 1); got 1.5."),
    (dict(net=engine.network((2, 1))), "data of BackpropLab: expected data for your network; got none."),
    (dict(net=engine.network((9, 20, 5)), x=np.ones((1, 9)), y=np.ones((1, 5))),
     "net of BackpropLab: expected a network of at most 200 parameters and 8 layers; got 305 parameters in 2 layers."),
    (dict(net=engine.Network((engine.Dense(2, 2), engine.Softmax(2))), x=[[1, 2]], y=[[1, 0]]),
     "net of BackpropLab: expected a network of Dense layers; got Softmax(2)."),
    (dict(net="mazzur"), "net of BackpropLab: expected one of mazur, one_weight, chain, agh, xor_2_2_1, xor_2_3_1, "
                         "softmax, or a network"),
    (dict(x=[[1.0, math.nan]], y=[[0.5, 0.5]]), "x of Dataset: expected"),
    (dict(x=[[1.0, 2.0]], y=[[math.inf, 0.5]]), "y of Dataset: expected"),
    (dict(theta=[math.inf] * 12), "theta of BackpropLab: expected 12 finite numbers"),
    (dict(learning_rate=math.nan), "learning_rate of BackpropLab: expected a number from 1e-12 to 1e+06; got nan."),
    (dict(x=[[1.0, 2.0]], y=[[0.5, -0.1]]),
     "y of BackpropLab: expected targets within the range of sigmoid, (0, 1); got -0.1."),
    (dict(net="softmax", x=[[1.0, 0.0]], y=[[3]]), "y of "),
    (dict(net=engine.network((2,) * 10), x=np.ones((1, 2)), y=np.ones((1, 2))),
     "net of BackpropLab: expected a network of at most 200 parameters and 8 layers; got 54 parameters in 9 layers."),
    (dict(sliders=("W9[0,0]",)), "sliders of BackpropLab: expected names out of W1[0,0]"),
    (dict(weights={"W1[0,0]": math.nan}), "W1[0,0] of BackpropLab: expected a finite number; got nan."),
    (dict(weights={"W3[0,0]": 1.0}), "weights of BackpropLab: expected names out of W1[0,0]"),
    (dict(selected="W9[0,0]"), "selected of BackpropLab: expected one of W1[0,0]"),
    (dict(moment=75), "moment of BackpropLab: expected a whole number from 0 to 74; got 75."),
    (dict(example=1), "example of BackpropLab: expected a whole number from 0 to 0; got 1."),
    (dict(theta=[1.0]), "theta of BackpropLab: expected 12 finite numbers; got an array of shape (1,)."),
    (dict(net=len), "net of BackpropLab: expected one of mazur")]


@pytest.mark.parametrize("changes, message", REFUSED, ids=lambda case: case if isinstance(case, str) else "")
def test_what_cannot_be_used_is_refused_with_a_reason_and_nothing_is_lost(changes, message):
    with pytest.raises(bp.ArgumentError) as refused:
        bp.BackpropLab(**changes)
    assert str(refused.value).startswith(message)
    lab = bp.BackpropLab(moment=3)
    before = lab.settings, lab.result
    with pytest.raises(bp.ArgumentError):
        lab.set(**changes)
    assert (lab.settings, lab.result) == before
