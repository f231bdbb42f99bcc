"""Whether what was noted is still as it was noted. For whoever owns the tables.

Events and the ends of their chains stream past in the chains' own order, so that millions cost no
more memory than one. Each event names the hash of the one before it, and the database itself keeps
where each chain ends: an event that was changed, taken out, put in or moved shows, and so does an
end that was cut off. Somebody who owns the tables could still take a whole chain away together
with its end, or write one anew from the first event on. Ends that were kept elsewhere (`ends`)
show that, too (`lost`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, islice
from typing import Any

from sqlalchemy import exists, select, text, tuple_

from portal.core.audit import AuditEvent, AuditHead, hash_of
from portal.core.db import Db, dialect

AT_ONCE = 1000


class Why(Enum):
    """What is wrong with an event, in words for whoever runs the command."""

    CHANGED = "is not as it was written."
    MISSING = "stands after a gap: what came before it is not there."
    ELSEWHERE = "was not written after the event that stands before it."
    CUT = "is the last one, and more came after it: the end is gone."
    ADDED = "was put at the end by hand."
    NO_END = "is the last one, and the database no longer keeps that the chain ends there."
    GONE = "should be the last one, and the whole chain is gone."
    LOST = "is in the list that was kept, and is not in the chain, or not as it was."


@dataclass(frozen=True)
class Broken:
    chain: int
    seq: int
    why: Why


@dataclass(frozen=True)
class End:
    """Where a chain ended when somebody wrote it down."""

    chain: int
    seq: int
    hash: str


@dataclass
class Seen:
    """How much was looked at so far."""

    events: int = 0
    chains: int = 0


class OnlyOneCouncil(Exception):
    """This role stands behind the wall between councils: it would find nothing wrong, because it
    sees nothing."""


def broken(db: Db, seen: Seen) -> Iterator[Broken]:
    """Everything that is wrong, chain by chain; counts in `seen` as it goes.

    Raises OnlyOneCouncil.
    """
    if dialect(db) == "postgresql" and db.scalar(text("SELECT row_security_active('audit_event')")):
        raise OnlyOneCouncil
    rows = db.execute(_WITH_ENDS, execution_options={"yield_per": AT_ONCE})
    for chain, events in groupby(rows.mappings(), key=lambda row: row["chain"]):
        seen.chains += 1
        yield from _in_chain(chain, events, seen)
    for row in db.execute(_ENDS_OF_NOTHING, execution_options={"yield_per": AT_ONCE}):
        yield Broken(row.chain, row.seq, Why.GONE)


# In one statement, so that an event noted meanwhile does not look like one put in by hand.
_WITH_ENDS = (
    select(
        AuditEvent.__table__,
        AuditHead.seq.label("end_seq"),
        AuditHead.hash.label("end_hash"),
    )
    .outerjoin(AuditHead, AuditHead.chain == AuditEvent.chain)
    .order_by(AuditEvent.chain, AuditEvent.seq)
)
_ENDS_OF_NOTHING = select(AuditHead.chain, AuditHead.seq).where(
    ~exists(select(AuditEvent.id).where(AuditEvent.chain == AuditHead.chain))
)


def _in_chain(chain: int, events: Iterable[Any], seen: Seen) -> Iterator[Broken]:
    seq, earlier, end = 0, "", (None, None)
    for row in events:
        seen.events += 1
        if why := _wrong(row, seq + 1, earlier):
            yield Broken(chain, row["seq"], why)
        seq, earlier, end = row["seq"], row["hash"], (row["end_seq"], row["end_hash"])
    if why := _wrong_end(seq, earlier, *end):
        yield Broken(chain, seq, why)


def _wrong(row: Any, seq: int, earlier: str) -> Why | None:
    if row["seq"] != seq:
        return Why.MISSING
    if row["hash"] != hash_of(row):
        return Why.CHANGED
    return Why.ELSEWHERE if row["earlier"] != earlier else None


def _wrong_end(seq: int, hashed: str, end_seq: int | None, end_hash: str | None) -> Why | None:
    if end_seq is None:
        return Why.NO_END
    if end_seq != seq:
        return Why.CUT if end_seq > seq else Why.ADDED
    return Why.CHANGED if end_hash != hashed else None


def ends(db: Db) -> Iterator[End]:
    """Where each chain ends now."""
    asked = select(AuditHead.chain, AuditHead.seq, AuditHead.hash).order_by(AuditHead.chain)
    for row in db.execute(asked, execution_options={"yield_per": AT_ONCE}):
        yield End(row.chain, row.seq, row.hash)


def lost(db: Db, kept: Iterable[End]) -> Iterator[Broken]:
    """Those of the ends written down earlier that are no longer in their chain as they were."""
    kept = iter(kept)
    while some := list(islice(kept, AT_ONCE)):
        asked = select(AuditEvent.chain, AuditEvent.seq, AuditEvent.hash).where(
            tuple_(AuditEvent.chain, AuditEvent.seq).in_([(end.chain, end.seq) for end in some])
        )
        there = {End(*row) for row in db.execute(asked)}
        for end in some:
            if end not in there:
                yield Broken(end.chain, end.seq, Why.LOST)
