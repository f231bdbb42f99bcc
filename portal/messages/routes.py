"""Messages: my thread with my worker, and the worker's side of it."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import CASE_STAFF, YOUNG, Cache, Data, Records, Viewer, door, viewer
from portal.core.forms import tidy
from portal.core.frame import draw, offer, say_done
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.helplines import contacts
from portal.hours.labels import next_read
from portal.messages import actions, labels, pages
from portal.messages.forms import MessageForm, TapForm
from portal.messages.rules import Tap
from portal.messages.unread import not_read  # noqa: F401 - reminders ask it
from portal.owed.labels import steps_words

bp = Blueprint("messages", __name__)
say_done(
    sent=later("Sent."),
    told_ok=later("Sent. Good to hear."),
    told_call=later("Sent. You asked for a call."),
    told_help=later(
        "Sent. You asked for help. If you are not safe now, call a number on the Help page."
    ),
    answered=later("Your answer is sent."),
)  # fmt: skip


offer(
    bp,
    tap_words=labels.tap_words,
    bubble_state=labels.bubble_state,
    told=labels.told,
    answers_what=labels.answers_what,
    numbers_now=lambda: contacts.of(contacts.Section.NOW)[:2],
    next_read=next_read,
    steps_words=steps_words,
)


@bp.route("/messages", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def thread() -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    desk = pages.own_desk(db.opened(), who, now)
    form = MessageForm()
    if form.validate_on_submit() and _sent(form, who, desk, now):
        return redirect(url_for(".thread", done="sent", _anchor="newest"), 303)
    page = pages.thread_page(db.opened(), who, desk, request.args.get("before"))
    status = 422 if form.errors else 200
    return draw("messages/thread.html", page=page, form=form, now=now), status


def _sent(form: MessageForm, who: Viewer, desk: pages.Desk, now: datetime) -> bool:
    """Whether it went; otherwise the form says why, and keeps every word."""
    try:
        actions.send(db.opened(), who, desk, "text", form.text.data, form.key.data, now)
    except actions.NobodyToWriteTo:
        form.text.errors = (_("Nobody is your worker just now. Please call the duty number."),)
    except actions.OnlyReads:
        abort(409)
    except actions.NothingGoes:
        form.form_errors.append(
            _("Nothing is sent to %(name)s any more. Your words were not sent.",
              name=desk.person_name)
        )  # fmt: skip
    except KeyReused:
        form.text.errors = (_("You sent something else from this page. Please send this again."),)
        form.key.data = form.key.default()
    else:
        return True
    return False


@bp.post("/messages/tap")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def quick() -> Response:
    """One tap: I'm OK, call me, I need help."""
    who, now = viewer(), clock.now()
    form = TapForm()
    if form.validate_on_submit() and form.kind.data in set(Tap):
        desk = pages.own_desk(db.opened(), who, now)
        try:
            # One page, one key, three buttons: "I need help" after "I'm OK" is not a repeat.
            key = f"{form.kind.data}:{form.key.data}"
            actions.send(db.opened(), who, desk, form.kind.data, "", key, now)
            done = f"told-{form.kind.data}"
        except actions.NobodyToWriteTo:
            return redirect(url_for("help.help_page"), 303)
    else:
        return redirect(url_for("home.home"), 303)
    # After a cry for help not to the newest message: what to do now is said at the top.
    anchor = None if form.kind.data == Tap.HELP else "newest"
    return redirect(url_for(".thread", done=done, _anchor=anchor), 303)


@bp.post("/messages/read")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def read() -> Response:
    """The "seen" mark: sent by a script once the page is in front, by a button without one."""
    who, now = viewer(), clock.now()
    actions.read(db.opened(), who, tidy(request.form.get("drawn")), now)
    return redirect(url_for(".thread"), 303)


@bp.route("/people/<ref>/messages", methods=["GET", "POST"])
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def their_thread(ref: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    desk = pages.desk_of(db.opened(), who, ref, now)
    form = MessageForm()
    if form.validate_on_submit() and _sent(form, who, desk, now):
        return redirect(url_for(".their_thread", ref=ref, done="answered", _anchor="newest"), 303)
    page = pages.thread_page(db.opened(), who, desk, request.args.get("before"))
    news = desk.stays and page.unread
    if request.method == "GET" and desk.conversation_id and page.newest_id and news:
        actions.read_by_staff(who, desk.conversation_id, page.newest_id, now)
    status = 422 if form.errors else 200
    return draw("messages/their-thread.html", page=page, form=form, now=now), status
