"""Nothing a learner did is lost."""
import os
import threading

import pytest

from bpwidgets.teaching.records.events import Event, last
from bpwidgets.teaching.records.record import Record, entries_of


@pytest.fixture
def record(tmp_path):
    return Record(tmp_path / "record.jsonl", "1.0")


def test_an_event_comes_back_as_it_was(record):
    event = Event("answered", [1, "two"], 0.1, "sure", False, "sign-alone", 2, "WeightLab()",
                  "2026-01-02T03:04:05+00:00")
    record.add("lesson", "item", event)
    assert Record(record.path).events("lesson", "item") == (event,)


def test_it_is_kept_by_lesson_and_item_with_time_and_version(record):
    record.add("lesson", "item", Event("opened"))
    record.add("lesson", "other", Event("answered", 1))
    entry, other = Record(record.path).entries()
    assert (entry.lesson, entry.item, entry.version) == ("lesson", "item", "1.0")
    assert entry.event.time and record.events("lesson", "other") == (other.event,)


def test_lines_that_are_torn_or_foreign_spoil_no_other(record):
    record.path.write_text('{"lesson": "a", "item": "b", "kind": "opened"}\nnot json\n[1]\n{"lesson": "a"}\n'
                           '{"lesson": "a", "item": "b", "kind": 3}\n{"lesson": "a", "item": "b", "ki',
                           encoding="utf-8")
    assert [event.kind for event in record.events("a", "b")] == ["opened"]
    record.add("a", "b", Event("answered", 1))
    assert [event.kind for event in Record(record.path).events("a", "b")] == ["opened", "answered"]


def test_bytes_that_are_no_text_spoil_no_other(record):
    record.path.write_bytes(b"\xff\xfe\n" + b'{"lesson": "a", "item": "b", "kind": "opened"}\n')
    assert len(record.events("a", "b")) == 1


def test_what_another_notebook_writes_is_seen(record):
    other = Record(record.path)
    record.add("a", "b", Event("opened"))
    assert other.events("a", "b") == record.events("a", "b")
    other.add("a", "b", Event("answered", 1))
    assert [event.kind for event in record.events("a", "b")] == ["opened", "answered"]


def test_two_writers_at_once_lose_nothing(record):
    def write(own):
        for k in range(40):
            own.add("a", "b", Event("tried", k))

    threads = [threading.Thread(target=write, args=(Record(record.path),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(event.answer for event in Record(record.path).events("a", "b")) == sorted(2 * list(range(40)))


def test_a_file_in_the_place_of_the_folder_is_no_loss(tmp_path):
    """A folder that cannot be written, also by root."""
    (tmp_path / "file").write_text("")
    record = Record(tmp_path / "file" / "record.jsonl")
    record.add("a", "b", Event("opened"))
    assert len(record.events("a", "b")) == 1 and record.trouble and '"kind": "opened"' in record.unsaved


def test_a_full_disk_is_no_loss_and_all_is_written_when_there_is_room(record, monkeypatch):
    write, room = os.write, [30]

    def limited(handle, data):
        taken = min(room[0], len(data))
        if not taken:
            raise OSError(28, "No space left on device")
        room[0] -= taken
        return write(handle, data[:taken])

    monkeypatch.setattr(os, "write", limited)
    record.add("a", "b", Event("answered", 1))
    record.add("a", "b", Event("answered", 2))
    assert [event.answer for event in record.events("a", "b")] == [1, 2]
    assert record.trouble == "No space left on device"
    room[0] = 10**6
    record.add("a", "b", Event("answered", 3))
    assert [event.answer for event in Record(record.path).events("a", "b")] == [1, 2, 3]
    assert record.trouble == "" and record.unsaved == ""


def test_a_record_that_was_deleted_begins_anew_and_forgets_nothing_of_this_session(record):
    record.add("a", "b", Event("answered", 1))
    record.events("a", "b")
    record.path.unlink()
    assert [event.answer for event in record.events("a", "b")] == [1]


def test_a_record_that_became_shorter_is_read_anew(record):
    record.add("a", "b", Event("answered", "a long answer, to be removed"))
    record.events("a", "b")
    record.path.write_text('{"lesson": "a", "item": "b", "kind": "opened"}\n', encoding="utf-8")
    assert [event.kind for event in record.events("a", "b")] == ["opened"]


def test_the_last_event_is_that_of_the_kinds_and_the_case():
    past = (Event("answered", 1), Event("answered", 2, case=1), Event("left"))
    assert last(past, "answered").answer == 2 and last(past, "answered", case=0).answer == 1
    assert last(past, "opened") is None


def test_a_line_with_other_fields_than_ours_is_read():
    line = '{"lesson": "a", "item": "b", "kind": "opened", "mood": "good", "version": 7}'
    entry, = entries_of([line])
    assert entry.event == Event("opened") and entry.version == "7"
