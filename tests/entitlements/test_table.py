"""People × items, row by row: table.csv says what should come out, and by which source."""

import csv
from collections import Counter
from datetime import date

import pytest

from portal.entitlements import words
from portal.entitlements.engine import Life, Says, answer, answers
from portal.entitlements.items import made_up, national
from portal.entitlements.leaves import Age, AgeAt, Apprenticeship, August, Case, TrustFund
from portal.entitlements.leaves_care import CareDays, WithoutBreak
from portal.entitlements.leaves_frame import InForce, Ours
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


def born(row):
    return changed(row["person"], row["changes"]).born


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


def test_every_turn_is_seen_on_its_eve_its_day_and_the_day_after():
    """Whatever a rule turns by: a birthday, the first day of a school year, days in care, the days
    between which it holds or two councils agree, a day of birth, the start of an apprenticeship."""
    there, seen = set(), set()
    for row in ROWS:
        facts = changed(row["person"], row["changes"])
        for what, day, turn in edges(ITEMS[row["item"]], facts, day_of(row["day"], facts.born)):
            there.add((row["item"], what))
            if turn is not None and abs((day - turn).days) <= 1:
                seen.add((row["item"], what, (day - turn).days))
    assert len(there) > 90 and {item for item, _what in there} == set(ITEMS)
    assert [(*one, n) for one in sorted(there) for n in (-1, 0, 1) if (*one, n) not in seen] == []


def edges(item, facts, day):
    """What a rule of the item turns by, the day of this row, and the one on which it turns."""
    case = Case(facts, day)
    for version in item.versions:
        if version.dated_by != "today":
            yield from ((f"{version.dated_by} {at}", getattr(facts, version.dated_by) or FAR, at)
                        for at in (version.valid_from,) if at)  # fmt: skip
        for leaf in leaves(version.when):
            match leaf:
                case Age():
                    yield from ((f"age {age}", day, case.birthday(age))
                                for age in (leaf.start, leaf.until) if age)  # fmt: skip
                case August():
                    yield "1 September", day, next(leaf.turns(case), None)
                case CareDays():
                    yield f"{leaf.days} days from {leaf.start}", day, leaf._reached(case)
                case WithoutBreak():
                    yield "months without a break", day, min(leaf._full(case), default=None)
                case InForce():
                    yield from (
                        (f"in force {turn}", day, turn)
                        for turn in (leaf.first, leaf.last and leaf.last + DAY)
                        if turn
                    )
                case Ours():
                    yield from ((f"pair {turn}", day, turn) for turn in leaf.turns(case))
                case TrustFund():
                    turns = (leaf.born_from, leaf.born_to + DAY)
                    yield from ((f"born {turn}", facts.born or FAR, turn) for turn in turns)
                case AgeAt():
                    start = getattr(facts, leaf.at) or FAR
                    yield f"{leaf.under} at {leaf.at}", start, case.birthday(leaf.under)
                case Apprenticeship():
                    yield "apprenticeship", day, facts.apprenticeship_start


FAR = date(1931, 1, 1)


def test_every_item_is_asked_of_somebody_of_whom_something_is_not_known():
    unknown = (row for row in ROWS if row["person"] == "nobody" or "=?" in row["changes"])
    asked = {row["item"] for row in unknown if row["says"] == "ask"}
    assert set(ITEMS) - asked == set()


def test_of_whom_nothing_is_known_everything_is_to_be_asked():
    today = day_of("2026-11-28", None)
    every = answers(people()["nobody"], made_up().values(), today)
    says = {one.code: one.says for one in every}
    assert says.pop("thornmere_bus_pass") is Says.NOT_NOW  # it begins in 2027 for everybody
    assert set(says.values()) == {Says.ASK}
