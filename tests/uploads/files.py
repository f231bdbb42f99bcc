"""Files as people and phones make them, and as somebody with bad intent would."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, PngImagePlugin

MARK = b"LEAKED-MARK"
TEXT = MARK.decode()


def sized(form: str, size: tuple[int, int] = (60, 40), colour: object = "orange", **how) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form, **how)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone notes: who made it, when, and where."""
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010F] = TEXT  # the maker
    found[0x010E] = TEXT  # what is on it
    found[0x013B] = TEXT  # who took it
    place = found.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 12.0, 7.0), "W", (1.0, 3.0, 9.0)
    place[29] = "2026:11:23"
    place[27] = MARK
    return found


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>' + MARK + b"</rdf:RDF></x:xmpmeta>"
ICC = b"\0" * 36 + b"acsp" + MARK * 20


def telling_jpeg() -> bytes:
    data = sized("JPEG", exif=exif(), comment=MARK, icc_profile=ICC, xmp=XMP)
    # Photoshop's own segment, a second picture behind the first, and words after the end.
    irb = b"Photoshop 3.0\0" + MARK
    segment = b"\xff\xed" + struct.pack(">H", len(irb) + 2) + irb
    return data[:2] + segment + data[2:] + sized("JPEG", comment=MARK) + MARK


def telling_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", TEXT)
    info.add_text("Packed", TEXT, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return sized("PNG", pnginfo=info, exif=exif(), icc_profile=ICC) + MARK


def telling_webp() -> bytes:
    return sized("WEBP", exif=exif(), xmp=XMP, icc_profile=ICC)


def telling_gif() -> bytes:
    return sized("GIF", comment=MARK) + MARK


TELLING = {"jpeg": telling_jpeg, "png": telling_png, "webp": telling_webp, "gif": telling_gif}


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(width: int, height: int) -> bytes:
    """A few kilobytes that say they are `width` × `height` and unpack into nothing but zeros."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 4_000_000, 9)
    parts = [_chunk(b"IHDR", head), _chunk(b"IDAT", body), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_text_bomb() -> bytes:
    """Small, and its comment unpacks to two hundred megabytes."""
    packed = zlib.compress(b"A" * 200_000_000, 9)
    comment = _chunk(b"zTXt", b"Comment\0\0" + packed)
    good = sized("PNG")
    return good[:33] + comment + good[33:]


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100


# --- voices -------------------------------------------------------------------------------------


def element(name: int, data: bytes, *, unknown: bool = False) -> bytes:
    raw = name.to_bytes((name.bit_length() + 7) // 8)
    size = b"\x01" + b"\xff" * 7 if unknown else (len(data) | 1 << 56).to_bytes(8)
    return raw + size + data


def track(kind: int = 2, codec: bytes = b"A_OPUS") -> bytes:
    parts = element(0xD7, b"\x01") + element(0x83, bytes([kind])) + element(0x86, codec)
    return element(0xAE, parts)


def webm(*tracks: bytes, doctype: bytes = b"webm", before: bytes = b"") -> bytes:
    """As Chromium writes it while it records: sizes that nobody knows yet."""
    head = element(0x1A45DFA3, element(0x4282, doctype))
    body = (
        before
        + element(0x1549A966, element(0x4D80, b"Chrome"))
        + element(0x1654AE6B, b"".join(tracks or (track(),)))
        + element(
            0x1F43B675, element(0xE7, b"\0") + element(0xA3, b"\x81\0\0\x80sound"), unknown=True
        )
    )
    return head + element(0x18538067, body, unknown=True)


def page(body: bytes, *, serial: int = 1, granule: int = 0, flags: int = 0) -> bytes:
    sizes = [255] * (len(body) // 255) + [len(body) % 255]
    head = b"OggS\0" + bytes([flags]) + struct.pack("<qIII", granule, serial, 0, 0)
    return head + bytes([len(sizes)]) + bytes(sizes) + body


OPUS_HEAD = b"OpusHead\x01\x01" + struct.pack("<H", 312) + struct.pack("<I", 48_000) + b"\0\0\0"


def ogg(seconds: float = 3, head: bytes = OPUS_HEAD, more: bytes = b"") -> bytes:
    """As Firefox writes it."""
    last = int(seconds * 48_000) + 312
    return page(head, flags=2) + page(b"OpusTags") + page(b"s" * 600, granule=last) + more


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body


def trak(handler: bytes = b"soun", codec: bytes = b"mp4a") -> bytes:
    hdlr = box(b"hdlr", b"\0" * 8, handler, b"\0" * 12)
    entry = box(codec, b"\0" * 28)
    stsd = box(b"stsd", b"\0\0\0\0\0\0\0\x01", entry)
    return box(b"trak", box(b"mdia", hdlr, box(b"minf", box(b"stbl", stsd))))


def mp4(*traks: bytes, seconds: int = 0, brand: bytes = b"iso5", more: bytes = b"") -> bytes:
    """As Safari writes it: in pieces, where it does not know yet how long it will be."""
    mvhd = box(b"mvhd", b"\0" * 12, struct.pack(">II", 1000, seconds * 1000), b"\0" * 80)
    moov = box(b"moov", mvhd, *(traks or (trak(),)))
    return box(b"ftyp", brand, b"\0" * 4) + moov + box(b"moof", b"") + box(b"mdat", b"sound") + more
