"""What can go wrong, which role a person's groups give, what a token must say. Plain functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.core.access import Role

# Highest first. A person in several groups has the highest role. The administrator's stands first
# because it opens nobody's record; among the others it is who answers for whom.
ROLES = (Role.ADMIN, Role.MANAGER, Role.DUTY, Role.IRO, Role.WORKER, Role.EDITOR)

LONGEST_SUBJECT = 255
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class Fault(StrEnum):
    """Why somebody could not be signed in, as the short code that their page and our log show.

    It goes to whoever helps them; it says nothing about them.
    """

    AWAY = "S1"  # the service did not answer, not in time, or with an error of its own
    SETUP = "S2"  # it answers as another issuer, leaves something out, or refuses our client
    ISSUER = "S3"  # the token, or the answer, is another issuer's
    AUDIENCE = "S4"  # the token is for somebody else
    NONCE = "S5"  # the token belongs to another attempt
    EXPIRED = "S6"  # the token is too old or from the future: compare the clocks
    SIGNATURE = "S7"  # signed by a key or in a way that we do not accept
    ODD = "S8"  # something else about the token
    STATE = "S9"  # not begun in this browser, begun too long ago, or used already
    REFUSED = "S10"  # the service said no
    SECOND_FACTOR = "S11"  # no second factor that this council accepts
    ROLE = "S12"  # in no group that gives a role
    NOBODY = "S13"  # the council's file names nobody with this address or code
    SEVERAL = "S14"  # it names more than one
    TAKEN = "S15"  # that person already signs in by another account
    CLOSED = "S16"  # the account was closed here
    COUNCIL = "S17"  # the configuration names a council that this installation does not have


class CannotSignIn(Exception):
    """Somebody could not be signed in."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Said:
    """What a council's service said about somebody, checked.

    sid: their session there, "" where it has none. email: "" unless the service has verified it.
    code: the council's own key for them, "" where no claim is configured for it.
    """

    subject: str
    sid: str
    email: str
    code: str
    groups: frozenset[str]


@dataclass(frozen=True)
class SignedOut:
    """A logout notice, checked: one session (sid), or all of a person's (subject)."""

    issuer: str
    jti: str
    sid: str
    subject: str


def listed(value: object) -> frozenset[str]:
    """A claim that may be one text or a list of them."""
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, list):
        return frozenset(one for one in value if isinstance(one, str))
    return frozenset()


def role_for(groups: Iterable[str], roles: Mapping[str, Role]) -> Role | None:
    """The highest role that these groups give; None when they give none."""
    given = {roles[group] for group in groups if group in roles}
    return next((role for role in ROLES if role in given), None)


def second_factor(claims: Mapping[str, Any], amr: frozenset[str], acr: frozenset[str]) -> bool:
    """Whether the ID token shows a second factor: one of the accepted methods, or levels."""
    return bool(listed(claims.get("amr")) & amr) or claims.get("acr") in acr


def said(claims: Mapping[str, Any], groups_claim: str, person_claim: str) -> Said:
    """Raises CannotSignIn when what has to be a text is not one."""
    subject, sid, code = (
        claims.get("sub"),
        claims.get("sid", ""),
        claims.get(person_claim, "") if person_claim else "",
    )
    if isinstance(code, int):
        code = str(code)
    if not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT):
        raise CannotSignIn(Fault.ODD)
    if not (isinstance(sid, str) and isinstance(code, str)):
        raise CannotSignIn(Fault.ODD)
    email = claims.get("email")
    verified = claims.get("email_verified") is True and isinstance(email, str)
    return Said(
        subject=subject,
        sid=sid,
        email=str(email).strip().casefold() if verified else "",
        code=code.strip(),
        groups=listed(claims.get(groups_claim)),
    )


def signed_out(claims: Mapping[str, Any]) -> SignedOut:
    """What a logout token says, after signature, issuer, audience and times were checked.

    Raises CannotSignIn. Source: OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6.
    """
    events, jti = claims.get("events"), claims.get("jti")
    sid, subject = claims.get("sid", ""), claims.get("sub", "")
    whole = (
        isinstance(events, dict)
        and isinstance(events.get(LOGOUT_EVENT), dict)
        and "nonce" not in claims  # an ID token must not pass for one
        and isinstance(jti, str)
        and isinstance(sid, str)
        and isinstance(subject, str)
        and bool(jti and (sid or subject))
    )
    if not whole:
        raise CannotSignIn(Fault.ODD)
    return SignedOut(str(claims["iss"]), str(jti), sid, subject)
