"""Pictures small enough for a repository: PNG with a palette."""
from __future__ import annotations

import base64
import io

PICTURE_BYTES = 60_000
COLORS = (256, 128, 64, 32)    # tried in this order until a picture is small enough


def small_png(encoded: str) -> str:
    """A PNG, base64 on either side, with a palette and within `PICTURE_BYTES`; one that is so already stays as it is.

    Raises
    ------
    ValueError
        If it is too large even with the fewest colors.
    """
    from PIL import Image  # not needed for a notebook without pictures, and slow to load

    png = base64.b64decode(encoded)
    with Image.open(io.BytesIO(png)) as image:
        if image.mode == "P" and len(png) <= PICTURE_BYTES:
            return base64.b64encode(png).decode()
        opaque = "A" not in image.getbands() or image.getchannel("A").getextrema() == (255, 255)
        plain = image.convert("RGB" if opaque else "RGBA")
    for colors in COLORS:
        file = io.BytesIO()
        plain.quantize(colors, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= PICTURE_BYTES:
            return base64.b64encode(file.getvalue()).decode()
    raise ValueError(f"picture of {plain.width} x {plain.height} pixels takes {file.tell():,} bytes even with "
                     f"{COLORS[-1]} colors; at most {PICTURE_BYTES:,} are allowed. Make the figure smaller or plainer.")
