"""Who looked at my information: every look is there, in words, and nothing that is not yet told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.core import audit, clock
from portal.core.access import Role
from portal.core.audit import Note, append
from portal.house import MustNotKnow
from portal.opened.tables import Opening
from portal.people.rules import Kind
from portal.who_looked import pages
from portal.who_looked.things import Thing
from tests import makers
from tests.databases import counting

PLAN, PERSON, MESSAGES = "plan.their_plan", "staff.person", "messages.their_thread"
WAITING = "staff.waiting"


@pytest.fixture
def sam(db):
    return makers.make_young(db)


@pytest.fixture
def priya(db, sam):
    priya = makers.make_worker(db, council_id=sam.council_id)
    makers.make_connection(db, sam, priya)
    return priya


@pytest.fixture
def note(db, sam, now):
    """Note that somebody looked at Sam, at a moment or so many minutes ago."""

    def do(adult, what=PLAN, at=None, *, ago=0, act=audit.LOOKED, role=Role.WORKER, about=sam):
        moment = at or now - timedelta(minutes=ago)
        about_id = None if act == audit.LISTED else about.id
        append(
            db.connection(),
            Note(sam.council_id, about_id, 1, adult.id, role.value, act, what, moment),
        )

    return do


@pytest.fixture
def page(db, sam, now):
    def ask(before=None, at=now):
        return pages.who_looked(db, makers.make_viewer(db, sam), before, at)

    return ask


def shown(page):
    """(day, who, what they were, what they did, how often) of every line."""
    return [
        (d.day, p.name, p.kind, one.thing, one.times)
        for d in page.days
        for p in (*d.people, *d.lists)
        for one in p.looks
    ]


def did(page):
    return [(name, thing) for _day, name, _kind, thing, _times in shown(page)]


# --- what it says -------------------------------------------------------------------------------


def test_nobody_has_looked(client, db, sam):
    client.sign_in(sam)
    text = client.get("/who-looked").text
    assert "Nobody has looked yet" in text
    assert "See earlier days" not in text


def test_a_look_in_the_words_of_the_young_person(client, db, sam, priya, new_client):
    worker = new_client()
    worker.sign_in(priya)
    makers.make_plan(db, sam)
    for _ in range(3):
        assert worker.get(f"/people/{sam.ref}/plan").status_code == 200
    client.sign_in(sam)
    text = client.get("/who-looked").text
    assert "Priya, your social worker" in text
    assert "Looked at your plan" in text
    assert "3 times, last at 10am" in text
    assert "Today" in text


def test_my_own_looks_are_not_looks(client, db, sam, priya, page):
    client.sign_in(sam)
    makers.make_plan(db, sam)
    for address in ("/plan", "/home", "/who-looked"):
        assert client.get(address).status_code == 200
    assert shown(page()) == []


def test_my_own_way_in_may_not_have_been_me(client, db, sam, now):
    audit.own(db, sam.council_id, sam.id, 1, Role.YOUNG, "invites.used", now)
    client.sign_in(sam)
    text = client.get("/who-looked").text
    assert "Sam, that is you, or someone with your account" in text
    assert "Signed in with a code" in text


def test_what_others_changed(page, note, priya):
    note(priya, "messages.sent", act=audit.CHANGED)
    note(priya, "promises.kept", act=audit.CHANGED, ago=1)
    assert did(page()) == [("Priya", Thing.WROTE), ("Priya", Thing.PROMISE_DONE)]


def test_by_day_and_by_person_with_the_newest_first(page, note, db, sam, priya, now):
    ruth = makers.make_worker(db, council_id=sam.council_id, known_as="Ruth")
    makers.make_connection(db, sam, ruth, Kind.IRO)
    note(priya, PLAN, ago=50)
    note(ruth, PLAN, ago=40)
    note(priya, MESSAGES, ago=30)
    note(priya, PLAN, ago=20)
    note(ruth, PLAN, now - timedelta(days=1))
    today = clock.today(now)
    assert shown(page()) == [
        (today, "Priya", Kind.SOCIAL_WORKER, Thing.PLAN, 2),
        (today, "Priya", Kind.SOCIAL_WORKER, Thing.MESSAGES, 1),
        (today, "Ruth", Kind.IRO, Thing.PLAN, 1),
        (today - timedelta(days=1), "Ruth", Kind.IRO, Thing.PLAN, 1),
    ]
    assert page().days[0].people[0].looks[0].last_at == now - timedelta(minutes=20)


def test_a_day_is_a_day_in_england(page, note, priya):
    note(priya, PLAN, datetime(2026, 7, 1, 22, 59, tzinfo=UTC))  # one minute to midnight
    note(priya, PLAN, datetime(2026, 7, 1, 23, 1, tzinfo=UTC))
    assert [day for day, *_rest in shown(page())] == [date(2026, 7, 2), date(2026, 7, 1)]


def test_the_hour_that_happens_twice_is_one_day(page, note, priya):
    for hour in (0, 1, 23):
        note(priya, PLAN, datetime(2026, 10, 25, hour, 30, tzinfo=UTC))
    assert [(day, times) for day, *_rest, times in shown(page())] == [(date(2026, 10, 25), 3)]


def test_what_somebody_was_then_and_not_what_they_are_now(page, note, db, sam, now):
    joe = makers.make_worker(db, council_id=sam.council_id, known_as="Joe")
    today = clock.today(now)
    ended = today - timedelta(days=5)
    makers.make_connection(db, sam, joe, Kind.KEYWORKER, label="my Joe", ends=ended)
    makers.make_connection(
        db, sam, joe, Kind.SOCIAL_WORKER, starts=ended + timedelta(days=3), label="Joe"
    )
    for days in (0, 4, 5):
        note(joe, PLAN, now - timedelta(days=days))
    assert [(name, kind) for _day, name, kind, *_rest in shown(page())] == [
        ("Joe", Kind.SOCIAL_WORKER),
        ("Joe", None),
        ("my Joe", Kind.KEYWORKER),
    ]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.DUTY, "Kofi, a worker on duty"),
        (Role.MANAGER, "Kofi, a manager at the council"),
        (Role.CARER, "Kofi, a carer"),
        (Role.ADMIN, "Kofi, who works with the council"),
    ],
)
def test_somebody_who_was_nothing_to_me_is_named_by_their_work(client, note, db, sam, role, words):
    note(makers.make_worker(db, council_id=sam.council_id, known_as="Kofi"), PLAN, role=role)
    client.sign_in(sam)
    assert words in client.get("/who-looked").text


def test_what_has_no_words_is_shown_all_the_same(client, note, priya, sam):
    note(priya, "attic.box")
    note(priya, "attic.moved", act=audit.CHANGED)
    client.sign_in(sam)
    text = client.get("/who-looked").text
    assert "Looked at your information" in text
    assert "Changed your information" in text
    assert "attic" not in text


def test_somebody_whose_name_is_gone(client, note, sam, priya):
    priya.known_as = priya.code = ""
    note(priya)
    client.sign_in(sam)
    text = client.get("/who-looked").text
    assert "Priya, your social worker" in text  # the young person's own word is kept


def test_nobody_elses_record(page, note, db, sam, priya):
    other = makers.make_young(db, council_id=sam.council_id)
    note(priya, PLAN, about=other)
    assert shown(page()) == []


def test_only_young_people_have_this_page(client, db, priya):
    client.sign_in(priya)
    assert client.get("/who-looked").status_code == 403


@pytest.mark.parametrize("before", ["", "x", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none(client, sam, before):
    client.sign_in(sam)
    assert client.get(f"/who-looked?before={before}").status_code == 404


def test_advocacy_is_never_here(page, note, db, sam, priya):
    note(priya, PLAN, role=Role.ADVOCATE)
    note(priya, WAITING, act=audit.LISTED, role=Role.ADVOCATE)
    assert shown(page()) == []
    assert page().earlier is None


# --- lists --------------------------------------------------------------------------------------


def test_a_list_that_my_name_was_on(client, note, sam, priya):
    for minutes in (1, 2, 3):
        note(priya, WAITING, act=audit.LISTED, ago=minutes)
    note(priya, "staff.people", act=audit.LISTED, ago=4)
    client.sign_in(sam)
    text = client.get("/who-looked").text
    assert text.count("Your name was on a list that Priya opened") == 1
    assert "4 times, last at 9:59am" in text


def test_a_list_of_somebody_who_is_nothing_to_me(page, note, db, sam, priya):
    note(makers.make_worker(db, council_id=sam.council_id), WAITING, act=audit.LISTED)
    assert shown(page()) == []


def test_lists_count_only_on_days_of_the_connection(page, note, db, sam, now):
    joe = makers.make_worker(db, council_id=sam.council_id, known_as="Joe")
    today = clock.today(now)
    makers.make_connection(
        db, sam, joe, starts=today - timedelta(days=9), ends=today - timedelta(days=7)
    )
    for days in (0, 6, 7, 8, 9, 10):
        note(joe, WAITING, now - timedelta(days=days), act=audit.LISTED)
    assert [(today - day).days for day, *_rest in shown(page())] == [7, 8, 9]


def test_two_connections_do_not_count_a_list_twice(page, note, db, sam, priya):
    makers.make_connection(db, sam, priya, Kind.MANAGER)
    note(priya, WAITING, act=audit.LISTED)
    assert [times for *_rest, times in shown(page())] == [1]


def test_a_list_of_somebody_who_must_not_know(page, note, db, sam, priya, now):
    """They were not shown this name: nothing is said of their lists while that held."""
    columns = {"person_id": sam.id, "other_id": priya.id, "ground": "court_order", "basis": "x"}
    columns |= {"council_id": sam.council_id, "review_on": clock.today(now), "decided_by_id": 1}
    bar = {"decided_at": now - timedelta(days=3), "lifted_at": now - timedelta(days=1)}
    makers.make(db, MustNotKnow, columns, bar)
    for days in (0, 2, 4):
        note(priya, WAITING, now - timedelta(days=days), act=audit.LISTED)
    today = clock.today(now)
    assert [(today - day).days for day, *_rest in shown(page())] == [0, 4]


# --- emergencies, and what is not told yet --------------------------------------------------------


@pytest.fixture
def opening(db, sam, now):
    """Kofi on duty opened Sam's record four hours ago, for two hours, and holds it back."""
    kofi = makers.make_worker(db, council_id=sam.council_id, known_as="Kofi")
    asked_at = now - timedelta(hours=4)
    ends_at = asked_at + timedelta(hours=2)
    makers.make_connection(
        db, sam, kofi, Kind.EMERGENCY, starts=clock.today(now), granted_at=asked_at,
        ends_at=ends_at,
    )  # fmt: skip
    columns = {
        "council_id": sam.council_id, "person_id": sam.id, "kind": "emergency",
        "asked_by_id": kofi.id, "asked_at": asked_at, "why": "A call at night.", "hours": 2,
        "ends_at": ends_at, "hold": True, "tell_at": now + timedelta(days=2),
    }  # fmt: skip
    found = makers.make(db, Opening, columns, {})
    found.kofi = kofi
    return found


def looks_of_kofi(note, opening):
    kofi = opening.kofi
    note(kofi, PLAN, opening.asked_at, role=Role.DUTY)
    note(kofi, MESSAGES, opening.asked_at + timedelta(hours=1), role=Role.DUTY)
    note(kofi, "openings.emergency", opening.asked_at, act=audit.CHANGED, role=Role.DUTY)
    note(kofi, "openings.find", opening.asked_at - timedelta(minutes=5), role=Role.DUTY)
    note(kofi, WAITING, opening.asked_at + timedelta(hours=1), act=audit.LISTED, role=Role.DUTY)


def test_an_emergency_stands_out_in_words(client, note, opening, sam):
    opening.hold, opening.tell_at = False, opening.asked_at
    looks_of_kofi(note, opening)
    client.sign_in(sam)
    text = client.get("/who-looked").text
    assert "Kofi, who was on duty and had to look" in text
    assert "In an emergency" in text


def test_an_emergency_ends_with_its_hours(page, note, opening, sam):
    opening.hold, opening.tell_at = False, opening.asked_at
    note(opening.kofi, PLAN, opening.ends_at + timedelta(minutes=5), role=Role.DUTY)
    assert [(name, kind) for _day, name, kind, *_rest in shown(page())] == [("Kofi", None)]


def test_what_is_not_told_yet_is_left_out_with_all_that_tells_it(page, note, opening, priya, db):
    looks_of_kofi(note, opening)
    # The lead and the manager look at the opening itself.
    note(priya, "openings.opening", opening.asked_at + timedelta(minutes=9), role=Role.MANAGER)
    note(priya, "openings.held_back", opening.asked_at + timedelta(minutes=9), act=audit.CHANGED)
    assert shown(page()) == []
    assert page().earlier is None


def test_it_is_there_when_the_time_has_come(page, note, opening):
    looks_of_kofi(note, opening)
    assert shown(page(at=opening.tell_at - timedelta(seconds=1))) == []
    told = did(page(at=opening.tell_at))
    assert ("Kofi", Thing.PLAN) in told
    assert ("Kofi", Thing.MESSAGES) in told
    assert ("Kofi", Thing.LIST) in told


def test_the_lead_may_hold_it_back_longer(page, note, opening, now):
    looks_of_kofi(note, opening)
    opening.lead_id, opening.lead_at, opening.lead_why = 9, now, "He would be beaten for it."
    assert shown(page(at=opening.tell_at + timedelta(days=30))) == []
    opening.lead_id = opening.lead_at = None
    assert shown(page(at=opening.tell_at + timedelta(days=30))) != []


def test_other_looks_stay(page, note, opening, priya, db, sam, now):
    """By others at that time, and by the same person at another time or as somebody else."""
    note(priya, PLAN, opening.asked_at)
    note(opening.kofi, PLAN, opening.asked_at - timedelta(days=2), role=Role.DUTY)
    note(opening.kofi, PLAN, opening.ends_at + timedelta(minutes=1), role=Role.DUTY)
    assert [(name, kind) for _day, name, kind, *_rest in shown(page())] == [
        ("Kofi", None),
        ("Priya", Kind.SOCIAL_WORKER),
        ("Kofi", None),
    ]


def test_looks_before_and_after_do_not_give_the_emergency_between_them_away(page, note, opening):
    note(opening.kofi, PLAN, opening.asked_at - timedelta(hours=3), role=Role.DUTY)
    note(opening.kofi, PLAN, opening.asked_at + timedelta(hours=1), role=Role.DUTY)
    note(opening.kofi, PLAN, opening.ends_at + timedelta(hours=1), role=Role.DUTY)
    assert [(kind, times) for _day, _name, kind, _thing, times in shown(page())] == [(None, 2)]


def test_an_opening_of_messages_that_is_not_told_yet(page, note, opening, priya):
    """Only what the room of openings noted is left out: a manager looks at other things, too."""
    opening.kind, opening.asked_by_id = "messages", priya.id
    note(priya, "openings.messages", opening.asked_at + timedelta(minutes=1))
    note(priya, PLAN, opening.asked_at + timedelta(minutes=1))
    assert did(page()) == [("Priya", Thing.PLAN)]


def test_an_opening_about_another_young_person_hides_nothing(page, note, opening, db, sam):
    opening.person_id = makers.make_young(db, council_id=sam.council_id).id
    db.flush()
    note(opening.kofi, PLAN, opening.asked_at, role=Role.DUTY)
    assert did(page()) == [("Kofi", Thing.PLAN)]


# --- many ---------------------------------------------------------------------------------------


def whole_story(page):
    """Every line of every page, from the newest to the oldest."""
    found, asked = [], page()
    while True:
        found += shown(asked)
        if asked.earlier is None:
            return found
        asked = page(asked.earlier)


def test_weeks_are_paged_by_whole_days(page, note, priya, now):
    for days in (0, 1, 27, 28, 29, 80, 80, 400):
        note(priya, PLAN, now - timedelta(days=days))
    today = clock.today(now)
    first = page()
    assert [(today - day).days for day, *_rest in shown(first)] == [0, 1, 27]
    assert first.newest
    second = page(first.earlier)
    assert [(today - day).days for day, *_rest in shown(second)] == [28, 29]
    assert not second.newest
    story = whole_story(page)
    assert [(today - day).days for day, *_rest in story] == [0, 1, 27, 28, 29, 80, 400]
    assert [times for *_rest, times in story] == [1, 1, 1, 1, 1, 2, 1]


def test_lists_lead_to_earlier_days_too(page, note, priya, now):
    for days in (0, 90):
        note(priya, WAITING, now - timedelta(days=days), act=audit.LISTED)
    note(priya, PLAN, now - timedelta(days=45))
    today = clock.today(now)
    assert [(today - day).days for day, *_rest in whole_story(page)] == [0, 45, 90]


def test_more_than_fits_is_on_the_next_page(page, note, priya, now, monkeypatch):
    monkeypatch.setattr(pages, "MOST_LINES", 3)
    for days in range(4):
        note(priya, PLAN, now - timedelta(days=days))
        note(priya, MESSAGES, now - timedelta(days=days))
    assert [len(page().days), page().cut] == [1, False]
    assert len(whole_story(page)) == 8


def test_a_day_that_alone_does_not_fit_says_so(page, note, db, sam, now, monkeypatch, client):
    monkeypatch.setattr(pages, "MOST_LINES", 3)
    for number in range(5):
        adult = makers.make_worker(db, council_id=sam.council_id, known_as=f"Worker {number}")
        note(adult, PLAN, ago=number)
    note(adult, PLAN, now - timedelta(days=1))
    assert page().cut
    assert len(shown(page())) == 3
    client.sign_in(sam)
    assert "More was looked at on this day" in client.get("/who-looked").text
    assert len(whole_story(page)) == 4


@pytest.mark.parametrize("much", [1, 3000])
def test_as_few_statements_for_thousands(client, db, database, sam, priya, now, much):
    notes = [
        Note(
            sam.council_id, None if n % 3 == 0 else sam.id, 1, priya.id, "worker",
            audit.LISTED if n % 3 == 0 else audit.LOOKED, PLAN, now - timedelta(hours=7 * n),
        )
        for n in range(much)
    ]  # fmt: skip
    append(db.connection(), *notes)
    client.sign_in(sam)
    client.get("/who-looked")
    with counting(database) as counted:
        assert client.get("/who-looked").status_code == 200
    assert len(counted.statements) + len(counted.ledger) <= 5, counted.statements
    with counting(database) as counted:
        assert client.get("/who-looked?before=2025-06-01").status_code == 200
    assert len(counted.statements) + len(counted.ledger) <= 5, counted.statements


def test_whoever_covers_on_duty_is_not_the_workers_manager(page, note, db, sam, now):
    dele = makers.make_worker(db, council_id=sam.council_id, known_as="Dele")
    makers.make_connection(db, sam, dele, Kind.MANAGER)
    note(dele, PLAN, now, role=Role.DUTY)
    (looker,) = page().days[0].people
    assert (looker.name, looker.kind, looker.role) == ("Dele", None, Role.DUTY)
