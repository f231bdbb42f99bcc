"""Writes: somebody comes in by their council's service, loses their role there, or left there."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from sqlalchemy import and_, false, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from portal.core import clock
from portal.core.access import Device, Role
from portal.core.db import Db
from portal.core.ids import new_id
from portal.people import sessions
from portal.people.rules import PersonKind
from portal.people.tables import Account, Council, Membership, Person, SignInSession
from portal.staff_sign_in.providers import Provider
from portal.staff_sign_in.rules import CannotSignIn, Fault, Said, SignedOut
from portal.staff_sign_in.tables import StaffIdentity

STRENGTH = "provider"


def council(db: Db, name: str) -> int:
    """The council that a provider speaks for. Raises CannotSignIn."""
    found = db.scalar(select(Council.id).where(Council.name == name))
    if found is None:
        raise CannotSignIn(Fault.COUNCIL)
    return found


def come_in(
    db: Db, provider: Provider, council_id: int, said: Said, role: Role, now: datetime
) -> tuple[str, int | None]:
    """Sign in whom the council's service has named, in the role that their groups give today;
    returns the cookie's value and days. The request stands within the council already.

    Raises CannotSignIn; nothing is kept then.
    """
    day = clock.today(now)
    account_id, membership = _account(db, provider.issuer, said.subject, council_id)
    if membership is None:
        person_id = _person(db, council_id, said)
        account_id = account_id or _new_account(db, provider.issuer, said.subject, now)
        _join(db, account_id, council_id, person_id, role, day)
    elif (membership.role, membership.ends) != (role.value, None):
        membership.role, membership.ends = role.value, None
        membership.starts = min(membership.starts, day)
    assert account_id is not None
    db.execute(
        update(StaffIdentity)
        .where(StaffIdentity.issuer == provider.issuer, StaffIdentity.subject == said.subject)
        .values(used_at=now)
    )
    return sessions.begin(
        db,
        account_id,
        council_id,
        role,
        Device.STAFF,
        STRENGTH,
        now,
        provider_sid=_session_key(provider.issuer, said.sid, said.subject),
        at_most=provider.recheck,
    )


def lose_role(db: Db, provider: Provider, council_id: int, said: Said, now: datetime) -> None:
    """No group of theirs gives a role any more: what they had here ends now."""
    account_id = db.scalar(
        select(StaffIdentity.account_id).where(
            StaffIdentity.issuer == provider.issuer, StaffIdentity.subject == said.subject
        )
    )
    if account_id is None:
        return
    here = and_(Membership.account_id == account_id, Membership.council_id == council_id)
    yesterday = clock.today(now) - timedelta(days=1)  # a membership holds on its last day
    db.execute(update(Membership).where(here).values(ends=yesterday, is_lead=False))
    sessions.end_where(
        db, SignInSession.account_id == account_id, SignInSession.council_id == council_id
    )


def leave(db: Db, notice: SignedOut) -> None:
    """End the session that was ended at the service; all of the person's, where it names none."""
    theirs = select(StaffIdentity.account_id).where(
        StaffIdentity.issuer == notice.issuer, StaffIdentity.subject == notice.subject
    )
    key = _session_key(notice.issuer, notice.sid, notice.subject)
    without_sid = _session_key(notice.issuer, "", notice.subject)
    sessions.end_where(
        db,
        or_(
            SignInSession.provider_sid == key,
            SignInSession.provider_sid == without_sid if notice.subject else false(),
            SignInSession.account_id.in_(theirs) if not notice.sid else false(),
        ),
    )


def _session_key(issuer: str, sid: str, subject: str) -> str:
    """What our session is found by when theirs ends. Two services may use the same sid."""
    parts = (issuer, "sid", sid) if sid else (issuer, "sub", subject)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _account(
    db: Db, issuer: str, subject: str, council_id: int
) -> tuple[int | None, Membership | None]:
    """Whose account this is, and what they are in this council: one statement."""
    here = and_(Membership.account_id == Account.id, Membership.council_id == council_id)
    found = db.execute(
        select(Account.id, Account.state, Membership)
        .join(StaffIdentity, StaffIdentity.account_id == Account.id)
        .outerjoin(Membership, here)
        .where(StaffIdentity.issuer == issuer, StaffIdentity.subject == subject)
    ).first()
    if found is not None and found.state != "open":
        raise CannotSignIn(Fault.CLOSED)
    return (found.id, found.Membership) if found is not None else (None, None)


def _person(db: Db, council_id: int, said: Said) -> int:
    """The one member of staff whom the council's own file names so, and who has no account yet.
    Where the service says their code, an address decides nothing: it may have been another's."""
    if said.code:
        named = Person.code == said.code
    else:
        named = func.lower(func.trim(Person.email)) == said.email if said.email else false()
    found = db.execute(
        select(Person.id, Membership.id.label("membership_id"))
        .outerjoin(Membership, Membership.person_id == Person.id)
        .where(
            Person.council_id == council_id,
            Person.kind == PersonKind.STAFF,
            named,
        )
        .limit(2)
    ).all()
    if not found:
        raise CannotSignIn(Fault.NOBODY)
    if len(found) > 1:
        raise CannotSignIn(Fault.SEVERAL)
    if found[0].membership_id is not None:
        raise CannotSignIn(Fault.TAKEN)
    return int(found[0].id)


def _new_account(db: Db, issuer: str, subject: str, now: datetime) -> int:
    """Without user name or passphrase: the only way in is the council's service."""
    account = Account(id=new_id(), made_at=now)
    db.add(account)
    db.flush()
    db.add(
        StaffIdentity(
            account_id=account.id, issuer=issuer, subject=subject, made_at=now, used_at=now
        )
    )
    return account.id


def _join(db: Db, account_id: int, council_id: int, person_id: int, role: Role, day: date) -> None:
    db.add(
        Membership(
            account_id=account_id,
            council_id=council_id,
            person_id=person_id,
            role=role.value,
            starts=day,
        )
    )
    try:
        db.flush()
    except IntegrityError as twice:  # they came by two browsers at the same moment
        raise CannotSignIn(Fault.STATE) from twice
