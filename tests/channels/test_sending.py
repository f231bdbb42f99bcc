"""From an outbox row to a phone, against a push service that opens everything."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from portal.channels import sending
from portal.channels.rules import BACK_OFF, GATHER, Channel, Topic
from portal.channels.sending import drain
from portal.core import clock
from portal.core.access import Device, Role
from portal.core.jobs import pumps
from portal.house import Choice, Delivery, Nickname, Notice, Outbox, OwnWay, PushWay, Quiet, Stop
from portal.messages import unread  # noqa: F401
from portal.notifications.actions import send_later, tell
from portal.people.rules import Kind
from tests import makers

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sam(db):
    found = makers.make_young(db)
    makers.make_membership(db, found)
    return found


@pytest.fixture
def phone(db, sam, service):
    found = service.sign_up(1)
    makers.make_push_way(db, sam, found.endpoint, **found.keys)
    return found


@pytest.fixture
def run(database, db, using):
    """Drain at a moment, until nothing moves."""

    def go(now=MORNING):
        db.commit()
        moved = 0
        for _ in range(20):
            step = drain(database, now)
            moved += step
            if not step:
                break
        db.expire_all()
        return moved

    return go


def deliveries(db, **having):
    rows = db.scalars(select(Delivery).order_by(Delivery.id)).all()
    return [row for row in rows if all(getattr(row, k) == v for k, v in having.items())]


def undone(db):
    return db.scalar(select(func.count()).select_from(Outbox).where(Outbox.done_at.is_(None)))


def written(using):
    """What the folder of the demo holds: (kind, to, text)."""
    files = sorted((using.settings.data / "sent").glob("*.json"))
    return [(f.name.split("-")[0], *json.loads(f.read_text()).values()) for f in files]


def test_it_is_a_pump():
    assert pumps()["notices"] is drain


def test_a_notice_reaches_the_phone_once(db, sam, phone, service, run):
    tell(db, sam.council_id, sam.id, "plan_changed", "plan_part", "care:home", MORNING)
    assert run() > 0
    (row,) = deliveries(db)
    assert (row.state, row.attempts, row.error, row.done_at) == ("sent", 1, "", MORNING)
    assert [got.said for got in service.got] == [{"id": row.sign}]
    assert undone(db) == 0
    assert run() == 0
    assert len(service.got) == 1


def test_nothing_is_sent_for_what_was_rolled_back(database, db, sam, phone, service, run):
    db.commit()
    with database.writer() as handle:
        tell(handle, sam.council_id, sam.id, "plan_changed", "plan_part", "x", MORNING)
        handle.rollback()
    run()
    assert service.got == []


def test_what_is_not_due_waits(db, sam, phone, service, run):
    makers.make_outbox(db, sam, not_before=MORNING + MINUTE)
    run()
    assert (service.got, undone(db)) == ([], 1)
    run(MORNING + MINUTE)
    assert (len(service.got), undone(db)) == (1, 0)


def test_what_was_looked_at_meanwhile_is_not_told(db, sam, phone, service, run):
    tell(db, sam.council_id, sam.id, "plan_changed", "plan_part", "x", MORNING)
    db.flush()
    db.execute(update(Notice).values(seen_at=MORNING))
    run()
    assert (service.got, undone(db)) == ([], 0)


def test_a_message_that_was_read_is_not_told(db, sam, phone, service, run):
    talk = makers.make_conversation(db, sam)
    first, second = makers.make_message(db, talk), makers.make_message(db, talk)
    from portal.core.ids import new_id
    from portal.house import ReadMark

    for message in (first, second):
        send_later(db, sam.council_id, sam.id, "message", message.ref, MORNING)
    db.add(ReadMark(id=new_id(), council_id=sam.council_id, conversation_id=talk.id,
                    person_id=sam.id, message_id=first.id, at=MORNING))  # fmt: skip
    run()
    (row,) = deliveries(db)
    told = db.get(Outbox, row.outbox_id)
    assert told.source_ref == second.ref


# --- to whom, by what ----------------------------------------------------------------------


def stop(db, person):
    return makers.make(db, Stop, {
        "council_id": person.council_id, "person_id": person.id, "why": "died", "basis": "Told.",
        "asked_by_id": 1, "asked_at": MORNING, "agreed_by_id": 2, "agreed_at": MORNING,
    }, {})  # fmt: skip


def test_nothing_goes_to_whom_nothing_may_be_sent(db, sam, phone, service, run):
    stop(db, sam)
    makers.make_outbox(db, sam)
    run()
    assert (service.got, deliveries(db), undone(db)) == ([], [], 0)


def test_nothing_goes_that_was_on_its_way_when_it_was_stopped(db, sam, phone, service, run):
    service.answer(500)
    makers.make_outbox(db, sam)
    run()
    stop(db, sam)
    run(MORNING + timedelta(hours=1))
    assert [row.state for row in deliveries(db)] == ["dropped"]
    assert len(service.got) == 1


@pytest.mark.parametrize("how", ["closed", "left", "not yet"])
def test_nothing_goes_to_an_account_that_is_not_open(db, sam, phone, service, run, how):
    from portal.house import Account, Membership

    membership = db.scalars(select(Membership).where(Membership.person_id == sam.id)).one()
    if how == "closed":
        db.get(Account, membership.account_id).state = "closed"
    elif how == "left":
        membership.ends = MORNING.date() - timedelta(days=1)
    else:
        membership.starts = MORNING.date() + timedelta(days=1)
    makers.make_outbox(db, sam)
    run()
    assert (service.got, undone(db)) == ([], 0)


def test_family_without_an_account_is_no_fault(db, run):
    makers.make_outbox(db, makers.make_relative(db))
    run()
    assert undone(db) == 0


def test_each_phone_and_each_way_is_told(db, sam, phone, service, using, run):
    second = service.sign_up(2)
    makers.make_push_way(db, sam, second.endpoint, **second.keys)
    makers.make_own_way(db, sam, "email", "sam@example.org")
    makers.make_own_way(db, sam, "text", "+447700900123")
    message = makers.make_message(db, makers.make_conversation(db, sam))
    send_later(db, sam.council_id, sam.id, "message", message.ref, MORNING)
    run()
    assert {got.path for got in service.got} == {"/" + phone.path, "/" + second.path}
    assert [(kind, to) for kind, to, *_ in written(using)] == [
        ("email", "sam@example.org"), ("text", "+447700900123")
    ]  # fmt: skip
    assert len({row.sign for row in deliveries(db, state="sent")}) == 4


def test_an_address_that_is_not_shown_to_be_theirs_is_not_used(db, sam, using, run):
    makers.make_own_way(db, sam, proved_at=None)
    makers.make_outbox(db, sam)
    run()
    assert deliveries(db) == []


def choose(db, person, topic, channel, wanted):
    makers.make(db, Choice, {
        "council_id": person.council_id, "person_id": person.id, "topic": topic.value,
        "channel": channel.value, "wanted": wanted,
    }, {})  # fmt: skip


def test_as_they_chose(db, sam, phone, service, using, run):
    makers.make_own_way(db, sam, "email", "sam@example.org")
    makers.make_own_way(db, sam, "text", "+447700900123")
    choose(db, sam, Topic.PLAN, Channel.PUSH, False)
    choose(db, sam, Topic.PLAN, Channel.TEXT, True)
    choose(db, sam, Topic.MESSAGES, Channel.EMAIL, False)
    makers.make_outbox(db, sam, "plan_changed")
    run()
    assert service.got == []
    assert [kind for kind, *_ in written(using)] == ["email", "text"]


def test_the_phone_of_a_session_that_is_over_is_not_told(db, sam, service, run):
    from portal.house import Membership

    membership = db.scalars(select(Membership).where(Membership.person_id == sam.id)).one()
    over = makers.make_session(db, membership, ends_at=MORNING)
    shared = makers.make_session(db, membership, device=Device.SHARED.value)
    other = makers.make_membership(db, makers.make_young(db))
    elses = makers.make_session(db, other)
    for n, session in enumerate((over, shared, elses)):
        found = service.sign_up(n)
        makers.make_push_way(db, sam, found.endpoint, **found.keys, session=session)
    found = service.sign_up(9)
    makers.make_push_way(db, sam, found.endpoint, **found.keys, session_id=12345)
    makers.make_outbox(db, sam)
    run()
    assert (service.got, deliveries(db)) == ([], [])


def test_a_session_that_ends_while_it_is_on_its_way(db, sam, phone, service, run):
    from portal.people import sessions

    service.answer(503)
    makers.make_outbox(db, sam)
    run()
    way = db.scalars(select(PushWay)).one()
    sessions.end_all(db, way.account_id)
    run(MORNING + timedelta(hours=1))
    assert [row.state for row in deliveries(db)] == ["dropped"]
    assert len(service.got) == 1


# --- quiet hours -----------------------------------------------------------------------------

NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
DAWN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_at_night_it_waits_until_the_morning(db, sam, phone, service, run):
    makers.make_outbox(db, sam, not_before=NIGHT)
    run(NIGHT)
    (row,) = db.scalars(select(Outbox)).all()
    assert (service.got, row.not_before, row.done_at) == ([], DAWN, None)
    run(DAWN)
    assert len(service.got) == 1


def test_quiet_hours_of_their_own(db, sam, phone, service, run):
    makers.make(db, Quiet, {"council_id": sam.council_id, "person_id": sam.id}, {
        "starts": 9 * 60, "ends": 15 * 60,
    })  # fmt: skip
    makers.make_outbox(db, sam)
    run()
    assert service.got == []
    run(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))
    assert len(service.got) == 1


def test_a_second_try_at_night_waits_too(db, sam, phone, service, run):
    service.answer(500)
    evening = datetime(2026, 11, 23, 20, 59, 30, tzinfo=UTC)
    makers.make_outbox(db, sam, not_before=evening)
    run(evening)
    run(evening + timedelta(minutes=10))
    (row,) = deliveries(db)
    assert (len(service.got), row.next_at, row.attempts) == (1, DAWN, 1)
    run(DAWN)
    assert deliveries(db)[0].state == "sent"


@pytest.mark.parametrize(
    ("role", "kind", "told"),
    [
        (Role.DUTY, "emergency_opened", True),
        (Role.MANAGER, "agreement_asked", True),
        (Role.WORKER, "emergency_opened", False),
        (Role.DUTY, "agreement_answered", False),
        (Role.ADMIN, "emergency_opened", False),
    ],
)
def test_whoever_is_on_duty_is_told_at_night(db, service, run, role, kind, told):
    person = makers.make_worker(db, account=False)
    makers.make_membership(db, person, role=role)
    found = service.sign_up(1)
    makers.make_push_way(db, person, found.endpoint, **found.keys)
    makers.make_outbox(db, person, kind, not_before=NIGHT)
    run(NIGHT)
    assert bool(service.got) is told
    if told:
        assert service.got[0].headers["urgency"] == "high"


def test_the_safeguarding_lead_is_told_at_night(db, service, run):
    lead = makers.make_lead(db)
    found = service.sign_up(1)
    makers.make_push_way(db, lead, found.endpoint, **found.keys)
    makers.make_outbox(db, lead, "emergency_opened", not_before=NIGHT)
    run(NIGHT)
    assert len(service.got) == 1


# --- several at once -------------------------------------------------------------------------


def test_several_things_at_once_are_one_notice(db, sam, phone, service, run):
    for _ in range(5):
        makers.make_outbox(db, sam)
    run()
    assert (len(service.got), undone(db)) == (1, 0)


def test_what_follows_at_once_is_gathered(db, sam, phone, service, run):
    makers.make_outbox(db, sam)
    run()
    for second in (10, 20, 30):
        at = MORNING + timedelta(seconds=second)
        makers.make_outbox(db, sam, not_before=at)
        run(at)
    assert len(service.got) == 1
    run(MORNING + GATHER[Channel.PUSH])
    assert len(service.got) == 2
    assert undone(db) == 0


def test_what_is_on_its_way_does_not_cover_what_is_newer(
    database, db, sam, phone, service, using, run
):
    """It may have arrived before."""
    makers.make_outbox(db, sam)
    db.commit()
    with database.committing() as handle:
        sending.fan_out(handle, using.channels, MORNING, 10)
        assert sending._claim(handle, MORNING, 10)
    makers.make_outbox(db, sam)
    run()
    assert (service.got, len(deliveries(db, state="waiting"))) == ([], 2)
    run(MORNING + sending.LEASE)
    assert len(service.got) == 2


# --- a carer with several children --------------------------------------------------------------


@pytest.fixture
def home(db, service):
    """Helen, with whom two children live; one has a nickname."""
    helen, sky, ben = makers.make_carer(db), makers.make_young(db), makers.make_young(db)
    for child in (sky, ben):
        makers.make_connection(db, child, helen, Kind.FOSTER_CARER)
    found = service.sign_up(1)
    makers.make_push_way(db, helen, found.endpoint, **found.keys)
    makers.make(db, Nickname, {
        "council_id": helen.council_id, "person_id": helen.id, "of_id": sky.id, "word": "Otter",
        "mark": "abcd1234",
    }, {})  # fmt: skip
    return helen, sky, ben


def test_a_notice_says_which_child_by_a_mark(db, home, service, run):
    helen, sky, ben = home
    for child in (sky, ben, sky, ben):
        makers.make_outbox(db, helen, about_id=child.id)
    run()
    assert sorted(got.said.get("of", "") for got in service.got) == ["", "abcd1234"]
    assert not any(b"Otter" in got.message for got in service.got)
    assert {got.headers.get("topic") for got in service.got} == {"update", None}


def test_an_email_never_says_which_child(db, home, using, run):
    helen, sky, _ben = home
    makers.make_own_way(db, helen)
    makers.make_outbox(db, helen, about_id=sky.id)
    run()
    (mail,) = written(using)
    assert "Otter" not in str(mail)
    assert "abcd1234" not in str(mail)


@pytest.mark.parametrize("why", ["ended", "barred"])
def test_nobody_is_told_of_a_child_they_may_not_know_of_any_more(db, home, service, run, why):
    from portal.house import Connection

    helen, sky, _ben = home
    if why == "barred":
        makers.make_bar(db, sky, helen)
    else:
        link = db.scalars(select(Connection).where(Connection.of_id == sky.id)).one()
        link.ends = MORNING.date() - timedelta(days=1)
    makers.make_outbox(db, helen, about_id=sky.id)
    run()
    assert (service.got, undone(db)) == ([], 0)


# --- when it does not work -------------------------------------------------------------------


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_the_others_still_told(
    db, sam, phone, service, run, status
):
    second = service.sign_up(2)
    makers.make_push_way(db, sam, second.endpoint, **second.keys)
    service.answer(status, phone=phone)
    makers.make_outbox(db, sam)
    run()
    gone, there = db.scalars(select(PushWay).order_by(PushWay.id)).all()
    assert (gone.gone_at, there.gone_at) == (MORNING, None)
    assert there.worked_at == MORNING
    assert sorted(row.state for row in deliveries(db)) == ["dropped", "sent"]
    makers.make_outbox(db, sam, not_before=MORNING + timedelta(hours=1))
    run(MORNING + timedelta(hours=1))
    assert [got.path for got in service.got].count("/" + phone.path) == 1


def test_it_is_tried_again_and_again_and_then_given_up(db, sam, phone, service, run):
    """From six in the morning, so that no quiet hour comes between."""
    makers.make(db, Quiet, {"council_id": sam.council_id, "person_id": sam.id}, {
        "starts": 0, "ends": 0,
    })  # fmt: skip
    service.answer(*[500] * 20)
    makers.make_outbox(db, sam)
    now, waits = MORNING, []
    for _ in BACK_OFF:
        run(now)
        (row,) = deliveries(db)
        assert (row.state, row.error, row.claimed_until) == ("waiting", "broken", None)
        waits.append(row.next_at - now)
        run(row.next_at - timedelta(seconds=1))
        now = row.next_at
    for wait, least in zip(waits, BACK_OFF, strict=True):
        assert least <= wait <= least * 1.2
    run(now)
    (row,) = deliveries(db)
    assert (row.state, row.error, row.attempts, row.done_at) == ("dead", "broken", 6, now)
    assert len(service.got) == len(BACK_OFF) + 1
    run(now + timedelta(days=1))
    assert len(service.got) == len(BACK_OFF) + 1


def test_whoever_wants_to_be_left_alone_is(db, sam, phone, service, run):
    service.answer((429, {"Retry_After": "1800"}))
    makers.make_outbox(db, sam)
    run()
    (row,) = deliveries(db)
    assert (row.error, row.next_at) == ("busy", MORNING + timedelta(minutes=30))


def test_a_second_try_has_the_same_sign(db, sam, phone, service, run):
    service.answer(500)
    makers.make_outbox(db, sam)
    run()
    run(MORNING + 2 * MINUTE)
    first, second = service.got
    assert first.said == second.said


def test_a_worker_that_died_is_followed_by_another(database, db, sam, phone, service, using, run):
    makers.make_outbox(db, sam)
    db.commit()
    with database.committing() as handle:
        sending.fan_out(handle, using.channels, MORNING, 10)
        sending._claim(handle, MORNING, 10)
    run(MORNING + MINUTE)
    assert service.got == []
    run(MORNING + sending.LEASE)
    (row,) = deliveries(db)
    assert (row.state, row.attempts, len(service.got)) == ("sent", 2, 1)


def test_two_workers_never_claim_the_same(database, db, using):
    from concurrent.futures import ThreadPoolExecutor

    sam = makers.make_young(db)
    for n in range(60):
        makers.make_delivery(db, sam, state="waiting", target_id=n, next_at=MORNING)
    db.commit()

    def take(_: int) -> list[int]:
        with database.committing() as handle:
            return list(sending._claim(handle, MORNING, 10))

    with ThreadPoolExecutor(4) as pool:
        taken = [one for some in pool.map(take, range(8)) for one in some]
    assert len(taken) == len(set(taken)) == 60


def test_a_service_that_is_silent_holds_nobody_else_up(db, service, using, run, monkeypatch):
    from portal.channels import push
    from tests.channels.push_service import hang

    monkeypatch.setattr(push, "READ", 0.2)
    sam = makers.make_young(db)
    slow = [service.sign_up(n) for n in range(20)]
    other = service.sign_up(50, "https://web.push.apple.com/")
    for found in (*slow, other):
        makers.make_push_way(db, sam, found.endpoint, **found.keys)
    for found in slow:
        service.answer(hang, phone=found)
    makers.make_outbox(db, sam)
    run()
    assert {row.error for row in deliveries(db, state="waiting")} == {"silent"}
    assert len(deliveries(db, state="sent")) == 1
    assert len(service.got) < 20  # most were not even asked


def test_where_nothing_is_set_up_nothing_waits_for_ever(database, db, sam, phone):
    makers.make_outbox(db, sam)
    db.commit()
    drain(database, MORNING)
    assert (undone(db), deliveries(db)) == (0, [])


def test_a_fault_of_ours_does_not_keep_the_rest_from_going(db, sam, phone, service, using, run,
                                                           monkeypatch):  # fmt: skip
    makers.make_own_way(db, sam)
    monkeypatch.setattr(sending.wording, "letter", lambda *_: 1 / 0)
    makers.make_outbox(db, sam)
    run()
    assert sorted((row.channel, row.state) for row in deliveries(db)) == [
        ("email", "waiting"), ("push", "sent")
    ]  # fmt: skip


# --- codes for one's own address -----------------------------------------------------------------


def test_a_code_goes_at_once_even_at_night(db, sam, using, run):
    from portal.channels import codes

    way = makers.make_own_way(
        db, sam, proved_at=None, code_seed="seed-1", code_ends_at=NIGHT + 15 * MINUTE
    )
    makers.make_outbox(db, sam, "own_way_code", source_ref="seed-1", not_before=NIGHT)
    makers.make_outbox(db, sam, "own_way_code", source_ref="an older one", not_before=NIGHT)
    run(NIGHT)
    ((kind, to, subject, text),) = written(using)
    assert (kind, to, subject) == ("email", way.value, "Your code")
    assert codes.code_of(using.settings.keys[0], "seed-1") in text


def test_a_code_that_is_over_is_not_sent(db, sam, using, run):
    makers.make_own_way(db, sam, proved_at=None, code_seed="s", code_ends_at=MORNING)
    makers.make_outbox(db, sam, "own_way_code", source_ref="s")
    run()
    assert (written(using), deliveries(db)) == ([], [])


# --- words -----------------------------------------------------------------------------------


def test_the_words_are_fixed_and_in_their_language(db, sam, using, run):
    sam.language = "ar"
    makers.make_own_way(db, sam, "email", "sam@example.org")
    makers.make_own_way(db, sam, "text", "+447700900123")
    choose(db, sam, Topic.PLAN, Channel.TEXT, True)
    makers.make_outbox(db, sam)
    run()
    for _kind, _to, *words in written(using):
        said = " ".join(words)
        assert any("\u0600" < letter < "\u06ff" for letter in said) or "update" in said
        assert "https://portal.example" in said
        council = db.get(makers.Council, sam.council_id)
        for never in (sam.known_as, council.name, council.product, "care", "council"):
            assert never not in said


def test_an_address_that_fails_is_marked_and_good_again_when_it_works(db, sam, using, run):
    from portal.channels.outcomes import SENT, Code, ended

    way = makers.make_own_way(db, sam)
    using.letters = lambda _letter: ended(Code.NO_SUCH)
    makers.make_outbox(db, sam)
    run()
    assert deliveries(db)[0].state == "dead"
    assert db.get(OwnWay, way.id).failed_at == MORNING
    using.letters = lambda _letter: SENT
    later = MORNING + timedelta(hours=1)
    makers.make_outbox(db, sam, not_before=later)
    run(later)
    assert db.get(OwnWay, way.id).failed_at is None


def test_the_clock_is_the_one_handed_down(now):
    assert clock.now() == MORNING == now
