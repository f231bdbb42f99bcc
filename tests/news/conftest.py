"""A council with an editor, a manager, two workers, and young people of several ages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from portal.core.access import Role
from portal.house import NewsItem, NewsTo, Person
from portal.people.rules import Kind
from tests import makers
from tests.client import Client

FIELDS = {
    "to": "ages", "age_from": "18", "age_to": "21", "title": "Bowling on Friday",
    "text": "Meet at six. It is free.", "language": "en", "until": "",
}  # fmt: skip


def aged(years: int) -> date:
    day = makers.today()
    return date(day.year - years, 1, 15)


@dataclass
class Scene:
    """priya works with mia (19) and noa (14); omar with zed (20). helen is mia's and noa's carer.
    grace manages, and is near mia; ed edits."""

    db: Any
    mia: Person
    noa: Person
    zed: Person
    priya: Person
    omar: Person
    grace: Person
    ed: Person
    helen: Person
    new_client: Any

    def as_(self, person: Person) -> Client:
        browser: Client = self.new_client()
        browser.sign_in(person)
        return browser

    def draft(self, browser: Client, **typed: Any) -> str:
        """Write a draft; its ref."""
        answer = browser.send("/news/write", {**FIELDS, **typed}, action="/news/write")
        assert answer.status_code == 303, answer.text
        return answer.location.rsplit("/", 1)[1]

    def change(self, browser: Client, ref: str, **typed: Any) -> int:
        where = f"/news/drafts/{ref}/write"
        return int(browser.send(where, {**FIELDS, **typed}, action=where).status_code)

    def send(self, browser: Client, **typed: Any) -> str:
        """Write it, look at it, send it; its ref."""
        ref = self.draft(browser, **typed)
        where = f"/news/drafts/{ref}"
        answer = browser.send(where, action=f"{where}/send")
        assert answer.status_code == 303, answer.text
        return ref

    def by_ed(self, browser: Client, **typed: Any) -> str:
        return self.send(browser, **{"answers": self.priya.ref, **typed})

    def copies(self, ref: str) -> dict[int, str]:
        """Who got it, and the address of each one's copy."""
        self.db.rollback()
        self.db.expire_all()
        rows = self.db.execute(
            select(NewsTo.person_id, NewsTo.ref)
            .join(NewsItem, NewsItem.id == NewsTo.news_id)
            .where(NewsItem.ref == ref)
        )
        return {row.person_id: row.ref for row in rows}

    def all_of(self, table: Any) -> list[Any]:
        self.db.rollback()
        self.db.expire_all()
        return list(self.db.scalars(select(table).order_by(table.id)))


@pytest.fixture
def scene(db, new_client) -> Scene:
    mia = makers.make_young(db, known_as="Mia", born=aged(19))
    noa = makers.make_young(db, known_as="Noa", born=aged(14))
    zed = makers.make_young(db, known_as="Zed", born=aged(20))
    priya = makers.make_worker(db, known_as="Priya")
    omar = makers.make_worker(db, known_as="Omar")
    grace = makers.make_worker(db, known_as="Grace", account=False)
    makers.make_membership(db, grace, role=Role.MANAGER)
    ed = makers.make_worker(db, known_as="Edwina", account=False)
    makers.make_membership(db, ed, role=Role.EDITOR)
    helen = makers.make_carer(db, known_as="Helen")
    for young in (mia, noa):
        makers.make_connection(db, young, priya)
        makers.make_connection(db, young, helen, Kind.FOSTER_CARER)
    makers.make_connection(db, zed, omar)
    makers.make_connection(db, mia, grace, Kind.MANAGER)
    for one in (mia, noa, zed):
        makers.make_membership(db, one)
    return Scene(db, mia, noa, zed, priya, omar, grace, ed, helen, new_client)


def said(answer: Any) -> str:
    """The words of a page, without its tags."""
    text = re.sub(r"<[^>]*>", " ", answer.text)
    return re.sub(r"\s+", " ", text)
