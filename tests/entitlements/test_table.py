"""People × items, row by row: table.csv says what should come out, and by which source."""

import csv
from collections import Counter

import pytest

from portal.clocks.days import birthday
from portal.entitlements import words
from portal.entitlements.engine import Life, Says, answer, answers
from portal.entitlements.items import made_up, national
from portal.entitlements.leaves import Age
from portal.entitlements.rules import leaves
from tests.entitlements.people import DAY, FOLDER, changed, day_of, people

LINES = (FOLDER / "table.csv").read_text(encoding="utf-8").splitlines()
ROWS = list(csv.DictReader(line for line in LINES if line and not line.startswith("#")))
OFFERS = (national(), *made_up().values())
ITEMS = {item.code: item for offer in OFFERS for item in offer.items}


def named(row):
    return "-".join(filter(None, (row["item"], row["person"], row["day"], row["changes"])))


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_every_row_of(code):
    rows = {named(row): row for row in ROWS if row["item"] == code}
    assert {name: said(row) for name, row in rows.items()} == {
        name: wanted(row) for name, row in rows.items()
    }


def found(row):
    facts = changed(row["person"], row["changes"])
    return answer(ITEMS[row["item"]], Life(facts, day_of(row["day"], facts.born)))


def said(row):
    one = found(row)
    pounds = str(one.amount.number) if row["pounds"] and one.amount else ""
    return one.says, one.from_when, one.why.say, one.why.source.key, pounds


def wanted(row):
    when = day_of(row["when"], born(row)) if row["when"] else None
    return row["says"], when, row["why"], row["source"], row["pounds"]


def test_the_table_is_whole():
    assert len(ROWS) >= 150
    assert not [row for row in ROWS if not row["rule"] or not row["source"]]
    twice = Counter(map(named, ROWS))
    assert [name for name, times in twice.items() if times > 1] == []


def test_every_row_has_its_own_sentence():
    """Also where a condition takes other words than its own; a day alone says it, too."""
    for row in ROWS:
        why = found(row).why
        assert getattr(words.WHY[why.say], why.form.value) or why.day, named(row)


def test_every_item_is_in_it():
    assert set(ITEMS) == {row["item"] for row in ROWS}


def test_every_birthday_of_a_rule_is_seen_from_both_sides():
    """A row on the birthday at which something begins or ends, and one on its eve."""
    seen = {(row["item"], day_of(row["day"], born(row))) for row in ROWS if born(row)}
    missing = {
        (code, age, day)
        for code, item in ITEMS.items()
        for age in ages(item)
        for day in (-DAY, 0 * DAY)
        if not any((code, birthday(one, age) + day) in seen for one in BIRTHS)
    }
    assert missing == set()


def born(row):
    return changed(row["person"], row["changes"]).born


BIRTHS = {born(row) for row in ROWS if born(row)}


def ages(item):
    """The birthdays on which a rule of the item turns."""
    every = (leaf for version in item.versions for leaf in leaves(version.when))
    return {
        age for leaf in every if isinstance(leaf, Age) for age in (leaf.start, leaf.until) if age
    }


def test_of_whom_nothing_is_known_everything_is_to_be_asked():
    today = day_of("2026-11-28", None)
    every = answers(people()["nobody"], made_up().values(), today)
    says = {one.code: one.says for one in every}
    assert says.pop("thornmere_bus_pass") is Says.NOT_NOW  # it begins in 2027 for everybody
    assert set(says.values()) == {Says.ASK}
