"""Reads of those who write: all parts, one part, two texts side by side, what was, the preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.pages import Subject
from portal.people.reach import granting, lasting, shown_name
from portal.people.rules import Grant
from portal.people.tables import Connection, Person
from portal.plan.policy import NEEDS, NEEDS_OF_KIND
from portal.plan.rules import KIND_CODES, Area, part_code, part_of
from portal.plan.tables import Plan, PlanPart
from portal.plan.together.pages import NOTHING, Beside, beside
from portal.plan.writing import policy, rules
from portal.plan.writing.promised import Adult, adults, can_promise
from portal.plan.writing.proposal import Proposal, propose
from portal.plan.writing.rules import EMPTY, Words, words_of
from portal.plan.writing.standing import (
    DraftNow,
    PartNow,
    Standing,
    at_turn,
    begin,
    drafts,
    gone_spans,
    part_was,
    standing,
)
from portal.plan.writing.tables import Save, TakenBack, Typed

KIND_OF = {code: kind for kind, code in KIND_CODES.items()}


# --- all parts ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PartLine:
    """draft: one that is open. look_again: of what is published."""

    area: str
    code: str
    published: bool
    draft: DraftNow | None
    look_again: date | None
    late: bool


@dataclass(frozen=True)
class PlanLines:
    """held: drafts that the viewer may not read."""

    kind: str
    code: str
    standing: Standing | None
    parts: tuple[PartLine, ...]
    more: tuple[PartLine, ...]
    held: int

    @property
    def drafted(self) -> int:
        return sum(one.draft is not None for one in (*self.parts, *self.more))


@dataclass(frozen=True)
class StartPage:
    subject: Subject
    plans: tuple[PlanLines, ...]
    records: int


def start_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> StartPage:
    """Every part of every plan that the viewer may write. Four statements. Raises NoResultFound."""
    subject = policy.whose(db, viewer, ref, now)
    there = standing(db, viewer.council_id, subject.id)
    drafted = drafts(db, viewer.council_id, subject.id)
    records = db.scalar(
        select(func.count()).select_from(TakenBack).where(
            TakenBack.council_id == viewer.council_id, TakenBack.person_id == subject.id
        )
    )  # fmt: skip
    today = clock.today(now)
    plans = tuple(
        _lines(subject, kind, there.get(kind), drafted, today) for kind in policy.kinds_for(subject)
    )
    return StartPage(subject, plans, records or 0)


def _lines(
    subject: Subject, kind: str, there: Standing | None,
    drafted: Mapping[tuple[str, str], DraftNow], today: date,
) -> PlanLines:  # fmt: skip
    parts = there.parts if there else {}
    opened = {area: one for (of, area), one in drafted.items() if of == kind and one.open}
    lines = []
    for area in rules.areas_of(kind, (*parts, *opened)):
        if not policy.may_write(subject, kind, area):
            continue
        now = parts.get(area)
        again = now.words.look_again if now else None
        lines.append(
            PartLine(
                area, part_code(kind, area), now is not None, opened.get(area), again,
                again is not None and again < today,
            )
        )  # fmt: skip
    written = [one for one in lines if one.published or one.draft]
    held = sum(not policy.may_write(subject, kind, area) for area in opened)
    return PlanLines(
        kind, KIND_CODES[kind], there, tuple(written),
        tuple(one for one in lines if one not in written), held,
    )  # fmt: skip


# --- one part -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PartPage:
    """words: what is in the form. typed_at: it is what the viewer typed and did not save. clashes:
    somebody else saved since they began. overtaken: another version was published since. beside:
    the young person's own words about this part."""

    subject: Subject
    kind: str
    area: str
    code: str
    turn: int
    words: Words
    now: PartNow | None
    draft: DraftNow | None
    typed_at: datetime | None
    clashes: bool
    overtaken: bool
    adults: tuple[Adult, ...]
    beside: Beside

    @property
    def part(self) -> tuple[str, str]:
        return self.kind, self.area


def _which(subject: Subject, code: str) -> tuple[str, str]:
    """Raises NoResultFound for a part that the viewer may not write."""
    found = part_of(code)
    if found is None or not policy.may_write(subject, *found):
        raise NoResultFound
    return found


def whose_part(
    db: Db, viewer: Viewer, ref: str, code: str, now: datetime
) -> tuple[Subject, tuple[str, str]]:
    """For a write that needs no page. Raises NoResultFound."""
    subject = policy.whose(db, viewer, ref, now)
    return subject, _which(subject, code)


def part_page(
    db: Db, viewer: Viewer, ref: str, code: str, now: datetime, again: str = ""
) -> PartPage:
    """again: the ref of a save to begin from. Raises NoResultFound."""
    subject, part = whose_part(db, viewer, ref, code, now)
    kind, area = part
    there = standing(db, viewer.council_id, subject.id, kind, area).get(kind)
    published = there.parts.get(area) if there else None
    found = drafts(db, viewer.council_id, subject.id, kind, area).get(part)
    typed = _typed(db, viewer, subject, part)
    draft = found if found and found.open else None
    turn = found.turn if found else 0
    words = draft.words if draft else begin(published)
    clashes = typed is not None and typed.turn != turn
    if typed is not None:
        words, turn = words_of(typed), typed.turn
    elif again:
        words = _again(db, viewer, subject, part, again)
    return PartPage(
        subject, kind, area, code, turn, words, published, draft,
        typed.at if typed is not None else None, clashes,
        draft is not None and not draft.fits(published), adults(db, viewer, subject, area, now),
        beside(db, viewer, subject, kind, [area], now).get(area, NOTHING),
    )  # fmt: skip


def _typed(db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str]) -> Typed | None:
    return db.scalars(
        select(Typed).where(
            Typed.council_id == viewer.council_id, Typed.by_id == viewer.person_id,
            Typed.person_id == subject.id, Typed.kind == part[0], Typed.area == part[1],
        )
    ).first()  # fmt: skip


def _saves(viewer: Viewer, subject: Subject, part: tuple[str, str]) -> tuple[Any, ...]:
    return (
        Save.council_id == viewer.council_id, Save.person_id == subject.id,
        Save.kind == part[0], Save.area == part[1],
    )  # fmt: skip


def _again(db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str], ref: str) -> Words:
    found = db.scalars(select(Save).where(*_saves(viewer, subject, part), Save.ref == ref)).one()
    spans = gone_spans(db, viewer.council_id, subject.id, *part)
    if any(span.holds(found.id) for span in spans):
        raise NoResultFound
    return words_of(found)


# --- two texts ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    """One text of the two. by: whose; "" where it is what is published."""

    words: Words
    by: str
    at: datetime | None


@dataclass(frozen=True)
class BothPage:
    """Two texts of one part. differ: the fields in which they do. words: both put together, as far
    as that goes by itself; clashes: where somebody has to look. turn: the one to save on. merges:
    mine is the draft, and theirs what was published since it was begun; against: that publication,
    as a mark that goes out with the page and comes back with what is saved."""

    subject: Subject
    kind: str
    area: str
    code: str
    turn: int
    mine: Side
    theirs: Side
    differ: tuple[str, ...]
    clashes: tuple[str, ...]
    words: Words
    merges: bool
    adults: tuple[Adult, ...]
    against: str = ""

    @property
    def part(self) -> tuple[str, str]:
        return self.kind, self.area


def both_page(db: Db, viewer: Viewer, ref: str, code: str, now: datetime) -> BothPage | None:
    """None when there are no two texts, as nobody else has saved or published. Raises
    NoResultFound."""
    subject, part = whose_part(db, viewer, ref, code, now)
    kind, area = part
    there = standing(db, viewer.council_id, subject.id, kind, area).get(kind)
    published = there.parts.get(area) if there else None
    found = drafts(db, viewer.council_id, subject.id, kind, area).get(part)
    if found is None:
        return None
    typed = _typed(db, viewer, subject, part)
    draft = found if found.open else None
    by_plan = Side(
        begin(published), there.published_by if there else "",
        there.published_at if there else None,
    )  # fmt: skip
    if typed is not None and typed.turn != found.turn:
        mine = Side(words_of(typed), viewer.known_as, typed.at)
        theirs = Side(draft.words, draft.by, draft.at) if draft else by_plan
        base = _began_from(db, viewer, subject, part, typed.turn, found)
        merges = False
    elif draft is not None and not draft.fits(published):
        mine, theirs = Side(draft.words, draft.by, draft.at), by_plan
        if typed is not None:  # what they put together, and could not save as this had changed
            mine = Side(words_of(typed), viewer.known_as, typed.at)
        base = part_was(db, viewer.council_id, subject.id, draft.based_on_id) or EMPTY
        merges = True
    else:
        return None
    put = rules.together(base, mine.words, theirs.words)
    return BothPage(
        subject, kind, area, code, found.turn, mine, theirs,
        rules.differing(mine.words, theirs.words), put.clashes, put.words, merges,
        adults(db, viewer, subject, area, now), mark_of(published) if merges else "",
    )  # fmt: skip


def mark_of(published: PartNow | None) -> str:
    """What is published, as a mark; "0" where nothing is."""
    return str(published.content_id if published else 0)


def _began_from(
    db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str], turn: int, found: DraftNow
) -> Words:
    """What was in the form when they began. Where that cannot be told, nothing: then every field in
    which the two differ is shown to them."""
    saved = at_turn(db, viewer.council_id, subject.id, *part, turn) if turn else None
    if saved is not None:
        return words_of(saved)
    if turn == 0 and found.open:
        return part_was(db, viewer.council_id, subject.id, found.based_on_id) or EMPTY
    return EMPTY


# --- what was -------------------------------------------------------------------------------------

SAVES = 10


@dataclass(frozen=True)
class SaveCard:
    """One save. aside: it came second, and stands beside what was saved before it. gone: it was on
    its way to a version that was taken back: nothing of it is shown."""

    ref: str
    by: str
    at: datetime
    aside: bool
    texts: tuple[tuple[str, str], ...]
    gone: bool = False


@dataclass(frozen=True)
class BeforePage:
    subject: Subject
    kind: str
    area: str
    code: str
    saves: tuple[SaveCard, ...]
    older: str | None


def _save_card(row: Save, gone: bool) -> SaveCard:
    texts = ((name, getattr(row, name)) for name in rules.TEXTS if getattr(row, name))
    return SaveCard(row.ref, row.by, row.at, row.aside, () if gone else tuple(texts), gone)


def before_page(
    db: Db, viewer: Viewer, ref: str, code: str, before: str | None, now: datetime
) -> BeforePage:
    """Every save of a part, the newest first. Raises NoResultFound."""
    subject, part = whose_part(db, viewer, ref, code, now)
    query = select(Save).where(*_saves(viewer, subject, part))
    if before:
        mark = select(Save.id).where(*_saves(viewer, subject, part), Save.ref == before)
        query = query.where(Save.id < mark.scalar_subquery())
    rows = db.scalars(query.order_by(Save.id.desc()).limit(SAVES + 1)).all()
    spans = gone_spans(db, viewer.council_id, subject.id, *part)
    cards = tuple(
        _save_card(row, any(span.holds(row.id) for span in spans)) for row in rows[:SAVES]
    )
    older = cards[-1].ref if len(rows) > SAVES else None
    return BeforePage(subject, *part, code, cards, older)


# --- the preview ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class PreviewPage:
    subject: Subject
    code: str
    proposal: Proposal
    adults: tuple[Adult, ...]

    @property
    def kind(self) -> str:
        return self.proposal.kind

    def promised_by(self, words: Words) -> str:
        return next((one.name for one in self.adults if one.id == words.promise_by_id), "")


def kind_of(subject: Subject, code: str) -> str:
    """Raises NoResultFound for a plan that the viewer may not write."""
    kind = KIND_OF.get(code)
    if kind is None or kind not in policy.kinds_for(subject):
        raise NoResultFound
    return kind


def preview_page(db: Db, viewer: Viewer, ref: str, code: str, now: datetime) -> PreviewPage:
    """Five statements at most. Raises NoResultFound."""
    subject = policy.whose(db, viewer, ref, now)
    kind = kind_of(subject, code)
    there = standing(db, viewer.council_id, subject.id, kind).get(kind)
    found = propose(subject, kind, there, drafts(db, viewer.council_id, subject.id, kind).values())
    names: tuple[Adult, ...] = ()
    if found.promised_by:
        found = found.by_these(can_promise(db, viewer, subject, found.promised_by, now))
        names = adults(db, viewer, subject, None, now)
    return PreviewPage(subject, code, found, names)


# --- what is to be looked at again ----------------------------------------------------------------

AGAIN = 40
SOON = timedelta(days=30)


@dataclass(frozen=True)
class AgainLine:
    name: str
    ref: str
    kind: str
    area: str
    code: str
    day: date
    late: bool


@dataclass(frozen=True)
class AgainPage:
    lines: tuple[AgainLine, ...]
    after: str | None


def again_page(db: Db, viewer: Viewer, after: str | None, now: datetime) -> AgainPage:
    """Parts that the viewer writes and that are to be looked at again within a month, those first
    that are late. One statement. Raises ValueError."""
    audit.listed(viewer, now)
    today = clock.today(now)
    query = (
        select(PlanPart.area, PlanPart.look_again, Plan.kind, Person.ref, Person.known_as,
               Person.code)
        .join(Plan, Plan.current_id == PlanPart.version_id)
        .join(Person, Person.id == Plan.person_id)
        .join(Connection, Connection.of_id == Person.id)
        .where(
            Plan.council_id == viewer.council_id, Connection.council_id == viewer.council_id,
            Connection.with_id == viewer.person_id, Connection.kind.in_(policy.KINDS),
            *lasting(Connection, today), granting(Connection, Grant.NAME | Grant.PLAN),
            PlanPart.look_again <= today + SOON, _granted(),
        )
        .distinct()
        .order_by(PlanPart.look_again, Person.ref, Plan.kind, PlanPart.area)
        .limit(AGAIN + 1)
    )  # fmt: skip
    if after:
        query = query.where(_beyond(after))
    rows = db.execute(query).all()
    lines = tuple(
        AgainLine(
            shown_name(row.known_as, row.code), row.ref, row.kind, row.area,
            part_code(row.kind, row.area), row.look_again, row.look_again < today,
        )
        for row in rows[:AGAIN]
    )  # fmt: skip
    last = lines[-1] if len(rows) > AGAIN else None
    return AgainPage(lines, f"{last.day.isoformat()}~{last.ref}~{last.code}" if last else None)


def _beyond(after: str) -> Any:
    """What comes after this line. Raises ValueError."""
    said, ref, code = after.split("~")
    day, part = date.fromisoformat(said), part_of(code)
    if part is None:
        raise ValueError(after)
    return or_(
        PlanPart.look_again > day,
        and_(PlanPart.look_again == day, Person.ref > ref),
        and_(PlanPart.look_again == day, Person.ref == ref, Plan.kind > part[0]),
        and_(PlanPart.look_again == day, Person.ref == ref, Plan.kind == part[0],
             PlanPart.area > part[1]),
    )  # fmt: skip


def _granted() -> Any:
    """That this very connection grants the plan and the area."""
    areas = [
        and_(PlanPart.area == area, granting(Connection, NEEDS.get(Area(area), Grant.PLAN)))
        for area in rules.PLACES
    ]
    kinds = [
        and_(Plan.kind == kind, granting(Connection, NEEDS_OF_KIND.get(kind, Grant.PLAN)))
        for kind in KIND_CODES
    ]
    return and_(or_(*areas), or_(*kinds))
