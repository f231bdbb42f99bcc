"""My plan, for the young person; their plan, for those who were granted it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.care import labels as care_words
from portal.care import pages as care
from portal.core import clock, db
from portal.core.access import SUPPORTERS, YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer
from portal.people import pages as people
from portal.plan import actions, beside, labels, pages, rules

__all__ = ["beside", "bp"]

bp = Blueprint("plan", __name__)


offer(
    bp,
    area_name=labels.area_name,
    area_icon=labels.icon,
    part_code=rules.part_code,
    changed_part=rules.changed_part,
    plan_name=labels.plan_name,
    why_heading=care_words.heading,
    why_lines=care_words.lines,
    why_was=care_words.was,
    home_words=care_words.home,
)


@bp.get("/plan")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def my_plan() -> str:
    who = viewer()
    page = pages.plan_page(db.opened(), who, people.own(who), clock.now())
    return draw("plan/my-plan.html", page=page)


@bp.get("/plan/why")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def why() -> str:
    who = viewer()
    page = care.why_in_care(db.opened(), who.council_id, who.person_id, clock.today(clock.now()))
    return draw("plan/why.html", why=page, band=who.band, here="plan.my_plan")


@bp.get("/plan/<code>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def part(code: str) -> str:
    who = viewer()
    kind, area = rules.part_of(code) or abort(404)
    page = pages.part_page(db.opened(), who, people.own(who), kind, area, clock.now())
    return draw("plan/part.html", page=page, here="plan.my_plan")


@bp.post("/plan/<code>/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def part_seen(code: str) -> Response:
    """The "seen" mark: sent by a script once the page is in front, by a button without one."""
    who, now = viewer(), clock.now()
    kind, area = rules.part_of(code) or abort(404)
    page = pages.part_page(db.opened(), who, people.own(who), kind, area, now)
    if page.plan.drawn == request.form.get("drawn"):
        actions.seen(db.opened(), who, [page.part], now)
    return redirect(url_for(".my_plan"), 303)


@bp.post("/plan/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def all_seen() -> Response:
    """The first look at a plan: what is here now is known, so that later changes stand out."""
    who, now = viewer(), clock.now()
    page = pages.plan_page(db.opened(), who, people.own(who), now)
    if page.drawn == request.form.get("drawn") and not page.news:
        actions.seen(db.opened(), who, [part for plan in page.plans for part in plan.parts], now)
    return redirect(url_for(".my_plan"), 303)


@bp.get("/people/<ref>/plan")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def their_plan(ref: str) -> str:
    who, now = viewer(), clock.now()
    subject = people.subject(db.opened(), who, ref, now)
    page = pages.plan_page(db.opened(), who, subject, now)
    return draw("plan/their-plan.html", page=page, subject=subject)
