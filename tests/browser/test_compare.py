"""Labs side by side on one screen: what stands where, one set of controls, one hand for all."""
from tests.browser.notebook_page import LOOKS

MOST = 640      # px that JupyterLab leaves at 1280 x 800
SEEN = """output => {
  const box = e => e.getBoundingClientRect(), all = selector => [...output.querySelectorAll(selector)];
  const seen = e => e.offsetParent !== null || e.getClientRects().length > 0;
  return {
    height: box(output.querySelector(".bpw-comparison")).height,
    pictures: all(".bpw-picture img").map(e => [box(e).top, box(e).left, box(e).width, box(e).height]),
    drawn: all(".bpw-picture img").map(e => e.naturalWidth),
    verdicts: all(".bpw-verdict").map(e => box(e).top), captions: all(".bpw-column > .bpw-question").map(e => e.textContent),
    headings: all(".bpw-heading").filter(seen).map(e => e.textContent),
    sliders: all(".bpw-slider-thumb").filter(seen).map(e => e.ariaLabel).sort(),
    menus: all(".bpw-shared select").filter(seen).map(e => e.ariaLabel),
    clipped: all("[role=slider], img, button").filter(seen).some(e => box(e).right > box(output).right + 1),
    across: output.scrollWidth - output.clientWidth};
}"""
# Both pictures are drawn for their column, in step with each other.
READY = """output => {
  const images = [...output.querySelectorAll(".bpw-picture img")];
  return images.length === 2 && images.every(e => e.dataset.exact === "true" && e.naturalWidth === e.width && e.width % 20 === 0);
}"""
MOVED = """([output, before]) => [...output.querySelectorAll(".bpw-picture img")].every((e, k) =>
  Number(e.dataset.serial) > before[k] && e.dataset.exact === "true")"""
PAIRS = {
    "GradientFlowLab, 'activation', 'sigmoid', 'tanh'": (["depth", "gain", "width"], "depth", "settings.depth", 21),
    "SurfaceLab, 'learning_rate', 0.01, 0.2": (["learning rate", "learning rate", "step shown", "w1", "w2"], "w1",
                                               "result.theta[0].round(6)", -1.58),
}




def test_two_labs_fit_on_one_screen_with_one_set_of_controls(open_cells):
    notebook = open_cells(*(f"pair = bp.compare(bp.{arguments}); pair" for arguments in PAIRS))
    notebook.resize(1280, 1, height=800)
    for cell, (sliders, moved, value, after) in enumerate(PAIRS.values(), start=1):
        notebook.run(cell)
        output = notebook.output(cell)
        output.evaluate("e => e.scrollIntoView()")
        notebook.page.wait_for_function(READY, arg=output.element_handle(), polling=LOOKS)
        seen = output.evaluate(SEEN)
        assert seen["height"] <= MOST and not seen["clipped"] and seen["across"] <= 0, seen
        (top, left, width, height), (other_top, other_left, *other_size) = seen["pictures"]
        assert abs(top - other_top) < 0.5 and [width, height] == other_size and left + width <= other_left, seen
        assert seen["drawn"] == [width, width] and width >= 380 and len({round(y) for y in seen["verdicts"]}) == 1, seen
        assert seen["sliders"] == sliders and len(seen["headings"]) == 1 and all(seen["menus"]), seen
        assert all(": " in caption for caption in seen["captions"]) and len(set(seen["captions"])) == 2

        before = [int(image.get_attribute("data-serial")) for image in output.locator(".bpw-picture img").all()]
        notebook.press(notebook.slider(moved, cell=cell), "ArrowRight")
        notebook.page.wait_for_function(MOVED, arg=[output.element_handle(), before], polling=LOOKS)
        assert notebook.tell(f"print(*(float(lab.{value}) for lab in pair.labs))").split() == [str(float(after))] * 2
    output.locator(".bpw-shared").get_by_text(moved, exact=True).hover()
    notebook.page.locator(".bpw-tip:not([hidden])").wait_for()
