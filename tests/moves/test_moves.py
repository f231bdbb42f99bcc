"""The next home before the day; a stay ends by itself, and goes back when the day changes."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from portal.core import clock
from portal.core.access import Role
from portal.house import (
    Connection,
    Council,
    HomePhoto,
    Move,
    MoveSaid,
    MoveStay,
    Notice,
    Owed,
    OwedStep,
    Worry,
)
from portal.moves import actions
from portal.moves.rules import MOST_PHOTOS, Fact, Leaving, Said, is_left
from portal.owed import passing
from portal.people import placements
from portal.people.pages import subject
from portal.people.reach import reach
from portal.people.rules import ALL_GRANTS, CARER_GRANTS, GRACE_GRANTS, Grant, Kind
from portal.people.tables import Person
from portal.rebuild import Changes, rebuild
from portal.uploads.pictures import drawn_anew
from tests import makers
from tests.databases import counting

REASON = "Grandad is well again, so you stay with him."
NEW = Grant.ADDRESS | Grant.PLAN | Grant.DATES


@pytest.fixture
def mason(db):
    """Mason; Sam, his worker; Ken, with whom he lives and to whom everything was granted."""
    mason, sam = makers.make_pair(db, known_as="Mason")
    ken = makers.make_carer(db, known_as="Ken")
    mason.sam, mason.ken = sam, ken
    mason.stay = makers.make_connection(db, mason, ken, Kind.FOSTER_CARER, grants=CARER_GRANTS)
    mason.council = db.get(Council, mason.council_id)
    makers.make_membership(db, mason)
    makers.make_membership(db, ken)
    return mason


def day(days):
    return makers.today() + timedelta(days=days)


def planned(days=9, **facts):
    on = day(days) if days is not None else None
    return actions.Planned(on, {Fact(name): text for name, text in facts.items()}, "4 Orchard Lane")


def plan(db, mason, days=9, key="k", now=None, **facts):
    viewer = makers.make_viewer(db, mason.sam)
    actions.plan(db, viewer, mason.id, planned(days, **facts), key, now or clock.now())
    db.flush()


def sees(db, mason, at, grant=Grant.NAME):
    viewer = makers.make_viewer(db, mason.ken, Role.CARER)
    query = select(Person.id).where(Person.id == mason.id, reach(viewer, Person.id, grant, at))
    return db.scalar(query) is not None


# --- when a stay ends -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "last_day", [date(2027, 1, 15), date(2027, 7, 15)], ids=["winter", "summer"]
)
@pytest.mark.parametrize("grace", [0, 3])
def test_it_ends_at_midnight_in_england(db, mason, last_day, grace):
    """In summer midnight in England is eleven at night in UTC."""
    placements.leave(mason.stay, last_day, grace, makers.today())
    db.flush()
    night = datetime.combine(last_day + timedelta(days=1), datetime.min.time())
    midnight = clock.at_wall(night)
    assert midnight.astimezone(UTC).hour == (23 if last_day.month == 7 else 0)
    second = timedelta(seconds=1)
    assert sees(db, mason, midnight - second, CARER_GRANTS)
    assert not sees(db, mason, midnight, Grant.PLAN) and not sees(db, mason, midnight, Grant.DATES)
    assert sees(db, mason, midnight) is bool(grace)
    over = clock.at_wall(night + timedelta(days=grace))
    assert sees(db, mason, over - second) and not sees(db, mason, over)


def test_in_grace_only_the_name_is_left(db, mason):
    mason.stay.grants = int(ALL_GRANTS)
    placements.leave(mason.stay, day(-1), 3, makers.today())
    db.flush()
    viewer = makers.make_viewer(db, mason.ken, Role.CARER)
    who = subject_in_a_request(db, viewer, mason)
    assert who.grants == GRACE_GRANTS == Grant.NAME


def subject_in_a_request(db, viewer, mason):
    with Flask("x").test_request_context("/"):
        return subject(db, viewer, mason.ref, clock.now())


def test_more_days_of_grace_give_nothing_back(db, mason):
    today = makers.today()
    placements.leave(mason.stay, day(-2), 0, today)
    assert mason.stay.ends == day(-2)
    placements.leave(mason.stay, day(-2), 28, today)
    assert mason.stay.ends == day(-2)
    assert placements.ending(day(3), 1000, None, today)["ends"] == day(3 + placements.MOST_GRACE)


def test_the_day_of_a_move_ends_the_stay_and_changes_with_it(db, mason):
    mason.council.grace_days = 2
    before = (mason.stay.left_on, mason.stay.ends)
    plan(db, mason, None)
    assert (mason.stay.left_on, mason.stay.ends) == before
    plan(db, mason, 9, "a")
    assert (mason.stay.left_on, mason.stay.ends) == (day(9), day(11))
    plan(db, mason, 20, "b")
    assert (mason.stay.left_on, mason.stay.ends) == (day(20), day(22))
    plan(db, mason, None, "c")
    assert (mason.stay.left_on, mason.stay.ends) == before
    plan(db, mason, 5, "d")
    actions.call_off(db, makers.make_viewer(db, mason.sam), mason.id, REASON, clock.now())
    assert (mason.stay.left_on, mason.stay.ends) == before


def test_it_happened_on_another_day(db, mason):
    plan(db, mason, -1)
    assert mason.stay.left_on == day(-1)
    actions.happened(db, makers.make_viewer(db, mason.sam), mason.id, day(0), clock.now())
    assert mason.stay.left_on == mason.stay.ends == day(0)
    with pytest.raises(NoResultFound):
        actions.happened(db, makers.make_viewer(db, mason.sam), mason.id, day(0), clock.now())


def test_a_move_makes_no_stay_longer_and_touches_no_new_one(db, mason):
    mason.stay.ends = day(4)
    other = makers.make_carer(db, known_as="New")
    new = makers.make_connection(db, mason, other, Kind.FOSTER_CARER, starts=day(9))
    plan(db, mason, 9)
    assert (mason.stay.left_on, mason.stay.ends, new.left_on) == (None, day(4), None)


def test_what_a_file_said_meanwhile_stands(db, mason):
    plan(db, mason, 9)
    placements.leave(mason.stay, day(3), 0, makers.today())
    db.flush()
    actions.call_off(db, makers.make_viewer(db, mason.sam), mason.id, REASON, clock.now())
    assert mason.stay.left_on == day(3)


SLIPS = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), st.integers(-4, 12)),
        st.tuples(st.just("file"), st.integers(0, 3)),
        st.tuples(st.just("days"), st.integers(1, 4)),
        st.tuples(st.just("happened"), st.integers(-4, 0)),
        st.tuples(st.just("off"), st.just(0)),
    ),
    max_size=7,
)


@pytest.mark.one_engine
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=st.integers(-4, 12), steps=SLIPS, grace=st.sampled_from([0, 3]))
def test_a_move_ends_the_stay_of_the_home_they_leave_and_of_no_other(
    db, mason, first, steps, grace
):
    """Beside a second look that knows which home is which: whatever is planned, slips, is put
    right, happened or is off, the home they leave ends on the day that is said, with its days of
    grace, and the next one does not end. file: the council writes the next home down, from the day
    that is said then, or some days later."""
    with db.begin_nested() as point:
        viewer, now = makers.make_viewer(db, mason.sam), clock.now()
        mason.council.grace_days = grace
        also = makers.make_connection(
            db, mason, makers.make_carer(db), Kind.FOSTER_CARER, starts=makers.LONG_AGO
        )
        mason.stay.left_on = mason.stay.ends = None
        home, following = (mason.stay, also), []
        steps = [("plan", first), *steps]
        said = None
        for place, (what, n) in enumerate(steps):
            today = clock.today(now)
            if what == "plan":
                said = today + timedelta(days=n)
                told = actions.Planned(said, {}, "")
                actions.plan(db, viewer, mason.id, told, f"k{place}", now)
            elif what == "file":
                following.append(
                    makers.make_connection(
                        db, mason, makers.make_carer(db), Kind.FOSTER_CARER,
                        starts=said + timedelta(days=n),
                    )
                )  # fmt: skip
            elif what == "days":
                now += timedelta(days=n)
            elif what == "happened":
                said = today + timedelta(days=n)
                actions.happened(db, viewer, mason.id, said, now)
            else:
                actions.call_off(db, viewer, mason.id, REASON, now)
                said = None
            db.flush()
            last = said + timedelta(days=grace) if said else None
            assert [(one.left_on, one.ends) for one in home] == [(said, last)] * 2, steps[
                : place + 1
            ]
            assert {(one.left_on, one.ends) for one in following} <= {(None, None)}, steps[
                : place + 1
            ]
            if what in ("happened", "off"):
                break
        point.rollback()
    db.expire_all()


@pytest.mark.parametrize(
    ("starts", "known", "left"),
    [
        pytest.param(-400, True, True, id="they lived there all the while"),
        pytest.param(-5, False, True, id="a file tells of somebody else there, later"),
        pytest.param(-5, True, False, id="looked at before, and not of it"),
        pytest.param(-2, False, False, id="began on the day that was said"),
        pytest.param(-1, False, False, id="began after it"),
        pytest.param(1, False, False, id="began after the move was written down"),
    ],
)
def test_who_is_left_when_a_day_is_put_right(starts, known, left):
    was = Leaving(day(0), [day(-400)], day(-2))
    assert is_left(day(starts), day(3), was, known) is left


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), st.integers(-3, 12)),
        st.tuples(st.just("happened"), st.integers(-3, 0)),
        st.tuples(st.just("off"), st.just(0)),
        st.tuples(st.just("grace"), st.integers(0, 6)),
        st.tuples(st.just("days"), st.integers(1, 4)),
    ),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_a_former_home_reads_nothing_new(db, mason, steps):
    """Whatever is planned, called off and set: after the last day that was said, nobody of a home
    that was left reads where they live, their plan or their dates."""
    with db.begin_nested() as point:
        mason.stay.grants = int(ALL_GRANTS)
        mason.stay.left_on = mason.stay.ends = None
        now, last, open_move, before = clock.now(), None, False, None
        viewer = makers.make_viewer(db, mason.sam)
        for place, (what, n) in enumerate(steps):
            today = clock.today(now)
            if what == "plan":
                if not open_move:
                    before = last
                to = today + timedelta(days=n)
                last = to if before is None or to < before else before
                told = actions.Planned(to, {}, "")
                actions.plan(db, viewer, mason.id, told, f"k{place}", now)
                open_move = True
            elif what == "happened" and open_move:
                on = today + timedelta(days=n)
                last = on if before is None or on < before else before
                actions.happened(db, viewer, mason.id, on, now)
                open_move = False
            elif what == "off" and open_move:
                actions.call_off(db, viewer, mason.id, REASON, now)
                last, open_move = before, False
            elif what == "grace":
                actions.set_grace(db, viewer, n, now)
            elif what == "days":
                now += timedelta(days=n)
            db.flush()
            left = last is not None and clock.today(now) > last
            for grant in (Grant.ADDRESS, Grant.PLAN, Grant.DATES):
                assert sees(db, mason, now, grant) is not left, (steps[: place + 1], grant)
        point.rollback()
    db.expire_all()


# --- what is told and asked -----------------------------------------------------------------------


def test_facts_are_read_and_questions_answered(client, db, mason):
    client.sign_in(mason.sam)
    page = f"/people/{mason.ref}/next"
    sent = {"day": day(9).isoformat(), "who": "Margaret and Tyler.", "address": "4 Orchard Lane"}
    assert client.send(page, sent, action=f"{page}/plan").status_code == 303
    (notice,) = db.scalars(select(Notice).where(Notice.person_id == mason.id))
    assert notice.kind == "next_home"
    client.sign_in(mason)
    text = client.get("/what-comes-next").text
    assert "Margaret and Tyler." in text and "4 Orchard Lane" in text and "9" in text
    ask = {"kind": "question", "text": "Can Grandad have a key?"}
    assert client.send("/what-comes-next", ask).status_code == 303
    (owed,) = db.scalars(select(Owed).where(Owed.kind == "move_question"))
    assert (owed.debtor_id, owed.done_at) == (mason.sam.id, None)
    assert rebuild(db, mason.council_id, clock.now()) == Changes(0, 0, 0)
    said = db.scalars(select(MoveSaid)).one()
    client.sign_in(mason.sam)
    assert "Can Grandad have a key?" in client.get(page).text
    answer = f"{page}/{said.ref}/answer"
    assert client.send(page, {"answer": "Yes, of course."}, action=answer).status_code == 303
    db.expire_all()
    assert db.get(Owed, owed.id).done_at is not None
    assert rebuild(db, mason.council_id, clock.now()) == Changes(0, 0, 0)
    client.sign_in(mason)
    assert "Yes, of course." in client.get("/what-comes-next").text
    actions.happened(db, makers.make_viewer(db, mason.sam), mason.id, day(0), clock.now())
    db.commit()
    text = client.get("/what-comes-next").text
    assert "You moved on" in text and "Yes, of course." in text, "what was said stays"


def test_a_question_that_nobody_answers_goes_on_to_who_may_know_where(client, db, database, mason):
    """Not to whoever is on duty, who was given the messages and not the address: nobody is let in
    for it. When no manager may know it either, the lead is told."""
    for name, role, grants in (
        ("Dele", Role.DUTY, ALL_GRANTS),
        ("Ruth", Role.MANAGER, Grant.NAME | Grant.MESSAGES),
        ("Grace", Role.MANAGER, Grant.NAME | Grant.MESSAGES | Grant.ADDRESS),
    ):
        one = makers.make_worker(
            db, known_as=name, account=False, council_id=mason.council_id
        )  # fmt: skip
        makers.make_membership(db, one, role=role)
        setattr(mason, name.lower(), one)
        link = makers.make_connection(db, mason, one, Kind.MANAGER, grants=grants)
    plan(db, mason)
    actions.say(db, makers.make_viewer(db, mason), Said.QUESTION, "A dog?", "q", clock.now())
    db.commit()
    owed = db.scalars(select(Owed).where(Owed.kind == "move_question")).one()
    late = owed.due_at
    assert owed.next_at == late, "as for a message: when it is late"
    db.commit()
    passing.pass_on(database, late + timedelta(minutes=1))
    db.expire_all()
    assert [(row.step, row.to_id) for row in db.scalars(select(OwedStep))] == [
        ("manager", mason.grace.id)
    ]
    assert owed.passes_to_id == mason.grace.id and owed.next_at > late
    assert rebuild(db, mason.council_id, clock.now()) == Changes(0, 0, 0)
    assert not db.scalar(select(Connection.id).where(Connection.kind == Kind.COVER))
    db.commit()
    with clock.fixed(late + timedelta(hours=1), everywhere=True):
        client.sign_in(mason)
        assert "Sent on to Grace, a manager" in client.get("/what-comes-next").text
        client.sign_in(mason.grace, Role.MANAGER)
        assert "Asked about a move" in client.get("/waiting").text
        client.sign_in(mason.ruth, Role.MANAGER)
        assert "Asked about a move" not in client.get("/waiting").text
    noor = makers.make_lead(db, council_id=mason.council_id)
    link.grants = int(Grant.NAME | Grant.MESSAGES)
    again = owed.next_at
    db.commit()
    passing.pass_on(database, again + timedelta(minutes=1))
    db.expire_all()
    assert db.scalars(select(OwedStep.to_id).order_by(OwedStep.number)).all()[-1] == noor.id
    assert rebuild(db, mason.council_id, clock.now()) == Changes(0, 0, 0)
    actions.answer(
        db, makers.make_viewer(db, mason.sam), mason.id, db.scalars(select(MoveSaid.ref)).one(),
        "Yes, two.", "a", clock.now(),
    )  # fmt: skip
    db.expire_all()
    assert (owed.done_at, owed.next_at) == (clock.now(), None)
    assert rebuild(db, mason.council_id, clock.now()) == Changes(0, 0, 0)


def test_a_day_without_facts_says_that_nothing_is_written_down(client, db, mason):
    viewer = makers.make_viewer(db, mason.sam)
    actions.plan(db, viewer, mason.id, actions.Planned(day(9), {}, ""), "k", clock.now())
    client.sign_in(mason)
    assert "Nothing is written down yet" in client.get("/what-comes-next").text


def test_what_worries_is_looked_at_and_nothing_is_lost(client, db, mason):
    plan(db, mason)
    client.sign_in(mason)
    bad = client.post("/what-comes-next", data={**hidden(client), "kind": "worry", "text": ""})
    assert bad.status_code == 422
    sent = client.send("/what-comes-next", {"kind": "worry", "text": "I want to kill myself"})
    assert sent.status_code == 303 and "worry" in sent.location
    assert db.scalars(select(Worry.source_kind)).all() == ["own_page"]
    long = {"kind": "worry", "text": "x" * 50_000}
    answer = client.send("/what-comes-next", long)
    assert answer.status_code == 422 and "x" * 50_000 in answer.text


def hidden(client):
    client.get("/what-comes-next")
    return client.form("/what-comes-next", {"text": ""}, None).hidden


def test_sent_twice_it_is_there_once(client, db, mason):
    plan(db, mason)
    client.sign_in(mason)
    sent = {**hidden(client), "kind": "question", "text": "Is there a dog?"}
    for _ in range(2):
        assert client.post("/what-comes-next", data=sent).status_code == 303
    assert db.scalar(select(func.count(MoveSaid.id))) == 1
    other = client.post("/what-comes-next", data={**sent, "text": "Is there a cat?"})
    assert other.status_code == 422 and "Is there a cat?" in other.text


def test_carers_see_no_move_and_their_list_says_that_somebody_left(client, db, mason):
    plan(db, mason, 9, who="Margaret")
    client.sign_in(mason.ken, Role.CARER)
    assert client.get(f"/people/{mason.ref}/next").status_code == 403
    assert "Margaret" not in client.get("/children").text
    mason.council.grace_days = 3
    actions.happened(db, makers.make_viewer(db, mason.sam), mason.id, day(-1), clock.now())
    page = client.get("/children").text
    assert "lived with you until" in page and "Plan: Mason" not in page
    mason.stay.ends = day(-1)
    assert "Mason" not in client.get("/children").text
    for rest in ("plan", "next", "papers"):
        assert client.get(f"/people/{mason.ref}/{rest}").status_code in (403, 404)


def test_the_young_person_sees_that_they_left(client, db, mason):
    placements.leave(mason.stay, day(-1), 3, makers.today())
    client.sign_in(mason)
    assert "You lived with Ken until" in client.get("/my-people").text


def test_the_administrator_sets_the_days(client, db, mason):
    noor = makers.make_lead(db, council_id=mason.council_id)
    client.sign_in(noor, Role.ADMIN)
    assert client.send("/days-after", {"days": "5"}).status_code == 303
    assert db.scalar(select(Council.grace_days).where(Council.id == mason.council_id)) == 5
    assert client.send("/days-after", {"days": "400"}).status_code == 422
    client.sign_in(mason.sam)
    assert client.get("/days-after").status_code == 403


@pytest.mark.parametrize("much", [1, 60])
def test_statements(client, db, database, mason, much):
    plan(db, mason)
    move = db.scalars(select(Move)).one()
    for n in range(much):
        db.add(
            MoveSaid(council_id=mason.council_id, move_id=move.id, person_id=mason.id,
                     kind=Said.QUESTION.value, text=f"Q{n}", said_at=clock.now())
        )  # fmt: skip
    client.sign_in(mason)
    client.get("/what-comes-next")
    with counting(database) as seen:
        client.get("/what-comes-next")
    assert len(seen.statements) <= 5, seen.statements
    page = f"/people/{mason.ref}/next"
    client.sign_in(mason.sam)
    client.get(page)
    with counting(database) as seen:
        client.get(page)
    assert len(seen.statements) <= 5, seen.statements


def test_an_empty_answer_says_what_to_do(client, db, mason):
    plan(db, mason)
    viewer = makers.make_viewer(db, mason)
    actions.say(db, viewer, Said.QUESTION, "Is there a dog?", "q", clock.now())
    said = db.scalars(select(MoveSaid)).one()
    page = f"/people/{mason.ref}/next"
    client.sign_in(mason.sam)
    answer = client.send(page, {"answer": ""}, action=f"{page}/{said.ref}/answer")
    assert answer.status_code == 422 and "Write an answer." in answer.text


# --- photos of the next home ----------------------------------------------------------------------


def picture(size=(1200, 900), place="GPS of the house"):
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = place
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def add_photo(client, mason, data, words="Your room", allowed=True):
    page = f"/people/{mason.ref}/next"
    hidden = client.form(page, {}, action=f"{page}/photos").hidden if client.get(page) else {}
    sent = {**hidden, "on_it": words, **({"allowed": "y"} if allowed else {})}
    if data is not None:
        sent["picture"] = (BytesIO(data), "IMG_4_Orchard_Lane.jpg")
    return client.post(f"{page}/photos", data=sent)


def test_a_photo_is_seen_by_whoever_sees_the_move_and_by_nobody_else(client, db, mason):
    plan(db, mason)
    client.sign_in(mason.sam)
    assert add_photo(client, mason, picture()).status_code == 303
    assert add_photo(client, mason, picture(), "The dog").status_code == 303
    told = select(func.count(Notice.id)).where(Notice.person_id == mason.id)
    assert db.scalar(told) == 2, "of the move, and once of the photos"
    one = db.scalars(select(HomePhoto).where(HomePhoto.words == "Your room")).one()
    assert (one.words, one.width, one.height) == ("Your room", 480, 360)
    assert b"GPS" not in one.data and len(one.data) < 30_000
    theirs, own = f"/people/{mason.ref}/next/photos/{one.ref}", f"/what-comes-next/photos/{one.ref}"
    assert theirs in client.get(f"/people/{mason.ref}/next").text
    given = client.get(theirs)
    assert given.data == one.data and "attachment" in given.headers["Content-Disposition"]
    other = makers.make_young(db, council_id=mason.council_id)
    far = makers.make_worker(db, known_as="Far")
    makers.make_connection(db, mason, far, grants=ALL_GRANTS & ~Grant.ADDRESS)
    for person, role, there, seen in (
        (mason, None, own, 200), (mason, None, theirs, 403), (other, None, own, 404),
        (far, Role.WORKER, theirs, 404), (mason.ken, Role.CARER, theirs, 403),
    ):  # fmt: skip
        client.sign_in(person, role)
        assert client.get(there).status_code == seen, (person.known_as, there)
    client.sign_in(mason)
    page = client.get("/what-comes-next").text
    assert f'src="{own}"' in page and 'loading="lazy"' in page and "Your room" in page


def test_a_photo_is_taken_away_and_none_is_left_when_it_is_over(client, db, mason):
    """The home on it is somebody's own: gone with the move, whether it happened or not."""
    viewer = makers.make_viewer(db, mason.sam)
    for end in ("taken", "happened", "off"):
        plan(db, mason, -1, key=end)
        client.sign_in(mason.sam)
        add_photo(client, mason, picture())
        one = db.scalars(select(HomePhoto)).one()
        page, own = f"/people/{mason.ref}/next", f"/what-comes-next/photos/{one.ref}"
        if end == "taken":
            gone = f"{page}/photos/{one.ref}/take-away"
            assert client.send(page, action=gone).status_code == 303
        elif end == "happened":
            actions.happened(db, viewer, mason.id, day(0), clock.now())
        else:
            actions.call_off(db, viewer, mason.id, REASON, clock.now())
        db.commit()
        assert db.scalar(select(func.count(HomePhoto.id))) == 0, end
        client.sign_in(mason)
        assert client.get(own).status_code == 404


@pytest.mark.parametrize(
    ("data", "allowed", "said"),
    [
        (None, True, "Choose a photo first."),
        (b"%PDF-1.7 not one", True, "no picture that we can show"),
        ("a picture", False, "It is their home, too."),
    ],
    ids=["none", "no-picture", "not-asked"],
)
def test_a_photo_that_cannot_be_taken_says_why_and_keeps_the_words(
    client, db, mason, data, allowed, said
):
    plan(db, mason)
    client.sign_in(mason.sam)
    sent = picture() if data == "a picture" else data
    answer = add_photo(client, mason, sent, "The kitchen", allowed)
    assert answer.status_code == 422
    assert said in answer.text and 'value="The kitchen"' in answer.text
    assert "<details open><summary>Add a photo" in answer.text
    assert db.scalar(select(func.count(HomePhoto.id))) == 0


def test_so_many_photos_and_no_more(client, db, mason):
    plan(db, mason)
    viewer, photo = makers.make_viewer(db, mason.sam), drawn_anew(picture((40, 30)))
    for n in range(MOST_PHOTOS):
        for _again in range(2):
            actions.add_photo(db, viewer, mason.id, photo, f"Room {n}", f"p{n}", clock.now())
    assert db.scalar(select(func.count(HomePhoto.id))) == MOST_PHOTOS
    with pytest.raises(actions.TooManyPhotos):
        actions.add_photo(db, viewer, mason.id, photo, "One more", "p", clock.now())
    client.sign_in(mason.sam)
    assert "Add a photo" not in client.get(f"/people/{mason.ref}/next").text


# --- after a move ---------------------------------------------------------------------------------


def test_after_a_move_both_pages_say_when_it_was_and_what_comes_now(client, db, mason, now):
    mason.council.grace_days = 3
    plan(db, mason, -2)
    viewer = makers.make_viewer(db, mason.sam)
    actions.happened(db, viewer, mason.id, day(0), clock.now())
    client.sign_in(mason)
    assert "From tomorrow Ken does not see your address" in client.get("/what-comes-next").text
    mason.stay.left_on, mason.stay.ends = day(-1), day(2)
    db.scalars(select(MoveStay)).one().left_on = db.scalars(select(Move)).one().day = day(-1)
    mine = client.get("/what-comes-next").text
    assert "Ken does not see your address" in mine and "From tomorrow" not in mine
    assert "You moved on" in mine and "No move is planned" not in mine
    assert "Until Wednesday 25 November they may still write to your worker" in mine
    assert 'href="/how-i-am"' in mine and 'href="/messages"' in mine
    client.sign_in(mason.sam)
    page = f"/people/{mason.ref}/next"
    theirs = client.get(page).text
    assert "Mason moved on" in theirs and "<details><summary>Plan another move" in theirs
    move = db.scalars(select(Move)).one()
    move.day = day(-60)
    for text in (client.get(page).text,):
        assert "No move is planned" in text
    client.sign_in(mason)
    assert "No move is planned" in client.get("/what-comes-next").text


def test_a_day_that_is_past_is_not_said_to_come(client, db, mason):
    plan(db, mason, -1)
    client.sign_in(mason)
    assert "This day is past." in client.get("/what-comes-next").text
