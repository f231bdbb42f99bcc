"""People in bulk: the same from the same seed, true to the clocks, quickly made."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from portal.demo import bulk, load
from portal.house import METADATA, Connection, Council, Membership, Person, Plan
from portal.rebuild import rebuild

# What differs from one making to the next: keys, references and what points at them.
_OWN = {"id", "mark", "ref", "source_key"}
_POINTS = ("_id", "_ref")
PEOPLE = bulk.PATTERNS + 60


@pytest.fixture
def council_id(db, now):
    load.load(db, now.date())
    return db.scalars(select(Council.id).order_by(Council.id).limit(1)).one()


_REFS = {"share.key", "proof.serial", "proof.name_hash", "proof_code.serial_hash"}
_SEALED = {"diary", "diary_entry"}


def _content(db):
    """Every row without keys, as a bag by table; not what is sealed, which is never the same."""
    bags = {}
    for table in METADATA.sorted_tables:
        if table.name in _SEALED:
            continue
        plain = [
            c for c in table.columns
            if c.name not in _OWN and str(c) not in _REFS
            and not c.name.endswith(_POINTS) and not c.foreign_keys
        ]  # fmt: skip
        rows = db.execute(select(*plain)).all() if plain else []
        bags[table.name] = Counter(map(tuple, rows))
    return bags


def test_the_same_seed_makes_the_same_people(db, council_id, now):
    bulk.add(db, PEOPLE, 3, now.date())
    one = _content(db)
    load.clear(db)
    load.load(db, now.date())
    bulk.add(db, PEOPLE, 3, now.date())
    assert _content(db) == one


def test_another_seed_makes_other_people(db, council_id, now):
    bulk.add(db, 20, 3, now.date())
    bulk.add(db, 20, 4, now.date())
    born = select(Person.code, Person.born).where(Person.kind == "young")
    found = dict(db.execute(born).all())
    assert [found[f"b3-{n}"] for n in range(1, 21)] != [found[f"b4-{n}"] for n in range(1, 21)]


def test_the_same_seed_twice_is_refused(db, council_id, now):
    bulk.add(db, 5, 3, now.date())
    with pytest.raises(bulk.SameSeed):
        bulk.add(db, 5, 3, now.date())


def test_a_rebuild_finds_nothing_to_change(db, council_id, now):
    bulk.add(db, PEOPLE, 1, now.date())
    again = rebuild(db, council_id, now)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_each_can_sign_in_and_has_a_plan_a_worker_and_a_reviewer(db, council_id, now):
    bulk.add(db, PEOPLE, 1, now.date())
    young = set(
        db.scalars(select(Person.id).where(Person.kind == "young", Person.code.like("b1-%")))
    )
    assert len(young) == PEOPLE
    assert young <= set(db.scalars(select(Membership.person_id)))
    assert young <= set(db.scalars(select(Plan.person_id).where(Plan.current_id.is_not(None))))
    near = Counter(db.scalars(select(Connection.of_id).where(Connection.of_id.in_(young))))
    assert set(near.values()) == {2}
    load_of = db.execute(
        select(func.count()).select_from(Connection)
        .where(Connection.of_id.in_(young), Connection.kind != "iro")
        .group_by(Connection.with_id)
    ).scalars().all()  # fmt: skip
    assert max(load_of) == bulk.A_WORKER_HAS


def test_everything_points_at_something(db, council_id, now):
    bulk.add(db, 30, 1, now.date())
    for table in METADATA.sorted_tables:
        for key in table.foreign_keys:
            here, there = key.parent, key.column
            lost = (
                select(func.count()).select_from(table)
                .where(here.is_not(None), here.not_in(select(there)))
            )  # fmt: skip
            assert db.scalar(lost) == 0, f"{table.name}.{here.name}"


def test_nothing_is_left_to_chance_in_what_is_stored(db, council_id, now):
    """Rows written by the driver itself read back as those SQLAlchemy writes."""
    bulk.add(db, 3, 1, now.date())
    made = db.scalars(select(Plan).join(Person, Person.id == Plan.person_id)
                      .where(Person.code.like("b1-%"))).all()  # fmt: skip
    assert all(len(plan.ref) == 22 for plan in made)
    from portal.house import PlanVersion

    published = db.scalars(
        select(PlanVersion.published_at).where(PlanVersion.id.in_([p.current_id for p in made]))
    ).all()
    assert all(moment.tzinfo is not None and moment < now for moment in published)
    found = db.scalars(select(PlanVersion.id).where(PlanVersion.published_at == published[0])).all()
    assert found  # the stored form is the one a query asks with
