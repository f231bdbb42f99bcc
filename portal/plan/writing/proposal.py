"""What publishing would do: which parts change, what a reader would find, what is in the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.core.db import Db
from portal.core.receipts import fingerprint
from portal.people.pages import Subject
from portal.plan.rules import BANDS
from portal.plan.writing import policy, rules
from portal.plan.writing.rules import Change, Words
from portal.plan.writing.standing import (
    ENGLISH,
    DraftNow,
    PartNow,
    Said,
    Standing,
    drafts,
    standing,
)


@dataclass(frozen=True)
class PartChange:
    """A part of which there is a draft. before: what is published, None for a new part. what: None
    where a reader would see no difference. wordings: as they would be published. nobody: whoever
    was to promise something does not work or live with them any more, or may not read this."""

    area: str
    draft: DraftNow
    now: PartNow | None
    what: Change | None
    wordings: tuple[Said, ...]
    nobody: bool = False

    @property
    def words(self) -> Words:
        return self.draft.words

    @property
    def before(self) -> Words | None:
        return self.now.words if self.now else None

    @property
    def overtaken(self) -> bool:
        """Another version was published since this draft was begun."""
        return not self.draft.fits(self.now)

    @property
    def empty(self) -> bool:
        """Nobody would find anything to read."""
        return not self.words.gone and not self.words.says_something

    @property
    def half_a_promise(self) -> bool:
        """A promise without who, or by somebody who is not there any more, or without a day."""
        promised = (self.words.promise, self.words.promise_by_id, self.words.promise_due)
        return bool(self.words.promise) and (self.nobody or not all(promised))

    @property
    def ready(self) -> bool:
        return not (self.overtaken or self.empty or self.half_a_promise)

    def texts(self, band: str, language: str) -> tuple[Said, ...]:
        """What this age would read: own language, if there are words in it, else English."""
        of_age = [said for said in self.wordings if said.band == band]
        own = [said for said in of_age if said.language == language]
        return tuple(own or (said for said in of_age if said.language == ENGLISH))

    def reads_english(self, language: str) -> bool:
        """Whether somebody who reads this language would find English words."""
        return language != ENGLISH and all(
            said.language != language for said in self.wordings if said.text
        )


@dataclass(frozen=True)
class Proposal:
    """standing: None where this plan was never published. changes: in the order of reading.
    held: how many drafts there are that the viewer may not write, which stay as they are."""

    kind: str
    standing: Standing | None
    changes: tuple[PartChange, ...]
    held: int

    @property
    def number(self) -> int:
        return self.standing.number if self.standing else 0

    @property
    def parts(self) -> Mapping[str, PartNow]:
        return self.standing.parts if self.standing else {}

    @property
    def drawn(self) -> str:
        """What this is, so that it is published as it was looked at, or not at all."""
        version = self.standing.version_id if self.standing else None
        turns = (f"{one.area}:{one.draft.turn}" for one in self.changes)
        return fingerprint(self.kind, str(version), *turns)

    @property
    def told(self) -> tuple[PartChange, ...]:
        """The parts of which the young person is told."""
        return tuple(one for one in self.changes if one.what is not None)

    @property
    def promised_by(self) -> frozenset[tuple[int, str]]:
        """Who is to promise something in it, and in which area."""
        return frozenset(
            (one.words.promise_by_id, one.area)
            for one in self.changes
            if one.words.promise and one.words.promise_by_id is not None
        )

    def by_these(self, there: Collection[tuple[int, str]]) -> Proposal:
        """The same, where of those who are to promise only these still can."""
        return replace(
            self,
            changes=tuple(
                replace(one, nobody=bool(by) and (by, one.area) not in there)
                for one in self.changes
                for by in (one.words.promise_by_id,)
            ),
        )

    @property
    def left_over(self) -> tuple[str, ...]:
        """Parts that stay as they are."""
        changed = {one.area for one in self.changes}
        return tuple(area for area in self.parts if area not in changed)

    @property
    def ready(self) -> bool:
        return bool(self.told) and all(one.ready for one in self.changes)


def proposal(db: Db, council_id: int, subject: Subject, kind: str) -> Proposal:
    """Two statements."""
    now = standing(db, council_id, subject.id, kind).get(kind)
    found = drafts(db, council_id, subject.id, kind)
    return propose(subject, kind, now, found.values())


def propose(
    subject: Subject, kind: str, now: Standing | None, drafted: Iterable[DraftNow]
) -> Proposal:
    parts = now.parts if now else {}
    still = sorted((one for one in drafted if one.open and one.kind == kind),
                   key=lambda one: rules.PLACES.get(one.area, 99))  # fmt: skip
    may = [one for one in still if policy.may_write(subject, kind, one.area)]
    changes = tuple(_changed(one, parts.get(one.area)) for one in may)
    return Proposal(kind, now, changes, len(still) - len(may))


def _changed(draft: DraftNow, now: PartNow | None) -> PartChange:
    what = rules.change(now.words if now else None, draft.words)
    return PartChange(draft.area, draft, now, what, _wordings(draft, now, what))


def _wordings(draft: DraftNow, now: PartNow | None, what: Change | None) -> tuple[Said, ...]:
    """English as it was drafted; of the other languages those whose English stays the same."""
    if now is not None and what is None:
        return now.wordings
    words, author = draft.words, draft.by
    english = [
        Said(band, ENGLISH, words.need_of(band), words.text_of(band), "checked", author)
        for band in BANDS
        if words.text_of(band) or words.need_of(band)
    ]
    before = now.words if now else None
    others = [
        said
        for said in (now.wordings if now else ())
        if said.language != ENGLISH
        and before is not None
        and said.band in BANDS
        and before.text_of(said.band) == words.text_of(said.band)
        and before.need_of(said.band) == words.need_of(said.band)
    ]
    return (*english, *others)


@dataclass(frozen=True)
class Looked:
    """When all of a plan is looked at again, and with whom."""

    on: date | None
    by: str
