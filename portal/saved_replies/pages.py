"""Reads of replies: the list, one of them, and those to choose from for one young person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.clocks.days import BeyondKnownHolidays, add_working_days, load_holidays
from portal.core import clock
from portal.core.access import Band, Viewer, band_for
from portal.core.db import Db
from portal.core.words import day_words
from portal.people.pages import Subject, subject
from portal.people.reach import reach, shown_name
from portal.people.rules import Grant, PersonKind, age_on
from portal.people.tables import Council, Person
from portal.saved_replies import policy, rules
from portal.saved_replies.tables import SavedReply

NEEDED = Grant.NAME | Grant.MESSAGES
_me = aliased(Person, name="who_writes")
_them = aliased(Person, name="who_reads")


@dataclass(frozen=True)
class Reply:
    """own: the viewer's; else the council's."""

    ref: str
    title: str
    child: str
    teen: str
    adult: str
    own: bool
    may_change: bool

    def words(self, band: str) -> str:
        return rules.words_for(band, self.child, self.teen, self.adult)


@dataclass(frozen=True)
class RepliesPage:
    own: tuple[Reply, ...]
    councils: tuple[Reply, ...]


@dataclass(frozen=True)
class Choice:
    ref: str
    title: str
    words: str  # for this young person's age, gaps filled


@dataclass(frozen=True)
class ChoosePage:
    subject: Subject
    choices: tuple[Choice, ...]


def replies_page(db: Db, viewer: Viewer) -> RepliesPage:
    """One statement."""
    found = [_reply(row, viewer) for row in db.scalars(_in_order(viewer))]
    return RepliesPage(
        tuple(reply for reply in found if reply.own),
        tuple(reply for reply in found if not reply.own),
    )


def one(db: Db, viewer: Viewer, ref: str) -> Reply:
    """Raises NoResultFound."""
    query = select(SavedReply).where(policy.visible(viewer), SavedReply.ref == ref)
    return _reply(db.scalars(query).one(), viewer)


def choose_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> ChoosePage:
    """Every reply in the words of this young person's age: three statements. The look is audited.
    Raises NoResultFound for whoever does not read their messages."""
    who = subject(db, viewer, ref, now)
    if NEEDED not in who.grants:
        raise NoResultFound
    known = db.execute(_phones(viewer)).one()
    values = gaps(who.name, viewer.known_as, known.phone or known.duty_phone, clock.today(now))
    rows = [_reply(row, viewer) for row in db.scalars(_in_order(viewer))]
    rows.sort(key=lambda reply: not reply.own)
    return ChoosePage(
        who, tuple(Choice(r.ref, r.title, rules.fill(r.words(who.band), values)) for r in rows)
    )


def for_thread(db: Db, viewer: Viewer, person_ref: str, reply_ref: str, now: datetime) -> str:
    """What the box of the thread with this young person begins with, when a reply was chosen: the
    words for their age, gaps filled. "" when there is no such reply, or they are not the viewer's
    to write to. One statement, and only when a reply was chosen."""
    row = db.execute(
        select(SavedReply, _them.known_as, _them.code, _them.born, _me.phone, Council.duty_phone)
        .select_from(SavedReply)
        .join(_me, _me.id == viewer.person_id)
        .join(_them, _them.council_id == SavedReply.council_id)
        .join(Council, Council.id == SavedReply.council_id)
        .where(
            policy.visible(viewer),
            SavedReply.ref == reply_ref,
            _them.ref == person_ref,
            _them.kind == PersonKind.YOUNG,
            reach(viewer, _them.id, NEEDED, now),
        )
    ).first()
    if row is None:
        return ""
    today = clock.today(now)
    band = band_for(age_on(row.born, today) if row.born else None)
    values = gaps(
        shown_name(row.known_as, row.code), viewer.known_as, row.phone or row.duty_phone, today
    )
    return rules.fill(_reply(row.SavedReply, viewer).words(band), values)


def gaps(name: str, me: str, phone: str, today: date) -> Mapping[str, str]:
    """What fills them. day: the next working day, as the one most often meant; it is read before
    it is sent."""
    return {"name": name, "me": me, "day": day_words(_next_day(today)), "phone": phone}


def _next_day(today: date) -> date:
    try:
        return add_working_days(today, 1, load_holidays())
    except BeyondKnownHolidays:
        day = today + timedelta(days=1)
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return day


def shown(reply: Reply, viewer: Viewer, name: str, phone: str, now: datetime) -> dict[Band, str]:
    """How a reply reads at each age, with these in its gaps."""
    values = gaps(name, viewer.known_as, phone, clock.today(now))
    return {band: rules.fill(reply.words(band), values) for band in Band}


def phone_of(db: Db, viewer: Viewer) -> str:
    """The number that fills {phone}: the viewer's own for work, else the duty number."""
    row = db.execute(_phones(viewer)).one()
    return str(row.phone or row.duty_phone)


def _phones(viewer: Viewer) -> Any:
    return (
        select(Person.phone, Council.duty_phone)
        .join(Council, Council.id == Person.council_id)
        .where(Person.id == viewer.person_id)
    )


def _in_order(viewer: Viewer) -> Any:
    return (
        select(SavedReply)
        .where(policy.visible(viewer))
        .order_by(SavedReply.title, SavedReply.id)
        .limit(rules.MOST)
    )


def _reply(row: SavedReply, viewer: Viewer) -> Reply:
    return Reply(
        row.ref, row.title, row.child, row.teen, row.adult, row.owner_id is not None,
        policy.may_change(viewer, row.owner_id),
    )  # fmt: skip
