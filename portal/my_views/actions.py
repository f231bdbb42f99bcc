"""Begin, keep as they go, send, throw away; and what a council asks. Each is one commit, safe to
repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, delete, select, update
from sqlalchemy.exc import NoResultFound

from portal.core import receipts
from portal.core.access import Band, Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.my_views import labels, pages, policy, rules
from portal.my_views.pages import KIND, Part, Sheet
from portal.my_views.rules import Asked, Occasion, Said, Wishes
from portal.my_views.tables import ViewHeading, ViewPart, ViewSheet
from portal.notifications import actions as notifications
from portal.say import actions as saying
from portal.say.actions import Sent, Words
from portal.say.rules import DEFAULT_READERS, Owner, Readers, owner_of
from portal.say.who import Desk
from portal.uploads import actions as uploads
from portal.uploads.pictures import Picture
from portal.uploads.voices import Voice

ASKED = "views_asked"  # the notice that invites
SOURCE = "views"


class SentAlready(Exception):
    """It was sent meanwhile: nothing is changed in it any more."""


class ChangedMeanwhile(Exception):
    """Something was written in it since the page was drawn."""


class NothingSaid(Exception):
    """There is nothing in it that somebody could read."""


class TooMany(Exception):
    """The council asks as many things of its own as there is room for."""


# --- begin --------------------------------------------------------------------------------------


def begin(
    db: Db, viewer: Viewer, occasion: Occasion, pictures: bool, helped_by: str, now: datetime
) -> str:
    """The ref of the draft of this occasion: a new one, or the one that is there already. The
    invitation is done with."""
    there = db.scalar(pages.draft_of(viewer, occasion))
    if there is not None:
        return there
    invitation = pages.invitation_to(db, viewer, occasion, now)
    ref = new_ref()
    put = insert_or(db, ViewSheet).values(
        id=new_id(), council_id=viewer.council_id, ref=ref, person_id=viewer.person_id,
        occasion=occasion.value, about_ref=invitation.ref if invitation else "",
        pictures=pictures, helped_by=helped_by, readers=int(DEFAULT_READERS), begun_at=now,
        changed_at=now, sent_at=None, **vars(Wishes()),
    )  # fmt: skip
    made = db.execute(put.on_conflict_do_nothing().returning(ViewSheet.ref)).scalar()
    if invitation is not None:
        notifications.seen(
            db, viewer.council_id, viewer.person_id, SOURCE, rules.notice_ref(invitation), now
        )
    return made or db.execute(pages.draft_of(viewer, occasion)).scalar_one()


# --- keep as they go ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """What stands on the page of a part. readers: None: as the sheet says."""

    text: str = ""
    face: int | None = None
    symbols: tuple[str, ...] = ()
    silent: str = ""
    readers: Readers | None = None


@dataclass(frozen=True)
class Brought:
    """A new picture, a new voice; or that the old one goes."""

    picture: Picture | None = None
    voice: Voice | None = None
    drop_picture: bool = False
    drop_voice: bool = False


NOTHING = Brought()


def keep_part(
    db: Db, viewer: Viewer, ref: str, code: str, typed: Typed | None, brought: Brought,
    now: datetime,
) -> None:  # fmt: skip
    """What stands under one heading from now on. typed None: only what was brought. Raises
    NoResultFound, SentAlready."""
    sheet_id, old = _held(db, viewer, ref, code)
    picture_id, gone = _in_place_of(
        db, viewer, old.picture_id if old else None, brought.picture, brought.drop_picture, now
    )
    voice_id, gone_too = _in_place_of(
        db, viewer, old.voice_id if old else None, brought.voice, brought.drop_voice, now
    )
    if typed is None:
        typed = _as_it_was(old)
    said = Said(
        typed.text, typed.face, typed.symbols, picture=picture_id is not None,
        voice=voice_id is not None,
    )  # fmt: skip
    same = old is not None and old.text == typed.text
    values: dict[str, object] = {
        "text": typed.text, "face": typed.face, "symbols": ",".join(typed.symbols),
        "language": old.language if same and old else viewer.language,
        # "I don't know" is for a part about which nothing was said.
        "silent": "" if said.says_something else typed.silent,
        "readers": None if typed.readers is None else int(typed.readers),
        "picture_id": picture_id, "voice_id": voice_id, "changed_at": now,
    }  # fmt: skip
    put = insert_or(db, ViewPart).values(
        id=new_id(), council_id=viewer.council_id, sheet_id=sheet_id, heading=code, **values
    )
    db.execute(
        put.on_conflict_do_update(
            index_elements=[ViewPart.sheet_id, ViewPart.heading],
            set_={name: put.excluded[name] for name in values},
        )
    )
    db.execute(_change(sheet_id, changed_at=now))
    for upload_id in (gone, gone_too):
        if upload_id is not None:
            uploads.take_away(db, viewer.council_id, upload_id)


def _held(db: Db, viewer: Viewer, ref: str, code: str) -> tuple[int, ViewPart | None]:
    """The draft, held until the commit, and what stands under this heading."""
    row = db.execute(
        select(ViewSheet.id, ViewSheet.sent_at, ViewPart)
        .outerjoin(ViewPart, (ViewPart.sheet_id == ViewSheet.id) & (ViewPart.heading == code))
        .where(policy.own(viewer), ViewSheet.ref == ref)
        .with_for_update(of=ViewSheet)
    ).one()
    if row.sent_at is not None:
        raise SentAlready
    return row.id, row.ViewPart


def _as_it_was(old: ViewPart | None) -> Typed:
    if old is None:
        return Typed()
    readers = None if old.readers is None else Readers(old.readers)
    symbols = tuple(filter(None, old.symbols.split(",")))
    return Typed(old.text, old.face, symbols, old.silent, readers)


def _in_place_of(
    db: Db, viewer: Viewer, old: int | None, new: Picture | Voice | None, drop: bool, now: datetime
) -> tuple[int | None, int | None]:
    """(what stands there from now on, what has to go)."""
    if new is not None:
        return uploads.keep(db, viewer, viewer.person_id, new, now), old
    return (None, old) if drop else (old, None)


def keep_choices(
    db: Db, viewer: Viewer, ref: str, readers: Readers | None, wishes: Wishes, now: datetime
) -> None:
    """Who reads it, and how the meeting should be. readers None: as they were. Raises
    NoResultFound, SentAlready."""
    chosen = {} if readers is None else {"readers": int(readers)}
    _write(db, viewer, ref, now, **vars(wishes), **chosen)


def change_way(db: Db, viewer: Viewer, ref: str, pictures: bool, now: datetime) -> None:
    """From words to pictures, or back: nothing that stands there is lost."""
    _write(db, viewer, ref, now, pictures=pictures)


def _write(db: Db, viewer: Viewer, ref: str, now: datetime, **values: object) -> None:
    row = db.execute(
        select(ViewSheet.id, ViewSheet.sent_at)
        .where(policy.own(viewer), ViewSheet.ref == ref)
        .with_for_update()
    ).one()
    if row.sent_at is not None:
        raise SentAlready
    db.execute(_change(row.id, changed_at=now, **values))


def _change(sheet_id: int, **values: object) -> Executable:
    return (
        update(ViewSheet)
        .where(ViewSheet.id == sheet_id, ViewSheet.sent_at.is_(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )


# --- send ---------------------------------------------------------------------------------------


def send(
    db: Db, viewer: Viewer, sheet: Sheet, offered: Readers, key: str, now: datetime,
    desk: Desk | None = None,
) -> Sent:  # fmt: skip
    """Each part that says something, and the wishes, to those whom they chose: all at once, each
    owed an answer, and for the meeting that has a day by now (`Sheet.meeting`). offered: who can be
    chosen today; whoever is not there was not named, and does not read it. desk: as of `say`.
    Raises SentAlready, ChangedMeanwhile, NothingSaid, say.actions.NobodyAnswers,
    receipts.KeyReused."""
    if sheet.sent_at is not None:
        raise SentAlready
    words = [_words(sheet, part, part.readers & offered) for part in sheet.going]
    readers = sheet.readers & offered
    if sheet.wishes.any:
        wish = Words(
            KIND, readers, _owner(readers), labels.wishes_text(sheet.wishes), labels.WISHES,
            sheet.id, sheet.meeting, helped_by=sheet.helped_by,
        )  # fmt: skip
        words.append(wish)
    if not words:
        raise NothingSaid
    sent = saying.say(db, viewer, words, key, now, desk)
    _is_sent(
        db, sheet, now, readers=int(readers), helped_by=sheet.helped_by, about_ref=sheet.meeting
    )
    return sent


def _is_sent(db: Db, sheet: Sheet, now: datetime, **values: object) -> None:
    """As it was read: not when it was sent, or written in, from another window since. Raises
    SentAlready, ChangedMeanwhile; then the caller undoes what was said."""
    done = cast(
        CursorResult[Any],
        db.execute(
            update(ViewSheet)
            .where(
                ViewSheet.id == sheet.id, ViewSheet.sent_at.is_(None),
                ViewSheet.changed_at == sheet.changed_at,
            )
            .values(sent_at=now, changed_at=now, **values)
            .execution_options(synchronize_session=False)
        ),
    )  # fmt: skip
    if done.rowcount:
        return
    if db.scalar(select(ViewSheet.sent_at).where(ViewSheet.id == sheet.id)) is not None:
        raise SentAlready
    raise ChangedMeanwhile


def _words(sheet: Sheet, part: Part, readers: Readers) -> Words:
    return Words(
        KIND, readers, _owner(readers), part.said.text, part.asked.code, sheet.id, sheet.meeting,
        part.language or None, part.said.face, ",".join(part.said.symbols), part.picture_id,
        part.voice_id, sheet.helped_by, "" if part.asked.built_in else part.asked.name,
    )  # fmt: skip


def _owner(readers: Readers) -> Owner:
    try:
        return owner_of(readers)
    except ValueError as nobody:
        raise saying.NobodyAnswers from nobody


def throw_away(db: Db, viewer: Viewer, ref: str) -> None:
    """A draft and everything in it, for good. Raises NoResultFound, SentAlready."""
    row = db.execute(
        select(ViewSheet.id, ViewSheet.sent_at)
        .where(policy.own(viewer), ViewSheet.ref == ref)
        .with_for_update()
    ).one()
    if row.sent_at is not None:
        raise SentAlready
    files = db.execute(
        select(ViewPart.picture_id, ViewPart.voice_id).where(ViewPart.sheet_id == row.id)
    ).all()
    db.execute(delete(ViewPart).where(ViewPart.sheet_id == row.id))
    db.execute(delete(ViewSheet).where(ViewSheet.id == row.id, ViewSheet.sent_at.is_(None)))
    for upload_id in (id for both in files for id in both if id is not None):
        uploads.take_away(db, viewer.council_id, upload_id)


# --- what a council asks ------------------------------------------------------------------------


@dataclass(frozen=True)
class HeadingWords:
    name: str
    words: dict[Band, str]
    occasions: frozenset[Occasion]
    off: bool
    icon: str = ""


def change_heading(
    db: Db, viewer: Viewer, heading: Asked, words: HeadingWords, now: datetime
) -> None:
    """How it is asked from now on. The same again changes nothing."""
    _put(db, viewer, [_row(viewer, heading.code, heading.place, words, now)])


def add_heading(
    db: Db, viewer: Viewer, every: Sequence[Asked], words: HeadingWords, key: str, now: datetime
) -> None:
    """One more, at the end. Raises TooMany, receipts.KeyReused."""
    if sum(not one.built_in for one in every) >= rules.MOST_OWN:
        raise TooMany
    code = f"own-{new_ref()}"
    content = receipts.fingerprint("heading", words.name, *words.words.values())
    if receipts.first_time(db, viewer.account_id, key, content, code, now) is not None:
        return
    place = max((one.place for one in every), default=0) + rules.STEP
    _put(db, viewer, [_row(viewer, code, place, words, now)])


def move_heading(
    db: Db, viewer: Viewer, every: Sequence[Asked], code: str, up: bool, now: datetime
) -> None:
    """One place up or down; past the end nothing changes. Raises NoResultFound."""
    if all(one.code != code for one in every):
        raise NoResultFound
    places = rules.moved(every, code, up)
    rows = [
        _row(viewer, one.code, places[one.code],
             HeadingWords(one.name, dict(one.words), one.occasions, one.off, one.icon), now)
        for one in every if one.code in places
    ]  # fmt: skip
    if rows:
        _put(db, viewer, rows)


def _row(
    viewer: Viewer, code: str, place: int, words: HeadingWords, now: datetime
) -> dict[str, object]:
    return {
        "id": new_id(), "council_id": viewer.council_id, "code": code, "place": place,
        "off": words.off, "name": words.name, "child": words.words.get(Band.CHILD, ""),
        "teen": words.words.get(Band.TEEN, ""), "adult": words.words.get(Band.ADULT, ""),
        "icon": words.icon,
        "occasions": ",".join(one.value for one in Occasion if one in words.occasions),
        "changed_at": now,
    }  # fmt: skip


def _put(db: Db, viewer: Viewer, rows: list[dict[str, object]]) -> None:
    put = insert_or(db, ViewHeading).values(rows)
    changed = [name for name in rows[0] if name not in ("id", "council_id", "code")]
    db.execute(
        put.on_conflict_do_update(
            index_elements=[ViewHeading.council_id, ViewHeading.code],
            set_={name: put.excluded[name] for name in changed},
        )
    )
