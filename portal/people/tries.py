"""How often somebody may try to get in: slowed down, never locked out.

Three counts, apart: of an address (many share one: a home, a school), of one account from one
address, and of one account from everywhere. Each is over after some minutes, and says when.

Whoever wants to keep a child out could use up the counts of the child's account. So a browser in
which this account has been signed in before, on a phone of its own, stands outside all three and
has a count of its own (`known_phones`); so do a phone that only locked itself, and a passkey,
which cannot be guessed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from flask import request

from portal.core import db, ledger, words
from portal.core.words import _

WINDOW = timedelta(minutes=5)
OF_A_PHONE = 10
OF_AN_ACCOUNT_HERE = 10
OF_AN_ACCOUNT = 50
OF_AN_ADDRESS = 100


class Wait(Exception):
    """Too many tries for now. until: when the next one counts again."""

    def __init__(self, until: datetime) -> None:
        self.until = until


class Tries:
    """What one try counts towards. own: counts that success wipes; shared: that others fill, too,
    where success only takes this one try back."""

    def __init__(self, own: dict[str, int], shared: dict[str, int]) -> None:
        self.own, self.shared = own, shared

    def one_more(self, now: datetime) -> None:
        """Raises Wait."""
        most = {**self.own, **self.shared}
        counted = ledger.count_each(db.database(), most, WINDOW, now)
        over = [found.ends_at for what, found in counted.items() if found.count > most[what]]
        if over:
            raise Wait(max(over))

    def succeeded(self) -> None:
        ledger.forget(db.database(), *self.own)
        ledger.take_back(db.database(), *self.shared)


def to_sign_in(username: str, known_phone: str | None) -> Tries:
    """username: tidied. known_phone: of `known_phones.known`."""
    if known_phone is not None:
        return Tries({f"sign-in:phone:{known_phone}": OF_A_PHONE}, {})
    return Tries(
        {f"sign-in:{username}:{address()}": OF_AN_ACCOUNT_HERE},
        {
            f"sign-in:{username}": OF_AN_ACCOUNT,
            f"sign-in:address:{address()}": OF_AN_ADDRESS,
        },
    )


def to_prove(session_id: int) -> Tries:
    """By the passphrase, in a browser that holds this session already."""
    return Tries({f"prove:{session_id}": OF_A_PHONE}, {})


def with_passkey() -> Tries:
    """Of wrong answers, so that nobody keeps us busy."""
    return Tries({}, {f"passkey:address:{address()}": OF_AN_ADDRESS})


def address() -> str:
    """Where this request comes from, as far as the trusted proxies say (`portal.site`). One home
    has a whole /64 of IPv6 to itself."""
    given = request.remote_addr or ""
    try:
        found = ip_address(given)
    except ValueError:
        return given
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or found.exploded[:19])
    return str(found)


def said(wait: Wait) -> str:
    return _(
        "That was many tries. You can try again at %(time)s.", time=words.time_words(_minute(wait))
    )


def headers(wait: Wait, now: datetime) -> dict[str, str]:
    return {"Retry-After": str(max(1, int((_minute(wait) - now).total_seconds())))}


def _minute(wait: Wait) -> datetime:
    """The next whole minute: what a clock shows when it is over."""
    until = wait.until.replace(second=0, microsecond=0)
    return until if until == wait.until else until + timedelta(minutes=1)
