"""Who is due; contacts, wish, codes and search of one of them; a young person's own side."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, Viewer, door, viewer
from portal.core.forms import OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.hours.labels import open_now
from portal.hours.pages import calendar_for
from portal.keep_in_touch import actions, jobs, labels, pages, policy, rules
from portal.keep_in_touch.forms import (
    LEFT,
    YES,
    CheckInForm,
    CodesForm,
    ContactForm,
    FoundForm,
    LostForm,
    PutRightForm,
    StepForm,
    WishForm,
)
from portal.keep_in_touch.policy import DECIDERS, KEEPERS
from portal.keep_in_touch.rules import Began, Call, Doing, Feeling, How, Living, Step
from portal.notifications.labels import say_news

__all__ = ["bp", "jobs"]

bp = Blueprint("keep_in_touch", __name__)
say_done(
    contact_logged=later("Written down. They can read it."),
    contact_put_right=later("Put right."),
    wish_kept=later("Saved. This is how you would like it."),
    wish_written_down=later("Written down. They are told, and can change it."),
    checked_in=later("Thank you. It has arrived."),
    checked_in_worry=later(
        "Thank you. It has arrived, and somebody looks at it first because of what you wrote. "
        "If you are not safe now, call a number on the Help page."
    ),
    checked_in_worry_closed=later(
        "Thank you. It has arrived. Whoever is on duty is told of what you wrote at once. Do not "
        "wait for us: if you are not safe now, call a number on the Help page."
    ),
    codes_confirmed=later("Confirmed, with your name and today's date."),
    search_begun=later("Written down. The manager is told."),
    search_step=later("Written down."),
    search_over=later("Good. The search is over."),
)
offer_link(
    Shelf.PERSON, later("Keeping in touch"), "keep_in_touch.contacts", "phone", KEEPERS,
    grant=int(policy.NEEDED),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("Codes for the yearly return"), "keep_in_touch.codes", "list", DECIDERS,
    grant=int(policy.FOR_CODES),
)  # fmt: skip
offer_link(Shelf.DESK, later("Keeping in touch"), "keep_in_touch.due_list", "phone", KEEPERS)
offer_link(Shelf.ME, later("Keeping in touch"), "keep_in_touch.in_touch", "phone", YOUNG)
say_news(actions.ASKED, later("A quick hello for you"), "keep_in_touch.check_in", "smile")
say_news(actions.WRITTEN_DOWN, later("How you like to be in touch was written down"),
         "keep_in_touch.in_touch", "phone")  # fmt: skip
say_news(actions.ANSWERED, later("Somebody answered a check-in"), "keep_in_touch.due_list", "smile")
say_news(actions.WISHED, later("Somebody said how they like to be in touch"),
         "keep_in_touch.due_list", "phone")  # fmt: skip
say_news(actions.LOST, later("Touch was lost with a young person"), "keep_in_touch.due_list",
         "search")  # fmt: skip
say_news(actions.HEARD, later("Somebody you were looking for got in touch"),
         "keep_in_touch.due_list", "smile")  # fmt: skip
offer(
    bp,
    touch=labels,
    may_live=rules.may_live,
    may_do=rules.may_do,
)


def _kept(form: OnceForm, keep: Any) -> bool:
    """Whether it was kept. Something else from the same page is asked for again."""
    try:
        keep()
    except KeyReused:
        form.form_errors.append(
            _("You sent something else from this page. Please send this again.")
        )
        form.key.data = form.key.default()
        return False
    return True


# --- who is due -----------------------------------------------------------------------------------


@bp.get("/keeping-in-touch")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def due_list() -> str:
    try:
        page = pages.due_list(db.opened(), viewer(), request.args.get("after"), clock.now())
    except ValueError:
        abort(404)
    return draw("keep_in_touch/due-list.html", page=page, here="staff.waiting")


# --- contacts -------------------------------------------------------------------------------------


@bp.get("/people/<ref>/contacts")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def contacts(ref: str) -> tuple[str, int]:
    return _contacts(ref, None, clock.now())


@bp.post("/people/<ref>/contacts/log")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def log(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), ContactForm()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    if form.validate_on_submit() and _kept(
        form,
        lambda: actions.log(db.opened(), who, young.id, _happened(form), form.key.data, now),
    ):
        return redirect(url_for(".contacts", ref=ref, done="contact-logged"), 303)
    return _contacts(ref, form, now)


def _contacts(ref: str, form: ContactForm | None, now: datetime) -> tuple[str, int]:
    before = request.args.get("before")
    page = pages.contacts_page(db.opened(), viewer(), ref, before, now)
    if form is None:
        form = ContactForm(None, day=page.today.isoformat())
    status = 422 if form.errors else 200
    return draw("keep_in_touch/contacts.html", page=page, form=form, here="staff.people"), status


def _happened(form: ContactForm) -> actions.Happened:
    assert form.on is not None
    how = How(form.how.data)
    reached = form.reached.data == YES and how is not How.NOTHING
    return actions.Happened(how, form.on, Began(form.began.data), reached, form.note.data)


@bp.route("/people/<ref>/contacts/<contact>/put-right", methods=["GET", "POST"])
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def put_right(ref: str, contact: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    page = pages.put_right_page(db.opened(), who, ref, contact, now)
    c = page.contact
    form = PutRightForm(
        how=c.how.value, day=c.day.isoformat(), began=c.began.value,
        reached=YES if c.reached else "no", note=c.note,
    )  # fmt: skip
    if form.validate_on_submit() and _kept(
        form,
        lambda: actions.put_right(
            db.opened(), who, page.subject.id, contact, _happened(form), form.key.data, now
        ),
    ):
        return redirect(url_for(".contacts", ref=ref, done="contact-put-right"), 303)
    status = 422 if form.errors else 200
    return draw(
        "keep_in_touch/put-right.html", page=page, form=form, here="staff.people"
    ), status  # fmt: skip


# --- their wish -----------------------------------------------------------------------------------


def _wish_form(wish: pages.WishCard | None) -> WishForm:
    if wish is None:
        return WishForm()
    return WishForm(
        weeks=str(wish.weeks) if wish.weeks else LEFT, how=wish.how or LEFT,
        best=wish.best or LEFT, wish=wish.text,
    )  # fmt: skip


def _wanted(form: WishForm) -> actions.Wanted:
    weeks, how, best = (
        "" if field.data == LEFT else field.data for field in (form.weeks, form.how, form.best)
    )
    return actions.Wanted(int(weeks) if weeks else None, how, best, form.wish.data)


@bp.route("/people/<ref>/rhythm", methods=["GET", "POST"])
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def rhythm(ref: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    standing = pages.standing(db.opened(), who.council_id, young.id, now)
    form = _wish_form(standing.wish)
    if form.validate_on_submit() and _kept(
        form,
        lambda: actions.want(db.opened(), who, young.id, _wanted(form), form.key.data, now),
    ):
        return redirect(url_for(".contacts", ref=ref, done="wish-written-down"), 303)
    status = 422 if form.errors else 200
    return draw(
        "keep_in_touch/wish.html", young=young, standing=standing, form=form, here="staff.people"
    ), status


@bp.get("/in-touch")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def in_touch() -> str:
    page = pages.in_touch_page(db.opened(), viewer(), request.args.get("before"), clock.now())
    return draw("keep_in_touch/in-touch.html", page=page, here="home.home")


@bp.route("/in-touch/wish", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def wish() -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    standing = pages.wish_page(db.opened(), who, now)
    form = _wish_form(standing.wish)
    if form.validate_on_submit() and _kept(
        form,
        lambda: actions.want(db.opened(), who, who.person_id, _wanted(form), form.key.data, now),
    ):
        return redirect(url_for(".in_touch", done="wish-kept"), 303)
    status = 422 if form.errors else 200
    return draw(
        "keep_in_touch/wish.html", young=None, standing=standing, form=form, here="home.home"
    ), status


# --- the check-in ---------------------------------------------------------------------------------


@bp.get("/check-in")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def check_in() -> tuple[str, int]:
    return _check_in(CheckInForm(None), clock.now())


def _check_in(form: CheckInForm, now: datetime) -> tuple[str, int]:
    page = pages.check_in_page(db.opened(), viewer(), now)
    status = 422 if form.errors else 200
    return draw("keep_in_touch/check-in.html", page=page, form=form, here="home.home"), status


@bp.post("/check-in/<ref>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def answer(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), CheckInForm()
    if not form.validate_on_submit():
        return _check_in(form, now)
    worried: list[str | None] = []

    def keep() -> None:
        worried.append(actions.answer(db.opened(), who, ref, _answered(form), form.key.data, now))

    try:
        if not _kept(form, keep):
            return _check_in(form, now)
    except actions.ClosedMeanwhile:
        return redirect(url_for(".check_in"), 303)
    if not worried[0]:
        return redirect(url_for(".check_in", done="checked-in"), 303)
    there = open_now(calendar_for(db.opened(), who.council_id), now)
    done = "checked-in-worry" if there else "checked-in-worry-closed"
    return redirect(url_for(".check_in", done=done), 303)


def _answered(form: CheckInForm) -> actions.Answered:
    return actions.Answered(
        Feeling(form.feeling.data) if form.feeling.data else None,
        Living(form.living.data) if form.living.data else None,
        Doing(form.doing.data) if form.doing.data else None,
        form.call.data == Call.YES.value,
        form.text.data,
    )


# --- codes ----------------------------------------------------------------------------------------


@bp.route("/people/<ref>/return", methods=["GET", "POST"])
@door(DECIDERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def codes(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), CodesForm()
    page = pages.return_page(db.opened(), who, ref, now)
    if form.validate_on_submit() and page.birthday_known and _confirmed(form, who, page, now):
        return redirect(url_for(".codes", ref=ref, done="codes-confirmed"), 303)
    status = 422 if form.errors else 200
    return draw("keep_in_touch/codes.html", page=page, form=form, here="staff.people"), status


def _confirmed(form: CodesForm, who: Viewer, page: pages.ReturnPage, now: datetime) -> bool:
    picked = actions.Picked(
        page.age, form.in_touch.data, form.activity.data, form.accommodation.data,
        form.evidence.data,
    )  # fmt: skip
    try:
        return _kept(
            form,
            lambda: actions.confirm(db.opened(), who, page.subject.id, picked, form.key.data, now),
        )
    except actions.DoNotFit as wrong:
        form.accommodation.errors = tuple(str(labels.MISFITS[one]) for one in wrong.misfits)
        return False


# --- lost touch -----------------------------------------------------------------------------------


@bp.get("/people/<ref>/lost")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def lost(ref: str) -> tuple[str, int]:
    return _lost(ref, clock.now())


def _lost(ref: str, now: datetime, wrong: OnceForm | None = None) -> tuple[str, int]:
    page = pages.lost_page(db.opened(), viewer(), ref, now)
    since = page.standing.since or page.today
    forms = {
        "begin": LostForm(None, day=since.isoformat()),
        "step": StepForm(None, day=page.today.isoformat()),
        "found": FoundForm(None),
    }
    for name, one in forms.items():
        if isinstance(wrong, type(one)):
            forms[name] = wrong
    status = 422 if wrong is not None else 200
    return draw(
        "keep_in_touch/lost.html", page=page, forms=forms, form=wrong or forms["begin"],
        here="staff.people",
    ), status  # fmt: skip


@bp.post("/people/<ref>/lost/begin")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def begin_search(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), LostForm()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    if not form.validate_on_submit():
        return _lost(ref, now, form)
    on = form.on
    assert on is not None
    try:
        kept = _kept(
            form,
            lambda: actions.begin_search(db.opened(), who, young.id, on, form.key.data, now),
        )
    except actions.AlreadySearching:
        return redirect(url_for(".lost", ref=ref), 303)
    if not kept:
        return _lost(ref, now, form)
    return redirect(url_for(".lost", ref=ref, done="search-begun"), 303)


@bp.post("/people/<ref>/lost/step")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def step(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), StepForm()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    if form.validate_on_submit():
        what, on = Step(form.step.data), form.on
        assert on is not None
        if _kept(
            form,
            lambda: actions.step(
                db.opened(), who, young.id, what, on, form.text.data, form.key.data, now
            ),
        ):
            return redirect(url_for(".lost", ref=ref, done="search-step"), 303)
    return _lost(ref, now, form)


@bp.post("/people/<ref>/lost/found")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def found(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), FoundForm()
    young = policy.whose(db.opened(), who, ref, now, writes=True)
    if form.validate_on_submit() and _kept(
        form,
        lambda: actions.end_search(db.opened(), who, young.id, form.found.data, form.key.data, now),
    ):
        return redirect(url_for(".lost", ref=ref, done="search-over"), 303)
    return _lost(ref, now, form)
