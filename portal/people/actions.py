"""About accounts: whose user name and passphrase these are, and how it looks to me."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, true, update

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.people import passphrases
from portal.people.rules import tidy_username
from portal.people.tables import Account, Membership

# Whom a passphrase lets in. Staff come in through their council's own sign-in service.
BY_PASSPHRASE = frozenset({Role.YOUNG, Role.CARER})


class NotKnown(Exception):
    """User name and passphrase do not belong together; which of them is wrong is not said."""


@dataclass(frozen=True)
class Known:
    """An account that may sign in, and where to."""

    account_id: int
    council_id: int
    role: Role


def recognise(
    db: Db, username: str, passphrase: str, now: datetime, *, staff_too: bool = False
) -> Known:
    """Whose user name and passphrase these are. One query, one verification, always.

    staff_too: in the demo, where no council's own sign-in service stands beside. Else an account
    of the staff is answered like one that is not there. Raises NotKnown.
    """
    day = clock.today(now)
    row = db.execute(
        select(Account.id, Account.passphrase, Membership.council_id, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Account.username == tidy_username(username),
            Account.state == "open",
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            true() if staff_too else Membership.role.in_(BY_PASSPHRASE),
        )
        .order_by(Membership.id)
        .limit(1)
    ).first()
    good = passphrases.fits(row.passphrase if row else None, passphrase)
    if row is None or not good:
        raise NotKnown
    return Known(row.id, row.council_id, Role(row.role))


def choose_look(db: Db, viewer: Viewer, language: str, theme: str, look: str, band: str) -> None:
    db.execute(
        update(Account)
        .where(Account.id == viewer.account_id)
        .values(language=language, theme=theme, look=look, band=band)
    )


def choose_language(db: Db, viewer: Viewer, language: str) -> None:
    db.execute(update(Account).where(Account.id == viewer.account_id).values(language=language))
