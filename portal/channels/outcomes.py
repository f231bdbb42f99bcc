"""What became of one try to send something, in codes: never an address, never words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Code(StrEnum):
    """Why it was not sent."""

    GONE = "gone"  # the push service has forgotten this browser
    NOT_ALLOWED = "not_allowed"  # an endpoint that is never asked
    BAD_KEYS = "bad_keys"  # a browser's key that is none
    REFUSED = "refused"  # they do not take anything from us: keys, password, template
    TOO_LARGE = "too_large"
    NO_SUCH = "no_such"  # no such mailbox or number
    BUSY = "busy"  # come again later
    BROKEN = "broken"  # an error on their side
    SILENT = "silent"  # no answer in time
    NO_WAY = "no_way"  # no connection, or one that is not what it says it is
    NOT_SET_UP = "not_set_up"  # this installation has no such channel (any more)


@dataclass(frozen=True)
class Outcome:
    """code None: it was sent. final: another try would end the same. wait: how long the other
    side wants to be left alone."""

    code: Code | None = None
    final: bool = False
    wait: timedelta | None = None

    @property
    def sent(self) -> bool:
        return self.code is None


SENT = Outcome()


def tried(code: Code, wait: timedelta | None = None) -> Outcome:
    return Outcome(code, False, wait)


def ended(code: Code) -> Outcome:
    return Outcome(code, True)


def seconds_asked(header: str | None) -> timedelta | None:
    """`Retry-After` in seconds; the other form, a date, is as good as none."""
    said = (header or "").strip()
    return timedelta(seconds=min(int(said), 86_400)) if said.isascii() and said.isdigit() else None
