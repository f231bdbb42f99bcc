"""Somebody who was imported can sign in and read their pages, whatever the files left out."""

import pytest

from portal.core.db import Database, Db
from portal.house import Person
from portal.intake.apply import apply
from tests.client import Client
from tests.conftest import NOW
from tests.intake.bring import CONNECTIONS, DATES, EPISODES, PRIYA, REVIEWS, TWO, Town
from tests.intake.test_apply_plans import first, part, plans, second

PAGES = ["/home", "/plan", "/dates", "/messages", "/my-people", "/promises"]
FILES = {
    **TWO,
    **PRIYA,
    "e.csv": EPISODES + "1,01/04/2020,S,Q9,U4,,\n",
    "r.csv": REVIEWS + "1,01/03/2010,04/03/2025,PN1\n1,01/03/2010,04/12/2026,\n",
    "c.csv": CONNECTIONS
    + "1,W1,,social_worker,2024-01-01,,my Priya,\n"
    + "1,,2,sibling,2012-06-05,,,\n",
    "d.csv": DATES
    + "1,visit,2026-12-08 16:30,my Priya,,V1\n"
    + "1,family_time,2026-12-05 14:00,Nan,,\n",
    **plans(first(), second(parts=[part("School", "Move."), part("Horses")])),
}


@pytest.mark.parametrize("code", ["1", "2"])
@pytest.mark.parametrize("url", PAGES)
def test_an_imported_young_person_has_pages(
    town: Town, database: Database, client: Client, db: Db, code: str, url: str
) -> None:
    db.commit()
    reading = town.read(FILES)
    target = town.target()
    apply(db, target, reading, NOW)
    db.commit()
    person = db.query(Person).filter_by(council_id=target.id, code=code).one()
    client.sign_in(person)
    assert client.get(url).status_code == 200
    assert "Horses" not in client.get(url).text
