"""Opens a file that somebody sent, and makes sure that it is plain UTF-8 text of a fair size."""

import codecs
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal.intake.findings import Refused

AS_UTF8 = "Save it as CSV UTF-8 (comma separated) and send it again."
_NOT_DATA = frozenset(
    {
        ".md",
        ".rst",
        ".pdf",
        ".doc",
        ".docx",
        ".html",
        ".htm",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".zip",
        ".log",
    }
)
_NOT_DATA_NAMES = frozenset({"license", "licence", "readme", "copying", "notice", "thumbs.db"})
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one folder may hold before it is refused; each bounds memory or time."""

    files: int = 500
    file_bytes: int = 200_000_000
    rows: int = 2_000_000
    columns: int = 500
    cell_chars: int = 20_000
    line_chars: int = 1_000_000
    findings_per_file: int = 100_000


def os_words(wrong: OSError) -> str:
    return f"It cannot be opened: {(wrong.strerror or 'unknown reason').lower()}."


def why_passed_over(path: Path) -> str | None:
    """Why this name in the folder is not even opened; None if it is to be read."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return None  # opening it will say what is wrong
    if stat.S_ISLNK(mode):
        return "This is a link, so it was passed over."
    if stat.S_ISDIR(mode):
        return "This is a folder, so it was passed over."
    if not stat.S_ISREG(mode):
        return "This is not an ordinary file, so it was passed over."
    lower = path.name.lower()
    if lower.startswith((".", "~$")):
        return "This is a hidden file, so it was passed over."
    if path.suffix.lower() in _NOT_DATA or lower.partition(".")[0] in _NOT_DATA_NAMES:
        return "This is not a data file, so it was passed over."
    return None


def open_safely(path: Path, limits: Limits) -> BinaryIO:
    """The file, never through a link, never waiting on a pipe, never too big."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    number = os.open(path, flags)
    try:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode):
            raise Refused("This is not an ordinary file.", "Send a CSV file.")
        if found.st_size > limits.file_bytes:
            raise Refused(
                f"This file has {found.st_size:,} bytes; at most {limits.file_bytes:,} are read.",
                "Send it in smaller parts.",
            )
        if not found.st_size:
            raise Refused("This file is empty.", "Export it again.")
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def stamp(raw: BinaryIO) -> tuple[int, int]:
    """Size and time of the last change: if they differ afterwards, somebody wrote to the file."""
    found = os.fstat(raw.fileno())
    return found.st_size, found.st_mtime_ns


def looked_through(raw: BinaryIO, limits: Limits) -> str:
    """The SHA-256 of a file that is plain UTF-8 text. Raises Refused."""
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")("strict")
    line, size = 1, 0
    while chunk := raw.read(_CHUNK):
        if not size:
            _refuse_other_formats(chunk)
        size += len(chunk)
        if size > limits.file_bytes:
            raise Refused("This file grew while it was being read.", "Send it again.")
        if b"\0" in chunk:
            raise Refused("There are zero bytes in it, so it is not plain text.", AS_UTF8)
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as wrong:
            line += chunk[: max(wrong.start, 0)].count(b"\n")
            raise Refused(
                f"Near line {line} there are characters that are not UTF-8. They are "
                "not guessed, because names would be damaged.",
                AS_UTF8,
            ) from None
        line += chunk.count(b"\n")
        digest.update(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Refused("Its last character is cut off.", "Export it again.") from None
    raw.seek(0)
    return digest.hexdigest()


def _refuse_other_formats(start: bytes) -> None:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused("This is UTF-16 text.", AS_UTF8)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused("This is a spreadsheet or an archive, not a CSV file.", AS_UTF8)
    if start.startswith(b"%PDF"):
        raise Refused("This is a PDF, not a CSV file.", AS_UTF8)
