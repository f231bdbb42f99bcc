"""Publishing: a new version stands beside the old one, in one commit with all that follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update

from portal.core import audit, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import tell
from portal.people.pages import Subject
from portal.plan.rules import content_hash
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording
from portal.plan.writing import labels, rules
from portal.plan.writing.promised import can_promise, promise
from portal.plan.writing.proposal import Looked, PartChange, Proposal, proposal
from portal.plan.writing.standing import PartNow, Said
from portal.plan.writing.tables import Draft

TOLD = "plan_changed"
THING = "plan_part"
CHANGED = "writing.published"


class ChangedMeanwhile(Exception):
    """Somebody saved or published since this was looked at."""


class NothingGoesThere(Exception):
    """Nothing is sent to this young person any more (`people.stops`)."""


class NotReady(Exception):
    """A part has no words, half a promise, or was overtaken; or nothing changes."""


def publish(
    db: Db, viewer: Viewer, subject: Subject, kind: str, drawn: str, looked: Looked, key: str,
    now: datetime,
) -> int:  # fmt: skip
    """Publish every draft of this plan that the viewer may write, as it was looked at (`drawn`);
    the number of the version, the same when it is sent twice. What was published before does not
    change.

    Raises ChangedMeanwhile, NotReady, NothingGoesThere, receipts.KeyReused.
    """
    if subject.stopped_at is not None:
        raise NothingGoesThere
    plan = _held(db, viewer, subject, kind)
    number = _next_number(db, plan.id)
    content = receipts.fingerprint("published", str(plan.id), drawn, str(looked.on), looked.by)
    earlier = receipts.first_time(db, viewer.account_id, key, content, str(number), now)
    if earlier is not None:
        return int(earlier)
    found = proposal(db, viewer.council_id, subject, kind)
    if found.drawn != drawn:
        raise ChangedMeanwhile
    found = found.by_these(can_promise(db, viewer, subject, found.promised_by, now))
    if not found.ready:
        raise NotReady
    version_id = new_id()
    db.add(
        PlanVersion(
            id=version_id, council_id=viewer.council_id, plan_id=plan.id, number=number,
            published_at=now, published_by_id=viewer.person_id, published_by=viewer.known_as,
            review_on=looked.on, review_by=looked.by,
        )
    )  # fmt: skip
    db.flush()
    _write(db, viewer, version_id, found)
    db.execute(update(Plan).where(Plan.id == plan.id).values(current_id=version_id))
    _close(db, viewer, subject, found)
    for one in found.told:
        if one.words.promise and not one.words.gone:
            promise(db, viewer, subject, (kind, one.area), one.words, now)
        # A part that is gone has no page any more.
        ref = f"{kind}:" if one.words.gone else f"{kind}:{one.area}"
        tell(db, viewer.council_id, subject.id, TOLD, THING, ref, now)
    audit.changed(db, viewer, subject.id, CHANGED, now)
    return number


def _held(db: Db, viewer: Viewer, subject: Subject, kind: str) -> Any:
    """The plan's own row, held until the commit, so that of two who publish at once the second
    finds what the first has done; made when there is none yet."""
    put = insert_or(db, Plan).values(
        id=new_id(), council_id=viewer.council_id, ref=new_ref(), person_id=subject.id, kind=kind
    )
    db.execute(put.on_conflict_do_nothing())
    return db.execute(
        select(Plan.id, Plan.current_id)
        .where(
            Plan.council_id == viewer.council_id, Plan.person_id == subject.id, Plan.kind == kind
        )
        .with_for_update()
    ).one()


def _next_number(db: Db, plan_id: int) -> int:
    """After every version there ever was, those that were taken back, too."""
    newest = db.scalar(select(func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan_id))
    return (newest or 0) + 1


def _write(db: Db, viewer: Viewer, version_id: int, found: Proposal) -> None:
    """The parts and their words: two statements, however many there are."""
    changed = {one.area: one for one in found.changes}
    areas = sorted({*found.parts, *changed}, key=lambda area: rules.PLACES.get(area, 99))
    parts: list[dict[str, Any]] = []
    wordings: list[dict[str, Any]] = []
    for place, area in enumerate(areas):
        one, before = changed.get(area), found.parts.get(area)
        if one is not None and one.words.gone:
            continue
        id = new_id()
        same = one is None or one.what is None
        if before is not None and same:
            row, said = _kept(before), before.wordings
        else:
            assert one is not None
            row, said = _made(one, id)
        parts.append({"id": id, "council_id": viewer.council_id, "version_id": version_id,
                      "area": area, "place": place, **row})  # fmt: skip
        wordings += _said(viewer, id, said)
    add_rows(db, PlanPart, parts)
    add_rows(db, Wording, wordings)


def _kept(part: PartNow) -> dict[str, Any]:
    """Nothing changes for a reader; whoever has not seen its last change yet still reads of it."""
    words = part.words
    return {
        "need": words.need, "official": words.official, "who": words.who,
        "by_when": words.by_when, "look_again": words.look_again,
        "change_note": part.change_note, "content": part.content, "first_id": part.content_id,
    }  # fmt: skip


def _made(one: PartChange, id: int) -> tuple[dict[str, Any], tuple[Said, ...]]:
    words = one.words
    content = content_hash(
        one.area, words.official, words.who, words.by_when, words.look_again,
        [(said.band, said.language, said.text) for said in one.wordings],
        words.need, [(said.band, said.language, said.need) for said in one.wordings],
    )  # fmt: skip
    note = words.change_note or labels.suggested(one)
    return {
        "need": words.need, "official": words.official, "who": words.who,
        "by_when": words.by_when, "look_again": words.look_again, "change_note": note,
        "content": content, "first_id": id,
    }, one.wordings  # fmt: skip


def _said(viewer: Viewer, part_id: int, wordings: Iterable[Said]) -> Iterable[dict[str, Any]]:
    for said in wordings:
        yield {
            "id": new_id(), "council_id": viewer.council_id, "part_id": part_id,
            "band": said.band, "language": said.language, "need": said.need, "text": said.text,
            "state": said.state, "author": said.author,
        }  # fmt: skip


def _close(db: Db, viewer: Viewer, subject: Subject, found: Proposal) -> None:
    """These drafts are published, each at the turn that was looked at. Raises ChangedMeanwhile."""
    these = (and_(Draft.area == one.area, Draft.turn == one.draft.turn) for one in found.changes)
    closed = db.execute(
        update(Draft)
        .where(
            Draft.council_id == viewer.council_id, Draft.person_id == subject.id,
            Draft.kind == found.kind, or_(*these),
        )
        .values(open=False, turn=Draft.turn + 1)
        .returning(Draft.id)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    if len(closed.all()) != len(found.changes):
        raise ChangedMeanwhile
