"""Complain, follow it, go on; and the desk of whoever deals with complaints."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import (
    STAFF,
    YOUNG,
    Cache,
    Data,
    Records,
    Role,
    Viewer,
    door,
    viewer,
)
from portal.core.cells import plain
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.helplines import contacts
from portal.helplines.contacts import Section
from portal.notifications.labels import say_news
from portal.put_right import bringing, drafts
from portal.put_right.complaints import actions, labels, pages, policy, rules
from portal.put_right.complaints.forms import AnswerForm, ComplainForm, NoteForm, SayForm
from portal.put_right.complaints.pages import Card, OnePage
from portal.put_right.complaints.rules import What
from portal.uploads.answers import give
from portal.uploads.rules import FORM_BYTES

bp = Blueprint("complaints", __name__)
HERE, DESK = "my_views.my_say", "complaints.desk"
say_done(
    complaint_sent=later("Sent. You see here who deals with it, and by when."),
    complaint_marked=later(
        "Sent, and somebody looks at it first because of what you wrote. If you are not safe now, "
        "call a number on the Help page."
    ),
    complaint_on=later("Sent on to the next stage. You see here who, and by when."),
    complaint_settled=later("Thank you. It is settled. You can still change your mind."),
    complaint_gone=later("You took it back. You can complain again whenever you like."),
    complaint_other=later("Somebody else deals with it now."),
    wrong_kept=later("Kept. You find it here when you come back."),
    complaint_noted=later("Saved. They are told."),
    complaint_answered=later("Your answer is sent."),
    complaint_handed=later("Somebody else deals with it now. They are told."),
)  # fmt: skip
say_news(actions.CHANGED, later("There is something new for you to read"), "put_right.start", "say")
say_news(actions.TAKEN_BACK, later("Something that you look into was taken back"), DESK, "review")
say_news(actions.NEW, later("Something waits for you to look into"), DESK, "review")
offer_link(Shelf.DESK, later("Complaints"), DESK, "review", (Role.MANAGER,), leads=True)
offer(bp, complaint_words=labels, complaint_states=rules.State, complaint_steps=rules.What)


# --- the young person ---------------------------------------------------------------------------


@bp.route("/put-right/complain", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, largest=FORM_BYTES,
      microphone=True)  # fmt: skip
def complain() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), ComplainForm()
    if bringing.keeps():
        bringing.keep_typed(who, "complaint")
        return redirect(url_for(".complain", done="wrong-kept"), 303)
    reader, moved, begun = None, False, drafts.NOTHING
    if request.method == "POST":
        chosen = policy.chosen(db.opened(), who.council_id, who.person_id, form.refs, now)
        reader = chosen.reader(form.reads.data or "")
        passed = bringing.passes(form, who, now)
        moved = passed and reader is not None and form.reads.data != reader.ref
        if passed and reader is not None and not moved:
            done = _complain(form, who, chosen.ids, reader.id, now)
            if done is not None:
                return done
        bringing.choose_again(form)
    kept, calendar = drafts.begun_here(db.opened(), who, "complaint")
    if request.method == "GET":
        begun = kept
        bringing.begun_in(form, begun)
        _take_words(form, who)
    desk = pages.desk(db.opened(), who, now)
    form.offer(desk)
    reader = desk.dealer(form.refs)
    form.reads.data = reader.ref if reader else ""
    status = 422 if moved or (request.method == "POST" and reader is None) else 0
    return draw(
        "put_right/complain.html", form=form, desk=desk, reader=reader, moved=moved, begun=begun,
        calendar=calendar, now=now, night=who.night_phone,
        advocates=contacts.of(Section.SIDE), here=HERE,
    ), status or bringing.status_of(form)  # fmt: skip


def _take_words(form: ComplainForm, who: Viewer) -> None:
    """What they said first, where a problem becomes a complaint; nothing of what they began."""
    said = request.args.get("said", "")
    if not said or form.text.data:
        return
    form.text.data = pages.said_before(db.opened(), who, said)


def _complain(
    form: ComplainForm, who: Viewer, kept: tuple[int, ...], reader_id: int, now: datetime
) -> Response | None:
    words = actions.Words(
        form.text.data or "", form.wanted.data or "", form.about.data or "", form.when,
        kept, form.sent, _said_before(),
    )  # fmt: skip
    try:
        sent = actions.complain(db.opened(), who, words, reader_id, form.key.data, now)
    except KeyReused:
        bringing.sent_before(form)
        return None
    drafts.forget(who, "complaint")
    done = "complaint-marked" if sent.worry else "complaint-sent"
    return redirect(url_for(".mine", ref=sent.ref, done=done), 303)


def _said_before() -> str:
    said = request.args.get("said", "")
    return said if len(said) == 22 else ""


@bp.post("/put-right/complain/draft")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def draft() -> Response:
    return bringing.keep_draft(viewer(), "complaint")


@bp.route("/put-right/<ref>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def mine(ref: str) -> Response | tuple[str, int]:
    """How it stands. Sent: it is settled; the next stage; take it back; not with whoever has it."""
    who, now, form = viewer(), clock.now(), SayForm()
    if form.validate_on_submit():
        try:
            done = _said_of_it(ref, form, who, now)
        except actions.ChangedMeanwhile:
            bringing.begin_again(form)
            form.form_errors.append(
                _("Something else happened to this meanwhile. Your words are still here. Look at "
                  "it again first.")
            )  # fmt: skip
        except KeyReused:
            bringing.sent_before(form)
        else:
            return redirect(url_for(".mine", ref=ref, done=done), 303)
    page = pages.one_page(db.opened(), who, ref, now)
    return draw(
        "put_right/mine.html", page=page, form=form, does=form.does.data or "", now=now,
        night=who.night_phone, here=HERE, advocates=contacts.of(Section.SIDE),
        ombudsman=contacts.of(Section.OMBUDSMAN),
    ), bringing.status_of(form)  # fmt: skip


def _said_of_it(ref: str, form: SayForm, who: Viewer, now: datetime) -> str:
    page = pages.one_page(db.opened(), who, ref, now)
    key, words = form.key.data, form.words.data or ""
    does, card = form.does.data, page.card
    if does == "settled":
        actions.settles(db.opened(), who, card, key, now)
        return "complaint-settled"
    named = form.reads.data
    if does == "other" and page.others:
        instead = next((one for one in page.others if one.ref == named), None)
        if instead is None:
            raise actions.ChangedMeanwhile
        actions.not_them(db.opened(), who, card, instead.id, key, now)
        return "complaint-other"
    if named != card.handler_ref:  # nobody reads it whom the page has not named
        raise actions.ChangedMeanwhile
    if does == "next":
        worry = actions.asks_on(db.opened(), who, card, words, key, now)
        return "complaint-marked" if worry else "complaint-on"
    if does == "withdraw":
        worry = actions.withdraws(db.opened(), who, card, words, key, now)
        return "complaint-marked" if worry else "complaint-gone"
    raise NoResultFound


@bp.post("/put-right/<ref>/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def seen(ref: str) -> Response:
    actions.saw(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".mine", ref=ref), 303)


# --- what they added ----------------------------------------------------------------------------


@bp.get("/put-right/pictures/<ref>")
@door(YOUNG | STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def picture(ref: str) -> Response:
    return give(*pages.attached(db.opened(), viewer(), ref, "picture", clock.now()))


@bp.get("/put-right/voices/<ref>")
@door(YOUNG | STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def voice(ref: str) -> Response:
    return give(*pages.attached(db.opened(), viewer(), ref, "voice", clock.now()))


# --- whoever deals with it ----------------------------------------------------------------------


@bp.get("/looked-into")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def desk() -> str:
    before = request.args.get("before")
    page = pages.desk_page(db.opened(), viewer(), before, clock.now())
    return draw("put_right/desk.html", page=page, now=clock.now(), here="staff.waiting")


@bp.get("/looked-into/register.csv")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST, file=True)
def register() -> Response:
    """For learning: without names, without a word of any young person's."""
    lines = pages.register(db.opened(), viewer(), clock.now())
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(
        ["year", "quarter", "stage", "state", "outcome_1", "outcome_2", "outcome_3", "late",
         "learned"]
    )  # fmt: skip
    for line in lines:
        found = [*line.outcomes, "", "", ""][:3]
        learned = " / ".join(line.learned)
        sheet.writerow(
            [line.year, line.quarter, line.stage, line.state.value, *found,
             "yes" if line.late else "no", plain(learned)]
        )  # fmt: skip
    answer = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="register.csv"'
    return answer


@bp.get("/looked-into/<ref>")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def one(ref: str) -> tuple[str, int]:
    return _one(ref)


def _one(
    ref: str, noting: NoteForm | None = None, answering: AnswerForm | None = None
) -> tuple[str, int]:
    who, now = viewer(), clock.now()
    page = pages.one_page(db.opened(), who, ref, now)
    notes = {}
    if page.may and not page.card.over:
        for what in _could(page):
            mine = noting is not None and noting.which is what
            notes[what] = noting if mine else NoteForm(None).of(what, page.card, page.others)
    answering = answering or AnswerForm(None)
    answering.of(page.card, _owners(page, who, now) if page.may else [])
    if request.method == "GET" and page.may:
        bringing.begun_in(answering, drafts.begun(db.opened(), who, _about(ref)))
    wrong = noting if noting is not None else answering
    return draw(
        "put_right/one.html", page=page, notes=notes, answering=answering, form=wrong, now=now,
        here="staff.waiting",
    ), bringing.status_of(wrong)  # fmt: skip


def _about(ref: str) -> str:
    return f"answer:{ref}"


def _could(page: OnePage) -> list[What]:
    """What can be said of it as it stands."""
    card = page.card
    found = []
    if not page.taken:
        found.append(What.TAKEN)
    found.append(What.UNFROZEN if page.frozen else What.FROZEN)
    if card.waits and card.longest is not None:
        found.append(What.EXTENDED)
    if card.stage == 2 and card.waits:
        found.append(What.NAMED)
    if card.state is rules.State.PANEL:
        found += [What.PANEL_SET, What.HELD]
    if card.state is rules.State.FINDINGS:
        found.append(What.FOUND)
    if page.others:
        found.append(What.HANDED)
    return found


def _owners(page: OnePage, who: Viewer, now: datetime) -> list[tuple[str, str]]:
    """Whose word a promise can be, save whom it is kept from."""
    return [(ref, name) for ref, name, _id in _those(page.card, who, now)]


def _those(card: Card, who: Viewer, now: datetime) -> list[tuple[str, str, int]]:
    found = pages.could_promise(db.opened(), who, card, now)
    return [(one.ref, one.name, one.id) for one in found]


@bp.post("/looked-into/<ref>/note")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def note(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), NoteForm()
    page = _dealt_with(ref, who, now)
    what = form.which
    if what is None:
        abort(404)
    form.of(what, page.card, page.others)
    if form.validate_on_submit():
        to = next((one.id for one in page.others if one.ref == form.to.data), None)
        said = actions.Note(
            what, form.said, form.on, to if what is What.HANDED else None,
            form.investigator.data or "", form.independent.data or "",
        )  # fmt: skip
        try:
            actions.note(db.opened(), who, page.card, said, form.key.data, now)
        except actions.ChangedMeanwhile:
            _changed(form)
        except actions.NothingGoesThere:
            form.form_errors.append(_("Nothing is sent to them any more."))
        except KeyReused:
            bringing.sent_before(form)
        else:
            if what is What.HANDED:
                return redirect(url_for(".desk", done="complaint-handed"), 303)
            return redirect(url_for(".one", ref=ref, done="complaint-noted"), 303)
    return _one(ref, noting=form)


def _changed(form: NoteForm | AnswerForm) -> None:
    bringing.begin_again(form)
    form.form_errors.append(
        _("Something else happened to this meanwhile. Your words are still here. Nothing is saved "
          "yet.")
    )  # fmt: skip


def _dealt_with(ref: str, who: Viewer, now: datetime) -> OnePage:
    page = pages.one_page(db.opened(), who, ref, now)
    if not page.may:
        raise NoResultFound
    return page


@bp.post("/looked-into/<ref>/answer")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AnswerForm()
    card = pages.to_answer(db.opened(), who, ref, now)
    # Whose word a promise can be is asked only where there is one.
    whose = _those(card, who, now) if form.promise.data else []
    form.of(card, [(ref_, name) for ref_, name, _id in whose])
    if form.validate_on_submit():
        promised = None
        if form.promise.data and form.due is not None:
            owner = next(id for ref_, _name, id in whose if ref_ == form.whose.data)
            promised = actions.Promised(owner, form.promise.data, form.due)
        said = actions.Answer(form.found, form.text.data, form.learned.data or "", promised)
        try:
            actions.answer(db.opened(), who, card, said, form.key.data, now)
        except actions.ChangedMeanwhile:
            _changed(form)
        except actions.NothingGoesThere:
            form.form_errors.append(_("Nothing is sent to them any more."))
        except KeyReused:
            bringing.sent_before(form)
        else:
            drafts.forget(who, _about(ref))
            return redirect(url_for(".one", ref=ref, done="complaint-answered"), 303)
    return _one(ref, answering=form)


@bp.post("/looked-into/<ref>/draft")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer_draft(ref: str) -> Response:
    who = viewer()
    _dealt_with(ref, who, clock.now())
    return bringing.keep_draft(who, _about(ref))
