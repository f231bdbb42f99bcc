"""Plans: versions are published once and stay as they are; promises in them live on."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from portal.core import clock
from portal.intake.changes import TableChanges, Values
from portal.intake.connection_rows import Known
from portal.intake.records import PlanPart as SaidPart
from portal.intake.records import PlanRow, PromiseLine
from portal.intake.working import Working
from portal.plan.rules import Area, content_hash
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording
from portal.promises.tables import Promise

KINDS = frozenset({"care", "pathway", "school", "health", "wellbeing"})
BANDS = {"8-11": "child", "12-15": "teen", "16+": "adult"}
PROMISE_STATES = {"open": "coming", "kept": "kept", "ended": "dropped"}
SOURCE = "plan"

# Headings that councils' plans use, for the areas that we know.
AREAS = {
    **{area.value: area.value for area in Area},
    "where_i_live": "home",
    "my_home": "home",
    "placement": "home",
    "my_people": "people",
    "contact": "family_time",
    "college_and_learning": "education",
    "learning": "education",
    "employment": "work",
    "my_health": "health",
    "my_feelings": "feelings",
    "emotional_and_behavioural_development": "feelings",
    "who_i_am": "identity",
    "family_and_friends": "family",
    "family_and_social_relationships": "family",
    "finance": "money",
    "self-care_skills": "skills",
    "things_i_am_learning_to_do": "skills",
    "things_i_like": "fun",
    "leisure": "fun",
    "my_future": "future",
    "being_safe": "safety",
    "my_papers": "immigration",
    "who_decides": "legal",
    "legal_status": "legal",
}


class Part(NamedTuple):
    """A part as it will be kept. words: band, language, text, state."""

    area: str
    official: str
    who: str
    by_when: str
    look_again: date | None
    words: tuple[tuple[str, str, str, str], ...]
    content: str
    said: SaidPart


class Tables:
    """The tables of plans, in the order in which they are written."""

    def __init__(self, work: Working) -> None:
        self.plans = work.table(Plan, "plans", lambda row: (row["person_id"], row["kind"]))
        self.versions = work.table(
            PlanVersion, "plan versions", lambda row: (row["plan_id"], row["number"])
        )
        self.parts = work.table(
            PlanPart, "plan parts", lambda row: (row["version_id"], row["area"])
        )
        self.wordings = work.table(
            Wording,
            "wordings",
            lambda row: (row["part_id"], row["band"], row["language"]),
        )
        self.promises = work.table(Promise, "promises", _promise_place)
        self.of_plan: defaultdict[int, dict[int, Values]] = defaultdict(dict)
        for version in self.versions.there.values():
            self.of_plan[version["plan_id"]][version["number"]] = version
        self.of_version: defaultdict[int, dict[str, Values]] = defaultdict(dict)
        for part in self.parts.there.values():
            self.of_version[part["version_id"]][part["area"]] = part


def _promise_place(row: Values) -> tuple[int, str, str]:
    own = "" if row["source_kind"] == SOURCE else str(row["id"])  # others are never matched
    return row["person_id"], row["source_key"], own


def take(work: Working, known: Known) -> None:
    tables = Tables(work)
    groups: defaultdict[tuple[str, str], list[PlanRow]] = defaultdict(list)
    for row in work.reading.of(PlanRow):
        groups[row.child, "_".join(row.kind.lower().split())[:16]].append(row)
    for (_, kind), rows in groups.items():
        _plan(work, tables, known, kind, sorted(rows, key=lambda row: row.version))


def _plan(work: Working, tables: Tables, known: Known, kind: str, rows: list[PlanRow]) -> None:
    """All versions of one plan that the folder holds, oldest first."""
    taken: list[tuple[PlanRow, tuple[Part, ...]]] = []
    person = plan = None
    for row in rows:
        person = work.child(row)
        if person is None:
            continue
        parts = _parts(work, row)
        if parts is None:
            continue
        fresh = {"person_id": person["id"], "kind": kind}
        plan = tables.plans.put((person["id"], kind), {}, row, row.child, fresh)
        if _version(work, tables, known, plan, row, parts):
            taken.append((row, parts))
    if plan is None or person is None or not taken:
        return
    _make_current(work, tables, plan, taken[-1][0])
    newest = max(tables.of_plan[plan["id"]])
    _promises(work, tables, known, plan, taken, up_to_date=taken[-1][0].version == newest)


# --- parts -----------------------------------------------------------------------------------


def _parts(work: Working, row: PlanRow) -> tuple[Part, ...] | None:
    """The version's parts; None, with the row rejected, when two of them would be one."""
    found: dict[str, Part] = {}
    for number, said in enumerate(row.parts):
        part = _part(work, row, said, f"parts[{number}].")
        places = [(band, language) for band, language, _, _ in part.words]
        if part.area in found or len(set(places)) != len(places):
            where = "area" if part.area in found else "wordings"
            work.reject(
                row,
                f"parts[{number}].{where}",
                said.area,
                "The same thing is there twice, with two contents.",
                "Give each area one part, and each age and language one wording.",
            )
            return None
        found[part.area] = part
    return tuple(found.values())


def _part(work: Working, row: PlanRow, said: SaidPart, at: str) -> Part:
    slug = "_".join(said.area.lower().split())
    area = AREAS.get(slug, slug[:32])
    if slug not in AREAS:
        work.warn(
            row,
            f"{at}area",
            said.area,
            "We do not know this area, so this part is shown to nobody.",
            f"Use one of: {', '.join(area.value for area in Area)}.",
        )
    official = "\n\n".join(text for text in (said.official, said.need, said.action) if text)
    by_when = f"{said.by.day} {said.by:%B %Y}" if said.by else ""
    words = tuple(
        (
            BANDS.get(wording.band, wording.band[:8]),
            wording.language or "en",
            wording.text,
            "checked" if wording.state == "checked" else "draft",
        )
        for wording in said.wordings
    )
    plain = [(band, language, text) for band, language, text, _ in words]
    content = content_hash(area, official, said.who, by_when, said.look_again, plain)
    return Part(area, official, said.who, by_when, said.look_again, words, content, said)


# --- versions --------------------------------------------------------------------------------


def _version(
    work: Working,
    tables: Tables,
    known: Known,
    plan: Values,
    row: PlanRow,
    parts: tuple[Part, ...],
) -> bool:
    """Add the version, or see that it is the one that is there. False: the row is rejected."""
    there = tables.of_plan[plan["id"]].get(row.version)
    if there is not None:
        return _same_version(work, tables, there, row, parts)
    publisher = work.adult(row.published_by)
    named = publisher["id"] if publisher else known.adult(plan["person_id"], row.published_by)
    version = tables.versions.put(
        (plan["id"], row.version),
        {},
        row,
        row.child,
        {
            "plan_id": plan["id"],
            "number": row.version,
            "published_at": _midnight(row.published_on),
            "published_by_id": named,
            "published_by": (publisher and publisher["known_as"]) or row.published_by,
            "review_on": row.review_on,
        },
    )
    earlier = [n for n in tables.of_plan[plan["id"]] if n < row.version]
    before = tables.of_plan[plan["id"]][max(earlier)]["id"] if earlier else 0
    tables.of_plan[plan["id"]][row.version] = version
    for place, part in enumerate(parts):
        same = tables.of_version[before].get(part.area)
        _add_part(tables, version, row, place, part, same)
    return True


def _midnight(day: date) -> datetime:
    return clock.at_wall(datetime.combine(day, time()))


def _add_part(
    tables: Tables, version: Values, row: PlanRow, place: int, part: Part, before: Values | None
) -> None:
    kept = tables.parts.put(
        (version["id"], part.area),
        {},
        row,
        row.child,
        {
            "version_id": version["id"],
            "area": part.area,
            "place": place,
            "official": part.official,
            "who": part.who,
            "by_when": part.by_when,
            "look_again": part.look_again,
            "content": part.content,
        },
    )
    same = before is not None and before["content"] == part.content
    kept["first_id"] = (before["first_id"] or before["id"]) if before and same else kept["id"]
    tables.of_version[version["id"]][part.area] = kept
    for band, language, text, state in part.words:
        values = {"part_id": kept["id"], "band": band, "language": language, "text": text}
        fresh = {**values, "state": state, "author": version["published_by"]}
        tables.wordings.put((kept["id"], band, language), {}, row, row.child, fresh)


def _same_version(
    work: Working, tables: Tables, there: Values, row: PlanRow, parts: tuple[Part, ...]
) -> bool:
    kept = tables.of_version[there["id"]]
    same = (
        clock.today(there["published_at"]) == row.published_on
        and there["review_on"] == row.review_on
        and [(part["area"], part["content"]) for part in _in_order(kept.values())]
        == [(part.area, part.content) for part in parts]
    )
    if not same:
        work.reject(
            row,
            "version",
            str(row.version),
            "This version is in the portal with another content. What was published stays.",
            "Publish it as a new version, with the next number.",
        )
        return False
    for part in parts:  # somebody has checked the words since: that is no new content
        for band, language, _, state in part.words:
            if state == "checked":
                key = (kept[part.area]["id"], band, language)
                tables.wordings.put(key, {"state": state}, row, row.child)
    return True


def _in_order(parts: Iterable[Values]) -> list[Values]:
    return sorted(parts, key=lambda part: part["place"])


def _make_current(work: Working, tables: Tables, plan: Values, row: PlanRow) -> None:
    """Show the highest version that nobody took back, and tell the young person what is new."""
    if plan["kind"] not in KINDS:
        work.warn(
            row,
            "kind",
            row.kind,
            "We do not know this kind of plan, so it is shown to nobody.",
            "Put the kind right, then send the file again.",
        )
        return
    standing = {
        number: version
        for number, version in tables.of_plan[plan["id"]].items()
        if version.get("recalled_at") is None
    }
    if not standing:
        return
    newest = standing[max(standing)]
    before = plan["current_id"]
    if before == newest["id"]:
        return
    key = (plan["person_id"], plan["kind"])
    tables.plans.put(key, {"current_id": newest["id"]}, row, row.child)
    if before is None or plan["person_id"] not in work.there.roles:
        return  # a first plan is new as a whole; it is not told part by part
    old = {area: part["content"] for area, part in tables.of_version[before].items()}
    for part in _in_order(tables.of_version[newest["id"]].values()):
        if old.get(part["area"]) != part["content"]:
            work.told.append((plan["person_id"], f"{plan['kind']}:{part['area']}"))


# --- promises --------------------------------------------------------------------------------


def _promises(
    work: Working,
    tables: Tables,
    known: Known,
    plan: Values,
    taken: list[tuple[PlanRow, tuple[Part, ...]]],
    up_to_date: bool,
) -> None:
    """Each promise as the newest version that names it has it. A folder without the plan's newest
    version is an old one: it adds what we did not know, and changes nothing."""
    last: dict[str, tuple[PlanRow, Part, PromiseLine]] = {}
    made: dict[str, date] = {}
    for row, parts in taken:
        for part in parts:
            for line in part.said.promises:
                key = _promise_key(plan["kind"], part.area, line)
                last[key] = row, part, line
                made.setdefault(key, row.published_on)
    for key, (row, part, line) in last.items():
        _promise(work, tables.promises, known, plan, key, row, part, line, made[key], up_to_date)


def _promise_key(kind: str, area: str, line: PromiseLine) -> str:
    """The council's key within the plan; without one, what was promised is the key."""
    if line.key:
        return f"{kind}:{line.key}"
    words = hashlib.sha256(f"{area}\n{line.text}".encode()).hexdigest()
    return f"{kind}:~{words[:24]}"


def _promise(
    work: Working,
    table: TableChanges,
    known: Known,
    plan: Values,
    key: str,
    row: PlanRow,
    part: Part,
    line: PromiseLine,
    made: date,
    up_to_date: bool,
) -> None:
    due = line.by or part.said.by or part.said.look_again or row.review_on
    if due is None:
        work.warn(
            row,
            "by",
            line.key,
            "A promise without a day is left out: nobody could say whether it is late.",
            "Give the promise, its part or the plan's next review a date.",
        )
        return
    place = (plan["person_id"], key, "")
    there = table.there.get(place)
    if there is not None and (not up_to_date or there["id"] in work.there.walked):
        return
    state = PROMISE_STATES.get(line.state, "coming")
    values: Values = {"text": line.text, "due": due, "owner_label": line.who, "area": part.area}
    owner = known.adult(plan["person_id"], line.who)
    if owner is not None:
        values["owner_id"] = owner
    if there is None or there["state"] != state:
        values.update(state=state, state_on=made if there is None else work.today)
    fresh: Values = {
        "person_id": plan["person_id"],
        "source_kind": SOURCE,
        "source_key": key,
        "made_at": _midnight(made),
    }
    if owner is None:
        # Somebody outside, or a name we do not know: their worker sees to it.
        fresh["keeper_id"] = known.worker(plan["person_id"])
    table.put(place, values, row, row.child, fresh)
