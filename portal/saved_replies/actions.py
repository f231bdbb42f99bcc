"""Keep a reply, change it, take it away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.core import receipts
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.ids import new_id, new_ref
from portal.saved_replies import policy
from portal.saved_replies.pages import Reply
from portal.saved_replies.tables import SavedReply


def add(db: Db, viewer: Viewer, words: Reply, key: str, now: datetime) -> str:
    """Keep a new reply; returns its ref, the same when repeated. Raises NoResultFound when it is
    not theirs to keep, receipts.KeyReused."""
    owner_id = viewer.person_id if words.own else None
    if not policy.may_change(viewer, owner_id):
        raise NoResultFound
    ref = new_ref()
    content = receipts.fingerprint(
        "reply", words.title, words.child, words.teen, words.adult, str(words.own)
    )
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    db.add(
        SavedReply(
            id=new_id(), ref=ref, council_id=viewer.council_id, owner_id=owner_id,
            title=words.title, child=words.child, teen=words.teen, adult=words.adult,
            made_by_id=viewer.person_id, changed_at=now,
        )
    )  # fmt: skip
    return ref


def change(db: Db, viewer: Viewer, ref: str, words: Reply, now: datetime) -> None:
    """Whose it is stays as it was. Raises NoResultFound when it is not theirs to change."""
    reply = _held(db, viewer, ref)
    reply.title, reply.changed_at = words.title, now
    reply.child, reply.teen, reply.adult = words.child, words.teen, words.adult


def remove(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """It is offered to nobody any more. Raises NoResultFound."""
    _held(db, viewer, ref).gone_at = now


def _held(db: Db, viewer: Viewer, ref: str) -> SavedReply:
    query = select(SavedReply).where(policy.visible(viewer), SavedReply.ref == ref)
    found = db.scalars(query).one()
    if not policy.may_change(viewer, found.owner_id):
        raise NoResultFound
    return found
