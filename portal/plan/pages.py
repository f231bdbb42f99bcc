"""The plan as its reader sees it: one page of parts, and one page a part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, false, func, not_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.care import pages as care
from portal.care.pages import WhyInCare
from portal.core import clock
from portal.core.access import Band, Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows, rows_of
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.plan import policy, rules
from portal.plan.rules import Chosen
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording
from portal.plan.withdrawn import withdrawn
from portal.promises.pages import PromiseCard, promises_to
from portal.seen.tables import Seen

THING = "plan_part"
VERSIONS_ON_PAGE = 10

_any_seen = aliased(Seen, name="any_seen")


@dataclass(frozen=True)
class Change:
    """What was different in one version, in the worker's words ("" where they wrote none)."""

    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Said:
    """What a part said in one version. until: when the next one with other words came; None while
    it holds. number: of the version, as it stands in an address."""

    number: int
    words: Chosen
    who: str
    by_when: str
    look_again: date | None
    official: str
    official_need: str
    note: str
    by: str
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class PartCard:
    """One part. new: it is not what the reader saw last. mark: what to keep when they look.

    changes: what was different in each version since the one they saw, oldest first; before: what
    it said then, None where they never saw it, or where that version was taken back; taken_back:
    what they saw was published by mistake. Only for the reader's own plan.
    """

    kind: str
    area: str
    words: Chosen
    new: bool
    seen: bool
    change_note: str
    changed_by: str
    changed_at: datetime
    who: str
    by_when: str
    look_again: date | None
    official: str
    mark: int
    content: str = ""
    promises: tuple[PromiseCard, ...] = ()
    official_need: str = ""
    changes: tuple[Change, ...] = ()
    before: Said | None = None
    taken_back: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.area}"

    @property
    def code(self) -> str:
        """How the part is named in an address."""
        return rules.part_code(self.kind, self.area)

    @property
    def start(self) -> str:
        """The first sentence, for the list; no more than a line or two. Nothing of a quiet part:
        a list may be read over a shoulder."""
        if self.area in rules.QUIET:
            return ""
        first = self.words.text.strip().split("\n")[0]
        for stop in (". ", "? ", "! ", "؟ ", "። "):
            if stop in first[:160]:
                return first[: first.index(stop) + 1]
        return first if len(first) <= 160 else first[:157].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class GonePart:
    """A part that the reader saw and that is not in their plan any more."""

    kind: str
    area: str
    mark: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.area}"

    @property
    def code(self) -> str:
        return rules.part_code(self.kind, self.area)


@dataclass(frozen=True)
class OnePlan:
    kind: str
    number: int
    parts: tuple[PartCard, ...]
    published_at: datetime
    published_by: str
    review_on: date | None
    review_by: str
    gone: tuple[GonePart, ...] = ()

    @property
    def drawn(self) -> str:
        return f"{rules.KIND_CODES[self.kind]}{self.number}"


@dataclass(frozen=True)
class PlanPage:
    """All of somebody's plans. why: None where the viewer may not know, or nothing is recorded."""

    plans: tuple[OnePlan, ...]
    why: WhyInCare | None

    @property
    def drawn(self) -> str:
        """Which versions these are, for the "seen" mark: "a3,b1"."""
        return ",".join(plan.drawn for plan in self.plans)

    @property
    def news(self) -> tuple[PartCard, ...]:
        return tuple(part for plan in self.plans for part in plan.parts if part.new)

    @property
    def gone(self) -> tuple[tuple[OnePlan, GonePart], ...]:
        return tuple((plan, part) for plan in self.plans for part in plan.gone)

    @property
    def first_look(self) -> bool:
        """Something here was never looked at, and nothing of it counts as new."""
        return not self.news and any(not part.seen for plan in self.plans for part in plan.parts)


@dataclass(frozen=True)
class PartPage:
    """simpler, more: the ages of words on either side of those shown, where there are any."""

    plan: OnePlan
    part: PartCard
    band: Band
    simpler: str | None = None
    more: str | None = None


@dataclass(frozen=True)
class HistoryPage:
    """What one part said, version by version, the newest first. older: where the next page
    begins."""

    kind: str
    area: str
    versions: tuple[Said, ...]
    older: int | None

    @property
    def code(self) -> str:
        return rules.part_code(self.kind, self.area)


def plan_page(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> PlanPage:
    """Every plan of the subject, within what the viewer may read: two statements, and one more on
    their own page."""
    plans = _plans(db, viewer, subject)
    why = None
    if subject.may(Grant.REASONS):
        why = care.why_in_care(db, viewer.council_id, subject.id, clock.today(now))
    return PlanPage(plans, why)


def part_page(
    db: Db, viewer: Viewer, subject: Subject, kind: str, area: str, now: datetime, words: str = ""
) -> PartPage:
    """One part with its promises: two statements. words: another age of words than the reader's
    own. Raises NoResultFound when there is none for this viewer."""
    if not policy.may_read(subject, kind, area):
        raise NoResultFound
    if words in rules.BANDS:
        subject = replace(subject, band=Band(words))
    plans = _plans(db, viewer, subject, only=(kind, area))
    if not plans or not plans[0].parts:
        raise NoResultFound
    found = promises_to(db, viewer.council_id, subject.id, clock.today(now), limit=20, area=area)
    simpler, more = rules.other_bands(subject.band.value)
    part = replace(plans[0].parts[0], promises=found.cards)
    return PartPage(plans[0], part, subject.band, simpler, more)


def parts_now(db: Db, viewer: Viewer, subject: Subject) -> dict[tuple[str, str], PartCard]:
    """(kind, area) → every part that holds now and that the viewer may read: one statement."""
    plans = _plans(db, viewer, subject)
    return {(part.kind, part.area): part for plan in plans for part in plan.parts}


def marks_of(
    db: Db, viewer: Viewer, subject: Subject, kind: str, area: str, drawn: str
) -> list[PartCard | GonePart]:
    """What to keep as seen of one part that is there or gone: nothing when the plan is not the one
    that was drawn. One statement. Raises NoResultFound when there never was such a part."""
    plans = _plans(db, viewer, subject, only=(kind, area), worded=False)
    found: list[PartCard | GonePart] = []
    for plan in plans:
        found += [*plan.parts, *plan.gone]
    if not found:
        raise NoResultFound
    return found if plans[0].drawn == drawn else []


def _plans(
    db: Db,
    viewer: Viewer,
    subject: Subject,
    only: tuple[str, str] | None = None,
    worded: bool = True,
) -> tuple[OnePlan, ...]:
    """Published parts that the viewer may read; `only` one (kind, area) of them, with what it said
    before: one statement. worded: whether any words are needed.

    Of the reader's own plan it also reads, for each part, the one they saw last and every one
    since that said something else: what changed is the difference of these two ends. Whether a
    plan was ever looked at depends on all of its parts, so all of them are asked for.
    """
    if not policy.areas_for(subject):
        return ()
    rows = db.execute(_query(viewer, subject, only if worded else ("", ""))).all()
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    found = [_Rows.of(some) for some in by_kind.values() if any(row.current for row in some)]
    asked: list[int] = []
    for plan in found:
        asked += [row.id for row in plan.now.values() if only in (None, (plan.kind, row.area))]
        if only is not None and plan.kind == only[0]:
            asked += [row.id for row in plan.seen.values() if row.area == only[1]]
    words = {
        row.id: [rules.Words(*one) for one in rows_of(row.words)] for row in rows if row.id in asked
    }
    plans = tuple(_plan(viewer, subject, plan, set(asked), words) for plan in found)
    if only is None:
        return plans
    return tuple(
        replace(plan, gone=tuple(part for part in plan.gone if part.area == only[1]))
        for plan in plans
        if plan.kind == only[0]
    )


def _query(viewer: Viewer, subject: Subject, only: tuple[str, str] | None) -> Any:
    """only: the one (kind, area) whose words are wanted, None for all."""
    words: Any = (
        json_rows(Wording.band, Wording.language, Wording.text, Wording.state, Wording.need)
        .where(
            Wording.part_id == PlanPart.id, Wording.language.in_(sorted({viewer.language, "en"}))
        )
        .correlate(PlanPart)
        .scalar_subquery()
    )
    if only is not None:
        words = case((and_(Plan.kind == only[0], PlanPart.area == only[1]), words), else_=None)
    current = and_(PlanVersion.id == Plan.current_id, PlanVersion.recalled_at.is_(None))
    since = and_(
        PlanPart.id > Seen.mark,
        PlanPart.first_id == PlanPart.id,
        PlanVersion.recalled_at.is_(None),
        not_(withdrawn()),
    )
    # Where all that they saw is gone there is no row of it, and still they have looked at the plan.
    ever = (
        select(func.min(_any_seen.thing_key))
        .where(
            _any_seen.person_id == viewer.person_id, _any_seen.thing == THING,
            _any_seen.thing_key.startswith(Plan.kind + ":"),
        )
        .correlate(Plan)
        .scalar_subquery()
    )  # fmt: skip
    wanted = or_(current, PlanPart.id == Seen.mark, since) if subject.own else current
    return (
        select(
            Plan.kind, PlanPart.id, PlanPart.area, PlanPart.official, PlanPart.need, PlanPart.who,
            PlanPart.by_when, PlanPart.look_again, PlanPart.change_note, PlanPart.first_id,
            PlanPart.content, PlanVersion.id.label("version_id"), PlanVersion.number,
            PlanVersion.published_at, PlanVersion.published_by, PlanVersion.review_on,
            PlanVersion.review_by, PlanVersion.recalled_at, Seen.mark,
            ever.label("ever"),
            (PlanVersion.id == Plan.current_id).label("current"), words.label("words"),
            case((PlanPart.id == Seen.mark, withdrawn()), else_=false()).label("withdrawn"),
        )
        .join(PlanVersion, PlanVersion.plan_id == Plan.id)
        .join(PlanPart, PlanPart.version_id == PlanVersion.id)
        .outerjoin(
            Seen,
            and_(
                Seen.person_id == viewer.person_id,
                Seen.thing == THING,
                Seen.thing_key == Plan.kind + ":" + PlanPart.area,
            ),
        )
        .where(Plan.council_id == viewer.council_id, *policy.readable(subject), wanted)
        .order_by(Plan.kind, PlanVersion.number, PlanPart.place, PlanPart.id)
    )  # fmt: skip


def _content(row: Any) -> str:
    """What says whether two parts are the same; old ones may have no hash."""
    return row.content or str(row.first_id or row.id)


@dataclass(frozen=True)
class _Rows:
    """Rows of one plan. now: area → the part that holds. seen: area → what the reader saw last.
    since: area → every one after that which said something else. looked: area → its content as
    they saw it, None where they saw that it was gone."""

    kind: str
    now: dict[str, Any]
    seen: dict[str, Any]
    since: dict[str, list[Any]]
    looked: dict[str, str | None]

    @classmethod
    def of(cls, rows: list[Any]) -> _Rows:
        now = {row.area: row for row in rows if row.current and row.recalled_at is None}
        number = max((row.number for row in now.values()), default=0)
        seen = {row.area: row for row in rows if row.id == row.mark}
        since: dict[str, list[Any]] = defaultdict(list)
        looked: dict[str, str | None] = {}
        for row in rows:
            if row.mark is not None:
                looked.setdefault(row.area, None)
                if row.id > row.mark and row.first_id == row.id and row.number <= number:
                    since[row.area].append(row)
        looked.update({area: _content(row) for area, row in seen.items()})
        if rows[0].ever is not None:
            looked.setdefault(rows[0].ever.partition(":")[2], None)
        return cls(rows[0].kind, now, seen, since, looked)

    @property
    def changed(self) -> frozenset[str]:
        published = {area: _content(row) for area, row in self.now.items()}
        return rules.what_changed(self.looked, published)


def _plan(
    viewer: Viewer,
    subject: Subject,
    plan: _Rows,
    shown: set[int],
    words: dict[int, list[rules.Words]],
) -> OnePlan:
    head = next(iter(plan.now.values()))
    changed = plan.changed if subject.own else frozenset()
    return OnePlan(
        plan.kind,
        head.number,
        tuple(
            _part(row, viewer, subject, words, plan, row.area in changed, shown)
            for row in plan.now.values()
            if row.id in shown
        ),
        head.published_at,
        head.published_by,
        head.review_on,
        head.review_by,
        tuple(
            GonePart(plan.kind, area, head.version_id)
            for area in sorted(changed - plan.now.keys(), key=list(rules.Area).index)  # type: ignore[arg-type]
        ),
    )


def _wordings(db: Db, viewer: Viewer, part_ids: Iterable[int]) -> dict[int, list[rules.Words]]:
    found: dict[int, list[rules.Words]] = defaultdict(list)
    ids = list(part_ids)
    if not ids:
        return found
    for row in db.execute(
        select(
            Wording.part_id, Wording.band, Wording.language, Wording.text, Wording.state,
            Wording.need,
        ).where(Wording.part_id.in_(ids), Wording.language.in_({viewer.language, "en"}))
    ):  # fmt: skip
        found[row.part_id].append(
            rules.Words(row.band, row.language, row.text, row.state, row.need)
        )
    return found


def _part(
    row: Any,
    viewer: Viewer,
    subject: Subject,
    words: dict[int, list[rules.Words]],
    plan: _Rows,
    new: bool,
    asked: set[int],
) -> PartCard:
    since = plan.since.get(row.area, []) if new else []
    saw = plan.seen.get(row.area)
    last = since[-1] if since else row
    gone = saw is not None and (saw.recalled_at is not None or bool(saw.withdrawn))
    readable = new and saw is not None and not gone
    return PartCard(
        kind=row.kind,
        area=row.area,
        words=_chosen(row, words, subject, viewer),
        new=new,
        seen=plan.looked.get(row.area) == _content(row),
        change_note=last.change_note,
        changed_by=last.published_by,
        changed_at=last.published_at,
        who=row.who,
        by_when=row.by_when,
        look_again=row.look_again,
        official=row.official,
        mark=row.id,
        content=_content(row),
        official_need=row.need,
        changes=tuple(Change(one.change_note, one.published_by, one.published_at) for one in since),
        before=_said(saw, words, subject, viewer) if readable and saw.id in asked else None,  # type: ignore[union-attr]
        taken_back=new and gone,
    )


def _chosen(
    row: Any, words: dict[int, list[rules.Words]], subject: Subject, viewer: Viewer
) -> Chosen:
    return rules.choose_words(
        words.get(row.id, []), subject.band.value, viewer.language, row.official, row.need
    )


def _said(
    row: Any,
    words: dict[int, list[rules.Words]],
    subject: Subject,
    viewer: Viewer,
    until: datetime | None = None,
) -> Said:
    return Said(
        row.number, _chosen(row, words, subject, viewer), row.who, row.by_when, row.look_again,
        row.official, row.need, row.change_note, row.published_by, row.published_at, until,
    )  # fmt: skip


def history_page(
    db: Db, viewer: Viewer, subject: Subject, kind: str, area: str, before: int | None
) -> HistoryPage:
    """What one part said over time, the newest first: two statements. Versions in which it said
    the same as in the one before are left out, and those that were taken back. `before`: the
    number of the version where the last page ended. Raises NoResultFound."""
    if not policy.may_read(subject, kind, area):
        raise NoResultFound
    query = (
        select(
            PlanPart.id, PlanPart.official, PlanPart.need, PlanPart.who, PlanPart.by_when,
            PlanPart.look_again, PlanPart.change_note, PlanPart.first_id, PlanPart.content,
            PlanVersion.number, PlanVersion.published_at, PlanVersion.published_by,
        )
        .join(PlanVersion, PlanVersion.id == PlanPart.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(
            Plan.council_id == viewer.council_id,
            *policy.readable(subject),
            Plan.kind == kind,
            PlanPart.area == area,
            PlanVersion.recalled_at.is_(None),
            not_(withdrawn()),
            or_(PlanPart.first_id.is_(None), PlanPart.first_id == PlanPart.id),
        )
        .order_by(PlanVersion.number.desc())
        .limit(VERSIONS_ON_PAGE + 2)
    )  # fmt: skip
    if before is not None:
        # With the one that came after it, which says until when the next one held.
        query = query.where(PlanVersion.number <= before)
    rows = db.execute(query).all()
    if not rows:
        raise NoResultFound
    held: list[tuple[Any, datetime | None]] = []
    until = None
    for row in rows:
        held.append((row, until))
        until = row.published_at
    if before is not None:
        held = held[1:]
    shown = held[:VERSIONS_ON_PAGE]
    words = _wordings(db, viewer, [row.id for row, _until in shown])
    return HistoryPage(
        kind, area,
        tuple(_said(row, words, subject, viewer, until) for row, until in shown),
        shown[-1][0].number if len(held) > VERSIONS_ON_PAGE else None,
    )  # fmt: skip
