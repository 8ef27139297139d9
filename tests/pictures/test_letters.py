"""Text from kept letters has the pixels of matplotlib's own."""
import threading

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from bpwidgets.pictures import letters
from bpwidgets.pictures.letters import LetterCanvas, LetterRenderer
from bpwidgets.pictures.texts import text_on

pytestmark = pytest.mark.skipif(not letters.ONE_BY_ONE, reason="this matplotlib does not draw letters one by one")
WORDS = "activations  ×0.512 →", "δ  ×0.227 ←", "10⁻⁵", "W2[0,0]", "$a^2$"
FONTS = FontProperties(size=12), FontProperties(size=11.5), FontProperties(size=16, weight="bold")


def both(dpi):
    return RendererAgg(160, 90, dpi), LetterRenderer(160, 90, dpi)


def write(renderer, words, x, y, font=FONTS[0], angle=0.0, antialiased=True):
    gc = renderer.new_gc()
    gc.set_foreground((0.2, 0.5, 0.7))
    gc.set_antialiased(antialiased)
    renderer.draw_text(gc, x, y, words, font, angle, ismath=words.startswith("$"))
    gc.restore()


def pixels(renderer):
    return np.asarray(renderer.buffer_rgba()).copy()


@pytest.mark.parametrize("dpi", [72, 144])
def test_words_at_any_place_and_angle_have_the_pixels_of_matplotlib(dpi):
    renderers, random = both(dpi), np.random.default_rng(0)
    for k in range(150):
        x, y = random.uniform(-20, 150), random.uniform(-10, 100)    # some of them beyond the border
        angle = (0.0, 0.0, 90.0, 33.3)[k % 4]
        for renderer in renderers:
            write(renderer, WORDS[k % 5], x, y, FONTS[k % 3], angle, antialiased=bool(k % 10))
    assert pixels(renderers[0]).any() and np.array_equal(*map(pixels, renderers))


def test_the_same_words_a_few_whole_pixels_on_take_no_new_letter(monkeypatch):
    theirs, ours = both(72)
    write(ours, WORDS[0], 10.3, 30.6)
    kept = len(ours._letters)
    monkeypatch.setattr(ours, "_prepare_font", None)
    ours.clear()
    write(ours, WORDS[0], 13.3, 25.6)
    write(theirs, WORDS[0], 13.3, 25.6)
    assert len(ours._letters) == kept and np.array_equal(pixels(theirs), pixels(ours))


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(letters, "MOST_LETTERS", 30)
    monkeypatch.setattr(letters, "MOST_TEXTS", 3)
    theirs, ours = both(72)
    for k in range(40):
        for renderer in (theirs, ours):
            write(renderer, f"{k / 7:.3g} {k}", 10.3 + k / 64, 30.6)
        assert len(ours._letters) <= 30 and len(ours._texts) <= 3
    assert np.array_equal(pixels(theirs), pixels(ours))


def test_each_thread_uses_fonts_of_its_own():
    """matplotlib's are set to a size and turned: another thread may do so between two letters."""
    _, ours = both(72)
    write(ours, "0.5", 10.3, 30.6)
    thread = threading.Thread(target=write, args=(ours, "0.5", 10.3, 30.6))
    thread.start()
    thread.join()
    assert len(ours._texts) == 2


def test_a_figure_has_the_pixels_of_a_plain_canvas_also_when_its_size_changes():
    def figure(canvas):
        figure = Figure(figsize=(2, 1.5), dpi=100)
        canvas(figure)
        axes = figure.add_subplot()
        axes.set_title("loss δ")
        axes.text(0.3, 0.4, "two\nlines", fontsize=13, va="center", weight="bold")
        return figure

    theirs, ours = figure(FigureCanvasAgg), figure(LetterCanvas)
    for size in ((2, 1.5), (1.5, 1.2)):
        for one in (theirs, ours):
            one.set_size_inches(size)
            one.canvas.draw()
        assert isinstance(ours.canvas.get_renderer(), LetterRenderer)
        assert np.array_equal(theirs.canvas.buffer_rgba(), ours.canvas.buffer_rgba())


MIXED = ("fi AV ×10⁻³ →", ")ibWδ-A", "χ = 0.5", "0.123456789", "", " ", "W1[0,0] → v2", "Tj. ffi Ta", "half\u00a0full")


@pytest.mark.parametrize("dpi", [72, 144])
def test_a_text_from_pairs_of_letters_is_laid_out_and_measured_as_by_matplotlib(dpi):
    theirs, ours = both(dpi)
    random = np.random.default_rng(1)
    made = ["".join(random.choice(list("0123456789.×→←⁻³δσ-+ abfijlAVTWy,()[]=/·₀"), size=9)) for _ in range(60)]
    for words in (*WORDS[:4], *MIXED, *made):
        for font in FONTS:
            assert ours.get_text_width_height_descent(words, font, False) == theirs.get_text_width_height_descent(
                words, font, False)
            found = theirs._prepare_font(font)._layout(words, flags=letters.get_hinting_flag(), features=None,
                                                       language=None)
            assert [(one.number, one.x, one.y) for one in ours._laid_out(words, font, letters.get_hinting_flag())] == [
                (one.glyph_index, one.x, one.y) for one in found]


def test_a_number_of_letters_that_are_known_asks_matplotlib_for_nothing(monkeypatch):
    _, ours = both(72)
    for words in ("×0.123456789 ", "×9.876543210 ", "×0.024681357 ", "×0.97 "):
        write(ours, words, 10, 30)
    monkeypatch.setattr(ours, "_prepare_font", None)
    ours._texts.clear()
    write(ours, "×0.97 ", 10, 30)
    assert ours.get_text_width_height_descent("×0.12345", FONTS[0], False)[0] > 30


def test_a_rough_text_is_one_bitmap_for_each_quarter_of_a_pixel_and_stands_near_its_place():
    theirs, ours = both(72)
    ours.rough = True
    for k in range(64):
        write(ours, "0.5", 10 + k / 64, 30 + k / 64)
    assert len(ours._lines) == 4 and len(ours._letters) <= 3 * 4
    ours.clear()
    for words, x, y in (("0.5 ← δ", 10.25, 30), ("fi", -4.5, 60), ("", 5, 5)):    # one of them beyond the border
        write(ours, words, x, y + 0.4)
        write(theirs, words, x, y)
    off = np.abs(pixels(theirs).astype(int) - pixels(ours))
    assert pixels(ours).any() and off.max() <= 2     # letters that touch are laid over each other, in place of blended
    write(ours, "0.5", 40, 80, angle=90.0)
    write(theirs, "0.5", 40, 80, angle=90.0)
    assert np.abs(pixels(theirs).astype(int) - pixels(ours)).max() == off.max()


def test_the_small_texts_of_diagrams_stand_in_rough_frames_where_they_stand_in_exact_ones():
    figure = Figure(figsize=(2, 1), dpi=72)
    canvas, axes = LetterCanvas(figure), figure.add_axes((0, 0, 1, 1))
    for k, words in enumerate(("0.378", "δ", "W1[0,0]", "-6×10⁻⁵", "cut at the border")):
        text_on(axes, 0.05 + 0.21 * k, 0.2 + 0.17 * k, color="#2a6").set_text(words)
    canvas.draw()
    found = []
    for rough in (False, True):
        renderer = canvas.get_renderer()
        np.asarray(renderer.buffer_rgba())[:] = 255
        renderer.rough = rough
        for text in axes.texts:
            text.draw(renderer)
        found.append(pixels(renderer)[..., :3].astype(int))
    assert (found[0] < 200).any() and np.abs(found[0] - found[1]).max() <= 1
