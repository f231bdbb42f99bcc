"""Who is written down to come: nobody who must not know of the young person."""

import pytest
from sqlalchemy import select

from portal.house import MustNotKnow, ReviewComer
from portal.people.rules import Kind, PersonKind
from portal.reviews.rules import Alike, Kept, alike
from tests import makers

DAN = Kept("Daniel", "Reed", "Dan", ("Daddy",))


@pytest.mark.parametrize(
    ("name", "does", "found"),
    [
        ("Daniel Reed", "", Alike.SAME),
        ("Mr  daniel REED", "their uncle", Alike.SAME),
        ("D\u00e1niel J. Reed", "", Alike.SAME),
        ("Dan", "", Alike.SAME),
        ("Your daddy", "", Alike.SAME),
        ("Dan Pike", "your teacher", Alike.PERHAPS),
        ("Mr Reed", "", Alike.PERHAPS),
        ("Somebody", "your daddy", Alike.PERHAPS),
        ("Ms Pike", "your teacher", Alike.NO),
        ("", "", Alike.NO),
    ],
)
def test_a_name_is_that_of_somebody_from_whom_they_are_kept(name, does, found):
    assert alike(name, does, [DAN]) is found
    assert alike(name, does, []) is Alike.NO


def test_a_name_without_letters_we_know_is_still_a_name():
    other = Kept("\u0623\u062d\u0645\u062f", "\u0639\u0644\u064a", "")
    assert alike("\u0623\u062d\u0645\u062f \u0639\u0644\u064a", "", [other]) is Alike.SAME


@pytest.fixture
def dan(circle, db):
    """Mia is kept from him, by order of a court."""
    dan = makers.make_person(
        db, PersonKind.OTHER, first_name="Daniel", last_name="Reed", known_as="Dan",
        council_id=circle.mia.council_id,
    )  # fmt: skip
    makers.make_connection(db, circle.mia, dan, Kind.FAMILY, label="Daddy")
    makers.make_bar(db, circle.mia, dan)
    db.flush()
    return dan


def write(staff, circle, name, does=""):
    run = f"{circle.address}/run"
    data = {"text_name": name, "text_does": does, "comes": "coming"}
    return staff.send(run, data, action=f"{run}/who")


def test_staff_write_down_nobody_who_must_not_know(circle, db, dan):
    sam = circle.phone(circle.sam)
    refused = write(sam, circle, "Mr Daniel Reed")
    assert refused.status_code == 422
    assert "must not know where they are" in refused.text and "Mr Daniel Reed" in refused.text
    assert db.scalars(select(ReviewComer)).all() == []
    # Whoever only has a name in common comes, with a word of care for staff alone.
    assert write(sam, circle, "Ms Reed", "your teacher").status_code == 303
    assert "Careful:" in sam.get(f"{circle.address}/run").text
    assert "Careful:" not in circle.phone(circle.mia).get(circle.address).text
    assert write(sam, circle, "Ms Pike", "your teacher").status_code == 303
    assert sam.get(f"{circle.address}/run").text.count("Careful:") == 1


def test_what_the_young_person_wishes_stays_free(circle, db, dan):
    mia = circle.phone(circle.mia)
    mia.send(circle.address, {"text_name": "Daddy", "text_why": ""}, action=f"{circle.address}/who")
    comer = db.scalars(select(ReviewComer)).one()
    assert "Daddy" in mia.get(circle.address).text
    sam = circle.phone(circle.sam)
    run, settle = f"{circle.address}/run", f"/reviews/run/who/{comer.ref}"
    assert "Careful:" in sam.get(run).text
    yes = sam.send(run, {"comes": "coming", "text_why": ""}, action=settle)
    assert yes.status_code == 422 and "must not know where they are" in yes.text
    why = "A judge decided that. I tell you more when we meet."
    assert sam.send(run, {"comes": "not", "text_why": why}, action=settle).status_code == 303
    assert why in mia.get(circle.address).text


def test_once_it_was_lifted_they_can_come(circle, db, dan, now):
    db.scalars(select(MustNotKnow)).one().lifted_at = now
    db.flush()
    assert write(circle.phone(circle.sam), circle, "Daniel Reed").status_code == 303
