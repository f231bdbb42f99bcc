"""Replies to begin from: gaps, ages, whose they are; and never sent by themselves."""

import html
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.house import Message, SavedReply
from portal.people.rules import Grant, Kind
from portal.saved_replies import pages, rules
from tests import makers
from tests.databases import counting

TYPED = {
    "title": "Calling",
    "adult": "Hello {name}, I call on {day}. {me}",
    "teen": "",
    "child": "",
}


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


@pytest.fixture
def priya(client, pair):
    client.sign_in(pair[1])
    return pair[1]


def keeper(db, council_id, role):
    person = makers.make_worker(db, council_id=council_id, account=False, known_as="Ed")
    makers.make_membership(db, person, role=role)
    return person


def all_of(db, table=SavedReply):
    db.rollback()
    db.expire_all()
    return db.scalars(select(table).order_by(table.id)).all()


# --- rules --------------------------------------------------------------------------------------


def test_only_our_gaps_are_filled_and_in_one_go():
    values = {"name": "{me}", "me": "Priya", "day": "Tuesday", "phone": ""}
    assert rules.fill("{name} {me} {day} {phone} {x} { {", values) == (
        "{me} Priya Tuesday {phone} {x} { {"
    )


def test_gaps_that_are_none_are_named():
    assert rules.unknown_gaps("{name} {nmae} {address} {nmae} {}") == ["{nmae}", "{address}", "{}"]
    assert rules.unknown_gaps("no { gaps } here?") == ["{ gaps }"]


def test_an_empty_age_has_the_words_of_the_next_older():
    assert rules.words_for("child", "", "t", "a") == "t"
    assert rules.words_for("child", "", "", "a") == "a"
    assert rules.words_for("teen", "c", "", "a") == "a"
    assert rules.words_for("adult", "c", "t", "a") == "a"


@given(st.text(max_size=2000))
@settings(deadline=None)
def test_any_text_is_filled(text):
    assert isinstance(rules.fill(text, {"name": "x"}), str)
    rules.unknown_gaps(text)


# --- keeping ------------------------------------------------------------------------------------


def test_a_worker_keeps_one_of_their_own(client, db, priya):
    page = client.get("/replies/new")
    assert "Who uses it?" not in page.text
    answer = client.send("/replies/new", TYPED, action="/replies/new")
    assert answer.status_code == 303
    (reply,) = all_of(db)
    assert (reply.owner_id, reply.title, reply.adult) == (priya.id, "Calling", TYPED["adult"])
    page = client.get(answer.location)
    assert "Hello Mia, I call on Tuesday 24 November. Priya" in html.unescape(page.text)
    assert "Calling" in client.get("/replies").text


def test_it_can_be_looked_at_first_and_is_not_kept(client, db, priya):
    answer = client.send("/replies/new", {**TYPED, "do": "look"}, action="/replies/new")
    assert answer.status_code == 200
    assert "Hello Mia, I call on Tuesday 24 November." in html.unescape(answer.text)
    assert "Hello {name}" in html.unescape(answer.text)  # still in the box
    assert all_of(db) == []


def test_sent_twice_is_kept_once(client, db, priya):
    client.get("/replies/new")
    form = {**client.form("/replies/new", TYPED, "/replies/new").hidden, **TYPED}
    assert [client.post("/replies/new", data=form).status_code for _ in range(2)] == [303, 303]
    assert len(all_of(db)) == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"adult": "Hi {nmae}"}, "{nmae} cannot be filled. Only {name}, {me}, {day} and {phone}"),
        ({"child": "At {address}"}, "{address} cannot be filled."),
        ({"adult": ""}, "Write these words"),
        ({"title": " "}, "Give it a name"),
        ({"adult": "a" * 1501}, "This is 1501 letters long."),
        ({"title": "t" * 81}, "This is 81 letters long."),
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(client, db, priya, changed, says):
    answer = client.send("/replies/new", {**TYPED, **changed}, action="/replies/new")
    assert answer.status_code == 422
    assert says in html.unescape(answer.text)
    assert all_of(db) == []


def test_it_is_changed_and_taken_away(client, db, priya):
    reply = makers.make_saved_reply(db, priya)
    url = f"/replies/{reply.ref}"
    answer = client.send(f"{url}/change", {**TYPED, "adult": "Bye {name}"}, action=f"{url}/change")
    assert answer.status_code == 303
    assert all_of(db)[0].adult == "Bye {name}"
    assert client.send(url, action=f"{url}/remove").status_code == 303
    assert all_of(db)[0].gone_at is not None
    assert client.get(url).status_code == 404
    assert reply.title not in client.get("/replies").text


def test_the_councils_are_kept_by_editors_and_managers(client, new_client, db, pair):
    here = pair[0].council_id
    editor, manager = keeper(db, here, Role.EDITOR), keeper(db, here, Role.MANAGER)
    client.sign_in(editor)
    assert "Who uses it?" not in client.get("/replies/new").text
    client.send("/replies/new", TYPED, action="/replies/new")
    (reply,) = all_of(db)
    assert reply.owner_id is None
    theirs = new_client()
    theirs.sign_in(manager)
    assert "Who uses it?" in theirs.get("/replies/new").text
    theirs.send("/replies/new", {**TYPED, "title": "Mine", "whose": "mine"}, action="/replies/new")
    theirs.send("/replies/new", {**TYPED, "whose": "everybody"}, action="/replies/new")
    assert [r.owner_id for r in all_of(db)] == [None, manager.id, None]
    assert "Mine" not in client.get("/replies").text


def test_a_worker_uses_the_councils_and_changes_none(client, db, pair, priya):
    reply = makers.make_saved_reply(db)
    url = f"/replies/{reply.ref}"
    page = client.get(url)
    assert page.status_code == 200 and "Take it away" not in page.text
    own = client.get("/replies/new") and client.form("/replies/new", TYPED, "/replies/new").hidden
    assert client.get(f"{url}/change").status_code == 404
    assert client.post(f"{url}/change", data={**own, **TYPED}).status_code == 404
    token = {"csrf_token": own["csrf_token"]}
    assert client.post(f"{url}/remove", data=token).status_code == 404
    assert all_of(db)[0].gone_at is None


def test_another_persons_and_another_councils_are_not_there(client, db, priya):
    other = makers.make_worker(db, council_id=priya.council_id, known_as="Omar")
    elsewhere = makers.make_council(db)
    for reply in (
        makers.make_saved_reply(db, other),
        makers.make_saved_reply(db, council_id=elsewhere.id),
    ):
        assert client.get(f"/replies/{reply.ref}").status_code == 404
        assert client.get(f"/replies/{reply.ref}/change").status_code == 404
        assert reply.title not in client.get("/replies").text


# --- for one young person -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "says"),
    [(9, "Hi Mia! I will ring you"), (14, "Hi Mia, I will call"), (17, "Hello Mia")],
)
def test_to_choose_from_in_the_words_of_their_age(client, db, pair, priya, years, says):
    pair[0].born = makers.today() - timedelta(days=365 * years + 40)
    reply = makers.make_saved_reply(db)
    page = html.unescape(client.get(f"/people/{pair[0].ref}/replies").text)
    assert says in page and "on Tuesday 24 November" in page
    assert f"/people/{pair[0].ref}/messages?reply={reply.ref}" in page
    if years == 17:
        assert "My number is 020 7946 0111" in page


def test_what_the_box_begins_with(db, database, pair, now):
    mia, priya = pair
    reply = makers.make_saved_reply(db)
    viewer = makers.make_viewer(db, priya)
    db.flush()
    with counting(database) as counted:
        words = pages.for_thread(db, viewer, mia.ref, reply.ref, now)
    assert words == "Hi Mia, I will call you on Tuesday 24 November. Priya"
    assert len(counted) == 1
    assert db.scalars(select(Message)).all() == []  # nothing goes by itself


def test_no_words_for_whom_one_does_not_write_to(db, pair, now):
    mia, priya = pair
    reply, gone = makers.make_saved_reply(db), makers.make_saved_reply(db, gone_at=clock.now())
    omar = makers.make_worker(db, council_id=mia.council_id, known_as="Omar")
    makers.make_connection(db, mia, omar, Kind.OTHER, grants=Grant.NAME | Grant.DATES)
    his = makers.make_viewer(db, omar)
    assert pages.for_thread(db, his, mia.ref, reply.ref, now) == ""
    hers = makers.make_viewer(db, priya)
    for reply_ref in (gone.ref, "x", makers.make_saved_reply(db, omar).ref):
        assert pages.for_thread(db, hers, mia.ref, reply_ref, now) == ""
    assert pages.for_thread(db, hers, "x", reply.ref, now) == ""


def test_the_chooser_is_for_those_who_write_to_them(client, db, pair):
    omar = makers.make_worker(db, council_id=pair[0].council_id, known_as="Omar")
    makers.make_connection(db, pair[0], omar, Kind.OTHER, grants=Grant.NAME | Grant.DATES)
    client.sign_in(omar)
    assert client.get(f"/people/{pair[0].ref}/replies").status_code == 404


@pytest.mark.parametrize("many", [1, 100])
def test_the_lists_cost_the_same_however_long(client, db, database, pair, priya, many):
    for _number in range(many):
        makers.make_saved_reply(db, priya)
        makers.make_saved_reply(db)
    for url in ("/replies", f"/people/{pair[0].ref}/replies"):
        with counting(database) as counted:
            client.get(url)
        assert len(counted) <= 5, counted.statements
