"""How large a picture or a voice may be, and what a file is, by what it begins with."""

from __future__ import annotations

from enum import StrEnum

MEGABYTE = 1_000_000
PICTURE_BYTES = 8 * MEGABYTE
PICTURE_PIXELS = 40 * MEGABYTE
LONGEST_SIDE = 20_000  # pixels
WHOLE, SMALL = 1_600, 480  # pixels of the longer side, as it is kept
PDF_BYTES = 12 * MEGABYTE
VOICE_BYTES = 2 * MEGABYTE
VOICE_SECONDS = 120
# What a form that brings one of them may weigh: more than the largest good one, so that whoever
# sends one that is too large is told so, with their words, and not turned away by the server.
FORM_BYTES = 24 * MEGABYTE
# Pictures and voices that one account may send in an hour, and in a day: nobody fills the disk.
AN_HOUR, A_DAY = 60, 200


class What(StrEnum):
    """What a file is; the value is what it is called when it is given out."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    GIF = "image/gif"
    HEIC = "image/heic"
    WEBM = "audio/webm"
    OGG = "audio/ogg"
    MP4 = "audio/mp4"
    PDF = "application/pdf"


PICTURES = frozenset({What.JPEG, What.PNG, What.WEBP, What.GIF})
VOICES = frozenset({What.WEBM, What.OGG, What.MP4})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_OTHER_PICTURES = frozenset({b"avif", b"avis"})


def what_is(data: bytes) -> What | None:
    """By its first bytes; its name, and what the browser says of it, may be anything. None for
    what we do not take."""
    if data.startswith(b"\xff\xd8\xff"):
        return What.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return What.PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return What.GIF
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return What.WEBP
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return What.WEBM
    if data.startswith(b"OggS"):
        return What.OGG
    if data.startswith(b"%PDF-"):
        return What.PDF
    return _by_brand(data)


def _by_brand(data: bytes) -> What | None:
    """The family of MP4 says at the beginning which of it a file is."""
    if data[4:8] != b"ftyp":
        return None
    brand = data[8:12]
    if brand in _HEIC_BRANDS:
        return What.HEIC
    return None if brand in _OTHER_PICTURES else What.MP4


def fits(width: int, height: int, longest: int) -> tuple[int, int]:
    """The size of a picture whose longer side is at most `longest`."""
    if max(width, height) <= longest:
        return width, height
    scale = longest / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))
