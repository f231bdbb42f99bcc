"""A PDF is written anew: its pages stay, and what hides behind them goes."""

import re
import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from portal.uploads.pdfs import NoPdf, written_anew
from portal.uploads.rules import PDF_BYTES, What, what_is
from tests.uploads.files import MARK, TEXT, telling_jpeg


def made(fill=None, pages=1, **how):
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(200, 100))
        content = b"BT /F1 12 Tf 20 50 Td (Hello) Tj ET"
        document.pages[-1].Contents = document.make_stream(content)
    if fill:
        fill(document)
    out = BytesIO()
    document.save(out, **how)
    return out.getvalue()


def test_the_same_pages_are_the_same_file_however_it_was_marked():
    """A program marks each file that it makes, and keeps the mark in its copies."""
    data = made()
    marked = re.sub(rb"/ID \[<[0-9a-f]{32}>", b"/ID [<" + b"ab" * 16 + b">", data)
    assert marked != data
    assert written_anew(marked).data == written_anew(data).data


def script(document):
    action = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{TEXT}')"))
    document.Root.OpenAction = document.make_indirect(action)
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String(TEXT), document.make_indirect(action)]))
    )
    document.pages[0].obj.AA = Dictionary(O=action)


def said_by(document):
    document.docinfo["/Author"] = String(TEXT)
    with document.open_metadata() as meta:
        meta["dc:creator"] = [TEXT]
    document.pages[0].obj.PieceInfo = Dictionary(App=Dictionary(Private=String(TEXT)))


def file_inside(document):
    document.attachments["payload.exe"] = MARK * 20
    document.Root.Collection = Dictionary(D=String(TEXT))


def leads_away(document):
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String(f"https://example.org/{TEXT}")),
    )  # fmt: skip
    film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]),
                      Contents=String(TEXT))  # fmt: skip
    document.pages[0].obj.Annots = Array([document.make_indirect(note), film])
    bookmark = Dictionary(
        Title=String("One"), A=Dictionary(S=Name.Launch, F=String(f"/bin/{TEXT}"))
    )
    document.Root.Outlines = Dictionary(First=document.make_indirect(bookmark), Count=1)


def photograph(document):
    picture = document.make_stream(telling_jpeg())
    picture.Type, picture.Subtype = Name.XObject, Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = 60, 40, 8
    picture.ColorSpace, picture.Filter = Name.DeviceRGB, Name.DCTDecode
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))


def unpacked(data):
    """Every byte of it, with nothing packed."""
    with pikepdf.open(BytesIO(data)) as document:
        out = BytesIO()
        document.save(
            out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )  # fmt: skip
    return out.getvalue()


@pytest.mark.parametrize("what", [script, said_by, file_inside, leads_away])
def test_what_hides_in_it_goes(what):
    sent = made(what)
    assert MARK in unpacked(sent), "else this proves nothing"
    kept = written_anew(sent)
    plain = unpacked(kept.data)
    assert MARK not in plain
    for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/URI", b"/RichMedia"):
        assert word not in plain
    assert kept.pages == 1
    assert b"(Hello) Tj" in plain


def test_what_a_camera_noted_goes_and_the_picture_stays():
    kept = written_anew(made(photograph))
    with pikepdf.open(BytesIO(kept.data)) as document:
        raw = document.pages[0].obj.Resources.XObject.Im0.read_raw_bytes()
        picture = pikepdf.PdfImage(document.pages[0].obj.Resources.XObject.Im0).as_pil_image()
    head = raw[: raw.index(b"\xff\xda")]
    assert MARK not in head
    assert b"Exif" not in head
    assert picture.size == (60, 40)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7\n" + b"\0" * 500, "broken"),
        (b"%PDF-1.7", "broken"),
        (b"MZ" + b"\0" * 500, "kind"),
        (b"%PDF-" + b"x" * PDF_BYTES, "large"),
        (b"PK\x03\x04", "kind"),
    ],
)
def test_what_is_no_pdf(data, why):
    with pytest.raises(NoPdf) as refused:
        written_anew(data)
    assert refused.value.why == why


def test_a_password_and_too_many_pages():
    locked = made(encryption=pikepdf.Encryption(owner="a", user="b"))
    for data, why in ((locked, "locked"), (made(pages=301), "pages")):
        with pytest.raises(NoPdf) as refused:
            written_anew(data)
        assert refused.value.why == why


def test_one_that_only_forbids_changes_is_taken():
    assert written_anew(made(encryption=pikepdf.Encryption(owner="a", user=""))).pages == 1


def test_a_bomb_ends_within_bounds():
    """What unpacks to very much is not unpacked to be written anew."""

    def bomb(document):
        packed = zlib.compress(b"\0" * 50_000_000, 1)
        stream = document.make_stream(packed)
        stream.Filter = Array([Name.FlateDecode])
        document.Root.Extra = stream

    assert written_anew(made(bomb)).pages == 1


def test_it_is_known_by_what_it_begins_with():
    assert what_is(made()) is What.PDF
