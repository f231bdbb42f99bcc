"""The answers a second time, from the data files as they stand: plain tables, days counted one by
one, no knowledge of when anything turns. Slow, short, and written without looking at the engine.

0 is no, 1 unknown, 2 likely, 3 yes. Only the sum of `portal.clocks.category` is shared.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from portal.clocks.category import Category, category
from portal.entitlements.facts import Facts, Study

FOLDER = Path(__file__).resolve().parents[2] / "portal" / "entitlements"
FILES = (FOLDER / "national.toml", *sorted((FOLDER / "local").glob("*.toml")))
DAY = timedelta(days=1)
FULL = {"eligible", "relevant", "former_relevant"}


@cache
def rows() -> dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]:
    """Each code's rows, each with the file it stands in."""
    found: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for path in FILES:
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        for row in file["item"]:
            found.setdefault(row["code"], []).append((row, file))
    return found


def truth(code: str, facts: Facts, day: date) -> int:
    row, file = _row(code, facts, day)
    parts = [_node(row["when"], facts, day)]
    if row["key"] != "national":
        parts.append(_council(row, file, facts, day))
    if row.get("dated_by", "today") == "today":
        parts.append(3 if _holds(row, day) else 0)
    if row.get("once"):
        parts.append(_not_had(row, facts))
    return min(parts)


def says(code: str, facts: Facts, day: date) -> str:
    """All but "not now", which is a no to this evaluator."""
    found = truth(code, facts, day)
    assessed = _row(code, facts, day)[0].get("assessed")
    return {0: "no", 1: "ask", 2: "probably", 3: "probably" if assessed else "yes"}[found]


def _row(code: str, facts: Facts, day: date) -> tuple[dict[str, Any], dict[str, Any]]:
    every = rows()[code]
    by = every[0][0].get("dated_by", "today")
    at = day if by == "today" else getattr(facts, by) or day
    return next((pair for pair in every if _holds(pair[0], at)), every[-1])


def _holds(row: dict[str, Any], day: date) -> bool:
    return row.get("valid_from", date.min) <= day <= row.get("valid_to", date.max)


def _yes(fact: bool | None) -> int:
    return {None: 1, True: 3, False: 0}[fact]


def _turns(born: date, age: int) -> date:
    day = born.day if (born.month, born.day) != (2, 29) else 0
    if day:
        return date(born.year + age, born.month, day)
    return date(born.year + age, 2, 28) + DAY  # the day after the 28th: the 29th, or 1 March


def _node(node: dict[str, Any], facts: Facts, day: date) -> int:
    (kind, value), *_ = ((k, v) for k, v in node.items() if k not in ("say", "source"))
    if kind == "all":
        return min(_node(part, facts, day) for part in value)
    if kind == "any":
        return max(_node(part, facts, day) for part in value)
    if kind == "not":
        return {0: 3, 1: 1, 2: 1, 3: 0}[_node(value, facts, day)]
    return LEAVES[kind](value, facts, day)


def _age(value, facts, day):
    if facts.born is None:
        return 1
    first = _turns(facts.born, value.get("from", 0))
    ends = _turns(facts.born, value["until"]) if "until" in value else date.max
    return 3 if first <= day < ends else 0


def _august(under, facts, day):
    if facts.born is None:
        return 1
    before = date(day.year if (day.month, day.day) >= (9, 1) else day.year - 1, 8, 31)
    return 3 if before < _turns(facts.born, under) else 0


def _under_at(value, facts, day):
    at = getattr(facts, value["at"])
    if at is None or facts.born is None:
        return 1
    return 3 if at < _turns(facts.born, value["age"]) else 0


def _record(facts, day):
    since, until = facts.category_since or date.min, facts.category_until or date.max
    if facts.category in (None, Category.NONE, Category.UNKNOWN) or not since <= day <= until:
        return None
    return facts.category.value


@lru_cache(maxsize=64)
def _hint(facts, day):
    found = category(facts.history(), day).value
    return None if found in ("none", "unknown") else found


def _group(groups, facts, day):
    record = _record(facts, day)
    years = None
    if facts.born is not None:
        years = day.year - facts.born.year
        years -= _turns(facts.born, years) > day
    hint = _hint(facts, day)

    def guess(group):
        return 2 if group in groups else 1

    if record is None:
        return guess(hint)
    stays = 3 if record in groups else 0
    if years is None:
        lasts = record in ("former_relevant", "qualifying_education_to_25")
        return stays if lasts else guess(record)
    if record in ("eligible", "relevant") and years >= 18:
        return guess("former_relevant")
    if record == "looked_after_under_16" and years >= 16:
        return guess(hint)
    if record == "looked_after_not_yet_eligible" and years < 18 and facts.periods is None:
        return 2 if record in groups else int("eligible" in groups)
    if record == "looked_after_not_yet_eligible" and (years >= 18 or hint == "eligible"):
        return guess(hint)
    if record == "not_eligible_short_breaks" and years >= 18:
        return guess(hint)
    if record == "qualifying" and years >= 21:
        if "qualifying_education_to_25" not in groups:
            return 0
        return 2 if facts.study not in (None, Study.NONE) else 1
    return stays


def _days(facts, first, before, today=None):
    """Every day in care from `first` to the eve of `before`, and not after `today`."""
    last = before - DAY if today is None else min(before - DAY, today)
    found = set()
    for period in facts.periods:
        if not period.short_breaks:
            ends = min(period.ended or last, last).toordinal()
            found.update(range(max(period.started, first).toordinal(), ends + 1))
    return found


def _in_care(_value, facts, day):
    if facts.born is not None and day >= _turns(facts.born, 18):
        return 0
    if facts.in_care is not None or facts.periods is None:
        return _yes(facts.in_care)
    return 3 if any(p.started <= day and day < (p.ended or date.max) for p in facts.periods) else 0


def _in_care_at_18(value, facts, day):
    if facts.born is None:
        return 1
    eighteen = _turns(facts.born, 18)
    if day < eighteen:
        return _in_care(value, facts, day)
    if facts.periods is None:
        return 1
    return 3 if _days(facts, eighteen - DAY, eighteen) else 0


def _care_days(value, facts, day):
    if _record(facts, day) in FULL:
        return 3
    if facts.periods is None or facts.born is None:
        return 1
    first, before = _turns(facts.born, value["from"]), _turns(facts.born, value["until"])
    return 3 if len(_days(facts, first, before, day)) >= value["days"] else 0


def _without_break(months, facts, day):
    if facts.periods is None:
        return 1
    eighteen = _turns(facts.born, 18) if facts.born else date.max
    days = _days(facts, date.min, min(day, eighteen))
    for first in days:
        if first - 1 in days:
            continue
        start = date.fromordinal(first)
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        assert months % 12 == 0, "only whole years are counted here"
        same = _turns(start, months // 12)
        full = same if (start.month, start.day) != (2, 29) else date(year, month + 1, 28)
        if full <= min(day, eighteen) and set(range(first, full.toordinal())) <= days:
            return 3
    return 0


def _apprenticeship(_value, facts, day):
    if facts.apprenticeship_start is not None:
        return 3 if facts.apprenticeship_start <= day else 0
    return _yes(None if facts.study is None else facts.study == "apprenticeship")


def _trust_fund(wanted, facts, day):
    has = facts.trust_fund
    if has is None:
        if facts.born is None:
            return 1
        there = wanted["born_from"] <= facts.born <= wanted["born_to"]
        if there and facts.came_alone is not True:
            return 1
        has = False
    return 3 if has == wanted["has"] else 0


def _public_funds(_value, facts, day):
    if facts.no_public_funds is not None:
        return 0 if facts.no_public_funds else 3
    if True in (facts.universal_credit, facts.housing_benefit):
        return 3
    return 2 if facts.came_alone is False else 1


def _papers(_value, facts, day):
    if facts.universal_credit is True or facts.housing_benefit is True:
        return 3
    if facts.no_public_funds is None:
        return 1 if facts.came_alone is True else 3
    return 1 if facts.no_public_funds else 3


def _benefit(_value, facts, day):
    has = {facts.universal_credit, facts.housing_benefit}
    if True in has:
        return 3
    if None in has:
        return 1
    # Neither: whose papers nobody has told us, and who may have come alone, has to ask.
    return 1 if facts.no_public_funds is None and facts.came_alone is not False else 0


def _except(names, facts, day):
    found = {getattr(facts, name) for name in names}
    return 1 if True in found else 2 if None in found else 3


def _at_least(value, facts, day):
    found = getattr(facts, value["fact"])
    return _yes(None if found is None else found >= value["number"])


LEAVES = {
    "age": _age,
    "under_on_31_august": _august,
    "under_at": _under_at,
    "group": _group,
    "in_care": _in_care,
    "in_care_at_18": _in_care_at_18,
    "care_days": _care_days,
    "without_break": _without_break,
    "fact": lambda name, facts, day: _yes(getattr(facts, name)),
    "at_least": _at_least,
    "study": lambda those, facts, day: _yes(
        None if facts.study is None else facts.study.value in those
    ),
    "apprenticeship": _apprenticeship,
    "trust_fund": _trust_fund,
    "public_funds": _public_funds,
    "papers": _papers,
    "benefit": _benefit,
    "except": _except,
    "flag": lambda name, facts, day: 1,  # none of them has a day yet: test_items holds them to it
    "decided": lambda name, facts, day: 1,
}


def _council(row, file, facts, day):
    lives = facts.residence if facts.placement is None else facts.placement
    own = {"responsible_authority": facts.responsible, "residence": facts.residence,
           "placement_area": lives}[row["key"]]  # fmt: skip
    if own == file["council"]:
        return 3
    best = 1 if own is None else 0
    for pair in file.get("pair", ()):
        if pair["scheme"] != row.get("scheme"):
            continue
        if facts.responsible in (None, pair["from"]) and lives in (None, pair["to"]):
            known = facts.responsible is not None and lives is not None
            open_now = pair["valid_from"] <= day <= pair.get("valid_to", date.max)
            over = day > pair.get("valid_to", date.max)
            found = (3 if open_now else 0) if known else (0 if over else 1)
            best = max(best, found)
    return best


def _not_had(row, facts):
    if facts.had is None:
        return 1
    mine = [had for had in facts.had if had.item == row["code"]]
    if not mine:
        return 3
    if any(had.done for had in mine):
        return 0
    if "amount" not in row or any(had.paid is None for had in mine):
        return 1
    if sum(had.paid for had in mine) < row["amount"]["number"]:
        return 3
    return 1 if row["amount"].get("kind") == "minimum" else 0
