"""My school plan, for the young person; theirs, for those who were granted school."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import SUPPORTERS, YOUNG, Cache, Data, Records, Role, door, viewer
from portal.core.frame import draw
from portal.core.links import Shelf, offer_link
from portal.core.words import later
from portal.goals import actions, beside, policy
from portal.goals.forms import GoalForm
from portal.goals.routes import kept
from portal.goals.rules import PlanKind
from portal.hours.pages import calendar_for
from portal.people import pages as people
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.school import pages

bp = Blueprint("school", __name__)
WORKER = frozenset({Role.WORKER})
offer_link(
    Shelf.MINE, later("My school plan"), "school.school", "school", YOUNG,
    line=later("My targets, and what I say."),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("School plan: targets"), "school.theirs", "school", SUPPORTERS,
    grant=int(Grant.NAME | Grant.PLAN | Grant.SCHOOL),
)  # fmt: skip


def _draw(subject: Subject, now: datetime, form: GoalForm | None) -> tuple[str, int]:
    page = pages.school_page(db.opened(), viewer(), subject, now)
    here = "plan.my_plan" if subject.own else "staff.people"
    reads = calendar_for(db.opened(), viewer().council_id) if subject.own else None
    return draw(
        "school/school.html", page=page, form=form or GoalForm(None), here=here, calendar=reads,
        now=now,
    ), 200 if form is None else 422  # fmt: skip


def _add(subject: Subject, now: datetime) -> Response | tuple[str, int]:
    who, form = viewer(), GoalForm()
    if form.validate_on_submit():
        found: list[str] = []

        def keep() -> str | None:
            worried, ref = actions.new_goal(
                db.opened(), who, subject, PlanKind.SCHOOL, pages.AREA, form.text.data,
                form.key.data, now,
            )  # fmt: skip
            found.append(ref)
            return worried

        ok, worried = kept(form, keep)
        if ok:
            done = "goal-worry" if worried else "goal-kept"
            return redirect(url_for("goals.goal", ref=found[0], done=done), 303)
    return _draw(subject, now, form)


@bp.route("/school-plan", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def school() -> Response | tuple[str, int]:
    subject, now = people.own(viewer()), clock.now()
    return _draw(subject, now, None) if request.method != "POST" else _add(subject, now)


@bp.get("/people/<ref>/school-plan")
@door(SUPPORTERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> tuple[str, int]:
    now = clock.now()
    subject = policy.whose(db.opened(), viewer(), ref, now, by_hour=True)
    return _draw(subject, now, None)


@bp.post("/people/<ref>/school-plan/targets")
@door(WORKER, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def their_new_target(ref: str) -> Response | tuple[str, int]:
    now = clock.now()
    subject = policy.whose(db.opened(), viewer(), ref, now, by_hour=False)
    policy.circle(db.opened(), viewer(), subject, now, writes=True)
    if not beside.may_read(subject, PlanKind.SCHOOL, pages.AREA):
        abort(404)
    return _add(subject, now)
