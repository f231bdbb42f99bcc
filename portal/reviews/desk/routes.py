"""The desk, one review on it, what an officer challenges, and the yearly return."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import (
    CASE_STAFF,
    STAFF,
    YOUNG,
    Cache,
    Data,
    Records,
    Role,
    door,
    viewer,
)
from portal.core.forms import Form, OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.people.oversight import oversees
from portal.promises.actions import NotOpen
from portal.reviews.desk import actions, labels, pages, passing, returns, rules
from portal.reviews.desk.actions import ChangedMeanwhile, DoesNotFit, OneThatDay
from portal.reviews.desk.forms import (
    AnswerForm,
    AskForm,
    ChallengeForm,
    CodeForm,
    EndForm,
    HeldForm,
    MoveForm,
    NotHeldForm,
    OfferedForm,
    PlanForm,
)
from portal.reviews.desk.policy import AT_DESK
from portal.reviews.desk.rules import Outcome

bp = Blueprint("review_desk", __name__)
AnyForm = TypeVar("AnyForm", bound=Form)
say_done(
    review_day_set=later("The day is set. They can see it."),
    review_moved=later("Moved. They can see the new day and why."),
    review_not_held=later("Written down. They can see why. The next one is still due."),
    review_held=later("Written down. Now say how they took part."),
    review_coded=later("The code is set, with your name and today’s date."),
    review_offered=later("Written down."),
    review_changed=later("Somebody did something with this a moment ago. Look again."),
    decision_asked=later("Asked. They can see that you did."),
    decision_asked_already=later("It was asked about a short while ago. You can ask once a week."),
    challenge_begun=later("Sent. They can see that you stand up for them in this."),
    challenge_answered=later("The answer is kept. They can read it."),
    challenge_ended=later("It is ended. They can read how."),
    return_asked=later("Sent. You can take the file when a second person has agreed."),
    return_agreed=later("You agreed. They can take the file for seven days."),
    return_changed=later("Somebody did something with this a moment ago. Look again."),
)
offer_link(Shelf.DESK, later("Reviews: due, coming, and what is to do"), "review_desk.desk",
           "review", AT_DESK)  # fmt: skip
offer_link(Shelf.DESK, later("What a reviewing officer asks you"), "review_desk.asked", "review",
           CASE_STAFF - {Role.IRO, Role.DUTY})  # fmt: skip
offer_link(Shelf.DESK, later("Reviews for the yearly return"), "review_desk.the_return", "list",
           {Role.MANAGER}, leads=True)  # fmt: skip
say_news(actions.DAY, later("The day of your review"), "dates.dates", "review")
say_news(actions.OFF, later("About the day of your review"), "dates.dates", "review")
say_news(passing.CHALLENGE, later("Somebody stands up for you"), "review_desk.challenged", "say")
say_news(passing.CHALLENGE_ASKED, later("A reviewing officer asks you something"),
         "review_desk.asked", "review")  # fmt: skip
say_news(actions.CHALLENGE_ANSWERED, later("There is an answer to what you asked"),
         "review_desk.desk", "review")  # fmt: skip
say_news(returns.ASKED, later("A colleague needs a second person for a file"),
         "review_desk.the_return", "list")  # fmt: skip
say_news(returns.AGREED, later("There is an answer to what you asked"),
         "review_desk.the_return", "list")  # fmt: skip
offer(bp, desk_words=labels, shown_key=rules.shown_key)


# --- the desk -----------------------------------------------------------------------------------


@bp.get("/reviewing")
@door(AT_DESK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def desk() -> str:
    try:
        page = pages.desk_page(db.opened(), viewer(), request.args.get("after"), clock.now())
    except ValueError:
        abort(404)
    return draw(
        "reviews/desk/desk.html", page=page, officer=viewer().role is Role.IRO,
        here="staff.waiting",
    )  # fmt: skip


@bp.post("/reviewing/decisions/<ref>/ask")
@door(AT_DESK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def ask_for(ref: str) -> Response:
    done = "decision-asked"
    try:
        actions.ask_for(db.opened(), viewer(), ref, clock.now())
    except NotOpen:
        done = "decision-asked-already"
    return redirect(url_for(".desk", done=done, _anchor="late"), 303)


@bp.route("/reviewing/people/<ref>/day", methods=["GET", "POST"])
@door(AT_DESK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def plan(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), PlanForm()
    page = pages.plan_page(db.opened(), who, ref, now)
    if form.validate_on_submit():
        try:
            made = actions.plan(
                db.opened(), who, page.subject, form.when, form.where.data or "", form.key.data, now
            )
        except OneThatDay:
            form.day.errors = (_two(),)
        except KeyReused:
            _again(form)
        else:
            return redirect(url_for(".one", ref=made, done="review-day-set"), 303)
    status = 422 if form.errors else 200
    return draw("reviews/desk/plan.html", page=page, form=form, here="staff.waiting"), status


def _two() -> str:
    return _("There is another review of theirs on that day. Choose another day.")


def _again(form: OnceForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


# --- one review ---------------------------------------------------------------------------------


@bp.get("/reviewing/<ref>")
@door(AT_DESK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def one(ref: str) -> tuple[str, int]:
    return _one(ref, None)


def _one(ref: str, wrong: Form | None) -> tuple[str, int]:
    """The review, and its forms; the one with an error as it was sent."""
    now = clock.now()
    page = pages.one_page(db.opened(), viewer(), ref, now)
    card = page.card
    assert card.day is not None
    hour = f"{card.at:%H:%M}" if card.at else ""
    held_on = min(card.day, page.today)
    codes = [
        code for code in rules.CODES
        if card.age is None or (code == "PN0") == (card.age < rules.FOUR)
    ]  # fmt: skip
    suggested = page.suggested.code if page.suggested else ""
    forms: dict[str, Form] = {
        "held": HeldForm(None, data={"day": held_on.isoformat(), "hour": hour}),
        "move": MoveForm(None, data={"hour": hour}),
        "not_held": NotHeldForm(None),
        "offered": OfferedForm(None, data={"day": page.today.isoformat()}),
        "code": CodeForm(None, data={"code": card.code or suggested}).offering(codes),
    }
    for name, form in forms.items():
        if wrong is not None and type(wrong) is type(form):
            if isinstance(wrong, CodeForm):
                wrong.offering(codes)
            forms[name] = wrong
    status = 422 if wrong is not None else 200
    return draw(
        "reviews/desk/one.html", page=page, forms=forms, form=wrong or forms["held"],
        wrong=next((name for name, form in forms.items() if form is wrong), ""),
        officer=viewer().role is Role.IRO, now=now, here="staff.waiting",
    ), status  # fmt: skip


def _do(
    ref: str, form: AnyForm, act: Callable[[AnyForm], None], done: str, day: str = "day"
) -> Response | tuple[str, int]:
    """One thing done with a review, and the review again."""
    if not form.validate_on_submit():
        return _one(ref, form)
    try:
        act(form)
    except ChangedMeanwhile:
        done = "review-changed"
    except OneThatDay:
        form[day].errors = (_two(),)
        return _one(ref, form)
    except KeyReused:
        assert isinstance(form, OnceForm)
        _again(form)
        return _one(ref, form)
    return redirect(url_for(".one", ref=ref, done=done), 303)


@bp.post("/reviewing/<ref>/held")
@door(AT_DESK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def held(ref: str) -> Response | tuple[str, int]:
    return _do(
        ref, HeldForm(),
        lambda form: actions.held(db.opened(), viewer(), ref, form.happened, clock.now()),
        "review-held",
    )  # fmt: skip


@bp.post("/reviewing/<ref>/move")
@door(AT_DESK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def move(ref: str) -> Response | tuple[str, int]:
    return _do(
        ref, MoveForm(),
        lambda form: actions.move(
            db.opened(), viewer(), ref, form.when, form.why.data or "", clock.now()
        ),
        "review-moved",
    )  # fmt: skip


@bp.post("/reviewing/<ref>/not-held")
@door(AT_DESK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def not_held(ref: str) -> Response | tuple[str, int]:
    def do(form: NotHeldForm) -> None:
        actions.not_held(db.opened(), viewer(), ref, form.why.data or "", clock.now())

    return _do(ref, NotHeldForm(), do, "review-not-held")


@bp.post("/reviewing/<ref>/offered")
@door(frozenset({Role.IRO}), data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def offered(ref: str) -> Response | tuple[str, int]:
    return _do(
        ref, OfferedForm(),
        lambda form: actions.offered(
            db.opened(), viewer(), ref, form.on, form.how.data, form.wanted.data or "",
            form.key.data, clock.now(),
        ),
        "review-offered",
    )  # fmt: skip


@bp.post("/reviewing/<ref>/code")
@door(AT_DESK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def code(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), CodeForm()
    form.offering(rules.CODES)
    if not form.validate_on_submit():
        return _one(ref, form)
    try:
        actions.set_code(db.opened(), who, ref, form.code.data, now)
    except DoesNotFit:
        form.code.errors = (
            _("This code is not for their age on that day. PN0 is for under 4, the others from 4."),
        )
        return _one(ref, form)
    except ChangedMeanwhile:
        return redirect(url_for(".one", ref=ref, done="review-changed"), 303)
    return redirect(url_for(".desk", done="review-coded"), 303)


# --- an officer disagrees -----------------------------------------------------------------------


@bp.route("/reviewing/people/<ref>/challenge", methods=["GET", "POST"])
@door(frozenset({Role.IRO}), data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def challenge(ref: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    able = pages.able_to_challenge(db.opened(), who, ref, now)
    form = ChallengeForm()
    form.offering(rules.next_levels(None), able.colleagues)
    if form.validate_on_submit():
        try:
            made = actions.challenge(
                db.opened(), who, able, form.about.data, form.asked, form.key.data, now
            )
        except KeyReused:
            _again(form)
        else:
            return redirect(url_for(".dispute", ref=made, done="challenge-begun"), 303)
    page = pages.challenge_page(db.opened(), who, ref, now)
    status = 422 if form.errors else 200
    return draw(
        "reviews/desk/challenge.html", page=page, form=form, here="staff.waiting"
    ), status  # fmt: skip


@bp.get("/reviewing/challenges/<ref>")
@door(AT_DESK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def dispute(ref: str) -> tuple[str, int]:
    return _dispute(ref, None)


def _dispute(ref: str, wrong: Form | None) -> tuple[str, int]:
    page = pages.dispute_page(db.opened(), viewer(), ref, clock.now())
    assert page.dispute is not None
    levels = rules.next_levels(page.dispute.last.level)
    forms: dict[str, Form] = {
        "answer": AnswerForm(None),
        "up": AskForm(None).offering(levels, page.colleagues),
        "end": EndForm(None),
    }
    for name, form in forms.items():
        if wrong is not None and type(wrong) is type(form):
            forms[name] = wrong
    status = 422 if wrong is not None else 200
    return draw(
        "reviews/desk/dispute.html", page=page, d=page.dispute, forms=forms, levels=levels,
        form=wrong or forms["answer"],
        wrong=next((name for name, form in forms.items() if form is wrong), ""),
        officer=viewer().role is Role.IRO, here="staff.waiting",
    ), status  # fmt: skip


def _number() -> int:
    text = request.form.get("number", "")
    if not (text.isdigit() and len(text) < 5):
        abort(400)
    return int(text)


@bp.post("/reviewing/challenges/<ref>/up")
@door(frozenset({Role.IRO}), data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def step_up(ref: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    able = pages.able_to_ask(db.opened(), who, ref, now)
    form = AskForm()
    form.offering(rules.next_levels(able.level), able.colleagues)
    done = "challenge-begun"
    if not form.validate_on_submit():
        return _dispute(ref, form)
    try:
        actions.step_up(db.opened(), who, ref, _number(), form.asked, now)
    except ChangedMeanwhile:
        done = "review-changed"
    return redirect(url_for(".dispute", ref=ref, done=done), 303)


@bp.post("/reviewing/challenges/<ref>/answer")
@door(frozenset({Role.IRO}), data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def write_answer(ref: str) -> Response | tuple[str, int]:
    form, done = AnswerForm(), "challenge-answered"
    if not form.validate_on_submit():
        return _dispute(ref, form)
    try:
        actions.write_answer(
            db.opened(), viewer(), ref, _number(), form.answer.data, clock.now()
        )  # fmt: skip
    except ChangedMeanwhile:
        done = "review-changed"
    return redirect(url_for(".dispute", ref=ref, done=done), 303)


@bp.post("/reviewing/challenges/<ref>/end")
@door(frozenset({Role.IRO}), data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def end(ref: str) -> Response | tuple[str, int]:
    form, done = EndForm(), "challenge-ended"
    if not form.validate_on_submit():
        return _dispute(ref, form)
    try:
        actions.end(
            db.opened(), viewer(), ref, Outcome(form.outcome.data), form.words.data, clock.now()
        )
    except ChangedMeanwhile:
        done = "review-changed"
    return redirect(url_for(".dispute", ref=ref, done=done), 303)


@bp.get("/reviewing/asked")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def asked() -> tuple[str, int]:
    return _asked("", None)


def _fresh_answer(ref: str) -> AnswerForm:
    """One of several on the page: each field has its own name in it."""
    form = AnswerForm(None)
    form.answer.id = f"answer-{ref}"
    return form


def _asked(ref: str, wrong: AnswerForm | None) -> tuple[str, int]:
    now = clock.now()
    found = pages.asked_of_me(db.opened(), viewer(), now)
    status = 422 if wrong is not None else 200
    if wrong is not None:
        wrong.answer.id = f"answer-{ref}"
    return draw(
        "reviews/desk/asked.html", found=found, today=clock.today(now), wrong=ref,
        fresh=_fresh_answer, form=wrong or AnswerForm(None), here="staff.waiting",
    ), status  # fmt: skip


@bp.post("/reviewing/asked/<ref>")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def answer(ref: str) -> Response | tuple[str, int]:
    form, done = AnswerForm(), "challenge-answered"
    if not form.validate_on_submit():
        return _asked(ref, form)
    try:
        actions.answer(db.opened(), viewer(), ref, _number(), form.answer.data, clock.now())
    except ChangedMeanwhile:
        done = "review-changed"
    return redirect(url_for(".asked", done=done), 303)


@bp.get("/standing-up-for-me")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def challenged() -> str:
    now = clock.now()
    found = pages.challenged(db.opened(), viewer())
    return draw(
        "reviews/desk/challenged.html", found=found, today=clock.today(now),
        here="my_views.my_say",
    )  # fmt: skip


@bp.post("/standing-up-for-me/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def challenged_seen() -> Response:
    actions.challenged_seen(db.opened(), viewer(), clock.now())
    return Response(status=204)


# --- the yearly return --------------------------------------------------------------------------


@bp.get("/reviewing/return")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def the_return() -> str:
    text = request.args.get("year", "")
    try:
        year = int(text) if text else None
        page = returns.returns_page(db.opened(), viewer(), year, clock.now())
    except ValueError:
        abort(404)
    return draw(
        "reviews/desk/return.html", page=page, manages=viewer().role is Role.MANAGER,
        here="staff.waiting",
    )  # fmt: skip


@bp.post("/reviewing/return/ask")
@door(frozenset({Role.MANAGER}), data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def ask_return() -> Response:
    form = OnceForm()
    text = request.form.get("year", "")
    if not form.validate_on_submit() or not text.isdigit():
        abort(400)
    try:
        returns.ask(db.opened(), viewer(), int(text), form.key.data, clock.now())
    except (ValueError, KeyReused):
        abort(400)
    return redirect(url_for(".the_return", year=text, done="return-asked"), 303)


@bp.post("/reviewing/return/<ref>/agree")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def agree_return(ref: str) -> Response:
    if not oversees(viewer()):
        raise NoResultFound
    done = "return-agreed"
    try:
        returns.agree(db.opened(), viewer(), ref, clock.now())
    except (returns.NotYours, returns.ChangedMeanwhile):
        done = "return-changed"
    return redirect(url_for(".the_return", done=done), 303)


@bp.post("/reviewing/return/<ref>/file")
@door(
    frozenset({Role.MANAGER}), data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST,
    file=True,
)  # fmt: skip
def take_return(ref: str) -> Response:
    try:
        data = returns.take(db.opened(), viewer(), ref, clock.now())
    except returns.ChangedMeanwhile:
        return redirect(url_for(".the_return", done="return-changed"), 303)
    sent = Response(data, mimetype="text/csv")
    sent.headers["Content-Disposition"] = f'attachment; filename="{returns.FILE}"'
    return sent
