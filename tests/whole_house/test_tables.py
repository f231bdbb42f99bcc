"""Every table belongs to a council, says how long it is kept, and has a key of ours."""

import sys

import pytest
from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint

from portal.core.db import Base
from portal.core.types import UtcDateTime, WallDateTime
from portal.house import METADATA, Council

# A council itself; what is reached only by user name or by the hash of a secret; and what belongs
# to an account or to nobody. Everything else has council_id.
OUTSIDE_COUNCILS = {
    "council",
    "account",
    "receipt",
    "tally",
    "passkey",
    "staff_identity",
    "job_run",
    "heartbeat",
}
TABLES = sorted(METADATA.tables)
CLASSES = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def test_the_house_is_not_empty():
    assert len(TABLES) > 25
    assert set(CLASSES) == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_it_belongs_to_a_council(name):
    column = METADATA.tables[name].columns.get("council_id")
    if name in OUTSIDE_COUNCILS:
        assert column is None
    else:
        assert column is not None
        assert not column.nullable


@pytest.mark.parametrize("name", TABLES)
def test_it_says_how_long_it_is_kept(name):
    table = CLASSES[name]
    words = f"{sys.modules[table.__module__].__doc__} {table.__doc__}".lower()
    assert "retention" in words or "kept" in words or "deleted when" in words


@pytest.mark.parametrize("name", TABLES)
def test_its_class_says_what_it_is(name):
    assert (CLASSES[name].__doc__ or "").strip()


@pytest.mark.parametrize("name", TABLES)
def test_its_key_is_one_number_of_ours(name):
    (key,) = METADATA.tables[name].primary_key.columns
    assert key.name == "id"
    assert isinstance(key.type, BigInteger)
    assert not key.autoincrement or key.autoincrement == "auto"
    assert key.default is not None


@pytest.mark.parametrize("name", TABLES)
def test_its_keys_to_others_are_wide_enough(name):
    narrow = [
        column.name
        for column in METADATA.tables[name].columns
        if column.name.endswith("_id") and not isinstance(column.type, BigInteger)
    ]
    assert narrow == []


@pytest.mark.parametrize("name", TABLES)
def test_its_times_are_moments_or_on_the_wall(name):
    plain = [
        column.name
        for column in METADATA.tables[name].columns
        if isinstance(column.type, DateTime)
        and not isinstance(column.type, UtcDateTime | WallDateTime)
    ]
    assert plain == []


@pytest.mark.parametrize("name", TABLES)
def test_what_is_in_an_address_is_random_and_unique(name):
    ref = METADATA.tables[name].columns.get("ref")
    if ref is not None:
        assert ref.unique
        assert ref.default is not None


def test_nothing_is_deleted_behind_our_back():
    """A cascade would take away rows whose retention is their own."""
    found = [
        f"{table.name}.{constraint.column_keys}"
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint) and (constraint.ondelete or "")
    ]
    assert found == []


@pytest.mark.parametrize("name", TABLES)
def test_its_relationships_never_ask_by_themselves(name):
    for relationship in CLASSES[name].__mapper__.relationships:
        assert relationship.lazy == "raise", relationship


def test_names_are_not_kept_where_they_are_not_needed():
    """What the council's returns hold and we never keep, in any column."""
    never = ("postcode", "upn", "convict", "substance", "ethnic", "sex", "address", "religion")
    found = [
        f"{table.name}.{column.name}"
        for table in METADATA.tables.values()
        for column in table.columns
        if any(word in column.name.lower() for word in never)
    ]
    assert found == []
    assert Council.__tablename__ in TABLES
