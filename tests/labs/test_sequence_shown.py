"""SequenceLab on the screen: what a hand moves, what is drawn and told, and what is refused."""
import numpy as np
import pytest
from matplotlib.colors import to_rgba

import bpwidgets as bp
from bpwidgets.labs.sequence.runs import Training, runs_in_pieces
from bpwidgets.labs.sequence.tasks import TASKS
from bpwidgets.labs.sequence.words import inputs_of

SMALL = dict(length=7, units=4, updates=12, batch_size=5)


def test_a_click_on_a_step_asks_for_its_output_and_a_drag_moves_the_cut():
    lab = bp.SequenceLab(**SMALL)
    sheet = lab.canvas._sheet
    unrolled, reach = sheet.pictures["unrolled"], sheet.pictures["reach"]
    x, _ = unrolled.held(lab.settings.replace(asked=3), lab.result)
    assert unrolled.drag(lab.settings, lab.result, (x, 9.0), (x, 9.0)) == {"asked": 3}
    assert unrolled.nudge(lab.settings, lab.result, -2, 0) == {"asked": 5}
    assert reach.drag(lab.settings, lab.result, (-6.0, 0.0), (-3.5, 0.0)) == {"truncate": 4}
    assert reach.nudge(lab.settings, lab.result, 2, 0) == {"truncate": 5}


def test_the_lines_are_the_logarithms_of_the_gradients():
    lab = bp.SequenceLab(**SMALL, update=4, asked=6)
    sheet = lab.canvas._sheet
    for name, curve in sheet.pictures["reach"].curves.items():
        x, y = curve.get_data()
        sight = lab.result.sight(name, lab.settings)
        assert x.tolist() == [-5, -4, -3, -2, -1, 0] and np.allclose(10**y, sight.reach[:6])
    for name, curve in sheet.pictures["losses"].curves.items():
        assert np.allclose(10**curve.get_ydata(), lab.result.runs[name].losses)


def test_boxes_are_the_stronger_the_more_arrives_and_say_0_where_it_is_cut():
    lab = bp.SequenceLab(**SMALL, truncate=3)
    unrolled = lab.canvas._sheet.pictures["unrolled"]
    assert [text.get_text() for text in unrolled.zeros].count("0") == 4 * 3
    sizes = np.array([sight.one for sight in lab.result.sights(lab.settings).values()])
    colors = unrolled.boxes.get_facecolor()[:sizes.size].reshape(*sizes.shape, 4)
    assert (colors[sizes == 0] == to_rgba(unrolled.style.ground)).all()
    from_pale = np.abs(colors[0, -3:] - to_rgba(unrolled.style.hairline)).sum(axis=1)
    assert (np.diff(from_pale[np.argsort(sizes[0, -3:])]) > 0).all()
    told = unrolled.told(lab.settings, lab.result, unrolled.held(lab.settings.replace(asked=6), lab.result))
    sight = lab.result.sight("lstm", lab.settings)
    assert told.words == f"step 6, 1 back, LSTM: gradient {bp.text.in_words(sight.one[5])}"


def test_the_inputs_are_written_below_the_boxes():
    assert [one.text for one in inputs_of(TASKS["letters"], 4, 1)] == ["t", "h", "i", "s"]
    x, _ = TASKS["adding"].one(7, 2)
    shown = inputs_of(TASKS["adding"], 7, 3)
    assert [one.strong for one in shown] == (x[0, :, 1] == 1).tolist()
    assert [float(one.text) for one in shown] == pytest.approx(x[0, :, 0], abs=0.005)


def test_the_gates_are_those_of_the_chosen_cell():
    lab = bp.SequenceLab(**SMALL, gates_of="gru", views=("unrolled", "kept", "gates"))
    gates = lab.canvas._sheet.pictures["gates"]
    assert "gates, GRU" in gates.title.get_text()
    said = gates.told(lab.settings, lab.result, (2.0, 1.9)).words
    assert said.startswith("reset gate of unit 1 at step 2: ")
    lab.set(gates_of="lstm")
    assert "forget gate of unit 4 at step 7" in gates.told(lab.settings, lab.result, (7.0, 1.05)).words


def test_gates_and_clipping_have_verdicts_of_their_own():
    lab = bp.SequenceLab(**SMALL, clip=0.3, asked=5)
    back = lab.canvas.verdict
    lab.show("unrolled", "kept", "gates", "verdict")
    kept = lab.result.sight("lstm", lab.settings).kept[0]
    assert f"keep {bp.text.in_words(kept.max(), 2)} in the best unit" in lab.canvas.verdict
    lab.show("losses", "lengths", "verdict")
    clipped = int((lab.result.runs["plain"].lengths > 0.3).sum())
    assert clipped and f"were clipped: {clipped} in the plain net" in lab.canvas.verdict
    lab.show("unrolled", "reach", "losses", "verdict")
    assert lab.canvas.verdict == back == lab.result.verdict


def test_the_length_of_a_sequence_is_the_depth_of_a_linked_net_in_time():
    lab, flow = bp.SequenceLab(**SMALL), bp.FlowOverTrainingLab(net="time", steps=2, width=4, n_samples=4)
    bp.link(lab, flow, exclude=("gain",))
    assert flow.settings.depth == 7
    flow.set(depth=9)
    assert lab.settings.length == 9 and flow.settings.steps == 2
    flow.set(depth=60)
    assert lab.settings.length == 9


def test_what_cannot_be_is_refused_before_anything_changes():
    lab = bp.SequenceLab(**SMALL)
    for wrong in (dict(length=31), dict(truncate=8), dict(task="sorting"), dict(asked=0), dict(units=0)):
        with pytest.raises(bp.ArgumentError):
            lab.set(**wrong)
    assert lab.settings.length == 7 and lab.settings.truncate == 7


def test_the_first_piece_of_the_largest_nets_is_short():
    training = Training("letters", 30, 64, 0.577, 1.0, 0.02, 200, 30, 1.0, 0)
    assert training.updates_at_once == 1 and next(runs_in_pieces(training))["lstm"].updates == 1
