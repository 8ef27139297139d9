"""The commands around a record: to read, as a table, and over a class; and the check of a lesson."""
import csv
import io
import json
import time

import pytest

from bpwidgets import cli
from bpwidgets.teaching import Lesson, course
from bpwidgets.teaching.checks import lesson_check as checking
from bpwidgets.teaching.records.events import Event
from bpwidgets.teaching.records.record import Entry, Record
from bpwidgets.teaching.reports import said
from bpwidgets.teaching.reports.class_report import ItemReport, as_text, class_report
from bpwidgets.teaching.reports.record_pages import COLUMNS, as_csv, read_record
from tests.teaching.lessons import LIMIT, WAY

TIME = "2026-01-02T03:04:05+00:00"


@pytest.fixture(autouse=True)
def lessons(monkeypatch):
    """A course of one lesson."""
    one = Lesson("one", "Teach one weight", 1, (LIMIT, WAY))
    monkeypatch.setattr(course, "names", lambda: ("one",))
    monkeypatch.setattr(course, "lesson", lambda name: one)
    caches = said.known, said._lesson, said.misconception_in_words
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a record in it; the command runs there."""
    monkeypatch.chdir(tmp_path)
    record = Record("record.jsonl", "0.1")
    for item, event in [("largest-rate", Event("answered", 0.1, 0.00488, "sure", False)),
                        ("which-way", Event("answered", 1, 1, "guess", True)),
                        ("own-words", Event("answered", "=My own: Ada L., née B.")),
                        ("gradient", Event("tried", right=False, misconception="sign", case=92837)),
                        ("largest-rate", Event("left", settings="WeightLab(weight=3.7123)")),
                        ("largest-rate", Event("opened", case=1, asked_in="two")), ("x", Event("hinted")),
                        ("x", Event("seen")), ("x", Event("sung"))]:
        record.add("one", item, Event(**{**vars(event), "time": TIME}))
    with (tmp_path / "record.jsonl").open("a") as file:
        file.write('{"lesson": "one", "it')
    return tmp_path


def test_a_record_is_told_lesson_by_lesson_in_words(here, capsys):
    assert cli.main(["record", "show"]) == 0
    assert capsys.readouterr().out == """9 events in 1 lesson; times are UTC

one (Teach one weight)
  2026-01-02 03:04  largest-rate  answered 0.1 (sure): not right, it is 0.00488
  2026-01-02 03:04  which-way     answered to larger ones (guess): right, it is to larger ones
  2026-01-02 03:04  own-words     answered =My own: Ada L., née B.
  2026-01-02 03:04  gradient      tried: not yet [sign]
  2026-01-02 03:04  largest-rate  left the lab as WeightLab(weight=3.7123)
  2026-01-02 03:04  largest-rate  opened without an answer [asked in two]
  2026-01-02 03:04  x             took a hint
  2026-01-02 03:04  x             looked at what helps
  2026-01-02 03:04  x             sung
"""


@pytest.mark.parametrize("named", [["record.jsonl"], ["."]])
def test_a_record_may_be_named(here, capsys, named):
    assert cli.main(["record", "show", *named]) == 0 and capsys.readouterr().out.startswith("9 events")


def test_the_record_of_the_lessons_folder_is_found(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / cli.FOLDER).mkdir()
    Record(tmp_path / cli.FOLDER / "record.jsonl").add("one", "which-way", Event("opened"))
    assert cli.main(["record", "show"]) == 0 and capsys.readouterr().out.startswith("1 event in")


@pytest.mark.parametrize("arguments", [["show"], ["export", "x.csv"]])
def test_a_record_that_is_not_there_is_told(tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["record", *arguments]) == 1
    assert capsys.readouterr().err == ("The record record.jsonl cannot be read: No such file or directory. "
                                       "Run this in the folder of the lessons, or name the file.\n")
    assert not list(tmp_path.iterdir())


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_export_has_a_line_for_each_event(here):
    assert cli.main(["record", "export", "x.csv"]) == 0
    rows = table(here / "x.csv")
    assert len(rows) == 9 and tuple(rows[0]) == COLUMNS
    assert rows[0] == {"lesson": "one", "item": "largest-rate", "kind": "answered", "case": "0", "answer": "0.1",
                       "outcome": "0.00488", "confidence": "sure", "right": "false", "misconception": "",
                       "settings": "", "asked_in": "", "time": TIME, "version": "0.1"}


def test_a_text_of_a_learner_is_no_formula_in_a_table(here):
    cli.main(["record", "export", "x.csv"])
    assert table(here / "x.csv")[2]["answer"] == "'=My own: Ada L., née B."


def test_an_anonymous_export_holds_no_words_no_settings_no_seed_and_days_alone(here):
    assert cli.main(["record", "export", "x.csv", "--anonymous"]) == 0
    text = (here / "x.csv").read_text(encoding="utf-8")
    assert not [word for word in ("Ada", "3.7123", "92837", "03:04") if word in text]
    rows = table(here / "x.csv")
    assert {row["time"] for row in rows} == {"2026-01-02"}
    assert [row["answer"] for row in rows[:4]] == ["0.1", "1", "", ""] and rows[3]["misconception"] == "sign"
    assert rows[5]["case"] == "1"


@pytest.mark.parametrize("answer, kept", [([1, 0], "[1, 0]"), (["Ada"], ""), ({"name": "Ada"}, ""), ([[1]], ""),
                                          (True, "true")])
def test_only_numbers_and_lists_of_them_are_anonymous(answer, kept):
    text = as_csv([Entry("one", "x", Event("answered", answer, answer))], anonymous=True)
    row, = csv.DictReader(io.StringIO(text))
    assert row["answer"] == row["outcome"] == kept


def test_an_export_overwrites_nothing(here, capsys):
    (here / "x.csv").write_text("mine")
    assert cli.main(["record", "export", "x.csv"]) == 1
    assert capsys.readouterr().err == "x.csv exists, and nothing was written. Name a file that does not exist yet.\n"
    assert (here / "x.csv").read_text() == "mine"


def test_an_export_into_a_folder_that_is_not_there_is_told(here, capsys):
    assert cli.main(["record", "export", "no/x.csv"]) == 1
    assert capsys.readouterr().err == "no/x.csv cannot be written: No such file or directory.\n"


# A class

def answered(answer, right, confidence="guess", item="largest-rate", **more):
    return Entry("one", item, Event("answered", answer, right=right, confidence=confidence, **more))


def test_the_first_answer_of_each_learner_counts():
    first = [answered(0.1, False, "sure"), answered(0.005, True, "sure", case=1), answered(0.005, True)]
    report, = class_report([first, [answered(0.0049, True)], [Entry("one", "largest-rate", Event("opened"))], []])
    assert report == ItemReport("one", "largest-rate", 2, 1, ((0.1, 1),), "", 1, 1)


def test_the_most_chosen_wrong_answer_stands_first_with_its_misconception():
    records = [[answered(k, False, misconception=name)] for k, name in [(0, "a"), (2, "b"), (2, "b"), (2, "")]]
    report, = class_report(records)
    assert report.wrong == ((2, 3), (0, 1)) and report.misconception == "b"


def test_numbers_that_are_nearly_alike_are_one_answer():
    report, = class_report([[answered(0.1001, False)], [answered(0.0999, False)], [answered(0.2, False)]])
    assert report.wrong == ((0.1, 2), (0.2, 1))


def test_of_an_exercise_success_counts_and_else_the_last_fault():
    def tried(right, fault=""):
        return Entry("one", "gradient", Event("tried", right=right, misconception=fault))
    report, = class_report([[tried(False, "sign"), tried(True)], [tried(False), tried(False, "mean")]])
    assert (report.learners, report.right, report.wrong, report.misconception) == (2, 1, (("mean", 1),), "mean")


def test_what_is_believed_for_sure_by_many_is_talked_about_first():
    few = [[answered(0, False, item="easy")]] + [[answered(1, True, item="easy")]] * 9
    many = [[answered(0, False, item="hard")]] * 5 + [[answered(1, True, item="hard")]] * 5
    sure = [[answered(0, False, "sure", item="believed")]] * 4 + [[answered(1, True, item="believed")]] * 6
    assert [one.item for one in class_report([*few, *many, *sure])] == ["believed", "hard", "easy"]


def test_a_class_is_told_in_words(monkeypatch):
    monkeypatch.setattr("bpwidgets.teaching.reports.class_report.misconception_in_words",
                        {"small": "Smaller is right."}.get)
    records = [[answered(0, False, "sure", item="which-way", misconception="small")],
               [answered(1, True, item="which-way")]]
    assert as_text(class_report(records), 2) == """2 records, 1 lesson, 1 item; what to talk about first stands first.

1. one / which-way: 1 of 2 right (50%); 1 sure and wrong
   Asked: At weight 1, which way is down?
   Most chosen, and not right: to smaller weights (1 time). The idea behind it: Smaller is right."""


def test_a_misconception_that_is_in_no_table_is_told_by_its_name():
    assert said.misconception_in_words("weights moved too early") == "weights moved too early"


def test_records_are_named_by_a_pattern_where_the_shell_leaves_it(here, capsys):
    (here / "b.jsonl").write_text((here / "record.jsonl").read_text())
    assert cli.main(["class", "*.jsonl", "record.jsonl"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 records, 1 lesson, 3 items") and "largest-rate: 0 of 2 right (0%); 2 sure and wrong" in out


def test_of_one_lesson_alone(here, capsys):
    assert cli.main(["class", "record.jsonl", "--lesson", "two"]) == 0
    assert "0 items" in capsys.readouterr().out


def test_a_record_that_cannot_be_read_is_named_and_the_others_are_counted(here, capsys):
    assert cli.main(["class", "none.jsonl", "record.jsonl"]) == 1
    told = capsys.readouterr()
    assert "none.jsonl cannot be read" in told.err and told.out.startswith("1 record, ")


def test_whatever_stands_in_a_record_is_counted(tmp_path):
    lines = [{"lesson": "one", "item": "x", "kind": "answered", "answer": answer, "right": right}
             for answer in ({"a": [1]}, [1], None, "x", 1e999, True) for right in (False, "yes", None, 3)]
    (tmp_path / "r").write_text("\n".join(map(json.dumps, lines)))
    report, = class_report([read_record(tmp_path / "r")])
    assert report.learners == 1 and as_text([report], 1)


def test_a_class_of_300_is_told_in_a_moment(tmp_path):
    """A tenth of it, with room for a busy machine: what is measured is 72 000 events in 5 s."""
    lines = "".join(json.dumps({"lesson": f"l{k}", "item": f"i{j}", "kind": "answered", "answer": 0.1 * j,
                                "right": j > 3, "confidence": "sure", "time": TIME}) + "\n"
                    for k in range(30) for j in range(8))
    paths = [tmp_path / f"{k}.jsonl" for k in range(30)]
    for path in paths:
        path.write_text(lines)
    begun = time.process_time()
    assert len(class_report(read_record(path) for path in paths)) == 240
    assert time.process_time() - begun < 2


# The check of a lesson

def test_findings_are_told_with_their_file_and_status_1(monkeypatch, capsys):
    monkeypatch.setattr(checking, "check", lambda path: () if path.name == "good" else ("cell 1: mend it.", "more."))
    assert cli.main(["lesson", "check", "good"]) == 0
    assert cli.main(["lesson", "check", "bad", "good"]) == 1
    assert capsys.readouterr().out == ("good: nothing to mend.\nbad: cell 1: mend it.\nbad: more.\n"
                                       "good: nothing to mend.\n")


def test_a_notebook_that_cannot_be_read_is_told(tmp_path, capsys):
    (tmp_path / "x").write_text("{")
    assert cli.main(["lesson", "check", str(tmp_path / "x"), str(tmp_path / "none")]) == 1
    out = capsys.readouterr().out
    assert "x: this is not a notebook" in out and "none: " in out
