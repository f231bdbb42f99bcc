"""The pages of what was said: the young person's, and the adults'."""

from __future__ import annotations

from portal.say import actions
from portal.say.actions import Words
from portal.say.kinds import say_kind
from portal.say.rules import Owner, Readers
from tests.makers import make_pair, make_viewer

say_kind("view", "What you think", {"home": "Home"})
BOTH = Readers.IRO | Readers.WORKER


def test_all_pages_open(client, db, now):
    young, worker = make_pair(db)
    me = make_viewer(db, young)
    ref = actions.say(
        db, me, [Words("view", BOTH, Owner.WORKER, "I like my room", topic="home")], "k", now
    ).refs[0]
    client.sign_in(young)
    assert client.get("/my-say/said").status_code == 200
    assert client.get(f"/my-say/said/{ref}").status_code == 200
    client.sign_in(worker)
    for path in ("/said", f"/said/{ref}", f"/people/{young.ref}/said", "/waiting"):
        page = client.get(path)
        assert page.status_code == 200, path
        print(page.text)
    client.sign_in(young)
    print(client.get(f"/my-say/said/{ref}").text)
