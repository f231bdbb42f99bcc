"""Plan a hand-over of one or many, agree to it, and what the young person reads."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import CASE_STAFF, YOUNG, Cache, Data, Records, Role, Viewer, door, viewer
from portal.core.forms import OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.hand_over import actions, jobs, labels, pages, policy, rules
from portal.hand_over.forms import AnswerForm, PlanForm
from portal.notifications.labels import say_news
from portal.people.rules import Grant

bp = Blueprint("hand_over", __name__)
MANAGERS = frozenset({Role.MANAGER})
say_done(
    hand_over_asked=later("Sent. Nothing goes over until a second person agrees."),
    hand_over_agreed=later("Agreed. The young person is told now."),
    hand_over_refused=later("Saved. Nothing goes over."),
)
offer_link(
    Shelf.PERSON, later("Hand over, or somebody stands in"), "hand_over.one", "people",
    policy.ASKERS, grant=int(Grant.NAME | Grant.MESSAGES),
)  # fmt: skip
offer_link(Shelf.DESK, later("Hand-overs"), "hand_over.all", "people", policy.ASKERS)
say_news(actions.ASKED, later("Somebody asks you about a hand-over"), "hand_over.all", "people")
say_news(actions.ANSWERED, later("There is an answer to your hand-over"), "hand_over.all", "people")
say_news(actions.AGREED, later("A hand-over is agreed"), "hand_over.all", "people")
say_news(
    actions.NEW_WORKER, later("Somebody new will be there for you"), "hand_over.my_new_worker",
    "people",
)  # fmt: skip
offer(bp, hand_words=labels)
JOBS = (jobs.hand_over,)


# --- planning -----------------------------------------------------------------------------------


@bp.route("/people/<ref>/hand-over", methods=["GET", "POST"])
@door(policy.ASKERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def one(ref: str) -> str | Response | tuple[str, int]:
    now, form = clock.now(), PlanForm()
    page = pages.plan_one(db.opened(), viewer(), ref, now)
    form.instead.choices = [(w.ref, w.name) for w in page.workers]
    if not page.workers:
        return draw("hand_over/nothing.html", about=page.about, here="staff.people")
    if form.instead.data is None:
        form.instead.data = page.workers[0].ref
    return _plan(page, form, now)


@bp.route("/team/<ref>/hand-over", methods=["GET", "POST"])
@door(MANAGERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def many(ref: str) -> Response | tuple[str, int]:
    now, form = clock.now(), PlanForm()
    page = pages.plan_many(db.opened(), viewer(), ref, now)
    form.who.choices = [(young.ref, young.name) for young in page.young[: rules.MOST]]
    if request.method == "GET":
        form.who.data = [ref for ref, _name in form.who.choices]
    return _plan(page, form, now)


def _plan(page: pages.PlanPage, form: PlanForm, now: datetime) -> Response | tuple[str, int]:
    """First what would happen, then, by a second press of the button, what was seen."""
    who, seen = viewer(), None
    form.to.choices = [("", _("Choose"))] + [
        (c.ref, _("%(name)s, %(job)s", name=c.name, job=c.job) if c.job else c.name)
        for c in page.colleagues
    ]
    if form.validate_on_submit():
        seen, plan = _seen(page, form, who, now)
        if form.seen.data == seen.seen and seen.those and request.form.get("says") == "go":
            batch = _asked(form, who, seen, plan, now)
            if batch is not None:
                return redirect(url_for(".all", done="hand-over-asked"), 303)
        form.seen.data = seen.seen
    status = 422 if form.errors else 200
    return draw(
        "hand_over/plan.html",
        page=page,
        form=form,
        seen=seen,
        here="staff.people",
        by_worker=who.role is Role.WORKER,
    ), status


def _seen(
    page: pages.PlanPage, form: PlanForm, who: Viewer, now: datetime
) -> tuple[pages.Preview, actions.Plan]:
    handle = db.opened()
    those = pages.whom(handle, who, page, form.instead.data or "", form.who.data or (), now)
    assert form.first is not None
    wanted = (form.first, form.last, form.text.data, form.words.data, form.note.data)
    return pages.preview(handle, who, those, form.to.data, wanted, now)


def _asked(
    form: PlanForm, who: Viewer, seen: pages.Preview, plan: actions.Plan, now: datetime
) -> str | None:
    """The batch, when it was kept; otherwise the form says why not."""
    try:
        return actions.ask(db.opened(), who, seen.those, plan, form.key.data, now)
    except actions.AnsweredAlready:
        form.form_errors.append(
            _("Somebody has asked for one of these a moment ago. Look at what happens once more.")
        )
    except actions.NobodyToAgree:
        form.form_errors.append(
            _("There is no manager who could agree. Ask whoever runs this app at your council.")
        )
    except KeyReused:
        _sent_before(form)
    return None


def _sent_before(form: OnceForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


# --- what was planned ---------------------------------------------------------------------------


@bp.get("/hand-overs")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def all() -> str:
    who = viewer()
    page = pages.hand_overs_page(db.opened(), who, clock.now())
    return draw(
        "hand_over/all.html", page=page, begins=who.role in policy.ASKERS,
        manages=who.role in MANAGERS,
    )  # fmt: skip


@bp.get("/hand-overs/<ref>")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def planned(ref: str) -> str:
    who = viewer()
    page = pages.hand_over_page(db.opened(), who, ref, clock.now())
    hello = labels.hello(page.card, who.known_as)
    return draw("hand_over/planned.html", page=page, hello_words=hello, here="staff.people")


@bp.post("/hand-overs/<ref>/answer")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer(ref: str) -> Response:
    form, who, now, handle = AnswerForm(), viewer(), clock.now(), db.opened()
    if not form.validate_on_submit() or form.says.data not in ("agree", "refuse"):
        abort(400)
    agrees = form.says.data == "agree"
    page = pages.hand_over_page(handle, who, ref, now)
    try:
        if form.batch.data == page.card.batch:
            actions.answer_all(handle, who, page.card.batch, agrees, now)
        else:
            actions.answer(handle, who, ref, agrees, now)
    except (actions.AnsweredAlready, actions.NotAnyMore):
        abort(409)
    done = "hand-over-agreed" if agrees else "hand-over-refused"
    return redirect(url_for(".all", done=done), 303)


# --- the young person ---------------------------------------------------------------------------


@bp.get("/my-new-worker")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def my_new_worker() -> str:
    found = pages.my_new_worker(db.opened(), viewer(), clock.now())
    return draw("hand_over/my-new-worker.html", found=found, here="home.home")


@bp.get("/my-people/before")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def before() -> str:
    """Workers they have now and have had, and what came along from one to the next."""
    found = pages.workers_before(db.opened(), viewer(), clock.now())
    return draw("hand_over/before.html", found=found, here="home.home")
