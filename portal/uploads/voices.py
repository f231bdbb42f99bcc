"""A voice, kept as the phone recorded it: read far enough to know that there is one voice in the
file and nothing else that could be played or shown.

Browsers record Opus in WebM (Chromium) or Ogg (Firefox), and AAC or Opus in MP4 (Safari).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from portal.uploads.rules import VOICE_BYTES, VOICE_SECONDS, VOICES, What, what_is

GRACE = 3  # seconds: a phone stops a little after it was told to


class NoVoice(Exception):
    """why: "kind", "large" or "long"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Voice:
    """seconds: as the file says, else as the phone said."""

    data: bytes
    mime: str
    seconds: int


def heard(data: bytes, said_seconds: int) -> Voice:
    """The voice in these bytes. said_seconds: how long the phone says it is. Raises NoVoice."""
    if len(data) > VOICE_BYTES:
        raise NoVoice("large")
    what = what_is(data)
    if what not in VOICES:
        raise NoVoice("kind")
    try:
        found = _READERS[what](data)
    except (IndexError, ValueError) as broken:
        raise NoVoice("kind") from broken
    seconds = max(1, math.ceil(found) if found else said_seconds)
    if seconds > VOICE_SECONDS + GRACE:
        raise NoVoice("long")
    return Voice(data, what.value, min(seconds, VOICE_SECONDS))


# --- WebM ---------------------------------------------------------------------------------------

_SEGMENT, _TRACKS, _TRACK, _CLUSTER, _ATTACHED = (
    0x18538067, 0x1654AE6B, 0xAE, 0x1F43B675, 0x1941A469,
)  # fmt: skip
_TYPE, _CODEC, _TYPE_AUDIO = 0x83, 0x86, 2
_DOCTYPE = 0x4282


def _webm(data: bytes) -> float | None:
    """The tracks stand before the first sound. How long it is, is not said by a file that was
    written while it was recorded."""
    first, start, end = _first(data, 0)
    kinds = {name: data[a:b].rstrip(b"\0") for name, a, b in _elements(data, start, end)}
    if first != 0x1A45DFA3 or kinds.get(_DOCTYPE) not in (b"webm", b"matroska"):
        raise ValueError("no WebM")
    segment, inside, _end = _first(data, end)
    if segment != _SEGMENT:
        raise ValueError("no segment")
    for name, a, b in _elements(data, inside, len(data)):
        if name == _ATTACHED:
            raise ValueError("something is attached")
        if name == _CLUSTER:
            break
        if name == _TRACKS:
            _one_opus(data, a, b)
            return None
    raise ValueError("no tracks")


def _first(data: bytes, at: int) -> tuple[int, int, int]:
    for found in _elements(data, at, len(data)):
        return found
    raise ValueError("nothing there")


def _one_opus(data: bytes, start: int, end: int) -> None:
    tracks = [(a, b) for name, a, b in _elements(data, start, end) if name == _TRACK]
    if len(tracks) != 1:
        raise ValueError("not one track")
    parts = {name: data[a:b] for name, a, b in _elements(data, *tracks[0])}
    audio = int.from_bytes(parts.get(_TYPE, b"")) == _TYPE_AUDIO
    if not audio or parts.get(_CODEC, b"").rstrip(b"\0") != b"A_OPUS":
        raise ValueError("no Opus")


def _elements(data: bytes, start: int, end: int, most: int = 200) -> Iterator[tuple[int, int, int]]:
    """(name, begin, end) of the elements there, one after the other. One of unknown size goes on
    to the end."""
    while start < end and most:
        name, start = _number(data, start, keep_marker=True)
        unknown = _is_unknown(data, start)
        size, start = _number(data, start, keep_marker=False)
        stop = end if unknown else start + size
        if stop > end:
            raise ValueError("cut off")
        yield name, start, stop
        start, most = stop, most - 1


def _length(first: int) -> int:
    if not first:
        raise ValueError("no number")
    return 9 - first.bit_length()


def _is_unknown(data: bytes, at: int) -> bool:
    length = _length(data[at])
    return int.from_bytes(data[at : at + length]) == (1 << (7 * length + 1)) - 1


def _number(data: bytes, at: int, *, keep_marker: bool) -> tuple[int, int]:
    length = _length(data[at])
    number = int.from_bytes(data[at : at + length])
    return (number if keep_marker else number & ((1 << 7 * length) - 1)), at + length


# --- Ogg ----------------------------------------------------------------------------------------

_OPUS_RATE = 48_000


def _ogg(data: bytes) -> float | None:
    """Page after page, all of the one stream."""
    at, stream, first, last = 0, None, b"", 0
    while at < len(data):
        if data[at : at + 4] != b"OggS":
            raise ValueError("no page")
        number = data[at + 14 : at + 18]
        table = data[at + 27 : at + 27 + data[at + 26]]
        body = at + 27 + len(table)
        if stream is None:
            stream, first = number, data[body : body + 19]
        elif number != stream:
            raise ValueError("another stream")
        granule = int.from_bytes(data[at + 6 : at + 14], "little", signed=True)
        last = max(last, granule)
        at = body + sum(table)
    if at != len(data) or not first.startswith(b"OpusHead"):
        raise ValueError("no Opus")
    skipped = int.from_bytes(first[10:12], "little")
    return max(0, last - skipped) / _OPUS_RATE


# --- MP4 ----------------------------------------------------------------------------------------

_CODECS = frozenset({b"mp4a", b"Opus"})
_KNOWN_BOXES = frozenset(
    b"ftyp moov mdat moof mfra free skip sidx styp wide udta uuid".split()
)  # fmt: skip


def _mp4(data: bytes) -> float | None:
    boxes = list(_boxes(data, 0, len(data)))
    films = [(a, b) for name, a, b in boxes if name == b"moov"]
    if len(films) != 1 or not {name for name, _a, _b in boxes} <= _KNOWN_BOXES:
        raise ValueError("no recording")
    inside = list(_boxes(data, *films[0]))
    tracks = [(a, b) for name, a, b in inside if name == b"trak"]
    if len(tracks) != 1:
        raise ValueError("not one track")
    media = _only(data, tracks[0], b"mdia")
    handler = _only(data, media, b"hdlr")
    table = _only(data, _only(data, _only(data, media, b"minf"), b"stbl"), b"stsd")
    entry = data[table[0] + 12 : table[0] + 16]
    if data[handler[0] + 8 : handler[0] + 12] != b"soun" or entry not in _CODECS:
        raise ValueError("no voice")
    return _film_seconds(data, inside)


def _film_seconds(data: bytes, inside: list[tuple[bytes, int, int]]) -> float | None:
    """None where it is not said: a file written while it was recorded says nought."""
    for name, a, _b in inside:
        if name == b"mvhd":
            long = data[a] == 1
            at = a + (20 if long else 12)
            scale = int.from_bytes(data[at : at + 4])
            length = int.from_bytes(data[at + 4 : at + (12 if long else 8)])
            return length / scale if scale else None
    return None


def _only(data: bytes, within: tuple[int, int], name: bytes) -> tuple[int, int]:
    found = [(a, b) for one, a, b in _boxes(data, *within) if one == name]
    if len(found) != 1:
        raise ValueError(f"not one {name!r}")
    return found[0]


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while start < end:
        size, name = int.from_bytes(data[start : start + 4]), data[start + 4 : start + 8]
        head = 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16]), 16
        stop = start + size if size else end
        if size and (size < head or stop > end):
            raise ValueError("cut off")
        yield name, start + head, stop
        start = stop


_READERS = {What.WEBM: _webm, What.OGG: _ogg, What.MP4: _mp4}
