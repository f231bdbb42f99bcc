"""What was said and its answers: the adults' list, one thing, and the young person's own pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Blueprint, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db, ledger
from portal.core.access import (
    CASE_STAFF,
    SUPPORTERS,
    YOUNG,
    Band,
    Cache,
    Data,
    Records,
    Viewer,
    door,
    viewer,
)
from portal.core.forms import OnceForm, tidy
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.reading_hints import hints
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.helplines import contacts
from portal.helplines.contacts import Section
from portal.notifications.labels import say_news
from portal.people import labels as people
from portal.say import actions, attached, desks, kinds, labels, passing, rules, worrying
from portal.say.forms import AnswerForm, FoundForm, TalkedForm
from portal.say.pages import SaidCard
from portal.say.rules import Answer, Found
from portal.uploads.answers import give

bp = Blueprint("said", __name__)
HERE, THEIRS, WAITING = "my_views.my_say", "staff.people", "staff.waiting"
HINTS_A_MINUTE, LONGEST_HINT = 60, 20_000
BANDS = frozenset(band.value for band in Band)
WITH_US = (passing, worrying)  # they say, when they are loaded, how things go on and who sees to it

say_done(
    said_answered=later("Your answer is sent."),
    said_talked=later("Noted. They see that it was talked about."),
    said_found=later("Thank you for telling us."),
    said_again=later("Sent. You see here who answers, and by when."),
    said_marked=later(
        "Sent, and somebody looks at it first because of what you wrote. If you are not safe now, "
        "call a number on the Help page."
    ),
    said_kept=later("Kept. You find it in the box when you come back."),
)  # fmt: skip
say_news(actions.SAID, later("Somebody said what they think"), "said.waiting", "say")
say_news(actions.AGAIN, later("An answer did not answer everything"), "said.waiting", "say")
say_news(actions.ANSWERED, later("Somebody answered what you said"), "said.mine", "say")
offer_link(
    Shelf.DESK, later("What young people said"), "said.waiting", "say", CASE_STAFF,
    line=later("What waits for an answer, yours first."),
)  # fmt: skip
offer_link(Shelf.PERSON, later("What they said, and the answers"), "said.theirs", "say", SUPPORTERS)
offer_link(
    Shelf.SAY, later("What I said, and the answers"), "said.mine", "list", YOUNG,
    line=later("Everything you said, and what became of it."),
)  # fmt: skip
offer(
    bp,
    said_words=labels,
    sides=lambda: contacts.of(Section.SIDE),
)


# --- the young person's own ---------------------------------------------------------------------


@bp.get("/my-say/said")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def mine() -> str:
    now = clock.now()
    page = desks.mine_page(db.opened(), viewer(), request.args.get("before", ""), now)
    return draw("say/mine.html", page=page, now=now, here=HERE)


@bp.route("/my-say/said/<ref>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def own(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), FoundForm()
    if request.method == "POST" and "keep" in request.form:
        desks.own_page(db.opened(), who, ref, now)
        actions.keep_draft(db.opened(), who, ref, form.text.data, form.key.data, now)
        return redirect(url_for(".own", ref=ref, done="said-kept"), 303)
    if form.validate_on_submit():
        done = _found(form, who, ref, now)
        if done is not None:
            actions.forget_draft(who, ref)
            return redirect(url_for(".own", ref=ref, done=done, _anchor="now"), 303)
    page = desks.own_page(db.opened(), who, ref, now)
    if request.method == "GET":
        form.text.data = page.draft.text if page.draft else ""
    form.turn.data = str(page.card.turn)
    status = 422 if form.errors or form.form_errors else 200
    return draw(
        "say/own.html", page=page, card=page.card, form=form, now=now, night=who.night_phone,
        about=_about(page.card, now), here=HERE,
    ), status  # fmt: skip


def _about(card: SaidCard, now: datetime) -> kinds.About | None:
    return kinds.about(db.opened(), viewer(), card.kind, card.about_id, now)


def _found(form: FoundForm, who: Viewer, ref: str, now: datetime) -> str | None:
    """What is said of it if it went; otherwise the form says why, and keeps every word."""
    what = form.found
    try:
        worry = actions.found(
            db.opened(), who, ref, what, form.text.data, form.key.data, now, form.of
        )
    except actions.ChangedMeanwhile:
        _changed(form)
    except actions.NothingGoesThere:
        abort(404)  # their account is sealed: nobody comes here
    except KeyReused:
        _sent_before(form)
    else:
        if worry:
            return "said-marked"
        again = what is not Found.YES and form.of < rules.MOST_TURNS
        return "said-again" if again else "said-found"
    return None


def _changed(form: OnceForm) -> None:
    _begin_again(form)
    form.form_errors.append(
        _("This changed while you were writing. Your words are still here. Read it again, then "
          "send them.")
    )  # fmt: skip


def _sent_before(form: OnceForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


def _begin_again(form: OnceForm) -> None:
    """What was begun is undone before the page is read afresh."""
    db.settle(keep=False)
    form.key.data = form.key.default()


@bp.post("/my-say/said/<ref>/draft")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def own_draft(ref: str) -> Response:
    """What is in the box, by a script that says nothing of it."""
    desks.own_page(db.opened(), viewer(), ref, clock.now())
    return _draft(ref)


def _draft(ref: str) -> Response:
    text, key = tidy(request.form.get("text")), tidy(request.form.get("key"))
    actions.keep_draft(db.opened(), viewer(), ref, text, key, clock.now())
    return Response(status=204, mimetype="text/plain")


@bp.post("/my-say/said/<ref>/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def seen(ref: str) -> Response:
    who, now = viewer(), clock.now()
    desks.own_page(db.opened(), who, ref, now)  # there is such a thing
    actions.saw(db.opened(), who, ref, now)
    return redirect(url_for(".own", ref=ref), 303)


# --- for adults ---------------------------------------------------------------------------------


@bp.get("/said")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def waiting() -> str:
    now = clock.now()
    try:
        page = desks.waiting_page(db.opened(), viewer(), request.args.get("after"), now)
    except ValueError:
        abort(404)
    return draw("say/waiting.html", page=page, now=now, here=WAITING)


@bp.get("/people/<ref>/said")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> str:
    who, now = viewer(), clock.now()
    page = desks.theirs_page(db.opened(), who, ref, request.args.get("before", ""), now)
    return draw("say/theirs.html", page=page, now=now, here=THEIRS)


@bp.get("/said/<ref>")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def one(ref: str) -> tuple[str, int]:
    who, now = viewer(), clock.now()
    page = desks.one_page(db.opened(), who, ref, now)
    if page.stays:
        actions.read(who, page.card.id, page.card.may_answer, now)
    return _one(page, None, now)


def _one(
    page: desks.One, form: AnswerForm | None, now: datetime, read: list[str] | None = None
) -> tuple[str, int]:
    """form: an answer that could not be sent. read: how easy its words are."""
    if form is None:
        begun = page.draft.text if page.draft else ""
        form = AnswerForm(None, data={"text": begun, "kind": "", "whose": ""})
    form.offer(_whose(page.owners))
    form.turn.data = str(page.card.turn)
    status = 422 if form.errors or form.form_errors else 200
    return draw(
        "say/one.html", page=page, card=page.card, form=form, now=now, about=_about(page.card, now),
        read=hints(page.band.value, form.text.data or "") if read is None else read, here=THEIRS,
    ), status  # fmt: skip


def _whose(owners: Sequence[desks.Owns]) -> list[tuple[str, str]]:
    return [
        (one.ref, _("%(name)s, %(what)s", name=one.name, what=people.to_them(one.kind)))
        for one in owners
    ]


@bp.post("/said/<ref>/answer")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AnswerForm().offer(())
    if "keep" in request.form:
        _to_answer(ref, now)
        actions.keep_draft(db.opened(), who, ref, form.text.data, form.key.data, now)
        return redirect(url_for(".one", ref=ref, done="said-kept"), 303)
    # Whose word a promise can be is asked only where there is one.
    promises = form.kind.data == Answer.WILL
    owners = _to_answer(ref, now).owners if promises else ()
    form.offer(_whose(owners))
    sends = "check" not in request.form and form.validate_on_submit()
    if sends and _answered(form, ref, owners, who, now):
        actions.forget_draft(who, ref)
        return redirect(url_for(".one", ref=ref, done="said-answered"), 303)
    return _one(_to_answer(ref, now), form, now)


def _answered(
    form: AnswerForm, ref: str, owners: Sequence[desks.Owns], who: Viewer, now: datetime
) -> bool:
    promise = None
    if form.answer is Answer.WILL:
        owner = next(one.id for one in owners if one.ref == form.whose.data)
        assert form.due is not None
        promise = actions.Promised(owner, form.due)
    try:
        actions.answer(
            db.opened(), who, ref, form.answer, form.text.data, promise, form.key.data, now,
            form.of,
        )  # fmt: skip
    except actions.ChangedMeanwhile:
        _begin_again(form)
        form.form_errors.append(
            _("This was answered meanwhile, or they said something else. Nothing was sent: "
              "your words are below.")
        )  # fmt: skip
    except actions.NothingGoesThere:
        form.form_errors.append(
            _("Nothing is sent to them any more, so this was not sent. Your words are below.")
        )
    except KeyReused:
        _sent_before(form)
    else:
        return True
    return False


@bp.post("/said/<ref>/draft")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer_draft(ref: str) -> Response:
    _to_answer(ref, clock.now())
    return _draft(ref)


def _to_answer(ref: str, now: datetime) -> desks.One:
    """What the viewer may answer, or might have if it still waited."""
    page = desks.one_page(db.opened(), viewer(), ref, now)
    if page.card.waits and not page.card.may_answer:
        abort(404)
    return page


@bp.post("/said/<ref>/talked")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def talked(ref: str) -> Response:
    who, now = viewer(), clock.now()
    _to_answer(ref, now)
    if not TalkedForm().validate_on_submit():
        abort(400)
    actions.talked(db.opened(), who, [ref], "", now)
    return redirect(url_for(".one", ref=ref, done="said-talked"), 303)


@bp.post("/said-words/check")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE)
def hint() -> Response:
    """For which age a text is: a hint while somebody types. Nothing is stored, and no record is
    read: the page itself asks the same of the form without a script."""
    who = viewer()
    tries = ledger.count(db.database(), f"hint:{who.account_id}", timedelta(minutes=1), clock.now())
    if tries > HINTS_A_MINUTE:
        abort(429)
    band = request.form.get("band", "")
    if band not in BANDS:
        abort(400)
    return jsonify(hints(band, request.form.get("text", "")[:LONGEST_HINT]))


# --- pictures and voices ------------------------------------------------------------------------

READERS = SUPPORTERS | YOUNG


@bp.get("/said/pictures/<ref>")
@door(READERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def picture(ref: str) -> Response:
    return _given(ref, "picture", "whole")


@bp.get("/said/pictures/<ref>/small")
@door(READERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def small_picture(ref: str) -> Response:
    return _given(ref, "picture", "small")


@bp.get("/said/voices/<ref>")
@door(READERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def voice(ref: str) -> Response:
    return _given(ref, "voice", "whole")


def _given(ref: str, kind: str, part: str) -> Response:
    found = attached.content(db.opened(), viewer(), ref, kind, part, clock.now())
    return give(found.data, found.mime)
