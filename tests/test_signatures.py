"""help(), Shift+Tab and Tab show every field of a lab with its type, default and range: made from the fields, for
every lab."""

import inspect
import re

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import bpwidgets as bp
from bpwidgets import Curves, Settings, choice, make_lab, slider, toggle


class SwingSettings(Settings):
    damping: float = slider(0.1, 0, 1, step=0.05, unit="1/s", help="how fast it fades")
    waves: int = slider(None, 1, 9, step=1, integer=True, default_from=lambda chosen: 3, help="how many")
    shape: str = choice("sine", ("sine", "square"), help="of the wave")
    up: bool = toggle(True)


SwingLab = make_lab("When does it stop?", SwingSettings,
                    lambda chosen: Curves([0.0, 1.0], {"height": [1.0, chosen.damping]}))

LABS = {name: kind for name in bp.__all__ if inspect.isclass(kind := getattr(bp, name)) and issubclass(kind, bp.Lab)
        and kind is not bp.Lab}
LABS["SwingLab"] = SwingLab
SETTINGS = {kind.plan.settings.__name__: kind.plan.settings for kind in LABS.values()}
EVERY = [(name, field) for name, kind in LABS.items() for field in kind.plan.settings.fields()]


def section(kind: type, name: str) -> tuple[str, str]:
    """The line of a parameter in the docstring, and the words below it in one line."""
    line, words = re.search(rf"^({name} : .*)\n((?:    .*\n?)+)", inspect.getdoc(kind), re.MULTILINE).groups()
    return line, " ".join(words.split())


@pytest.fixture(scope="module")
def shell():
    made = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    made.user_ns.update({"bp": bp, **LABS, **SETTINGS})
    return made


def completions(shell, text: str) -> list[str]:
    with provisionalcompleter():
        return [found.text for found in shell.Completer.completions(text, len(text))]


@pytest.mark.parametrize("name, field", EVERY)
def test_a_field_of_a_lab_stands_in_its_signature_with_type_and_default(name, field):
    kind = LABS[name]
    settings, parameter = kind.plan.settings, inspect.signature(kind).parameters[field]
    assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
    assert isinstance(parameter.annotation,
                      type) and parameter.annotation.__name__ in str(settings.__dataclass_fields__[field].type)
    if settings.defaults()[field] is None:
        assert parameter.default is None
    else:
        assert settings.create(**{field: parameter.default}) == settings.create()


@pytest.mark.parametrize("name, field", EVERY)
def test_a_field_of_a_lab_stands_in_its_docstring_with_all_that_is_known_of_it(name, field):
    kind = LABS[name]
    declared = kind.plan.settings.fields()[field]
    line, words = section(kind, field)
    parameter = inspect.signature(kind).parameters[field]
    assert line.startswith(f"{field} : {parameter.annotation.__name__}, default ")
    if parameter.default is not None:
        assert line.endswith(f"default {parameter.default!r}")
    for said in (declared.help, declared.takes(None)):
        assert said[1:].rstrip(".") in words and declared.unit in words


@pytest.mark.parametrize("name", LABS)
def test_the_signature_of_a_lab_is_all_that_it_takes(name):
    kind = LABS[name]
    arranging = {"controls", "views", "locked", "question", "more", *(["actions"] if kind.plan.actions else [])}
    assert set(inspect.signature(kind).parameters) == {*kind.plan.settings.keywords(), *arranging}
    listed = re.findall(r"^([\w, ]+) : ", inspect.getdoc(kind), re.MULTILINE)
    assert {one for line in listed for one in line.split(", ")} == set(inspect.signature(kind).parameters)


@pytest.mark.parametrize("name", LABS)
def test_the_docstring_of_a_lab_names_its_views_and_what_is_open(name):
    plan = LABS[name].plan
    assert ", ".join(plan.views) in section(LABS[name], "views")[1]
    assert section(LABS[name], "controls")[0] == f"controls : tuple of str, default {tuple(plan.controls)!r}"


@pytest.mark.parametrize("name, field", EVERY)
def test_the_settings_have_the_same_signature(name, field):
    settings = LABS[name].plan.settings
    mine, of_lab = (inspect.signature(kind).parameters[field] for kind in (settings, LABS[name]))
    assert (mine.annotation, mine.default) == (of_lab.annotation, of_lab.default)
    assert section(settings, field) == section(LABS[name], field)


@pytest.mark.parametrize("jedi", [True, False])
@pytest.mark.parametrize("name", [*LABS, *SETTINGS])
def test_tab_completes_the_fields(shell, name, jedi):
    shell.Completer.use_jedi = jedi
    fields = list(inspect.signature({**LABS, **SETTINGS}[name]).parameters)
    # with jedi each look takes a while: one behind the bracket finds them all, one goes by the letters
    assert {f"{field}=" for field in fields} <= set(completions(shell, f"{name}("))
    for field in fields[:1] if jedi else fields:
        assert f"{field}=" in completions(shell, f"{name}({field[:3]}")


def test_tab_completes_behind_the_name_of_the_package_and_after_other_keywords(shell):
    assert "depth=" in completions(shell, "lab = bp.GradientFlowLab(dep")
    assert "width=" in completions(shell, "bp.GradientFlowLab(depth=3, wid")


@pytest.mark.parametrize("name", [*LABS, *SETTINGS])
def test_what_shift_and_tab_show_has_every_field(shell, name):
    shown = shell.object_inspect(name)
    for field in {**LABS, **SETTINGS}[name].__signature__.parameters:
        assert re.search(rf"\b{field}:", shown["init_definition"] or shown["definition"])
        assert re.search(rf"^{field} : |\b{field}, y : |x, {field} : ", shown["docstring"], re.MULTILINE)


def test_a_docstring_reads_like_this():
    assert inspect.getdoc(SwingLab) == """\
When does it stop?

Parameters
----------
damping : float, default 0.1
    How fast it fades. A number from 0 to 1 (1/s).
waves : int, default None
    How many. A whole number from 1 to 9. Without it, what suits the other
    settings.
shape : str, default 'sine'
    Of the wave. One of sine, square.
up : bool, default True
    True or False.
controls : tuple of str, default ('damping', 'waves', 'shape', 'up')
    The fields that are open at first; all others wait behind "more settings".
    All of its settings: whoever made the lab chose them.
views : tuple of str, default ('curves', 'table', 'verdict')
    What is shown, out of curves, table, verdict.
locked : tuple of str, default ()
    Fields that the user cannot move; code can.
question : str, default None
    The heading. Without it, the question that views and controls answer.
more : bool, default True
    False: no "more settings", and only buttons that change open fields or are
    named."""


def test_types_that_cannot_be_found_are_named():
    class Throw(Settings):
        speed: "Meters" = slider(3.0, 0, 10, step=0.5)    # noqa: F821
    assert section(Throw,
                   "speed")[0] == "speed : Meters, default 3.0" and str(
                       inspect.signature(Throw)) == "(speed: 'Meters' = 3.0)"


def test_the_docstring_keeps_the_example_behind_the_parameters():
    doc = inspect.getdoc(bp.SurfaceLab)
    assert doc.startswith("What does the loss look like around here?")
    assert doc.index("Parameters\n---") < doc.index("objective : ") < doc.index("Examples\n---") < doc.index(">>> ")


