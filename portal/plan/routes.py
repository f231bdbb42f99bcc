"""My plan, for the young person; their plan, for those who were granted it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.care import labels as care_words
from portal.care import pages as care
from portal.core import clock, db
from portal.core.access import CASE_STAFF, SUPPORTERS, YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer
from portal.people import pages as people
from portal.people.rules import Grant
from portal.plan import actions, labels, pages, rules
from portal.plan import beside as for_goals
from portal.plan.together import actions as together
from portal.plan.together import pages as said
from portal.plan.together.policy import stands_in
from portal.plan.writing import records

__all__ = ["bp", "for_goals"]

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
    why_decides=care_words.decides,
    why_can_ask=care_words.can_ask,
    why_was=care_words.was,
    home_words=care_words.home,
)


@bp.get("/plan")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def my_plan() -> str:
    who = viewer()
    me, now = people.own(who), clock.now()
    page = pages.plan_page(db.opened(), who, me, now)
    lately = records.lately(who, now)
    if page.plans:
        beside, found = said.all_beside_and(db.opened(), who, me, lately, now)
    else:
        beside, found = {}, db.opened().scalar(lately)
    away = records.taken_lines(found)
    return draw("plan/my-plan.html", page=page, beside=beside, taken_away=away, now=now)


@bp.get("/plan/why")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def why() -> str:
    who = viewer()
    page = care.why_in_care(db.opened(), who.council_id, who.person_id, clock.today(clock.now()))
    return draw("plan/why.html", why=page, band=who.band, here="plan.my_plan")


@bp.get("/plan/<code>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def part(code: str) -> str:
    who, now = viewer(), clock.now()
    kind, area = rules.part_of(code) or abort(404)
    me = people.own(who)
    words = request.args.get("words", "")
    page = pages.part_page(db.opened(), who, me, kind, area, now, words)
    talk = said.beside(db.opened(), who, me, kind, (area,), now).get(area, said.NOTHING)
    return draw("plan/part.html", page=page, beside=talk, now=now, here="plan.my_plan")


@bp.get("/plan/<code>/before")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def before(code: str) -> str:
    """What one part said over time."""
    who = viewer()
    kind, area = rules.part_of(code) or abort(404)
    typed = request.args.get("before", "")
    edge = int(typed) if typed.isdecimal() and len(typed) < 9 else None
    page = pages.history_page(db.opened(), who, people.own(who), kind, area, edge)
    return draw("plan/before.html", page=page, here="plan.my_plan")


@bp.post("/plan/<code>/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def part_seen(code: str) -> Response:
    """The "seen" mark: sent by a script once the page is in front, by a button without one."""
    who, now = viewer(), clock.now()
    kind, area = rules.part_of(code) or abort(404)
    drawn = request.form.get("drawn", "")
    parts = pages.marks_of(db.opened(), who, people.own(who), kind, area, drawn)
    if parts:
        actions.seen(db.opened(), who, parts, now)
        together.saw_answer(db.opened(), who, kind, area, now)
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
    beside = said.all_beside(db.opened(), who, subject, now) if page.plans else {}
    hears = who.role in CASE_STAFF and (stands_in(who, subject) or subject.may(Grant.PLAN))
    return draw(
        "plan/their-plan.html", page=page, subject=subject, beside=beside, hears=hears, now=now
    )
