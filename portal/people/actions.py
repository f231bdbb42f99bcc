"""Writes about accounts: sign in, sign out, make the first account, choose how it looks."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from portal.core import clock
from portal.core.access import Device, Role, Viewer
from portal.core.db import Db, Query
from portal.core.ids import new_id
from portal.people import passphrases, sessions
from portal.people.rules import tidy_username
from portal.people.tables import Account, Invite, Membership, Person

INVITE_LASTS = timedelta(hours=72)
# No vowels (no words by chance), nothing that looks like something else.
CODE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12


class NotKnown(Exception):
    """User name and passphrase do not belong together; which of them is wrong is not said."""


class CodeNotGood(Exception):
    """No open invitation has this code: mistyped, too old, used, or replaced."""


class NameTaken(Exception):
    """Somebody has this user name already."""


class HasAccount(Exception):
    """This person can already sign in."""


@dataclass(frozen=True)
class Known:
    """An account that may sign in, and where to. kept: its passphrase, as it is kept."""

    account_id: int
    council_id: int
    role: Role
    kept: str | None


def look_up(db: Db, username: str, now: datetime) -> Known | None:
    """The account with this user name, if it may sign in: one query."""
    query = may_sign_in(now).where(Account.username == tidy_username(username))
    row = db.execute(query.order_by(Membership.id).limit(1)).first()
    return Known(row.id, row.council_id, Role(row.role), row.passphrase) if row else None


def may_sign_in(now: datetime) -> Query:
    """Open accounts and their memberships of today."""
    day = clock.today(now)
    return (
        select(Account.id, Account.passphrase, Membership.council_id, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Account.state == "open",
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
        )
    )


def recognise(found: Known | None, passphrase: str) -> Known:
    """Whether this is the passphrase of whom `look_up` found. One verification, always.

    Raises NotKnown.
    """
    good = passphrases.fits(found.kept if found else None, passphrase)
    if found is None or not good:
        raise NotKnown
    return found


def kept_passphrase(db: Db, account_id: int) -> str | None:
    """The passphrase of an account, as it is kept; None when it has none."""
    return db.scalar(select(Account.passphrase).where(Account.id == account_id))


def code_hash(code: str) -> str:
    """How an invitation's code is kept. Case, spaces and dashes do not matter."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(b"invite:" + plain.encode()).hexdigest()


def invite(db: Db, person: Person, role: Role, made_by_id: int | None, now: datetime) -> str:
    """A new code for this person, to be given face to face; cancels every earlier one.

    Returned in groups of four. It is kept only as a hash and cannot be shown again.
    """
    db.execute(
        update(Invite)
        .where(
            Invite.person_id == person.id,
            Invite.used_at.is_(None),
            Invite.cancelled_at.is_(None),
        )
        .values(cancelled_at=now)
    )
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    db.add(
        Invite(
            council_id=person.council_id,
            person_id=person.id,
            role=role.value,
            code_hash=code_hash(code),
            made_by_id=made_by_id,
            made_at=now,
            ends_at=now + INVITE_LASTS,
        )
    )
    db.flush()
    return "-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def accept(
    db: Db, code: str, username: str, kept_passphrase: str, device: Device, now: datetime
) -> tuple[str, int | None]:
    """Use the invitation up and sign in; returns the cookie's value and days.

    kept_passphrase: already hashed, so that the database is not held while that is done.
    Raises CodeNotGood, HasAccount, NameTaken; nothing is used up then.
    """
    found = db.execute(
        update(Invite)
        .where(
            Invite.code_hash == code_hash(code),
            Invite.used_at.is_(None),
            Invite.cancelled_at.is_(None),
            Invite.ends_at > now,
        )
        .values(used_at=now)
        .returning(Invite.council_id, Invite.person_id, Invite.role)
    ).first()
    if found is None:
        raise CodeNotGood
    if db.scalar(select(Membership.id).where(Membership.person_id == found.person_id)):
        raise HasAccount
    account = Account(
        id=new_id(),
        username=tidy_username(username),
        passphrase=kept_passphrase,
        made_at=now,
    )
    db.add(account)
    try:
        db.flush()
    except IntegrityError as taken:
        raise NameTaken from taken
    db.add(
        Membership(
            account_id=account.id,
            council_id=found.council_id,
            person_id=found.person_id,
            role=found.role,
            starts=clock.today(now),
        )
    )
    role = Role(found.role)
    return sessions.begin(db, account.id, found.council_id, role, device, "passphrase", now)


def choose_look(db: Db, viewer: Viewer, language: str, theme: str, look: str, band: str) -> None:
    db.execute(
        update(Account)
        .where(Account.id == viewer.account_id)
        .values(language=language, theme=theme, look=look, band=band)
    )


def choose_language(db: Db, viewer: Viewer, language: str) -> None:
    db.execute(update(Account).where(Account.id == viewer.account_id).values(language=language))
