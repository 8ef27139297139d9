"""The first cell of a test's notebook, run in the kernel: `state(lab)` prints, as JSON, what the screen should show.

The picture it expects is drawn anew from the settings alone, so nothing that the lab keeps can hide in it. (No second
lab is made for that: a widget closed before the browser has loaded its script is reported by anywidget to the console
two seconds later.)
"""
import hashlib
import json

import ipywidgets  # noqa: F401

import bpwidgets as bp  # noqa: F401
from bpwidgets.pictures.places import rows_with
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import STYLES
from bpwidgets.settings import Records, RowEdits, Strokes
from bpwidgets.widgets.encoded import encode
from bpwidgets.widgets.slider import SliderWidget


def written(value, field=None):
    """A value as its field of text shows it."""
    if isinstance(field, Strokes):
        return field.as_text(value)
    if isinstance(value, tuple):
        return ", ".join(item if isinstance(item, str) else f"{item:.6g}" for item in value)
    return "" if value is None else value


def final(answer):
    """The last of the results of a study."""
    if hasattr(answer, "__next__"):
        *_, answer = answer
    return answer


def values(settings):
    """What each slider should show: fields by name, weights by theirs."""
    fields = {name: getattr(settings, name) for name in settings.fields()}
    place = settings.coordinates()
    field = settings.fields().get(place)
    return fields | (dict(zip(field.names(settings), field.values(settings, place).tolist())) if field else {})


def counted(field, value):
    """What is said of rows that were gathered: how many there are."""
    return field.brief(value) if isinstance(field, (Records, RowEdits)) else None


def expected_picture(lab):
    """SHA-256 of the picture of the lab's settings, for the view that was heard last."""
    width, ratio, dark = lab.canvas._look
    style = STYLES["dark" if dark else "light"]
    rows = rows_with(lab.plan.rows_for(lab.settings), lab.views)
    sheet = Sheet(lab.plan.pictures, rows, style, width=width, ratio=ratio)
    sheet.draw(lab.settings, final(lab.plan.study(lab.settings)))
    return hashlib.sha256(encode(sheet, "PNG")).hexdigest()


def state(lab, picture=True):
    """Print it; picture: with the picture that should be seen."""
    width, ratio, dark = lab.canvas._look
    chosen = values(lab.settings)
    controls = {name: control for name, control in lab._panel.made.items() if hasattr(control, "value")}
    sliders = {control.description: chosen[name] for name, control in controls.items()
               if isinstance(control, SliderWidget)}
    strays = [name for name, control in controls.items()
              if control.value not in (chosen[name], written(chosen[name], lab.settings.fields().get(name)),
                                       counted(lab.settings.fields().get(name), chosen[name]))]
    print(json.dumps({
        "picture": expected_picture(lab) if picture else None, "serial": lab.canvas.frame_info["serial"],
        "behind": lab.canvas._behind, "line": repr(lab),
        "status": lab.plan.status(lab.settings, lab.result) if lab.plan.status else repr(lab),
        "settings": repr(lab.settings), "width": width, "ratio": ratio, "shared": len(lab.canvas._viewers) > 1,
        "dark": dark, "sliders": sliders, "strays": strays}))
