"""Ask for what one can get, and follow it; and the list and pages of whoever decides."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.claims import actions, labels, pages, policy, rules
from portal.claims.forms import AddForm, AskForm, DaysForm, NoteForm
from portal.claims.pages import Card, NewPage, OnePage
from portal.claims.rules import State, What
from portal.core import clock, db
from portal.core.access import (
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
from portal.core.forms import OnceForm
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.entitlements.items import Version
from portal.helplines import contacts
from portal.helplines.contacts import Section
from portal.notifications.labels import say_news

bp = Blueprint("claims", __name__)
HERE, THEIRS, DESK = "plan.my_plan", "staff.waiting", "claims.desk"
SAID = frozenset({What.LOOKED.value, What.MORE.value, What.PAID.value, "decide", "missing"})
say_done(
    claim_sent=later("Sent. You see here who has it, and by when you get an answer."),
    claim_marked=later(
        "Sent, and somebody looks at it first because of what you wrote. If you are not safe now, "
        "call a number on the Help page."
    ),
    claim_kept=later("Kept. You find it here when you come back."),
    claim_added=later("Sent. They look at it again."),
    claim_missing=later("Sent. You see here who finds out where it is, and by when."),
    claim_back=later("You took it back. You can ask again whenever you like."),
    claim_noted=later("Saved. They are told."),
    claim_days=later("Saved. It counts for what is sent from now on."),
)  # fmt: skip
say_news(actions.CHANGED, later("There is something new about what you asked for"), "claims.mine",
         "money")  # fmt: skip
say_news(actions.NEW, later("Somebody asks for something that you decide"), DESK, "money")
say_news(actions.GONE, later("Something that was paid has not come"), DESK, "money")
offer_link(
    Shelf.MINE, later("What I asked for"), "claims.mine", "money", YOUNG,
    line=later("Ask for money or things, and see what was paid and what is left."),
)  # fmt: skip
offer_link(Shelf.DESK, later("What they asked for"), DESK, "money", CASE_STAFF)
offer(bp, claim_words=labels, claim_states=State, claim_savings=rules.SAVINGS)


# --- the young person ---------------------------------------------------------------------------


@bp.get("/asked-for")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def mine() -> str:
    page = pages.mine_page(db.opened(), viewer(), clock.now())
    return draw("claims/mine.html", page=page, now=clock.now(), here=HERE)


@bp.route("/asked-for/new/<mark>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def new(mark: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AskForm()
    item = pages.item_page(db.opened(), who, mark, now)
    form.of(item.code)
    if request.method == "POST" and "keep" in request.form:
        _keep(item, form, who, now)
        return redirect(url_for(".mine", done="claim-kept"), 303)
    _offer(form, who, now)
    nobody = False
    if form.validate_on_submit():
        words = actions.Words(form.wish.data or "", form.pence, form.refs)
        try:
            sent = actions.send(db.opened(), who, item.code, words, form.key.data, now)
        except (actions.NobodyDecides, actions.NothingGoesThere):
            nobody = True
            db.settle(keep=False)
        except KeyReused:
            _sent_before(form)
        else:
            actions.forget_draft(who, item.code)
            done = "claim-marked" if sent.worry else "claim-sent"
            return redirect(url_for(".own", ref=sent.ref, done=done), 303)
    page = pages.new_page(db.opened(), who, item, now)
    form.offer(page.papers)
    if nobody:
        _nobody(form, page)
    if request.method == "GET" and page.draft:
        form.wish.data = page.draft.wish
        form.asked.data = _typed(page.draft.asked)
    return draw(
        "claims/new.html", page=page, form=form, now=now, here=HERE, night=page.night_phone
    ), _status(form)  # fmt: skip


def _offer(form: AskForm | AddForm, who: Viewer, now: datetime) -> None:
    """Which papers there are is asked only where some were ticked."""
    form.offer(pages.kept_papers(db.opened(), who, now) if form.papers.data else ())


def _typed(pence: int | None) -> str:
    return "" if pence is None else f"{pence / 100:.2f}".removesuffix(".00")


def _nobody(form: OnceForm, page: NewPage) -> None:
    """What was typed stands still in its boxes."""
    form.key.data = form.key.default()
    if page.duty_phone:
        form.form_errors.append(
            _("Nobody is there to decide this today. It is not sent. Call %(phone)s, and ask who "
              "does.", phone=page.duty_phone)
        )  # fmt: skip
    else:
        form.form_errors.append(
            _("Nobody is there to decide this today. It is not sent. Try again tomorrow.")
        )


def _keep(item: Version, form: AskForm, who: Viewer, now: datetime) -> None:
    wish = (form.wish.data or "")[: rules.LONGEST_WISH]
    actions.keep_draft(db.opened(), who, item.code, wish, form.pence, form.key.data, now)


@bp.post("/asked-for/new/<mark>/draft")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def draft(mark: str) -> Response:
    """What is in the form, by a script that says nothing of it."""
    who, now = viewer(), clock.now()
    _keep(pages.item_page(db.opened(), who, mark, now), AskForm(), who, now)
    return Response(status=204, mimetype="text/plain")


@bp.route("/asked-for/<ref>", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def own(ref: str) -> Response | tuple[str, int]:
    """How it stands. Sent: what was needed; that they take it back."""
    who, now, form = viewer(), clock.now(), AddForm()
    _offer(form, who, now)
    if form.validate_on_submit():
        card = pages.card(db.opened(), who, ref, now)
        try:
            done = _said_of_it(card, form, who, now)
        except (actions.ChangedMeanwhile, actions.NothingGoesThere, actions.NobodyDecides):
            _changed(form)
        except KeyReused:
            _sent_before(form)
        else:
            return redirect(url_for(".own", ref=ref, done=done), 303)
    page = pages.one_page(db.opened(), who, ref, now)
    form.offer(page.kept)
    form.of(page.card)
    return draw(
        "claims/own.html", page=page, form=form, now=now, here=HERE, night=who.night_phone,
        advocates=contacts.of(Section.SIDE),
    ), _status(form)  # fmt: skip


def _said_of_it(card: Card, form: AddForm, who: Viewer, now: datetime) -> str:
    if form.does.data == "add":
        words = actions.Words(form.wish.data or "", None, form.refs)
        sent = actions.add_more(db.opened(), who, card, words, form.key.data, now)
        return "claim-marked" if sent.worry else "claim-added"
    if form.does.data == "missing":
        sent = actions.not_come(db.opened(), who, card, form.wish.data or "", form.key.data, now)
        return "claim-marked" if sent.worry else "claim-missing"
    if form.does.data == "back":
        actions.take_back(db.opened(), who, card, form.key.data, now)
        return "claim-back"
    raise NoResultFound


@bp.post("/asked-for/<ref>/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def seen(ref: str) -> Response:
    actions.saw(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".own", ref=ref), 303)


# --- whoever decides ----------------------------------------------------------------------------


@bp.get("/to-decide")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def desk() -> tuple[str, int]:
    return _desk(None)


def _desk(form: DaysForm | None) -> tuple[str, int]:
    page = pages.desk_page(db.opened(), viewer(), clock.now())
    if form is None:
        form = DaysForm(None, data={"decide": page.days.decide, "pay": page.days.pay})
    return draw(
        "claims/desk.html", page=page, form=form, now=clock.now(), here=THEIRS
    ), _status(form)  # fmt: skip


@bp.post("/to-decide/days")
@door(frozenset({Role.MANAGER}), data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def days() -> Response | tuple[str, int]:
    form = DaysForm()
    if not form.validate_on_submit():
        return _desk(form)
    assert form.decide.data is not None and form.pay.data is not None
    actions.set_days(db.opened(), viewer(), form.decide.data, form.pay.data, clock.now())
    return redirect(url_for(".desk", done="claim-days"), 303)


@bp.get("/to-decide/<ref>")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def one(ref: str) -> tuple[str, int]:
    return _one(pages.one_page(db.opened(), viewer(), ref, clock.now()), None)


def _one(page: OnePage, sent: NoteForm | None) -> tuple[str, int]:
    """sent: a form that could not be saved."""
    forms = {}
    for what in _could(page):
        mine = sent is not None and sent.what.data == what
        forms[what] = sent if mine else NoteForm(None).of(what, page.card)
    return draw(
        "claims/one.html", page=page, forms=forms, form=sent or NoteForm(None), now=clock.now(),
        here=THEIRS,
    ), (_status(sent) if sent is not None else 200)  # fmt: skip


def _could(page: OnePage) -> list[str]:
    """What can be said of it as it stands, the next thing first."""
    state = page.card.state
    if not page.may or page.card.stopped:
        return []
    if state in rules.TO_PAY:
        return [What.PAID.value]
    if state is State.MISSING:
        return ["missing"]
    found = [What.LOOKED.value] if rules.may(state, What.LOOKED) else []
    if rules.may(state, What.NO):
        found.append("decide")
    return [*found, What.MORE.value] if rules.may(state, What.MORE) else found


@bp.post("/to-decide/<ref>/note")
@door(policy.DECIDERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def note(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), NoteForm()
    card = pages.card(db.opened(), who, ref, now, to_decide=True)
    if form.what.data not in SAID:
        raise NoResultFound
    form.of(form.what.data, card)
    if form.validate_on_submit() and form.which is not None:
        said = actions.Note(form.which, form.words.data or "", form.pence, form.on, form.by)
        try:
            actions.note(db.opened(), who, card, said, form.key.data, now)
        except (actions.ChangedMeanwhile, actions.NobodyDecides):
            _changed(form)
        except actions.TooMuch:
            _too_much(form, card)
        except actions.NothingGoesThere:
            form.form_errors.append(_("Nothing is sent to them any more."))
        except KeyReused:
            _sent_before(form)
        else:
            return redirect(url_for(".one", ref=ref, done="claim-noted"), 303)
    return _one(pages.one_page(db.opened(), who, ref, now), form)


# --- forms --------------------------------------------------------------------------------------


def _too_much(form: NoteForm, card: Card) -> None:
    """Asked after whether it was sent before: the second of two taps is no mistake."""
    db.settle(keep=False)
    form.key.data = form.key.default()
    form.amount.errors = (labels.too_much(card),)


def _changed(form: OnceForm) -> None:
    """What was begun is undone before the page is read afresh."""
    db.settle(keep=False)
    form.key.data = form.key.default()
    form.form_errors.append(
        _("Something else happened to this meanwhile. Your words are still here. Nothing is saved "
          "yet.")
    )  # fmt: skip


def _sent_before(form: OnceForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


def _status(form: OnceForm) -> int:
    return 422 if form.errors or form.form_errors else 200
