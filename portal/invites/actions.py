"""Writes: give a way in, use it, and lock everybody else out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    and_,
    column,
    delete,
    literal,
    not_,
    or_,
    select,
    table,
    true,
    update,
)
from sqlalchemy.engine import Connection as DbConnection
from sqlalchemy.exc import IntegrityError, NoResultFound

from portal.core import audit, clock
from portal.core.access import Device, Role, Viewer
from portal.core.db import Db, within
from portal.core.ids import new_id
from portal.core.receipts import fingerprint, first_time
from portal.invites import pages, policy
from portal.invites.pages import LOCKED_OUT, USED, USED_AGAIN, OwnAccount, Worker, is_open
from portal.invites.rules import INVITE_LASTS, Purpose, code_hash, new_code
from portal.notifications.actions import tell
from portal.people import sessions
from portal.people.answers import (
    FIRST,
    answers_for,
    columns,
    cover,
    covers,
    is_answering,
    is_away,
    leave,
)
from portal.people.oversight import overseers
from portal.people.rules import tidy_username
from portal.people.stops import stopped
from portal.people.tables import (
    Account,
    Connection,
    Invite,
    Membership,
    Person,
)

# Another room's table: rooms of one floor do not know each other, and this must not depend on
# whether that room was loaded.
_PASSKEYS = table("passkey", column("account_id", BigInteger))


class NotForStaff(Exception):
    """Staff come in through their council's own sign-in service, not by a code."""


class CodeNotGood(Exception):
    """The invitation was used, cancelled or ran out between the question and the deed."""


class NameTaken(Exception):
    """Somebody has this user name already."""


class HasAccount(Exception):
    """This person can already sign in, and the code was for somebody who cannot."""


class NotTheirs(Exception):
    """The passphrase was changed by another page in the meantime."""


@dataclass(frozen=True)
class Made:
    """A code in groups of four. It is kept only as a hash and cannot be shown again."""

    code: str
    ends_at: datetime


def give(
    db: Db,
    viewer: Viewer,
    ref: str,
    adult: str | None,
    kept_word: str,
    now: datetime,
    key: str,
) -> Made | None:
    """A way in for the young person `ref`, or for the carer `adult` with whom they live; None
    when this browser has sent this form before (key: of the form), and the code stays.

    Raises NoResultFound when it is not this viewer's to give.
    """
    target = pages.target_of(db, viewer, ref, adult, now)
    if target.ask_manager:
        raise NoResultFound
    form = fingerprint("invites.give", str(viewer.session_id), target.ref, key)
    if first_time(db, viewer.account_id, form, "", "", now) is not None:
        return None
    made = invite(db, target.council_id, target.id, target.role, kept_word, viewer.person_id, now)
    young_id = target.id
    if adult:
        young_id = db.scalars(
            select(Person.id).where(Person.council_id == viewer.council_id, Person.ref == ref)
        ).one()
    what = "invites.given_to_carer" if adult else "invites.given"
    audit.changed(db, viewer, young_id, what, now)
    return made


def invite(
    db: Db,
    council_id: int,
    person_id: int,
    role: Role,
    kept_word: str,
    made_by_id: int | None,
    now: datetime,
    *,
    staff_too: bool = False,
) -> Made:
    """A new code for this person; cancels every earlier one. kept_word: already hashed.
    made_by_id: the person who gives it. staff_too: in the demo. Raises NotForStaff."""
    if role not in policy.GETTERS and not staff_too:
        raise NotForStaff
    # Of two that are made at once the second waits here, and then cancels the first.
    db.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    has_account = db.scalar(select(Membership.id).where(Membership.person_id == person_id))
    _cancel(db, [person_id], now)
    code = new_code()
    db.add(
        Invite(
            council_id=council_id,
            person_id=person_id,
            role=role.value,
            purpose=(Purpose.AGAIN if has_account else Purpose.FIRST).value,
            secret=kept_word,
            code_hash=code_hash(code),
            made_by_id=made_by_id,
            made_at=now,
            ends_at=now + INVITE_LASTS,
        )
    )
    db.flush()
    return Made(code, now + INVITE_LASTS)


def _cancel(db: Db, person_ids: list[int], now: datetime, *, given_too: bool = True) -> None:
    db.execute(
        update(Invite)
        .where(
            Invite.person_id.in_(person_ids),
            Invite.used_at.is_(None),
            Invite.cancelled_at.is_(None),
            true() if given_too else Invite.made_by_id.is_(None),
        )
        .values(cancelled_at=now)
    )


# --- using one ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """An open invitation. account_id, username: of somebody who had an account already."""

    id: int
    council_id: int
    person_id: int
    role: Role
    purpose: Purpose
    made_by_id: int | None
    account_id: int | None
    username: str
    kept_word: str | None = field(repr=False)


def look_up(db: Db, code: str, now: datetime, *, staff_too: bool) -> Found | None:
    """The open invitation with this code, if whoever gave it would still give it: two queries,
    whatever is typed."""
    row = db.execute(
        select(Invite, Membership.account_id, Account.username)
        .outerjoin(Membership, Membership.person_id == Invite.person_id)
        .outerjoin(Account, Account.id == Membership.account_id)
        .where(
            Invite.code_hash == code_hash(code),
            *is_open(now),
            true() if staff_too else Invite.role.in_(policy.GETTERS),
        )
    ).first()
    council_id = row.Invite.council_id if row else 0
    within(db.connection(), council_id)
    if row is None:
        _still_given(db, council_id, 0, 0, Role.YOUNG, now)
        return None
    given: Invite = row.Invite
    found = Found(
        given.id,
        given.council_id,
        given.person_id,
        Role(given.role),
        Purpose(given.purpose),
        given.made_by_id,
        row.account_id,
        row.username or "",
        given.secret or None,
    )
    return found if _is_still_given(db, found, now) else None


def _is_still_given(db: Db, found: Found, now: datetime) -> bool:
    """A code does not outlive its giver's right to give it. One made by a command has none."""
    asked = (found.made_by_id or 0, found.person_id, found.role, now)
    return _still_given(db, found.council_id, *asked)


def _still_given(
    db: Db, council_id: int, giver_id: int, person_id: int, role: Role, now: datetime
) -> bool:
    giver = policy.Giver(council_id, giver_id)
    theirs = (
        and_(giver.gives(person_id, now), not_(giver.asks_their_manager(person_id, now)))
        if role is Role.YOUNG
        else giver.gives_carer(person_id, now)
    )
    given = or_(theirs, literal(not giver_id))  # by a command
    return bool(db.scalar(select(and_(given, not_(stopped(person_id))))))


def end_code(connection: DbConnection, invite_id: int, now: datetime) -> None:
    """Too many wrong words: for the ledger, since the request itself is undone."""
    connection.execute(
        update(Invite)
        .where(Invite.id == invite_id, Invite.used_at.is_(None))
        .values(cancelled_at=now)
    )


def accept(
    db: Db,
    found: Found,
    username: str,
    kept_passphrase: str,
    device: Device,
    now: datetime,
    place: str = "",
) -> tuple[str, int | None]:
    """Use the invitation up and sign in; returns the cookie's value and days.

    kept_passphrase: already hashed, so that the database is not held while that is done.
    Raises CodeNotGood, HasAccount, NameTaken; nothing is used up then.
    """
    used = db.execute(
        update(Invite)
        .where(Invite.id == found.id, *is_open(now))
        .values(used_at=now)
        .returning(Invite.id)
    ).first()
    if used is None or not _is_still_given(db, found, now):
        raise CodeNotGood
    if found.purpose is Purpose.FIRST:
        account_id = _begin_account(db, found, username, kept_passphrase, now)
        kind, what = USED, "invites.used"
    else:
        account_id = _open_account(db, found, username, kept_passphrase, now)
        kind, what = USED_AGAIN, "invites.used_again"
    audit.own(db, found.council_id, found.person_id, account_id, found.role, what, now)
    _tell(db, found, kind, now)
    return sessions.begin(
        db, account_id, found.council_id, found.role, device, "passphrase", now, place
    )


def _begin_account(db: Db, found: Found, username: str, kept_passphrase: str, now: datetime) -> int:
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
            role=found.role.value,
            starts=clock.today(now),
        )
    )
    return account.id


def _open_account(db: Db, found: Found, username: str, kept_passphrase: str, now: datetime) -> int:
    """Somebody's own account again: a new passphrase, and everything that was open ends."""
    day = clock.today(now)
    account_id = db.scalar(
        select(Account.id)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.person_id == found.person_id,
            Membership.role == found.role.value,
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
        )
    )
    if account_id is None:
        raise CodeNotGood
    try:
        db.execute(
            update(Account)
            .where(Account.id == account_id)
            .values(username=tidy_username(username), passphrase=kept_passphrase)
        )
    except IntegrityError as taken:
        raise NameTaken from taken
    _end_everything(db, account_id, now)
    return account_id


def _end_everything(db: Db, account_id: int, now: datetime, *, given_too: bool = True) -> None:
    """Every session, passkey and open code of this account, in whichever council. given_too: also
    codes that a worker gave."""
    sessions.end_all(db, account_id)
    db.execute(delete(_PASSKEYS).where(_PASSKEYS.c.account_id == account_id))
    people = select(Membership.person_id).where(Membership.account_id == account_id)
    _cancel(db, list(db.scalars(people)), now, given_too=given_too)


def _tell(db: Db, found: Found, kind: str, now: datetime) -> None:
    """Whoever gave it, and whoever answers them today. Never only somebody who could have used it
    themselves: of a carer's, and of every way back, those who oversee the children hear, too."""
    ref = db.scalars(select(Person.ref).where(Person.id == found.person_id)).one()
    told = {found.made_by_id}
    for young_id in _children(db, found, now):
        told.add(_answering(db, found.council_id, young_id, now))
        if found.role is Role.CARER or found.purpose is Purpose.AGAIN:
            giver = (found.made_by_id,)
            told.update(overseers(db, found.council_id, young_id, now, without=giver))
    those = select(Membership.person_id).where(
        Membership.person_id.in_(told - {None, found.person_id}),
        Membership.role.in_(policy.TOLD),  # who have a page to read it on
    )
    for person_id in db.scalars(those.order_by(Membership.id)).all():
        tell(db, found.council_id, person_id, kind, "way_in", ref, now)


def _children(db: Db, found: Found, now: datetime) -> Sequence[int]:
    """The young people whose pages this opened."""
    if found.role is Role.YOUNG:
        return (found.person_id,)
    if found.role is not Role.CARER:
        return ()
    return db.scalars(policy.children_of(found.council_id, found.person_id, now)).all()


def _answering(db: Db, council_id: int, young_id: int, now: datetime) -> int | None:
    day = clock.today(now)
    row = db.execute(
        select(*columns(Person))
        .join(Connection, Connection.with_id == Person.id)
        .outerjoin(leave, is_away(Person, day))
        .outerjoin(cover, covers(day))
        .where(
            Connection.council_id == council_id,
            Connection.of_id == young_id,
            is_answering(day),
        )
        .order_by(*FIRST)
        .limit(1)
    ).first()
    answers = answers_for(row, day) if row is not None else None
    return answers.id if answers is not None else None


# --- somebody else can get in -------------------------------------------------------------------


def lock_others_out(
    db: Db,
    viewer: Viewer,
    account: OwnAccount,
    kept_passphrase: str,
    worker: Worker | None,
    now: datetime,
    place: str = "",
) -> tuple[str, int | None]:
    """A new passphrase; everything else that is open ends, and this browser gets a new value.

    account: as its present passphrase was checked against. worker: who is told, where there is
    somebody. Raises NotTheirs when somebody was quicker.
    """
    changed = db.execute(
        update(Account)
        .where(Account.id == viewer.account_id, Account.passphrase == account.kept)
        .values(passphrase=kept_passphrase)
        .returning(Account.id)
    ).first()
    if changed is None:
        raise NotTheirs
    # A code that a worker gave is theirs: else whoever knows the passphrase could keep the account.
    _end_everything(db, viewer.account_id, now, given_too=False)
    what = "invites.others_locked_out"
    audit.own(db, viewer.council_id, viewer.person_id, viewer.account_id, viewer.role, what, now)
    if worker is not None:
        ref = db.scalars(select(Person.ref).where(Person.id == viewer.person_id)).one()
        tell(db, viewer.council_id, worker.id, LOCKED_OUT, "way_in", ref, now)
    return sessions.begin(
        db, viewer.account_id, viewer.council_id, viewer.role, viewer.device, "passphrase", now,
        place,
    )  # fmt: skip
