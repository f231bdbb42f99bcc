"""Promises of one young person for their adults; what the young person says of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import (
    CARERS,
    CASE_STAFF,
    SUPPORTERS,
    YOUNG,
    Cache,
    Data,
    Records,
    Role,
    Viewer,
    door,
    viewer,
)
from portal.core.forms import OnceForm, tidy
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.owed.passing import PROMISE_WAITS
from portal.people import labels as people
from portal.people.rules import Grant
from portal.promises import actions, labels, pages
from portal.promises.forms import (
    OUTSIDE,
    ChangeForm,
    DropForm,
    HandOnForm,
    KeptForm,
    MakeForm,
    NotDoneForm,
)

bp = Blueprint("promises", __name__)
MANAGERS = frozenset({Role.MANAGER})
say_done(
    promise_kept=later("Good. They will see that it is done."),
    promise_made=later("Promised. They can see it, with the day."),
    promise_changed=later("Changed. They can see the new day and why."),
    promise_dropped=later("Written down. They can see why, and what happens instead."),
    promise_handed_on=later("Handed on. They can see who does it now."),
    promise_over=later("Somebody did something with this promise a moment ago. Look again."),
    promise_asked=later("Asked. They see that you asked."),
    promise_asked_already=later("You asked a short while ago. You can ask once a week."),
    promise_reopened=later("Said. It is on their list again."),
    promise_reopened_worry=later(
        "Said. It is on their list again, and somebody looks at it first because of what you "
        "wrote. If you are not safe now, call a number on the Help page."
    ),
)
offer_link(
    Shelf.PERSON, later("Promises"), "promises.theirs", "promise", CARERS, grant=int(Grant.PLAN)
)
offer_link(
    Shelf.DESK, later("Promises that are late in your team"), "promises.late", "promise", MANAGERS
)
say_news(actions.YOURS, later("A promise was put in your name"), "people.front", "promise")
say_news(actions.ASKED, later("Somebody asked if a promise is still coming"), "people.front",
         "promise")  # fmt: skip
say_news(actions.REOPENED, later("Somebody says that something is not done yet"), "people.front",
         "promise")  # fmt: skip
offer(
    bp,
    promise_trail=labels.trail,
    promise_for_staff=labels.line_for_staff,
    promise_news=labels.NEWS,
)
__all__ = ["PROMISE_WAITS", "bp"]


# --- one young person's, for their adults --------------------------------------------------------


@bp.get("/people/<ref>/promises")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> tuple[str, int]:
    return _theirs(ref, None, clock.now())


def _theirs(ref: str, form: MakeForm | None, now: datetime) -> tuple[str, int]:
    who = viewer()
    makes = who.role in CASE_STAFF
    try:
        page = pages.theirs(
            db.opened(), who, ref, now, makes=makes, before=request.args.get("before")
        )
    except ValueError:
        abort(404)
    names = (
        {"form": _offered(form or MakeForm(None), page.owners, page.areas, who)} if makes else {}
    )
    status = 422 if form is not None and form.errors else 200
    return draw(
        "promises/theirs.html", page=page, makes=makes and bool(page.owners),
        me=who.person_id, here=_here(who), **names,
    ), status  # fmt: skip


def _here(who: Viewer) -> str:
    return "carers.children" if who.role is Role.CARER else "staff.people"


def _offered(
    form: MakeForm, owners: Sequence[pages.Owner], areas: Sequence[str], who: Viewer
) -> MakeForm:
    """Once it is chosen what it is about, only those are offered who may read that."""
    about = (form.about.data or "")[1:]
    if form.about.data:
        owners = [one for one in owners if one.may_own(about)]
    whose = labels.whose(owners, who.person_id, people.to_them)
    about_name: Callable[[str], str] = current_app.jinja_env.globals["area_name"]  # type: ignore[assignment]
    return form.offering(
        [*whose, (OUTSIDE, _("Somebody outside the council"))],
        [("", _("Choose")), *((f"a{area}", labels.about(area, about_name)) for area in areas)],
    )


@bp.post("/people/<ref>/promises/make")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def make(ref: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    young = pages.makes_for(db.opened(), who, ref, now)
    form = _offered(MakeForm(), young.owners, young.areas, who)
    if not form.validate_on_submit():
        if any(one.ref == form.whose.data for one in young.owners):
            form.whose.errors = (may_not_own(),)
        return _theirs(ref, form, now)
    owner = next((one.id for one in young.owners if one.ref == form.whose.data), None)
    try:
        actions.make(
            db.opened(), who, young.subject, form.text.data,
            form.outside.data if owner is None else owner, form.on, form.about.data[1:], "desk",
            form.key.data, now,
        )  # fmt: skip
    except actions.NotTheirs:
        form.whose.errors = (may_not_own(),)
        return _theirs(ref, form, now)
    return redirect(url_for(".theirs", ref=ref, done="promise-made"), 303)


def may_not_own() -> str:
    return _("They may not read this part of the plan, so it cannot be their promise. Choose "
             "somebody who may, or make it your own.")  # fmt: skip


@bp.get("/promises/<ref>")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def one(ref: str) -> tuple[str, int]:
    return _one(ref, None, clock.now())


def _one(ref: str, wrong: OnceForm | None, now: datetime) -> tuple[str, int]:
    who = viewer()
    page = pages.one_page(db.opened(), who, ref, now, hands_on=who.role in CASE_STAFF)
    forms: dict[str, OnceForm] = {
        "kept": KeptForm(None), "change": ChangeForm(None), "drop": DropForm(None),
        "hand_on": HandOnForm(None).offering(
            labels.whose(page.owners, who.person_id, people.to_them)
        ),
    }  # fmt: skip
    for name, form in forms.items():
        if wrong is not None and type(wrong) is type(form):
            if isinstance(wrong, HandOnForm) and isinstance(form, HandOnForm):
                wrong.offering(form.whose.choices)
            forms[name] = wrong
    status = 422 if wrong is not None else 200
    return draw(
        "promises/one.html", page=page, forms=forms, form=wrong or forms["kept"],
        me=who.person_id, here=_here(who),
    ), status  # fmt: skip


def _done(
    ref: str, form: OnceForm, do: Callable[[], None], done: str
) -> Response | tuple[str, int]:
    """What became of it, and the promise again."""
    if not form.validate_on_submit():
        return _one(ref, form, clock.now())
    try:
        do()
    except actions.NotOpen:
        done = "promise-over"
    return redirect(url_for(".one", ref=ref, done=done), 303)


@bp.post("/promises/<ref>/kept")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def kept(ref: str) -> Response | tuple[str, int]:
    """Back to their own screen: there is more to do."""
    form = KeptForm()
    if not form.validate_on_submit():
        return _one(ref, form, clock.now())
    actions.keep(db.opened(), viewer(), ref, tidy(form.note.data), clock.now())
    return redirect(url_for("people.front", done="promise-kept"), 303)


@bp.post("/promises/<ref>/change")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def change(ref: str) -> Response | tuple[str, int]:
    form = ChangeForm()
    return _done(
        ref, form,
        lambda: actions.change(
            db.opened(), viewer(), ref, form.on, form.note.data, clock.now()
        ),
        "promise-changed",
    )  # fmt: skip


@bp.post("/promises/<ref>/drop")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def drop(ref: str) -> Response | tuple[str, int]:
    form = DropForm()
    return _done(
        ref, form,
        lambda: actions.drop(
            db.opened(), viewer(), ref, form.note.data, form.instead.data, clock.now()
        ),
        "promise-dropped",
    )  # fmt: skip


@bp.post("/promises/<ref>/hand-on")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def hand_on(ref: str) -> Response | tuple[str, int]:
    form = HandOnForm().offering([(request.form.get("whose", ""), "")])
    if not form.validate_on_submit() or not form.whose.data:
        form.whose.errors = form.whose.errors or (_("Choose who does it."),)
        return _one(ref, form, clock.now())
    try:
        young = actions.hand_on(
            db.opened(), viewer(), ref, form.whose.data, form.note.data or "", clock.now()
        )
    except actions.NotOpen:
        return redirect(url_for(".one", ref=ref, done="promise-over"), 303)
    return redirect(url_for(".theirs", ref=young, done="promise-handed-on"), 303)


@bp.get("/team/promises")
@door(MANAGERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def late() -> str:
    try:
        page = pages.late_in_team(db.opened(), viewer(), request.args.get("after"), clock.now())
    except ValueError:
        abort(404)
    return draw("promises/late.html", page=page, me=viewer().person_id, here="staff.waiting")


# --- the young person -----------------------------------------------------------------------------


@bp.post("/promises/<ref>/ask")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def ask(ref: str) -> Response:
    done = "promise-asked"
    try:
        actions.ask(db.opened(), viewer(), ref, clock.now())
    except actions.NotOpen:
        done = "promise-asked-already"
    return redirect(url_for("home.promises_to_me", done=done, _anchor=f"p{ref}"), 303)


@bp.route("/promises/<ref>/not-done", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def not_done(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), NotDoneForm()
    card = pages.one_to_me(db.opened(), who, ref, now)
    if form.validate_on_submit():
        done = "promise-reopened"
        try:
            if actions.not_done(db.opened(), who, ref, form.text.data, now):
                done = "promise-reopened-worry"
        except actions.NotOpen:
            pass  # said a moment ago: it is on their list
        except actions.TooOften:
            return redirect(url_for("messages.thread", _anchor="newest"), 303)
        return redirect(url_for("home.promises_to_me", done=done, _anchor=f"p{ref}"), 303)
    status = 422 if form.errors else 200
    return draw("promises/not-done.html", p=card, form=form, here="home.home"), status
