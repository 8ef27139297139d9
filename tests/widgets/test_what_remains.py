"""What a lab leaves behind: no widgets, no figures, no memory; and nothing is lost between two threads."""

import gc
import os
import threading
import weakref
from pathlib import Path

import pytest
from ipywidgets.widgets import widget as registry

from bpwidgets.labs.gradient_flow.lab import GradientFlowLab
from bpwidgets.labs.weight.lab import WeightLab
from tests.widgets.labs import LABS, agrees, by_hand

STATM = Path("/proc/self/statm")


def resident():
    """Bytes of this process that stand in memory."""
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not STATM.exists(), reason="reads the size of the process from Linux")
def test_memory_stays_flat_over_hundreds_of_changes_that_are_drawn(make):
    lab = make("weight", learning_rate=1e-5, views=("parabola",))

    def fifty_changes():
        for k in range(50):
            lab.set(weight=3.5 + k / 100, step=k % 20)
            lab.canvas.render(exact=False)

    for _ in range(2):
        fifty_changes()
    gc.collect()
    objects, size = len(gc.get_objects()), resident()
    for _ in range(5):
        fifty_changes()
    gc.collect()
    # one drawing kept from every change would be 250 times 0.9 MB
    assert len(gc.get_objects()) - objects < 250 and resident() - size < 4e6


def test_closed_labs_leave_no_figure_behind():
    figures = []
    for k in range(16):
        lab = GradientFlowLab(width=4) if k % 2 else WeightLab()
        figures.append(weakref.ref(lab.canvas._sheet.figure))
        lab.close()
    del lab
    gc.collect()
    assert not [figure for figure in figures if figure() is not None]


@pytest.mark.parametrize("lab", LABS)
def test_a_closed_lab_leaves_no_figure_and_no_widget_behind(lab):
    LABS[lab].kind(**LABS[lab].small).close()
    gc.collect()
    before = len(registry._instances)
    lab_ = LABS[lab].kind(**LABS[lab].small)
    for name, value in LABS[lab].hand.items():
        if name in lab_.controls:
            by_hand(lab_, name, value)
    figure = weakref.ref(lab_.canvas._sheet.figure)
    lab_.close()
    assert len(registry._instances) == before
    del lab_
    gc.collect()
    assert figure() is None


def test_a_closed_lab_keeps_its_numbers():
    lab = GradientFlowLab(depth=5)
    text = lab.describe()
    lab.close()
    assert lab.describe() == text and lab.settings.depth == 5
    lab.close()


def test_a_lab_used_from_two_threads_while_drawing_is_not_corrupted(make, two_threads):
    lab = make("weight")
    begin, failures, stop = threading.Barrier(3), [], threading.Event()

    def hand():
        for k in range(80):
            name, value = (("weight", k % 40 / 10), ("steps", 5 + k % 30), ("learning_rate", 10.0 ** -(2 + k % 3)),
                           ("scaled", bool(k % 2)))[k % 4]
            lab.controls[name].value = value

    def code():
        for k in range(80):
            lab.set(weight=k % 30 / 10, steps=3 + k % 20, step=k % 3, loss=("sse", "mse")[k % 2])

    def watch():
        while not stop.is_set():
            lab.canvas.render(exact=False)
            lab.describe()

    def guarded(work):
        try:
            begin.wait()
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in (hand, code, watch)]
    for thread in threads:
        thread.start()
    for thread in threads[:2]:
        thread.join()
    stop.set()
    threads[2].join()
    assert not failures and not lab.canvas.trouble
    agrees(lab)


def test_the_number_of_widgets_of_a_lab_does_not_grow_with_its_use(make):
    lab = make("weight")
    lab.open()
    before = len(registry._instances)
    for k in range(30):
        lab.set(weight=k / 10, loss=("sse", "mse")[k % 2], data=("weight_table", "noisy_line")[k % 2])
    lab._repr_mimebundle_()
    assert len(registry._instances) == before


def texts_of(lab):
    return lab.describe(), repr(lab), lab.to_csv(), *(text.get_text() for axes in lab.figure.axes
                                                      for text in axes.texts)


def test_what_a_lab_tells_is_of_one_moment_while_it_changes():
    told, labs = [], []

    class Watched(WeightLab):
        def set_trait(self, name, value):
            super().set_trait(name, value)
            told.extend(texts_of(lab) for lab in labs)

    labs.append(Watched())
    (lab,), before, after = labs, WeightLab(), WeightLab(steps=7, learning_rate=0.01)
    lab.set(steps=7, learning_rate=0.01)
    assert told and set(told) <= {texts_of(before), texts_of(after)}
    for one in (lab, before, after):
        one.close()
