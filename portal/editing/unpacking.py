"""Files that an editor brings: single pages, or a zip of them. Bounded, and nothing is unpacked to
the disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.articles.files import LARGEST, Bad, BadFile, read
from portal.articles.rules import Whole

MOST_FILES = 400
MOST_BYTES = 4_000_000  # of what is sent
FORM_BYTES = MOST_BYTES + 100_000
# In others a few bytes can ask for all the memory there is, before anything is read.
_WAYS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# ValueError: names or days in it that are none.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError,
           NotImplementedError, EOFError, OSError, ValueError)  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """pages: each with its name. bad: names, and why they are no pages."""

    pages: tuple[tuple[str, Whole], ...]
    bad: tuple[tuple[str, BadFile], ...]


def read_all(files: Sequence[tuple[str, bytes]]) -> Sent:
    pages: list[tuple[str, Whole]] = []
    bad: list[tuple[str, BadFile]] = []
    for name, content in _each(files):
        try:
            if isinstance(content, BadFile):
                raise content
            pages.append((name, read(name, content)))
        except BadFile as wrong:
            bad.append((name[:80], wrong))
    return Sent(tuple(pages), tuple(bad))


def _each(files: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes | BadFile]]:
    left = MOST_FILES
    for name, content in files:
        packed = content[:2] == b"PK" or name.lower().endswith(".zip")
        inside = _inside(name, content) if packed else [(name, content)]
        for one, text in inside:
            if not left:
                yield one, BadFile(Bad.LARGE)
                return
            left -= 1
            yield one.rsplit("/", 1)[-1], text


def _inside(name: str, content: bytes) -> Iterator[tuple[str, bytes | BadFile]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for info in packed.infolist():
                if info.is_dir():
                    continue
                if info.compress_type not in _WAYS:
                    raise zipfile.BadZipFile
                with packed.open(info) as file:  # never more of it than a page may have
                    text = file.read(LARGEST + 1)
                yield info.filename, text if len(text) <= LARGEST else BadFile(Bad.LARGE)
    except _BROKEN:
        yield name, BadFile(Bad.ZIP)
