"""Answers to news: who reads them, what is owed, and what happens when that person is gone."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.house import Membership, NewsReply, Notice, Outbox, Owed, Stop, Worry
from portal.news import actions, pages
from portal.news.jobs import who_answers
from portal.people.rules import Grant, Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.databases import counting
from tests.news.conftest import said

DAY = timedelta(days=1)
WEDNESDAY_AT_FIVE = datetime(2026, 11, 25, 17, tzinfo=UTC)


@pytest.fixture
def wide(scene):
    """News by the editor that names Priya, and the address of each one's copy. Zed is not one of
    Priya's."""
    ref = scene.by_ed(scene.as_(scene.ed))
    copies = scene.copies(ref)
    return ref, f"/news/{copies[scene.mia.id]}", f"/news/{copies[scene.zed.id]}"


def write(browser, where, text):
    return browser.send(where, {"text": text}, action=where)


def thread(copy):
    """The same thread, for staff."""
    return copy.replace("/news/", "/news/replies/")


def bubbles(answer):
    return re.findall(r'<p dir="auto">(.*?)</p>', answer.text, re.S)


def test_asked_owed_answered(scene, wide):
    zed, priya = scene.as_(scene.zed), scene.as_(scene.priya)
    page = said(zed.get(wide[2]))
    assert "Answer Priya" in page
    assert "Priya reads this." in page and "Others who got this news cannot." in page
    assert "We read what you write on Monday to Friday from 9am to 5pm." in page
    assert "at weekends" not in page and "020 7946 0102" in page
    answer = write(zed, wide[2], "  Can I bring\r\nmy friend? \u202e")
    assert answer.status_code == 303 and answer.location.endswith("#newest")
    page = zed.get(answer.location)
    assert bubbles(page) == ["Can I bring\nmy friend?"]
    assert "Priya will answer by Wednesday at 5pm." in page.text
    assert "Sent. Not read yet." in page.text
    (owed,) = scene.all_of(Owed)
    assert (owed.debtor_id, owed.person_id, owed.kind, owed.due_at, owed.urgent, owed.done_at) == (
        scene.priya.id, scene.zed.id, "news_reply", WEDNESDAY_AT_FIVE, False, None,
    )  # fmt: skip
    assert [o.person_id for o in scene.all_of(Outbox) if o.kind == "news_reply"] == [scene.priya.id]
    assert scene.all_of(AuditEvent) == []
    # Priya does not know Zed otherwise: it is on her list all the same, and leads to the answer.
    page = priya.get("/waiting").text
    assert "Wrote to you about news" in page and thread(wide[2]) in page
    assert "Zed" in priya.get(f"/news/{wide[0]}/replies").text
    page = priya.get(thread(wide[2]))
    assert bubbles(page) == ["Can I bring\nmy friend?"]
    assert f"/people/{scene.zed.ref}" not in page.text, "whom she does not reach"
    assert "Read by Priya today at 10am" in zed.get(wide[2]).text
    assert write(priya, thread(wide[2]), "Of course!").status_code == 303
    assert [o.done_at for o in scene.all_of(Owed)] == [clock.now()]
    assert "Nobody is waiting" in priya.get("/waiting").text
    notice = next(n for n in scene.all_of(Notice) if n.kind == "news_answer")
    assert (notice.person_id, notice.seen_at) == (scene.zed.id, None)
    assert "Somebody answered what you wrote about news" in zed.get("/home").text
    assert "Answered" in zed.get("/news").text
    page = zed.get(wide[2])
    assert bubbles(page) == ["Can I bring\nmy friend?", "Of course!"]
    assert "will answer" not in page.text
    assert zed.send(wide[2], action=f"{wide[2]}/seen").status_code == 303
    assert all(r.read_at for r in scene.all_of(NewsReply))
    assert next(n for n in scene.all_of(Notice) if n.kind == "news_answer").seen_at
    assert "Read by Zed today at 10am" in priya.get(thread(wide[2])).text
    whats = {(e.act, e.what, e.about_id) for e in scene.all_of(AuditEvent)}
    assert ("looked", "news.reply", scene.zed.id) in whats
    assert ("changed", "news.answered", scene.zed.id) in whats
    assert ("listed", "news.replies", None) in whats


def test_the_young_person_reads_who_looked(scene, wide):
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    write(mia, wide[1], "Hello")
    write(priya, thread(wide[1]), "Hi")
    page = mia.get("/who-looked").text
    assert "Read what you wrote about news" in page and "Wrote to you" in page


def test_sent_twice_is_kept_once(scene, wide):
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    for browser, where in ((mia, wide[1]), (priya, thread(wide[1]))):
        write(mia, wide[1], "Hello")
        before = len(scene.all_of(NewsReply))
        browser.get(where)
        form = {**browser.form(where, {"text": ""}).hidden, "text": "Once"}
        assert [browser.post(where, data=form).status_code for _ in range(2)] == [303, 303]
        assert len(scene.all_of(NewsReply)) == before + 1
        other = browser.post(where, data={**form, "text": "Something else"})
        assert other.status_code == 422 and "Something else" in other.text


def test_one_wait_is_one_row(scene, wide, now):
    mia = scene.as_(scene.mia)
    write(mia, wide[1], "One")
    with clock.fixed(now + DAY, everywhere=True):
        write(mia, wide[1], "Two")
    (owed,) = scene.all_of(Owed)
    assert (owed.since, owed.due_at) == (now, WEDNESDAY_AT_FIVE)
    write(scene.as_(scene.priya), thread(wide[1]), "Yes")
    with clock.fixed(now + 2 * DAY, everywhere=True):
        write(mia, wide[1], "Three")
    (owed,) = scene.all_of(Owed)
    assert (owed.since, owed.done_at) == (now + 2 * DAY, None)


@pytest.mark.parametrize("done", [False, True])
def test_made_afresh_it_is_the_same(scene, wide, now, done):
    write(scene.as_(scene.mia), wide[1], "One")
    write(scene.as_(scene.zed), wide[2], "Two")
    if done:
        write(scene.as_(scene.priya), thread(wide[1]), "Yes")
    scene.db.commit()
    assert rebuild(scene.db, scene.mia.council_id, now) == Changes()


def test_late_says_so(scene, wide, now):
    mia = scene.as_(scene.mia)
    write(mia, wide[1], "One")
    with clock.fixed(now + 7 * DAY, everywhere=True):
        mia = scene.as_(scene.mia)
        page = mia.get(wide[1]).text
        assert "You were told: an answer by Wednesday 25 November at 5pm. It is late." in page
        assert "It is late. You can ask your worker." in page
        assert "late" in scene.as_(scene.priya).get("/waiting").text


# --- who reads -----------------------------------------------------------------------------------


def test_nobody_else_reads(scene, wide):
    """Not the writer, not a manager with every grant, not another who got it."""
    write(scene.as_(scene.mia), wide[1], "A secret word")
    write(scene.as_(scene.zed), wide[2], "Another word")
    for person in (scene.ed, scene.grace, scene.omar, scene.mia, scene.zed, scene.noa):
        browser = scene.as_(person)
        for address in (thread(wide[1]), thread(wide[2]), f"/news/{wide[0]}/replies"):
            answer = browser.get(address)
            right = 404 if person in (scene.grace, scene.omar) else 403
            assert answer.status_code == right, (person.known_as, address)
    page = scene.as_(scene.ed).get(f"/news/sent/{wide[0]}").text
    assert "replies" not in page and "Mia" not in page


def test_nobody_reads_of_somebody_they_must_not_know(scene, wide):
    write(scene.as_(scene.mia), wide[1], "A secret word")
    makers.make_bar(scene.db, scene.mia, scene.priya)
    priya = scene.as_(scene.priya)
    assert priya.get(thread(wide[1])).status_code == 404
    assert "Mia" not in priya.get(f"/news/{wide[0]}/replies").text
    assert "Mia" not in priya.get("/waiting").text


def test_a_thread_begins_with_the_young_person(scene, wide):
    assert scene.as_(scene.priya).get(thread(wide[1])).status_code == 404


def leaves(scene, person):
    member = scene.db.query(Membership).filter_by(person_id=person.id).one()
    member.ends = makers.today() - DAY
    scene.db.commit()


def test_whoever_is_named_has_left(scene, wide, now):
    zed = scene.as_(scene.zed)
    zed.get(wide[2])
    form = {**zed.form(wide[2], {"text": ""}).hidden, "text": "Hello?"}
    leaves(scene, scene.priya)
    answer = zed.post(wide[2], data=form)
    assert answer.status_code == 422
    assert "Priya does not answer here any more." in answer.text and "Hello?" in answer.text
    assert scene.all_of(NewsReply) == scene.all_of(Owed) == []
    page = zed.get(wide[2]).text
    assert "Write to your worker" in page and "/messages" in page
    assert 'name="text"' not in page


def test_what_was_asked_before_passes_to_their_worker(scene, wide, database, now):
    zed = scene.as_(scene.zed)
    write(zed, wide[2], "Hello?")
    leaves(scene, scene.priya)
    for _ in range(2):
        scene.db.commit()
        who_answers(database, now)
        assert [o.debtor_id for o in scene.all_of(Owed)] == [scene.omar.id]
    told = [o.person_id for o in scene.all_of(Outbox) if o.kind == "news_reply"]
    assert told == [scene.priya.id, scene.omar.id]
    assert rebuild(scene.db, scene.mia.council_id, now) == Changes()
    omar = scene.as_(scene.omar)
    assert thread(wide[2]) in omar.get("/waiting").text
    assert bubbles(omar.get(thread(wide[2]))) == ["Hello?"]
    assert write(omar, thread(wide[2]), "I am here.").status_code == 303
    assert "Your worker can read what you wrote." not in zed.get(wide[2]).text
    assert bubbles(zed.get(wide[2])) == ["Hello?", "I am here."]
    assert scene.as_(scene.grace).get(thread(wide[2])).status_code == 404, "who is not near Zed"


def test_while_they_are_away_it_says_so(scene, wide):
    makers.make_leave(scene.db, scene.priya)
    page = said(scene.as_(scene.mia).get(wide[1]))
    assert "Priya is away. Back on Tuesday 1 December." in page
    assert "If it cannot wait, write to your worker." in page
    mia = scene.as_(scene.mia)
    write(mia, wide[1], "Hello")
    assert "Priya will answer by Thursday 3 December at 5pm." in mia.get(wide[1]).text
    assert rebuild(scene.db, scene.mia.council_id, clock.now()) == Changes()


def test_two_leaves_at_once(scene, wide):
    for _ in range(2):
        makers.make_leave(scene.db, scene.priya)
    assert scene.as_(scene.mia).get(wide[1]).status_code == 200


# --- worrying words ------------------------------------------------------------------------------


def test_worrying_words_are_looked_at(scene, wide, monkeypatch):
    """Whatever the words: each answer goes through the one place that looks."""
    seen = []

    def look_at(*given):
        seen.append(given)
        return "words"

    monkeypatch.setattr(actions, "look_at", look_at)
    write(scene.as_(scene.mia), wide[1], "I want to die")
    (reply,) = scene.all_of(NewsReply)
    (given,) = seen
    assert given[1:] == (
        scene.mia.council_id, scene.mia.id, scene.mia.id, "text", "I want to die",
        ("news_reply", reply.id, wide[1].removeprefix("/news/")), clock.now(),
    )  # fmt: skip
    assert [o.urgent for o in scene.all_of(Owed) if o.kind == "news_reply"] == [True]


def test_worrying_words_show_help_and_let_their_own_people_in(scene, wide):
    mia = scene.as_(scene.mia)
    write(mia, wide[1], "Is there food?")
    assert scene.as_(scene.grace).get(thread(wide[1])).status_code == 404
    write(mia, wide[1], "I want to die")
    (worry,) = scene.all_of(Worry)
    assert (worry.source_kind, worry.person_id) == ("news_reply", scene.mia.id)
    page = said(mia.get(wide[1]))
    assert "We marked this so that somebody looks soon." in page and "999" in page
    assert [o.urgent for o in scene.all_of(Owed) if o.kind == "news_reply"] == [True]
    for person in (scene.priya, scene.grace):
        browser = scene.as_(person)
        page = browser.get(thread(wide[1])).text
        assert "Marked, so that somebody looks soon." in page and "I want to die" in page
        assert f"/worries/{worry.ref}/take" in page
        assert thread(wide[1]) in browser.get(f"/worries/{worry.ref}").text
    assert scene.as_(scene.omar).get(thread(wide[1])).status_code == 404
    browser = scene.as_(scene.grace)
    where = f"/worries/{worry.ref}"
    assert browser.send(where, action=f"{where}/take").status_code == 303
    assert "Grace has it, since today at 10am." in said(mia.get(wide[1]))
    link = scene.db.query(makers.Connection).filter_by(with_id=scene.grace.id).one()
    link.grants = int(Grant.NAME)
    assert scene.as_(scene.grace).get(thread(wide[1])).status_code == 404
    assert rebuild(scene.db, scene.mia.council_id, clock.now()) == Changes()


def test_whoever_is_named_and_not_near_is_told_that_it_worried(scene, wide):
    """Priya does not work with Zed: she reads what he wrote to her, and nothing else of him."""
    write(scene.as_(scene.zed), wide[2], "I want to die")
    (worry,) = scene.all_of(Worry)
    priya = scene.as_(scene.priya)
    page = priya.get(thread(wide[2])).text
    assert "Speak with them first if you can." in page and worry.ref not in page
    assert priya.get(f"/worries/{worry.ref}").status_code == 404
    omar = scene.as_(scene.omar)
    assert thread(wide[2]) in omar.get(f"/worries/{worry.ref}").text
    assert bubbles(omar.get(thread(wide[2]))) == ["I want to die"]


def test_an_emergency_opens_what_worried_somebody(scene, wide):
    write(scene.as_(scene.mia), wide[1], "Is there food?")
    dele = makers.make_worker(scene.db, known_as="Dele", account=False)
    makers.make_membership(scene.db, dele, role=Role.DUTY)
    makers.make_connection(scene.db, scene.mia, dele, Kind.EMERGENCY,
                           grants=Grant.NAME | Grant.MESSAGES, starts=makers.today(),
                           ends_at=clock.now() + timedelta(hours=1))  # fmt: skip
    assert scene.as_(dele).get(thread(wide[1])).status_code == 404
    write(scene.as_(scene.mia), wide[1], "I want to die")
    assert scene.as_(dele).get(thread(wide[1])).status_code == 200


# --- what is typed, and limits -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"), [("", "Write something first."), ("\u200b ", "Write something first."),
                        ("x" * 2_001, "This is 2001 letters long.")],
)  # fmt: skip
def test_what_is_wrong_is_said(scene, wide, text, words):
    mia = scene.as_(scene.mia)
    answer = write(mia, wide[1], text)
    assert answer.status_code == 422 and words in answer.text
    assert scene.all_of(NewsReply) == []


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "مرحبا", "ሰላም", "a\u0301 ok 👍"])
def test_any_words_arrive_as_they_are(scene, wide, text):
    import html
    import unicodedata

    write(scene.as_(scene.mia), wide[1], text)
    found = bubbles(scene.as_(scene.priya).get(thread(wide[1])))
    assert [html.unescape(one) for one in found] == [unicodedata.normalize("NFC", text)]


def test_nothing_is_sent_to_somebody_who_must_not_be_written_to(scene, wide):
    write(scene.as_(scene.mia), wide[1], "Hello")
    priya = scene.as_(scene.priya)
    priya.get(thread(wide[1]))
    form = {**priya.form(thread(wide[1]), {"text": ""}).hidden, "text": "Hi"}
    makers.make(scene.db, Stop, {
        "council_id": scene.mia.council_id, "person_id": scene.mia.id, "why": "died",
        "basis": "Told.", "asked_by_id": 1, "asked_at": clock.now(), "agreed_by_id": 2,
        "agreed_at": clock.now(),
    }, {})  # fmt: skip
    answer = priya.post(thread(wide[1]), data=form)
    assert answer.status_code == 422 and "Nothing is sent to" in answer.text
    assert len(scene.all_of(NewsReply)) == 1
    assert not [n for n in scene.all_of(Notice) if n.kind == "news_answer"]


def test_pages_of_answers(scene, wide):
    mia = scene.as_(scene.mia)
    count = pages.ANSWERS_PAGE * 2 + 5
    to_id = None
    write(mia, wide[1], "Number 000")
    to_id = scene.all_of(NewsReply)[0].to_id
    for n in range(1, count):
        makers.make(scene.db, NewsReply, {
            "council_id": scene.mia.council_id, "to_id": to_id, "person_id": scene.mia.id,
            "from_id": scene.mia.id, "text": f"Number {n:03}", "made_at": clock.now(),
        }, {})  # fmt: skip
    for browser, where in ((mia, wide[1]), (scene.as_(scene.priya), thread(wide[1]))):
        found, address = [], where
        while address:
            page = browser.get(address)
            found = bubbles(page) + found
            more = re.search(r'href="([^"]+\?before=[^"]+)"', page.text)
            address = more and more[1]
        assert found == [f"Number {n:03}" for n in range(count)]


def test_what_came_meanwhile_stays_new(scene, wide):
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    write(mia, wide[1], "Hello")
    write(priya, thread(wide[1]), "First")
    mia.get(wide[1])
    form = mia.form(wide[1], {}, f"{wide[1]}/seen").hidden
    write(priya, thread(wide[1]), "Second")
    assert mia.post(f"{wide[1]}/seen", data=form).status_code == 303
    read = {r.text: r.read_at for r in scene.all_of(NewsReply)}
    assert read["First"] and not read["Second"]
    assert "Answered" in mia.get("/news").text


def test_a_thread_stays_when_the_news_is_gone(scene, wide):
    mia = scene.as_(scene.mia)
    write(mia, wide[1], "Hello")
    where = f"/news/sent/{wide[0]}"
    scene.as_(scene.ed).send(where, action=f"{where}/take-down")
    assert "Taken down" in mia.get("/news").text
    page = mia.get(wide[1])
    assert bubbles(page) == ["Hello"] and "Edwina took this down" in page.text
    assert "Meet at six" not in page.text
    assert write(scene.as_(scene.priya), thread(wide[1]), "Hi").status_code == 303


@pytest.mark.parametrize("count", [1, 200])
def test_what_it_costs(scene, wide, database, count):
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    write(mia, wide[1], "Hello")
    to_id = scene.all_of(NewsReply)[0].to_id
    for n in range(count - 1):
        makers.make(scene.db, NewsReply, {
            "council_id": scene.mia.council_id, "to_id": to_id, "person_id": scene.mia.id,
            "from_id": scene.mia.id, "text": f"Number {n:03}", "made_at": clock.now(),
        }, {})  # fmt: skip
    asked = [
        (mia, wide[1], 3, 0), (priya, thread(wide[1]), 3, 3), (priya, "/waiting", 5, 3),
        (priya, f"/news/{wide[0]}/replies", 3, 3), (priya, f"/news/sent/{wide[0]}", 4, 0),
        (priya, "/news/sent", 3, 3),
    ]  # fmt: skip
    for browser, address, most, ledger in asked:
        browser.get(address)
        with counting(database) as counted:
            assert browser.get(address).status_code == 200
        assert len(counted) <= most, (address, counted.statements)
        assert len(counted.ledger) <= ledger, (address, counted.ledger)
    for browser, where, most in ((mia, wide[1], 6), (priya, thread(wide[1]), 7)):
        browser.get(where)
        form = {**browser.form(where, {"text": ""}).hidden, "text": "Counted"}
        with counting(database) as counted:
            assert browser.post(where, data=form).status_code == 303
        assert len(counted) <= most, counted.statements
