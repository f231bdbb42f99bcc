"""Writing to one's worker, and the answer: what is kept, owed, read, and never doubled."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.house import Conversation, Message, Outbox, Owed, ReadMark, Receipt, Worry
from portal.messages import actions, desks
from portal.people.rules import ALL_GRANTS, Grant, Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.databases import counting

WEDNESDAY_AT_FIVE = datetime(2026, 11, 25, 17, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


@pytest.fixture
def mia(client, pair):
    client.sign_in(pair[0])
    return pair[0]


def all_of(db, table):
    db.rollback()
    db.expire_all()
    return db.scalars(select(table).order_by(table.id)).all()


def replies(db):
    """The answers that are owed or were."""
    return [owed for owed in all_of(db, Owed) if owed.kind == "reply"]


def write(client, text, **more):
    return client.send("/messages", {"text": text, **more}, action="/messages")


def where_to(answer):
    """Where a redirect leads, without the mark on what it says."""
    return re.sub(r"(done=[a-z-]+)\.[0-9a-f]+", r"\1", answer.location)


def shown(answer):
    """The texts of the thread's bubbles, in order."""
    return [html.unescape(t) for t in re.findall(r'<p dir="auto">(.*?)</p>', answer.text, re.S)]


def test_a_message_is_kept_owed_and_promised_a_day(client, db, pair, mia):
    answer = write(client, "  Can I see Kai?\r\nPlease \u202e ")
    assert (answer.status_code, where_to(answer)) == (303, "/messages?done=sent#newest")
    page = client.get(answer.location)
    assert "Sent." in page.text
    assert shown(page) == ["Can I see Kai?\nPlease"]
    assert "Priya will answer by Wednesday at 5pm." in page.text
    assert "Sent today at 10am. On Priya’s list." in page.text
    (message,) = all_of(db, Message)
    assert (message.from_id, message.answer_by) == (mia.id, WEDNESDAY_AT_FIVE)
    (owed,) = all_of(db, Owed)
    assert (owed.debtor_id, owed.person_id, owed.kind, owed.due_at, owed.urgent, owed.done_at) == (
        pair[1].id, mia.id, "reply", WEDNESDAY_AT_FIVE, False, None,
    )  # fmt: skip
    (outbox,) = all_of(db, Outbox)
    assert (outbox.person_id, outbox.source_ref) == (pair[1].id, message.ref)
    assert all_of(db, AuditEvent) == []


def test_sent_twice_is_kept_once(client, db, mia):
    client.get("/messages")
    form = {**client.form("/messages", {"text": ""}).hidden, "text": "Hello"}
    answers = [client.post("/messages", data=form) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    assert len(all_of(db, Message)) == len(all_of(db, Outbox)) == len(all_of(db, Receipt)) == 1


def test_sent_at_the_same_time_is_kept_once(client, db, app, mia):
    client.get("/messages")
    form = {**client.form("/messages", {"text": ""}).hidden, "text": "Hello"}
    cookie = client.get_cookie("session").value
    db.commit()

    def post(_number):
        browser = app.test_client()
        browser.set_cookie("session", cookie)
        return browser.post("/messages", data=form).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(post, range(4))) == [303] * 4
    assert len(all_of(db, Message)) == len(all_of(db, Conversation)) == len(all_of(db, Owed)) == 1


def test_the_same_key_with_other_words_is_refused_and_the_words_stay(client, db, mia):
    client.get("/messages")
    form = client.form("/messages", {"text": ""}).hidden
    client.post("/messages", data={**form, "text": "First"})
    answer = client.post("/messages", data={**form, "text": "Second <words>"})
    assert answer.status_code == 422
    assert "Please send this again" in answer.text
    assert ">\r\nSecond &lt;words&gt;</textarea>" in answer.text
    again = client.form("/messages", {"text": ""}).hidden
    assert again["key"] != form["key"]
    assert client.post("/messages", data={**again, "text": "Second <words>"}).status_code == 303
    assert [m.text for m in all_of(db, Message)] == ["First", "Second <words>"]


@pytest.mark.parametrize("key", ["", "k" * 500, "\x00", "not ours!"])
def test_a_key_that_is_not_ours_does_no_harm(client, db, mia, key):
    for text in ("One", "Two"):
        assert write(client, text, key=key).status_code == 303
    assert len(all_of(db, Message)) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write something first."),
        ("ab" * 2_500 + "c", "This is 5001 letters long."),
    ],
)
def test_what_cannot_be_sent_stays_on_the_page(client, db, mia, text, says):
    answer = write(client, text)
    assert answer.status_code == 422
    assert says in answer.text
    assert f"{text}</textarea>" in answer.text
    assert all_of(db, Message) == all_of(db, Outbox) == all_of(db, Receipt) == []


@pytest.mark.parametrize(
    "text",
    [" \n\t ", "\u200b\u200d", "\u202e", "\ufeff", "\x00\x07", "\u00ad\u2060", "\u0301", "\ufe0f",
     "\u2800\u3164", "\U000e0041", "\u00a0\u3000"],
)  # fmt: skip
def test_what_cannot_be_seen_is_no_message(client, db, mia, text):
    answer = write(client, text)
    assert answer.status_code == 422
    assert "Write something first." in answer.text
    assert all_of(db, Message) == all_of(db, Outbox) == []


@pytest.mark.parametrize(
    "text", ["?", "7", "\u20ac", "\u2764\ufe0f", "\u0628\u200c\u062a", "\u12f0"]
)
def test_one_sign_is_a_message(client, db, mia, text):
    assert write(client, text).status_code == 303
    assert all_of(db, Message)[0].text == text


@pytest.mark.parametrize(
    "text", ["x" * 5_000, "مرحبا، متى أراك؟", "ሰላም ሳም", "<b>&amp;</b>", "👍", "line\nline"]
)
def test_words_come_back_as_they_were_written(client, db, mia, text):
    assert write(client, text).status_code == 303
    assert all_of(db, Message)[0].text == text
    assert shown(client.get("/messages")) == [text]


def test_without_a_worker_the_words_stay_and_the_duty_team_is_named(client, db, pair, mia):
    client.get("/messages")
    form = {**client.form("/messages", {"text": ""}).hidden, "text": "Hello?"}
    tap = client.get("/home") and client.form("/home", {"kind": "help"}).hidden
    connection = db.scalars(select(makers.Connection)).one()
    connection.ends = makers.today() - DAY
    page = client.get("/messages")
    assert "Nobody is your worker just now" in page.text
    assert "<textarea" not in page.text
    assert "I need help" not in client.get("/home").text
    answer = client.post("/messages", data=form)
    assert answer.status_code == 422
    assert "Please call the duty number" in answer.text
    assert "Hello?</textarea>" in answer.text
    told = client.post("/messages/tap", data={**tap, "kind": "help"})
    assert (told.status_code, told.location) == (303, "/help")
    assert all_of(db, Message) == all_of(db, Owed) == all_of(db, Outbox) == []


@pytest.mark.parametrize(
    ("kind", "due", "urgent", "says"),
    [
        ("ok", WEDNESDAY_AT_FIVE, False, "Good to hear."),
        ("call", WEDNESDAY_AT_FIVE - DAY, False, "You asked for a call."),
        ("help", WEDNESDAY_AT_FIVE - 2 * DAY, True, "call a number on the Help page"),
    ],
)
def test_one_tap(client, db, mia, kind, due, urgent, says):
    answer = client.send("/home", {"kind": kind}, action="/messages/tap")
    assert answer.status_code == 303
    assert says in client.get(answer.location).text
    (owed,) = replies(db)
    assert (owed.due_at, owed.urgent) == (due, False)
    # A cry for help is a worry besides, which is urgent by itself, whatever is answered.
    assert [o.urgent for o in all_of(db, Owed) if o.kind == "worry"] == [True] * urgent


def test_help_after_ok_on_the_same_page_is_sent(client, db, mia):
    """One page has one key for three buttons. The second must not pass for a repeat."""
    client.get("/home")
    form = client.form("/home", {"kind": "ok"}, action="/messages/tap").hidden
    for kind in ("ok", "help", "help"):
        answer = client.post("/messages/tap", data={**form, "kind": kind})
        anchor = "" if kind == "help" else "#newest"  # what to do now stands at the top
        marked = "-and-marked" if kind == "help" else ""
        assert where_to(answer) == f"/messages?done=told-{kind}{marked}{anchor}"
    assert [m.kind for m in all_of(db, Message)] == ["ok", "help"]
    assert [(o.kind, o.urgent) for o in all_of(db, Owed)] == [("reply", False), ("worry", True)]


def test_a_tap_of_no_kind_sends_nothing(client, db, mia):
    client.get("/home")
    form = client.form("/home", {"kind": "ok"}, action="/messages/tap").hidden
    for kind in ("text", "", "HELP"):
        assert client.post("/messages/tap", data={**form, "kind": kind}).location == "/home"
    assert all_of(db, Message) == []


def test_later_messages_only_make_the_wait_more_urgent(client, db, mia, now):
    write(client, "First")
    with clock.fixed(now + DAY, everywhere=True):
        write(client, "Second")
        (owed,) = all_of(db, Owed)
        assert (owed.since, owed.due_at, owed.urgent) == (now, WEDNESDAY_AT_FIVE, False)
        client.send("/home", {"kind": "help"}, action="/messages/tap")
        write(client, "Third")
        (owed,) = replies(db)
        assert (owed.since, owed.due_at) == (now, WEDNESDAY_AT_FIVE - DAY)


def test_the_first_day_that_was_said_stays_said(client, db, mia, now):
    write(client, "First")
    with clock.fixed(now + DAY, everywhere=True):
        write(client, "Second")
        assert "Priya will answer by tomorrow at 5pm." in client.get("/messages").text


@pytest.mark.parametrize("days", [0, 1, 7])
def test_after_a_cry_for_help_its_own_time_is_said(client, db, pair, mia, now, days):
    """Whatever was asked before, even when the day for it has passed; and not before somebody has
    seen to what was marked."""
    write(client, "First")
    with clock.fixed(now + days * DAY, everywhere=True):
        client.send("/home", {"kind": "help"}, action="/messages/tap")
        write(client, "Please")
        assert "will answer by" not in client.get("/messages").text
        (worry,) = all_of(db, Worry)
        worry.taken_by_id, worry.taken_at, worry.done_at = pair[1].id, clock.now(), clock.now()
        db.commit()
        assert "Priya will answer by today at 5pm." in client.get("/messages").text


def test_an_answered_question_is_not_waited_for_on_any_page(client, db, pair, mia):
    talk = makers.make_conversation(db, mia, pair[1])
    for _ in range(40):
        makers.make_message(db, talk, answer_by=WEDNESDAY_AT_FIVE)
    first = client.get("/messages").text
    assert "Priya will answer by Wednesday at 5pm." in first
    earlier = html.unescape(re.search(r'href="([^"]*before=[^"]*)"', first).group(1))
    assert "will answer" not in client.get(earlier).text
    makers.make_message(db, talk, from_id=pair[1].id)
    assert "will answer" not in client.get("/messages").text
    client.sign_in(pair[1])
    theirs = client.get(f"/people/{mia.ref}{earlier}").text
    assert "You said you answer by" not in theirs


BEYOND = datetime(2029, 5, 11, 10, tzinfo=UTC)  # no bank holiday of that year is known yet


@pytest.mark.parametrize(
    ("kind", "due"),
    [("text", timedelta(days=2, hours=6)), ("call", timedelta(days=1, hours=6)),
     ("help", timedelta(0))],
)  # fmt: skip
def test_where_no_date_is_known_it_is_owed_all_the_same(client, db, mia, now, kind, due):
    with clock.fixed(BEYOND, everywhere=True):
        client.sign_in(mia)
        if kind == "text":
            write(client, "Hello?")
        else:
            client.send("/home", {"kind": kind}, action="/messages/tap")
        assert all_of(db, Message)[0].answer_by is None
        (owed,) = replies(db)
        assert owed.due_at == BEYOND + due
        page = client.get("/messages").text
        assert ("Priya will answer as soon as they can." in page) == (kind != "help")
        assert "will answer by" not in page
        assert rebuild(db, mia.council_id, BEYOND) == Changes()


def test_an_answer_closes_what_was_owed_and_the_next_question_opens_it(client, new_client, db,
                                                                       pair, mia, now):  # fmt: skip
    priya, desk = new_client(), f"/people/{mia.ref}/messages"
    client.send("/home", {"kind": "help"}, action="/messages/tap")
    priya.sign_in(pair[1])
    assert "Needs help today" in priya.get("/waiting").text
    told = priya.get(desk).text
    assert "was told: an answer by" not in told, "nothing is said while what was marked is open"
    assert "tapped “I need help today”" in told
    asked = client.get("/messages").text
    assert "If you are not safe now, call:" in asked and "999" in asked
    answer = priya.send(desk, {"text": "I am calling you now."}, action=desk)
    assert (answer.status_code, where_to(answer)) == (303, f"{desk}?done=answered#newest")
    assert "Your answer is sent." in priya.get(answer.location).text
    assert [o.done_at for o in replies(db)] == [now]
    assert [o.person_id for o in all_of(db, Outbox) if o.kind == "message"] == [pair[1].id, mia.id]
    assert [(e.act, e.what) for e in all_of(db, AuditEvent) if e.act == "changed"] == [
        ("changed", "messages.sent")
    ]
    assert "Answered by Priya today at 10am" in client.get("/messages").text
    assert "You asked for help. If you are not safe now" not in client.get("/messages").text
    with clock.fixed(now + timedelta(hours=1), everywhere=True):
        write(client, "Thank you")
    (owed,) = replies(db)
    assert (owed.done_at, owed.urgent, owed.since) == (None, False, now + timedelta(hours=1))


def test_read_marks(client, new_client, db, database, pair, mia):
    """A worker's is the ledger's, on opening; a young person's is sent once it is in front."""
    write(client, "Hello")
    priya, desk = new_client(), f"/people/{mia.ref}/messages"
    priya.sign_in(pair[1])
    assert "On Priya’s list" in client.get("/messages").text
    priya.get(desk)
    assert "Read by Priya today at 10am" in client.get("/messages").text
    with counting(database) as counted:
        priya.get(desk)
    assert not [s for s in counted.ledger if "read_mark" in s]  # nothing new: nothing to write
    priya.send(desk, {"text": "Hello Mia"}, action=desk)
    assert "You have a new message" in client.get("/home").text
    assert 'action="/messages/read"' in client.get("/messages").text
    assert len(all_of(db, ReadMark)) == 1  # reading alone marks nothing
    assert "Sent today at 10am. Not read yet." in priya.get(desk).text
    assert client.send("/messages", action="/messages/read").status_code == 303
    assert "You have a new message" not in client.get("/home").text
    assert 'action="/messages/read"' not in client.get("/messages").text
    assert "Read by Mia today at 10am" in priya.get(desk).text


def test_a_read_mark_never_goes_back(db, pair):
    mia, priya = pair
    viewer = makers.make_viewer(db, mia)
    talk = makers.make_conversation(db, mia, priya)
    first, second = (makers.make_message(db, talk, from_id=priya.id) for _ in range(2))
    for message in (second, first):
        actions.read(db, viewer, message.ref, clock.now())
    assert db.scalars(select(ReadMark.message_id)).one() == second.id


def test_an_old_page_marks_nothing_newer_as_read(client, new_client, db, pair, mia):
    talk = makers.make_conversation(db, mia, pair[1])
    first = makers.make_message(db, talk, from_id=pair[1].id, text="One")
    client.get("/messages")
    form = client.form("/messages", {}, action="/messages/read").hidden
    assert form["drawn"] == first.ref
    makers.make_message(db, talk, from_id=pair[1].id, text="Two")
    assert client.post("/messages/read", data=form).status_code == 303
    assert all_of(db, ReadMark)[0].message_id == first.id
    assert "You have a new message" in client.get("/home").text
    assert client.send("/messages", action="/messages/read").status_code == 303
    assert "You have a new message" not in client.get("/home").text


@pytest.mark.parametrize("drawn", [None, "", "nothing", "\x00", "A" * 5000])
def test_a_mark_that_names_no_message_of_mine_marks_nothing(client, db, pair, mia, drawn):
    makers.make_message(db, makers.make_conversation(db, mia, pair[1]), from_id=pair[1].id)
    other = makers.make_message(db, makers.make_conversation(db, makers.make_young(db)))
    client.get("/messages")
    form = client.form("/messages", {}, action="/messages/read").hidden
    for named in (drawn, other.ref):
        sent = {**form, "drawn": named} if named is not None else {"csrf_token": form["csrf_token"]}
        assert client.post("/messages/read", data=sent).status_code == 303
    assert all_of(db, ReadMark) == []


@pytest.mark.parametrize("who", ["young", "worker"])
def test_a_long_thread_is_read_page_by_page(client, db, pair, who):
    mia, priya = pair
    talk = makers.make_conversation(db, mia, priya)
    said = [f"Message {n:03}" for n in range(107)]
    for n, text in enumerate(said):
        makers.make_message(db, talk, text=text, from_id=(mia.id, priya.id)[n % 2])
    client.sign_in(mia if who == "young" else priya)
    address = "/messages" if who == "young" else f"/people/{mia.ref}/messages"
    found, steps = [], 0
    while address:
        answer = client.get(address)
        page = shown(answer)
        assert len(page) <= 30
        found, steps = page + found, steps + 1
        earlier = re.search(r'href="([^"]*before=[^"]*)"', answer.text)
        address = html.unescape(earlier.group(1)) if earlier else None
        if steps == 1:  # something new meanwhile shifts nothing
            makers.make_message(db, talk, text="Newest")
    assert found == said
    assert steps == 4


@pytest.mark.parametrize("before", ["nothing", "", "%00", "A" * 5000])
def test_a_page_before_nothing(client, db, mia, before):
    write(client, "Hello")
    assert client.get(f"/messages?before={before}").status_code in (200, 404)


def test_another_threads_message_is_no_place_to_start(client, db, pair, mia):
    write(client, "Mine")
    other = makers.make_message(db, makers.make_conversation(db, makers.make_young(db)))
    assert shown(client.get(f"/messages?before={other.ref}")) == []


def test_who_covers_answers_while_the_worker_is_away(client, new_client, db, pair, mia):
    cover = makers.make_worker(db, known_as="Omar", council_id=mia.council_id)
    makers.make_connection(db, mia, cover, Kind.OTHER, grants=Grant.NAME | Grant.MESSAGES)
    makers.make_leave(db, pair[1], cover)
    write(client, "Hello")
    page = client.get("/messages").text
    assert "Priya is away. Back on Tuesday 1 December." in page
    assert "Omar answers until then." in page
    assert "Omar will answer by Wednesday at 5pm." in page
    assert [o.debtor_id for o in all_of(db, Owed)] == [cover.id]


def test_a_new_worker_takes_the_thread_over(client, new_client, db, pair, mia, now):
    """What is not answered yet passes on, at the latest when the council's data is read again."""
    write(client, "Hello?")
    old, new = pair[1], makers.make_worker(db, known_as="Omar", council_id=mia.council_id)
    db.scalars(select(makers.Connection)).one().ends = makers.today() - DAY
    makers.make_connection(db, mia, new)
    rebuild(db, mia.council_id, now)
    desk = new_client()
    desk.sign_in(new)
    assert "Mia" in desk.get("/waiting").text
    assert "Hello?" in desk.get(f"/people/{mia.ref}/messages").text
    left = new_client()
    left.sign_in(old)
    assert "Nobody is waiting" in left.get("/waiting").text
    assert "You and Omar" in client.get("/messages").text


def test_another_adult_of_hers_may_answer(client, new_client, db, pair, mia):
    grace = makers.make_worker(db, known_as="Grace", council_id=mia.council_id)
    makers.make_connection(db, mia, grace, Kind.MANAGER, grants=ALL_GRANTS)
    write(client, "Hello?")
    desk, address = new_client(), f"/people/{mia.ref}/messages"
    desk.sign_in(grace)
    assert desk.send(address, {"text": "Hi"}, action=address).status_code == 303
    assert [o.done_at for o in all_of(db, Owed)] == [clock.now()]
    assert "<b>Grace</b>" in client.get("/messages").text


def test_undone_as_one(db, pair, mia):
    """Whatever fails after sending takes the message, the debt and the outbox row with it."""
    viewer = makers.make_viewer(db, mia)
    desk = desks.own_desk(db, viewer, clock.now())
    db.commit()
    actions.send(db, viewer, desk, "text", "Hello", "a-key", clock.now())
    db.rollback()
    for table in (Conversation, Message, Owed, Outbox, Receipt):
        assert db.scalar(select(func.count()).select_from(table)) == 0
