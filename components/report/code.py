"""The receipt on paper or on a screen: the code in groups of four and a picture of it to scan.

The picture holds the code alone, not an address: an address with a code in it would stay in histories.
"""

from __future__ import annotations

import segno


def code_picture(code: str, *, scale: int = 5) -> str:
    """The code as a QR picture in a `data:` address, black on white in both modes, as scanners want it."""
    picture = segno.make(code, error="m", micro=False)
    return str(picture.svg_data_uri(scale=scale, border=3, dark="#000", light="#fff", xmldecl=False, svgns=True))
