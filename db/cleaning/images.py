"""Pictures are decoded and written anew, so that nothing but what the eye sees is left."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps

from db.cleaning.refusal import refuse

if TYPE_CHECKING:
    from db.cleaning.kinds import Kind

MOST_PIXELS = 25_000_000

_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
_SAVE: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 88, "method": 2},
    "GIF": {},
}


def clean(content: bytes, kind: Kind) -> bytes:
    """Return the upright picture of the same kind without EXIF, place, serial, thumbnail or profile.

    The size is read from the header and judged before a single pixel is decoded. Of an animation
    the first frame stays.
    """
    form = _FORMATS[kind.value]
    try:
        with warnings.catch_warnings():
            # Pillow warns at half of its own limit; ours is lower and refuses below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=[form])
            pixels = picture.width * picture.height
    except Image.DecompressionBombError:
        refuse("too_many_pixels", limit=MOST_PIXELS)
    except Exception:  # noqa: BLE001 - decoders raise anything on crafted bytes; each means the same here
        refuse("damaged")
    if pixels > MOST_PIXELS:
        refuse("too_many_pixels", limit=MOST_PIXELS, pixels=pixels)
    try:
        return _written_anew(picture, form)
    except Exception:  # noqa: BLE001 - as above
        refuse("damaged")


def _written_anew(picture: Image.Image, form: str) -> bytes:
    picture.seek(0)
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if form == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    if upright.mode == "P" and form != "GIF":
        upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    if form == "GIF":
        upright = upright.convert("RGBA").convert("P") if upright.mode != "P" else upright
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    if upright.mode == "P" and (palette := upright.getpalette()) is not None:
        bare.putpalette(palette)
    written = BytesIO()
    bare.save(written, format=form, **_SAVE[form])
    return written.getvalue()


def without_hidden_segments(jpeg: bytes) -> bytes:
    """Return a JPEG without its application and comment segments, pixels untouched.

    For pictures inside documents, where decoding each would cost more than it gives. Adobe's
    colour marker (APP14) stays, or colours would turn; bytes we do not understand stay as they are.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xDA:
            break
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if length < 2:
            return jpeg
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker == 0xEE:
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    return b"".join(kept) + jpeg[at:]
