"""A picture is drawn anew: upright, of bounded size, and nothing else of the file is left."""

import contextlib
import time
from io import BytesIO

import pytest
from PIL import Image

from portal.uploads.pictures import NoPicture, drawn_anew
from portal.uploads.rules import PICTURE_BYTES, fits, what_is
from tests.uploads import files
from tests.uploads.files import MARK, TELLING, sized


def opened(data):
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("form", TELLING)
def test_nothing_of_what_the_file_said_is_left(form):
    """Place, phone, comments, profiles, what stands behind the end: real ones, put there first."""
    sent = TELLING[form]()
    assert MARK in sent or form == "png"
    if form != "gif":
        assert opened(sent).getexif().get_ifd(0x8825), "the test's own file says where it was"
    drawn = drawn_anew(sent)
    for data in (drawn.whole, drawn.small):
        assert MARK not in data and b"Exif" not in data and b"adobe" not in data
        found = opened(data)
        assert found.format == "JPEG" and not found.getexif()
        assert set(found.info) <= {
            "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
        }  # fmt: skip
        # Only what a picture needs: no segment of an application but the plain first, no comment.
        assert data.count(b"\xff\xe0") >= 1
        for segment in (b"\xff\xe1", b"\xff\xe2", b"\xff\xed", b"\xff\xfe"):
            assert segment not in data[:600]


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [(1, (60, 40), (0, 0)), (2, (60, 40), (59, 0)), (3, (60, 40), (59, 39)), (4, (60, 40), (0, 39)),
     (5, (40, 60), (0, 0)), (6, (40, 60), (39, 0)), (7, (40, 60), (39, 59)),
     (8, (40, 60), (0, 59)), (9, (60, 40), (0, 0))],
)  # fmt: skip
def test_it_stands_upright(orientation, size, corner):
    """The corner that was at the top left as the phone was held is where it belongs."""
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste("black", (0, 0, 16, 16))
    out = BytesIO()
    picture.save(out, "JPEG", exif=files.exif(orientation), quality=95)
    found = opened(drawn_anew(out.getvalue()).whole)
    assert found.size == size
    x, y = (min(max(at, 4), edge - 5) for at, edge in zip(corner, size, strict=True))
    assert found.getpixel((x, y))[0] < 90


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1", "I;16", "CMYK"])
def test_every_kind_of_colour(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    out = BytesIO()
    Image.new(mode, (2_000, 1_000)).save(out, form)
    drawn = drawn_anew(out.getvalue())
    assert (drawn.width, drawn.height) == (1_600, 800)
    assert opened(drawn.small).size == (480, 240)


def test_what_can_be_seen_through_is_on_white():
    out = BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    assert opened(drawn_anew(out.getvalue()).whole).getpixel((10, 10)) == (255, 255, 255)
    palette = Image.new("P", (20, 20), 3)
    palette.putpalette([0, 0, 0] * 256)
    out = BytesIO()
    palette.save(out, "GIF", transparency=3)
    assert opened(drawn_anew(out.getvalue()).whole).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_one_that_moves_the_first(form):
    frames = [Image.new("RGB", (30, 30), c) for c in ("blue", "red", "red")]
    out = BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=50)
    red, _green, blue = opened(drawn_anew(out.getvalue()).whole).getpixel((15, 15))
    assert blue > 200 and red < 60


@pytest.mark.parametrize(
    ("size", "longest", "found"),
    [((100, 50), 480, (100, 50)), ((4_000, 3_000), 1_600, (1_600, 1_200)),
     ((3_000, 4_000), 480, (360, 480)), ((20_000, 3), 480, (480, 1))],
)  # fmt: skip
def test_the_longer_side_is_bounded(size, longest, found):
    assert fits(*size, longest) == found


def test_a_small_one_is_not_blown_up():
    drawn = drawn_anew(sized("JPEG", (90, 30)))
    assert (drawn.width, drawn.height) == (90, 30)
    assert opened(drawn.small).size == (90, 30)


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "kind"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b"%PDF-1.7 ...", "kind"),
        (b"BM" + b"\0" * 60, "kind"),
        (b"II*\0" + b"\0" * 60, "kind"),
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1", "kind"),
        (files.HEIC, "heic"),
        (b"\xff\xd8\xff" + b"x" * 500, "broken"),
        (sized("JPEG")[:200], "broken"),
        (b"GIF89a" + b"\0" * 40, "broken"),
        (sized("PNG")[:50], "broken"),
        (b"\xff\xd8\xff" + b"\0" * PICTURE_BYTES, "large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_we_take(data, why):
    with pytest.raises(NoPicture) as refused:
        drawn_anew(data)
    assert refused.value.why == why


@pytest.mark.parametrize(
    "data",
    [files.png_bomb(50_000, 50_000), files.png_bomb(6_400, 6_400), files.png_bomb(2, 25_000)],
    ids=["2500 megapixels", "41 megapixels", "25,000 high"],
)
def test_a_bomb_is_known_by_its_head_and_never_unpacked(data):
    begun = time.process_time()
    with pytest.raises(NoPicture) as refused:
        drawn_anew(data)
    assert refused.value.why in ("pixels", "broken")
    assert time.process_time() - begun < 0.5


def test_a_comment_that_is_a_bomb():
    """Pillow gives up on it at a megabyte."""
    bomb = files.png_text_bomb()
    begun = time.process_time()
    with pytest.raises(NoPicture) as refused:
        drawn_anew(bomb)
    assert refused.value.why == "broken"
    assert time.process_time() - begun < 0.5


def test_a_picture_of_endless_steps():
    with pytest.raises(NoPicture) as refused:
        drawn_anew(sized("JPEG") + b"\xff\xda\0\0" * 65)
    assert refused.value.why == "broken"


def test_a_file_that_is_two_things_at_once_is_only_a_picture():
    """A page, a script or an archive behind a picture's beginning: gone with the rest."""
    for other in (b"<script>alert(1)</script>", b"PK\x03\x04archive", b"<?php ?>"):
        drawn = drawn_anew(sized("GIF") + other)
        assert other not in drawn.whole


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_flipped_bits_break_nothing_but_the_picture(form):
    """Whatever a damaged file does to a decoder, it is a refusal or a picture, and no error."""
    good = bytearray(sized(form, (64, 64)))
    for place in range(0, len(good), max(1, len(good) // 60)):
        bad = bytes(good[:place]) + bytes([good[place] ^ 0xFF]) + bytes(good[place + 1 :])
        with contextlib.suppress(NoPicture):
            assert opened(drawn_anew(bad).whole).format == "JPEG"


def test_by_content_not_by_name():
    assert what_is(sized("PNG")) == "image/png"
    assert what_is(b"") is None
