"""Queries that are put together once and then only filled in."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.core.db import Query, built_once
from portal.core.receipts import Receipt, first_time

MOMENT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def built():
    """How often the query below was put together."""
    return []


@pytest.fixture
def refs(db, built):
    @built_once
    def query(keys: list[str], since: datetime, most: int, *, newest_first: bool) -> Query:
        built.append(newest_first)
        asked = select(Receipt.result_ref).where(Receipt.key.in_(keys), Receipt.made_at >= since)
        order = Receipt.made_at.desc() if newest_first else Receipt.made_at
        return asked.order_by(order).limit(most)

    for n in range(3):
        first_time(db, 1, f"key-{n}", "", f"ref-{n}", MOMENT.replace(hour=9 + n))
    return lambda *given, newest_first=False: db.scalars(
        *query(*given, newest_first=newest_first)
    ).all()


def test_each_call_fills_it_with_its_own_values(refs, built):
    every = ["key-0", "key-1", "key-2"]
    assert refs(every, MOMENT, 9) == ["ref-0", "ref-1", "ref-2"]
    assert refs(every, MOMENT.replace(hour=10), 1) == ["ref-1"]
    assert refs(["key-2"], MOMENT, 9) == ["ref-2"]
    assert refs([], MOMENT, 9) == []
    assert built == [False]


def test_each_shape_is_a_query_of_its_own(refs, built):
    every = ["key-0", "key-2"]
    for _ in range(2):
        assert refs(every, MOMENT, 9, newest_first=True) == ["ref-2", "ref-0"]
        assert refs(every, MOMENT, 9) == ["ref-0", "ref-2"]
    assert built == [True, False]


def test_a_value_too_few_is_refused():
    @built_once
    def query(account_id: int, key: str) -> Query:
        return select(Receipt.id).where(Receipt.account_id == account_id, Receipt.key == key)

    with pytest.raises(ValueError, match="shorter"):
        query(1)


def test_a_question_about_a_value_that_is_not_there_yet_is_refused():
    @built_once
    def query(day: date) -> Query:
        return select(Receipt.id) if day else select(Receipt.key)

    with pytest.raises(TypeError):
        query(date(2026, 11, 23))
