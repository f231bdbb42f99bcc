"""A file that a phone's calendar reads (iCalendar, RFC 5545): a title and a time, nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from portal.core import clock
from portal.opportunities.rules import LASTS

NAME = "date.ics"
_STAMP = "%Y%m%dT%H%M%SZ"
_LINE = 75  # bytes of one line


def calendar_file(ref: str, title: str, wall: datetime, now: datetime) -> bytes:
    """wall: naive, as on the wall in England. In UTC, so that no phone needs to know our zone."""
    starts = clock.at_wall(wall)
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//date//EN", "BEGIN:VEVENT", f"UID:{ref}",
        f"DTSTAMP:{_utc(now)}", f"DTSTART:{_utc(starts)}", f"DTEND:{_utc(starts + LASTS)}",
        f"SUMMARY:{_text(title)}", "CLASS:PRIVATE", "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    return b"".join(_folded(line) for line in lines)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_STAMP)


def _text(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, "\\" + sign)
    return " ".join(words.split())


def _folded(line: str) -> bytes:
    """A long line goes on after a line break and a space, never within a letter."""
    parts, part = [], b""
    for letter in line:
        more = letter.encode()
        if len(part) + len(more) > _LINE:
            parts.append(part)
            part = b" "
        part += more
    return b"\r\n".join([*parts, part]) + b"\r\n"
