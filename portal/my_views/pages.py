"""Reads: My say, a sheet and its parts, what adults read of it, and what a council asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, exists, func, or_, select
from sqlalchemy.exc import NoResultFound

from portal.agenda.tables import AgendaItem
from portal.core import clock
from portal.core.access import Band, Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows, moment, rows_of
from portal.helplines import contacts
from portal.helplines.contacts import Contact, Section
from portal.my_views import policy, rules
from portal.my_views.rules import (
    Asked,
    Coming,
    Invitation,
    Kept,
    Occasion,
    Own,
    Said,
    Wishes,
)
from portal.my_views.tables import ViewHeading, ViewPart, ViewSheet
from portal.people.answers import (
    FIRST,
    answers_for,
    columns,
    with_who_answers,
    worker,
)
from portal.people.pages import Subject, own, subject
from portal.people.reach import not_of
from portal.people.rules import age_on
from portal.people.tables import Council, Person
from portal.say import pages as said_pages
from portal.say.before import Before as BeforeMeeting
from portal.say.before import asks_before
from portal.say.pages import ReadersNow, SaidCard
from portal.say.rules import Readers
from portal.uploads.tables import Upload, UploadBytes

KIND = "view"
REVIEW = "review"  # as the agenda calls one that has a page
SHOWN = 5  # of what they said, on My say
GROWN = 18


# --- headings -----------------------------------------------------------------------------------

_HEADING = (
    ViewHeading.code, ViewHeading.place, ViewHeading.off, ViewHeading.name, ViewHeading.child,
    ViewHeading.teen, ViewHeading.adult, ViewHeading.icon, ViewHeading.occasions,
)  # fmt: skip


def _headings_of(council_id: int) -> Any:
    """As a column of another question."""
    found = json_rows(*_HEADING).where(ViewHeading.council_id == council_id)
    return found.scalar_subquery().label("headings")


def _headings(rows: Iterable[Any]) -> tuple[Asked, ...]:
    return rules.headings(_own_heading(*row) for row in rows)


def _own_heading(
    code: str, place: int, off: Any, name: str, child: str, teen: str, adult: str, icon: str,
    occasions: str,
) -> Own:  # fmt: skip
    words = {Band.CHILD: child, Band.TEEN: teen, Band.ADULT: adult}
    when = frozenset(Occasion(one) for one in occasions.split(",") if one in set(Occasion))
    return Own(code, place, bool(off), name, words, icon, when)


def headings_page(db: Db, viewer: Viewer) -> tuple[Asked, ...]:
    """Everything that this council asks, in its order. One statement."""
    return _headings(
        db.execute(select(*_HEADING).where(ViewHeading.council_id == viewer.council_id))
    )


def one_heading(db: Db, viewer: Viewer, code: str) -> Asked:
    """Raises NoResultFound."""
    found = next((one for one in headings_page(db, viewer) if one.code == code), None)
    if found is None:
        raise NoResultFound
    return found


# --- My say -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComingReview:
    """wall: what the clock on the wall will show; None when only the day is known."""

    ref: str
    day: date
    wall: datetime | None
    run_by: str


@dataclass(frozen=True)
class SheetLine:
    """said: of how many parts they said something. sent_on: None for a draft. about_ref: of the
    review for which it was sent. alone: they want to talk alone with who runs it, before."""

    ref: str
    occasion: Occasion
    changed_at: datetime
    sent_on: date | None
    about_ref: str
    said: int
    alone: bool


@dataclass(frozen=True)
class Asks:
    """An invitation, and what was already sent for it (its ref), if it was."""

    invitation: Invitation
    sent_ref: str


@dataclass(frozen=True)
class MySayPage:
    """drafts: begun and not sent, the one they last wrote in first. asks: before what they are
    asked, and nothing is begun. said: the newest of all that they said."""

    today: date
    review: ComingReview | None
    drafts: tuple[SheetLine, ...]
    asks: tuple[Asks, ...]
    said: tuple[SaidCard, ...]
    headings: tuple[Asked, ...]
    worker: str  # who answers today; "" when nobody does
    band: Band
    advocates: tuple[Contact, ...]


def my_say_page(db: Db, viewer: Viewer, now: datetime) -> MySayPage:
    """Two statements."""
    today = clock.today(now)
    row = db.execute(_hub(viewer, today)).one()
    coming = [_coming(*one) for one in rows_of(row.coming)]
    lines = [_line(*one) for one in rows_of(row.sheets)]
    drafts = sorted((s for s in lines if s.sent_on is None), key=lambda s: s.changed_at)
    begun = {one.occasion for one in drafts}
    grown = _grown(row.born, today)
    asks = [
        Asks(one, _sent_for(one, lines))
        for one in rules.invitations(coming, today, grown)
        if one.occasion not in begun
    ]
    answers = answers_for(row, today)
    return MySayPage(
        today=today,
        review=_review(coming),
        drafts=tuple(reversed(drafts)),
        asks=tuple(asks),
        said=said_pages.with_names(
            db, viewer, said_pages.cards(db, viewer, own(viewer), now, most=SHOWN), now
        ),
        headings=_headings(rows_of(row.headings)),
        worker=answers.name if answers else "",
        band=viewer.band,
        advocates=contacts.of(Section.SIDE),
    )


def _lines(viewer: Viewer) -> Any:
    """What they began or sent, as a column of another question."""
    parts = (
        select(func.count(ViewPart.id))
        .where(
            ViewPart.sheet_id == ViewSheet.id,
            or_(
                ViewPart.text != "",
                ViewPart.face.is_not(None),
                ViewPart.symbols != "",
                ViewPart.picture_id.is_not(None),
                ViewPart.voice_id.is_not(None),
            ),
        )
        .correlate(ViewSheet)
        .scalar_subquery()
    )
    return json_rows(
        ViewSheet.ref, ViewSheet.occasion, ViewSheet.changed_at, ViewSheet.sent_at,
        ViewSheet.about_ref, parts, ViewSheet.alone,
    ).where(policy.own(viewer)).scalar_subquery().label("sheets")  # fmt: skip


def _hub(viewer: Viewer, today: date) -> Select[Any]:
    """The council, who answers, what comes, and what was begun or sent: in one question."""
    coming = json_rows(
        AgendaItem.kind, AgendaItem.day, AgendaItem.source_ref, AgendaItem.wall,
        # Of whom they must not know, they are told no name.
        case((not_of(AgendaItem.with_id, viewer.person_id), AgendaItem.with_label), else_=""),
    ).where(
        AgendaItem.council_id == viewer.council_id, AgendaItem.person_id == viewer.person_id,
        AgendaItem.day >= today, AgendaItem.kind.in_(tuple(rules.OCCASIONS)),
        AgendaItem.state == "coming",
    )  # fmt: skip
    return (
        with_who_answers(
            select(
                Person.born,
                coming.scalar_subquery().label("coming"),
                _lines(viewer), _headings_of(viewer.council_id),
                *columns(worker),
            )
            .select_from(Council)
            .join(Person, Person.id == viewer.person_id),
            Council.id, viewer.person_id, today,
        )
        .where(Council.id == viewer.council_id)
        .order_by(*FIRST)
        .limit(1)
    )  # fmt: skip


def _coming(
    kind: str, day: str, ref: str, wall: str | None = None, with_label: str = ""
) -> Coming:  # fmt: skip
    at = datetime.fromisoformat(wall) if wall else None
    return Coming(kind, date.fromisoformat(day), ref, at, with_label)


def _line(
    ref: str, occasion: str, changed: str, sent: str | None, about_ref: str, said: int, alone: str
) -> SheetLine:
    changed_at, sent_at = moment(changed), moment(sent)
    assert changed_at is not None
    sent_on = clock.today(sent_at) if sent_at else None
    return SheetLine(ref, Occasion(occasion), changed_at, sent_on, about_ref, said, alone == "yes")


def _review(coming: Iterable[Coming]) -> ComingReview | None:
    booked = sorted((c for c in coming if c.kind == "review"), key=lambda c: c.day)
    if not booked:
        return None
    first = booked[0]
    return ComingReview(first.ref, first.day, first.wall, first.with_label)


def _sent_for(invitation: Invitation, lines: Iterable[SheetLine]) -> str:
    sent = [
        one for one in lines
        if one.occasion is invitation.occasion and one.sent_on is not None
        and (_is_for(one, invitation.ref) or rules.was_said(one.sent_on, invitation.day))
    ]  # fmt: skip
    return max(sent, key=lambda one: one.changed_at).ref if sent else ""


def _is_for(line: SheetLine, ref: str) -> bool:
    return bool(ref) and line.about_ref == ref


@asks_before
def before_review(db: Db, viewer: Viewer, ref: str, now: datetime) -> BeforeMeeting:
    """How it stands with what they say before this review of theirs: one statement."""
    row = db.execute(
        select(Person.born, _lines(viewer)).where(
            Person.council_id == viewer.council_id, Person.id == viewer.person_id
        )
    ).one()
    grown = _grown(row.born, clock.today(now))
    occasion = Occasion.PATHWAY if grown else Occasion.CARE
    lines = [line for one in rows_of(row.sheets) if (line := _line(*one)).occasion is occasion]
    sent = [one for one in lines if one.sent_on is not None and _is_for(one, ref)]
    newest = max(sent, key=lambda one: one.changed_at, default=None)
    sent_on = newest.sent_on if newest else None
    alone = newest.alone if newest else False
    draft = next((one for one in lines if one.sent_on is None), None)
    shown = draft or newest
    if shown is not None:
        return BeforeMeeting(
            "my_views.sheet", {"ref": shown.ref}, draft is not None, shown.said, sent_on, alone
        )
    return BeforeMeeting("my_views.before", {"occasion": occasion.value})


# --- a sheet ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """What is asked, and what stands under it. readers: as they are, their own or the sheet's."""

    asked: Asked
    said: Said
    language: str
    readers: Readers
    picture_id: int | None
    voice_id: int | None

    @property
    def kept(self) -> Kept:
        return self.said.kept

    @property
    def goes(self) -> bool:
        """Whether it is sent: it says something, and not to themselves alone."""
        return self.said.says_something and bool(self.readers)


@dataclass(frozen=True)
class Sheet:
    """id: for actions. day: of the meeting, where it is known. meeting: the ref of the booked one
    for which it would be, if it went now; "" where none is, and once it was sent. review_ref: of
    the review that it is or would be for, where that has a page."""

    id: int
    ref: str
    occasion: Occasion
    about_ref: str
    day: date | None
    pictures: bool
    helped_by: str
    readers: Readers
    wishes: Wishes
    parts: tuple[Part, ...]
    changed_at: datetime
    sent_at: datetime | None
    meeting: str = ""
    review_ref: str = ""

    @property
    def codes(self) -> list[str]:
        return [part.asked.code for part in self.parts]

    @property
    def said(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.said.says_something)

    @property
    def going(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.goes)

    @property
    def for_meeting(self) -> bool:
        return self.occasion is not Occasion.ANY

    @property
    def first_open(self) -> str:
        """Where to go on: the first part that nothing was done with; "" when there is none."""
        return next((p.asked.code for p in self.parts if p.kept is Kept.OPEN), "")

    def part(self, code: str) -> Part:
        """Raises NoResultFound."""
        found = next((part for part in self.parts if part.asked.code == code), None)
        if found is None:
            raise NoResultFound
        return found


_COMING = (AgendaItem.kind, AgendaItem.day, AgendaItem.source_ref)
_PART = (
    ViewPart.heading, ViewPart.text, ViewPart.language, ViewPart.face, ViewPart.symbols,
    ViewPart.silent, ViewPart.readers, ViewPart.picture_id, ViewPart.voice_id,
)  # fmt: skip


def _sheets(viewer: Viewer) -> Select[Any]:
    meeting = (
        AgendaItem.council_id == ViewSheet.council_id,
        AgendaItem.person_id == ViewSheet.person_id,
        AgendaItem.source_ref == ViewSheet.about_ref, ViewSheet.about_ref != "",
    )  # fmt: skip
    day = select(func.min(AgendaItem.day)).where(*meeting).scalar_subquery()
    review = exists(select(AgendaItem.id).where(*meeting, AgendaItem.kind == REVIEW))
    parts = json_rows(*_PART).where(ViewPart.sheet_id == ViewSheet.id).correlate(ViewSheet)
    return select(
        ViewSheet, day.label("day"), case((review, 1), else_=0).label("review"),
        parts.scalar_subquery().label("parts"), _headings_of(viewer.council_id),
    )  # fmt: skip


def sheet_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> Sheet:
    """One of their own, begun or sent. One statement. Raises NoResultFound."""
    today = clock.today(now)
    row = db.execute(
        _sheets(viewer)
        .join(Person, Person.id == ViewSheet.person_id)
        .add_columns(Person.born, _booked(viewer, today))
        .where(policy.own(viewer), ViewSheet.ref == ref)
    ).one()
    page = _sheet(row)
    if page.sent_at is not None:
        return page
    coming = [_coming(*one) for one in rows_of(row.booked)]
    meeting = rules.booked(coming, page.occasion, today, _grown(row.born, today))
    if meeting is None:
        return replace(page, day=None, review_ref="")
    review_ref = meeting.ref if meeting.kind == REVIEW else ""
    return replace(page, day=meeting.day, meeting=meeting.ref, review_ref=review_ref)


def _booked(viewer: Viewer, today: date) -> Any:
    """Every meeting of theirs that has a day, as a column of another question."""
    found = json_rows(*_COMING).where(
        AgendaItem.council_id == viewer.council_id, AgendaItem.person_id == viewer.person_id,
        AgendaItem.day >= today, AgendaItem.kind.in_(rules.BOOKED), AgendaItem.state == "coming",
    )  # fmt: skip
    return found.scalar_subquery().label("booked")


def _grown(born: date | None, today: date) -> bool:
    return born is not None and age_on(born, today) >= GROWN


def _sheet(row: Any) -> Sheet:
    found: ViewSheet = row.ViewSheet
    readers = Readers(found.readers)
    written = {one[0]: one for one in rows_of(row.parts)}
    occasion = Occasion(found.occasion)
    every = rules.asked_now(_headings(rows_of(row.headings)), occasion, written)
    return Sheet(
        found.id, found.ref, occasion, found.about_ref, row.day, found.pictures, found.helped_by,
        readers, Wishes(**{name: getattr(found, name) for name in Wishes.__dataclass_fields__}),
        tuple(_part(asked, written.get(asked.code), readers) for asked in every),
        found.changed_at, found.sent_at, review_ref=found.about_ref if row.review else "",
    )  # fmt: skip


def _part(asked: Asked, row: Any, of_sheet: Readers) -> Part:
    if row is None:
        return Part(asked, Said(), "", of_sheet, None, None)
    _code, text, language, face, symbols, silent, readers, picture_id, voice_id = row
    own_readers = None if readers is None else Readers(readers)
    said = Said(
        text, face, tuple(filter(None, symbols.split(","))), silent, own_readers,
        picture_id is not None, voice_id is not None,
    )  # fmt: skip
    return Part(
        asked, said, language, of_sheet if own_readers is None else own_readers, picture_id,
        voice_id,
    )  # fmt: skip


@dataclass(frozen=True)
class Before:
    """For the page on which they begin. ref: of a draft that is there already."""

    occasion: Occasion
    invitation: Invitation | None
    ref: str
    people: ReadersNow
    today: date


def before_page(db: Db, viewer: Viewer, occasion: Occasion, now: datetime) -> Before:
    """Two statements, three with who would read it."""
    today = clock.today(now)
    draft = db.scalar(draft_of(viewer, occasion))
    return Before(
        occasion, invitation_to(db, viewer, occasion, now), draft or "",
        said_pages.readers_now(db, viewer, now), today,
    )  # fmt: skip


def draft_of(viewer: Viewer, occasion: Occasion) -> Select[str]:
    return select(ViewSheet.ref).where(
        policy.own(viewer), ViewSheet.occasion == occasion.value, ViewSheet.sent_at.is_(None)
    )


def invitation_to(db: Db, viewer: Viewer, occasion: Occasion, now: datetime) -> Invitation | None:
    """What is near, of this occasion. One statement."""
    today = clock.today(now)
    kinds = [kind for kind in rules.OCCASIONS if occasion in _either(kind)]
    if not kinds:
        return None
    rows = db.execute(
        select(AgendaItem.kind, AgendaItem.day, AgendaItem.source_ref).where(
            AgendaItem.council_id == viewer.council_id, AgendaItem.person_id == viewer.person_id,
            AgendaItem.day >= today, AgendaItem.day <= today + rules.INVITE,
            AgendaItem.kind.in_(kinds), AgendaItem.state == "coming",
        )
    )  # fmt: skip
    coming = [Coming(row.kind, row.day, row.source_ref) for row in rows]
    both = (*rules.invitations(coming, today, False), *rules.invitations(coming, today, True))
    return next((one for one in both if one.occasion is occasion), None)


def _either(kind: str) -> set[Occasion | None]:
    return {rules.occasion_of(kind, False), rules.occasion_of(kind, True)}


def said_of(
    db: Db, viewer: Viewer, subject: Subject, sheet_ids: list[int], now: datetime
) -> tuple[SaidCard, ...]:
    """What was sent of these sheets, as this viewer reads it. One statement."""
    if not sheet_ids:
        return ()
    return said_pages.cards(db, viewer, subject, now, kind=KIND, about_ids=sheet_ids)


def file_of(db: Db, viewer: Viewer, ref: str, code: str, kind: str, part: str) -> tuple[bytes, str]:
    """What they drew, photographed or recorded, for themselves: (bytes, mime). One statement.
    Raises NoResultFound."""
    column = ViewPart.picture_id if kind == "picture" else ViewPart.voice_id
    row = db.execute(
        select(UploadBytes.data, Upload.mime)
        .join(Upload, Upload.id == UploadBytes.upload_id)
        .join(ViewPart, column == Upload.id)
        .join(ViewSheet, ViewSheet.id == ViewPart.sheet_id)
        .where(
            policy.own(viewer), ViewSheet.ref == ref, ViewPart.heading == code,
            Upload.council_id == viewer.council_id, UploadBytes.part == part,
        )
    ).one()  # fmt: skip
    return row.data, row.mime


# --- what adults read ---------------------------------------------------------------------------


@dataclass(frozen=True)
class TheirSheet:
    """unknown: what they said "I don't know" to, of the parts for this reader. said: what
    they may read of it."""

    occasion: Occasion
    day: date | None
    sent_at: datetime
    helped_by: str
    wishes: Wishes
    unknown: tuple[Asked, ...]
    said: tuple[SaidCard, ...]


@dataclass(frozen=True)
class TheirViews:
    subject: Subject
    sheets: tuple[TheirSheet, ...]
    headings: tuple[Asked, ...]


MOST = 10


def their_views(db: Db, viewer: Viewer, ref: str, now: datetime) -> TheirViews:
    """What they said before their meetings, and how they want those to be, the newest first: three
    statements. The look is audited. Raises NoResultFound."""
    who = subject(db, viewer, ref, now)
    ways = policy.reads_as(viewer, now)
    rows = db.execute(
        _sheets(viewer)
        .add_columns(*(case((near, int(reader)), else_=0) for reader, near in ways.items()))
        .where(ViewSheet.person_id == who.id, policy.reads(viewer, now))
        .order_by(ViewSheet.sent_at.desc(), ViewSheet.id.desc())
        .limit(MOST)
    ).all()
    sheets = [_sheet(row) for row in rows]
    as_what = [Readers(sum(row[-len(ways) :])) for row in rows]
    cards = said_of(db, viewer, who, [sheet.id for sheet in sheets], now)
    return TheirViews(
        who,
        tuple(_theirs(*one, cards) for one in zip(sheets, as_what, strict=True)),
        _headings(rows_of(rows[0].headings)) if rows else rules.headings(()),
    )


def _theirs(sheet: Sheet, as_what: Readers, cards: Iterable[SaidCard]) -> TheirSheet:
    assert sheet.sent_at is not None
    return TheirSheet(
        sheet.occasion, sheet.day, sheet.sent_at, sheet.helped_by, sheet.wishes,
        tuple(
            part.asked for part in sheet.parts
            if part.kept is Kept.UNKNOWN and part.readers & as_what
        ),
        tuple(card for card in cards if card.said_at == sheet.sent_at),
    )  # fmt: skip
