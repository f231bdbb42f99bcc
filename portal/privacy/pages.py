"""The notice, for everybody and as one's own copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.helplines import contacts
from portal.helplines.contacts import Contact, Section
from portal.people.tables import Account
from portal.privacy.notice import PARTS, SHORT, Part, Words


@dataclass(frozen=True)
class Notice:
    """check: who to call if the council does not put it right."""

    words: Words
    short: tuple[str, ...]
    parts: tuple[Part, ...]
    check: tuple[Contact, ...]


@dataclass(frozen=True)
class MyCopy:
    notice: Notice
    read_at: datetime | None


def notice(words: Words) -> Notice:
    return Notice(words, SHORT[words], PARTS[words], contacts.of(Section.PRIVACY))


def chosen(text: str) -> Words:
    """The words asked for; those in between where nobody, or nothing we have, is named."""
    return Words(text) if text in set(Words) else Words.TEEN


def my_copy(db: Db, viewer: Viewer) -> MyCopy:
    """In the words for the viewer's age, or for carers."""
    words = Words(viewer.band.value) if viewer.is_young else Words.CARER
    read_at = None
    if viewer.told_privacy:
        asked = select(Account.told_privacy_at).where(Account.id == viewer.account_id)
        read_at = db.scalar(asked)
    return MyCopy(notice(words), read_at)
