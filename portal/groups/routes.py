"""Groups: what a young person sees and presses, and the pages of those who run and make them."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.groups import actions, labels, pages, policy
from portal.groups.forms import ComesForm, GroupForm, MeetingForm
from portal.groups.rules import Comes
from portal.groups.tables import MeetGroup
from portal.hours.pages import calendar_for
from portal.notifications.actions import kinds_seen
from portal.notifications.labels import say_news
from portal.say.actions import NobodyAnswers, NothingGoesThere

bp = Blueprint("groups", __name__)
HERE = "my_views.my_say"
STAFF, KEEPERS = policy.STAFF, policy.KEEPERS

say_done(
    circle_joined=later("You are in it. Its dates are on your Dates page."),
    circle_left=later("You left. Its dates are gone from your pages."),
    circle_said=later("Saved. You can change it until the day."),
    circle_told=later("Your carer sees the dates now."),
    circle_untold=later("Your carer does not see the dates any more."),
    circle_made=later("The group is there. Young people of its ages see it."),
    circle_kept=later("Saved."),
    circle_closed=later("Closed. Nobody can join it."),
    circle_open=later("Open again."),
    meeting_made=later("The date is there. Everybody in the group is told."),
    meeting_kept=later("Saved. Everybody in the group is told if something changed."),
    meeting_off=later("Cancelled. Everybody in the group is told."),
)
say_news(actions.DATE, later("Something about your dates is new"), "polls.together", "calendar")
say_news(actions.JOINED, later("Somebody joined a group that you run"), "groups.listed", "people")
offer_link(Shelf.DESK, later("Groups that meet"), "groups.listed", "people", STAFF)
offer(bp, group_words=labels)


# --- a young person -----------------------------------------------------------------------------


@bp.get("/with-others/groups/<ref>")
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def one(ref: str) -> str:
    page = pages.group_page(db.opened(), viewer(), ref, clock.now())
    return draw("groups/one.html", page=page, today=clock.today(clock.now()), here=HERE)


@bp.post("/with-others/groups/<ref>/join")
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def join(ref: str) -> Response:
    try:
        actions.join(db.opened(), viewer(), ref, clock.now())
    except actions.AskFirst:  # the page says whom to ring
        return redirect(url_for(".one", ref=ref), 303)
    return redirect(url_for(".one", ref=ref, done="circle-joined"), 303)


@bp.post("/with-others/groups/<ref>/leave")
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def leave(ref: str) -> Response:
    actions.leave(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for("polls.together", done="circle-left"), 303)


@bp.post("/with-others/groups/<ref>/carer")
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def carer(ref: str) -> Response:
    """Whether whoever they live with sees the dates: one tap."""
    says = request.form.get("says")
    if says not in ("yes", "no"):
        abort(400)
    actions.tell_carer(db.opened(), viewer(), ref, says == "yes")
    done = "circle-told" if says == "yes" else "circle-untold"
    return redirect(url_for(".one", ref=ref, done=done), 303)


@bp.route("/with-others/dates/<ref>", methods=["GET", "POST"])
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def date(ref: str) -> Response | tuple[str, int]:
    """One date of a group they are in: do they come, and what do they need."""
    who, now, form = viewer(), clock.now(), ComesForm()
    if form.validate_on_submit():
        try:
            group = actions.comes(
                db.opened(), who, ref, Comes(form.says.data), form.chosen, form.note.data or "", now
            )
        except (NobodyAnswers, NothingGoesThere):
            form.form_errors.append(
                _("Nobody can read this just now, so it was not sent. Call a number on this page.")
            )
        else:
            return redirect(url_for(".one", ref=group, done="circle-said"), 303)
    page = pages.date_page(db.opened(), who, ref, now)
    one = next((one for one in page.dates if one.ref == ref), None)
    if one is None:
        abort(404)
    if request.method == "GET" and one.says is not None:
        form.says.data, form.note.data = one.says.value, one.words
        form.needs.data = [need.value for need in one.needs]
    return draw(
        "groups/date.html", page=page, one=one, form=form, now=now,
        calendar=calendar_for(db.opened(), who.council_id), here="dates.dates",
    ), 422 if form.errors or form.form_errors else 200  # fmt: skip


# --- those who run and make groups --------------------------------------------------------------


@bp.get("/groups")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE)
def listed() -> str:
    now = clock.now()
    return draw(
        "groups/listed.html", groups=pages.listed(db.opened(), viewer(), now),
        keeps=viewer().role in KEEPERS,
    )  # fmt: skip


@bp.post("/groups/seen")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE)
def seen() -> Response:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, [actions.JOINED], clock.now())
    return redirect(url_for(".listed"), 303)


@bp.route("/groups/new", methods=["GET", "POST"])
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def make() -> Response | tuple[str, int]:
    return _write(None, clock.now())


@bp.route("/groups/<ref>/change", methods=["GET", "POST"])
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def change(ref: str) -> Response | tuple[str, int]:
    return _write(ref, clock.now())


def _write(ref: str | None, now: datetime) -> Response | tuple[str, int]:
    who, handle = viewer(), db.opened()
    group = pages.found(handle, who, ref) if ref else None
    people = pages.colleagues(handle, who, now)
    form = GroupForm()
    form.offer([(one.ref, one.name) for one in people])
    if request.method == "GET" and group is not None:
        _as_it_is(form, group, people)
    if form.validate_on_submit() and (there := _written(form, ref, people, now)) is not None:
        return there
    return draw("groups/write.html", form=form, group=group), 422 if form.errors else 200


def _written(
    form: GroupForm, ref: str | None, people: tuple[pages.Choice, ...], now: datetime
) -> Response | None:
    who, handle = viewer(), db.opened()
    meant = _meant(form, people)
    try:
        if ref is None:
            made = actions.make(handle, who, meant, form.key.data, now)
            return redirect(url_for(".run", ref=made, done="circle-made"), 303)
        actions.change(handle, who, ref, meant, now)
        return redirect(url_for(".run", ref=ref, done="circle-kept"), 303)
    except actions.NameTaken:
        form.name.errors = (_("There is a group of this name. Choose another name."),)
    except KeyReused:
        _sent_before(form)
    return None


def _sent_before(form: GroupForm | MeetingForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


def _meant(form: GroupForm, people: tuple[pages.Choice, ...]) -> actions.Meant:
    first, last = form.ages
    run_by = next(one.id for one in people if one.ref == form.run_by.data)
    return actions.Meant(
        form.name.data, form.about.data, form.text.data, first, last, form.meets.data,
        form.place.data, form.way.data, form.access.data, run_by,
    )  # fmt: skip


def _as_it_is(form: GroupForm, group: MeetGroup, people: tuple[pages.Choice, ...]) -> None:
    for name in ("name", "about", "text", "meets", "place", "way", "access"):
        form[name].data = getattr(group, name)
    form.age_from.data, form.age_to.data = str(group.age_from), str(group.age_to)
    form.run_by.data = next((one.ref for one in people if one.id == group.run_by_id), "")


@bp.post("/groups/<ref>/close")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def close(ref: str) -> Response:
    closed = request.form.get("says") != "open"
    actions.close(db.opened(), viewer(), ref, closed, clock.now())
    done = "circle-closed" if closed else "circle-open"
    return redirect(url_for(".run", ref=ref, done=done), 303)


@bp.route("/groups/<ref>", methods=["GET", "POST"])
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def run(ref: str) -> Response | tuple[str, int]:
    """One group: its dates, a new one; for whoever runs it, who is in it and what they need."""
    who, now, form = viewer(), clock.now(), MeetingForm()
    if form.validate_on_submit():
        when = actions.When(form.wall, form.place.data, form.note.data)
        try:
            actions.plan(db.opened(), who, ref, when, form.key.data, now)
        except KeyReused:
            _sent_before(form)
        else:
            return redirect(url_for(".run", ref=ref, done="meeting-made"), 303)
    page = pages.run_page(db.opened(), who, ref, now)
    status = 422 if form.errors or form.form_errors else 200
    return draw("groups/run.html", page=page, form=form), status


@bp.route("/groups/dates/<ref>", methods=["GET", "POST"])
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE)
def meeting(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), MeetingForm()
    if form.validate_on_submit():
        when = actions.When(form.wall, form.place.data, form.note.data)
        ref = actions.change_meeting(db.opened(), who, ref, when, now)
        return redirect(url_for(".run", ref=ref, done="meeting-kept"), 303)
    one, group = pages.meeting(db.opened(), who, ref)
    if request.method == "GET":
        form.day.data, form.at.data = one.wall.date().isoformat(), f"{one.wall:%H:%M}"
        form.place.data, form.note.data = one.place, one.note
    return draw("groups/meeting.html", one=one, group=group, form=form), 422 if form.errors else 200


@bp.post("/groups/dates/<ref>/cancel")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE)
def cancel(ref: str) -> Response:
    group = actions.cancel(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".run", ref=group, done="meeting-off"), 303)
