"""A lab without a browser: a hand and code take one route and end in one state."""

import gc
import io
import os
import threading
import weakref
from dataclasses import dataclass

import numpy as np
import pytest
from ipywidgets.widgets import widget as registry
from PIL import Image

import bpwidgets as bp
from bpwidgets.settings import Names
from bpwidgets.studies import FlowSettings, WeightSettings
from bpwidgets.widgets.lab import Lab
from bpwidgets.widgets.plan import Plan
from bpwidgets.widgets.labs import GradientFlowLab, WeightLab

LABS = {"weight": WeightLab, "flow": GradientFlowLab}
SETTINGS = {"weight": WeightSettings, "flow": FlowSettings}
# what a hand can choose in each field
HAND = {
    "weight": dict(weight=3.0, learning_rate=0.002, loss="sse", scaled=True, steps=7, step=5, data=bp.datasets.ONE_WEIGHT["noisy line"]),
    "flow": dict(depth=7, width=9, activation="relu", initializer="he_normal", gain=2.0, seed=3, bias_scale=0.5, input_scale=10.0, samples=5,
                 data=bp.studies.FlowSettings.fields()["data"].options["moons"], loss="mae", band_seeds=3, residual=True, normalization="layer",
                 clip=0.5),
}
FLOW_NAMES = ", ".join(FlowSettings.fields())
EVERY = [(lab, name) for lab in LABS for name in HAND[lab]]


@pytest.fixture
def make():
    labs = []

    def make(lab, **fields):
        labs.append(LABS[lab](**fields))
        return labs[-1]

    yield make
    for lab in labs:
        lab.close()


def same(a, b):
    """Two results of the same kind hold the same numbers, bit for bit."""
    for name in vars(a):
        x, y = getattr(a, name), getattr(b, name)
        if name != "table" and not np.array_equal(x, y, equal_nan=isinstance(x, (float, np.ndarray))):
            return False
    return True


def agrees(lab):
    """Controls, settings, result and words all tell of the same state."""
    for name, control in lab.controls.items():
        if isinstance(lab.settings.fields()[name], Names):
            assert control.value == ", ".join(getattr(lab.settings, name))
            continue
        assert control.value == pytest.approx(getattr(lab.settings, name)) if isinstance(control.value, float) else (
            control.value == getattr(lab.settings, name)), name
    assert same(lab.result, lab.plan.study(lab.settings))
    assert lab.canvas.verdict == lab.result.verdict and lab.canvas.alt == f"{lab!r}. {lab.result.verdict}"
    assert lab.canvas.table == lab.plan.table(lab.settings, lab.result)


# -- one route


@pytest.mark.parametrize("lab, name", EVERY)
def test_a_hand_and_code_end_in_the_same_state(make, lab, name):
    by_hand, by_code = make(lab), make(lab)
    by_hand.controls[name].value = HAND[lab][name]
    by_code.set(**{name: HAND[lab][name]})
    assert by_hand.settings == by_code.settings != SETTINGS[lab]()
    assert same(by_hand.result, by_code.result) and by_hand.describe() == by_code.describe()
    agrees(by_hand)
    agrees(by_code)


@pytest.mark.parametrize("lab, name", EVERY)
def test_every_change_is_one_event(make, lab, name):
    lab_, events = make(lab), []
    lab_.observe(events.append, "settings")
    lab_.controls[name].value = HAND[lab][name]
    lab_.set(**{name: getattr(SETTINGS[lab](), name)})
    assert len(events) == 2


def test_several_settings_are_one_result(make):
    lab, results = make("flow"), []
    lab.observe(results.append, "result")
    lab.set(depth=30, activation="relu", gain=1.5, seed=4)
    change, = results
    assert change["new"] is lab.result and lab.settings == FlowSettings(depth=30, activation="relu", gain=1.5, seed=4)
    agrees(lab)


def test_settings_and_result_agree_whenever_a_listener_is_called(make):
    lab, seen = make("flow"), []
    for name in ("settings", "result"):
        lab.observe(lambda change: seen.append((lab.settings.depth + 1, len(lab.result.delta_size))), name)
    lab.set(depth=30)
    assert seen == [(31, 31)] * 2


def test_a_cursor_makes_no_event_of_the_result(make):
    lab, results = make("weight"), []
    lab.observe(results.append, "result")
    lab.set(step=4)
    lab.controls["step"].value = 9
    assert not results and lab.settings.step == 9


def test_equal_values_are_silent(make):
    lab, events = make("flow"), []
    lab.observe(events.append)
    lab.set(depth=20, gain=1.0)
    lab.set()
    assert not events


def test_a_set_from_a_listener_comes_after_the_change(make):
    lab = make("flow")
    lab.observe(lambda change: lab.set(width=lab.settings.depth), "result")
    lab.set(depth=11)
    assert (lab.settings.depth, lab.settings.width) == (11, 11)
    agrees(lab)


def test_a_linked_lab_follows(make):
    one, two = make("flow"), make("flow", activation="relu")
    one.observe(lambda change: two.set(depth=change["new"].depth), "settings")
    two.observe(lambda change: one.set(depth=change["new"].depth), "settings")
    one.controls["depth"].value = 6
    two.set(depth=9)
    assert one.settings.depth == two.settings.depth == 9 and two.settings.activation == "relu"
    agrees(one)
    agrees(two)


def test_two_labs_share_nothing(make):
    one, two = make("weight"), make("weight")
    one.set(weight=1.0, loss="sse", step=3)
    assert two.settings == WeightSettings() and two.controls["weight"].value == 4.0
    agrees(two)


def test_a_value_outside_the_reach_of_the_hand_widens_the_slider_and_returns(make):
    lab = make("weight")
    slider = lab.controls["weight"]
    reach = slider.min, slider.max
    lab.set(weight=100.0)
    assert slider.max >= 100 == slider.value
    agrees(lab)
    lab.set(weight=4.0)
    assert (slider.min, slider.max) == reach
    agrees(lab)


def test_the_cursor_spans_the_run(make):
    lab = make("weight")
    lab.set(steps=50, step=40)
    assert lab.controls["step"].max == 50
    lab.controls["steps"].value = 10
    assert lab.controls["step"].max == 10 == lab.settings.step and lab.canvas.status.endswith("(step moved to 10.)")
    agrees(lab)


def test_own_arrays_come_into_the_menu_and_leave_it(make):
    lab = make("weight", x=[1, 2], y=[3, 6])
    assert [words for words, _ in lab.controls["data"].options] == ["weight table", "noisy line", "negative slope", "own data"]
    agrees(lab)
    lab.controls["data"].value = bp.datasets.ONE_WEIGHT["noisy line"]
    assert lab.settings.data.name == "noisy line" and len(lab.controls["data"].options) == 3
    lab.set(x=[1, 2], y=[5, 6])
    agrees(lab)


def test_reset_goes_back_to_how_the_lab_was_made(make):
    lab = make("weight", x=[1, 2], y=[3, 6], step=2, loss="sse")
    start = lab.settings
    lab.set(data="weight table", weight=-1.0, steps=400, step=399, loss="mse", scaled=True)
    lab.reset()
    assert lab.settings == start
    agrees(lab)


def test_random_changes_by_hand_and_code_keep_everything_in_step(make):
    lab, draw = make("weight"), np.random.default_rng(0)
    for _ in range(150):
        name = draw.choice(["weight", "learning_rate", "loss", "scaled", "steps", "step", "data"])
        value = {"weight": lambda: round(float(draw.uniform(-2, 6)), 2), "learning_rate": lambda: float(10 ** draw.uniform(-4, 0)),
                 "loss": lambda: str(draw.choice(["sse", "half_sse", "mse", "half_mse"])), "scaled": lambda: bool(draw.integers(2)),
                 "steps": lambda: int(draw.integers(1, 40)), "step": lambda: int(draw.integers(0, lab.settings.steps + 1)),
                 "data": lambda: bp.datasets.ONE_WEIGHT[str(draw.choice(list(bp.datasets.ONE_WEIGHT)))]}[name]()
        if draw.integers(2):
            lab.set(**{str(name): value})
        else:
            lab.controls[str(name)].value = value
    agrees(lab)


# -- errors


@dataclass(frozen=True, eq=False)
class Square:
    side: int
    verdict: str = "square"


class SquareSettings(bp.Settings):
    lab = "SquareLab"
    side: int = bp.slider(2, 1, 9, step=1, label="side", question="How large?", help="of the square")
    tint: str = bp.choice("red", ("red", "blue"), label="tint", question="Which?", help="color")


def fussy(settings):
    if settings.side == 7:
        raise ArithmeticError("No square has side 7 today.")
    return Square(settings.side)


class Dots:
    margins = (10, 10, 10, 10)

    def __init__(self, axes, style):
        self.dots, = axes.plot([], [], "o")
        self.moving = (self.dots,)

    def draw(self, settings, result):
        self.dots.set_data([0.5], [result.side / 10])


class SquareLab(Lab):
    plan = Plan(question="How large?", settings=SquareSettings, study=fussy, pictures={"dots": Dots}, rows=((100, {"dots": 1}),),
                controls=("side",), summary=lambda s, r: f"SquareLab: {r.side}", describe=lambda s, r: f"SquareLab: {r.side}\nmore")


@pytest.fixture
def square():
    lab = SquareLab()
    yield lab
    lab.close()


def test_from_code_an_error_is_raised_and_nothing_changed(square):
    square.set(side=3)
    result, events = square.result, []
    square.observe(events.append)
    with pytest.raises(ArithmeticError, match="side 7"):
        square.set(side=7, tint="blue")
    with pytest.raises(ValueError, match="^side of SquareLab: expected a whole number from 1 to 9; got 10"):
        square.set(side=10, tint="blue")
    assert square.settings == SquareSettings(side=3) and square.result is result and square.controls["side"].value == 3
    assert not events and not square.canvas.trouble


def test_from_a_control_an_error_is_shown_and_the_control_goes_back(square):
    square.set(side=3)
    frame, result = square.canvas.render(exact=True), square.result
    square.controls["side"].value = 7
    assert square.canvas.trouble and square.canvas.status == "No square has side 7 today."
    assert square.controls["side"].value == 3 == square.settings.side and square.result is result
    assert square.canvas.render(exact=True) == frame


def test_the_next_good_move_clears_the_error(square):
    square.controls["side"].value = 7
    square.controls["side"].value = 8
    assert not square.canvas.trouble and square.canvas.status == "SquareLab: 8" and square.result.side == 8


@pytest.mark.parametrize("lab", LABS)
def test_assigning_a_setting_raises_and_names_set(make, lab):
    lab_ = make(lab)
    for name in lab_.settings.fields():
        with pytest.raises(AttributeError) as error:
            setattr(lab_, name, 0.3)
        assert f"lab.set({name}=0.3)" in str(error.value)
    assert lab_.settings == SETTINGS[lab]()


@pytest.mark.parametrize("name", ["settings", "result"])
def test_settings_and_result_cannot_be_assigned(make, name):
    lab = make("flow")
    with pytest.raises(Exception, match="read-only"):
        setattr(lab, name, None)


def test_controls_are_a_view_that_cannot_be_changed(make):
    with pytest.raises(TypeError):
        make("flow").controls["depth"] = None


@pytest.mark.parametrize("fields, message", [
    (dict(dept=3), f"settings of GradientFlowLab: expected one of {FLOW_NAMES}, x, y, controls, views, locked; got 'dept'. Did you mean 'depth'?"),
    (dict(depth=101), "depth of GradientFlowLab: expected a whole number from 1 to 100 (hidden layers); got 101. Choose a value within these bounds."),
    (dict(controls=("dept",)), f"controls of GradientFlowLab: expected names out of {FLOW_NAMES}; "
                               "got 'dept'. Did you mean 'depth'?"),
    (dict(controls="depth"), f"controls of GradientFlowLab: expected a tuple of names out of {FLOW_NAMES}; "
                             "got 'depth'. For one name write ('depth',)."),
    (dict(views=("profil",)), "views of GradientFlowLab: expected names out of profile, factors, table, verdict; got 'profil'. Did you mean 'profile'?"),
    (dict(views=()), "views of GradientFlowLab: expected at least one picture out of profile, factors; got ()."),
    (dict(locked=("sed",)), f"locked of GradientFlowLab: expected names out of {FLOW_NAMES}; "
                            "got 'sed'. Did you mean 'seed'?")])
def test_a_lab_is_refused_in_a_sentence(fields, message):
    with pytest.raises(ValueError) as error:
        GradientFlowLab(**fields)
    assert str(error.value) == message


# -- typed values


def type_into(control, text):
    control._handle_custom_msg({"text": text}, [])


@pytest.mark.parametrize("name, text, value", [("learning_rate", "1/819", 1 / 819), ("weight", "2,5", 2.5), ("weight", "-100", -100.0),
                                               ("steps", "33", 33), ("steps", "33.0", 33), ("learning_rate", " 1e-12 ", 1e-12)])
def test_any_allowed_value_can_be_typed_exactly_also_beyond_the_reach_of_the_hand(make, name, text, value):
    lab = make("weight")
    type_into(lab.controls[name], text)
    assert getattr(lab.settings, name) == value == lab.controls[name].value and not lab.canvas.trouble
    agrees(lab)


@pytest.mark.parametrize("name, text, message", [
    ("steps", "2.5", "steps of WeightLab: expected a whole number from 1 to 500; got 2.5. Give a whole number."),
    ("steps", "501", "steps of WeightLab: expected a whole number from 1 to 500; got 501. Choose a value within these bounds."),
    ("weight", "two", "weight of WeightLab: expected a number from -1e+30 to 1e+30; got 'two'. Give a number."),
    ("weight", "nan", "weight of WeightLab: expected a number from -1e+30 to 1e+30; got nan. Choose a value within these bounds."),
    ("weight", "1/0", "weight of WeightLab: expected a number from -1e+30 to 1e+30; got '1/0'. Give a number."),
    ("weight", "", "weight of WeightLab: expected a number from -1e+30 to 1e+30; got ''. Give a number.")])
def test_what_cannot_be_taken_is_answered_in_the_status_line(make, name, text, message):
    lab = make("weight")
    type_into(lab.controls[name], text)
    assert (lab.canvas.status, lab.canvas.trouble) == (message, True)
    assert lab.settings == WeightSettings() and lab.controls[name].value == getattr(WeightSettings(), name)


# -- arrangement


def visible(lab, name):
    """The control stands in the lab and no box around it is hidden."""
    def find(box):
        if box.layout.display == "none":
            return False
        return any(child is lab.controls[name] or hasattr(child, "children") and find(child) for child in box.children)
    return find(lab)


@pytest.mark.parametrize("lab", LABS)
def test_the_few_controls_are_open_and_the_rest_is_behind_more(make, lab):
    lab_ = make(lab)
    shown = {name for name in lab_.controls if visible(lab_, name)}
    assert shown == set(lab_.plan.controls) and 3 <= len(shown) <= 5
    more, = (child for child in lab_.children if getattr(child, "description", "") == "more settings")
    more.value = True
    assert all(visible(lab_, name) for name in lab_.controls)
    more.value = False
    assert {name for name in lab_.controls if visible(lab_, name)} == shown


def test_an_instructor_chooses_which_controls_are_open(make):
    lab = make("flow", controls=("seed", "depth"))
    assert {name for name in lab.controls if visible(lab, name)} == {"seed", "depth"}


def test_locked_binds_the_hand_and_not_code(make):
    lab = make("flow", locked=("seed", "gain"))
    assert [name for name, control in lab.controls.items() if control.disabled] == ["gain", "seed"]
    lab.set(seed=5)
    assert lab.settings.seed == 5 == lab.controls["seed"].value


def test_an_instructor_chooses_the_pictures(make):
    lab = make("weight", views=("rate",))
    assert len(lab.figure.axes) == 2 and lab.canvas.frame_info["height"] == 84


@pytest.mark.parametrize("lab", LABS)
def test_every_control_has_words_and_help(make, lab):
    lab_ = make(lab)
    for name, control in lab_.controls.items():
        field = lab_.settings.fields()[name]
        assert control.description == field.label and control.tooltip == field.help


# -- the clock


def test_the_buttons_step_forth_and_back_exactly(make):
    lab = make("weight")
    clock, result = lab._clock, lab.result
    for button, step in ((clock.step, 1), (clock.step, 2), (clock.back, 1), (clock.start, 0), (clock.back, 0)):
        button.click()
        assert lab.settings.step == step == lab.controls["step"].value == clock.play.value
    assert lab.result is result


def test_the_clock_stops_at_the_end(make):
    lab = make("weight", step=20)
    lab._clock.step.click()
    assert lab.settings.step == 20 and not lab.canvas.trouble


def test_play_moves_the_cursor_and_starts_again_from_the_end(make):
    lab = make("weight", step=20)
    clock = lab._clock
    assert not clock.running.value and not clock.play.playing
    clock.running.value = True
    assert lab.settings.step == 0 and clock.play.playing and clock.running.description == "Pause"
    clock.play.value = 1
    assert lab.settings.step == 1
    clock.play.playing = False
    assert not clock.running.value and clock.running.description == "Play"


def test_a_shorter_run_shortens_the_clock(make):
    lab = make("weight", step=20)
    lab.set(steps=5)
    assert lab._clock.play.max == 5 == lab._clock.play.value == lab.settings.step
    lab.set(steps=50, step=50)
    assert lab._clock.play.max == 50 == lab._clock.play.value


# -- text twin and exports


GRID = {"weight": [dict(learning_rate=rate, step=step, loss=loss) for rate in (1e-15, 0.001, 0.0049, 1e9) for step in (0, 1, 20) for loss in ("sse", "mse")],
        "flow": [dict(depth=depth, activation=activation, gain=gain, initializer=initializer) for depth in (1, 20) for gain in (0.05, 1.0, 5.0)
                 for activation in ("sigmoid", "relu") for initializer in ("zeros", "glorot_uniform")]}


@pytest.mark.parametrize("lab", LABS)
def test_the_text_of_a_lab_is_plain_and_its_first_line_short(make, lab):
    lab_ = make(lab)
    for fields in GRID[lab]:
        lab_.set(**fields)
        text = lab_.describe()
        assert repr(lab_) == text.splitlines()[0] and len(repr(lab_)) < 110 and repr(lab_).startswith(type(lab_).__name__ + ":")
        assert " at 0x" not in text and "object" not in text and not {"-0", "-0.0", "-0,"} & set(text.split())
        assert lab_.result.verdict in text


@pytest.mark.parametrize("lab", LABS)
def test_a_displayed_lab_carries_three_forms(make, lab):
    lab_ = make(lab)
    bundle = lab_._repr_mimebundle_()
    assert sorted(bundle) == ["application/vnd.jupyter.widget-view+json", "image/png", "text/plain"]
    assert bundle["text/plain"] == lab_.describe() and len(bundle["image/png"]) <= 60_000
    image = Image.open(io.BytesIO(bundle["image/png"]))
    assert image.format == "PNG" and image.width == 860 and bundle["image/png"] == lab_._repr_mimebundle_()["image/png"]


@pytest.mark.parametrize("fields", [dict(learning_rate=0.004, steps=500, step=500), dict(learning_rate=0.01, step=3), dict(data="noisy line")])
def test_the_picture_of_a_crowded_lab_stays_small(make, fields):
    assert len(make("weight", **fields)._repr_mimebundle_()["image/png"]) <= 60_000


def test_the_figure_is_a_new_one_that_can_be_saved_and_harms_nothing(make):
    lab = make("weight")
    before = lab.canvas.render(exact=True)
    one, two = lab.figure, lab.figure
    assert one is not two
    one.clear()
    out = io.BytesIO()
    two.savefig(out, format="svg")
    assert b"<svg" in out.getvalue() and lab.canvas.render(exact=True) == before


# -- what remains


def resident():
    """Bytes of this process that stand in memory."""
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="reads the size of the process from Linux")
def test_memory_stays_flat_over_a_thousand_changes_that_are_drawn(make):
    lab = make("weight", learning_rate=1e-5, views=("parabola",))

    def fifty_changes():
        for k in range(50):
            lab.set(weight=3.5 + k / 100, step=k % 20)
            lab.canvas.render(exact=False)

    for _ in range(4):
        fifty_changes()
    gc.collect()
    objects, size = len(gc.get_objects()), resident()
    for _ in range(20):
        fifty_changes()
    gc.collect()
    # one drawing kept from every change would be a thousand times 0.9 MB
    assert len(gc.get_objects()) - objects < 1000 and resident() - size < 8e6


def test_closed_labs_leave_no_figure_behind():
    figures = []
    for k in range(50):
        lab = GradientFlowLab(width=4) if k % 2 else WeightLab()
        figures.append(weakref.ref(lab.canvas._sheet.figure))
        lab.close()
    del lab
    gc.collect()
    assert not [figure for figure in figures if figure() is not None]


def test_a_closed_lab_keeps_its_numbers():
    lab = GradientFlowLab(depth=5)
    text = lab.describe()
    lab.close()
    assert lab.describe() == text and lab.settings.depth == 5
    lab.close()


# -- two threads


def test_a_lab_used_from_two_threads_while_drawing_is_not_corrupted(make):
    lab = make("weight")
    begin, failures, stop = threading.Barrier(3), [], threading.Event()

    def hand():
        for k in range(80):
            name, value = (("weight", k % 40 / 10), ("steps", 5 + k % 30), ("learning_rate", 10.0 ** -(2 + k % 3)), ("scaled", bool(k % 2)))[k % 4]
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
    before = len(registry._instances)
    for k in range(30):
        lab.set(weight=k / 10, loss=("sse", "mse")[k % 2], data=("weight table", "noisy line")[k % 2])
    lab._repr_mimebundle_()
    assert len(registry._instances) == before


def test_a_field_that_has_the_name_of_a_labs_own_part_is_refused():
    class Swing(bp.Settings):
        layout: float = bp.slider(0.1, 0, 1, step=0.05)

    with pytest.raises(ValueError) as error:
        bp.make_lab("When does it stop?", Swing, lambda settings: None)
    assert str(error.value) == "settings of Swing: expected names that a lab does not use itself; got 'layout'. Give the field another name."


def test_what_is_left_out_of_the_views_is_not_told_anywhere():
    lab = bp.WeightLab(views=("parabola",))
    assert lab.canvas.verdict == "" and lab.canvas.table == {} and lab.result.verdict not in lab.canvas.alt
    assert bp.WeightLab(views=("parabola", "verdict")).canvas.verdict == lab.result.verdict


def test_the_hand_chooses_what_to_look_at_and_code_follows():
    lab = bp.WeightLab()
    assert lab.views == ("parabola", "loss", "rate", "table", "verdict")
    tall, switches = lab.canvas._sheet.height, lab._switches.boxes
    switches["rate"].value = False
    assert lab.views == ("parabola", "loss", "table", "verdict") and lab.canvas._sheet.height < tall
    lab.show("rate", "parabola")
    assert lab.views == ("parabola", "rate") and lab.canvas.verdict == "" and lab.canvas.table == {}
    assert [box.value for box in switches.values()] == [True, False, True]


def test_the_last_picture_cannot_be_switched_off():
    lab = bp.WeightLab(views=("loss", "verdict"))
    lab._switches.boxes["loss"].value = False
    assert lab.views == ("loss", "verdict") and lab._switches.boxes["loss"].value
    assert lab.canvas.trouble and "at least one picture out of parabola, loss, rate" in lab.canvas.status
    with pytest.raises(ValueError, match="views of WeightLab: expected names out of"):
        lab.show("rates")
    assert lab.views == ("loss", "verdict")


def test_activations_layer_by_layer_are_typed_as_a_list(make):
    lab = make("flow", depth=4)
    lab.controls["layer_activations"].value = "relu tanh"
    assert lab.settings.layer_activations == ("relu", "tanh") and lab.controls["layer_activations"].value == "relu, tanh"
    agrees(lab)
    lab.controls["layer_activations"].value = "rleu"
    assert "Did you mean 'relu'?" in lab.canvas.status and lab.settings.layer_activations == ("relu", "tanh")
    agrees(lab)
