"""Within a minute one's own message can be changed or taken back; after that it stays."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.house import Message, Outbox, Owed, Upload, UploadBytes, Worry
from portal.people.rules import Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.messages.test_pictures_and_voices import file, send
from tests.uploads import files

SECOND = timedelta(seconds=1)
WORRYING = "I want to kill myself"


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


@pytest.fixture
def mia(client, pair):
    client.sign_in(pair[0])
    return pair[0]


@pytest.fixture
def priya(new_client, pair):
    browser = new_client()
    browser.sign_in(pair[1])
    return browser


def all_of(db, table):
    db.rollback()
    db.expire_all()
    return db.scalars(select(table).order_by(table.id)).all()


def write(browser, text, address="/messages"):
    answer = browser.send(address, {"text": text}, action=address)
    assert answer.status_code == 303
    return browser.get(address)


def way(answer):
    """Where the newest message can be changed; None when it cannot."""
    found = re.findall(r'href="(/messages/[\w-]{22}/mend)"', answer.text)
    return found[-1] if found else None


def mend(browser, where, text):
    return browser.send(where, {"text": text}, action=where)


def take_back(browser, where):
    return browser.send(where, action=where.replace("/mend", "/take-back"))


def later(now, seconds):
    return clock.fixed(now + seconds * SECOND, everywhere=True)


def replies(db):
    return [owed for owed in all_of(db, Owed) if owed.kind == "reply"]


def test_other_words_in_its_place(client, priya, db, pair, mia, now):
    where = way(write(client, "Can I see Kia?"))
    with later(now, 59):
        page = client.get(where)
        assert "Can I see Kia?</textarea>" in page.text
        assert "People who answer day and night" in page.text
        answer = mend(client, where, "Can I see Kai?")
        assert answer.status_code == 303
        page = client.get(answer.location).text
        assert "Changed." in page and "Can I see Kai?" in page and "Kia" not in page
        assert "· changed" in page
        assert "· changed" in priya.get(f"/people/{mia.ref}/messages").text
    (message,) = all_of(db, Message)
    assert (message.text, message.kept) == ("Can I see Kai?", "")
    assert len(replies(db)) == 1
    assert rebuild(db, mia.council_id, now) == Changes()


@pytest.mark.parametrize(("seconds", "passes"), [(60, True), (61, False), (3_600, False)])
def test_the_clock_decides(client, db, mia, now, seconds, passes):
    where = way(write(client, "First"))
    client.get(where)
    token = client.form(where, {"text": ""}, where).hidden
    with later(now, seconds):
        assert (way(client.get("/messages")) is not None) is passes
        answer = client.post(where, data={**token, "text": "Second"})
        assert answer.status_code == (303 if passes else 422)
        if not passes:
            assert "It was sent more than a minute ago, so it stays." in answer.text
            assert "Second</textarea>" in answer.text, "nothing typed is lost"
            page = client.get(where).text
            assert "<textarea" not in page and ">Take it back</h2>" not in page
        back = client.post(where.replace("/mend", "/take-back"), data=token)
        assert back.status_code == 303
        said = client.get(back.location).text
        assert ("You took it back." in said) is passes
        assert ("It was sent more than a minute ago" in said) is not passes
    assert all_of(db, Message)[0].text == ("" if passes else "First")


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "x" * 5_001])
def test_words_that_cannot_be_sent_cannot_be_put_in_its_place(client, db, mia, text):
    where = way(write(client, "First"))
    assert mend(client, where, text).status_code == 422
    assert all_of(db, Message)[0].text == "First"


def test_sent_twice_is_changed_once(client, db, mia, now):
    where = way(write(client, "First"))
    client.get(where)
    form = {**client.form(where, {"text": ""}, where).hidden, "text": "Second"}
    for seconds in (10, 70):  # a slow phone sends it again, a minute later
        with later(now, seconds):
            assert client.post(where, data=form).status_code == 303
    with later(now, 20):
        answer = client.post(where, data={**form, "text": "Third"})
    assert answer.status_code == 422 and "Third</textarea>" in answer.text
    assert all_of(db, Message)[0].text == "Second"


def test_taken_back_it_is_gone(client, priya, db, pair, mia, now):
    theirs = f"/people/{mia.ref}/messages"
    where = way(write(client, "I did not mean to write this"))
    page = client.get(where).text
    assert "If it worried us, Priya can still see it." in page, "told before"
    assert [o.done_at for o in all_of(db, Outbox)] == [None]
    answer = take_back(client, where)
    assert answer.status_code == 303
    assert "You took it back." in client.get(answer.location).text
    assert "You took this back" in client.get("/messages").text
    page = priya.get(theirs).text
    assert "Mia took this back" in page and "did not mean" not in page
    (message,) = all_of(db, Message)
    assert (message.text, message.kept, message.taken_back_at) == ("", "", now)
    assert all_of(db, Outbox) == []
    assert [o.done_at for o in replies(db)] == [now]
    assert "Nobody is waiting" in priya.get("/waiting").text
    assert "will answer by" not in client.get("/messages").text
    assert rebuild(db, mia.council_id, now) == Changes()
    assert way(client.get("/messages")) is None
    # Again, from a page that is still open: nothing more happens.
    assert client.post(where.replace("/mend", "/take-back"), data={
        "csrf_token": client.page.forms[0].hidden["csrf_token"]}).status_code == 303  # fmt: skip


def test_what_was_told_already_stays_told(client, db, mia):
    where = way(write(client, "Hello"))
    all_of(db, Outbox)[0].done_at = clock.now()
    take_back(client, where)
    assert len(all_of(db, Outbox)) == 1


def test_another_that_waits_is_waited_for_still(client, db, mia, now):
    write(client, "First")
    with later(now, 600):
        where = way(write(client, "Second"))
        take_back(client, where)
        assert [(o.done_at, o.since) for o in replies(db)] == [(None, now)]
        assert "Priya will answer by Wednesday at 5pm." in client.get("/messages").text
        assert rebuild(db, mia.council_id, now + 600 * SECOND) == Changes()


def test_an_answer_that_is_taken_back_is_owed_again(client, priya, db, pair, mia, now):
    theirs = f"/people/{mia.ref}/messages"
    write(client, "Can you call me?")
    where = way(write(priya, "No.", theirs))
    assert [o.done_at for o in replies(db)] == [now]
    page = priya.get(where).text
    assert "It stays in the record." in page, "told before"
    take_back(priya, where)
    assert [o.done_at for o in replies(db)] == [None]
    page = client.get("/messages").text
    assert "Priya took this back" in page and "No." not in page
    assert "Priya will answer by Wednesday at 5pm." in page
    assert "Answered by" not in page
    assert rebuild(db, mia.council_id, now) == Changes()
    # What an adult wrote to a young person is kept for whoever has to look into it.
    assert [m.kept for m in all_of(db, Message)] == ["", "No."]
    assert "No." not in priya.get(theirs).text
    assert {"messages.taken_back"} <= {e.what for e in all_of(db, AuditEvent)}
    assert "Changed a message, or took it back" in client.get("/who-looked").text


def test_what_an_adult_changed_is_kept_as_it_was_first(client, priya, db, pair, mia):
    theirs = f"/people/{mia.ref}/messages"
    where = way(write(priya, "First words", theirs))
    mend(priya, where, "Second words")
    mend(priya, where, "Third words")
    (message,) = all_of(db, Message)
    assert (message.text, message.kept) == ("Third words", "First words")
    assert "First words" not in client.get("/messages").text


def test_what_had_worried_us_is_still_seen_by_staff_and_said_before(client, priya, db, mia, now):
    page = write(client, WORRYING)
    assert [w.why for w in all_of(db, Worry)] == ["words"]
    assert "We marked this so that somebody looks soon." in page.text
    take_back(client, way(page))
    (message,) = all_of(db, Message)
    assert (message.text, message.kept) == ("", WORRYING)
    page = priya.get(f"/people/{mia.ref}/messages").text
    assert "Mia took this back" in page
    assert "It had worried us. It said:" in page and WORRYING in page
    assert "Marked, so that somebody looks soon." in page
    mine = client.get("/messages").text
    assert WORRYING not in mine and "We marked this so that somebody looks soon." in mine
    assert all_of(db, Worry)[0].done_at is None
    assert WORRYING not in client.get(f"/messages?q={WORRYING}").text.replace(
        f'value="{WORRYING}"', ""
    )


def test_other_words_in_place_of_ones_that_worried(client, priya, db, mia):
    where = way(write(client, WORRYING))
    mend(client, where, "never mind")
    (message,) = all_of(db, Message)
    assert (message.text, message.kept) == ("never mind", WORRYING)
    take_back(client, where)
    assert WORRYING in priya.get(f"/people/{mia.ref}/messages").text


def test_words_that_worry_put_in_later_are_raised(client, db, mia):
    where = way(write(client, "hello"))
    assert all_of(db, Worry) == []
    mend(client, where, WORRYING)
    assert [w.why for w in all_of(db, Worry)] == ["words"]
    assert "We marked this so that somebody looks soon." in client.get("/messages").text


def test_a_cry_for_help_that_is_taken_back_is_looked_at_still(client, db, mia):
    client.send("/messages", {"kind": "help"}, action="/messages/tap")
    where = way(client.get("/messages"))
    page = client.get(where).text
    assert "<textarea" not in page, "a tap has no words to change"
    take_back(client, where)
    (worry,) = all_of(db, Worry)
    assert worry.taken_at is None
    assert [o.done_at for o in all_of(db, Owed) if o.kind == "worry"] == [None]


def test_the_picture_goes_with_it(client, db, mia):
    send(client, picture=file(files.sized("JPEG")), text="Look")
    page = client.get("/messages")
    address = re.search(r'src="(/messages/pictures/[^"]*)"', page.text).group(1)
    assert client.get(address).status_code == 200
    take_back(client, way(page))
    assert all_of(db, Upload) == all_of(db, UploadBytes) == []
    assert client.get(address).status_code == 404
    assert "<img" not in client.get("/messages").text


def test_a_picture_without_words_may_stay_without(client, db, mia):
    send(client, picture=file(files.sized("JPEG")), text="Look")
    where = way(client.get("/messages"))
    assert mend(client, where, "").status_code == 303
    assert [(m.kind, m.text) for m in all_of(db, Message)] == [("picture", "")]


def test_an_adults_picture_is_out_of_sight_and_kept(client, priya, db, mia):
    theirs = f"/people/{mia.ref}/messages"
    send(priya, theirs, picture=file(files.sized("JPEG")))
    page = priya.get(theirs)
    address = re.search(r'src="(/messages/pictures/[^"]*)"', page.text).group(1)
    take_back(priya, way(page))
    for browser in (client, priya):
        assert browser.get(address).status_code == 404
    assert len(all_of(db, Upload)) == 1


def test_nobody_changes_what_another_wrote(client, priya, new_client, db, pair, mia):
    mine = way(write(client, "Mine"))
    theirs = way(write(priya, "Theirs", f"/people/{mia.ref}/messages"))
    other = new_client()
    other.sign_in(makers.make_young(db, council_id=mia.council_id))
    nothing = f"/messages/{'A' * 22}/mend"
    other.get("/home")
    tokens = {}
    for browser in (client, priya, other):
        browser.get("/my-app")
        tokens[browser] = {"csrf_token": browser.page.forms[0].hidden["csrf_token"], "key": "k"}
    for browser, where in ((client, theirs), (priya, mine), (other, mine), (other, theirs)):
        for address in (where, where.replace("/mend", "/take-back")):
            said = browser.post(address, data={**tokens[browser], "text": "Changed"})
            none = browser.post(
                nothing if address.endswith("mend") else nothing.replace("/mend", "/take-back"),
                data={**tokens[browser], "text": "Changed"},
            )
            assert said.status_code == none.status_code == 404
        assert browser.get(where).status_code == 404
    assert [m.text for m in all_of(db, Message)] == ["Mine", "Theirs"]


def test_carers_too(client, new_client, db, pair):
    mia, priya = pair
    helen = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, helen, Kind.FOSTER_CARER)
    client.sign_in(helen)
    address = f"/children/{mia.ref}/messages"
    where = way(write(client, "Words", address))
    answer = take_back(client, where)
    assert answer.location.startswith(address)
    assert "You took this back" in client.get(address).text
    # A worker's to a carer is no word to a young person: it is gone as a carer's own is.
    talk = all_of(db, Message)[0].conversation_id
    desk = new_client()
    desk.sign_in(priya)
    ref = db.scalar(select(makers.Conversation.ref).where(makers.Conversation.id == talk))
    theirs = f"/people/{mia.ref}/messages/{ref}"
    answer = take_back(desk, way(write(desk, "Oh", theirs)))
    assert answer.location.startswith(theirs)
    assert [m.kept for m in all_of(db, Message)] == ["", ""]
