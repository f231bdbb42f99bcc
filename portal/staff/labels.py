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
from portal.core.words import _, day_words
from portal.owed import labels as owed
from portal.owed.pages import OwedList, OwedRow
from portal.staff.pages import CaseRow

# href, name, letter, text, chip, state
Line = tuple[str, str, str, str, str, str]
REPLIES = frozenset({"reply", "worry"})
KEEPING_IN_TOUCH = frozenset({Role.WORKER, Role.MANAGER})
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
    in_touch, news = url_for("keep_in_touch.due_list"), way("news.reply")
    said: dict[object, str] = {}  # by all that a text depends on

    def href(r: OwedRow) -> str:
        if r.kind in IN_TOUCH and goes_in_touch:
            return in_touch
        if r.kind == "news_reply":
            return f"{news(r.source_ref)}#newest"
        return f"{thread(r.person_ref)}#newest" if r.kind in REPLIES else person(r.person_ref)

    def says(r: OwedRow) -> str:
        about = (r.kind, r.language, r.debtor_id, r.passed_at, r.passed_to, r.covers_for)
        if about not in said:
            parts = [owed.what(r, reader_id)]
            if r.language != "en":
                parts.append(_reads(r.language))
            if r.kind != "promise" and (passed := owed.passed(r, today)):
                parts.append(passed)
            said[about] = " · ".join(parts)
        return said[about]

    def chip(r: OwedRow) -> str:
        about = (r.kind == "reply", r.urgent, r.late, r.due_day)
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
    """Links that narrow the list, each with how many there are; none where all are of one sort. A
    link keeps the reader's place: the list begins where they are."""
    if len(page.sorts) < 2:
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
