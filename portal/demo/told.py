"""One young person's story as rows: care, plan, promises, dates, messages."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from portal.care.tables import ArrivedAlone, CareEpisode, HealthReturn, LeavingReturn
from portal.clocks.kinds import Clock
from portal.clocks.tables import DoneOn
from portal.core.appointments import State
from portal.demo import desk, promised, reviews
from portal.demo.cast import Cast
from portal.demo.days import every, with_days
from portal.demo.rows import Rows
from portal.demo.stories import BadStory, Table
from portal.demo.together import tell as tell_together
from portal.demo.touch import tell as tell_touch
from portal.family_time.tables import FamilyTime
from portal.messages.tables import Conversation, Message, ReadMark
from portal.notifications.tables import Notice
from portal.plan.rules import BANDS, Area, content_hash
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording
from portal.reviews.tables import Review
from portal.seen.tables import Seen
from portal.visits.tables import Visit

_CARE = {
    "new": "reason_new",
    "status": "legal_status",
    "place": "placement",
    "provider": "provider",
    "ended": "reason_ended",
    "change": "reason_change",
}
ADULT, PATHWAY_FROM = 18, 16
CHECKED, DRAFT = "checked", "draft"


def tell(rows: Rows, cast: Cast, story: Table) -> None:
    """Add everything that has happened and will happen to one young person."""
    here = {"council_id": cast.council(story), "person_id": cast.ids[story["key"]]}
    _care(rows, cast, story, here)
    for plan in story.get("plan", ()):
        _plan(rows, cast, story, plan, here)
    for promise in story.get("promise", ()):
        promised.tell(rows, cast, story, promise, here)
    _dates(rows, cast, story, here)
    _done(rows, cast, story, here)
    tell_touch(rows, cast, story, here)
    tell_together(rows, cast, story, here)
    for talk in story.get("talk", ()):
        _talk(rows, cast, story, talk, here)


def _care(rows: Rows, cast: Cast, story: Table, here: dict[str, int]) -> None:
    for stretch in story.get("care", ()):
        rows.add(
            CareEpisode,
            **here,
            started=cast.day(stretch["from"]),
            ended=cast.day(stretch["to"]) if "to" in stretch else None,
            **{column: stretch.get(name, "") for name, column in _CARE.items()},
        )
    if story.get("alone"):
        rows.add(ArrivedAlone, **here)
    if "leaving" in story:
        rows.add(LeavingReturn, **here, **story["leaving"])
    if "health" in story:
        rows.add(HealthReturn, **here, **story["health"])


# --- the plan ------------------------------------------------------------------------------


def _plan(rows: Rows, cast: Cast, story: Table, plan: Table, here: dict[str, int]) -> None:
    plan_id = rows.add(Plan, **here, kind=plan["kind"])
    council_id, person_id = here["council_id"], here["person_id"]
    versions = plan["version"]
    held: dict[str, tuple[str, int]] = {}  # area: content and first key of the newest part so far
    version_id = 0
    for number, version in enumerate(versions, start=1):
        at = cast.moment(version["on"])
        by = version.get("by", plan["by"])
        version_id = rows.add(
            PlanVersion,
            council_id=council_id,
            plan_id=plan_id,
            number=number,
            published_at=at,
            published_by_id=cast.person(story, by),
            published_by=cast.name(story, by),
            review_on=cast.day(version["review_on"]),
            review_by=cast.name(story, plan["review_by"]),
        )
        newest = number == len(versions)
        for place, part in enumerate(_in_order(plan["part"])):
            told = _as_told(part, newest)
            if told is not None:
                _part(rows, cast, told, version_id, place, council_id, held, by)
        if number < len(versions) and story.get("looked", True):
            for area, (_, first_id) in held.items():
                rows.add(
                    Seen,
                    council_id=council_id,
                    person_id=person_id,
                    thing="plan_part",
                    thing_key=f"{plan['kind']}:{area}",
                    mark=first_id,
                    at=min(at + timedelta(days=1), cast.now),
                )
    for part in plan["part"]:
        if len(versions) > 1 and "changed" in part:
            rows.add(
                Notice,
                council_id=council_id,
                person_id=person_id,
                kind="plan_changed",
                source_kind="plan_part",
                source_ref=f"{plan['kind']}:{part['area']}",
                made_at=cast.moment(versions[-1]["on"]),
            )
    rows.of["plan"][-1]["current_id"] = version_id


def _in_order(parts: list[Table]) -> list[Table]:
    return sorted(parts, key=lambda part: list(Area).index(Area(part["area"])))


def _as_told(part: Table, newest: bool) -> Table | None:
    """The part in this version; None if it came only with the newest."""
    if newest:
        return part
    if part.get("added"):
        return None
    return {**part, **part.get("before", {}), "changed": ""}


def _part(
    rows: Rows,
    cast: Cast,
    part: Table,
    version_id: int,
    place: int,
    council_id: int,
    held: dict[str, tuple[str, int]],
    author: str,
) -> None:
    area, official, who = part["area"], with_days(part["official"], cast.as_of), part["who"]
    by_when = with_days(part["by_when"], cast.as_of)
    look_again = cast.day(part["look_again"])
    words = [(band, "en", with_days(part[band], cast.as_of).strip(), CHECKED) for band in BANDS]
    words += [
        (other["band"], other["language"], with_days(other["text"], cast.as_of).strip(), DRAFT)
        for other in part.get("other", ())
    ]
    need, needs = part.get("need", ""), part.get("needs", {})
    content = content_hash(
        area, official, who, by_when, look_again, [w[:3] for w in words], need,
        [(band, "en", text) for band, text in needs.items()],
    )  # fmt: skip
    part_id = rows.add(
        PlanPart,
        council_id=council_id,
        version_id=version_id,
        area=area,
        place=place,
        need=need,
        official=official,
        who=who,
        by_when=by_when,
        look_again=look_again,
        change_note=with_days(part.get("changed", ""), cast.as_of),
        content=content,
    )
    before = held.get(area)
    first_id = before[1] if before and before[0] == content else part_id
    rows.of["plan_part"][-1]["first_id"] = first_id
    held[area] = (content, first_id)
    for band, language, text, state in words:
        rows.add(
            Wording,
            council_id=council_id,
            part_id=part_id,
            band=band,
            language=language,
            need=needs.get(band, "") if language == "en" else "",
            text=text,
            state=state,
            author=cast.names[author],
        )


# --- dates ---------------------------------------------------------------------------------


def _dates(rows: Rows, cast: Cast, story: Table, here: dict[str, int]) -> None:
    for visit in story.get("visit", ()):
        for when in _when(cast, visit):
            rows.add(
                Visit,
                **here,
                **when,
                key=_key(rows, "visit"),
                by_id=cast.person(story, visit["by"]),
                by_label=cast.name(story, visit["by"]),
                kind=visit.get("kind", "social_worker"),
            )
    for seen in story.get("family_time", ()):
        for when in _when(cast, seen):
            rows.add(
                FamilyTime,
                **here,
                **when,
                key=_key(rows, "family_time"),
                with_label=seen["with"],
                with_id=_known_as(story, cast, seen["with"]),
                how=seen.get("how", "together"),
                brings=seen.get("brings", ""),
                there=seen.get("there", ""),
                why_cancelled=_why(seen, when["wall"], cast),
            )
    for review in story.get("review", ()):
        for when in _when(cast, review):
            id = rows.add(
                Review,
                **here,
                **when,
                key=_key(rows, "review"),
                run_by_id=cast.person(story, review["run_by"]),
                run_by_label=cast.name(story, review["run_by"]),
                kind=review.get("kind", "care"),
                code=review.get("code", ""),
                all_day=False,
            )
            reviews.tell(rows, cast, story, review, id, here)
            desk.tell(rows, cast, story, review, id, when["wall"], here)
    desk.challenges(rows, cast, story, here)


def _known_as(story: Table, cast: Cast, label: str) -> int | None:
    """Who "Mum" or "Kai" is, where the story says so."""
    near = (one for one in story["people"] if one.get("label") == label)
    return next((cast.person(story, one["who"]) for one in near), None)


def _key(rows: Rows, table: str) -> str:
    return f"story-{len(rows.of[table]) + 1}"


def _when(cast: Cast, entry: Table) -> list[dict[str, Any]]:
    """The columns every appointment has, for each time it happens: once, or `times` coming and
    `back` past ones, `every` so often."""
    first = cast.wall(entry["at"])
    end = entry.get("until")
    gap = every(entry.get("every", "1 weeks"))
    found = []
    for n in range(-entry.get("back", 0), entry.get("times", 1)):
        wall = first + n * gap
        over = wall.date() < cast.as_of
        state = (
            State.CANCELLED if _why(entry, wall, cast) else (State.DONE if over else State.COMING)
        )
        found.append({
            "wall": wall,
            "wall_end": datetime.combine(wall.date(), time.fromisoformat(end))
            if end else None,
            "state": state.value,
            "where": entry.get("where", ""),
            "note": "" if over else entry.get("note", ""),
        })  # fmt: skip
    return found


def _why(entry: Table, wall: datetime, cast: Cast) -> str:
    """Why this one is off; "" when it is on. In a series the reason names the place in it."""
    cancelled = entry.get("cancelled", "")
    if isinstance(cancelled, str):
        return cancelled
    away = (wall - cast.wall(entry["at"])) / every(entry["every"])
    return str(cancelled.get(str(round(away)), ""))


# --- what else the clocks ask for -------------------------------------------------------------


def _done(rows: Rows, cast: Cast, story: Table, here: dict[str, int]) -> None:
    """Health checks, school plans, pathway plans and contacts that have happened.

    Days differ from one to the next, but nobody's is late: what is late in the demo is late
    because a story says so.
    """
    grown = story["age"] >= ADULT
    shift = timedelta(days=story["birthday_in"] % 60)
    began = max(cast.day(stretch["from"]) for stretch in story["care"] if stretch["new"] == "S")
    happened = [
        (Clock.HEALTH, cast.day("-9 months") + shift, not grown),
        (Clock.SDQ, cast.day("-6 months") + shift, not grown),
        (Clock.SCHOOL_PLAN, cast.day("-11 weeks") + shift, not grown),
    ]
    for one in story.get("done", ()):
        rows.add(DoneOn, **here, clock=Clock(one["clock"]).value, day=cast.day(one["on"]))
    for plan in story.get("plan", ()):
        if plan["kind"] == "pathway" or story["age"] >= PATHWAY_FROM:
            first = cast.day(plan["version"][0]["on"])
            happened += [
                (Clock.PATHWAY_ASSESSMENT, first - timedelta(days=28), True),
                (Clock.PATHWAY_PLAN, first, True),
            ]
    for clock_asked, day, theirs in happened:
        day = max(day, began + timedelta(days=15))
        if theirs and day < cast.as_of:
            rows.add(DoneOn, **here, clock=clock_asked.value, day=day)
    if grown:
        for visit in story["visit"]:
            if (day := cast.day(visit["at"])) < cast.as_of:
                rows.add(DoneOn, **here, clock=Clock.KEEP_IN_TOUCH.value, day=day, how="visit")


# --- messages ------------------------------------------------------------------------------


def _talk(rows: Rows, cast: Cast, story: Table, talk: Table, here: dict[str, int]) -> None:
    """writer: a carer who writes about the young person, where it is not they themselves."""
    council_id = here["council_id"]
    by_carer = "writer" in talk
    me = cast.person(story, talk["writer"]) if by_carer else here["person_id"]
    adult = cast.person(story, talk["with"])
    said = [(cast.moment(line["at"]), line) for line in talk["say"]]
    if said != sorted(said, key=lambda pair: pair[0]):
        raise BadStory(f"{story['key']}: messages are not in order of time")
    conversation_id = rows.add(
        Conversation,
        **here,
        writer_id=me,
        adult_id=adult,
        kind="carer" if by_carer else talk.get("kind", "worker"),
        begun_at=said[0][0],
    )
    keys = []
    for at, line in said:
        mine = "me" in line
        wall = cast.wall(line["at"])
        keys.append(rows.add(
            Message, council_id=council_id, conversation_id=conversation_id,
            from_id=me if mine else cast.person(story, _speaker(line)),
            kind=line.get("kind", "text"), text=line["me"] if mine else line[_speaker(line)],
            sent_at=at, answer_by=cast.answer_by(story, wall) if mine else None,
        ))  # fmt: skip
    for reader, unread in ((me, "unread_by_me"), (adult, "unread_by_adult")):
        last = len(said) - talk.get(unread, 0)
        if last > 0:
            rows.add(
                ReadMark,
                council_id=council_id,
                conversation_id=conversation_id,
                person_id=reader,
                message_id=keys[last - 1],
                at=min(said[last - 1][0] + timedelta(minutes=50), cast.now),
            )


def _speaker(line: Table) -> str:
    return next(name for name in line if name not in ("at", "kind"))
