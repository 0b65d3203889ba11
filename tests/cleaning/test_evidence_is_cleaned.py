"""Files are judged by content, and the copy that others open tells nothing extra (ATTACKS 26 to 28)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from db.cleaning import LARGEST_BYTES, Cleaned, clean
from db.cleaning.kinds import Kind
from db.cleaning.names import safe_name
from db.errors import BadRequest


def _picture(form: str, size: tuple[int, int] = (60, 40), **save: object) -> bytes:
    image = Image.new("RGB", size, (200, 30, 30))
    image.putpixel((0, 0), (0, 0, 255))
    out = BytesIO()
    image.save(out, form, **save)
    return out.getvalue()


def _told_photo() -> bytes:
    """A JPEG as a phone makes it: place, serial number, owner, thumbnail, turned by 90 degrees."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F], exif[0x0110], exif[0xA431] = "Fone", "F-1", "SERIAL-4711"
    exif[0x9C9D] = "Owner Chen".encode("utf-16le")
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (23.0, 6.0, 42.0), "E", (114.0, 24.0, 55.0)
    thumbnail = _picture("JPEG", (16, 16))
    body = exif.tobytes()
    return _picture("JPEG", exif=body + thumbnail, comment=b"secret comment", icc_profile=b"fake-profile-serial" * 10)


def _pdf(prepare: Callable[[pikepdf.Pdf], None] | None = None, **save: object) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    if prepare is not None:
        prepare(document)
    out = BytesIO()
    document.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def _refusal(name: str, content: bytes) -> str:
    with pytest.raises(BadRequest) as refused:
        clean(name, content)
    assert refused.value.key == "file_refused"
    return str(refused.value.facts["reason"])


def _xlsx(extra: dict[str, bytes] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "overtime"
    book.properties.creator = "Chen Secret-Author"
    out = BytesIO()
    book.save(out)
    if extra:
        with ZipFile(out, "a", ZIP_DEFLATED) as archive:
            for path, content in extra.items():
                archive.writestr(path, content)
    return out.getvalue()


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def _m4a() -> bytes:
    head = _box(b"mvhd", bytes(4) + b"\xde\xad\xbe\xef" * 2 + bytes(88))
    place = _box(b"udta", _box(b"\xa9xyz", b"\x00\x12\x15\xc7+23.1117+114.4153/"))
    return _box(b"ftyp", b"M4A \x00\x00\x00\x00M4A mp42") + _box(b"moov", head + place) + _box(b"mdat", b"sound" * 50)


GOOD: dict[str, tuple[str, bytes, str]] = {
    "jpeg": ("photo.JPG", _picture("JPEG"), "image/jpeg"),
    "png": ("screen.png", _picture("PNG"), "image/png"),
    "webp": ("chat.webp", _picture("WEBP"), "image/webp"),
    "gif": ("move.gif", _picture("GIF"), "image/gif"),
    "pdf": ("payslip.pdf", _pdf(), "application/pdf"),
    "xlsx": ("hours.xlsx", _xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "text": ("note.txt", "工资条 – wages".encode(), "text/plain"),
    "gb18030": ("note.txt", "工资条没有发".encode("gb18030"), "text/plain"),
    "csv": ("hours.csv", b"day,hours\n1,12\n", "text/csv"),
    "mp3": (
        "voice.mp3",
        b"ID3\x04\x00\x00\x00\x00\x00\x0asecretname" + b"\xff\xfb\x90\x00" + bytes(400),
        "audio/mpeg",
    ),
    "m4a": ("voice.m4a", _m4a(), "audio/mp4"),
}


@pytest.mark.parametrize("kind", GOOD)
def test_what_people_bring_is_kept_with_two_digests(kind: str) -> None:
    name, content, media_type = GOOD[kind]
    kept = clean(name, content)
    assert isinstance(kept, Cleaned)
    assert kept.media_type == media_type
    assert kept.original_sha256 == sha256(content).hexdigest()
    assert kept.original_bytes == len(content)
    assert kept.cleaned_sha256 == sha256(kept.cleaned).hexdigest()
    assert clean(name, content) == kept, "the same file gives the same copy"


@pytest.mark.parametrize("kind", GOOD)
def test_a_file_without_an_ending_is_known_by_its_content(kind: str) -> None:
    _, content, media_type = GOOD[kind]
    expected = "text/plain" if kind == "csv" else media_type
    assert clean("upload", content).media_type == expected


@pytest.mark.parametrize("kind", GOOD)
def test_a_wrong_ending_is_refused_by_content(kind: str) -> None:
    _, content, _ = GOOD[kind]
    wrong = "photo.jpg" if kind != "jpeg" else "photo.png"
    assert _refusal(wrong, content) == "name_contradicts"


@pytest.mark.parametrize("name", ["photo.jpg.exe", "photo.jpg.html", "photo.jpg.svg", "photo.jpg.jpg.scr", "a.jpg\u202e.exe"])
def test_a_second_ending_that_runs_is_refused(name: str) -> None:
    assert _refusal(name, _picture("JPEG")) == "name_contradicts"


@pytest.mark.parametrize("name", ["photo.exe.jpg", "photo.pdf.jpg", "photo.jpg .jpg", "x.svg.jpeg", "a.HTML.jpg"])
def test_a_double_ending_is_refused(name: str) -> None:
    assert _refusal(name, _picture("JPEG")) == "name_double"


def test_a_dot_in_a_date_is_no_double_ending() -> None:
    assert clean("wages 2026.11.22.jpg", _picture("JPEG")).safe_name == "wages 2026.11.22.jpg"


def test_an_empty_file_is_refused() -> None:
    assert _refusal("a.txt", b"") == "empty"


def test_one_byte_more_than_ten_megabytes_is_refused_and_ten_are_not() -> None:
    assert clean("a.txt", b"a" * LARGEST_BYTES).cleaned_bytes == LARGEST_BYTES
    assert _refusal("a.txt", b"a" * (LARGEST_BYTES + 1)) == "too_large"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("a.html", b"<!doctype html><script>alert(1)</script>"),
        ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("a.zip", b"PK\x05\x06" + bytes(18)),
        ("a.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
        ("a.mp4", b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00"),
        ("a", bytes(100)),
    ],
)
def test_other_kinds_are_refused(name: str, content: bytes) -> None:
    assert _refusal(name, content) in ("kind_unknown", "active_content", "name_contradicts")


@pytest.mark.parametrize(
    "markup",
    [
        b"<svg onload=x>",
        b" \n<!-- a --><HTML>",
        b"\xef\xbb\xbf<script>x</script>",
        b"<?xml version='1.0'?><svg/>",
    ],
)
def test_markup_under_the_name_of_text_is_refused(markup: bytes) -> None:
    assert _refusal("note.txt", markup) == "active_content"
    assert _refusal("note", markup) == "active_content"


def test_a_letter_that_speaks_of_markup_is_text() -> None:
    assert clean("note.txt", b"I saw <script> in the form, 3 < 5").media_type == "text/plain"


def test_a_photo_loses_place_serial_owner_thumbnail_and_stays_upright() -> None:
    photo = _told_photo()
    assert b"SERIAL-4711" in photo
    copy = clean("IMG_1.jpg", photo).cleaned
    with Image.open(BytesIO(copy)) as image:
        assert image.size == (40, 60), "turned as the phone meant it"
        assert not image.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & image.info.keys()
    for secret in (b"SERIAL-4711", b"Exif", b"fake-profile", b"secret comment", "Owner".encode("utf-16le")):
        assert secret not in copy
    assert copy.count(b"\xff\xd8\xff") == 1


def test_a_screenshot_loses_its_words() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Chen Secret")
    told.add_itxt("XML:com.adobe.xmp", "<x>serial-4711</x>")
    exif = Image.Exif()
    exif[0x010F] = "SERIAL-4711"
    copy = clean("s.png", _picture("PNG", pnginfo=told, exif=exif.tobytes()) + b"trailing secret").cleaned
    for secret in (b"Chen Secret", b"serial-4711", b"SERIAL", b"eXIf", b"tEXt", b"iTXt", b"trailing"):
        assert secret not in copy


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_survives(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (20, 10)).save(out, "PNG")
    with Image.open(BytesIO(clean("a.png", out.getvalue()).cleaned)) as image:
        assert image.size == (20, 10)


def test_a_printers_photo_in_cmyk_becomes_one_for_screens() -> None:
    out = BytesIO()
    Image.new("CMYK", (20, 10)).save(out, "JPEG")
    with Image.open(BytesIO(clean("a.jpg", out.getvalue()).cleaned)) as image:
        assert image.mode == "RGB"


def test_of_an_animation_the_first_frame_stays() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"secret")
    copy = clean("a.gif", out.getvalue()).cleaned
    with Image.open(BytesIO(copy)) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert image.convert("RGB").getpixel((5, 5)) == (255, 0, 0)
    assert b"secret" not in copy


def _bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be enormous."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(30_000, 30_000), (5_001, 5_000), (100_000, 251)])
def test_more_than_25_megapixels_are_refused_before_decoding(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "load", never)
    assert _refusal("a.png", _bomb(*size)) == "too_many_pixels"


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif", "pdf", "xlsx"])
def test_a_file_cut_in_half_is_refused(kind: str) -> None:
    name, content, _ = GOOD[kind]
    if kind == "pdf":
        content = content[: len(content) // 4]
    assert _refusal(name, content[: len(content) // 2]) in ("damaged", "kind_unknown")


def _armed(document: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('armed')")
    document.Root.OpenAction = script
    document.Root.AA = pikepdf.Dictionary(WC=script)
    document.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", document.make_indirect(script)]))
    )
    document.attachments["virus.exe"] = b"MZ armed attachment"
    page = document.pages[0]
    page.AA = pikepdf.Dictionary(O=script)
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://tracker.example/armed"),
    )  # fmt: skip
    launch = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"),
    )  # fmt: skip
    carried = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9])
    page.Annots = pikepdf.Array([document.make_indirect(link), launch, carried])
    document.docinfo["/Author"] = "Chen Secret-Author"
    with document.open_metadata() as told:
        told["dc:creator"] = ["Chen Secret-Author"]
    page.PieceInfo = pikepdf.Dictionary(Secret="armed")


def test_a_pdf_loses_scripts_actions_attachments_and_its_author() -> None:
    armed = _pdf(_armed, compress_streams=False)
    assert b"armed" in armed
    copy = clean("letter.pdf", armed).cleaned
    with pikepdf.open(BytesIO(copy)) as document:
        assert len(document.pages) == 1
        assert not document.attachments
        everything = b"".join(bytes(each.unparse()) for each in document.objects)
        everything += b"".join(e.read_bytes() for e in document.objects if isinstance(e, pikepdf.Stream))
        everything += bytes(document.trailer.unparse())
    for secret in (b"armed", b"JavaScript", b"/JS", b"OpenAction", b"/AA", b"Launch", b"tracker", b"EmbeddedFile",
                   b"FileAttachment", b"Secret", b"/Metadata", b"/Info"):  # fmt: skip
        assert secret not in everything, secret


def test_a_photograph_inside_a_pdf_loses_its_place_too() -> None:
    photo = _told_photo()

    def scanned(document: pikepdf.Pdf) -> None:
        picture = pikepdf.Stream(document, photo)
        picture.Type, picture.Subtype, picture.Filter = (
            pikepdf.Name.XObject,
            pikepdf.Name.Image,
            pikepdf.Name.DCTDecode,
        )
        picture.Width, picture.Height, picture.ColorSpace, picture.BitsPerComponent = (
            60,
            40,
            pikepdf.Name.DeviceRGB,
            8,
        )
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))

    copy = clean("scan.pdf", _pdf(scanned)).cleaned
    assert b"SERIAL-4711" not in copy
    with pikepdf.open(BytesIO(copy)) as document:
        raw = document.pages[0].Resources.XObject.Im0.read_raw_bytes()
    with Image.open(BytesIO(raw)) as image:
        image.load()
        assert not image.getexif()


def test_a_pdf_with_a_password_is_refused() -> None:
    locked = _pdf(encryption=pikepdf.Encryption(user="u", owner="o"))
    assert _refusal("a.pdf", locked) == "encrypted"


def test_what_an_earlier_version_of_a_pdf_hid_is_gone() -> None:
    def prepare(document: pikepdf.Pdf) -> None:
        document.Root.Hidden = document.make_indirect(pikepdf.String("redacted name"))

    first = _pdf(prepare)
    with pikepdf.open(BytesIO(first)) as document:
        del document.Root.Hidden
        out = BytesIO()
        document.save(out)
    joined = first + b"\n% trailing redacted name\n"
    assert b"redacted name" not in clean("a.pdf", out.getvalue()).cleaned
    assert b"trailing" not in clean("a.pdf", joined).cleaned


def test_a_workbook_loses_its_author_and_keeps_its_cells() -> None:
    copy = clean("hours.xlsx", _xlsx()).cleaned
    assert openpyxl.load_workbook(BytesIO(copy)).worksheets[0]["A1"].value == "overtime"
    with ZipFile(BytesIO(copy)) as archive:
        assert b"Secret-Author" not in b"".join(archive.read(entry) for entry in archive.namelist())


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("xl/vbaProject.bin", b"macro"),
        ("xl/embeddings/oleObject1.bin", b"ole"),
        ("xl/activeX/activeX1.xml", b"<x/>"),
        (
            "xl/_rels/a.xml.rels",
            b'<R><Relationship Type="x/image" Target="https://t.example/a.png" TargetMode="External"/></R>',
        ),
        (
            "word/_rels/settings.xml.rels",
            b"<Relationship Type='x/attachedTemplate' TargetMode='External' Target='\\\\evil'/>",
        ),
    ],
)
def test_a_workbook_with_macros_objects_or_far_parts_is_refused(path: str, content: bytes) -> None:
    assert _refusal("hours.xlsx", _xlsx({path: content})) == "active_content"


def test_a_zip_bomb_is_refused_before_unpacking() -> None:
    assert _refusal("hours.xlsx", _xlsx({f"xl/media/{n}": bytes(9_000_000) for n in range(12)})) == "too_large"


def test_a_recording_loses_its_place_and_keeps_its_sound() -> None:
    name, content, _ = GOOD["m4a"]
    copy = clean(name, content).cleaned
    assert b"114.4153" not in copy
    assert b"\xde\xad\xbe\xef" not in copy
    assert len(copy) == len(content)
    assert b"sound" * 50 in copy
    assert b"secretname" not in clean(*GOOD["mp3"][:2]).cleaned


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("invoice\u202etxt.exe", "invoicetxt.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ('a"; filename="b.txt', "a__ filename=_b.txt"),
        ("...", "file.txt"),
        ("", "file.txt"),
        (".txt", "txt.txt"),
        ("CON.txt", "_CON.txt"),
        ("工资条 ကောင်း é.txt", "工资条 ကောင်း é.txt"),
        ("half\ud800.txt", "half.txt"),
        ("zero\u200bwidth\ufeff.txt", "zerowidth.txt"),
    ],
)
def test_a_name_is_harmless_in_any_header_and_on_any_disk(name: str, safe: str) -> None:
    assert safe_name(name, Kind.TEXT) == safe


def test_a_name_of_300_characters_is_cut_and_keeps_its_ending() -> None:
    short = safe_name("长" * 300 + ".txt", Kind.TEXT)
    assert len(short) == 120
    assert short.endswith(".txt")
