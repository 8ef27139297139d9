"""A lab with a run in pieces is there from its first piece on; what it comes to is there for who reads it."""
import asyncio
import time

import pytest

import bpwidgets as bp
from bpwidgets.widgets import show
from bpwidgets.widgets.background import between_messages

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def lab(made):
    """One whose run has several pieces."""
    return made(bp.SequenceLab(length=12, units=8, updates=200))


def in_a_kernel(work):
    """Do this in a cell of a kernel, and then what the kernel does between messages."""
    async def cell():
        work()
        loop = asyncio.get_running_loop()
        while loop._scheduled or loop._ready:
            await asyncio.sleep(0.001)

    asyncio.run(cell())


def sent_by_another(monkeypatch, nobody_looks):
    """The running cell comes from no JupyterLab, but from a program that only stores what comes, or a front end."""
    for module in ("show", "lab"):
        monkeypatch.setattr(f"bpwidgets.widgets.{module}.from_jupyterlab", lambda: False)
    monkeypatch.setattr(show, "without_front_end", lambda: nobody_looks)


def look(lab):
    lab.widgets.canvas._hear({"kind": "look", "view": "page", "width": 860, "ratio": 1.0, "dark": False})


def test_a_lab_is_there_long_before_its_run_is_whole(made):
    began = time.perf_counter()
    lab = made(bp.SequenceLab())
    opened = time.perf_counter() - began
    assert lab.result.known == lab.settings.updates
    assert opened < 0.2 * (time.perf_counter() - began)


def test_who_reads_the_result_gets_its_end(lab):
    assert lab.settings.updates == 200 and lab._experiment.result.known < 200
    assert lab.result.known == lab.state.result.known == 200


@pytest.mark.parametrize("read", [repr, bp.Lab.describe, bp.Lab.to_csv, lambda lab: lab.figure,
                                  lambda lab: lab.canvas], ids=["repr", "describe", "to_csv", "figure", "canvas"])
def test_words_numbers_and_pictures_that_code_asks_for_are_of_the_end(made, lab, read):
    read(lab)
    assert lab._experiment.result.known == 200


def test_observers_are_told_once_of_the_end(lab):
    heard = []
    lab.observe(lambda change: heard.append(change["new"].known), "result")
    assert lab.result.known == 200 and heard == [200]


def test_the_first_frame_is_one_that_is_to_be_made_finer_and_so_the_page_brings_the_rest(lab):
    lab.open()
    canvas = lab.widgets.canvas
    assert canvas.frame_info["exact"] is False and canvas.progress[1] == 200
    look(lab)
    for _ in range(1000):
        if canvas.frame_info["exact"]:
            break
        for kind in ("seen", "rest"):
            canvas._hear({"kind": kind, "view": "page", "serial": canvas.frame_info["serial"]})
    assert canvas.frame_info["exact"] and canvas.progress == [] and lab._experiment.result.known == 200


def test_jupyterlab_shows_it_at_once_and_its_words_and_picture_when_the_run_is_whole(displayed, lab):
    bundles, handles = displayed
    known = []

    def cell():
        lab._ipython_display_()
        known.append(lab._experiment.result.known)

    in_a_kernel(cell)
    live, later = bundles
    # One text for a lab: nbval compares texts in their order, and has the same where nobody looks.
    assert set(live) == {VIEW} and later == show.LATER and known[0] < 200
    (update,) = handles[0].updates
    assert lab._experiment.result.known == 200 and lab.canvas.progress == []
    assert update["text/plain"] == lab.describe() and update["image/png"] == lab._repr_mimebundle_()["image/png"]
    assert "<img" in update["text/html"]


def test_a_cell_that_reads_the_result_meanwhile_does_not_wait_for_the_page(displayed, lab):
    _, handles = displayed
    known = []

    def cells():
        lab._ipython_display_()
        known.append(lab.result.known)

    in_a_kernel(cells)
    assert known == [200] and handles[0].updates[-1]["text/plain"] == lab.describe()


def test_a_hand_that_comes_between_has_its_own_run(displayed, lab):
    def cell():
        lab._ipython_display_()
        look(lab)
        lab.controls["length"].value = 11

    in_a_kernel(cell)
    assert lab.settings.length == 11 and not lab._experiment.opening


def test_a_lab_that_is_closed_meanwhile_is_let_go(displayed, lab):
    def cell():
        lab._ipython_display_()
        lab.close()

    in_a_kernel(cell)
    assert lab._experiment._opening and lab._experiment.result.known < 200


def test_where_nobody_looks_the_run_is_whole_before_anything_is_shown(displayed, lab, monkeypatch):
    bundles, handles = displayed
    sent_by_another(monkeypatch, nobody_looks=True)
    lab._ipython_display_()
    live, still = bundles
    assert set(live) == {VIEW, "text/plain"} and live["text/plain"] == lab.describe() and set(still) == {"image/png"}
    assert still["image/png"] == handles[0].pictures[0]


def test_a_front_end_that_keeps_the_live_view_has_all_forms_in_one_output(displayed, lab, monkeypatch):
    bundles, _ = displayed
    sent_by_another(monkeypatch, nobody_looks=False)
    lab._ipython_display_()
    (bundle,) = bundles
    assert set(bundle) == {VIEW, "text/plain", "image/png"} and bundle["text/plain"] == lab.describe()


def test_a_piece_that_fails_is_told_in_the_status_line_and_ends_the_opening(displayed, lab, monkeypatch):
    def cell():
        lab._ipython_display_()

    def fails():
        yield from ()
        raise ZeroDivisionError("no more numbers")

    lab._experiment._finer = fails()
    in_a_kernel(cell)
    canvas = lab.widgets.canvas
    assert canvas.trouble and canvas.status == "no more numbers" and not lab._experiment.unfinished


def test_without_a_loop_nothing_is_called():
    assert between_messages(lambda: pytest.fail("called")) is False


def test_pieces_come_until_there_are_no_more_and_leave_room_for_others():
    calls, between = [], []

    async def cell():
        assert between_messages(lambda: calls.append("piece") or len(calls) < 3)
        assert calls == []
        while len(calls) < 3:
            between.append(len(calls))
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)

    asyncio.run(cell())
    assert len(calls) == 3 and {1, 2} <= set(between)
