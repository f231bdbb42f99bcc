"""A picture, drawn anew. What comes in is anybody's bytes; what is kept is made here."""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from portal.uploads.rules import (
    LONGEST_SIDE,
    PICTURE_BYTES,
    PICTURE_PIXELS,
    PICTURES,
    SMALL,
    WHOLE,
    What,
    fits,
    what_is,
)

_FORMATS = {What.JPEG: "JPEG", What.PNG: "PNG", What.WEBP: "WEBP", What.GIF: "GIF"}
_ORIENTATION = 0x0112
# A photograph has one scan, or ten when it comes in steps. Thousands cost minutes to put together.
_MOST_SCANS = 64
# One at a time in each process: a large one takes some hundred megabytes while it is drawn.
_drawing = threading.Lock()


class NoPicture(Exception):
    """why: "heic", "kind", "large", "pixels" or "broken"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Picture:
    """As it is kept: JPEG, in full and small. width, height: of the full one."""

    whole: bytes
    small: bytes
    width: int
    height: int


def drawn_anew(data: bytes) -> Picture:
    """The picture in these bytes, upright, of bounded size, and nothing else of them.

    Raises NoPicture.
    """
    if len(data) > PICTURE_BYTES:
        raise NoPicture("large")
    what = what_is(data)
    if what is What.HEIC:
        raise NoPicture("heic")
    if what not in PICTURES:
        raise NoPicture("kind")
    if what is What.JPEG and data.count(b"\xff\xda") > _MOST_SCANS:
        raise NoPicture("broken")
    with _drawing, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what else is wrong with somebody's file
        try:
            return _drawn(data, what)
        except NoPicture:
            raise
        except Image.DecompressionBombError as bomb:
            raise NoPicture("pixels") from bomb
        except Exception as broken:  # whatever a decoder may raise about bytes of anybody
            raise NoPicture("broken") from broken


def _drawn(data: bytes, what: What) -> Picture:
    with Image.open(BytesIO(data), formats=[_FORMATS[what]]) as sent:
        # Said by the file's head, before anything is unpacked.
        if sent.width * sent.height > PICTURE_PIXELS or max(sent.size) > LONGEST_SIDE:
            raise NoPicture("pixels")
        turned = _orientation(sent)
        sent.draft("RGB", (WHOLE, WHOLE))  # JPEG: unpacked at a fraction of its size
        sent.seek(0)  # of pictures that move, the first
        sent.load()
        plain = _upright(_small_enough(_on_white(sent), WHOLE), turned)
    # Onto a sheet of its own: a picture carries along what its file said.
    whole = Image.new("RGB", plain.size)
    whole.paste(plain)
    small = _small_enough(whole, SMALL)
    return Picture(_jpeg(whole, 80), _jpeg(small, 75), *whole.size)


def _orientation(sent: Image.Image) -> int:
    try:
        return int(sent.getexif().get(_ORIENTATION, 1))
    except Exception:  # what the phone noted cannot be read: as it is, then
        return 1


def _on_white(sent: Image.Image) -> Image.Image:
    """In plain colours; what can be seen through stands on white, as on a page."""
    if sent.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in sent.info:
        clear = sent.convert("RGBA")
        sheet = Image.new("RGB", clear.size, "white")
        sheet.paste(clear, mask=clear.getchannel("A"))
        return sheet
    if sent.mode.startswith("I;16") or sent.mode == "I":
        # Sixteen bits of grey: the upper eight of them.
        return sent.point(lambda shade: shade / 256).convert("L").convert("RGB")
    return sent.convert("RGB")


def _small_enough(picture: Image.Image, longest: int) -> Image.Image:
    size = fits(*picture.size, longest)
    if size == picture.size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _upright(picture: Image.Image, turned: int) -> Image.Image:
    picture.getexif()[_ORIENTATION] = turned if 1 <= turned <= 8 else 1
    return ImageOps.exif_transpose(picture)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
