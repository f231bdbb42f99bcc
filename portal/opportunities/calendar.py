"""A file that a phone's calendar reads (iCalendar, RFC 5545): titles and times, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from portal.core import clock
from portal.opportunities.rules import LASTS

NAME = "date.ics"
_STAMP = "%Y%m%dT%H%M%SZ"
_LINE = 75  # bytes of one line


@dataclass(frozen=True)
class Entry:
    """key: the same whenever the file is made again. when: a whole day; or a time, naive, as on the
    wall in England."""

    key: str
    title: str
    when: date | datetime


def calendar_file(entries: Iterable[Entry], now: datetime) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//date//EN"]
    for one in entries:
        lines += (
            "BEGIN:VEVENT", f"UID:{one.key}", f"DTSTAMP:{_utc(now)}", *_times(one.when),
            f"SUMMARY:{_text(one.title)}", "CLASS:PRIVATE", "END:VEVENT",
        )  # fmt: skip
    return b"".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def _times(when: date | datetime) -> tuple[str, ...]:
    """A time in UTC, so that no phone needs to know our zone."""
    if not isinstance(when, datetime):
        return (f"DTSTART;VALUE=DATE:{when:%Y%m%d}",)
    starts = clock.at_wall(when)
    return f"DTSTART:{_utc(starts)}", f"DTEND:{_utc(starts + LASTS)}"


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
