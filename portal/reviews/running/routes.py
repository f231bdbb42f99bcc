"""For those who look after a review: who comes, its agenda, the talk alone, and the letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, current_app, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import CASE_STAFF, Cache, Data, Records, door, viewer
from portal.core.forms import Form, OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.languages import OFFERED
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.people import labels as people
from portal.promises import labels as promises
from portal.promises.forms import OUTSIDE
from portal.reviews.policy import NEEDED, RUNNERS
from portal.reviews.rules import ORIGINAL, Comes
from portal.reviews.running import actions, labels, letters, pages
from portal.reviews.running.forms import (
    ComerForm,
    DayForm,
    DecisionForm,
    DoneForm,
    HeardForm,
    LetterForm,
    PointForm,
    PublishForm,
    SettleForm,
    filled,
)
from portal.reviews.running.pages import Held
from portal.reviews.tables import AgendaPoint, ReviewComer, ReviewDecision
from portal.say import actions as say

bp = Blueprint("running", __name__)
HERE = "staff.people"

say_done(
    review_kept=later("Kept. They can see it."),
    talk_offered=later("Written down, with your name."),
    talk_day=later("Kept. They are told the day."),
    talk_done=later("Written down. Good."),
    letter_saved=later("Saved as a draft. They see nothing until it is published."),
    letter_gone=later("The draft is gone."),
    letter_published=later("Published. They are told that there is a letter."),
    letter_changed=later("Somebody changed this since you looked. Look again, please."),
    letter_not_ready=later("It is not ready yet. What is missing stands below."),
    decision_kept=later("Kept. It becomes a promise when the letter is published."),
    decision_gone=later("Taken away."),
)
offer_link(
    Shelf.PERSON, later("Reviews and letters"), "running.theirs", "review", CASE_STAFF,
    grant=int(NEEDED),
)  # fmt: skip
offer(bp, running=labels, letter_languages=OFFERED, letter_original=ORIGINAL)


def _held(ref: str, now: datetime, *, lock: bool = False) -> Held:
    return pages.held(db.opened(), viewer(), ref, now, lock=lock)


def _keeps(found: Held) -> Held:
    """For what changes who comes and what is talked about. Raises NoResultFound."""
    if not (found.keeps and found.open):
        raise NoResultFound
    return found


def _settles(found: Held, comer: ReviewComer) -> None:
    """Who reads what the young person wishes says whether somebody comes, and nobody of themselves.
    Raises NoResultFound."""
    if not found.reads_wishes or found.about_me(comer):
        raise NoResultFound


def _writes(found: Held) -> Held:
    if not (found.writes and found.open):
        raise NoResultFound
    return found


def _talks(found: Held) -> Held:
    if not (found.talks and found.open):
        raise NoResultFound
    return found


def _back(found: Held, done: str, anchor: str) -> Response:
    return redirect(url_for(".run", ref=found.review.ref, done=done, _anchor=anchor), 303)


# --- all of theirs, and one ---------------------------------------------------------------------


@bp.get("/people/<ref>/reviews")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> str:
    now = clock.now()
    page = pages.their_reviews(db.opened(), viewer(), ref, now)
    return draw("reviews/running/theirs.html", page=page, today=clock.today(now), here=HERE)


@bp.get("/reviews/<ref>/run")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def run(ref: str) -> tuple[str, int]:
    now = clock.now()
    return _run(_held(ref, now), now)


def _run(found: Held, now: datetime, wrong_ref: str = "", **forms: Form) -> tuple[str, int]:
    page = pages.page_of(db.opened(), viewer(), found, now)
    for form in forms.values():
        if wrong_ref:  # one of many of its kind: the summary of errors leads to this one
            for field in form:
                field.id = f"{field.short_name}-{wrong_ref}"
    return draw(
        "reviews/running/run.html", page=page, now=now, today=clock.today(now), wrong_ref=wrong_ref,
        form=next(iter(forms.values()), PointForm(None)),
        point_form=forms.get("point") or PointForm(None),
        comer_form=forms.get("comer") or ComerForm(None),
        settle_form=forms.get("settle") or SettleForm(None),
        heard_form=forms.get("heard") or HeardForm(None),
        day_form=forms.get("day") or DayForm(None), done_form=forms.get("done") or DoneForm(None),
        here=HERE,
    ), 422 if forms else 200  # fmt: skip


def _must_not() -> str:
    return _(
        "Somebody of this name must not know where they are: that was decided, and stands. They "
        "cannot come. Ask your manager, and say neither the day nor the place to them."
    )


def _kept(form: OnceForm, do: Callable[[], Any]) -> bool:
    try:
        do()
    except KeyReused:
        form.form_errors.append(
            _("You sent something else from this page. Please send this again.")
        )
    except say.ChangedMeanwhile:
        form.form_errors.append(_("Somebody answered this a moment ago. Look again, please."))
    except actions.MustNotCome:
        form.form_errors.append(_must_not())
    else:
        return True
    form.key.data = form.key.default()
    return False


@bp.post("/reviews/<ref>/run/points")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def add_point(ref: str) -> Response | tuple[str, int]:
    now, form = clock.now(), PointForm()
    found = _keeps(_held(ref, now))
    if form.validate_on_submit() and _kept(form, lambda: actions.add_point(
        db.opened(), viewer(), found, form.text_point.data, form.key.data, now
    )):  # fmt: skip
        return _back(found, "review-kept", "points")
    return _run(found, now, point=form)


@bp.post("/reviews/run/points/<ref>/away")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def take_point(ref: str) -> Response:
    now = clock.now()
    found, point = pages.held_of(db.opened(), viewer(), AgendaPoint, ref, now)
    actions.take_away(db.opened(), viewer(), _keeps(found), point, now)
    return _back(found, "review-kept", "points")


@bp.post("/reviews/run/points/<ref>/heard")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def heard(ref: str) -> Response | tuple[str, int]:
    now, form = clock.now(), HeardForm()
    found, point = pages.held_of(db.opened(), viewer(), AgendaPoint, ref, now)
    _writes(found)
    if form.validate_on_submit():
        actions.heard(db.opened(), viewer(), found, point, form.text_heard.data, now)
        return _back(found, "review-kept", "points")
    return _run(found, now, ref, heard=form)


@bp.post("/reviews/<ref>/run/who")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def add_comer(ref: str) -> Response | tuple[str, int]:
    now, form = clock.now(), ComerForm()
    found = _keeps(_held(ref, now))
    if form.validate_on_submit() and _kept(form, lambda: actions.add_comer(
        db.opened(), viewer(), found, form.text_name.data, form.text_does.data,
        Comes(form.comes.data), form.key.data, now,
    )):  # fmt: skip
        return _back(found, "review-kept", "who")
    return _run(found, now, comer=form)


@bp.post("/reviews/run/who/<ref>")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def settle(ref: str) -> Response | tuple[str, int]:
    now, form = clock.now(), SettleForm()
    found, comer = pages.held_of(db.opened(), viewer(), ReviewComer, ref, now)
    _settles(_keeps(found), comer)
    form.against = comer.wish
    if form.validate_on_submit():
        try:
            actions.settle(
                db.opened(), viewer(), found, comer, Comes(form.comes.data), form.text_why.data, now
            )
        except actions.MustNotCome:
            form.comes.errors = (_must_not(),)
        else:
            return _back(found, "review-kept", "who")
    return _run(found, now, ref, settle=form)


# --- the talk alone -----------------------------------------------------------------------------


@bp.post("/reviews/<ref>/run/alone/offered")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def talk_offered(ref: str) -> Response:
    now = clock.now()
    found = _talks(_held(ref, now))
    actions.offered(db.opened(), viewer(), found, now)
    return _back(found, "talk-offered", "alone")


@bp.post("/reviews/<ref>/run/alone/day")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def talk_day(ref: str) -> Response | tuple[str, int]:
    now, form = clock.now(), DayForm()
    found = _talks(_held(ref, now))
    if form.validate_on_submit() and _kept(form, lambda: actions.say_day(
        db.opened(), viewer(), found, form.wall, form.text_how.data, form.key.data, now
    )):  # fmt: skip
        return _back(found, "talk-day", "alone")
    return _run(found, now, day=form)


@bp.post("/reviews/<ref>/run/alone/done")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def talk_done(ref: str) -> Response | tuple[str, int]:
    now, form = clock.now(), DoneForm()
    found = _talks(_held(ref, now))
    if form.validate_on_submit():
        actions.talked(db.opened(), viewer(), found, form.on, now)
        return _back(found, "talk-done", "alone")
    return _run(found, now, done=form)


# --- the letter ---------------------------------------------------------------------------------


def _language() -> str:
    asked = request.args.get("language", ORIGINAL)
    return asked if asked in OFFERED else abort(404)


@bp.route("/reviews/<ref>/write", methods=["GET", "POST"])
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def write(ref: str) -> Response | tuple[str, int]:
    who, now, language = viewer(), clock.now(), _language()
    found, do = _writes(_held(ref, now)), request.form.get("do", "save")
    form, clash = LetterForm(), False
    if form.validate_on_submit() and do != "check":
        turn = letters.save(db.opened(), who, found, language, form.letter, form.began_at, now)
        if turn is not None:
            if do == "next":
                return redirect(url_for(".publish", ref=ref), 303)
            return _back(found, "letter-saved", "letter")
        clash = True
    page = pages.write_page(db.opened(), who, found, language)
    if request.method == "GET":
        form = LetterForm(None, data=_begun(page, who.known_as))
    elif clash:
        form.turn.data = str(page.turn)
    checked = do == "check" or request.method == "GET"
    hints = labels.letter_hints(form.letter, language, page.subject) if checked else []
    status = 409 if clash else 422 if form.errors else 200
    return draw(
        "reviews/running/write.html", page=page, form=form, hints=hints, clash=clash, here=HERE,
    ), status  # fmt: skip


def _begun(page: pages.WritePage, name: str) -> dict[str, str]:
    """What stands in the boxes; a new letter in English begins and ends as letters do. They are
    words to the young person, in the language of the letter, not of the page."""
    found = filled(page.starts_with, page.turn)
    if page.draft is None and page.before is None and not page.translates:
        found["text_greeting"] = f"Dear {page.subject.name},"
        found["text_signed"] = name
    if page.draft is None:
        found["text_put_right"] = ""
    return found


@bp.post("/reviews/<ref>/write/kept")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def typed(ref: str) -> Response:
    """A little after the last key, and when the page is left: the draft, as far as it is."""
    who, now, form = viewer(), clock.now(), LetterForm()
    found = _writes(_held(ref, now))
    if not form.validate():
        return Response(status=422, mimetype="text/plain")
    turn = letters.save(db.opened(), who, found, _language(), form.letter, form.began_at, now)
    return Response(status=204 if turn is not None else 409, mimetype="text/plain")


@bp.post("/reviews/<ref>/write/away")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def throw_away(ref: str) -> Response:
    now = clock.now()
    found = _writes(_held(ref, now))
    letters.throw_away(db.opened(), viewer(), found, _language())
    return _back(found, "letter-gone", "letter")


@bp.route("/reviews/<ref>/publish", methods=["GET", "POST"])
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def publish(ref: str) -> Response | tuple[str, int]:
    """As they would read it; and from here it is published."""
    who, now, form = viewer(), clock.now(), PublishForm()
    sent = request.method == "POST"
    found = _writes(_held(ref, now, lock=sent))
    if form.validate_on_submit():
        try:
            letters.publish(db.opened(), who, found, form.drawn.data or "", form.key.data, now)
        except letters.ChangedMeanwhile:
            return redirect(url_for(".publish", ref=ref, done="letter-changed"), 303)
        except letters.NotReady:
            return redirect(url_for(".publish", ref=ref, done="letter-not-ready"), 303)
        except KeyReused:
            return redirect(url_for(".publish", ref=ref, done="letter-changed"), 303)
        return _back(found, "letter-published", "letter")
    page = pages.preview(db.opened(), who, found, now)
    form = PublishForm(None, drawn=page.drawn)
    return draw(
        "reviews/running/publish.html", page=page, form=form, here=HERE
    ), 422 if sent else 200  # fmt: skip


@bp.get("/reviews/<ref>/run/letter")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def letter(ref: str) -> str:
    now = clock.now()
    page = pages.read_page(db.opened(), viewer(), _held(ref, now), now)
    return draw("reviews/running/letter.html", page=page, here=HERE)


# --- what was decided ---------------------------------------------------------------------------


def _offered(form: DecisionForm, page: pages.DecidePage) -> DecisionForm:
    about_name: Callable[[str], str] = current_app.jinja_env.globals["area_name"]  # type: ignore[assignment]
    whose = promises.whose(page.owners, viewer().person_id, people.to_them)
    form.offering(
        [("", _("Choose")), *whose, (OUTSIDE, _("Somebody outside the council"))],
        [("", _("Choose")),
         *((f"a{area}", promises.about(area, about_name)) for area in page.areas)],
    )  # fmt: skip
    return form


def _owner(form: DecisionForm, page: pages.DecidePage) -> int | str:
    found = next((one.id for one in page.owners if one.ref == form.whose.data), None)
    return found if found is not None else str(form.outside.data)


@bp.route("/reviews/<ref>/decide", methods=["GET", "POST"])
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def decide(ref: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    page = pages.decide_page(db.opened(), who, _writes(_held(ref, now)), now)
    form = _offered(DecisionForm(), page)
    if form.validate_on_submit() and _kept(form, lambda: letters.decide(
        db.opened(), who, page.held, form.text.data, form.text_why.data, _owner(form, page),
        form.on, form.about.data[1:], form.key.data, now,
    )):  # fmt: skip
        return _back(page.held, "decision-kept", "decided")
    return _decide(page, form)


def _decide(page: pages.DecidePage, form: DecisionForm) -> tuple[str, int]:
    status = 422 if form.errors or form.form_errors else 200
    return draw("reviews/running/decide.html", page=page, form=form, here=HERE), status


@bp.route("/reviews/decisions/<ref>", methods=["GET", "POST"])
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def decision(ref: str) -> Response | tuple[str, int]:
    """Other words for a draft; what was published is said as a promise."""
    who, now = viewer(), clock.now()
    found, one = pages.held_of(db.opened(), who, ReviewDecision, ref, now)
    if one.published_at is not None:
        raise NoResultFound
    page = pages.decide_page(db.opened(), who, _writes(found), now, one)
    form = _offered(DecisionForm(None) if request.method == "GET" else DecisionForm(), page)
    if form.validate_on_submit():
        letters.decide_again(
            one, form.text.data, form.text_why.data, _owner(form, page), form.on,
            form.about.data[1:],
        )  # fmt: skip
        return _back(found, "decision-kept", "decided")
    if request.method == "GET":
        refs = {owner.id: owner.ref for owner in page.owners}
        form.text.data, form.text_why.data = one.text, one.why
        form.day.data, form.outside.data = one.due.isoformat(), one.owner_label
        form.whose.data = refs.get(one.owner_id or 0, OUTSIDE if one.owner_label else "")
        form.about.data = f"a{one.area}"
    return _decide(page, form)


@bp.post("/reviews/decisions/<ref>/away")
@door(RUNNERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def take_decision(ref: str) -> Response:
    now = clock.now()
    found, one = pages.held_of(db.opened(), viewer(), ReviewDecision, ref, now)
    _writes(found)
    if one.published_at is not None:
        raise NoResultFound
    letters.take_away(db.opened(), one)
    return _back(found, "decision-gone", "decided")
