"""Staff say when they are away and who covers; access is given by a manager, and ends with it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.house import Connection, Leave, Notice, Owed, OwedStep
from portal.people.rules import Grant, Kind
from portal.rebuild import Changes, rebuild
from tests import makers

DAY = timedelta(days=1)
READS = Grant.NAME | Grant.MESSAGES


@pytest.fixture
def team(db):
    """Priya's young people, Mia and Leo; Omar, who reads Mia's messages; and Grace, a manager."""
    mia, priya = makers.make_pair(db, known_as="Mia")
    leo = makers.make_young(db, known_as="Leo")
    makers.make_connection(db, leo, priya)
    omar = makers.make_worker(db, known_as="Omar", first_name="Omar", last_name="Haddad")
    makers.make_connection(db, mia, omar, Kind.OTHER, grants=READS)
    grace = makers.make_worker(db, known_as="Grace", first_name="Grace", account=False)
    makers.make_membership(db, grace, role=Role.MANAGER)
    for young in (mia, leo):
        makers.make_connection(db, young, grace, Kind.MANAGER, grants=Grant.NAME)
    return {"mia": mia, "leo": leo, "priya": priya, "omar": omar, "grace": grace}


def day(number):
    return (makers.today() + number * DAY).isoformat()


def say(client, first=1, last=3, cover="-", **more):
    given = {"starts": day(first), "ends": day(last), "cover": cover, **more}
    return client.send("/away", given, action="/away")


def manage(client, who, first=0, last=3, cover="-", **more):
    given = {"who": who.ref, "starts": day(first), "ends": day(last), "cover": cover, **more}
    return client.send("/away/team", given, action="/away/team")


def leaves(db):
    db.rollback()
    db.expire_all()
    return db.scalars(select(Leave).order_by(Leave.id)).all()


def given_access(db):
    """Whom somebody covers for by a connection of its own, while it is not taken away."""
    db.rollback()
    rows = db.scalars(select(Connection).where(Connection.kind == Kind.COVER.value))
    return {(row.of_id, row.with_id): (row.starts, row.ends) for row in rows if not row.ends_at}


def test_staff_say_when_they_are_away_and_who_answers(client, new_client, db, team):
    client.sign_in(team["priya"])
    page = client.get("/away").text
    assert "Omar Haddad" in page and "Grace" not in page  # Grace cannot open anybody's messages
    answer = say(client, cover=team["omar"].ref)
    assert answer.status_code == 303
    (leave,) = leaves(db)
    assert (leave.person_id, leave.cover_id) == (team["priya"].id, team["omar"].id)
    assert (leave.starts, leave.ends) == (makers.today() + DAY, makers.today() + 3 * DAY)
    page = client.get(answer.location).text
    assert "Omar answers: Mia." in page
    assert "Nobody answers: Leo." in page
    assert "Ask your manager to name somebody for them." in page
    assert given_access(db) == {}  # naming alone opens nothing
    told = dict(db.execute(select(Notice.kind, Notice.person_id)).all())
    assert told == {"covering": team["omar"].id, "nobody_covers": team["grace"].id}
    desk = new_client()
    desk.sign_in(team["omar"])
    page = desk.get("/away").text
    assert "You answer for" in page and "Priya" in page
    assert "You answer for a colleague" in desk.get("/waiting").text
    with clock.fixed(clock.now() + DAY, everywhere=True):
        young = new_client()
        young.sign_in(team["mia"])
        assert "Omar answers until then." in young.get("/messages").text
        young.sign_in(team["leo"])
        assert "Nobody reads this until then." in young.get("/messages").text


def test_sent_twice_it_is_one_leave(client, db, team):
    client.sign_in(team["priya"])
    client.get("/away")
    form = client.form("/away", {"starts": "", "ends": ""}).hidden
    data = {**form, "starts": day(1), "ends": day(2), "cover": "-"}
    first, second = (client.post("/away", data=data) for _ in range(2))
    plain = re.compile(r"\?.*")
    assert plain.sub("", first.location) == plain.sub("", second.location)
    assert len(leaves(db)) == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"starts": "soon"}, "Choose a day, like this"),
        ({"ends": ""}, "Choose a day, like this"),
        ({"first": -1}, "Choose today or a later day."),
        ({"first": 3, "last": 2}, "The last day is before the first."),
        ({"first": 1, "last": 500}, "That is more than a year."),
        ({"first": 10, "last": 12}, "Some of these days are taken by another leave."),
        ({"first": 5, "last": 10}, "Some of these days are taken by another leave."),
        ({"cover": ""}, "Choose who answers for you, or nobody."),
        ({"cover": "A" * 22}, "Choose who answers for you, or nobody."),
        ({"cover": "grace"}, "Choose who answers for you, or nobody."),
        ({"first": 20, "last": 22, "cover": "omar"}, "They are away on some of these days too."),
    ],
)
def test_what_cannot_be(client, db, team, given, says):
    makers.make_leave(db, team["priya"], starts=makers.today() + 10 * DAY,
                      ends=makers.today() + 12 * DAY)  # fmt: skip
    makers.make_leave(db, team["omar"], starts=makers.today() + 22 * DAY,
                      ends=makers.today() + 30 * DAY)  # fmt: skip
    client.sign_in(team["priya"])
    given = dict(given)
    if given.get("cover") in team:
        given["cover"] = team[given["cover"]].ref
    starts = {"starts": given.pop("starts")} if "starts" in given else {}
    ends = {"ends": given.pop("ends")} if "ends" in given else {}
    first = {"starts": day(given.get("first", 1)), "ends": day(given.get("last", 3)),
             "cover": given.get("cover", "-"), **starts, **ends}  # fmt: skip
    answer = client.send("/away", first, action="/away")
    assert answer.status_code == 422
    assert says in answer.text
    assert len(leaves(db)) == 2


def test_a_manager_does_it_for_somebody_who_is_ill_and_lets_somebody_in(
    client, new_client, db, team
):
    young = new_client()
    young.sign_in(team["leo"])
    young.send("/messages", {"text": "Are you there?"}, action="/messages")
    client.sign_in(team["grace"])
    answer = manage(client, team["priya"], cover=team["omar"].ref, let_in="yes")
    assert answer.status_code == 303
    first, last = makers.today(), makers.today() + 3 * DAY
    assert given_access(db) == {(team["leo"].id, team["omar"].id): (first, last)}
    given = db.scalars(select(Connection).where(Connection.kind == Kind.COVER.value)).one()
    assert given.grants == Grant.NAME | Grant.MESSAGES | Grant.CONTACT
    assert given.granted_by_id == team["grace"].id
    page = client.get(answer.location).text
    assert "Omar answers: Leo and Mia." in page
    # In the same commit what waited is on Omar's list, and the young person reads so.
    assert [(s.step, s.to_id) for s in db.scalars(select(OwedStep))] == [("cover", team["omar"].id)]
    assert db.scalars(select(Owed.debtor_id)).one() == team["omar"].id
    assert rebuild(db, team["leo"].council_id, clock.now()) == Changes()
    db.commit()
    page = young.get("/messages").text
    assert "Omar answers until then." in page
    assert "Priya is away. Sent on to Omar, today at 10am." in page
    assert "answers you when your worker cannot" in young.get("/my-people").text
    assert "Let somebody answer you while your worker is away" in young.get("/who-looked").text
    desk = new_client()
    desk.sign_in(team["omar"])
    assert "Are you there?" in desk.get(f"/people/{team['leo'].ref}/messages").text
    event = db.scalars(select(AuditEvent).where(AuditEvent.what == "away.let_in")).one()
    assert (event.about_id, event.person_id) == (team["leo"].id, team["grace"].id)
    with clock.fixed(clock.now() + 4 * DAY, everywhere=True):
        desk.sign_in(team["omar"])
        assert desk.get(f"/people/{team['leo'].ref}/messages").status_code == 404


def test_access_is_given_afterwards_too_and_taken_away_with_the_leave(client, new_client, db, team):
    desk = new_client()
    desk.sign_in(team["priya"])
    where = say(desk, first=0, cover=team["omar"].ref).location.split("?")[0]
    assert desk.post(f"{where}/let-in").status_code in (400, 403)
    client.sign_in(team["grace"])
    assert "Nobody for 1 young person" in client.get("/away/team").text
    client.get(where)
    form = client.form(where, {}, action=f"{where}/let-in").hidden
    for _ in range(2):
        assert client.post(f"{where}/let-in", data=form).status_code == 303
    assert set(given_access(db)) == {(team["leo"].id, team["omar"].id)}
    assert "Nobody for" not in client.get("/away/team").text
    young = new_client()
    young.sign_in(team["leo"])
    young.send("/messages", {"text": "Hi"}, action="/messages")
    assert db.scalars(select(Owed.debtor_id)).one() == team["omar"].id
    assert desk.send(where, action=f"{where}/cancel").status_code == 303
    assert given_access(db) == {}
    assert db.scalars(select(Owed.debtor_id)).one() == team["priya"].id
    assert "away" not in young.get("/messages").text.split("<main")[1]
    assert client.get(where).status_code == 404
    assert db.scalars(select(Notice.kind).where(Notice.kind == "cover_over")).all()
    omar = new_client()
    omar.sign_in(team["omar"])
    assert omar.get(f"/people/{team['leo'].ref}/messages").status_code == 404


def test_back_sooner(client, new_client, db, team):
    client.sign_in(team["grace"])
    where = manage(client, team["priya"], first=0, last=5, cover=team["omar"].ref,
                   let_in="yes").location.split("?")[0]  # fmt: skip
    for wrong in (day(5), day(9), day(-1), "", "x"):
        answer = client.send(where, {"ends": wrong}, action=f"{where}/shorten")
        assert answer.status_code == 422
    assert client.send(where, {"ends": day(2)}, action=f"{where}/shorten").status_code == 303
    (leave,) = leaves(db)
    assert leave.ends == makers.today() + 2 * DAY
    assert [ends for _starts, ends in given_access(db).values()] == [leave.ends]


def test_access_that_another_leave_needs_stays(client, db, team):
    """Leo has an adviser as well, for whom Omar covers on the same days."""
    zoe = makers.make_worker(db, known_as="Zoe")
    makers.make_connection(db, team["leo"], zoe, Kind.PERSONAL_ADVISER)
    client.sign_in(team["grace"])
    where = manage(client, team["priya"], cover=team["omar"].ref, let_in="yes").location
    makers.make_leave(db, zoe, team["omar"])
    where = where.split("?")[0]
    client.send(where, action=f"{where}/cancel")
    assert set(given_access(db)) == {(team["leo"].id, team["omar"].id)}


def test_a_leave_of_somebody_who_was_the_worker_once_keeps_nobody_in(client, db, team):
    zoe = makers.make_worker(db, known_as="Zoe")
    makers.make_connection(
        db, team["leo"], zoe, Kind.SOCIAL_WORKER, ends=makers.today() - 30 * DAY
    )  # fmt: skip
    client.sign_in(team["grace"])
    where = manage(client, team["priya"], cover=team["omar"].ref, let_in="yes").location
    makers.make_leave(db, zoe, team["omar"])
    where = where.split("?")[0]
    client.send(where, action=f"{where}/cancel")
    assert given_access(db) == {}


def test_nobody_gives_themselves_access(client, db, team):
    client.sign_in(team["grace"])
    answer = manage(client, team["priya"], cover=team["grace"].ref, let_in="yes")
    assert answer.status_code == 303
    assert given_access(db) == {}
    where = answer.location.split("?")[0]
    page = client.get(where).text
    assert "Nobody answers: Leo and Mia." in page
    assert "let-in" not in page


def test_nobody_who_must_not_know_is_let_in(client, db, team):
    makers.make_bar(db, team["leo"], team["omar"])
    client.sign_in(team["grace"])
    answer = manage(client, team["priya"], cover=team["omar"].ref, let_in="yes")
    assert given_access(db) == {}
    assert "Nobody answers: Leo." in client.get(answer.location).text


def test_a_manager_who_must_not_know_reads_no_name(client, db, team):
    makers.make_bar(db, team["leo"], team["grace"])
    client.sign_in(team["grace"])
    answer = manage(client, team["priya"], cover=team["omar"].ref, let_in="yes")
    page = client.get(answer.location).text
    assert "Leo" not in page and "Omar answers: Mia." in page
    assert given_access(db) == {}


def test_only_ones_own_and_for_a_manager_the_councils(client, db, team):
    leave = makers.make_leave(db, team["priya"], team["omar"])
    other = makers.make_worker(db, council=makers.make_council(db), account=False)
    makers.make_membership(db, other, role=Role.MANAGER)
    addresses = [f"/away/{leave.ref}", f"/away/{leave.ref}/shorten", f"/away/{leave.ref}/cancel"]
    for who in (team["omar"], other):
        client.sign_in(who)
        client.get("/away")
        token = client.form("/away", {"starts": ""}).hidden
        assert client.get(addresses[0]).status_code == 404
        for address in addresses[1:]:
            assert client.post(address, data={**token, "ends": day(2)}).status_code == 404
    assert leaves(db)[0].cancelled_at is None


def test_a_worker_does_it_for_nobody_else(client, db, team):
    client.sign_in(team["omar"])
    assert client.get("/away/team").status_code == 403


def test_who_only_reviews_or_oversees_is_not_refused(client, db, team):
    ruth = makers.make_worker(db, known_as="Ruth", account=False)
    makers.make_membership(db, ruth, role=Role.IRO)
    client.sign_in(ruth)
    answer = say(client)
    assert "so nobody has to cover" in client.get(answer.location).text


def test_a_manager_lets_nobody_in_where_they_reach_nobody(client, db, team):
    """Of another team: they neither learn who is on the list, nor open a whole caseload."""
    stranger = makers.make_worker(db, account=False, council_id=team["mia"].council_id)
    makers.make_membership(db, stranger, role=Role.MANAGER)
    client.sign_in(stranger)
    answer = manage(client, team["priya"], cover=team["omar"].ref, let_in="yes")
    page = client.get(answer.location).text
    assert "Leo" not in page and "Mia" not in page
    assert given_access(db) == {}


def test_visits_that_fall_in_a_leave_are_named(client, new_client, db, team):
    """Those of whoever is away, to young people whose dates the reader knows."""
    for days, who in ((2, "mia"), (3, "leo"), (4, "mia")):
        makers.make_visit(db, team[who], team["priya"], wall=makers.at(days))
    makers.make_visit(db, team["mia"], team["priya"], wall=makers.at(2, 16), state="cancelled")
    rebuild(db, team["mia"].council_id, clock.now())
    client.sign_in(team["priya"])
    page = client.get(say(client).location).text
    assert "Visits on these days" in page
    assert "Wednesday 25 November at 2pm, with Priya" in page
    assert "Thursday 26 November at 2pm, with Priya" in page
    assert "27 November at" not in page and "4pm" not in page
    grace = new_client()
    grace.sign_in(team["grace"], Role.MANAGER)
    (leave,) = leaves(db)
    assert "Visits on these days" not in grace.get(f"/away/{leave.ref}").text, "by name only"
