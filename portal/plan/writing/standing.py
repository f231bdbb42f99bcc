"""What is published now, and what is drafted, whole: for those who write, who compare the two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from portal.core.db import Db
from portal.plan.rules import BANDS
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording
from portal.plan.withdrawn import origin, withdrawn
from portal.plan.writing import rules
from portal.plan.writing.rules import EMPTY, Words, words_of
from portal.plan.writing.tables import Draft, Save

ENGLISH = "en"


@dataclass(frozen=True)
class Said:
    """A wording as it was published."""

    band: str
    language: str
    need: str
    text: str
    state: str
    author: str


@dataclass(frozen=True)
class PartNow:
    """A published part. content_id: the oldest part that says the same."""

    id: int
    content_id: int
    area: str
    content: str
    change_note: str
    words: Words
    wordings: tuple[Said, ...]

    def in_language(self, language: str) -> tuple[str, ...]:
        """The ages for which there are words in this language."""
        return tuple(said.band for said in self.wordings if said.language == language)


@dataclass(frozen=True)
class Standing:
    """A plan as it is published. version_id: None where nothing is."""

    kind: str
    plan_id: int
    version_id: int | None
    number: int
    published_at: datetime | None
    published_by: str
    review_on: date | None
    review_by: str
    parts: Mapping[str, PartNow] = field(default_factory=dict)


def standing(
    db: Db, council_id: int, person_id: int, kind: str | None = None, area: str | None = None
) -> dict[str, Standing]:
    """By kind of plan: what is published. One statement."""
    part_on = [PlanPart.version_id == PlanVersion.id]
    if area is not None:
        part_on.append(PlanPart.area == area)
    query = (
        select(
            Plan.id.label("plan_id"), Plan.kind, PlanVersion.id.label("version_id"),
            PlanVersion.number, PlanVersion.published_at, PlanVersion.published_by,
            PlanVersion.review_on, PlanVersion.review_by, *_PART,
            Wording.band, Wording.language, Wording.need.label("said_need"), Wording.text,
            Wording.state, Wording.author,
        )
        .outerjoin(PlanVersion, and_(PlanVersion.id == Plan.current_id,
                                     PlanVersion.recalled_at.is_(None)))
        .outerjoin(PlanPart, and_(*part_on))
        .outerjoin(Wording, Wording.part_id == PlanPart.id)
        .where(Plan.council_id == council_id, Plan.person_id == person_id)
        .order_by(Plan.kind, PlanPart.place, PlanPart.id, Wording.id)
    )  # fmt: skip
    if kind is not None:
        query = query.where(Plan.kind == kind)
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in db.execute(query):
        rows[row.kind].append(row)
    return {one: _standing(found) for one, found in rows.items()}


_PART = (
    PlanPart.id.label("part_id"), PlanPart.first_id, PlanPart.area, PlanPart.content,
    PlanPart.change_note, PlanPart.need, PlanPart.official, PlanPart.who, PlanPart.by_when,
    PlanPart.look_again,
)  # fmt: skip


def _standing(rows: Sequence[Any]) -> Standing:
    head = rows[0]
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.part_id is not None:
            parts[row.area].append(row)
    return Standing(
        head.kind, head.plan_id, head.version_id, head.number or 0, head.published_at,
        head.published_by or "", head.review_on, head.review_by or "",
        {area: _part(found) for area, found in parts.items()},
    )  # fmt: skip


def _part(rows: Sequence[Any]) -> PartNow:
    """From its rows, one for each wording."""
    head = rows[0]
    said = tuple(
        Said(row.band, row.language, row.said_need, row.text, row.state, row.author)
        for row in rows
        if row.band is not None
    )
    plain = {"need": head.need, "official": head.official, "who": head.who,
             "by_when": head.by_when, "look_again": head.look_again}  # fmt: skip
    for one in said:
        if one.language == ENGLISH and one.band in BANDS:
            plain |= {one.band: one.text, f"{one.band}_need": one.need}
    return PartNow(
        head.part_id, head.first_id or head.part_id, head.area, head.content, head.change_note,
        Words(**plain), said,
    )  # fmt: skip


def part_was(db: Db, council_id: int, person_id: int, part_id: int | None) -> Words | None:
    """The words of a part as it was published once; None when it is not one of theirs."""
    if part_id is None:
        return None
    rows = db.execute(
        select(*_PART, Wording.band, Wording.language, Wording.need.label("said_need"),
               Wording.text, Wording.state, Wording.author)
        .join(PlanVersion, PlanVersion.id == PlanPart.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .outerjoin(Wording, Wording.part_id == PlanPart.id)
        .where(PlanPart.id == part_id, Plan.council_id == council_id,
               Plan.person_id == person_id)
    ).all()  # fmt: skip
    return _part(rows).words if rows else None


@dataclass(frozen=True)
class GoneSpan:
    """Which saves were on their way to words that were taken back: by their keys, which grow, those
    after one version (0: there was none), up to the one that said these words first."""

    after: int
    until: int

    def holds(self, save_id: int) -> bool:
        return self.after < save_id < self.until


_first, _first_in = aliased(PlanPart, name="first_said"), aliased(PlanVersion, name="first_in")
_earlier = aliased(PlanVersion, name="earlier")


def gone_spans(
    db: Db, council_id: int, person_id: int, kind: str, area: str
) -> tuple[GoneSpan, ...]:
    """Of one part: one statement."""
    after = (
        select(func.max(_earlier.id))
        .where(_earlier.plan_id == Plan.id, _earlier.number < _first_in.number)
        .correlate(Plan, _first_in)
        .scalar_subquery()
    )
    rows = db.execute(
        select(after.label("after"), _first_in.id.label("until"))
        .select_from(PlanPart)
        .join(PlanVersion, PlanVersion.id == PlanPart.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .join(_first, _first.id == origin())
        .join(_first_in, _first_in.id == _first.version_id)
        .where(
            Plan.council_id == council_id, Plan.person_id == person_id, Plan.kind == kind,
            PlanPart.area == area, PlanVersion.recalled_at.is_not(None), withdrawn(),
        )
        .distinct()
    )  # fmt: skip
    return tuple(GoneSpan(row.after or 0, row.until) for row in rows)


# --- drafts ---------------------------------------------------------------------------------------

_based = aliased(PlanPart, name="based")


@dataclass(frozen=True)
class DraftNow:
    """A draft at its turn. based_content_id: the content it began from (`PartNow.content_id`)."""

    kind: str
    area: str
    turn: int
    open: bool
    words: Words
    by_id: int
    by: str
    at: datetime
    based_on_id: int | None
    based_content_id: int | None
    save_id: int

    def fits(self, now: PartNow | None) -> bool:
        """Whether what is published is still what this draft began from."""
        return self.based_content_id == (now.content_id if now else None)


def drafts(
    db: Db, council_id: int, person_id: int, kind: str | None = None, area: str | None = None
) -> dict[tuple[str, str], DraftNow]:
    """By (kind, area), those that were published, too. One statement."""
    query = (
        select(Draft.turn, Draft.open, Draft.based_on_id, Draft.save_id,
               _based.id.label("based_id"), _based.first_id.label("based_first_id"), Save)
        .join(Save, Save.id == Draft.save_id)
        .outerjoin(_based, _based.id == Draft.based_on_id)
        .where(Draft.council_id == council_id, Draft.person_id == person_id, *_of(kind, area))
    )  # fmt: skip
    return {
        (row.Save.kind, row.Save.area): DraftNow(
            row.Save.kind, row.Save.area, row.turn, row.open, words_of(row.Save), row.Save.by_id,
            row.Save.by, row.Save.at, row.based_on_id, row.based_first_id or row.based_id,
            row.save_id,
        )
        for row in db.execute(query)
    }  # fmt: skip


def _of(kind: str | None, area: str | None) -> Iterable[ColumnElement[bool]]:
    if kind is not None:
        yield Draft.kind == kind
    if area is not None:
        yield Draft.area == area


def at_turn(db: Db, council_id: int, person_id: int, kind: str, area: str, turn: int) -> Any:
    """The save that made this turn; None where there was none, as the turn of a publication."""
    return db.scalars(
        select(Save)
        .where(
            Save.council_id == council_id, Save.person_id == person_id, Save.kind == kind,
            Save.area == area, Save.turn == turn, Save.aside.is_(False),
        )
        .limit(1)
    ).first()  # fmt: skip


def begin(now: PartNow | None) -> Words:
    """What a new draft begins with: the words that are published."""
    return replace(now.words, change_note="") if now else EMPTY


__all__ = [
    "ENGLISH", "DraftNow", "PartNow", "Said", "Standing", "at_turn", "begin", "drafts",
    "part_was", "rules", "standing",
]  # fmt: skip
