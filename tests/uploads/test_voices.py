"""A voice is kept as it was recorded; a file with anything but one voice in it is not."""

import contextlib

import pytest

from portal.uploads.rules import VOICE_BYTES
from portal.uploads.voices import NoVoice, heard
from tests.uploads import files
from tests.uploads.files import box, element, mp4, ogg, page, track, trak, webm


@pytest.mark.parametrize(
    ("data", "mime", "seconds"),
    [
        (webm(), "audio/webm", 7),
        (webm(doctype=b"matroska"), "audio/webm", 7),
        (ogg(3), "audio/ogg", 3),
        (ogg(3.2), "audio/ogg", 4),
        (ogg(120.5), "audio/ogg", 120),
        (mp4(), "audio/mp4", 7),
        (mp4(seconds=12), "audio/mp4", 12),
        (mp4(trak(codec=b"Opus")), "audio/mp4", 7),
    ],
)
def test_what_phones_record(data, mime, seconds):
    voice = heard(data, 7)
    assert (voice.mime, voice.seconds) == (mime, seconds)
    assert voice.data == data  # every byte as it was


@pytest.mark.parametrize(
    "data",
    [
        b"", b"RIFF....WAVEfmt ", b"ID3\x04" + b"\0" * 99, b"\xff\xfb\x90" + b"\0" * 99, b"fLaC",
        files.sized("JPEG"), files.HEIC, b"<html>",
        webm(track(kind=1, codec=b"V_VP8")), webm(track(), track()),
        webm(track(), track(kind=1, codec=b"V_VP9")), webm(track(codec=b"A_VORBIS")),
        webm(track(kind=17)), webm(doctype=b"other"), webm()[:20], webm()[:60],
        webm(before=element(0x1941A469, b"a file")),
        element(0x1A45DFA3, element(0x4282, b"webm")), b"\x1a\x45\xdf\xa3",
        b"\x1a\x45\xdf\xa3\x00", b"\x1a\x45\xdf\xa3" + b"\xff" * 40,
        ogg(head=b"\x01vorbis" + b"\0" * 20), ogg(head=b"\x80theora" + b"\0" * 20),
        ogg(more=page(b"OpusHead", serial=2, flags=2)), ogg(more=b"<html>"), ogg()[:-5], b"OggS",
        mp4(trak(handler=b"vide", codec=b"avc1")), mp4(trak(), trak()),
        mp4(trak(), trak(handler=b"vide", codec=b"avc1")), mp4(trak(codec=b"ac-3")),
        mp4(more=box(b"meta", b"a picture")), mp4(more=box(b"moov", trak())), mp4()[:30],
        mp4(more=b"\0\0\0\x02free"), b"\0\0\0\x18ftypavif" + b"\0" * 20, box(b"ftyp", b"iso5"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(data):
    with pytest.raises(NoVoice) as refused:
        heard(data, 7)
    assert refused.value.why == "kind"


def test_not_too_large_and_not_too_long():
    with pytest.raises(NoVoice) as refused:
        heard(webm() + b"\0" * VOICE_BYTES, 7)
    assert refused.value.why == "large"
    for data, said in ((ogg(124), 5), (mp4(seconds=200), 5), (webm(), 124), (mp4(), 300)):
        with pytest.raises(NoVoice) as refused:
            heard(data, said)
        assert refused.value.why == "long"


def test_cut_or_changed_anywhere_it_is_refused_or_a_voice():
    for whole in (webm(), ogg(), mp4(seconds=3)):
        for place in range(len(whole)):
            for data in (
                whole[:place],
                whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :],
            ):
                with contextlib.suppress(NoVoice):
                    assert heard(data, 7).data == data
