"""The pixels of a sheet as they travel to the page."""
from __future__ import annotations

import io

from PIL import Image

from ..pictures.sheet import Sheet

# From this number of pixels per CSS px on, a lossy frame has color at half its density: nobody sees it, and it is
# encoded in half the time.
DENSE = 1.5


def encode(sheet: Sheet, form: str) -> bytes:
    """The sheet as drawn, as PNG (exact) or JPEG (lossy, fast)."""
    pixels, size = sheet.pixels()
    image = Image.frombuffer("RGBX", size, pixels, "raw", "RGBX", 0, 1)
    out = io.BytesIO()
    if form == "JPEG":
        image.save(out, "JPEG", quality=85, subsampling="4:2:0" if sheet.ratio >= DENSE else "4:4:4")
    else:
        image.convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue()
