"""A carer's cards: the children placed with them today, and no field that was not granted."""

from datetime import timedelta

from portal.people.rules import CARER_GRANTS, Grant, Kind
from tests import makers
from tests.pages import steady

DAY = timedelta(days=1)


def place(db, helen, name, **given):
    child = makers.make_young(db, known_as=name, council_id=helen.council_id)
    makers.make_connection(db, child, helen, given.pop("kind", Kind.FOSTER_CARER), **given)
    makers.make_agenda_item(db, child, with_label=f"MARK-VISIT-{name}")
    makers.make_agenda_item(db, child, kind="family_time", with_label=f"MARK-FAMILY-{name}")
    return child


def test_a_card_for_each_child_who_lives_there_now(client, db):
    helen, today = makers.make_carer(db), makers.today()
    place(db, helen, "Leo", grants=CARER_GRANTS | Grant.FAMILY, ends=today)
    place(db, helen, "Mia", grants=CARER_GRANTS)
    place(db, helen, "Ava", grants=Grant.NAME)
    place(db, helen, "Gone", ends=today - DAY)
    place(db, helen, "Soon", starts=today + DAY)
    place(db, helen, "Hidden", grants=0)
    place(db, helen, "Nephew", kind=Kind.FRIEND, grants=CARER_GRANTS)
    client.sign_in(helen)
    page = client.get("/children").text
    for name, seen in [("Leo", "VISIT FAMILY"), ("Mia", "VISIT"), ("Ava", "")]:
        assert name in page
        for what in ("VISIT", "FAMILY"):
            assert (f"MARK-{what}-{name}" in page) is (what in seen), (what, name)
    for name in ("Gone", "Soon", "Hidden", "Nephew"):
        assert name not in page
    assert "tel:02079460102" in page, "their council at night"
    assert page.count("Plan: ") == 2
    assert "Nothing is booked for Ava" in page


def test_the_worker_to_call(client, db):
    helen = makers.make_carer(db)
    mia = place(db, helen, "Mia")
    makers.make_connection(db, mia, makers.make_worker(db))
    makers.make_connection(db, mia, makers.make_relative(db, phone="020 7946 0999"), Kind.FAMILY)
    client.sign_in(helen)
    page = client.get("/children").text
    assert 'href="tel:02079460111"' in page
    assert "Call Priya" in page
    assert "0999" not in page


def test_nobody_just_now(client, db):
    client.sign_in(makers.make_carer(db))
    assert "Nobody is living with you just now" in client.get("/children").text


def test_no_child_of_another_council(client, db):
    """A row that a mis-joined import could leave: the child is somebody else's to look after."""
    helen = makers.make_carer(db)
    bea = makers.make_young(db, known_as="Bea", council=makers.make_council(db))
    makers.make_connection(
        db, bea, helen, Kind.FOSTER_CARER, grants=CARER_GRANTS, council_id=helen.council_id
    )
    client.sign_in(helen)
    assert "Bea" not in steady(client.get("/children").text)
