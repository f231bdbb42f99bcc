"""A real reader of QR codes: zbar (`libzbar0` of Debian), asked through its own library."""

from __future__ import annotations

import ctypes

import pytest
from PIL import Image

_ALL, _QR, _ENABLE = 0, 64, 0
_Y800 = int.from_bytes(b"Y800", "little")


def read(picture: Image.Image) -> list[str]:
    """What stands in each QR code of a picture. Skips the test where zbar is not installed."""
    try:
        zbar = ctypes.CDLL("libzbar.so.0")
    except OSError:
        pytest.skip("libzbar0 is not installed")
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
