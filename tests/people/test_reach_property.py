"""For any connections, grants, days, hours and bars: `reach` as a question, `young_people` as a
query and a plain model agree, and whoever must not know reaches nothing."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal.core import clock
from portal.core.access import Role
from portal.house import Connection, MustNotKnow, Person
from portal.people.reach import reach, young_people
from portal.people.rules import ALL_GRANTS, Grant, Kind
from tests import makers

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ADULTS, YOUNG = 3, 3
KINDS = [Kind.SOCIAL_WORKER, Kind.MANAGER, Kind.FOSTER_CARER, Kind.EMERGENCY, Kind.FAMILY]

links = st.lists(
    st.fixed_dictionaries(
        {
            "of": st.integers(0, YOUNG - 1),
            "to": st.integers(0, ADULTS - 1),
            "kind": st.sampled_from(KINDS),
            "starts": st.integers(-2, 1),
            "ends": st.none() | st.integers(-2, 2),
            "ends_at": st.none() | st.integers(-2, 2),
            "grants": st.sampled_from([0, 1, 3, 16, 17, int(ALL_GRANTS)]),
        }
    ),
    max_size=8,
    unique_by=lambda link: (link["of"], link["to"], link["kind"], link["starts"]),
)
bars = st.lists(
    st.tuples(st.integers(0, YOUNG - 1), st.integers(0, ADULTS - 1), st.booleans()), max_size=4
)
wanted = st.sampled_from([Grant.NAME, Grant.PLAN, Grant.MESSAGES, Grant.NAME | Grant.PLAN])
roles = st.sampled_from([Role.WORKER, Role.DUTY, Role.MANAGER, Role.CARER, Role.ADMIN])


def reaches(link_list, bar_list, young, adult, grant, role):
    """The rule in plain words: not kept away, and something that holds now grants it."""
    if role is Role.ADMIN or any(b[:2] == (young, adult) and not b[2] for b in bar_list):
        return False
    return any(
        link["of"] == young
        and link["to"] == adult
        and link["starts"] <= 0
        and (link["ends"] is None or link["ends"] >= 0)
        and (link["ends_at"] is None or link["ends_at"] > 0)
        and link["grants"] & int(grant) == int(grant)
        for link in link_list
    )


@settings(max_examples=120, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(links, bars, wanted, roles, st.integers(0, ADULTS - 1))
def test_a_question_a_query_and_a_model_agree(db, link_list, bar_list, grant, role, who):
    now, today = clock.now(), makers.today()
    people = db.scalars(select(Person).order_by(Person.id)).all()
    if not people:
        made = [makers.make_young(db) for _ in range(YOUNG)]
        people = made + [makers.make_worker(db) for _ in range(ADULTS)]
    db.execute(delete(Connection))
    db.execute(delete(MustNotKnow))
    young, adults = people[:YOUNG], people[YOUNG:]
    for link in link_list:
        makers.make_connection(
            db, young[link["of"]], adults[link["to"]], link["kind"],
            starts=today + link["starts"] * DAY,
            ends=None if link["ends"] is None else today + link["ends"] * DAY,
            ends_at=None if link["ends_at"] is None else now + link["ends_at"] * HOUR,
            grants=link["grants"],
        )  # fmt: skip
    for one, other, lifted in bar_list:
        makers.make_bar(
            db, young[one], adults[other], lifted_at=now if lifted else None,
            lifted_by_id=1 if lifted else None,
        )  # fmt: skip
    viewer = makers.make_viewer(db, adults[who], role)
    model = {young[n].id for n in range(YOUNG) if reaches(link_list, bar_list, n, who, grant, role)}
    as_query = {person.id for person in db.scalars(young_people(viewer, grant, now))}
    as_question = {
        person.id
        for person in young
        if db.scalar(select(reach(viewer, Person.id, grant, now)).where(Person.id == person.id))
    }
    assert as_query == as_question == model
