"""A lab that is only read is no widget yet: it becomes one when it is displayed, put into a box, or asked for what a
hand moves."""
import gc
import threading
import weakref

import comm
import ipywidgets as W
import pytest
from ipywidgets import embed
from ipywidgets.widgets import widget as registry

import bpwidgets as bp
from bpwidgets.experiment import LOCK
from bpwidgets.widgets import canvas as canvas_module
from tests.widgets.labs import LABS, agrees, by_code, by_hand, ready


@pytest.fixture
def messages(monkeypatch):
    """The kinds of the messages that are sent to the page."""
    messages = []
    monkeypatch.setattr(comm.DummyComm, "publish_msg", lambda self, kind, **content: messages.append(kind))
    return messages


def use(lab, case):
    """All that can be done with a lab without a look at it."""
    heard = []
    lab.observe(heard.append, ["settings", "result"])
    for name, value in case.hand.items():
        lab.reset()
        ready(lab, name)
        by_code(lab, name, value)
    with pytest.raises(ValueError):
        lab.set(nothing=0)
    lab.reset()
    lab.show(*lab.plan.pictures)
    assert heard and lab.describe() and repr(lab) and lab.to_csv() and lab.figure and lab.settings and lab.result
    assert lab.views


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_that_is_only_read_makes_no_widget_and_sends_nothing(lab, messages):
    before = set(registry._instances)
    lab_ = LABS[lab].kind(**LABS[lab].small)
    use(lab_, LABS[lab])
    lab_.close()
    assert set(registry._instances) == before and not messages


def test_a_comparison_that_is_only_read_makes_no_widget_and_sends_nothing(messages):
    before = set(registry._instances)
    pair = bp.compare(bp.WeightLab, "loss", "sse", "mse", steps=3)
    pair.set(weight=3.0)
    assert "loss: mean squared error" in pair.describe() and [lab.settings.weight for lab in pair.labs] == [3.0, 3.0]
    pair.close()
    assert set(registry._instances) == before and not messages


def test_a_comparison_that_is_looked_at_shows_its_labs_and_closes_with_them(messages):
    before = set(registry._instances)
    pair = bp.compare(bp.WeightLab, "loss", "sse", "mse", steps=3)
    pair.set(weight=3.0)
    assert pair.model_id in registry._instances and "comm_open" in messages
    *columns, shared = pair.children
    assert [column.children[1] for column in columns] == [lab.canvas for lab in pair.labs]
    captions = [column.children[0].value for column in columns]
    assert captions == ["loss: sum of squared errors", "loss: mean squared error"]
    assert all(child.comm is not None for child in (*columns, shared, *shared.children))
    for lab in pair.labs:
        agrees(lab)
    pair.close()
    assert set(registry._instances) == before


def boxed(lab):
    box = W.HBox([lab])
    child, = box.get_state()["children"]
    box.close()
    return child.removeprefix("IPY_MODEL_")


LOOKS = {
    "displayed": lambda lab: lab._repr_mimebundle_()["application/vnd.jupyter.widget-view+json"]["model_id"],
    "in a box": boxed,
    "children": lambda lab: lab.children and lab.model_id,
    "controls": lambda lab: lab.controls and lab.model_id,
    "canvas": lambda lab: lab.canvas and lab.model_id,
    "by itself": lambda lab: lab.open() or lab.model_id,
    "on a page": lambda lab: next(iter(embed.dependency_state([lab])), "") and lab.get_view_spec()["model_id"],
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_lab_that_is_looked_at_is_a_widget_with_all_that_it_shows(look, messages):
    lab = bp.WeightLab()
    lab.set(steps=7)
    assert LOOKS[look](lab) in registry._instances
    assert lab.canvas in lab.children and all(child.comm is not None for child in lab.children)
    agrees(lab)
    lab.controls["weight"].value = 3.0
    assert lab.settings.weight == 3.0 and "comm_open" in messages
    lab.close()


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_whose_controls_are_moved_draws_nothing_until_it_is_shown(lab, monkeypatch):
    drawn, opened, encode = [], [], canvas_module.encode
    monkeypatch.setattr(canvas_module, "encode", lambda sheet, form: drawn.append(form) or encode(sheet, form))
    monkeypatch.setattr(comm.DummyComm, "publish_msg", lambda self, kind, data=None, buffers=None, **content:
                        opened.append((data["state"], buffers)) if kind == "comm_open" else None)
    lab_ = LABS[lab].kind(**LABS[lab].small)
    for name, value in list(LABS[lab].hand.items())[:4]:
        if name in lab_.controls:
            by_hand(lab_, name, value)
    assert lab_.canvas.verdict == lab_.plan.verdict(*lab_.state, lab_.views) and not drawn
    lab_.open()
    (state, (frame,)), = [(state, buffers) for state, buffers in opened if "frame_info" in state]
    assert drawn == ["PNG"] and bytes(frame) == lab_.canvas.render(exact=True)
    assert state["frame_info"]["exact"]
    assert [handle["box"] for handle in state["handles"]] == [box["box"] for box in lab_.canvas._sheet.handles()]
    lab_.close()


def test_observers_hear_every_change_before_and_after_the_first_look():
    lab, heard = bp.WeightLab(), []
    lab.observe(lambda change: heard.append((change["name"], change["new"])), ["settings", "result"])
    lab.set(weight=3.0)
    assert lab.canvas.alt.startswith(repr(lab)) and len(heard) == 2
    lab.controls["weight"].value = 2.0
    assert [value for name, value in heard if name == "result"][-1] is lab.result and len(heard) == 4
    lab.close()


def test_a_lab_that_nobody_holds_is_gone():
    lab = bp.GradientFlowLab()
    lab.set(depth=7)
    held = weakref.ref(lab)
    del lab
    gc.collect()
    assert held() is None


def test_what_a_lab_could_not_follow_stands_in_its_status_line_when_it_is_shown():
    one, weight = bp.GradientFlowLab(loss="mse"), bp.WeightLab()
    bp.link(one, weight, exclude=("data",))
    one.set(loss="huber")
    assert weight.canvas.trouble and "loss of WeightLab" in weight.canvas.status
    weight.set(weight=3.0)
    assert not weight.canvas.trouble and weight.canvas.status == repr(weight)
    for lab in (one, weight):
        lab.close()


def test_a_trouble_that_is_over_is_not_shown():
    one, weight = bp.GradientFlowLab(loss="mse"), bp.WeightLab()
    bp.link(one, weight, exclude=("data",))
    one.set(loss="huber")
    weight.set(weight=3.0)
    assert not weight.canvas.trouble and weight.canvas.status == repr(weight)
    for lab in (one, weight):
        lab.close()


def test_views_that_were_chosen_before_the_first_look_are_shown():
    lab = bp.WeightLab()
    lab.show("rate")
    assert lab.canvas.frame_info["height"] == 74 and lab.canvas.verdict == ""
    lab.close()


def test_a_lab_must_be_open_before_the_state_of_a_page_is_taken():
    lab = bp.WeightLab()
    with pytest.raises(ValueError, match=r"WeightLab.*open\(\)"):
        embed.embed_snippet(views=[lab])
    lab.open()
    assert lab.model_id in embed.embed_snippet(views=[lab])
    lab.close()


@pytest.mark.parametrize("seen", [False, True])
def test_a_closed_lab_is_displayed_as_text(seen, capsys, messages):
    from IPython.core.formatters import DisplayFormatter
    lab = bp.WeightLab()
    if seen:
        lab.open()
    lab.close()
    forms, _ = DisplayFormatter().format(lab)
    assert forms == {"text/plain": repr(lab)} and capsys.readouterr() == ("", "")


def test_labs_outlive_the_comparison_that_made_them(messages):
    left, right = bp.compare(bp.WeightLab, "scaled", False, True).labs
    gc.collect()
    left.open()
    right.open()
    assert left.children and right.children
    left.close()
    right.close()


def test_garbage_is_collected_on_a_thread_while_a_lab_computes_on_another():
    """Whoever holds the lock may be waiting for that thread."""
    bp.compare(bp.WeightLab, "scaled", False, True)
    bp.WeightLab()
    with LOCK:
        thread = threading.Thread(target=gc.collect, daemon=True)
        thread.start()
        thread.join(timeout=20)
        assert not thread.is_alive()
