"""Messages: my thread with my worker, a carer's about a child, and the worker's side of both."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.core import clock, db
from portal.core.access import (
    CARERS,
    CASE_STAFF,
    YOUNG,
    Cache,
    Data,
    Records,
    Role,
    Viewer,
    door,
    viewer,
)
from portal.core.forms import tidy
from portal.core.frame import draw, offer, say_done
from portal.core.openers import opener
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.hours.labels import next_read, open_now
from portal.messages import actions, attached, bounds, changes, desks, found, labels, mending, pages
from portal.messages.bounds import CARER
from portal.messages.desks import Desk
from portal.messages.forms import MendForm, MessageForm, TapForm
from portal.messages.rules import LONGEST, Tap
from portal.messages.unread import not_read  # noqa: F401 - reminders ask it
from portal.owed.labels import steps_words
from portal.saved_replies.pages import for_thread
from portal.uploads import labels as upload_labels
from portal.uploads.answers import give
from portal.uploads.limits import may_send
from portal.uploads.rules import FORM_BYTES

bp = Blueprint("messages", __name__)
say_done(
    sent=later("Sent."),
    sent_and_marked=later(
        "Sent. We marked this so that somebody looks soon. If you are not safe now, call a number "
        "on the Help page."
    ),
    sent_and_marked_closed=later(
        "Sent. Whoever is on duty is told of this at once. Do not wait for us: if you are not safe "
        "now, call a number on the Help page."
    ),
    told_ok=later("Sent. Good to hear."),
    told_call=later("Sent. You asked for a call."),
    told_help=later(
        "Sent. You asked for help. If you are not safe now, call a number on the Help page."
    ),
    told_help_and_marked=later(
        "Sent. You asked for help today. We marked this so that somebody looks soon. If you are "
        "not safe now, call a number on the Help page."
    ),
    told_help_and_marked_closed=later(
        "Sent. You asked for help today. Whoever is on duty is told of this at once. Do not wait "
        "for us: if you are not safe now, call a number on the Help page."
    ),
    answered=later("Your answer is sent."),
    kept_for_later=later("Kept. You find it in the box when you come back."),
    kept_without_file=later(
        "Your words are kept. You find them in the box when you come back. Then choose the picture "
        "again."
    ),
    mended=later("Changed."),
    taken_back=later("You took it back."),
    too_late=later("It was sent more than a minute ago, so it stays. You can write another one."),
)  # fmt: skip


def thread_at(desk: Desk, **more: Any) -> str:
    """The address of this conversation, for whoever looks."""
    role = viewer().role
    if role is Role.YOUNG:
        return url_for("messages.thread", **more)
    if role is Role.CARER:
        return url_for("messages.child_thread", ref=desk.person_ref, **more)
    if desk.kind == CARER:
        return url_for(
            "messages.carers_thread", ref=desk.person_ref, talk=desk.conversation_ref, **more
        )
    return url_for("messages.their_thread", ref=desk.person_ref, **more)


def draft_at(desk: Desk) -> str:
    role = viewer().role
    if role is Role.YOUNG:
        return url_for("messages.draft")
    if role is Role.CARER:
        return url_for("messages.child_draft", ref=desk.person_ref)
    if desk.kind == CARER:
        return url_for("messages.carers_draft", ref=desk.person_ref, talk=desk.conversation_ref)
    return url_for("messages.their_draft", ref=desk.person_ref)


offer(
    bp,
    tap_words=labels.tap_words,
    bubble_state=labels.bubble_state,
    told=labels.told,
    answers_what=labels.answers_what,
    next_read=next_read,
    steps_words=steps_words,
    became_worker=labels.became_worker,
    became_their_worker=labels.became_their_worker,
    picture_words=labels.picture_words,
    voice_words=labels.voice_words,
    thread_at=thread_at,
    draft_at=draft_at,
    longest=LONGEST,
)

TALKERS = YOUNG | CARERS | CASE_STAFF


# --- a thread -----------------------------------------------------------------------------------


@bp.route("/messages", methods=["GET", "POST"])
@door(
    YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, largest=FORM_BYTES,
    microphone=True,
)  # fmt: skip
def thread() -> AnyResponse | tuple[str, int]:
    who, now, form = viewer(), clock.now(), MessageForm()
    passed = _passes(form, who, now)
    desk = desks.own_desk(db.opened(), who, now)
    return _thread("messages/thread.html", form, passed, who, desk, now)


@bp.route("/children/<ref>/messages", methods=["GET", "POST"])
@door(
    CARERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON, largest=FORM_BYTES,
    microphone=True,
)  # fmt: skip
def child_thread(ref: str) -> AnyResponse | tuple[str, int]:
    who, now, form = viewer(), clock.now(), MessageForm()
    passed = _passes(form, who, now)
    desk = desks.child_desk(db.opened(), who, ref, now)
    return _thread("messages/child-thread.html", form, passed, who, desk, now)


@bp.route("/people/<ref>/messages", methods=["GET", "POST"])
@door(
    CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, largest=FORM_BYTES,
    microphone=True,
)  # fmt: skip
def their_thread(ref: str) -> AnyResponse | tuple[str, int]:
    who, now, form = viewer(), clock.now(), MessageForm()
    passed = _passes(form, who, now)
    desk = desks.desk_of(db.opened(), who, ref, now)
    return _thread("messages/their-thread.html", form, passed, who, desk, now)


@bp.route("/people/<ref>/messages/<talk>", methods=["GET", "POST"])
@door(
    CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, largest=FORM_BYTES,
    microphone=True,
)  # fmt: skip
def carers_thread(ref: str, talk: str) -> AnyResponse | tuple[str, int]:
    who, now, form = viewer(), clock.now(), MessageForm()
    passed = _passes(form, who, now)
    desk = desks.carers_desk(db.opened(), who, ref, talk, now)
    return _thread("messages/their-thread.html", form, passed, who, desk, now)


def _passes(form: MessageForm, who: Viewer, now: datetime) -> bool:
    """Whether the message can be sent. What came with it is counted before anybody looks into it:
    that takes a while, whether it is good or not. What is kept for later goes without it."""
    if request.method != "POST" or _keeps():
        return False
    return _not_too_many(form, who, now) and form.validate_on_submit()


def _not_too_many(form: MessageForm, who: Viewer, now: datetime) -> bool:
    """Whether this account may send another picture or voice in this hour, and on this day."""
    if not form.brought:
        return True
    if may_send(db.database(), who.account_id, now):
        return True
    field = form.picture if form.picture.data else form.voice
    field.errors = (upload_labels.too_many(),)
    return False


def _keeps() -> bool:
    """Whether it is for later, and not sent yet."""
    return "keep" in request.form


def _thread(
    template: str, form: MessageForm, passed: bool, who: Viewer, desk: Desk, now: datetime
) -> AnyResponse | tuple[str, int]:
    """Send, keep, search or read: the same for everybody who may be here."""
    if request.method == "POST":
        if _keeps():
            return _kept(form, who, desk, now)
        done = _sent(form, who, desk, now) if passed else None
        if done is not None:
            return redirect(thread_at(desk, done=done, _anchor="newest"), 303)
        _choose_again(form)
    sought = tidy(request.args.get("q"))[: bounds.LONGEST_SEARCH]
    before = request.args.get("before")
    if sought and request.method != "POST":
        hits = found.found_page(db.opened(), who, desk, sought, before)
        return draw("messages/found.html", page=hits, me=who.person_id, here=_here(who, desk)), 200
    place = pages.Place(before, request.args.get("after"), request.args.get("around"))
    page = pages.thread_page(db.opened(), who, desk, now, place)
    staff = who.person_id != desk.writer_id
    if request.method != "POST":
        form.text.data = (
            desk.draft or _saved_reply(who, desk, now) or opener(request.args.get("about"))
        )
        if staff and desk.stays and page.unread and desk.conversation_id and page.newest_id:
            actions.read_by_staff(who, desk.conversation_id, page.newest_id, now)
    status = 422 if form.errors else 200
    return draw(template, page=page, form=form, now=now, here=_here(who, desk)), status


def _saved_reply(who: Viewer, desk: Desk, now: datetime) -> str:
    """The saved reply that was chosen to begin from, in the words for the young person's age."""
    chosen = request.args.get("reply", "")
    if not chosen or who.person_id == desk.writer_id or not desk.by_young:
        return ""
    return for_thread(db.opened(), who, desk.person_ref, chosen, now)


def _here(who: Viewer, desk: Desk) -> str:
    """Which of the bar's pages this one belongs to."""
    if who.person_id != desk.writer_id:
        return "staff.people"
    return "carers.children" if desk.kind == CARER else "messages.thread"


def _sent(form: MessageForm, who: Viewer, desk: Desk, now: datetime) -> str | None:
    """What is said of it if it went; otherwise the form says why, and keeps every word."""
    try:
        sent = actions.send(
            db.opened(), who, desk, "text", form.text.data, form.key.data, now, form.sent
        )
    except actions.NobodyToWriteTo:
        form.text.errors = (
            _("Nobody is your worker just now. Please call the duty number.")
            if who.person_id == desk.writer_id
            else _("%(name)s would not see this, so it was not sent.", name=desk.writer_name),
        )
        return None
    except actions.OnlyReads:
        abort(409)
    except actions.NothingGoes:
        form.form_errors.append(
            _("Nothing is sent to %(name)s any more. Your words were not sent.",
              name=desk.writer_name)
        )  # fmt: skip
        return None
    except KeyReused:
        form.text.errors = (_("You sent something else from this page. Please send this again."),)
        form.key.data = form.key.default()
        return None
    if desk.draft_at is not None:
        changes.forget_draft(who, desk)
    if who.person_id != desk.writer_id:
        return "answered"
    return _marked("sent", desk, now) if sent.worry else "sent"


def _marked(done: str, desk: Desk, now: datetime) -> str:
    """What is said of what worried us: while the council is closed, not that somebody looks."""
    return f"{done}-and-marked" if open_now(desk.calendar, now) else f"{done}-and-marked-closed"


def _choose_again(form: MessageForm) -> None:
    """A browser sends a picture once: after an error it has to be chosen again."""
    if form.brought and not form.picture.errors and not form.voice.errors:
        again = _("Choose the picture again, or record again, before you send.")
        form.picture.errors = (again,)


@bp.post("/messages/tap")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def quick() -> AnyResponse:
    """One tap: I'm OK, call me, I need help today."""
    who, now = viewer(), clock.now()
    form = TapForm()
    if not form.validate_on_submit() or form.kind.data not in set(Tap):
        return redirect(url_for("home.home"), 303)
    desk = desks.own_desk(db.opened(), who, now)
    try:
        # One page, one key, three buttons: "I need help" after "I'm OK" is not a repeat.
        key = f"{form.kind.data}:{form.key.data}"
        sent = actions.send(db.opened(), who, desk, form.kind.data, "", key, now)
    except actions.NobodyToWriteTo:
        return redirect(url_for("help.help_page"), 303)
    done = f"told-{form.kind.data}"
    if form.kind.data != Tap.HELP:
        return redirect(url_for(".thread", done=done, _anchor="newest"), 303)
    # After a cry for help not to the newest message: what to do now is said at the top.
    marked = _marked(done, desk, now) if sent.worry else done
    return redirect(url_for(".thread", done=marked), 303)


@bp.post("/messages/read")
@door(YOUNG | CARERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def read() -> AnyResponse:
    """The "seen" mark: sent by a script once the page is in front, by a button without one."""
    who, now = viewer(), clock.now()
    actions.read(db.opened(), who, tidy(request.form.get("drawn")), now)
    return redirect(url_for(".thread" if who.is_young else "carers.children"), 303)


# --- begun and not sent -------------------------------------------------------------------------


@bp.post("/messages/draft")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def draft() -> AnyResponse:
    """What is in the box, by a script that says nothing of it."""
    who, now = viewer(), clock.now()
    return _draft(who, desks.own_desk(db.opened(), who, now), now)


@bp.post("/children/<ref>/messages/draft")
@door(CARERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def child_draft(ref: str) -> AnyResponse:
    who, now = viewer(), clock.now()
    return _draft(who, desks.child_desk(db.opened(), who, ref, now), now)


@bp.post("/people/<ref>/messages/draft")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def their_draft(ref: str) -> AnyResponse:
    who, now = viewer(), clock.now()
    return _draft(who, desks.desk_of(db.opened(), who, ref, now), now)


@bp.post("/people/<ref>/messages/<talk>/draft")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def carers_draft(ref: str, talk: str) -> AnyResponse:
    who, now = viewer(), clock.now()
    return _draft(who, desks.carers_desk(db.opened(), who, ref, talk, now), now)


def _draft(who: Viewer, desk: Desk, now: datetime) -> AnyResponse:
    text, key = tidy(request.form.get("text")), tidy(request.form.get("key"))
    if desk.quiet_until is None:
        changes.keep_draft(db.opened(), who, desk, text, key, now)
    return Response(status=204, mimetype="text/plain")


def _kept(form: MessageForm, who: Viewer, desk: Desk, now: datetime) -> AnyResponse:
    """The button beside "Send", for whoever has no script."""
    if desk.quiet_until is not None:
        abort(409)
    changes.keep_draft(db.opened(), who, desk, form.text.data, form.key.data, now)
    done = "kept-without-file" if form.brought else "kept-for-later"
    return redirect(thread_at(desk, done=done), 303)


# --- the first minute ---------------------------------------------------------------------------


@bp.route("/messages/<ref>/mend", methods=["GET", "POST"])
@door(TALKERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def mend(ref: str) -> AnyResponse | tuple[str, int]:
    """Other words, or take it back, while its first minute lasts."""
    who, now, form = viewer(), clock.now(), MendForm()
    page = mending.mend_page(db.opened(), who, ref, now)
    form.alone = page.alone
    if form.validate_on_submit():
        try:
            changes.mend(db.opened(), who, ref, form.text.data, form.key.data, now)
        except changes.TooLate:
            form.text.errors = (
                _("It was sent more than a minute ago, so it stays. Copy your words into a new "
                  "message."),
            )  # fmt: skip
        except KeyReused:
            form.text.errors = (
                _("You changed it already from this page. Please look at it again."),
            )
            form.key.data = form.key.default()
        else:
            return redirect(thread_at(page.desk, done="mended", around=ref, _anchor="sought"), 303)
    if request.method != "POST":
        form.text.data = page.text
    status = 422 if form.errors else 200
    return draw("messages/mend.html", page=page, form=form, here=_here(who, page.desk)), status


@bp.post("/messages/<ref>/take-back")
@door(TALKERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def take_back(ref: str) -> AnyResponse:
    who, now = viewer(), clock.now()
    page = mending.mend_page(db.opened(), who, ref, now)
    try:
        changes.take_back(db.opened(), who, ref, now)
    except changes.TooLate:
        return redirect(thread_at(page.desk, done="too-late"), 303)
    return redirect(thread_at(page.desk, done="taken-back", _anchor="newest"), 303)


# --- pictures and voices ------------------------------------------------------------------------


@bp.get("/messages/pictures/<ref>")
@door(TALKERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def picture(ref: str) -> AnyResponse:
    return _given(ref, "picture", "whole")


@bp.get("/messages/pictures/<ref>/small")
@door(TALKERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def small_picture(ref: str) -> AnyResponse:
    return _given(ref, "picture", "small")


@bp.get("/messages/voices/<ref>")
@door(TALKERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def voice(ref: str) -> AnyResponse:
    return _given(ref, "voice", "whole")


def _given(ref: str, kind: str, part: str) -> AnyResponse:
    found_there = attached.content(db.opened(), viewer(), ref, kind, part, clock.now())
    return give(found_there.data, found_there.mime)
