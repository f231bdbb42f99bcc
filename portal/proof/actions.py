"""Writes: a letter, a pass, ending one, and agreeing on the words of letters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from portal.core import audit, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows
from portal.core.ids import new_id, new_ref
from portal.core.languages import ENGLISH
from portal.notifications.actions import tell
from portal.people.pages import Subject
from portal.proof import codes, labels, pages, worded
from portal.proof.rules import MOST_AT_ONCE, Answer, Fit, Name, Purpose, ends, fits
from portal.proof.tables import LetterWords, Proof, ProofCode
from portal.proof.wording import Gap, gaps_in, paragraphs

NEWS = "letter_ended"
ENDED = "proof.ended"


class NotOffered(Exception):
    """They cannot have this one today: the page says why."""


class TooMany(Exception):
    """So many are valid already: one has to be ended first."""


class OwnWords(Exception):
    """Whoever wrote the words does not agree on them: a second person reads them."""


def make_letter(
    db: Db, viewer: Viewer, purpose: Purpose, name: Name, key: str, now: datetime
) -> str:
    """The ref of the letter, the same when it is sent again. Raises NotOffered, TooMany,
    receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("letter", str(purpose.value), name.value)
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    known = pages.about(db, viewer.council_id, viewer.person_id, now, [purpose])
    in_use = worded.words_in_use(db, viewer.council_id, viewer.language, [purpose]).get(purpose)
    kind = pages.kind_of(purpose, known, in_use, now)
    if in_use is None or not kind.open or name not in known.names:
        raise NotOffered
    if known.valid >= MOST_AT_ONCE:
        raise TooMany
    beside_id = None if in_use.beside is None else in_use.beside.id
    _keep(
        db, viewer, purpose, ref, name, kind.fit, now, written=known.names[name],
        words_id=in_use.english.id, beside_id=beside_id,
    )  # fmt: skip
    return ref


def start_pass(db: Db, viewer: Viewer, now: datetime) -> None:
    """A pass for 24 hours; the one that is open, if there is one. Raises NotOffered."""
    known = pages.about(db, viewer.council_id, viewer.person_id, now, [Purpose.PASS])
    fit = fits(Purpose.PASS, known.known, now)
    if fit.answer is not Answer.YES or not known.names:
        raise NotOffered
    if pages.open_pass(db, viewer, now) is None:
        _keep(db, viewer, Purpose.PASS, new_ref(), Name.USED, fit, now)


def _keep(
    db: Db, viewer: Viewer, purpose: Purpose, ref: str, name: Name, fit: Fit, now: datetime, *,
    written: str = "", words_id: int | None = None, beside_id: int | None = None,
) -> None:  # fmt: skip
    proof_id, serial, ends_at = new_id(), codes.new_serial(), ends(purpose, now, fit)
    add_rows(
        db, Proof,
        [{
            "id": proof_id, "council_id": viewer.council_id, "ref": ref,
            "person_id": viewer.person_id, "purpose": purpose.value, "serial": serial,
            "name": name.value, "name_hash": codes.name_hash(serial, written) if written else "",
            "language": viewer.language or ENGLISH.tag,
            "words_id": words_id, "beside_id": beside_id, "made_at": now, "ends_at": ends_at,
        }],
    )  # fmt: skip
    add_rows(
        db, ProofCode,
        [{
            "id": new_id(), "council_id": viewer.council_id,
            "serial_hash": codes.serial_hash(serial), "proof_id": proof_id, "ends_at": ends_at,
        }],
    )  # fmt: skip


def end(db: Db, viewer: Viewer, person_id: int, ref: str, now: datetime) -> tuple[Purpose, bool]:
    """It is valid no more, from this moment; one that is over stays as it is. With a pass all of
    theirs: two taps at once may have made two. What it is, and whether it was valid until now.
    Raises NoResultFound."""
    purpose = db.scalar(
        select(Proof.purpose).where(
            Proof.council_id == viewer.council_id, Proof.person_id == person_id, Proof.ref == ref
        )
    )
    if purpose is None:
        raise NoResultFound
    which = Proof.purpose == Purpose.PASS if purpose == Purpose.PASS else Proof.ref == ref
    ended = db.scalars(
        update(Proof)
        .where(
            Proof.council_id == viewer.council_id, Proof.person_id == person_id, which,
            Proof.ended_at.is_(None), Proof.ends_at > now,
        )
        .values(ended_at=now, ended_by_id=viewer.person_id)
        .returning(Proof.id)
    ).all()  # fmt: skip
    return Purpose(purpose), bool(ended)


def end_theirs(db: Db, viewer: Viewer, subject: Subject, ref: str, now: datetime) -> None:
    """By a worker or manager: noted, and the young person is told, once. Raises NoResultFound."""
    _purpose, ended = end(db, viewer, subject.id, ref, now)
    if not ended:
        return
    audit.changed(db, viewer, subject.id, ENDED, now)
    if subject.stopped_at is None:
        tell(db, viewer.council_id, subject.id, NEWS, "proof", ref, now)


# --- words ----------------------------------------------------------------------------------------


def write_words(
    db: Db, viewer: Viewer, purpose: Purpose, language: str, text: str, phone: str, key: str,
    now: datetime,
) -> None:  # fmt: skip
    """A draft in the place of the one before: ours, where it is what we wrote. Raises
    receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("letter-words", str(purpose.value), language, text, phone)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    db.execute(
        update(LetterWords)
        .where(
            LetterWords.council_id == viewer.council_id, LetterWords.purpose == purpose.value,
            LetterWords.language == language, LetterWords.agreed_at.is_(None),
            LetterWords.dropped_at.is_(None),
        )
        .values(dropped_at=now)
    )  # fmt: skip
    if Gap.PHONE not in gaps_in(text):
        phone = ""  # it would stand nowhere
    ours = labels.standard_in_english(purpose, phone=bool(phone))
    if language == ENGLISH.tag and paragraphs(text) == paragraphs(ours):
        text = ""
    _add_words(db, viewer, purpose, language, text, phone, ref, now, agreed=False)


def use_ours(db: Db, viewer: Viewer, purpose: Purpose, now: datetime) -> None:
    """Our own words, read and agreed on by this person. Once is enough."""
    in_use = worded.words_in_use(db, viewer.council_id, ENGLISH.tag, [purpose]).get(purpose)
    if in_use is None or in_use.english.text:
        _add_words(db, viewer, purpose, ENGLISH.tag, "", "", new_ref(), now, agreed=True)


def _add_words(
    db: Db, viewer: Viewer, purpose: Purpose, language: str, text: str, phone: str, ref: str,
    now: datetime, *, agreed: bool,
) -> None:  # fmt: skip
    add_rows(
        db, LetterWords,
        [{
            "id": new_id(), "council_id": viewer.council_id, "ref": ref, "purpose": purpose.value,
            "language": language, "text": text, "phone": phone, "by_id": viewer.person_id,
            "made_at": now,
            "agreed_by_id": viewer.person_id if agreed else None,
            "agreed_at": now if agreed else None,
        }],
    )  # fmt: skip


def agree(db: Db, viewer: Viewer, ref: str, now: datetime) -> Purpose:
    """From now on new letters say it. Raises OwnWords, NoResultFound."""
    draft = worded.draft_of(db, viewer, ref)
    if draft.by_id == viewer.person_id:
        raise OwnWords
    draft.agreed_at, draft.agreed_by_id = now, viewer.person_id
    return Purpose(draft.purpose)


def drop(db: Db, viewer: Viewer, ref: str, now: datetime) -> Purpose:
    """These words are not used. Raises NoResultFound."""
    draft = worded.draft_of(db, viewer, ref)
    draft.dropped_at = now
    return Purpose(draft.purpose)
