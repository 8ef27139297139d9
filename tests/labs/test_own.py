"""A lab made by `make_lab`: what it gives away, and what each mistake in making one is answered with."""

import csv
import dataclasses
import io
import warnings

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.own.pictures.curves import CurvesPicture
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from bpwidgets.settings import Field

T = np.linspace(0, 1, 5)
# What every kind of field can be given.
COMMON = ", ".join(option.name for option in dataclasses.fields(Field))


class Swing(bp.Settings):
    damping: float = bp.slider(0.1, 0, 1, step=0.05)


def swing(settings):
    return bp.Curves(T, {"height": np.exp(-settings.damping * T)}, x_label="time")


@pytest.fixture
def lab():
    """lab(study): a lab with this study, closed after the test."""
    made = []

    def lab(study=swing, settings=Swing, **fields):
        made.append(bp.make_lab("When does it stop?", settings, study)(**fields))
        return made[-1]

    yield lab
    for one in made:
        one.close()


def refusal(act, *args, **kwargs):
    """The text of the ValueError that the call raises, and of nothing else."""
    with pytest.raises(ValueError) as error:
        act(*args, **kwargs)
    return str(error.value)


# -- to_csv

def test_the_csv_of_a_lab_has_the_numbers_of_its_curves_every_digit_of_them(lab):
    head, *rows = csv.reader(io.StringIO(lab(damping=0.3).to_csv()))
    assert head == ["time", "height"]
    assert [[float(cell) for cell in row] for row in rows] == np.column_stack([T, np.exp(-0.3 * T)]).tolist()


def test_the_csv_of_curves_without_words_at_the_axis_calls_it_x(lab):
    assert lab(lambda settings: bp.Curves([0, 1], {"a": [2, 3],
                                                   "b": [4, np.inf]})).to_csv() == "x,a,b\n0.0,2.0,4.0\n1.0,3.0,inf\n"


# -- what a study returns

EXPECTED = 'study of Swing: expected curves, such as bp.Curves(t, {"height": y}); got '
DO = " End the study with: return bp.Curves(...)."


@pytest.mark.parametrize("answer, shown", [
    ({"height": T}, "a dict with 'height'"), (T, "an array of shape (5,)"), (None, "None"), ((T, T), "a tuple of 2"),
    ([T], "a list of 1"),
    (3.0, "3.0"), ("height", "'height'"), ({}, "an empty dict")])
def test_a_study_that_returns_no_curves_is_answered_with_what_it_should_return(lab, answer, shown):
    assert refusal(lab, lambda settings: answer) == EXPECTED + shown + "." + DO


def test_a_study_may_be_a_generator_of_curves_coarse_ones_first(lab):
    def growing(settings):
        yield bp.Curves([0, 1], {"height": [1, 0]})
        yield swing(settings)

    assert len(lab(growing).result.x) == len(T)


def test_a_generator_that_gives_something_else_or_nothing_is_answered_too(lab):
    def wrong(settings):
        yield swing(settings)
        yield T

    def nothing(settings):
        yield from ()

    assert refusal(lab, wrong) == EXPECTED + "an array of shape (5,)." + DO
    assert refusal(lab, nothing) == EXPECTED + "a generator that gave nothing." + DO


def test_a_study_that_goes_wrong_later_changes_nothing(lab):
    one = lab(lambda settings: swing(settings) if settings.damping < 0.5 else None)
    settings, result = one.settings, one.result
    assert refusal(one.set, damping=0.7) == EXPECTED + "None." + DO
    one.controls["damping"].value = 0.8
    assert one.canvas.trouble and one.canvas.status == EXPECTED + "None." + DO
    assert one.settings is settings and one.result is result and one.controls["damping"].value == 0.1


# -- Curves

@pytest.mark.parametrize("given, text", [
    (dict(curves=[T]),
     'curves of Curves: expected a mapping from names to numbers; got a list of 1. Write {"height": y}.'),
    (dict(curves=T),
     'curves of Curves: expected a mapping from names to numbers; got an array of shape (5,). Write {"height": y}.'),
    (dict(curves=None), 'curves of Curves: expected a mapping from names to numbers; got None. Write {"height": y}.'),
    (dict(curves={1: T}), "curves of Curves: expected names that are texts; got 1. Write '1'."),
    (dict(curves={"a": T + 1j}),
     "curve 'a' of Curves: expected real numbers; got complex ones. Choose np.real(...), np.imag(...) or np.abs(...)."),
    (dict(curves={"a": [1j] * 5}),
     "curve 'a' of Curves: expected real numbers; got complex ones. Choose np.real(...), np.imag(...) or np.abs(...)."),
    (dict(x=T * 1j),
     "x of Curves: expected real numbers; got complex ones. Choose np.real(...), np.imag(...) or np.abs(...)."),
    (dict(curves={"a": ["b"] * 5}),
     "curve 'a' of Curves: expected real numbers; got a list of 5. Give a list or an array of numbers."),
    (dict(curves={"a": None}),
     "curve 'a' of Curves: expected real numbers; got None. Give a list or an array of numbers."),
    (dict(curves={"a": [10**400] * 5}),
     "curve 'a' of Curves: expected real numbers; got a list of 5. Give a list or an array of numbers."),
    (dict(curves={"a": [[1, 2], [3]]}),
     "curve 'a' of Curves: expected real numbers; got a list of 2. Give a list or an array of numbers."),
    (dict(curves={"a": T[:3]}), "curve 'a' of Curves: expected shape (5,), as x; got an array of shape (3,)."),
    (dict(curves={}), "curves of Curves: expected one to 4 curves; got 0."),
    (dict(x=[]), "x of Curves: expected shape (n,), n at least 1; got an array of shape (0,)."),
    (dict(verdict=3.0),
     "verdict of Curves: expected a text; got 3.0. It is the sentence that answers the question of the lab."),
    (dict(verdict=None),
     "verdict of Curves: expected a text; got None. It is the sentence that answers the question of the lab."),
    (dict(x_label=2), "x_label of Curves: expected a text; got 2. It stands at the axis."),
    (dict(y_label=b"m"), "y_label of Curves: expected a text; got b'm'. It stands at the axis.")])
def test_curves_are_refused_in_a_sentence(given, text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert refusal(bp.Curves, **{"x": T, "curves": {"height": T}, **given}) == text


def test_curves_cannot_be_changed_afterwards():
    curves = bp.Curves(T, {"height": T})
    for array in (curves.x, curves.curves["height"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7


@pytest.mark.parametrize("end, words", [
    (np.inf, "height ends at infinity"), (-np.inf, "height ends at minus infinity"),
    (np.nan, "height ends where it is not defined"),
    (2.0, "height ends at 2")])
def test_the_summary_says_in_words_where_a_curve_without_a_number_ends(end, words):
    assert bp.Curves([0, 1], {"height": [1, end]}).summary() == words


HUGE = np.finfo(float).max
UNEVEN = ([1, np.inf, 2], [np.inf] * 3, [-np.inf, 0, np.inf], [np.nan] * 3, [np.nan, np.inf, 1], [-HUGE, 0, HUGE],
          [HUGE] * 3, [0, 5e-324, 1e-323],
          [1e301, 1e301, 2e301], [1, 1 + 2e-16, 1], [1e300, 1e300 * (1 + 2e-16), 1e300])


@pytest.mark.parametrize("x, y", [*(([0, 1, 2], y) for y in UNEVEN), *((x, [0, 1, 0]) for x in UNEVEN),
                                  *((x, x) for x in UNEVEN)])
def test_any_numbers_have_a_picture(x, y):
    curves, sheet = bp.Curves(x, {"height": y, "flat": [0, 0, 0]}), Sheet({"curves": CurvesPicture},
                                                                          ((330, {"curves": 1}),), LIGHT, width=600)
    sheet.draw(Swing(), curves)
    pixels, (_width, _height) = sheet.pixels()
    assert len(np.unique(np.frombuffer(pixels, np.uint32))) > 10 and curves.table()


# -- the arguments of make_lab

class Plain:
    damping = 0.1


ORDER = "Give a question, a class of settings and a study, in this order."


@pytest.mark.parametrize("given, text", [
    ((Swing, "When?", swing),
     f"question of make_lab: expected a text, such as 'When does it stop?'; got the class Swing. {ORDER}"),
    (("", Swing, swing), f"question of make_lab: expected a text, such as 'When does it stop?'; got ''. {ORDER}"),
    (("When?", swing, Swing),
     f"settings of make_lab: expected a class that derives from bp.Settings; got the function swing. {ORDER}"),
    (("When?", Swing(), swing),
     "settings of make_lab: expected a class that derives from bp.Settings; got Swing(damping=0.1). "
                                "Give the class itself: Swing."),
    (("When?", Plain, swing),
     "settings of make_lab: expected a class that derives from bp.Settings; got the class Plain. "
                              "Begin it with: class Plain(bp.Settings)."),
    (("When?", dict(damping=0.1),
      swing), "settings of make_lab: expected a class that derives from bp.Settings; got a dict with 'damping'. "
                                          "Begin one with: class Mine(bp.Settings)."),
    (("When?", Swing, swing(Swing())),
     "study of make_lab: expected a function of the settings; got its curves. Give the function itself, without "
     "calling it."),
    (("When?", Swing, None),
     "study of make_lab: expected a function of the settings; got None. Give the function itself, without calling it."),
    (("When?", Swing, Swing), f"study of make_lab: expected a function of the settings; got the class Swing. {ORDER}"),
    (("When?", Swing, lambda: None),
     "study of make_lab: expected a function of the settings; got one that cannot be called with one argument. "
                                     "Begin it with: def study(settings)."),
])
def test_arguments_that_cannot_be_are_refused_in_a_sentence(given, text):
    assert refusal(bp.make_lab, *given) == text


def test_settings_without_a_field_are_a_lab_without_controls(lab):
    class Nothing(bp.Settings):
        pass

    assert dict(lab(lambda settings: bp.Curves(T, {"height": T}), Nothing).controls) == {}


# -- the declaration of settings

def declare(name, value, annotation=float):
    """A class of settings with one field."""
    return lambda: type("Mine", (bp.Settings,), {"__annotations__": {name: annotation} if annotation else {},
                                                 name: value})


FIELD = "expected a field made by slider, choice, toggle, dataset or another function of bpwidgets.settings"


@pytest.mark.parametrize("make, text", [
    (declare("damping", 0.1),
     f"damping of Mine: {FIELD}; got 0.1. Write damping: float = bp.slider(0.1, 0, 1, step=0.05)."),
    (declare("depth", 3, int), f"depth of Mine: {FIELD}; got 3. Write depth: int = bp.slider(3, 0, 10, step=1)."),
    (declare("air", "thin",
             str), f"air of Mine: {FIELD}; got 'thin'. Write air: str = bp.choice('thin', ('thin', ...))."),
    (declare("sure", True, bool), f"sure of Mine: {FIELD}; got True. Write sure: bool = bp.toggle(True)."),
    (declare("damping", [1]),
     f"damping of Mine: {FIELD}; got [1]. Write damping: float = bp.slider(0.1, 0, 1, step=0.05)."),
    (lambda: type("Mine", (bp.Settings,), {"__annotations__": {"damping": float}}),
     f"damping of Mine: {FIELD}; got nothing. Write damping: float = bp.slider(0.1, 0, 1, step=0.05)."),
    (declare("damping", bp.slider(0.1, 0, 1, step=0.05), None),
     "damping of Mine: expected a type before the equals sign; got none. Write damping: float = ..."),
    *((declare(name, bp.slider(0.1, 0, 1, step=0.05)),
       f"{name} of Mine: expected a name that settings do not use themselves; got {name!r}. "
                                                       "Give the field another name.")
      for name in ("weights", "fields", "lab", "replace", "defaults", "locked", "_hidden")),
    (declare("lab", 3, None), "lab of Mine: expected a text, the name of the lab; got 3. Write lab = 'Mine'."),
    (declare("lab", "MineLab",
             str), "lab of Mine: expected the name of the lab without a type; got a field. Write lab = 'MineLab'.")])
def test_a_field_that_cannot_be_is_refused_where_it_is_declared(make, text):
    assert refusal(make) == text


def test_a_name_that_the_lab_itself_uses_is_refused_by_make_lab():
    for name in ("result", "set", "controls", "children"):
        settings = declare(name, bp.slider(0.1, 0, 1, step=0.05))()
        assert refusal(bp.make_lab, "When?", settings, swing) == (
            f"settings of Mine: expected names that a lab does not use itself; got {name!r}. Give the field another "
            "name.")


@pytest.mark.parametrize("call, text", [
    (lambda: bp.slider(0.1, 0,
                       1), "step of slider: expected a number above 0; got None. Write slider(0.1, 0, 1, step=0.01)."),
    (lambda: bp.slider(3, 0,
                       50), "step of slider: expected a number above 0; got None. Write slider(3, 0, 50, step=1)."),
    (lambda: bp.slider(1, 0, 5,
                       step=0), "step of slider: expected a number above 0; got 0. Write slider(1, 0, 5, step=1)."),
    (lambda: bp.slider(1, 5, 0,
                       step=1),
     "high of slider: expected a number above 5; got 0. Write slider(default, low, high, step=...)."),
    (lambda: bp.slider(1, "a", 3, step=1), "low of slider: expected a finite number; got 'a'."),
    (lambda: bp.slider(1, 0, 5, step=1, log=True), "low of slider: expected a finite number, above 0; got 0."),
    (lambda: bp.slider("a", 0, 5, step=1), "default of slider: expected a finite number; got 'a'."),
    (lambda: bp.slider(9, 0, 5, step=1), "default of slider: expected a number from 0 to 5; got 9."),
    (lambda: bp.slider(1, 0, 5, step=1, lable="a"), f"options of slider: expected names out of extras, {COMMON}, log, "
                                                    "integer, slider_range, meant_by; got 'lable'. Did you mean "
                                                    "'label'?"),
    (lambda: bp.choice("a",
                       "abc"),
     "options of choice: expected names, as a tuple or as a mapping to the words shown; got 'abc'. "
     "Write ('abc', ...)."),
    (lambda: bp.choice("a",
                       ()),
     "options of choice: expected names, as a tuple or as a mapping to the words shown; got (). Write ('a', ...)."),
    (lambda: bp.choice("a",
                       3),
     "options of choice: expected names, as a tuple or as a mapping to the words shown; got 3. Write ('a', ...)."),
    (lambda: bp.choice("c", ("a", "b")), "default of choice: expected one of a, b; got 'c'."),
    (lambda: bp.choice("a", ("a", "b"), labl="x"), f"options of choice: expected names out of {COMMON}, "
                                                   "options_from, renamed; got 'labl'. Did you mean 'label'?"),
    (lambda: bp.toggle(1), "default of toggle: expected True or False; got 1.")])
def test_what_stands_behind_the_equals_sign_is_refused_in_a_sentence(call, text):
    assert refusal(call) == text
