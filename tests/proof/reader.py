"""Real readers of what was drawn: zbar for QR codes (`libzbar0` of Debian), asked through its own
library; and poppler (`poppler-utils`) for pages. Where one is missing the test fails: `.ci/install`
brings both."""

from __future__ import annotations

import ctypes
import subprocess
import unicodedata
from io import BytesIO

import pytest
from PIL import Image

_ALL, _QR, _ENABLE = 0, 64, 0
_Y800 = int.from_bytes(b"Y800", "little")


def read(picture: Image.Image) -> list[str]:
    """What stands in each QR code of a picture."""
    try:
        zbar = ctypes.CDLL("libzbar.so.0")
    except OSError:
        pytest.fail("libzbar0 is not installed, so no code is read: see .ci/install")
    for name in ("image_scanner_create", "image_create", "image_first_symbol", "symbol_next"):
        getattr(zbar, f"zbar_{name}").restype = ctypes.c_void_p
    zbar.zbar_symbol_get_data.restype = ctypes.POINTER(ctypes.c_char)
    zbar.zbar_symbol_get_data_length.restype = ctypes.c_uint
    grey = picture.convert("L")
    data = grey.tobytes()
    scanner = ctypes.c_void_p(zbar.zbar_image_scanner_create())
    image = ctypes.c_void_p(zbar.zbar_image_create())
    try:
        zbar.zbar_image_scanner_set_config(scanner, _ALL, _ENABLE, 0)
        zbar.zbar_image_scanner_set_config(scanner, _QR, _ENABLE, 1)
        zbar.zbar_image_set_format(image, ctypes.c_ulong(_Y800))
        zbar.zbar_image_set_size(image, grey.width, grey.height)
        zbar.zbar_image_set_data(image, data, ctypes.c_ulong(len(data)), None)
        zbar.zbar_scan_image(scanner, image)
        return list(_symbols(zbar, image))
    finally:
        zbar.zbar_image_destroy(image)
        zbar.zbar_image_scanner_destroy(scanner)


def _symbols(zbar, image):
    symbol = zbar.zbar_image_first_symbol(image)
    while symbol:
        here = ctypes.c_void_p(symbol)
        length = zbar.zbar_symbol_get_data_length(here)
        yield zbar.zbar_symbol_get_data(here)[:length].decode()
        symbol = zbar.zbar_symbol_next(here)


def letters_in(pdf: bytes) -> str:
    """`letters` of what stands on a page, in the order in which it is read."""
    return letters(_poppler("pdftotext", "-", "-", data=pdf).decode())


def letters(text: str) -> str:
    """Without blanks, marks of direction, and signs that join a letter: a vowel of Bengali that is
    drawn before its letter is not given back where it was written, or not at all."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c)[0] not in "MC")


def drawn(pdf: bytes) -> Image.Image:
    """Its first page, as a printer would draw it."""
    return Image.open(BytesIO(_poppler("pdftoppm", "-r", "110", "-gray", "-", data=pdf)))


def _poppler(*command: str, data: bytes) -> bytes:
    return subprocess.run(command, input=data, capture_output=True, check=True, timeout=30).stdout
