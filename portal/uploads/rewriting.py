"""The process that writes one PDF anew, and ends. A program, not a module of the portal: it imports
nothing of ours, reads one PDF from its input and writes one to its output.

What is left out: scripts, actions, forms that send, files inside, sounds and films, names of people
and programs, dates, and what a camera noted in a photograph. What is seen on the pages stays.

Ends with 0 and the PDF, its number of pages on the other output; 3: it needs a password; 4: too
many pages; 5: cannot be read; 6: would be too large.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterable
from io import BytesIO
from typing import Any

LOCKED, MANY, BROKEN, LARGE = 3, 4, 5, 6
PAGES = 300
SECONDS, MEMORY = 20, 1_000_000_000
LARGEST = 24_000_000  # bytes of what is written
# Of the whole document, of a page, of anything else in the file.
ROOT = ("/OpenAction", "/AA", "/Collection", "/Threads", "/Requirements", "/AF", "/DSS", "/Perms")
ANYWHERE = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF", "/JS", "/EF")
# Notes on a page that only show something, or lead to another page of the same document.
NOTES = frozenset({
    "/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine",
    "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Ink", "/Popup", "/Widget",
})  # fmt: skip
SAID_BY = ("/T", "/CreationDate", "/M", "/NM", "/RC", "/FS", "/Sound", "/Movie", "/A")


def main() -> int:
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 1_000_000),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))
    import pikepdf

    data = sys.stdin.buffer.read()
    try:
        with pikepdf.open(BytesIO(data)) as document:
            if len(document.pages) > PAGES:
                return MANY
            if not len(document.pages):
                return BROKEN
            _clear(document, pikepdf)
            out = BytesIO()
            document.save(
                out, linearize=False, encryption=False, deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )  # fmt: skip
            if out.tell() > LARGEST:
                return LARGE
            sys.stderr.write(f"{len(document.pages)}\n")
    except pikepdf.PasswordError:
        return LOCKED
    except Exception:  # whatever a reader may say of anybody's bytes; it would quote them
        return BROKEN
    sys.stdout.buffer.write(out.getvalue())
    return 0


def _clear(document: Any, pikepdf: Any) -> None:
    root = document.Root
    _drop(root, ROOT)
    _drop(root.get("/Names", {}), ("/JavaScript", "/EmbeddedFiles", "/Renditions"))
    _drop(root.get("/AcroForm", {}), ("/XFA",))
    _drop(document.trailer, ("/Info", "/ID"))  # the second: which file it once was
    for page in document.pages:
        _notes(page.obj, pikepdf)
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream):
            _photograph(thing, pikepdf)
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            _drop(thing, ANYWHERE)
            _drop(thing, [n for n in ("/A", "/Next") if _is_action(thing.get(n), pikepdf)])
            if _is_action(thing, pikepdf):
                _drop(thing, set(thing.keys()) - {"/Type", "/S"})
                thing["/S"] = pikepdf.Name("/GoTo")  # to nowhere


def _drop(thing: Any, names: Iterable[str]) -> None:
    for name in names:
        if name in thing:
            del thing[name]


def _is_action(thing: Any, pikepdf: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and str(thing.get("/S", "")) in (
        "/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE",
        "/Rendition", "/Sound", "/Movie", "/RichMediaExecute", "/ResetForm", "/Named", "/Hide",
    )  # fmt: skip


def _notes(page: Any, pikepdf: Any) -> None:
    if "/Annots" not in page:
        return
    kept = [
        note for note in page.Annots
        if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) in NOTES
    ]  # fmt: skip
    for note in kept:
        widget = str(note.get("/Subtype", "")) == "/Widget"  # its /T is the name of a field
        _drop(note, [name for name in SAID_BY if not (widget and name == "/T")])
    page.Annots = pikepdf.Array(kept)


def _photograph(stream: Any, pikepdf: Any) -> None:
    """What a camera noted (where, when, by whom) stands in parts of a JPEG that no one sees."""
    filters = stream.get("/Filter")
    if filters == pikepdf.Name("/DCTDecode") or (
        isinstance(filters, pikepdf.Array) and list(filters) == [pikepdf.Name("/DCTDecode")]
    ):
        plain = _only_seen(stream.read_raw_bytes())
        if plain is not None:
            stream.write(plain, filter=pikepdf.Name("/DCTDecode"),
                         decode_parms=stream.get("/DecodeParms"))  # fmt: skip


def _only_seen(data: bytes) -> bytes | None:
    """The JPEG without its notes and application parts, but for Adobe's, which says how its colours
    are kept. None for one that cannot be followed: it is left as it is."""
    if data[:2] != b"\xff\xd8":
        return None
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if mark == 0xDA:
            return bytes(out) + data[at:]
        if length < 2 or at + 2 + length > len(data):
            return None
        noted = mark == 0xFE or (0xE1 <= mark <= 0xEF and mark != 0xEE)
        if not noted:
            out += data[at : at + 2 + length]
        at += 2 + length
    return None


if __name__ == "__main__":
    sys.exit(main())
