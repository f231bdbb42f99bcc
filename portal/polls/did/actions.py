"""Say what was done, say it again for others, take it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert

from portal.core import receipts
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.polls import actions as polls
from portal.polls.did import pages
from portal.polls.did.tables import WeDid, WeDidWords


@dataclass(frozen=True)
class Meant:
    said: str
    did: str
    on_day: date
    language: str
    source: pages.Source


def write(db: Db, viewer: Viewer, meant: Meant, key: str, now: datetime) -> None:
    """It stands for everybody at once; where it is because of a poll, that is owed no more and
    whoever answered is told. Raises receipts.KeyReused."""
    ref, source = new_ref(), meant.source
    content = receipts.fingerprint("we-did", repr(meant))
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    db.execute(
        insert(WeDid).values(
            id=new_id(), council_id=viewer.council_id, ref=ref, said=meant.said, did=meant.did,
            on_day=meant.on_day, by_id=viewer.person_id, source=source.code.partition(":")[0],
            poll_id=source.poll_id, group_id=source.group_id, language=meant.language,
            made_at=now,
        )
    )  # fmt: skip
    if source.poll_id is not None:
        polls.done_because(db, source.poll_id, now)


def change(db: Db, viewer: Viewer, ref: str, said: str, did: str, on_day: date) -> None:
    """Raises NoResultFound."""
    one = pages.found(db, viewer, ref)
    one.said, one.did, one.on_day = said, did, on_day


def say_again(
    db: Db, viewer: Viewer, ref: str, band: str, language: str, said: str, did: str, now: datetime
) -> None:
    """For an age, or in another language; the last words count. Raises NoResultFound."""
    one = pages.found(db, viewer, ref)
    put = insert_or(db, WeDidWords).values(
        id=new_id(), council_id=viewer.council_id, we_did_id=one.id, band=band, language=language,
        said=said, did=did, by_id=viewer.person_id, at=now,
    )  # fmt: skip
    new = put.excluded
    db.execute(
        put.on_conflict_do_update(
            index_elements=[WeDidWords.we_did_id, WeDidWords.band, WeDidWords.language],
            set_={"said": new.said, "did": new.did, "by_id": new.by_id, "at": new.at},
        )
    )


def take_down(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Nobody reads it any more. Raises NoResultFound."""
    pages.found(db, viewer, ref).taken_down_at = now
