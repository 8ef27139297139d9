"""What controls say of themselves, what menus and chips show, and which terms the page is told of."""
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.planes.problems import PROBLEMS
from bpwidgets.settings import Choice, Data, Names, ObjectiveField
from bpwidgets.terms.glossary import GLOSSARY
from bpwidgets.widgets.chips import Chips
from bpwidgets.widgets.terms_shown import terms_shown
from tests.widgets.labs import LABS

MENUS = [(lab, name) for lab, case in LABS.items() for name, field in case.kind.plan.settings.fields().items()
         if isinstance(field, (Choice, Data, ObjectiveField, Names)) and not callable(getattr(field, "options", None))]
TABLES = engine.ACTIVATIONS, engine.LOSSES, engine.INITIALIZERS, engine.OPTIMIZERS, engine.SURFACES
ROWS = [row for table in TABLES for row in table.values()]
SETS = [make() for make in bp.datasets.DATASETS.values()] + list(bp.datasets.ONE_WEIGHT.values())


@pytest.fixture(scope="module")
def race():
    lab = bp.OptimizerRaceLab(resolution=9, steps=6)
    yield lab
    lab.close()


@pytest.mark.parametrize("lab, name", MENUS)
def test_no_menu_shows_a_technical_name(lab, name):
    settings = LABS[lab].kind.plan.settings.create(**LABS[lab].small)
    field = settings.fields()[name]
    words = [option.words for option in field.menu(settings, getattr(settings, name))]
    assert words and len(set(words)) == len(words)
    assert not [word for word in words if "_" in word or not word.strip()]


@pytest.mark.parametrize("row", [*ROWS, *SETS, *PROBLEMS.values()], ids=lambda row: row.title or row.name)
def test_every_row_has_one_sentence_about_it(row):
    assert row.summary.strip() and not row.summary.endswith(".")
    assert len(row.summary) < 160 and "_" not in row.title


def test_titles_are_what_people_write():
    menus = {name: {option.value: option.words for option in field.menu(settings, getattr(settings, name))}
             for settings in (bp.studies.FlowSettings(), bp.studies.FlowOverTrainingSettings())
             for name, field in settings.fields().items() if isinstance(field, Choice)}
    assert menus["initializer"]["lecun_normal"] == "LeCun normal" and menus["activation"]["relu"] == "ReLU"
    assert menus["optimizer"]["momentum"] == "SGD with momentum"
    assert menus["loss"]["half_mse"] == "half the mean squared error"


def test_settings_and_code_keep_the_technical_names():
    lab = bp.GradientFlowLab(depth=3, width=4)
    menu = lab.controls["initializer"]
    menu.label = "He normal"
    assert lab.settings.initializer == "he_normal" and "initializer='he_normal'" in repr(lab.settings)
    lab.close()


def test_a_hint_says_what_a_control_is_for_the_term_what_is_chosen_and_what_else_there_is():
    lab = bp.GradientFlowLab(depth=3, width=4, initializer="he_normal")
    for_, chosen, empty, *others = lab.controls["initializer"].tooltip.split("\n")
    assert for_ == "How the weights are drawn." and empty == ""
    assert lab.controls["gain"].tooltip.startswith(f"Multiplies every weight.\n{bp.glossary('gain').explanation}")
    he = engine.INITIALIZERS["he_normal"]
    assert chosen == f"He normal: {he.summary}: {he.formula}"
    assert len(others) == len(engine.INITIALIZERS) - 1 and all(": " in line for line in others)
    lab.set(initializer="zeros")
    assert lab.controls["initializer"].tooltip.split("\n")[1].startswith("all zero: ")
    assert lab.canvas.hints["initializer"] == lab.controls["initializer"].tooltip
    lab.set(initializer=engine.Initializer("my_start", lambda generator, n_in, n_out: generator.random((n_in, n_out))))
    assert lab.controls["initializer"].label == "my start"
    assert len(lab.controls["initializer"].tooltip.split("\n")) == 2 + len(engine.INITIALIZERS)
    lab.close()


def test_sliders_say_what_they_count_and_how_they_move_finely():
    lab = bp.GradientFlowLab(depth=3, width=4)
    assert lab.controls["depth"].unit == "hidden layers" and lab.controls["gain"].unit == ""
    assert "With Shift" in lab.canvas.hints["gain"] and "With Shift" not in lab.canvas.hints["depth"]
    lab.close()


def test_a_box_of_sliders_has_no_tooltip_of_its_own_since_ipywidgets_could_not_show_it(race):
    assert not race._panel._controls["theta"].widget.tooltip
    assert race.controls["x"].tooltip == race.canvas.hints["theta"]


def test_chips_choose_several_of_many_in_the_order_in_which_they_are_pressed(race):
    chips = race.controls["optimizers"]
    names = list(engine.OPTIMIZERS)
    assert isinstance(chips, Chips) and [words for words, _ in chips.options[:2]] == ["SGD", "SGD with momentum"]
    assert chips.options[0][1] == "SGD: Straight downhill, as far as the gradient is long: theta - r g"
    press(chips, *(names.index(name) for name in ("adam", "sgd")))
    assert race.settings.optimizers == ("adam", "sgd") == chips.value
    race.set(optimizers=("lion",))
    assert chips.pressed == [names.index("lion")]


def test_the_last_chip_stays_pressed_and_the_lab_says_why(race):
    race.set(optimizers=("lion", ))
    press(race.controls["optimizers"])
    assert race.canvas.trouble and "at least 1 name" in race.canvas.status
    assert race.settings.optimizers == ("lion",) and len(race.controls["optimizers"].pressed) == 1


def press(chips, *numbers):
    """What the page sends when these are pressed."""
    chips.set_state({"pressed": list(numbers)})


def test_names_that_repeat_or_depend_on_the_settings_are_typed(race):
    assert not isinstance(race.controls["sliders"], Chips)
    lab = bp.GradientFlowLab(depth=3, width=4)
    lab.controls["layer_activations"].value = "relu, relu"
    assert lab.settings.layer_activations == ("relu", "relu")
    lab.close()


def test_the_page_is_told_of_the_terms_in_sentences_tables_and_pictures_with_their_places():
    lab = bp.GradientFlowLab()
    terms = {term["title"]: term for term in lab.canvas.terms}
    assert {"delta (δ)", "weight gradient (dW)", "spread", "vanishing"} <= set(terms)
    assert terms["delta (δ)"]["says"] == bp.glossary("delta").explanation and "δ" in terms["delta (δ)"]["names"]
    for left, top, width, height in (box for term in terms.values() for box in term["boxes"]):
        assert 0 <= left < left + width <= 1.01 and 0 <= top < top + height <= 1.01 and height < 0.1
    assert terms["spread"]["boxes"] and not terms["vanishing"]["boxes"]
    lab.set(initializer="he_normal", activation="relu")
    assert "vanishing" not in {term["title"] for term in lab.canvas._terms_shown()}
    lab.close()


def test_a_frame_that_moves_looks_for_no_terms(monkeypatch):
    lab = bp.WeightLab()
    lab.canvas._hear({"kind": "look", "view": "v", "width": 860, "ratio": 1, "dark": False})
    calls = []
    monkeypatch.setattr(type(lab.canvas), "_terms_shown", lambda self: calls.append(1) or [])
    lab.canvas._seen = True
    lab.canvas.refresh(moving=True)
    assert not lab.canvas.frame_info["exact"] and not calls
    lab.canvas._seen = True
    lab.canvas.refresh()
    assert lab.canvas.frame_info["exact"] and calls
    lab.close()


@pytest.mark.parametrize("lab", LABS)
def test_looking_for_terms_keeps_the_background(lab, make):
    sheet = make(lab).canvas._sheet
    sheet.pixels()
    terms_shown("δ", "", {}, [], sheet)
    assert not sheet.figure.stale
    sheet.figure.stale = True
    terms_shown("δ", "", {}, [], sheet)
    assert sheet.figure.stale


def test_names_of_chosen_rows_are_told_too_and_win_over_a_term_of_the_same_name(race):
    race.set(optimizers=("momentum", "adam"))
    terms = race.canvas._terms_shown()
    titles = [term["title"] for term in terms]
    adam, momentum = (terms[titles.index(title)] for title in ("Adam", "SGD with momentum"))
    assert adam["names"] == ["adam", "Adam"] and adam["boxes"]
    assert adam["says"].startswith("Momentum and RMSprop together")
    assert "momentum" in momentum["names"] and "Lion" not in titles
    last_term = max(k for k, title in enumerate(titles) if title in GLOSSARY)
    assert last_term < titles.index("SGD with momentum")
    race.reset()


def test_a_setting_without_a_label_shows_its_name_in_words():
    class Plain(bp.Settings):
        learning_rate: float = bp.slider(0.1, 0, 1, step=0.1)

    lab = bp.make_lab("What?", Plain, lambda chosen: bp.Curves([0, 1], {"y": [0, chosen.learning_rate]}))()
    assert lab.controls["learning_rate"].description == "learning rate"
    lab.close()
