"""My papers: for those who came alone, seen by them and by those to whom it was given."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from portal.barred import actions as bars
from portal.core import clock
from portal.core.access import Role
from portal.house import (
    AgendaItem,
    ArrivedAlone,
    Connection,
    FieldGrant,
    MustNotKnow,
    Notice,
    Promise,
    StayingEntry,
    StayingOpened,
)
from portal.people.rules import (
    BY_WISH,
    DEFAULT_GRANTS,
    GRACE_GRANTS,
    WORKER_GRANTS,
    Grant,
    Ground,
    Kind,
)
from portal.plan.labels import ICONS as AREA_ICONS
from portal.promises.actions import hand_all_on
from portal.rebuild import Changes, rebuild
from portal.staying import granting, labels, pages, rules
from portal.staying.rules import Step
from tests import makers
from tests.databases import counting

REASON = "Omar goes along to the solicitor on Monday."
SECRET = "the paper nobody else may read"


@pytest.fixture
def yusuf(db):
    """Yusuf, who came alone; Omar, his worker; Grace, a manager; a carer."""
    yusuf, omar = makers.make_pair(db, known_as="Yusuf")
    db.add(ArrivedAlone(council_id=yusuf.council_id, person_id=yusuf.id))
    yusuf.omar = omar
    yusuf.grace = makers.make_worker(db, known_as="Grace", account=False)
    makers.make_membership(db, yusuf.grace, role=Role.MANAGER)
    makers.make_connection(db, yusuf, yusuf.grace, Kind.MANAGER)
    makers.make_membership(db, yusuf)
    db.flush()
    return yusuf


def link(db, yusuf, adult):
    query = select(Connection).where(Connection.of_id == yusuf.id, Connection.with_id == adult.id)
    return db.scalars(query.execution_options(populate_existing=True)).one()


def has_it(db, yusuf, adult):
    return Grant.IMMIGRATION in Grant(link(db, yusuf, adult).grants)


def give(db, yusuf, adult=None, **more):
    viewer = makers.make_viewer(db, yusuf)
    granting.give(db, viewer, yusuf.id, (adult or yusuf.omar).id, clock.now(), **more)
    db.flush()


# --- the field ------------------------------------------------------------------------------------


def test_no_default_gives_it():
    assert BY_WISH == Grant.IMMIGRATION
    given = [*DEFAULT_GRANTS.values(), WORKER_GRANTS, GRACE_GRANTS]
    assert not any(grants & BY_WISH for grants in given)


def test_they_give_it_and_take_it_back(client, db, yusuf):
    client.sign_in(yusuf)
    papers = f"/people/{yusuf.ref}/papers"
    assert (
        client.send("/who-sees", {}, action=f"/who-sees/{yusuf.omar.ref}/give").status_code == 303
    )
    assert has_it(db, yusuf, yusuf.omar)
    one = db.scalars(select(FieldGrant)).one()
    assert (one.theirs, one.by_id, one.also_after, one.ended_at) == (True, yusuf.id, False, None)
    client.sign_in(yusuf.omar)
    assert client.get(papers).status_code == 200
    client.sign_in(yusuf)
    assert "you gave it" in client.get("/who-sees").text
    action = f"/who-sees/{yusuf.omar.ref}/take-back"
    assert client.send("/who-sees", {}, action=action).status_code == 303
    assert not has_it(db, yusuf, yusuf.omar)
    db.expire_all()
    assert db.scalars(select(FieldGrant.ended_by_id)).one() == yusuf.id
    client.sign_in(yusuf.omar)
    assert client.get(papers).status_code == 404


def test_a_manager_gives_it_with_a_reason_that_they_read(client, db, yusuf):
    client.sign_in(yusuf.grace, Role.MANAGER)
    page = f"/people/{yusuf.ref}/who-sees"
    sent = {"adult": yusuf.omar.ref, "why": "short"}
    client.get(page)
    token = client.form(page, {"why": ""}, f"{page}/give").hidden
    assert client.post(f"{page}/give", data={**token, **sent}).status_code == 422
    done = client.post(f"{page}/give", data={**token, **sent, "why": REASON})
    assert done.status_code == 303 and has_it(db, yusuf, yusuf.omar)
    assert REASON in client.get(page).text
    told = db.scalars(select(Notice.kind).where(Notice.person_id == yusuf.id)).all()
    assert told == ["fields_changed"]
    other = client.post(f"{page}/give", data={**token, "adult": yusuf.grace.ref, "why": REASON})
    assert other.status_code == 404  # only to whoever is their worker
    assert client.get(f"/people/{yusuf.ref}/papers").status_code == 404
    client.sign_in(yusuf)
    assert REASON in client.get("/who-sees").text


def test_a_manager_is_not_told_what_they_gave_themselves(client, db, yusuf):
    before = page_for(client, yusuf)
    give(db, yusuf)
    assert page_for(client, yusuf) == before


def page_for(client, yusuf):
    client.sign_in(yusuf.grace, Role.MANAGER)
    text = client.get(f"/people/{yusuf.ref}/who-sees").text
    return re.sub(r'value="[^"]*"|nonce="[^"]*"', "", text)


def go_and_come_back(db, yusuf):
    """Omar's connection ended, and he is the worker again since today."""
    link(db, yusuf, yusuf.omar).ends = makers.today() - timedelta(days=3)
    db.flush()
    return makers.make_connection(
        db, yusuf, yusuf.omar, starts=makers.today(), grants=WORKER_GRANTS
    )


def test_it_ends_with_the_connection_and_does_not_come_back(client, db, yusuf):
    give(db, yusuf, also_after=True)
    again = go_and_come_back(db, yusuf)
    db.commit()
    client.sign_in(yusuf)
    page = client.get("/who-sees").text
    assert "you gave it" not in page and "Also whoever comes after them." not in page
    new = makers.make_worker(db, known_as="Priya")
    fresh = makers.make_connection(db, yusuf, new, grants=WORKER_GRANTS)
    granting.goes_over(db, yusuf.council_id, yusuf.id, yusuf.omar.id, new.id, clock.now())
    assert not fresh.grants & BY_WISH, "nothing goes over from somebody who has it no more"
    give(db, yusuf)
    rows = db.scalars(select(FieldGrant).order_by(FieldGrant.id)).all()
    assert [(row.ended_at is None, row.also_after) for row in rows] == [
        (False, True),
        (True, False),
    ]
    assert again.grants & BY_WISH
    told = db.scalars(select(Notice.kind).where(Notice.person_id == yusuf.omar.id)).all()
    assert told == ["fields_given"] * len(told) and told


def test_each_night_what_ended_is_written_down_and_its_bit_goes(db, database, yusuf):
    other = makers.make_worker(db, known_as="Lou")
    makers.make_connection(db, yusuf, other, Kind.PERSONAL_ADVISER)
    give(db, yusuf)
    give(db, yusuf, other)
    go_and_come_back(db, yusuf)
    db.commit()
    granting.end_with_connections(database, clock.now())
    db.expire_all()
    rows = dict(db.execute(select(FieldGrant.with_id, FieldGrant.ended_at)).all())
    assert rows[yusuf.omar.id] is not None and rows[other.id] is None
    assert has_it(db, yusuf, other)
    bits = db.scalars(select(Connection.grants).where(Connection.with_id == yusuf.omar.id)).all()
    assert not any(grants & BY_WISH for grants in bits)


def test_who_was_kept_away_has_it_no_more_when_that_is_lifted(db, yusuf):
    give(db, yusuf)
    grace = makers.make_viewer(db, yusuf.grace, Role.MANAGER)
    until = makers.today() + timedelta(days=30)
    decision = bars.Decision(Ground.SAFEGUARDING, REASON, until)
    whom = bars.Meant(yusuf.omar.ref, "", "")
    bars.decide(db, grace, yusuf.id, whom, decision, "k", clock.now())
    db.flush()
    assert not has_it(db, yusuf, yusuf.omar)
    db.scalars(select(MustNotKnow)).one().lifted_at = clock.now()
    db.flush()
    mine = pages.my_fields(db, makers.make_viewer(db, yusuf), clock.now())
    (omar,) = [one for one in mine.adults if one.ref == yusuf.omar.ref]
    assert (omar.has_it, omar.since) == (False, None)


@pytest.mark.parametrize("on", [0, 7])
def test_handed_over_today_it_goes_over_too(db, yusuf, on):
    """The old connection has ended yesterday by then."""
    give(db, yusuf, also_after=True)
    day = makers.today() + timedelta(days=on)
    link(db, yusuf, yusuf.omar).ends = day - timedelta(days=1)
    new = makers.make_worker(db, known_as="Priya")
    fresh = makers.make_connection(db, yusuf, new, starts=day, grants=WORKER_GRANTS)
    granting.goes_over(db, yusuf.council_id, yusuf.id, yusuf.omar.id, new.id, clock.now())
    assert fresh.grants & BY_WISH


@pytest.mark.parametrize("also", [False, True])
def test_it_goes_over_only_if_they_said_so(db, yusuf, also):
    give(db, yusuf, also_after=also)
    new = makers.make_worker(db, known_as="Priya")
    fresh = makers.make_connection(
        db, yusuf, new, starts=makers.today() + timedelta(days=7), grants=WORKER_GRANTS
    )
    granting.goes_over(db, yusuf.council_id, yusuf.id, yusuf.omar.id, new.id, clock.now())
    db.flush()
    assert bool(fresh.grants & BY_WISH) is also
    assert db.scalar(select(func.count(FieldGrant.id))) == 1 + also


def test_of_a_manager_it_never_goes_over(db, yusuf):
    viewer = makers.make_viewer(db, yusuf.grace, Role.MANAGER)
    granting.give(db, viewer, yusuf.id, yusuf.omar.id, clock.now(), why=REASON)
    new = makers.make_worker(db)
    fresh = makers.make_connection(db, yusuf, new)
    granting.goes_over(db, yusuf.council_id, yusuf.id, yusuf.omar.id, new.id, clock.now())
    assert not fresh.grants & BY_WISH


def test_nobody_else_is_given_it(db, yusuf):
    carer = makers.make_carer(db)
    makers.make_connection(db, yusuf, carer, Kind.FOSTER_CARER)
    stranger = makers.make_worker(db)
    for adult in (carer, stranger):
        with pytest.raises(granting.NotTheirs):
            give(db, yusuf, adult)


# --- the pages ------------------------------------------------------------------------------------


def test_only_for_those_who_came_alone_or_for_whom_it_was_opened(client, db, yusuf):
    kim, priya = makers.make_pair(db, known_as="Kim")
    makers.make_membership(db, kim)
    client.sign_in(kim)
    assert client.get("/papers").status_code == 404
    assert "My papers" not in client.get("/plan").text
    client.sign_in(priya)
    page = f"/people/{kim.ref}/who-sees"
    assert client.send(page, {}, action=f"{page}/open").status_code == 303
    assert db.scalars(select(StayingOpened.by_id)).one() == priya.id
    assert client.get(f"/people/{kim.ref}/papers").status_code == 404  # opened, and not theirs
    client.sign_in(kim)
    assert client.get("/papers").status_code == 200
    assert "My papers" in client.get("/plan").text


@pytest.mark.parametrize("code", [*rules.CODES, "new"])
def test_every_thing_has_its_page(client, db, yusuf, code):
    client.sign_in(yusuf)
    assert client.get(f"/papers/{code}").status_code == 200


def test_a_booked_day_is_an_appointment_on_their_dates_and_nobody_elses(client, db, yusuf):
    give(db, yusuf)
    client.sign_in(yusuf.omar)
    day = makers.today() + timedelta(days=5)
    page = f"/people/{yusuf.ref}/papers/14"
    sent = {"state": "booked", "day": day.isoformat(), "hour": "14:30", "text": SECRET}
    assert client.send(page, sent, action=page).status_code == 303
    item = db.scalars(select(AgendaItem)).one()
    assert (item.kind, item.day, item.wall.hour, item.with_label) == ("appointment", day, 14, "")
    assert rebuild(db, yusuf.council_id, clock.now()) == Changes(0, 0, 0)
    client.sign_in(yusuf)
    for path in ("/dates", "/home"):
        text = client.get(path).text
        assert "An appointment" in text and SECRET not in text and "interview" not in text
    there = client.get(f"/appointments/{item.source_ref}")
    assert there.location == "/papers/14"
    client.sign_in(yusuf.grace, Role.MANAGER)
    assert "ppointment" not in client.get(f"/people/{yusuf.ref}").text
    client.sign_in(yusuf)
    later = {"state": "waiting", "day": "", "hour": "", "text": ""}
    assert client.send("/papers/14", later, action="/papers/14").status_code == 303
    assert db.scalar(select(func.count(AgendaItem.id))) == 0
    assert db.scalar(select(func.count(StayingEntry.id))) == 2  # nothing is lost
    assert SECRET in client.get("/papers/14").text


def test_a_plan_for_each_answer_with_promises(client, db, yusuf):
    give(db, yusuf)
    client.sign_in(yusuf.omar)
    page = f"/people/{yusuf.ref}/papers/43"
    assert client.send(page, {"who": "Omar", "text": SECRET}, action=page).status_code == 303
    promise = {"promise": "I ring Leila", "due": (makers.today() + timedelta(days=3)).isoformat()}
    assert client.send(page, promise, action=f"{page}/promise").status_code == 303
    one = db.scalars(select(Promise)).one()
    assert (one.area, one.source_kind) == ("immigration", "staying")
    assert one.source_key.startswith("refused:")
    assert rebuild(db, yusuf.council_id, clock.now()) == Changes(0, 0, 0)
    client.sign_in(yusuf)
    text = client.get("/papers/43").text
    assert SECRET in text and "I ring Leila" in text
    mine = {"who": "Me", "text": "My own words"}
    assert client.send("/papers/43", mine, action="/papers/43").status_code == 303
    client.sign_in(yusuf.grace, Role.MANAGER)
    for path in (f"/people/{yusuf.ref}", f"/people/{yusuf.ref}/plan", "/people", "/waiting"):
        text = client.get(path).text
        assert "I ring Leila" not in text and SECRET not in text


@pytest.mark.parametrize("code", ["51", "61", "64"])
def test_their_own_words_are_written_by_nobody_else(client, db, yusuf, code):
    give(db, yusuf)
    client.sign_in(yusuf.omar)
    page = f"/people/{yusuf.ref}/papers/{code}"
    assert client.get(page).status_code == 200
    assert client.post(page, data={"text": "x", "state": "yes", "key": "k"}).status_code in (
        400,
        404,
    )
    assert db.scalar(select(func.count(StayingEntry.id))) == 0


def test_the_wish_can_change_and_its_history_is_kept(client, db, yusuf):
    client.sign_in(yusuf)
    for wish in ("yes", "no", "ask_later"):
        sent = {"state": wish, "text": ""}
        assert client.send("/papers/51", sent, action="/papers/51").status_code == 303
    assert "Ask me later" in client.get("/papers").text
    assert "Yes, please look" in client.get("/papers/51").text


def test_nothing_typed_is_lost(client, db, yusuf):
    client.sign_in(yusuf)
    bad = {"state": "booked", "day": "soon", "hour": "25:99", "text": "سلام"}
    answer = client.send("/papers/14", bad, action="/papers/14")
    assert answer.status_code == 422 and "سلام" in answer.text and "25:99" in answer.text


def test_titles_and_notices_say_nothing(client, db, yusuf):
    client.sign_in(yusuf)
    for path in ("/papers", "/papers/14", "/papers/43", "/who-sees"):
        text = client.get(path).text
        title = text[text.index("<title>") : text.index("</title>")].lower()
        assert not any(word in title for word in ("asylum", "interview", "answer", "refus"))


# --- words about the law --------------------------------------------------------------------------


def test_every_step_has_words_and_a_source():
    assert set(rules.sources()) == set(Step) == set(labels.STEP_NAMES) == set(labels.STEP_WORDS)
    used = {rule.key for found in rules.sources().values() for rule in found.rules}
    assert used == set(labels.RULES)
    assert all(found.source and found.checked_on for found in rules.sources().values())


@pytest.mark.parametrize(("day", "keys"), [
    (date(2026, 3, 1), ["five_years"]),
    (date(2026, 3, 2), ["thirty_months", "child_five_years"]),
    (date(2027, 1, 1), ["thirty_months", "child_five_years"]),
])  # fmt: skip
def test_rules_of_the_second_of_march(day, keys):
    assert [rule.key for rule in rules.rules_on(Step.DECISION, day)] == keys


def test_codes_are_never_doubled():
    assert len(rules.CODE_OF) == len(rules.CODES)
    assert rules.named("99") is None


# --- how much it costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("much", [1, 40])
def test_statements(client, db, database, yusuf, much):
    give(db, yusuf)
    for n in range(much):
        db.add(
            StayingEntry(council_id=yusuf.council_id, person_id=yusuf.id, topic="paper",
                         key=f"k{n}", state="have", who=f"Paper {n}", by_id=yusuf.id, theirs=True,
                         made_at=clock.now())
        )  # fmt: skip
    ref, omar = yusuf.ref, yusuf.omar
    client.sign_in(yusuf)
    for path in ("/papers", "/papers/43", "/who-sees", "/plan"):
        client.get(path)
        with counting(database) as seen:
            client.get(path)
        assert len(seen.statements) <= 6 - (path != "/papers/43"), (path, seen.statements)
    client.sign_in(omar)
    for path in (f"/people/{ref}/papers", f"/people/{ref}/who-sees"):
        client.get(path)
        with counting(database) as seen:
            client.get(path)
        assert len(seen.statements) <= 5


def test_nobody_reads_of_somebody_else(db, yusuf):
    with pytest.raises(NoResultFound):
        pages.adult_of(db, makers.make_viewer(db, yusuf), "nobody")


# --- what is promised for it ----------------------------------------------------------------------


def promised(client, db, yusuf):
    """Omar, to whom it was given, promises something for an answer."""
    give(db, yusuf)
    db.commit()
    client.sign_in(yusuf.omar)
    page = f"/people/{yusuf.ref}/papers/43"
    due = (makers.today() + timedelta(days=9)).isoformat()
    data = {"promise": f"I ring about {SECRET}", "due": due}
    sent = client.send(page, data, action=f"{page}/promise")
    assert sent.status_code == 303, sent.text
    db.commit()
    return db.scalars(select(Promise)).one()


def test_a_promise_stands_beside_the_answer_it_is_for(client, db, yusuf):
    promised(client, db, yusuf)
    assert SECRET in client.get(f"/people/{yusuf.ref}/papers/43").text
    client.sign_in(yusuf)
    assert SECRET in client.get("/papers/43").text
    assert SECRET not in client.get("/papers/41").text


def test_whoever_takes_a_promise_over_reads_it_only_if_they_were_given_the_field(client, db, yusuf):
    """By hand, or with all that a worker leaves: it is theirs to keep, and its words are not."""
    promise = promised(client, db, yusuf)
    priya = makers.make_worker(db, known_as="Priya", council_id=yusuf.council_id)
    makers.make_connection(db, yusuf, priya, grants=WORKER_GRANTS)
    hand_all_on(db, yusuf.council_id, yusuf.id, yusuf.omar.id, priya.id, yusuf.omar.id, clock.now())
    db.commit()
    client.sign_in(priya)
    there = (f"/people/{yusuf.ref}/promises", f"/promises/{promise.ref}", f"/people/{yusuf.ref}")
    for page in there:
        shown = client.get(page)
        assert shown.status_code == 200
        assert SECRET not in shown.text, page
        assert "papers and steps" not in shown.text
    one = client.get(f"/promises/{promise.ref}").text
    assert "It is done" in one  # theirs to keep all the same
    give(db, yusuf, priya)
    db.commit()
    for page in there:
        assert SECRET in client.get(page).text, page


def test_a_step_of_somebody_outside_tells_the_worker_nothing_of_it(client, db, yusuf):
    """Yusuf writes about staying: what somebody outside does for it is looked after by a worker to
    whom he has not given it."""
    client.sign_in(yusuf)
    area = "/pathway/areas/25"
    made = client.send(area, {"text": f"A goal about {SECRET}"}, action=f"{area}/goals")
    goal = made.headers["Location"].partition("?")[0]
    due = (makers.today() + timedelta(days=9)).isoformat()
    step = {"text": f"Sends {SECRET}", "who": "other", "name": "Mr Khan", "day": due}
    assert client.send(goal, step, action=f"{goal}/steps").status_code == 303
    db.commit()
    promise = db.scalars(select(Promise)).one()
    assert promise.keeper_id == yusuf.omar.id
    client.sign_in(yusuf.omar)
    for page in (f"/people/{yusuf.ref}/promises", f"/promises/{promise.ref}"):
        assert SECRET not in client.get(page).text, page


@pytest.mark.parametrize("hour", ["0101Z", "14:3Z"])
def test_a_time_with_a_zone_is_no_time(client, db, yusuf, hour):
    client.sign_in(yusuf)
    day = (makers.today() + timedelta(days=9)).isoformat()
    sent = client.send("/papers/14", {"state": "booked", "day": day, "hour": hour})
    assert sent.status_code == 422 and "Write a time like this" in sent.text


def test_each_step_has_a_picture_that_fits_and_the_bus_is_for_travelling(client, yusuf):
    client.sign_in(yusuf)
    assert [step for step, icon in labels.STEP_ICONS.items() if icon == "travel"] == [Step.TRAVEL]
    assert set(labels.STEP_ICONS) == set(Step)
    bus = 'd="M5 17V6.5C5 5'
    assert client.get("/papers").text.count(bus) == 1
    assert AREA_ICONS["immigration"] == "id", "the same part in a plan"
