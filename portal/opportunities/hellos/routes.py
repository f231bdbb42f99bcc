"""Hellos: what a young person turns on and reads; what adults write; whom a manager names."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import later
from portal.groups.pages import colleagues
from portal.notifications.actions import kinds_seen
from portal.notifications.labels import say_news
from portal.opportunities.hellos import actions, jobs, labels, pages, policy
from portal.opportunities.hellos.forms import DaysForm, HelloForm, NameForm

bp = Blueprint("hellos", __name__)
HERE = "plan.my_plan"
WITH_US = (jobs.hellos,)  # loaded with the room
say_done(
    hello_on=later("Saved. Somebody is reminded before each of these days."),
    hello_off=later("It is off. Nobody is reminded any more."),
    hello_written=later("Thank you. They read it on the day."),
    hello_held=later("It is kept back. They do not read it."),
    hello_there=later("Somebody has just written it. Thank you all the same."),
    hello_named=later("Saved. They are asked when a day comes near."),
    hello_unnamed=later("They are not asked any more."),
)
say_news(actions.CAME, later("Somebody said hello"), "hellos.mine", "smile")
say_news(actions.DUE, later("Somebody would like a hello soon"), "hellos.waiting", "smile")
say_news(actions.READ, later("A colleague wrote a hello. Read it first"), "hellos.waiting", "smile")
offer_link(Shelf.DESK, later("Hellos"), "hellos.waiting", "smile", policy.WRITERS)
offer(bp, hello_words=labels)


@bp.route("/hellos/mine", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def mine() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), DaysForm()
    form.feasts.choices = labels.feasts_from(clock.today(now))
    if form.validate_on_submit():
        actions.turn_on(db.opened(), who, form.chosen, form.who.data == "group", now)
        return redirect(url_for(".mine", done="hello-on"), 303)
    page = pages.mine(db.opened(), who, now)
    if request.method == "GET" and page.days is not None:
        form.show(page.days, page.group)
    return draw("hellos/mine.html", page=page, form=form, here=HERE), 422 if form.errors else 200


@bp.post("/hellos/off")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def off() -> Response:
    actions.turn_off(db.opened(), viewer())
    return redirect(url_for(".mine", done="hello-off"), 303)


@bp.post("/hellos/mine/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def seen() -> Response:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, [actions.CAME], clock.now())
    return redirect(url_for(".mine"), 303)


# --- those who write them -----------------------------------------------------------------------


@bp.get("/hellos")
@door(policy.WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def waiting() -> str:
    who, now = viewer(), clock.now()
    found = pages.waiting(db.opened(), who, now)
    return draw(
        "hellos/waiting.html", found=found, written=pages.written(db.opened(), who, now),
        today=clock.today(now),
        names=who.role in policy.NAMERS, here="staff.waiting",
    )  # fmt: skip


@bp.post("/hellos/seen")
@door(policy.WRITERS, data=Data.NEVER, cache=Cache.NO_STORE)
def seen_waiting() -> Response:
    who = viewer()
    kinds = [actions.DUE, actions.READ]
    kinds_seen(db.opened(), who.council_id, who.person_id, kinds, clock.now())
    return redirect(url_for(".waiting"), 303)


@bp.post("/hellos/<ref>/hold")
@door(policy.WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def hold(ref: str) -> Response:
    actions.hold(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".waiting", done="hello-held"), 303)


@bp.route("/hellos/<ref>/write", methods=["GET", "POST"])
@door(policy.WRITERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def write(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), HelloForm()
    if form.validate_on_submit():
        first = actions.write(db.opened(), who, ref, form.text.data, now)
        done = "hello-written" if first else "hello-there"
        return redirect(url_for(".waiting", done=done), 303)
    one = pages.one(db.opened(), who, ref, now)
    return draw(
        "hellos/write.html", one=one, form=form, today=clock.today(now), here="staff.waiting"
    ), 422 if form.errors else 200


@bp.route("/hellos/who", methods=["GET", "POST"])
@door(policy.NAMERS, data=Data.NEVER, cache=Cache.NO_STORE)
def givers() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), NameForm()
    people = colleagues(db.opened(), who, now)
    form.person.choices = [(one.ref, one.name) for one in people]
    if form.validate_on_submit():
        person_id = next(one.id for one in people if one.ref == form.person.data)
        actions.name(db.opened(), who, person_id, now)
        return redirect(url_for(".givers", done="hello-named"), 303)
    found = pages.givers(db.opened(), who)
    return draw(
        "hellos/who.html", found=found, form=form, here="staff.waiting"
    ), 422 if form.errors else 200


@bp.post("/hellos/who/<ref>/off")
@door(policy.NAMERS, data=Data.NEVER, cache=Cache.NO_STORE)
def unname(ref: str) -> Response:
    actions.unname(db.opened(), viewer(), ref)
    return redirect(url_for(".givers", done="hello-unnamed"), 303)
