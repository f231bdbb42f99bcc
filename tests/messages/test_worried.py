"""Words that worry: the sender is told at once and in the thread, and so are staff."""

import re
from datetime import UTC, datetime

import pytest

from portal.core import clock
from portal.house import Message, Owed, Worry
from portal.people.rules import Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.databases import counting

WORRYING = "I do not feel safe tonight"


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


def all_of(db, table):
    db.rollback()
    db.expire_all()
    return db.query(table).order_by(table.id).all()


def test_the_sender_is_told(client, db, pair):
    client.sign_in(pair[0])
    page = client.get("/messages").text
    assert "If you write that you are not safe, we make sure somebody looks soon." in page
    form = client.form("/messages", {"text": ""}, "/messages").hidden
    for _again in range(2):  # a repeat is told the same
        answer = client.post("/messages", data={**form, "text": WORRYING})
        page = client.get(answer.location).text
        assert "Sent. We marked this so that somebody looks soon." in page
    assert len(all_of(db, Message)) == len(all_of(db, Worry)) == 1
    # In the thread, too, with numbers, and not only once.
    page = client.get("/messages").text
    assert "We marked this so that somebody looks soon." in page
    assert page.count("If you are not safe now, call:") == 1 and "999" in page
    assert "Priya will answer by" not in page, "no later moment is named while it is open"
    assert rebuild(db, pair[0].council_id, clock.now()) == Changes()


SATURDAY_NIGHT = datetime(2026, 11, 21, 22, tzinfo=UTC)
WHEN_READ = (
    "We read what you write on Monday to Friday from 9am to 5pm. "
    "Nobody reads it at other times or on bank holidays."
)


def test_at_night_one_truth_is_said(client, new_client, db, pair):
    """Not "somebody looks soon" beside "nobody reads" beside "an answer by Wednesday"."""
    mia, priya = pair
    with clock.fixed(SATURDAY_NIGHT, everywhere=True):
        client.sign_in(mia)
        page = client.get("/messages").text
        assert "Nobody reads this until Monday at 9am." in page and WHEN_READ in page
        assert "looks soon" not in page
        assert "whoever is on duty is told at once. Do not wait for us" in page
        answer = client.send("/messages", {"text": WORRYING}, action="/messages")
        page = client.get(answer.location).text
        assert "Sent. Whoever is on duty is told of this at once. Do not wait for us" in page
        page = client.get("/messages").text
        assert "Whoever is on duty is told of this at once. Do not wait for us." in page
        assert page.count("If you are not safe now, call:") == 1
        assert "999" in page and "0800 1111" in page
        assert '<bdi dir="ltr">Childline</bdi> <bdi dir="ltr">0800 1111</bdi>' in page
        for untrue in ("looks soon", "Nobody reads", "will answer by"):
            assert untrue not in page
        # Whoever answers is not told of a promise either, that was not made.
        desk, theirs = new_client(), f"/people/{mia.ref}/messages"
        desk.sign_in(priya)
        page = desk.get(theirs).text
        assert "was told: an answer by" not in page
        take = re.search(r'action="(/[^"]*/take)"', page).group(1)
        assert desk.send(theirs, action=take).status_code == 303
        page = client.get("/messages").text
        assert "Priya has it, since today at 10pm. Do not wait for us." in page
        assert "looks soon" not in page and "will answer by" not in page
        worry = all_of(db, Worry)[0]
        done = f"/worries/{worry.ref}"
        desk.send(done, {"text": "Rang her. She is with Ruth."}, action=f"{done}/done")
        page = client.get("/messages").text
        assert "Priya will answer by Wednesday at 5pm." in page, "what is left is a plain message"
        assert "Nobody reads this until Monday at 9am." in page and WHEN_READ in page


def test_a_cry_for_help_at_night_says_the_same(client, db, pair):
    with clock.fixed(SATURDAY_NIGHT, everywhere=True):
        client.sign_in(pair[0])
        answer = client.send("/messages", {"kind": "help"}, action="/messages/tap")
        page = client.get(answer.location).text
    assert "You asked for help today. Whoever is on duty is told of this at once." in page
    for untrue in ("looks soon", "Nobody reads", "will answer by"):
        assert untrue not in page


def test_of_several_the_newest_has_the_numbers(client, db, pair):
    client.sign_in(pair[0])
    for text in (WORRYING, "hello", f"{WORRYING}!"):
        client.send("/messages", {"text": text}, action="/messages")
    page = client.get("/messages").text
    assert page.count("We marked this so that somebody looks soon.") == 2
    assert page.count("If you are not safe now, call:") == 1


def test_staff_take_it_from_the_thread(client, new_client, db, pair):
    mia, priya = pair
    client.sign_in(mia)
    client.send("/messages", {"text": WORRYING}, action="/messages")
    desk, theirs = new_client(), f"/people/{mia.ref}/messages"
    desk.sign_in(priya)
    page = desk.get(theirs)
    assert "Marked, so that somebody looks soon." in page.text
    take = re.search(r'action="(/[^"]*/take)"', page.text).group(1)
    assert desk.send(theirs, action=take).status_code == 303
    assert all_of(db, Worry)[0].taken_by_id == priya.id
    assert "Priya" in client.get("/messages").text


def test_a_carers_words_are_looked_at_and_a_workers_are_not(client, db, pair):
    mia, priya = pair
    helen = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, helen, Kind.FOSTER_CARER)
    client.sign_in(helen)
    address = f"/children/{mia.ref}/messages"
    page = client.get(address).text
    assert "If you write that somebody is not safe, we make sure somebody looks soon." in page
    answer = client.send(address, {"text": "She said she wants to kill herself"}, action=address)
    assert "We marked this so that somebody looks soon." in client.get(answer.location).text
    assert [(w.person_id, w.from_id) for w in all_of(db, Worry)] == [(mia.id, helen.id)]
    client.sign_in(priya)
    # Whoever looks comes to what the carer wrote, and not to the young person's own conversation.
    page = client.get(f"/worries/{all_of(db, Worry)[0].ref}").text
    talk = re.search(rf'href="(/people/{mia.ref}/messages/[^"#]+)#newest"', page).group(1)
    assert "She said she wants to kill herself" in client.get(talk).text
    theirs = f"/people/{mia.ref}/messages"
    assert "make sure somebody looks soon" not in client.get(theirs).text
    client.send(theirs, {"text": "You said that you are not safe: I do not feel safe"},
                action=theirs)  # fmt: skip
    assert len(all_of(db, Worry)) == 1


def test_what_is_marked_costs_the_page_nothing_more(client, db, database, pair):
    client.sign_in(pair[0])
    for n in range(5):
        client.send("/messages", {"text": f"{WORRYING} {n}"}, action="/messages")
    with counting(database) as counted:
        client.get("/messages")
    assert len(counted) <= 4, counted.statements
    assert [o.kind for o in all_of(db, Owed)].count("worry") == 5
