"""The desk's lists, in words: a row is what `parts/lines.html` draws of it.

A list of two hundred says the same few things again and again, so each is put into words once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache

from flask import url_for

from portal.core.access import Role, viewer
from portal.core.frame import way
from portal.core.languages import offered
from portal.core.words import _, day_words, later, local_day, near_day, plural
from portal.owed import labels as owed
from portal.owed.pages import OwedList, OwedRow
from portal.owed.steps import To
from portal.staff.pages import CaseRow
from portal.staff.team import Colleague, Hand

# href, name, letter, text, chip, state
Line = tuple[str, str, str, str, str, str]
SHORT = 8  # things that are seen at one look
REPLIES = frozenset({"reply", "worry"})
KEEPING_IN_TOUCH = frozenset({Role.WORKER, Role.MANAGER})
AT_DESK = frozenset({Role.IRO, Role.MANAGER})
SAID = frozenset({"said", "said_iro", "said_manager"})
IN_TOUCH = frozenset({"keep_in_touch", "call_back", "lost_touch"})


def _named() -> Callable[[str, int | None], str]:
    with_age = _("%(name)s, %(age)s")
    return lambda name, age: name if age is None else with_age % {"name": name, "age": age}


def _reads(language: str) -> str:
    return _("reads %(language)s", language=offered(language).english)


def people(rows: Sequence[CaseRow]) -> list[Line]:
    href, named = way("staff.person"), _named()

    @cache
    def next_day(stopped: bool, day: date | None, language: str) -> str:
        if stopped:
            return _("Nothing is sent to them any more")
        said = (
            _("You see each other next on %(day)s", day=day_words(day))
            if day
            else _("Nothing booked")
        )
        return said if language == "en" else f"{said} · {_reads(language)}"

    return [
        (href(r.ref), named(r.name, r.age), r.name[:1], next_day(r.stopped, r.next_day, r.language),
         "", "")
        for r in rows
    ]  # fmt: skip


def waiting(rows: Iterable[OwedRow], today: date, reader_id: int) -> list[Line]:
    person, thread, named = way("staff.person"), way("messages.their_thread"), _named()
    goes_in_touch = viewer().role in KEEPING_IN_TOUCH
    promises = way("promises.theirs")
    in_touch, news = url_for("keep_in_touch.due_list"), way("news.reply")
    move, looked_into = way("moves.theirs"), way("complaints.one")
    asked_for = way("claims.one")
    early = way("pathway.early")
    heard, asked = way("together.heard"), way("together.their_questions")
    one, late = way("said.one"), url_for("said.waiting")
    taken_back, poll = way("writing.taken_back"), way("polls.one")
    asked_again, desk = url_for("review_desk.asked"), url_for("review_desk.desk")
    reviewing = viewer().role in AT_DESK
    said: dict[object, str] = {}  # by all that a text depends on

    def href(r: OwedRow) -> str:
        if r.kind in IN_TOUCH and goes_in_touch:
            return in_touch
        if r.kind == "promise":
            return f"{promises(r.person_ref)}#p{r.source_ref}"
        if r.kind == "news_reply":
            return f"{news(r.source_ref)}#newest"
        if r.kind == "move_question":
            return move(r.person_ref)
        if r.kind == "early_review":
            return early(r.source_ref)
        if r.kind == "plan_response":
            return heard(r.person_ref)
        if r.kind in SAID:
            # Whoever was only told that it is late does not read it.
            return late if r.only_told else one(r.source_ref)
        if r.kind == "big_question":
            return asked(r.person_ref)
        if r.kind == "claim":
            return asked_for(r.source_ref)
        if r.kind == "complaint":
            return looked_into(r.source_ref)
        if r.kind == "poll_did":
            return poll(r.source_ref)
        if r.kind == "plan_breach":
            return taken_back(r.person_ref)
        if r.kind == "dispute":
            return desk if r.came_as == To.OFFICER else asked_again
        if r.kind == "review" and reviewing:
            return desk
        if r.by_carer:
            return f"{thread(r.person_ref)}/{r.source_ref}#newest"
        return f"{thread(r.person_ref)}#newest" if r.kind in REPLIES else person(r.person_ref)

    def says(r: OwedRow) -> str:
        about = (
            r.kind,
            r.by_carer,
            r.language,
            r.debtor_id,
            r.passed_at,
            r.passed_to,
            r.came_from,
            r.covers_for,
            r.late,
            r.asked_at,
            r.only_told,
            r.came_as,
        )
        if about not in said:
            parts = [owed.what(r, reader_id)]
            if r.kind != "promise" and (passed := owed.passed(r, today)):
                # What came to the reader first says so; what they passed on is theirs still.
                parts.insert(0 if r.passed_to_me or r.came_from else 1, passed)
            if r.language != "en":
                parts.append(_reads(r.language))
            said[about] = " · ".join(parts)
        return said[about]

    def chip(r: OwedRow) -> str:
        about = (r.kind in owed.ANSWERS, r.kind == "plan_breach", r.urgent, r.late, r.due_day)
        if about not in said:
            said[about] = owed.chip(r, today)
        return said[about]

    return [
        (
            href(r),
            named(r.name, r.age),
            r.name[:1],
            says(r),
            chip(r),
            owed.chip_state(r),
        )
        for r in rows
    ]


def groups(
    rows: Sequence[OwedRow], today: date, reader_id: int
) -> list[tuple[str, str, list[Line]]]:
    """(bucket, its heading, its lines), the most pressing first."""
    return [
        (bucket, heading, waiting(found, today, reader_id))
        for bucket, heading, found in owed.buckets(rows, today)
    ]


def sorts(page: OwedList) -> list[dict[str, object]]:
    """Links that narrow the list, each with how many there are; none for a short list, or where all
    are of one sort. A link keeps the reader's place: the list begins where they are."""
    if not page.sort and (page.count <= SHORT or len(page.sorts) < 2):
        return []
    counted = [("", page.count), *page.sorts]
    return [
        {
            "label": _("%(sort)s (%(count)s)", sort=owed.SORTS[sort], count=count),
            "href": url_for("staff.waiting", kind=sort or None, _anchor="list"),
            "here": sort == page.sort,
        }
        for sort, count in counted
    ]


HANDS = (
    (Hand.TODAY, later("Need a hand today")),
    (Hand.SOON, later("Somebody waits, in time")),
    (Hand.NONE, later("Nobody waits")),
)


def team(found: Sequence[Colleague], today: date) -> list[tuple[str, list[Line]]]:
    """(heading, its workers by name), without empty ones."""
    href = way("staff.worker")
    groups = []
    for hand, heading in HANDS:
        lines = [
            (href(c.ref), c.name, c.name[:1], says_of(c, today), away(c, today), "wait")
            for c in found
            if c.hand is hand
        ]
        if lines:
            groups.append((str(heading), lines))
    return groups


def says_of(c: Colleague, today: date) -> str:
    """3 wait for an answer, since Friday · 1 longer than was told · 2 contacts late."""
    parts = []
    if c.worries:
        parts.append(plural("%(num)s worry is open", "%(num)s worries are open", c.worries))
    if c.waits and c.since is not None:
        since = near_day(local_day(c.since), today)
        parts.append(
            plural("%(num)s waits for an answer, since %(day)s",
                   "%(num)s wait for an answer, the first since %(day)s", c.waits, day=since)
        )  # fmt: skip
    if c.late_answers:
        parts.append(
            plural("%(num)s longer than was told", "%(num)s longer than was told", c.late_answers)
        )
    if c.late_touch:
        parts.append(plural("%(num)s contact late", "%(num)s contacts late", c.late_touch))
    if c.late:
        parts.append(
            plural("%(num)s visit or other thing late", "%(num)s visits or other things late",
                   c.late)
        )  # fmt: skip
    parts.append(plural("%(num)s young person", "%(num)s young people", c.young))
    return " · ".join(parts)


def away(c: Colleague, today: date) -> str:
    if c.away_until is None:
        return ""
    day = near_day(c.away_until, today)
    if c.cover:
        return _("Away until %(day)s, %(name)s covers", day=day, name=c.cover)
    return _("Away until %(day)s, nobody covers", day=day)


def theirs(rows: Iterable[OwedRow], today: date) -> list[Line]:
    """A colleague's list: who waits for what, and since when."""
    href = way("staff.person")
    since = _("%(what)s, since %(day)s")

    def says(r: OwedRow) -> str:
        what = owed.what_of_others(r)
        if r.kind not in REPLIES:
            return what
        return since % {"what": what, "day": near_day(local_day(r.since), today)}

    return [
        (
            href(r.person_ref),
            r.name,
            r.name[:1],
            says(r),
            owed.chip(r, today),
            owed.chip_state(r),
        )
        for r in rows
    ]
