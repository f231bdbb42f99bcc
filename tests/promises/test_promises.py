"""Promises: how each stands today, and the adult who says that it is done."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.house import Notice, Outbox, Owed, Promise, PromiseStep
from portal.people.rules import Grant
from portal.promises.pages import Standing, promises_to, standing
from portal.rebuild import rebuild
from tests import makers

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "due", "stands"),
    [
        ("coming", 0, Standing.COMING),  # a promise may be kept until its day is over
        ("coming", 1, Standing.COMING),
        ("coming", -1, Standing.LATE),
        ("kept", -9, Standing.KEPT),
        ("changed", -9, Standing.CHANGED),
        ("dropped", -9, Standing.DROPPED),
    ],
)
def test_late_is_a_coming_one_whose_day_has_gone_by(state, due, stands):
    today = date(2026, 11, 23)
    assert standing(state, today + due * DAY, today) is stands


@pytest.fixture
def pair(db):
    return makers.make_pair(db)


def test_each_promise_has_a_name_and_a_day(client, db, pair):
    sam, priya = pair
    grace = makers.make_worker(db, known_as="Grace")
    today = makers.today()
    lines = {
        "Priya, by 30 November": makers.make_promise(db, sam, priya, text="Coming one"),
        "Priya said by 13 November. You can ask about it.": makers.make_promise(
            db, sam, priya, text="Late one", due=today - 10 * DAY
        ),
        "Priya said by 3 November. Grace has been told.": makers.make_promise(
            db, sam, priya, text="Chased one", due=today - 20 * DAY, chased_id=grace.id
        ),
        "It is on Tuesdays now.": makers.make_promise(
            db, sam, priya, text="Kept one", state="kept", state_note="It is on Tuesdays now."
        ),
        "The school, 9 November": makers.make_promise(
            db, sam, owner_label="The school", text="Other kept one", state="kept"
        ),
    }
    client.sign_in(sam)
    page = client.get("/promises").text
    for line in lines:
        assert line in page
    order = ["Chased one", "Late one", "Coming one", "kept one"]
    assert [page.index(text) for text in order] == sorted(page.index(text) for text in order)


def test_home_shows_a_few_of_each_and_how_many_there_are(client, db, pair):
    sam, priya = pair
    today = makers.today()
    for n in range(9):
        makers.make_promise(db, sam, priya, text=f"Coming {n}", due=today + (n + 2) * DAY)
        makers.make_promise(db, sam, priya, text=f"Kept {n}", state="kept", due=today - n * DAY)
    makers.make_promise(db, sam, priya, text="Late 0", due=today - DAY)
    client.sign_in(sam)
    page = client.get("/home").text
    assert "All 19" in page
    assert [text in page for text in ("Late 0", "Coming 0", "Coming 1")] == [True, True, False]
    assert page.count("Kept ") == 1


def test_no_promises_yet(client, db):
    client.sign_in(makers.make_young(db))
    assert "No promises yet" in client.get("/promises").text


def test_a_long_list_is_counted_whole(db, pair):
    sam, _priya = pair
    for _ in range(5):
        makers.make_promise(db, sam)
    found = promises_to(db, sam.council_id, sam.id, makers.today(), limit=2)
    assert (len(found.cards), found.count) == (2, 5)


def rows(db, table):
    db.rollback()
    return db.scalars(select(table).order_by(table.id)).all()


def test_kept_once_and_twice(client, db, pair):
    sam, priya = pair
    promise = makers.make_promise(db, sam, priya, text="Find a club")
    rebuild(db, sam.council_id, clock.now())
    client.sign_in(priya)
    page = f"/people/{sam.ref}"
    kept = f"/promises/{promise.ref}/kept"
    client.get(page)
    form = client.form(page, {}, action=kept).hidden
    for _ in range(2):
        sent = client.post(kept, data={**form, "note": "  It is on\x00 Tuesdays. "})
        assert sent.status_code == 303
    (found,) = rows(db, Promise)
    assert (found.state, found.state_on, found.state_note) == (
        "kept", makers.today(), "It is on Tuesdays.",
    )  # fmt: skip
    (step,) = rows(db, PromiseStep)
    assert (step.state, step.by_id, step.at) == ("kept", priya.id, clock.now())
    assert [owed.done_at for owed in rows(db, Owed)] == [clock.now()]
    (notice,) = rows(db, Notice)
    assert (notice.person_id, notice.kind) == (sam.id, "promise_kept")
    assert len(rows(db, Outbox)) == 1
    changed = [e for e in rows(db, AuditEvent) if e.act == "changed"]
    assert [(e.about_id, e.what) for e in changed] == [(sam.id, "promises.kept")]
    assert "Find a club" not in client.get("/waiting").text
    client.sign_in(sam)
    waiting = client.get("/home").text.split("Waiting for you")[1].split("</section>")[0]
    assert f'href="/promises#p{promise.ref}"' in waiting
    assert "It is on Tuesdays." in client.get("/promises").text
    assert client.send("/promises", action="/promises/seen").status_code == 303
    assert rows(db, Notice)[0].seen_at == clock.now()
    assert "Waiting for you" not in client.get("/home").text


@pytest.mark.parametrize("whose", ["another worker's", "nobody's", "ended", "without the grant"])
def test_somebody_elses_promise_is_not_there(client, db, pair, whose):
    sam, priya = pair
    adult = makers.make_worker(db)
    given = {"ended": {"ends": makers.today() - DAY}, "without the grant": {"grants": Grant.NAME}}
    makers.make_connection(db, sam, adult, **given.get(whose, {}))
    owner = {"another worker's": priya, "nobody's": None}.get(whose, adult)
    promise = makers.make_promise(db, sam, owner)
    client.sign_in(adult)
    client.get("/waiting")
    token = client.form("/waiting", {}, action="/leave").hidden
    assert client.post(f"/promises/{promise.ref}/kept", data=token).status_code == 404
    assert client.post(f"/promises/{'A' * 22}/kept", data=token).status_code == 404
    assert rows(db, Promise)[0].state == "coming"
    assert rows(db, PromiseStep) == rows(db, Notice) == rows(db, Outbox) == []


def test_only_the_one_who_promised_is_offered_the_button(client, db, pair):
    sam, priya = pair
    promise = makers.make_promise(db, sam, priya)
    other = makers.make_worker(db)
    makers.make_connection(db, sam, other)
    ref, kept = sam.ref, f"/promises/{promise.ref}/kept"
    for adult, offered in ((priya, True), (other, False)):
        client.sign_in(adult)
        assert (kept in client.get(f"/people/{ref}").text) is offered
