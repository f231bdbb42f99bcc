"""About accounts: whose user name and passphrase these are, and how it looks to me."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, true, update

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query
from portal.people import passphrases
from portal.people.rules import tidy_username
from portal.people.tables import Account, Membership

# Whom a passphrase lets in. Staff come in through their council's own sign-in service.
BY_PASSPHRASE = frozenset({Role.YOUNG, Role.CARER})


class NotKnown(Exception):
    """User name and passphrase do not belong together; which of them is wrong is not said."""


@dataclass(frozen=True)
class Known:
    """An account that may sign in, and where to. kept: its passphrase, as it is kept."""

    account_id: int
    council_id: int
    role: Role
    kept: str | None


def look_up(db: Db, username: str, now: datetime, *, staff_too: bool = False) -> Known | None:
    """The account with this user name, if it may sign in by passphrase: one query.

    staff_too: in the demo, where no council's own sign-in service stands beside. Else an account
    of the staff is answered like one that is not there.
    """
    query = may_sign_in(now).where(
        Account.username == tidy_username(username),
        true() if staff_too else Membership.role.in_(BY_PASSPHRASE),
    )
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


def choose_look(db: Db, viewer: Viewer, language: str, theme: str, look: str, band: str) -> None:
    db.execute(
        update(Account)
        .where(Account.id == viewer.account_id)
        .values(language=language, theme=theme, look=look, band=band)
    )


def choose_language(db: Db, viewer: Viewer, language: str) -> None:
    db.execute(update(Account).where(Account.id == viewer.account_id).values(language=language))
