"""What fits on one screen: JupyterLab at 1280 x 800 with its file browser open leaves some 890 x 640 px for a notebook."""
import pytest

from tests.browser.labs import IN_TURN

MOST, LONG = 600, 220       # px: a lab with its open controls, a slider
SEEN = """output => {
  const box = e => e.getBoundingClientRect(), lab = box(output.querySelector(".bpw-lab"));
  const picture = box(output.querySelector(".bpw-picture img")), open = box(output.querySelector(".bpw-open"));
  const tracks = [...output.querySelectorAll(".bpw-open .bpw-slider-track")].map(e => box(e).width);
  const room = box(output.closest(".jp-WindowedPanel-outer"));
  const cut = [...output.querySelectorAll(".bpw-slider-label, .bpw-open .widget-label")].filter(e => e.scrollWidth > e.clientWidth)
    .map(e => e.textContent);
  return {cut, height: lab.height, inside: lab.top >= room.top - 1 && open.bottom <= room.bottom + 1, width: lab.width, beside: open.left >= picture.right, tracks,
          across: output.scrollWidth - output.clientWidth};
}"""

# From now on, count how often a lab scrolls the notebook.
COUNT = """() => {
  const { get, set } = Object.getOwnPropertyDescriptor(Element.prototype, "scrollTop");
  window.testsScrolled = 0;
  Object.defineProperty(Element.prototype, "scrollTop", { configurable: true, get, set(value) {
    window.testsScrolled += new Error().stack.includes("bringIntoView");
    set.call(this, value);
  }});
}"""


# From now on, look at the picture of a lab at every frame of the page: whether it is hidden, else whether its ground is light.
WATCH = """() => {
  const seen = { pictures: 0, hidden: 0, light: [] }, canvas = document.createElement("canvas").getContext("2d");
  let on = true;
  const look = () => {
    const img = document.querySelector(".bpw-picture img");
    if (img?.complete && img.naturalWidth && img.dataset.serial) {
      if (getComputedStyle(img).visibility === "hidden") seen.hidden += 1;
      else {
        canvas.drawImage(img, 0, 0);
        seen.pictures += 1;
        seen.light.push(canvas.getImageData(1, 1, 1, 1).data[0] > 128);
      }
    }
    if (on) requestAnimationFrame(look);
  };
  look();
  window.testsSeen = () => { on = false; return seen; };
}"""


@pytest.mark.parametrize("lab", IN_TURN)
def test_a_lab_as_it_opens_fits_on_a_small_screen_and_its_sliders_are_long(open_lab, lab):
    _, page = open_lab(lab)
    page.settled()
    seen = page.output.evaluate(SEEN)
    assert 800 < seen["width"] < 890 and seen["height"] <= MOST and seen["across"] <= 0, seen
    assert seen["cut"] == [] and seen["tracks"] and min(seen["tracks"]) >= LONG, seen


def test_backprop_lab_fits_with_the_net_that_says_most_and_its_check_stands_in_one_line(open_lab):
    _, page = open_lab("BackpropLab", arguments="net='softmax', moment=11")
    page.settled()
    assert page.output.evaluate(SEEN)["height"] <= MOST
    assert page.output.evaluate("output => output.querySelector('.bpw-status').getBoundingClientRect().height") < 25


def test_lines_of_a_program_that_are_too_wide_go_on_below_and_what_is_too_high_is_scrolled_by_keys(open_lab):
    _, page = open_lab("BackpropLab", arguments="moment=0, views=('diagram', 'code')")
    page.settled()
    lines = page.output.locator(".bpw-program pre").last
    assert lines.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight > e.clientHeight && e.scrollTop === 0")
    lines.press("ArrowDown")
    lines.evaluate("""e => new Promise(done => {
        const look = () => e.scrollTop > 0 ? done() : requestAnimationFrame(look); look(); })""")


def test_a_lab_with_many_weights_fits_on_a_small_screen(open_lab):
    _, page = open_lab("SurfaceLab", arguments="objective='2-3-1', resolution=15, steps=9")
    page.settled()
    seen = page.output.evaluate(SEEN)
    assert seen["height"] <= MOST and seen["across"] <= 0 and len(seen["tracks"]) > 13, seen
    before = page.settled()["serial"]
    page.press("b2[0]")      # the last of its weights is reached by keys
    page.assert_in_step(since=before)


@pytest.mark.parametrize("lab", ["GradientFlowLab", "CurvatureLab"])
def test_after_its_cell_was_run_by_hand_a_lab_is_in_the_window_with_all_open_controls(open_cells, lab):
    notebook = open_cells(f"bp.{lab}()")
    notebook.resize(1280, 1, height=800)
    notebook.cell(1).locator(".cm-content").click()
    notebook.page.keyboard.press("Shift+Enter")
    notebook.output(1).locator(".bpw-picture img[data-exact]").wait_for()
    notebook.page.wait_for_function(f"output => ({SEEN})(output).inside", arg=notebook.output(1).element_handle())


def test_no_lab_brings_itself_into_view_when_all_cells_are_run(open_cells):
    notebook = open_cells("bp.WeightLab()", "bp.GradientFlowLab()", "bp.CurvatureLab()", "bp.WeightLab()")
    notebook.resize(1280, 1, height=800)
    notebook.run(1)         # from the first lab on, hands are heard
    notebook.output(1).locator(".bpw-picture img[data-exact]").wait_for()
    notebook.page.wait_for_timeout(1000)
    notebook.page.evaluate(COUNT)
    notebook.run_all()
    for cell in (2, 3, 4):
        notebook.output(cell).scroll_into_view_if_needed()
        notebook.output(cell).locator(".bpw-picture img[data-exact]").wait_for()
    assert notebook.page.evaluate("() => window.testsScrolled") == 0


@pytest.mark.parametrize("cells", [("1", "bp.WeightLab()"), ("1", "bp.WeightLab()", "import time; time.sleep(0.5)")])
def test_the_first_lab_of_a_page_does_not_either_when_it_stands_at_the_end(open_cells, cells):
    notebook = open_cells(*cells)
    notebook.resize(1280, 1, height=800)
    notebook.page.evaluate(COUNT)
    notebook.page.evaluate("() => { window.bpwRun = undefined; }")      # as if no lab had been there
    notebook.run_all()
    notebook.output(2).locator(".bpw-picture img[data-exact]").wait_for()
    notebook.page.wait_for_timeout(800)
    assert notebook.page.evaluate("() => window.testsScrolled") == 0


def test_the_first_picture_is_not_seen_before_it_has_the_theme_of_the_page(open_cells):
    for theme, light in (("dark", False), ("light", True)):
        notebook = open_cells("bp.WeightLab()")
        if theme != "light":
            notebook.switch_theme(theme)
        notebook.command("notebook:clear-all-cell-outputs")     # the lab of the other theme
        notebook.page.evaluate(WATCH)
        notebook.run(1)
        notebook.output(1).locator(".bpw-picture img[data-serial='1']").wait_for()
        seen = notebook.page.evaluate("() => window.testsSeen()")
        assert seen["pictures"] and set(seen["light"]) == {light} and (seen["hidden"] == 0 or not light), (theme, seen)


@pytest.mark.parametrize("width, beside", [(1600, True), (1280, False), (800, False)])
def test_where_there_is_room_the_controls_stand_beside_the_picture_and_nothing_is_cut(open_cells, width, beside):
    notebook = open_cells("lab = bp.OptimizerRaceLab(resolution=15, steps=9); lab")
    notebook.resize(width, 1)
    notebook.run(1)
    notebook.output(1).locator(".bpw-picture img").wait_for()
    notebook.page.wait_for_function("beside => !!document.querySelector('.bpw-wide') === beside", arg=beside)
    seen = notebook.output(1).evaluate(SEEN)
    assert seen["beside"] == beside and seen["across"] <= 0


def test_in_a_narrow_column_every_control_is_whole(open_cells):
    notebook = open_cells("bp.BackpropLab(net='softmax')")
    notebook.resize(600, 1)
    notebook.run(1)
    notebook.output(1).locator(".bpw-picture img").wait_for()
    cut = notebook.output(1).evaluate("""output => {
      const edge = output.querySelector(".bpw-lab").getBoundingClientRect().right + 1;
      return [edge, [...output.querySelectorAll(".bpw-lab :is(select, input, button, [role=slider])")]
        .filter(e => e.offsetParent && e.getBoundingClientRect().right > edge).map(e => e.ariaLabel || e.textContent)]; }""")
    assert cut[1] == [], cut
