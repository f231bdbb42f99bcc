"""Waiting on you, your young people, one person's page."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for

from portal.core import clock, db
from portal.core.access import (
    CASE_STAFF,
    Cache,
    Data,
    Records,
    Role,
    door,
    viewer,
)
from portal.core.frame import draw, offer
from portal.core.links import Shelf, offer_link
from portal.core.words import later
from portal.notifications.pages import news_for
from portal.owed import labels as owed
from portal.people.pages import Subject
from portal.staff import labels, pages, team

bp = Blueprint("staff", __name__)
offer_link(
    Shelf.DESK, later("Who waits, and with whom"), "staff.team_view", "people",
    {Role.MANAGER, Role.DUTY},
)  # fmt: skip

OVER_WORKERS = frozenset({Role.MANAGER, Role.DUTY})
OUTSIDE = frozenset({Role.ADVOCATE, Role.EDITOR, Role.ADMIN})


def person_href(subject: Subject) -> str:
    if viewer().role is Role.CARER:
        return url_for("carers.children")
    return url_for("staff.person", ref=subject.ref)


offer(
    bp,
    owed=owed,
    owed_icon=lambda kind: owed.ICONS.get(kind, "calendar"),
    person_href=person_href,
)


@bp.get("/waiting")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def waiting() -> str:
    try:
        page = pages.waiting_page(
            db.opened(), viewer(), request.args.get("after"), clock.now(),
            request.args.get("kind", ""),
        )  # fmt: skip
    except ValueError:
        abort(404)
    groups = labels.groups(page.owed.rows, page.today, viewer().person_id)
    return draw("staff/waiting.html", page=page, groups=groups, sorts=labels.sorts(page.owed))


@bp.get("/team")
@door(OVER_WORKERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def team_view() -> str:
    page = team.team_page(db.opened(), viewer(), clock.now())
    return draw("staff/team.html", groups=labels.team(page.workers, page.today))


@bp.get("/team/<ref>")
@door(OVER_WORKERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def worker(ref: str) -> str:
    who = viewer()
    page = team.worker_page(db.opened(), who, ref, clock.now())
    return draw(
        "staff/worker.html", page=page, found=labels.theirs(page.owed, page.today),
        says=labels.says_of(page.worker, page.today), away=labels.away(page.worker, page.today),
        manages=who.role is Role.MANAGER, here="staff.team_view",
    )  # fmt: skip


@bp.get("/people")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def people() -> str:
    page = pages.caseload_page(db.opened(), viewer(), request.args.get("after"), clock.now())
    return draw("staff/people.html", page=page, found=labels.people(page.rows))


@bp.get("/people/<ref>")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def person(ref: str) -> str:
    page = pages.person_page(db.opened(), viewer(), ref, clock.now())
    return draw(
        "staff/person.html", page=page, here="staff.people", me=viewer().person_id
    )  # fmt: skip


@bp.get("/about-this")
@door(OUTSIDE, data=Data.NEVER, cache=Cache.NO_STORE)
def explained() -> str:
    """What this account is for, and what it cannot reach."""
    who = viewer()
    found = news_for(db.opened(), who, clock.now())
    return draw("staff/explained.html", role=who.role.value, lead=who.is_lead, found=found)
