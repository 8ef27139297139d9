"""What a lab gives away: its picture for print, its numbers as CSV, its steps as an animation."""
from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from numbers import Real
from pathlib import Path
from typing import Any

from matplotlib import animation
from PIL import Image

from ..errors import Verbatim, argument_error, nearest
from ..experiment import LOCK, State
from ..pictures.headline import headline
from ..pictures.places import Row, rows_with
from ..pictures.scales import Spans
from ..pictures.sheet import OWN, Figure, Picture, Sheet
from ..pictures.style import LIGHT, STYLES, Style
from .plan import Plan, chosen_names

# Width in CSS px of what is exported, and what else it may be; most frames of an animation, and ms for each and for the
# last, at which a GIF begins anew.
USUAL, PRINTED, MOST_FRAMES, FRAME_TIME, END_TIME = 860, (500, 1600), 150, 120, 2000
# The width of a picture on which a place is to be chosen.
POINTED_AT = 520
# The width of a lab beside another one.
BESIDE = USUAL / 2
FILMS = (".mp4", ".m4v", ".webm")


def print_sheet(plan: Plan, settings: Any, result: Any, views: Sequence[str], width: float = USUAL,
                style: Style = LIGHT, scales: Mapping[str, Spans] = OWN) -> Sheet:
    """The pictures for print, with question and verdict."""
    asked, top = _headline(plan.question, plan, (settings, result), views, width)
    rows = [top, *rows_with(plan.rows_for(settings), views)]
    sheet = plan.marked(Sheet({**asked, **plan.pictures}, rows, style, width=width, live=False))
    sheet.draw(settings, result, scales)
    return sheet


def titled_sheet(title: str, plan: Plan, state: State, views: Sequence[str], width: float) -> Sheet:
    """A title, and below it the verdict if it is among the views: what stands above pictures where there is no page."""
    asked, top = _headline(title, plan, state, views, width)
    sheet = Sheet(asked, [top], LIGHT, width=width)
    sheet.draw(*state)
    return sheet


def usual_sheet(plan: Plan, state: State, views: Sequence[str], width: float = USUAL,
                scales: Mapping[str, Spans] = OWN) -> Sheet:
    """The pictures alone, in the light style; narrow ones as they stand beside those of another lab."""
    sheet = plan.sheet(views, LIGHT, width=width, beside=width < USUAL, settings=state.settings)
    sheet.draw(*state, scales)
    return sheet


def pointable(plan: Plan, state: State, picture: str) -> dict[str, Any]:
    """A picture alone, for somebody to point at: PNG in both themes, size in CSS px, box of its axes, its scales."""
    chosen_names("picture", (picture,), plan.pictures, plan)
    sheets = {name: plan.sheet((picture,), style, width=POINTED_AT, settings=state.settings)
              for name, style in STYLES.items()}
    for sheet in sheets.values():
        sheet.draw(*state)
    sheet = sheets["light"]
    return {"png": {name: encoded(_few_colors(_image(sheet))) for name, sheet in sheets.items()},
            "size": (sheet.width, sheet.height), **sheet.scales_of(picture)}


def _headline(question: str, plan: Plan, state: tuple[Any, Any], views: Sequence[str],
              width: float) -> tuple[dict[str, type[Picture]], Row]:
    """The picture of a headline by its name, and its row."""
    def said(settings: Any, result: Any) -> str:
        return plan.verdict(settings, result, views)

    kind, height = headline(question, said(*state), width, said)
    return {"headline": kind}, (height, {"headline": 1.0})


def figure_of(plan: Plan, state: State, views: Sequence[str], width: float, theme: str,
              scales: Mapping[str, Spans] = OWN) -> Figure:
    """The figure of a print sheet; raises ArgumentError for a width or a theme that is not offered."""
    style = _checked(width, theme, plan.settings.lab)
    with LOCK:
        return print_sheet(plan, *state, views, width, style, scales).figure


def _checked(width: float, theme: str, lab: str) -> Style:
    """The style of a theme; refuses what is not offered."""
    if not isinstance(width, Real) or not PRINTED[0] <= width <= PRINTED[1]:
        raise argument_error("width", lab, f"a number of CSS px from {PRINTED[0]} to {PRINTED[1]}", width)
    if theme not in STYLES:
        raise argument_error("theme", lab, f"one of {', '.join(STYLES)}", theme, nearest(str(theme), STYLES))
    return STYLES[theme]


def stacked(sheets: Sequence[Sheet]) -> bytes:
    """The sheets below each other, as a PNG of few colors."""
    return tiled([(sheet,) for sheet in sheets])


def tiled(rows: Sequence[Sequence[Sheet]]) -> bytes:
    """Rows of sheets, each row with its sheets side by side, as a PNG of few colors."""
    images = [[_image(sheet) for sheet in row] for row in rows]
    heights = [max(image.height for image in row) for row in images]
    page = Image.new("RGB", (max(sum(image.width for image in row) for row in images), sum(heights)), LIGHT.ground)
    top = 0
    for row, height in zip(images, heights):
        left = 0
        for image in row:
            page.paste(image, (left, top))
            left += image.width
        top += height
    return encoded(_few_colors(page))


def encoded(image: Image.Image) -> bytes:
    """A PNG."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def csv_text(plan: Plan, settings: Any, result: Any) -> str:
    """The numbers behind the pictures, every digit of them; the first line names the columns."""
    if plan.records is None:
        raise argument_error("to_csv", plan.settings.lab, "a lab that has a table to give away", Verbatim("none"))
    head, rows = plan.records(settings, result)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def save_text(text: str, path: str | Path, overwrite: bool, lab: str) -> None:
    """Write a text to a file that is new, or may be replaced."""
    _free(Path(path), overwrite, lab).write_text(text, encoding="utf-8", newline="")


def save_animation(plan: Plan, state: State, views: Sequence[str], path: str | Path, overwrite: bool, width: float,
                   theme: str, scales: Mapping[str, Spans] = OWN) -> None:
    """The steps from the first to the last as a GIF, or as a film where matplotlib finds ffmpeg.

    Of a run with more than 150 steps every second, third, ... one is shown, and the last.
    """
    lab, path = plan.settings.lab, Path(path)
    style = _checked(width, theme, lab)
    if not plan.clock:
        raise argument_error("save_animation", lab, "a lab that has steps", Verbatim("none"))
    if path.suffix not in (".gif", *FILMS):
        raise argument_error("path", lab, f"a name that ends in .gif or {', '.join(FILMS)}", str(path))
    if path.suffix in FILMS and not animation.FFMpegWriter.isAvailable():
        raise argument_error("path", lab, "a name that ends in .gif", str(path),
                             "For films ffmpeg must be installed; it was not found.")
    path = _free(path, overwrite, lab)
    write = _write_gif if path.suffix == ".gif" else _write_film
    write(path, _frames(plan, state, views, width, style, scales))


def _free(path: Path, overwrite: bool, lab: str) -> Path:
    if path.exists() and not overwrite:
        raise argument_error("path", lab, "the name of a new file", str(path),
                             "To replace the file that is there give overwrite=True.")
    return path


def _frames(plan: Plan, state: State, views: Sequence[str], width: float, style: Style,
            scales: Mapping[str, Spans] = OWN) -> Iterator[Sheet]:
    """One sheet, drawn at one step after the other."""
    settings, result = state
    last = int(settings.bounds(plan.clock)[1])
    every = -(-(last + 1) // MOST_FRAMES)
    sheet = print_sheet(plan, settings, result, views, width, style, scales)
    for step in [*range(0, last, every), last]:
        sheet.draw(settings.replace(**{plan.clock: step}), result, scales)
        yield sheet


def _write_gif(path: Path, frames: Iterator[Sheet]) -> None:
    images = [_few_colors(_image(sheet)) for sheet in frames]
    times = [*[FRAME_TIME] * (len(images) - 1), END_TIME]
    images[0].save(path, save_all=True, append_images=images[1:], duration=times, loop=0)


def _write_film(path: Path, frames: Iterator[Sheet]) -> None:
    first = next(frames)
    writer = animation.FFMpegWriter(fps=round(1000 / FRAME_TIME))
    with writer.saving(first.figure, path, dpi=first.figure.dpi):
        writer.grab_frame()
        for _ in frames:
            writer.grab_frame()


def _few_colors(image: Image.Image) -> Image.Image:
    """With a palette of 128, in which small things of their own color keep it."""
    return image.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _image(sheet: Sheet) -> Image.Image:
    pixels, size = sheet.pixels()
    return Image.frombuffer("RGBX", size, pixels, "raw", "RGBX", 0, 1).convert("RGB")
