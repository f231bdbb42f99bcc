"""Parts whose day has come, on one list: only those that the viewer writes."""

from datetime import timedelta

from sqlalchemy import select

from portal.house import PlanPart
from portal.people.rules import Grant, Kind
from tests import makers
from tests.databases import counting
from tests.plan.writing.conftest import writer


def due(db, kim, areas, days):
    for n, part in enumerate(db.scalars(select(PlanPart).where(PlanPart.area.in_(areas)))):
        part.look_again = makers.today() + timedelta(days=days + n)


def test_the_list_has_what_is_due_and_may_be_written(client, db, kim, priya):
    makers.make_plan(db, kim, {"school": "a", "fun": "b", "health": "c", "home": "d"})
    due(db, kim, ["school"], -3)
    due(db, kim, ["fun"], 20)
    due(db, kim, ["home"], 60)
    client.sign_in(priya)
    text = client.get("/plans-to-look-at").text
    assert text.index("School") < text.index("Things I like")
    assert text.count("Its day has passed") == 1 and "Where I live" not in text
    narrow = writer(db, kim, "Nell", Kind.PERSONAL_ADVISER, grants=Grant.NAME | Grant.PLAN)
    client.sign_in(narrow)
    text = client.get("/plans-to-look-at").text
    assert "Things I like" in text and "School" not in text


def test_a_long_list_comes_in_pages_at_the_same_cost(client, db, kim, priya, database):
    for n in range(45):
        young = makers.make_young(db, council_id=kim.council_id, known_as=f"Young {n}")
        makers.make_connection(db, young, priya)
        makers.make_plan(db, young, {"fun": "x"})
    due(db, kim, ["fun"], 0)
    for part in db.scalars(select(PlanPart)):
        part.look_again = makers.today()
    client.sign_in(priya)
    db.commit()
    with counting(database) as asked:
        first = client.get("/plans-to-look-at").text
    assert len(asked) <= 3
    more = first.partition('href="/plans-to-look-at?after=')[2].partition('"')[0]
    second = client.get(f"/plans-to-look-at?after={more}").text
    assert first.count("Things I like") + second.count("Things I like") == 45
    assert client.get("/plans-to-look-at?after=nonsense").status_code == 404
