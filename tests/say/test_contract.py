"""What rooms can ask for: say, read, talk, answer, and whether that answers it."""

from __future__ import annotations

from datetime import timedelta

from portal.core.access import Role
from portal.people import pages as people
from portal.people.rules import Kind
from portal.say import actions, pages
from portal.say.actions import Words
from portal.say.kinds import say_kind
from portal.say.rules import Answer, Found, Owner, Readers, State
from tests.makers import make_connection, make_pair, make_viewer, make_worker, today

say_kind("view", "What you think", {"home": "Home"})
BOTH = Readers.IRO | Readers.WORKER


def test_all_the_way(db, now):
    young, worker = make_pair(db)
    officer = make_worker(db, council_id=young.council_id)
    make_connection(db, young, officer, kind=Kind.IRO, label="Ruth")
    me = make_viewer(db, young)
    sent = actions.say(db, me, [Words("view", BOTH, Owner.WORKER, "I like my room")], "k", now)
    again = actions.say(db, me, [Words("view", BOTH, Owner.WORKER, "I like my room")], "k", now)
    assert sent.refs == again.refs
    (card,) = pages.cards(db, me, people.own(me), now)
    assert (card.state, card.owes, card.may_find) == (State.SENT, worker.known_as, False)
    staff = make_viewer(db, worker)
    actions.answer(
        db, staff, card.ref, Answer.WILL, "We paint it.",
        actions.Promised(worker.id, today() + timedelta(days=9)), "k2", now,
    )  # fmt: skip
    (card,) = pages.cards(db, me, people.own(me), now)
    assert (card.state, card.answer.text, card.may_find) == (State.ANSWERED, "We paint it.", True)
    assert card.answer.promise_due == today() + timedelta(days=9)
    actions.found(db, me, card.ref, Found.PARTLY, "When?", "k3", now)
    (card,) = pages.cards(db, me, people.own(me), now)
    assert (card.state, card.turn, card.owes) == (State.SENT, 2, worker.known_as)
    read = pages.readers_now(db, me, now)
    assert (read.iro, read.worker) == ("Ruth", worker.known_as)
    assert pages.received(db, make_viewer(db, officer, Role.IRO), "view", [1], now) == {}
