"""A PDF is written anew without scripts, actions, attachments, forms that call home, or history."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf

from db.cleaning.images import without_hidden_segments
from db.cleaning.refusal import refuse

if TYPE_CHECKING:
    from db.cleaning.kinds import Kind

MOST_OBJECTS = 100_000
_DEEPEST = 40

# Wherever these keys stand they start something, carry a file, or tell about the author.
_KEYS = (
    "/OpenAction",
    "/AA",
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/EF",
    "/AF",
    "/XFA",
    "/Collection",
    "/RichMediaContent",
    "/Metadata",
    "/PieceInfo",
    "/Thumb",
    "/LastModified",
)
# The only action kept is a jump inside the same file.
_HARMLESS_ACTIONS = ("/GoTo", "/Named")
_ANNOTATIONS = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D")


def clean(content: bytes, _kind: Kind) -> bytes:
    """Return a PDF with the same pages that does nothing by itself; an encrypted one is refused."""
    try:
        document = pikepdf.open(BytesIO(content))
    except pikepdf.PasswordError:
        refuse("encrypted")
    except Exception:  # noqa: BLE001 - a crafted file may raise anything; each means the same here
        refuse("damaged")
    with document:
        if len(document.objects) > MOST_OBJECTS:
            refuse("damaged")
        try:
            return _written_anew(document)
        except Exception:  # noqa: BLE001 - as above
            refuse("damaged")


def _written_anew(document: pikepdf.Pdf) -> bytes:
    if not len(document.pages):
        refuse("damaged")
    for found in document.objects:
        _disarm(found, 0)
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    written = BytesIO()
    # The same original gives the same copy, so storing it twice keeps one.
    document.save(written, deterministic_id=True, fix_metadata_version=False)
    return written.getvalue()


def _disarm(found: pikepdf.Object, depth: int) -> None:
    """Take every starting, carrying and telling key out of this object and what stands directly in it."""
    if depth > _DEEPEST:
        refuse("damaged")
    if isinstance(found, pikepdf.Array):
        for index in reversed(range(len(found))):
            if _is_active_annotation(found[index]):
                del found[index]
        parts = list(found.as_list())
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        _take_out(found)
        parts = [found[key] for key in found.keys()]  # noqa: SIM118  (it is no mapping)
    else:
        return
    for part in parts:
        # What stands elsewhere in the file has its own turn.
        if not getattr(part, "is_indirect", False):
            _disarm(part, depth + 1)


def _take_out(found: pikepdf.Object) -> None:
    for key in _KEYS:
        if key in found:
            del found[key]
    for key in ("/A", "/PA", "/Next"):
        if key in found and _is_active(found[key]):
            del found[key]
    if isinstance(found, pikepdf.Stream):
        _strip_picture(found)


def _is_active(action: object) -> bool:
    if isinstance(action, pikepdf.Array):
        return True
    if not isinstance(action, pikepdf.Dictionary):
        return False
    return "/S" in action and str(action["/S"]) not in _HARMLESS_ACTIONS


def _is_active_annotation(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and str(item.get("/Subtype", "")) in _ANNOTATIONS


def _strip_picture(stream: pikepdf.Stream) -> None:
    """A photograph inside a PDF carries its own place and serial number."""
    filters = stream.get("/Filter")
    chain = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    # Decode parameters change how colours are read; such pictures are rare and keep their bytes.
    if chain != ["/DCTDecode"] or "/DecodeParms" in stream:
        return
    raw = stream.read_raw_bytes()
    stripped = without_hidden_segments(raw)
    if stripped != raw:
        stream.write(stripped, filter=pikepdf.Name.DCTDecode)
