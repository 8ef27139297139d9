"""A lab whose kernel is gone says so, keeps its picture, and lets nobody move what no longer answers."""
from tests.browser.lab_page import LabPage

RESTART = "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
CRASH = """() => {
  jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code: 'import os; os._exit(1)' });
}"""
# The symbols of the clock as they are drawn, and the pictures that JupyterLab puts before other widgets.
MARKS = """output => ['.bpw-clock .jupyter-button', '.bpw-slider', '.bpw-open'].map(kind => {
  const { content, height, maskImage } = getComputedStyle(output.querySelector(kind), '::before');
  return [content, height, maskImage.slice(0, 24)];
})"""
SYMBOLS = [['""', "26px", 'url("data:image/svg+xml,'], ["none", "auto", "none"], ["none", "auto", "none"]]


def is_gone(page):
    page.output.locator(".bpw-status", has_text="Run the cell").wait_for()
    assert page.output.locator(".bpw-status.bpw-trouble").count() == 0
    parts = page.output.locator(".bpw-lab > :not(.bpw-canvas)")
    assert parts.count() >= 2 and parts.evaluate_all("all => all.every(part => part.inert)")
    assert page.output.evaluate(MARKS) == SYMBOLS
    assert page.image.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    assert "WeightLab" in page.image.get_attribute("alt")
    assert page.output.locator(".bpw-handle").count() == 0


def test_after_a_restart_a_crash_and_a_shutdown_a_lab_says_so_and_its_cell_brings_it_back(open_notebook):
    notebook = open_notebook(["import bpwidgets as bp; lab = bp.WeightLab(); lab"])
    page = LabPage(notebook, cell=0)


    def crash():
        """JupyterLab tells of it in a dialog."""
        notebook.page.evaluate(CRASH)
        notebook.page.locator(".jp-Dialog .jp-mod-accept").click()

    for end in (lambda: notebook.page.evaluate(RESTART), crash, notebook.shut_kernel_down):
        notebook.wait_until_ready()
        notebook.run(0)
        page.at_rest()
        assert page.output.evaluate(MARKS) == SYMBOLS and page.output.locator(".bpw-gone, [inert]").count() == 0
        end()
        is_gone(page)
    # What JupyterLab itself reports of a kernel that ends while it is asked something.
    assert [error for error in notebook.take_errors() if "Canceled future" not in error] == []
