"""Words in what was asked for that must not wait: seen by whoever reads it, as everything that the
young person writes to whoever answers them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from portal.claims import policy
from portal.claims.tables import Claim, ClaimStep
from portal.core.access import Viewer
from portal.core.db import Db
from portal.worries.alone import USUAL, Usual, read_by_some
from portal.worries.tables import Worry

# Where a worry says that it comes from: the wish, or what was added to it.
IN_CLAIM, IN_STEP = "claim", "claim_step"


def _reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    one = select(Claim.id).where(Claim.id == Worry.source_id, policy.reads(viewer, now))
    return exists(one.correlate(Worry))


def _reads_step(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    one = (
        select(Claim.id)
        .join(ClaimStep, ClaimStep.claim_id == Claim.id)
        .where(ClaimStep.id == Worry.source_id, policy.reads(viewer, now))
    )
    return exists(one.correlate(Worry))


def _usual(_db: Db, _council_id: int, _id: int, _now: datetime) -> Usual:
    return USUAL


read_by_some(IN_CLAIM, _reads, _usual)
read_by_some(IN_STEP, _reads_step, _usual)
