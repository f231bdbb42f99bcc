"""What is sensitive in the demo council, worked out from its rows: value, owner, who may see it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from sqlalchemy import Row, select

from portal.core import clock
from portal.core.access import Role
from portal.core.db import Db
from portal.house import (
    AgendaPoint,
    ArticleVersion,
    Claim,
    ClaimStep,
    Connection,
    Conversation,
    Council,
    FamilyTime,
    Hello,
    Membership,
    Message,
    MustNotKnow,
    Person,
    Plan,
    PlanPart,
    PlanVersion,
    Promise,
    Review,
    ReviewComer,
    ReviewRecord,
    Visit,
    Wording,
)
from portal.people.rules import Grant, Kind, PersonKind
from tests.matrix.facts import ALL, AREAS, COLLEAGUES, HELPERS, NEEDED_TO_KNOW, WHOLE_PLANS

G = Grant
LETTERS = 12  # shorter ones are said by chance
START = 10  # by which one is looked up
SHORT = ("born", "phone")
_SENTENCES = re.compile(r"(?<=[.?!؟።])\s+|\n+")
_TAGS = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"\s+")
NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Value:
    """Some words of one young person's record; people by their keys in the table."""

    text: str
    what: str
    owner: int
    shown_to: frozenset[int]


@dataclass
class Values:
    """All that is sensitive and said of one young person only."""

    found: dict[str, Value] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    starts: dict[str, list[Value]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: str, what: str, owner: int, shown_to: frozenset[int]) -> None:
        for sentence in _SENTENCES.split(text or ""):
            said = tidied(sentence)
            if len(said) < LETTERS - 2 or (what not in SHORT and letters(said) < LETTERS):
                continue
            before = self.found.get(said)
            if before is not None and before.owner != owner:
                self.twice.add(said)
            wider = before.shown_to if before is not None else NOBODY
            self.found[said] = Value(said, what, owner, shown_to | wider)

    def forget(self, texts: set[str]) -> None:
        for text in texts:
            self.found.pop(text, None)
            self.starts[text[:START]] = [
                value for value in self.starts[text[:START]] if value.text != text
            ]

    def ready(self) -> None:
        self.forget(self.twice)
        for value in self.found.values():
            self.starts[value.text[:START]].append(value)

    def in_(self, page: str) -> list[tuple[int, Value]]:
        """Every value that stands on a page, in its text or in an attribute, and where."""
        plain = unescape(page).replace("\u00ad", "")
        whole = tidied(plain) + " " + tidied(_TAGS.sub(" ", plain))
        return [
            (at, value)
            for at in range(len(whole))
            for value in self.starts.get(whole[at : at + START], ())
            if whole.startswith(value.text, at)
        ]

    def leaks(self, page: str, reader: int) -> tuple[list[Value], list[Value]]:
        """What this reader was not granted, and what they were. A few words that are part of a
        sentence which they may read are not another's."""
        found = self.in_(page)
        fine = [(at, value) for at, value in found if reader in value.shown_to]
        wrong = [
            value
            for at, value in found
            if reader not in value.shown_to
            and not any(
                start <= at and at + len(value.text) <= start + len(longer.text)
                for start, longer in fine
            )
        ]
        return wrong, [value for _at, value in fine]


def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def tidied(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


class Facts:
    """Who may see what, from the rows as they are."""

    def __init__(self, db: Db) -> None:
        now = clock.now()
        day = clock.today(now)
        self.roles = {
            row.person_id: Role(row.role)
            for row in db.execute(select(Membership.person_id, Membership.role))
        }
        self.bars = {
            (row.person_id, row.other_id)
            for row in db.scalars(select(MustNotKnow))
            if row.lifted_at is None
        }
        self.links = [
            link
            for link in db.scalars(select(Connection))
            if link.starts <= day
            and (link.ends is None or link.ends >= day)
            and (link.ends_at is None or link.ends_at > now)
            and (link.of_id, link.with_id) not in self.bars
        ]
        self.grants: dict[tuple[int, int], Grant] = defaultdict(lambda: Grant(0))
        for link in self.links:
            if self.roles.get(link.with_id) in HELPERS:
                self.grants[link.of_id, link.with_id] |= Grant(link.grants)

    def to(self, owner: int, grant: Grant, *also: int | None) -> frozenset[int]:
        wanted = grant | G.NAME
        helpers = {who for (of, who), has in self.grants.items() if of == owner and wanted in has}
        makers = {who for who in also if who is not None and self.grants[owner, who]}
        return frozenset({owner} | helpers | makers)

    def who_meet(self, person_id: int) -> frozenset[int]:
        found = {person_id} | self.to(person_id, G.NAME)
        for link in self.links:
            if link.with_id == person_id:
                needed = NEEDED_TO_KNOW.get(Kind(link.kind), G.NAME)
                found |= {link.of_id} | self.to(link.of_id, needed)
        return frozenset(one for one in found if (person_id, one) not in self.bars)


def values(db: Db) -> Values:
    facts, found = Facts(db), Values()
    for what, text, owner, shown_to in (
        *_people(db, facts), *_plans(db, facts), *_dates(db, facts), *_words(db, facts),
        *_asked_for(db, facts), *_hellos(db, facts),
    ):  # fmt: skip
        found.add(text, what, owner, shown_to)
    found.forget(set(db.scalars(select(Council.name))))  # said to everybody who belongs to it
    found.ready()
    # What stands on a page that everybody reads is said by chance only.
    for out in db.scalars(select(ArticleVersion).where(ArticleVersion.state == "published")):
        on_it = " ".join((out.title, out.summary, out.bring, out.if_no, out.body))
        found.forget({value.text for _at, value in found.in_(on_it)})
    return found


Found = Iterator[tuple[str, str, int, frozenset[int]]]


def _people(db: Db, facts: Facts) -> Found:
    for who in db.scalars(select(Person)):
        name = f"{who.first_name} {who.last_name}"
        if who.kind == PersonKind.YOUNG:
            yield "name", name, who.id, facts.who_meet(who.id)
            for day in (who.born.isoformat(), f"{who.born.day} {who.born:%B} {who.born.year}"):
                yield "born", day, who.id, frozenset({who.id})
            for what in ("interpreter", "home_authority", "email"):
                yield what, getattr(who, what), who.id, frozenset({who.id})
            yield "phone", who.phone, who.id, frozenset({who.id})
        elif who.kind == PersonKind.OTHER:
            yield "name", name, who.id, facts.who_meet(who.id)
            yield "phone", who.phone, who.id, NOBODY
    for link in db.scalars(select(Connection)):
        # Their own word for somebody is often that one's name.
        yield "label", link.label, link.of_id, facts.who_meet(link.with_id)
        yield "does", link.does, link.of_id, frozenset({link.of_id})


def _plans(db: Db, facts: Facts) -> Found:
    parts = db.execute(
        select(PlanPart, Plan.kind, Plan.person_id, Plan.current_id)
        .join(PlanVersion, PlanVersion.id == PlanPart.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
    ).all()
    wordings: dict[int, list[str]] = defaultdict(list)
    for part_id, text in db.execute(select(Wording.part_id, Wording.text)):
        wordings[part_id].append(text)
    for part, kind, person_id, _current in parts:
        shown_to = facts.to(person_id, G.PLAN | WHOLE_PLANS[kind] | AREAS[part.area])
        for text in (part.official, part.change_note, *wordings[part.id]):
            yield f"plan {part.area}", text, person_id, shown_to
    for promise in db.scalars(select(Promise)):
        grant = G.PLAN | AREAS[promise.area] if promise.area else ALL
        shown_to = facts.to(promise.person_id, grant, promise.owner_id)
        yield "promise", promise.text, promise.person_id, shown_to
        yield "promise", promise.state_note, promise.person_id, shown_to


def _dates(db: Db, facts: Facts) -> Found:
    for visit in db.scalars(select(Visit)):
        place = facts.to(visit.person_id, G.DATES | G.ADDRESS)
        yield "place of a visit", visit.where, visit.person_id, place
        yield "visit", visit.note, visit.person_id, facts.to(visit.person_id, G.DATES)
    for review in db.scalars(select(Review)):
        place = facts.to(review.person_id, G.DATES | G.ADDRESS)
        yield "place of a review", review.where, review.person_id, place
        yield "review", review.note, review.person_id, facts.to(review.person_id, G.DATES)
    for letter in db.scalars(select(ReviewRecord)):
        shown_to = facts.to(letter.person_id, G.DATES | G.REVIEWS)
        for what in ("well", "hard", "talked", "ahead", "decided", "put_right"):
            yield f"letter: {what}", getattr(letter, what), letter.person_id, shown_to
    for point in db.scalars(select(AgendaPoint)):
        shown_to = facts.to(point.person_id, G.DATES | G.REVIEWS)
        yield "on the agenda", point.text, point.person_id, shown_to
        yield "what was said of it", point.heard, point.person_id, shown_to
    for comer in db.scalars(select(ReviewComer)):
        shown_to = facts.to(comer.person_id, G.DATES | G.REVIEWS)
        yield "why they want them there", comer.wish_why, comer.person_id, shown_to
    for met in db.scalars(select(FamilyTime)):
        shown_to = facts.to(met.person_id, G.FAMILY)
        for what in ("where", "there", "note", "brings", "why_cancelled", "with_label"):
            yield f"family time: {what}", getattr(met, what), met.person_id, shown_to


def _words(db: Db, facts: Facts) -> Found:
    rows: list[Row[Any]] = list(
        db.execute(
            select(Message.text, Conversation.person_id, Conversation.writer_id).join(
                Conversation, Conversation.id == Message.conversation_id
            )
        )
    )
    for text, person_id, writer_id in rows:
        shown_to = facts.to(person_id, G.MESSAGES)
        if writer_id != person_id:  # a carer's, which the young person does not see
            shown_to = (shown_to - {person_id}) | {writer_id}
        yield "message", text, person_id, shown_to


def _asked_for(db: Db, facts: Facts) -> Found:
    """What was not sent is theirs alone; the rest is read by staff who read their messages."""
    read_by: dict[int, tuple[int, frozenset[int]]] = {}
    for claim in db.scalars(select(Claim)):
        staff = {
            who for who in facts.to(claim.person_id, G.MESSAGES)
            if claim.state != "draft" and facts.roles.get(who) in COLLEAGUES
        }  # fmt: skip
        read_by[claim.id] = claim.person_id, frozenset({claim.person_id} | staff)
        yield "asked for", claim.wish, *read_by[claim.id]
    for step in db.scalars(select(ClaimStep)):
        yield "what became of it", step.words, *read_by[step.claim_id]


def _hellos(db: Db, facts: Facts) -> Found:
    """Whoever answers them reads what somebody else wrote."""
    for hello in db.scalars(select(Hello)):
        yield "hello", hello.text, hello.person_id, facts.to(hello.person_id, Grant.MESSAGES)
