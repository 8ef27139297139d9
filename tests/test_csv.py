"""A learner's CSV file becomes a data set, or a sentence that says in which row and column it does not."""

import io

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.datasets import Dataset, read_csv

PLANTS = "kind,height,width\n0,1.5,2\n1,3,0.5\n0,-1e-3,7\n"


def read(text, x=0, y=-1, **options):
    return read_csv(io.StringIO(text), x, y, **options)


def file(folder, content, name="plants.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_columns_are_taken_by_their_names_in_the_order_asked_for(tmp_path):
    data = read_csv(file(tmp_path, PLANTS), x=("width", "height"), y="kind")
    assert data == Dataset([[2, 1.5], [0.5, 3], [7, -1e-3]], [[0], [1], [0]], "plants")


@pytest.mark.parametrize("x, y", [(["height", "width"], ["kind"]), ((1, 2), 0), ((1, -1), -3), (("height", 2), "kind")])
def test_columns_are_taken_by_name_or_position_alone_or_together(x, y):
    assert read(PLANTS, x, y) == Dataset([[1.5, 2], [3, 0.5], [-1e-3, 7]], [[0], [1], [0]])


def test_several_outputs_make_several_columns():
    assert read(PLANTS, "kind", ("height", "width")).y.shape == (3, 2)


def test_a_path_may_be_a_text_and_a_name_may_be_given(tmp_path):
    path = file(tmp_path, PLANTS)
    assert read_csv(str(path), 0, 1).name == "plants"
    assert read_csv(path, 0, 1, name="my plants").name == "my plants"


def test_an_open_file_is_read_and_left_open(tmp_path):
    with file(tmp_path, "gr\xf6\xdfe,b\n1,2\n".encode("cp1252")).open(encoding="cp1252") as source:
        data = read_csv(source, "gr\xf6\xdfe", "b")
        assert not source.closed
    assert data.name == "plants" and data.x.tolist() == [[1]]


def test_a_file_without_names_is_read_by_position():
    assert read("1,2\n3,4\n", header=False) == Dataset([[1], [3]], [[2], [4]])


def test_semicolons_and_decimal_commas_are_read_when_asked_for():
    assert read("a;b\n1,5;-2,25\n", "a", "b", separator=";", decimal=",") == Dataset([[1.5]], [[-2.25]])
    for mark in "\t|: ":
        assert read(f"a{mark}b\n1{mark}2\n", "a", "b", separator=mark) == Dataset([[1]], [[2]])


@pytest.mark.parametrize("text", [
    "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "a,b\n1,2\n3,4", "\ufeffa,b\n1,2\n3,4\n", '\ufeff"a","b"\n1,2\n3,4\n',
    "\n\na,b\n\n1,2\n,\n  , \n3,4\n\n", " a , b \n 1 , 2 \n 3 , 4 ", '"a", "b"\n"1", "2"\n3,4\n',
    "a,b\n1.0,+2\n3e0,.4e1\n",
], ids=["Windows", "old Mac", "no last line end", "mark", "mark and quotes", "blank rows", "blanks", "quotes",
        "forms of numbers"])
def test_the_ways_to_write_a_table_that_make_no_difference(tmp_path, text):
    expected = Dataset([[1], [3]], [[2], [4]], "plants")
    assert read(text, "a", "b", name="plants") == expected
    assert read_csv(file(tmp_path, text), "a", "b") == expected


def test_columns_that_are_not_asked_for_may_hold_anything():
    assert read('a,note,b\n1,"tall, green\nand old",2\n3,,4\n', "a", "b") == Dataset([[1], [3]], [[2], [4]])


def test_numbers_keep_every_digit():
    values = np.random.default_rng(0).standard_normal((20, 2)) * [1e-300, 1e300]
    text = "\n".join(f"{a!r},{b!r}" for a, b in values.tolist())
    assert (np.hstack([read(text, header=False).x, read(text, header=False).y]) == values).all()


def test_nothing_in_a_file_is_evaluated():
    with pytest.raises(ValueError, match=r"row 2, column 'a' of the file: expected a number; got .__import__"):
        read("a,b\n__import__('os').abort(),1\n", "a", "b")


def test_a_network_trains_on_what_was_read():
    data = read(PLANTS, ("height", "width"), "kind")
    f = engine.NetworkLoss(engine.network((2, 3, 1)), data.x, data.y, "binary_cross_entropy")
    assert np.isfinite(f.gradient(f.network.initialize("he_normal"))).all()


CELLS = {
    "row 3, column 'height' of the file: expected a number; got 'tall'.": ("id,height\n1,2\n2,tall\n", {}),
    "row 5, column 'height' of the file: expected a number; got 'tall'.": ("\nid,height\n\n1,2\n2,tall\n", {}),
    "row 3, column 'height' of the file: expected a number; got ''. Fill the cell or leave the row out.":
        ("id,height\n1,2\n2,\n", {}),
    "row 2, column 'height' of the file: expected a number; got '1,5'. For a decimal comma pass decimal=','.":
        ("id;height\n1;1,5\n", dict(separator=";")),
    "row 2, column 'height' of the file: expected a number; got '1.234,5'. With decimal=',' a point is no part of a "
    "number.":
        ("id;height\n1;1.234,5\n", dict(separator=";", decimal=",")),
    "row 2, column 'height' of the file: expected a number; got '1.234'. With decimal=',' a point is no part of a "
    "number.":
        ("id;height\n1;1.234\n", dict(separator=";", decimal=",")),
    "row 2, column 'height' of the file: expected a number; got '1_234'.": ("id,height\n1,1_234\n", {}),
    "row 2, column 'height' of the file: expected a finite number; got 'nan'.": ("id,height\n1,nan\n", {}),
    "row 2, column 'height' of the file: expected a finite number; got '1e999'.": ("id,height\n1,1e999\n", {}),
    "row 1, column 1 of the file: expected a number; got 'height'.": ("id,height\n1,2\n", dict(header=False, x=1)),
    "row 4 of the file: expected 2 cells, as many as in row 1; got 3.": ("id,height\n1,2\n\n3,4,5\n", {}),
    "row 2 of the file: expected 2 cells, as many as in row 1; got 1.": ("1,2\n3\n", dict(header=False)),
    "row 2 of the file: expected cells with their quotes in pairs; got unexpected end of data.": (
        'id,height\n"1,2\n3,4\n', {}),
    "row 1 of the file: expected names of columns; got 1, 2. If it is data, pass header=False.": ("1,2\n3,4\n", {}),
    "content of the file: expected a row of names and at least one row of numbers; got nothing.": ("\n \n", {}),
    "content of the file: expected a row of names and at least one row of numbers; got names alone.": ("id,height\n",
                                                                                                       {}),
    "content of the file: expected at least one row of numbers; got nothing.": ("", dict(header=False)),
    "x of read_csv: expected a column of the file, one of id, height, or a position from 0 to 1; got 'heigth'. "
    "Did you mean 'height'?": ("id,height\n1,2\n", dict(x="heigth")),
    "y of read_csv: expected a column of the file, one of id, height, or a position from 0 to 1; got 2.":
        ("id,height\n1,2\n", dict(y=2)),
    "y of read_csv: expected a column of the file, one of id, height, or a position from 0 to 1; got -3.":
        ("id,height\n1,2\n", dict(y=("id", -3))),
    "x of read_csv: expected a column of the file, one of id, height, or a position from 0 to 1; got 0.5.":
        ("id,height\n1,2\n", dict(x=[0.5])),
    "x of read_csv: expected a column of the file, one of id, id, or a position from 0 to 1; got 'id'. "
    "The name stands there more than once: give the position.": ("id,id\n1,2\n", dict(x="id")),
    "x of read_csv: expected a column of the file, one of id;height, or a position from 0 to 0; got 'id'. "
    "Is the separator ';'?": ("id;height\n1;2\n", dict(x="id")),
    "x of read_csv: expected a column or several, by name or position; got ().": ("id,height\n1,2\n", dict(x=())),
    "y of read_csv: expected a column or several, by name or position; got None.": ("id,height\n1,2\n", dict(y=None)),
    "separator of read_csv: expected one character, neither a quote nor a line end; got ';;'.": ("a\n1\n",
                                                                                                 dict(separator=";;")),
    "separator of read_csv: expected one character, neither a quote nor a line end; got '\\n'.": ("a\n1\n",
                                                                                                  dict(separator="\n")),
    "separator of read_csv: expected one character, neither a quote nor a line end; got None.": ("a\n1\n",
                                                                                                 dict(separator=None)),
    "decimal of read_csv: expected '.' or ','; got ';'.": ("a\n1\n", dict(decimal=";")),
}


@pytest.mark.parametrize("text", CELLS)
def test_what_is_not_a_table_of_numbers_is_refused_at_its_place(text):
    content, options = CELLS[text]
    with pytest.raises(ValueError) as caught:
        read(content, **options)
    assert str(caught.value) == text


def test_a_refusal_names_the_file_without_its_folder(tmp_path):
    with pytest.raises(ValueError) as caught:
        read_csv(file(tmp_path, "a,b\n1,x\n"), "a", "b")
    assert str(caught.value) == "row 2, column 'b' of plants.csv: expected a number; got 'x'."


@pytest.mark.parametrize("name, advice", [("plant.csv", "Did you mean 'plants.csv'?"),
                                          ("xyz.txt", "It was looked for in {}.")])
def test_a_file_that_is_not_there_is_refused_with_what_may_help(tmp_path, name, advice):
    file(tmp_path, PLANTS)
    with pytest.raises(ValueError) as caught:
        read_csv(tmp_path / name, 0, 1)
    assert str(caught.value) == (
        f"source of read_csv: expected a file that can be read; got {name!r} (No such file or directory). "
                                 + advice.format(tmp_path.resolve()))


def test_another_encoding_is_refused_with_the_way_to_read_it(tmp_path):
    with pytest.raises(ValueError) as caught:
        read_csv(file(tmp_path, "gr\xf6\xdfe,b\n1,2\n".encode("cp1252")), 0, 1)
    assert str(caught.value) == (
        "source of read_csv: expected a file in UTF-8; got byte 0xf6 at position 2. Open it with its own "
                                 "encoding, open('plants.csv', encoding=...), and give that.")


@pytest.mark.parametrize("source, text", [
    (None, "source of read_csv: expected a path or an open text file; got None."),
    (io.BytesIO(b"a,b"), "source of read_csv: expected a path or an open text file; got a BytesIO."),
    ("a,b\n1,2", ("source of read_csv: expected a path or an open text file; got 'a,b\\n1,2'. "
                 "Give text itself as io.StringIO(text).")),
])
def test_what_is_not_a_file_is_refused(source, text):
    with pytest.raises(ValueError) as caught:
        read_csv(source, 0, 1)
    assert str(caught.value) == text
