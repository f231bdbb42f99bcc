"""Adults' own cards: who sees them, the photo, and a young person's own word for somebody."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from portal.core.access import Role
from portal.house import Connection, HandOver, IntroCard, IntroPhoto, PromiseStep
from portal.people.rules import Kind
from tests import makers
from tests.databases import counting

DAY = timedelta(days=1)


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


def png(size=(40, 30)):
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()


def write(client, picture=b"", **typed):
    form = client.form("/my-card", {}, action="/my-card").hidden
    data = {**form, "does": "I visit.", "hello": "Hello!", "languages": "Welsh", **typed}
    if picture:
        data["picture"] = (BytesIO(picture), "me.png")
    return client.post("/my-card", data=data)


def test_a_card_with_a_photo_is_seen_by_who_is_connected_today(client, db, pair):
    mia, priya = pair
    other = makers.make_young(db, council_id=mia.council_id)
    colleague = makers.make_worker(db, council_id=mia.council_id)
    carer = makers.make_carer(db, council_id=mia.council_id)
    photo = f"/cards/{priya.ref}/photo"
    client.sign_in(priya)
    client.get("/my-card")
    assert write(client, png()).status_code == 303
    given = client.get(photo)
    assert given.data.startswith(b"\xff\xd8\xff")  # drawn anew
    assert "attachment" in given.headers["Content-Disposition"]
    client.sign_in(mia)
    page = client.get("/my-people").text
    for said in ("I visit.", "“Hello!”", "Speaks Welsh", photo):
        assert said in page
    for person, role, seen in (
        (mia, None, 200), (colleague, None, 200), (other, None, 404), (carer, Role.CARER, 404),
    ):  # fmt: skip
        client.sign_in(person, role)
        assert client.get(photo).status_code == seen, person.known_as
    db.execute(Connection.__table__.update().values(ends=makers.today() - DAY))
    db.commit()
    client.sign_in(mia)
    assert client.get(photo).status_code == 404
    client.sign_in(priya)
    assert client.send("/my-card", action="/my-card/photo").status_code == 303
    assert client.get(photo).status_code == 404


def test_one_who_must_not_know_is_no_smiling_face(client, db, pair):
    mia, priya = pair
    client.sign_in(priya)
    client.get("/my-card")
    write(client, png())
    makers.make_bar(db, mia, priya)
    client.sign_in(mia)
    page = client.get("/my-people").text
    assert "Hello!" not in page
    assert client.get(f"/cards/{priya.ref}/photo").status_code == 404


@pytest.mark.parametrize("bad", [b"GIF89a not one", b"<svg onload=alert(1)>", b"%PDF-1.7"])
def test_a_file_that_is_no_picture_keeps_the_words(client, db, pair, bad):
    client.sign_in(pair[1])
    client.get("/my-card")
    answer = write(client, bad, hello="Keep this")
    assert answer.status_code == 422
    assert "Keep this" in answer.text
    assert db.scalar(select(func.count()).select_from(IntroCard)) == 0


def test_written_twice_there_is_one(client, db, pair):
    client.sign_in(pair[1])
    client.get("/my-card")
    for hello in ("One", "Two"):
        write(client, png(), hello=hello)
    db.rollback()
    assert db.scalars(select(IntroCard.hello)).all() == ["Two"]
    assert db.scalar(select(func.count()).select_from(IntroPhoto)) == 1


def test_my_own_word_for_somebody(client, db, pair):
    mia, priya = pair
    stranger = makers.make_worker(db, council_id=mia.council_id)
    client.sign_in(mia)
    page = client.get("/my-people")
    word = f"/my-people/{priya.ref}/word"
    sent = client.send("/my-people", {"word": "my Priya"}, action=word)
    assert sent.status_code == 303
    page = client.get("/my-people").text
    assert "my Priya" in page
    assert "Only you see" in page
    too_long = client.send("/my-people", {"word": "x" * 61}, action=word)
    assert too_long.status_code == 422
    assert "x" * 61 in too_long.text
    form = client.form("/my-people", {}, action=word).hidden
    there = client.post(f"/my-people/{stranger.ref}/word", data={**form, "word": "no"})
    assert there.status_code == 404
    client.sign_in(priya)
    assert "my Priya" not in client.get(f"/people/{mia.ref}").text


def test_who_is_away_and_who_stands_in(client, db, database, pair):
    mia, priya = pair
    omar = makers.make_worker(db, known_as="Omar", council_id=mia.council_id)
    makers.make_connection(db, mia, omar, Kind.PERSONAL_ADVISER)
    makers.make_leave(db, priya, omar, ends=makers.today() + 3 * DAY)
    for n in range(20):
        makers.make_connection(db, mia, makers.make_relative(db, known_as=f"R{n}"), Kind.FAMILY)
    client.sign_in(mia)
    client.get("/my-people")
    with counting(database) as counted:
        page = client.get("/my-people").text
    assert len(counted) <= 5
    assert "Away until Thursday" in page
    assert "Omar stands in and answers you." in page
    assert "Monday to Friday: 9am to 5pm" in page


def test_workers_i_have_had_and_what_came_along(client, db, database, pair):
    mia, priya = pair
    today = makers.today()
    first = makers.make_worker(db, known_as="Nell", council_id=mia.council_id)
    barred = makers.make_worker(db, known_as="Vera", council_id=mia.council_id)
    start = db.scalars(select(Connection).where(Connection.with_id == priya.id)).one()
    start.starts = today - 10 * DAY
    makers.make_connection(db, mia, first, starts=today - 400 * DAY, ends=today - 11 * DAY)
    makers.make_connection(db, mia, barred, starts=today - 800 * DAY, ends=today - 401 * DAY)
    makers.make_bar(db, mia, barred)
    at = makers.clock.now() - 10 * DAY
    db.add(HandOver(
        council_id=mia.council_id, batch="b", person_id=mia.id, from_id=first.id, to_id=priya.id,
        kind="social_worker", day=today - 10 * DAY, why="Nell is off sick", words="Hi, I am new.",
        asked_by_id=priya.id, asked_at=at, by_worker=True, agreed_by_id=priya.id, agreed_at=at,
    ))  # fmt: skip
    promise = makers.make_promise(db, mia, priya, text="Find a choir")
    db.add(PromiseStep(
        council_id=mia.council_id, promise_id=promise.id, state="passed", by_id=priya.id, at=at,
        from_id=first.id, to_id=priya.id,
    ))  # fmt: skip
    client.sign_in(mia)
    client.get("/my-people/before")
    with counting(database) as counted:
        page = client.get("/my-people/before").text
    assert len(counted) <= 5
    assert page.index("Priya") < page.index("Nell")
    for said in ("Hi, I am new.", "Find a choir"):
        assert said in page
    for never in ("Vera", "off sick"):
        assert never not in page
