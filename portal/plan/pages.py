"""The plan as its reader sees it: one page of parts, and one page a part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.exc import NoResultFound

from portal.care import pages as care
from portal.care.pages import WhyInCare
from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.plan import policy, rules
from portal.plan.rules import Chosen
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording
from portal.plan.writing.records import TakenLine, taken_back
from portal.promises.pages import PromiseCard, promises_to
from portal.seen.tables import Seen

THING = "plan_part"


@dataclass(frozen=True)
class PartCard:
    """One part. new: it changed since the reader last looked. mark: what to keep when they do."""

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
    promises: tuple[PromiseCard, ...] = ()

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
class OnePlan:
    kind: str
    number: int
    parts: tuple[PartCard, ...]
    published_at: datetime
    published_by: str
    review_on: date | None
    review_by: str

    @property
    def drawn(self) -> str:
        return f"{rules.KIND_CODES[self.kind]}{self.number}"


@dataclass(frozen=True)
class PlanPage:
    """All of somebody's plans. why: None where the viewer may not know, or nothing is recorded.
    taken_back: what was put in their own by mistake, these last weeks."""

    plans: tuple[OnePlan, ...]
    why: WhyInCare | None
    taken_back: tuple[TakenLine, ...] = ()

    @property
    def drawn(self) -> str:
        """Which versions these are, for the "seen" mark: "a3,b1"."""
        return ",".join(plan.drawn for plan in self.plans)

    @property
    def news(self) -> tuple[PartCard, ...]:
        return tuple(part for plan in self.plans for part in plan.parts if part.new)

    @property
    def first_look(self) -> bool:
        """Something here was never looked at, and nothing of it counts as new."""
        return not self.news and any(not part.seen for plan in self.plans for part in plan.parts)


@dataclass(frozen=True)
class PartPage:
    plan: OnePlan
    part: PartCard


def plan_page(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> PlanPage:
    """Every plan of the subject, within what the viewer may read: four statements, and one more
    on their own page."""
    plans = _plans(db, viewer, subject)
    why = None
    if subject.may(Grant.REASONS):
        why = care.why_in_care(db, viewer.council_id, subject.id, clock.today(now))
    return PlanPage(plans, why, taken_back(db, viewer, now) if subject.own else ())


def part_page(
    db: Db, viewer: Viewer, subject: Subject, kind: str, area: str, now: datetime
) -> PartPage:
    """One part with its promises. Raises NoResultFound when there is none for this viewer."""
    if not policy.may_read(subject, kind, area):
        raise NoResultFound
    plans = _plans(db, viewer, subject, only=(kind, area))
    if not plans:
        raise NoResultFound
    found = promises_to(db, viewer.council_id, subject.id, clock.today(now), limit=20, area=area)
    part = plans[0].parts[0]
    return PartPage(plans[0], PartCard(**{**part.__dict__, "promises": found.cards}))


def _plans(
    db: Db,
    viewer: Viewer,
    subject: Subject,
    only: tuple[str, str] | None = None,
) -> tuple[OnePlan, ...]:
    """Published parts that the viewer may read; `only` one (kind, area) of them. What is new
    depends on whether any part of that plan was ever looked at, so all of them are asked for."""
    if not policy.areas_for(subject):
        return ()
    rows = db.execute(
        select(
            Plan.kind, PlanPart.id, PlanPart.area, PlanPart.official, PlanPart.who,
            PlanPart.by_when, PlanPart.look_again, PlanPart.change_note, PlanPart.first_id,
            PlanVersion.number, PlanVersion.published_at, PlanVersion.published_by,
            PlanVersion.review_on, PlanVersion.review_by, Seen.mark,
        )
        .join(PlanVersion, PlanVersion.id == Plan.current_id)
        .join(PlanPart, PlanPart.version_id == PlanVersion.id)
        .outerjoin(
            Seen,
            and_(
                Seen.person_id == viewer.person_id,
                Seen.thing == THING,
                Seen.thing_key == Plan.kind + ":" + PlanPart.area,
            ),
        )
        .where(
            Plan.council_id == viewer.council_id,
            PlanVersion.recalled_at.is_(None),
            *policy.readable(subject),
        )
        .order_by(Plan.kind, PlanPart.place, PlanPart.id)
    ).all()  # fmt: skip
    looked = {row.kind for row in rows if row.mark is not None}
    if only is not None:
        rows = [row for row in rows if (row.kind, row.area) == only]
    words = _wordings(db, viewer, [row.id for row in rows])
    by_kind: dict[str, list[PartCard]] = defaultdict(list)
    heads: dict[str, Any] = {}
    for row in rows:
        by_kind[row.kind].append(_part(row, viewer, subject, words[row.id], row.kind in looked))
        heads[row.kind] = row
    return tuple(
        OnePlan(
            kind, heads[kind].number, tuple(parts), heads[kind].published_at,
            heads[kind].published_by, heads[kind].review_on, heads[kind].review_by,
        )
        for kind, parts in by_kind.items()
    )  # fmt: skip


def _wordings(db: Db, viewer: Viewer, part_ids: Iterable[int]) -> dict[int, list[rules.Words]]:
    found: dict[int, list[rules.Words]] = defaultdict(list)
    ids = list(part_ids)
    if not ids:
        return found
    for row in db.execute(
        select(Wording.part_id, Wording.band, Wording.language, Wording.text, Wording.state).where(
            Wording.part_id.in_(ids), Wording.language.in_({viewer.language, "en"})
        )
    ):
        found[row.part_id].append(rules.Words(row.band, row.language, row.text, row.state))
    return found


def _part(
    row: Any,
    viewer: Viewer,
    subject: Subject,
    words: list[rules.Words],
    looked: bool,
) -> PartCard:
    first_id = row.first_id or row.id
    return PartCard(
        kind=row.kind,
        area=row.area,
        words=rules.choose_words(words, subject.band.value, viewer.language, row.official),
        new=subject.own and rules.is_new(first_id, row.mark, looked),
        seen=row.mark is not None and row.mark >= first_id,
        change_note=row.change_note,
        changed_by=row.published_by,
        changed_at=row.published_at,
        who=row.who,
        by_when=row.by_when,
        look_again=row.look_again,
        official=row.official,
        mark=row.id,
    )
