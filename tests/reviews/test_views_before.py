"""From a young person's sheet to their review: through the doors of both rooms."""

import re

import pytest
from sqlalchemy import select

from portal.house import Said, ViewSheet
from portal.rebuild import rebuild
from tests import makers
from tests.databases import counting

ONCE = re.compile(r'name="(csrf_token|key)"[^>]*value="[^"]*"')
IRO, WORKER = "1", "2"


@pytest.fixture
def young(circle, db, now):
    """Mia's phone, with the review in her dates."""
    rebuild(db, circle.mia.council_id, now)
    return circle.phone(circle.mia)


def begin(young):
    young.send("/my-say/before/review", {"how": "words", "who": "alone"})
    return young.get("/my-say/before/review").headers["Location"]


def say(young, sheet, code, text, readers=(IRO, WORKER)):
    address = f"{sheet}/parts/{code}"
    young.get(address)
    hidden = young.form(address, {"text_words": ""}).hidden
    sent = young.post(
        address, data={**hidden, "text_words": text, "readers": list(readers), "do": ""}
    )
    assert sent.status_code == 303


def send(young, sheet):
    assert young.send(f"{sheet}/send", {"helper": ""}).status_code == 303


def test_what_was_sent_is_on_the_desk_and_points_to_pn6(circle, db, young):
    sheet = begin(young)
    say(young, sheet, "home", "My room is cold.")
    say(young, sheet, "worry", "The nights.", readers=[IRO])
    say(young, sheet, "family", "I miss Leo.", readers=[WORKER])
    ruth, review = circle.phone(circle.ruth), circle.review
    assert "No views yet that you can read" in ruth.get("/reviewing").text
    send(young, sheet)
    assert set(db.scalars(select(Said.about_ref))) == {review.ref}
    assert "Their views are here" in ruth.get("/reviewing").text
    desk = f"/reviewing/{review.ref}"
    page = ruth.get(desk).text
    assert "Where I live" in page and "What worries me" in page
    assert "Family and people who matter" not in page and "I miss Leo" not in page
    first = db.scalars(select(Said.ref).where(Said.topic == "home")).one()
    assert f"/said/{first}" in page
    # Theirs first, on the agenda of each, and to nobody who may not read it.
    for client, has, has_not in (
        (ruth, "What worries me", "I miss Leo"),
        (circle.phone(circle.sam), "Where I live", "What worries me"),
    ):
        run = client.get(f"{circle.address}/run").text
        assert has in run and has_not not in run
    review.wall = makers.at(0, 9)
    db.flush()
    day = makers.today().isoformat()
    held = ruth.send(desk, {"day": day, "hour": "", "came": "no"}, action=f"{desk}/held")
    assert held.status_code == 303
    page = ruth.get(desk).text
    assert "This points to PN6." in page and "sent what they think in the app" in page


def test_what_is_for_somebody_else_leaves_no_trace(circle, db, young):
    """The desk of an officer to whom nothing was given is as if nothing had been sent."""
    ruth, review = circle.phone(circle.ruth), circle.review
    desk = f"/reviewing/{review.ref}"
    addresses = ("/reviewing", desk, f"{circle.address}/run")

    def drawn():
        mains = [ruth.get(address).text.partition("<main")[2] for address in addresses]
        return [ONCE.sub("", main) for main in mains]

    before = drawn()
    sheet = begin(young)
    say(young, sheet, "family", "I miss Leo.", readers=[WORKER])
    young.send(f"{sheet}/choose", {"readers": [WORKER]})
    send(young, sheet)
    assert drawn() == before


def test_what_came_after_it_was_held_is_not_for_it(circle, db, young, now):
    sheet = begin(young)
    say(young, sheet, "home", "My room is cold.")
    review = circle.review
    review.wall, review.state = makers.at(-1, 9), "done"
    db.flush()
    rebuild(db, circle.mia.council_id, now)
    send(young, sheet)
    assert db.scalars(select(ViewSheet.about_ref)).one() == ""
    ruth = circle.phone(circle.ruth)
    page = ruth.get(f"/reviewing/{review.ref}").text
    assert "Their views are here" not in page


def test_of_a_review_that_was_called_off_it_may_be_for_the_next(circle, db, young, now):
    sheet = begin(young)
    say(young, sheet, "home", "My room is cold.")
    send(young, sheet)
    circle.review.state = "cancelled"
    makers.make_review(db, circle.mia, circle.ruth, wall=makers.at(12, 16))
    db.flush()
    rebuild(db, circle.mia.council_id, now)
    assert "They sent something on" in circle.phone(circle.ruth).get("/reviewing").text


def test_the_review_and_the_sheet_lead_to_one_another(circle, db, young, database):
    page = young.get(circle.address).text
    assert "Say what you think before it" in page and "/my-say/before/review" in page
    sheet = begin(young)
    say(young, sheet, "home", "My room is cold.")
    page = young.get(circle.address).text
    assert "1 part so far" in page and f'href="{sheet}"' in page
    assert f'href="{circle.address}"' in young.get(sheet).text
    assert f'href="{circle.address}"' in young.get("/my-say").text
    send(young, sheet)
    page = young.get(circle.address).text
    assert "You have said what you think." in page and f'href="{sheet}"' in page
    assert "Where I live" in page.partition("What we will talk about")[2]
    assert f'href="{circle.address}"' in young.get(sheet).text
    with counting(database) as counted:
        young.get(circle.address)
    assert len(counted.statements) <= 5, counted.statements


def test_who_said_in_their_views_that_they_want_a_talk_alone_is_not_asked_afresh(circle, young):
    sheet = begin(young)
    say(young, sheet, "home", "My room is cold.")
    chosen = {"alone": "yes", "readers": [IRO, WORKER]}
    assert young.send(f"{sheet}/choose", chosen).status_code == 303
    send(young, sheet)
    page = young.get(circle.address).text
    assert "You said that you want to talk alone first." in page
    assert "Would you like to talk with" not in page
    assert re.search(r'<input[^>]*checked[^>]*name="wanted"[^>]*value="yes"', page)
    young.send(circle.address, {"wanted": "yes", "text": ""})
    assert "You said that you want to talk alone first." not in young.get(circle.address).text
