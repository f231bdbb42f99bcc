"""Reads: what a young person added to their plan and said about it, beside each part."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows, moment, rows_of
from portal.hours import pages as hours
from portal.hours.rules import Calendar
from portal.owed.pages import Step, steps_column, steps_of
from portal.owed.tables import Owed
from portal.people import pages as people
from portal.people.answers import (
    FIRST,
    NEEDED,
    Answers,
    absences,
    answers_for,
    can_open,
    columns,
    next_who_can,
    with_who_answers,
    worker,
)
from portal.people.pages import Subject
from portal.people.reach import REACHING, granting, lasting, not_of, shown_name
from portal.people.rules import BY_WISH, PLACED_WITH, Grant, Kind, PersonKind
from portal.people.stops import stopped
from portal.people.tables import Account, Connection, Council, Membership, Person
from portal.plan import pages as plan
from portal.plan.policy import WISHED, wished
from portal.plan.tables import Plan, PlanPart, PlanVersion
from portal.plan.together import policy, rules
from portal.plan.together.entries import OWED
from portal.plan.together.rules import QUESTION, Question, Says, Stands, State
from portal.plan.together.tables import BigQuestion, OwnLine, PlanAnswer, PlanResponse, SayDraft
from portal.worries.words import NOTHING as WORRY_NOTHING
from portal.worries.words import Said as WorryWords
from portal.worries.words import words_in

# Where a worry says that it comes from.
LINE, SAID, AGAIN = "own_line", "plan_response", "plan_again"
SHOWN_SAID = 12
MOST_OPEN = 50
_debtor = aliased(Person, name="owes_answer")
_author = aliased(Person, name="answered_by")


# --- what was written and said, beside a part ---------------------------------------------------


@dataclass(frozen=True)
class LineCard:
    """A line of the young person's own. line_id: the same in all its texts."""

    ref: str
    line_id: int
    kind: str
    area: str
    text: str
    made_at: datetime


@dataclass(frozen=True)
class AnswerCard:
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class SaidCard:
    """What they said about one part, and what became of it. seen_id, seen_content: what they
    had before them. owner: who owes the answer now, ""
    where nothing is owed. by: the moment told for the answer that is owed now. steps: to whom it
    went on. answers: oldest first; those before `again_at` did not answer it."""

    ref: str
    kind: str
    area: str
    says: Says
    why: str
    at: datetime
    seen_id: int | None
    seen_content: str
    state: State
    by: datetime | None
    again_at: datetime | None
    again_why: str
    owner: str
    steps: tuple[Step, ...]
    answers: tuple[AnswerCard, ...]

    @property
    def open(self) -> bool:
        return self.state is State.OPEN

    @property
    def wished(self) -> bool:
        """It is about what is given by wish: nobody has it while `owner` is empty."""
        return self.area in WISHED

    @property
    def may_ask_again(self) -> bool:
        return rules.may_ask_again(self.state, self.again_at)

    @property
    def late(self) -> bool:
        return bool(self.steps)


@dataclass(frozen=True)
class Draft:
    text: str
    at: datetime


@dataclass(frozen=True)
class Beside:
    """What stands beside one part: lines, and what was said, the newest first."""

    lines: tuple[LineCard, ...] = ()
    said: tuple[SaidCard, ...] = ()

    @property
    def now(self) -> SaidCard | None:
        """What they said last."""
        return self.said[0] if self.said else None


NOTHING = Beside()


def beside(
    db: Db, viewer: Viewer, subject: Subject, kind: str, areas: Collection[str] | None,
    now: datetime,
) -> dict[str, Beside]:  # fmt: skip
    """Area → the young person's own lines and what they said of it, as far as this viewer reads
    them, for a page that shows these parts to staff, to carers or to themselves: one statement.
    areas None: all of this kind. An area of which there is nothing is not in it (`NOTHING`)."""
    found = _talk(db, viewer, subject, kind, areas, now)
    return {area: one for (of, area), one in found.items() if of == kind}


def all_beside(
    db: Db, viewer: Viewer, subject: Subject, now: datetime
) -> dict[tuple[str, str], Beside]:
    """The same of all plans and big questions: (kind, area) → what stands beside it."""
    return _talk(db, viewer, subject, None, None, now)


def all_beside_and(
    db: Db, viewer: Viewer, subject: Subject, more: Select[tuple[str]], now: datetime
) -> tuple[dict[tuple[str, str], Beside], str | None]:
    """`all_beside`, and in the same statement what another room has for the page
    (`core.json_rows`)."""
    query = _rows_of_talk(viewer, subject, None, None, MOST_OPEN, now)
    row = db.execute(query.add_columns(more.scalar_subquery().label("more"))).one()
    return _as_beside(row), row.more


def _talk(
    db: Db,
    viewer: Viewer,
    subject: Subject,
    kind: str | None,
    areas: Collection[str] | None,
    now: datetime,
) -> dict[tuple[str, str], Beside]:
    one_area = kind is not None and areas is not None and len(areas) == 1
    most = SHOWN_SAID if one_area else MOST_OPEN
    query = _rows_of_talk(viewer, subject, kind, areas, most, now)
    return _as_beside(db.execute(query).one())


def _as_beside(row: Any) -> dict[tuple[str, str], Beside]:
    lines: dict[tuple[str, str], list[LineCard]] = defaultdict(list)
    for id, line_id, ref, of, area, text, at in sorted(rows_of(row.lines)):
        del id
        lines[of, area].append(LineCard(ref, line_id, of, area, text, _at(at)))
    answers: dict[int, list[AnswerCard]] = defaultdict(list)
    for _id, response_id, text, by, at in sorted(rows_of(row.answers)):
        answers[response_id].append(AnswerCard(text, by, _at(at)))
    said: dict[tuple[str, str], list[SaidCard]] = defaultdict(list)
    for one in sorted(rows_of(row.said), reverse=True):
        card = _said(one, answers)
        said[card.kind, card.area].append(card)
    return {
        key: Beside(
            # In the order in which they were begun, whatever was changed since.
            tuple(sorted(lines.get(key, ()), key=lambda line: line.line_id)),
            tuple(said.get(key, ())),
        )
        for key in lines.keys() | said.keys()
    }


def _said(one: list[Any], answers: dict[int, list[AnswerCard]]) -> SaidCard:
    (
        id, ref, of, area, says, why, at, seen_id, seen_content, state, answer_by, again_at,
        again_why, again_by, owner, steps,
    ) = one  # fmt: skip
    return SaidCard(
        ref, of, area, Says(says), why, _at(at), seen_id, seen_content or "", State(state),
        moment(again_by) if again_at else moment(answer_by), moment(again_at), again_why,
        owner or "", steps_of(_as_text(steps)), tuple(answers.get(id, ())),
    )  # fmt: skip


def _as_text(steps: Any) -> str | None:
    """SQLite puts JSON into JSON as it is; PostgreSQL puts in its text."""
    return steps if steps is None or isinstance(steps, str) else json.dumps(steps)


def _at(text: str) -> datetime:
    found = moment(text)
    assert found is not None
    return found


def _has_it_now(now: datetime) -> ColumnElement[Any]:
    """Key of who has an answer (a row of Owed joined to its PlanResponse): to whom it went on last,
    else who owes it; of what is given by wish only whoever can read it still."""

    def reads(person_id: Any) -> ColumnElement[bool]:
        may = can_open(
            PlanResponse.council_id, person_id, PlanResponse.person_id, clock.today(now),
            NEEDED | BY_WISH,
        )  # fmt: skip
        return or_(PlanResponse.area.not_in(WISHED), may)

    return case(
        (and_(Owed.passes_to_id.is_not(None), reads(Owed.passes_to_id)), Owed.passes_to_id),
        (reads(Owed.debtor_id), Owed.debtor_id),
    )


def _rows_of_talk(
    viewer: Viewer, subject: Subject, kind: str | None, areas: Collection[str] | None, most: int,
    now: datetime,
) -> Any:  # fmt: skip
    def of_these(table: type[OwnLine] | type[PlanResponse]) -> list[ColumnElement[bool]]:
        found = [table.council_id == viewer.council_id]
        if kind is not None:
            found.append(table.kind == kind)
        if areas is not None:
            found.append(table.area.in_(areas))
        return found

    lines = json_rows(
        OwnLine.id, OwnLine.line_id, OwnLine.ref, OwnLine.kind, OwnLine.area, OwnLine.text,
        OwnLine.made_at,
    ).where(
        *of_these(OwnLine), policy.reads_lines(subject), OwnLine.ended_at.is_(None)
    )  # fmt: skip
    # What is open comes first, so that nothing that waits falls off the end.
    chosen = (
        select(PlanResponse.id)
        .where(
            *of_these(PlanResponse),
            policy.reads_said(viewer, subject),
            PlanResponse.state != State.REPLACED,
        )
        .order_by((PlanResponse.state == State.OPEN).desc(), PlanResponse.id.desc())
        .limit(most)
    )
    owed = and_(
        Owed.source_kind == OWED, Owed.source_id == PlanResponse.wait_id, Owed.kind == OWED,
        Owed.done_at.is_(None), PlanResponse.state == State.OPEN,
    )  # fmt: skip
    wait_id: ColumnElement[int] = PlanResponse.__table__.c.wait_id
    seen_content = select(PlanPart.content).where(PlanPart.id == PlanResponse.seen_id)
    said = (
        json_rows(
            PlanResponse.id, PlanResponse.ref, PlanResponse.kind, PlanResponse.area,
            PlanResponse.says, PlanResponse.why, PlanResponse.made_at, PlanResponse.seen_id,
            seen_content.scalar_subquery(), PlanResponse.state, PlanResponse.answer_by,
            PlanResponse.again_at, PlanResponse.again_why, PlanResponse.again_by, _name(_debtor),
            steps_column(OWED, wait_id, OWED),
        )
        .join_from(PlanResponse, Owed, owed, isouter=True)
        .outerjoin(_debtor, _debtor.id == _has_it_now(now))
        .where(PlanResponse.id.in_(chosen))
    )  # fmt: skip
    answers = (
        json_rows(
            PlanAnswer.id, PlanAnswer.response_id, PlanAnswer.text, _name(_author),
            PlanAnswer.made_at,
        )
        .join_from(PlanAnswer, _author, _author.id == PlanAnswer.by_id)
        .where(PlanAnswer.response_id.in_(chosen))
    )  # fmt: skip
    return select(
        lines.scalar_subquery().label("lines"),
        said.scalar_subquery().label("said"),
        answers.scalar_subquery().label("answers"),
    )


def _name(person: type[Person]) -> ColumnElement[str]:
    return func.coalesce(func.nullif(person.known_as, ""), person.code)


def own_said(db: Db, viewer: Viewer, ref: str, now: datetime) -> SaidCard:
    """One thing that the young person said: two statements. Raises NoResultFound."""
    row = db.execute(
        select(PlanResponse.kind, PlanResponse.area).where(
            PlanResponse.council_id == viewer.council_id,
            PlanResponse.person_id == viewer.person_id,
            PlanResponse.ref == ref,
        )
    ).one()
    there = beside(db, viewer, people.own(viewer), row.kind, (row.area,), now)
    found = there.get(row.area, NOTHING)
    card = next((one for one in found.said if one.ref == ref), None)
    if card is None:
        raise NoResultFound
    return card


# --- before something is said -------------------------------------------------------------------


@dataclass(frozen=True)
class Reader:
    """Somebody who would read it. kind: what they are to the young person."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Desk:
    """Where something can be said: a part of the plan, or a big question. seen_id: what is shown
    there now, None where nothing is; content: what it says, as a mark. open: what waits already
    (wait_id, ref, its moment told). answers: who answers today. next_reader_id: of what is given
    by wish, who else has it, where no worker answers."""

    kind: str
    area: str
    seen_id: int | None
    content: str
    open_id: int | None
    wait_id: int | None
    open_by: datetime | None
    answers: Answers | None
    reply_days: int
    calendar: Calendar
    reading: Calendar
    duty_phone: str
    night_phone: str
    draft: Draft | None
    next_reader_id: int | None = None

    @property
    def wished(self) -> bool:
        return self.area in WISHED

    @property
    def nobody_reads(self) -> bool:
        """Nobody who answers was given what this is about."""
        return self.wished and self.answers is None and self.next_reader_id is None


def desk(db: Db, viewer: Viewer, kind: str, area: str, about: str, now: datetime) -> Desk:
    """One statement. about: of what was begun here (`draft_about`). Raises NoResultFound where the
    young person has no such part."""
    day, needed = clock.today(now), policy.to_answer(area)
    others: Any = null()
    if area in WISHED:
        others = next_who_can(
            viewer.council_id, viewer.person_id, day, needed
        ).scalar_subquery()  # fmt: skip
    if kind == QUESTION:
        seen: Any = select(BigQuestion.id).where(
            BigQuestion.council_id == viewer.council_id,
            BigQuestion.person_id == viewer.person_id,
            BigQuestion.question == area,
            BigQuestion.ended_at.is_(None),
        )
        content: Any = select(BigQuestion.question).where(false())
    else:
        here = (
            Plan.council_id == viewer.council_id,
            Plan.person_id == viewer.person_id,
            Plan.kind == kind,
            PlanVersion.recalled_at.is_(None),
            PlanPart.area == area,
        )
        columns_: tuple[Any, Any] = (PlanPart.id, PlanPart.content)
        seen, content = (
            select(column)
            .join_from(PlanPart, PlanVersion, PlanVersion.id == PlanPart.version_id)
            .join(Plan, Plan.current_id == PlanVersion.id)
            .where(*here)
            for column in columns_
        )
    row = db.execute(
        with_who_answers(
            select(
                seen.scalar_subquery().label("seen_id"), content.scalar_subquery().label("content"),
                PlanResponse.id.label("open_id"), PlanResponse.wait_id,
                PlanResponse.answer_by, PlanResponse.again_at, PlanResponse.again_by,
                SayDraft.text.label("draft"), SayDraft.at.label("draft_at"),
                Council.reply_days, Council.duty_phone, Council.night_phone,
                others.label("next_reader_id"), *columns(worker), *absences(day, needed),
                *hours.columns(),
            )
            .select_from(Council),
            Council.id, viewer.person_id, day, needed,
        )
        .outerjoin(
            PlanResponse,
            and_(
                PlanResponse.council_id == Council.id,
                PlanResponse.person_id == viewer.person_id,
                PlanResponse.kind == kind,
                PlanResponse.area == area,
                PlanResponse.state == State.OPEN,
            ),
        )
        .outerjoin(
            SayDraft, and_(SayDraft.person_id == viewer.person_id, SayDraft.about == about)
        )
        .where(Council.id == viewer.council_id)
        .order_by(*FIRST)
        .limit(1)
    ).one()  # fmt: skip
    if row.seen_id is None and kind != QUESTION:
        raise NoResultFound
    calendar = hours.calendar_of(row)
    return Desk(
        kind, area, row.seen_id, row.content or "", row.open_id, row.wait_id,
        row.again_by if row.again_at else row.answer_by, answers_for(row, day), row.reply_days,
        calendar, hours.reading_of(row, calendar, day), row.duty_phone, row.night_phone,
        Draft(row.draft, row.draft_at) if row.draft else None, row.next_reader_id,
    )  # fmt: skip


def readers_of_lines(
    db: Db, viewer: Viewer, kind: str, area: str, now: datetime
) -> tuple[Reader, ...]:
    """Everybody who would read the young person's own lines here today, save managers, who are
    nobody's people and are not named: one statement."""
    granted = granting(Connection, policy.needed(kind, area), clock.today(now))
    return _readers(db, viewer, granted, REACHING, now, managers=area in WISHED)


def readers_of_said(
    db: Db, viewer: Viewer, kind: str, area: str, now: datetime
) -> tuple[Reader, ...]:
    """The same of what the young person says here."""
    day = clock.today(now)
    part = granting(Connection, policy.needed(kind, area), day)
    granted = or_(part, granting(Connection, policy.to_answer(area), day))
    return _readers(db, viewer, granted, CASE_STAFF, now, managers=area in WISHED)


def _readers(
    db: Db, viewer: Viewer, granted: ColumnElement[bool], roles: Collection[Role], now: datetime,
    *, managers: bool,
) -> tuple[Reader, ...]:  # fmt: skip
    """Of those connected today who have a place in the app: by name, workers first. managers: of
    what is given by wish they are named, as everybody is."""
    day = clock.today(now)
    has_a_place = exists(
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.person_id == Connection.with_id,
            Membership.role.in_(roles),
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
        )
        .correlate(Connection)
    )
    rows = db.execute(
        select(Connection.kind, Connection.label, Person.known_as, Person.code)
        .join(Person, Person.id == Connection.with_id)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.of_id == viewer.person_id,
            true() if managers else Connection.kind != Kind.MANAGER,
            *lasting(Connection, day),
            granted,
            has_a_place,
            not_of(Person.id, viewer.person_id),
        )
        .order_by(*FIRST)
        .limit(40)
    )
    found: dict[str, Reader] = {}
    for row in rows:
        name = row.label or shown_name(row.known_as, row.code)
        found.setdefault(name, Reader(name, Kind(row.kind)))
    return tuple(found.values())


def lives_with(readers: Sequence[Reader]) -> bool:
    return any(reader.kind in PLACED_WITH for reader in readers)


# --- own lines ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FormerLine:
    """What a line said before, or one that was taken away. until: when that was."""

    text: str
    at: datetime
    until: datetime
    taken_away: bool


@dataclass(frozen=True)
class LinesPage:
    lines: tuple[LineCard, ...]
    former: tuple[FormerLine, ...]
    readers: tuple[Reader, ...]
    desk: Desk

    @property
    def carers(self) -> bool:
        return lives_with(self.readers)

    @property
    def full(self) -> bool:
        return len(self.lines) >= rules.MOST_LINES


SHOWN_FORMER = 100


def lines_page(db: Db, viewer: Viewer, kind: str, area: str, now: datetime) -> LinesPage:
    """Three statements. Raises NoResultFound where they have no such part."""
    about = draft_about(LINE, kind, area)
    found = desk(db, viewer, kind, area, about, now)
    rows = db.execute(
        select(OwnLine.id, OwnLine.ref, OwnLine.line_id, OwnLine.text, OwnLine.made_at,
               OwnLine.ended_at)
        .where(
            OwnLine.council_id == viewer.council_id,
            OwnLine.person_id == viewer.person_id,
            OwnLine.kind == kind,
            OwnLine.area == area,
        )
        .order_by(OwnLine.ended_at.is_(None).desc(), OwnLine.id.desc())
        .limit(rules.MOST_LINES + SHOWN_FORMER)
    ).all()  # fmt: skip
    shown = [row for row in rows if row.ended_at is None]
    there = {row.line_id for row in shown}
    newest: dict[int, int] = {}
    for row in rows:
        newest.setdefault(row.line_id, row.id)
    return LinesPage(
        tuple(
            LineCard(row.ref, row.line_id, kind, area, row.text, row.made_at)
            for row in sorted(shown, key=lambda row: row.line_id)
        ),
        tuple(
            FormerLine(row.text, row.made_at, row.ended_at,
                       row.line_id not in there and newest[row.line_id] == row.id)
            for row in rows
            if row.ended_at is not None
        ),
        readers_of_lines(db, viewer, kind, area, now),
        found,
    )  # fmt: skip


def own_line(db: Db, viewer: Viewer, ref: str) -> LineCard:
    """One line that is shown. Raises NoResultFound."""
    row = db.execute(
        select(OwnLine).where(
            OwnLine.council_id == viewer.council_id, OwnLine.person_id == viewer.person_id,
            OwnLine.ref == ref, OwnLine.ended_at.is_(None),
        )
    ).scalar_one()  # fmt: skip
    return LineCard(row.ref, row.line_id, row.kind, row.area, row.text, row.made_at)


# --- big questions ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """What was written down of one big question. held: it is what holds now."""

    id: int
    question: Question
    stands: Stands
    words: str
    decides: str
    decided_on: date | None
    ask_again: date | None
    by: str
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class QuestionPage:
    """before: what was written down earlier, the newest first."""

    question: Question
    written: Written | None
    before: tuple[Written, ...]
    beside: Beside


SHOWN_WRITTEN = 20


def questions(db: Db, council_id: int, person_id: int) -> dict[Question, Written]:
    """What holds of each big question: one statement."""
    rows = db.execute(
        _written(council_id, person_id).where(BigQuestion.ended_at.is_(None)).limit(len(Question))
    )
    return {Question(row.BigQuestion.question): _as_written(row) for row in rows}


def question_page(
    db: Db, viewer: Viewer, subject: Subject, question: Question, now: datetime
) -> QuestionPage:
    """Two statements."""
    rows = db.execute(
        _written(viewer.council_id, subject.id)
        .where(BigQuestion.question == question)
        .order_by(BigQuestion.ended_at.is_(None).desc(), BigQuestion.id.desc())
        .limit(SHOWN_WRITTEN)
    ).all()
    written = [_as_written(row) for row in rows]
    talk = beside(db, viewer, subject, QUESTION, (question.value,), now)
    return QuestionPage(
        question,
        next((one for one in written if one.until is None), None),
        tuple(one for one in written if one.until is not None),
        talk.get(question.value, NOTHING),
    )


def _written(council_id: int, person_id: int) -> Any:
    return (
        select(BigQuestion, _author.known_as, _author.code)
        .join(_author, _author.id == BigQuestion.by_id)
        .where(BigQuestion.council_id == council_id, BigQuestion.person_id == person_id)
    )


def _as_written(row: Any) -> Written:
    one: BigQuestion = row.BigQuestion
    return Written(
        one.id, Question(one.question), Stands(one.stands), one.words, one.decides, one.decided_on,
        one.ask_again, shown_name(row.known_as, row.code), one.made_at, one.ended_at,
    )  # fmt: skip


# --- for staff ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Noted:
    """What holds of a big question, beside what was said about it."""

    id: int
    stands: Stands
    words: str
    decides: str


@dataclass(frozen=True)
class Heard:
    """One thing that a young person said. part: the words it is about as they are now, None where
    the viewer was not granted them, or they are gone; same: they are what it was said about."""

    said: SaidCard
    lines: tuple[LineCard, ...]
    part: plan.PartCard | None
    written: Noted | None
    same: bool
    may_answer: bool


@dataclass(frozen=True)
class HeardPage:
    """open: the oldest first. answered: the newest first."""

    subject: Subject
    open: tuple[Heard, ...]
    answered: tuple[Heard, ...]
    drafts: dict[str, Draft]


def heard_page(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> HeardPage:
    """What one young person said about their plan, for staff: three statements besides the two for
    the viewer and the young person. Raises NoResultFound for others."""
    reads = viewer.role in CASE_STAFF and (
        policy.stands_in(viewer, subject) or subject.may(Grant.PLAN)
    )
    if not reads:
        raise NoResultFound
    # Beside it: what the viewer began to answer, and what was written down of big questions.
    drafts = json_rows(SayDraft.about, SayDraft.text, SayDraft.at).where(
        SayDraft.council_id == viewer.council_id, SayDraft.person_id == viewer.person_id,
        SayDraft.about.like("answer:%"),
    )  # fmt: skip
    held = json_rows(
        BigQuestion.id, BigQuestion.question, BigQuestion.stands, BigQuestion.words,
        BigQuestion.decides,
    ).where(
        BigQuestion.council_id == viewer.council_id,
        BigQuestion.person_id == subject.id,
        BigQuestion.ended_at.is_(None),
        true() if subject.may(policy.FOR_QUESTIONS) else false(),
    )  # fmt: skip
    query = _rows_of_talk(viewer, subject, None, None, MOST_OPEN, now).add_columns(
        drafts.scalar_subquery().label("drafts"), held.scalar_subquery().label("held")
    )
    row = db.execute(query).one()
    talk = _as_beside(row)
    said = [card for one in talk.values() for card in one.said]
    parts = {}
    if any(card.kind != QUESTION for card in said):
        parts = plan.parts_now(db, viewer, subject)
    written = {
        Question(question): Noted(id, Stands(stands), words, decides)
        for id, question, stands, words, decides in rows_of(row.held)
    }
    mine = {about: Draft(text, _at(at)) for about, text, at in rows_of(row.drafts)}
    cards = [_heard(card, talk, parts, written, viewer, subject) for card in said]
    return HeardPage(
        subject,
        tuple(sorted((c for c in cards if c.said.open),
                     key=lambda c: c.said.again_at or c.said.at)),
        tuple(sorted((c for c in cards if not c.said.open), key=lambda c: c.said.at,
                     reverse=True)),
        mine,
    )  # fmt: skip


def _heard(
    card: SaidCard,
    talk: dict[tuple[str, str], Beside],
    parts: dict[tuple[str, str], plan.PartCard],
    written: dict[Question, Noted],
    viewer: Viewer,
    subject: Subject,
) -> Heard:
    part = parts.get((card.kind, card.area))
    noted = written.get(Question(card.area)) if card.kind == QUESTION else None
    if card.kind == QUESTION:
        same = card.seen_id == (noted.id if noted else None)
    else:
        same = part is not None and rules.applies(card.seen_content, part.content)
    return Heard(
        card, talk[card.kind, card.area].lines, part, noted, same,
        card.open and policy.may_answer(viewer, subject, card.kind, card.area),
    )  # fmt: skip


@dataclass(frozen=True)
class ToAnswer:
    """One thing that a young person said, for whoever answers it."""

    id: int
    ref: str
    person_id: int
    person_ref: str
    wait_id: int
    kind: str
    area: str
    state: State
    stopped: bool


def to_answer(db: Db, viewer: Viewer, ref: str, said: str, now: datetime) -> ToAnswer:
    """One statement; the look is audited. Whoever is here for some hours only writes nothing.
    Raises NoResultFound when there is none that this viewer may answer."""
    day = clock.today(now)
    rows = db.execute(
        select(PlanResponse, Person.ref, Connection.grants, stopped(Person.id).label("stopped"))
        .join(Person, Person.id == PlanResponse.person_id)
        .join(Connection, Connection.of_id == Person.id)
        .where(
            PlanResponse.council_id == viewer.council_id,
            PlanResponse.ref == said,
            PlanResponse.state != State.REPLACED,
            Person.ref == ref,
            Person.kind == PersonKind.YOUNG,
            Connection.council_id == viewer.council_id,
            Connection.with_id == viewer.person_id,
            *lasting(Connection, day),
        )
    ).all()
    grants = Grant(0)
    for row in rows:
        grants |= Grant(row.grants)
    if not rows:
        raise NoResultFound
    one: PlanResponse = rows[0].PlanResponse
    granted = policy.to_answer(one.area) in grants or policy.needed(one.kind, one.area) in grants
    if Grant.NAME not in grants or viewer.role not in policy.ANSWERERS or not granted:
        raise NoResultFound
    audit.looked_at(viewer, one.person_id, now)
    return ToAnswer(
        one.id, one.ref, one.person_id, rows[0].ref, one.wait_id, one.kind, one.area,
        State(one.state), bool(rows[0].stopped),
    )  # fmt: skip


def draft_about(what: str, *which: str) -> str:
    return ":".join((what, *which))


# --- for whoever was told that it worries -------------------------------------------------------


@words_in(LINE)
def words_of_line(db: Db, council_id: int, line_id: int) -> WorryWords:
    return _words(db, OwnLine, OwnLine.text, council_id, line_id)


@words_in(SAID)
def words_of_said(db: Db, council_id: int, response_id: int) -> WorryWords:
    return _words(db, PlanResponse, PlanResponse.why, council_id, response_id)


@words_in(AGAIN)
def words_of_again(db: Db, council_id: int, response_id: int) -> WorryWords:
    return _words(db, PlanResponse, PlanResponse.again_why, council_id, response_id)


def _words(
    db: Db, table: type[OwnLine] | type[PlanResponse], which: Any, council_id: int, id: int
) -> WorryWords:
    here = (table.council_id == council_id, table.id == id)
    row = db.execute(select(which, table.area).where(*here)).first()
    return WorryWords(row[0], wished(row.area)) if row else WORRY_NOTHING
